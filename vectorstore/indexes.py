"""The vector index as it follows from the catalogue: opened for reading, or brought to the next generation.

Two places, one face. `Embedded` keeps a directory a generation (see generations). `Server` keeps one
shared collection a fingerprint: new vectors go in before the catalogue's transaction, stale ones go out
after it, and readers drop every hit that the catalogue does not show.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from vectorstore import catalogue, disk, generations, vectors
from vectorstore.catalogue import State, transaction
from vectorstore.check import digest_of, problem_of
from vectorstore.errors import LibraryDamaged, LibraryError, LibraryUnwritable
from vectorstore.locks import ReaderLock
from vectorstore.vectors import VectorIndex

SAMPLES = 48
# A copied index keeps the holes of replaced vectors: past this share it is built afresh.
MOST_CHURN = 0.5
SMALL = 1000
ON_SERVER = "server"
# With so few bytes free, whatever failed failed for want of space.
LITTLE = 1 << 20
REPAIR = "Run `dateline doctor --repair`: nothing needs embedding again."

Progress = Callable[[str, int, int], None]


def collection_name(state: State) -> str:
    """The collection of a library's vectors; it tells libraries and fingerprints apart."""
    return f"dateline-{state.library}-{state.fingerprint}"


class OpenIndex:
    """An open index, and the hold on its directory if it has one."""

    def __init__(self, index: VectorIndex, *, lock: ReaderLock | None = None, at_least: int = 0) -> None:
        self._index = index
        self._lock = lock
        self._at_least = at_least
        self.nearest = index.nearest

    def count(self) -> int:
        """How many vectors it holds. Raises LibraryError when some were lost since it was opened."""
        held = self._index.count()
        if held < self._at_least:
            raise LibraryError("The index has lost vectors.")
        return held

    def close(self) -> None:
        """Close the index, then let go of its directory."""
        self._index.close()
        if self._lock:
            self._lock.release()


class Indexes(Protocol):
    """Where a library's vectors lie."""

    def open(self, state: State) -> OpenIndex | None:
        """Open the current index; None when it is gone: replaced meanwhile, or lost.

        Raises LibraryDamaged when it is not what was published, LibraryError when it can't be reached.
        """
        ...

    def verify(self, state: State) -> None:
        """Raise LibraryDamaged unless the current index is what was published, as far as is quickly seen."""
        ...

    def check(self, connection: Connection, state: State) -> None:
        """Raise LibraryDamaged unless the current index holds the very passages of the catalogue."""
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


