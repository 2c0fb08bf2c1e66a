"""From a question to the time it needs: which days, which order, or since which event.

Days are counted in the asker's time zone. The expressions are spotted by `spotting`; written dates are read by
dateparser, and figures and amounts by arithmetic. A date without a year is the latest such date that has passed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

from bot.answering.timing.spotting import Spot, event_since, spots
from bot.answering.timing.windows import FIRST_DAY, Window, days
from bot.answering.timing.words import YEAR
from language.detection import asked_language
from language.pack import FALLBACK

RECENT_DAYS = 30
GRACE_DAYS = 2  # news of a day is also published on the two days after it
CLOSE_BY = 5  # characters between expressions that belong together: " of "
_FUTURE_MARKS = re.compile(r"\b(?:will|going to|upcoming)\b|将|將|될까|할까|예정", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeNeed:
    """What a question says about time.

    `since_event` names an event whose date has to be looked up: search for it, then `since(need, date)`.
    `about_now` is true for questions about today or the latest: they need to know how new the library is.
    """

    now: datetime
    zone: str
    language: str
    window: Window | None = None
    newest_first: bool = False
    about_now: bool = False
    since_event: str | None = None


def time_of(question: str, *, now: datetime, tz: ZoneInfo, usual: str = FALLBACK) -> TimeNeed:
    """The time that a question needs, asked at `now` (aware) by someone in `tz`; see `asked_language` for `usual`."""
    local = now.astimezone(tz)
    found = _joined(spots(question))
    ahead = _FUTURE_MARKS.search(question) is not None
    windows = [(spot, window) for spot in found if (window := _window(spot, local, tz, ahead=ahead))]
    event = event_since(question, found)
    kinds = {spot.kind for spot in found}
    newest = "newest" in kinds
    return TimeNeed(
        now=now.astimezone(UTC),
        zone=str(tz),
        language=asked_language(question, usual=usual),
        window=_together(windows),
        newest_first=newest,
        about_now=newest or bool(kinds & {"today", "current"}),
        since_event=event[0] if event else None,
    )


def since(need: TimeNeed, published: datetime, *, is_day: bool = True) -> TimeNeed:
    """The need with its event resolved: from that date on. What the event's date is was guessed by a search, so
    the window prefers and doesn't narrow."""
    tz = ZoneInfo(need.zone)
    first = published.date() if is_day else published.astimezone(tz).date()
    today = need.now.astimezone(tz).date()
    window = days(need.since_event or "", first, max(first, today), tz, firm=False)
    return replace(need, window=window, since_event=None)


# One expression


def _joined(found: list[Spot]) -> list[Spot]:
    """Expressions that belong together made one: "January of last year", "Tuesday of last week", "Tuesday, May 3"."""
    kept = list(found)
    for spot, other in permutations(found, 2):
        if spot not in kept or other not in kept or max(other.start - spot.end, spot.start - other.end) > CLOSE_BY:
            continue
        if spot.kind in ("date", "figures") and other.kind in ("last year", "this year") and not _has_year(spot):
            kept[kept.index(spot)] = replace(spot, groups={**spot.groups, "of": other.kind})
            kept.remove(other)
        elif spot.kind == "weekday" and other.kind == "last week":
            kept[kept.index(spot)] = replace(spot, kind="last weekday", groups={**spot.groups, "which": other.text})
            kept.remove(other)
        elif spot.kind == "weekday" and other.kind in ("date", "figures", "day of month"):
            kept.remove(spot)
        elif spot.kind == "weekday" and other.kind == "this week":
            kept.remove(other)
    return kept


def _has_year(spot: Spot) -> bool:
    return "y" in spot.groups or re.search(YEAR, spot.text) is not None


def _window(spot: Spot, local: datetime, tz: ZoneInfo, *, ahead: bool) -> Window | None:
    today = local.date()
    match spot.kind:
        case "newest":
            return None
        case "recent" | "current" | "future":
            return days(spot.text, today - timedelta(days=RECENT_DAYS), today, tz, firm=False)
        case "date" | "figures" | "year" | "years":
            window = _written(spot, today, tz)
            if window is None or (ahead and window.year is None):
                return None  # "will … in June": the June to come, of which no article tells yet
        case "day of month" if not 1 <= (spot.figure("d") or 0) <= 31:
            return None
        case "past" if spot.unit == "hour":
            start = local - timedelta(hours=spot.amount)
            window = replace(days(spot.text, start.date(), today, tz), start=start.astimezone(UTC))
        case _:
            first, last = _relative(spot, today)
            window = days(spot.text, first, last, tz, grace=GRACE_DAYS if first == last != today else 0)
    if window.first is not None and window.first > today:
        return None
    if spot.side == "since":
        window = replace(days(window.words, window.first, today, tz), year=None, month=None, day=None)
    elif spot.side == "until":
        window = days(window.words, None, window.last, tz)
    elif spot.side == "before" and window.first is not None:
        window = days(window.words, None, window.first - timedelta(days=1), tz)
    return window


