"""What is known of a language in which articles and messages are read, as a section of its pack.

Dateline talks in the languages of `language.pack.CODES`; it reads more, of which `language/readers` knows some words
each, in the same format. What it reads is looked up in all languages at once, since a word of one is hardly ever
one of another: `one_of` makes one regular expression of a table of all of them.

An entry is a part of a regular expression, read without regard to case unless it says so. In scripts with spaces it is
a whole word or phrase where `one_of` is told `words`; of Chinese, Japanese, Korean and Arabic a piece of a text, and of
Hindi, since `re` takes vowel signs for the ends of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

READERS = Path(__file__).with_name("readers")
_UNSPACED_WORD = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")
_UNSPACED = re.compile("[\u0590-\u06ff\u0900-\u0dff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")

Table = tuple[str, ...]


def words(text: str) -> frozenset[str]:
    """A table of single words, written with spaces between them."""
    return frozenset(text.split())


def patterns(text: str) -> Table:
    """A table of patterns, written one a line."""
    return tuple(line.strip() for line in text.strip().splitlines())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How a question asks, and what an answer of its kind holds.

    `number`, `date`, `person`, `place` ask for such a thing; `amount` for a number too, in words that may only speak
    of one; `hour` for a time of day; `office` for a person by what he is. `yes_no` asks whether, `newest` for what is
    newest, `age` for an age. `money`, `share` and `length` tell what number is asked for, `spent` that it is money.
    `counting` stands before what is counted, `people` are words for people that are counted. `naming` are words that
    ask and name no subject; `what_of` opens a question for a property of something; `other` asks for anything else.
    Signs of an answer: `numerals` are numbers in words, `days` words for days, `titles` persons by a title or a verb
    beside them, `at` prepositions before a place, `places` what shows one by itself, `ages` somebody's age.
    """

    number: Table = ()
    amount: Table = ()
    date: Table = ()
    hour: Table = ()
    person: Table = ()
    office: Table = ()
    place: Table = ()
    yes_no: Table = ()
    newest: Table = ()
    age: Table = ()
    spent: Table = ()
    money: Table = ()
    share: Table = ()
    length: Table = ()
    counting: Table = ()
    people: Table = ()
    naming: Table = ()
    what_of: Table = ()
    other: Table = ()
    numerals: Table = ()
    days: Table = ()
    titles: Table = ()
    at: Table = ()
    places: Table = ()
    ages: Table = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """How an article says that it corrects another or itself.

    `notices` say so, `slips` may speak of it; `wrong_after` and `wrong_before` stand before and after the value that
    was wrong, `instead` opens the clause with the right one; `contrasts` set one value against another.
    """

    notices: Table = ()
    slips: Table = ()
    wrong_after: Table = ()
    wrong_before: Table = ()
    instead: Table = ()
    contrasts: Table = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How a statement is told. `said` says that somebody said it, `reported` that it was
    said or published, `opinions` and `forecasts` that it
    is one. `hours` are times of day; `estimates` say that a number was only planned or expected, `snapshots` that it
    is the state of a moment, `at_least` and `at_most` that it is a bound, `about` that it is rough (`about_after`
    where it stands behind the number), `spans` what joins two numbers to a span."""

    said: Table = ()
    reported: Table = ()
    opinions: Table = ()
    forecasts: Table = ()
    hours: Table = ()
    estimates: Table = ()
    snapshots: Table = ()
    at_least: Table = ()
    at_most: Table = ()
    about: Table = ()
    about_after: Table = ()
    spans: Table = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """What models write around an answer. `sources` name a source, `according` stands before one, `lists` heads a list
    of them, `answers` the answer itself, `questions` a question that was put again. `joined` is what two numbers are
    joined by. `bare` are whole answers that say yes or no; `lacking` says that the sources lack something."""

    sources: Table = ()
    according: Table = ()
    lists: Table = ()
    answers: Table = ()
    questions: Table = ()
    joined: Table = ()
    bare: Table = ()
    lacking: Table = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """What the stub knows of a talk: `back` points to what was said before, `leads` opens a question that goes on with
    it; `truth` asks whether something is so."""

    back: Table = ()
    leads: Table = ()
    truth: Table = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What web pages, feeds and letters say beside an article.

    `interface` and `fillers` are the words of buttons, boxes and notices, and those that such lines are filled up with;
    of unspaced scripts, pieces. `rights` open a line on copyright, `minutes` are units of how long one reads, `stamps`
    words of a line that says when something came out.
    Pages that are no article: `not_found`, `consent`, `agree` (on its buttons), `sign_in`, `no_script`, `robots`,
    `kept_out`, `maintenance` and `site`. Openings: `demands` ask to pay or log in to read on, `more` leads to the rest.
    `page` is a page of several, `of` stands between its number and theirs. `updated` says that a day is that of a
    change. Letters: `replies` open a subject, `leaving` leads out of a letter. `credits` name those who made an
    article, `agencies` news agencies in a dateline.
    """

    interface: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    rights: Table = ()
    minutes: Table = ()
    stamps: Table = ()
    not_found: Table = ()
    consent: Table = ()
    agree: Table = ()
    sign_in: Table = ()
    no_script: Table = ()
    robots: Table = ()
    kept_out: Table = ()
    maintenance: Table = ()
    site: Table = ()
    demands: Table = ()
    more: Table = ()
    page: Table = ()
    of: Table = ()
    updated: Table = ()
    replies: Table = ()
    leaving: Table = ()
    credits: Table = ()
    agencies: Table = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bylines:
    """Lines above a text. `title`, `outlet`, `authors`, `published`, `url` and `language` are what people call such a
    field. `written` and `by` stand before an author, `behind` after one; `label` says that a day follows on which it
    was published, `fill` may stand between a name and a day, `at` before an hour."""

    title: Table = ()
    outlet: Table = ()
    authors: Table = ()
    published: Table = ()
    url: Table = ()
    language: Table = ()
    written: Table = ()
    by: Table = ()
    behind: Table = ()
    label: Table = ()
    fill: Table = ()
    at: Table = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Borders:
    """What a stop does not end a sentence after: `titles` stand before a name, written as they are and without their
    stop; `zones` behind an hour."""

    titles: Table = ()
    zones: Table = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """By which small words two statements are told apart, beside the tables of `Statements`.

    An entry of `contraries` is words, a stroke, and the words that say the contrary. Behind a negation `not_only` and
    `fewer` take it back, `of_all` deny of some only; `hardly` denies nearly, `nobody` is a negation that is a subject.
    `things` are pronouns of things, `of` ties a noun to the one before, an entry of `similar` is prepositions of one
    meaning; `by` stands before an amount, `aged` before an age (`years` and `old` in or behind one), `joined` between
    two of a kind, `how` before what is measured. `future_endings` make a future of an infinitive, `subordinators` open
    a clause that hangs on another. Of Korean, `particles` end a noun and `verb_endings` a verb.
    """

    contraries: Table = ()
    not_only: Table = ()
    fewer: Table = ()
    of_all: Table = ()
    hardly: Table = ()
    nobody: Table = ()
    things: Table = ()
    of: Table = ()
    similar: Table = ()
    by: Table = ()
    joined: Table = ()
    aged: Table = ()
    years: Table = ()
    old: Table = ()
    how: Table = ()
    future_endings: Table = ()
    subordinators: Table = ()
    particles: Table = ()
    verb_endings: Table = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanting:
    """By which words a question's things are told, and whether a passage has them.

    `measures` ask how much there is or mean little by themselves, so that an answer need not repeat them. A name may be
    told by one of `before_names`, where all nouns have capitals. `of` and `inside` tie a thing to a named one,
    `articles` stand between; `before_nouns` stand before a noun. `classes` ask which of a class, `denied` are a word
    with its denial, `somewhere` a place without a name, `numerals` numbers in words. `between` stands before two things
    that are asked about at once, `auxiliaries` before a verb.
    """

    measures: frozenset[str] = frozenset()
    before_names: Table = ()
    of: Table = ()
    inside: Table = ()
    articles: Table = ()
    before_nouns: Table = ()
    classes: Table = ()
    denied: Table = ()
    somewhere: Table = ()
    numerals: Table = ()
    between: Table = ()
    auxiliaries: Table = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is known of a language to read it, by subject. What a reader leaves out is not known of it."""

    asking: Asking = field(default_factory=Asking)
    telling: Telling = field(default_factory=Telling)
    corrections: Corrections = field(default_factory=Corrections)
    replies: Replies = field(default_factory=Replies)
    talks: Talks = field(default_factory=Talks)
    pages: Pages = field(default_factory=Pages)
    bylines: Bylines = field(default_factory=Bylines)
    borders: Borders = field(default_factory=Borders)
    judging: Judging = field(default_factory=Judging)
    wanting: Wanting = field(default_factory=Wanting)


@cache
def readings() -> tuple[Reading, ...]:
    """Those of all packs, English first, and of all readers."""
    from language.pack import packs

    return (
        *(pack.reading for pack in packs()),
        *(import_module(f"language.readers.{code}").READING for code in reader_codes()),
    )


def reader_codes() -> list[str]:
    """The languages that are only read."""
    return sorted(path.stem for path in READERS.glob("*.py") if path.stem != "__init__")


def entries(*tables: Callable[[Reading], Iterable[str]]) -> Iterator[str]:
    """What the tables of all languages hold, each entry once."""
    yield from dict.fromkeys(entry for table in tables for one in readings() for entry in table(one))


def alternatives(*tables: Callable[[Reading], Iterable[str]], words: bool = True) -> str:
    """The entries of some tables of all languages, as one group of a regular expression; `words`: see the module."""
    found = list(entries(*tables))
    if not words:
        return f"(?:{'|'.join(found)})" if found else "(?!)"
    pieces = [entry for entry in found if _UNSPACED.search(entry)]
    whole = [entry for entry in found if not _UNSPACED.search(entry)]
    parts = [rf"\b(?:{'|'.join(whole)})\b"] if whole else []
    return f"(?:{'|'.join([*parts, *pieces]) or '(?!)'})"


def one_of(*tables: Callable[[Reading], Iterable[str]], words: bool = True) -> re.Pattern[str]:
    """A pattern that finds an entry of some tables, of whatever language, without regard to case."""
    return re.compile(alternatives(*tables, words=words), re.IGNORECASE)


def unspaced(*tables: Callable[[Reading], Iterable[str]]) -> re.Pattern[str]:
    """A pattern of the entries that are pieces of a text without spaces, the longest first; "_" in one is a space."""
    found = sorted((entry for entry in entries(*tables) if _UNSPACED_WORD.search(entry)), key=len, reverse=True)
    return re.compile("|".join(re.escape(entry.replace("_", " ")) for entry in found))
