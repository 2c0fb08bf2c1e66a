"""The judge that a bot has, with what is known of it: whether it showed that it can read, and how fast it is."""

from __future__ import annotations

import logging
import statistics
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.answering.judging.exam import Examined, Register, Result, Standing, examine
from bot.answering.judging.judge import Answering, Asked, Claim, Judge, Judged, Pair, Relation, Saying, V
from bot.answering.tokens import Tokens

QUICK = 1.0  # seconds: a judge below this lets sentences be shown one by one
REMEMBERED = 10  # calls whose times are kept
AGAIN = 600.0  # seconds until an exam that could not be held is tried again

Q = TypeVar("Q")

_log = logging.getLogger("dateline.judge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """How far a judge's word counts now. `told` says why in a line; `tokens` were spent to find out."""

    standing: Standing
    told: str
    tokens: Tokens = field(default_factory=Tokens)


class Bench:
    """Asks one judge. Safe to be used by several threads.

    `threshold` is the probability from which on its "says" counts. With a `register` the judge must have passed the
    exam, which is held when it is first needed; without one it is taken at its word (tests, the workbench).
    """

    def __init__(
        self,
        judge: Judge,
        *,
        threshold: float = 0.0,
        register: Register | None = None,
        key: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.judge = judge
        self.threshold = threshold
        self._register = register
        self._key = key or judge.name
        self._clock = clock
        self._times: deque[float] = deque(maxlen=REMEMBERED)
        self._examining = threading.Lock()
        self._failed: tuple[float, str] | None = None

    @property
    def kind(self) -> str:
        """Its kind, as JSON and logs have it: "model", "decisions", "systemone"."""
        return self.judge.name.partition(" ")[0]

    @property
    def quick(self) -> bool:
        """Whether its last calls were fast enough for showing sentences one by one. Of a new process nobody knows."""
        return bool(self._times) and statistics.median(self._times) < QUICK

    @property
    def idle(self) -> bool:
        """Whether it is known that it can't be used: then nothing waits for it."""
        known = self.known()
        return known is not None and known.standing == "unfit"

    @property
    def reads(self) -> bool:
        """Whether it is known by now that its word counts."""
        known = self.known()
        return self._register is None or (known is not None and known.standing == "reads")

    @property
    def words_decide(self) -> bool:
        """Whether it is known that nothing is shown by its word."""
        known = self.known()
        return known is not None and known.standing != "reads"

    def known(self) -> Result | None:
        """The kept result of its exam; None where it was not held, or none is asked for."""
        return self._register.result(self._key) if self._register else None

    def admission(self) -> Admission:
        """How far its word counts; holds the exam where none was held. Takes as long as that does."""
        if self._register is None:
            return Admission(standing="reads", told="not examined")
        with self._examining:
            if result := self.known():
                return Admission(standing=result.standing, told=result.told)
            if self._failed and self._clock() - self._failed[0] < AGAIN:
                return Admission(standing="unfit", told=self._failed[1])
            examined = self._examined()
            if examined.result is None:
                told = f"its exam could not be held: {examined.trouble}"
                self._failed = (self._clock(), told)
                return Admission(standing="unfit", told=told, tokens=examined.tokens)
            result = examined.result
            return Admission(standing=result.standing, told=result.told, tokens=examined.tokens)

    def examine_again(self) -> Examined:
        """Hold the exam whatever is known, and keep its result."""
        with self._examining:
            return self._examined()

    def _examined(self) -> Examined:
        examined = examine(self.judge)
        if examined.result is None:
            _log.info("the judge %s: its exam could not be held: %s", self.judge.name, examined.trouble)
        else:
            if self._register:
                self._register.keep(self._key, examined.result)
            _log.info("the judge %s was examined: %s", self.judge.name, examined.result.told)
        return examined

    def says(self, claims: Sequence[Claim]) -> Judged[Saying]:
        return self._timed(self.judge.says, claims)

    def answers(self, asked: Sequence[Asked]) -> Judged[Answering]:
        return self._timed(self.judge.answers, asked)

    def relates(self, pairs: Sequence[Pair]) -> Judged[Relation]:
        return self._timed(self.judge.relates, pairs)

    def _timed(self, ask: Callable[[Sequence[Q]], Judged[V]], items: Sequence[Q]) -> Judged[V]:
        if not items:
            return Judged(opinions=())
        began = self._clock()
        judged = ask(items)
        self._times.append(self._clock() - began)
        if judged.trouble:
            _log.info("the judge %s: %s", self.judge.name, judged.trouble)
        return judged
