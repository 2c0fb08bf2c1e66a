"""What an answer says about time, in the asker's language."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.answering.timing.applying import Timed, TimeRules
from bot.answering.timing.needs import TimeNeed
from bot.answering.timing.windows import Window
from language.cldr import day_shown, days_shown, month_shown
from language.translation import translatable, translate
from vectorstore.model import Article

_NOTHING = {
    "wider": translatable("Nothing in the library is dated {asked}; this is from {used}."),
    "all": translatable("Nothing in the library is dated {asked}; this is from other dates."),
}


def window_shown(window: Window, *, language: str) -> str:
    """The days that were searched and the zone in which they are counted: "Searched 1–7 Feb 2024 (UTC)."."""
    return translate("Searched {used} ({zone}).", language, used=_span(window, language), zone=window.zone)


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
        return translate("Nothing in the library is dated {asked}.", need.language, asked=asked)
    return translate(_NOTHING[timed.widened], need.language, asked=asked, used=used)


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
    return translate("The newest article is dated {date}.", need.language, date=_day(newest, need))


def as_of_notice(need: TimeNeed, cited: Iterable[Article], *, rules: TimeRules | None = None) -> str | None:
    """ "As of DATE" when even the newest of the cited articles is much older than the question.

    Not for a question about a past time: there old sources are what was asked for. Undated ones don't count.
    """
    dated = [article for article in cited if article.published]
    if not dated or (need.window is not None and need.window.firm and need.window.end < need.now):
        return None
    newest = max(dated, key=lambda article: article.published or need.now)
    if _age(newest, need) <= timedelta(days=(rules or TimeRules()).stale_days):
        return None
    return translate("As of {date}:", need.language, date=_day(newest, need))


def _age(article: Article, need: TimeNeed) -> timedelta:
    """Between the article and the question; whole days where only the day is known."""
    published = article.published or need.now
    if article.published_is_day:
        return need.now.astimezone(ZoneInfo(need.zone)).date() - published.date()
    return need.now - published


def _day(article: Article, need: TimeNeed) -> str:
    published: datetime | None = article.published
    assert published is not None
    own = article.published_is_day or published.utcoffset()
    return day_shown((published if own else published.astimezone(ZoneInfo(need.zone))).date(), need.language)


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
