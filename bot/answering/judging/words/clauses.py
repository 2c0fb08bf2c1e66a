"""A sentence of two clauses that "and" ties: "Nobody was hurt, and repairs will cost 2.4 million crowns".

What two sentences of a passage say can stand in one. Nothing else of the first clause may reach into the second: no
time or condition ahead of both, no "because", "that" or "said", and no pronoun whose noun is another in the passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answering.judging.words.copies import has_verb
from bot.answering.judging.words.units import Unit, plain_text, units
from language.pack import pack
from language.reading import entries

_AND = frozenset(entries(lambda one: one.replies.joined)) | {";"}
_LEAST = 2  # content words of a clause


def clauses_of(claim: str, language: str) -> Iterator[tuple[str, str]]:
    """The ways in which a sentence is two whole clauses, left and right of an "and"."""
    text = plain_text(claim)
    found = units(text, language, None)
    for at, unit in enumerate(found):
        if unit.text.casefold() not in _AND or (unit.role != "joint" and unit.text != ";"):
            continue
        left, right = found[:at], found[at + 1 :]
        timed = [any(unit.moment is not None for unit in part) for part in (left, right)]
        if timed == [True, False] or _reaches(left, language) or _is_led(right, language):
            continue
        one, other = text[: unit.start].rstrip(" ,;"), text[unit.end :].strip()
        subject = next(unit for unit in right if unit.role in ("content", "negation"))
        long = all(sum(unit.content for unit in part) >= _LEAST for part in (left, right))
        if long and has_verb(one, language) and has_verb(text[subject.end :], language):
            yield f"{one}.", other


def _reaches(left: Sequence[Unit], language: str) -> bool:
    """Whether something of the first clause may hold for the second too."""
    tables = pack(language).statements
    if not left or left[0].role in ("preposition", "auxiliary") or left[0].moment is not None:
        return True
    return any(
        unit.role == "reporting"
        or (unit.role == "joint" and unit.text.casefold() not in _AND)
        or (unit.group is not None and unit.role != "content")
        or unit.text.casefold() in tables.relatives - tables.articles
        for unit in left
    )


def _is_led(right: Sequence[Unit], language: str) -> bool:
    """Whether the second clause has no subject of its own, or leans on the first."""
    tables = pack(language).statements
    if any(unit.text.casefold() in tables.pronouns - tables.articles for unit in right):
        return True
    first = next((unit for unit in right if unit.role in ("content", "negation")), None)
    if first is None or first.verb or right[0].role not in ("content", "grammar", "negation"):
        return True
    return right[0].text.casefold() in tables.finite
