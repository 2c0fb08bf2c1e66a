"""Sentences as exact slices of a text, in any language that sentencex knows, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from language.detection import likely_language, told_language
from language.pack import FALLBACK, pack
from language.reading import alternatives

_WORD = re.compile(r"\w")
# "7 p.m. ET", "9 a.m. Friday": what tells an hour's zone or day goes on with it.
_HOUR = re.compile(r"\d\s*[ap]\.\s?m\.$", re.IGNORECASE)
_OF_THE_HOUR = re.compile(alternatives(lambda one: one.borders.zones, words=False))
_SHORTENED = re.compile(r"(?:^|[\s(.])[^\W\d_]{1,3}\.$")  # "p. m.": with a small letter behind it no end of a sentence
_SMALL = re.compile(r"[a-zß-öø-ÿ](?![A-Z])")
_GERMAN_ORDINAL = re.compile(r"\b[12]?\d\.$|\b3[01]\.$")
_NUMBER = re.compile(r"\W*\d{1,3}\.")  # of a list, or a German day: no sentence by itself
_MAY = re.compile(r"(?<=\bMay\.)\s+(?=[A-Z“\"])")  # the month that is never shortened, taken for an abbreviation
LONGEST_BRACKET = 80  # characters of an open bracket that a stop may stand in


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is `whole[start:start + len(text)]`, without white space at its ends."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def sentences(text: str, *, language: str | None = None) -> list[Sentence]:
    """The sentences of a text, in order.

    A line break ends a sentence (news text is one paragraph a line). Pieces without a letter or digit,
    such as a separator line, are left out. `language` (ISO 639-1) is told by script and function words
    when it is not given: it matters for abbreviations only.
    """
    found: list[Sentence] = []
    start = 0
    general = language or told_language(text) or FALLBACK
    for line in text.split("\n"):
        if _WORD.search(line):
            spoken = language or likely_language(line) or general
            found += (Sentence(start + first, line[first:last]) for first, last in spans(line, spoken))
        start += len(line) + 1
    return found


def spans(line: str, language: str) -> list[tuple[int, int]]:
    """Where each sentence of a line stands, as (start, end), without white space at its ends.

    Every splitting into sentences goes through here, that of an article into passages too: what sentencex parts
    and belongs together is joined again in this one place.
    """
    import sentencex

    found: list[tuple[int, int]] = []
    offset = 0
    for part in _parted(sentencex.segment(language, line)):
        stripped = part.strip()
        start = offset + part.index(stripped)
        end = start + len(stripped)
        offset += len(part)
        if found and stripped and _goes_on(line[slice(*found[-1])], stripped, language):
            found[-1] = (found[-1][0], end)
        elif _WORD.search(stripped):
            found.append((start, end))
    return found


def _goes_on(before: str, piece: str, language: str) -> bool:
    """Whether a piece that was split off belongs to the sentence before it.

    A closing quote or bracket does, and what ends a bracket that is still open; so do a name behind its title and the
    zone behind an hour; and German writes ordinals with a stop and nouns with a capital: "am 3. Juni".
    """
    opened = before.rfind("(")
    if opened > before.rfind(")") and len(before) - opened < LONGEST_BRACKET and ")" in piece:
        return True
    if _NUMBER.fullmatch(before) or _before_a_name(language).search(before):
        return True
    if _HOUR.search(before) and _OF_THE_HOUR.match(piece):
        return True
    if _SHORTENED.search(before) and _SMALL.match(piece):
        return True
    return not _WORD.search(piece) or (language == "de" and _GERMAN_ORDINAL.search(before) is not None)


@cache
def _before_a_name(language: str) -> re.Pattern[str]:
    """What stands before a name and never at the end: titles of the language, and English ones in any."""
    titles = dict.fromkeys((*pack(language).reading.borders.titles, *pack(FALLBACK).reading.borders.titles))
    return re.compile(rf"\b(?:{'|'.join(titles)})\.$")


def _parted(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        start = 0
        for gap in _MAY.finditer(part):
            yield part[start : gap.end()]
            start = gap.end()
        yield part[start:]
