"""What a page says about itself: schema.org data, meta elements, microdata, and what a reader sees as its date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from ingest import fields
from ingest.dates import WRITTEN, parse_date
from ingest.linkeddata import disagree, linked_data, own_objects, types_of
from ingest.pagination import next_page_of
from language.reading import one_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Where pages say when an article came out, the surest first.
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "parsely-pub-date", "datepublished", "dc.date.issued",
    "article:publicationdate", "dcterms.issued", "dcterms.created", "sailthru.date", "cxenseparse:recs:publishtime",
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "publication-date", "date",
    "dc.date",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "last-modified", "lastmod",
)  # fmt: skip
# "EST" is five hours behind in New York and ten ahead in Sydney: such a time gives the day that is written.
_LETTER_ZONE = re.compile(r"\s(?!GMT|UTC)[A-Z]{2,5}\b(?=\s+\d{4}$|$)")
_DATED = re.compile(r"date|time|publish|posted|byline|dateline|meta", re.I)
_ELSEWHERE = re.compile(
    r"related|recent|popular|trending|sidebar|comment|footer|promo|teaser|recirc|more-|updat|modif",
    re.I,
)
_UPDATED = one_of(lambda one: one.pages.updated, words=False)
_OPENING_PARAGRAPHS = 3
_SHORTEST_HEADING = 8
_SAMPLE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageData:
    """`said` are the schema.org objects that describe the page's article; `metas` the meta elements by lower-case name.
    `is_mixed`: nothing tells which of several objects with different dates describes it."""

    said: Sequence[dict[str, Any]] = ()
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    language: str | None = None
    published: tuple[tuple[str, str], ...] = ()  # (as written, where), the surest first
    seen_date: str | None = None
    modified: str | None = None
    heading: str | None = None
    feeds: tuple[str, ...] = ()
    is_mixed: bool = False
    next_page: str | None = None

    @property
    def is_article(self) -> bool:
        """Whether the page declares itself to be one."""
        kinds = {kind for one in self.said for kind in types_of(one)}
        return bool(kinds - {"WebPage"}) or self.metas.get("og:type", "").lower() == "article"

    def first(self, name: str) -> str | None:
        """The first text under `name` in the schema.org data."""
        return next((one[name] for one in self.said if isinstance(one.get(name), str) and one[name].strip()), None)

    def first_date(self, name: str) -> str | None:
        """The same of a date, which may be a number, or stand in a list."""
        for one in self.said:
            value = one.get(name)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
                return str(value)
        return None

    @property
    def publisher(self) -> str | None:
        named = (name for one in self.said for name in _names(one.get("publisher")))
        return next(named, None) or self.metas.get("og:site_name")

    @property
    def authors(self) -> tuple[str, ...]:
        for one in self.said:
            if names := _names(one.get("author")):
                return fields.people(names, [])
        return ()


def page_data(tree: HtmlElement, *, url: str | None = None) -> PageData:
    """Read from the whole page, before anything is taken out of it. `url` is where it came from."""
    metas = _metas(tree)
    base = _base(tree, url)
    heading = _heading(tree)
    language = fields.language(tree.get("lang"))
    addresses = [one for one in (url, _canonical(tree, metas, base)) if one]
    titles = [one for one in (heading, metas.get("og:title"), _titled(tree)) if one]
    said = own_objects(linked_data(tree), addresses=addresses, titles=titles, base=base)
    data = PageData(said=said, metas=metas)
    return PageData(
        said=said,
        metas=metas,
        canonical=_canonical(tree, metas, base) or _address(data.first("url"), base),
        language=language,
        published=tuple(_published(tree, data)),
        seen_date=_seen_date(tree, language, titles),
        modified=_modified(tree, data),
        heading=heading,
        feeds=_feeds(tree, base),
        is_mixed=disagree(said),
        next_page=next_page_of(tree, addresses=addresses, base=base),
    )


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    names = [one.get("name") if isinstance(one, dict) else one for one in values]
    return [name for name in names if isinstance(name, str) and name.strip() and "://" not in name]


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The page's meta elements by lower-case name; the first of each."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _base(tree: HtmlElement, url: str | None) -> str | None:
    """What the page's relative links start from: its first `<base href>`, else where it was read."""
    given = next((str(href).strip() for href in tree.xpath("//base/@href")), "")
    try:
        whole = urljoin(url or "", given)
    except ValueError:
        return url
    return whole if fields.address(whole, []) else url


