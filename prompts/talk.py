"""How a talk and a member's message stand in a prompt: fenced as sources are, one turn a line.

<history>                              <message>
member: who led the delegation?        The words of the message.
answer: It was led by Jen Daskal.      </message>
</history>
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from prompts.fences import escaped, unescaped

LONGEST_TURN = 600  # characters of each that are given

_HISTORY = re.compile(r"^<history>\n(?P<turns>(?:.*\n)*?)</history>$", re.MULTILINE)
_CLAIMS = re.compile(r"^<claims>\n(?P<claims>(?:.*\n)*?)</claims>$", re.MULTILINE)
_MESSAGE = re.compile(r"^<message>\n(?P<text>(?:.*\n)*?)</message>$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a talk: a member's question, or an answer of ours."""

    role: Literal["member", "answer"]
    text: str


def fenced_history(turns: Iterable[Turn]) -> str:
    """The turns as they stand in the prompt, oldest first."""
    lines = "".join(f"{turn.role}: {_line(turn.text)}\n" for turn in turns)
    return f"<history>\n{lines}</history>"


def fenced_message(text: str) -> str:
    """A member's message as it stands in the prompt: data, like a source."""
    return f"<message>\n{escaped(text)}\n</message>"


def fenced_claims(sentences: Iterable[str]) -> str:
    """An answer's sentences as they stand in the prompt that checks them: numbered from 1, one a line, data too."""
    lines = "".join(f"{n}. {escaped(' '.join(text.split()))}\n" for n, text in enumerate(sentences, start=1))
    return f"<claims>\n{lines}</claims>"


def claims_in(prompt: str) -> list[str] | None:
    """The sentences of a prompt, their escapes taken back; None where it has none."""
    found = _CLAIMS.search(prompt)
    return [unescaped(line.partition(". ")[2]) for line in found["claims"].splitlines()] if found else None


def history_in(prompt: str) -> list[Turn] | None:
    """The turns of a prompt, still escaped; None where it has no history."""
    found = _HISTORY.search(prompt)
    if not found:
        return None
    turns = []
    for line in found["turns"].splitlines():
        role, _, text = line.partition(": ")
        turns.append(Turn("answer" if role == "answer" else "member", text))
    return turns


def message_in(prompt: str) -> str | None:
    """The message of a prompt, its escapes taken back; None where it has none."""
    found = _MESSAGE.search(prompt)
    return unescaped(found["text"].removesuffix("\n")) if found else None


def _line(text: str) -> str:
    return escaped(" ".join(text.split())[:LONGEST_TURN])
