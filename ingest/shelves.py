"""Where a run puts its articles: into the library, or, for a dry run, nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from ingest.roots import Place
from ingest.settings import IngestSettings
from ingest.splitting import split
from vectorstore.library import Known, Library, Outcome, Writer
from vectorstore.model import Article, as_edited, is_as_held
from vectorstore.remembered import Doubt


class Shelf(Protocol):
    """What syncing asks of the library."""

    def known(self) -> Mapping[str, Known]:
        """Articles held, by id."""

    def make_ready(self) -> None:
        """Something new is being read: begin what storing it will want."""

    def copy_of(self, content_hash: str, *, but_not: str) -> str | None:
        """Another article with the same text."""

    def alike(self, bands: Sequence[int], *, but_not: str) -> Sequence[str]:
        """Articles whose texts share bands with one (likeness.py), the likest first; no copies."""

    def copies_of(self, article_id: str) -> Sequence[str]:
        """The articles that share this one's passages."""

    def orphans(self) -> Sequence[str]:
        """Copies whose passages are gone."""

    def article(self, article_id: str) -> Article | None:
        """An article held."""

    def put(self, article: Article, *, bands: Sequence[int] = ()) -> tuple[Outcome, int]:
        """(what became of it, how many passages it has: a copy none). `bands` of its text: by these it is found."""

    def remove(self, article_id: str) -> bool:
        """Whether it was there."""

    def withdraw(self, article_id: str, *, at: datetime) -> bool:
        """Whether it was there, and not withdrawn."""

    def note_doubts(self, article_id: str, found: Sequence[Doubt], *, source: str) -> Sequence[Doubt]:
        """Let these be what an editor is to decide of an article; gives those that were never told."""

    def date_rules(self) -> Mapping[str, str]:
        """How dates are written ("D/M/Y"), by source."""

    def rename_root(self, old: Place, new: Place) -> None:
        """A root has another name or lies elsewhere."""

    def outdated(self) -> Iterator[Article]:
        """Articles to be put again, since what splits or embeds them changed."""


@dataclass(slots=True)
class Stored:
    """The library, through its writer."""

    writer: Writer
    settings: IngestSettings

    def known(self) -> Mapping[str, Known]:
        return self.writer.known()

    def make_ready(self) -> None:
        self.writer.make_ready()

    def copy_of(self, content_hash: str, *, but_not: str) -> str | None:
        return self.writer.copy_of(content_hash, but_not=but_not)

    def alike(self, bands: Sequence[int], *, but_not: str) -> Sequence[str]:
        return self.writer.alike(bands, but_not=but_not)

    def copies_of(self, article_id: str) -> Sequence[str]:
        return self.writer.copies_of(article_id)

    def orphans(self) -> Sequence[str]:
        return self.writer.orphans()

    def article(self, article_id: str) -> Article | None:
        return self.writer.article(article_id)

    def put(self, article: Article, *, bands: Sequence[int] = ()) -> tuple[Outcome, int]:
        if article.copy_of is not None or article.withdrawn_at is not None:
            return self.writer.put(article, (), bands=bands), 0
        # The header of its passages, too, says what an editor set.
        article = as_edited(article, self.writer.article(article.id))
        embedder = self.writer.embedder
        passages = split(
            article, settings=self.settings, count_tokens=embedder.count_tokens, max_tokens=embedder.max_tokens
        )
        return self.writer.put(article, passages, bands=bands), len(passages)

    def remove(self, article_id: str) -> bool:
        return self.writer.remove(article_id)

    def withdraw(self, article_id: str, *, at: datetime) -> bool:
        return self.writer.withdraw(article_id, at=at)

    def note_doubts(self, article_id: str, found: Sequence[Doubt], *, source: str) -> Sequence[Doubt]:
        return self.writer.note_doubts(article_id, found, source=source)

    def date_rules(self) -> Mapping[str, str]:
        return self.writer.date_rules()

    def rename_root(self, old: Place, new: Place) -> None:
        self.writer.rename_root(name=old.name, path=old.path, new_name=new.name, new_path=new.path)

    def outdated(self) -> Iterator[Article]:
        return self.writer.outdated()


