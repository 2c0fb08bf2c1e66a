"""SQLite databases as files: sound or not, and copied while others write.

Chroma keeps one too, and changes a few of its pages whenever it opens it, so neither its bytes nor its
time say whether it is what was published.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

WAIT_SECONDS = 30.0


def unsound(path: Path) -> bool:
    """Whether SQLite finds the file damaged, or no database at all. About 2 ms a megabyte."""
    try:
        with closing(_open(path)) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        # Somebody is at it, or the disk can't be written: neither is damage.
        return "locked" not in str(error) and "readonly" not in str(error)


def copy(source: Path, target: Path) -> None:
    """A consistent copy, even while another process writes. Raises OSError."""
    try:
        with closing(_open(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
    except sqlite3.DatabaseError as error:
        raise OSError(f"the catalogue could not be copied: {error}") from error


def replace(live: Path, new: Path) -> None:
    """Give the database `live` the contents of the closed database `new`, in one transaction.

    Who reads `live` keeps the snapshot of its transaction and sees the new contents with the next. A process
    killed meanwhile leaves the former contents. A `live` that is missing or damaged is replaced as a file.
    Raises OSError.
    """
    if live.is_file() and live.stat().st_size and not unsound(live):
        copy(new, live)
        return
    for rest in ("-wal", "-shm"):
        # What is left of the damaged one would be taken for the new one's.
        live.with_name(live.name + rest).unlink(missing_ok=True)
    new.replace(live)


def marked(path: Path) -> int | None:
    """The application id of a database, 0 for one without tables; None where it can't be read as one."""
    try:
        with closing(_open(path)) as database:
            if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return 0
            return int(database.execute("PRAGMA application_id").fetchone()[0]) or -1
    except sqlite3.DatabaseError:
        return None


def _open(path: Path) -> sqlite3.Connection:
    # An URI, since a plain path would make the file where it is missing.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT_SECONDS)
