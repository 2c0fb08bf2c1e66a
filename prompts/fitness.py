"""What makes a sentence fit to be quoted for a question, or unfit: denial, "before", headings, a page's furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from language.pack import pack, packs
from language.phrases import plain
from language.times import without_time
from language.words import CJK, terms

_UNSPACED = re.compile(f"[{CJK}]")
_ENDS = re.compile(r"[.!?…:;。！？][\"'”’»」』）)\]\d]*$|[\"”’»」』]$")
# What heads an entry of a live page: "12:06 am ET June 3, 2026", "14:32 Uhr", "8:15 p.m. GMT, March 4".
_STAMP = re.compile(
    r"^\W*\d{1,2}[:.h]\d\d\s*(?:[ap]\.?m\.?)?\s*(?:Uhr|\(?(?:[A-Z]{2,4})\)?)?[,\s]*"
    r"(?:[^\W\d_]{3,10}\.?\s\d{1,2},?\s(?:19|20)\d\d|\d{1,2}\.?\s[^\W\d_]{3,10}\.?\s(?:19|20)\d\d)?[\s,:–—-]*",
)
_SHORT_NOT = re.compile(r"\b[a-z]+n['’]t\b", re.IGNORECASE)
_EITHER_WAY = re.compile(r"(.)[不没沒]\1")  # "有没有" asks, and denies nothing
_CLOCK_ALONE = re.compile(r"^\W*\d{1,2}[:.h]\d\d\s*(?:[ap]\.?m\.?)?\s*(?:Uhr|[A-Z]{2,4})\b", re.IGNORECASE)


def denies(text: str, code: str) -> bool:
    """Whether a question or sentence in a language holds a word of denial: "did not attend"."""
    return _negations(code).search(plain(_EITHER_WAY.sub(" ", text))) is not None or _SHORT_NOT.search(text) is not None


def asks_before(question: str, code: str) -> bool:
    """Whether a question asks how things were before an event, and not before a day."""
    return says_before(without_time(question), code)


def says_before(text: str, code: str) -> bool:
    """Whether a sentence tells of the time before something."""
    return _before(code).search(plain(text)) is not None


def asks_after(question: str, code: str) -> bool:
    """Whether a question asks how things were after an event, and not after a day."""
    return _after(code).search(plain(without_time(question))) is not None and not asks_before(question, code)


def is_heading(text: str, title: str) -> bool:
    """Whether a line without a full stop is a heading or the headline again, and no sentence."""
    if _ENDS.search(text.strip()):
        return False
    words = set(terms(text))
    return bool(words) and (words <= set(terms(title)) or (len(text) <= 90 and not _UNSPACED.search(text)))


def furniture(text: str) -> int:
    """How many characters at the head of a sentence are the page's own: a live entry's hour, "Share this update"."""
    stamp = _STAMP.match(text) if _CLOCK_ALONE.match(text) else None
    at = stamp.end() if stamp else 0
    while found := _furniture().match(text, at):
        at = found.end()
    return at


@cache
def _negations(code: str) -> re.Pattern[str]:
    return _any_of(pack(code).statements.negations)


@cache
def _before(code: str) -> re.Pattern[str]:
    return _any_of(pack(code).quoting.before)


@cache
def _after(code: str) -> re.Pattern[str]:
    return _any_of(pack(code).quoting.after)


def _any_of(table: frozenset[str]) -> re.Pattern[str]:
    """The words of a table; whole words where words are spaced."""
    found = {plain(word) for word in table} - {""}
    spaced = _either(word for word in found if not _UNSPACED.search(word))
    return re.compile(rf"\b(?:{spaced})\b|{_either(word for word in found if _UNSPACED.search(word))}")


@cache
def _furniture() -> re.Pattern[str]:
    phrases = {phrase for one in packs() for phrase in one.quoting.furniture}
    return re.compile(rf"\W*(?:{_either(phrases)})(?!\w)[\s:,.!–—-]*(?-i:(?=[^a-zß-ÿ\s]|$))", re.IGNORECASE)


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"
