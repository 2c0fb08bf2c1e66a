"""The vector index as it follows from the catalogue: opened for reading, or brought to the next generation.

Two places, one face. `Embedded` keeps a directory a generation (see generations). `Server` keeps one
shared collection a fingerprint: new vectors go in before the catalogue's transaction, stale ones go out
after it, and readers drop every hit that the catalogue does not show.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from vectorstore import catalogue, generations, vectors
from vectorstore.catalogue import State, transaction
from vectorstore.check import problem_of
from vectorstore.errors import LibraryDamaged
from vectorstore.locks import READER_LOCK, ReaderLock
from vectorstore.vectors import VectorIndex

SAMPLES = 48
# A copied index keeps the holes of replaced vectors: past this share it is built afresh.
MOST_CHURN = 0.5
SMALL = 1000
ON_SERVER = "server"
REPAIR = "Run `dateline doctor --repair`: nothing needs embedding again."

Progress = Callable[[str, int, int], None]


def collection_name(state: State) -> str:
    """The collection of a library's vectors; it tells libraries and fingerprints apart."""
    return f"dateline-{state.library}-{state.fingerprint}"


class OpenIndex:
    """An open index, and the hold on its directory if it has one."""

    def __init__(self, index: VectorIndex, lock: ReaderLock | None) -> None:
        self._index = index
        self._lock = lock
        self.nearest = index.nearest
        self.count = index.count

    def close(self) -> None:
        """Close the index, then let go of its directory."""
        self._index.close()
        if self._lock:
            self._lock.release()


class Indexes(Protocol):
    """Where a library's vectors lie."""

    def open(self, state: State) -> OpenIndex | None:
        """Open the current index; None when it was replaced meanwhile: read the state again.

        Raises LibraryDamaged when it is not what was published, LibraryError when it can't be reached.
        """
        ...

    def verify(self, state: State, *, count: int) -> None:
        """Raise LibraryDamaged unless the current index is there with `count` vectors."""
        ...

    def advance(
        self, connection: Connection, current: State, following: State, *, afresh: bool, progress: Progress
    ) -> State:
        """Make the index of the staged generation, checked but not yet current; `following` with its name.

        Raises LibraryDamaged when what was made is not sound.
        """
        ...

    def settle(self, connection: Connection, state: State, *, gone: list[str] | None) -> None:
        """After publication: take away what no question that starts now can want.

        `gone` are the ids that this publication ended; None: find out, since the index was built afresh.
        """
        ...

    def tidy(self, connection: Connection, state: State) -> None:
        """Before a run: take away what an interrupted run left behind."""
        ...


