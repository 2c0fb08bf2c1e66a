"""Whether one sentence uses the contrary word for what another says: "rose" and "fell"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from language.reading import entries
from language.wording import subject

_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")


def contrary(claim: str, statement: str) -> bool:
    """Whether either does. The caller sees to it that both are about the same thing."""
    mine, theirs = frozenset(_contrary_terms(claim)), frozenset(_contrary_terms(statement))
    for a, b in _sides():
        for left, right in ((a, b), (b, a)):
            says = _has(claim, mine, left) and not _has(claim, mine, right)
            if says and _has(statement, theirs, right) and not _has(statement, theirs, left):
                return True
    return False


def _has(text: str, words: frozenset[str], side: Sequence[str]) -> bool:
    return any(word in text if _CJK.match(word) else word in words for word in side)


def _contrary_terms(text: str) -> list[str]:
    """Stemmed terms, and the function words that some contraries are."""
    return [*subject(text), *re.findall(r"\b(?:before|after|more|both|neither|above|below)\b", text.lower())]


@cache
def _sides() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    pairs = (entry.split(" / ") for entry in entries(lambda one: one.judging.contraries))
    return tuple((_side(one), _side(other)) for one, other in pairs)


def _side(words: str) -> tuple[str, ...]:
    """The words as they are compared: stemmed as text is (endings don't matter), Chinese and Korean ones whole."""
    return tuple(
        form for word in words.split() for form in ((word,) if _CJK.match(word) else (*_contrary_terms(word),))
    )
