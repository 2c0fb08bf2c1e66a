"""HTML pages: what a reader of the page would see of its article, and what the page says about it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ingest import fields
from ingest.characters import neutralise
from ingest.cleaning import clean
from ingest.drafts import Draft
from ingest.errors import Shell, Unreadable

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSEEN_TAGS = frozenset(
    ("script", "style", "template", "noscript", "textarea", "select", "datalist", "iframe", "object", "canvas", "svg")
)
_UNSEEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0*(?:\.0+)?\s*(?:px|pt|em|rem|%)?\s*(?:;|!|$)|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|!|$))",
    re.I,
)
# The schema.org types that describe an article, the most telling first.
_HEADLINES = (
    "NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "AnalysisNewsArticle",
    "OpinionNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle", "WebPage",
)  # fmt: skip
# Where pages say when an article came out, the surest first.
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "parsely-pub-date", "datepublished", "dc.date.issued",
    "dcterms.created", "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date", "date", "dc.date",
)  # fmt: skip
_MOST_ELEMENTS = 300_000
# The parser's time grows with the square of an element's attributes: 20,000 of them take seconds.
_MOST_ATTRIBUTES = 1_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def draft_of(page: str) -> Draft:
    """A draft from a decoded HTML page. Raises Shell when the page has no article text."""
    from trafilatura import bare_extraction

    tree = _parsed(page)
    said = _linked_data(tree)
    metas = _metas(tree)
    canonical = _canonical(tree, metas, said)
    language = fields.language(tree.get("lang"))
    date = _date(tree, metas, said)
    _remove_unseen(tree)
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
    body = document.text if document is not None else None
    if document is None or not body or not body.strip():
        raise Shell("a page without article text")
    raw, neutralised = neutralise(body)
    notes: list[str] = []
    title = fields.line(_first(said, "headline") or metas.get("og:title") or document.title, "the title", notes)
    published = fields.published(date[0], date[1], notes) if date else None
    return Draft(
        text=clean(_without_title(raw, title)),
        url=canonical,
        title=title,
        outlet=fields.line(_publisher(said) or metas.get("og:site_name"), "the outlet", notes),
        authors=_authors(said) or fields.people(document.author, notes),
        published=published,
        page_language=language,
        notes=tuple(notes),
        neutralised=neutralised,
    )


def visible_text(fragment: str) -> str:
    """The text of a piece of HTML that a reader would see."""
    from lxml import html

    if not fragment.strip():
        return ""
    try:
        tree = html.fragment_fromstring(fragment, create_parent="div")
    except (ValueError, html.etree.ParserError):
        return ""
    _remove_unseen(tree)
    return str(tree.text_content())


def _parsed(page: str) -> HtmlElement:
    from lxml import etree, html

    for tag in _LONG_TAG.finditer(page):
        if len(_QUOTED.sub("", tag[0]).split()) > _MOST_ATTRIBUTES:
            raise Unreadable(f"the page has an element with more than {_MOST_ATTRIBUTES:,} attributes")
    # lxml refuses a text with an encoding declaration, and ends at a NUL.
    raw = page.replace("\x00", "").encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(
            raw, parser=html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        )
    except (etree.LxmlError, ValueError) as error:
        raise Shell("a page without article text") from error
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise Unreadable(f"the page has more than {_MOST_ELEMENTS:,} elements")
    return tree


def _remove_unseen(tree: HtmlElement) -> None:
    unseen = [element for element in tree.iter() if isinstance(element.tag, str) and _is_unseen(element)]
    for element in unseen:
        if element.getparent() is not None:
            element.drop_tree()


def _is_unseen(element: HtmlElement) -> bool:
    return (
        element.tag in _UNSEEN_TAGS
        or element.get("hidden") is not None
        or (element.tag == "input" and element.get("type") == "hidden")
        or bool(_UNSEEN_STYLE.search(element.get("style") or ""))
    )


# What the page says about itself


def _linked_data(tree: HtmlElement) -> list[dict[str, Any]]:
    """The schema.org objects of the page that describe an article, the most telling first."""
    found: list[dict[str, Any]] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            found.extend(_objects(json.loads(script.text or "", strict=False)))
        except (ValueError, RecursionError):
            continue
    articles = [(min(kinds), said) for said in found if (kinds := _kinds(said))]
    return [said for _, said in sorted(articles, key=lambda pair: pair[0])]


def _kinds(said: dict[str, Any]) -> list[int]:
    given = said.get("@type")
    return [_HEADLINES.index(kind) for kind in (given if isinstance(given, list) else [given]) if kind in _HEADLINES]


def _objects(value: Any, *, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth=depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"), depth=depth + 1)


def _first(said: list[dict[str, Any]], name: str) -> str | None:
    return next((one[name] for one in said if isinstance(one.get(name), str) and one[name].strip()), None)


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    names = [one.get("name") if isinstance(one, dict) else one for one in values]
    return [name for name in names if isinstance(name, str) and name.strip() and "://" not in name]


def _publisher(said: list[dict[str, Any]]) -> str | None:
    return next((name for one in said for name in _names(one.get("publisher"))), None)


def _authors(said: list[dict[str, Any]]) -> tuple[str, ...]:
    for one in said:
        if names := _names(one.get("author")):
            return fields.people(names, [])
    return ()


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The page's meta elements by lower-case name; the first of each."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _canonical(tree: HtmlElement, metas: dict[str, str], said: list[dict[str, Any]]) -> str | None:
    links = tree.xpath("//link[translate(@rel, 'CANONICAL', 'canonical') = 'canonical']/@href")
    for candidate in (*links, metas.get("og:url"), _first(said, "url")):
        url = fields.address(candidate, []) if candidate else None
        # Pages that name the front page as their address would all be one article.
        if url and (urlsplit(url).path.strip("/") or urlsplit(url).query):
            return url.partition("#")[0]
    return None


def _date(tree: HtmlElement, metas: dict[str, str], said: list[dict[str, Any]]) -> tuple[str, str] | None:
    """(the date as written, where it was found)."""
    written = _first(said, "datePublished")
    if written:
        return written, "json-ld"
    for name in _DATE_METAS:
        if name in metas:
            return metas[name], f"meta {name}"
    for path in (
        "//*[@itemprop='datePublished']/@datetime",
        "//*[@itemprop='datePublished']/@content",
        "//time[@pubdate]/@datetime",
    ):
        for value in tree.xpath(path):
            return str(value), "microdata"
    times = {str(value) for value in tree.xpath("//article//time/@datetime | //header//time/@datetime")}
    if len(times) == 1:
        return times.pop(), "time element"
    return None


def _without_title(text: str, title: str | None) -> str:
    first, newline, rest = text.lstrip("\n").partition("\n")
    if title and newline and first.strip().casefold() == title.casefold():
        return rest
    return text
