"""OPML: the list of feeds that feed readers export, as sources."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest.errors import Unreadable, UsageError
from ingest.sources.config import MOST_BYTES, MOST_SOURCES, Source
from ingest.sources.feeds import check_xml
from ingest.web.addresses import web_address
from ingest.web.errors import Refused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST_NAME = 100
_DEEPEST = 20
SUFFIXES = (".opml", ".opml.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedList:
    """The feeds of a list, each with a name of its own and its folders as tags. `unusable` are the names of entries
    whose addresses can't be asked."""

    sources: tuple[Source, ...]
    unusable: tuple[str, ...] = ()


def read_opml(path: Path) -> FeedList:
    """The feeds that an OPML file names. Raises UsageError."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.ElementTree import parse

    try:
        raw = path.read_bytes()[: MOST_BYTES * 10 + 1]
        check_xml(raw)
        root = parse(io.BytesIO(raw.lstrip()), forbid_dtd=False).getroot()
    except OSError as error:
        raise UsageError(f"{path.name}: can't be read ({(error.strerror or 'no reason given').lower()})") from error
    except Unreadable as error:
        raise UsageError(f"{path.name}: {error}") from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise UsageError(f"{path.name}: no valid XML ({error})") from error
    if root is None or root.tag.lower() != "opml":
        raise UsageError(f"{path.name}: no OPML file")
    found: dict[str, Source] = {}
    unusable: list[str] = []
    names: set[str] = set()
    for outline, folders in _feeds(root, ()):
        written = (_attribute(outline, "xmlUrl") or "").strip()
        name = " ".join((_attribute(outline, "title") or _attribute(outline, "text") or "").split())[:LONGEST_NAME]
        try:
            url, credentials = web_address(written.replace("feed://", "https://", 1).removeprefix("feed:"))
        except Refused:
            unusable.append(name or written)
            continue
        if url in found:
            continue
        name = own_name(name or urlsplit(url).hostname or url, urlsplit(url).hostname or "", names)
        names.add(name)
        found[url] = Source(name=name, url=url, credentials=credentials, tags=folders)
    if not found:
        raise UsageError(f"{path.name}: it names no feed that can be asked")
    if len(found) > MOST_SOURCES:
        raise UsageError(f"{path.name}: more than {MOST_SOURCES:,} feeds")
    return FeedList(sources=tuple(found.values()), unusable=tuple(unusable))


def _feeds(element: Element, folders: tuple[str, ...], *, deep: int = 0) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """The outlines that are feeds, each with the names of the folders around it."""
    if deep > _DEEPEST:
        return
    for inner in element:
        if _attribute(inner, "xmlUrl"):
            yield inner, folders
        label = " ".join((_attribute(inner, "text") or _attribute(inner, "title") or "").split())
        is_folder = inner.tag.lower() == "outline" and label and not _attribute(inner, "xmlUrl")
        below = (*folders, label) if is_folder and label not in folders else folders
        yield from _feeds(inner, below, deep=deep + 1)


def _attribute(element: Element, name: str) -> str | None:
    """An attribute whatever its letters' case: programs write "xmlURL", too."""
    return next((value for key, value in element.attrib.items() if key.lower() == name.lower()), None)


def own_name(name: str, host: str, taken: set[str]) -> str:
    """A name that no other source of the list has."""
    found, number = name, 2
    while found in taken:
        found = (
            f"{name[: LONGEST_NAME - 40]} ({host})"
            if number == 2
            else f"{name[: LONGEST_NAME - 50]} ({host}, {number})"
        )
        number += 1
    return found
