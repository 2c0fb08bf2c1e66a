"""What kind of message one is, and what is left of it once greetings, thanks and politeness are taken off.

First by the phrases of the packs, in all languages at once; then clause by clause by the classifier, where it is sure
and knows the words. What neither knows is a question where the bot was addressed, and is met with silence where it was
not (`looks_like_a_question`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from language.classifier import probabilities, strangers
from language.distress import SURE_OF_DISTRESS, tells_distress
from language.folding import fold
from language.pack import packs
from language.phrases import MARK, UNSPACED, interrogatives, kind_of, opens_a_question, phrases, plain
from language.stock import tells_of_an_article
from language.surroundings import FEWEST_WORDS, TALK, knows, without_talk

Kind = Literal[
    "question", "time", "library", "list", "summary", "timeline", "comparison", "claim", "followup",
    "greeting", "thanks", "praise", "insult", "emoji", "help", "other", "distress",
]  # fmt: skip
# Kinds for which the articles are searched.
SEARCHED: frozenset[Kind] = frozenset({"question", "time", "list", "summary", "timeline", "comparison", "claim"})

LONGEST = 600  # characters that are read for their kind; longer messages are no small talk
SURE = 0.6  # probability from which on the classifier's word counts
SURE_UNASKED = 0.95  # of distress in words that nobody said to the bot
SURE_OF_ORDER = 0.9  # where the rest may name anything, and in long follow-ups
SURE_OF_ASKING = 0.75  # in what begins or ends as questions do
LONG_FOLLOWUP = 4  # words
SURE_OF_STRANGERS = 0.97  # where words are new to it
LONGEST_THANKS = 8  # words
FEWEST = 0.25  # share of new words of Chinese or Japanese that name no subject
LIKELY = 0.5  # of a question, from which on nobody need be asked whether it is one

GUESSED: tuple[Kind, ...] = (
    "time", "library", "followup", "help", "other", "distress", "greeting", "thanks", "praise", "insult",
)  # fmt: skip
_WHOLE: tuple[Kind, ...] = (
    "help", "library", "followup", "time", "other", "greeting", "thanks", "praise", "insult",
)  # fmt: skip
OPEN: frozenset[Kind] = frozenset({"library", "other"})  # kinds of messages that may name anything

_MENTION = re.compile(r"<(?:[@#][!&]?\d+|a?:\w+:\d+|/[^>]*|t:[^>]*)>")
_SUM = re.compile(r"[^\d\n]{0,24}\d[\d\s.,]*(?:[*×÷^+]|\s[-/x]\s)[\d\s.,*×÷^+()/x-]*\d\D{0,3}")


@dataclass(frozen=True, slots=True)
class Message:
    """`kind` is what it is; `asks` the member's own words that ask, exactly as they stand in the message; they are the
    whole message where nothing could be taken off. `unsure`: it is taken for a question because nothing tells that it
    is none, and nothing tells that it is one either."""

    kind: Kind
    asks: str
    unsure: bool = False


@lru_cache(maxsize=256)
def message_of(text: str) -> Message:
    """The kind of a message that is addressed to the bot: whatever no phrase knows is a question."""
    bare = _MENTION.sub(" ", text).strip()
    if not any(character.isalnum() for character in bare):
        return Message("emoji", bare)
    if len(bare) > LONGEST:
        return Message("question", bare)
    if tells_distress(bare):
        return Message("distress", bare)
    said = plain(bare)
    whole = kind_of(said, _WHOLE)
    if whole:
        return Message(whole, bare)
    asks, talk = without_talk(bare)
    if not asks:
        return Message(talk or _guessed(bare) or ("help" if phrases("aside").fullmatch(said) else "question"), bare)
    kind = _asked_kind(asks)
    if kind == "question" and not MARK.search(asks) and not opens_a_question(plain(asks).split()):
        # "cheers, that was dead useful"
        kind = (
            "thanks"
            if _thanks_ahead(asks, beside_talk=talk == "thanks")
            else next((one for one in TALK if one == _guessed(bare)), kind)
        )
    return Message(kind, asks, unsure=kind == "question" and _may_be_none(asks))


def _thanks_ahead(text: str, *, beside_talk: bool) -> bool:
    """Whether a short message begins with thanks and asks nothing behind them, or thanks elsewhere too."""
    said = plain(text)
    words = said.split()
    thanks = any(said.startswith(f"{plain(one)} ") for pack in packs() for one in pack.talk.thanks)
    return (
        thanks
        and len(words) <= LONGEST_THANKS
        and interrogatives().isdisjoint(words)
        and (beside_talk or _may_be_none(text))
    )


def _may_be_none(asks: str) -> bool:
    """Whether what is taken for a question may well be none: it doesn't begin as one, and the classifier thinks so."""
    return not opens_a_question(plain(asks).split()) and probabilities(asks)["question"] < LIKELY