class Embedded:
    """A directory for each generation, under one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, state: State) -> OpenIndex | None:
        directory = self._directory(state)
        lock = ReaderLock.take(directory)
        if lock is None:
            if directory.is_dir() and not (directory / READER_LOCK).exists():
                raise LibraryDamaged(f"The index has lost files. {REPAIR}")
            if not directory.is_dir() and not any(self._folder.glob("*")):
                raise LibraryDamaged(f"The index is lost. {REPAIR}")
            return None
        try:
            generations.verify(directory, collection_name(state))
            return OpenIndex(vectors.open_embedded(directory, collection_name(state)), lock)
        except LibraryDamaged as error:
            lock.release()
            raise LibraryDamaged(f"{error} {REPAIR}") from error

    def _directory(self, state: State) -> Path:
        if state.index is None or state.index == ON_SERVER:
            raise LibraryDamaged(f"This library's vectors are on a Chroma server: set CHROMA_URL. Or: {REPAIR}")
        return self._folder / state.index

    def verify(self, state: State, *, count: int) -> None:
        generations.verify(self._directory(state), collection_name(state))

    def advance(
        self, connection: Connection, current: State, following: State, *, afresh: bool, progress: Progress
    ) -> State:
        number = following.generation
        _, passages = catalogue.count(connection, number)
        new, replaced = catalogue.count_new(connection, number)
        gone = catalogue.gone_ids(connection, number)
        churn = current.churn + replaced + len(gone)
        if churn > max(SMALL, MOST_CHURN * passages):
            afresh = True
        base = None if afresh else self._directory(current)
        name = collection_name(following)
        vectors_of = following.vectors_of or ""
        directory = generations.new_directory(self._folder, generation=number, copy_of=base)
        index = vectors.open_embedded(directory, name, create=True)
        try:
            rows = catalogue.all_vectors if afresh else catalogue.new_vectors
            _fill(index, rows(connection, number, vectors_of), total=passages if afresh else new, progress=progress)
            if not afresh:
                index.delete(gone)
        finally:
            index.close()
        samples = catalogue.sample_vectors(connection, number, vectors_of, most=SAMPLES)
        generations.check_in_child(directory, name, count=passages, samples=samples)
        generations.seal(directory, count=passages)
        return replace(following, index=directory.name, churn=0 if afresh else churn)

    def settle(self, connection: Connection, state: State, *, gone: list[str] | None) -> None:
        generations.sweep(self._folder, keep=state.index)

    def tidy(self, connection: Connection, state: State) -> None:
        generations.sweep(self._folder, keep=state.index)


class Server:
    """A collection on a Chroma server, shared by all who use this library."""

    def __init__(self, url: str) -> None:
        self._url = url

    def open(self, state: State) -> OpenIndex | None:
        try:
            return OpenIndex(vectors.open_server(self._url, collection_name(state)), None)
        except LibraryDamaged as error:
            raise LibraryDamaged(f"{error} {REPAIR}") from error

    def verify(self, state: State, *, count: int) -> None:
        index = vectors.open_server(self._url, collection_name(state))
        try:
            if state.index != ON_SERVER or index.count() < count:
                raise LibraryDamaged("The Chroma server lacks vectors of this library.")
        finally:
            index.close()

    def advance(
        self, connection: Connection, current: State, following: State, *, afresh: bool, progress: Progress
    ) -> State:
        number = following.generation
        _, passages = catalogue.count(connection, number)
        new, _ = catalogue.count_new(connection, number)
        with transaction(connection):
            catalogue.set_state(connection, replace(current, unsettled=True))
        vectors_of = following.vectors_of or ""
        index = vectors.open_server(self._url, collection_name(following), create=True)
        try:
            rows = catalogue.all_vectors if afresh else catalogue.new_vectors
            _fill(index, rows(connection, number, vectors_of), total=passages if afresh else new, progress=progress)
            samples = catalogue.sample_vectors(connection, number, vectors_of, most=SAMPLES)
            # What is to be deleted is still there, so only a count that is too small is a problem.
            problem = problem_of(index, count=max(passages, index.count()), samples=samples)
        finally:
            index.close()
        if problem:
            raise LibraryDamaged(f"The Chroma server does not hold what it should: {problem}.")
        return replace(following, index=ON_SERVER, unsettled=True)

    def settle(self, connection: Connection, state: State, *, gone: list[str] | None) -> None:
        index = vectors.open_server(self._url, collection_name(state))
        try:
            if gone is None:
                gone = sorted(index.ids() - catalogue.passage_ids(connection, state.generation))
            index.delete(gone)
        finally:
            index.close()
        with transaction(connection):
            catalogue.set_state(connection, replace(state, unsettled=False))

    def tidy(self, connection: Connection, state: State) -> None:
        if state.index != ON_SERVER:
            return
        if state.unsettled:
            self.settle(connection, state, gone=None)
        # A question under way may still want the collection of the fingerprint before: it goes a run later.
        vectors.drop_collections(self._url, prefix=f"dateline-{state.library}-", keep=collection_name(state))


def _fill(
    index: VectorIndex,
    rows: catalogue.VectorRows,
    *,
    total: int,
    progress: Progress,
) -> None:
    done = 0

    def stored(number: int) -> None:
        nonlocal done
        done += number
        progress("indexing", done, total)

    index.upsert(rows, progress=stored)
