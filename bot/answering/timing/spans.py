"""From one expression of time to the days that it means, counted from the day on which it is said.

A date without a year is the latest such date that has passed; so are quarters, halves and seasons.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from language.pack import FALLBACK
from language.times import Spot, Third

Order = Literal["month first", "day first"]

FIRST_DAY = date(1, 1, 2)
MOST_SINCE_SEASON = 92  # days after its end, a season is no longer "this" one
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a date was read that can be read in two ways: 03/04/2024."""

    text: str
    day: date
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of an expression, both counted. `named` are the parts of a date that it names, by which later articles
    may look back to it; `sure` that it can't mean a time to come; `reading` how a date was read that could be read in
    two ways."""

    first: date
    last: date
    named: Mapping[str, int] = field(default_factory=dict)
    sure: bool = True
    reading: Reading | None = None


def days_of(spot: Spot, today: date, tz: ZoneInfo, language: str) -> Days | None:
    """The days of an expression, said on a day by someone in a zone; None where there is no such day."""
    match spot.kind:
        case "date" | "figures":
            return _dated(spot, today)
        case "slashes":
            return _slashed(spot, today, tz, language)
        case "range":
            return _ranged(spot, today)
        case "year" | "years":
            return _years(spot, today)
        case "quarter" | "half" | "season" | "week of month":
            return _portion(spot, today)
        case "day of month" if not 1 <= (spot.figure("d") or 0) <= 31:
            return None
    first, last = _relative(spot, today)
    return Days(first=first, last=last)


def _dated(spot: Spot, today: date) -> Days | None:
    """A day or a month: where no year is said, the latest up to today."""
    month, day, year = spot.month, spot.figure("d"), _year(spot, today)
    if month is None or not 1 <= month <= 12:
        return None
    found = _latest(month, day, year, today)
    if found is None:
        return None
    named = {"year": year, "month": month, "day": day}
    return Days(
        first=found,
        last=found if day else _end_of_month(found),
        named={part: number for part, number in named.items() if number is not None},
        sure=year is not None,
    )


def _latest(month: int, day: int | None, year: int | None, today: date) -> date | None:
    """The day of that month, or its first: in that year, or else the latest up to today. None where there is none."""
    for candidate in (year,) if year else range(today.year, today.year - 9, -1):
        try:
            first = date(candidate, month, day or 1)
        except ValueError:
            continue  # 29 February
        if year or first <= today:
            return first
    return None


def _year(spot: Spot, today: date) -> int | None:
    given = {"last year": today.year - 1, "this year": today.year}.get(spot.groups.get("of", ""))
    year = spot.figure("y")
    return given or (2000 + year if year is not None and year < 100 else year)


def _slashed(spot: Spot, today: date, tz: ZoneInfo, language: str) -> Days | None:
    """03/04/2024: read in the only way that is a day, or has passed; else in the way of the asker's place."""
    one, two = spot.figure("first") or 0, spot.figure("second") or 0
    year = _year(spot, today)
    usual = "month first" if _writes_month_first(language, tz) else "day first"
    orders: tuple[Order, ...] = ("month first", "day first") if usual == "month first" else ("day first", "month first")
    readings = {}
    for order in orders:
        found = _latest(*((one, two) if order == "month first" else (two, one)), year, today) if one and two else None
        if found:
            readings[order] = found
    if not readings:
        return None
    order = next((order for order, found in readings.items() if found <= today), next(iter(readings)))
    found = readings[order]
    doubtful = len(set(readings.values())) > 1
    return Days(
        first=found,
        last=found,
        named={"year": found.year, "month": found.month, "day": found.day},
        reading=Reading(text=spot.text, day=found, order=order) if doubtful else None,
    )


def _writes_month_first(language: str, tz: ZoneInfo) -> bool:
    """Whether figures for month and day stand in that order: English of America, or of no place; East Asian."""
    if language in ("ko", "zh", "ja"):
        return True
    return language == FALLBACK and (str(tz).startswith(("America/", "US/", "Etc/")) or str(tz) in ("UTC", "GMT"))


def _ranged(spot: Spot, today: date) -> Days | None:
    """ "March 11-15": both days are counted."""
    month, first, last = spot.month, spot.figure("d"), spot.figure("d2")
    if month is None or not first or not last or last < first:
        return None
    year = _year(spot, today)
    begin = _latest(month, first, year, today)
    end = _latest(month, last, begin.year, today) if begin else None
    return Days(first=begin, last=min(end, max(today, begin)), sure=year is not None) if begin and end else None


def _years(spot: Spot, today: date) -> Days | None:
    year = spot.figure("y") or 0
    last = spot.figure("y2") or year
    if not 1 < year <= today.year or last < year:
        return None
    return Days(
        first=date(year, 1, 1), last=min(date(last, 12, 31), today), named={"year": year} if last == year else {}
    )


