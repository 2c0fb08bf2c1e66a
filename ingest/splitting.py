"""Articles to passages: exact slices on sentence and paragraph borders, never longer than the embedder takes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from ingest.settings import MAX_PASSAGE_CHARACTERS, IngestSettings
from language.sentences import spans
from vectorstore.model import Article, Passage, passages_of, shortened

# Raise it when most articles would be split, or headed, otherwise: every library is then split and embedded again. A
# repair that moves a border now and then is none.
SPLITTER = "sentences-1"

_HEADER_TITLE = 160
_HEADER_OUTLET = 60
# The header may take this part of the tokens, so that room is left for the passage.
_HEADER_SHARE = 4
# A passage may end before it is full, at the end of a paragraph, when it is at least this full.
_FULL_ENOUGH = 0.6
# A last passage shorter than this joins the one before it, if the two fit.
_SCRAP = 200
_CLAUSE = re.compile(r"[,;:，、；：،؛—–]\s*")
_SPACE = re.compile(r"\s+")


def splitter_version(settings: IngestSettings) -> str:
    """What goes into the index's fingerprint: the splitter and its sizes."""
    return f"{SPLITTER}:{settings.ingest_passage_characters}:{settings.ingest_overlap_characters}"


def split(
    article: Article,
    *,
    settings: IngestSettings,
    count_tokens: Callable[[str], int],
    max_tokens: int,
) -> tuple[Passage, ...]:
    """The passages of an article, in order, each with the article's header.

    A passage has at most 1,200 characters, and at most `max_tokens` tokens by `count_tokens` with its
    header; together they cover every word of the text.
    """
    parts: list[tuple[int, str]] = []
    own: dict[int, tuple[str, datetime | None]] = {}
    header = ""
    for start, end, published in _entries(article):
        dated = replace(article, published=published) if published else article
        header = header_of(dated, count_tokens=count_tokens, max_tokens=max_tokens)
        packer = _Packer(
            text=article.text[start:end],
            target=settings.ingest_passage_characters,
            overlap=settings.ingest_overlap_characters,
            fits=_fit(header, count_tokens, max_tokens),
            language=article.language or "en",
        )
        for at, body in packer.passages():
            parts.append((start + at, body))
            own[start + at] = header, published
    passages = passages_of(article.id, parts, header=header)
    return tuple(replace(one, header=own[one.start][0], published=own[one.start][1]) for one in passages)


def _entries(article: Article) -> Iterator[tuple[int, int, datetime | None]]:
    """The parts that have a date of their own: the entries of a live blog, and what stands ahead of them."""
    borders = [(0, None), *article.entries] if not article.entries or article.entries[0][0] else [*article.entries]
    for (start, published), (end, _) in pairwise([*borders, (len(article.text), None)]):
        yield start, end, published


def _fit(header: str, count_tokens: Callable[[str], int], max_tokens: int) -> Callable[[str], bool]:
    prefix = f"{header}\n" if header else ""
    return lambda body: count_tokens(prefix + body) <= max_tokens


def header_of(article: Article, *, count_tokens: Callable[[str], int], max_tokens: int) -> str:
    """Title, outlet and date in one line, at most a quarter of the tokens.

    Without a title, the first sentence shortened stands for it: the later passages of an article
    would otherwise not say what they are about.
    """
    day = f"{article.published:%Y-%m-%d}" if article.published else ""
    outlet = shortened(article.outlet, limit=_HEADER_OUTLET) if article.outlet else ""
    tail = ", ".join(part for part in (outlet, day) if part)
    limit = _HEADER_TITLE
    while True:
        title = _cut(article.headline, limit)
        header = " | ".join(part for part in (title, tail) if part)
        if limit == 0 or count_tokens(header) * _HEADER_SHARE <= max_tokens:
            return header
        limit = limit * 2 // 3 if limit > 12 else 0


