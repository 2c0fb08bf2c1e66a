"""Where a run puts its articles: into the library, or, for a dry run, nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from ingest.settings import IngestSettings
from ingest.splitting import split
from vectorstore.library import Known, Library, Outcome, Writer
from vectorstore.model import Article


class Shelf(Protocol):
    """What syncing asks of the library."""

    def known(self, root: str | None = None) -> Mapping[str, Known]:
        """Articles held, by id; only those of one root when given."""

    def copy_of(self, content_hash: str, *, but_not: str) -> str | None:
        """Another article with the same text."""

    def article(self, article_id: str) -> Article | None:
        """An article held."""

    def put(self, article: Article) -> tuple[Outcome, int]:
        """(what became of it, how many passages it has)."""

    def remove(self, article_id: str) -> bool:
        """Whether it was there."""

    def outdated(self) -> Iterator[Article]:
        """Articles to be put again, since what splits or embeds them changed."""


@dataclass(slots=True)
class Stored:
    """The library, through its writer."""

    writer: Writer
    settings: IngestSettings

    def known(self, root: str | None = None) -> Mapping[str, Known]:
        return self.writer.known(root)

    def copy_of(self, content_hash: str, *, but_not: str) -> str | None:
        return self.writer.copy_of(content_hash, but_not=but_not)

    def article(self, article_id: str) -> Article | None:
        return self.writer.article(article_id)

    def put(self, article: Article) -> tuple[Outcome, int]:
        embedder = self.writer.embedder
        passages = split(
            article, settings=self.settings, count_tokens=embedder.count_tokens, max_tokens=embedder.max_tokens
        )
        return self.writer.put(article, passages), len(passages)

    def remove(self, article_id: str) -> bool:
        return self.writer.remove(article_id)

    def outdated(self) -> Iterator[Article]:
        return self.writer.outdated()


@dataclass(slots=True)
class Imagined:
    """What the library would hold: reads it, if there is one, and remembers what was put and removed."""

    library: Library | None
    _put: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> (root, content hash)
    _removed: set[str] = field(default_factory=set)

    def known(self, root: str | None = None) -> Mapping[str, Known]:
        if self.library is None:
            return {}
        if root is None:
            return self.library.known()
        return {
            article.id: Known(id=article.id, source_hash=article.source_hash, content_hash=article.content_hash)
            for article in self.library.articles()
            if article.root == root
        }

    def copy_of(self, content_hash: str, *, but_not: str) -> str | None:
        for article_id, (_, held) in self._put.items():
            if held == content_hash and article_id != but_not:
                return article_id
        gone = self._removed | self._put.keys() | {but_not}
        same = (one.id for one in self.known().values() if one.content_hash == content_hash)
        return next((article_id for article_id in same if article_id not in gone), None)

    def article(self, article_id: str) -> Article | None:
        return self.library.article(article_id) if self.library and article_id not in self._removed else None

    def put(self, article: Article) -> tuple[Outcome, int]:
        held = self.article(article.id)
        self._put[article.id] = (article.root or "", article.content_hash)
        if held is None:
            return "added", 0
        same = held == replace(article, fetched_at=held.fetched_at, source_hash=held.source_hash)
        return ("unchanged" if same else "updated"), 0

    def remove(self, article_id: str) -> bool:
        there = article_id in self._put or self.article(article_id) is not None
        self._put.pop(article_id, None)
        self._removed.add(article_id)
        return there

    def outdated(self) -> Iterator[Article]:
        return iter(())
