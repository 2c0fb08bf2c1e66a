"""What a request for a list, a timeline or a summary is about: "timeline of the strike" is about the strike."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from language.folding import fold_letters
from language.messages import Message
from language.pack import packs
from language.phrases import UNSPACED, plain, table, written

Form = Literal["list", "timeline", "summary"]

_WORD = re.compile(r"[^\W\d_]+['’]?|\d+")


def subject_of(message: Message) -> str:
    """The words of a request that say what it is about, as they are written; all that another message asks."""
    asks = message.asks
    if message.kind != "list" and message.kind != "timeline" and message.kind != "summary":
        return asks
    for pattern in _requests(message.kind):
        if match := pattern.fullmatch(asks.strip()):
            subject = _without_prepositions(match["subject"].strip(" \t,:、：。.!?？"))
            if plain(subject):
                return subject
    return asks


@cache
def _requests(form: Form) -> tuple[re.Pattern[str], ...]:
    """Patterns of the phrases of a form, the longest first."""
    phrases = {p for pack in packs() for entry in table(pack, form) for p in (entry, fold_letters(entry)) if "…" in p}
    found = []
    for phrase in sorted(phrases, key=len, reverse=True):
        head, tail = (part.strip() for part in phrase.split("…", maxsplit=1))
        between = r"\s*" if UNSPACED.search(phrase) else r"[\s:]+"
        ahead = written(head) + between if head else ""
        behind = between + written(tail) if tail else ""
        found.append(re.compile(rf"[\s¿¡]*{ahead}(?P<subject>.+?){behind}[\s.!?？。]*", re.IGNORECASE | re.DOTALL))
    return tuple(found)


def _without_prepositions(subject: str) -> str:
    while (first := _WORD.match(subject)) and first[0].lower().rstrip("'’") in _ahead() and subject[first.end() :]:
        subject = subject[first.end() :].strip()
    return subject


@cache
def _ahead() -> frozenset[str]:
    """Words that tie a subject to the word for its form: "of", "about the"."""
    return frozenset(
        word for pack in packs() for word in pack.statements.prepositions | pack.statements.articles if len(word) < 8
    )
