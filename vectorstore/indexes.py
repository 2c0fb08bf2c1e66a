"""The vector index as it follows from the catalogue: opened for reading, or brought to the next generation.

Two places, one face: `embedded.Embedded` keeps a directory a generation, `server.Server` one shared
collection a fingerprint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from sqlalchemy import Connection

from vectorstore import catalogue
from vectorstore.catalogue import State
from vectorstore.errors import LibraryError
from vectorstore.locks import ReaderLock
from vectorstore.progress import Progress
from vectorstore.vectors import VectorIndex

SAMPLES = 48
# So many passages are asked of what others could have changed, in one request.
MOST_ASKED = 200
LOST = "The Chroma server has lost vectors of this library."
ON_SERVER = "server"
REPAIR = "Run `dateline doctor --repair`: nothing needs embedding again."


def collection_name(state: State) -> str:
    """The collection of a library's vectors; it tells libraries and fingerprints apart."""
    return f"dateline-{state.library}-{state.fingerprint}"


class OpenIndex:
    """An open index, and the hold on its directory if it has one."""

    def __init__(self, index: VectorIndex, *, lock: ReaderLock | None = None, at_least: int = 0) -> None:
        self._index = index
        self._lock = lock
        self._at_least = at_least
        self._held: int | None = None
        self._doubted = False
        self.nearest = index.nearest

    def count(self) -> int:
        """How many vectors it holds. Raises LibraryError when some were lost since it was opened.

        A directory is never edited, so it is counted once: that takes Chroma longer than a search. What others
        share is counted each time.
        """
        if self._held is None or self._lock is None:
            self._held = self._index.count()
        if self._held < self._at_least:
            raise LibraryError("The index has lost vectors.")
        return self._held

    def expect(self, ids: Sequence[str]) -> None:
        """Raise LibraryError unless a shared index holds these passages: that it holds as many proves nothing."""
        if self._lock is None and self._index.lacking(ids):
            raise LibraryError(f"{LOST} {REPAIR}")

    def doubt(self, some: Callable[[], Sequence[str]]) -> None:
        """A search met passages that the catalogue doesn't know: see once that `some` which it knows are held.

        There may be such for a moment, while a run publishes.
        """
        if not self._doubted:
            self._doubted = True
            self.expect(some())

    def close(self) -> None:
        """Close the index, then let go of its directory."""
        self._index.close()
        if self._lock:
            self._lock.release()


class Indexes(Protocol):
    """Where a library's vectors lie."""

    def open(self, state: State, *, some: Callable[[], Sequence[str]] = tuple) -> OpenIndex | None:
        """Open the current index; None when it is gone: replaced meanwhile, or lost.

        `some` gives passages that it must hold, where others could have changed it. Raises LibraryDamaged when it is
        not what was published, LibraryForeign when it is another library's, LibraryError when it can't be reached.
        """
        ...

    def verify(self, connection: Connection, state: State) -> None:
        """Raise LibraryDamaged unless the current index is what was published, as far as is quickly seen."""
        ...

    def check(self, connection: Connection, state: State) -> None:
        """Raise LibraryDamaged unless the current index holds the very passages of the catalogue."""
        ...

    def make_ready(self) -> None:
        """A publication is near: begin what `advance` will want, and what would only keep it waiting."""
        ...

    def advance(
        self, connection: Connection, current: State, following: State, *, afresh: bool, progress: Progress
    ) -> State:
        """Make the index of the staged generation, checked but not yet current; `following` with its name.

        Raises LibraryDamaged when what was made is not sound, LibraryUnwritable when the disk is full.
        """
        ...

    def settle(self, connection: Connection, state: State, *, gone: list[str] | None) -> None:
        """After publication: take away what no question that starts now can want.

        `gone` are the ids that this publication ended; None: find out.
        """
        ...

    def tidy(self, connection: Connection, state: State) -> None:
        """Before a run: take away what an interrupted run left behind."""
        ...

    def close(self) -> None:
        """End what `make_ready` began and nothing wanted."""
        ...


def fill(index: VectorIndex, connection: Connection, following: State, *, afresh: bool, progress: Progress) -> None:
    """Put what the index lacks for this generation, or all of it."""
    rows = catalogue.all_vectors if afresh else catalogue.new_vectors
    total = following.passages if afresh else catalogue.count_new(connection, following.generation)[0]
    done = 0

    def stored(number: int) -> None:
        nonlocal done
        done += number
        progress("indexing", done, total)

    index.upsert(rows(connection, following.generation, following.vectors_of or ""), progress=stored)
