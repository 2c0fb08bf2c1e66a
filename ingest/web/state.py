"""What is remembered between runs about addresses, hosts and sources: data, and where it is kept.

The catalogue keeps these in tables of its own (`vectorstore`); `Memory` keeps them for one process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What was learned when `url` was last asked, so that asking again costs little.

    `body_hash` is of the body that `etag` and `last_modified` stand for. `fresh_until` is the server's or the
    feed's own word on when asking again makes sense. `status` is of the last answer; `gone_since` is when
    it first said 404 or 410, None while it answers. Times are UTC. `leads_to` is the id of the article
    that came from it, if one did.
    """

    url: str
    checked_at: datetime
    status: int
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    fresh_until: datetime | None = None
    gone_since: datetime | None = None
    leads_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsCopy:
    """A host's robots.txt as it was read. `text` is empty where there is none; `closed` while it can't be read."""

    origin: str
    text: str
    closed: bool
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """How one source's turn went. `reason` is the failure in words, None after a success.

    `listed` counts what a feed or sitemap names, `new` the articles that were not known before.
    """

    source: str
    url: str
    kind: str
    began_at: datetime
    seconds: float
    reason: str | None = None
    unchanged: bool = False
    listed: int = 0
    new: int = 0


class WebState(Protocol):
    """Called from several threads; every `keep_…` replaces what was kept for the same key."""

    def validators(self, url: str) -> Validators | None: ...

    def keep_validators(self, validators: Validators) -> None: ...

    def robots(self, origin: str) -> RobotsCopy | None: ...

    def keep_robots(self, copy: RobotsCopy) -> None: ...

    def held_until(self, host: str) -> datetime | None:
        """Until when the host asked not to be asked (Retry-After)."""
        ...

    def hold(self, host: str, until: datetime) -> None: ...

    def keep_run(self, run: SourceRun) -> None:
        """Added to the source's history."""
        ...

    def runs(self, source: str) -> Iterator[SourceRun]:
        """A source's history, the newest first."""
        ...


class Memory:
    """A WebState that lasts as long as the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._validators: dict[str, Validators] = {}
        self._robots: dict[str, RobotsCopy] = {}
        self._held: dict[str, datetime] = {}
        self._runs: list[SourceRun] = []

    def validators(self, url: str) -> Validators | None:
        with self._lock:
            return self._validators.get(url)

    def keep_validators(self, validators: Validators) -> None:
        with self._lock:
            self._validators[validators.url] = validators

    def robots(self, origin: str) -> RobotsCopy | None:
        with self._lock:
            return self._robots.get(origin)

    def keep_robots(self, copy: RobotsCopy) -> None:
        with self._lock:
            self._robots[copy.origin] = copy

    def held_until(self, host: str) -> datetime | None:
        with self._lock:
            return self._held.get(host)

    def hold(self, host: str, until: datetime) -> None:
        with self._lock:
            self._held[host] = until

    def keep_run(self, run: SourceRun) -> None:
        with self._lock:
            self._runs.append(run)

    def runs(self, source: str) -> Iterator[SourceRun]:
        with self._lock:
            found = [run for run in self._runs if run.source == source]
        yield from reversed(found)
