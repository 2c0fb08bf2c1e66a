"""Whether the numbers of two sentences count the same thing: all that words alone can say of a disagreement.

Both must answer the question whole, count what it counts and no part of it, speak of one time, and both be of what was
or both of what is planned. Of persons, dates, places, yes and no, words say nothing.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise

from bot.answering.judging.words.heads import heads
from bot.answering.statements import BEARS_CJK, Claim, Statement, event_dates
from language.asking import Asked
from language.numbers import Number
from language.pack import pack
from language.reading import alternatives
from language.sentences import sentences
from language.wording import subject
from language.words import terms

UNSPACED = frozenset({"ko", "zh", "ja"})
APART = 14  # days between two articles that name no time and may still speak of one
OWN = 0.5  # of the question's words that the sentence itself must hold; its headline and the one before hold the rest
WHOLE_CJK = 1.6 * BEARS_CJK
_NEAR = 28  # characters around a number where a part of something is told
_HOW = re.compile(rf"{alternatives(lambda one: one.judging.how)}\s+([^\W\d_]+)", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:()，；：（）]|\s[–—-]\s")


def count_the_same(wanted: Asked, one: Claim, other: Claim) -> bool:
    """Whether both numbers answer the question, and are of the same counted thing, subject and period."""
    return (
        wanted.kinds == {"number"}
        and _answers(wanted, one, other)
        and _answers(wanted, other, one)
        and _is_planned(one) == _is_planned(other)
        and _is_of_one_time(wanted, one, other)
    )


def _answers(wanted: Asked, claim: Claim, other: Claim) -> bool:
    """Whether a sentence gives its number as the whole answer."""
    number = claim.found
    if not isinstance(number, Number):
        return False
    text, language = claim.statement.sentence.text, claim.statement.language
    for head in heads(text, language):
        named = set(subject(text[head.start : head.end])) & wanted.terms
        if head.kind != "planning" and not named and head.covers(number.start, number.end):
            return False
    if _is_part(text, number, language) or not _holds(wanted, claim.statement, language):
        return False
    if language in UNSPACED or number.unit:
        return language in UNSPACED or not _narrows(wanted, text, other.statement.sentence.text, language)
    return _counts_what_is_asked(wanted, claim, other) and not _narrows(
        wanted, text, other.statement.sentence.text, language
    )


def _is_part(text: str, number: Number, language: str) -> bool:
    """Whether it is told as a part of something, or as so much each."""
    before = text[max(0, number.start - _NEAR) : number.start]
    after = _CLAUSE.split(text[number.end :], maxsplit=1)[0][:_NEAR]
    return _says(language, "parts", f"{before} {after}")


def _holds(wanted: Asked, statement: Statement, language: str) -> bool:
    """Whether a sentence has all that the question names, its headline and the sentence before it helping out."""
    if language in UNSPACED:
        return statement.share >= WHOLE_CJK
    asked_for = {_deed(term, language) for term in _asked_for(wanted, language)}
    own = {_deed(term, language) for term in subject(statement.sentence.text)}
    around = {_deed(term, language) for term in subject(f"{statement.hit.article.title or ''} {_before(statement)}")}
    return asked_for <= own | around and len(asked_for & own) >= OWN * len(asked_for)


def _asked_for(wanted: Asked, language: str) -> frozenset[str]:
    """The question's terms but those that only ask ("how *high*") or mean people in general."""
    asking = {term for word in _HOW.findall(wanted.question) for term in subject(word)}
    return wanted.terms - asking - _terms_of(language, "people") - _small(language)


def _before(statement: Statement) -> str:
    """The sentence before it in its passage."""
    found = sentences(statement.hit.passage.text, language=statement.hit.article.language)
    at = next((n for n, one in enumerate(found) if one.start == statement.sentence.start), 0)
    return found[at - 1].text if at else ""


def _counts_what_is_asked(wanted: Asked, claim: Claim, other: Claim) -> bool:
    """Whether the word behind a bare number is what the question counts, with nothing ahead of it that narrows it."""
    mine, theirs = _counted(claim), _counted(other)
    if not mine:
        return True
    people = _terms_of(claim.statement.language, "people")
    counted = set(wanted.counted) | (people if people & set(wanted.counted) else set())
    known = wanted.terms | set(theirs) | counted
    for at, term in enumerate(mine):
        if term in counted:
            return all(word in known for word in mine[:at])
    return mine[0] in theirs and not wanted.counted


