"""A span of days to look at, counted in the asker's time zone, and what lies within it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.answering.timing.spans import FIRST_DAY, Reading
from language.calendar import months
from language.dates import dates
from language.pack import CODES
from vectorstore.model import Article

WIDER_DAYS = 7  # a window that leaves nothing grows by its own length, and by this at least, on each side


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Days to look at, first to last, both counted; a `first` of None has no beginning.

    `start` and `end` (not counted) are the same as moments in UTC. Where only the day of an article is
    known, the days are compared, and never shifted by a zone. `firm` windows narrow; others only prefer.
    `year`, `month` and `day` are what a written date names: a later article whose passage names it too bears on it.
    `reading` says how a date was read that can be read in two ways.
    Articles of `grace` more days count only where they date what they tell to the window.
    """

    words: str
    zone: str
    first: date | None
    last: date
    start: datetime | None
    end: datetime
    firm: bool = True
    grace: int = 0
    year: int | None = None
    month: int | None = None
    day: int | None = None
    reading: Reading | None = None

    def holds(self, article: Article) -> bool:
        """Whether the article was published within the window. Undated ones were not."""
        if article.published is None:
            return False
        if article.published_is_day:
            day = article.published.date()
            return (self.first is None or self.first <= day) and day <= self.last
        moment = article.published
        return (self.start is None or self.start <= moment) and moment < self.end

    def is_told_later(self, article: Article, text: str) -> bool:
        """Whether an article of the days of grace, just after the window, dates what a passage tells to the window."""
        if article.published is None or self.first is None:
            return False
        day = article.published.astimezone(ZoneInfo(self.zone)).date()
        day = article.published.date() if article.published_is_day else day
        if not self.last < day <= self.last + timedelta(days=self.grace):
            return False
        told = (moment.as_date for moment in dates(text, published=day))
        return any(self.first <= one <= self.last for one in told if one)

    def names(self, article: Article, text: str) -> bool:
        """Whether a passage of a later article looks back to this date: it names all that the question names of it."""
        if self.month is None and self.year is None:
            return False
        if article.published is None or (self.year is None and not self._follows(article)):
            return False
        if self.year is not None and not re.search(rf"(?<!\d){self.year}(?!\d)", text):
            return False
        if self.month is not None and not _month_names(self.month).search(text):
            return False
        return self.day is None or re.search(rf"(?<![\d.,]){self.day}(?![\d%]|[.,]\d)", text) is not None

    def _follows(self, article: Article) -> bool:
        published = article.published.date() if article.published else FIRST_DAY
        return (self.first or FIRST_DAY) <= published <= self.last + timedelta(days=365)


def days(words: str, first: date | None, last: date, tz: ZoneInfo, *, firm: bool = True, grace: int = 0) -> Window:
    """The window of these days, both counted, in a zone; `words` are the question's."""
    start = datetime.combine(first, time(), tz).astimezone(UTC) if first and first > FIRST_DAY else None
    end = datetime.combine(last + timedelta(days=1), time(), tz).astimezone(UTC)
    return Window(words=words, zone=str(tz), first=first, last=last, start=start, end=end, firm=firm, grace=grace)


def wider(window: Window, *, today: date | None = None) -> Window:
    """A window that left nothing, grown on both sides by its length and by a week at least, yet not into days after
    `today`."""
    tz = ZoneInfo(window.zone)
    length = (window.last - window.first).days + 1 if window.first else 0
    more = timedelta(days=max(WIDER_DAYS, length))
    first = window.first - more if window.first and window.first - FIRST_DAY > more else None
    last = window.last + more
    if today and last > today:
        last = max(window.last, today)
    return replace(days(window.words, first, last, tz), firm=window.firm)


@cache
def _month_names(month: int) -> re.Pattern[str]:
    names = {name for code in CODES for name, n in months(code).items() if n == month and name[0].isalpha()}
    written = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(rf"\b(?:{written})\b|(?<!\d)0?{month}(?:월|月)|\d{{4}}-{month:02d}", re.IGNORECASE)
