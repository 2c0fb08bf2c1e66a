"""What an editor is to decide of a library's articles: the open doubts, decisions, and rules by source.

with Library.open(settings) as library:
    for one in library.doubts.open():
        print(one.article_id, one.doubt.reason)
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vectorstore import catalogue
from vectorstore.catalogue import Catalogue, transaction
from vectorstore.remembered import Doubt, Doubtful

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Doubts:
    """Reads and notes them in an open library. No article is touched, so no writer's lock is wanted."""

    def __init__(self, store: Catalogue) -> None:
        self._store = store

    def open(self, *, source: str | None = None, kind: str | None = None) -> list[Doubtful]:
        """What is still to be decided, by source and article."""
        with self._store.reading() as connection:
            generation = catalogue.state(connection).generation
            return catalogue.open_doubts(connection, generation, source=source, kind=kind)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._store.expect_free()
        with self._store.connected() as connection, transaction(connection):
            yield connection

    def untold(self, article_id: str, found: Sequence[Doubt]) -> list[Doubt]:
        """Those that were never told of an article."""
        with self._store.reading() as connection:
            return catalogue.untold_doubts(connection, article_id, found)

    def decide(self, article_ids: Collection[str], *, kinds: Collection[str] | None = None) -> int:
        """Note that what is open of these articles is decided, of some `kinds` only; how many doubts these were."""
        with self._writing() as connection:
            return catalogue.decide_doubts(connection, article_ids, kinds=kinds, at=datetime.now(UTC))

    def reopen(self, article_ids: Collection[str], *, kind: str) -> None:
        """Take back what was decided of a kind: it is told again when the article is read again."""
        with self._writing() as connection:
            catalogue.reopen_doubts(connection, article_ids, kind=kind)

    def written(self, source: str) -> Mapping[str, str]:
        """The unsure dates as a source wrote them, by article; decided ones, too."""
        with self._store.reading() as connection:
            return catalogue.written_dates(connection, source)

    def rules(self) -> Mapping[str, str]:
        """How dates are written ("D/M/Y"), by source."""
        with self._store.reading() as connection:
            return catalogue.date_rules(connection)

    def set_rule(self, source: str, dates: str | None) -> None:
        """Remember how a source writes its dates; None: forget it."""
        with self._writing() as connection:
            catalogue.set_date_rule(connection, source, dates)