def is_meant_for_us(text: str) -> bool:
    """Whether a message in a talk with the bot, that did not call it, is met: a question, a follow-up with a question
    mark, or the words of somebody in distress. Whatever is unsure is met with silence."""
    kind = message_of(text).kind
    in_distress = kind == "distress" and tells_distress(_MENTION.sub(" ", text), sure=SURE_UNASKED)
    return looks_like_a_question(text) or in_distress or (kind == "followup" and text.rstrip()[-1] in "?？")


def looks_like_a_question(text: str) -> bool:
    """Whether a message that was not addressed to the bot asks what articles could tell: it bears a question mark or
    begins as questions do, has some words, and is none of the small kinds."""
    message = message_of(text)
    if message.kind not in SEARCHED:
        return False
    words = plain(message.asks).split()
    enough = len(words) >= FEWEST_WORDS or len(UNSPACED.findall(message.asks)) >= 2 * FEWEST_WORDS
    marked = re.search(r"[?？]\W*$", message.asks) is not None
    return enough and (marked or _phrased_kind(message.asks) is not None or opens_a_question(words))


def _asked_kind(asks: str) -> Kind:
    """The kind of what is left: a question, unless the phrases or the classifier say otherwise."""
    return _phrased_kind(asks) or _guessed(asks) or "question"


def _phrased_kind(asks: str) -> Kind | None:
    """What the phrases of the packs say that it is."""
    if _SUM.fullmatch(asks):
        return "other"
    order: tuple[Kind, ...] = (
        "help", "library", "followup", "time", "claim", "timeline", "comparison", "summary", "list", "other",
    )  # fmt: skip
    return kind_of(plain(asks), order)


def _guessed(text: str) -> Kind | None:
    """The kind that the classifier is sure of, unless too many words of the text are new to it."""
    odds = probabilities(text)
    talk = max(TALK, key=lambda kind: odds[kind])
    talks = sum(odds[kind] for kind in (*TALK, "aside")) >= SURE and odds[talk] > odds["aside"]
    if talks and knows(text, talk) and not (opens_a_question(plain(text).split()) and strangers(text, talk)[0]):
        return talk
    best = max(GUESSED, key=lambda kind: odds[kind])
    new, units = strangers(text, best)
    if best == "library" and (tells_of_an_article(text) or (UNSPACED.search(text) and new > units * FEWEST)):
        return None  # it asks what articles say, or may name a subject
    sure = SURE if knows(text, best) else SURE_OF_ORDER if best in OPEN else SURE_OF_STRANGERS
    asks = opens_a_question(plain(text).split()) or MARK.search(text) is not None
    if best == "distress":
        sure = max(sure, SURE_OF_DISTRESS)
    elif best == "followup" and len(plain(text).split()) > LONG_FOLLOWUP:
        sure = max(sure, SURE_OF_ORDER)
    elif asks and best != "help":
        sure = max(sure, SURE_OF_ASKING)
    if odds[best] < sure or (best in ("other", "help") and _asks_of_prompts(text)):
        return None
    return best


def _asks_of_prompts(text: str) -> bool:
    """Whether a message asks of prompts as news may tell of them, "How does prompt injection work?", and speaks of none
    of the bot's own."""
    first, *rest = fold(text).split() or [""]
    asked, prompts, spoken_to = _words_of_prompts()
    named = {word.strip("?!.,'\"") for word in rest}
    return first in asked and not named.isdisjoint(prompts) and named.isdisjoint(spoken_to)


@cache
def _words_of_prompts() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words that ask, that mean a prompt, and by which the bot is spoken to, of all languages."""
    asked, prompts, spoken_to = set[str](), set[str](), set[str]()
    for one in packs():
        asked |= {fold(entry) for entry in one.messages.interrogatives}
        prompts |= {fold(entry) for entry in one.machines.prompts if " " not in entry and entry.startswith("prompt")}
        spoken_to |= {fold(entry) for entry in one.machines.yours}
        spoken_to |= {fold(word) for entry in one.machines.you for word in entry.split()[:1] if len(word) > 1}
    return frozenset(asked), frozenset(prompts), frozenset(spoken_to)