@dataclass(slots=True)
class Imagined:
    """What the library would hold: reads it, if there is one, and remembers what was put and removed.

    Of what was put it remembers no texts but those of copies: of two new articles that are alike but not the same,
    both count as added.
    """

    library: Library | None
    _put: dict[str, Known] = field(default_factory=dict)
    _copies: dict[str, Article] = field(default_factory=dict)
    _removed: set[str] = field(default_factory=set)
    _held: Mapping[str, Known] | None = None
    _renamed: dict[Place, Place] = field(default_factory=dict)

    def known(self) -> Mapping[str, Known]:
        if self.library is None:
            return {}
        if self._held is None:
            self._held = self.library.known()
        return self._held

    def make_ready(self) -> None:
        return None

    def copy_of(self, content_hash: str, *, but_not: str) -> str | None:
        same = (one for one in self._live().values() if one.content_hash == content_hash and one.copy_of is None)
        return next((one.id for one in same if one.id != but_not), None)

    def alike(self, bands: Sequence[int], *, but_not: str) -> Sequence[str]:
        if self.library is None:
            return ()
        gone = self._removed | self._put.keys()
        return [one for one in self.library.alike(bands, but_not=but_not) if one not in gone]

    def copies_of(self, article_id: str) -> Sequence[str]:
        return [one.id for one in self._live().values() if one.copy_of == article_id]

    def orphans(self) -> Sequence[str]:
        live = self._live()
        originals = {one.id for one in live.values() if one.copy_of is None}
        return [one.id for one in live.values() if one.copy_of is not None and one.copy_of not in originals]

    def _live(self) -> dict[str, Known]:
        live = {one.id: one for one in self.known().values() if not one.withdrawn and one.id not in self._removed}
        return live | self._put

    def article(self, article_id: str) -> Article | None:
        if article_id in self._copies:
            return self._copies[article_id]
        if self.library is None or article_id in self._removed:
            return None
        held = self.library.article(article_id, withdrawn=True, for_editor=True)
        if held is None or held.root is None:
            return held
        root = self._renamed.get(Place(held.root_name, held.root))
        return replace(held, root=root.path, root_name=root.name) if root else held

    def put(self, article: Article, *, bands: Sequence[int] = ()) -> tuple[Outcome, int]:
        held = self.article(article.id)
        article = as_edited(article, held)
        self._copies.pop(article.id, None)
        if article.copy_of is not None:
            self._copies[article.id] = article
        self._put[article.id] = Known(
            id=article.id,
            source_hash=article.source_hash,
            content_hash=article.content_hash,
            copy_of=article.copy_of,
        )
        if held is None or held.withdrawn_at or (held.copy_of is not None and article.copy_of is None):
            return "added", 0
        return ("unchanged" if is_as_held(held, article) else "updated"), 0

    def remove(self, article_id: str) -> bool:
        there = article_id in self._put or self.article(article_id) is not None
        self._put.pop(article_id, None)
        self._copies.pop(article_id, None)
        self._removed.add(article_id)
        return there

    def withdraw(self, article_id: str, *, at: datetime) -> bool:
        held = self.article(article_id)
        self._removed.add(article_id)
        return held is not None and held.withdrawn_at is None

    def note_doubts(self, article_id: str, found: Sequence[Doubt], *, source: str) -> Sequence[Doubt]:
        return self.library.doubts.untold(article_id, found) if self.library else found

    def date_rules(self) -> Mapping[str, str]:
        return self.library.doubts.rules() if self.library else {}

    def rename_root(self, old: Place, new: Place) -> None:
        self._renamed[old] = new

    def outdated(self) -> Iterator[Article]:
        return iter(())
