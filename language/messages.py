"""What kind of message one is, and what is left of it once greetings, thanks and politeness are taken off.

By the phrases of the packs, in all languages at once, in well under a millisecond. Nothing is guessed: what no phrase
knows is a question where the bot was addressed, and is met with silence where it was not (`looks_like_a_question`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from language.folding import fold, fold_letters
from language.pack import Pack, packs

Kind = Literal[
    "question", "time", "library", "list", "summary", "timeline", "comparison", "claim", "followup",
    "greeting", "thanks", "praise", "insult", "emoji", "help", "other", "distress",
]  # fmt: skip
# Kinds for which the articles are searched.
SEARCHED: frozenset[Kind] = frozenset({"question", "time", "list", "summary", "timeline", "comparison", "claim"})

LONGEST = 600  # characters that are read for their kind; longer messages are no small talk
MOST_AHEAD = 5  # words ahead of a phrase of distress
FEWEST_WORDS = 3  # of a question that nobody asked the bot

_WORD = re.compile(r"\w+")
_PIECE = re.compile(r"[^,;:.!?\n，、；：。！？…—–]+[,;:.!?\n，、；：。！？…—–]*")
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|「[^」]*」|『[^』]*』|《[^》]*》")
_MENTION = re.compile(r"<(?:[@#][!&]?\d+|a?:\w+:\d+|/[^>]*|t:[^>]*)>")
_SUM = re.compile(r"[^\d\n]{0,24}\d[\d\s.,]*(?:[*×÷^+]|\s[-/x]\s)[\d\s.,*×÷^+()/x-]*\d\D{0,3}")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Message:
    """`kind` is what it is; `asks` the member's own words that ask, exactly as they stand in the message; they are the
    whole message where nothing could be taken off."""

    kind: Kind
    asks: str


@lru_cache(maxsize=256)
def message_of(text: str) -> Message:
    """The kind of a message that is addressed to the bot: whatever no phrase knows is a question."""
    bare = _MENTION.sub(" ", text).strip()
    if not any(character.isalnum() for character in bare):
        return Message("emoji", bare)
    if len(bare) > LONGEST:
        return Message("question", bare)
    if _tells_distress(bare):
        return Message("distress", bare)
    said = plain(bare)
    whole = _kind_of(said, ("help", "library", "followup", "time", "other", "greeting", "thanks", "praise", "insult"))
    if whole:
        return Message(whole, bare)
    asks, talk = _without_talk(bare)
    if not asks:
        return Message(talk or "help", bare)
    return Message(_asked_kind(asks), asks)


def is_meant_for_us(text: str) -> bool:
    """Whether a message in a talk with the bot, that did not call it, is met: a question, a follow-up with a question
    mark, or the words of somebody in distress. Whatever is unsure is met with silence."""
    kind = message_of(text).kind
    return looks_like_a_question(text) or kind == "distress" or (kind == "followup" and text.rstrip()[-1] in "?？")


def looks_like_a_question(text: str) -> bool:
    """Whether a message that was not addressed to the bot asks what articles could tell: it bears a question mark or
    begins as questions do, has some words, and is none of the small kinds."""
    message = message_of(text)
    if message.kind not in SEARCHED:
        return False
    words = plain(message.asks).split()
    enough = len(words) >= FEWEST_WORDS or len(_UNSPACED.findall(message.asks)) >= 2 * FEWEST_WORDS
    marked = re.search(r"[?？]\W*$", message.asks) is not None
    return enough and (marked or message.kind != "question" or _opens_a_question(words))


def asks_for_the_newest(text: str) -> bool:
    """Whether a message asks for the one article that is newest, and names no subject of it."""
    rest, count = _newest_phrases().subn(" ", plain(text))
    return count > 0 and not _subjects().sub(" ", rest).strip()


@cache
def _subjects() -> re.Pattern[str]:
    """All that names no subject; whole words where words are spaced."""
    idle = {plain(word) for pack in packs() for word in pack.function_words | pack.messages.telling} - {""}
    spaced = "|".join(sorted((word for word in idle if not _UNSPACED.search(word)), key=len, reverse=True))
    unspaced = "|".join(sorted((word for word in idle if _UNSPACED.search(word)), key=len, reverse=True))
    return re.compile(rf"\b(?:{spaced})\b|(?:{unspaced})")


@cache
def _newest_phrases() -> re.Pattern[str]:
    return re.compile("|".join(sorted({_gapped(phrase) for pack in packs() for phrase in pack.messages.newest})))


def plain(text: str) -> str:
    """The words of a text, folded, with single spaces between: how phrases are compared."""
    return " ".join(_WORD.findall(fold(text)))


def _asked_kind(asks: str) -> Kind:
    """The kind of what is left: a question, unless a phrase of the packs says otherwise."""
    if _SUM.fullmatch(asks):
        return "other"
    said = plain(asks)
    order: tuple[Kind, ...] = (
        "help", "library", "followup", "time", "claim", "timeline", "comparison", "summary", "list", "other",
    )  # fmt: skip
    return _kind_of(said, order) or "question"


def _kind_of(said: str, kinds: Iterable[Kind]) -> Kind | None:
    return next((kind for kind in kinds if _phrases(kind).fullmatch(said)), None)


def _tells_distress(text: str) -> bool:
    """Whether a clause is one that somebody says of himself or threatens with: not in quotation marks, and no
    question about what somebody else said."""
    for piece in _PIECE.findall(_QUOTED.sub(" ", text)):
        said = plain(piece)
        said = " ".join(word for word in said.split() if word not in _between())
        found = _phrases("distress").search(said)
        if found and not _opens_a_question(said.split()) and _may_stand_ahead(said[: found.start()]):
            return True
    return False


def _may_stand_ahead(ahead: str) -> bool:
    """Whether what stands ahead of a phrase of distress leaves it the member's own: function words and fillers only.
    "The singer wrote" does not."""
    words = ahead.split()
    return len(words) <= MOST_AHEAD and all(word in _fillers() for word in words)


@cache
def _between() -> frozenset[str]:
    """Fillers that may stand between the words of a phrase of distress: "i just want …"."""
    used = {word for pack in packs() for phrase in pack.messages.distress for word in plain(phrase).split()}
    return frozenset(fold(word) for pack in packs() for word in pack.messages.fillers) - used


@cache
def _fillers() -> frozenset[str]:
    return frozenset(fold(word) for pack in packs() for word in pack.function_words | pack.messages.fillers)


def _without_talk(text: str) -> tuple[str, Kind | None]:
    """What asks in a message, and what kind of talk was taken off its ends."""
    pieces = [(match.start(), match.end()) for match in _PIECE.finditer(text)]
    kinds: list[Kind] = []

    def is_talk(span: tuple[int, int]) -> bool:
        said = plain(text[slice(*span)])
        kind = _kind_of(said, ("thanks", "greeting", "praise", "insult"))
        if kind:
            kinds.append(kind)
        return not said or kind is not None or _phrases("aside").fullmatch(said) is not None

    while pieces and is_talk(pieces[0]):
        del pieces[0]
    while pieces and not re.search("[?？]", text[slice(*pieces[-1])]) and is_talk(pieces[-1]):
        del pieces[-1]
    if not pieces:
        return "", next((kind for kind in ("thanks", "greeting", "praise", "insult") if kind in kinds), None)
    kept = text[pieces[0][0] : pieces[-1][1]].strip(" \t\n,;:，、；：—–")
    return _without_ends(kept), None


def _without_ends(asks: str) -> str:
    """A clause without what stands ahead of its question and behind it; the whole where nothing would be left."""
    while True:
        shorter = _ends("openers").sub("", asks, count=1)
        shorter = _ends("closers").sub(lambda match: match["mark"], shorter, count=1).strip()
        if shorter == asks or not plain(shorter):
            return asks
        asks = shorter


def _opens_a_question(words: list[str]) -> bool:
    """Whether the first words are those of a question in any pack."""
    first = " ".join(words[:2])
    return first in _openings() or bool(words and words[0] in _openings())


@cache
def _openings() -> frozenset[str]:
    return frozenset(plain(phrase) for pack in packs() for phrase in pack.questions.openings | pack.questions.alone)


def _table(pack: Pack, kind: str) -> frozenset[str]:
    messages, talk = pack.messages, pack.talk
    tables = {
        "greeting": talk.greetings | talk.farewells,
        "thanks": talk.thanks,
        "praise": messages.praise,
        "insult": messages.insults,
        "help": messages.help,
        "followup": messages.followups | pack.questions.alone,
        "time": messages.news,
        "library": messages.library,
        "list": messages.lists,
        "summary": messages.summaries,
        "timeline": messages.timelines,
        "comparison": messages.comparisons,
        "claim": messages.claims,
        "other": messages.orders,
        "distress": messages.distress,
        "aside": messages.asides | messages.bots | messages.closers,
        "openers": messages.openers,
        "closers": messages.closers,
    }
    return tables[kind]


@cache
def _phrases(kind: str) -> re.Pattern[str]:
    """The phrases of a kind in all packs, against what `plain` gives. Talk may be addressed: "thanks bot"."""
    addressed = kind in ("greeting", "thanks", "praise", "insult", "help", "followup", "time")
    either = "|".join(sorted({_gapped(phrase) for pack in packs() for phrase in _table(pack, kind)}))
    named = "|".join(sorted({_gapped(phrase) for pack in packs() for phrase in pack.messages.bots}))
    if kind == "distress":  # anywhere in a clause, but of whole words where words are spaced
        return re.compile(rf"(?:(?<![a-z])(?:{either})(?![a-z]))")
    if kind == "time":
        when = "|".join(sorted({_gapped(phrase) for pack in packs() for phrase in pack.messages.whens}))
        either = f"(?:(?:{when}) ?)?(?:{either})(?: ?(?:{when}))*"
    return re.compile(f"(?:(?:{named})\\b ?)?(?:{either})(?: ?(?:{named}))*" if addressed else f"(?:{either})")


def _gapped(phrase: str) -> str:
    """The pattern of a phrase; its "…" is any words or none."""
    parts = [plain(part) for part in phrase.split("…")]
    patterns = []
    for at, part in enumerate(parts):
        before = r"\b" if at > 0 and part[:1].isascii() and part else ""
        after = r"\b" if at < len(parts) - 1 and part[-1:].isascii() and part else ""
        patterns.append(f"{before}{re.escape(part)}{after}")
    return " ?.*?".join(patterns).replace(".*?", ".*? ?") if len(parts) > 1 else patterns[0]


@cache
def _ends(kind: Literal["openers", "closers"]) -> re.Pattern[str]:
    """What is taken off a clause's head or end, against the message itself: with or without accents."""
    written = {form for pack in packs() for phrase in _table(pack, kind) for form in (phrase, fold_letters(phrase))}
    either = "|".join(_written(phrase) for phrase in sorted(written, key=len, reverse=True))
    if kind == "openers":
        return re.compile(
            rf"^[\s¿¡(]*(?:{either})(?:[\s,:;，、：]+|(?<=[\u3040-\u30ff\u4e00-\u9fff]))(?=\S)", re.IGNORECASE
        )
    return re.compile(
        rf"(?:[\s,;–—，、]+|(?<=[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]))(?:{either})[\s.!。！]*(?P<mark>[?？]?)$",
        re.IGNORECASE,
    )


def _written(phrase: str) -> str:
    pattern = re.escape(phrase).replace(r"\ ", r"[\s,]+").replace("'", "['’]").replace("\\-", "[- ]")
    return pattern.replace("…", r"(?:[^\W\d_]+\s+){0,3}?[^\W\d_]+") if "…" in pattern else pattern
