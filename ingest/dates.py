"""Publication dates: read where a whole date with its year is written, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_YEARS = range(1600, 2200)
# Year first is never ambiguous: 2024-01-30, 2024/1/30, 2024. 1. 30., 20240130, 2024年1月30日, 2024년 1월 30일.
_YEAR_FIRST = re.compile(
    r"(\d{4})(?:-|/|\.\s?)(\d{1,2})(?:-|/|\.\s?)(\d{1,2})\.?|(\d{4})(\d{2})(\d{2})|(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]"
)
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def parse_date(value: str) -> tuple[datetime, bool] | None:
    """(the moment in UTC, whether only the day is known), or None.

    A time without a zone gives the day only: which moment it was can't be known. 03/04/2024 is
    None, since nobody can tell the day from the month.
    """
    value = " ".join(value.split())
    if not 6 <= len(value) <= 80:
        return None
    day = _day(value)
    if day:
        return datetime(day.year, day.month, day.day, tzinfo=UTC), True
    moment = _iso(value) or _rfc(value) or _words(value)
    if moment is None or moment.year not in _YEARS:
        return None
    if moment.tzinfo is None:
        return datetime(moment.year, moment.month, moment.day, tzinfo=UTC), True
    return moment.astimezone(UTC), False


def _day(value: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(value):
        year, month, day = (int(part) for part in found.groups() if part is not None)
    elif found := _DAY_FIRST.fullmatch(value):
        day, month, year = (int(part) for part in found.groups())
    elif found := _SLASHES.fullmatch(value):
        first, second, year = (int(part) for part in found.groups())
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = (first, second) if first > 12 else (second, first)
    else:
        return None
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _iso(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _rfc(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value) if "," in value[:5] else None
    except ValueError:
        return None


def _words(value: str) -> datetime | None:
    """ "January 30, 2024", "30 de enero de 2024": any language, but day, month and year must all be there."""
    if not _YEAR.search(value) or not _LETTERS.search(value):
        return None
    import dateparser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True}
    found: datetime | None = dateparser.parse(value, settings=settings)
    return found
