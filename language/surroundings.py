"""What stands around a question: greetings, thanks, politeness, stories; and what is left once it is taken off."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import Literal

from language.classifier import probabilities, strangers
from language.pack import packs
from language.phrases import (
    MARK,
    PIECE,
    SENTENCE,
    UNSPACED,
    WORD,
    ends_of,
    interrogatives,
    kind_of,
    opens_a_question,
    phrases,
    plain,
)  # fmt: skip

Talk = Literal["thanks", "praise", "insult", "greeting"]
TALK: tuple[Talk, ...] = ("thanks", "praise", "insult", "greeting")

FEWEST_WORDS = 3  # of a question that nobody asked the bot
LONGEST_HEAD = 16  # words that may stand ahead of the word that asks
SURE_OF_TALK = 0.5  # of a clause beside others
FEW, FEWER = 0.5, 0.35  # share of new words


def without_talk(text: str) -> tuple[str, Talk | None]:
    """What asks in a message, and what kind of talk was taken off around it."""
    text = _without_stories(text)
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
    if _introduces(said):
        return "aside"
    odds = probabilities(piece)
    best = max(odds, key=lambda kind: odds[kind])
    if odds[best] < SURE_OF_TALK or not knows(piece, "greeting"):
        return None
    return "aside" if best == "aside" else next((kind for kind in TALK if kind == best), None)


def _introduces(said: str) -> bool:
    """Whether a clause only says that somebody asks: "a reader in Leeds wants to know"."""
    ends = any(said.endswith(one) if UNSPACED.search(one) else f" {said}".endswith(f" {one}") for one in _askers())
    return ends and not opens_a_question(said.split())


@cache
def _askers() -> frozenset[str]:
    return frozenset(plain(phrase) for pack in packs() for phrase in pack.messages.askers)


def _without_stories(text: str) -> str:
    """A message without the sentences in which its writer tells of himself, where another one asks. They stay where
    what asks is short or has a pronoun, since it may lean on them."""
    sentences = SENTENCE.findall(text)
    asking = [one for one in sentences if MARK.search(one) or opens_a_question(plain(one).split())]
    others = [one for one in sentences if one not in asking]
    if not asking or not others or any(_leans(one) for one in asking):
        return text
    kept = [one for one in sentences if one in asking or not _tells_of_its_writer(one)]
    return "".join(kept).strip()


def _tells_of_its_writer(sentence: str) -> bool:
    said = plain(sentence)
    return said.split(" ")[0] in _selves() or any(UNSPACED.match(said) and said.startswith(one) for one in _selves())


def _leans(asking: str) -> bool:
    words = plain(asking).split()
    short = len(words) < FEWEST_WORDS and len(UNSPACED.findall(asking)) < 2 * FEWEST_WORDS
    return short or any(word in _pronouns() for word in words)


@cache
def _selves() -> frozenset[str]:
    return frozenset(plain(word) for pack in packs() for word in pack.messages.selves)


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(plain(word) for pack in packs() for word in pack.statements.pronouns)


def _without_ends(asks: str) -> str:
    """A clause without what stands ahead of its question and behind it; the whole where nothing would be left."""
    while True:
        shorter = ends_of("openers").sub("", asks, count=1)
        shorter = ends_of("closers").sub(lambda match: match["mark"], shorter, count=1).strip()
        if shorter == asks or not plain(shorter):
            shorter = _without_head(asks)
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
