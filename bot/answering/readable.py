"""Hits as they may be read: without what in them speaks to machines.

An article's words are evidence; orders to whoever answers are none. They are taken out here, once, where passages are
retrieved, so that no prompt, check, judge, quote, link or headline has them. An older library needs nothing for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from language.machines import speaks_to_machines, without_machine_text
from vectorstore.model import Article, Hit


def readable(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits in their order, each passage without its orders to machines; what holds nothing else is left out.

    What is left of a passage is made of slices of it, each on lines of its own.
    """
    return tuple(found for hit in hits if (found := _read(hit)) is not None)


def _read(hit: Hit) -> Hit | None:
    text = without_machine_text(hit.passage.text)
    if not any(map(str.isalnum, text)):
        return None
    header = without_machine_text(hit.passage.header)
    passage = hit.passage
    if text != passage.text or header != passage.header:
        passage = replace(passage, text=text, header=header)
    return replace(hit, passage=passage, article=_read_article(hit.article, text))


def _read_article(article: Article, passage: str) -> Article:
    """The article with a headline that speaks to nobody but readers."""
    title, outlet = (None if name and speaks_to_machines(name) else name for name in (article.title, article.outlet))
    opening = article.text if title else without_machine_text(article.text) or passage
    if (title, outlet, opening) == (article.title, article.outlet, article.text):
        return article
    return replace(article, title=title, outlet=outlet, text=opening)
