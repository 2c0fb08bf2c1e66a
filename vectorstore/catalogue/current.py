"""What is current: one small table of names and JSON values."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, exists, select
from sqlalchemy import delete as sql_delete
from sqlalchemy import insert as sql_insert

from vectorstore.catalogue.tables import STATE
from vectorstore.disk import CATALOGUE_DAMAGED
from vectorstore.errors import LibraryDamaged


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is current. `index` is a directory's or a collection's name, None before the first vectors.

    `fingerprint` stands for what made the index (embedder, splitter, distance), `vectors_of` for the
    embedder alone: it is the first half of a cached vector's key. `articles` is how many can be asked about (None
    before the first publication), `undated` how many of these have no date (None: not counted yet), `passages` how many
    the index must hold; `churn` counts the vectors replaced or deleted since the index was last built afresh;
    `unsettled` says that a shared collection may hold vectors that no passage has.
    """

    library: str
    generation: int = 0
    index: str | None = None
    fingerprint: str | None = None
    vectors_of: str | None = None
    embedding: str | None = None
    splitter: str | None = None
    dimensions: int = 0
    articles: int | None = None
    undated: int | None = None
    passages: int = 0
    churn: int = 0
    unsettled: bool = False


def state(connection: Connection) -> State:
    """What is current in this snapshot; a blank state where no writer was ever here."""
    rows = connection.execute(select(STATE.c.name, STATE.c.value)).all()
    try:
        return State(**{"library": "", **{row.name: json.loads(row.value) for row in rows}})
    except (ValueError, TypeError) as error:
        raise LibraryDamaged(CATALOGUE_DAMAGED) from error


def has_state(connection: Connection) -> bool:
    """Whether a writer was ever here."""
    return connection.execute(select(exists().select_from(STATE))).scalar_one()


def set_state(connection: Connection, new: State) -> None:
    """Replace the state."""
    connection.execute(sql_delete(STATE))
    values = {name: getattr(new, name) for name in State.__slots__}
    connection.execute(
        sql_insert(STATE),
        [{"name": name, "value": json.dumps(value)} for name, value in values.items()],
    )
