"""Words of the library that are spelled nearly as one that no passage holds: what a typo was meant to be.

The full text's own vocabulary is asked (SQLite's fts5vocab). It holds stems; each is looked up in one passage that has
it, for the word as it is written there.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA
from sqlalchemy import Connection

from language.folding import fold
from vectorstore import catalogue, fulltext

SHORTEST = 5  # letters: shorter words have too many neighbours
LONG = 8  # letters from which on two slips may be in one word
MOST_LOOKED_UP = 4
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
            # A stem lacks an ending: what is cut off may not count as slips here, and does so below.
            short = min(OSA.distance(typed, stem), OSA.distance(typed[: len(stem)], stem))
            if short <= allowed + 1 and len(stem) >= len(typed) - 4 and len(stem) <= len(typed) + allowed:
                stems.append((short, -count, stem))
    found = []
    for _, count, stem in sorted(stems)[:MOST_LOOKED_UP]:
        found += [(OSA.distance(typed, fold(form)), count, form) for form in _written(connection, stem, generation)]
    best = min(found, default=None)
    return best[2] if best and best[0] <= allowed and _begins_alike(typed, fold(best[2])) else None


def _begins_alike(typed: str, meant: str) -> bool:
    return typed[0] == meant[:1] or typed[1::-1] == meant[:2]


def _written(connection: Connection, stem: str, generation: int) -> set[str]:
    """The words with a stem, as some passage writes them."""
    rows = [row for row, _ in fulltext.search(connection, stem, limit=2, generation=generation)]
    texts = (passage.text for passage, _ in catalogue.passages_by_row(connection, generation, rows).values())
    words = {word for body in texts for word in _WORD.findall(body)}
    head = stem[:-1] if len(stem) > 3 else stem
    return {re.sub(r"['’]s$", "", word) for word in words if fold(word).startswith(head)}
