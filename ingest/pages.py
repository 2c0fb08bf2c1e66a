"""HTML pages: what a reader of the page would see of its article, and what the page says about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingest import fields
from ingest.characters import neutralise
from ingest.cleaning import clean
from ingest.dates import is_placeholder, parse_stamp
from ingest.days import day_in_address, day_in_data, in_outlets_zone, stamps_in, zone_in
from ingest.drafts import Draft, Published
from ingest.errors import Shell, Unreadable
from ingest.lacks import lack_of
from ingest.liveblogs import placed, stamped_entries
from ingest.openings import is_closed, partial_of
from ingest.pagedata import PageData, page_data
from ingest.pagetree import parsed, remove_unseen
from ingest.scriptdata import scripts_of, text_of_data, text_of_scripts
from ingest.shells import shell_of
from ingest.teasers import remove_teasers
from ingest.titles import without_outlet

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from ingest.sources.listings import Entry

# Why a page is no article that may be one all the same, which scripts lay out.
_UNLAID = ("an empty shell: its text needs a browser's scripts", "a page without article text")
# Seconds between a page's being made and its being read.
_NOW = 30


def draft_of(
    page: str,
    *,
    url: str | None = None,
    listed: Entry | None = None,
    text: str | None = None,
    remove: Sequence[str] = (),
    all_pages: bool = False,
) -> Draft:
    """A draft from a decoded HTML page.

    `url` is where the page was read, for links relative to it; `listed` what a feed or sitemap said of it,
    taken where the page itself says nothing. `text` is a CSS selector of what holds the article, `remove`
    are those of what does not belong to it. `all_pages`: the article's other pages are read, too.
    Raises Shell when the page is no article, Unreadable.
    """
    from trafilatura import bare_extraction

    tree = parsed(page)
    data = page_data(tree, url=url)
    scripts = scripts_of(tree)
    stamped = stamped_entries(tree, data)
    remove_unseen(tree)
    narrowed = _narrow(tree, text, remove)
    remove_teasers(tree)
    try:
        # The date is read above: the extractor would guess one where the page has none.
        found = bare_extraction(
            tree,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={"extensive_search": False},
        )
    except RecursionError as error:
        raise Unreadable("the page is nested too deeply") from error
    document = found if found is not None and not isinstance(found, dict) else None
    body = (document.text if document is not None else None) or ""
    reason = shell_of(tree, data, body)
    hidden = _hidden_text(data, scripts, body, is_shell=reason in _UNLAID or not (reason or body.strip()))
    if hidden:
        body, reason = hidden, None
    if reason or not body.strip():
        raise Shell(reason or "a page without article text")
    raw, neutralised = neutralise(body)
    notes: list[str] = [] if narrowed or not text else [f"nothing on the page is {text}, so all of it was read"]
    outlet = fields.name(data.publisher or (listed.outlet if listed else None), "the outlet", notes)
    title = _title(
        data, listed, document.title if document else tree.findtext(".//title"), outlet=outlet, url=url, notes=notes
    )
    partial = None if hidden else partial_of(tree, data, body, all_pages=all_pages)
    published = _published(data, listed, notes, text=raw, url=url, page=page)
    if partial:
        notes.append(f"only the opening is there: {partial}")
    text = clean(_without_title(raw, title))
    return Draft(
        text=text,
        entries=placed(stamped, text, published=published.moment if published else None),
        url=data.canonical,
        title=title,
        outlet=outlet,
        authors=data.authors
        or fields.people(document.author if document else None, notes)
        or (listed.authors if listed else ()),
        published=published,
        modified=_modified(data, listed),
        page_language=data.language,
        partial=partial,
        notes=tuple(notes),
        neutralised=neutralised,
        doubts=_doubts_of_text(tree, data, body, hidden=bool(hidden), partial=partial),
        date_doubts=_doubts(data, published),
        unsure_date=None if published else fields.unsure_date(*(one for one, _ in data.published), data.seen_date),
    )


def _hidden_text(data: PageData, scripts: Sequence[str], body: str, *, is_shell: bool) -> str:
    """What stands in the page's data or scripts, where what it shows is no article, or the far smaller part of one. The
    text of a page that says that it is not free is left where it is."""
    if is_closed(data):
        return ""
    of_data = text_of_data(data)
    if len(of_data) > 2 * len(body):
        return of_data
    return text_of_scripts(scripts) if is_shell else ""


def _doubts_of_text(
    tree: HtmlElement, data: PageData, body: str, *, hidden: bool, partial: str | None
) -> tuple[str, ...]:
    if hidden:
        return ("its text, or most of it, stands in the page's data alone",)
    lack = None if partial else lack_of(tree, data, body)
    return (lack,) if lack else ()


def _doubts(data: PageData, published: Published | None) -> tuple[str, ...]:
    found = []
    if data.is_mixed and published and published.how == "json-ld":
        found.append("its data speak of several articles, and nothing tells which is its own")
    if published and _is_now(published):
        found.append("its date is the moment at which it was read")
    return tuple(found)


def _narrow(tree: HtmlElement, text: str | None, remove: Sequence[str]) -> bool:
    """Leave in the page what the editor's selectors leave; False where `text` selects nothing, which leaves all."""
    from lxml.html import builder

    for selector in remove:
        for element in tree.cssselect(selector):
            if element.getparent() is not None:
                element.drop_tree()
    body = tree.find("body")
    chosen = [one for one in tree.cssselect(text) if one.tag not in ("html", "body")] if text else []
    if not chosen or body is None:
        return False
    outer = [one for one in chosen if not any(above in chosen for above in one.iterancestors())]
    headings = [one for one in tree.xpath("//h1") if not any(above in outer for above in one.iterancestors())]
    article = builder.ARTICLE(*headings[:1], *outer)
    body.clear()
    body.append(article)
    return True


