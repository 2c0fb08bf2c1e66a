"""RSS and Atom feeds: feedparser, behind a check of the XML by defusedxml.

feedparser alone takes an attack for an empty feed: an external entity gives no entries and no error.
"""

from __future__ import annotations

import io
import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ingest import fields
from ingest.dates import is_placeholder, parse_stamp
from ingest.drafts import Published
from ingest.errors import Unreadable
from ingest.pagetree import visible_text
from ingest.sources.listings import MOST_ENTRIES, Entry, Listing
from ingest.sources.prologue import without_prologue
from ingest.web.addresses import web_address
from ingest.web.errors import Refused
from language.reading import alternatives

if TYPE_CHECKING:
    from collections.abc import Mapping

# So many words are more than a summary, where nothing says that they are cut.
_FEWEST_WORDS = 60
_CUT = re.compile(rf"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$|{alternatives(lambda one: one.pages.more, words=False)}", re.I)
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_LONGEST = timedelta(days=1)
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
# What feedparser gives as the last change of an entry, other than its dc:date.
_CHANGED = re.compile(rb"<(?:[\w.-]+:)?(?:modified|updated)\b", re.I)
_ENTITY = re.compile(rb"<\s*!\s*(?:ENTITY|DOCTYPE[^>]*\[)", re.I)
_ITEM = re.compile(rb"<(?:item|entry)\b", re.I)
_SKIPPED_HOURS = re.compile(rb"<skipHours>(.*?)</skipHours>", re.S | re.I)
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.I)


def read_feed(raw: bytes, *, url: str, content_type: str = "", now: datetime | None = None) -> Listing:
    """The feed's entries. Raises Unreadable for what is no feed, is empty, broken or an attack."""
    import feedparser

    raw = without_prologue(raw)
    check_xml(raw)
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    parsed = feedparser.parse(raw, response_headers=headers)
    if not parsed.get("version"):
        raise Unreadable("not a feed")
    if not parsed.entries:
        broken = _ITEM.search(raw.replace(b"\x00", b""))
        raise Unreadable("the feed is broken: none of its entries can be read" if broken else "the feed is empty")
    said = parsed.feed
    outlet = fields.name(_plain(said, "title"), "the outlet", [])
    language = fields.language(said.get("language"))
    spaces = set(parsed.get("namespaces", {}).values())
    dated = str(parsed.version).startswith("rss") and _DUBLIN_CORE in spaces and not _CHANGED.search(raw)
    entries = [
        _entry(one, outlet=outlet, language=language, by_dublin_core=dated) for one in parsed.entries[:MOST_ENTRIES]
    ]
    first: dict[str, Entry] = {}
    for entry in entries:
        if entry:
            first.setdefault(entry.url, entry)
    kept = tuple(first.values())
    if not kept:
        raise Unreadable("the feed's entries name no web addresses")
    return Listing(
        kind="feed",
        entries=kept,
        title=outlet,
        language=language,
        fresh_for=_fresh_for(said, raw, now or datetime.now(UTC)),
        dropped=sum(entry is None for entry in entries),
    )


