"""Indexes in directories of this machine: a published one for each generation (see generations)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from vectorstore import catalogue, disk, generations, vectors
from vectorstore.catalogue import State
from vectorstore.check import digest_of
from vectorstore.errors import LibraryDamaged, LibraryError, LibraryUnwritable
from vectorstore.indexes import ON_SERVER, REPAIR, SAMPLES, OpenIndex, collection_name, fill
from vectorstore.locks import ReaderLock
from vectorstore.progress import Progress

# A copied index keeps the holes of replaced vectors: past this share it is built afresh.
MOST_CHURN = 0.5
SMALL = 1000
# With so few bytes free, whatever failed failed for want of space.
LITTLE = 1 << 20


class Embedded:
    """A directory for each generation, under one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._check: generations.CheckProcess | None = None

    def open(self, state: State, *, some: Callable[[], Sequence[str]] = tuple) -> OpenIndex | None:
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
            raise LibraryDamaged(
                "The vectors are on a Chroma server: set CHROMA_URL, "
                "or run `dateline doctor --repair` to have them here."
            )
        return self._folder / state.index

    def verify(self, connection: Connection, state: State) -> None:
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

    def make_ready(self) -> None:
        vectors.begin_import()
        if self._check is None:
            self._check = generations.CheckProcess()

    def close(self) -> None:
        if self._check:
            self._check.close()
            self._check = None

    def advance(
        self, connection: Connection, current: State, following: State, *, afresh: bool, progress: Progress
    ) -> State:
        number = following.generation
        new, replaced = catalogue.count_new(connection, number)
        gone = len(catalogue.gone_ids(connection, number))
        churn = current.churn + replaced + gone
        if churn > max(SMALL, MOST_CHURN * following.passages):
            afresh = True
        base = None if afresh else self._directory(current)
        changes = following.passages if afresh else new + gone
        with disk.plain_errors():
            directory = generations.new_directory(self._folder, generation=number, copy_of=base)
            try:
                self._make(connection, directory, following, copy_of=base, changes=changes, progress=progress)
            except BaseException as error:
                full = shutil.disk_usage(self._folder).free < LITTLE
                generations.discard(directory)
                if full and isinstance(error, LibraryError):
                    raise LibraryUnwritable(disk.DISK_FULL) from error
                raise
        return replace(following, index=directory.name, churn=0 if afresh else churn)

    def _make(
        self,
        connection: Connection,
        directory: Path,
        following: State,
        *,
        copy_of: Path | None,
        changes: int,
        progress: Progress,
    ) -> None:
        afresh = copy_of is None
        number, vectors_of, name = following.generation, following.vectors_of or "", collection_name(following)
        with _opened(directory, name) as index, index.changed_by(changes, afresh=afresh):
            fill(index, connection, following, afresh=afresh, progress=progress)
            if not afresh:
                index.delete(catalogue.gone_ids(connection, number))
        if changes >= vectors.SYNC_THRESHOLD:
            with _opened(directory, name) as index:
                index.write_out()
        samples = catalogue.sample_vectors(connection, number, vectors_of, most=SAMPLES)
        check, self._check = self._check, None
        generations.check_in_child(directory, name, count=following.passages, samples=samples, child=check)
        generations.seal(directory, count=following.passages, copy_of=copy_of)

    def settle(self, connection: Connection, state: State, *, gone: list[str] | None) -> None:
        with disk.plain_errors():
            generations.sweep(self._folder, keep=state.index)

    def tidy(self, connection: Connection, state: State) -> None:
        self.settle(connection, state, gone=None)


@contextmanager
def _opened(directory: Path, name: str) -> Iterator[vectors.VectorIndex]:
    """An index that is being made; what goes wrong with it is damage, but for a full disk."""
    index = vectors.open_embedded(directory, name, create=True)
    try:
        yield index
    except (LibraryDamaged, LibraryUnwritable):
        raise
    except LibraryError as error:
        raise LibraryDamaged(str(error)) from error
    finally:
        index.close()
