"""Files and folders: which are read, and reading them whole while others may write to them."""

from __future__ import annotations

import gzip
import os
import re
import stat
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, cast

from ingest.errors import NotThere, Unreadable, UsageError
from ingest.formats.others import refusal_of_name
from vectorstore.model import digest

Kind = Literal["text", "markdown", "html", "records", "pdf", "docx", "mail"]

KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "records",
    ".ndjson": "records",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "mail",
    ".mht": "html",
    ".mhtml": "html",
}
PACKED = ".gz"
_CHUNK = 1 << 20
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One PATH of the command line: a folder, or one file, whose root then is its folder. `label` names the root."""

    root: Path
    only: str | None = None
    label: str | None = None


class Found(NamedTuple):
    """A file to read. `name` is its path below the root, with forward slashes: what people are shown.

    No dataclass, for there may be a hundred thousand of them, and it takes a third of the time to make.
    """

    root: Path
    name: str
    kind: Kind

    @property
    def packed(self) -> bool:
        """Whether it is a gzip file of its kind ("a.html.gz")."""
        return self.name.lower().endswith(PACKED)

    @property
    def key(self) -> str:
        """16 hex digits that stand for the file's name below its root, however its accents are written."""
        return digest(one_form(self.name))[:16]


def one_form(name: str) -> str:
    """A name with its accents in one form (NFC): macOS parts them from their letters, others do not."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something below a root that is not read, with the reason.

    `failed` when it should have been; `hides` when nobody can tell what lies below it, or is gone from there.
    """

    name: str
    reason: str
    failed: bool = False
    hides: bool = False


def kind_of_name(name: str) -> Kind | None:
    """The kind that a file's suffix names; a gzip file's is that of what it holds."""
    stem, suffix = os.path.splitext(name.lower())
    return KINDS.get(os.path.splitext(stem)[1] if suffix == PACKED else suffix)


UNFIT_NAME = "its name holds control characters or is not valid UTF-8: rename it"


def shown(name: str) -> str:
    r"""A file's name as it can be stored and printed: bytes that are no UTF-8 become \xff, line breaks \n."""
    if name.isprintable():  # nearly all are
        return name
    plain = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _CONTROLS.sub(lambda found: repr(found[0])[1:-1], plain)


def targets(paths: Sequence[str | Path], *, label: str | None = None) -> list[Target]:
    """The paths as targets, those within another left out. A `label` is that of their one root.

    Raises UsageError for what isn't there, and where one label would name two roots.
    """
    found: list[Target] = []
    for given in paths:
        if not str(given).strip():
            raise UsageError("A path is empty: name a file or a folder (a full stop is the current one).")
        path = Path(os.path.realpath(given if os.path.lexists(given) else os.path.expanduser(given)))
        if shown(str(path)) != str(path):
            raise UsageError(f"{shown(str(given))}: {UNFIT_NAME}")
        if path.is_dir():
            found.append(Target(root=path, label=label))
        elif path.is_file():
            if kind_of_name(path.name) is None:
                if refusal := refusal_of_name(path.name):
                    raise UsageError(f"{given}: {refusal}")
                kinds = ", ".join(KINDS)
                raise UsageError(f"{given}: files of this kind are not read; those are {kinds}, and {PACKED} of these")
            found.append(Target(root=path.parent, only=path.name, label=label))
        elif path.exists():
            raise UsageError(f"{given}: neither a file nor a folder")
        else:
            raise NotThere(str(given))
    folders = {target.root for target in found if target.only is None}
    unique: dict[tuple[Path, str | None], Target] = {}
    for target in found:
        around = set(target.root.parents) | ({target.root} if target.only else set())
        if not around & folders:
            unique[target.root, target.only] = target
    if label and len({target.root for target in unique.values()}) > 1:
        raise UsageError(f"One label, {label}, can't name several folders: ingest each by itself.")
    return list(unique.values())


def walk(target: Target) -> Iterator[Found | LeftOut]:
    """The target's files in the order of their names; hidden ones and other kinds are passed over.

    Only regular files below the root are read: a symbolic link could lead anywhere, and a pipe would
    never end.
    """
    if target.only is not None:
        yield Found(root=target.root, name=target.only, kind=kind_of_name(target.only) or "text")
        return
    others: Counter[str] = Counter()
    yield from _walk_folder(target.root, "", others)
    if others:
        kinds = ", ".join(f"{number} {suffix}" for suffix, number in sorted(others.items()))
        yield LeftOut(name="", reason=f"files of other kinds were left out ({kinds})")


