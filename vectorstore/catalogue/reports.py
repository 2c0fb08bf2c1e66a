"""The runs of ingest, each with its whole report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy import delete as sql_delete
from sqlalchemy.sql import text

from vectorstore.catalogue.tables import RUNS, as_moment, seconds
from vectorstore.disk import CATALOGUE_DAMAGED
from vectorstore.errors import LibraryDamaged
from vectorstore.remembered import IngestRun

# Every ten minutes, that is a month.
KEPT_RUNS = 5_000


def keep_run(connection: Connection, report: Mapping[str, Any], *, began_at: datetime, ended_at: datetime) -> int:
    """Add a run; its number. The oldest are forgotten."""
    values = {"began_at": seconds(began_at), "ended_at": seconds(ended_at)}
    statement = text("INSERT INTO runs (began_at, ended_at, report) VALUES (:began_at, :ended_at, :report)")
    # SQLite numbers them, each by one more than the last.
    number = connection.execute(statement, values | {"report": json.dumps(report, ensure_ascii=False)}).lastrowid
    if number > KEPT_RUNS:
        connection.execute(sql_delete(RUNS).where(RUNS.c.row <= number - KEPT_RUNS))
    return number


def runs(connection: Connection, *, most: int) -> list[IngestRun]:
    """The newest runs, the newest first."""
    return [_run(row) for row in connection.execute(select(RUNS).order_by(RUNS.c.row.desc()).limit(most))]


def run(connection: Connection, number: int) -> IngestRun | None:
    """One run by its number."""
    row = connection.execute(select(RUNS).where(RUNS.c.row == number)).first()
    return _run(row) if row else None


def _run(row: Any) -> IngestRun:
    began_at, ended_at = as_moment(row.began_at), as_moment(row.ended_at)
    try:
        report = json.loads(row.report)
    except ValueError as error:
        raise LibraryDamaged(CATALOGUE_DAMAGED) from error
    if began_at is None or ended_at is None:
        raise LibraryDamaged(CATALOGUE_DAMAGED)
    return IngestRun(number=row.row, began_at=began_at, ended_at=ended_at, report=report)
