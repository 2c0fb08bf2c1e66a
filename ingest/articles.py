"""One source's bytes to an article of the library."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from ingest import pages, plaintext, records
from ingest.drafts import Draft
from ingest.errors import Shell
from ingest.language import language_of
from ingest.reading import READER, decode
from ingest.sources.files import Found
from vectorstore.model import Article, digest

# Fewer letters than this are no article.
_FEWEST_LETTERS = 12


def source_hash(found: Found, raw: bytes) -> str:
    """What tells, next time, that nothing needs reading: which file, which bytes, read by which reader.

    It begins with the file's key, so that an article's file is known without asking for its text.
    """
    state = hashlib.blake2b(READER.encode(), digest_size=16)
    state.update(raw)
    return found.key + state.hexdigest()


def draft_of(found: Found, raw: bytes) -> Draft:
    """Read, clean, and take the metadata. Raises Unreadable, Shell."""
    if found.kind == "records":
        draft = records.draft_of(raw)
    elif found.kind == "html":
        draft = pages.draft_of(decode(raw, html=True))
    else:
        draft = plaintext.draft_of(decode(raw), markdown=found.kind == "markdown")
    if sum(1 for character in draft.text[:2_000] if character.isalnum()) < _FEWEST_LETTERS:
        raise Shell("no text is left without the site's own lines")
    return draft


def natural_id(found: Found, draft: Draft) -> str:
    """The canonical URL, else the path below the root, with the record's key where a file holds many."""
    if draft.url:
        return draft.url
    return f"{found.name}#{draft.key}" if draft.key else found.name


def article_of(found: Found, draft: Draft, *, article_id: str, source: str) -> Article:
    """The article, as it goes into the library."""
    published = draft.published
    return Article(
        id=article_id,
        text=draft.text,
        content_hash=digest(draft.text),
        source_hash=source,
        fetched_at=datetime.now(UTC).replace(microsecond=0),
        url=draft.url,
        path=found.name,
        root=str(found.root),
        title=draft.title,
        outlet=draft.outlet,
        authors=draft.authors,
        published=published.moment if published else None,
        published_how=published.how if published else None,
        published_is_day=published.is_day if published else True,
        language=draft.language or language_of(draft.text) or draft.page_language,
    )
