"""The child process that opens an index and tells whether it holds what it should.

Reads one JSON object on stdin: `directory`, `name`, `count` and `samples` (id, base64 of a float32 unit
vector); prints one: `{"problem": null}` or a few words. It is a process of its own because a damaged
index can hang or crash the interpreter that opens it.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

import numpy as np

from vectorstore.vectors import VectorIndex, open_embedded

# A vector is itself with a cosine of 1 up to float32 and Chroma's own rounding.
SAME = 1e-3
# Equal texts have equal vectors: the one that was asked for need not be the first of its twins.
LOOK_AT = 10


def problem_of(index: VectorIndex, *, count: int, samples: list[tuple[str, np.ndarray]]) -> str | None:
    """What is wrong with an index, in a few words; None when nothing is.

    Each sample is looked for by its own vector: it must be found, or something as near to it as itself.
    """
    held = index.count()
    if held != count:
        return f"{held} vectors instead of {count}"
    for id_, vector in samples:
        found = index.nearest(vector, min(LOOK_AT, count))
        if not any(other == id_ for other, _ in found) and not (found and found[-1][1] > 1 - SAME):
            return f"passage {id_} is not found by its own vector"
        if not found or found[0][1] < 1 - SAME:
            return f"passage {id_} has another vector"
    return None


def main() -> None:
    """Read the request from stdin, print the verdict."""
    request = json.load(sys.stdin)
    samples = [(id_, np.frombuffer(base64.b64decode(raw), dtype=np.float32)) for id_, raw in request["samples"]]
    index = open_embedded(Path(request["directory"]), request["name"])
    try:
        problem = problem_of(index, count=request["count"], samples=samples)
    finally:
        index.close()
    print(json.dumps({"problem": problem}))


if __name__ == "__main__":
    main()
