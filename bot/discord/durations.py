"""Spans of time as they are typed into commands: 30m, 1h, 2d."""

from __future__ import annotations

import re
from datetime import timedelta

_SPAN = re.compile(r"(\d{1,4})\s*([mhd])")
_SECONDS = {"m": 60, "h": 3600, "d": 86_400}


def span_of(given: str, *, most: timedelta) -> timedelta | None:
    """The span that was typed; None where it is none, or longer than `most`."""
    found = _SPAN.fullmatch(given.strip().casefold())
    span = timedelta(seconds=int(found[1]) * _SECONDS[found[2]]) if found else timedelta()
    return span if timedelta() < span <= most else None