def _counted(claim: Claim) -> list[str]:
    """The terms of the two words behind the number, up to the end of its clause."""
    number, text = claim.found, claim.statement.sentence.text
    assert number is not None
    behind = _CLAUSE.split(text[number.end :], maxsplit=1)[0].split()[:2]
    return [term for word in behind for term in terms(word)]


def _narrows(wanted: Asked, text: str, other: str, language: str) -> bool:
    """Whether a noun of the question has a word ahead of it that neither question nor other sentence has: a *family*
    ticket where tickets are asked for."""
    small = pack(language).function_words | pack(language).statements.grammar
    known = wanted.terms | set(subject(other))
    counted = set(wanted.counted) | _terms_of(language, "people")
    nouns = {
        term for before, word in _pairs(wanted.question) if before.casefold() in small for term in subject(word)
    } & (wanted.terms - counted)
    return any(
        before[0].islower()
        and before.casefold() not in small
        and bool(nouns & set(subject(word)))
        and not {_deed(term, language) for term in subject(before)} <= {_deed(term, language) for term in known}
        for before, word in _pairs(text)
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    return list(pairwise(words))


def _is_planned(claim: Claim) -> bool:
    text, language = claim.statement.sentence.text, claim.statement.language
    tables = pack(language).statements
    return any(head.kind == "planning" for head in heads(text, language)) or _finds(
        language, tables.future | tables.possible, text
    )


def _is_of_one_time(wanted: Asked, one: Claim, other: Claim) -> bool:
    """Whether both speak of one time: the days that they name, else the days on which they appeared."""
    mine, theirs = one.statement, other.statement
    days, others = event_dates(mine), event_dates(theirs)
    if days and others and not any(a.agrees(b) for a in days for b in others):
        return False
    if _periods(one) ^ _periods(other):
        return False
    first, second = _day(mine), _day(theirs)
    if first is None or second is None:
        return bool(days and others)
    if first != second and any(
        _says(claim.statement.language, "running", claim.statement.sentence.text) for claim in (one, other)
    ):
        return False
    if days and others:
        return True
    if first != second and _is_toll(wanted, one):
        earlier, later = sorted((one, other), key=lambda claim: _day(claim.statement) or date.min)
        return _value(later) < _value(earlier)  # what has grown since may be the next stage of one story
    return abs((first - second).days) <= APART


def _periods(claim: Claim) -> frozenset[str]:
    """The words that name a part of a time, up to the end of the number's clause."""
    number, text = claim.found, claim.statement.sentence.text
    assert number is not None
    clause = text[: number.start] + " " + _CLAUSE.split(text[number.end :], maxsplit=1)[0]
    return frozenset(match[0] for match in _pattern(claim.statement.language, "periods").finditer(clause.casefold()))


def _is_toll(wanted: Asked, claim: Claim) -> bool:
    language = claim.statement.language
    return _says(language, "tolls", wanted.question) or _says(language, "tolls", claim.statement.sentence.text)


def _value(claim: Claim) -> float:
    return claim.found.value if isinstance(claim.found, Number) else 0.0


def _day(statement: Statement) -> date | None:
    published = statement.hit.article.published
    return published.date() if published else None


@lru_cache(maxsize=16)
def _deeds(language: str) -> dict[str, str]:
    """Of each term of a deed, the one that stands for it."""
    return {
        term: entry.split()[0]
        for entry in pack(language).counts.deeds
        for word in entry.split()
        for term in subject(word)
    }


@lru_cache(maxsize=16)
def _small(language: str) -> frozenset[str]:
    return (
        frozenset(term for word in pack(language).function_words for term in terms(word))
        | pack(language).function_words
    )


@lru_cache(maxsize=32)
def _terms_of(language: str, table: str) -> frozenset[str]:
    return frozenset(term for entry in getattr(pack(language).counts, table) for term in (entry, *terms(entry)))


def _deed(term: str, language: str) -> str:
    return _deeds(language).get(term, term)


def _says(language: str, table: str, text: str) -> bool:
    return _pattern(language, table).search(text) is not None


@lru_cache(maxsize=64)
def _pattern(language: str, table: str) -> re.Pattern[str]:
    return _compiled(frozenset(getattr(pack(language).counts, table)), language in UNSPACED)


def _finds(language: str, entries: frozenset[str], text: str) -> bool:
    return _compiled(entries, language in UNSPACED).search(text) is not None


@lru_cache(maxsize=128)
def _compiled(entries: frozenset[str], unspaced: bool) -> re.Pattern[str]:
    joined = "|".join(re.escape(entry).replace(r"\ ", r"\s+") for entry in sorted(entries, key=len, reverse=True))
    return re.compile(joined if unspaced else rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)
