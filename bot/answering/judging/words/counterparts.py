"""For each word, name, number and date of a sentence its counterpart in one sentence of a passage.

What is in another sentence counts only where that resolves a pronoun, gives the first name or the title of somebody who
is named, or where the question had stated it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.answering.judging.words.units import Unit, corresponds, same_word
from language.pack import pack
from language.reading import entries

_THINGS = frozenset(entries(lambda one: one.judging.things))
_JUMP, _BACK, _GAP = 1.0, 2.0, 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around a sentence: those before it, nearest last, the passage's others, its header, the question."""

    before: tuple[tuple[Unit, ...], ...] = ()
    others: tuple[tuple[Unit, ...], ...] = ()
    header: tuple[Unit, ...] = ()
    question: tuple[Unit, ...] = ()
    published: date | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Pairing:
    """Units of a sentence (`mine`) and of another (`theirs`): `at` leads from the one's places to the other's.

    `excused` are those of mine that need no counterpart there, `missing` those that lack one.
    """

    mine: tuple[Unit, ...]
    theirs: tuple[Unit, ...]
    at: dict[int, int]
    excused: frozenset[int] = field(default_factory=frozenset)
    missing: tuple[int, ...] = ()

    @property
    def share(self) -> float:
        count = sum(unit.content for unit in self.mine)
        return len(self.at) / count if count else 0.0


def paired(mine: tuple[Unit, ...], theirs: tuple[Unit, ...], around: Surroundings) -> Pairing:
    """The counterparts of a sentence's content, found so that they stay together and in order where they can."""
    wanted = [n for n, unit in enumerate(mine) if unit.content]
    places = [(k, unit) for k, unit in enumerate(theirs) if _has_content(unit)]
    options = {n: [k for k, unit in places if corresponds(mine[n], unit, around.published)] for n in wanted}
    at = _chosen([n for n in wanted if options[n]], options)
    excused: set[int] = set()
    for run in _runs(mine, [n for n in wanted if n not in at]):
        if _is_fuller(run, mine, theirs, at, around):
            excused.update(run)
            continue
        for part in _names_apart(mine, run):
            _excuse(part, mine, theirs, at, excused, around)
    missing = tuple(n for n in wanted if n not in at and n not in excused)
    return Pairing(mine, theirs, at, frozenset(excused), missing)


def _has_content(unit: Unit) -> bool:
    return unit.content or unit.group is not None


def _chosen(wanted: Sequence[int], options: dict[int, list[int]]) -> dict[int, int]:
    """The way through the options that jumps least (Viterbi)."""
    if not wanted:
        return {}
    costs: list[dict[int, tuple[float, int | None]]] = [{k: (_GAP * k / 100, None) for k in options[wanted[0]]}]
    for n in wanted[1:]:
        here: dict[int, tuple[float, int | None]] = {}
        for k in options[n]:
            here[k] = min(
                ((cost + _step(last, k), last) for last, (cost, _) in costs[-1].items()), key=lambda one: one[0]
            )
        costs.append(here)
    place: int | None = min(costs[-1], key=lambda one: costs[-1][one][0])
    at: dict[int, int] = {}
    for n, reached in zip(reversed(wanted), reversed(costs), strict=True):
        assert place is not None
        at[n] = place
        place = reached[place][1]
    return at


def _step(last: int, k: int) -> float:
    if k == last + 1:
        return 0.0
    if k == last:
        return 3.0
    return (_JUMP if k > last else _BACK) * 0.5 + _GAP * abs(k - last)


def _runs(mine: Sequence[Unit], places: Sequence[int]) -> list[list[int]]:
    """Places that follow one another with nothing but grammar between them."""
    runs: list[list[int]] = []
    for n in places:
        joined = runs and all(mine[k].role in ("grammar", "preposition") for k in range(runs[-1][-1] + 1, n))
        if joined:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _names_apart(mine: Sequence[Unit], run: list[int]) -> list[list[int]]:
    """A run, its names parted from the words beside them."""
    parts: list[list[int]] = []
    for n in run:
        if parts and mine[parts[-1][-1]].capital == mine[n].capital and n == parts[-1][-1] + 1:
            parts[-1].append(n)
        else:
            parts.append([n])
    return parts if any(mine[n].capital for n in run) else [run]


def _excuse(
    run: list[int],
    mine: tuple[Unit, ...],
    theirs: tuple[Unit, ...],
    at: dict[int, int],
    excused: set[int],
    around: Surroundings,
) -> None:
    """Finds counterparts for a run of units that has none in the other sentence, where it may have them elsewhere."""
    if all(mine[n].moment or mine[n].number or mine[n].capital for n in run) and _is_given(run, mine, theirs, around):
        excused.update(run)
        return
    if _is_fuller(run, mine, theirs, at, around):
        excused.update(run)
        return
    if any(mine[n].number is not None or mine[n].moment is not None for n in run):
        return
    pronoun = _pronoun(run, mine, theirs, at, around)
    if pronoun is not None:
        at[run[0]] = pronoun
        excused.update(run[1:])


