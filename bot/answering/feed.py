"""Sentences from a model's stream, each as soon as it is whole."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.answering.citing import MARK
from prompts.sentences import sentences

# A sentence is whole when something other than its marks follows it: "… in Beijing. [1] They".
_ENDS = re.compile(r"[.!?。！？…\n]")
_MARKS_ONLY = re.compile(rf"(?:\s*{MARK.pattern}[.,;]?)+\s*", re.IGNORECASE)
# The splitter does not see a sentence end where marks follow a stop: "… lives.” [1] She came".
_MARKED_END = re.compile(
    rf"[.!?。！？][\"”’»』」)]*(?:\s*{MARK.pattern})+[ \t]*(?=[^\s.,;:!?。，\[［【])", re.IGNORECASE
)
_OPENING = "“‘«「『(\"'"
_QUOTES = (("“", "”"), ("«", "»"), ("「", "」"), ("『", "』"))
LONGEST_QUOTATION = 600  # characters
_OPEN_MARK = re.compile(r"[\[［【][^\]］】]*$")


class Feed:
    """Takes pieces of text, gives whole sentences with their marks, and the rest at the end."""

    def __init__(self) -> None:
        self._buffer = ""

    def add(self, piece: str) -> list[str]:
        """The sentences that this piece completes."""
        self._buffer += piece
        if not _ENDS.search(self._buffer):
            return []
        return self._take(last_too=False)

    def end(self) -> list[str]:
        """What is left when the stream has ended."""
        return self._take(last_too=True)

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
