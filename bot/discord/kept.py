"""Citations as the question log keeps them: as they were shown, with the passages' words."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.answer import Citation
from bot.questions.log import Cited
from bot.searching import stamp
from vectorstore.model import Hit


def kept(citations: Iterable[Citation], hits: Iterable[Hit]) -> tuple[Cited, ...]:
    """The citations, each with the whole passage that its quote is from."""
    passages = {hit.passage.id: hit.passage.text for hit in hits}
    return tuple(
        Cited(
            n=citation.n,
            title=citation.title,
            outlet=citation.outlet,
            url=citation.url,
            path=citation.path,
            published=stamp(citation.published, day_only=citation.published_is_day),
            article_id=citation.article_id,
            passage_id=citation.passage_id,
            quote=citation.quote,
            passage=passages.get(citation.passage_id, citation.quote),
            more=citation.more,
        )
        for citation in citations
    )
