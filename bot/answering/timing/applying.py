"""What a question's time does to what was found: it narrows, orders, or widens where nothing is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.answering.timing.needs import TimeNeed
from bot.answering.timing.windows import Window, wider
from vectorstore import ranking
from vectorstore.model import Hit

Widened = Literal["no", "beside", "wider", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRules:
    """Settings with their defaults.

    `close`: of the best score, what a hit must reach to be ordered by date where the newest is asked for.
    `prefer`: by how much of its score a hit within a window that doesn't narrow is raised.
    `stale_days`: an answer whose newest source is older than this says "as of".
    `fresh_days`: a library whose newest article is older than this says so when asked about today or the latest.
    """

    close: float = 0.75
    prefer: float = 0.05
    stale_days: int = 60
    fresh_days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """What is left, best first, and what was done to it.

    `window` is the one that was used, None where there is none; `widened` says whether the one asked for left nothing,
    or less than others, which then stand beside it.
    """

    hits: tuple[Hit, ...]
    window: Window | None = None
    widened: Widened = "no"


def windows_to_try(window: Window | None, *, today: date | None = None) -> list[tuple[Window | None, Widened]]:
    """The window, then wider ones, for as long as nothing is left: at last none. They don't grow beyond `today`."""
    if window is None or not window.firm:
        return [(window, "no")]
    return [(window, "no"), (wider(window, today=today), "wider"), (None, "all")]


def for_search(window: Window | None) -> ranking.Window | None:
    """The window as the library's search takes it: a little larger, so that `apply` can decide by days.

    Articles of which only the day is known stand at 00:00 UTC, whatever the asker's zone.
    """
    if window is None:
        return None
    start = None
    if window.first is not None:
        midnight = datetime.combine(window.first, time(), UTC)
        start = min(window.start or midnight, midnight)
    grace = timedelta(days=window.grace)
    end = max(window.end, datetime.combine(window.last + timedelta(days=1), time(), UTC)) + grace
    return ranking.Window(start=start, end=end, strict=window.firm and not _can_be_named(window))


def apply(hits: Sequence[Hit], need: TimeNeed, *, rules: TimeRules | None = None, widened: Widened = "no") -> Timed:
    """Narrow and order the hits of a search by the question's time, whose window may be a `widened` one.

    Within a firm window only what was published there stays, and later articles whose passage names the date
    that the question names. Where nothing is left, search again with the next of `windows_to_try`.
    """
    rules = rules or TimeRules()
    window = need.window
    kept: Sequence[Hit] = hits
    if window is not None and window.firm:
        kept = _within([hit for hit in hits if is_known(hit, need)], window)
    elif window is not None:
        kept = _preferred(hits, window, rules.prefer)
    if need.newest_first:
        kept = [hit for hit in kept if is_known(hit, need)]
        kept = _newest_first(kept, rules.close)
    return Timed(hits=tuple(kept), window=window, widened=widened)


def _within(hits: Sequence[Hit], window: Window) -> list[Hit]:
    """The hits of the window's own articles, and those that look back to it.

    An article of the days just after dates its event once, so that one of its passages speaks for all.
    """
    texts = [f"{hit.article.title or ''} {hit.passage.text}" for hit in hits]
    told = {hit.article.id for hit, text in zip(hits, texts, strict=True) if window.is_told_later(hit.article, text)}
    return [
        hit
        for hit, text in zip(hits, texts, strict=True)
        if window.holds(hit.article) or window.names(hit.article, text) or hit.article.id in told
    ]


def is_known(hit: Hit, need: TimeNeed) -> bool:
    """Whether a hit was published when the question was asked. Undated ones may have been."""
    published = hit.article.published
    if published is None:
        return True
    if hit.article.published_is_day:
        return published.date() <= need.now.astimezone(ZoneInfo(need.zone)).date()
    return published <= need.now


def _can_be_named(window: Window) -> bool:
    return window.year is not None or window.month is not None


def _preferred(hits: Sequence[Hit], window: Window, share: float) -> list[Hit]:
    return sorted(hits, key=lambda hit: -hit.score * (1 + share * window.holds(hit.article)))


def _newest_first(hits: Sequence[Hit], close: float) -> list[Hit]:
    """Those that bear on the question nearly as well as the best, newest first; then the others."""
    if not hits:
        return []
    least = max(hit.score for hit in hits) * close
    near = [hit for hit in hits if hit.score >= least]
    oldest = datetime.min.replace(tzinfo=UTC)
    near.sort(key=lambda hit: hit.article.published or oldest, reverse=True)
    return near + [hit for hit in hits if hit.score < least]