def _portion(spot: Spot, today: date) -> Days | None:
    """A quarter, half or season of a year, a half or week of a month: the latest that has begun, where none is said."""
    year, nth = _year(spot, today), spot.nth
    if spot.kind == "season":
        return _season(spot, today)
    month = spot.month
    whole = {"this month": (today.replace(day=1), _end_of_month(today)), "last month": _month_before(today)}
    if month is not None or spot.groups.get("of") in whole:
        first = _latest(month, None, year, today) if month and 1 <= month <= 12 else None
        begin, end = (first, _end_of_month(first)) if first else whole.get(spot.groups.get("of", ""), (None, None))
        if begin is None or end is None or nth is None:
            return None
        found = _week(begin, end, nth) if spot.kind == "week of month" else _half_of_month(begin, end, nth)
        return Days(first=found[0], last=found[1], sure=year is not None or month is None) if found else None
    length = {"quarter": 3, "half": 6}.get(spot.kind)
    if length is None or nth is None:
        return None
    number = 12 // length if nth == -1 else nth
    if not 1 <= number <= 12 // length:
        return None
    begin = _latest(length * (number - 1) + 1, None, year, today)
    return Days(first=begin, last=_after_months(begin, length) - _DAY, sure=year is not None) if begin else None


def _season(spot: Spot, today: date) -> Days | None:
    """A season of the north, by whole months. Winter is that which begins in the year that is said, or the one before
    where that lies ahead. A season that is "this" one and long past is the one to come: None."""
    month = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}[spot.season]
    year = _year(spot, today)
    begin = _latest(month, None, year, today)
    if begin is None:
        return None
    if year and spot.season == "winter" and begin > today:
        begin = begin.replace(year=year - 1)
    end = _after_months(begin, 3) - _DAY
    if "last" in spot.groups and not year and end >= today:
        begin = begin.replace(year=begin.year - 1)
        end = _after_months(begin, 3) - _DAY
    if "this" in spot.groups and not year and (today - end).days > MOST_SINCE_SEASON:
        return None
    return Days(first=begin, last=end, sure=year is not None)


def _week(begin: date, end: date, nth: int) -> tuple[date, date] | None:
    """The n-th seven days of a month, or its last seven."""
    first = end - 6 * _DAY if nth == -1 else begin + 7 * (nth - 1) * _DAY
    return (first, min(first + 6 * _DAY, end)) if first <= end else None


def _half_of_month(begin: date, end: date, nth: int) -> tuple[date, date] | None:
    middle = begin.replace(day=15)
    return (begin, middle) if nth == 1 else (middle + _DAY, end) if nth in (2, -1) else None


def third_of(first: date, last: date, third: Third) -> tuple[date, date]:
    """The early, middle or late part of some days: ten days of a month, four months of a year."""
    length = (last - first).days + 1
    if first.day == 1 and 28 <= length <= 31:
        begin, end = first + 10 * _DAY, first + 20 * _DAY
    elif (first.month, first.day) == (1, 1) and length > 300:
        begin, end = date(first.year, 5, 1), date(first.year, 9, 1)
    else:
        begin, end = first + length // 3 * _DAY, last - (length // 3 - 1) * _DAY
    parts = {"early": (first, begin - _DAY), "mid": (begin, end - _DAY), "late": (end, last)}
    return parts[third]


def _relative(spot: Spot, today: date) -> tuple[date, date]:
    """The first and the last day of an expression that counts from today."""
    monday = today - timedelta(days=today.weekday())
    day = _DAY
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
            return today.replace(day=1), _end_of_month(today)
        case "last month":
            return _month_before(today)
        case "this quarter":
            return _quarter(today)
        case "last quarter":
            return _quarter(_quarter(today)[0] - day)
        case "this year":
            return date(today.year, 1, 1), date(today.year, 12, 31)
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


# Days


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month_before(day: date) -> tuple[date, date]:
    last = day.replace(day=1) - _DAY
    return last.replace(day=1), last


def _quarter(day: date) -> tuple[date, date]:
    """The calendar's quarter in which a day lies."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, _after_months(first, 3) - _DAY


def _after_months(first: date, count: int) -> date:
    """The first day of the month that is so many later; `first` is one too."""
    year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
    return date(year, month + 1, 1)


def _back(today: date, amount: int, unit: str) -> date:
    """So many days, weeks, months or years back; the month's last day where it is shorter."""
    match unit:
        case "hour":
            return today - timedelta(hours=amount)
        case "day":
            return today - timedelta(days=amount)
        case "week" | "fortnight":
            return today - timedelta(weeks=amount * (2 if unit == "fortnight" else 1))
    amount *= 3 if unit == "quarter" else 1
    months = today.year * 12 + today.month - 1 - amount * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return FIRST_DAY
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _ago(today: date, amount: int, unit: str) -> tuple[date, date]:
    """As exact as the unit: a day, the week around it, the calendar month, the calendar year."""
    found = _back(today, amount, unit)
    match unit:
        case "week" | "fortnight":
            return found - timedelta(days=3), found + timedelta(days=3)
        case "day" if amount in (14, 15):  # "hace quince días", "vor vierzehn Tagen": two weeks
            return today - timedelta(days=17), today - timedelta(days=11)
        case "quarter":
            return _quarter(found)
        case "month":
            return found.replace(day=1), _end_of_month(found)
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
