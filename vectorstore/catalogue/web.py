"""What ingest remembers between its runs of addresses, hosts and sources."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, or_, select
from sqlalchemy import delete as sql_delete
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from vectorstore.catalogue.tables import ADDRESSES, HELD, ROBOTS, SOURCE_RUNS, as_moment, seconds
from vectorstore.disk import CATALOGUE_DAMAGED
from vectorstore.errors import LibraryDamaged
from vectorstore.remembered import RobotsCopy, SourceRun, Validators

# Of a source, so many turns of each sort are kept: those with something new, those without, those that failed.
KEPT_TURNS = 100
# A held article is asked again after half of the time that it has been known, so that old ones cost little.
_PART_OF_AGE = 2


def address(connection: Connection, url: str) -> Validators | None:
    """What is known of an address."""
    row = connection.execute(select(ADDRESSES).where(ADDRESSES.c.url == url)).first()
    return _validators(row) if row else None


def addresses_due(
    connection: Connection, source: str, *, now: datetime, recheck: timedelta, most: int
) -> list[Validators]:
    """Addresses of a source's articles that were not asked for `recheck`, and for half of the time that they have
    been known; those that were asked longest ago first."""
    at, least = int(now.timestamp()), int(recheck.total_seconds())
    waited = at - ADDRESSES.c.checked_at
    half_age = (ADDRESSES.c.checked_at - ADDRESSES.c.first_at) / _PART_OF_AGE
    # What was noted by a clock that went ahead is of no use.
    due = or_(waited >= case((half_age > least, half_age), else_=least), waited < 0)
    query = select(ADDRESSES).where(ADDRESSES.c.source == source, ADDRESSES.c.leads_to.is_not(None), due)
    return [_validators(row) for row in connection.execute(query.order_by(ADDRESSES.c.checked_at).limit(most))]


def next_due(connection: Connection, source: str, *, recheck: timedelta) -> datetime | None:
    """When the first of a source's articles is asked for again; None where it gave none."""
    least = int(recheck.total_seconds())
    half_age = (ADDRESSES.c.checked_at - ADDRESSES.c.first_at) / _PART_OF_AGE
    due = ADDRESSES.c.checked_at + case((half_age > least, half_age), else_=least)
    query = select(func.min(due)).where(ADDRESSES.c.source == source, ADDRESSES.c.leads_to.is_not(None))
    found = connection.execute(query).scalar()
    return None if found is None else as_moment(int(found))


def addresses_gone(connection: Connection, source: str) -> list[Validators]:
    """Addresses of a source's articles that said last that there is nothing any more."""
    gone = (ADDRESSES.c.leads_to.is_not(None), ADDRESSES.c.gone_since.is_not(None))
    query = select(ADDRESSES).where(ADDRESSES.c.source == source, *gone)
    return [_validators(row) for row in connection.execute(query.order_by(ADDRESSES.c.url))]


def addresses_removed(connection: Connection) -> list[Validators]:
    """Addresses whose articles an editor removed."""
    query = select(ADDRESSES).where(ADDRESSES.c.removed_at.is_not(None))
    return [_validators(row) for row in connection.execute(query.order_by(ADDRESSES.c.url))]


def robots(connection: Connection, origin: str) -> RobotsCopy | None:
    """A host's robots.txt as it was read."""
    row = connection.execute(select(ROBOTS).where(ROBOTS.c.origin == origin)).first()
    if row is None:
        return None
    return RobotsCopy(origin=row.origin, text=row.text, closed=bool(row.closed), fetched_at=_there(row.fetched_at))


def held_until(connection: Connection, host: str) -> datetime | None:
    """Until when a host asked not to be asked."""
    return as_moment(connection.execute(select(HELD.c.until).where(HELD.c.host == host)).scalar_one_or_none())


def source_runs(connection: Connection, source: str) -> list[SourceRun]:
    """The turns of a source that are kept, the newest first."""
    query = select(SOURCE_RUNS).where(SOURCE_RUNS.c.source == source).order_by(SOURCE_RUNS.c.row.desc())
    return [_source_run(row) for row in connection.execute(query)]


def source_names(connection: Connection) -> list[str]:
    """All sources that ever had a turn."""
    return list(connection.execute(select(SOURCE_RUNS.c.source).distinct().order_by(SOURCE_RUNS.c.source)).scalars())


