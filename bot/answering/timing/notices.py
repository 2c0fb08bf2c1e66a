"""What an answer says about time, in the asker's language."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.answering.timing.applying import Timed, TimeRules
from bot.answering.timing.needs import TimeNeed
from bot.answering.timing.windows import Window
from language.cldr import day_shown, days_shown, month_shown
from language.translation import translatable, translate, translate_count
from vectorstore.model import Article

_NOTHING = {
    "wider": translatable("Nothing dated {asked} answers that; this is from {used}."),
    "all": translatable("Nothing dated {asked} answers that; this is from other dates."),
}


def window_shown(window: Window, *, language: str, others: bool = False) -> str:
    """The days that were searched and the zone in which they are counted: "Searched 1–7 Feb 2024 (UTC).".
    `others`: and that articles of other days answer too."""
    used = _span(window, language)
    if others:
        return translate("Searched {used} ({zone}), and other dates.", language, used=used, zone=window.zone)
    return translate("Searched {used} ({zone}).", language, used=used, zone=window.zone)


def words_only_notice(language: str) -> str:
    """That the vectors could not be asked."""
    return translate("Search by meaning is unavailable right now, so this was found by keywords only.", language)


def widened_notice(need: TimeNeed, timed: Timed, *, answered: bool = True) -> str | None:
    """What was looked at instead, when the window asked for left nothing; for a refusal, only that it did."""
    if timed.widened == "no" or need.window is None or not timed.hits:
        return None
    used = _span(timed.window, need.language) if timed.window else ""
    asked = _span(need.window, need.language)
    if not answered:
        return translate("Nothing dated {asked} answers that.", need.language, asked=asked)
    return translate(_NOTHING[timed.widened], need.language, asked=asked, used=used)


def reading_notice(need: TimeNeed) -> str | None:
    """How a date was read that can be read in two ways."""
    reading = need.window.reading if need.window else None
    if reading is None:
        return None
    day = day_shown(reading.day, need.language)
    if reading.order == "month first":
        return translate("I read {text} as {day}, the month first.", need.language, text=reading.text, day=day)
    return translate("I read {text} as {day}, the day first.", need.language, text=reading.text, day=day)


def undated_notice(need: TimeNeed, undated: int) -> str | None:
    """How many articles have no date, so that nobody can tell whether they are from the time that was asked for."""
    if need.window is None or not need.window.firm or not undated:
        return None
    return translate_count(
        "1 article has no date, so it was not searched for that time.",
        "{count} articles have no date, so they were not searched for that time.",
        need.language,
        count=undated,
    )


def newest_notice(need: TimeNeed, newest: Article | None, *, rules: TimeRules | None = None) -> str | None:
    """For questions about today or the latest, when the library's newest dated article is too old for them.

    `newest` is None for a library without a dated article.
    """
    if not need.about_now:
        return None
    if newest is None or newest.published is None:
        return translate("None of the articles has a date.", need.language)
    if _age(newest, need) <= timedelta(days=(rules or TimeRules()).fresh_days):
        return None
    return translate(
        "The newest article is dated {date}.", need.language, date=day_shown(_day(newest, need.zone), need.language)
    )


def as_of_notice(
    need: TimeNeed, cited: Iterable[tuple[int, Article]], *, rules: TimeRules | None = None, apart_only: bool = False
) -> str | None:
    """ "As of DAY" where the sources are much older than the question: the newest one's day, or each one's with its
    marks where they are as far apart. `apart_only`: only in the second case.

    `cited` are the marks with their articles. Not for a question about a past time: there old sources are what was
    asked for. Undated ones don't count.
    """
    dated = [(mark, article) for mark, article in cited if article.published]
    if not dated or (need.window is not None and need.window.firm and need.window.end < need.now):
        return None
    limit = timedelta(days=(rules or TimeRules()).stale_days)
    ages = [_age(article, need) for _, article in dated]
    if max(ages) <= limit:
        return None
    if max(ages) - min(ages) > limit:
        return _each_as_of(need, dated)
    if min(ages) <= limit or apart_only:
        return None
    newest = min(dated, key=lambda one: _age(one[1], need))[1]
    return translate("As of {day}.", need.language, day=day_shown(_day(newest, need.zone), need.language))


def _each_as_of(need: TimeNeed, dated: Sequence[tuple[int, Article]]) -> str:
    by_day: dict[date, list[int]] = {}
    for mark, article in dated:
        by_day.setdefault(_day(article, need.zone), []).append(mark)
    return " ".join(
        translate(
            "{marks} as of {day}.",
            need.language,
            marks="".join(f"[{mark}]" for mark in dict.fromkeys(marks)),
            day=day_shown(day, need.language),
        )
        for day, marks in by_day.items()
    )


def _age(article: Article, need: TimeNeed) -> timedelta:
    """Between the article and the question; whole days where only the day is known."""
    published = article.published or need.now
    if article.published_is_day:
        return need.now.astimezone(ZoneInfo(need.zone)).date() - published.date()
    return need.now - published


def _day(article: Article, zone: str) -> date:
    published: datetime | None = article.published
    assert published is not None
    own = article.published_is_day or published.utcoffset()
    return (published if own else published.astimezone(ZoneInfo(zone))).date()


def _span(window: Window, language: str) -> str:
    if window.first is None:
        return translate("up to {last}", language, last=day_shown(window.last, language))
    if window.last == _last_of_month(window.first):
        return month_shown(window.first, language)
    if (window.first, window.last) == (date(window.first.year, 1, 1), date(window.first.year, 12, 31)):
        return f"{window.first:%Y}"
    return days_shown(window.first, window.last, language)


def _last_of_month(first: date) -> date | None:
    """The month's last day for its first one; None for any other day."""
    if first.day != 1:
        return None
    return first.replace(day=monthrange(first.year, first.month)[1])
