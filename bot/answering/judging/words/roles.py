"""Who did what to whom: whether the counterparts of a sentence's words play the same parts in the other sentence.

No grammar is parsed. A sentence is cut into chunks, runs of words that stand together in both sentences. Chunks that a
preposition leads must be led by the same one; the others, subjects, verbs and objects, must come in the same order, but
for a passive voice, an apposition, or a verb that comes second. What the other sentence has between two chunks must be
something that can be left out without making another subject, verb or number of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.answering.judging.words.chunks import COMMAS, Chunk, chunks_of, object_as_subject, text_of
from bot.answering.judging.words.counterparts import Pairing
from bot.answering.judging.words.gaps import wrong_gap
from bot.answering.judging.words.units import Unit
from language.pack import pack
from language.reading import entries

_CLOSE = frozenset(entries(lambda one: one.judging.of))  # they belong to the noun before
_SIMILAR = tuple(frozenset(entry.split()) for entry in entries(lambda one: one.judging.similar))
_AMOUNTS = tuple({"", by} for by in entries(lambda one: one.judging.by))  # "rose by 8 percent", "rose 8 percent"
_YEARS = tuple(entries(lambda one: one.judging.years))
_AGED = frozenset(entries(lambda one: one.judging.aged))


def wrong_roles(pairing: Pairing, language: str) -> str | None:
    """What speaks against the same parts being played, in a few words; None where nothing does."""
    chunks = chunks_of(pairing)
    if not chunks:
        return "nothing to compare"
    active = _voice(chunks, pairing, language)
    if active is not None:
        chunks = active
    else:
        moved = next((one for one in chunks if _plays_another_part(one, chunks, pairing, language)), None)
        if moved is not None:
            return f"“{text_of(pairing.mine, moved)}” stands elsewhere"
        order = _in_order([chunk for chunk in chunks if chunk.bare], pairing, language, fronted=_is_fronted(chunks))
        if order is not None:
            return order
    subject = object_as_subject(chunks, pairing)
    if subject is not None and active is None:
        return subject
    return wrong_gap(chunks, pairing, language)


def _plays_another_part(chunk: Chunk, chunks: Sequence[Chunk], pairing: Pairing, language: str) -> bool:
    """Whether another preposition leads a chunk there, with nothing to account for it."""
    if chunk.mine == chunk.theirs or chunk.timed or _alike(chunk) or _is_possessive(chunk, chunks):
        return False
    if _is_compound(chunk, chunks, pairing):
        return False
    if pairing.mine[chunk.first].number is not None and {chunk.mine, chunk.theirs} in _AMOUNTS:
        return False
    if not chunk.mine and _is_antecedent(chunk, pairing, language):
        return False
    return not (_is_age(pairing.mine, chunk.first) and _is_age(pairing.theirs, chunk.start))


def _is_compound(chunk: Chunk, chunks: Sequence[Chunk], pairing: Pairing) -> bool:
    """Whether the difference is between "the US delegation" and "the delegation of the US"."""
    at = chunks.index(chunk)
    if chunk.mine in _CLOSE and not chunk.theirs and at:
        return chunks[at - 1].start == chunk.stop
    if chunk.theirs in _CLOSE and not chunk.mine and at + 1 < len(chunks):
        other = chunks[at + 1]
        between = pairing.theirs[other.stop : chunk.start]
        return other.first == chunk.last and all(unit.role in ("grammar", "preposition") for unit in between)
    return False


def _is_antecedent(chunk: Chunk, pairing: Pairing, language: str) -> bool:
    """Whether what it does here stands there in a relative clause: "stopped at the mine, which belongs to …"."""
    after = [unit for unit in pairing.theirs[chunk.stop : chunk.stop + 2] if unit.text not in COMMAS]
    relatives = pack(language).statements.relatives
    return bool(after) and after[0].text.casefold() in relatives


def _is_age(units: Sequence[Unit], n: int) -> bool:
    """Whether a number reads like somebody's age: "71-year-old", "Ann Lee, 71,", "aged 71", "a fisherman of 71"."""
    if units[n].number is None:
        return False
    before, after = units[max(0, n - 1) : n], units[n + 1 : n + 4]
    words = [unit.text.casefold() for unit in (*before, *after)] + [units[n].text.casefold()]
    return (
        any(word in _AGED for word in words[: len(before)])
        or any(year in word for year in _YEARS for word in words)
        or bool(before and before[0].text in COMMAS and after and after[0].text in COMMAS)
    )


