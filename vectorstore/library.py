"""The public face of the store: articles in, passages out.

    with Library.writing(settings, splitter=VERSION) as writer:
        writer.put(article, passages)
    with Library.open(settings) as library:
        hits = library.search("who led the US delegation?")

A search takes one snapshot of the catalogue. Vectors may be those of the generation before: hits that the
catalogue no longer shows are dropped and others fetched in their place.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vectorstore import catalogue, fulltext, spelling, upkeep
from vectorstore.catalogue import Catalogue, Known, State
from vectorstore.doubts import Doubts
from vectorstore.embeddings.base import Embedder
from vectorstore.errors import LibraryError, LibraryMissing, LibraryUnreachable
from vectorstore.history import History
from vectorstore.limits import shown_article, shown_hits, shown_passages
from vectorstore.model import Article, Copy, Hit, Passage
from vectorstore.progress import Progress, silent
from vectorstore.ranking import Query, Window, ranked_hits
from vectorstore.serving import Served, Serving
from vectorstore.settings import StoreSettings
from vectorstore.switching import Switch, switch_of
from vectorstore.titles import Titles
from vectorstore.visits import Visits
from vectorstore.writing import MOST_ALIKE, Outcome, Writer, digest_of_embedder

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever
    from sqlalchemy import Connection

__all__ = ["Extent", "Frequencies", "Known", "Library", "Outcome", "Window", "Writer"]

log = logging.getLogger(__name__)

MOST_COUNTED = 3000


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many of a library's passages hold each term (counted up to 3,000: commoner ones weigh nothing anyway)."""

    passages: int
    of: dict[str, int]


@dataclass(frozen=True, slots=True)
class Extent:
    """How many articles a library has, when the first and last dated ones were published, and how many have no date."""

    articles: int
    first: datetime | None = None
    last: datetime | None = None
    undated: int = 0


