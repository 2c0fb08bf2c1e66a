"""Who is answered where, what was seen before, and when to stop knocking at closed doors."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Hashable, Iterable

from bot.budget import Declined
from bot.questions.servers import ServerSettings

REMEMBERED = 10_000  # messages and clicks; a redelivery comes within minutes
CLOSED_FOR = 600.0  # seconds for which a channel that turned us down is left alone
HINTED_FOR = 86_400.0  # seconds in which whoever can mend a channel is told once
TOLD_FOR, SIGNED_FOR = 600.0, 10.0  # seconds in which a member is refused once by a sentence; by a sign
MOST_TOLD = 2  # different reasons that a member is told in public in TOLD_FOR: with an answer that makes three messages
# Discord bans an address after 10,000 refused requests in ten minutes; we stop at a hundredth of that.
MOST_REFUSED, WINDOW = 100, 600.0


class Seen:
    """Ids of messages and clicks that were taken: each is answered once, however often it is delivered."""

    def __init__(self, *, most: int = REMEMBERED) -> None:
        self._most = most
        self._ids: OrderedDict[Hashable, None] = OrderedDict()

    def first(self, key: Hashable) -> bool:
        """Whether it is new; from now on it isn't."""
        if key in self._ids:
            return False
        self._ids[key] = None
        if len(self._ids) > self._most:
            self._ids.popitem(last=False)
        return True

    def forget(self, key: Hashable) -> None:
        """It came to nothing, and may be taken once more."""
        self._ids.pop(key, None)


class Seldom:
    """What may be done for somebody once in so many seconds. `clock` is monotonic."""

    def __init__(self, seconds: float, *, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._done: OrderedDict[int, float] = OrderedDict()

    def may(self, member: int) -> bool:
        """Whether it is due; then it counts as done."""
        now = self._clock()
        if now - self._done.get(member, -self._seconds) < self._seconds:
            return False
        self._done[member] = now
        self._done.move_to_end(member)
        if len(self._done) > REMEMBERED:
            self._done.popitem(last=False)
        return True


class Rejections:
    """Requests that Discord refused (401, 403, 429), by channel and in all. `clock` is monotonic."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all: deque[float] = deque(maxlen=MOST_REFUSED)
        self._closed: OrderedDict[int, float] = OrderedDict()
        self._hinted: OrderedDict[int, float] = OrderedDict()

    def note(self, status: int, channel: int | None) -> None:
        """Count a refusal; a channel that forbids us is left alone for a while."""
        if status not in (401, 403, 429):
            return
        self._all.append(self._clock())
        if status == 403 and channel is not None:
            self._closed[channel] = self._clock()
            self._closed.move_to_end(channel)
            if len(self._closed) > REMEMBERED:
                self._closed.popitem(last=False)

    def is_closed(self, channel: int | None) -> bool:
        """Whether a channel turned us down lately."""
        at = self._closed.get(channel) if channel is not None else None
        return at is not None and self._clock() - at < CLOSED_FOR

    def reopen(self, channels: Iterable[int]) -> None:
        """Permissions were changed: what turned us down may take us now."""
        for channel in channels:
            self._closed.pop(channel, None)
            self._hinted.pop(channel, None)

    def may_hint(self, channel: int) -> bool:
        """Whether somebody is to be told that a channel turns us down: not twice in HINTED_FOR."""
        now = self._clock()
        if now - self._hinted.get(channel, -HINTED_FOR) < HINTED_FOR:
            return False
        self._hinted[channel] = now
        self._hinted.move_to_end(channel)
        if len(self._hinted) > REMEMBERED:
            self._hinted.popitem(last=False)
        return True

    @property
    def too_many(self) -> bool:
        """Whether so much was refused lately that asking on would be knocking at a closed door."""
        return len(self._all) == MOST_REFUSED and self._clock() - self._all[0] < WINDOW


class Refusals:
    """What members were refused in public: each of them is told each reason once in a while, and MOST_TOLD reasons at
    most. `clock` is monotonic."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: OrderedDict[int, tuple[tuple[float, str], ...]] = OrderedDict()
        self._signed = Seldom(SIGNED_FOR, clock=clock)
        self._comforted = Seldom(TOLD_FOR, clock=clock)

    def may_tell(self, member: int, reason: str) -> bool:
        """Whether a sentence is due: one for a member and reason in TOLD_FOR, and of all reasons MOST_TOLD."""
        now = self._clock()
        told = [(at, why) for at, why in self._told.get(member, ()) if now - at < TOLD_FOR]
        if len(told) >= MOST_TOLD or reason in [why for _, why in told]:
            return False
        self._told[member] = (*told, (now, reason))
        self._told.move_to_end(member)
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return True

    def may_comfort(self, member: int) -> bool:
        """Whether kind words are due, where all can read them: once in TOLD_FOR, whatever else the member was told."""
        return self._comforted.may(member)

    def may_sign(self, member: int) -> bool:
        """Whether a mere sign is due, which the others notice less."""
        return self._signed.may(member)


def is_chosen(settings: ServerSettings, channels: Collection[int]) -> bool:
    """Whether a server lets the bot answer in a channel; a thread is one of its own id and its parent's."""
    forums = (forum for forum, _ in settings.forums)
    return not settings.channels or not set(channels).isdisjoint((*settings.channels, *settings.ask_channels, *forums))


def admit(
    *,
    home: Collection[int],
    at_home: bool,
    server: int | None,
    channels: Collection[int],
    roles: Collection[int],
    settings: ServerSettings,
    direct: bool,
    by_user: bool,
    user_install: bool,
    member: int,
    now: float,
) -> None:
    """Raise Declined where the bot does not answer: before any model is asked.

    `at_home` says, for direct messages, that the member would be answered on a home server (`membership.py`).
    `channels` are the channel's id and, for a thread, its parent's; `roles` are the member's. `by_user` says
    that the member's own installation brought the command. `now` is in seconds since the epoch.
    """
    if by_user and user_install:
        return
    if server is None:
        if not direct:
            raise Declined("no-direct")
        if home and not at_home:
            raise Declined("not-home-member")
        return
    if by_user or (home and server not in home):
        raise Declined("not-home")
    if not is_chosen(settings, channels):
        if settings.quiet:
            raise Declined("quiet")
        raise Declined("not-in-this-channel", channels=", ".join(f"<#{one}>" for one in settings.channels[:5]))
    if now < settings.paused_until:
        raise Declined("paused", until=f"<t:{int(settings.paused_until)}:f>")
    if member in settings.blocked:
        raise Declined("blocked")
    if settings.roles and not set(roles) & set(settings.roles):
        raise Declined("not-your-role", roles=", ".join(f"<@&{one}>" for one in settings.roles[:5]))
