"""The quotes by which a model proves its sentences, each looked for in the passage that it names.

A quote counts where it stands there word for word; how its spaces and quotation marks are written doesn't matter.
Else it counts for nothing, and the sentence is checked as one without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.answering.citing import taken_apart
from prompts.fences import unescaped

if TYPE_CHECKING:
    from vectorstore.model import Hit

LEAST = 2  # characters of a quote that could prove anything
_SINGLE, _DOUBLE = "'‘’‚‛`´", '"“”„‟«»'
_CHARACTER = re.compile(rf"(?P<single>[{_SINGLE}])|(?P<double>[{_DOUBLE}])|.", re.DOTALL)


class Quotations:
    """`add` what a model quotes for a sentence; `of` gives it back for a source, as its passage writes it."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = hits
        self._held: dict[tuple[str, int], str] = {}

    def add(self, raw: str, quote: str, numbers: Sequence[int]) -> None:
        """A sentence as the model wrote it, with what it quotes for it and the sources that it quotes from."""
        words, _ = taken_apart(raw, self._hits)
        for n in numbers:
            if 1 <= n <= len(self._hits) and (found := standing(unescaped(quote), self._hits[n - 1].passage.text)):
                self._held[words, n] = found

    def of(self, sentence: str, n: int) -> str | None:
        """What proves a sentence (without its marks) by the source `n`, an exact slice of its passage."""
        return self._held.get((sentence, n))


def standing(quote: str, text: str) -> str | None:
    """The slice of a text that is this quote; None where it doesn't stand there."""
    words = quote.strip().strip(_DOUBLE + _SINGLE).split()
    if len("".join(words)) < LEAST:
        return None
    found = re.search(r"\s+".join(map(_pattern, words)), text)
    return found[0] if found else None


def _pattern(word: str) -> str:
    def of(character: re.Match[str]) -> str:
        return (
            f"[{_SINGLE}]"
            if character["single"]
            else f"[{_DOUBLE}]"
            if character["double"]
            else re.escape(character[0])
        )

    return _CHARACTER.sub(of, word)
