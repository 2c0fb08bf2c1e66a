"""What an answer says about time, in the asker's language."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.answering.timing.applying import Timed, TimeRules
from bot.answering.timing.needs import TimeNeed
from bot.answering.timing.windows import Window
from vectorstore.model import Article

_PHRASES = {
    "as_of": {
        "en": "As of {date}:",
        "ko": "{date} 기준:",
        "zh": "截至 {date}：",
        "es": "A fecha de {date}:",
        "de": "Stand {date}:",
    },
    "newest": {
        "en": "My newest article is from {date}.",
        "ko": "가장 새로운 기사는 {date} 기사입니다.",
        "zh": "我最新的文章日期是 {date}。",
        "es": "Mi artículo más reciente es del {date}.",
        "de": "Mein neuester Artikel ist vom {date}.",
    },
    "undated": {
        "en": "None of my articles has a date.",
        "ko": "날짜가 있는 기사가 없습니다.",
        "zh": "我的文章都没有日期。",
        "es": "Ninguno de mis artículos tiene fecha.",
        "de": "Keiner meiner Artikel hat ein Datum.",
    },
    "wider": {
        "en": "I found nothing from {asked}; this is from {used}.",
        "ko": "{asked} 기사를 찾지 못해 {used} 기사로 답합니다.",
        "zh": "没有找到 {asked} 的文章；以下来自 {used}。",
        "es": "No encontré nada de {asked}; esto es de {used}.",
        "de": "Von {asked} habe ich nichts gefunden; dies ist von {used}.",
    },
    "nothing": {
        "en": "I found nothing from {asked}.",
        "ko": "{asked} 기사를 찾지 못했습니다.",
        "zh": "没有找到 {asked} 的文章。",
        "es": "No encontré nada de {asked}.",
        "de": "Von {asked} habe ich nichts gefunden.",
    },
    "all": {
        "en": "I found nothing from {asked}; this is from other times.",
        "ko": "{asked} 기사를 찾지 못해 다른 시기의 기사로 답합니다.",
        "zh": "没有找到 {asked} 的文章；以下来自其他时间。",
        "es": "No encontré nada de {asked}; esto es de otras fechas.",
        "de": "Von {asked} habe ich nichts gefunden; dies ist aus anderer Zeit.",
    },
    "window": {
        "en": "Articles: {used} ({zone})",
        "ko": "기사: {used} ({zone})",
        "zh": "文章：{used}（{zone}）",
        "es": "Artículos: {used} ({zone})",
        "de": "Artikel: {used} ({zone})",
    },
    "words-only": {
        "en": "The vector server did not answer, so this was found by words alone.",
        "ko": "벡터 서버가 응답하지 않아 낱말만으로 찾았습니다.",
        "zh": "向量服务器没有响应，因此只按词语查找。",
        "es": "El servidor de vectores no respondió: se buscó solo por palabras.",
        "de": "Der Vektorserver antwortet nicht; gesucht wurde nur nach Wörtern.",
    },
    "until": {
        "en": "until {last}",
        "ko": "{last}까지",
        "zh": "{last} 之前",
        "es": "hasta el {last}",
        "de": "bis {last}",
    },
}


def window_shown(window: Window, *, language: str) -> str:
    """The days that were looked at and the zone in which they are counted: "Articles: 2024-02-01 – …"."""
    return _said("window", language, used=_span(window, language), zone=window.zone)


def words_only_notice(language: str) -> str:
    """That the vectors could not be asked."""
    return _said("words-only", language)


def widened_notice(need: TimeNeed, timed: Timed, *, answered: bool = True) -> str | None:
    """What was looked at instead, when the window asked for left nothing; for a refusal, only that it did."""
    if timed.widened == "no" or need.window is None or not timed.hits:
        return None
    used = _span(timed.window, need.language) if timed.window else ""
    phrase = timed.widened if answered else "nothing"
    return _said(phrase, need.language, asked=_span(need.window, need.language), used=used)


def newest_notice(need: TimeNeed, newest: Article | None, *, rules: TimeRules | None = None) -> str | None:
    """For questions about today or the latest, when the library's newest dated article is too old for them.

    `newest` is None for a library without a dated article.
    """
    if not need.about_now:
        return None
    if newest is None or newest.published is None:
        return _said("undated", need.language)
    if _age(newest, need) <= timedelta(days=(rules or TimeRules()).fresh_days):
        return None
    return _said("newest", need.language, date=_day(newest, need.zone))


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
    return _said("as_of", need.language, date=_day(newest, need.zone))


def _age(article: Article, need: TimeNeed) -> timedelta:
    """Between the article and the question; whole days where only the day is known."""
    published = article.published or need.now
    if article.published_is_day:
        return need.now.astimezone(ZoneInfo(need.zone)).date() - published.date()
    return need.now - published


def _day(article: Article, zone: str) -> str:
    published: datetime | None = article.published
    assert published is not None
    own = article.published_is_day or published.utcoffset()
    return (published if own else published.astimezone(ZoneInfo(zone))).date().isoformat()


def _span(window: Window, language: str) -> str:
    if window.first is None:
        return _said("until", language, last=window.last.isoformat())
    if window.first == window.last:
        return window.first.isoformat()
    if window.last == _last_of_month(window.first):
        return f"{window.first:%Y-%m}"
    if (window.first, window.last) == (date(window.first.year, 1, 1), date(window.first.year, 12, 31)):
        return f"{window.first:%Y}"
    return f"{window.first.isoformat()} – {window.last.isoformat()}"


def _last_of_month(first: date) -> date | None:
    """The month's last day for its first one; None for any other day."""
    if first.day != 1:
        return None
    return first.replace(day=monthrange(first.year, first.month)[1])


def _said(phrase: str, language: str, **values: str) -> str:
    phrases = _PHRASES[phrase]
    return phrases.get(language, phrases["en"]).format(**values)
