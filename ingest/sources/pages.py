"""A gathered answer to a draft, whatever kind it is of."""

from __future__ import annotations

import codecs
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest import plaintext
from ingest.articles import checked, page_draft
from ingest.drafts import Draft
from ingest.reading import decode, decode_as
from ingest.sandbox.parent import read_apart
from ingest.sources.gathering import Gathered
from ingest.web.caching import http_date
from ingest.web.errors import Refused
from ingest.web.sameness import same_address, without_tracking

if TYPE_CHECKING:
    from ingest.sources.listings import Entry
    from ingest.web.client import Answer


def draft_of(gathered: Gathered) -> Draft:
    """The article that an address gave. Its `url` is the one to store and to link to.

    What the page does not say is taken from the feed or sitemap, then from the source's own settings.
    Raises Unreadable, Shell.
    """
    answer, listed, source = gathered.answer, gathered.listed, gathered.source
    assert answer is not None
    if gathered.kind in ("pdf", "docx"):
        draft = read_apart(gathered.kind, gathered.body)
    elif gathered.kind == "text":
        draft = plaintext.draft_of(
            _decoded(gathered.body, answer, html=False), markdown=answer.media_type == "text/markdown"
        )
    else:
        page = _decoded(gathered.body, answer, html=True)
        draft = page_draft(page, url=answer.url, listed=listed, text=source.text, remove=source.remove)
    return replace(
        checked(draft),
        url=_address(draft.url, answer.moved or answer.url),
        title=draft.title or (listed.title if listed else None),
        outlet=draft.outlet or source.outlet or (listed.outlet if listed else None),
        authors=draft.authors or (listed.authors if listed else ()),
        published=draft.published or (listed.published if listed else None),
        modified=draft.modified or _modified(answer, listed),
        language=draft.language or source.language,
    )


def _decoded(body: bytes, answer: Answer, *, html: bool) -> str:
    """By the charset of the answer's header where it holds, else as a file is read."""
    charset = answer.charset
    if charset and not body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = decode_as(body, charset)
        if text is not None:
            return decode(text.encode("utf-8", "replace"), html=False)
    return decode(body, html=html)


def _address(canonical: str | None, answered: str) -> str:
    """The page's own canonical address, if it is of the same site: no page may speak for another's."""
    if canonical and _same_site(canonical, answered):
        try:
            return without_tracking(canonical)
        except Refused:
            pass
    return without_tracking(answered)


def _same_site(one: str, other: str) -> bool:
    hosts = [same_address(f"https://{urlsplit(url).hostname or ''}/") for url in (one, other)]
    return hosts[0] == hosts[1] or any(a.endswith(f".{b}") and "." in b for a, b in (hosts, reversed(hosts)))


def _modified(answer: Answer, listed: Entry | None) -> datetime | None:
    if listed and listed.updated:
        return listed.updated
    return http_date(answer.headers.get("last-modified", ""))
