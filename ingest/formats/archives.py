"""Packed bytes within limits: gzip files, and the ZIP container of office documents."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import PurePosixPath, PureWindowsPath

from ingest.errors import Unreadable

MOST_MEMBERS = 2_000
MOST_UNPACKED = 200_000_000
# Text and XML pack to a tenth or a fiftieth; beyond this a member is made to harm.
MOST_RATIO = 200
_RATIO_FROM = 1_000_000
_STEP = 1 << 18


def gunzip(raw: bytes, *, max_bytes: int) -> bytes:
    """What a gzip file holds. Raises Unreadable for more than `max_bytes`, damage, and gzip within gzip."""
    found = bytearray()
    rest = raw
    try:
        while rest:
            inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
            while not inflate.eof:
                found += inflate.decompress(rest, _STEP)
                if len(found) > max_bytes:
                    raise Unreadable(f"unpacked it is larger than INGEST_MAX_BYTES ({max_bytes:,} bytes)")
                rest = inflate.unconsumed_tail
                if not rest and not inflate.eof:
                    raise Unreadable("the gzip data ends too early")
            rest = inflate.unused_data
            if not rest.startswith(b"\x1f\x8b"):
                break  # what follows the end is padding
    except zlib.error as error:
        raise Unreadable("the gzip data is damaged") from error
    if found.startswith(b"\x1f\x8b"):
        raise Unreadable("gzip data within gzip data")
    return bytes(found)


def check_container(archive: zipfile.ZipFile) -> None:
    """Raises Unreadable, naming what is wrong, before anything of the archive is unpacked."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise Unreadable(f"the document holds more than {MOST_MEMBERS:,} parts")
    seen: set[str] = set()
    total = 0
    for member in members:
        if _escapes(member.filename):
            raise Unreadable("a part of the document has a path that leads out of it")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Unreadable("a part of the document is a symbolic link")
        if member.flag_bits & 0x1:
            raise Unreadable("the document is encrypted")
        if member.filename in seen:
            raise Unreadable("two parts of the document have the same name")
        seen.add(member.filename)
        total += member.file_size
        packed = max(1, member.compress_size)
        if member.file_size > _RATIO_FROM and member.file_size / packed > MOST_RATIO:
            raise Unreadable("a part of the document unpacks to far more than a document needs (a bomb?)")
        if total > MOST_UNPACKED:
            raise Unreadable(f"unpacked the document is larger than {MOST_UNPACKED // 1_000_000:,} MB")


def _escapes(name: str) -> bool:
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    return (
        posix.is_absolute()
        or windows.is_absolute()
        or bool(windows.drive)
        or ".." in posix.parts
        or ".." in windows.parts
        or "\x00" in name
    )
