"""The catalogue: the one SQL database that is the truth about articles, passages and vectors.

Rows of articles and passages carry the generations between which they live: a row is visible at
generation g when `added <= g` and it is not `removed` at or before g. A writer stages rows for the
generation after the current one; raising the current number in one transaction makes them visible and
takes the replaced ones away. What a crash left staged is discarded by the next writer.

All methods take a connection from `reading()` (a snapshot: one transaction) or `writing()`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, Integer, Row, Text, and_, create_engine, event, func, or_, select
from sqlalchemy import delete as sql_delete
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.sql import ColumnElement, column, exists, literal, table, text

from vectorstore import fulltext, migrations
from vectorstore.embeddings.base import Vectors
from vectorstore.errors import LibraryDamaged, LibraryError
from vectorstore.model import Article, Passage

FILE = "catalogue.sqlite"
BUSY_SECONDS = 30
# SQLite takes 32,766 variables a statement; smaller pieces keep statements readable in a log.
MANY = 500

# Passage id, unit vector, published in epoch seconds.
VectorRows = Iterator[tuple[str, Vectors, int | None]]

_state = table("state", column("name", Text), column("value", Text))
_articles = table(
    "articles",
    *(column(name, Integer) for name in ("row", "added", "removed", "published", "published_is_day", "fetched_at")),
    *(
        column(name, Text)
        for name in ("id", "url", "path", "root", "title", "outlet", "authors", "published_how", "language")
    ),
    *(column(name, Text) for name in ("text", "content_hash", "source_hash")),
)
_passages = table(
    "passages",
    *(column(name, Integer) for name in ("row", "added", "removed", "position", "start", "published")),
    *(column(name, Text) for name in ("id", "article_id", "header", "text", "key")),
)
_vectors = table("vectors", column("row", Integer), column("fingerprint", Text), column("key", Text), column("vector"))


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is current. `index` is a directory's or a collection's name, None before the first vectors.

    `fingerprint` stands for what made the index (embedder, splitter, distance), `vectors_of` for the
    embedder alone: it is the first half of a cached vector's key. `churn` counts the vectors replaced or
    deleted since the index was last built afresh; `unsettled` says that a shared collection may hold vectors
    that no passage has.
    """

    library: str
    generation: int = 0
    index: str | None = None
    fingerprint: str | None = None
    vectors_of: str | None = None
    embedding: str | None = None
    splitter: str | None = None
    dimensions: int = 0
    churn: int = 0
    unsettled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the library remembers of an article for the next run."""

    id: str
    source_hash: str
    content_hash: str


class Catalogue:
    """The database of one library, as seen by one process. Threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, folder: Path) -> Catalogue:
        """Open the file in a folder, made empty if need be; no schema is applied yet."""
        engine = create_engine(f"sqlite:///{folder.absolute() / FILE}", connect_args={"timeout": BUSY_SECONDS})

        @event.listens_for(engine, "connect")
        def _prepare(raw: Any, _: object) -> None:
            # The driver's own transaction handling opens none for reads: ours begins each explicitly.
            raw.isolation_level = None
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute("PRAGMA synchronous = FULL")

        return cls(engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot: everything read in the block is of one moment."""
        with _plain_errors(), self._engine.connect() as connection:
            connection.execute(text("BEGIN"))
            try:
                yield connection
            finally:
                with suppress(DatabaseError):  # an error may have ended it already
                    connection.execute(text("ROLLBACK"))

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection for the writer, who begins and commits himself with `transaction`."""
        with _plain_errors(), self._engine.connect() as connection:
            yield connection

    def behind(self) -> bool:
        """Whether the schema wants steps, or full text other terms."""
        with self.reading() as connection:
            return migrations.pending(connection) or not fulltext.up_to_date(connection)

    def migrate(self) -> None:
        """Bring the schema up to date, a transaction a step. The caller holds the writer's lock."""
        with self.connected() as connection:
            while migrations.pending(connection):
                with transaction(connection):
                    migrations.apply_next(connection)
            if not fulltext.up_to_date(connection):
                with transaction(connection):
                    rebuild_fulltext(connection, state(connection).generation)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All of the block's changes or none, written down durably."""
    connection.execute(text("BEGIN IMMEDIATE"))
    try:
        yield
    except BaseException:
        with suppress(DatabaseError):
            connection.execute(text("ROLLBACK"))
        raise
    connection.execute(text("COMMIT"))


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise _in_words(error) from error


def _in_words(error: DatabaseError) -> LibraryError:
    said = str(error.orig).lower()
    if "malformed" in said or "not a database" in said or "corrupt" in said:
        return LibraryDamaged(
            "The catalogue is damaged: restore DATELINE_DATA from a backup, or ingest into a new one."
        )
    if "full" in said:
        return LibraryError("The disk is full: what was stored stays; free some space and run it again.")
    if "readonly" in said or "unable to open" in said:
        return LibraryError("DATELINE_DATA can't be written: make it writable, or name another folder.")
    if "locked" in said:
        return LibraryError("The catalogue is in use by another program: try again when it has ended.")
    return LibraryError(f"The catalogue failed ({error.orig}).")


# State


def state(connection: Connection) -> State:
    """What is current in this snapshot; a blank state where no writer was ever here."""
    found = {row.name: json.loads(row.value) for row in connection.execute(select(_state.c.name, _state.c.value))}
    return State(**{"library": "", **found})


def has_state(connection: Connection) -> bool:
    """Whether a writer was ever here."""
    return connection.execute(select(exists().select_from(_state))).scalar_one()


def set_state(connection: Connection, new: State) -> None:
    """Replace the state."""
    connection.execute(sql_delete(_state))
    values = {name: getattr(new, name) for name in State.__slots__}
    connection.execute(
        sql_insert(_state),
        [{"name": name, "value": json.dumps(value)} for name, value in values.items()],
    )


# What is visible


def _visible(rows: Any, generation: int) -> ColumnElement[bool]:
    return and_(rows.c.added <= generation, or_(rows.c.removed.is_(None), rows.c.removed > generation))


def count(connection: Connection, generation: int) -> tuple[int, int]:
    """How many (articles, passages) are visible."""
    numbers = [
        connection.execute(select(func.count()).select_from(t).where(_visible(t, generation))).scalar_one()
        for t in (_articles, _passages)
    ]
    return numbers[0], numbers[1]


def articles(
    connection: Connection, generation: int, *, newest_first: bool = False, root: str | None = None
) -> Iterator[Article]:
    """Visible articles with their texts, by id, or by date with undated ones last."""
    order = [_articles.c.published.desc().nulls_last()] if newest_first else []
    query = select(_articles).where(_visible(_articles, generation)).order_by(*order, _articles.c.id)
    if root is not None:
        query = query.where(_articles.c.root == root)
    for row in connection.execution_options(yield_per=100).execute(query):
        yield _article(row)


def article(connection: Connection, generation: int, article_id: str) -> Article | None:
    """One visible article, with its text."""
    row = connection.execute(
        select(_articles).where(_visible(_articles, generation), _articles.c.id == article_id)
    ).first()
    return _article(row) if row else None


def known(connection: Connection, generation: int, *, root: str | None = None) -> dict[str, Known]:
    """Visible articles' ids and hashes, by id."""
    columns = (_articles.c.id, _articles.c.source_hash, _articles.c.content_hash)
    query = select(*columns).where(_visible(_articles, generation))
    if root is not None:
        query = query.where(_articles.c.root == root)
    return {
        row.id: Known(id=row.id, source_hash=row.source_hash, content_hash=row.content_hash)
        for row in connection.execute(query)
    }


def copy_of(connection: Connection, generation: int, content_hash: str, *, but_not: str) -> str | None:
    """The id of another visible article with this text."""
    found = connection.execute(
        select(_articles.c.id)
        .where(_visible(_articles, generation), _articles.c.content_hash == content_hash, _articles.c.id != but_not)
        .order_by(_articles.c.id)
        .limit(1)
    ).scalar_one_or_none()
    return None if found is None else str(found)


def article_ids_by_url(connection: Connection, generation: int, urls: Collection[str]) -> set[str]:
    """The ids of visible articles that have one of these addresses (or whose id it is)."""
    found: set[str] = set()
    for some in _pieces(sorted(urls)):
        wanted = or_(_articles.c.url.in_(some), _articles.c.id.in_(some))
        found.update(
            connection.execute(select(_articles.c.id).where(_visible(_articles, generation), wanted)).scalars()
        )
    return found


def passage_rows(connection: Connection, generation: int, ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    """For those ids that are visible: (row, article id)."""
    found: dict[str, tuple[int, str]] = {}
    for some in _pieces(ids):
        query = select(_passages.c.id, _passages.c.row, _passages.c.article_id)
        for row in connection.execute(query.where(_visible(_passages, generation), _passages.c.id.in_(some))):
            found[row.id] = (row.row, row.article_id)
    return found


def articles_of_rows(connection: Connection, rows: Collection[int]) -> dict[int, tuple[str, int | None]]:
    """For passages' rows: (article id, published in epoch seconds). Cheaper than the passages themselves."""
    query = select(_passages.c.row, _passages.c.article_id, _passages.c.published)
    found = connection.execute(query.where(_passages.c.row.in_(rows)))
    return {row.row: (row.article_id, row.published) for row in found}


def passages_by_row(connection: Connection, generation: int, rows: Sequence[int]) -> dict[int, tuple[Passage, Article]]:
    """Passages with their articles (whose `text` is left out), by row."""
    brief = [c if c.name != "text" else literal("").label("text") for c in _articles.c]
    found: dict[int, tuple[Passage, Article]] = {}
    wanted = {row.row: _passage(row) for row in connection.execute(select(_passages).where(_passages.c.row.in_(rows)))}
    ids = sorted({passage.article_id for passage in wanted.values()})
    query = select(*brief).where(_visible(_articles, generation), _articles.c.id.in_(ids))
    by_id = {row.id: _article(row) for row in connection.execute(query)}
    for number, passage in wanted.items():
        found[number] = (passage, by_id[passage.article_id])
    return found


def passages_of(connection: Connection, generation: int, article_id: str) -> list[Passage]:
    """An article's visible passages, in order."""
    query = select(_passages).where(_visible(_passages, generation), _passages.c.article_id == article_id)
    return [_passage(row) for row in connection.execute(query.order_by(_passages.c.position))]


# Staging the next generation


def discard_staged(connection: Connection, generation: int) -> None:
    """Forget what was staged after `generation`."""
    for rows in (_articles, _passages):
        connection.execute(sql_delete(rows).where(rows.c.added > generation))
        connection.execute(sql_update(rows).where(rows.c.removed > generation).values(removed=None))


def stage_article(connection: Connection, following: int, article: Article) -> None:
    """Make this the article's version from generation `following` on."""
    unstage_rows(connection, following, article.id, articles_too=True)
    _end(connection, _articles, following, _articles.c.id == article.id)
    connection.execute(sql_insert(_articles), [_article_values(article) | {"added": following}])


def stage_passages(
    connection: Connection,
    following: int,
    article: Article,
    passages: Sequence[Passage],
    keys: Sequence[str],
    *,
    afresh: bool,
) -> None:
    """Make these the article's passages from generation `following` on.

    Unchanged ones keep their rows, unless all are made `afresh` for another embedder or splitter.
    """
    unstage_rows(connection, following, article.id, articles_too=False)
    at = _seconds(article.published)
    new = {
        passage.id: _passage_values(passage) | {"key": key, "published": at, "added": following}
        for passage, key in zip(passages, keys, strict=True)
    }
    live = select(_passages).where(_visible(_passages, following), _passages.c.article_id == article.id)
    for row in connection.execute(live).all():
        wanted = new.get(row.id)
        same = wanted and all(getattr(row, name) == value for name, value in wanted.items() if name != "added")
        if same and not afresh:
            del new[row.id]
        else:
            _end(connection, _passages, following, _passages.c.row == row.row)
    if new:
        connection.execute(sql_insert(_passages), list(new.values()))


def unstage_rows(connection: Connection, following: int, article_id: str, *, articles_too: bool) -> None:
    """Take back what is staged for one article, and let what it replaced live on."""
    for rows, key in ((_passages, _passages.c.article_id), (_articles, _articles.c.id)):
        if rows is _articles and not articles_too:
            continue
        connection.execute(sql_delete(rows).where(rows.c.added == following, key == article_id))
        connection.execute(sql_update(rows).where(rows.c.removed == following, key == article_id).values(removed=None))


def stage_removal(connection: Connection, following: int, article_id: str) -> bool:
    """Let an article and its passages end with generation `following`; False when there is none."""
    found = article(connection, following, article_id) is not None
    unstage_rows(connection, following, article_id, articles_too=True)
    _end(connection, _articles, following, _articles.c.id == article_id)
    _end(connection, _passages, following, _passages.c.article_id == article_id)
    return found


def note_source(connection: Connection, following: int, article_id: str, source_hash: str) -> None:
    """Remember which bytes an unchanged article was last read from."""
    where = and_(_visible(_articles, following), _articles.c.id == article_id)
    connection.execute(sql_update(_articles).where(where).values(source_hash=source_hash))


def _end(connection: Connection, rows: Any, following: int, where: ColumnElement[bool]) -> None:
    live = and_(rows.c.added < following, rows.c.removed.is_(None), where)
    connection.execute(sql_update(rows).where(live).values(removed=following))


def staged_anything(connection: Connection, following: int) -> bool:
    """Whether generation `following` differs from the current one."""
    return any(
        connection.execute(select(exists().where(or_(t.c.added == following, t.c.removed == following)))).scalar_one()
        for t in (_articles, _passages)
    )


def outdated(connection: Connection, following: int) -> list[str]:
    """The ids of articles that still have passages from before generation `following`."""
    query = select(_passages.c.article_id).where(_visible(_passages, following), _passages.c.added < following)
    return list(connection.execute(query.distinct().order_by(_passages.c.article_id)).scalars())


def make_current(connection: Connection, new: State) -> None:
    """Make generation `new.generation` the current one: full text follows, ended rows go."""
    current = new.generation
    ended = select(_passages.c.row, _passages.c.header, _passages.c.text).where(_passages.c.removed <= current)
    fulltext.remove(connection, [(row.row, _embedded(row)) for row in connection.execute(ended)])
    added = select(_passages.c.row, _passages.c.header, _passages.c.text).where(
        _passages.c.added == current, _passages.c.removed.is_(None)
    )
    fulltext.add(connection, [(row.row, _embedded(row)) for row in connection.execute(added)])
    for rows in (_articles, _passages):
        connection.execute(sql_delete(rows).where(rows.c.removed <= current))
    set_state(connection, new)


def rebuild_fulltext(connection: Connection, generation: int) -> None:
    """Make the full-text index anew from the visible passages."""
    query = select(_passages.c.row, _passages.c.header, _passages.c.text).where(_visible(_passages, generation))
    fulltext.rebuild(connection, ((row.row, _embedded(row)) for row in connection.execute(query)))


def damage(connection: Connection) -> str | None:
    """What SQLite's own quick check says of the file; None when it is well."""
    said = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    return None if said == "ok" else str(said)


# Vectors


def missing_vectors(connection: Connection, following: int, fingerprint: str) -> list[tuple[str, str]]:
    """(key, text to embed) of the passages visible at `following` that have no cached vector."""
    held = exists().where(_vectors.c.fingerprint == fingerprint, _vectors.c.key == _passages.c.key)
    query = select(_passages.c.key, _passages.c.header, _passages.c.text)
    rows = connection.execute(query.where(_visible(_passages, following), ~held).order_by(_passages.c.row))
    return [(row.key, _embedded(row)) for row in rows]


def articles_wanting(connection: Connection, following: int, keys: Collection[str]) -> dict[str, list[str]]:
    """The articles that have passages with these keys at `following`, with those keys."""
    wanting: dict[str, list[str]] = {}
    for some in _pieces(sorted(keys)):
        query = select(_passages.c.article_id, _passages.c.key).order_by(_passages.c.row)
        for row in connection.execute(query.where(_visible(_passages, following), _passages.c.key.in_(some))):
            wanting.setdefault(row.article_id, []).append(row.key)
    return wanting


def held_keys(connection: Connection, fingerprint: str, keys: Collection[str]) -> set[str]:
    """Those of the keys that have a cached vector."""
    found: set[str] = set()
    for some in _pieces(sorted(keys)):
        query = select(_vectors.c.key).where(_vectors.c.fingerprint == fingerprint, _vectors.c.key.in_(some))
        found.update(connection.execute(query).scalars())
    return found


def keep_vectors(connection: Connection, fingerprint: str, rows: Iterable[tuple[str, Vectors]]) -> None:
    """Cache unit vectors (float32, shape (dimensions,)) by key."""
    connection.execute(
        text("INSERT OR IGNORE INTO vectors (fingerprint, key, vector) VALUES (:fingerprint, :key, :vector)"),
        [{"fingerprint": fingerprint, "key": key, "vector": vector.tobytes()} for key, vector in rows],
    )


def drop_unused_vectors(connection: Connection) -> None:
    """Forget the vectors that no passage needs any more."""
    connection.execute(sql_delete(_vectors).where(~exists().where(_passages.c.key == _vectors.c.key)))


def all_vectors(connection: Connection, generation: int, fingerprint: str) -> VectorRows:
    """(passage id, unit vector, published in epoch seconds) of every visible passage."""
    return _with_vectors(connection, fingerprint, _visible(_passages, generation))


def new_vectors(connection: Connection, following: int, fingerprint: str) -> VectorRows:
    """The same, for those that the index of the generation before lacks or has otherwise."""
    return _with_vectors(connection, fingerprint, and_(_passages.c.added == following, ~_as_before(following)))


def count_new(connection: Connection, following: int) -> tuple[int, int]:
    """How many vectors generation `following` brings, and how many of them replace one of the same id."""
    new = and_(_passages.c.added == following, ~_as_before(following))
    before = _passages.alias("before")
    replaces = exists().where(before.c.id == _passages.c.id, before.c.removed == following)
    fetch = select(func.count()).select_from(_passages)
    return connection.execute(fetch.where(new)).scalar_one(), connection.execute(
        fetch.where(new, replaces)
    ).scalar_one()


def gone_ids(connection: Connection, following: int) -> list[str]:
    """The passages that the index of the generation before has and `following` has not."""
    after = _passages.alias("after")
    stays = exists().where(after.c.id == _passages.c.id, after.c.added == following)
    return list(connection.execute(select(_passages.c.id).where(_passages.c.removed == following, ~stays)).scalars())


def sample_vectors(
    connection: Connection, generation: int, fingerprint: str, *, most: int
) -> list[tuple[str, Vectors]]:
    """Up to `most` of the visible passages with their vectors: the newest half of them, and some at random."""
    newest = select(_passages.c.row).where(_visible(_passages, generation)).order_by(_passages.c.row.desc())
    others = select(_passages.c.row).where(_visible(_passages, generation)).order_by(func.random())
    rows = {row for query in (newest, others) for row in connection.execute(query.limit(most // 2)).scalars()}
    return [(id_, vector) for id_, vector, _ in _with_vectors(connection, fingerprint, _passages.c.row.in_(rows))]


def passage_ids(connection: Connection, generation: int) -> set[str]:
    """The ids of all visible passages."""
    return set(connection.execute(select(_passages.c.id).where(_visible(_passages, generation))).scalars())


def _as_before(following: int) -> ColumnElement[bool]:
    # A passage that only moved within its article has a new row but the same vector and date.
    before = _passages.alias("before")
    return exists().where(
        before.c.id == _passages.c.id,
        before.c.removed == following,
        before.c.key == _passages.c.key,
        before.c.published.is_not_distinct_from(_passages.c.published),
    )


def _with_vectors(connection: Connection, fingerprint: str, where: ColumnElement[bool]) -> VectorRows:
    query = (
        select(_passages.c.id, _vectors.c.vector, _passages.c.published)
        .join_from(_passages, _vectors, and_(_vectors.c.fingerprint == fingerprint, _vectors.c.key == _passages.c.key))
        .where(where)
        .order_by(_passages.c.row)
    )
    for row in connection.execution_options(yield_per=500).execute(query):
        yield row.id, np.frombuffer(row.vector, dtype=np.float32), row.published


# Rows and objects


def _pieces(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), MANY):
        yield items[start : start + MANY]


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _embedded(row: Any) -> str:
    return f"{row.header}\n{row.text}" if row.header else str(row.text)


def _article_values(article: Article) -> dict[str, Any]:
    plain = {name: getattr(article, name) for name in Article.__slots__}
    return plain | {
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "published": _seconds(article.published),
        "fetched_at": _seconds(article.fetched_at),
    }


def _article(row: Row[Any]) -> Article:
    values = {name: getattr(row, name) for name in Article.__slots__}
    return Article(
        **values
        | {
            "authors": tuple(json.loads(row.authors)),
            "published": _moment(row.published),
            "fetched_at": _moment(row.fetched_at),
            "published_is_day": bool(row.published_is_day),
        }
    )


def _passage_values(passage: Passage) -> dict[str, Any]:
    return {name: getattr(passage, name) for name in Passage.__slots__}


def _passage(row: Row[Any]) -> Passage:
    return Passage(**{name: getattr(row, name) for name in Passage.__slots__})
