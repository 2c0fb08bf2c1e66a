"""A small real embedder and some articles for the store's tests."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from vectorstore.embeddings.base import Vectors
from vectorstore.errors import EmbeddingError
from vectorstore.model import Article, Passage, digest, passages_of

SPLITTER = "paragraphs-1"


class WordEmbedder:
    """Random projections of words: texts that share words are near. Deterministic, and fast.

    `calls` are the batches that were embedded. A text with the word in `refuses` can't be embedded.
    """

    def __init__(
        self, *, name: str = "test:words", dimensions: int = 64, batch_size: int = 32, refuses: str | None = None
    ) -> None:
        self.name = name
        self.identity = name
        self.dimensions = dimensions
        self.max_tokens = 512
        self.batch_size = batch_size
        self.english_only = False
        self.calls: list[list[str]] = []
        self._refuses = refuses

    def passages(self, texts: Sequence[str]) -> Vectors:
        if self._refuses and any(self._refuses in text for text in texts):
            raise EmbeddingError(f"{self._refuses} can't be embedded")
        self.calls.append(list(texts))
        return np.stack([self.question(text) for text in texts])

    def question(self, text: str) -> Vectors:
        total = np.zeros(self.dimensions)
        for word in re.findall(r"\w+", text.lower()) or ["nothing"]:
            seed = int.from_bytes(hashlib.blake2b(f"{self.name} {word}".encode(), digest_size=8).digest())
            total += np.random.default_rng(seed).normal(size=self.dimensions)
        return (total / np.linalg.norm(total)).astype(np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text.split())


def article(
    id_: str, text: str, *, title: str | None = None, published: datetime | None = None, root: str | None = None
) -> Article:
    """An article as a reader of files would make it."""
    return Article(
        id=id_,
        path=None if id_.startswith("https:") else id_,
        url=id_ if id_.startswith("https:") else None,
        root=root,
        text=text,
        title=title,
        content_hash=digest(text),
        source_hash=digest("source", text),
        fetched_at=datetime(2024, 2, 1, 9, tzinfo=UTC),
        published=published,
        published_how="front matter" if published else None,
    )


def passages(of: Article) -> tuple[Passage, ...]:
    """One passage a paragraph."""
    parts, start = [], 0
    for paragraph in of.text.split("\n\n"):
        parts.append((start, paragraph))
        start += len(paragraph) + 2
    return passages_of(of.id, parts, header=of.title or "")


def with_text(of: Article, text: str) -> Article:
    """The same article, corrected."""
    return replace(of, text=text, content_hash=digest(text), source_hash=digest("source", text))
