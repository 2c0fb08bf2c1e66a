"""What articles were before they changed: noted in the transaction that publishes the change."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update

from vectorstore.catalogue.tables import ARTICLES, REVISIONS, as_article, as_moment, seconds
from vectorstore.disk import CATALOGUE_DAMAGED
from vectorstore.errors import LibraryDamaged
from vectorstore.model import Article
from vectorstore.remembered import Kind, Revision

# A page that is rewritten every ten minutes shall not fill the disk: of one article, so many former texts are kept.
MOST_TEXTS = 50
_COMPARED = ("title", "outlet", "authors", "published", "language", "url", "text", "partial", "tags", "copy_of")


def note_revisions(connection: Connection, current: int, *, at: datetime) -> None:
    """Note what generation `current` changes in the articles of the one before it.

    Of an article that is removed nothing stays but that it was there. Articles are read one at a time: a
    run may change all of them.
    """
    ended = select(ARTICLES.c.row, ARTICLES.c.id).where(ARTICLES.c.removed == current).order_by(ARTICLES.c.row)
    for number, article_id in connection.execute(ended).all():
        before = as_article(connection.execute(select(ARTICLES).where(ARTICLES.c.row == number)).one())
        row = connection.execute(
            select(ARTICLES).where(ARTICLES.c.id == article_id, ARTICLES.c.added == current)
        ).first()
        after = as_article(row) if row else None
        changes = _changes(before, after)
        kind = _kind(before, after)
        if kind == "changed" and not changes:
            continue
        connection.execute(sql_insert(REVISIONS), [_values(before, after, kind, changes, at)])
        if after is None:
            connection.execute(sql_update(REVISIONS).where(REVISIONS.c.article_id == article_id).values(text=None))
        elif "text" in changes:
            _drop_old_texts(connection, article_id)


def revisions(connection: Connection, article_id: str, *, since: datetime | None = None) -> list[Revision]:
    """An article's history, the newest first."""
    query = select(REVISIONS).where(REVISIONS.c.article_id == article_id)
    if since is not None:
        query = query.where(REVISIONS.c.seen_at >= seconds(since))
    return [_revision(row) for row in connection.execute(query.order_by(REVISIONS.c.row.desc()))]


def _kind(before: Article, after: Article | None) -> Kind:
    if after is None:
        return "removed"
    if (before.withdrawn_at is None) != (after.withdrawn_at is None):
        return "returned" if after.withdrawn_at is None else "withdrawn"
    return "changed"


def _changes(before: Article, after: Article | None) -> tuple[str, ...]:
    if after is None:
        return ()
    days = [one.published.date() if one.published else None for one in (before, after)]
    return tuple(
        name
        for name in _COMPARED
        if getattr(before, name) != getattr(after, name) or (name == "published" and days[0] != days[1])
    )


def _values(
    before: Article, after: Article | None, kind: Kind, changes: Collection[str], at: datetime
) -> dict[str, Any]:
    rewritten = after is not None and "text" in changes
    added, removed = _words(before.text, after.text) if after and rewritten else (0, 0)
    return {
        "article_id": before.id,
        "seen_at": seconds(at),
        "kind": kind,
        "changes": json.dumps(list(changes)),
        "words_added": added,
        "words_removed": removed,
        "title": before.title,
        "published": seconds(before.published),
        "content_hash": before.content_hash,
        "text": zlib.compress(before.text.encode("utf-8", "surrogatepass")) if rewritten else None,
    }


def _words(before: str, after: str) -> tuple[int, int]:
    """How many words came and went, wherever they stand."""
    old, new = Counter(before.split()), Counter(after.split())
    return (new - old).total(), (old - new).total()


def _drop_old_texts(connection: Connection, article_id: str) -> None:
    with_text = select(REVISIONS.c.row).where(REVISIONS.c.article_id == article_id, REVISIONS.c.text.is_not(None))
    old = with_text.order_by(REVISIONS.c.row.desc()).offset(MOST_TEXTS)
    connection.execute(sql_update(REVISIONS).where(REVISIONS.c.row.in_(old)).values(text=None))


def _revision(row: Any) -> Revision:
    seen_at = as_moment(row.seen_at)
    try:
        text = None if row.text is None else zlib.decompress(row.text).decode("utf-8", "surrogatepass")
        changes = tuple(json.loads(row.changes))
    except (zlib.error, ValueError, TypeError) as error:
        raise LibraryDamaged(CATALOGUE_DAMAGED) from error
    if seen_at is None:
        raise LibraryDamaged(CATALOGUE_DAMAGED)
    return Revision(
        article_id=row.article_id,
        seen_at=seen_at,
        kind=row.kind,
        changes=changes,
        words_added=row.words_added,
        words_removed=row.words_removed,
        title=row.title,
        published=as_moment(row.published),
        content_hash=row.content_hash,
        text=text,
    )
