"""CONTRACT (being implemented now): the public face of the store. Signatures here are firm."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vectorstore.embeddings.base import Embedder
from vectorstore.model import Article, Hit, Passage
from vectorstore.settings import StoreSettings

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

Outcome = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the library remembers of an article for the next run."""

    id: str
    source_hash: str
    content_hash: str


class Writer:
    """One writing run. Staged articles are invisible until `publish`."""

    embedder: Embedder            # splits and embeds by this one
    embedded: int                 # texts embedded so far in this run (cache hits don't count)
    failed: dict[str, str]        # article id -> why its passages could not be embedded (old version stays)

    def known(self, root: str | None = None) -> dict[str, Known]:
        """Live articles (staged ones included) by id; only those of one root when given."""

    def copy_of(self, content_hash: str, *, but_not: str) -> str | None:
        """The id of another live article with the same text."""

    def article(self, article_id: str) -> Article | None: ...

    def put(self, article: Article, passages: Sequence[Passage]) -> Outcome:
        """Stage; "unchanged" when article and passages are what is held (a new source_hash is just noted)."""

    def remove(self, article_id: str) -> bool: ...

    def outdated(self) -> Iterator[Article]:
        """Articles whose passages were made by another embedder or splitter: split and put them again."""

    def publish(self) -> None:
        """Embed what waits, apply it to a copy of the index, check it, switch. Nothing waiting: nothing done."""


class Library:
    @classmethod
    def open(cls, settings: StoreSettings, *, embedder: Embedder | None = None, follow: bool = False) -> Library:
        """Open for reading. Raises LibraryMissing, LibraryDamaged, LibraryTooNew.

        `follow`: keep watching for new generations in the background (the bot); else a snapshot at open.
        """

    @classmethod
    def writing(
        cls,
        settings: StoreSettings,
        *,
        splitter: str,                       # the splitter's version: part of the index's fingerprint
        command: str = "ingest",             # named to whoever finds the lock held
        embedder: Embedder | None = None,
        progress: Callable[[str, int, int], None] | None = None,   # (stage, done, total)
    ) -> AbstractContextManager[Writer]:
        """Take the writer's lock (LibraryBusy names its holder), create the library if need be; leaving
        the block normally publishes, leaving it by an exception discards what is staged (the vectors
        already embedded stay cached)."""

    embedding: str                # the embedder that made the index and answers ("local:e5-small")
    notice: str | None            # one sentence when the setting names another embedder than the index has

    def put(self, article: Article, passages: Sequence[Passage]) -> Outcome: ...
    def remove(self, article_id: str) -> bool: ...

    def search(self, question: str, *, k: int = 8, exclude_urls: Collection[str] = ()) -> list[Hit]: ...

    def articles(self, *, newest_first: bool = False) -> Iterator[Article]: ...
    def article(self, article_id: str) -> Article | None: ...
    def count_articles(self) -> int: ...
    def count_passages(self) -> int: ...
    def as_retriever(self, *, k: int = 8) -> BaseRetriever: ...
    def close(self) -> None: ...
    def __enter__(self) -> Library: ...
    def __exit__(self, *exc: object) -> None: ...
