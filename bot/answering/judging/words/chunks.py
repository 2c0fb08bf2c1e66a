"""A sentence's counterparts as chunks: runs of words that stand together in both sentences, and what leads each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.judging.words.counterparts import Pairing
from bot.answering.judging.words.units import Unit

BE = frozenset(["is", "are", "was", "were", "has", "have", "had"])
BORDERS = frozenset(";:—–")
COMMAS = frozenset(",，、()（）")
MODIFIERS = 3  # words before a noun that may be left out


@dataclass(frozen=True, slots=True)
class Chunk:
    """Units of mine `first` to before `last`, their counterparts `start` to before `stop`, and what leads each."""

    first: int
    last: int
    start: int
    stop: int
    mine: str
    theirs: str
    verb: bool
    timed: bool
    name: bool

    @property
    def bare(self) -> bool:
        return not self.mine and not self.theirs and not self.timed


def chunks_of(pairing: Pairing) -> list[Chunk]:
    mine, theirs, at = pairing.mine, pairing.theirs, pairing.at
    found: list[Chunk] = []
    run: list[int] = []
    for n in sorted(at):
        if run and not _together(run[-1], n, pairing):
            found.append(_chunk(run, pairing))
            run = []
        run.append(n)
    if run:
        found.append(_chunk(run, pairing))
    del mine, theirs
    return found


def _together(last: int, n: int, pairing: Pairing) -> bool:
    mine, theirs, at = pairing.mine, pairing.theirs, pairing.at
    if mine[last].verb or mine[n].verb or mine[last].role == "reporting" or mine[n].role == "reporting":
        return False
    if (mine[last].moment is None) != (mine[n].moment is None):
        return False
    if any(unit.role not in ("grammar", "content") for unit in mine[last + 1 : n]) or at[n] <= at[last]:
        return False
    between = theirs[at[last] + 1 : at[n]]
    return all(unit.role in ("grammar", "content") and not unit.verb for unit in between) and (
        sum(unit.content for unit in between) <= MODIFIERS
    )


def _chunk(run: list[int], pairing: Pairing) -> Chunk:
    mine, theirs, at = pairing.mine, pairing.theirs, pairing.at
    return Chunk(
        first=run[0],
        last=run[-1] + 1,
        start=at[run[0]],
        stop=at[run[-1]] + 1,
        mine=_led_by(mine, run[0], set(at)),
        theirs=_led_by(theirs, at[run[0]], set(at.values())),
        verb=mine[run[0]].verb or mine[run[0]].role == "reporting",
        timed=all(mine[n].moment is not None for n in run),
        name=any(mine[n].capital for n in run),
    )


def _led_by(units: Sequence[Unit], at: int, paired: set[int]) -> str:
    """The preposition that leads the unit's phrase, "" where none does; modifiers before it are passed over."""
    if units[at].verb:
        return ""
    passed = 0
    for n in range(at - 1, -1, -1):
        unit = units[n]
        if unit.role == "preposition" and not _measures(units, n):
            return "" if unit.group is not None and _opens_clause(units, at) else unit.text.casefold()
        if unit.text.casefold() in ("'s", "’s") and n - 1 in paired:
            return "'s"
        if unit.content and n not in paired and not unit.verb and passed < MODIFIERS and unit.moment is None:
            passed += 1
        elif (unit.role not in ("grammar", "preposition") and unit.text != "-") or unit.text.casefold() in (
            "who",
            "which",
            "that",
        ):
            return ""
    return ""


def _measures(units: Sequence[Unit], n: int) -> bool:
    """Whether a preposition belongs to an amount: "at least", "up to"."""
    amount = units[n + 1].number if n + 1 < len(units) else None
    if amount is not None and amount.about and units[n].text.casefold() not in ("of", "de", "von"):
        return True  # "about 40"
    beside = [unit.text.casefold() for unit in (*units[max(0, n - 1) : n], *units[n + 1 : n + 2])]
    return "least" in beside or "most" in beside or (units[n].text.casefold() == "to" and "up" in beside)


def _opens_clause(units: Sequence[Unit], at: int) -> bool:
    """Whether what a word such as "after" leads is a clause: a verb comes before anything else ends it."""
    for unit in units[at + 1 :]:
        if unit.verb or unit.role == "auxiliary" or unit.text.casefold() in BE:
            return True
        if unit.role not in ("content", "grammar"):
            return False
    return False


def text_of(units: Sequence[Unit], chunk: Chunk) -> str:
    return " ".join(unit.text for unit in units[chunk.first : chunk.last] if unit.role != "mark")


def object_as_subject(chunks: Sequence[Chunk], pairing: Pairing) -> str | None:
    """What my subject is in the other sentence: the object of a verb that mine leaves out?"""
    first = next((chunk for chunk in chunks if chunk.bare), None)
    if first is None or first.verb or first.theirs:
        return None
    paired = set(pairing.at.values())
    for n in range(first.start - 1, -1, -1):
        unit = pairing.theirs[n]
        if unit.role == "preposition" and unit.group is not None and _opens_clause(pairing.theirs, n):
            return None
        if unit.role in ("joint", "reporting", "auxiliary") or unit.text in COMMAS | BORDERS or unit.moment:
            return None
        if unit.verb and n not in paired:
            return f"“{text_of(pairing.mine, first)}” is not who did it"
    return None
