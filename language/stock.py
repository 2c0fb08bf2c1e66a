"""What a message wants to know of the library itself, and whether it asks for its one newest article."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from language.classifier import new_words
from language.pack import packs
from language.phrases import UNSPACED, gapped, plain

Fact = Literal["outlets", "oldest", "newest", "updated", "counted"]
FACTS: tuple[Fact, ...] = ("outlets", "oldest", "newest", "updated", "counted")

_PIECES = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def library_subject(asks: str) -> str:
    """What a message about the library wants articles on ("what do you have on the strike?"), as it is written; empty
    where it is about the library as a whole."""
    if not UNSPACED.search(asks):
        places = [place for place in new_words(asks, "library") if plain(asks[slice(*place)]) not in _tellings()]
        return asks[places[0][0] : places[-1][1]] if places else ""
    said = plain(asks)
    for ahead, behind in _phrases_around_a_subject():
        if said.startswith(ahead) and said.endswith(behind) and len(said) > len(ahead) + len(behind):
            return said[len(ahead) : len(said) - len(behind)].strip()
    return ""


def facts_wanted(asks: str) -> frozenset[Fact]:
    """Which facts of the library a message asks for; none where it asks in general."""
    said = plain(asks)
    words = set(said.split())
    return frozenset(fact for fact in FACTS if any(_stands(word, said, words) for word in _words_for(fact)))


def _stands(word: str, said: str, words: set[str]) -> bool:
    return word in said if _PIECES.search(word) else word in words


@cache
def _words_for(fact: Fact) -> frozenset[str]:
    return frozenset(plain(word) for pack in packs() for word in getattr(pack.stock, fact))


@cache
def _phrases_around_a_subject() -> list[tuple[str, str]]:
    """Phrases about the library with a gap, of languages without spaces: what stands ahead of it and behind it."""
    gaps = [phrase.split("…") for pack in packs() for phrase in pack.messages.library if UNSPACED.search(phrase)]
    return [(plain(parts[0]), plain(parts[1])) for parts in gaps if len(parts) == 2]


def tells_of_an_article(text: str) -> bool:
    """Whether a message asks what the newest article says, not which one it is."""
    rest, count = _newest_phrases().subn(" ", plain(text))
    words = set(rest.split())
    return count > 0 and any(word in rest if UNSPACED.search(word) else word in words for word in _tellings())


@cache
def _tellings() -> frozenset[str]:
    return frozenset(plain(word) for pack in packs() for word in pack.messages.telling if len(word) > 1)


@cache
def _subjects() -> re.Pattern[str]:
    """All that names no subject; whole words where words are spaced."""
    idle = {plain(word) for pack in packs() for word in pack.function_words | pack.messages.telling} - {""}
    spaced = "|".join(sorted((word for word in idle if not UNSPACED.search(word)), key=len, reverse=True))
    unspaced = "|".join(sorted((word for word in idle if UNSPACED.search(word)), key=len, reverse=True))
    return re.compile(rf"\b(?:{spaced})\b|(?:{unspaced})")


@cache
def _newest_phrases() -> re.Pattern[str]:
    return re.compile("|".join(sorted({gapped(phrase) for pack in packs() for phrase in pack.messages.newest})))


def asks_for_the_newest(text: str) -> bool:
    """Whether a message asks for the one article that is newest, and names no subject of it."""
    rest, count = _newest_phrases().subn(" ", plain(text))
    return count > 0 and not _subjects().sub(" ", rest).strip()
