"""Sentences and clauses that stand in a passage word for word.

A copy proves itself only as a whole sentence of the passage, or as a whole clause of five words with its verb that
stands under no head (see `heads`). A name, a number or half a clause that is somewhere in the text proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.aligning import Word, words_of
from bot.answering.judging.words.complements import hangs_on
from bot.answering.judging.words.heads import BY_PIECES, UNSPACED, heads, is_question
from bot.answering.judging.words.lemmas import LEMMATISED, reads_like_a_verb
from language.pack import pack
from language.sentences import Sentence

CLAUSE = 5  # words of a clause; of scripts without spaces twice as many characters
SENTENCE = 3  # words of a whole sentence that has a verb
_OPENS = re.compile(r"(?:^|[,;:，；：、。!?！？—–(（\[\"“„«「『‘]|\s[–-])\s*$")
_CLOSES = re.compile(r"^\s*(?:$|[,;:，；：、.。!?！？—–)）\]\"”»」』’]|[–-]\s)")
_LAST_WORD = re.compile(r"([^\W\d_]+)\s+$")
_FIRST_WORD = re.compile(r"^\s+([^\W\d_]+)")
# A stop behind a plain word of four letters or more: behind "Dr." or "Gov." a sentence goes on.
_STOP = re.compile(r"\b[a-zà-ÿ]{4,}[.!?][\"”’]?\s+(?=[\"“‘]?[A-ZÀ-Þ])")
_QUOTES = re.compile(r"[“„«「『\"][^”“»」』\"]*[”“»」』\"]")


@dataclass(frozen=True, slots=True)
class Copy:
    """Where a sentence stands in a passage: whole sentences, or a clause of one (`whole` is False)."""

    sentences: tuple[Sentence, ...]
    whole: bool


def copy_of(claim: str, sentences: Sequence[Sentence], language: str) -> Copy | None:
    """The claim as a copy out of these sentences of a passage in the language; None where it is none that proves."""
    said = [word.plain for word in words_of(claim)]
    if not said:
        return None
    held = [words_of(sentence.text) for sentence in sentences]
    found = _whole(claim, said, sentences, held, language)
    if not found and (parts := [part for sentence in sentences for part in _at_stops(sentence)]) != list(sentences):
        found = _whole(claim, said, parts, [words_of(part.text) for part in parts], language)
    if found or not is_long_enough(said, language, CLAUSE) or not has_verb(claim, language):
        return found
    for sentence, words in zip(sentences, held, strict=True):
        for start, end in _places(said, words):
            if _is_clause(sentence.text, start, end, language) and not _is_under_a_head(
                sentence.text, start, end, claim, language
            ):
                return Copy((sentence,), whole=False)
    return None


def is_long_enough(words: Sequence[str], language: str, least: int) -> bool:
    return len(words) >= least * (2 if language in BY_PIECES else 1)


def has_verb(text: str, language: str) -> bool:
    """Whether a finite verb of the language can be told in the text; scripts without spaces are taken at their word."""
    if language in UNSPACED:
        return True
    tables = pack(language).statements
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", text) if language != "de" or word[0].islower()]
    if any(word in tables.finite or word.endswith(tuple(tables.endings)) for word in words):
        return True
    return language in LEMMATISED and any(reads_like_a_verb(word, language) for word in words)


def _whole(
    claim: str, said: list[str], sentences: Sequence[Sentence], held: Sequence[Sequence[Word]], language: str
) -> Copy | None:
    """The claim as one whole sentence or several that follow one another."""
    if not is_long_enough(said, language, SENTENCE if has_verb(claim, language) else CLAUSE):
        return None
    for first in range(len(sentences)):
        words: list[str] = []
        for last in range(first, len(sentences)):
            words += [word.plain for word in held[last]]
            if words == said:
                asks = is_question(sentences[last].text) and not is_question(claim)
                return None if asks else Copy(tuple(sentences[first : last + 1]), whole=True)
            if len(words) >= len(said):
                break
    return None


def _at_stops(sentence: Sentence) -> list[Sentence]:
    """A sentence parted at the stops within it: what quotes an answer may be split where its passage is not."""
    borders = [match.end() for match in _STOP.finditer(sentence.text)]
    parts = []
    for start, end in pairwise([0, *borders, len(sentence.text)]):
        parts.append(Sentence(sentence.start + start, sentence.text[start:end].rstrip()))
    return parts


def _places(said: list[str], words: Sequence[Word]) -> list[tuple[int, int]]:
    plain = [word.plain for word in words]
    size = len(said)
    return [
        (words[at].start, words[at + size - 1].end)
        for at in range(len(plain) - size + 1)
        if plain[at : at + size] == said
    ]


def _is_clause(sentence: str, start: int, end: int, language: str) -> bool:
    """Whether `sentence[start:end]` begins and ends where clauses do."""
    before, after = sentence[:start], sentence[end:]
    joints = pack(language).statements.joints | pack(language).statements.contrasts
    opened = _OPENS.search(before) is not None
    if not opened and language not in BY_PIECES:
        word = _LAST_WORD.search(before)
        opened = word is not None and word[1].casefold() in joints and not _begins_with_verb(sentence[start:], language)
    closed = _CLOSES.search(after) is not None
    if not closed and language not in BY_PIECES:
        word = _FIRST_WORD.search(after)
        closed = word is not None and word[1].casefold() in joints
    return opened and closed


def _begins_with_verb(text: str, language: str) -> bool:
    word = re.match(r"\W*([^\W\d_]+)", text)
    return word is not None and word[1][0].islower() and has_verb(word[1], language)


def _is_under_a_head(sentence: str, start: int, end: int, claim: str, language: str) -> bool:
    if is_question(sentence) and not is_question(claim):
        return True
    quoted = any(quote.start() < end and start < quote.end() for quote in _QUOTES.finditer(sentence))
    if quoted and not _QUOTES.search(claim):
        return True  # somebody's words, and perhaps an order: the sentence says only that they were said
    if hangs_on(sentence, start, language) is not None:
        return True
    return any(head.covers(start, end) for head in heads(sentence, language))
