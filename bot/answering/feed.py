"""Sentences from a model's stream, each as soon as it is whole, in plain text with marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.answering.citing import MARK
from bot.answering.plaintext import PlainText
from language.sentences import sentences

if TYPE_CHECKING:
    from vectorstore.model import Hit

# A sentence is whole when something other than its marks follows it: "… in Beijing. [1] They".
_ENDS = re.compile(r"[.!?。！？…\n]")
_MARKS_ONLY = re.compile(rf"(?:\s*{MARK.pattern}[.,;]?)+\s*", re.IGNORECASE)
# The splitter does not see a sentence end where marks follow a stop: "… lives.” [1] She came".
_MARKED_END = re.compile(
    rf"[.!?。！？][\"”’»』」)]*(?:\s*{MARK.pattern})+[ \t]*(?=[^\s.,;:!?。，\[［【])", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"[\[［【]\s*(\d{1,2})\s*[\]］】]")
_OPENING = "“‘«「『(\"'"
_QUOTES = (("“", "”"), ("«", "»"), ("「", "」"), ("『", "』"))
LONGEST_QUOTATION = 600  # characters
_OPEN_MARK = re.compile(r"[\[［【][^\]］】]*$")


class Feed:
    """Takes pieces of text, gives whole sentences with their marks, and the rest at the end.

    Nothing is given before the first mark has come: thoughts may stand there without a tag. `restarts` counts how often
    all that was given turned out to be thoughts; then it is no part of the answer. `missing` is what the model says
    that the sources lack. `names` and `quoted` are those of `PlainText`.
    """

    def __init__(self, *, names: Sequence[str] = (), quoted: Collection[int] = ()) -> None:
        self._plain = PlainText(names=names, quoted=quoted)
        self._buffer = ""
        self._held: list[str] = []
        self._marked = False

    @classmethod
    def over(cls, hits: Sequence[Hit]) -> Feed:
        """The feed of an answer from these numbered sources."""
        quoted = {int(number) for hit in hits for number in _IN_BRACKETS.findall(hit.passage.text)}
        return cls(names=[hit.article.outlet or hit.article.headline for hit in hits], quoted=quoted)

    @property
    def restarts(self) -> int:
        return self._plain.restarts

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(self._plain.missing)

    def add(self, piece: str) -> list[str]:
        """The sentences that this piece completes."""
        before = self._plain.restarts
        text = self._plain.add(piece)
        self._follow(before, text)
        if not _ENDS.search(self._buffer):
            return []
        self._held += self._take(last_too=False)
        self._marked = self._marked or any(MARK.search(sentence) for sentence in self._held)
        if not self._marked:
            return []
        given, self._held = self._held, []
        return given

    def end(self) -> list[str]:
        """What is left when the stream has ended."""
        before = self._plain.restarts
        text = self._plain.end()
        self._follow(before, text)
        given, self._held = [*self._held, *self._take(last_too=True)], []
        return given

    def _follow(self, restarts: int, text: str) -> None:
        if self._plain.restarts > restarts:
            self._buffer, self._held, self._marked = "", [], False
        self._buffer += text

    def _take(self, *, last_too: bool) -> list[str]:
        starts = self._starts(self._buffer)
        if last_too:
            bounds = [*(starts or [0]), len(self._buffer)]
        elif len(starts) < 2 or _OPEN_MARK.search(self._buffer) or _in_quotation(self._buffer):
            # The last sentence may go on, or get its marks, or one of them is only half here; and where a quotation
            # of several sentences is cut, half of it would stand without the mark behind it.
            return []
        else:
            bounds = starts
        whole = [self._buffer[start:end].strip() for start, end in pairwise(bounds)]
        self._buffer = self._buffer[bounds[-1] :]
        return [sentence for sentence in whole if sentence]

    @staticmethod
    def _starts(text: str) -> list[int]:
        """Where sentences begin; marks at the head of one belong to the sentence before it."""
        starts = {found.end() for found in _MARKED_END.finditer(text)}
        for sentence in sentences(text):
            lead = _MARKS_ONLY.match(sentence.text)
            if lead is None or (not starts and sentence.start == 0):
                starts.add(sentence.start)
            elif lead.end() < len(sentence.text):
                starts.add(sentence.start + lead.end())
        starts = {_before_opening_quote(text, start) for start in starts}
        return [0, *sorted(start for start in starts if text[:start].strip())] if starts else []


def _in_quotation(text: str) -> bool:
    """Whether a quotation is open at the end. One that is never closed holds nothing up for long."""
    for opening, closing in _QUOTES:
        at = text.rfind(opening)
        if at > text.rfind(closing) and len(text) - at < LONGEST_QUOTATION:
            return True
    return False


def _before_opening_quote(text: str, start: int) -> int:
    """An opening quote that the splitter left at the end of the sentence before belongs to this one."""
    while start > 1 and text[start - 1] in _OPENING and text[start - 2].isspace():
        start -= 1
    return start