def articles_by_source(connection: Connection) -> dict[str, int]:
    """How many articles each source's addresses lead to."""
    query = select(ADDRESSES.c.source, func.count(ADDRESSES.c.leads_to.distinct()).label("number"))
    wanted = query.where(ADDRESSES.c.leads_to.is_not(None), ADDRESSES.c.source.is_not(None))
    return {row.source: row.number for row in connection.execute(wanted.group_by(ADDRESSES.c.source))}


def keep_addresses(connection: Connection, found: Iterable[Validators]) -> None:
    """Replace what is known of these addresses."""
    for one in found:
        values = {name: getattr(one, name) for name in Validators.__slots__} | {
            "checked_at": seconds(one.checked_at),
            "fresh_until": seconds(one.fresh_until),
            "gone_since": seconds(one.gone_since),
            "first_at": seconds(one.first_at or one.checked_at),
            "removed_at": seconds(one.removed_at),
            "names": json.dumps(one.names),
        }
        _replace(connection, ADDRESSES, "url", values)


def keep_robots(connection: Connection, copies: Iterable[RobotsCopy]) -> None:
    """Replace the copies of these hosts."""
    for copy in copies:
        values = {"origin": copy.origin, "text": copy.text, "closed": copy.closed}
        _replace(connection, ROBOTS, "origin", values | {"fetched_at": seconds(copy.fetched_at)})


def keep_held(connection: Connection, held: Iterable[tuple[str, datetime]], *, now: datetime) -> None:
    """Replace until when these hosts are left alone; those whose time is over are forgotten."""
    for host, until in held:
        _replace(connection, HELD, "host", {"host": host, "until": seconds(until)})
    connection.execute(sql_delete(HELD).where(HELD.c.until < seconds(now)))


def keep_source_runs(connection: Connection, runs: Iterable[SourceRun]) -> None:
    """Add to the sources' histories, and forget what is too old to matter."""
    for run in runs:
        values = {name: getattr(run, name) for name in SourceRun.__slots__} | {"began_at": seconds(run.began_at)}
        connection.execute(sql_insert(SOURCE_RUNS), [values])
        failed, brought = SOURCE_RUNS.c.reason.is_not(None), SOURCE_RUNS.c.new > 0
        for sort in (failed, ~failed & brought, ~failed & ~brought):
            rows = select(SOURCE_RUNS.c.row).where(SOURCE_RUNS.c.source == run.source, sort)
            old = rows.order_by(SOURCE_RUNS.c.row.desc()).offset(KEPT_TURNS)
            connection.execute(sql_delete(SOURCE_RUNS).where(SOURCE_RUNS.c.row.in_(old)))


def forget_source(connection: Connection, source: str) -> None:
    """Forget a source's turns, and what is known of addresses that gave no article; those that did are nobody's."""
    connection.execute(sql_delete(SOURCE_RUNS).where(SOURCE_RUNS.c.source == source))
    of_it = ADDRESSES.c.source == source
    lists = (ADDRESSES.c.leads_to.is_(None), ADDRESSES.c.removed_at.is_(None))
    connection.execute(sql_delete(ADDRESSES).where(of_it, *lists))
    connection.execute(sql_update(ADDRESSES).where(of_it).values(source=None))


def _replace(connection: Connection, table: Any, key: str, values: dict[str, Any]) -> None:
    statement = sqlite_insert(table).values(values)
    others = {name: value for name, value in values.items() if name != key}
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=others))


def _there(at: int) -> datetime:
    found = as_moment(at)
    if found is None:
        raise LibraryDamaged(CATALOGUE_DAMAGED)
    return found


def _validators(row: Any) -> Validators:
    values = {name: getattr(row, name) for name in Validators.__slots__}
    values |= {name: as_moment(values[name]) for name in ("fresh_until", "gone_since", "removed_at")}
    values |= {"checked_at": _there(row.checked_at), "first_at": _there(row.first_at)}
    try:
        return Validators(**values | {"names": tuple(json.loads(row.names))})
    except (ValueError, TypeError) as error:
        raise LibraryDamaged(CATALOGUE_DAMAGED) from error


def _source_run(row: Any) -> SourceRun:
    values = {name: getattr(row, name) for name in SourceRun.__slots__}
    return SourceRun(**values | {"began_at": _there(row.began_at), "unchanged": bool(row.unchanged)})
