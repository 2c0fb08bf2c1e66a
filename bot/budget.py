"""What may be asked today: by a member, on a server, and by everybody together.

    in flight      one question of a member at a time
    cooldown       seconds between a member's questions
    allowance      a member's questions in a day
    server budget  tokens of one server in a day
    whole budget   tokens, and money where a price is set, of all servers and direct messages in a day

Days are UTC. What was spent today is read back from the question log at start, so a restart frees nobody.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

DAY = 86_400
REMEMBERED = 10_000  # members whose last question is remembered


class Declined(Exception):
    """A question that is not taken now. `reason` is a key of the words' catalogue, `values` what it needs."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """0 switches a limit off. Prices are for a million tokens; `daily_money` is in the same currency."""

    cooldown: float = 0
    member_daily: int = 0
    server_tokens: int = 0
    daily_tokens: int = 0
    daily_money: float = 0
    input_price: float = 0
    output_price: float = 0
    judge_input_price: float = 0
    judge_output_price: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one question cost, in tokens: of the model that answers and of the judge, whose price may be another."""

    input: int = 0
    output: int = 0
    judge_input: int = 0
    judge_output: int = 0


class Budget:
    """Keeps count. `clock` gives seconds since the epoch."""

    def __init__(self, limits: Limits, *, clock: Callable[[], float] = time.time) -> None:
        self._limits = limits
        self._clock = clock
        self._day = self._today()
        self._in_flight: set[int] = set()
        self._last: dict[int, float] = {}
        self._asked: Counter[int] = Counter()
        self._by_server: Counter[int] = Counter()
        self._whole = 0
        self._money = 0.0

    def restore(self, by_server: Mapping[int | None, Spent]) -> None:
        """Count what was spent earlier today."""
        for server, spent in by_server.items():
            self.spend(server, spent)

    @contextmanager
    def question(self, member: int, server: int | None) -> Iterator[None]:
        """Hold the member's one place while their question is answered. Raises Declined."""
        self.check(member, server)
        self._in_flight.add(member)
        self._asked[member] += 1
        self._begin(member)
        try:
            yield
        finally:
            self._in_flight.discard(member)

    def small_talk(self, member: int) -> None:
        """What is answered without searching is no question of the day, but its member waits as after one. Raises
        Declined."""
        self._check_pace(member)
        self._begin(member)

    def check(self, member: int, server: int | None) -> None:
        """Raise Declined if the member can't ask now."""
        self._turn_the_day()
        limits = self._limits
        self._check_pace(member)
        if limits.member_daily and self._asked[member] >= limits.member_daily:
            raise Declined("member-allowance", most=limits.member_daily)
        if server is not None and limits.server_tokens and self._by_server[server] >= limits.server_tokens:
            raise Declined("server-budget")
        if (limits.daily_tokens and self._whole >= limits.daily_tokens) or (
            limits.daily_money and self._money >= limits.daily_money
        ):
            raise Declined("whole-budget")

    def _check_pace(self, member: int) -> None:
        if member in self._in_flight:
            raise Declined("one-at-a-time")
        left = self._last.get(member, -self._limits.cooldown) + self._limits.cooldown - self._clock()
        if left > 0:
            raise Declined("cooldown", seconds=max(1, round(left)))

    def _begin(self, member: int) -> None:
        self._last.pop(member, None)
        self._last[member] = self._clock()
        if len(self._last) > REMEMBERED:
            del self._last[next(iter(self._last))]

    def spend(self, server: int | None, spent: Spent) -> None:
        """Count tokens; `server` is None for direct messages."""
        self._turn_the_day()
        limits = self._limits
        tokens = spent.input + spent.output + spent.judge_input + spent.judge_output
        self._whole += tokens
        self._money += (spent.input * limits.input_price + spent.output * limits.output_price) / 1e6
        self._money += (
            spent.judge_input * limits.judge_input_price + spent.judge_output * limits.judge_output_price
        ) / 1e6
        if server is not None:
            self._by_server[server] += tokens

    def _today(self) -> int:
        return int(self._clock() // DAY)

    def _turn_the_day(self) -> None:
        if self._today() != self._day:
            self._day = self._today()
            self._asked.clear()
            self._by_server.clear()
            self._whole, self._money = 0, 0.0


def start_of_today(now: float) -> datetime:
    """Midnight UTC of the day of `now`, in seconds since the epoch."""
    return datetime.fromtimestamp(now // DAY * DAY, UTC)
