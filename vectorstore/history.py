"""What was: an article's revisions, the turns of its sources, the runs of ingest. For reading.

with Library.open(settings) as library:
    fate = library.history.fate(citation.article_id, since=answered_at)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from vectorstore import catalogue
from vectorstore.catalogue import Catalogue, transaction
from vectorstore.remembered import Fate, IngestRun, Revision, SourceHealth, SourceRun, Validators

# Silence is unusual when it lasts so many times as long as the longest one before; a night is never unusual.
UNUSUAL = 2
LEAST_SILENCE = timedelta(days=1)
# A habit wants so many turns that brought something.
HABIT = 5


class History:
    """Reads the catalogue of an open library."""

    def __init__(self, store: Catalogue) -> None:
        self._store = store

    def revisions(self, article_id: str, *, since: datetime | None = None) -> list[Revision]:
        """What the article was before each of its changes, the newest first."""
        with self._store.reading() as connection:
            return catalogue.revisions(connection, article_id, since=since)

    def fate(self, article_id: str, *, since: datetime) -> Fate | None:
        """What became of an article that was cited at `since`; None when nothing did."""
        with self._store.reading() as connection:
            generation = catalogue.state(connection).generation
            now = catalogue.article(connection, generation, article_id, withdrawn=True)
            past = catalogue.revisions(connection, article_id)
        if now is None:
            return Fate(kind="removed", at=next((one.seen_at for one in past if one.kind == "removed"), None))
        if now.withdrawn_at is not None:
            return Fate(kind="withdrawn", at=next((one.seen_at for one in past if one.kind == "withdrawn"), None))
        # To the second, as they are kept.
        later = [one for one in past if one.seen_at >= since.replace(microsecond=0) and one.changes]
        if not later:
            return None
        changes = {name: None for one in later for name in one.changes}
        return Fate(kind="changed", at=later[0].seen_at, changes=tuple(changes))

    # Sources

    def sources(self) -> list[SourceHealth]:
        """How each source has been doing, by name."""
        with self._store.reading() as connection:
            articles = catalogue.articles_by_source(connection)
            return [
                health_of(catalogue.source_runs(connection, name), articles=articles.get(name, 0))
                for name in catalogue.source_names(connection)
            ]

    def source_runs(self, source: str) -> list[SourceRun]:
        """A source's turns, the newest first."""
        with self._store.reading() as connection:
            return catalogue.source_runs(connection, source)

    def address(self, url: str) -> Validators | None:
        """What is known of an address."""
        with self._store.reading() as connection:
            return catalogue.address(connection, url)

    # Runs of ingest

    def runs(self, *, most: int = 20) -> list[IngestRun]:
        """The newest runs, the newest first."""
        with self._store.reading() as connection:
            return catalogue.runs(connection, most=most)

    def run(self, number: int) -> IngestRun | None:
        """One run by its number."""
        with self._store.reading() as connection:
            return catalogue.run(connection, number)

    def keep_run(self, report: Mapping[str, Any], *, began_at: datetime, ended_at: datetime | None = None) -> int:
        """Keep a run's report; its number. Needs no writer's lock: no article is touched."""
        ended_at = ended_at or datetime.now(UTC)
        with self._store.connected() as connection, transaction(connection):
            return catalogue.keep_run(connection, report, began_at=began_at, ended_at=ended_at)


def health_of(turns: Sequence[SourceRun], *, articles: int) -> SourceHealth:
    """A source's health from its turns, the newest first; at least one."""
    succeeded = [turn for turn in turns if turn.reason is None]
    brought = [turn.began_at for turn in succeeded if turn.new]
    failures = next((number for number, turn in enumerate(turns) if turn.reason is None), len(turns))
    usual = silence = None
    if len(brought) >= HABIT:
        usual = max(later - earlier for later, earlier in pairwise(brought))
    if brought:
        silence = succeeded[0].began_at - brought[0]
    last = turns[0]
    return SourceHealth(
        source=last.source,
        url=last.url,
        kind=last.kind,
        articles=articles,
        last_turn=last.began_at,
        last_success=succeeded[0].began_at if succeeded else None,
        failures=failures,
        reason=last.reason,
        last_new=brought[0] if brought else None,
        usual=usual,
        silence=silence,
        silent=bool(usual and silence and silence > max(UNUSUAL * usual, LEAST_SILENCE)),
    )
