"""A passage made ready for checking sentences against it: its sentences and their units.

Made once for each passage of an answer and used for every sentence that cites it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.answering.judging.words.units import Unit, units
from language.detection import asked_language
from language.sentences import Sentence, sentences


@dataclass(frozen=True)
class Evidence:
    """A cited passage with its header (title, outlet, date) and the day on which its article appeared."""

    text: str
    header: str = ""
    published: date | None = None
    told: str | None = None  # the language that its article is known to be in, ISO 639-1

    @cached_property
    def language(self) -> str:
        return self.told or asked_language(self.text)

    @cached_property
    def units(self) -> list[tuple[Unit, ...]]:
        """Each sentence as units that can have a counterpart."""
        return [units(sentence.text, self.language, self.published) for sentence in self.sentences]

    @cached_property
    def lemmas(self) -> list[frozenset[str]]:
        """What each sentence's words, numbers and dates are compared by, to find those that come near."""
        return [frozenset(unit.lemma for unit in found if unit.content) for found in self.units]

    @cached_property
    def sentences(self) -> list[Sentence]:
        return sentences(self.text, language=self.told)