def _canonical(tree: HtmlElement, metas: dict[str, str], base: str | None) -> str | None:
    links = tree.xpath("//link[translate(@rel, 'CANONICAL', 'canonical') = 'canonical']/@href")
    candidates = (_address(str(one), base) for one in (*links, metas.get("og:url")) if one)
    return next((one for one in candidates if one), None)


def _address(written: str | None, base: str | None) -> str | None:
    """The whole address; pages that name the front page as theirs would all be one article."""
    try:
        whole = urljoin(base, written) if base and written else written
    except ValueError:
        return None
    address = fields.address(whole, []) if whole else None
    if address and (urlsplit(address).path.strip("/") or urlsplit(address).query):
        return address.partition("#")[0]
    return None


def _published(tree: HtmlElement, data: PageData) -> Iterator[tuple[str, str]]:
    """(as written, where) of all dates that the page gives as that of its publication, the surest first."""
    written = data.first_date("datePublished")
    if written:
        yield written, "json-ld"
    for name in _DATE_METAS:
        if name in data.metas:
            yield _LETTER_ZONE.sub("", data.metas[name]), f"meta {name}"
    for path in (
        "//*[@itemprop='datePublished']/@datetime",
        "//*[@itemprop='datePublished']/@content",
        "//time[@pubdate]/@datetime",
    ):
        for value in tree.xpath(path):
            yield str(value), "microdata"
    times = {
        one.get("datetime")
        for one in tree.xpath("//article//time[@datetime] | //header//time[@datetime]")
        if one.get("itemprop") != "dateModified" and not _UPDATED.search(one.text_content())
    }
    if len(times) == 1:
        yield str(times.pop()), "time element"


def _modified(tree: HtmlElement, data: PageData) -> str | None:
    said = data.first_date("dateModified") or next(
        (data.metas[name] for name in _MODIFIED_METAS if name in data.metas), None
    )
    marked = tree.xpath("//*[@itemprop='dateModified']/@datetime | //*[@itemprop='dateModified']/@content")
    return said or (str(marked[0]) if marked else None)


def _seen_date(tree: HtmlElement, language: str | None, titles: Sequence[str]) -> str | None:
    """The one whole date that stands by the article's heading, as a day; None where there are two, or none."""
    headings = tree.xpath("//h1")
    if not headings:
        return None
    # Some pages call their menu a heading, too.
    titled = [_letters(one) for one in titles]
    named = (one for one in headings if len(_letters(one.text_content())) >= _SHORTEST_HEADING)
    heading = next((one for one in named if any(_letters(one.text_content()) in of for of in titled)), headings[0])
    beside = " ".join(one.text_content() for one in tree.iter("p"))[:_SAMPLE]
    paragraphs = 0
    days: dict[object, str] = {}
    for element in heading.xpath("following::*"):
        if element.tag == "p":
            paragraphs += 1
            if paragraphs > _OPENING_PARAGRAPHS:
                break
        label = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop", "data-testid"))
        if not (element.tag == "time" or _DATED.search(label)) or _is_elsewhere(element):
            continue
        text = " ".join(element.text_content().split()) if len(element) < 12 else ""
        if len(text) <= 120 and not _UPDATED.search(text):
            for found in WRITTEN.findall(text):
                if day := parse_date(found, language=language, text=beside):
                    days.setdefault(day[0].date(), found)
    return next(iter(days.values())) if len(days) == 1 else None


def _is_elsewhere(element: HtmlElement) -> bool:
    around = [element, *element.iterancestors()]
    return any(
        one.tag in ("nav", "aside", "footer") or _ELSEWHERE.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in around[:6]
    )


def _heading(tree: HtmlElement) -> str | None:
    headings = [" ".join(one.text_content().split()) for one in tree.xpath("//h1")]
    whole = [heading for heading in headings if heading]
    return whole[0] if len(whole) == 1 else None


def _titled(tree: HtmlElement) -> str:
    return " ".join(" ".join(str(one) for one in tree.xpath("//head/title/text()")).split())


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text.casefold()))


def _feeds(tree: HtmlElement, url: str | None) -> tuple[str, ...]:
    links = tree.xpath("//link[@rel='alternate'][contains(@type, 'rss') or contains(@type, 'atom')]/@href")
    found: list[str] = []
    for link in links[:5]:
        try:
            whole = urljoin(url or "", link)
        except ValueError:
            continue
        if fields.address(whole, []):
            found.append(whole)
    return tuple(dict.fromkeys(found))
