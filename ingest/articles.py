"""One source's bytes to an article of the library."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from ingest import pages, plaintext, records
from ingest.days import dated_by_address, day_in_address, in_outlets_zone
from ingest.drafts import Draft
from ingest.errors import Shell
from ingest.formats import mail
from ingest.formats.archives import gunzip
from ingest.reading import READER, decode
from ingest.sandbox.parent import read_apart
from ingest.sources.files import Found, one_form
from language.detection import text_language
from vectorstore.model import Article, digest

if TYPE_CHECKING:
    from ingest.sources.listings import Entry

# Fewer letters than this are no article.
_FEWEST_LETTERS = 12
# Characters of a page, and tags within tags: beyond these it is read apart.
_LARGE_PAGE = 3_000_000
_DEEP_PAGE = 500
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements without an end tag, or whose end tag is mostly left out.
_NEVER_CLOSED = frozenset(("area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "path", "source", "td", "th", "tr", "track", "wbr"))  # fmt: skip


def source_hash(key: str, raw: bytes) -> str:
    """What tells, next time, that nothing needs reading: which file, which bytes, read by which reader.

    It begins with the file's `key`, so that an article's file is known without asking for its text.
    """
    state = hashlib.blake2b(READER.encode(), digest_size=16)
    state.update(raw)
    return key + state.hexdigest()


def draft_of(found: Found, raw: bytes, *, max_bytes: int = 20_000_000) -> Draft:
    """Read, clean, and take the metadata. `max_bytes` bounds what a packed file may hold.

    Raises Unreadable, Shell.
    """
    if found.packed and found.kind != "records":  # the lines of records come unpacked
        raw = gunzip(raw, max_bytes=max_bytes)
    notes: list[str] = []
    if found.kind == "records":
        draft = records.draft_of(raw)
    elif found.kind == "html":
        saved = mail.saved_page(raw)
        page = decode(saved.raw if saved else raw, html=True, declared=saved.charset if saved else None, notes=notes)
        draft = page_draft(page, url=saved.url if saved else None)
        if saved and saved.url and not draft.url:
            draft = replace(draft, url=saved.url)
    elif found.kind == "mail":
        draft = mail.draft_of(raw)
    elif found.kind in ("pdf", "docx"):
        draft = read_apart(found.kind, raw)
    else:
        draft = plaintext.draft_of(decode(raw, notes=notes), markdown=found.kind == "markdown")
    name = None if found.kind == "records" else found.name
    return checked(dated_by_address(replace(draft, notes=(*notes, *draft.notes)), url=draft.url, name=name))


def page_draft(
    page: str,
    *,
    url: str | None = None,
    listed: Entry | None = None,
    text: str | None = None,
    remove: Sequence[str] = (),
    all_pages: bool = False,
) -> Draft:
    """From HTML; where it is so large or deep that its parser might not come back, in a child process.

    The rest is as in `pages.draft_of`; read apart, a page goes without it.
    """
    if is_heavy(page):
        return read_apart("html", page.encode("utf-8", "replace"))
    return pages.draft_of(page, url=url, listed=listed, text=text, remove=remove, all_pages=all_pages)


def is_heavy(page: str) -> bool:
    """Whether a page is so large or deep that it is parsed in a process of its own only."""
    return len(page) > _LARGE_PAGE or _depth(page) > _DEEP_PAGE


def _depth(page: str) -> int:
    """How many tags are open at most, roughly: good enough to tell a page that is made to be deep."""
    deepest = depth = 0
    for tag in _TAG.finditer(page):
        if tag[1]:
            depth = max(0, depth - 1)
        elif tag[2].lower() not in _NEVER_CLOSED:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def checked(draft: Draft) -> Draft:
    """The draft, if it holds an article. Raises Shell."""
    letters = (character for character in draft.text[:2_000] if character.isalnum())
    if sum(1 for _ in islice(letters, _FEWEST_LETTERS)) < _FEWEST_LETTERS:
        raise Shell("no text is left without the site's own lines")
    return draft


def natural_id(found: Found, draft: Draft) -> str:
    """An export's own id, the canonical URL, else the path below the root, with the record's key among many."""
    if draft.id:
        return draft.id
    if draft.url:
        return draft.url
    name = one_form(found.name)
    return f"{name}#{draft.key}" if draft.key else name


def why_not(draft: Draft, before: Article | None, *, same_file: bool = False) -> str | None:
    """Why what is held stays, None where the draft takes its place.

    A whole text always replaces an opening, and an opening never a whole text. Of two alike the newer wins, however
    long they are: a correction may be shorter. Newer is what is read later, unless both say when they were changed;
    `same_file` is as its owner left it, whatever it says.
    """
    if before is None:
        return None
    if draft.partial and before.partial is None and not _begins_with(draft.text, before.text):
        return f"only the opening ({draft.partial}); the fuller text is kept"
    later = bool(draft.modified and before.modified and draft.modified > before.modified)
    if draft.partial and before.partial and not later and _is_cut_of(draft.text, before.text):
        return f"a shorter opening ({draft.partial}); the fuller text is kept"
    alike = (draft.partial is None) == (before.partial is None)
    if alike and not same_file and draft.modified and before.modified and draft.modified < before.modified:
        return f"last changed on {draft.modified:%Y-%m-%d}; the text that is held is newer ({before.modified:%Y-%m-%d})"
    return None


def _is_cut_of(text: str, other: str) -> bool:
    """Whether the text is the other's beginning and less than it."""
    return len(text) < len(other) and _begins_with(other, text.rstrip("… ."))


