"""A passage made ready for checking sentences against it: its sentences, their terms, its facts.

Made once for each passage of an answer and used for every sentence that cites it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from bot.answering.facts import Facts, facts
from bot.answering.names import Vocabulary
from bot.answering.wording import subject
from language.detection import asked_language
from prompts.sentences import Sentence, sentences
from prompts.words import rarity
from vectorstore.embeddings.base import Vectors

Embed = Callable[[Sequence[str]], Vectors]

_LONGEST_EMBEDDED = 400  # characters of a sentence: less than any embedder's tokens, in any script


@dataclass(frozen=True)
class Evidence:
    """A cited passage with its header (title, outlet, date) and the day on which its article appeared."""

    text: str
    header: str = ""
    published: date | None = None
    _vectors: dict[int, Vectors] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def language(self) -> str:
        return asked_language(self.text)

    @cached_property
    def sentences(self) -> list[Sentence]:
        return sentences(self.text)

    @cached_property
    def sentence_terms(self) -> list[list[str]]:
        return [subject(sentence.text) for sentence in self.sentences]

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(term for found in self.sentence_terms for term in found)

    @cached_property
    def header_terms(self) -> frozenset[str]:
        return frozenset(subject(self.header))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for found in self.sentence_terms for pair in pairwise(found))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(f"{self.header}\n{self.text}")

    @cached_property
    def facts(self) -> Facts:
        whole = f"{self.header}\n{self.text}" if self.header else self.text
        shift = len(whole) - len(self.text)
        return facts(whole, published=self.published, heads=(0, *(shift + each.start for each in self.sentences)))

    @cached_property
    def rarity(self) -> dict[str, float]:
        """Rarity of the terms among the passage's own sentences."""
        return rarity([*self.sentence_terms, self.header_terms])

    @property
    def unseen(self) -> float:
        """The rarity, by the same formula, of a term that none of them holds."""
        return math.log(2 * (len(self.sentences) + 1) + 2)

    def vectors(self, embed: Embed) -> Vectors:
        """Unit vectors of the passage's sentences, made at first use."""
        key = id(embed)
        if key not in self._vectors:
            self._vectors[key] = embed([sentence.text[:_LONGEST_EMBEDDED] for sentence in self.sentences])
        return self._vectors[key]
