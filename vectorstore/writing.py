"""One writing run: stage articles, embed what is new, publish the next generation."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection

from vectorstore import catalogue
from vectorstore.catalogue import Known, State, joined, settle, transaction
from vectorstore.embeddings.base import Embedder
from vectorstore.errors import EmbeddingError, LibraryDamaged, LibraryError
from vectorstore.indexes import Indexes
from vectorstore.model import Article, Passage, as_edited, digest, is_as_held
from vectorstore.owner import new_library
from vectorstore.progress import Progress
from vectorstore.remembered import Doubt
from vectorstore.visits import Visits
from vectorstore.waiting import Waiting

log = logging.getLogger(__name__)

Outcome = Literal["added", "updated", "unchanged"]

# Seconds. What waits is embedded before publication, which may take a slow embedder two minutes: together
# no more than five.
PUBLISH_EVERY = 150.0
# So many candidates are compared word by word with a new article.
MOST_ALIKE = 8


def fingerprint_of(vectors_of: str, splitter: str) -> str:
    """What stands for the index: 16 hex digits."""
    return digest(vectors_of, splitter, "cosine")[:16]


def digest_of_embedder(embedder: Embedder, dimensions: int) -> str:
    """What stands for the embedder in a vector's key: 16 hex digits."""
    return digest(embedder.identity, str(dimensions))[:16]


def _dimensions_of(embedder: Embedder, state: State) -> int:
    """What the embedder's vectors have. Raises EmbeddingError when that can't be asked, unless the library knows it.

    A provider that is down must not keep a run from what needs no vectors: nothing new, or an article that is gone.
    """
    try:
        return embedder.dimensions
    except EmbeddingError as error:
        if digest_of_embedder(embedder, state.dimensions) != state.vectors_of:
            raise
        log.warning("%s Until then nothing new goes in.", error)
        return state.dimensions


