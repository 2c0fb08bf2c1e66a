"""What stands around a question: greetings, thanks, politeness, stories; and what is left once it is taken off."""

from __future__ import annotations

import re
from itertools import islice
from typing import Literal

from language.classifier import probabilities, strangers
from language.frames import FEWEST_WORDS as FEWEST_WORDS
from language.frames import introduces, without_head, without_stories
from language.phrases import (
    MARK,
    PIECE,
    WORD,
    ends_of,
    interrogatives,
    kind_of,
    phrases,
    plain,
)  # fmt: skip

Talk = Literal["thanks", "praise", "insult", "greeting"]
TALK: tuple[Talk, ...] = ("thanks", "praise", "insult", "greeting")

LONGEST_HEAD = 16  # words that may stand ahead of the word that asks
SURE_OF_TALK = 0.5  # of a clause beside others
FEW, FEWER = 0.5, 0.35  # share of new words


def without_talk(text: str) -> tuple[str, Talk | None]:
    """What asks in a message, and what kind of talk was taken off around it."""
    text = without_stories(text)
    pieces = [(match.start(), match.end()) for match in PIECE.finditer(text)]
    kinds: list[Talk] = []

    def is_talk(span: tuple[int, int]) -> bool:
        kind = talk_of(text[slice(*span)])
        if kind and kind != "aside":
            kinds.append(kind)
        return kind is not None

    while pieces and is_talk(pieces[0]):
        del pieces[0]
    while pieces and not MARK.search(text[slice(*pieces[-1])]) and is_talk(pieces[-1]):
        del pieces[-1]
    talk = next((kind for kind in TALK if kind in kinds), None)
    if not pieces:
        return "", talk
    kept = text[pieces[0][0] : pieces[-1][1]].strip(" \t\n,;:，、；：—–")
    return _without_ends(kept), talk


def talk_of(piece: str) -> Talk | Literal["aside"] | None:
    """The kind of talk that a clause is; "aside" for words around a question, None for what may ask."""
    said = plain(piece)
    if not said or phrases("aside").fullmatch(said):
        return "aside"
    if kind := kind_of(said, TALK):
        return kind
    if introduces(said):
        return "aside"
    odds = probabilities(piece)
    best = max(odds, key=lambda kind: odds[kind])
    if odds[best] < SURE_OF_TALK or not knows(piece, "greeting"):
        return None
    return "aside" if best == "aside" else next((kind for kind in TALK if kind == best), None)


def _without_ends(asks: str) -> str:
    """A clause without what stands ahead of its question and behind it; the whole where nothing would be left."""
    while True:
        shorter = ends_of("openers").sub("", asks, count=1)
        shorter = ends_of("closers").sub(lambda match: match["mark"], shorter, count=1).strip()
        if shorter == asks or not plain(shorter):
            shorter = _without_head(asks)
        if shorter == asks:
            shorter = without_head(asks)
        if shorter == asks:
            return asks
        asks = shorter


def _without_head(asks: str) -> str:
    """A clause from its word of question on, where what stands ahead of that is talk: "my dad and I wonder who …"."""
    for match in islice(WORD.finditer(asks), 1, LONGEST_HEAD):
        if plain(match[0]) in interrogatives() and talk_of(asks[: match.start()]) is not None:
            return asks[match.start() :]
    return asks


def knows(text: str, kind: str) -> bool:
    """Whether few words of a text are new to messages of a kind: what is new may be what a question is about."""
    new, units = strangers(text, kind)
    if units and kind in (*TALK, "followup") and re.search(r"\d", text):
        return False  # who thanks or asks why names no figure
    return not new or (new < units * FEW if kind in TALK else new <= units * FEWER)
