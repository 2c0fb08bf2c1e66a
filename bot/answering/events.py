"""What happens while an answer is made, in order: what a reader may be shown is shown as it is proved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.answer import Answer, Citation
from bot.answering.checking import Verdict
from vectorstore.model import Hit

MOST_NAMED = 4  # outlets
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Searched:
    """The passages are there and bear on the question: the model is asked now.

    `articles`, `outlets` and the days `first` to `last` are what was found. `checking` says that nothing is shown
    before a judge has read all of the answer: a reader who waits is told what was found.
    """

    passages: int
    articles: int = 0
    outlets: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    checking: bool = False

    @property
    def told(self) -> str:
        """In a line: "4 articles, 28 Jan to 5 Feb 2024 (The Harbor Ledger, Meridian Wire)"."""
        count = f"{self.articles} article{'s' * (self.articles != 1)}"
        named = ", ".join(self.outlets[:MOST_NAMED]) + " …" * (len(self.outlets) > MOST_NAMED)
        return ", ".join(filter(None, (count, self.days))) + (f" ({named})" if named else "")

    @property
    def days(self) -> str:
        """The days between which the articles appeared: "28 Jan to 5 Feb 2024"; nothing where none is dated."""
        if self.first is None or self.last is None:
            return ""
        year = f" {self.first.year}" if self.first.year != self.last.year else ""
        start = f"{self.first.day} {MONTHS[self.first.month - 1]}{year} to " if self.first != self.last else ""
        return f"{start}{self.last.day} {MONTHS[self.last.month - 1]} {self.last.year}"


def searched(hits: Sequence[Hit], *, checking: bool) -> Searched:
    """What is told of these hits."""
    articles = {hit.article.id: hit.article for hit in hits}.values()
    days = sorted(article.published.date() for article in articles if article.published)
    return Searched(
        passages=len(hits),
        articles=len(articles),
        outlets=tuple(dict.fromkeys(article.outlet for article in articles if article.outlet)),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        checking=checking,
    )


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation that the next sentence is the first to use."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Sentence:
    """A checked sentence with its marks, ready to be shown. `repaired` says that its marks were put right."""

    text: str
    verdict: Verdict

    @property
    def repaired(self) -> bool:
        return self.verdict.outcome == "repaired"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that no source supports. It is never shown."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Refused:
    """There is no answer; `text` says so in the question's language."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Done:
    """The end: the whole answer, or the refusal."""

    answer: Answer


Event = Searched | Cited | Sentence | Dropped | Refused | Done
