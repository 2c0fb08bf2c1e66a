"""From a question to the time it needs: which days, which order, or since which event.

Days are counted in the asker's time zone. The expressions are found by `language.times`, and mean the days that
`spans` says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

from bot.answering.timing.spans import days_of, third_of
from bot.answering.timing.windows import Window, days
from language.detection import asked_language
from language.pack import FALLBACK
from language.times import Kind, Spot, event_since, lies_ahead, spots

RECENT_DAYS = 30
GRACE_DAYS = 2  # news of a day is also published on the two days after it
CLOSE_BY = 5  # characters between expressions that belong together: " of "
# What may be one of a longer time: "January of last year", "the second week of last month".
_PARTS: frozenset[Kind] = frozenset({"date", "figures", "quarter", "half", "season", "week of month"})
_WHOLES: frozenset[Kind] = frozenset({"last year", "this year", "last month", "this month"})


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
    language = asked_language(question, usual=usual)
    ahead = lies_ahead(question)
    windows = [(spot, window) for spot in found if (window := _window(spot, local, tz, ahead=ahead, language=language))]
    event = event_since(question, found)
    kinds = {spot.kind for spot in found}
    newest = "newest" in kinds
    return TimeNeed(
        now=now.astimezone(UTC),
        zone=str(tz),
        language=language,
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
        if spot.kind in _PARTS and other.kind in _WHOLES and "y" not in spot.groups:
            kept[kept.index(spot)] = replace(spot, groups={**spot.groups, "of": other.kind})
            kept.remove(other)
        elif spot.kind == "weekday" and other.kind == "last week":
            kept[kept.index(spot)] = replace(spot, kind="last weekday", groups={**spot.groups, "which": other.text})
            kept.remove(other)
        elif spot.kind == "weekday" and other.kind in ("date", "figures", "slashes", "day of month"):
            kept.remove(spot)
        elif spot.kind == "weekday" and other.kind == "this week":
            kept.remove(other)
    return kept


def _window(spot: Spot, local: datetime, tz: ZoneInfo, *, ahead: bool, language: str) -> Window | None:
    """The days of one expression; None where it has none, or where all of them lie ahead."""
    today = local.date()
    if spot.kind == "newest":
        return None
    if spot.kind in ("recent", "current", "future"):
        return days(spot.text, today - timedelta(days=RECENT_DAYS), today, tz, firm=False)
    if spot.kind == "past" and spot.unit == "hour":
        start = local - timedelta(hours=spot.amount)
        return replace(days(spot.text, start.date(), today, tz), start=start.astimezone(UTC))
    meant = days_of(spot, today, tz, language)
    if meant is None or (ahead and not meant.sure):
        return None  # "will … in June": the June to come, of which no article tells yet
    first, last = third_of(meant.first, meant.last, spot.third) if spot.third else (meant.first, meant.last)
    if first > today or last < first:
        return None
    match spot.side:
        case "since":
            return replace(days(spot.text, first, today, tz), reading=meant.reading)
        case "until":
            return replace(days(spot.text, None, min(last, today), tz), reading=meant.reading)
        case "before":
            return replace(days(spot.text, None, first - timedelta(days=1), tz), reading=meant.reading)
    last = last if meant.named else min(last, today)
    window = days(spot.text, first, last, tz, grace=GRACE_DAYS if first == last != today else 0)
    named = {} if spot.third else meant.named
    return replace(
        window, reading=meant.reading, year=named.get("year"), month=named.get("month"), day=named.get("day")
    )


# Several expressions


def _together(windows: list[tuple[Spot, Window]]) -> Window | None:
    """One window of several expressions: "since A … until B" is what lies between, others are joined."""
    firm = [(spot, window) for spot, window in windows if window.firm] or windows
    if not firm:
        return None
    if len(firm) == 1:
        return firm[0][1]
    reading = next((window.reading for _, window in firm if window.reading), None)
    words = " … ".join(dict.fromkeys(window.words for _, window in firm))
    tz = ZoneInfo(firm[0][1].zone)
    sides = {spot.side: window for spot, window in firm}
    opened, closed = sides.get("since"), sides.get("until") or sides.get("before")
    if opened and closed and opened.first and opened.first <= closed.last:
        return replace(days(words, opened.first, closed.last, tz), reading=reading)
    ends = [window for _, window in firm]
    if [spot.kind for spot, _ in firm] == ["weekday", "weekday"] and ends[0].first and ends[0].first > ends[1].last:
        # "between Monday and Wednesday", asked on a Tuesday
        ends[0] = days(words, ends[0].first - timedelta(days=7), ends[0].last - timedelta(days=7), tz)
    firsts = [window.first for window in ends]
    begin = None if None in firsts else min(first for first in firsts if first is not None)
    last = max(window.last for window in ends)
    return replace(days(words, begin, last, tz, firm=firm[0][1].firm), reading=reading)
