"""Whose the vectors on a Chroma server are: a token that a data folder and its collections have in common.

A folder that was copied, or restored from a backup, holds the same library under the same name: each of the two would
delete the other's vectors. So the folder keeps a token and where it lay when it took it, and its collections bear the
token. A folder that was moved goes on; a copy is refused until it has an identity of its own.
"""

from __future__ import annotations

import json
import os
import platform
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from vectorstore import disk
from vectorstore.errors import LibraryForeign

FILE, MARK = "owner.json", "owner.mark"

COPIED = (
    "The vectors on the Chroma server belong to another copy of this library: run `dateline library own` to give this "
    "one vectors of its own (nothing is embedded again)."
)
UNSURE = (
    "The vectors on the Chroma server belong to a library on another machine, of which this is a copy: run "
    "`dateline library own` to give this one vectors of its own (nothing is embedded again); or, if the other is gone "
    "and this one takes its place, `dateline library own --take-over`."
)

Standing = Literal["here", "moved", "copy", "unsure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Who a folder is: its token, the one before it, and where it lay when it took it.

    `file` and `changed` are the mark's inode and time of change, which move with a folder and no copy has.
    """

    token: str
    before: str | None
    host: str
    path: str
    file: int
    changed: int


class Owner:
    """The identity of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def tokens(self) -> tuple[str, ...]:
        """The tokens whose collections are this folder's; none before its first run with a server.

        Raises LibraryForeign for a folder that is a copy of another.
        """
        record = self._read()
        if record is None:
            return ()
        standing = self._standing(record)
        if standing in ("copy", "unsure"):
            raise LibraryForeign(COPIED if standing == "copy" else UNSURE)
        return tuple(token for token in (record.token, record.before) if token)

    def settle(self) -> str:
        """The token to write with, as of where the folder lies now. The caller holds the writer's lock.

        Where the folder was moved it is a new one: should what looks moved have been copied, the other is refused.
        """
        self.tokens()
        record = self._read()
        if record is None or self._standing(record) != "here":
            record = self.take(before=record.token if record else None)
        return record.token

    def take(self, *, before: str | None = None) -> Record:
        """Begin an identity of one's own; `before` is the token of the one that it goes on from."""
        with disk.plain_errors():
            mark = self._folder / MARK
            mark.touch()
            found = mark.stat()
            record = Record(
                token=secrets.token_hex(16),
                before=before,
                host=platform.node(),
                path=str(self._folder.resolve()),
                file=found.st_ino,
                changed=found.st_ctime_ns,
            )
            part = self._folder / f"{FILE}.part"
            part.write_text(json.dumps(asdict(record)), encoding="utf-8")
            part.replace(self._folder / FILE)
        return record

    def _read(self) -> Record | None:
        return _record_in(self._folder)

    def _standing(self, record: Record) -> Standing:
        path, host = str(self._folder.resolve()), platform.node()
        if (record.host, record.path) == (host, path):
            return "here"
        if record.host == host and record.path != path:
            there = _record_in(Path(record.path))
            if there is not None and record.token in (there.token, there.before):
                return "copy"
        with suppress(OSError):
            mark = os.stat(self._folder / MARK)
            if mark.st_ino == record.file and (mark.st_ctime_ns == record.changed or path == record.path):
                return "here" if path == record.path else "moved"
        return "moved" if record.host == host else "unsure"


def new_library() -> str:
    """An id for a library: its collections are called by it."""
    return secrets.token_hex(4)


def _record_in(folder: Path) -> Record | None:
    try:
        return Record(**json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
