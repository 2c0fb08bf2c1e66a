"""A text as the words that tell whether two texts are the same: without case, quotes, house spelling and commas."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A number with what belongs to it; one character of a script without spaces; else a word with its apostrophes.
_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\d_]+(?:'[^\W\d_]+)*|%"
)
# The same, in a third of the time, for a text of ASCII in small letters.
_ASCII_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+(?:[.,:]\d+)*|%", re.ASCII)
_THOUSANDS = re.compile(r"(?<=\d)[,.](?=\d{3}(?:\D|$))")
_SPELLINGS = (
    (re.compile(r"(?<=\w\w)is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=\w{3})our(?=(?:s|ed|ing|ite|able|hood)?$)"), "or"),
    (re.compile(r"(?<=\w)tre(?=s?$)"), "ter"),
    (re.compile(r"(?<=\w\w)ll(?=(?:ed|ing|er|ers)$)"), "l"),
)


def words(text: str) -> list[str]:
    """The words and numbers of a text in order, as they are compared."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").casefold()
    plain = plain.replace("per cent", "percent").replace("%", " percent ")
    found = (_ASCII_TOKEN if plain.isascii() else _TOKEN).findall(plain)
    return list(map(_plain, found))


def numbers(text: str) -> frozenset[str]:
    """The numbers written in digits."""
    return frozenset(word for word in words(text) if word[0].isdigit())


@lru_cache(maxsize=50_000)
def _plain(word: str) -> str:
    if word[0].isdigit():
        return _THOUSANDS.sub("", word)
    word = word.removesuffix("'s").replace("'", "")
    if word.isascii():
        for pattern, plain in _SPELLINGS:
            word = pattern.sub(plain, word)
    return word
