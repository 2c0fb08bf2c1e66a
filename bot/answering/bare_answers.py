"""A bare yes or no, joined to the sentence that gives it a meaning.

"Yes." alone says nothing that a passage could say. With the sentence behind it, it can be judged as an answer to the
question; where nobody reads, the sentence stands without it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.citing import MARK
from language.reading import one_of

_BARE = one_of(lambda one: one.replies.bare, words=False)
_MARKS = re.compile(rf"\s*{MARK.pattern}", re.IGNORECASE)


class BareAnswers:
    """Sentences in as a model wrote them, the same out with each bare yes or no ahead of the next. `judged`: somebody
    reads, and it is kept; else it is left out where a sentence follows."""

    def __init__(self, *, judged: bool) -> None:
        self._judged = judged
        self._held: str | None = None

    def add(self, raws: Sequence[str]) -> list[str]:
        """The sentences that are whole now."""
        whole: list[str] = []
        for raw in raws:
            if self._held is None and is_bare(raw):
                self._held = raw
                continue
            whole.append(f"{self._held} {raw}" if self._held and self._judged else raw)
            self._held = None
        return whole

    def end(self) -> list[str]:
        """A yes or no that nothing followed."""
        left = [self._held] if self._held else []
        self._held = None
        return left


def is_bare(raw: str) -> bool:
    """Whether a sentence is a yes or no and nothing more, its marks aside."""
    return _BARE.fullmatch(_MARKS.sub("", raw).strip(" .,!。！*_")) is not None
