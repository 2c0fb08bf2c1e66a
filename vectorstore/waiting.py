"""Texts that wait for their vectors, and what becomes of those that can't have one."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sqlalchemy import Connection

from vectorstore import catalogue
from vectorstore.catalogue import transaction
from vectorstore.embeddings.base import Embedder
from vectorstore.embeddings.checks import unit_vectors
from vectorstore.errors import EmbeddingError
from vectorstore.indexes import Progress
from vectorstore.model import Passage

log = logging.getLogger(__name__)

# So many articles in a row that can't be embedded mean that the embedder is down, not the articles bad.
GIVE_UP_AFTER = 3


class Waiting:
    """`texts` wait for their vectors, by the vectors' keys; `embedded` counts those that waited and have theirs."""

    def __init__(self, connection: Connection, embedder: Embedder, vectors_of: str, progress: Progress) -> None:
        self.texts: dict[str, str] = {}
        self.embedded = 0
        self._connection = connection
        self._embedder = embedder
        self._vectors_of = vectors_of
        self._progress = progress

    def add(self, passages: Sequence[Passage], keys: Sequence[str]) -> None:
        """Let those passages wait that have no cached vector."""
        held = catalogue.held_keys(self._connection, self._vectors_of, keys)
        for passage, key in zip(passages, keys, strict=True):
            if key not in held:
                self.texts[key] = passage.embedded

    def embed(self, following: int) -> dict[str, str]:
        """Embed all that waits into the cache, a durable batch at a time.

        Returns the articles staged for generation `following` that can't be embedded, with the reason.
        Raises EmbeddingError when the embedder is down.
        """
        # Sorted by length: the less padding in a batch, the faster.
        texts = sorted(self.texts.items(), key=lambda item: len(item[1]))
        size = self._embedder.batch_size
        failed: dict[str, str] = {}
        for start in range(0, len(texts), size):
            batch = texts[start : start + size]
            try:
                self._embed(batch)
            except EmbeddingError as error:
                log.warning("a batch of %d passages was not embedded: %s", len(batch), error)
                failed = self._embed_by_article(following, [key for key, _ in texts[start:]])
                break
            self._progress("embedding", self.embedded, self.embedded + len(self.texts))
        self.texts.clear()
        return failed

    def _embed(self, batch: Sequence[tuple[str, str]]) -> None:
        texts = [text for _, text in batch]
        vectors = unit_vectors(
            self._embedder.passages(texts),
            count=len(texts),
            dimensions=self._embedder.dimensions,
            embedder=self._embedder.name,
        )
        with transaction(self._connection):
            catalogue.keep_vectors(
                self._connection, self._vectors_of, zip((key for key, _ in batch), vectors, strict=True)
            )
        self.embedded += len(batch)
        for key, _ in batch:
            del self.texts[key]

    def _embed_by_article(self, following: int, keys: Sequence[str]) -> dict[str, str]:
        """After a batch failed: embed article by article, to find those at fault."""
        failed: dict[str, str] = {}
        in_a_row = 0
        for article_id, wanted in catalogue.articles_wanting(self._connection, following, keys).items():
            batch = [(key, self.texts[key]) for key in wanted if key in self.texts]
            try:
                for start in range(0, len(batch), self._embedder.batch_size):
                    self._embed(batch[start : start + self._embedder.batch_size])
            except EmbeddingError as error:
                in_a_row += 1
                failed[article_id] = str(error)
                if in_a_row >= GIVE_UP_AFTER:
                    raise
            else:
                in_a_row = 0
        return failed
