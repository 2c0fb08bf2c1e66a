"""Metadata as sources give it, made fit: of the right kind, of bearable length, with a note where it isn't."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import urlsplit

from ingest.characters import neutralise
from ingest.dates import parse_stamp, readings
from ingest.drafts import Published
from language.reading import entries
from vectorstore.model import shortened

LONGEST = 300
AUTHORS = 20
LONGEST_URL = 2_000
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,30});")
_TAGGED = re.compile(r"<(\w{1,10})(?:\s[^<>]*)?>([^<>]*)</\1>")

# What the fields are called in front matter and in records.
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher", "site", "sitename", "source-hostname", "source_domain", "hostname"),
    "authors": ("authors", "author", "byline"),
    "published": (
        "published",
        "published_at",
        "publishedAt",
        "publish_date",
        "date_publish",
        "date",
        "datePublished",
        "pubDate",
        "published_date",
        "publication_date",
    ),
    "url": ("url", "link", "canonical", "source_url", "source"),
    "language": ("language", "lang"),
}
# The same in lines that people write above a text, in their own languages.
LABELS: Mapping[str, tuple[str, ...]] = {
    "title": tuple(entries(lambda one: one.bylines.title)),
    "outlet": tuple(entries(lambda one: one.bylines.outlet)),
    "authors": tuple(entries(lambda one: one.bylines.authors)),
    "published": tuple(entries(lambda one: one.bylines.published)),
    "url": tuple(entries(lambda one: one.bylines.url)),
    "language": tuple(entries(lambda one: one.bylines.language)),
}


def pick(given: Mapping[str, object], field: str) -> object:
    """The value of a field under any of its names. "source" is an address in some records, an outlet in others, and an
    object with a name in yet others."""
    lowered = {str(name).lower(): value for name, value in given.items()}
    for name in NAMES[field]:
        value = lowered.get(name.lower())
        if field == "outlet" and isinstance(value, dict):
            value = value.get("name") or value.get("id")
        if value in (None, "") or (name == "source" and _is_address(value) != (field == "url")):
            continue
        return value
    return None


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.strip().startswith(("http://", "https://"))


def line(value: object, what: str, notes: list[str]) -> str | None:
    """One clean line of at most 300 characters; what is no text is left out and told."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        value = str(value)
    if not isinstance(value, str):
        notes.append(f"{what} is not a text and was left out")
        return None
    clean = " ".join(neutralise(value)[0].split())
    if len(clean) > LONGEST:
        notes.append(f"{what} has {len(clean)} characters and was cut")
        clean = clean[: LONGEST - 1].rstrip() + "…"
    return clean or None


def name(value: object, what: str, notes: list[str]) -> str | None:
    """The same of a title, an outlet or a person, as its reader would see it: many programs write such texts for HTML
    wherever they stand, some twice."""
    return line(without_markup(value) if isinstance(value, str) else value, what, notes)


def without_markup(text: str) -> str:
    """With the characters that entities stand for (those that end with a semicolon: "AT&T" has none), without pairs of
    tags."""
    for _ in range(2):
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    return _TAGGED.sub(r"\2", text)


def people(value: object, notes: list[str]) -> tuple[str, ...]:
    """Authors from a text ("A and B", "A; B", "A, B") or a list."""
    if isinstance(value, str):
        value = without_markup(value)
        for mark in (" and ", " und ", " et ", " y ", "、", "，"):
            value = value.replace(mark, ";")
        values: list[object] = [part for part in value.replace(",", ";").split(";") if part.strip()]
    elif isinstance(value, list | tuple):
        values = list(value)
    elif value is None:
        return ()
    else:
        notes.append("authors is neither a text nor a list and was left out")
        return ()
    if len(values) > AUTHORS:
        notes.append(f"{len(values)} authors are named; the first {AUTHORS} were kept")
    names = (name(item, "an author", notes) for item in values[:AUTHORS])
    return tuple(dict.fromkeys(one for one in names if one))


def tags(value: object) -> tuple[str, ...]:
    """Words that an article carries, from a list of texts; anything else is none."""
    values = value if isinstance(value, list | tuple) else []
    found = (line(item, "a tag", []) for item in values[:AUTHORS])
    return tuple(dict.fromkeys(tag for tag in found if tag))


def address(value: object, notes: list[str]) -> str | None:
    """An http(s) address that can stand as an id and be shown as a link."""
    if value is None:
        return None
    if isinstance(value, str):
        text = value.strip()
        try:
            parts = urlsplit(text)
            sound = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        except ValueError:
            sound = False
        clean = neutralise(text)[0] == text and not any(character.isspace() or character in '<>"' for character in text)
        if sound and clean and len(text) <= LONGEST_URL:
            return text
    notes.append("url is not a web address and was left out")
    return None


def published(
    value: object, how: str, notes: list[str], *, language: str | None = None, text: str = ""
) -> Published | None:
    """A date that is whole; else the article is undated, and that is told. `language` and `text` as in `parse_date`."""
    if value is None:
        return None
    found = parse_stamp(value, language=language, text=text)
    if found is None and readings(value):
        return None  # told with our guess: `unsure_date`
    if found is None:
        shown = shortened(str(value).strip(), limit=60)
        notes.append(f"the publication date “{shown}” can't be read for certain, so the article is undated")
        return None
    moment, is_day = found
    return Published(moment=moment, is_day=is_day, how=how)


def unsure_date(*values: object) -> str | None:
    """The first of the dates as written, if it may be two days."""
    written = next((str(value).strip() for value in values if value), None)
    return written if readings(written) else None


def language(value: object) -> str | None:
    """The primary part of a language tag ("en-GB" gives "en")."""
    primary = str(value).replace("_", "-").partition("-")[0].strip().lower() if isinstance(value, str) else ""
    return primary if primary.isascii() and primary.isalpha() and 2 <= len(primary) <= 3 else None
