"""A backup, made while the library answers and while it is written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from vectorstore import catalogue, disk, generations
from vectorstore.backups import packing
from vectorstore.backups.packing import Contents
from vectorstore.catalogue import Catalogue, State, files
from vectorstore.errors import LibraryDamaged, LibraryError, LibraryMissing
from vectorstore.indexes import ON_SERVER
from vectorstore.locks import READER_LOCK, ReaderLock
from vectorstore.settings import StoreSettings
from vectorstore.upkeep import INDEX, expect_catalogue, no_library

# A generation may be replaced between the moment it is named and the moment it is held: then the next one is taken.
TRIES = 5


def backup(settings: StoreSettings, file: Path) -> Contents:
    """Write the library as it is published now into one file; neither readers nor a writer wait for it.

    An older backup of that name is replaced when the new one is complete; any other file is refused. With a
    Chroma server the file holds the catalogue alone: its vectors make the index anew. Raises LibraryError.
    """
    with disk.plain_errors():
        if not (settings.dateline_data / catalogue.FILE).is_file():
            expect_catalogue(settings.dateline_data)
            raise LibraryMissing(no_library(settings))
    with _written_beside(file) as (folder, part):
        contents, lock, index = _snapshot(settings, folder)
        try:
            names = {catalogue.FILE: folder / catalogue.FILE, **index}
            contents = replace(contents, files={name: packing.size_and_checksum(names[name]) for name in names})
            packing.pack(part, names, contents)
        finally:
            if lock:
                lock.release()
    return contents


@contextmanager
def _written_beside(file: Path) -> Iterator[tuple[Path, Path]]:
    """(a folder for what is needed meanwhile, where to write): moved to `file` when the block ends well."""
    if file.is_dir():
        raise LibraryError(f"{file.name} is a folder: name a file for the backup.")
    if file.exists() and file.stat().st_size and not packing.is_backup(file):
        raise LibraryError(f"{file.name} already exists and is not a backup: choose another file.")
    try:
        with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".dateline-backup-") as made:
            part = Path(made) / "part"
            yield Path(made), part
            part.replace(file)
            generations.sync(file.absolute().parent)
    except OSError as error:
        reason = "the disk is full" if disk.says_full(error) else error.strerror or str(error)
        raise LibraryError(f"{file.name} can't be written ({reason.lower()}): name another place.") from error


def _snapshot(settings: StoreSettings, folder: Path) -> tuple[Contents, ReaderLock | None, dict[str, Path]]:
    """Copy the catalogue into `folder`. Gives what is in it, the hold on its index, and that index's files by name."""
    for _ in range(TRIES):
        target = folder / catalogue.FILE
        target.unlink(missing_ok=True)
        files.copy(settings.dateline_data / catalogue.FILE, target)
        state, articles, passages = _looked_through(settings, folder)
        contents = Contents(
            library=state.library,
            made_at=datetime.now(UTC).replace(microsecond=0),
            generation=state.generation,
            articles=articles,
            passages=passages,
            index=state.index not in (None, ON_SERVER),
            files={},
        )
        if not contents.index:
            return contents, None, {}
        directory = settings.dateline_data / INDEX / str(state.index)
        lock = ReaderLock.take(directory)
        if lock is None:
            continue
        try:
            sealed = [*generations.read_seal(directory).files, generations.SEAL]
            return contents, lock, dict(_index_files(directory, sealed, folder))
        except LibraryDamaged:
            # The catalogue holds the vectors: what is restored from it makes the index anew.
            lock.release()
            return replace(contents, index=False), None, {}
        except BaseException:
            lock.release()
            raise
    return replace(contents, index=False), None, {}


def _index_files(directory: Path, names: list[str], folder: Path) -> Iterator[tuple[str, Path]]:
    for name in names:
        if name == generations.CHROMA_SQLITE:
            # Its bytes change while others open the index; a copy of one moment doesn't.
            files.copy(directory / name, folder / "chroma")
            yield packing.INDEX + name, folder / "chroma"
        elif name != READER_LOCK:
            yield packing.INDEX + name, directory / name


def _looked_through(settings: StoreSettings, folder: Path) -> tuple[State, int, int]:
    store = Catalogue.open(folder)
    try:
        with store.reading() as connection:
            said = catalogue.damage(connection)
            if said:
                raise LibraryDamaged("The catalogue is damaged, so no backup was made: keep the one that you have.")
            if not catalogue.has_state(connection):
                raise LibraryMissing(no_library(settings))
            state = catalogue.state(connection)
            return state, *catalogue.count(connection, state.generation)
    finally:
        store.close()
