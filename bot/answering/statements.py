"""What each passage says to a question: the sentences that bear on it, and the answers in them.

A number, a date and a person are found by words. What answers which, where, why, how, yes or no is a whole sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Literal

from language.asking import Asked
from language.corrections import is_retracted, says_it_corrects, sets_right
from language.dates import Moment
from language.detection import told_language
from language.facts import Facts, facts
from language.names import Name, folded
from language.numbers import Number
from language.pack import FALLBACK
from language.reading import one_of
from language.sentences import Sentence, sentences
from language.wording import subject
from language.words import CJK, weights
from vectorstore.model import Hit

Kind = Literal["number", "date", "person", "sentence"]

# The least share of the question's words, weighted by rarity, that a sentence with its headline must have.
BEARS = 0.5
BEARS_CJK = 0.4  # endings and particles make character pairs of their own, which an answer needn't share
CJK_LETTER = re.compile(f"[{CJK}]")
# Where some sentence answers in full, one that has less than this of its share, and few words in common with it,
# only touches the subject.
NEXT_TO_BEST = 0.7
KIN = 0.3
_FLOOR = 0.5
_WHOLE = re.compile(r"\b(?:out of|of)(?: the| its| all| their)? $", re.IGNORECASE)  # "of the 412 students, three"
REPORTED = one_of(lambda one: one.telling.reported)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that bears on the question, with what it says."""

    hit: Hit
    sentence: Sentence
    facts: Facts
    share: float
    corrects: bool

    @property
    def language(self) -> str:
        """ISO 639-1 of its article, or as its passage reads."""
        return self.hit.article.language or told_language(self.hit.passage.text) or FALLBACK


@dataclass(frozen=True, slots=True)
class Claim:
    """One answer that a statement gives; `retracted` where a correction takes it back."""

    statement: Statement
    kind: Kind
    found: Number | Moment | Name | None
    value: str
    retracted: bool = False


def bearing(wanted: Asked, hits: Sequence[Hit]) -> list[Statement]:
    """The sentences that bear on the question, each hit's headline counted with each of its sentences."""
    parts = [(hit, sentence) for hit in hits for sentence in sentences(hit.passage.text, language=hit.article.language)]
    documents = [subject(sentence.text) for _, sentence in parts]
    rare = weights(wanted.terms, documents, floor=_FLOOR)
    there = frozenset(term for words in documents for term in words)
    for term in wanted.terms - there - wanted.names:
        if not CJK_LETTER.match(term):
            rare[term] = _FLOOR  # nobody uses this word: it was asked in other words than it is told
    total = sum(rare[term] for term in wanted.terms) or 1.0
    found = []
    correcting = {hit.article.id for hit in hits if says_it_corrects(title=hit.article.title, text=hit.passage.text)}
    for (hit, sentence), words in zip(parts, documents, strict=True):
        headline = set(subject(hit.article.title or ""))
        own = set(words) & wanted.terms
        around = headline & wanted.terms
        share = sum(rare[term] * (1.0 if term in own else 0.7) for term in own | around) / total
        if share >= (BEARS_CJK if CJK_LETTER.search(wanted.question) else BEARS) and own:
            published = hit.article.published
            day = published.astimezone(UTC).date() if published else None
            corrects = hit.article.id in correcting or sets_right(sentence.text)
            about = facts(sentence.text, published=day)
            found.append(Statement(hit, sentence, about, share, corrects))
    found = [statement for statement in found if _is_of_the_day(wanted, statement)]
    most = max((statement.share for statement in found), default=0.0)
    best = [_words(statement) for statement in found if statement.share == most]
    return [
        statement
        for statement in found
        if statement.share >= NEXT_TO_BEST * most or any(_kinship(_words(statement), words) >= KIN for words in best)
    ]


def _is_of_the_day(wanted: Asked, statement: Statement) -> bool:
    """Whether no date of the sentence speaks against the day that the question names."""
    days = event_dates(statement)
    return not (wanted.dates and days) or any(day.agrees(asked_for) for day in days for asked_for in wanted.dates)


def _words(statement: Statement) -> frozenset[str]:
    return frozenset(term for term in subject(statement.sentence.text) if not term[0].isdigit())


def _kinship(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)


def claims_of(wanted: Asked, statement: Statement) -> Iterable[Claim]:
    """What the sentence answers, by the kinds that the question asks for."""
    text = statement.sentence.text

    def claim(kind: Kind, found: Number | Moment | Name) -> Claim:
        retracted = statement.corrects and is_retracted(text, found.start, found.end)
        return Claim(statement, kind, found, text[found.start : found.end], retracted)

    if "number" in wanted.kinds:
        numbers = [number for number in statement.facts.numbers if wanted.takes(text, number)]
        if statement.corrects:
            yield from (claim("number", number) for number in numbers)
        elif numbers:
            parts = [number for number in numbers if not _WHOLE.search(text[: number.start])] or numbers
            yield claim("number", max(parts, key=lambda number: wanted.nearness(text, number)))
        if numbers:
            return  # where the question tells no kind, a date beside the number says when, not what
    if "date" in wanted.kinds:
        moments = [moment for moment in statement.facts.dates if not _is_reporting(text, moment)]
        if statement.corrects:
            yield from (claim("date", moment) for moment in moments)
        elif moments:
            yield claim("date", max(moments, key=lambda moment: wanted.nearness(text, moment)))
    if "person" in wanted.kinds:
        people = [name for name in statement.facts.names if _is_answer(wanted, statement, name)]
        if statement.corrects:
            yield from (claim("person", name) for name in people)
        elif people:
            yield claim("person", max(people, key=lambda name: (name.person, wanted.nearness(text, name))))
    if wanted.kinds <= {"person", "yes-no"} and not statement.corrects:
        yield Claim(statement, "sentence", None, text)


def _is_answer(wanted: Asked, statement: Statement, name: Name) -> bool:
    outlet = {folded(word) for word in (statement.hit.article.outlet or "").split()}
    return name.certain and not set(name.words) & (wanted.words | outlet)


def _is_reporting(text: str, moment: Moment) -> bool:
    """Whether the date tells when something was said, not when it happened."""
    before = text[max(0, moment.start - 30) : moment.start]
    after = text[moment.end : moment.end + 12]
    return bool(
        REPORTED.search(re.split(r"[,;]|\bthat\b", before)[-1]) or re.match(r"[,\s]*(?:said|reported|told)\b", after)
    )


def event_dates(statement: Statement) -> list[Moment]:
    text = statement.sentence.text
    return [moment for moment in statement.facts.dates if moment.written and not _is_reporting(text, moment)]
