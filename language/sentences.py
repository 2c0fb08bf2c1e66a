"""Sentences as exact slices of a text, in any language that sentencex knows, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from language.detection import likely_language, told_language
from language.pack import FALLBACK

_WORD = re.compile(r"\w")
# What stands before a name and never at the end: English titles and "v.", in whatever language the line was taken for.
_BEFORE_A_NAME = re.compile(
    r"\b(?:Gov|Sen|Rep|Reps|Sens|Govs|Lt|Gen|Col|Sgt|Cpl|Pvt|Capt|Cmdr|Adm|Maj|Det|Supt|Amb|Atty|Ald|Assemb|Del|Hon|Rev|Msgr|Fr"
    r"|Prof|Pres|Dr|Drs|Mr|Mrs|Ms|Messrs|Mx|St|Ste|Mt|Ft|vs?)\.$"
)
# "7 p.m. ET", "9 a.m. Friday": what tells an hour's zone or day goes on with it.
_HOUR = re.compile(r"\d\s*[ap]\.\s?m\.$", re.IGNORECASE)
_OF_THE_HOUR = re.compile(
    r"(?:[A-Z]{1,4}T|UTC|MSK|WIB)\b|(?:Eastern|Central|Mountain|Pacific|Atlantic|Alaska|Hawaii|Greenwich|Moscow|Beijing|Tokyo"
    r"|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
    r"(?:day|uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\.?\b(?! (?:is|was|were|has|had|will)\b)"
)
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
    import sentencex

    found: list[Sentence] = []
    start = 0
    general = language or told_language(text) or FALLBACK
    for line in text.split("\n"):
        if _WORD.search(line):
            offset = start
            spoken = language or likely_language(line) or general
            for part in _parted(sentencex.segment(spoken, line)):
                stripped = part.strip()
                at = offset + part.index(stripped)
                before = found[-1] if found and found[-1].start >= start else None
                if before and stripped and _goes_on(before.text, stripped, spoken):
                    found[-1] = Sentence(before.start, text[before.start : at + len(stripped)])
                elif _WORD.search(stripped):
                    found.append(Sentence(at, stripped))
                offset += len(part)
        start += len(line) + 1
    return found


def _goes_on(before: str, piece: str, language: str) -> bool:
    """Whether a piece that was split off belongs to the sentence before it.

    A closing quote or bracket does, and what ends a bracket that is still open; so do a name behind its title and the
    zone behind an hour; and German writes ordinals with a stop and nouns with a capital: "am 3. Juni".
    """
    opened = before.rfind("(")
    if opened > before.rfind(")") and len(before) - opened < LONGEST_BRACKET and ")" in piece:
        return True
    if _NUMBER.fullmatch(before) or _BEFORE_A_NAME.search(before):
        return True
    if _HOUR.search(before) and _OF_THE_HOUR.match(piece):
        return True
    return not _WORD.search(piece) or (language == "de" and _GERMAN_ORDINAL.search(before) is not None)


def _parted(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        start = 0
        for gap in _MAY.finditer(part):
            yield part[start : gap.end()]
            start = gap.end()
        yield part[start:]
