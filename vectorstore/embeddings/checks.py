"""The checks that every text and every vector passes, whichever embedder is at work."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from vectorstore.embeddings.base import Vectors
from vectorstore.errors import EmbeddingError

_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")


def embeddable(text: str) -> str:
    """The text as every engine can take it.

    NUL ends a C string and so would cut the rest in silence; a lone surrogate has no UTF-8 form.
    """
    return _UNSENDABLE.sub(" ", text)


def unit_vectors(
    raw: ArrayLike | Sequence[Sequence[float]], *, count: int, dimensions: int | None, embedder: str
) -> Vectors:
    """`raw` as unit vectors: C-contiguous float32 of shape (count, dimensions).

    `dimensions` None takes the length that came. Raises EmbeddingError for a wrong number or length of
    vectors, for NaN or infinite numbers, and for a zero vector: an index accepts the last without a word
    and finds nothing by it ever after.
    """
    try:
        vectors = np.asarray(raw, dtype=np.float32)
    except (TypeError, ValueError):
        raise EmbeddingError(
            f"{embedder} returned vectors of unequal length; nothing of this batch was kept."
        ) from None
    if count == 0:
        return np.empty((0, dimensions or 0), dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != count:
        got = len(vectors) if vectors.ndim else 0
        raise EmbeddingError(f"{embedder} returned {got} vectors for {count} texts; nothing of this batch was kept.")
    if vectors.shape[1] != (dimensions or vectors.shape[1]):
        raise EmbeddingError(
            f"{embedder} returned vectors of {vectors.shape[1]} dimensions where {dimensions} were expected; "
            "nothing of this batch was kept."
        )
    if not np.isfinite(vectors).all():
        raise EmbeddingError(f"{embedder} returned a vector that is not a number; nothing of this batch was kept.")
    # In double precision: the squares of tiny float32 numbers would vanish.
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    if vectors.shape[1] == 0 or not lengths.all():
        raise EmbeddingError(f"{embedder} returned a zero vector; nothing of this batch was kept.")
    return np.ascontiguousarray(vectors / lengths, dtype=np.float32)
