"""A gathered answer to a draft, whatever kind it is of, and to an article of the library."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest import plaintext
from ingest.articles import article_of, checked, page_draft, with_metadata_of
from ingest.characters import neutralise
from ingest.cleaning import clean
from ingest.days import dated_by_address
from ingest.drafts import Draft, Published
from ingest.errors import Shell, Unreadable
from ingest.pagetree import visible_blocks
from ingest.reading import decode
from ingest.sandbox.parent import read_apart
from ingest.sources.config import Source
from ingest.sources.gathered import Gathered
from ingest.sources.listings import Entry
from ingest.sources.marks import Mark, limited
from ingest.web.caching import http_date
from ingest.web.errors import Refused
from ingest.web.sameness import same_address, without_tracking
from vectorstore.model import Article

if TYPE_CHECKING:
    from ingest.web.client import Answer

# How a date was found that a list gave.
_LISTED = ("feed entry", "sitemap")


def draft_of(gathered: Gathered) -> Draft:
    """The article that an address gave. Its `url` is the one to store and to link to.

    What the page does not say is taken from the feed or sitemap, then from the source's own settings.
    Raises Unreadable, Shell.
    """
    answer, listed, source = gathered.answer, gathered.listed, gathered.source
    assert answer is not None
    notes: list[str] = []
    if gathered.unread:
        assert listed is not None
        draft = _feed_draft(listed)
        notes.append(f"its page can't be read ({gathered.unread}); the text is its feed's")
    elif gathered.kind in ("pdf", "docx"):
        draft = read_apart(gathered.kind, gathered.body)
    elif gathered.kind == "text":
        text = decode(gathered.body, declared=answer.charset, notes=notes)
        draft = plaintext.draft_of(text, markdown=answer.media_type == "text/markdown")
    else:
        try:
            draft = _page_draft(gathered, answer, gathered.body, notes)
        except (Shell, Unreadable) as error:
            if not (listed and listed.text):
                raise
            draft = replace(_feed_draft(listed), notes=(f"its page is {error}; the text is its feed's",))
        for further in gathered.further:
            try:
                draft = _continued(draft, _page_draft(gathered, further.answer, further.body, notes))
            except Shell:
                draft = replace(draft, partial=draft.partial or "its next page can't be read")
    if source.use_feed_text and listed and listed.text:
        draft = replace(draft, text=_feed_draft(listed).text, partial=None)
    elif draft.partial and listed and listed.text:
        draft = _completed(draft, _feed_draft(listed))
    found = replace(
        checked(draft),
        notes=(*notes, *draft.notes),
        url=_address(draft.url, answer.moved or answer.url),
        title=draft.title or (listed.title if listed else None),
        outlet=draft.outlet or source.outlet or (listed.outlet if listed else None),
        authors=draft.authors or (listed.authors if listed else ()),
        published=draft.published or (listed.published if listed else None),
        modified=draft.modified or _modified(answer, listed),
        language=draft.language or source.language,
    )
    return dated_by_address(found, url=found.url)


def _feed_draft(listed: Entry) -> Draft:
    """The article as its feed holds it."""
    text, neutralised = neutralise("\n".join(visible_blocks(listed.text or "")))
    return Draft(text=clean(text), page_language=listed.language, neutralised=neutralised)


def _completed(draft: Draft, of_feed: Draft) -> Draft:
    """An opening, with the text of its feed where that is more."""
    if len(of_feed.text) * 3 < len(draft.text) * 4:
        return draft
    note = f"its page shows an opening only ({draft.partial}); the text is its feed's"
    notes = tuple(one for one in draft.notes if not one.startswith("only the opening"))
    return replace(draft, text=of_feed.text, entries=(), partial=None, notes=(*notes, note))


def _page_draft(gathered: Gathered, answer: Answer, body: bytes, notes: list[str]) -> Draft:
    return page_draft(
        decode(body, html=True, declared=answer.charset, notes=notes),
        url=answer.url,
        listed=gathered.listed,
        text=gathered.source.text,
        remove=gathered.source.remove,
        all_pages=gathered.all_pages,
    )


def _continued(draft: Draft, further: Draft) -> Draft:
    """An article with its next page, of which what stands on every page is left out."""
    before = set(draft.text.split("\n"))
    lines = [line for line in further.text.split("\n") if line not in before or not line]
    text = "\n".join(lines).strip("\n")
    return replace(
        draft,
        text=f"{draft.text}\n{text}" if text else draft.text,
        partial=draft.partial or further.partial,
        notes=tuple(dict.fromkeys((*draft.notes, *further.notes))),
        doubts=tuple(dict.fromkeys((*draft.doubts, *further.doubts))),
        entries=(),
        date_doubts=tuple(dict.fromkeys((*draft.date_doubts, *further.date_doubts))),
        neutralised=draft.neutralised + further.neutralised,
    )


def web_article_of(item: Gathered, draft: Draft, *, article_id: str, source_hash: str) -> Article:
    """The article of a gathered page, with the tags of its source."""
    assert item.answer is not None
    article = article_of(draft, article_id=article_id, source_hash=source_hash, fetched_at=item.answer.fetched_at)
    return limited(article, item.source)


def with_what_is_known(before: Article | None, article: Article, source: Source) -> Article:
    """With what the page does not say, from before; not what came of the source's entry as it was."""
    if before is None:
        return article
    mark = Mark.on(before.source_hash)
    if mark.source != Mark.of(source).source:
        return with_metadata_of(before, article)
    kept = replace(before, outlet=None) if mark.gave_outlet_of(before) else before
    return limited(with_metadata_of(kept, article), source)


def with_listed_date(item: Gathered, before: Article | None) -> Gathered:
    """With the date that a feed or sitemap gave, where none lists the article any more: it is surer than what a reader
    of the page sees."""
    if before is None or before.published is None or before.published_how not in _LISTED:
        return item
    listed = item.listed or Entry(url=item.url)
    date = Published(moment=before.published, is_day=before.published_is_day, how=before.published_how)
    return replace(item, listed=replace(listed, published=listed.published or date))


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
