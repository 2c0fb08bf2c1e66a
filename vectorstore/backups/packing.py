"""The file of a backup: a plain tar of a list of contents, the catalogue, and the index's files.

    dateline-backup.json     what is in it: sizes and checksums, written first and read first
    catalogue.sqlite         everything that was ingested, vectors included
    index/…                  the closed generation of the embedded index; none with a Chroma server

Nothing but what the list names is taken out of it, and only where size and checksum agree.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from vectorstore.catalogue import FILE
from vectorstore.errors import LibraryDamaged, LibraryTooNew

CONTENTS = "dateline-backup.json"
INDEX = "index/"
FORMAT = 1
MOST_CONTENTS_BYTES = 4_000_000
_CHUNK = 1 << 20

NO_BACKUP = "{} is not a valid backup; nothing was changed. Choose a file that `dateline library backup` made."
DAMAGED = "{} is damaged; nothing was changed. Use another backup."


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup holds. `files` maps each name to (bytes, BLAKE2b); `index` says whether an index is in it."""

    library: str
    made_at: datetime
    generation: int
    articles: int
    passages: int
    index: bool
    files: Mapping[str, tuple[int, str]]


def pack(target: Path, files: Mapping[str, Path], contents: Contents) -> None:
    """Write the backup. Raises OSError, and LibraryDamaged when a file changed since its checksum was taken."""
    raw = json.dumps(
        {"dateline_backup": FORMAT, **asdict(contents), "made_at": contents.made_at.isoformat()}, ensure_ascii=False
    ).encode()
    with target.open("wb") as out:
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
            _add(tar, CONTENTS, io.BytesIO(raw), len(raw))
            for name, path in files.items():
                with path.open("rb") as file:
                    _add(tar, name, file, contents.files[name][0])
        out.flush()
        os.fsync(out.fileno())


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> None:
    # A name and a size, nothing of the machine: no owner, no path.
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, file)


def size_and_checksum(path: Path) -> tuple[int, str]:
    """Bytes and BLAKE2b, as the list of contents has them."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "blake2b").hexdigest()[:32]


def is_backup(path: Path) -> bool:
    """Whether the file begins as a backup does."""
    try:
        with _opened(path) as tar:
            _contents(tar, path)
    except (LibraryDamaged, LibraryTooNew):
        return False
    return True


def unpack(path: Path, target: Path) -> Contents:
    """Take everything out into an empty folder, checked. Raises LibraryDamaged, LibraryTooNew, OSError."""
    with _opened(path) as tar:
        contents = _contents(tar, path)
        left = dict(contents.files)
        while (member := tar.next()) is not None:
            expected = left.pop(member.name, None)
            if expected is None or not member.isreg() or member.size != expected[0]:
                raise LibraryDamaged(DAMAGED.format(path.name))
            source = tar.extractfile(member)
            assert source is not None  # a regular member has a body
            (target / member.name).parent.mkdir(parents=True, exist_ok=True)
            if _copied(source, target / member.name) != expected:
                raise LibraryDamaged(DAMAGED.format(path.name))
        if left:
            raise LibraryDamaged(DAMAGED.format(path.name))
    return contents


def _copied(source: IO[bytes], target: Path) -> tuple[int, str]:
    size, state = 0, hashlib.blake2b()
    with target.open("wb") as out:
        while part := source.read(_CHUNK):
            size += len(part)
            state.update(part)
            out.write(part)
    return size, state.hexdigest()[:32]


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield tar
    except tarfile.ReadError as error:
        # At the very beginning it is another kind of file; later on it was cut short.
        begun = "not a" not in str(error) and "empty" not in str(error) and "invalid header" not in str(error)
        raise LibraryDamaged((DAMAGED if begun else NO_BACKUP).format(path.name)) from error
    except (tarfile.TarError, EOFError) as error:
        raise LibraryDamaged(DAMAGED.format(path.name)) from error


def _contents(tar: tarfile.TarFile, path: Path) -> Contents:
    member = tar.next()
    if member is None or member.name != CONTENTS or not member.isreg() or member.size > MOST_CONTENTS_BYTES:
        raise LibraryDamaged(NO_BACKUP.format(path.name))
    source = tar.extractfile(member)
    assert source is not None  # a regular member has a body
    try:
        given = json.loads(source.read())
        version = int(given.pop("dateline_backup"))
        if version > FORMAT:
            raise LibraryTooNew(f"A later Dateline made {path.name} (format {version}): upgrade Dateline.")
        given["made_at"] = datetime.fromisoformat(given["made_at"])
        given["files"] = {str(name): (int(size), str(checksum)) for name, (size, checksum) in given["files"].items()}
        found = Contents(**given)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LibraryDamaged(DAMAGED.format(path.name)) from error
    if FILE not in found.files or not all(_belongs(name) for name in found.files):
        raise LibraryDamaged(DAMAGED.format(path.name))
    return found


def _belongs(name: str) -> bool:
    """The catalogue, or a file below the index's folder: nothing that could lead anywhere else."""
    parts = PurePosixPath(name).parts
    return name == FILE or (
        name.startswith(INDEX) and len(parts) > 1 and ".." not in parts and name == "/".join(parts) and "\\" not in name
    )
