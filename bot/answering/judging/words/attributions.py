"""Who is said to have said it: "Varga said on Thursday that …", "…, said Varga", "according to Varga".

The attribution of a sentence is parted from what it attributes, so that the two can be compared each with its like
wherever they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.judging.words.units import Unit
from language.pack import pack

_COMMAS = frozenset(",:，：")
LONGEST = 12  # units of an attribution


@dataclass(frozen=True, slots=True)
class Attributed:
    """`said` is what is attributed, `by` the units that attribute it; empty where nobody is named."""

    said: tuple[Unit, ...]
    by: tuple[Unit, ...]


def attributed(found: Sequence[Unit], language: str) -> Attributed:
    """A sentence's units parted; a clause of saying in the middle stays where it is. Of two attributions, "according to
    the Ledger, Varga said that …", both are parted."""
    once = _attributed(found, language)
    twice = _attributed(once.said, language) if once.by else once
    return Attributed(twice.said, (*once.by, *twice.by)) if twice.by and once.by else once


def _attributed(found: Sequence[Unit], language: str) -> Attributed:
    for at, unit in enumerate(found):
        if unit.role != "reporting":
            continue
        if (end := _opening_end(found, at, language)) is not None:
            return Attributed(tuple(found[end:]), tuple(found[:end]))
        if (start := _closing_start(found, at, language)) is not None:
            return Attributed(tuple(found[:start]), tuple(found[start:]))
    return Attributed(tuple(found), ())


def _opening_end(found: Sequence[Unit], at: int, language: str) -> int | None:
    """Where what is said begins, if the verb of saying at `at` opens the sentence."""
    before = _without_relative_clause(found[:at], language)
    commas = sum(unit.text in _COMMAS for unit in before)  # two enclose who somebody is: "Varga, the mayor, said"
    if commas not in (0, 2) or len(before) > LONGEST:
        return None
    if any(unit.verb or unit.role in ("auxiliary", "negation", "joint") for unit in before):
        return None
    joints = pack(language).statements.joints
    for end in range(at + 1, min(len(found), at + LONGEST)):
        unit = found[end]
        if unit.text.casefold() in joints and unit.text.casefold() not in ("and", "und", "y", "et"):
            return end + 1
        if unit.text in _COMMAS:
            follows = end + 1 < len(found) and found[end + 1].text.casefold() in joints
            return end + 2 if follows else end + 1
        if unit.verb or unit.role == "auxiliary":
            break
    # "Varga said the pier will close": nothing marks where what she said begins.
    return at + 1 if any(unit.content for unit in before) else None


def _without_relative_clause(found: Sequence[Unit], language: str) -> Sequence[Unit]:
    """ "Varga, who led the count, said": who somebody is may be told by a clause of its own."""
    commas = [n for n, unit in enumerate(found) if unit.text in _COMMAS]
    if len(commas) == 2 and found[commas[0] + 1].text.casefold() in pack(language).statements.relatives:
        return [*found[: commas[0]], *found[commas[1] + 1 :]]
    return found


def _closing_start(found: Sequence[Unit], at: int, language: str) -> int | None:
    """Where the attribution begins, if the verb of saying at `at` stands in a last clause that says no more."""
    commas = [n for n in range(at) if found[n].text in _COMMAS]
    if not commas or len(found) - commas[-1] > LONGEST:
        return None
    start = commas[-1]
    if not any(unit.content for unit in found[start + 1 :]) and len(commas) >= 3:
        start = commas[-3]  # "…, her deputy, Tom Abel, said"
    rest = found[start + 1 :]
    relatives = pack(language).statements.relatives
    about = [n for n, unit in enumerate(rest[:-1]) if unit.text in _COMMAS and rest[n + 1].text.casefold() in relatives]
    rest = rest[: about[0]] if about else rest  # "…, said Varga, who led the count"
    said = len(rest) > LONGEST or any(unit.verb or unit.role in ("negation", "auxiliary") for unit in rest)
    return None if said else start