def _cut(title: str, limit: int) -> str:
    if len(title) <= limit:
        return title
    words = title[:limit].rpartition(" ")[0] or title[:limit]
    return words.rstrip(" ,;:…") + "…" if limit else ""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a piece of one that is too long; `closes` says that its paragraph ends with it."""

    start: int
    end: int
    closes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packer:
    text: str
    target: int
    overlap: int
    fits: Callable[[str], bool]
    language: str

    def passages(self) -> Iterator[tuple[int, str]]:
        """(start, text) of each passage."""
        spans = self._spans()
        if len(spans) > 1 and spans[-1][1] - spans[-1][0] < _SCRAP:
            joined = (spans[-2][0], spans[-1][1])
            if self._holds(*joined, limit=MAX_PASSAGE_CHARACTERS):
                spans[-2:] = [joined]
        for start, end in spans:
            yield start, self.text[start:end]

    def _spans(self) -> list[tuple[int, int]]:
        units = [unit for sentence in self._sentences() for unit in self._pieces(sentence)]
        spans: list[tuple[int, int]] = []
        first = new = 0
        while new < len(units):
            last = self._last(units, first, new)
            spans.append((units[first].start, units[last].end))
            first, new = self._next(units, first, last), last + 1
        return spans

    def _last(self, units: list[_Unit], first: int, new: int) -> int:
        """The last unit of the passage that begins with `first`; `new` is the first that no passage has yet."""
        start = units[first].start
        last = bisect_left(units, start + self.target + 1, lo=first, key=lambda unit: unit.end) - 1
        last = max(last, first)
        if not self._holds(start, units[last].end):
            low, high = new, last  # low fits, high doesn't
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if self._holds(start, units[middle].end) else (low, middle)
            last = low
        if last == len(units) - 1:
            return last
        full_enough = start + _FULL_ENOUGH * (units[last].end - start)
        closing = (at for at in range(last, new - 1, -1) if units[at].closes and units[at].end >= full_enough)
        return next(closing, last)

    def _next(self, units: list[_Unit], first: int, last: int) -> int:
        """Where the following passage begins: as many whole units back as the overlap allows."""
        begin = last + 1
        if begin == len(units):
            return begin
        # Passages that tokens keep short overlap by as much less.
        overlap = self.overlap * (units[last].end - units[first].start) // self.target
        while begin - 1 > first and units[last].end - units[begin - 1].start <= overlap:
            begin -= 1
        # An overlap that leaves no room for the unit to come would give a passage of nothing new.
        while begin <= last and not self._holds(units[begin].start, units[last + 1].end):
            begin += 1
        return begin

    def _holds(self, start: int, end: int, *, limit: int | None = None) -> bool:
        return end - start <= (limit or self.target) and self.fits(self.text[start:end])

    def _sentences(self) -> Iterator[_Unit]:
        """Each line is a paragraph, or several of a hard-wrapped one; lines of marks alone are left out."""
        begin = 0
        for line in self.text.split("\n"):
            found = spans(line, self.language) if line.strip() else []
            for number, (start, end) in enumerate(found, 1):
                yield _Unit(begin + start, begin + end, number == len(found))
            begin += len(line) + 1

    def _pieces(self, unit: _Unit) -> Iterator[_Unit]:
        """The unit itself, or where it is too long, pieces cut after clauses, words, or anywhere."""
        start = unit.start
        while not self._holds(start, unit.end):
            cut = self._cut_point(start, unit.end)
            end = start + len(self.text[start:cut].rstrip())
            yield _Unit(start, end, False)
            start = cut + len(self.text[cut : unit.end]) - len(self.text[cut : unit.end].lstrip())
        if start < unit.end:
            yield _Unit(start, unit.end, unit.closes)

    def _cut_point(self, start: int, end: int) -> int:
        """The furthest good place to cut so that `text[start:place]` fits. Always after `start`."""
        low, high = start + 1, min(end, start + self.target)
        if not self._holds(start, high):
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if self._holds(start, middle) else (low, middle)
        else:
            low = high
        if low >= end:
            return end
        body = self.text[start:low]
        for border in (_CLAUSE, _SPACE):
            places = [found.end() for found in border.finditer(body) if found.end() > len(body) // 2]
            if places:
                return start + places[-1]
        # No border: don't part a character from the marks that belong to it.
        place = low
        while place > start + 1 and _joined(self.text, place):
            place -= 1
        return place if place > start + 1 else low


def _joined(text: str, place: int) -> bool:
    import unicodedata

    return unicodedata.category(text[place]) in ("Mn", "Mc", "Me", "Cf") or text[place - 1] == "\u200d"
