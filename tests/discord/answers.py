"""Answers for the tests of what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.answering.answer import Answer, Citation, Note, Timings
from bot.answering.checking import Verdict
from tests.store import article
from vectorstore.model import Hit, Passage

PUBLISHED = datetime(2024, 1, 30, tzinfo=UTC)


def citation(
    n: int,
    *,
    title: str = "Talks open in Beijing",
    outlet: str | None = "Harbour Gazette",
    url: str | None = "https://gazette.example/talks",
    quote: str = "The US delegation was led by Jen Daskal.",
    published: datetime | None = PUBLISHED,
) -> Citation:
    return Citation(
        n=n,
        title=title,
        outlet=outlet,
        url=url,
        path=None if url else "folder/talks.md",
        published=published,
        published_is_day=True,
        quote=quote,
        passage_id=f"passage-{n}",
        article_id=url or "folder/talks.md",
    )


def answer(
    text: str = "The delegation was led by Jen Daskal [1].",
    citations: Sequence[Citation] = (),
    *,
    question: str = "who led the delegation?",
    abstained: bool = False,
    notes: Sequence[Note] = (),
    verdicts: Sequence[Verdict] = (),
    hits: Sequence[Hit] = (),
    cut_off: str | None = None,
    model: str = "openai:gpt-5-mini",
) -> Answer:
    return Answer(
        question=question,
        text=text,
        abstained=abstained,
        citations=tuple(citations) or (() if abstained else (citation(1),)),
        notes=tuple(notes),
        verdicts=tuple(verdicts),
        hits=tuple(hits),
        nearest=tuple({one.article.id: one.article for one in hits}.values()) if abstained else (),
        refused_by="evidence" if abstained else None,
        cut_off=cut_off,
        model=model,
        embedding="local:minilm",
        prompt="answer@00000000",
        timings=Timings(retrieve_ms=1, generate_ms=2, total_ms=3),
    )


def hit(n: int, *, title: str = "A near article", url: str | None = None) -> Hit:
    of = article(url or f"https://near.example/{n}", "It says something else.", title=title, published=PUBLISHED)
    passage = Passage(id=f"p{n}", article_id=of.id, position=0, start=0, text=of.text)
    return Hit(passage=passage, article=of, score=1.0)
