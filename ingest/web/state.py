"""What is remembered between runs about addresses, hosts and sources: what ingest asks of the place that keeps it.

The library keeps it with the articles (`vectorstore.visits.Visits`); `Memory` keeps it for one process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from vectorstore.remembered import RobotsCopy, SourceRun, Validators

__all__ = ["Memory", "RobotsCopy", "SourceRun", "Validators", "WebState"]


class WebState(Protocol):
    """Called from several threads; every `keep_…` replaces what was kept for the same key."""

    def validators(self, url: str) -> Validators | None: ...

    def keep_validators(self, validators: Validators) -> None: ...

    def due(self, source: str, *, recheck: timedelta, most: int) -> Sequence[Validators]:
        """Addresses that gave articles of a source and are to be asked again, though nothing names them."""
        ...

    def next_due(self, source: str, *, recheck: timedelta) -> datetime | None:
        """When the first of a source's articles is to be asked for again; None where it gave none before this run."""
        ...

    def gone(self, source: str) -> Sequence[Validators]:
        """Addresses that gave articles of a source and said last that there is nothing any more."""
        ...

    def removed(self) -> Sequence[Validators]:
        """Addresses whose articles an editor removed."""
        ...

    def robots(self, origin: str) -> RobotsCopy | None: ...

    def keep_robots(self, copy: RobotsCopy) -> None: ...

    def held_until(self, host: str) -> datetime | None:
        """Until when the host asked not to be asked (Retry-After)."""
        ...

    def hold(self, host: str, until: datetime) -> None: ...

    def keep_run(self, run: SourceRun) -> None:
        """Added to the source's history."""
        ...

    def last_run(self, source: str) -> SourceRun | None:
        """A source's last turn."""
        ...


class Memory:
    """A WebState that lasts as long as the process, over one that is read and never written (a dry run)."""

    def __init__(self, under: WebState | None = None) -> None:
        self._under = under
        self._lock = Lock()
        self._validators: dict[str, Validators] = {}
        self._robots: dict[str, RobotsCopy] = {}
        self._held: dict[str, datetime] = {}
        self._runs: dict[str, SourceRun] = {}

    def validators(self, url: str) -> Validators | None:
        with self._lock:
            found = self._validators.get(url)
        return found or (self._under.validators(url) if self._under else None)

    def keep_validators(self, validators: Validators) -> None:
        known = self.validators(validators.url)
        if known:
            validators = replace(validators, first_at=known.first_at, source=validators.source or known.source)
        with self._lock:
            self._validators[validators.url] = validators

    def due(self, source: str, *, recheck: timedelta, most: int) -> Sequence[Validators]:
        return self._under.due(source, recheck=recheck, most=most) if self._under else ()

    def next_due(self, source: str, *, recheck: timedelta) -> datetime | None:
        return self._under.next_due(source, recheck=recheck) if self._under else None

    def gone(self, source: str) -> Sequence[Validators]:
        return self._under.gone(source) if self._under else ()

    def removed(self) -> Sequence[Validators]:
        found = {one.url: one for one in self._under.removed()} if self._under else {}
        with self._lock:
            return [one for one in (found | self._validators).values() if one.removed_at]

    def robots(self, origin: str) -> RobotsCopy | None:
        with self._lock:
            found = self._robots.get(origin)
        return found or (self._under.robots(origin) if self._under else None)

    def keep_robots(self, copy: RobotsCopy) -> None:
        with self._lock:
            self._robots[copy.origin] = copy

    def held_until(self, host: str) -> datetime | None:
        with self._lock:
            found = self._held.get(host)
        return found or (self._under.held_until(host) if self._under else None)

    def hold(self, host: str, until: datetime) -> None:
        with self._lock:
            self._held[host] = until

    def keep_run(self, run: SourceRun) -> None:
        with self._lock:
            self._runs[run.source] = run

    def last_run(self, source: str) -> SourceRun | None:
        with self._lock:
            found = self._runs.get(source)
        return found or (self._under.last_run(source) if self._under else None)