def check_xml(raw: bytes) -> None:
    """Raises Unreadable where the XML defines entities or refers to files. What is merely malformed passes."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        # An external DOCTYPE alone, as old feeds have it, names a file but leads nowhere.
        for _, element in iterparse(io.BytesIO(raw), forbid_dtd=False, forbid_entities=True, forbid_external=True):
            element.clear()
    except DefusedXmlException as error:
        raise Unreadable("the XML defines entities, which is how such files attack their readers") from error
    except (ParseError, ValueError, LookupError) as error:
        # Malformed XML is common in feeds and is read leniently; it may not define anything either.
        if _ENTITY.search(raw.replace(b"\x00", b"")):
            raise Unreadable("the XML is malformed and defines entities") from error


def _entry(said: Mapping[str, Any], *, outlet: str | None, language: str | None, by_dublin_core: bool) -> Entry | None:
    link = said.get("feedburner_origlink") or said.get("link") or _permalink(said)
    try:
        url, _ = web_address(str(link)) if link else ("", None)
    except Refused:
        return None
    if not url:
        return None
    source = said.get("source")
    named = fields.name(_plain(source, "title"), "the outlet", []) if isinstance(source, dict) else None
    own = fields.language((said.get("title_detail") or {}).get("language"))
    return Entry(
        url=url,
        title=fields.name(_plain(said, "title"), "the title", []),
        outlet=named or outlet,
        authors=fields.people([one.get("name") for one in said.get("authors", []) if one.get("name")], []),
        published=_published(said, language=own or language, by_dublin_core=by_dublin_core),
        updated=_changed(said),
        language=own or language,
        text=_text(said),
    )


def _text(said: Mapping[str, Any]) -> str | None:
    """The entry's whole text, as HTML; a summary, or what is cut off, is none."""
    given = [one.get("value") for one in said.get("content", []) if isinstance(one, dict)]
    longest = max((one for one in given if isinstance(one, str)), key=len, default="")
    words = visible_text(longest).split() if longest else []
    return None if len(words) < _FEWEST_WORDS or _CUT.search(" ".join(words[-12:])) else longest


def _permalink(said: Mapping[str, Any]) -> str | None:
    guid = said.get("id")
    return guid if isinstance(guid, str) and guid.startswith(("http://", "https://")) else None


def _plain(said: Mapping[str, Any], name: str) -> str | None:
    """A title as text: feeds hold markup in it, rightly declared or not."""
    value = said.get(name)
    if not isinstance(value, str):
        return None
    return visible_text(value) if "<" in value or "&" in value else value


def _published(said: Mapping[str, Any], *, language: str | None, by_dublin_core: bool) -> Published | None:
    """As written, so that a time without a zone gives a day and not a wrong moment. `by_dublin_core`:
    feedparser gives the dc:date of an RSS entry as its last change.

    feedparser's own reading is of no use where ours fails: it fills in from today what it can't read.
    """
    given = [said.get("published"), said.get("created")]
    if by_dublin_core and isinstance(said, dict):
        given.insert(1, dict.get(said, "updated"))
    for written in given:
        found = parse_stamp(written, language=language, text=str(said.get("summary", "")))
        if found and not is_placeholder(found[0]):
            return Published(moment=found[0], is_day=found[1], how="feed entry")
    return None


def _changed(said: Mapping[str, Any]) -> datetime | None:
    """When the entry says that it changed last; a time without a zone is taken for one in UTC."""
    if not isinstance(said, dict):
        return None
    # feedparser's own dictionary would give the publication here, with a warning, where there is no change.
    found = parse_stamp(dict.get(said, "updated"))
    if found is None:
        return None
    moment, is_day = found
    timed = _moment(dict.get(said, "updated_parsed"))
    return timed if is_day and timed and timed.date() == moment.date() else moment


def _moment(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _fresh_for(said: Mapping[str, Any], raw: bytes, now: datetime) -> timedelta | None:
    """The feed's own hints: ttl in minutes, the syndication module's period, hours in which nothing comes."""
    hints: list[timedelta] = []
    ttl = str(said.get("ttl", "")).strip()
    if ttl.isdigit():
        hints.append(timedelta(minutes=int(ttl[:6])))
    hours = _PERIODS.get(str(said.get("sy_updateperiod", "")).strip().lower())
    if hours:
        frequency = str(said.get("sy_updatefrequency", "1")).strip()
        hints.append(timedelta(hours=hours) / max(1, int(frequency[:4]) if frequency.isdigit() else 1))
    skipped = _SKIPPED_HOURS.search(raw)
    if skipped:
        silent = {int(hour) % 24 for hour in _HOUR.findall(skipped[1])}
        wait = next((n for n in range(24) if (now + timedelta(hours=n)).astimezone(UTC).hour not in silent), 0)
        if wait:
            hints.append(timedelta(hours=wait) - timedelta(minutes=now.minute))
    return min(max(hints), _LONGEST) if hints and max(hints) > timedelta(0) else None
