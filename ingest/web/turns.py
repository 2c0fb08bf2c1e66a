"""Politeness: one request at a time to a host, a gap between two, and the pauses that the host asks for."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Lock

from ingest.web.caching import LONGEST_PAUSE
from ingest.web.errors import Unavailable
from ingest.web.state import WebState

# A host that wants longer pauses than this gets its turn in a later run instead.
LONGEST_GAP = 60.0


class Turns:
    """Who may ask a host when. Threads share it; several hosts are asked at once, each by one of them."""

    def __init__(self, state: WebState, *, gap: float, cancelled: Event | None = None) -> None:
        self._state = state
        self._gap = gap
        self._cancelled = cancelled or Event()
        self._guard = Lock()
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)
        self._gaps: dict[str, float] = {}
        self._next: dict[str, float] = {}

    def widen(self, host: str, gap: float) -> None:
        """The host's own word on the pause between requests (Crawl-delay)."""
        with self._guard:
            self._gaps[host] = max(self._gap, gap)

    @contextmanager
    def at(self, host: str, *, within: float) -> Iterator[None]:
        """Wait for this thread's turn at `host`, at most `within` seconds; others wait while the block runs.

        Raises Unavailable when the turn would come later than that, or the run is cancelled.
        """
        until = time.monotonic() + within
        held = self._state.held_until(host)
        pause = (held - datetime.now(UTC)).total_seconds() if held else 0.0
        if pause > LONGEST_PAUSE.total_seconds():
            pause = 0.0  # noted by a clock that went ahead: no host is given longer than that
        if held and pause > within:
            raise Unavailable(f"{host} asked not to be asked before {held:%Y-%m-%d %H:%M} UTC", retry_after=pause)
        with self._guard:
            lock = self._locks[host]
        if not self._acquired(lock, until):
            raise Unavailable(f"no turn at {host} within the time for this source")
        try:
            with self._guard:
                wait = max(self._next.get(host, 0.0) - time.monotonic(), pause)
                gap = self._gaps.get(host, self._gap)
            if gap > LONGEST_GAP:
                raise Unavailable(f"{host} wants {gap:.0f} seconds between two requests")
            if wait > until - time.monotonic():
                raise Unavailable(f"no turn at {host} within the time for this source")
            if self._cancelled.wait(wait) if wait > 0 else self._cancelled.is_set():
                raise Unavailable("the run was ended")
            yield
        finally:
            with self._guard:
                self._next[host] = time.monotonic() + self._gaps.get(host, self._gap)
            lock.release()

    def hold(self, host: str, seconds: float) -> None:
        """The host asked for a pause (Retry-After)."""
        self._state.hold(host, datetime.now(UTC) + timedelta(seconds=seconds))

    def _acquired(self, lock: Lock, until: float) -> bool:
        # In slices, so that a run that is ended does not wait for its turn.
        while not self._cancelled.is_set():
            left = until - time.monotonic()
            if left <= 0:
                return lock.acquire(blocking=False)
            if lock.acquire(timeout=min(left, 0.5)):
                return True
        return False