def _walk_folder(root: Path, below: str, others: Counter[str]) -> Iterator[Found | LeftOut]:
    try:
        with os.scandir(root / below) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield LeftOut(name=below or ".", reason=f"the folder can't be read ({_why(error)})", failed=True, hides=True)
        return
    for entry in entries:
        last = entry.name
        if last.startswith("."):
            continue
        name = f"{below}/{last}" if below else last
        kind = KINDS.get(last[last.rfind(".") :]) or kind_of_name(last)
        if kind is not None and entry.is_file(follow_symlinks=False) and last.isprintable():
            yield Found(root, name, kind)  # nearly all are
        elif shown(entry.name) != entry.name:
            if kind is not None or entry.is_dir(follow_symlinks=False):
                yield LeftOut(name=shown(name), reason=UNFIT_NAME, failed=True)
        elif entry.is_symlink():
            yield LeftOut(name=name, reason="a symbolic link")
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk_folder(root, name, others)
        elif not entry.is_file(follow_symlinks=False):
            yield LeftOut(name=name, reason="not a regular file")
        elif refusal := refusal_of_name(entry.name):
            yield LeftOut(name=name, reason=refusal)
        else:
            others[Path(entry.name).suffix.lower() or "without a suffix"] += 1


def read_whole(found: Found, *, max_bytes: int) -> bytes:
    """The file's bytes. A file that changes or disappears meanwhile is tried once more, then given up.

    Raises Unreadable, also for a file larger than `max_bytes`.
    """
    return _read_once(found, max_bytes) or _read_again(found, max_bytes)


def _read_again(found: Found, max_bytes: int) -> bytes:
    raw = _read_once(found, max_bytes)
    if raw is None:
        raise Unreadable("it changed or disappeared while it was read")
    return raw


def _read_once(found: Found, max_bytes: int) -> bytes | None:
    """None when what was read is not the file as it stood before and after."""
    try:
        descriptor, before = _open(found)
    except FileNotFoundError:
        return None
    try:
        size = before.st_size
        if size > max_bytes:
            raise Unreadable(f"larger than INGEST_MAX_BYTES ({size:,} of {max_bytes:,} bytes)")
        # One byte more than there should be: a file that grows is noticed, not followed. Where no more came than there
        # should be, there is no need to ask again whether that was the end.
        raw = os.read(descriptor, min(_CHUNK, size + 1))
        if len(raw) != size:
            raw += _rest(descriptor, size + 1 - len(raw))
        return raw if len(raw) == size and not _changed(descriptor, before) else None
    finally:
        os.close(descriptor)


def _rest(descriptor: int, left: int) -> bytes:
    parts = []
    while left > 0 and (part := os.read(descriptor, min(_CHUNK, left))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _open(found: Found) -> tuple[int, os.stat_result]:
    """A regular file, open for reading without following a link or waiting for a pipe's other end."""
    try:
        descriptor = os.open(f"{found.root}{os.sep}{found.name}", _FLAGS)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable(f"it can't be opened ({_why(error)})") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise Unreadable("not a regular file")
    return descriptor, status


def _changed(descriptor: int, before: os.stat_result) -> bool:
    """Whether the file was written to since it was opened."""
    now = os.fstat(descriptor)
    return now.st_mtime_ns != before.st_mtime_ns or now.st_size != before.st_size


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a records file: its number from 1, and its bytes; None when it is too long."""

    number: int
    raw: bytes | None


def lines(found: Found, *, max_bytes: int) -> Iterator[Line]:
    """The non-empty lines of a file, one in memory at a time. Raises Unreadable."""
    try:
        with _stream(found) as (stream, changed):
            number = 0
            while raw := stream.readline(max_bytes + 1):
                number += 1
                too_long = len(raw) > max_bytes and not raw.endswith(b"\n")
                while too_long and (rest := stream.readline(_CHUNK)):
                    if rest.endswith(b"\n"):
                        break
                if too_long:
                    yield Line(number, None)
                elif raw.strip():
                    yield Line(number, raw.strip(b"\r\n"))
            if changed():
                raise Unreadable("it changed while it was read: ingest it again")
    except FileNotFoundError as error:
        raise Unreadable("it disappeared before it was read") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Unreadable("the gzip data is damaged or ends too early") from error


@contextmanager
def _stream(found: Found) -> Iterator[tuple[BinaryIO, Callable[[], bool]]]:
    """The file's bytes, unpacked; and what tells whether it was written to since it was opened."""
    descriptor, before = _open(found)
    with os.fdopen(descriptor, "rb", buffering=_CHUNK) as raw:
        changed = partial(_changed, descriptor, before)
        if not found.packed:
            yield raw, changed
            return
        with gzip.open(raw) as unpacked:
            yield cast("BinaryIO", unpacked), changed


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
