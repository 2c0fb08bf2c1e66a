"""Published generations of the embedded index: one directory each, never edited in place.

    DATELINE_DATA/index/00000012-5f3a9c1e/     Chroma's files, `readers.lock`, `sealed.json`

Why: an embedded Chroma killed while it flushes can die for good, a truncated one loses vectors in
silence, and a reader never sees another process's writes. So a writer copies the current directory,
changes the copy, has a child process check it, seals it with its files' sizes and checksums, and only
then does the catalogue name it as current.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from vectorstore import disk, locks
from vectorstore.catalogue import files
from vectorstore.embeddings.base import Vectors
from vectorstore.errors import LibraryDamaged, LibraryUnwritable

log = logging.getLogger(__name__)

SEAL = "sealed.json"
# Chroma writes a row into its SQLite file whenever it opens it, so that file's bytes, time and in the end
# its size change by mere reading; the segment files it leaves alone.
CHROMA_SQLITE = "chroma.sqlite3"
GOING = "going-"
CHECK_SECONDS = 60.0
CHECK_SECONDS_PER_PASSAGE = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What a closed, checked index is: the Chroma that made it, its vectors' number, and its files.

    `files`: path -> (bytes, time in ns, BLAKE2b of the contents; "" for Chroma's SQLite file).
    """

    chroma: str
    count: int
    files: dict[str, tuple[int, int, str]]


