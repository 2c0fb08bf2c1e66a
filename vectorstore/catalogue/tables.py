"""The catalogue's tables as SQLAlchemy sees them, and their rows as our objects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Integer, Row, Text, and_, bindparam, cast, func, or_
from sqlalchemy.sql import ColumnElement, column, table

from vectorstore.disk import CATALOGUE_DAMAGED
from vectorstore.errors import LibraryDamaged
from vectorstore.model import Article, Passage, embedded_as

# SQLite takes 32,766 variables a statement; smaller pieces keep statements readable in a log.
MANY = 500

STATE = table("state", column("name", Text), column("value", Text))
ARTICLES = table(
    "articles",
    *(column(name, Integer) for name in ("row", "added", "removed", "published", "published_is_day", "fetched_at")),
    *(column(name, Integer) for name in ("modified", "withdrawn_at", "published_offset", "hold_until", "quote_words")),
    *(
        column(name, Text)
        for name in ("id", "url", "path", "root", "title", "outlet", "authors", "published_how", "language")
    ),
    *(column(name, Text) for name in ("text", "content_hash", "source_hash", "root_name")),
    *(column(name, Text) for name in ("partial", "tags", "set_by_editor", "copy_of", "entries")),
)
PASSAGES = table(
    "passages",
    *(column(name, Integer) for name in ("row", "added", "removed", "position", "start", "published")),
    *(column(name, Text) for name in ("id", "article_id", "header", "text", "key")),
)
VECTORS = table("vectors", column("row", Integer), column("fingerprint", Text), column("key", Text), column("vector"))
REVISIONS = table(
    "revisions",
    *(column(name, Integer) for name in ("row", "seen_at", "published", "words_added", "words_removed")),
    *(column(name, Text) for name in ("article_id", "kind", "changes", "title", "content_hash")),
    column("text"),
)
ADDRESSES = table(
    "web_addresses",
    *(
        column(name, Integer)
        for name in ("first_at", "checked_at", "status", "fresh_until", "gone_since", "removed_at")
    ),
    *(column(name, Text) for name in ("url", "source", "etag", "last_modified", "body_hash", "leads_to", "names")),
)
ROBOTS = table(
    "web_robots", column("origin", Text), column("text", Text), column("closed", Integer), column("fetched_at", Integer)
)
HELD = table("web_held", column("host", Text), column("until", Integer))
SOURCE_RUNS = table(
    "source_runs",
    *(column(name, Integer) for name in ("row", "began_at", "unchanged", "listed", "new")),
    *(column(name, Text) for name in ("source", "url", "kind", "reason")),
    column("seconds"),
)
DOUBTS = table(
    "doubts",
    *(column(name, Text) for name in ("article_id", "kind", "basis", "reason", "guess", "written", "source")),
    *(column(name, Integer) for name in ("noted_at", "decided_at")),
)
SOURCE_RULES = table("source_rules", column("source", Text), column("dates", Text))
RUNS = table("runs", *(column(name, Integer) for name in ("row", "began_at", "ended_at")), column("report", Text))


# For statements that are asked for each article of a run: built once, they cost a fraction.
AT: ColumnElement[int] = bindparam("at", type_=Integer)


def visible(rows: Any, generation: int | ColumnElement[int]) -> ColumnElement[bool]:
    return and_(rows.c.added <= generation, or_(rows.c.removed.is_(None), rows.c.removed > generation))


# The clock of the machine, in epoch seconds.
_NOW: ColumnElement[int] = cast(func.strftime("%s", "now"), Integer)


def shown(generation: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Articles that are visible, not withdrawn and not held back: those that can be asked about."""
    return and_(
        visible(ARTICLES, generation),
        ARTICLES.c.withdrawn_at.is_(None),
        or_(ARTICLES.c.hold_until.is_(None), ARTICLES.c.hold_until <= _NOW),
    )


def held_back(generation: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Articles that are visible to their editor alone, until their moment comes."""
    return and_(visible(ARTICLES, generation), ARTICLES.c.hold_until > _NOW)


def pieces(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), MANY):
        yield items[start : start + MANY]


def seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def offset_of(moment: datetime | None) -> int | None:
    """The minutes by which a moment's zone is ahead of UTC; None in UTC, where no zone is known."""
    offset = moment.utcoffset() if moment else None
    return int(offset.total_seconds()) // 60 if offset else None


def as_moment(seconds: int | None, *, offset: int | None = None) -> datetime | None:
    """In UTC, or in the zone that is `offset` minutes ahead of it."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, timezone(timedelta(minutes=offset)) if offset else UTC)


def embedded(row: Any) -> str:
    return embedded_as(row.header, row.text)


def article_values(article: Article) -> dict[str, Any]:
    plain = {name: getattr(article, name) for name in Article.__slots__}
    return plain | {
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "published": seconds(article.published),
        "published_offset": offset_of(article.published),
        "fetched_at": seconds(article.fetched_at),
        "modified": seconds(article.modified),
        "withdrawn_at": seconds(article.withdrawn_at),
        "hold_until": seconds(article.hold_until),
        "tags": json.dumps(article.tags, ensure_ascii=False),
        "set_by_editor": json.dumps(article.set_by_editor),
        "entries": json.dumps([(start, seconds(at), offset_of(at)) for start, at in article.entries]),
    }


def as_article(row: Row[Any]) -> Article:
    values = {name: getattr(row, name) for name in Article.__slots__}
    try:
        return Article(
            **values
            | {
                "authors": tuple(json.loads(row.authors)),
                "published": as_moment(row.published, offset=row.published_offset),
                "fetched_at": as_moment(row.fetched_at),
                "published_is_day": bool(row.published_is_day),
                "modified": as_moment(row.modified),
                "withdrawn_at": as_moment(row.withdrawn_at),
                "hold_until": as_moment(row.hold_until),
                "tags": tuple(json.loads(row.tags)),
                "set_by_editor": tuple(json.loads(row.set_by_editor)),
                "entries": tuple((start, as_moment(at, offset=zone)) for start, at, zone in json.loads(row.entries)),
            }
        )
    except (ValueError, TypeError, OverflowError) as error:
        raise LibraryDamaged(CATALOGUE_DAMAGED) from error


def passage_values(passage: Passage) -> dict[str, Any]:
    return {name: getattr(passage, name) for name in Passage.__slots__} | {"published": seconds(passage.published)}


def as_passage(row: Row[Any]) -> Passage:
    return Passage(**{name: getattr(row, name) for name in Passage.__slots__ if name != "published"})
