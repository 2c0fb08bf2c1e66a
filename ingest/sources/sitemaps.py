"""Sitemaps, news sitemaps and indexes of them, through defusedxml."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from ingest import fields
from ingest.dates import parse_stamp
from ingest.drafts import Published
from ingest.errors import Unreadable
from ingest.sources.listings import MOST_ENTRIES, Entry, Listing, ListingKind
from ingest.sources.prologue import without_prologue
from ingest.web.addresses import web_address
from ingest.web.errors import Refused

_ROOTS: dict[str, ListingKind] = {"urlset": "sitemap", "sitemapindex": "sitemap index"}
_LONGEST_VALUE = 4_000
_ENTITY = re.compile(rb"<\s*!\s*(?:ENTITY|DOCTYPE[^>]*\[)", re.I)
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)")
_LOC = re.compile(rb"<loc\b", re.I)


def read_sitemap(raw: bytes, *, url: str) -> Listing:
    """The sitemap's entries. Raises Unreadable for what is none, is empty or an attack.

    What is malformed is read again, leniently: with its bare "&" escaped, and past what breaks it. `dropped` counts
    the addresses that are lost all the same.
    """
    from defusedxml import DefusedXmlException
    from lxml.etree import XMLSyntaxError

    raw = without_prologue(raw)
    try:
        kind, entries, dropped = _read(_strictly(raw), url)
    except DefusedXmlException as error:
        raise Unreadable("the XML defines entities, which is how such files attack their readers") from error
    except (SyntaxError, ValueError, LookupError):  # the parser's own error is a SyntaxError
        if _ENTITY.search(raw.replace(b"\x00", b"")):
            raise Unreadable("the XML is malformed and defines entities") from None
        try:
            kind, entries, dropped = _read(_leniently(raw), url)
        except XMLSyntaxError as error:
            raise Unreadable("the sitemap is broken") from error
        if raw.rfind(b"</loc") < raw.rfind(b"<loc"):
            entries.popitem()  # its address is cut
        dropped = max(dropped, len(_LOC.findall(raw)) - len(entries))
        if not entries:
            raise Unreadable("the sitemap is broken") from None
    if kind is None or not entries:
        raise Unreadable("the sitemap is empty" if not dropped else "the sitemap names no web addresses")
    return Listing(kind=kind, entries=tuple(entries.values()), dropped=dropped)


def _strictly(raw: bytes) -> Iterator[tuple[str, Any]]:
    from defusedxml.ElementTree import iterparse

    yield from iterparse(io.BytesIO(raw), events=("start", "end"), forbid_entities=True)


def _leniently(raw: bytes) -> Iterator[tuple[str, Any]]:
    """By lxml, past what is malformed; it resolves no entities and loads nothing."""
    from lxml import etree

    yield from etree.iterparse(
        io.BytesIO(_BARE.sub(b"&amp;", raw)), events=("start", "end"), recover=True, resolve_entities=False,
        load_dtd=False, no_network=True, remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _read(events: Iterator[tuple[str, Any]], url: str) -> tuple[ListingKind | None, dict[str, Entry], int]:
    """One entry at a time: a sitemap of 50,000 as a tree would take ten times its size."""
    kind: ListingKind | None = None
    entries: dict[str, Entry] = {}
    dropped = 0
    values: dict[str, str] = {}
    for event, element in events:
        name = _name(element.tag)
        if kind is None:
            kind = _ROOTS.get(name)
            if kind is None:
                raise Unreadable("not a sitemap")
            root = element
            continue
        if event == "start":
            continue
        if name in ("url", "sitemap") and len(entries) < MOST_ENTRIES:
            entry = _entry(values, url)
            if entry is None:
                dropped += 1
            else:
                entries.setdefault(entry.url, entry)
            if "news" in values and kind == "sitemap":
                kind = "news sitemap"
        elif name not in ("url", "sitemap"):
            _take(values, element.tag, element.text)
            continue
        values = {}
        root.clear()
    return kind, entries, dropped


def _name(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _take(values: dict[str, str], tag: str, text: str | None) -> None:
    """Keep a value under its name; those of the news extension as "news:…", of others (images, videos) not at all."""
    space, _, _ = tag.rpartition("}")
    name = _name(tag)
    if "sitemap-news" in space:
        values["news"] = "yes"
        name = f"news:{name}"
    elif "sitemap-" in space or "image" in space or "video" in space:
        return
    if text and text.strip() and len(text) <= _LONGEST_VALUE:
        values.setdefault(name, text.strip())


def _entry(values: dict[str, str], base: str) -> Entry | None:
    try:
        url, _ = web_address(urljoin(base, values["loc"]))
    except (KeyError, Refused, ValueError):
        return None
    published = parse_stamp(values.get("news:publication_date"))
    return Entry(
        url=url,
        title=fields.name(values.get("news:title"), "the title", []),
        outlet=fields.name(values.get("news:name"), "the outlet", []),
        published=Published(moment=published[0], is_day=published[1], how="sitemap") if published else None,
        updated=_moment(values.get("lastmod")),
        language=fields.language(values.get("news:language")),
    )


def _moment(written: str | None) -> datetime | None:
    found = parse_stamp(written)
    return found[0] if found else None
