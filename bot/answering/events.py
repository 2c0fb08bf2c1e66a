"""What happens while an answer is made, in order: what a reader may be shown is shown as it is proved."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.answer import Answer, Citation
from bot.answering.checking import Verdict


@dataclass(frozen=True, slots=True)
class Searched:
    """The passages are there and bear on the question: the model is asked now."""

    passages: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation that the next sentence is the first to use."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Sentence:
    """A checked sentence with its marks, ready to be shown. `repaired` says that its marks were put right."""

    text: str
    verdict: Verdict

    @property
    def repaired(self) -> bool:
        return self.verdict.outcome == "repaired"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that no source supports. It is never shown."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Refused:
    """There is no answer; `text` says so in the question's language."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Done:
    """The end: the whole answer, or the refusal."""

    answer: Answer


Event = Searched | Cited | Sentence | Dropped | Refused | Done
