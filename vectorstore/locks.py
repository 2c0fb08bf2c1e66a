"""Kernel locks: one writer, named; readers that hold the generation that they read.

The kernel lets go of them when a process ends in whatever way, so none is ever stale.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import portalocker
from portalocker import LockFlags

from vectorstore import disk
from vectorstore.errors import LibraryBusy, LibraryError

READER_LOCK = "readers.lock"


@contextmanager
def writer_lock(folder: Path, *, command: str) -> Iterator[None]:
    """Hold the library's writer lock. Raises LibraryBusy, naming the process that holds it."""
    path = folder / "writer.lock"
    with disk.plain_errors():
        file = path.open("a+b", buffering=0)
    with file:
        try:
            portalocker.lock(file, LockFlags.EXCLUSIVE | LockFlags.NON_BLOCKING)
        except portalocker.AlreadyLocked as error:
            raise LibraryBusy(_who_holds(path)) from error
        except (portalocker.LockException, OSError) as error:
            raise LibraryError("DATELINE_DATA is on a disk without file locks: choose a folder elsewhere.") from error
        since = datetime.now(UTC).isoformat(timespec="seconds")
        with suppress(OSError):  # the note is a courtesy: a full disk must not keep anybody from repairing
            file.truncate(0)
            file.write(json.dumps({"pid": os.getpid(), "command": command, "since": since}).encode())
        try:
            yield
        finally:
            with suppress(OSError):
                file.truncate(0)
            portalocker.unlock(file)


def _who_holds(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        since = datetime.fromisoformat(holder["since"]).strftime("%H:%M UTC")
        return f"Another {holder['command']} is running (pid {holder['pid']}, since {since}): wait until it ends."
    except (OSError, ValueError, KeyError, TypeError):
        return "Another ingest is running: wait until it ends."


class ReaderLock:
    """A shared hold on one generation's directory, until `release`."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    @classmethod
    def take(cls, directory: Path) -> ReaderLock | None:
        """Hold the directory; None when it is gone or about to be deleted."""
        path = directory / READER_LOCK
        try:
            # Opened for writing, since a lock needs that on some systems; nothing is written. A lost lock
            # file is made again: it says nothing by being there.
            file = path.open("a+b")
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            portalocker.lock(file, LockFlags.SHARED | LockFlags.NON_BLOCKING)
            still_there = os.path.samestat(os.fstat(file.fileno()), path.stat())
        except (portalocker.LockException, OSError):
            still_there = False
        if not still_there:
            file.close()
            return None
        return cls(file)

    def release(self) -> None:
        """Let go; the directory may be deleted from now on."""
        self._file.close()


@contextmanager
def deleting(directory: Path) -> Iterator[bool]:
    """Whether nobody reads the directory; while the block runs nobody can begin to."""
    try:
        file = (directory / READER_LOCK).open("a+b")
    except OSError:
        # A full disk may refuse to make the file; where it is missing, nobody can hold it.
        yield directory.is_dir() and not (directory / READER_LOCK).exists()
        return
    with file:
        try:
            portalocker.lock(file, LockFlags.EXCLUSIVE | LockFlags.NON_BLOCKING)
        except (portalocker.LockException, OSError):
            yield False
        else:
            yield True
