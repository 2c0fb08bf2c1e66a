"""The library as JSON Lines: an article a line, with all that is known of it, fit for `dateline ingest`."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.keeping.showing import as_object
from ingest.liveblogs import as_written
from ingest.records import EXPORT
from vectorstore.errors import DatelineError
from vectorstore.library import Library
from vectorstore.model import Article

# Bytes of a first line that tell whose it is.
_LONGEST_FIRST = 200


class ExportFailed(DatelineError):
    """The file can't be written."""


def record_of(article: Article) -> dict[str, Any]:
    """One line of the export."""
    found = as_object(article)
    del found["headline"]
    entries = {"entries": as_written(article.entries)} if article.entries else {}
    kept = {name: value for name, value in found.items() if value or value == 0}
    return {"dateline": EXPORT} | kept | entries | {"text": article.text}


def lines(library: Library) -> Iterator[str]:
    """The export, a line at a time, without line ends. Withdrawn articles are in it, and say so."""
    # A wire copy after the article whose passages it shares, so that it is known as a copy again.
    for copies in (False, True):
        for article in library.articles(withdrawn=True, for_editor=True):
            if (article.copy_of is not None) == copies:
                yield json.dumps(record_of(article), ensure_ascii=False)


def is_export(file: Path) -> bool:
    """Whether a file is an earlier export, or empty, and may be replaced by a later one."""
    try:
        with file.open("rb") as lines_of_it:
            first = lines_of_it.readline(_LONGEST_FIRST)
        return not first.strip() or first.startswith(b'{"dateline": ')
    except OSError:
        return False


def write(library: Library, file: Path) -> int:
    """Write the export; the file appears when it is complete. Returns how many articles. Raises ExportFailed, also for
    a file that is there and no export: only an older export is replaced."""
    if file.exists() and not is_export(file):
        raise ExportFailed(f"{file.name} already exists and is not an export: choose another file.")
    count = 0
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=file.absolute().parent, prefix=".dateline-export-", delete=False
        ) as out:
            try:
                for count, line in enumerate(lines(library), start=1):  # noqa: B007 -- the last one is the number
                    out.write(f"{line}\n")
                out.flush()
                os.fsync(out.fileno())
            except BaseException:
                Path(out.name).unlink(missing_ok=True)
                raise
        Path(out.name).replace(file)
    except OSError as error:
        raise ExportFailed(
            f"{file.name} can't be written ({(error.strerror or 'no reason given').lower()})."
        ) from error
    return count
