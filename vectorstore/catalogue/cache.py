"""The vectors' cache: what an index is made from, so that nothing is embedded twice."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Connection, LargeBinary, Select, TextClause, and_, bindparam, cast, func, select
from sqlalchemy import delete as sql_delete
from sqlalchemy.sql import ColumnElement, exists, text

from vectorstore.catalogue.tables import ARTICLES, PASSAGES, VECTORS, embedded, pieces, visible
from vectorstore.disk import CACHE_DAMAGED
from vectorstore.embeddings.base import Vectors
from vectorstore.errors import LibraryDamaged

# Passage id, unit vector, published in epoch seconds.
VectorRows = Iterator[tuple[str, Vectors, int | None]]

# So many vectors without a passage are no matter.
SPARE = 10_000


def missing_vectors(connection: Connection, following: int, fingerprint: str) -> list[tuple[str, str]]:
    """(key, text to embed) of the passages visible at `following` that have no cached vector."""
    query = select(PASSAGES.c.key, PASSAGES.c.header, PASSAGES.c.text)
    rows = connection.execute(
        query.where(visible(PASSAGES, following), ~_has_vector(fingerprint)).order_by(PASSAGES.c.row)
    )
    return [(row.key, embedded(row)) for row in rows]


def lacks_vectors(connection: Connection, fingerprint: str) -> bool:
    """Whether a vector of this embedder went that a passage wants. The catalogue notes that when it happens."""
    return bool(connection.execute(_lacks_vectors(), {"fingerprint": fingerprint}).scalar_one())


@cache
def _lacks_vectors() -> TextClause:
    wanted = "SELECT 1 FROM passages WHERE passages.key = lost_vectors.key"
    lost = f"SELECT 1 FROM lost_vectors WHERE fingerprint = :fingerprint AND EXISTS ({wanted})"
    return text(f"SELECT EXISTS ({lost})")


def cached_dimensions(connection: Connection) -> dict[str, int]:
    """The embedders that have vectors in the cache, with how long these are."""
    found = {}
    for fingerprint in connection.execute(select(VECTORS.c.fingerprint).distinct()).scalars().all():
        size = select(func.length(VECTORS.c.vector)).where(VECTORS.c.fingerprint == fingerprint).limit(1)
        found[str(fingerprint)] = connection.execute(size).scalar_one() // 4
    return found


def left_to_embed(connection: Connection, generation: int, fingerprint: str) -> tuple[int, int]:
    """(how many passages have no cached vector of this embedder, their bytes in UTF-8 with headers)."""
    size = func.length(cast(PASSAGES.c.text, LargeBinary)) + func.length(cast(PASSAGES.c.header, LargeBinary)) + 1
    query = select(func.count(), func.coalesce(func.sum(size), 0)).where(
        visible(PASSAGES, generation), ~_has_vector(fingerprint)
    )
    count, total = connection.execute(query).one()
    return int(count), int(total)


def articles_wanting(connection: Connection, following: int, keys: Collection[str]) -> dict[str, list[str]]:
    """The articles that have passages with these keys at `following`, with those keys."""
    wanting: dict[str, list[str]] = {}
    for some in pieces(sorted(keys)):
        query = select(PASSAGES.c.article_id, PASSAGES.c.key).order_by(PASSAGES.c.row)
        for row in connection.execute(query.where(visible(PASSAGES, following), PASSAGES.c.key.in_(some))):
            wanting.setdefault(row.article_id, []).append(row.key)
    return wanting


def held_keys(connection: Connection, fingerprint: str, keys: Collection[str]) -> set[str]:
    """Those of the keys that have a cached vector."""
    found: set[str] = set()
    for some in pieces(sorted(keys)):
        found.update(connection.execute(_held(), {"fingerprint": fingerprint, "keys": list(some)}).scalars())
    return found


@cache
def _held() -> Select[Any]:
    keys = VECTORS.c.key.in_(bindparam("keys", expanding=True))
    return select(VECTORS.c.key).where(VECTORS.c.fingerprint == bindparam("fingerprint"), keys)


def keep_vectors(connection: Connection, fingerprint: str, rows: Iterable[tuple[str, Vectors]]) -> None:
    """Cache unit vectors (float32, shape (dimensions,)) by key."""
    connection.execute(
        text("INSERT OR IGNORE INTO vectors (fingerprint, key, vector) VALUES (:fingerprint, :key, :vector)"),
        [{"fingerprint": fingerprint, "key": key, "vector": vector.tobytes()} for key, vector in rows],
    )


def drop_unused_vectors(connection: Connection, fingerprint: str, keys: Collection[str]) -> None:
    """Forget those of the keys' vectors by this embedder that no passage needs any more.

    Only of given keys: others without a passage may be what a killed run embedded and the next one needs.
    """
    for some in pieces(sorted(keys)):
        unused = and_(VECTORS.c.key.in_(some), ~exists().where(PASSAGES.c.key == VECTORS.c.key))
        connection.execute(sql_delete(VECTORS).where(VECTORS.c.fingerprint == fingerprint, unused))


def drop_spare_vectors(connection: Connection, *, passages: int, but_of: str | None = None) -> None:
    """Forget the vectors without a passage once they are more than the `passages`; those of other embedders at once.

    `but_of`: the embedder whose vectors stay; None: no embedder's are dropped.
    """
    if but_of is not None:
        connection.execute(sql_delete(VECTORS).where(VECTORS.c.fingerprint != but_of))
    held = connection.execute(text("SELECT number FROM kept_counts WHERE name = 'vectors'")).scalar_one()
    if held > 2 * passages + SPARE:
        connection.execute(sql_delete(VECTORS).where(~exists().where(PASSAGES.c.key == VECTORS.c.key)))


def all_vectors(connection: Connection, generation: int, fingerprint: str) -> VectorRows:
    """(passage id, unit vector, published in epoch seconds) of every visible passage."""
    return _with_vectors(connection, fingerprint, visible(PASSAGES, generation))


def new_vectors(connection: Connection, following: int, fingerprint: str) -> VectorRows:
    """The same, for those that the index of the generation before lacks or has otherwise."""
    return _with_vectors(connection, fingerprint, and_(PASSAGES.c.added == following, ~_as_before(following)))


def count_new(connection: Connection, following: int) -> tuple[int, int]:
    """How many vectors generation `following` brings, and how many of them replace one of the same id."""
    new = and_(PASSAGES.c.added == following, ~_as_before(following))
    before = PASSAGES.alias("before")
    replaces = exists().where(before.c.id == PASSAGES.c.id, before.c.removed + 0 == following)
    fetch = select(func.count()).select_from(PASSAGES)
    return connection.execute(fetch.where(new)).scalar_one(), connection.execute(
        fetch.where(new, replaces)
    ).scalar_one()


def gone_ids(connection: Connection, following: int) -> list[str]:
    """The passages that the index of the generation before has and `following` has not."""
    after = PASSAGES.alias("after")
    stays = exists().where(after.c.id == PASSAGES.c.id, after.c.added + 0 == following)
    return list(connection.execute(select(PASSAGES.c.id).where(PASSAGES.c.removed == following, ~stays)).scalars())


def ended_keys(connection: Connection, following: int) -> set[str]:
    """The vectors' keys of the passages that end with generation `following`, but for those of withdrawn articles:
    these may be back tomorrow, and their vectors are spare ones until then."""
    gone = exists().where(ARTICLES.c.id == PASSAGES.c.article_id, ARTICLES.c.added == following,
                          ARTICLES.c.withdrawn_at.is_not(None))  # fmt: skip
    return set(connection.execute(select(PASSAGES.c.key).where(PASSAGES.c.removed == following, ~gone)).scalars())


def sample_vectors(
    connection: Connection, generation: int, fingerprint: str, *, most: int
) -> list[tuple[str, Vectors]]:
    """Up to `most` of the visible passages with their vectors: the newest half of them, and some at random."""
    rows = _sampled(connection, generation, most=most)
    return [(id_, vector) for id_, vector, _ in _with_vectors(connection, fingerprint, PASSAGES.c.row.in_(rows))]


def sample_ids(connection: Connection, generation: int, *, most: int) -> list[str]:
    """The ids alone of such passages."""
    rows = _sampled(connection, generation, most=most)
    return list(connection.execute(select(PASSAGES.c.id).where(PASSAGES.c.row.in_(rows))).scalars())


def _sampled(connection: Connection, generation: int, *, most: int) -> set[int]:
    shown = select(PASSAGES.c.row).where(visible(PASSAGES, generation))
    rows = set(connection.execute(shown.order_by(PASSAGES.c.row.desc()).limit(most // 2)).scalars())
    first, last = connection.execute(select(func.min(PASSAGES.c.row), func.max(PASSAGES.c.row))).one()
    # From a row drawn, the next that is there: to have all rows in a random order takes a look at each.
    following = shown.where(PASSAGES.c.row >= bindparam("drawn")).order_by(PASSAGES.c.row).limit(1)
    for _ in range(most // 2 if rows else 0):
        rows.update(connection.execute(following, {"drawn": random.randint(first, last)}).scalars())
    return rows


def _has_vector(fingerprint: str) -> ColumnElement[bool]:
    return exists().where(VECTORS.c.fingerprint == fingerprint, VECTORS.c.key == PASSAGES.c.key)


# In the conditions below "+ 0" and "+ ''" keep SQLite from an index: rows are to be found by their ids, not by a
# generation that thousands have in common, and vectors by the passages, not sorted as a whole.


def _as_before(following: int) -> ColumnElement[bool]:
    # A passage that only moved within its article has a new row but the same vector and date.
    before = PASSAGES.alias("before")
    return exists().where(
        before.c.id == PASSAGES.c.id,
        before.c.removed + 0 == following,
        before.c.key == PASSAGES.c.key,
        before.c.published.is_not_distinct_from(PASSAGES.c.published),
    )


def _with_vectors(connection: Connection, fingerprint: str, where: ColumnElement[bool]) -> VectorRows:
    query = (
        select(PASSAGES.c.id, VECTORS.c.vector, PASSAGES.c.published)
        .join_from(PASSAGES, VECTORS, and_(VECTORS.c.fingerprint == fingerprint, VECTORS.c.key == PASSAGES.c.key + ""))
        .where(where)
        .order_by(PASSAGES.c.row)
    )
    for row in connection.execution_options(yield_per=500).execute(query):
        try:
            vector = np.frombuffer(row.vector, dtype=np.float32)
        except (ValueError, TypeError) as error:
            raise LibraryDamaged(CACHE_DAMAGED) from error
        yield row.id, vector, row.published
