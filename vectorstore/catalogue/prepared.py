"""Statements that are asked for each article of a run: compiled once, and handed to SQLite as they are.

SQLAlchemy's way with a statement, its cache included, takes several times as long as SQLite takes with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import Insert, Select


class Prepared:
    """A statement whose values are given by name, and stored and given back as SQLite has them."""

    def __init__(self, statement: Select[Any] | Insert, *, columns: Iterable[str] | None = None) -> None:
        """`columns`: those that an INSERT gives values for."""
        compiled = statement.compile(dialect=sqlite.dialect(), column_keys=None if columns is None else list(columns))
        self._sql = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())
        self._own = {name: value for name, value in compiled.params.items() if value is not None}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Execute it once."""
        every = self._own | dict(values)
        return connection.exec_driver_sql(self._sql, tuple([every[name] for name in self._names]))

    def run_each(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Execute an INSERT for each of the rows; there must be one."""
        connection.exec_driver_sql(self._sql, [tuple([row[name] for name in self._names]) for row in rows])
