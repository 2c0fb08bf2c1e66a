"""What kind of thing a question asks for, and the signs of it in a sentence: person, figure, date or place.

Signs, not grammar: they only tip the scale between sentences that hold the same words of the question. The words of
them are in the packs, `reading.asking`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from language.calendar import written_months
from language.messages import message_of
from language.pack import packs
from language.phrases import plain
from language.reading import alternatives, one_of
from language.times import without_time
from language.words import CJK, names, terms

SEVERAL = 14  # terms in one question


# The first that fits counts: "how many people who …" asks for a figure.
_ASKS = (
    ("number", one_of(lambda one: one.asking.number)),
    ("date", one_of(lambda one: one.asking.date, lambda one: one.asking.hour)),
    ("person", one_of(lambda one: one.asking.person, lambda one: one.asking.office)),
    ("place", one_of(lambda one: one.asking.place)),
)
_YES_NO = one_of(lambda one: one.asking.yes_no, words=False)
_NEWEST = one_of(lambda one: one.asking.newest)
_MONTHS = "|".join(sorted(map(re.escape, written_months()), key=len, reverse=True))
_SIGNS = {
    "number": (re.compile(rf"\d|{alternatives(lambda one: one.asking.numerals)}", re.IGNORECASE),),
    "date": (
        re.compile(r"\b(?:1[89]|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)\b|\d+\s?[년월일年月日]"),
        re.compile(rf"\b(?:{_MONTHS})\b|{alternatives(lambda one: one.asking.days)}"),
    ),
    "person": (
        re.compile(r"\b[A-ZÀ-Þ][\w’'-]+ (?:[A-Z]\. )?[A-ZÀ-Þ][\w’'-]+"),
        re.compile(alternatives(lambda one: one.asking.titles)),
    ),
    "place": (
        re.compile(rf"{alternatives(lambda one: one.asking.at)} (?:the )?[A-ZÀ-Þ]\w+"),
        re.compile(alternatives(lambda one: one.asking.places)),
    ),
}

# Two capitalised words that are no full name: a title or the head of a sentence stands before the surname.
TITLED = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sir|Lord|President|Minister|Secretary|Senator|Assistant|Adviser|Advisor|Ambassador|Director|"
    r"Chancellor|King|Queen|Prince|Princess|Judge|General|Governor|Mayor|Officer|Chairman|The|And|But|For|On|In)\b"
)


def kind_asked(question: str) -> str | None:
    """ "person", "number", "date" or "place"; None when the question asks for something else."""
    return next((kind for kind, pattern in _ASKS if pattern.search(question)), None)


def asks_yes_or_no(question: str) -> bool:
    return bool(_YES_NO.search(question))


def asks_for_newest(question: str) -> bool:
    return bool(_NEWEST.search(question))


def holds(kind: str, text: str, question: str) -> bool:
    """Whether a sentence holds that kind of thing, beyond what the question itself holds."""
    asked = question.casefold()
    return any(match[0].casefold() not in asked for sign in _SIGNS[kind] for match in sign.finditer(text))


def asks_several(question: str) -> bool:
    """Whether a question asks about so much that no one passage holds it: two reports compared, a thing told by what
    several said of it."""
    return len(set(terms(question))) >= SEVERAL and len(names(question)) > 1


def names_a_subject(question: str) -> bool:
    """Whether a question says what it is about, beyond a time: "what happened last week?" does not."""
    if message_of(question).kind == "time":
        return False
    return bool(_says_nothing().sub(" ", plain(without_time(question))).strip())


@cache
def _says_nothing() -> re.Pattern[str]:
    """Function words, and what says that something happened or was told; whole words where words are spaced, others
    wherever they stand."""
    idle = {plain(word) for pack in packs() for word in pack.function_words | pack.questions.happening} - {""}
    unspaced = re.compile(f"[{CJK}]")
    spaced = _either(word for word in idle if not unspaced.search(word))
    return re.compile(rf"\b(?:{spaced}|\w)\b|(?:{_either(word for word in idle if unspaced.search(word))})")


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