def new_directory(folder: Path, *, generation: int, copy_of: Path | None) -> Path:
    """An unpublished directory for a generation: a copy of another, or empty.

    Raises LibraryDamaged when the copy is not what was sealed, OSError when it can't be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    directory = folder / f"{generation:08d}-{secrets.token_hex(4)}"
    directory.mkdir()
    (directory / locks.READER_LOCK).touch()
    if copy_of is not None:
        try:
            _copy(copy_of, directory)
        except BaseException:
            discard(directory)
            raise
    return directory


def _copy(source: Path, target: Path) -> None:
    # Only what is sealed: beside it, a reader that opens the source may have a journal for a moment.
    for name, (_, time, checksum) in read_seal(source).files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if name == CHROMA_SQLITE:
            files.copy(source / name, target / name)
        else:
            shutil.copyfile(source / name, target / name)
            if _checksum(target / name) != checksum:
                raise LibraryDamaged("The index's files have changed.")
            os.utime(target / name, ns=(time, time))  # until somebody writes it, it is what it is a copy of


def discard(directory: Path) -> None:
    """Delete a directory that nobody reads. It goes out of sight first: nobody must meet half of it."""
    going = directory.with_name(f"{GOING}{directory.name.removeprefix(GOING)}")
    try:
        directory.rename(going)
    except OSError as error:
        log.warning("an index directory could not be deleted: %s", error.strerror)
        return
    shutil.rmtree(going, ignore_errors=True)


def seal(directory: Path, *, count: int, copy_of: Path | None) -> None:
    """Write down what the closed index is, durably; files that are as they were copied are not read for it.

    Raises OSError.
    """
    copied = read_seal(copy_of).files if copy_of else {}

    def checksum(name: str, path: Path) -> str:
        if name == CHROMA_SQLITE:
            return ""
        *as_it_was, known = copied.get(name, (0, 0, ""))
        return known if tuple(as_it_was) == _size_and_time(path) else _checksum(path)

    sealed = Seal(
        chroma=_chroma_version(),
        count=count,
        files={name: (*_size_and_time(path), checksum(name, path)) for name, path in _files(directory).items()},
    )
    (directory / SEAL).write_text(json.dumps(asdict(sealed)), encoding="utf-8")
    for path in [*directory.rglob("*"), directory, directory.parent]:
        sync(path)


def sync(path: Path) -> None:
    """Have a file or folder on the disk before going on. Raises OSError."""
    if path.is_dir() and os.name == "nt":
        return  # it has no way to sync a directory
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _files(directory: Path) -> dict[str, Path]:
    apart = (SEAL, locks.READER_LOCK)
    paths = (path for path in sorted(directory.rglob("*")) if path.is_file() and path.name not in apart)
    return {path.relative_to(directory).as_posix(): path for path in paths}


def _size_and_time(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]


@cache
def _chroma_version() -> str:
    from importlib.metadata import version

    return version("chromadb")


def read_seal(directory: Path) -> Seal:
    """The seal of a published directory. Raises LibraryDamaged when there is none that can be read."""
    try:
        raw = json.loads((directory / SEAL).read_text(encoding="utf-8"))
        kept = {
            str(name): (int(size), int(time), str(checksum)) for name, (size, time, checksum) in raw["files"].items()
        }
        return Seal(chroma=str(raw["chroma"]), count=int(raw["count"]), files=kept)
    except FileNotFoundError as error:
        raise LibraryDamaged("The index is lost.") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise LibraryDamaged("The index's seal can't be read.") from error


def verify(directory: Path, *, thoroughly: bool = False) -> Seal:
    """Raise LibraryDamaged unless the directory holds what was sealed.

    Lost files and other sizes are seen at once. Where only a time changed (a restored backup, an edit),
    or `thoroughly`, the contents are compared. Chroma's SQLite file is looked through by SQLite.
    """
    sealed = read_seal(directory)
    if sealed.chroma != _chroma_version():
        raise LibraryDamaged(f"Chroma {sealed.chroma} made the index, and {_chroma_version()} is installed.")
    for name, (size, time, checksum) in sealed.files.items():
        path = directory / name
        if not path.is_file():
            raise LibraryDamaged("The index has lost files.")
        now, changed = _size_and_time(path)
        if name == CHROMA_SQLITE:
            if now < size or files.unsound(path):
                raise LibraryDamaged("The index's database is damaged.")
        elif now != size or ((thoroughly or changed != time) and _checksum(path) != checksum):
            raise LibraryDamaged("The index's files have changed.")
    return sealed


def check_in_child(
    directory: Path,
    name: str,
    *,
    count: int,
    samples: Sequence[tuple[str, Vectors]],
    ids: str | None = None,
    child: CheckProcess | None = None,
) -> None:
    """Open the index in a child process, count it and look for some of its own vectors.

    A damaged index can hang or crash the interpreter, hence the child and its time limit (60 seconds and
    1 ms a passage). `ids` is what `check.digest_of` gives for the ids that it should hold; `child` is one that was
    started before. Raises LibraryDamaged, LibraryUnwritable where a full disk keeps it from being opened.
    """
    seconds = CHECK_SECONDS + count * CHECK_SECONDS_PER_PASSAGE
    request = {
        "directory": str(directory.absolute()),
        "name": name,
        "count": count,
        "samples": [[id_, base64.b64encode(vector.tobytes()).decode()] for id_, vector in samples],
        "ids": ids,
        "seconds": seconds,
    }
    try:
        with closing(child or CheckProcess()) as asked:
            ended = asked.ask(json.dumps(request), seconds=seconds)
    except subprocess.TimeoutExpired as error:
        raise LibraryDamaged("The index did not open in time.") from error
    try:
        problem = json.loads(ended.stdout.splitlines()[-1])["problem"]
    except (ValueError, LookupError, TypeError) as error:
        log.debug("index check: %s", ended.stderr)
        if disk.says_full(ended.stderr):
            raise LibraryUnwritable(disk.DISK_FULL) from error
        last = (ended.stderr.strip() or "it said nothing").splitlines()[-1]  # the rest is where in the code
        log.error("the index check ended with %s: %s", ended.returncode, last)
        raise LibraryDamaged("The index could not be opened and read back.") from error
    if problem:
        raise LibraryDamaged(f"The index does not hold what it should: {problem}.")


class CheckProcess:
    """A Python of its own for `vectorstore.check`. It can be started before there is anything to check.

    What it imports takes it longer than most checks, and it can do that while the index is still being made.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            # -P: the folder that people work in must not lend its modules to the check.
            [sys.executable, "-P", "-m", "vectorstore.check"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(_python_path())},
            # Ctrl-C is for the run, which then ends in its own way.
            start_new_session=True,
        )

    def ask(self, request: str, *, seconds: float) -> subprocess.CompletedProcess[str]:
        """What it says to its one request. Raises TimeoutExpired."""
        said, complaints = self._process.communicate(request, timeout=seconds)
        return subprocess.CompletedProcess(self._process.args, self._process.returncode, said, complaints)

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        with self._process:
            pass


def _python_path() -> list[str]:
    given = os.environ.get("PYTHONPATH", "")
    return [*([given] if given else []), str(Path(__file__).resolve().parent.parent)]


def sweep(folder: Path, *, keep: str | None) -> None:
    """Delete all directories but one, except those that somebody reads."""
    for directory in sorted(folder.iterdir()) if folder.is_dir() else ():
        if directory.name == keep or not directory.is_dir():
            continue
        with locks.deleting(directory) as free:
            if free:
                discard(directory)
