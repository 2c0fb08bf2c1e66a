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
_CLAIM = re.compile(r"\d+\. (?P<marks>(?:\[\d+(?:\+\d+)*\] )*)(?P<sentence>.*)")
_PAIRS = re.compile(r"^<pairs>\n(?P<pairs>(?:.*\n)*?)</pairs>$", re.MULTILINE)
_STATEMENT = re.compile(r"^(?:\d+\.| ) +(?:first|second): (?:\[[\d+]+\] )*(?P<sentence>.*)$", re.MULTILINE)
_MESSAGE = re.compile(r"^<message>\n(?P<text>(?:.*\n)*?)</message>$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a talk: a member's question, or an answer of ours."""

    role: Literal["member", "answer"]
    text: str


@dataclass(frozen=True, slots=True)
class ToCompare:
    """A sentence and the numbers of the sources that it is compared with, each group of them taken together."""

    sentence: str
    sources: tuple[tuple[int, ...], ...] = ()


def fenced_history(turns: Iterable[Turn]) -> str:
    """The turns as they stand in the prompt, oldest first."""
    lines = "".join(f"{turn.role}: {_line(turn.text)}\n" for turn in turns)
    return f"<history>\n{lines}</history>"


def fenced_message(text: str) -> str:
    """A member's message as it stands in the prompt: data, like a source."""
    return f"<message>\n{escaped(text)}\n</message>"


def fenced_claims(claims: Iterable[ToCompare]) -> str:
    """Sentences as they stand in the prompt that judges them: numbered from 1, one a line, data too; ahead of each
    the sources that it is to be compared with, those taken together as `[1+2]`."""
    lines = (f"{n}. {_marks(claim)}{_whole_line(claim.sentence)}\n" for n, claim in enumerate(claims, start=1))
    return f"<claims>\n{''.join(lines)}</claims>"


def fenced_pairs(pairs: Iterable[tuple[ToCompare, ToCompare]]) -> str:
    """Pairs of statements, each with the source that it is from, as they stand in the prompt that compares them."""
    lines = (
        f"{n}. first: {_marks(one)}{_whole_line(one.sentence)}\n"
        f"   second: {_marks(other)}{_whole_line(other.sentence)}\n"
        for n, (one, other) in enumerate(pairs, start=1)
    )
    return f"<pairs>\n{''.join(lines)}</pairs>"


def pairs_in(prompt: str) -> list[tuple[str, str]] | None:
    """The pairs of statements of a prompt, their escapes taken back; None where it has none."""
    found = _PAIRS.search(prompt)
    if not found:
        return None
    said = [unescaped(one["sentence"]) for one in _STATEMENT.finditer(found["pairs"])]
    return list(zip(said[::2], said[1::2], strict=False))


def claims_in(prompt: str) -> list[ToCompare] | None:
    """The sentences of a prompt, their escapes taken back; None where it has none."""
    found = _CLAIMS.search(prompt)
    if not found:
        return None
    lines = (_CLAIM.match(line) for line in found["claims"].splitlines())
    return [
        ToCompare(
            unescaped(line["sentence"]),
            tuple(tuple(map(int, mark.split("+"))) for mark in re.findall(r"[\d+]+", line["marks"])),
        )
        for line in lines
        if line
    ]


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


def _marks(claim: ToCompare) -> str:
    return "".join(f"[{'+'.join(map(str, group))}] " for group in claim.sources)


def _whole_line(text: str) -> str:
    return escaped(" ".join(text.split()))