def _is_given(run: list[int], mine: tuple[Unit, ...], theirs: tuple[Unit, ...], around: Surroundings) -> bool:
    """Whether the question states it and the other sentence has nothing else of its kind."""
    for n in run:
        if not any(corresponds(mine[n], unit, around.published) for unit in around.question if unit.content):
            return False
        if mine[n].moment is not None and any(unit.moment is not None for unit in theirs):
            return False
        if mine[n].number is not None and any(unit.number is not None for unit in theirs):
            return False
        if mine[n].capital and n and mine[n - 1].role != "preposition" and mine[n - 1].role != "grammar":
            return False
    return True


def _is_fuller(
    run: list[int], mine: tuple[Unit, ...], theirs: tuple[Unit, ...], at: dict[int, int], around: Surroundings
) -> bool:
    """Whether the run stands, elsewhere in the passage, beside the name that it stands beside here."""
    beside = [n for n in (_next_content(mine, run[0], -1), _next_content(mine, run[-1], 1)) if n is not None]
    names = [n for n in beside if n in at and (mine[n].capital or mine[run[0]].capital)]
    for n in names:
        if mine[run[0]].capital and any(
            theirs[k].capital and k not in at.values() for k in (at[n] - 1, at[n] + 1) if 0 <= k < len(theirs)
        ):
            continue  # somebody else of that name
        low, high = min(n, run[0]), max(n, run[-1])
        between = mine[low + 1 : high]
        if any(unit.role not in ("grammar", "preposition", "content", "mark") or unit.verb for unit in between):
            continue
        wanted = [mine[k] for k in sorted((*run, n))]
        if any(_stands_in(wanted, other) for other in (*around.others, around.header)):
            return True
    return False


def _next_content(mine: Sequence[Unit], n: int, step: int) -> int | None:
    k = n + step
    while 0 <= k < len(mine) and not mine[k].content:
        if mine[k].role not in ("grammar", "preposition", "mark"):
            return None
        k += step
    return k if 0 <= k < len(mine) else None


def _stands_in(wanted: Sequence[Unit], other: Sequence[Unit]) -> bool:
    """Whether the units stand in another sentence side by side, in any order."""
    content = [unit for unit in other if unit.content]
    for start in range(len(content) - len(wanted) + 1):
        here = content[start : start + len(wanted)]
        if all(any(corresponds(unit, one, None) for one in here) for unit in wanted):
            return True
    return False


def _pronoun(
    run: list[int], mine: tuple[Unit, ...], theirs: tuple[Unit, ...], at: dict[int, int], around: Surroundings
) -> int | None:
    """The pronoun of the other sentence that means the run: what the sentence before it speaks of first."""
    pronouns = pack(around.language).statements.pronouns
    taken = set(at.values())
    places = [k for k, unit in enumerate(theirs) if unit.text.casefold() in pronouns and k not in taken]
    owner = run[-1] + 1 < len(mine) and mine[run[-1] + 1].text in ("'s", "’s", "'", "’")
    places.sort(key=lambda k: (theirs[k].text.casefold() in pack(around.language).statements.articles) != owner)
    wanted = [mine[n] for n in run]
    for k in places:  # "Both teams thanked Ann Lee after she died"
        own = [unit for unit in theirs[:k] if unit.capital]
        if own and _all_in(wanted, own):
            others = [unit for unit in own if not any(same_word(unit.lemma, one.lemma) for one in wanted)]
            return None if others else k
        if own and theirs[k].text.casefold() not in _THINGS:
            return None  # it means somebody whom its own sentence names
    if not places:
        return None
    for other in reversed(around.before[-1:]):  # the only name of the sentence before
        named = _names(other)
        if theirs[places[0]].text.casefold() not in _THINGS and len(named) == 1 and _all_in(wanted, named[0]):
            return places[0]
    for other in reversed(around.before):  # back over sentences that begin with a pronoun themselves
        subject = _subject(other)
        if subject:
            return places[0] if _all_in(wanted, subject) else None
    return None


def _all_in(wanted: Sequence[Unit], found: Sequence[Unit]) -> bool:
    return all(any(same_word(unit.lemma, one.lemma) for one in found) for unit in wanted)


def _names(found: Sequence[Unit]) -> list[list[Unit]]:
    """The runs of words that are written like names."""
    runs: list[list[Unit]] = []
    for n, unit in enumerate(found):
        if unit.capital and unit.content:
            if runs and n and found[n - 1] is runs[-1][-1]:
                runs[-1].append(unit)
            else:
                runs.append([unit])
    return runs


def _subject(found: Sequence[Unit]) -> list[Unit]:
    """The content at the head of a sentence, up to its first verb."""
    subject: list[Unit] = []
    for unit in found:
        if unit.verb or unit.role in ("auxiliary", "reporting", "negation") or unit.moment or unit.number:
            break
        if unit.text in (",", "，") and subject:
            break
        if unit.role == "preposition" and not subject:
            return []
        if unit.content:
            subject.append(unit)
    return subject
