"""Conditional requests, and what an answer says about when to ask again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ingest.web.state import Validators

# A day at most: a server whose clock or configuration is off would else silence a source for years.
LONGEST_FRESH = timedelta(days=1)
LONGEST_PAUSE = timedelta(days=1)
_LONGEST_VALIDATOR = 1_000


def conditions(known: Validators | None) -> dict[str, str]:
    """The request headers that let the server say "not modified"."""
    headers: dict[str, str] = {}
    if known and known.body_hash and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.body_hash and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def learned(
    url: str, *, status: int, headers: Mapping[str, str], body: bytes, known: Validators | None, now: datetime
) -> Validators:
    """What to remember after an answer with 200, 304, 404 or 410."""
    fresh_until = _fresh_until(headers, now)
    if status == 304 and known is not None:
        return replace(
            known,
            checked_at=now,
            status=status,
            etag=_validator(headers.get("etag")) or known.etag,
            last_modified=_validator(headers.get("last-modified")) or known.last_modified,
            fresh_until=fresh_until,
            gone_since=None,
        )
    leads_to = known.leads_to if known else None
    if status in (404, 410):
        gone_since = known.gone_since if known and known.gone_since else now
        return Validators(url=url, checked_at=now, status=status, gone_since=gone_since, leads_to=leads_to)
    return Validators(
        url=url,
        checked_at=now,
        status=status,
        etag=_validator(headers.get("etag")),
        last_modified=_validator(headers.get("last-modified")),
        body_hash=hashlib.blake2b(body, digest_size=16).hexdigest(),
        fresh_until=fresh_until,
        leads_to=leads_to,
    )


def as_long_fresh(now: Validators, known: Validators | None) -> Validators:
    """What a feed said of how long it stays fresh holds for its unchanged copy too."""
    if now.fresh_until or not known or not known.fresh_until or known.fresh_until <= known.checked_at:
        return now
    return replace(now, fresh_until=now.checked_at + (known.fresh_until - known.checked_at))


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that Retry-After asks for, as a number or a date; at most a day. None where it says nothing."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        seconds = float(value)
    else:
        moment = http_date(value)
        if moment is None:
            return None
        seconds = (moment - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_PAUSE.total_seconds())


def http_date(value: str) -> datetime | None:
    """A date as HTTP and RSS write it, in UTC."""
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def _fresh_until(headers: Mapping[str, str], now: datetime) -> datetime | None:
    directives = {
        name.strip().lower(): value.strip().strip('"')
        for name, _, value in (part.partition("=") for part in headers.get("cache-control", "").split(","))
    }
    if "no-cache" in directives or "no-store" in directives:
        return None
    age = directives.get("max-age", "")
    if age:
        seconds = int(age[:9]) if age.isdigit() else 0
        return now + min(timedelta(seconds=seconds), LONGEST_FRESH) if seconds else None
    expires = http_date(headers.get("expires", ""))
    if expires is None:
        return None
    # By the server's own clock, which may be off.
    offset = expires - (http_date(headers.get("date", "")) or now)
    return now + min(offset, LONGEST_FRESH) if offset > timedelta(0) else None


def _validator(value: str | None) -> str | None:
    return value if value and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else None
