"""Texts that wait for their vectors, and what becomes of those that can't have one."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from vectorstore import catalogue
from vectorstore.background import Background, Batch, Done, embedded
from vectorstore.catalogue import transaction
from vectorstore.embeddings.base import Embedder, Vectors
from vectorstore.errors import EmbeddingError, LibraryError
from vectorstore.model import Passage
from vectorstore.progress import Progress

log = logging.getLogger(__name__)

# So many articles in a row that can't be embedded mean that the embedder is down, not the articles bad.
GIVE_UP_AFTER = 3
# So many texts are embedded together: the more there are, the less padding.
TOGETHER = 512
# Seconds that a run which must end waits for a batch under way.
MOMENT = 1.5


class Waiting:
    """Texts on their way to their vectors. `embedded` counts those that arrived, of at least `expected`.

    They are handed to the embedder some hundreds at a time, sorted by length (the less padding in a batch, the
    faster), and while it works more are gathered.
    """

    def __init__(self, connection: Connection, embedder: Embedder, vectors_of: str, progress: Progress) -> None:
        self.embedded = 0
        self.expected = 0
        self._texts: dict[str, str] = {}  # by the vectors' keys
        self._at_work: dict[str, str] = {}
        self._connection = connection
        self._embedder = embedder
        self._vectors_of = vectors_of
        self._progress = progress
        self._background = Background(embedder)
        self._seconds = 0.0  # of the threads before this one
        self._together = max(TOGETHER, embedder.batch_size)

    def add(self, passages: Sequence[Passage], keys: Sequence[str]) -> None:
        """Let passages wait; those that turn out to have a cached vector won't have to."""
        for passage, key in zip(passages, keys, strict=True):
            self.add_text(key, passage.embedded)

    def add_text(self, key: str, text: str) -> None:
        """Let a text wait for the vector of this key."""
        if key not in self._at_work:
            self._texts[key] = text

    def go_on(self, following: int) -> dict[str, str]:
        """Cache what has arrived; hand on what waits, once it is enough and what was handed on before is done.

        Returns the articles staged for generation `following` that can't be embedded, with the reason.
        Raises EmbeddingError when the embedder is down.
        """
        enough = len(self._texts) >= self._together
        failed: dict[str, str] = {}
        while done := self._background.take(wait=None if enough else 0):
            failed |= self._receive(done, following)
        if enough:
            self._hand_on()
        return failed

    def finish(self, following: int) -> dict[str, str]:
        """Wait until everything is embedded. Returns and raises as `go_on` does."""
        self._hand_on()
        failed: dict[str, str] = {}
        while done := self._background.take(wait=None):
            failed |= self._receive(done, following)
        return failed

    def abandon(self) -> None:
        """Forget what waits, and cache what arrives within a moment: somebody wants the run to end."""
        self._background.cancel()
        until = time.monotonic() + MOMENT
        while done := self._background.take(wait=max(0.0, until - time.monotonic())):
            if done.vectors is not None:
                self._keep(done.batch, done.vectors)
        self._texts.clear()
        self._at_work.clear()
        # What is under way comes back, if ever, to nobody: interrupts may have left its count wrong.
        self.close()
        self._begin_again()

    @property
    def seconds(self) -> float:
        """How long the embedder has been at work."""
        return self._seconds + self._background.seconds

    def close(self) -> None:
        """Let go of the thread."""
        self._background.close()

    def _begin_again(self) -> None:
        self._seconds += self._background.seconds
        self._background = Background(self._embedder)

    def _hand_on(self) -> None:
        held = catalogue.held_keys(self._connection, self._vectors_of, self._texts)
        wanted = {key: text for key, text in self._texts.items() if key not in held}
        texts = sorted(wanted.items(), key=lambda item: len(item[1]))
        self._at_work |= wanted
        self._texts.clear()
        for start in range(0, len(texts), self._embedder.batch_size):
            self._background.hand(texts[start : start + self._embedder.batch_size])

    def _receive(self, done: Done, following: int) -> dict[str, str]:
        if done.vectors is not None:
            self._keep(done.batch, done.vectors)
            total = max(self.expected, self.embedded + len(self._at_work) + len(self._texts))
            self._progress("embedding", self.embedded, total)
            return {}
        if not isinstance(done.error, EmbeddingError):
            raise done.error or LibraryError("A batch was given up before it was embedded: run it again.")
        log.warning("a batch of %d passages was not embedded: %s", len(done.batch), done.error)
        left = dict(done.batch)
        self._background.cancel()
        while other := self._background.take(wait=None):
            if other.vectors is not None:
                self._keep(other.batch, other.vectors)
            else:
                left |= dict(other.batch)
        self.close()
        self._begin_again()
        return self._embed_by_article(following, left)

    def _keep(self, batch: Batch, vectors: Vectors) -> None:
        with transaction(self._connection):
            catalogue.keep_vectors(
                self._connection, self._vectors_of, zip((key for key, _ in batch), vectors, strict=True)
            )
        self.embedded += len(batch)
        for key, _ in batch:
            self._at_work.pop(key, None)

    def _embed_by_article(self, following: int, texts: Mapping[str, str]) -> dict[str, str]:
        """After a batch failed: embed article by article, to find those at fault."""
        failed: dict[str, str] = {}
        in_a_row = 0
        for article_id, wanted in catalogue.articles_wanting(self._connection, following, texts).items():
            batch = [(key, texts[key]) for key in wanted if key in self._at_work]
            try:
                for start in range(0, len(batch), self._embedder.batch_size):
                    some = batch[start : start + self._embedder.batch_size]
                    began = time.monotonic()
                    vectors = embedded(self._embedder, [text for _, text in some])
                    self._seconds += time.monotonic() - began
                    self._keep(some, vectors)
            except EmbeddingError as error:
                in_a_row += 1
                failed[article_id] = str(error)
                if in_a_row >= GIVE_UP_AFTER:
                    raise
            else:
                in_a_row = 0
        for key in texts:
            self._at_work.pop(key, None)
        return failed
