"""Staging the next generation, and making it the current one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, TextClause, and_, func, select
from sqlalchemy import delete as sql_delete
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update
from sqlalchemy.sql import ColumnElement, text

from vectorstore import fulltext
from vectorstore.catalogue import titles
from vectorstore.catalogue.changes import note_revisions
from vectorstore.catalogue.current import State, set_state
from vectorstore.catalogue.likeness import drop_bands_of_ended
from vectorstore.catalogue.prepared import Prepared
from vectorstore.catalogue.shown import article
from vectorstore.catalogue.tables import (
    ARTICLES,
    PASSAGES,
    article_values,
    embedded,
    passage_values,
    seconds,
    visible,
)
from vectorstore.model import Article, Passage


def discard_staged(connection: Connection, generation: int) -> None:
    """Forget what was staged after `generation`."""
    for rows in (ARTICLES, PASSAGES):
        connection.execute(sql_delete(rows).where(rows.c.added > generation))
        connection.execute(sql_update(rows).where(rows.c.removed > generation).values(removed=None))


def stage_article(connection: Connection, following: int, article: Article) -> None:
    """Make this the article's version from generation `following` on."""
    unstage_rows(connection, following, article.id, articles_too=True)
    _end(connection, ARTICLES, following, ARTICLES.c.id == article.id)
    connection.execute(sql_insert(ARTICLES), [article_values(article) | {"added": following}])


def stage_new(
    connection: Connection, following: int, article: Article, passages: Sequence[Passage], keys: Sequence[str]
) -> None:
    """Stage an article that generation `following` does not have yet."""
    _new_article().run(connection, article_values(article) | {"added": following})
    if passages:
        _new_passage().run_each(connection, _rows(following, article, passages, keys).values())


@cache
def _new_article() -> Prepared:
    return Prepared(sql_insert(ARTICLES), columns=(*Article.__slots__, "published_offset", "added"))


@cache
def _new_passage() -> Prepared:
    return Prepared(sql_insert(PASSAGES), columns=(*Passage.__slots__, "key", "added"))


def _rows(
    following: int, article: Article, passages: Sequence[Passage], keys: Sequence[str]
) -> dict[str, dict[str, Any]]:
    at = seconds(article.published)
    return {
        passage.id: {"published": at}
        | {name: value for name, value in passage_values(passage).items() if name != "published" or value is not None}
        | {"key": key, "added": following}
        for passage, key in zip(passages, keys, strict=True)
    }


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
    new = _rows(following, article, passages, keys)
    live = select(PASSAGES).where(visible(PASSAGES, following), PASSAGES.c.article_id == article.id)
    for row in connection.execute(live).all():
        wanted = new.get(row.id)
        same = wanted and all(getattr(row, name) == value for name, value in wanted.items() if name != "added")
        if same and not afresh:
            del new[row.id]
        else:
            _end(connection, PASSAGES, following, PASSAGES.c.row == row.row)
    if new:
        connection.execute(sql_insert(PASSAGES), list(new.values()))


def unstage_rows(connection: Connection, following: int, article_id: str, *, articles_too: bool) -> None:
    """Take back what is staged for one article, and let what it replaced live on."""
    for rows, key in ((PASSAGES, PASSAGES.c.article_id), (ARTICLES, ARTICLES.c.id)):
        if rows is ARTICLES and not articles_too:
            continue
        # "+ 0" keeps SQLite from the index on the generation, which all that was staged before has in common.
        connection.execute(sql_delete(rows).where(rows.c.added + 0 == following, key == article_id))
        ended = rows.c.removed + 0 == following
        connection.execute(sql_update(rows).where(ended, key == article_id).values(removed=None))


def stage_removal(connection: Connection, following: int, article_id: str) -> bool:
    """Let an article and its passages end with generation `following`; False when there is none."""
    found = article(connection, following, article_id, withdrawn=True) is not None
    unstage_rows(connection, following, article_id, articles_too=True)
    _end(connection, ARTICLES, following, ARTICLES.c.id == article_id)
    _end(connection, PASSAGES, following, PASSAGES.c.article_id == article_id)
    return found


def note_source(connection: Connection, following: int, article: Article) -> None:
    """Remember which bytes an unchanged article was last read from, and what they say of their last change."""
    where = and_(visible(ARTICLES, following), ARTICLES.c.id == article.id)
    values = {"source_hash": article.source_hash, "modified": seconds(article.modified)}
    connection.execute(sql_update(ARTICLES).where(where).values(values))


