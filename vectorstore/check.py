"""The child process that opens an index and tells whether it holds what it should.

Reads one JSON object on stdin: `directory`, `name`, `count`, `samples` (id, base64 of a float32 unit
vector), `ids` (a digest of all ids, or null) and `seconds`; prints one: `{"problem": null}` or a few
words. It is a process of its own because a damaged index can hang or crash the interpreter that opens it.
"""

from __future__ import annotations

import base64
import json
import math
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from vectorstore.embeddings.base import Vectors
from vectorstore.model import digest
from vectorstore.vectors import VectorIndex, open_embedded

# A vector is itself with a cosine of 1 up to float32 and Chroma's own rounding.
SAME = 1e-3
# Equal texts have equal vectors, and the graph is approximate where many lie close together: what is not
# among the first is looked for again among many, for which the engine searches wider.
FIRST, MANY = 10, 300
# The share of samples to which the graph may have no way although it holds them: it loses the last link to one that
# lies apart from all others, once in a while (see vectors.HNSW). Full text still finds those. A damaged graph loses
# more, or loses the vectors themselves.
UNREACHED = 0.125


def problem_of(index: VectorIndex, *, count: int, samples: Sequence[tuple[str, Vectors]]) -> str | None:
    """What is wrong with an index, in a few words; None when nothing is.

    Each sample is looked for by its own vector: it must be found, or only things as near to it as itself. A few
    may be there and yet not be found (see UNREACHED).
    """
    held = index.count()
    if held != count:
        return f"{held} vectors instead of {count}"
    unreached = [
        (id_, vector)
        for id_, vector in samples
        if not any(_finds(index, id_, vector, min(most, count)) for most in (FIRST, MANY))
    ]
    if len(unreached) > UNREACHED * len(samples):
        return f"{len(unreached)} of {len(samples)} passages are not found by their own vectors"
    for id_, vector in unreached:
        stored = index.vector(id_)
        if stored is None or stored.shape != vector.shape or float(stored @ vector) < 1 - SAME:
            return f"passage {id_} is not found by its own vector"
    return None


def digest_of(ids: Iterable[str]) -> str:
    """One digest of a set of ids."""
    return digest(*sorted(ids))


def _finds(index: VectorIndex, id_: str, vector: Vectors, most: int) -> bool:
    found = index.nearest(vector, most)
    mine = [similarity for other, similarity in found if other == id_]
    return mine[0] > 1 - SAME if mine else bool(found) and found[-1][1] > 1 - SAME


def main() -> None:
    """Read the request from stdin, print the verdict."""
    # Before there is a request: whoever started this process early is still making what it is to look at.
    import chromadb  # noqa: F401

    request = json.load(sys.stdin)
    if hasattr(signal, "alarm"):
        # Whoever asked may be gone before he can end us, and an index can hang for ever.
        signal.alarm(math.ceil(request["seconds"]) + 1)
    samples = [(id_, np.frombuffer(base64.b64decode(raw), dtype=np.float32)) for id_, raw in request["samples"]]
    index = open_embedded(Path(request["directory"]), request["name"])
    try:
        problem = problem_of(index, count=request["count"], samples=samples)
        if problem is None and request["ids"] and digest_of(index.ids()) != request["ids"]:
            problem = "its passages are not those of the catalogue"
    finally:
        index.close()
    sys.stdout.write(json.dumps({"problem": problem}) + "\n")


if __name__ == "__main__":
    main()
