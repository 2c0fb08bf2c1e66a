"""How many of an article's words are shown: what its editor's sources.yaml says. Everybody but the editor is given no
more, so that no prompt, check, quote, claim or list has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vectorstore.model import Article, Hit, Passage

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)]*$")
# Scripts without spaces: each of these letters counts as a word.
_ALONE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def words_in(text: str) -> int:
    """How many words a text has; in scripts without spaces each letter is one."""
    return sum(_weight(found[0]) for found in _WORD.finditer(text))


def _weight(word: str) -> int:
    return max(1, len(_ALONE.findall(word)))


def first_words(text: str, most: int) -> str:
    """The beginning of a text, of at most so many words; empty where a first word is too much."""
    left = most
    end = 0
    for found in _WORD.finditer(text):
        weight = _weight(found[0])
        if weight > left:
            if weight > 1 and left:
                end = found.start() + _cut(found[0], left)
            break
        left -= weight
        end = found.end()
    return text[:end]


def _cut(word: str, most: int) -> int:
    """Where so many letters of a word in a script without spaces end."""
    marks = list(_ALONE.finditer(word))
    return marks[most - 1].end()


def shown_article(article: Article) -> Article:
    """The article with no more of its text than is shown."""
    if article.quote_words is None:
        return article
    return replace(article, text=first_words(article.text, article.quote_words))


def shown_passages(article: Article, passages: Sequence[Passage]) -> list[Passage]:
    """An article's passages, in order, with no more words than are shown of all of them together."""
    if article.quote_words is None:
        return list(passages)
    left = article.quote_words
    found = []
    for passage in passages:
        text = first_words(passage.text, left)
        left -= words_in(text)
        if text:
            found.append(replace(passage, text=text))
    return found


def shown_hits(hits: Iterable[Hit], question: str) -> list[Hit]:
    """The hits, those of one article together with no more of its words than are shown: of each passage the sentences
    nearest to the question's words. One of which none is shown is there all the same, with its title and link."""
    left: dict[str, int] = {}
    asked = {word.casefold().strip(".,;:!?\"“”’'") for word in question.split()}
    found = []
    for hit in hits:
        article = hit.article
        if article.quote_words is None:
            found.append(hit)
            continue
        rest = left.setdefault(article.id, article.quote_words)
        start, text = _nearest(hit.passage.text, rest, asked)
        if not text and article.id in {one.article.id for one in found}:
            continue
        left[article.id] = rest - words_in(text)
        passage = replace(hit.passage, text=text, start=hit.passage.start + start)
        found.append(replace(hit, passage=passage, article=shown_article(article)))
    return found


def _nearest(text: str, most: int, asked: set[str]) -> tuple[int, str]:
    """(where it begins, the part of at most so many words): from the beginning of the sentence from which on most of
    the question's words stand in it."""
    if words_in(text) <= most:
        return 0, text
    starts, fresh = [], True
    for word in _WORD.finditer(text):
        if fresh:
            starts.append(word.start())
        fresh = bool(_SENTENCE_END.search(word[0]))
    parts = [(start, first_words(text[start:], most)) for start in starts]
    return max(
        parts,
        key=lambda part: len(asked & {word.casefold().strip(".,;:!?\"“”’'") for word in part[1].split()}),
        default=(0, ""),
    )
