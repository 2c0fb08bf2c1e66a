"""What another sentence has between the counterparts of a sentence's chunks, and whether that may be left out.

Modifiers, times, insertions and phrases led by prepositions may; so may one of two listed things, a clause about a
noun, and a first verb where the second has the same subject. Anything else would make another subject of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.answering.judging.words.chunks import BE, BORDERS, COMMAS, MODIFIERS, Chunk, object_as_subject, text_of
from bot.answering.judging.words.counterparts import Pairing
from bot.answering.judging.words.units import Unit
from language.pack import pack
from language.reading import entries

_SUBORDINATORS = frozenset(entries(lambda one: one.judging.subordinators))
_AND = frozenset(entries(lambda one: one.judging.joined))


def wrong_gap(chunks: Sequence[Chunk], pairing: Pairing, language: str) -> str | None:
    """What can't be left out between the counterparts of my chunks."""
    ordered = sorted(chunks, key=lambda chunk: chunk.start)
    paired = set(pairing.at.values())
    relatives = pack(language).statements.relatives
    for left, right in pairwise(ordered):
        gap = pairing.theirs[left.stop : right.start]
        here = pairing.mine[min(left.last, right.last) : max(left.first, right.first)]
        joint_here, crosses = _crosses(here, language), _crosses(gap, language)
        skipped = [
            pairing.theirs[k]
            for k in range(left.stop, right.start)
            if pairing.theirs[k].content and not pairing.theirs[k].moment and k not in paired
        ]
        if _is_counted_otherwise(left, right, gap, pairing):
            return f"“{text_of(pairing.mine, right)}” belongs to something else"
        if not skipped and (not crosses or joint_here or (left.mine == right.mine == "" and left.bare and right.bare)):
            continue
        plain = gap[1:] if gap and gap[0].text in COMMAS and (left.timed or left.mine) else gap  # "In May, the mayor"
        if _is_loose(plain, relatives) and not (crosses and left.timed):
            continue
        untimed = _without_time(gap) if right.timed else gap
        if _is_insert(untimed, relatives) and not left.timed:
            continue
        if _is_first_name(left, gap, right, pairing):
            continue
        if skipped and not right.verb and _is_list(gap) and not _is_subject_of_next(right, pairing):
            continue
        if left.bare and not left.verb and _is_relative_clause(gap, right, relatives):
            continue
        if crosses and left.bare and not left.verb and _is_shared_subject(left, right, gap, pairing):
            continue
        if not left.timed and _adds_another(gap) and (right.verb or _ends_in_auxiliary(gap)):
            continue
        if not crosses and not skipped:
            continue
        return f"“{text_of(pairing.mine, right)}” belongs to something else"
    return None


def _is_counted_otherwise(left: Chunk, right: Chunk, gap: Sequence[Unit], pairing: Pairing) -> bool:
    """Whether my number stands beside what another one counts there: "23 cases of measles and 4 deaths"."""
    mine = pairing.mine[right.first - 1] if right.first else None
    content = [unit for unit in gap if unit.content]
    beside = left.last == right.first and mine is not None and mine.number is not None
    return beside and not right.verb and bool(content) and content[-1].number is not None


def _is_loose(gap: Sequence[Unit], relatives: frozenset[str]) -> bool:
    """Whether a gap holds no more than modifiers of a noun, times and phrases led by prepositions."""
    phrase = 0  # 0: what stands directly before the right chunk or behind the left; 1: within a prepositional phrase
    bare = 0
    for unit in gap:
        if unit.role == "preposition":
            phrase, bare = 1, 0
        elif (
            (unit.role == "joint" and not (phrase and unit.text.casefold() in _AND))
            or unit.verb
            or unit.role in ("negation", "reporting")
            or unit.text in BORDERS
            or unit.text in COMMAS
            or (unit.role == "grammar" and unit.text.casefold() in relatives)
        ):
            return False
        elif unit.content and unit.moment is None:
            if phrase == 0 and (unit.capital or unit.number is not None):
                return False
            bare += phrase == 0
    return bare <= MODIFIERS


def _crosses(units: Sequence[Unit], language: str) -> bool:
    """Whether units lead from one clause into another."""
    tables = pack(language).statements
    relatives = tables.relatives if language == "en" else tables.relatives - tables.articles
    return any(
        unit.role == "joint" or unit.text in BORDERS or (unit.role == "grammar" and unit.text.casefold() in relatives)
        for unit in units
    )


