"""Bands of texts (MinHash), by which candidates for copies are found; and who shares whose passages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from sqlalchemy import Connection, Integer, LargeBinary, Text, TextClause, and_, bindparam, func, select
from sqlalchemy import insert as sql_insert
from sqlalchemy.sql import column, exists, table, text

from vectorstore.catalogue.prepared import Prepared
from vectorstore.catalogue.tables import ARTICLES, AT, pieces, shown
from vectorstore.model import Copy

SKETCHES = table("sketches", column("number", Integer), column("content_hash", Text), column("bands", LargeBinary))
LIKENESS = table("likeness", column("band", Integer), column("sketch", Integer))
_BAND = np.dtype("<i8")


def keep_bands(connection: Connection, content_hash: str, bands: Sequence[int]) -> None:
    """Remember the bands of a text, once."""
    if not bands:
        return
    raw = np.array(bands, dtype=_BAND).tobytes()
    # Asked in the same statement, whether they are there.
    kept = _keep().run(connection, {"content_hash": content_hash, "bands": raw})
    if not kept.rowcount:
        return
    number = kept.lastrowid
    _keep_each().run_each(connection, [{"band": band, "sketch": number} for band in sorted(set(bands))])


def alike(connection: Connection, generation: int, bands: Sequence[int], *, but_not: str, most: int) -> list[str]:
    """The articles with passages of their own that share bands, those with the most first."""
    if not bands:
        return []
    values = {"at": generation, "but_not": but_not, "most": most}
    named = {f"band_{number}": band for number, band in enumerate(bands)}
    return list(_alike(len(bands)).run(connection, values | named).scalars())


@cache
def _keep() -> Prepared:
    return Prepared(sql_insert(SKETCHES).prefix_with("OR IGNORE"), columns=("content_hash", "bands"))


@cache
def _keep_each() -> Prepared:
    return Prepared(sql_insert(LIKENESS), columns=("band", "sketch"))


@cache
def _alike(count: int) -> Prepared:
    shared = LIKENESS.c.band.in_([bindparam(f"band_{number}") for number in range(count)])
    return Prepared(
        select(ARTICLES.c.id)
        .join_from(LIKENESS, SKETCHES, SKETCHES.c.number == LIKENESS.c.sketch)
        .join(ARTICLES, ARTICLES.c.content_hash == SKETCHES.c.content_hash)
        .where(shared, shown(AT), ARTICLES.c.copy_of.is_(None), ARTICLES.c.id != bindparam("but_not"))
        .group_by(ARTICLES.c.id)
        .order_by(func.count().desc(), ARTICLES.c.id)
        .limit(bindparam("most", type_=Integer))
    )


def copies(connection: Connection, generation: int, article_ids: Sequence[str]) -> dict[str, list[Copy]]:
    """Who shares the passages of these articles; the first published first."""
    found: dict[str, list[Copy]] = {}
    for some in pieces(article_ids):
        query = select(ARTICLES.c.id, ARTICLES.c.outlet, ARTICLES.c.url, ARTICLES.c.copy_of)
        query = query.where(shown(generation), ARTICLES.c.copy_of.in_(some))
        for row in connection.execute(query.order_by(ARTICLES.c.published.nulls_last(), ARTICLES.c.id)):
            found.setdefault(row.copy_of, []).append(Copy(row.id, row.outlet, row.url))
    return found


def orphans(connection: Connection, generation: int) -> list[str]:
    """Copies whose passages are gone: of articles that ended, were withdrawn, or became copies themselves."""
    # Sorted here: asked to sort, SQLite walks all articles by their ids rather than the few copies.
    return sorted(connection.execute(_orphans(), {"at": generation}).scalars())


@cache
def _orphans() -> TextClause:
    return text(
        "SELECT id FROM articles AS copy WHERE copy_of IS NOT NULL AND withdrawn_at IS NULL"
        " AND added <= :at AND (removed IS NULL OR removed > :at) AND NOT EXISTS ("
        "  SELECT 1 FROM articles AS of WHERE of.id = copy.copy_of AND of.withdrawn_at IS NULL AND of.copy_of IS NULL"
        "  AND (of.hold_until IS NULL OR of.hold_until <= strftime('%s', 'now') + 0)"
        "  AND of.added <= :at AND (of.removed IS NULL OR of.removed > :at))"
    )


def drop_bands_of_ended(connection: Connection, generation: int) -> None:
    """Forget the bands of texts that no article has from `generation` on; before the ended rows go."""
    stays = ARTICLES.alias("stays")
    still = exists().where(
        stays.c.content_hash == SKETCHES.c.content_hash,
        (stays.c.removed.is_(None)) | (stays.c.removed > generation),
    )
    ended = select(ARTICLES.c.content_hash).where(ARTICLES.c.removed <= generation)
    query = select(SKETCHES.c.number, SKETCHES.c.bands).where(and_(SKETCHES.c.content_hash.in_(ended), ~still))
    gone = connection.execute(query).all()
    pairs = [{"b": int(band), "s": row.number} for row in gone for band in np.frombuffer(row.bands, dtype=_BAND)]
    if pairs:
        connection.execute(text("DELETE FROM likeness WHERE band = :b AND sketch = :s"), pairs)
        connection.execute(text("DELETE FROM sketches WHERE number = :s"), [{"s": row.number} for row in gone])
