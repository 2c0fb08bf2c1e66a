"""Articles of which not all may be shown, and that are about a question: who asks is sent there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.answering.gate import Gate
from bot.answering.readable import readable, readable_article
from bot.answering.timing.windows import Window
from language.translation import translate_count
from vectorstore.model import Article, Hit

if TYPE_CHECKING:
    from vectorstore.library import Library

MOST_POINTED_AT = 3


def pointed_at(
    hits: Iterable[Hit], gate: Gate | None, library: Library, *, window: Window | None, elsewhere: bool = False
) -> tuple[Article, ...]:
    """Those of the articles of which not all words may be shown that are about a question, as its `gate` finds by all
    their words; all of them where it names no subject, so that there is no gate. Of those that a `window` of time asks
    for, where it does."""
    limited = {hit.passage.id: hit for hit in hits if hit.article.quote_words is not None}
    if not limited:
        return ()
    found: dict[str, Article] = {}
    for hit in readable(library.whole(list(limited.values()))):
        in_time = window is None or window.holds(hit.article)
        if in_time and (gate is None or gate.strict_margin([hit], elsewhere=elsewhere) >= 0):
            found.setdefault(hit.article.id, readable_article(limited[hit.passage.id].article))
    return tuple(found.values())[:MOST_POINTED_AT]


def beside_an_answer(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Those of them that an answer can have no words of."""
    return tuple(article for article in articles if article.quote_words == 0)


def pointers_heading(articles: Sequence[Article], language: str) -> str:
    """What stands above articles that are to be read where they are."""
    return translate_count(
        "There is an article about it. Read it there:",
        "There are {count} articles about it. Read them there:",
        language,
        count=len(articles),
    )
