"""robots.txt: what a host allows us, kept for a day (RFC 9309)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from ingest.web.addresses import origin
from ingest.web.errors import Refused, Unavailable
from ingest.web.state import RobotsCopy, WebState

if TYPE_CHECKING:
    from protego import Protego

OUR_NAME = "Dateline"
KEPT = timedelta(days=1)
# While it can't be read, nothing may be asked; it is tried again sooner.
KEPT_CLOSED = timedelta(minutes=10)
MOST_BYTES = 500 * 1024  # RFC 9309, 2.5

Get = Callable[[str], tuple[int, bytes]]
"""Asks for a robots.txt, following redirects: (status, body). Raises Unavailable when no answer came."""


class Robots:
    """Which addresses may be asked. Each host's robots.txt is asked for when first needed."""

    def __init__(self, state: WebState, get: Get) -> None:
        self._state = state
        self._get = get
        self._guard = Lock()
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    def check(self, url: str) -> float:
        """Raises Refused when the host's robots.txt forbids `url`, Unavailable while that can't be told.

        Returns the pause in seconds that it asks for between two requests, 0 where it asks for none.
        """
        scheme, host, port = origin(url)
        named = f"[{host}]" if ":" in host else host
        copy = self._copy(f"{scheme}://{named}:{port}")
        if copy.closed:
            raise Unavailable(f"the robots.txt of {host} can't be read, so nothing there may be")
        rules = _rules(copy.text)
        if not rules.can_fetch(url, OUR_NAME):
            raise Refused(f"the robots.txt of {host} forbids this address")
        delay = rules.crawl_delay(OUR_NAME) or 0.0
        rate = rules.request_rate(OUR_NAME)
        if rate is not None and rate.requests > 0:
            delay = max(delay, rate.seconds / rate.requests)
        return float(delay)

    def _copy(self, place: str) -> RobotsCopy:
        with self._guard:
            lock = self._locks[place]
        with lock:
            now = datetime.now(UTC)
            known = self._state.robots(place)
            if known and timedelta(0) <= now - known.fetched_at < (KEPT_CLOSED if known.closed else KEPT):
                return known
            status, body = self._get(f"{place}/robots.txt")
            if status == 429 or status >= 500:
                # An old copy still holds while the host has trouble.
                return known if known and not known.closed else self._keep(place, "", closed=True, now=now)
            text = body[:MOST_BYTES].decode("utf-8", "replace") if status < 300 else ""
            return self._keep(place, text, closed=False, now=now)

    def _keep(self, place: str, text: str, *, closed: bool, now: datetime) -> RobotsCopy:
        copy = RobotsCopy(origin=place, text=text, closed=closed, fetched_at=now)
        self._state.keep_robots(copy)
        return copy


@lru_cache(maxsize=256)
def _rules(text: str) -> Protego:
    from protego import Protego

    return Protego.parse(text.lstrip("\ufeff"))
