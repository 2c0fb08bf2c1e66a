"""Publication dates: read where a whole date with its year is written, never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

from language.detection import LANGUAGES, text_language

_YEARS = range(1600, 2200)
# Year first is never ambiguous: 2024-01-30, 2024/1/30, 2024. 1. 30., 20240130, 2024年1月30日, 2024년 1월 30일.
_YEAR_FIRST = re.compile(
    r"(\d{4})(?:-|/|\.\s?)(\d{1,2})(?:-|/|\.\s?)(\d{1,2})\.?(?!\d)"
    r"|(\d{4})(\d{2})(\d{2})(?=(?:\d{4}|\d{6})?(?:$|[^\d]))"  # as programs write it, with hour and minute perhaps
    r"|(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]"
)
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
_UNSURE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?!\d)")
# What may follow a day and leaves it as it is: a weekday, and a time of day in one of many forms.
_WEEKDAY = r"(?:\([^\W\d_]{1,9}\)|星期\w|[周週]\w|\w曜日?|\w요일)"
_HALF = r"(?:午前|午後|上午|下午|오전|오후|凌晨|早上|晚上|中午|[ap]\.?m\.?)"
_CLOCK = (
    rf"(?:{_HALF}\s?)?\d{{1,2}}(?::\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?|\s?[時时點点시]\s?(?:\d{{1,2}}\s?[分분]\s?(?:\d{{1,2}}\s?[秒초])?)?)"
    rf"(?:\s?{_HALF})?"
)
_ZONE = r"(?:Uhr|Z|(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{2,5})?(?:\[[\w/+-]{3,40}\])?"
_TIME = re.compile(rf"[\s,]*{_WEEKDAY}?[\s,T]*(?:{_CLOCK}|\d{{4}}|\d{{6}}|)\s?{_ZONE}", re.I)
# The one form of it that says the moment.
_MOMENT = re.compile(
    r"[\sT,]*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})(?:\[.*\])?", re.I
)
_RFC = re.compile(r"(?:[A-Za-z]{3,9},? )?\d{1,2} [A-Z][a-z]{2} \d{2}(?:\d{2})? \d")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# A whole date within other words.
WRITTEN = re.compile(
    r"(?<!\d)(?:\d{4}[-/.年년]\s?\d{1,2}[-/.月월]\s?\d{1,2}[日일]?"
    r"|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?\d{4}"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})(?!\d)"
)
# Seconds or milliseconds since 1970, from 1990 to 2033: what is shorter, longer or begins otherwise is another number.
_EPOCH = re.compile(r"(1\d{9}|[6-9]\d{8})(\d{3})?(?:\.\d+)?")
_FIRST_EPOCH = 631_152_000
_NAMES = {"no": "nb", "sh": "hr", "iw": "he", "in": "id"}
_LANGUAGES = (*LANGUAGES, "bs", "eu", "ga", "gl", "hy", "is", "ka", "kk", "mk", "mt", "sq")
_TWO_DAYS = (datetime(2001, 2, 3, 4, 5), datetime(2014, 9, 28, 17, 30))
# Where the clocks of Unix, of spreadsheets and of Windows begin.
_ZEROS = tuple(datetime(year, 1, 1, tzinfo=UTC) for year in (1970, 1900, 1601))


def parse_date(value: str, *, language: str | None = None, text: str = "") -> tuple[datetime, bool] | None:
    """(the moment, whether only the day is known), or None. The moment is in the zone that is written with it.

    A time without a zone gives the day only: which moment it was can't be known. 03/04/2024 is
    None, since nobody can tell the day from the month. Its words are read in `language`, which the page
    or record states, else in that of the `text` it stands with: "10. listopada" is October in Croatian and
    November in Polish. Where neither has them, all languages must agree.
    """
    value = " ".join(unicodedata.normalize("NFKC", value).split())
    if not 6 <= len(value) <= 80:
        return None
    for form in (_YEAR_FIRST, _DAY_FIRST, _SLASHES):
        found = form.match(value)
        if found and _TIME.fullmatch(value, found.end()):
            return _written(_day(found, form), value[found.end() :])
    moment = _iso(value) or _rfc(value) or _words(value, language, text)
    if moment is None or moment.year not in _YEARS:
        return None
    if moment.tzinfo is None:
        return _of_day(moment.date()), True
    return moment.astimezone(timezone(moment.utcoffset() or timedelta(0))), False


def parse_stamp(value: object, *, language: str | None = None, text: str = "") -> tuple[datetime, bool] | None:
    """The same, of what a program wrote: also seconds or milliseconds since 1970, as a number or in digits."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    written = str(value).strip()
    found = _EPOCH.fullmatch(written)
    if found and int(found[1]) >= _FIRST_EPOCH:
        return datetime.fromtimestamp(int(found[1]), UTC), False
    return parse_date(written, language=language, text=text)


