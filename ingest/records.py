"""JSON Lines: one article a line, `{"url", "title", "published", "text"}` and what else is known of it."""

from __future__ import annotations

import json
import re
from datetime import datetime

from ingest import fields
from ingest.characters import neutralise
from ingest.cleaning import clean
from ingest.dates import parse_stamp
from ingest.drafts import Draft
from ingest.errors import Shell, Unreadable
from ingest.liveblogs import as_read
from ingest.reading import decode
from vectorstore.model import EDITABLE, digest

# The mark of a line that `dateline library export` wrote, and the version of what such lines hold.
EXPORT = 1
# As a service of news writes it that gives the first 200 characters.
_CUT = re.compile(r"\s*\[\+\d+ chars\]\s*$")
_BODY = ("text", "body", "content", "maintext", "raw_text", "articleBody")


def draft_of(line: bytes) -> Draft:
    """A draft from one line. Raises Unreadable for what is no record, Shell for a record without text."""
    notes: list[str] = []
    try:
        given = json.loads(decode(line, notes=notes))
    except json.JSONDecodeError as error:
        raise Unreadable(f"not valid JSON: {error.msg} at character {error.colno}") from error
    except RecursionError as error:
        raise Unreadable("not valid JSON: nested too deeply") from error
    if not isinstance(given, dict):
        raise Unreadable("not a JSON object")
    body = next((given[name] for name in _BODY if given.get(name) is not None), None)
    if body is None:
        raise Shell("a record without text")
    if not isinstance(body, str):
        raise Unreadable('"text" is not a text')
    text, neutralised = neutralise(body)
    own = _own_id(given)
    found = None if own else _CUT.search(text)
    cut = "the record holds the beginning alone" if found else None
    text = text[: found.start()] if found else text
    language = fields.language(fields.pick(given, "language"))
    named = fields.line if own else fields.name
    title = named(fields.pick(given, "title"), "the title", notes)
    return Draft(
        text=text if own else clean(text),
        url=fields.address(fields.pick(given, "url"), notes),
        title=title,
        outlet=named(fields.pick(given, "outlet"), "the outlet", notes),
        authors=fields.people(fields.pick(given, "authors"), notes),
        published=fields.published(
            fields.pick(given, "published"), _how(given) if own else "record", notes, language=language, text=text
        ),
        unsure_date=fields.unsure_date(fields.pick(given, "published")),
        language=language,
        tags=fields.tags(given.get("tags")),
        modified=_moment(given.get("modified")) if own else None,
        partial=fields.line(given.get("partial"), "partial", notes) if own else cut,
        key=_key(given, title, text),
        id=own,
        path=fields.line(given.get("path"), "the path", notes) if own else None,
        withdrawn_at=_moment(given.get("withdrawn_at")) if own else None,
        set_by_editor=_set_by_editor(given) if own else (),
        hold_until=_moment(given.get("hold_until")) if own else None,
        quote_words=_count(given.get("quote_words")) if own else None,
        notes=tuple(notes),
        entries=as_read(given.get("entries"), text) if own else (),
        neutralised=neutralised,
    )


def _own_id(given: dict[str, object]) -> str | None:
    """The id in a line of our own export, which was cleaned before and is taken as it stands."""
    own = given.get("id")
    if given.get("dateline") != EXPORT or not isinstance(own, str) or not 0 < len(own) <= fields.LONGEST_URL:
        return None
    return own if own == " ".join(neutralise(own)[0].split(" ")) else None


def _set_by_editor(given: dict[str, object]) -> tuple[str, ...]:
    named = given.get("set_by_editor")
    return tuple(name for name in EDITABLE if isinstance(named, list) and name in named)


def _moment(value: object) -> datetime | None:
    found = parse_stamp(value)
    return found[0] if found else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _how(given: dict[str, object]) -> str:
    return fields.line(given.get("published_how"), "published_how", []) or "record"


def _key(given: dict[str, object], title: str | None, text: str) -> str:
    """What tells this record from the others of its file when it has no URL, wherever it stands among them."""
    own = given.get("id")
    if isinstance(own, str | int) and not isinstance(own, bool) and 0 < len(str(own)) <= 100:
        return " ".join(neutralise(str(own))[0].split()) or digest(title or "", text[:200])[:12]
    return digest(title or "", text[:200])[:12]