def _relative(spot: Spot, today: date) -> tuple[date, date]:
    """The first and the last day of an expression that counts from today."""
    monday = today - timedelta(days=today.weekday())
    day = timedelta(days=1)
    match spot.kind:
        case "today":
            return today, today
        case "yesterday":
            return today - day, today - day
        case "two days ago":
            return today - 2 * day, today - 2 * day
        case "this week":  # people also mean the week that has just passed
            return today - 7 * day, today
        case "last week":
            return monday - 7 * day, monday - day
        case "weekend":
            saturday = today - timedelta(days=(today.weekday() - 5) % 7)
            return saturday, min(saturday + day, today)
        case "this month":
            return today.replace(day=1), today
        case "last month":
            return _month_before(today)
        case "this year":
            return date(today.year, 1, 1), today
        case "last year":
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        case "past":
            return _back(today, spot.amount, spot.unit), today
        case "past days":
            return today - spot.amount * day, today
        case "days ago":
            return today - spot.amount * day, today - spot.amount * day
        case "ago":
            return _ago(today, spot.amount, spot.unit)
        case "day of month":
            found = _day_of_month(today, spot.figure("d") or 1)
            return found, found
        case "last weekday" if "which" in spot.groups:  # Chinese: of the week before
            found = monday - 7 * day + spot.weekday * day
            return found, found
        case "last weekday":
            found = today - timedelta(days=(today.weekday() - spot.weekday - 1) % 7 + 1)
            return found, found
        case "weekday":
            found = today - timedelta(days=(today.weekday() - spot.weekday) % 7)
            return found, found
        case _:
            raise AssertionError(spot.kind)


def _written(spot: Spot, today: date, tz: ZoneInfo) -> Window | None:
    """A date, month or year that is written out; None when there is no such day."""
    year = spot.figure("y")
    if spot.kind in ("year", "years") and year:
        last = spot.figure("y2") or year
        if year > today.year or last < year:
            return None
        named = year if last == year else None
        return replace(days(spot.text, date(year, 1, 1), min(date(last, 12, 31), today), tz), year=named)
    if spot.kind == "figures":
        month, day = spot.figure("m"), spot.figure("d")
        given = {"last year": today.year - 1, "this year": today.year}.get(spot.groups.get("of", ""), year)
        return _of_figures(spot.text, given, month, day, today, tz)
    read = _read(spot, today)
    if read is None:
        return None
    moment, is_month, has_year = read
    day = None if is_month else moment.day
    given = {"last year": today.year - 1, "this year": today.year}.get(spot.groups.get("of", ""))
    return _of_figures(spot.text, given or (moment.year if has_year else None), moment.month, day, today, tz)


def _read(spot: Spot, today: date) -> tuple[date, bool, bool] | None:
    """What dateparser reads: the date, whether only the month is given, and whether the year is."""
    from dateparser.date import DateDataParser

    text = spot.groups["date"]
    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(12)), "TIMEZONE": "UTC", "PREFER_DATES_FROM": "past",
        "PREFER_DAY_OF_MONTH": "first",
    }  # fmt: skip
    found = DateDataParser(languages=[spot.language.code], settings=settings).get_date_data(text)
    if found.date_obj is None or found.period not in ("day", "month"):
        return None
    return found.date_obj.date(), found.period == "month", re.search(YEAR, text) is not None


def _of_figures(
    words: str, year: int | None, month: int | None, day: int | None, today: date, tz: ZoneInfo
) -> Window | None:
    """The window of a date of which year or day may be missing: the latest such date up to today."""
    if month is None or not 1 <= month <= 12:
        return None
    for candidate in (year,) if year else range(today.year, today.year - 9, -1):
        try:
            first = date(candidate, month, day or 1)
        except ValueError:
            continue  # 29 February
        if year or first <= today:
            last = first if day else date(candidate, month, calendar.monthrange(candidate, month)[1])
            grace = GRACE_DAYS if day else 0
            return replace(days(words, first, last, tz, grace=grace), year=year, month=month, day=day)
    return None


# Several expressions


def _together(windows: list[tuple[Spot, Window]]) -> Window | None:
    """One window of several expressions: "since A … until B" is what lies between, others are joined."""
    firm = [(spot, window) for spot, window in windows if window.firm] or windows
    if not firm:
        return None
    if len(firm) == 1:
        return firm[0][1]
    words = " … ".join(dict.fromkeys(window.words for _, window in firm))
    tz = ZoneInfo(firm[0][1].zone)
    sides = {spot.side: window for spot, window in firm}
    opened, closed = sides.get("since"), sides.get("until") or sides.get("before")
    if opened and closed and opened.first and opened.first <= closed.last:
        return days(words, opened.first, closed.last, tz)
    firsts = [window.first for _, window in firm]
    begin = None if None in firsts else min(first for first in firsts if first is not None)
    last = max(window.last for _, window in firm)
    return days(words, begin, last, tz, firm=firm[0][1].firm)


# Days


def _month_before(day: date) -> tuple[date, date]:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _back(today: date, amount: int, unit: str) -> date:
    """So many days, weeks, months or years back; the month's last day where it is shorter."""
    match unit:
        case "hour":
            return today - timedelta(hours=amount)
        case "day":
            return today - timedelta(days=amount)
        case "week":
            return today - timedelta(weeks=amount)
    months = today.year * 12 + today.month - 1 - amount * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return FIRST_DAY
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _ago(today: date, amount: int, unit: str) -> tuple[date, date]:
    """As exact as the unit: a day, the week around it, the calendar month, the calendar year."""
    found = _back(today, amount, unit)
    match unit:
        case "week":
            return found - timedelta(days=3), found + timedelta(days=3)
        case "month":
            return found.replace(day=1), found.replace(day=calendar.monthrange(found.year, found.month)[1])
        case "year":
            return date(found.year, 1, 1), date(found.year, 12, 31)
    return found, found


def _day_of_month(today: date, day: int) -> date:
    """The latest day of that number up to today."""
    first = today.replace(day=1)
    for _ in range(3):
        if 1 <= day <= calendar.monthrange(first.year, first.month)[1] and first.replace(day=day) <= today:
            return first.replace(day=day)
        first = (first - timedelta(days=1)).replace(day=1)
    return today
