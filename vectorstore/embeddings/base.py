"""What every embedder offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors.

    `name` is the setting that builds this embedder again ("local:e5-small", "openai:…"). `identity`
    is what makes its vectors incompatible with another's (name, weights' checksum, prefixes,
    dimensions): it goes into the index's fingerprint. `max_tokens` bounds `count_tokens(text)` of a
    passage with its header (special tokens and prefixes counted), so that nothing is cut in silence.
    `batch_size` is how many texts of like length go well in one call.
    Safe to use from several threads at once.
    """

    name: str
    identity: str
    max_tokens: int
    batch_size: int
    english_only: bool

    @property
    def dimensions(self) -> int:
        """How long the vectors are. A provider's embedder may have to ask it."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, float32, shape (len(texts), dimensions), in order.

        Raises EmbeddingError when the texts can't be embedded or the vectors can't be used
        (NaN, zero, wrong number or length).
        """
        ...

    def question(self, text: str) -> Vectors:
        """The unit vector of a question, float32, shape (dimensions,)."""
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens of `max_tokens` the text takes as a passage."""
        ...