def readings(value: object) -> dict[str, date]:
    """The days that a date in numbers may be, by the order of day, month and year ("D/M/Y"); one that can be one day
    only has none here. A year of two digits may stand first, too."""
    written = " ".join(unicodedata.normalize("NFKC", value).split()) if isinstance(value, str) else ""
    found = _UNSURE.match(written)
    if not found or not _TIME.fullmatch(written, found.end()):
        return {}
    first, second, third = found.groups()
    days = {
        order: day
        for order, parts in (("D/M/Y", (third, second, first)), ("M/D/Y", (third, first, second)))
        if (day := _whole(*parts))
    }
    if len(third) == 2 and (day := _whole(first, second, third)):
        days["Y/M/D"] = day
    return days if len(set(days.values())) > 1 or (days and len(third) == 2) else {}


def _whole(year: str, month: str, day: str) -> date | None:
    number = int(year) + (0 if len(year) == 4 else 2000 if int(year) <= datetime.now(UTC).year % 100 + 1 else 1900)
    try:
        return date(number, int(month), int(day)) if number in _YEARS else None
    except ValueError:
        return None


def is_placeholder(moment: datetime) -> bool:
    """Whether a program more likely wrote its zero there than a day on which something came out."""
    return any(abs(moment - zero) <= timedelta(days=1) for zero in _ZEROS)


def _of_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _day(found: re.Match[str], form: re.Pattern[str]) -> date | None:
    numbers = [int(part) for part in found.groups() if part is not None]
    if form is _YEAR_FIRST:
        year, month, day = numbers
    else:
        day, month, year = numbers
    if form is _SLASHES and day <= 12:
        if month <= 12 and day != month:
            return None
        day, month = month, day
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _written(day: date | None, time: str) -> tuple[datetime, bool] | None:
    """A day with what is written behind it."""
    if day is None:
        return None
    if found := _MOMENT.fullmatch(time):
        hour, minute, second, fraction, zone = found.groups()
        offset = "+00:00" if zone[0] not in "+-" else zone
        moment = _iso(f"{day}T{hour:0>2}:{minute}:{second or '00'}.{fraction or '0':0<6}{offset}")
        if moment is not None:
            return moment, False
    return _of_day(day), True


def _iso(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _rfc(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value) if "," in value[:5] or _RFC.match(value) else None
    except ValueError:
        return None


def _words(value: str, language: str | None, text: str) -> datetime | None:
    """ "January 30, 2024", "30 de enero de 2024": any language, but day, month and year must all be there."""
    if not _YEAR.search(value) or not _LETTERS.search(value) or _SLASHES.search(value):
        return None
    return (
        (_in_language(value, language) if language else None)
        or _in_language(value, "en")
        or ((own := _language_of(text)) and _in_language(value, own))
        or _in_all_languages(value)
        or None
    )


def _language_of(text: str) -> str | None:
    try:
        return text_language(text)
    except OSError:  # a reader in a process of its own may not unpack the model
        return None


@lru_cache(maxsize=256)
def _in_all_languages(value: str) -> datetime | None:
    by_day = {found.date(): found for language in _LANGUAGES if (found := _in_language(value, language))}
    return next(iter(by_day.values())) if len(by_day) == 1 else None


@lru_cache(maxsize=1024)
def _in_language(value: str, language: str) -> datetime | None:
    """As the language's words have it, where nothing was filled in from the day on which it is read."""
    import dateparser

    read = []
    for today in _TWO_DAYS:
        settings = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True, "RELATIVE_BASE": today}
        try:
            found: datetime | None = dateparser.parse(
                value, languages=[_NAMES.get(language, language)], settings=settings
            )
        except ValueError:  # a language that it doesn't know
            return None
        read.append(found)
    return read[0] if read[0] == read[1] else None