def rename_root(
    connection: Connection, following: int, *, name: str | None, path: str, new_name: str | None, new_path: str
) -> None:
    """Let a root be known by another name and path: at once, for nothing that can be asked for changes."""
    named = ARTICLES.c.root_name.is_not_distinct_from(name)
    where = and_(visible(ARTICLES, following), ARTICLES.c.root == path, named)
    connection.execute(sql_update(ARTICLES).where(where).values(root=new_path, root_name=new_name))


def _end(connection: Connection, rows: Any, following: int, where: ColumnElement[bool]) -> None:
    live = and_(rows.c.added + 0 < following, rows.c.removed.is_(None), where)
    connection.execute(sql_update(rows).where(live).values(removed=following))


def staged_anything(connection: Connection, generation: int) -> bool:
    """Whether what is staged differs from generation `generation`, the current one."""
    return bool(connection.execute(_staged_anything(), {"generation": generation}).scalar_one())


@cache
def _staged_anything() -> TextClause:
    # Each column has its index: four looks at the end of one.
    asked = (f"EXISTS (SELECT 1 FROM {t} WHERE {c} > :generation)" for t in (ARTICLES, PASSAGES)
             for c in ("added", "removed"))  # fmt: skip
    return text(f"SELECT {' OR '.join(asked)}")


def outdated(connection: Connection, following: int) -> list[str]:
    """The ids of articles that still have passages from before generation `following`."""
    query = select(PASSAGES.c.article_id).where(visible(PASSAGES, following), PASSAGES.c.added < following)
    return list(connection.execute(query.distinct().order_by(PASSAGES.c.article_id)).scalars())


def make_current(connection: Connection, new: State) -> None:
    """Make generation `new.generation` the current one: full text follows, what changed is noted, ended rows go."""
    current = new.generation
    note_revisions(connection, current, at=datetime.now(UTC))
    ended = select(PASSAGES.c.row, PASSAGES.c.header, PASSAGES.c.text).where(PASSAGES.c.removed <= current)
    fulltext.remove(connection, _texts(connection, ended))
    added = select(PASSAGES.c.row, PASSAGES.c.header, PASSAGES.c.text).where(
        PASSAGES.c.added == current, PASSAGES.c.removed.is_(None)
    )
    fulltext.add(connection, _texts(connection, added))
    titles.remove(connection, ARTICLES.c.removed <= current)
    titles.add(connection, and_(ARTICLES.c.added == current, ARTICLES.c.removed.is_(None)))
    drop_bands_of_ended(connection, current)
    for rows in (ARTICLES, PASSAGES):
        connection.execute(sql_delete(rows).where(rows.c.removed <= current))
    set_state(connection, new)


def rebuild_fulltext(connection: Connection, generation: int) -> None:
    """Make full text and titles anew from the visible passages and articles."""
    query = select(PASSAGES.c.row, PASSAGES.c.header, PASSAGES.c.text).where(visible(PASSAGES, generation))
    fulltext.rebuild(connection, _texts(connection, query))
    titles.rebuild(connection, generation)


def texts_after(connection: Connection, generation: int, row: int, *, most: int) -> list[tuple[int, str]]:
    """The next visible passages' row numbers and texts for the full text, in the order of their numbers."""
    query = select(PASSAGES.c.row, PASSAGES.c.header, PASSAGES.c.text).where(
        visible(PASSAGES, generation), PASSAGES.c.row > row
    )
    return list(_texts(connection, query.order_by(PASSAGES.c.row).limit(most)))


def count_visible(connection: Connection, generation: int, *, up_to: int | None = None) -> int:
    """How many passages are visible, those up to a row number only where it is given."""
    query = select(func.count()).select_from(PASSAGES).where(visible(PASSAGES, generation))
    return int(connection.execute(query if up_to is None else query.where(PASSAGES.c.row <= up_to)).scalar_one())


def _texts(connection: Connection, query: Select[Any]) -> Iterator[tuple[int, str]]:
    # Some hundreds at a time: those of a whole library would be more than all else that a run holds.
    for row in connection.execute(query, execution_options={"yield_per": fulltext.ROWS_AT_ONCE}):
        yield row.row, embedded(row)
