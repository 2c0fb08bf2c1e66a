"""What a judge is asked and what it answers: the one seam between Dateline and whoever reads for it.

A judge is asked one of three questions, about many items in one call:

    says      does this passage say all of this sentence?             says, part, silent, denies
    answers   do these passages answer this question?                 yes, part, no
    relates   what is this statement to that one, for this question?  same, differs, update, other

and gives an `Opinion` for each item, or None where it has none that can be used: a judge that is missing, slow or
refuses raises nothing, it leaves Nones and says in `trouble` what happened. Who asks decides what a None means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

from bot.answering.tokens import Tokens

if TYPE_CHECKING:
    from vectorstore.model import Hit

Saying = Literal["says", "part", "silent", "denies"]
Answering = Literal["yes", "part", "no"]
Relation = Literal["same", "differs", "update", "other"]

V = TypeVar("V", Saying, Answering, Relation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A passage as a judge is given it: its words, its article's header (title, outlet, date) and day.

    `key` is the passage's id: equal keys are the same passage. `language` is ISO 639-1, None where nobody knows.
    """

    key: str
    text: str
    header: str = ""
    title: str = ""
    outlet: str | None = None
    published: date | None = None
    language: str | None = None


def exhibit(hit: Hit) -> Exhibit:
    """A found passage for a judge."""
    article = hit.article
    return Exhibit(
        key=hit.passage.id,
        text=hit.passage.text,
        header=hit.passage.header,
        title=article.headline,
        outlet=article.outlet,
        published=article.published.date() if article.published else None,
        language=article.language,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Does this passage say all of this sentence? With several passages: do they say it together?

    `sentence` is without marks. `question` is what it was written to answer, "" where it answers none: what the
    question itself states needs no proof, and a fragment is read as its answer. `cited` says that the sentence names
    these passages as its sources; else somebody looks for one. `pointed` is what its writer points at to prove it, an
    exact slice of one of the passages, "" where that is nothing.
    """

    sentence: str
    exhibits: tuple[Exhibit, ...]
    question: str = ""
    cited: bool = True
    pointed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Do these passages answer this question?"""

    question: str
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What is the statement `one` to the statement `other`, as answers to a question?

    Each is a sentence of the passage beside it. "differs": they give different answers to one question at one time;
    "update": one is a later stage, a correction or an update of the other; "other": another matter.
    """

    question: str
    one: str
    one_exhibit: Exhibit
    other: str
    other_exhibit: Exhibit


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion(Generic[V]):
    """One item's verdict.

    `probability`, 0 to 1, is how sure the judge is of `verdict`; `reason` a few words for the log; `quote` the words
    that show it, an exact slice of one of the item's passages, None where there are none; `by` is the judge's name.
    """

    verdict: V
    probability: float
    by: str
    reason: str = ""
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Generic[V]):
    """What a judge says of the items of one call, in their order; `trouble` is why some have no opinion."""

    opinions: tuple[Opinion[V] | None, ...]
    tokens: Tokens = field(default_factory=Tokens)
    trouble: str | None = None


class Judge(Protocol):
    """Somebody who reads. Implementations: `words` (offline), `model`, `decisions`, `systemone`."""

    @property
    def name(self) -> str:
        """Short, for cards and logs: "words", "model openai:gpt-5-mini"."""
        ...

    def says(self, claims: Sequence[Claim]) -> Judged[Saying]: ...

    def answers(self, asked: Sequence[Asked]) -> Judged[Answering]: ...

    def relates(self, pairs: Sequence[Pair]) -> Judged[Relation]: ...


class Veto(Protocol):
    """What `words` holds against another judge's "says": the reason, or None. Only what the passage contradicts: a
    number, date, name or denial that is otherwise there; never a counterpart that is missing."""

    def veto(self, claim: Claim) -> str | None: ...