def _title(
    data: PageData,
    listed: Entry | None,
    extracted: str | None,
    *,
    outlet: str | None,
    url: str | None,
    notes: list[str],
) -> str | None:
    said = data.first("headline") or data.metas.get("og:title") or (listed.title if listed else None)
    title = fields.name(said or data.heading or extracted, "the title", notes)
    return without_outlet(title, outlet=outlet, url=data.canonical or url) if title else None


def _published(
    data: PageData, listed: Entry | None, notes: list[str], *, text: str, url: str | None, page: str
) -> Published | None:
    """From the surest source that says it: the page's data, the feed or sitemap, what a reader sees.

    A placeholder is no date: the first day of 1970, or the moment at which the page was made for its reader.
    """
    told: list[str] = []
    given = [fields.published(written, how, told, language=data.language, text=text) for written, how in data.published]
    said = [one for one in given if one and not is_placeholder(one.moment)]
    sure = [one for one in said if not _is_now(one)]
    found = next(iter(sure), None) or (listed.published if listed else None)
    seen = fields.published(data.seen_date, "visible text", [], language=data.language, text=text)
    found = found or seen or next(iter(said), None)
    if found is None:
        notes.extend(dict.fromkeys(told))
        return None
    others = [*said, *([listed.published] if listed and listed.published else []), *stamps_in(page)]
    stated = [day_in_address(data.canonical), day_in_address(url), seen.moment.date() if seen else None]
    days = [day for day in (*stated, day_in_data(page)) if day]
    return in_outlets_zone(found, others=others, days=days, zone=zone_in(page))


def _is_now(published: Published) -> bool:
    """Whether a date is that of the reading: many a page's program fills in its own time."""
    return not published.is_day and abs((datetime.now(UTC) - published.moment).total_seconds()) < _NOW


def _modified(data: PageData, listed: Entry | None) -> datetime | None:
    found = parse_stamp(data.modified)
    if found and not found[1]:
        return found[0]
    return listed.updated if listed and listed.updated else found[0] if found else None


def _without_title(text: str, title: str | None) -> str:
    first, newline, rest = text.lstrip("\n").partition("\n")
    if title and newline and _letters(first) == _letters(title):
        return rest
    return text


def _letters(text: str) -> str:
    """A title as it is compared: the page and its data quote and space it differently."""
    return re.sub(r"[\W_]+", " ", text).casefold().strip()
