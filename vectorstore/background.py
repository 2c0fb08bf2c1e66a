"""Batches embedded in a thread of their own, so that reading, splitting and storing go on meanwhile."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.embeddings.base import Embedder, Vectors
from vectorstore.embeddings.checks import unit_vectors

Batch = Sequence[tuple[str, str]]
"""(the vector's key, the text) of each."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a batch: its vectors, or the reason why there are none. None of both: it was not begun."""

    batch: Batch
    vectors: Vectors | None = None
    error: Exception | None = None


class Background:
    """Embeds batches one after another, in the order in which they come.

    One thread: a local engine has all cores at work in one call, and a provider's requests are as large as it
    takes them. The thread is left behind when the process must end while a request hangs.
    """

    def __init__(self, embedder: Embedder) -> None:
        self.waiting = 0
        self.seconds = 0.0  # how long batches were being embedded
        self._embedder = embedder
        self._batches: queue.SimpleQueue[Batch | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Done] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None

    def hand(self, batch: Batch) -> None:
        """Let a batch be embedded."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="embedding", daemon=True)
            self._thread.start()
        self.waiting += 1
        self._batches.put(batch)

    def take(self, *, wait: float | None) -> Done | None:
        """The next batch that is done; None where there is none, or none within `wait` seconds (None: no limit)."""
        if not self.waiting:
            return None
        try:
            done = self._done.get(timeout=wait) if wait != 0 else self._done.get_nowait()
        except queue.Empty:
            return None
        self.waiting -= 1
        return done

    def cancel(self) -> None:
        """Begin no further batch: those that wait come back untouched."""
        self._cancelled.set()

    def close(self) -> None:
        """Let the thread end after the batch under way."""
        self.cancel()
        self._batches.put(None)

    def _work(self) -> None:
        while (batch := self._batches.get()) is not None:
            if self._cancelled.is_set():
                self._done.put(Done(batch))
                continue
            began = time.monotonic()
            try:
                done = Done(batch, vectors=self._embed(batch))
            except Exception as error:  # handed to the thread that can end the run
                done = Done(batch, error=error)
            self.seconds += time.monotonic() - began
            self._done.put(done)

    def _embed(self, batch: Batch) -> Vectors:
        return embedded(self._embedder, [text for _, text in batch])


def embedded(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """Unit vectors of the texts, checked once more whichever embedder made them. Raises EmbeddingError."""
    return unit_vectors(
        embedder.passages(texts), count=len(texts), dimensions=embedder.dimensions, embedder=embedder.name
    )