def _alike(chunk: Chunk) -> bool:
    return any({chunk.mine, chunk.theirs} <= group for group in _SIMILAR)


def _is_possessive(chunk: Chunk, chunks: Sequence[Chunk]) -> bool:
    """Whether the difference is between "the port's pier" and "the pier of the port"."""
    at = chunks.index(chunk)
    beside = [chunks[n] for n in (at - 1, at + 1) if 0 <= n < len(chunks)]
    return any(
        "'s" in sides and sides & (_CLOSE - {"'s"})
        for other in beside
        for sides in ({chunk.mine, chunk.theirs, other.mine, other.theirs},)
    )


def _is_fronted(chunks: Sequence[Chunk]) -> bool:
    """Whether either sentence begins with something that is no subject."""
    return bool(chunks) and (not chunks[0].bare or not min(chunks, key=lambda one: one.start).bare)


def _in_order(bare: list[Chunk], pairing: Pairing, language: str, *, fronted: bool) -> str | None:
    bare = list(bare)
    for _ in range(len(bare)):
        at = next((n for n in range(len(bare) - 1) if bare[n].start >= bare[n + 1].start), None)
        if at is None:
            return None
        one, other = bare[at], bare[at + 1]
        if not _may_change_places(one, other, bare, pairing, language, fronted=fronted):
            return f"“{text_of(pairing.mine, one)}” and “{text_of(pairing.mine, other)}” have changed places"
        bare[at : at + 2] = [other, one]
    return None if all(a.start < b.start for a, b in pairwise(bare)) else "the order differs"


def _may_change_places(
    one: Chunk, other: Chunk, bare: Sequence[Chunk], pairing: Pairing, language: str, *, fronted: bool
) -> bool:
    if one.verb != other.verb:  # a verb and its subject
        alone = sum(not chunk.verb for chunk in bare) == 1
        return (language == "de" and fronted) or (language == "es" and alone)
    if one.verb:
        return False
    there, here = range(other.stop, one.start), range(one.last, other.first)
    joined = any(pairing.theirs[k].role in ("joint", "auxiliary") or pairing.theirs[k].verb for k in there)
    # "the owner of the castle, Ann Lee": what belongs to a title moves with it
    alone = all(k in pairing.at.values() or not pairing.theirs[k].content for k in there)
    alone = alone and all(n in pairing.at or not pairing.mine[n].content for n in here)
    led = all(chunk.mine or chunk.theirs for chunk in chunks_of(pairing) if chunk.start in there or chunk.first in here)
    return alone and led and not joined and _is_named(one, pairing) != _is_named(other, pairing)


def _is_named(chunk: Chunk, pairing: Pairing) -> bool:
    """Whether it is a name and no more: "Ann Lee", not "China's ambassador"."""
    own = [unit for unit in pairing.theirs[chunk.start : chunk.stop] if unit.content]
    return all(unit.text[0].isupper() for unit in own)


