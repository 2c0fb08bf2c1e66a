"""Messages in the making: what may stand in one, and how a long text becomes several.

A text is cut between paragraphs, then between sentences, then between words; never inside a link, a mark, an
escape or a surrogate pair. Lengths are UTF-16 code units (`escaping.units`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.discord.escaping import escaped, units

CONTENT = 2000  # of a message's text
DESCRIPTION = 4096  # of an embed's
TITLE = 256
EMBEDS = 6000  # of all embeds of a message together
SMALL = EMBEDS - DESCRIPTION - TITLE  # what is left for a footer beside a full description and title; under its 2,048

_WORD = re.compile(r"\s+|\S+")
_CHARACTER = re.compile(r"\\.|.[\u0300-\u036f\ufe0f]*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message: Markdown in `text`, plain lines in `small`; `kind` decides how it looks."""

    text: str
    kind: str = "answer"
    title: str | None = None
    small: tuple[str, ...] = ()


def with_small(parts: Sequence[Part], small: tuple[str, ...]) -> list[Part]:
    """The parts of one answer, its small lines under the last."""
    return [*parts[:-1], replace(parts[-1], small=small)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a text that is kept whole where it can be, such as a sentence.

    `atoms` are its words, spaces and links, none of which is ever cut while it fits into a message. `cites` are
    the sources that it names; `breaks` says that it begins a new line, `apart` a new paragraph.
    """

    atoms: tuple[str, ...]
    cites: tuple[int, ...] = ()
    breaks: bool = False
    apart: bool = False

    @property
    def text(self) -> str:
        return "".join(self.atoms)

    @property
    def gap(self) -> str:
        """What stands between it and the block before it."""
        return "\n\n" if self.apart else "\n" if self.breaks else " "


def words(text: str) -> tuple[str, ...]:
    """Foreign text as inert atoms."""
    return tuple(_WORD.findall(escaped(text)))


def joined(blocks: Iterable[Block]) -> str:
    """The blocks as they are read."""
    text = ""
    for block in blocks:
        text += block.gap * bool(text) + block.text
    return text


def fitting(block: Block, room: int) -> list[Block]:
    """The block itself where it fits into `room` units, else parts of it that do."""
    if units(block.text) <= room:
        return [block]
    parts: list[list[str]] = [[]]
    used = 0
    for atom in _cut(block.atoms, room):
        if used + units(atom) > room:
            parts.append([])
            used = 0
        if parts[-1] or not atom.isspace():
            parts[-1].append(atom)
            used += units(atom)
    kept = [tuple(part) for part in parts if "".join(part).strip()]
    return [
        Block(atoms=part, cites=block.cites, breaks=block.breaks and not n, apart=block.apart and not n)
        for n, part in enumerate(kept)
    ]


def _cut(atoms: Iterable[str], room: int) -> Iterator[str]:
    """The atoms; one that is longer than a message (no link is) between its characters."""
    for atom in atoms:
        if units(atom) <= room:
            yield atom
        else:
            yield from (character for long in _CHARACTER.findall(atom) for character in _within(long, room))


def _within(character: str, room: int) -> Iterable[str]:
    return [character] if units(character) <= room else list(character)


def packed(blocks: Iterable[Block], room: int) -> list[str]:
    """The blocks as texts of at most `room` units each."""
    found: list[str] = []
    for block in (part for whole in blocks for part in fitting(whole, room)):
        if found and units(found[-1] + block.gap + block.text) <= room:
            found[-1] += block.gap + block.text
        else:
            found.append(block.text)
    return found
