"""The outlet's own day of a moment that is given in UTC: from what else the page, its address or its feed states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ingest.drafts import Draft, Published

# Two writings of one moment differ by seconds, when a program rounds.
_SAME = timedelta(minutes=10)
# From the Pacific coast of America to New Zealand: further on, a day before or after is more likely another thing.
_BEHIND, _AHEAD = -8, 13
# "2023-11-08T22:35:29-08:00".
_STAMP = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?[+-]\d{2}:?\d{2}(?!\d)")
_MOST_STAMPS = 2_000
# "/2024/01/30/", "/2024-01-30-talks", "/20240130/".
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d{2})([/-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
# The zone of the outlet, as data in its pages name it: "timezone":{"short":"ET","long":"America/New_York"}.
_ZONE = re.compile(
    r"time_?zone[\\\"']{1,3}\s*:\s*(?:\{[^{}]{0,120}?)?[\\\"']{1,3}"
    r"((?:Africa|America|Asia|Atlantic|Australia|Europe|Pacific)/\w+(?:/\w+)?)",
    re.I,
)
# A day of publication without a time, in the data of a page's scripts: "DateCreation":"2020-08-24".
_DAY = re.compile(
    r"[\"'](?:date_?(?:creat|publi|posted)\w*|(?:creat|publi|post)\w*?_?(?:date|day|on))[\"']\s*:\s*"
    r"[\"'](\d{4}-\d{2}-\d{2})[\"']",
    re.I,
)


def in_outlets_zone(
    published: Published, *, others: Iterable[Published], days: Iterable[date], zone: ZoneInfo | None = None
) -> Published:
    """With the zone of another writing of the same moment, else in one in which it is a day that is stated, else in the
    outlet's `zone` where the page names it.

    `others` are what else was read of the article's publication; `days` are days that the page states, the surest
    first. A day that is more than a zone away is another thing's, and says nothing.
    """
    moment = published.moment
    if published.is_day or moment.utcoffset():
        return published
    for other in others:
        if not other.is_day and other.moment.utcoffset() and abs(other.moment - moment) <= _SAME:
            return replace(published, moment=moment.astimezone(other.moment.tzinfo))
    for day in days:
        found = _zone_of(moment, day)
        if found is not None:
            return replace(published, moment=moment.astimezone(found))
    offset = moment.astimezone(zone).utcoffset() if zone else None
    return replace(published, moment=moment.astimezone(timezone(offset))) if offset else published


def _zone_of(moment: datetime, day: date) -> timezone | None:
    """UTC, or the zone nearest to it, in which the moment is on that day."""
    for hours in sorted(range(_BEHIND, _AHEAD + 1), key=abs):
        zone = timezone(timedelta(hours=hours)) if hours else UTC
        if moment.astimezone(zone).date() == day:
            return zone
    return None


def stamps_in(page: str) -> list[Published]:
    """All moments that a page writes in a zone that is not UTC, wherever: in elements, in data, in scripts."""
    found: list[Published] = []
    for written in dict.fromkeys(match[0] for match in islice(_STAMP.finditer(page), _MOST_STAMPS)):
        try:
            moment = datetime.fromisoformat(written)
        except ValueError:
            continue
        if moment.utcoffset():
            found.append(Published(moment=moment, is_day=False, how="page"))
    return found


def zone_in(page: str) -> ZoneInfo | None:
    """The one zone that a page's data name as such; None where they name none, or several."""
    names = {match[1] for match in islice(_ZONE.finditer(page), _MOST_STAMPS)}
    try:
        return ZoneInfo(names.pop()) if len(names) == 1 else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def day_in_data(page: str) -> date | None:
    """The one day of publication that the data in a page's scripts state."""
    days = {match[1] for match in islice(_DAY.finditer(page), _MOST_STAMPS)}
    try:
        return date.fromisoformat(days.pop()) if len(days) == 1 else None
    except ValueError:
        return None


def dated_by_address(draft: Draft, *, url: str | None, name: str | None = None) -> Draft:
    """The draft, dated by the one whole day in its address or its file's `name` where nothing else dates it."""
    if draft.published is not None:
        return draft
    for where, how in ((url, "address"), (name, "file name")):
        day = day_in_address(where)
        if day and day <= datetime.now(UTC).date() + timedelta(days=1):
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
            return replace(draft, published=Published(moment=moment, is_day=True, how=how))
    return draft


def day_in_address(url: str | None) -> date | None:
    """The one whole date that stands in an address."""
    found = {match.group(1, 3, 4) for match in _IN_ADDRESS.finditer(url or "")}
    if len(found) != 1:
        return None
    try:
        return date(*map(int, found.pop()))
    except ValueError:
        return None
