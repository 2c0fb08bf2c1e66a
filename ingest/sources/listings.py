"""What a feed or a sitemap gives: a list of addresses, with what it says about each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from ingest.drafts import Published

ListingKind = Literal["feed", "sitemap", "news sitemap", "sitemap index"]

# A sitemap may hold 50,000 addresses (sitemaps.org); nothing is gained from longer lists.
MOST_ENTRIES = 50_000
_OLDEST = datetime.min.replace(tzinfo=UTC)


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

    @property
    def lost(self) -> str | None:
        """What could not be read of it, in words; None where all could."""
        if not self.dropped:
            return None
        many = f"{self.dropped} of its entries name" if self.dropped > 1 else "one of its entries names"
        return f"{many} no address that can be read; the other {len(self.entries)} were"


def newest(listing: Listing, *, takes: Callable[[str], bool]) -> list[Entry]:
    """The entries whose addresses a source takes, the newest first. Without dates a listing's own order counts."""
    entries = [entry for entry in listing.entries if takes(entry.url)]
    if listing.kind != "feed":
        entries.sort(key=lambda entry: _moment(entry) or _OLDEST, reverse=True)
    return entries


def changed_last(index: Listing) -> list[str]:
    """The addresses of a sitemap index, those that changed last first."""
    entries = sorted(index.entries, key=lambda entry: entry.updated or _OLDEST, reverse=True)
    return [entry.url for entry in entries]


def _moment(entry: Entry) -> datetime | None:
    return entry.updated or (entry.published.moment if entry.published else None)
