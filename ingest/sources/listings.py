"""What a feed or a sitemap gives: a list of addresses, with what it says about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ingest.drafts import Published

ListingKind = Literal["feed", "sitemap", "news sitemap", "sitemap index"]

# A sitemap may hold 50,000 addresses (sitemaps.org); nothing is gained from longer lists.
MOST_ENTRIES = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One address of a listing. `updated` is its own word on the last change, in UTC; `text` the article's own text as
    HTML, where the listing holds more of it than a summary."""

    url: str
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    updated: datetime | None = None
    language: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A feed's or a sitemap's entries, in its own order. In a sitemap index they are sitemaps.

    `fresh_for` is how long it says that asking again is of no use. `dropped` counts entries without an
    address that could be asked.
    """

    kind: ListingKind
    entries: tuple[Entry, ...]
    title: str | None = None
    language: str | None = None
    fresh_for: timedelta | None = None
    dropped: int = 0
