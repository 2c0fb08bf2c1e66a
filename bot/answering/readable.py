"""Hits as they may be read: without what in them speaks to machines, and without addresses.

An article's words are evidence; orders to whoever answers are none, nor are places that it would send readers to: an
answer brings them to the articles that it cites. Both are taken out here, once, where passages are retrieved, so that
no prompt, check, judge, quote, link or headline has them. An older library needs nothing for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from language.addresses import without_addresses
from language.machines import speaks_to_machines, without_machine_text
from vectorstore.model import Article, Hit


def readable(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits in their order, each passage as it may be read; what holds nothing else is left out.

    What is left of a passage is made of slices of it, with "…" where an address stood; around an order they stand on
    lines of their own.
    """
    return tuple(found for hit in hits if (found := _read(hit)) is not None)


def readable_words(text: str, article: Article) -> str:
    """Words of an article as they may be read. Its own address stays."""
    return without_addresses(without_machine_text(text), own=(article.url,))


def _read(hit: Hit) -> Hit | None:
    text = readable_words(hit.passage.text, hit.article)
    if not any(map(str.isalnum, text)):
        return None
    header = readable_words(hit.passage.header, hit.article)
    passage = hit.passage
    if text != passage.text or header != passage.header:
        passage = replace(passage, text=text, header=header)
    copies = tuple(replace(one, outlet=_name(one.outlet, one.url)) for one in hit.copies)
    return replace(hit, passage=passage, article=readable_article(hit.article, passage=text), copies=copies)


def readable_article(article: Article, *, passage: str = "") -> Article:
    """The article with a headline and an outlet that speak to nobody but readers. One without a headline of its own
    gets that of its text, else of a `passage`."""
    title, outlet = _name(article.title, article.url), _name(article.outlet, article.url)
    opening = article.text if title else readable_words(article.text, article) or passage
    if (title, outlet, opening) == (article.title, article.outlet, article.text):
        return article
    return replace(article, title=title, outlet=outlet, text=opening)


def _name(name: str | None, url: str | None) -> str | None:
    if not name or speaks_to_machines(name):
        return None
    read = without_addresses(name, own=(url,))
    return read if any(map(str.isalnum, read)) else None