def _is_relative_clause(gap: Sequence[Unit], right: Chunk, relatives: frozenset[str]) -> bool:
    """Whether a gap is a clause about the noun before it, after which the noun's own verb follows."""
    rest = list(gap)
    while rest and rest[-1].role in ("auxiliary", "grammar", "negation") and rest[-1].text.casefold() not in relatives:
        rest.pop()  # "the storm that came ashore has …"
    resumes = len(rest) < len(gap) and any(
        unit.text.casefold() in BE or unit.role == "auxiliary" for unit in gap[len(rest) :]
    )
    starts = [n for n, unit in enumerate(rest) if unit.text.casefold() in relatives]
    if not rest or not rest[-1].content or not starts or not (right.verb or resumes):
        return False
    return _is_loose(rest[: starts[0]], relatives) and not any(unit.text in BORDERS for unit in rest)


def _is_list(gap: Sequence[Unit]) -> bool:
    """Whether a gap holds what is listed before the right chunk: "22 towns and"."""
    last = next((unit for unit in reversed(gap) if unit.role not in ("grammar", "preposition")), None)
    listing = last is not None and last.role == "joint" and last.text.casefold() in _AND
    return listing and not any(unit.verb or unit.role in ("auxiliary", "reporting", "negation") for unit in gap)


def _is_subject_of_next(chunk: Chunk, pairing: Pairing) -> bool:
    """Whether a verb comes right after a chunk there."""
    paired = set(pairing.at.values())
    for k in range(chunk.stop, len(pairing.theirs)):
        unit = pairing.theirs[k]
        if unit.verb or unit.role in ("auxiliary", "reporting") or unit.text.casefold() in BE:
            return True
        if unit.role in ("mark", "joint", "preposition") or k in paired:
            return False
    return False


def _is_insert(gap: Sequence[Unit], relatives: frozenset[str]) -> bool:
    """Whether a gap is one insertion between two commas, brackets or dashes, or a relative clause up to a comma."""
    content = [n for n, unit in enumerate(gap) if unit.content or unit.role in ("preposition", "joint")]
    marks = [n for n, unit in enumerate(gap) if unit.text in COMMAS or unit.text in BORDERS]
    if gap and gap[0].text.casefold() in relatives and marks and content and marks[-1] > content[-1]:
        return True
    if len(marks) < 2 or not content:
        return False
    if any(unit.role == "joint" or unit.text.casefold() in relatives for unit in gap[marks[-1] :]):
        return False
    return marks[0] < content[0] and content[-1] < marks[-1]


def _without_time(gap: Sequence[Unit]) -> Sequence[Unit]:
    """A gap without the time that begins at its end: "…, on Monday the" before "22nd"."""
    end = len(gap)
    while end and (gap[end - 1].moment is not None or gap[end - 1].role in ("grammar", "preposition")):
        end -= 1
    return gap[:end]


def _is_first_name(left: Chunk, gap: Sequence[Unit], right: Chunk, pairing: Pairing) -> bool:
    """Whether a gap holds the first names between a title and its bearer's last one: "the mayor, Jon Reke, said"."""
    names = [unit for unit in gap if unit.text not in COMMAS]
    if left.last != right.first or left.verb or not right.name or not names or len(gap) - len(names) > 1:
        return False
    if not all(unit.capital and unit.content for unit in names) or pairing.mine[left.last - 1].capital:
        return False
    after = pairing.theirs[right.stop : right.stop + 2]
    listed = any(unit.role == "joint" or unit.capital for unit in after)
    return not listed and (len(gap) == len(names) or bool(after and after[0].text in COMMAS))


def _ends_in_auxiliary(gap: Sequence[Unit]) -> bool:
    return bool(gap) and (gap[-1].role == "auxiliary" or gap[-1].text.casefold() in BE)


def _adds_another(gap: Sequence[Unit]) -> bool:
    """Whether a gap names another beside the left chunk and says nothing of them: "and two of her deputies"."""
    rest = [unit for unit in gap if unit.text not in COMMAS]
    if not rest or rest[0].role != "joint" or rest[0].text.casefold() not in _AND:
        return False
    return not any(unit.verb or unit.role in ("joint", "reporting", "negation") for unit in rest[1:])


def _is_shared_subject(left: Chunk, right: Chunk, gap: Sequence[Unit], pairing: Pairing) -> bool:
    """Whether what stands left is the subject of a second verb: "Varga closed the pier and thanked the mayor"."""
    if object_as_subject([left], pairing) is not None:
        return False
    resumed = right.verb
    for unit in reversed(gap):
        if unit.role == "auxiliary" or unit.text.casefold() in BE:
            resumed = True  # "and would go", "but has no plans"
        if unit.role == "joint":
            return resumed and unit.text.casefold() not in _SUBORDINATORS
        if unit.content or unit.role in ("preposition", "mark"):
            return False
    return False
