"""What the disk refuses, in words for people."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from vectorstore.errors import LibraryError, LibraryUnwritable

DISK_FULL = "The disk is full: what was stored stays; free some space and run it again."
NOT_WRITABLE = "DATELINE_DATA can't be written: make it writable, or name another folder."
CATALOGUE_DAMAGED = "The catalogue is damaged: restore DATELINE_DATA from a backup, or ingest into a new folder."
CACHE_DAMAGED = "The catalogue's vectors are damaged: restore DATELINE_DATA from a backup, or ingest into a new folder."

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def plain_errors() -> Iterator[None]:
    """The operating system's errors as LibraryError, without paths."""
    try:
        yield
    except OSError as error:
        raise in_words(error) from error


def says_full(error: Exception | str) -> bool:
    """Whether an error, whosever it is, says that the disk is full: engines pass on the system's words."""
    return "No space left" in str(error) or "disk is full" in str(error)


def in_words(error: OSError) -> LibraryError:
    """One clear sentence for what the operating system refused."""
    # shutil.copytree gathers what it met in a list; its first entry tells enough.
    if error.errno in _FULL or says_full(error):
        return LibraryUnwritable(DISK_FULL)
    if error.errno in _REFUSED:
        return LibraryUnwritable(NOT_WRITABLE)
    return LibraryError(f"DATELINE_DATA can't be used ({error.strerror or type(error).__name__}): see to its disk.")
