"""An answer as it grows: sentences in, checked and numbered sentences out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.answering.answer import Citation
from bot.answering.checking import Check, Verdict
from bot.answering.citing import citation, names_its_source, taken_apart
from bot.answering.events import Cited, Dropped, Sentence
from bot.answering.judging.words.heads import is_question
from language.detection import told_language
from language.pack import FALLBACK, pack
from language.words import terms
from prompts.fences import marked
from vectorstore.model import Hit

Attribute = Callable[[Verdict], str]

MOST_CHARACTERS = 4000  # of an answer; a model that doesn't stop is cut at a sentence
_LIST_ITEM = re.compile(r"(?:[-*•]|\d{1,2}[.)]) ")
_WORD = re.compile(r"\w")
_FIRST = re.compile(r"[^\W\d_]+")


def _only_points(raw: str, words: str) -> bool:
    """Whether a sentence is no more than the way to a link that was taken from it: "See https://…"."""
    return "://" in raw and "://" not in words and len(terms(words)) <= 1


def _asking(words: str, named: Sequence[int]) -> Verdict | None:
    """The verdict on a sentence that asks: a question, of an article or of a model, states nothing."""
    if not is_question(words):
        return None
    return Verdict(sentence=words, outcome="dropped", cited=tuple(named), reason="it asks, and states nothing")


def _leans(words: str, before: str) -> bool:
    """Whether a sentence begins with a pronoun, which means somebody or something of the sentence before it."""
    tables = pack(told_language(f"{before} {words}") or FALLBACK).statements
    first = _FIRST.search(words)
    return first is not None and first[0].casefold() in tables.pronouns - tables.articles


class Composer:
    """Takes a model's sentences one by one. Marks are numbered from 1 in the order in which they are shown."""

    def __init__(self, hits: Sequence[Hit], check: Check, *, attribute: Attribute | None = None) -> None:
        """`attribute` says what stands ahead of a sentence that must name its source, else ""."""
        self._hits = hits
        self.check = check
        self.attribute = attribute
        self._numbers: dict[int, int] = {}  # the source's number in the prompt -> its number in the answer
        self._shown: set[str] = set()
        self.citations: list[Citation] = []
        self.verdicts: list[Verdict] = []
        self.text = ""

    @property
    def full(self) -> bool:
        """Whether there is no room for another sentence."""
        return len(self.text) >= MOST_CHARACTERS

    def take(self, raw: str) -> Iterator[Cited | Sentence | Dropped]:
        """Check one sentence as the model wrote it; the citations that it is the first to use come first."""
        words, named = taken_apart(raw, self._hits)
        if not _WORD.search(words) or words in self._shown or (not named and _only_points(raw, words)):
            return
        if names_its_source(words, [self._hits[n - 1] for n in named]):
            return  # an entry of a list of sources
        verdict = self._as_cited_before(_asking(words, named) or self.check(words, named))
        if verdict.sources and self.text and not self.verdicts[-1].sources and _leans(words, self.text):
            # Behind another sentence than the one that it was written behind it would speak of somebody else.
            verdict = replace(
                verdict, outcome="dropped", sources=(), quotes=(), reason="it speaks of what a dropped sentence named"
            )
        self.verdicts.append(verdict)
        line = marked(words, [self._number(n) for n in verdict.sources]) if verdict.sources else ""
        if line and self.attribute:
            line = self.attribute(verdict) + line
        if not line:
            yield Dropped(verdict)
            return
        if len(self.text) + len(line) >= MOST_CHARACTERS:
            return
        self._shown.add(words)
        yield from self._new_citations(verdict)
        self.text += ("\n" if _LIST_ITEM.match(line) else " ") * bool(self.text) + line
        yield Sentence(line, verdict)

    def _number(self, source: int) -> int:
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def _as_cited_before(self, verdict: Verdict) -> Verdict:
        """The verdict with each quote once: two passages of an article that share a sentence are one source for it."""
        held: dict[int, str] = {}
        for source, quote in zip(verdict.sources, verdict.quotes, strict=True):
            article = self._hits[source - 1].article.id
            same = (n for n in (*self._numbers, *held) if self._hits[n - 1].article.id == article)
            held.setdefault(next((n for n in same if quote in self._hits[n - 1].passage.text), source), quote)
        return replace(verdict, sources=tuple(held), quotes=tuple(held.values()))

    def _new_citations(self, verdict: Verdict) -> Iterator[Cited]:
        for source, quote in zip(verdict.sources, verdict.quotes, strict=True):
            n = self._numbers[source]
            if n > len(self.citations):
                self.citations.append(citation(n, self._hits[source - 1], quote))
                yield Cited(self.citations[-1])
            elif quote not in (known := self.citations[n - 1]).quote and quote not in known.more:
                self.citations[n - 1] = replace(known, more=(*known.more, quote))
