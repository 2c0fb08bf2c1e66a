"""Published generations of the embedded index: one directory each, never edited in place.

    DATELINE_DATA/index/00000012-5f3a9c1e/     Chroma's files, `readers.lock`, `sealed.json`

Why: an embedded Chroma killed while it flushes can die for good, a truncated one loses vectors in
silence, and a reader never sees another process's writes. So a writer copies the current directory,
changes the copy, has a child process check it, seals it with its files' sizes, and only then does the
catalogue name it as current.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from vectorstore import locks
from vectorstore.embeddings.base import Vectors
from vectorstore.errors import LibraryDamaged

log = logging.getLogger(__name__)

SEAL = "sealed.json"
# Chroma rewrites its SQLite file's header whenever it opens it; the segment files it leaves alone.
TOUCHED_AT_OPEN = "chroma.sqlite3"
CHECK_SECONDS = 60.0
CHECK_SECONDS_PER_PASSAGE = 0.001


def new_directory(folder: Path, *, generation: int, copy_of: Path | None) -> Path:
    """An unpublished directory for a generation: a copy of another, or empty."""
    folder.mkdir(parents=True, exist_ok=True)
    directory = folder / f"{generation:08d}-{secrets.token_hex(4)}"
    if copy_of is None:
        directory.mkdir()
    else:
        shutil.copytree(copy_of, directory, ignore=shutil.ignore_patterns(SEAL, locks.READER_LOCK))
    (directory / locks.READER_LOCK).touch()
    return directory


def seal(directory: Path, *, count: int) -> None:
    """Write down how many vectors the closed index holds and its files' sizes and times, durably."""
    (directory / SEAL).write_text(json.dumps({"count": count, "files": _files(directory)}), encoding="utf-8")
    for path in [*(p for p in directory.rglob("*") if p.is_file()), directory]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError:  # some systems can't sync a directory
            pass
        finally:
            os.close(descriptor)


def _files(directory: Path) -> dict[str, list[int]]:
    found = {}
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.name not in (SEAL, locks.READER_LOCK):
            status = path.stat()
            found[path.relative_to(directory).as_posix()] = [status.st_size, status.st_mtime_ns]
    return found


def verify(directory: Path, name: str) -> None:
    """Raise LibraryDamaged unless the directory holds what was sealed.

    Lost files and other sizes are seen at once. Where only a time changed (a restored backup, an edit), a
    child process opens the index and counts.
    """
    try:
        sealed = json.loads((directory / SEAL).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LibraryDamaged("The index is lost.") from error
    found = _files(directory)
    for file, (size, _) in sealed["files"].items():
        if file not in found:
            raise LibraryDamaged("The index has lost files.")
        if found[file][0] != size:
            raise LibraryDamaged("The index's files have changed size.")
    if any(found[file][1] != time for file, (_, time) in sealed["files"].items() if file != TOUCHED_AT_OPEN):
        check_in_child(directory, name, count=sealed["count"], samples=[])


def check_in_child(
    directory: Path, name: str, *, count: int, samples: Sequence[tuple[str, Vectors]], seconds: float | None = None
) -> None:
    """Open the index in a child process, count it and look for some of its own vectors.

    A damaged index can hang or crash the interpreter, hence the child and its time limit (`seconds`,
    by default 60 and 1 ms a passage). Raises LibraryDamaged.
    """
    request = {
        "directory": str(directory.absolute()),
        "name": name,
        "count": count,
        "samples": [[id_, base64.b64encode(vector.tobytes()).decode()] for id_, vector in samples],
    }
    try:
        child = subprocess.run(
            [sys.executable, "-m", "vectorstore.check"],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=seconds or CHECK_SECONDS + count * CHECK_SECONDS_PER_PASSAGE,
        )
    except subprocess.TimeoutExpired as error:
        raise LibraryDamaged("The index did not open in time.") from error
    if child.returncode:
        log.error("index check ended with %s: %s", child.returncode, child.stderr[-2000:])
        raise LibraryDamaged("The index could not be opened and read back.")
    problem = json.loads(child.stdout.splitlines()[-1])["problem"]
    if problem:
        raise LibraryDamaged(f"The index does not hold what it should: {problem}.")


def sweep(folder: Path, *, keep: str | None) -> list[str]:
    """Delete all directories but one, except those that somebody reads. Returns the deleted names."""
    deleted = []
    for directory in sorted(folder.iterdir()) if folder.is_dir() else ():
        if directory.name == keep or not directory.is_dir():
            continue
        with locks.deleting(directory) as free:
            if free:
                shutil.rmtree(directory, ignore_errors=True)
                deleted.append(directory.name)
    return deleted