class Library:
    """One library of articles. Threads may share it; each process opens its own."""

    def __init__(self, settings: StoreSettings, store: Catalogue, *, embedder: Embedder | None, follow: bool) -> None:
        self._settings = settings
        self._store = store
        self._given = embedder
        self._words_only = False
        self._serving = Serving(store, upkeep.indexes_of(settings), embedder_of=self._embedder_of, follow=follow)

    @classmethod
    def open(
        cls,
        settings: StoreSettings,
        *,
        embedder: Embedder | None = None,
        follow: bool = False,
        create: bool = False,
        progress: Progress = silent,
    ) -> Library:
        """Open for reading; `create` makes an empty library where there is none.

        `follow` keeps watching for new generations in the background (the bot); else each search notices
        them itself. `embedder` replaces the one that the library names. `progress` is told how far the full text of an
        older library is made anew. The index is opened by the first
        search. Raises LibraryMissing, LibraryDamaged, LibraryTooNew.
        """
        store = upkeep.opened(settings, create=create, progress=progress)
        try:
            library = cls(settings, store, embedder=embedder, follow=follow)
            if follow:
                library._serving.start()
        except BaseException:
            store.close()
            raise
        return library

    @classmethod
    @contextmanager
    def writing(
        cls,
        settings: StoreSettings,
        *,
        splitter: str,
        command: str = "ingest",
        embedder: Embedder | None = None,
        progress: Progress = silent,
        publish_every: float | None = None,
    ) -> Iterator[Writer]:
        """Take the writer's lock, create the library if need be, and publish at the end.

        `splitter` is the splitter's version, a part of the index's fingerprint. LibraryBusy names whoever
        holds the lock. When the block is interrupted (KeyboardInterrupt, SystemExit), what is complete is
        published; after another exception what is staged is discarded. Vectors already embedded stay
        cached in any case.
        """
        with upkeep.locked(settings, command=command, progress=progress) as store, store.connected() as connection:
            embedder = embedder or _embedder(settings, catalogue.state(connection), writing=True)
            every = {} if publish_every is None else {"publish_every": publish_every}
            indexes, visits = upkeep.indexes_of(settings), Visits(store)
            writer = Writer(connection, indexes, visits, embedder, splitter=splitter, progress=progress, **every)
            try:
                yield writer
            except (KeyboardInterrupt, SystemExit):
                catalogue.settle(connection)
                catalogue.roll_back(connection)
                writer.publish(embed=False)
                raise
            else:
                writer.publish()
            finally:
                writer.close()

    @classmethod
    def switch(cls, settings: StoreSettings) -> Switch | None:
        """What the next writing run embeds anew, since EMBEDDING names another embedder; None where nothing."""
        try:
            with cls.open(settings) as library, library._store.reading() as connection:
                return switch_of(connection, settings)
        except LibraryMissing:
            return None

    @property
    def history(self) -> History:
        """What was: revisions of articles, the turns of their sources, the runs of ingest."""
        return History(self._store)

    @property
    def doubts(self) -> Doubts:
        """What an editor is to decide of the articles."""
        return Doubts(self._store)

    @property
    def titles(self) -> Titles:
        """The articles by their titles and links."""
        return Titles(self._store)

    @property
    def visits(self) -> Visits:
        """What ingest knows of addresses and hosts. What is noted here is not kept: a writer's `visits` are."""
        return Visits(self._store)

    # What it is made with

    @property
    def embedding(self) -> str | None:
        """The embedder that made the index and embeds questions ("local:e5-small"); None when empty."""
        return self._state().embedding

    @property
    def generation(self) -> int:
        """The number of what is published now: it grows whenever anything changes."""
        return self._state().generation

    @property
    def serving(self) -> int | None:
        """The generation whose vectors are searched: behind `generation` while a follower opens the next."""
        return self._serving.generation

    def catch_up(self) -> None:
        """Open what is published now, rather than when the follower looks next: after a change of one's own."""
        self._serving.catch_up()

    @property
    def notice(self) -> str | None:
        """One sentence when EMBEDDING names another embedder than the index has."""
        from vectorstore.embeddings.choose import choose

        return choose(self._settings.embedding, made_with=self._state().embedding).notice

    def embedder(self) -> Embedder | None:
        """The embedder at work, None for an empty library. Opens the index if it is not open."""
        try:
            with self._serving.using() as served:
                return served.embedder if served else None
        except LibraryUnreachable:
            return self._serving.embedder(self._state())

    @property
    def words_only(self) -> bool:
        """Whether the last search went by words alone, since the Chroma server did not answer."""
        return self._words_only

    def _state(self) -> State:
        with self._store.reading() as connection:
            return catalogue.state(connection)

    @contextmanager
    def _snapshot(self) -> Iterator[tuple[Connection, int]]:
        """The catalogue at one moment, and the generation that is current there."""
        with self._store.reading() as connection:
            yield connection, catalogue.state(connection).generation

    def _embedder_of(self, state: State) -> Embedder:
        embedder = self._given or _embedder(self._settings, state, writing=False)
        # By the state's dimensions: a provider's embedder would have to ask for its own.
        if digest_of_embedder(embedder, state.dimensions) != state.vectors_of:
            raise LibraryError(
                f"The library was made with another {state.embedding} than is installed: run `dateline ingest` to "
                "re-embed it."
            )
        return embedder

    # Writing one article

    def put(self, article: Article, passages: Sequence[Passage]) -> Outcome:
        """Put one article and publish. For many, `writing` is cheaper."""
        with self._writer() as writer:
            return writer.put(article, passages)

    def edit(self, article: Article, passages: Sequence[Passage]) -> None:
        """Put an article whose fields an editor has set, named in its `set_by_editor`, and publish."""
        with self._writer() as writer:
            writer.put(article, passages, by_editor=True)

    def put_all(self, articles: Sequence[tuple[Article, Sequence[Passage]]], *, by_editor: bool = False) -> None:
        """Put several articles like `put`, or like `edit`, and publish once."""
        with self._writer() as writer:
            for article, passages in articles:
                writer.put(article, passages, by_editor=by_editor)

    def remove(self, article_id: str) -> bool:
        """Remove one article, as its editor wants it, and publish; False when there is none.

        What came from the web stays away: its address is noted.
        """
        with self._writer() as writer:
            return _removed(writer, article_id)

    def remove_all(self, article_ids: Sequence[str]) -> None:
        """Remove several articles like `remove`, and publish once."""
        with self._writer() as writer:
            for article_id in article_ids:
                _removed(writer, article_id)

    @contextmanager
    def _writer(self) -> Iterator[Writer]:
        splitter = self._state().splitter or "given"
        embedder = self._given or self.embedder()
        with Library.writing(self._settings, splitter=splitter, embedder=embedder) as writer:
            yield writer

    # Searching

    def search(
        self,
        question: str,
        *,
        k: int = 8,
        exclude_urls: Collection[str] = (),
        window: Window | None = None,
        now: datetime | None = None,
        language: str | None = None,
    ) -> list[Hit]:
        """The `k` best passages, best first; none of the articles at `exclude_urls`.

        Vectors and full text give candidates each, fused by reciprocal rank; one article gives at most 3.
        `window` looks within a time of publication first, or only. `now` lets the fresher win between
        near-equals. `language` (ISO 639-1) is the question's: for passages in another one the vectors decide
        alone. How much each counts is in SearchSettings. Where a Chroma server does not answer, the words alone
        decide, and `words_only` says so.
        """
        query = Query(question, k=k, exclude_urls=exclude_urls, window=window, now=now, language=language)
        try:
            hits = self._search_twice(query)
        except LibraryUnreachable as error:
            log.warning("searched by words alone: %s", error)
            self._words_only = True
            with self._store.reading() as connection:
                return shown_hits(ranked_hits(connection, None, query, settings=self._settings), question)
        self._words_only = False
        return shown_hits(hits, question)

    def _search_twice(self, query: Query) -> list[Hit]:
        failed: list[Served] = []
        try:
            return self._search(query, asked=failed)
        except LibraryError as error:
            if not failed:
                raise  # there was nothing to ask
            log.warning("the index is opened again: %s", error)
        # A server that was restarted, a collection made anew, files that changed: once more with fresh handles.
        self._serving.reopen(failed[0])
        return self._search(query, asked=[])

    def _search(self, query: Query, *, asked: list[Served]) -> list[Hit]:
        # The index first, then the snapshot: an index may be behind the catalogue, never ahead of it.
        with self._serving.using() as served, self._store.reading() as connection:
            if served is None:
                return []
            asked.append(served)
            hits = ranked_hits(connection, served, query, settings=self._settings)
            served.index.expect([hit.passage.id for hit in hits])
            return hits

    def whole(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits with all words of their passages, however many may be shown: to be weighed, never to be shown."""
        with self._snapshot() as (connection, generation):
            return catalogue.whole(connection, generation, hits)

    def frequencies(self, text: str) -> Frequencies:
        """How common the terms of a text are in this library; what is held back counts for nothing."""
        with self._store.reading() as connection:
            state = catalogue.state(connection)
            _, passages = catalogue.counts(connection, state)
            held = catalogue.count_held_passages(connection, state.generation)
            of = fulltext.frequencies(connection, text, most=MOST_COUNTED, but_held=held > 0)
            return Frequencies(passages - held, of)

    def near_spelling(self, word: str) -> str | None:
        """The word of this library that is spelled nearly as one that it lacks; None where it has that word."""
        with self._snapshot() as (connection, generation):
            return spelling.near(connection, word, generation=generation)

    def as_retriever(self, *, k: int = 8) -> BaseRetriever:
        """This library as a LangChain retriever."""
        from vectorstore.retriever import LibraryRetriever

        return LibraryRetriever(library=self, k=k)

    # Listing

    def articles(
        self, *, newest_first: bool = False, openings: bool = False, withdrawn: bool = False, for_editor: bool = False
    ) -> Iterator[Article]:
        """All articles with their texts (or only the `openings` of these), by id or by date (undated ones last);
        `withdrawn` ones when wanted. `for_editor`: those that are held back, too, and all words of each."""
        with self._snapshot() as (connection, generation):
            found = catalogue.articles(
                connection,
                generation,
                newest_first=newest_first,
                openings=openings,
                withdrawn=withdrawn,
                held=for_editor,
            )
            yield from found if for_editor else map(shown_article, found)

    def newest(self) -> Article | None:
        """The article that was published last; None where none has a date."""
        with self._snapshot() as (connection, generation):
            found = catalogue.newest(connection, generation)
            return shown_article(found) if found else None

    def extent(self) -> Extent:
        """What there is to search."""
        with self._snapshot() as (connection, generation):
            articles, _ = catalogue.counts(connection, catalogue.state(connection))
            between = catalogue.published_between(connection, generation)
            return Extent(articles, *between, undated=catalogue.undated(connection, catalogue.state(connection)))

    def article(self, article_id: str, *, withdrawn: bool = False, for_editor: bool = False) -> Article | None:
        """One article with its text; a `withdrawn` one only when wanted. `for_editor`: one that is held back, too, and
        all of its words: to be compared, stored or exported, never to be shown to others."""
        with self._snapshot() as (connection, generation):
            found = catalogue.article(connection, generation, article_id, withdrawn=withdrawn, held=for_editor)
        return found if found is None or for_editor else shown_article(found)

    def passages(self, article_id: str) -> list[Passage]:
        """An article's passages, in order."""
        with self._snapshot() as (connection, generation):
            article = catalogue.article(connection, generation, article_id, withdrawn=True, held=False)
            if article is None:
                return []
            return shown_passages(article, catalogue.passages_of(connection, generation, article_id))

    def known(self) -> dict[str, Known]:
        """All articles' ids and hashes, without their texts; withdrawn ones are among them, and say so."""
        with self._snapshot() as (connection, generation):
            return catalogue.known(connection, generation)

    def copies_of(self, article_id: str) -> list[Copy]:
        """Who else ran the article word for word, or shortened: they share its passages."""
        with self._snapshot() as (connection, generation):
            return catalogue.copies(connection, generation, [article_id]).get(article_id, [])

    def alike(self, bands: Sequence[int], *, but_not: str) -> list[str]:
        """As a writer's: the articles whose texts share bands with one."""
        with self._snapshot() as (connection, generation):
            return catalogue.alike(connection, generation, bands, but_not=but_not, most=MOST_ALIKE)

    def count_articles(self) -> int:
        """How many articles can be asked about."""
        return self._count()[0]

    def count_passages(self) -> int:
        """How many passages they have."""
        return self._count()[1]

    def _count(self) -> tuple[int, int]:
        with self._store.reading() as connection:
            return catalogue.counts(connection, catalogue.state(connection))

    # Care

    @classmethod
    def check(cls, settings: StoreSettings) -> str | None:
        """What is wrong with the store, in one sentence; None when catalogue and index are well.

        Reads every file and all ids: for a large library a few seconds. Calls no embedder.
        """
        try:
            with cls.open(settings) as library:
                return upkeep.problem_of(library._store, upkeep.indexes_of(settings))
        except LibraryError as error:
            return str(error)

    @classmethod
    def rebuild(cls, settings: StoreSettings, *, progress: Progress = silent) -> None:
        """Make the index anew from the catalogue, without embedding anything."""
        upkeep.rebuild(settings, progress=progress)

    @classmethod
    def forget_source(cls, settings: StoreSettings, source: str) -> None:
        """Forget how a source's turns went, and the addresses of its lists. Its articles stay."""
        locked = upkeep.locked(settings, command="forget")
        with locked as store, store.connected() as connection, catalogue.transaction(connection):
            catalogue.forget_source(connection, source)

    @classmethod
    def own(cls, settings: StoreSettings, *, take_over: bool = False, progress: Progress = silent) -> None:
        """Give a library that is a copy an identity and vectors of its own, without embedding anything; or let it
        `take_over` those on the Chroma server."""
        upkeep.own(settings, take_over=take_over, progress=progress)

    def close(self) -> None:
        """Close the index and the catalogue; let the generation's directory go."""
        self._serving.close()
        self._store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _removed(writer: Writer, article_id: str) -> bool:
    found = writer.remove(article_id)
    if found and article_id.startswith(("http://", "https://")):
        writer.visits.note_removal(article_id, at=datetime.now(UTC).replace(microsecond=0))
    return found


def _embedder(settings: StoreSettings, state: State | None, *, writing: bool) -> Embedder:
    from vectorstore.embeddings.choose import build, choose

    made_with = state.embedding if state else None
    return build(choose(settings.embedding, made_with=made_with, writing=writing).name, settings=settings)
