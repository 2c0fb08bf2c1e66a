"""A library from its backup: all of it or none, while readers go on.

What was backed up is unpacked, checked and made ready beside the library, and the catalogue then takes its
contents in one transaction: a process killed at any point leaves the library as it was, or as it is to be.
A bot that serves notices the new generation as it does after an ingest.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from vectorstore import catalogue, disk, generations, locks, migrations
from vectorstore.backups import packing
from vectorstore.backups.packing import Contents
from vectorstore.catalogue import Catalogue, State, files, transaction
from vectorstore.check import digest_of
from vectorstore.embedded import Embedded
from vectorstore.errors import LibraryDamaged, LibraryError
from vectorstore.indexes import ON_SERVER, SAMPLES, Indexes, collection_name
from vectorstore.owner import new_library
from vectorstore.progress import Progress
from vectorstore.server import Server
from vectorstore.settings import StoreSettings
from vectorstore.upkeep import INDEX, UNPACKED, indexes_of, sweep_unpacked

log = logging.getLogger(__name__)


def restore(settings: StoreSettings, file: Path, *, progress: Progress) -> Contents:
    """Replace the library by a backup's. The former one stays until the new one is complete and checked.

    The index comes from the backup where it fits these settings, else from the vectors in its catalogue; nothing
    is embedded. Raises LibraryBusy, LibraryDamaged, LibraryTooNew, LibraryError.
    """
    folder, indexes = settings.dateline_data, indexes_of(settings)
    if not file.is_file():
        raise LibraryError(f"No such file: {file.name}: name a backup.")
    with disk.plain_errors(), closing(indexes):
        folder.mkdir(parents=True, exist_ok=True)
        with locks.writer_lock(folder, command="restore"):
            sweep_unpacked(folder)
            live = folder / catalogue.FILE
            if live.is_file() and files.marked(live) not in (None, 0, migrations.APPLICATION_ID):
                raise LibraryError("catalogue.sqlite in DATELINE_DATA is another program's: name another folder.")
            unpacked = Path(tempfile.mkdtemp(prefix=UNPACKED, dir=folder))
            try:
                contents = packing.unpack(file, unpacked)
                _make_ready(unpacked, folder, indexes, progress)
                files.replace(live, unpacked / catalogue.FILE)
                generations.sync(folder)
            finally:
                shutil.rmtree(unpacked, ignore_errors=True)
            _settle(folder, indexes)
    return contents


def _make_ready(unpacked: Path, folder: Path, indexes: Indexes, progress: Progress) -> None:
    """Bring the unpacked catalogue up to date, as a generation after the live one, its index in place."""
    store = Catalogue.open(unpacked)
    try:
        store.migrate(progress=progress)
        with store.connected() as connection:
            if catalogue.damage(connection) or not catalogue.has_state(connection):
                raise LibraryDamaged("The backup's catalogue is damaged; nothing was changed. Use another backup.")
            state = catalogue.state(connection)
            with transaction(connection):
                # What a run had staged when the backup was made would become visible with the new number.
                catalogue.discard_staged(connection, state.generation)
            live = _live_state(folder)
            following = replace(state, generation=max(state.generation, live.generation) + 1)
            if isinstance(indexes, Server):
                # Under the backup's own id another folder may have vectors on the server.
                following = replace(following, library=live.library or new_library())
            if state.fingerprint is None:
                with transaction(connection):
                    catalogue.set_state(connection, following)
                return
            directory = _sound_index(unpacked, connection, state) if isinstance(indexes, Embedded) else None
            if directory:
                _publish(connection, following, directory, folder / INDEX)
            else:
                _make_index(connection, state, following, folder, indexes, progress)
    finally:
        store.close()


def _sound_index(unpacked: Path, connection: Connection, state: State) -> Path | None:
    """The index that came with the catalogue, where it is what the catalogue wants."""
    directory = unpacked / packing.INDEX.rstrip("/")
    if not directory.is_dir():
        return None
    try:
        for name, (_, time, _) in generations.read_seal(directory).files.items():
            # By their times the files are known to be those that were sealed, without reading them at each start.
            os.utime(directory / name, ns=(time, time))
        generations.verify(directory, thoroughly=True)
        ids = catalogue.passage_ids(connection, state.generation)
        samples = catalogue.sample_vectors(connection, state.generation, state.vectors_of or "", most=SAMPLES)
        generations.check_in_child(
            directory, collection_name(state), count=len(ids), samples=samples, ids=digest_of(ids)
        )
    except LibraryDamaged as error:
        log.warning("the backup's index is not used, a new one is made from its catalogue: %s", error)
        return None
    return directory


def _publish(connection: Connection, following: State, directory: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (directory / locks.READER_LOCK).touch()
    name = f"{following.generation:08d}-{secrets.token_hex(4)}"
    for path in [*directory.rglob("*"), directory]:
        generations.sync(path)
    directory.rename(folder / name)
    generations.sync(folder)
    with transaction(connection):
        catalogue.set_state(connection, replace(following, index=name))


def _make_index(
    connection: Connection, state: State, following: State, folder: Path, indexes: Indexes, progress: Progress
) -> None:
    if catalogue.missing_vectors(connection, state.generation, state.vectors_of or ""):
        raise LibraryDamaged("The backup has lost vectors; nothing was changed. Use another backup.")
    _mark_unsettled(folder)
    passages = catalogue.count_passages(connection, state.generation)
    current = replace(state, generation=following.generation - 1)
    following = indexes.advance(
        connection, current, replace(following, passages=passages), afresh=True, progress=progress
    )
    with transaction(connection):
        catalogue.make_current(connection, following)


def _live_state(folder: Path) -> State:
    """The state of the library to be replaced; a blank one where there is none that can be read."""
    if not (folder / catalogue.FILE).is_file() or files.unsound(folder / catalogue.FILE):
        return State(library="")
    store = Catalogue.open(folder)
    try:
        with store.reading() as connection:
            return catalogue.state(connection)
    except LibraryError:
        return State(library="")
    finally:
        store.close()


def _mark_unsettled(folder: Path) -> None:
    """Let the live library know that its shared collection may hold vectors that it doesn't show, should this end."""
    if not _live_state(folder).generation:
        return
    store = Catalogue.open(folder)
    try:
        with store.connected() as connection:
            state = catalogue.state(connection)
            if state.index == ON_SERVER:
                with transaction(connection):
                    catalogue.set_state(connection, replace(state, unsettled=True))
    finally:
        store.close()


def _settle(folder: Path, indexes: Indexes) -> None:
    store = Catalogue.open(folder)
    try:
        with store.connected() as connection:
            state = catalogue.state(connection)
            if state.fingerprint is not None:
                indexes.settle(connection, state, gone=None)
    except LibraryError as error:
        # The library is restored; what is left over is never shown, and the next run clears it away.
        log.warning("what was there before the restore was not cleared away: %s", error)
    finally:
        store.close()