def _voice(chunks: Sequence[Chunk], pairing: Pairing, language: str) -> list[Chunk] | None:
    """The chunks without those that a passive voice moved; None where voices don't differ."""
    verbs = [chunk for chunk in chunks if chunk.verb]
    for verb in verbs:
        mine = _is_passive(pairing.mine, verb.first, language)
        theirs = _is_passive(pairing.theirs, verb.start, language)
        if mine == theirs:
            continue
        agents = pack(language).statements.agents
        moved: list[Chunk] = []
        if mine:
            agent = [
                c for c in chunks if c.mine in agents and not c.theirs and (c.first >= verb.last or language == "de")
            ]
            agent += [
                c
                for c in chunks
                if c.bare and agent and c.first > agent[-1].first and _is_beside(c, agent[-1], pairing)
            ]
            before = [c for c in chunks if _is_free(c) and not c.verb and c.last <= verb.first and c not in agent]
            right = all(c.start > verb.start for c in before) and all(c.start < verb.start for c in agent)
            rivals = [c for c in chunks if c.bare and not c.verb and c not in before and c not in agent]
            rivals = [c for c in rivals if not _is_behind(c, verb, before, pairing)]
            moved = [*before, *agent]
            right = right and bool(before) and not any(c.start > verb.start for c in rivals)
            right = right and not _has_verb_between(
                pairing.theirs, verb.stop, min((c.start for c in before), default=0)
            )
        else:
            subject = [c for c in chunks if c.theirs in agents and not c.mine and c.last <= verb.first]
            after = [c for c in chunks if c.bare and not c.verb and c.first >= verb.last]
            right = bool(subject) and all(c.start > verb.start for c in subject)
            right = right and all(c.start < verb.start for c in after)
            moved = [*subject, *after]
        if not right:
            return None
        rest = [c for c in chunks if c not in moved]
        if any(_plays_another_part(c, chunks, pairing, language) for c in rest):
            return None
        if _in_order([c for c in rest if c.bare], pairing, language, fronted=_is_fronted(rest)) is not None:
            return None
        return rest
    return None


def _is_behind(chunk: Chunk, verb: Chunk, objects: Sequence[Chunk], pairing: Pairing) -> bool:
    """Whether a chunk stands behind the verb here and behind its object there: as what the object is or becomes
    ("were found alive"), or in a clause of its own ("after two cranes fell")."""
    if chunk.first < verb.last or not objects or any(chunk.start < one.stop for one in objects):
        return False
    here = pairing.mine[verb.last : chunk.first]
    there = pairing.theirs[max(one.stop for one in objects) : chunk.start]
    led = [any(_leads_clause(unit) for unit in units) for units in (here, there)]
    return all(led) or not (any(led) or chunk.name or any(unit.content or unit.role == "mark" for unit in there))


def _leads_clause(unit: Unit) -> bool:
    return unit.role == "joint" or (unit.role == "preposition" and unit.group is not None)


def _is_free(chunk: Chunk) -> bool:
    """Whether it is led by nothing here, and there by nothing but the "a" of a Spanish object."""
    return chunk.bare or (not chunk.mine and chunk.theirs in ("a", "al"))


def _is_beside(chunk: Chunk, other: Chunk, pairing: Pairing) -> bool:
    """Whether nothing but commas and articles stands between two chunks in both sentences."""
    here = pairing.mine[min(chunk.last, other.last) : max(chunk.first, other.first)]
    there = pairing.theirs[min(chunk.stop, other.stop) : max(chunk.start, other.start)]
    return all(unit.role in ("mark", "grammar") for unit in (*here, *there))


def _is_passive(units: Sequence[Unit], verb: int, language: str) -> bool:
    tables = pack(language).statements
    near = units[max(0, verb - 4) : verb] if language != "de" else [*units[:verb], *units[verb + 1 : verb + 2]]
    after = units[verb + 1 : verb + 2]
    if units[verb].verb and after and after[0].text.casefold() in tables.agents and language == "en":
        return True
    own = [unit.text.casefold() for unit in near if unit.role in ("grammar", "auxiliary", "negation")]
    words = [word for word in own if word in tables.passives]
    if language == "de":
        words = [word for word in words if word.startswith("w") and word not in ("war", "waren")]
    return bool(words) and units[verb].verb


def _has_verb_between(units: Sequence[Unit], start: int, stop: int) -> bool:
    return any(unit.verb or unit.role == "joint" for unit in units[start:stop])
