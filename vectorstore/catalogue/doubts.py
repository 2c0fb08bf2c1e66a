"""What editors are to decide of articles, what they have decided, and their rules by source."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, select
from sqlalchemy import delete as sql_delete
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql import ColumnElement

from vectorstore.catalogue.tables import ARTICLES, DOUBTS, SOURCE_RULES, as_moment, pieces, seconds, visible
from vectorstore.disk import CATALOGUE_DAMAGED
from vectorstore.errors import LibraryDamaged
from vectorstore.remembered import Doubt, Doubtful


def untold_doubts(connection: Connection, article_id: str, found: Sequence[Doubt]) -> list[Doubt]:
    """Those of the doubts that were never told of this article."""
    told = _told(connection, article_id)
    return [one for one in found if (one.kind, one.basis) not in told]


def keep_doubts(
    connection: Connection, article_id: str, found: Sequence[Doubt], *, source: str, at: datetime
) -> list[Doubt]:
    """Let these be the article's doubts; gives those that were never told. What was decided stays decided; an open
    one that is not found any more is none."""
    told = _told(connection, article_id)
    now = {(one.kind, one.basis) for one in found}
    for kind, basis in told.keys() - now:
        if told[kind, basis] is None:
            connection.execute(sql_delete(DOUBTS).where(_key(article_id, kind, basis)))
    new = [one for one in found if (one.kind, one.basis) not in told]
    for one in dict.fromkeys(new):
        values = {name: getattr(one, name) for name in Doubt.__slots__}
        values |= {"article_id": article_id, "source": source, "noted_at": seconds(at)}
        connection.execute(sqlite_insert(DOUBTS).values(values).on_conflict_do_nothing())
    return new


def _told(connection: Connection, article_id: str) -> dict[tuple[str, str], int | None]:
    query = select(DOUBTS.c.kind, DOUBTS.c.basis, DOUBTS.c.decided_at).where(DOUBTS.c.article_id == article_id)
    return {(row.kind, row.basis): row.decided_at for row in connection.execute(query)}


def _key(article_id: str, kind: str, basis: str) -> ColumnElement[bool]:
    return and_(DOUBTS.c.article_id == article_id, DOUBTS.c.kind == kind, DOUBTS.c.basis == basis)


def open_doubts(
    connection: Connection, generation: int, *, source: str | None = None, kind: str | None = None
) -> list[Doubtful]:
    """What is still to be decided of articles that can be asked about, by source and article."""
    query = (
        select(DOUBTS)
        .join_from(DOUBTS, ARTICLES, and_(ARTICLES.c.id == DOUBTS.c.article_id, visible(ARTICLES, generation)))
        .where(DOUBTS.c.decided_at.is_(None), ARTICLES.c.withdrawn_at.is_(None))
        .order_by(DOUBTS.c.source, DOUBTS.c.article_id, DOUBTS.c.kind)
    )
    if source is not None:
        query = query.where(DOUBTS.c.source == source)
    if kind is not None:
        query = query.where(DOUBTS.c.kind == kind)
    found = []
    for row in connection.execute(query):
        noted_at = as_moment(row.noted_at)
        if noted_at is None:
            raise LibraryDamaged(CATALOGUE_DAMAGED)
        doubt = Doubt(**{name: getattr(row, name) for name in Doubt.__slots__})
        found.append(Doubtful(article_id=row.article_id, source=row.source, doubt=doubt, noted_at=noted_at))
    return found


def decide_doubts(
    connection: Connection, article_ids: Collection[str], *, kinds: Collection[str] | None = None, at: datetime
) -> int:
    """Note that an editor has decided what is open of these articles, of some `kinds` only; how many these were."""
    decided = 0
    for some in pieces(sorted(article_ids)):
        statement = sql_update(DOUBTS).where(DOUBTS.c.article_id.in_(some), DOUBTS.c.decided_at.is_(None))
        if kinds is not None:
            statement = statement.where(DOUBTS.c.kind.in_(sorted(kinds)))
        decided += connection.execute(statement.values(decided_at=seconds(at))).rowcount
    return decided


def written_dates(connection: Connection, source: str) -> dict[str, str]:
    """The articles' ids and their unsure dates as a source wrote them, decided or not."""
    query = select(DOUBTS.c.article_id, DOUBTS.c.written).where(DOUBTS.c.source == source)
    return {row.article_id: row.written for row in connection.execute(query.where(DOUBTS.c.written.is_not(None)))}


def reopen_doubts(connection: Connection, article_ids: Collection[str], *, kind: str) -> None:
    """Take back what was decided of a kind: it is told again when it is found again."""
    for some in pieces(sorted(article_ids)):
        decided = and_(DOUBTS.c.article_id.in_(some), DOUBTS.c.kind == kind)
        connection.execute(sql_delete(DOUBTS).where(decided))


def date_rules(connection: Connection) -> Mapping[str, str]:
    """How dates are written by source, where an editor has said so: "D/M/Y"."""
    return {row.source: row.dates for row in connection.execute(select(SOURCE_RULES).order_by(SOURCE_RULES.c.source))}


def set_date_rule(connection: Connection, source: str, dates: str | None) -> None:
    """Remember a source's rule, or forget it."""
    connection.execute(sql_delete(SOURCE_RULES).where(SOURCE_RULES.c.source == source))
    if dates is not None:
        connection.execute(sql_insert(SOURCE_RULES).values(source=source, dates=dates))


def rename_source(connection: Connection, source: str, new: str) -> None:
    """What is known of a source is another's from now on: of a folder that has moved."""
    connection.execute(sql_update(DOUBTS).where(DOUBTS.c.source == source).values(source=new))
    rules = date_rules(connection)
    if source in rules:
        set_date_rule(connection, new, rules.get(new, rules[source]))
        set_date_rule(connection, source, None)
