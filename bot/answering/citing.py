"""Marks in an answer made true: what points nowhere goes, the rest is renumbered and gets its quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.answering.answer import Citation
from language.addresses import without_addresses
from language.words import terms
from prompts.fences import REFUSAL, unescaped
from vectorstore.model import Hit

# [1]  [1, 2]  [1][2]  [1-3]  ［１］  【1】  【1†source】  [^1]  [source 1]. Brackets of articles are escaped in the
# prompt (prompts/fences.py), so whatever has this shape in an answer was meant as a mark.
_NUMBERS = (
    r"\^?\s*(?:sources?\s*)?#?\d{1,99}(?:\s*(?:[,，、;&–-]|and)\s*(?:sources?\s*)?#?\d{1,99})*\s*(?:†[^\]］】]*)?"
)
MARK = re.compile(rf"[\[［【]{_NUMBERS}[\]］】]", re.IGNORECASE)
_RUN = re.compile(rf"\s*{MARK.pattern}(?:\s*[,，]?\s*{MARK.pattern})*", re.IGNORECASE)
_RANGE_OR_NUMBER = re.compile(r"(\d+)\s*[–-]\s*(\d+)|(\d+)")
_SPACE_BEFORE_STOP = re.compile(r"\s+([.,;:!?])(?=\s|$|\[)")
_LOOK_ALIKE = re.compile(r"[\[［【]\s*\d[^\]］】]*[\]］】]")

_SOURCE_WORDS = {"source", "sources", "article", "from", "title", "date", "published", "outlet", "by"}

LONGEST_RANGE = 20


def taken_apart(sentence: str, hits: Sequence[Hit]) -> tuple[str, tuple[int, ...]]:
    """A sentence of a model as (what it says, the sources that it cites): the words without marks and without
    addresses but those of its sources, escapes mapped back; the numbers as the prompt counts them, unknown ones left
    out.
    """
    text = sentence.replace(REFUSAL, " ")
    found = (n for run in _RUN.finditer(text) for n in _numbers_in(run[0]))
    numbers = tuple(n for n in dict.fromkeys(found) if 1 <= n <= len(hits))
    text = without_addresses(text, own=[hits[n - 1].article.url for n in numbers])
    words = _SPACE_BEFORE_STOP.sub(r"\1", _shown(_RUN.sub("", text)))
    return " ".join(words.split()), numbers


def names_its_source(words: str, hits: Sequence[Hit]) -> bool:
    """Whether a sentence says no more than what its sources are called: "The Harbor Ledger (2024-01-30)". A headline
    alone may be an answer."""
    said = set(terms(words)) - _SOURCE_WORDS
    for hit in hits:
        article = hit.article
        date = f"{article.published:%Y-%m-%d %Y %B %b %d %-d %m}" if article.published else ""
        beside = set(terms(f"{article.outlet or ''} {date}"))
        if said and said & beside and said <= beside | set(terms(article.headline)) | set(terms(article.url or "")):
            return True
    return False


def citation(n: int, hit: Hit, quote: str) -> Citation:
    """The citation that the mark `[n]` stands for."""
    article = hit.article
    return Citation(
        n=n,
        title=article.headline,
        outlet=article.outlet,
        url=article.url,
        path=article.path,
        published=article.published,
        published_is_day=article.published_is_day,
        quote=quote,
        passage_id=hit.passage.id,
        article_id=article.id,
        also_in=_others(hit),
        opening_only=article.partial is not None,
        dated_by_address=article.is_dated_by_address,
    )


def _others(hit: Hit) -> tuple[str, ...]:
    """Who else ran the article's words: outlets, or the hosts of those that name none."""
    named = (copy.outlet or (urlsplit(copy.url).hostname if copy.url else None) for copy in hit.copies)
    others = {name.casefold(): name for name in named if name}
    others.pop((hit.article.outlet or "").casefold(), None)
    return tuple(others.values())


def _numbers_in(marks: str) -> list[int]:
    found: list[int] = []
    for first, last, single in _RANGE_OR_NUMBER.findall(marks):
        if single:
            found.append(int(single))
        elif 0 < int(last) - int(first) <= LONGEST_RANGE:
            found += range(int(first), int(last) + 1)
    return found


def _shown(text: str) -> str:
    """An answer's words with what the prompt escaped mapped back, unless that would look like a mark of ours."""
    plain = unescaped(text)
    return _LOOK_ALIKE.sub(lambda mark: "⟦" + mark[0][1:-1] + "⟧", plain)
