"""Which articles may be copies of one another, found without comparing each with each: MinHash in bands.

Texts that share much of their three-word runs share a band by chance: with 30 bands of 3 rows, 98 % of those that
have half of their runs in common do, and of those with a twentieth, as stories of one subject have, 0.4 %
(1 - (1 - s^3)^30; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4.2). Whether a candidate is a copy is
told by its words (copies.py).
"""

from __future__ import annotations

import hashlib
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING
from zlib import crc32

from ingest.wording import words

if TYPE_CHECKING:
    from datasketch import MinHash

# Goes into each band, so that those of another way of counting are never compared with these.
_WAY = b"words-1"
_BANDS, _ROWS = 30, 3
# Below so many words, two texts can be alike by chance.
FEWEST_WORDS = 40
# What is longer is compared by its beginning: no wire story is, and every run of words takes memory.
MOST_CHARACTERS = 200_000


def bands(text: str) -> tuple[int, ...]:
    """The bands of a text, 30 signed 64-bit numbers; none for a text that is too short to be told from others."""
    found = words(text[:MOST_CHARACTERS])
    if len(found) < FEWEST_WORDS:
        return ()
    sketch = _empty().copy()
    runs = zip(found, found[1:], found[2:], strict=False)
    sketch.update_batch(map(crc32, map(str.encode, map(" ".join, runs))))
    values = sketch.digest().astype("<u4").reshape(_BANDS, _ROWS)
    return tuple(_band(number, row.tobytes()) for number, row in enumerate(values))


def _band(number: int, row: bytes) -> int:
    digest = hashlib.blake2b(_WAY + number.to_bytes(2, "big") + row, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def begin_import() -> None:
    """Import in a thread what `bands` wants: it takes a third of a second."""
    Thread(target=_empty, name="import-datasketch").start()


@cache
def _empty() -> MinHash:
    # It imports scipy, which takes a third of a second: only where there is something new to compare.
    from datasketch import MinHash

    return MinHash(num_perm=_BANDS * _ROWS, seed=1, scheme="affine32", hashfunc=int)
