"""A sentence as units that can have a counterpart in another: words by lemma, numbers and dates by value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

from bot.answering.judging.words.lemmas import is_inflected_verb, lemma_of
from language.dates import Moment
from language.facts import facts
from language.folding import join_initials
from language.numbers import Number
from language.pack import pack
from language.reading import one_of
from language.words import CJK, with_plain_countries

Role = Literal["content", "grammar", "preposition", "auxiliary", "negation", "joint", "reporting", "mark"]

_TOKEN = re.compile(
    rf"(?P<word>[{CJK}]|[^\W\d_{CJK}](?:[^\W_{CJK}]|\.(?=[^\W_{CJK}])|['’](?=[^\W\d_]))*)|(?P<digits>\d[\d.,:/-]*)|(?P<mark>[^\w\s])"
)
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_SUFFIX = re.compile(r"(n['’]t|['’](?:s|re|ve|ll|d|m)|['’])$", re.IGNORECASE)
_INITIAL = re.compile(r"(?<!\w)[A-ZÀ-Þ]$")
_OLD = one_of(lambda one: one.judging.old, words=False)  # "71 years old"
# "a kilogram of rice": one kilogram. "80 kilometres an hour" counts no hours.
_ONE = re.compile(r"(?P<article>\b[Aa]n?)(?=\s+(?!second)[a-z]+\s+of\b)|^(?P<first>\W*)An?(?=\s+(?!second)[a-z]+\b)")
_TAILS = 2  # letters by which two inflected forms may differ after their common beginning
_BEGINNING = 5


@dataclass(frozen=True, slots=True)
class Unit:
    """One word, number, date or punctuation mark of a sentence, `sentence[start:end]`.

    `lemma` is what words are compared by. `group` is the set of words of one meaning that it belongs to (see `binding`
    in the language packs). `capital` says that it is written like a name; `ahead` of a date, that its
    sentence doesn't speak of the past alone.
    """

    text: str
    lemma: str
    role: Role
    start: int
    end: int
    number: Number | None = None
    moment: Moment | None = None
    group: int | None = None
    capital: bool = False
    verb: bool = False
    ahead: bool = False

    @property
    def content(self) -> bool:
        return self.role == "content"


@lru_cache(maxsize=1024)
def units(sentence: str, language: str, published: date | None) -> tuple[Unit, ...]:
    """The units of a sentence, of an article that appeared on the day `published`."""
    sentence = plain_text(sentence)
    told = facts(sentence, published=published)
    ones = _ones(sentence, published) if language == "en" else []
    values: list[Number | Moment] = sorted((*told.numbers, *ones, *told.dates), key=lambda one: one.start)
    found: list[Unit] = []
    at = 0
    ahead = not _is_past(sentence, language)
    for value in values:
        found += _words(sentence, at, value.start, language)
        text = sentence[value.start : value.end]
        moment = value if isinstance(value, Moment) else None
        number = value if isinstance(value, Number) else None
        end = value.end
        if number is not None and (old := _OLD.match(sentence, end)):
            end = old.end()
        found.append(
            Unit(text, text.casefold(), "content", value.start, end, number=number, moment=moment, ahead=ahead)
        )
        at = max(at, end)
    found += _words(sentence, at, len(sentence), language)
    return tuple(_with_adjectives(found, pack(language).statements.articles))


def _ones(sentence: str, published: date | None) -> list[Number]:
    """The units of measure that an article counts as one."""
    found = []
    for match in _ONE.finditer(sentence):
        start = match.end("first") if match["article"] is None else match.start("article")
        figure = match.end() - 1  # in the place of the article's last letter
        told = facts(f"{sentence[:start]:<{figure}}1{sentence[match.end() :]}", published=published).numbers
        found += [replace(one, start=start) for one in told if one.start == figure and one.unit and not one.ordinal]
    return found


def plain_text(sentence: str) -> str:
    """A sentence in the form that its units are read of, and that their places are counted in."""
    return with_plain_countries(join_initials(sentence))


def _is_past(sentence: str, language: str) -> bool:
    """Whether a sentence tells of the past and of nothing that is to come."""
    tables = pack(language).statements
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", sentence)]
    if any(word in tables.future or word in tables.planning for word in words):
        return False
    return any(word in tables.past or is_inflected_verb(word, language) for word in words)


def _with_adjectives(found: Sequence[Unit], articles: frozenset[str]) -> Iterator[Unit]:
    """The units, a participle between an article and its noun no verb: "the vaccinated children"."""
    for n, unit in enumerate(found):
        before, after = found[max(0, n - 1) : n], found[n + 1 : n + 2]
        led = any(one.role == "preposition" or one.text.casefold() in articles for one in before)
        if unit.verb and led and any(one.content and one.moment is None for one in after):
            yield replace(unit, verb=False)
        else:
            yield unit


def _words(sentence: str, first: int, last: int, language: str) -> Iterator[Unit]:
    for match in _TOKEN.finditer(sentence, first, last):
        start = match.start()
        if match["mark"] == "." and _INITIAL.search(sentence, 0, start):
            continue
        if _INITIAL.match(match[0]) and sentence[match.end() : match.end() + 1] == ".":
            yield Unit(match[0], match[0].casefold(), "content", start, match.end(), capital=True)
            continue
        if match["mark"]:
            yield Unit(match[0], match[0], "mark", start, match.end())
            continue
        for part, offset in _split(match[0], language):
            yield _unit(part, start + offset, language, at_head=not sentence[:start].strip(" “„«\"'‘(¿¡"))


def _split(word: str, language: str) -> Iterator[tuple[str, int]]:
    """A word with the small words that are written together with it parted: "didn't", "l'usine", "Ann's"."""
    if language == "fr" and (match := _ELISION.match(word)):
        yield match[0][:-1], 0
        yield word[match.end() :], match.end()
    elif language == "en" and (match := _SUFFIX.search(word)) and match.start():
        yield word[: match.start()], 0
        yield match[0], match.start()
    else:
        yield word, 0


def _unit(text: str, start: int, language: str, *, at_head: bool) -> Unit:
    tables = pack(language).statements
    plain = text.casefold().replace("’", "'")
    capital = text[0].isupper() and not at_head and language != "de"
    group = _groups(language).get(plain)
    lemma = lemma_of(text, language)
    role: Role = "content"
    if plain in tables.negations or plain.endswith("n't"):
        role = "negation"
    elif plain in tables.future or plain in tables.possible:
        role = "auxiliary"
    elif plain in tables.prepositions and (group is None or plain in tables.grammar):
        role = "preposition"
    elif group is not None and plain not in tables.grammar:
        role = "content"
    elif plain in tables.joints:
        role = "joint"
    elif plain.strip("'") in tables.grammar:
        role = "grammar"
    elif plain in tables.reporting and not capital:
        role = "reporting"
    verb = role == "content" and not capital and group is None and is_inflected_verb(text, language)
    return Unit(text, lemma, role, start, start + len(text), group=group, capital=capital, verb=verb)


@cache
def _groups(language: str) -> dict[str, int]:
    lines = sorted(pack(language).statements.binding)
    return {word.replace("_", " "): at for at, line in enumerate(lines) for word in line.split()}


def corresponds(mine: Unit, other: Unit, published: date | None) -> bool:
    """Whether two units say the same thing, in whatever form."""
    if mine.moment is not None:
        ahead = mine.ahead or other.ahead
        return other.moment is not None and same_date(mine.moment, other.moment, published, ahead=ahead)
    if mine.number is not None:
        if other.number is not None:
            return mine.number.equals(other.number) or (mine.number.about and mine.number.rounds(other.number))
        year = other.moment.year if other.moment and other.moment.written == {"year"} else None
        return year is not None and float(year) in mine.number.readings
    if other.moment is not None or other.number is not None:
        return False
    if mine.role == "reporting" or other.role == "reporting":
        return mine.role == other.role
    if mine.group is not None or other.group is not None:
        return mine.group == other.group
    if len(mine.text) == 1 and mine.capital and other.capital:
        return other.text.startswith(mine.text)  # the initial of a name
    return same_word(mine.lemma, other.lemma)


def same_word(one: str, other: str) -> bool:
    if one == other:
        return bool(one)
    if one[:_BEGINNING] != other[:_BEGINNING]:
        return False
    beginning = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return beginning >= _BEGINNING and max(len(one), len(other)) - beginning <= _TAILS and not one.isdigit()


def same_date(mine: Moment, other: Moment, published: date | None, *, ahead: bool) -> bool:
    """Whether the other tells all that mine does. A weekday alone is compared as it is written; against a whole date it
    is the last one before the article appeared, or with `ahead` the next one after."""
    if mine.written == other.written == {"weekday"}:
        return mine.weekday == other.weekday
    if other.tells(mine):
        return True
    for one, whole in ((mine, other), (other, mine)):
        day = whole.as_date
        if one.written == {"weekday"} and day is not None and published is not None:
            last = timedelta(days=7 if ahead else 0)
            return one.weekday == day.weekday() and timedelta(days=-7) < day - published <= last
    return bool(mine.written == {"year"} and other.year == mine.year and not mine.decade)