class Writer:
    """Stages articles and publishes them. Staged ones are invisible until `publish`.

    `embedder` splits and embeds; `embedded` counts the texts that it embedded in this run; `failed` maps
    the articles whose passages could not be embedded to the reason (their old version stays). `publishing`
    is how many seconds went into bringing the index to what was staged, and checking it. What is noted in
    `visits` is kept when the articles that came of them are published, never sooner.
    """

    def __init__(
        self,
        connection: Connection,
        indexes: Indexes,
        visits: Visits,
        embedder: Embedder,
        *,
        splitter: str,
        progress: Progress,
        publish_every: float = PUBLISH_EVERY,
    ) -> None:
        self.embedder = embedder
        self.visits = visits
        self.failed: dict[str, str] = {}
        self.publishing = 0.0
        self._tokens_before = _tokens(embedder)
        self._connection = connection
        self._indexes = indexes
        self._progress = progress
        self._splitter = splitter
        self._publish_every = publish_every
        self._published_at = time.monotonic()
        self._ids: set[str] | None = None  # of articles held or staged, and of some that were; None: not asked yet
        with transaction(connection):
            self._state = catalogue.state(connection)
            if not self._state.library:
                self._state = _first_state(connection)
            if catalogue.staged_anything(connection, self._state.generation):
                catalogue.discard_staged(connection, self._state.generation)
        self._dimensions = _dimensions_of(embedder, self._state)
        self._vectors_of = digest_of_embedder(embedder, self._dimensions)
        self._fingerprint = fingerprint_of(self._vectors_of, splitter)
        self._waiting = Waiting(connection, embedder, self._vectors_of, progress)
        indexes.tidy(connection, self._state)
        self._afresh = self._switching or not self._index_is_sound()
        if self._switching:
            self._waiting.expected, _ = catalogue.left_to_embed(connection, self._state.generation, self._vectors_of)

    @property
    def embedded(self) -> int:
        """How many texts this run has embedded."""
        return self._waiting.embedded

    @property
    def tokens(self) -> int | None:
        """How many tokens a provider has counted in this run; None for an embedder that is not paid by them."""
        now = _tokens(self.embedder)
        return None if now is None else now - (self._tokens_before or 0)

    @property
    def embedding(self) -> float:
        """How many seconds the embedder was at work, while other things went on."""
        return self._waiting.seconds

    @property
    def _switching(self) -> bool:
        """Another embedder or splitter made what is current: all articles are to be put again."""
        return self._state.fingerprint not in (None, self._fingerprint)

    @property
    def _following(self) -> int:
        return self._state.generation + 1

    def _index_is_sound(self) -> bool:
        if self._state.fingerprint is None:
            return False
        try:
            self._indexes.verify(self._connection, self._state)
        except LibraryDamaged as error:
            log.warning("the index is built afresh from the catalogue: %s", error)
            return False
        return not catalogue.lacks_vectors(self._connection, self._state.vectors_of or "")

    # What is known

    def known(self) -> dict[str, Known]:
        """Live articles (staged ones included) by id."""
        found = catalogue.known(self._connection, self._following)
        self._ids = set(found)
        return found

    def copy_of(self, content_hash: str, *, but_not: str) -> str | None:
        """The id of another live article with the same text."""
        return catalogue.copy_of(self._connection, self._following, content_hash, but_not=but_not)

    def alike(self, bands: Sequence[int], *, but_not: str) -> list[str]:
        """The live articles whose texts share bands with one, the likest first; no copies."""
        return catalogue.alike(self._connection, self._following, bands, but_not=but_not, most=MOST_ALIKE)

    def copies_of(self, article_id: str) -> list[str]:
        """The live articles that share this one's passages."""
        found = catalogue.copies(self._connection, self._following, [article_id])
        return [copy.id for copy in found.get(article_id, ())]

    def orphans(self) -> list[str]:
        """Copies whose passages are gone: to be put again."""
        return catalogue.orphans(self._connection, self._following)

    def article(self, article_id: str) -> Article | None:
        """A live article, with its text; a withdrawn one says so."""
        if self._ids is not None and article_id not in self._ids:
            return None
        return catalogue.article(self._connection, self._following, article_id, withdrawn=True)

    def outdated(self) -> Iterator[Article]:
        """Articles whose passages were made by another embedder or splitter: split and put them again."""
        if not self._switching:
            return
        for article_id in catalogue.outdated(self._connection, self._following):
            found = self.article(article_id)
            if found:
                yield found

    # Staging

    def make_ready(self) -> None:
        """Something is about to be put: what publication imports and starts is begun meanwhile."""
        self._indexes.make_ready()

    def put(
        self, article: Article, passages: Sequence[Passage], *, bands: Sequence[int] = (), by_editor: bool = False
    ) -> Outcome:
        """Stage an article with its passages, a copy with none. By `bands` of its text, ones alike are found.

        "unchanged" when it is what the library holds (a new `source_hash` is noted all the same). "added" also
        when it was withdrawn and is back, or was a copy and has passages of its own now. The fields that an editor
        set stay as they are, unless this is `by_editor`.
        """
        if any(passage.article_id != article.id for passage in passages):
            raise ValueError("passages of another article")
        held = self.article(article.id)
        if not by_editor:
            article = as_edited(article, held)
        same = held is not None and is_as_held(held, article)
        keys = [digest(passage.embedded) for passage in passages]
        with joined(self._connection):
            if held is None:
                catalogue.stage_new(self._connection, self._following, article, passages, keys)
            else:
                self._stage_anew(article, passages, keys, same=same)
            if not same:
                catalogue.keep_bands(self._connection, article.content_hash, bands)
        if self._ids is not None:
            self._ids.add(article.id)
        self._waiting.add(passages, keys)
        self._give_up(self._waiting.go_on(self._following))
        if not self._switching and time.monotonic() - self._published_at >= self._publish_every:
            self.publish()
            self._published_at = time.monotonic()
        if same:
            return "unchanged"
        parted = held is not None and held.copy_of is not None and article.copy_of is None
        return "added" if held is None or held.withdrawn_at or parted else "updated"

    def _stage_anew(self, article: Article, passages: Sequence[Passage], keys: Sequence[str], *, same: bool) -> None:
        if same:
            catalogue.note_source(self._connection, self._following, article)
        else:
            catalogue.stage_article(self._connection, self._following, article)
        before = catalogue.passages_of(self._connection, self._following, article.id)
        if not same or self._switching or before != list(passages):
            catalogue.stage_passages(self._connection, self._following, article, passages, keys, afresh=self._switching)

    def remove(self, article_id: str) -> bool:
        """Stage an article's removal; False when there is none."""
        with joined(self._connection):
            return catalogue.stage_removal(self._connection, self._following, article_id)

    def withdraw(self, article_id: str, *, at: datetime) -> bool:
        """Stage that an article is gone from its address: it is kept and stops answering. False when it was so."""
        held = self.article(article_id)
        if held is None or held.withdrawn_at is not None:
            return False
        with joined(self._connection):
            gone = replace(held, withdrawn_at=at)
            catalogue.stage_article(self._connection, self._following, gone)
            catalogue.stage_passages(self._connection, self._following, gone, (), (), afresh=False)
        return True

    def note_doubts(self, article_id: str, found: Sequence[Doubt], *, source: str) -> list[Doubt]:
        """Let these be what an editor is to decide of an article; gives those that were never told."""
        with joined(self._connection):
            return catalogue.keep_doubts(
                self._connection, article_id, found, source=source, at=datetime.now(UTC).replace(microsecond=0)
            )

    def date_rules(self) -> Mapping[str, str]:
        """How dates are written ("D/M/Y"), by source."""
        return catalogue.date_rules(self._connection)

    def rename_root(self, *, name: str | None, path: str, new_name: str | None, new_path: str) -> None:
        """Let a root's articles be known by its other name and path."""
        with joined(self._connection):
            catalogue.rename_root(
                self._connection, self._following, name=name, path=path, new_name=new_name, new_path=new_path
            )
            catalogue.rename_source(self._connection, name or path, new_name or new_path)

    # Embedding

    def _embed_waiting(self) -> None:
        self._give_up(self._waiting.finish(self._following))

    def _give_up(self, failed: Mapping[str, str]) -> None:
        for article_id, reason in failed.items():
            self.failed[article_id] = reason
            self._take_back(article_id)

    def close(self) -> None:
        """Embed nothing more, and get nothing ready."""
        self._waiting.close()
        self._indexes.close()

    def _take_back(self, article_id: str) -> None:
        self.visits.forget(article_id)
        with joined(self._connection):
            catalogue.unstage_rows(self._connection, self._following, article_id, articles_too=True)

    # Publishing

    def publish(self, *, embed: bool = True) -> None:
        """Embed what waits, bring the index to it, check it, and make it current.

        Nothing staged: nothing is done, nothing copied. `embed=False` leaves out the articles that still
        wait for vectors (an interrupted run wants to end soon; the next run takes them up).
        """
        # An interrupt may have come between the transaction that published and the note of it here.
        self._state = catalogue.state(self._connection)
        staged = catalogue.staged_anything(self._connection, self._state.generation)
        if staged:
            self._indexes.make_ready()
        if embed:
            self._embed_waiting()
        else:
            self._leave_out_waiting()
        settle(self._connection)
        if self._switching and catalogue.outdated(self._connection, self._following):
            if embed:
                raise LibraryError("Not all articles were re-embedded: run ingest again.")
            return
        # Asked again, for articles that can't be embedded are no longer staged.
        staged = staged and catalogue.staged_anything(self._connection, self._state.generation)
        if not staged and (self._state.fingerprint is None or not (self._switching or self._afresh)):
            self._keep_visits()
            return
        if self._afresh:
            self._embed_missing()
        self._advance()

    def keep_run(self, report: Mapping[str, Any], *, began_at: datetime) -> int:
        """Keep a run's report; its number. A power cut may take it, as it takes no article."""
        with catalogue.plain_errors(), transaction(self._connection, durable=False):
            return catalogue.keep_run(self._connection, report, began_at=began_at, ended_at=datetime.now(UTC))

    def _leave_out_waiting(self) -> None:
        self._waiting.abandon()
        # Asked of the catalogue: an interrupt may have come before a staged passage was noted as waiting.
        lacking = catalogue.missing_vectors(self._connection, self._following, self._vectors_of)
        for article_id in catalogue.articles_wanting(self._connection, self._following, {key for key, _ in lacking}):
            self._take_back(article_id)

    def _embed_missing(self) -> None:
        """Before an index is built afresh: vectors that the cache should have and has not."""
        for key, text in catalogue.missing_vectors(self._connection, self._following, self._vectors_of):
            self._waiting.add_text(key, text)
        self._embed_waiting()

    def _advance(self) -> None:
        began = time.monotonic()
        settle(self._connection)  # nothing is locked while the index is made
        try:
            self._go_forward()
        finally:
            self.publishing += time.monotonic() - began

    def _go_forward(self) -> None:
        before = self._state
        articles, passages = catalogue.counts_of_staged(self._connection, before)
        following = replace(
            before,
            generation=self._following,
            fingerprint=self._fingerprint,
            vectors_of=self._vectors_of,
            embedding=self.embedder.name,
            dimensions=self._dimensions,
            splitter=self._splitter,
            articles=articles,
            undated=catalogue.undated_of_staged(self._connection, before),
            passages=passages,
        )
        new, _ = catalogue.count_new(self._connection, self._following)
        gone = catalogue.gone_ids(self._connection, self._following)
        ended = catalogue.ended_keys(self._connection, self._following)
        touched = bool(self._afresh or new or gone)
        if touched:
            following = self._advance_index(following)
        with transaction(self._connection):
            catalogue.make_current(self._connection, following)
            noted = self.visits.write(self._connection)
            catalogue.drop_unused_vectors(self._connection, self._vectors_of, ended)
            switched = before.vectors_of not in (None, following.vectors_of)
            catalogue.drop_spare_vectors(
                self._connection, passages=following.passages, but_of=following.vectors_of if switched else None
            )
        self._state = following
        self.visits.written(noted)
        if touched:
            self._settle(following, gone=None if self._afresh or before.unsettled else gone)
        self._afresh = False
        self._published_at = time.monotonic()

    def _keep_visits(self) -> None:
        if self.visits.nothing_new:
            return
        with transaction(self._connection):
            noted = self.visits.write(self._connection)
        self.visits.written(noted)

    def _settle(self, state: State, *, gone: list[str] | None) -> None:
        try:
            self._indexes.settle(self._connection, state, gone=gone)
        except LibraryError as error:
            # What is published is published, and what is left over is never shown: the next run clears it away.
            log.warning("what this run replaced was not cleared away: %s", error)

    def _advance_index(self, following: State) -> State:
        def advance(afresh: bool) -> State:
            return self._indexes.advance(
                self._connection, self._state, following, afresh=afresh, progress=self._progress
            )

        if self._afresh:
            return advance(True)
        try:
            return advance(False)
        except LibraryDamaged as error:
            # The copy is not sound: its source may have been damaged since it was published.
            log.warning("the index is built afresh from the catalogue: %s", error)
            self._afresh = True
            self._embed_missing()
            return advance(True)


def _tokens(embedder: Embedder) -> int | None:
    found = getattr(embedder, "tokens", None)
    return found if isinstance(found, int) else None


def _first_state(connection: Connection) -> State:
    state = State(library=new_library())
    catalogue.set_state(connection, state)
    return state
