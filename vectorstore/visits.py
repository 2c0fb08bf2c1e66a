"""What was learned by asking addresses: read from the catalogue, kept with the articles that came of it.

A run notes it here as it goes. It reaches the catalogue in the transaction that publishes the articles: kept
sooner, a killed run would make the next one believe that it holds what it never stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection

from vectorstore import catalogue
from vectorstore.catalogue import Catalogue
from vectorstore.remembered import RobotsCopy, SourceRun, Validators

T = TypeVar("T")


@dataclass(slots=True)
class Noted:
    """What is not in the catalogue yet."""

    addresses: dict[str, Validators] = field(default_factory=dict)
    robots: dict[str, RobotsCopy] = field(default_factory=dict)
    held: dict[str, datetime] = field(default_factory=dict)
    runs: list[SourceRun] = field(default_factory=list)


class Visits:
    """Threads may share it. What `keep_…` and `hold` note replaces what is kept for the same key."""

    def __init__(self, store: Catalogue) -> None:
        self._store = store
        self._lock = Lock()
        self._new = Noted()
        self._out: set[str] = set()  # articles that did not come in in this run

    def validators(self, url: str) -> Validators | None:
        """What was learned when `url` was last asked."""
        return self._known(lambda new: new.addresses.get(url), lambda connection: catalogue.address(connection, url))

    def keep_validators(self, validators: Validators) -> None:
        """Note what was learned of an address."""
        known = self.validators(validators.url)
        if known:
            validators = replace(validators, first_at=known.first_at, source=validators.source or known.source)
        with self._lock:
            if validators.leads_to not in self._out:
                self._new.addresses[validators.url] = validators

    def due(self, source: str, *, recheck: timedelta, most: int) -> list[Validators]:
        """Addresses that gave articles of a source and are to be asked again: not asked for `recheck`, and for half
        of the time that they have been known."""
        with self._store.reading() as connection:
            found = catalogue.addresses_due(connection, source, now=datetime.now(UTC), recheck=recheck, most=most)
        with self._lock:
            return [one for one in found if one.url not in self._new.addresses]

    def next_due(self, source: str, *, recheck: timedelta) -> datetime | None:
        """When the first of a source's articles is to be asked for again."""
        with self._store.reading() as connection:
            return catalogue.next_due(connection, source, recheck=recheck)

    def gone(self, source: str) -> list[Validators]:
        """Addresses that gave articles of a source and said last that there is nothing any more."""
        with self._store.reading() as connection:
            return catalogue.addresses_gone(connection, source)

    def removed(self) -> list[Validators]:
        """Addresses whose articles an editor removed."""
        with self._store.reading() as connection:
            found = {one.url: one for one in catalogue.addresses_removed(connection)}
        with self._lock:
            return [one for one in (found | self._new.addresses).values() if one.removed_at]

    def note_removal(self, url: str, *, at: datetime) -> None:
        """Note that an editor removed the article of this address. What its page was is forgotten with it."""
        known = self.validators(url)
        self.keep_validators(Validators(url=url, checked_at=at, status=known.status if known else 0, removed_at=at))

    def robots(self, origin: str) -> RobotsCopy | None:
        """A host's robots.txt as it was last read."""
        return self._known(lambda new: new.robots.get(origin), lambda connection: catalogue.robots(connection, origin))

    def keep_robots(self, copy: RobotsCopy) -> None:
        """Note a host's robots.txt."""
        with self._lock:
            self._new.robots[copy.origin] = copy

    def held_until(self, host: str) -> datetime | None:
        """Until when the host asked not to be asked (Retry-After)."""
        return self._known(lambda new: new.held.get(host), lambda connection: catalogue.held_until(connection, host))

    def hold(self, host: str, until: datetime) -> None:
        """Note that the host asked not to be asked until then."""
        with self._lock:
            self._new.held[host] = until

    def keep_run(self, run: SourceRun) -> None:
        """Note a source's turn."""
        with self._lock:
            self._new.runs.append(run)

    def last_run(self, source: str) -> SourceRun | None:
        """A source's last turn."""
        return self._known(
            lambda new: next((run for run in reversed(new.runs) if run.source == source), None),
            lambda connection: next(iter(catalogue.source_runs(connection, source)), None),
        )

    def _known(self, new: Callable[[Noted], T | None], kept: Callable[[Connection], T | None]) -> T | None:
        """What this run has noted, else what the catalogue holds."""
        with self._lock:
            found = new(self._new)
        if found:
            return found
        with self._store.reading() as connection:
            return kept(connection)

    # For the writer

    @property
    def nothing_new(self) -> bool:
        """Whether nothing waits to be written."""
        with self._lock:
            return self._new == Noted()

    def forget(self, article_id: str) -> None:
        """Forget what led to an article that did not come in after all, and that its source was read."""
        with self._lock:
            self._out.add(article_id)
            addresses = self._new.addresses
            sources = {one.source for one in addresses.values() if one.leads_to == article_id}
            self._new.addresses = {
                url: one
                for url, one in addresses.items()
                if one.leads_to != article_id and not (one.leads_to is None and one.source in sources)
            }

    def write(self, connection: Connection) -> Noted:
        """Write what is new within the caller's transaction; pass the result to `written` once that is committed."""
        with self._lock:
            new = Noted(dict(self._new.addresses), dict(self._new.robots), dict(self._new.held), list(self._new.runs))
        catalogue.keep_addresses(connection, new.addresses.values())
        catalogue.keep_robots(connection, new.robots.values())
        catalogue.keep_held(connection, new.held.items(), now=datetime.now(UTC))
        catalogue.keep_source_runs(connection, new.runs)
        return new

    def written(self, noted: Noted) -> None:
        """What was written need not be again."""
        with self._lock:
            for mine, theirs in (
                (self._new.addresses, noted.addresses),
                (self._new.robots, noted.robots),
                (self._new.held, noted.held),
            ):
                _take_out(mine, theirs)
            del self._new.runs[: len(noted.runs)]


def _take_out(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    for key, value in theirs.items():
        if mine.get(key) is value:  # else it was learned anew meanwhile
            del mine[key]
