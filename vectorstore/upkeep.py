"""What keeps a library whole: the writer's lock around its catalogue, its schema, checks and repair."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from vectorstore import catalogue, disk, heap, locks
from vectorstore.catalogue import Catalogue, transaction
from vectorstore.embedded import Embedded
from vectorstore.errors import LibraryDamaged, LibraryError, LibraryMissing
from vectorstore.indexes import Indexes
from vectorstore.owner import Owner, new_library
from vectorstore.progress import Progress, silent
from vectorstore.server import Server
from vectorstore.settings import StoreSettings

INDEX = "index"
UNPACKED = "restoring-"
LOST_VECTORS = "{} passages have lost their vectors: run `dateline ingest` to embed them again."
NO_LIBRARY = "There is no library in {}: run `dateline ingest FOLDER` first."
EMPTY_LIBRARY = "The library in {} is empty: run `dateline ingest FOLDER` first."


def no_library(settings: StoreSettings) -> str:
    """The sentence for a missing library: it names the whole path, since a relative one depends on where you stand."""
    return NO_LIBRARY.format(settings.place)


def empty_library(settings: StoreSettings) -> str:
    """The same for one that holds nothing."""
    return EMPTY_LIBRARY.format(settings.place)


def indexes_of(settings: StoreSettings) -> Indexes:
    """Where the settings put the vectors."""
    folder = settings.dateline_data
    return Server(settings.chroma_url, Owner(folder)) if settings.chroma_url else Embedded(folder / INDEX)


def opened(settings: StoreSettings, *, create: bool, progress: Progress = silent) -> Catalogue:
    """The catalogue for readers, up to date; `create` makes an empty one where there is none.

    Raises LibraryMissing, LibraryDamaged, LibraryTooNew.
    """
    heap.share_arenas()
    folder = settings.dateline_data
    with disk.plain_errors():
        there = (folder / catalogue.FILE).is_file()
        expect_catalogue(folder)
    if not there:
        if not create:
            raise LibraryMissing(no_library(settings))
        with locked(settings, command="ingest"):
            pass
    store = Catalogue.open(folder)
    try:
        bring_up_to_date(settings, store, progress=progress)
        with store.reading() as connection:
            if not catalogue.has_state(connection) and not create:
                raise LibraryMissing(no_library(settings))
    except BaseException:
        store.close()
        raise
    return store


@contextmanager
def locked(settings: StoreSettings, *, command: str, progress: Progress = silent) -> Iterator[Catalogue]:
    """The catalogue, up to date, under the writer's lock."""
    heap.share_arenas()
    folder = settings.dateline_data
    with disk.plain_errors():
        folder.mkdir(parents=True, exist_ok=True)
    with locks.writer_lock(folder, command=command):
        with disk.plain_errors():
            expect_catalogue(folder)
            sweep_unpacked(folder)
        store = Catalogue.open(folder)
        try:
            store.expect_free()
            store.migrate(progress=progress)
            yield store
        finally:
            store.close()


def sweep_unpacked(folder: Path) -> None:
    """Delete what a killed restore had unpacked. The caller holds the writer's lock."""
    for left in folder.glob(f"{UNPACKED}*"):
        shutil.rmtree(left, ignore_errors=True)


def expect_catalogue(folder: Path) -> None:
    """Raise LibraryDamaged where an index lies without the catalogue that it was made from."""
    file, index = folder / catalogue.FILE, folder / INDEX
    if file.is_file() and file.stat().st_size:
        return
    if index.is_dir() and any(index.iterdir()):
        raise LibraryDamaged(
            f"The catalogue is lost, the index is still there: restore {catalogue.FILE} from a backup; or, to start "
            f"over, remove the folder {INDEX} from DATELINE_DATA and ingest again."
        )


def bring_up_to_date(settings: StoreSettings, store: Catalogue, *, progress: Progress = silent) -> None:
    """Apply schema steps that a newer Dateline brings, if no writer is at it."""
    if store.behind():
        with locked(settings, command="upgrade", progress=progress):
            pass


def problem_of(store: Catalogue, indexes: Indexes) -> str | None:
    """What is wrong with catalogue or index, in one sentence; None when both are well. Raises LibraryError."""
    while True:
        with store.reading() as connection:
            damage = catalogue.damage(connection)
            if damage:
                return f"The catalogue is damaged ({damage}): restore DATELINE_DATA from a backup."
            state = catalogue.state(connection)
            if state.fingerprint is None:
                return None
            lost = catalogue.missing_vectors(connection, state.generation, state.vectors_of or "")
            if lost:
                return LOST_VECTORS.format(len(lost))
            try:
                indexes.check(connection, state)
                return None
            except LibraryDamaged as error:
                problem = str(error)
        with store.reading() as later:
            if catalogue.state(later) == state:
                return problem
        # Another process published meanwhile: what was looked at is no longer what counts.


def rebuild(settings: StoreSettings, *, progress: Progress) -> None:
    """Make full text and vectors anew from the catalogue, without embedding anything.

    Raises LibraryDamaged when cached vectors are lost too.
    """
    with locked(settings, command="repair") as store, store.connected() as connection:
        if not catalogue.has_state(connection):
            raise LibraryMissing(no_library(settings))
        with closing(indexes_of(settings)) as indexes:
            _rebuild(connection, indexes, progress)


def own(settings: StoreSettings, *, take_over: bool, progress: Progress) -> None:
    """Give the library of a data folder an identity of its own, with vectors of its own: nothing is embedded.

    With `take_over` it keeps those on the Chroma server, whoever's they are: they are another's no longer. Raises
    LibraryDamaged when cached vectors are lost.
    """
    with locked(settings, command="own") as store, store.connected() as connection:
        if not catalogue.has_state(connection):
            raise LibraryMissing(no_library(settings))
        owner = Owner(settings.dateline_data)
        with closing(indexes_of(settings)) as indexes:
            if not take_over:
                owner.take()
                _rebuild(connection, indexes, progress, library=new_library())
            elif isinstance(indexes, Server):
                _take_over(connection, indexes, progress)
            else:
                raise LibraryError("There is nothing to take over: CHROMA_URL names no server.")


def _take_over(connection: Connection, indexes: Server, progress: Progress) -> None:
    state = catalogue.state(connection)
    try:
        indexes.take_over(state)
        with transaction(connection):
            catalogue.set_state(connection, replace(state, unsettled=True))
        indexes.tidy(connection, replace(state, unsettled=True))
        indexes.verify(connection, state)
    except LibraryDamaged:
        _rebuild(connection, indexes, progress)


def _rebuild(connection: Connection, indexes: Indexes, progress: Progress, *, library: str | None = None) -> None:
    with transaction(connection):
        current = catalogue.state(connection)
        catalogue.discard_staged(connection, current.generation)
        catalogue.rebuild_fulltext(connection, current.generation)
        if library and current.fingerprint is None:
            catalogue.set_state(connection, replace(current, library=library))
    if current.fingerprint is None or current.vectors_of is None:
        return
    lost = catalogue.missing_vectors(connection, current.generation, current.vectors_of)
    if lost:
        raise LibraryDamaged(LOST_VECTORS.format(len(lost)))
    articles, passages = catalogue.count(connection, current.generation)
    following = replace(
        current,
        library=library or current.library,
        generation=current.generation + 1,
        articles=articles,
        undated=catalogue.count_undated(connection, current.generation),
        passages=passages,
    )
    following = indexes.advance(connection, current, following, afresh=True, progress=progress)
    with transaction(connection):
        catalogue.make_current(connection, following)
    indexes.settle(connection, following, gone=None)
