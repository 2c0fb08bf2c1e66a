"""When and how surely a sentence says that something is done: denied, to come, possible, past or present."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from bot.answering.judging.words.lemmas import reads_like_a_verb
from bot.answering.judging.words.units import Unit
from language.pack import pack
from language.reading import entries
from language.wording import base_form

Tense = Literal["future", "possible", "past", "present"]

_ENDINGS = frozenset(entries(lambda one: one.judging.future_endings))
_NEAR = 3  # units before a verb among which its auxiliaries stand
_PRESENT = frozenset(["is", "are", "am", "do", "does", "'s", "'re"])
_PAST = frozenset(["was", "were", "had", "did", "has", "have", "been", "'ve"])
_NOBODY = frozenset(entries(lambda one: one.judging.nobody))
_NOT_ALONE = frozenset(entries(lambda one: one.judging.not_only, lambda one: one.judging.fewer))  # "not only"


def denied(found: Sequence[Unit]) -> set[int]:
    """The places of the words that a sentence's negations deny."""
    places = set()
    for n, unit in enumerate(found):
        if unit.role != "negation":
            continue
        if n + 1 < len(found) and found[n + 1].text.casefold() in _NOT_ALONE:
            continue
        ahead = next((k for k in range(n + 1, len(found)) if _stops(found[k]) or found[k].content), None)
        if unit.text.casefold() in _NOBODY:
            verb = next((k for k in range(n + 1, len(found)) if _stops(found[k]) or found[k].verb), None)
            ahead = verb if verb is not None and found[verb].verb else ahead
        if ahead is not None and found[ahead].content:
            places.add(ahead)
            continue
        behind = next((k for k in range(n - 1, -1, -1) if found[k].content), None)
        if behind is not None:
            places.add(behind)
    return places


def _stops(unit: Unit) -> bool:
    return unit.text in (",", ";", ":", "，", "；")


def tense(found: Sequence[Unit], at: int, language: str) -> Tense | None:
    """That of the verb (or of what follows an auxiliary) at a place; None where none can be told."""
    tables = pack(language).statements
    near: list[str] = []
    for unit in reversed(found[max(0, at - _NEAR) : at]):
        if unit.content or (unit.role in ("mark", "joint", "preposition") and unit.text.casefold() != "to"):
            break
        near.append(unit.text.casefold())
    if (
        _is_future(found[at], language)
        or any(word in tables.future for word in near)
        or (_is_to_be(near) and reads_like_a_verb(found[at].text, language))
    ):
        return "future"
    if any(word in tables.possible for word in near):
        return "possible"
    if language != "en":
        return None
    if any(word in _PAST for word in near):
        return "past"
    if any(word in _PRESENT for word in near):
        return "present"
    word = found[at].text.casefold()
    if not found[at].content or found[at].number or found[at].moment or found[at].capital:
        return None
    if word.endswith("ed") or base_form(word) != word:
        return "past"
    return None


def _is_to_be(near: Sequence[str]) -> bool:
    """ "are to": read backwards."""
    return any(first == "to" and second in (_PRESENT | _PAST) for first, second in pairwise(near)) or (
        len(near) > 2 and near[0] in ("be",) and near[1] == "to" and near[2] in (_PRESENT | _PAST)
    )


def _is_future(unit: Unit, language: str) -> bool:
    """Spanish and French: the infinitive with an ending."""
    if language not in ("es", "fr") or not unit.content or unit.capital:
        return False
    word, stem = unit.text.casefold(), unit.lemma
    plain = stem[:-1] if language == "fr" and stem.endswith("re") else stem
    return len(word) > len(plain) + (language == "fr") * 0 and stem.endswith(("r", "re")) and _starts(word, plain)


def _starts(word: str, stem: str) -> bool:
    return word.startswith(stem) and word != stem and word[len(stem) :] in _ENDINGS
