"""Words under which a clause is not said: "no evidence that", "false", "whether", "if", "plans to", "wrongly".

A clause taken out from under such a head says what its sentence does not. The words are in the language packs; here
is how far each of them reaches within its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from language.pack import Pack, pack

Kind = Literal[
    "denying", "refuting", "doubting", "asking", "conditioning", "planning", "retracting", "negation", "fiction"
]

KINDS: tuple[Kind, ...] = ("denying", "refuting", "doubting", "asking", "conditioning", "planning", "retracting")
UNSPACED = frozenset({"zh", "ja"})
BY_PIECES = UNSPACED | {"ko"}  # languages whose tables hold pieces of a text and not whole words
# What is said of the whole sentence wherever it stands in it.
_WHOLE: frozenset[Kind] = frozenset({"refuting", "conditioning"})
_COMPLEMENT = 3  # words after a head that may be what it governs; with fewer it governs what stands before it
_WORD = re.compile(r"\w+")
_GAP = r"\s+(?:[^\s,;:.]+\s+){1,4}?"  # between the parts of one verb, "nahm den Bericht zurück"
_QUESTION = re.compile(r"[?？]['\"”’»』」]*\s*$")
_LINE = re.compile(r"[;；—]|\s[–-]\s")


@dataclass(frozen=True, slots=True)
class Head:
    """A head at `sentence[start:end]`, and the part `sentence[first:last]` that stands under it."""

    kind: Kind
    start: int
    end: int
    first: int
    last: int

    def covers(self, start: int, end: int) -> bool:
        """Whether it stands outside of `sentence[start:end]` and some of that under it."""
        outside = self.end <= start or self.start >= end
        return outside and self.first < end and start < self.last


def is_question(sentence: str) -> bool:
    return _QUESTION.search(sentence) is not None


@lru_cache(maxsize=1024)
def heads(sentence: str, language: str) -> tuple[Head, ...]:
    """The heads of a sentence in the language (ISO 639-1), in order; denials of a single word are among them."""
    tables = pack(language)
    borders = [0, *sorted(_borders(sentence, tables)), len(sentence)]
    found = []
    for kind, start, end in _spans(sentence, tables):
        begin = max(border for border in borders if border <= start)
        stop = min(border for border in borders if border >= end)
        if kind in _WHOLE:
            begin, stop = 0, len(sentence)
        elif language not in BY_PIECES and kind != "fiction":
            if kind == "negation":  # it denies a word of its own clause
                begin = max(begin, sentence.rfind(",", 0, start) + 1)
            begin = begin if len(_WORD.findall(sentence[end:stop])) < _COMPLEMENT else end
        found.append(Head(kind, start, end, begin, stop))
    return tuple(sorted(found, key=lambda head: head.start))


def span_of_clause(sentence: str, at: int, language: str) -> int:
    """Where the part of the sentence begins, behind a dash or a "but", that `sentence[at]` is in."""
    return max((border for border in _borders(sentence, pack(language)) if border <= at), default=0)


def _spans(sentence: str, tables: Pack) -> Iterator[tuple[Kind, int, int]]:
    taken: list[tuple[int, int]] = []
    for kind in KINDS:
        for match in table_pattern(tables.code, kind).finditer(sentence):
            taken.append(match.span())
            yield kind, *match.span()
    if inverted := _inverted(tables.code).match(sentence):
        taken.append(inverted.span(1))
        yield "conditioning", *inverted.span(1)
    for match in _fictions(tables.code).finditer(sentence):
        taken.append(match.span())
        yield "fiction", *match.span()
    for match in table_pattern(tables.code, "negations").finditer(sentence):
        if not any(start <= match.start() < end for start, end in taken):
            yield "negation", *match.span()


def _borders(sentence: str, tables: Pack) -> Iterator[int]:
    for match in _LINE.finditer(sentence):
        yield match.end()
    for match in table_pattern(tables.code, "contrasts").finditer(sentence):
        yield match.start()
    if tables.code not in BY_PIECES:
        for match in table_pattern(tables.code, "reporting").finditer(sentence):  # "…, said Varga, who led the trial"
            if sentence[: match.start()].rstrip().endswith(","):
                yield match.start()


@cache
def _inverted(code: str) -> re.Pattern[str]:
    """A verb at the head of a statement of two clauses, which makes the first a condition: "Had the dam broken, …"."""
    entries = "|".join(pack(code).statements.inverted)
    return re.compile(rf"\W*((?:{entries})\b)[^?？]*,", re.IGNORECASE) if entries else re.compile(r"(?!)")


@cache
def _fictions(code: str) -> re.Pattern[str]:
    """ "In her first novel": a work of fiction as what something happens in."""
    works = table_pattern(code, "fictions")
    if code in BY_PIECES:
        return works
    ahead = table_pattern(code, "prepositions")
    return re.compile(rf"{ahead.pattern}\s+(?:[\w'’-]+\s+){{0,3}}?{works.pattern}", re.IGNORECASE)


@cache
def table_pattern(code: str, table: str) -> re.Pattern[str]:
    """The entries of one of a pack's tables of statements, as whole words or as pieces; "…" stands for some words."""
    tables: Iterable[str] = getattr(pack(code).statements, table)
    ordered = sorted(tables, key=len, reverse=True)
    entries = "|".join(re.escape(entry).replace(r"\ …\ ", _GAP).replace(r"\ ", r"\s+") for entry in ordered)
    whole = entries if code in BY_PIECES else rf"(?<!\w)(?:{entries})(?!\w)"
    if table == "negations" and code == "en":
        whole += r"|(?<=\w)n['’]t\b"
    return re.compile(whole, re.IGNORECASE)
