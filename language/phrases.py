"""The phrases of the packs as patterns, in all languages at once, and the words of a text as compared with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal, TypeVar

from language.folding import fold, fold_letters, unlengthened
from language.pack import Pack, packs

PIECE = re.compile(r"[^,;:.!?\n，、；：。！？…—–]+[,;:.!?\n，、；：。！？…—–]*")
SENTENCE = re.compile(r"[^.!?\n。！？…]+[.!?\n。！？…]*")
MARK = re.compile("[?？]")
WORD = re.compile(r"\w+")
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")

K = TypeVar("K", bound=str)


def plain(text: str) -> str:
    """The words of a text, folded, with single spaces between: how phrases are compared."""
    return " ".join(WORD.findall(fold(text)))


def kind_of(said: str, kinds: Iterable[K]) -> K | None:
    """The first of these kinds whose phrases a whole message is, as it stands or with its letters not drawn out."""
    short = unlengthened(said)
    return next((kind for kind in kinds if phrases(kind).fullmatch(said) or phrases(kind).fullmatch(short)), None)


def opens_a_question(words: list[str]) -> bool:
    """Whether the first words are those of a question in any pack."""
    first = " ".join(words[:2])
    return first in _openings() or bool(words and words[0] in _openings())


@cache
def _openings() -> frozenset[str]:
    return frozenset(plain(phrase) for pack in packs() for phrase in pack.questions.openings | pack.questions.alone)


@cache
def interrogatives() -> frozenset[str]:
    """The words that ask by themselves: "who", "combien"."""
    return frozenset(word for pack in packs() for word in map(plain, pack.messages.interrogatives))


@cache
def fillers() -> frozenset[str]:
    return frozenset(fold(word) for pack in packs() for word in pack.function_words | pack.messages.fillers)


@cache
def phrases(kind: str) -> re.Pattern[str]:
    """The phrases of a kind in all packs, against what `plain` gives. Talk may be addressed: "thanks bot"."""
    addressed = kind in ("greeting", "thanks", "praise", "insult", "help", "followup", "time")
    either = "|".join(sorted({gapped(phrase) for pack in packs() for phrase in table(pack, kind)}))
    named = "|".join(sorted({gapped(phrase) for pack in packs() for phrase in pack.messages.bots}))
    if kind == "distress":  # anywhere in a clause, but of whole words where words are spaced
        return re.compile(rf"(?:(?<![a-z])(?:{either})(?![a-z]))")
    if kind == "time":
        when = "|".join(sorted({gapped(phrase) for pack in packs() for phrase in pack.messages.whens}))
        either = f"(?:(?:{when}) ?)?(?:{either})(?: ?(?:{when}))*"
    return re.compile(f"(?:(?:{named})\\b ?)?(?:{either})(?: ?(?:{named}))*" if addressed else f"(?:{either})")


def table(pack: Pack, kind: str) -> frozenset[str]:
    """The phrases of a kind in a pack."""
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


def gapped(phrase: str) -> str:
    """The pattern of a phrase; its "…" is any words or none."""
    parts = [plain(part) for part in phrase.split("…")]
    patterns = []
    for at, part in enumerate(parts):
        before = r"\b" if at > 0 and part[:1].isascii() and part else ""
        after = r"\b" if at < len(parts) - 1 and part[-1:].isascii() and part else ""
        patterns.append(f"{before}{re.escape(part)}{after}")
    return " ?.*?".join(patterns).replace(".*?", ".*? ?") if len(parts) > 1 else patterns[0]


@cache
def ends_of(kind: Literal["openers", "closers"]) -> re.Pattern[str]:
    """What is taken off a clause's head or end, against the message itself: with or without accents."""
    forms = {form for pack in packs() for phrase in table(pack, kind) for form in (phrase, fold_letters(phrase))}
    either = "|".join(written(phrase) for phrase in sorted(forms, key=len, reverse=True))
    if kind == "openers":
        return re.compile(
            rf"^[\s¿¡(]*(?:{either})(?:[\s,:;，、：]+|(?<=[\u3040-\u30ff\u4e00-\u9fff]))(?=\S)", re.IGNORECASE
        )
    return re.compile(
        rf"(?:[\s,;–—，、]+|(?<=[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]))(?:{either})[\s.!。！]*(?P<mark>[?？]?)$",
        re.IGNORECASE,
    )


def written(phrase: str) -> str:
    """The pattern of a phrase as people write it, against the message itself."""
    pattern = re.escape(phrase).replace(r"\ ", r"[\s,]+").replace("'", "['’]").replace("\\-", "[- ]")
    return pattern.replace("…", r"(?:[^\W\d_]+\s+){0,3}?[^\W\d_]+") if "…" in pattern else pattern
