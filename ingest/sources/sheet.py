"""sources.yaml written: places are added, and what stands there stays as it is written."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from ingest.errors import UsageError
from ingest.sources.config import Source, read_sources
from ingest.sources.files import targets
from ingest.sources.folders import read_folders
from ingest.sources.opml import SUFFIXES, own_name, read_opml

HEAD = """\
# Where the news comes from. `dateline ingest sources.yaml` reads all of it; run it again whenever you like.
# Each source may also have every: 30m, most: 50, tags: [local], only: ["/news/*"] and more
# (dateline guide ingest). A folder may have a label: the name that it is known by wherever it lies.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of places that were to be written into a file: how many are new, and how many were there."""

    new: int
    known: int


def add_places(places: Sequence[str], path: Path) -> Added:
    """Write folders, files, addresses and the feeds of OPML files into a sources.yaml that lacks them; it is made where
    there is none. A relative path begins at the current folder. Raises UsageError, and leaves the file."""
    folders: list[str] = []
    sources: list[Source] = []
    for place in places:
        if "://" in place:
            source = Source.of_url(place)
            sources.append(replace(source, name=urlsplit(source.url).hostname or source.url))
        elif place.lower().endswith(SUFFIXES):
            sources += read_opml(Path(os.path.expanduser(place))).sources
        else:
            folders.append(place)
    listed = add_folders(folders, path)
    fed = add_sources(sources, path)
    return Added(new=listed.new + fed.new, known=listed.known + fed.known)


def add_folders(folders: Sequence[str], path: Path) -> Added:
    """Write the folders and files that a sources.yaml lacks to the top of its list of folders. Raises UsageError."""
    held, absent = read_folders(path) if path.exists() else ([], [])
    known = {one.root / (one.only or "") for one in held} | {Path(os.path.realpath(one)) for one in absent}
    wanted = [one.root / (one.only or "") for one in targets(folders)]
    new = [one for one in wanted if one not in known]
    if new:
        before = _text(path) if path.exists() else HEAD
        entries = [f"- path: {json.dumps(str(one), ensure_ascii=False)}\n" for one in new]
        _write(path, _with_folders(before, entries))
    return Added(new=len(new), known=len(folders) - len(new))


def add_sources(sources: Sequence[Source], path: Path) -> Added:
    """Write the sources that a sources.yaml lacks to its end. Raises UsageError where the file would not be sound then,
    and leaves it."""
    held = read_sources(path) if path.exists() else []
    urls, names = {one.url for one in held}, {one.name for one in held}
    new: list[Source] = []
    for source in sources:
        if source.url not in urls:
            name = own_name(source.name, urlsplit(source.url).hostname or "", names)
            names.add(name)
            urls.add(source.url)
            new.append(replace(source, name=name))
    if new:
        before = _text(path).rstrip("\n") + "\n\n" if path.exists() else f"{HEAD}\nsources:\n"
        if path.exists() and not held:
            before += "sources:\n"
        indent = _indent(before) if held else "  "
        _write(path, before + "\n".join(_entry(source, indent) for source in new))
    return Added(new=len(new), known=len(sources) - len(new))


def _with_folders(text: str, entries: Sequence[str]) -> str:
    """A file's text with these entries at the top of its folders, which come before its sources where there are none
    yet."""
    if listed := re.search(r"^folders:[ \t]*(?:#.*)?\n", text, re.MULTILINE):
        rest = text[listed.end() :]
        indent = _indent(rest)
        return text[: listed.end()] + "".join(indent + entry for entry in entries) + rest
    block = "folders:\n" + "".join(f"  {entry}" for entry in entries)
    if sources := re.search(r"^sources:", text, re.MULTILINE):
        return f"{text[: sources.start()]}{block}\n{text[sources.start() :]}"
    return f"{text.rstrip()}\n\n{block}".lstrip("\n")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path.name}: can't be read ({(error.strerror or 'no reason').lower()})") from error


def _write(path: Path, text: str) -> None:
    """Replace a file by a text that was found to be sound. Raises UsageError."""
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        try:
            read_sources(beside)
            read_folders(beside)
        except UsageError as error:
            raise UsageError(f"{path.name}: its list does not end with the file; put it last and try again.") from error
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path.name}: can't be written ({(error.strerror or 'no reason').lower()})") from error
    finally:
        beside.unlink(missing_ok=True)


def _indent(text: str) -> str:
    """How far the entries of a file stand in."""
    line = next((line for line in text.splitlines() if line.lstrip().startswith("- ")), "  - ")
    return line[: len(line) - len(line.lstrip())]


def _entry(source: Source, indent: str) -> str:
    def quoted(value: object) -> str:  # JSON's texts and lists are YAML's, too
        return json.dumps(value, ensure_ascii=False)

    url = source.url
    if source.credentials:
        scheme, rest = url.split("://", 1)
        url = f"{scheme}://{source.credentials.user}:{source.credentials.password}@{rest}"
    lines = [f"{indent}- name: {quoted(source.name)}", f"{indent}  url: {quoted(url)}"]
    if source.tags:
        lines.append(f"{indent}  tags: {quoted(list(source.tags))}")
    return "\n".join([*lines, ""])