def _begins_with(text: str, other: str) -> bool:
    """Whether the other is no more than this: an opening, too, which an earlier reader took for a whole text."""
    return " ".join(text.split()).startswith(" ".join(other.split()))


def with_metadata_of(before: Article | None, article: Article) -> Article:
    """What a new text of an article does not say of it, from the one before it."""
    if before is None:
        return article
    found = replace(
        article,
        url=article.url or before.url,
        title=article.title or before.title,
        outlet=article.outlet or before.outlet,
        authors=article.authors or before.authors,
        modified=article.modified or before.modified,
        tags=article.tags or before.tags,
        hold_until=article.hold_until or before.hold_until,
        quote_words=before.quote_words if article.quote_words is None else article.quote_words,
    )
    is_sure = article.published is not None and not article.is_dated_by_address
    if before.published is not None and not is_sure:
        found = replace(
            found,
            published=before.published,
            published_how=before.published_how,
            published_is_day=before.published_is_day,
        )
    return found


def article_of(draft: Draft, *, article_id: str, source_hash: str, fetched_at: datetime) -> Article:
    """The article that a draft makes, wherever it was read."""
    published = draft.published
    if published:
        days = [day for day in (day_in_address(draft.url),) if day]
        published = in_outlets_zone(published, others=(), days=days)
    return Article(
        id=article_id,
        text=draft.text,
        content_hash=digest(draft.text),
        source_hash=source_hash,
        fetched_at=fetched_at,
        url=draft.url,
        title=draft.title,
        outlet=draft.outlet,
        authors=draft.authors,
        published=published.moment if published else None,
        published_how=published.how if published else None,
        published_is_day=published.is_day if published else True,
        set_by_editor=draft.set_by_editor,
        hold_until=draft.hold_until,
        quote_words=draft.quote_words,
        language=draft.language or text_language(draft.text) or draft.page_language,
        modified=draft.modified,
        withdrawn_at=draft.withdrawn_at,
        partial=draft.partial,
        tags=draft.tags,
        entries=draft.entries,
    )


def file_article_of(
    found: Found, draft: Draft, *, article_id: str, source_hash: str, root_name: str | None = None
) -> Article:
    """The same, of a file: with where it lies."""
    now = datetime.now(UTC).replace(microsecond=0)
    # What an export holds of the web stays the web's: its next run may change it.
    from_web = bool(draft.id) and draft.path is None
    return replace(
        article_of(draft, article_id=article_id, source_hash=source_hash, fetched_at=now),
        path=draft.path if draft.id else found.name,
        root=None if from_web else str(found.root),
        root_name=None if from_web else root_name,
    )
