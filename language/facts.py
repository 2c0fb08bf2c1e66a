"""What a sentence commits itself to: the names, numbers and dates in it, with their places.

The one face of `names`, `numbers` and `dates`. The citation checker, the search for disagreement and the
refusal gate all ask here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from language.dates import Moment, dates
from language.names import Name, names
from language.numbers import Number, numbers


@dataclass(frozen=True, slots=True)
class Facts:
    """Each in the order of the text, with offsets into it. A date's figures are not numbers."""

    names: tuple[Name, ...] = ()
    numbers: tuple[Number, ...] = ()
    dates: tuple[Moment, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.numbers or self.dates)


@lru_cache(maxsize=256)  # a sentence is held against several passages, a passage against several sentences
def facts(text: str, *, published: date | None = None, heads: tuple[int, ...] = (0,)) -> Facts:
    """The facts of a text that appeared on the day `published`; `heads` are the offsets of its sentences."""
    moments = dates(text, published=published)
    spans = [(moment.start, moment.end) for moment in moments]
    return Facts(tuple(names(text, heads=heads)), tuple(numbers(text, taken=spans)), tuple(moments))