class Embedded:
    """A directory for each generation, under one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, state: State) -> OpenIndex | None:
        directory = self._directory(state)
        with disk.plain_errors():
            lock = ReaderLock.take(directory)
        if lock is None:
            return None
        try:
            sealed = generations.verify(directory)
            index = vectors.open_embedded(directory, collection_name(state))
            try:
                if index.count() != sealed.count:
                    raise LibraryDamaged("The index has lost vectors.")
            except BaseException:
                index.close()
                raise
            return OpenIndex(index, lock=lock)
        except LibraryUnwritable:
            lock.release()
            raise
        except LibraryError as error:
            lock.release()
            raise LibraryDamaged(f"{error} {REPAIR}") from error
        except OSError as error:
            lock.release()
            raise disk.in_words(error) from error

    def _directory(self, state: State) -> Path:
        if state.index is None or state.index == ON_SERVER:
            raise LibraryDamaged(f"This library's vectors are on a Chroma server: set CHROMA_URL. Or: {REPAIR}")
        return self._folder / state.index

    def verify(self, state: State) -> None:
        with disk.plain_errors():
            if generations.verify(self._directory(state)).count != state.passages:
                raise LibraryDamaged("The index does not hold what it should.")

    def check(self, connection: Connection, state: State) -> None:
        directory = self._directory(state)
        with disk.plain_errors():
            lock = ReaderLock.take(directory)
        if lock is None:
            raise LibraryDamaged(f"The index is lost. {REPAIR}")
        try:
            generations.verify(directory, thoroughly=True)
            ids = catalogue.passage_ids(connection, state.generation)
            generations.check_in_child(
                directory,
                collection_name(state),
                count=len(ids),
                samples=catalogue.sample_vectors(connection, state.generation, state.vectors_of or "", most=SAMPLES),
                ids=digest_of(ids),
            )
        except LibraryDamaged as error:
            raise LibraryDamaged(f"{error} {REPAIR}") from error
        finally:
            lock.release()

    def advance(
        self, connection: Connection, current: State, following: State, *, afresh: bool, progress: Progress
    ) -> State:
        number = following.generation
        _, replaced = catalogue.count_new(connection, number)
        churn = current.churn + replaced + len(catalogue.gone_ids(connection, number))
        if churn > max(SMALL, MOST_CHURN * following.passages):
            afresh = True
        base = None if afresh else self._directory(current)
        with disk.plain_errors():
            directory = generations.new_directory(self._folder, generation=number, copy_of=base)
            try:
                self._make(connection, directory, following, afresh=afresh, progress=progress)
            except BaseException as error:
                full = shutil.disk_usage(self._folder).free < LITTLE
                generations.discard(directory)
                if full and isinstance(error, LibraryError):
                    raise LibraryUnwritable(disk.DISK_FULL) from error
                raise
        return replace(following, index=directory.name, churn=0 if afresh else churn)

    def _make(
        self, connection: Connection, directory: Path, following: State, *, afresh: bool, progress: Progress
    ) -> None:
        number, vectors_of, name = following.generation, following.vectors_of or "", collection_name(following)
        index = vectors.open_embedded(directory, name, create=True)
        try:
            with index.filled_with(following.passages) if afresh else nullcontext():
                _fill(index, connection, following, afresh=afresh, progress=progress)
            if not afresh:
                index.delete(catalogue.gone_ids(connection, number))
        except (LibraryDamaged, LibraryUnwritable):
            raise
        except LibraryError as error:
            raise LibraryDamaged(str(error)) from error
        finally:
            index.close()
        samples = catalogue.sample_vectors(connection, number, vectors_of, most=SAMPLES)
        generations.check_in_child(directory, name, count=following.passages, samples=samples)
        generations.seal(directory, count=following.passages)

    def settle(self, connection: Connection, state: State, *, gone: list[str] | None) -> None:
        with disk.plain_errors():
            generations.sweep(self._folder, keep=state.index)

    def tidy(self, connection: Connection, state: State) -> None:
        self.settle(connection, state, gone=None)


class Server:
    """A collection on a Chroma server, shared by all who use this library."""

    def __init__(self, url: str) -> None:
        self._url = url

    def open(self, state: State) -> OpenIndex | None:
        if state.index != ON_SERVER:
            raise LibraryDamaged(f"This library's vectors are not on the Chroma server: unset CHROMA_URL. Or: {REPAIR}")
        try:
            index = vectors.open_server(self._url, collection_name(state))
            if index.count() < state.passages:
                index.close()
                raise LibraryDamaged("The Chroma server has lost vectors of this library.")
        except LibraryDamaged as error:
            raise LibraryDamaged(f"{error} {REPAIR}") from error
        return OpenIndex(index, at_least=state.passages)

    def verify(self, state: State) -> None:
        opened = self.open(state)
        if opened:
            opened.close()

    def check(self, connection: Connection, state: State) -> None:
        self.verify(state)
        index = vectors.open_server(self._url, collection_name(state))
        try:
            ids = catalogue.passage_ids(connection, state.generation)
            if not ids <= index.ids():
                raise LibraryDamaged(f"The Chroma server has lost vectors of this library. {REPAIR}")
            problem = _problem_on_server(index, connection, state)
        finally:
            index.close()
        if problem:
            raise LibraryDamaged(f"The Chroma server does not hold what it should: {problem}. {REPAIR}")

    def advance(
        self, connection: Connection, current: State, following: State, *, afresh: bool, progress: Progress
    ) -> State:
        with transaction(connection):
            catalogue.set_state(connection, replace(current, unsettled=True))
        index = vectors.open_server(self._url, collection_name(following), create=True)
        try:
            problem = self._fill(index, connection, following, afresh=afresh, progress=progress)
            if problem and afresh:
                # What is on the server can't be mended by writing over it.
                index.make_anew()
                problem = self._fill(index, connection, following, afresh=True, progress=progress)
        finally:
            index.close()
        if problem:
            raise LibraryDamaged(f"The Chroma server does not hold what it should: {problem}.")
        return replace(following, index=ON_SERVER, unsettled=True)

    def _fill(
        self, index: VectorIndex, connection: Connection, following: State, *, afresh: bool, progress: Progress
    ) -> str | None:
        try:
            _fill(index, connection, following, afresh=afresh, progress=progress)
            return _problem_on_server(index, connection, following)
        except LibraryDamaged:
            raise
        except LibraryError as error:
            return str(error).rstrip(".")

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
        try:
            if state.unsettled:
                self.settle(connection, state, gone=None)
            # A question under way may still want the collection of the fingerprint before: it goes a run later.
            index = vectors.open_server(self._url, collection_name(state))
        except LibraryDamaged:
            return  # the collection is lost, and this run makes it anew
        try:
            index.drop_others(prefix=f"dateline-{state.library}-")
        finally:
            index.close()


def _problem_on_server(index: VectorIndex, connection: Connection, state: State) -> str | None:
    samples = catalogue.sample_vectors(connection, state.generation, state.vectors_of or "", most=SAMPLES)
    # What is to be deleted is still there, so only a count that is too small is a problem.
    return problem_of(index, count=max(state.passages, index.count()), samples=samples)


def _fill(index: VectorIndex, connection: Connection, following: State, *, afresh: bool, progress: Progress) -> None:
    """Put what the index lacks for this generation, or all of it."""
    rows = catalogue.all_vectors if afresh else catalogue.new_vectors
    total = following.passages if afresh else catalogue.count_new(connection, following.generation)[0]
    done = 0

    def stored(number: int) -> None:
        nonlocal done
        done += number
        progress("indexing", done, total)

    index.upsert(rows(connection, following.generation, following.vectors_of or ""), progress=stored)
