"""Words of the library that are spelled nearly as one that no passage holds: what a typo was meant to be.

The full text's own vocabulary is asked (SQLite's fts5vocab). It holds stems; each is looked up in one passage that has
it, for the word as it is written there.
"""

from __future__ import annotations

import re
from itertools import islice

from rapidfuzz.distance import OSA
from sqlalchemy import Connection

from language.folding import fold
from vectorstore import catalogue, fulltext

SHORTEST = 5  # letters: shorter words have too many neighbours
LONG = 8  # letters from which on two slips may be in one word
MOST_LOOKED_UP = 6
LONGEST_ENDING = 6
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def near(connection: Connection, word: str, *, generation: int) -> str | None:
    """The library's word that is spelled most nearly as one that it lacks, as its passages write it; None where the
    library has the word itself, or none that is near. The first letter, or the first two in the other order, agree."""
    typed = fold(word)
    if len(typed) < SHORTEST or not typed.isalpha() or fulltext.has(connection, typed):
        return None
    allowed = 1 if len(typed) < LONG else 2
    stems = []
    for first in dict.fromkeys((typed[0], typed[1])):
        for stem, count in fulltext.vocabulary(connection, first):
            slips = _slips(typed, stem, most=allowed + 1)
            if slips is not None:
                stems.append((slips, -count, stem))
    found = []
    # A stem that stands only where nobody may read yet is written nowhere.
    written = ((count, _written(connection, stem, generation)) for _, count, stem in sorted(stems))
    for count, forms in islice(filter(lambda one: one[1], written), MOST_LOOKED_UP):
        found += [(OSA.distance(typed, fold(form)), count, form) for form in forms]
    best = min(found, default=None)
    return best[2] if best and best[0] <= allowed and _begins_alike(typed, fold(best[2])) else None


def _slips(typed: str, stem: str, *, most: int) -> float | None:
    """How many slips lie between the beginning of a word and a stem, each letter of the ending as a quarter of one."""
    if not 3 <= len(stem) <= len(typed) + most or len(stem) < len(typed) - LONGEST_ENDING:
        return None
    best = None
    for end in {min(len(stem) + more, len(typed)) for more in (-1, 0, 1)}:
        slips = OSA.distance(typed[:end], stem, score_cutoff=most)
        if slips <= most and (best is None or slips + (len(typed) - end) / 4 < best):
            best = slips + (len(typed) - end) / 4
    return best


def _begins_alike(typed: str, meant: str) -> bool:
    return typed[0] == meant[:1] or typed[1::-1] == meant[:2]


def _written(connection: Connection, stem: str, generation: int) -> set[str]:
    """The words with a stem, as some passage writes them."""
    rows = fulltext.beginning_with(connection, stem, generation=generation)
    texts = (passage.text for passage, _ in catalogue.passages_by_row(connection, generation, rows).values())
    words = {word for body in texts for word in _WORD.findall(body)}
    head = stem[:-1] if len(stem) > 3 else stem
    return {re.sub(r"['’]s$", "", word) for word in words if fold(word).startswith(head)}
