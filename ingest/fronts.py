"""Front pages: what an editor names when he means a site. They are no articles, and name their feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest.articles import is_heavy
from ingest.errors import SourceError
from ingest.pagedata import page_data
from ingest.pagetree import parsed

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Links in headings, and paragraphs longer than a teaser. An article has few of the first or several of the second.
_HEADLINES = 5
_PROSE = 200
_FEW = 2


def feeds_of_front(page: str, *, url: str) -> tuple[str, ...] | None:
    """The feeds that a front or section page names, its first choice first; None for what may be an article."""
    if is_heavy(page):
        return None
    try:
        tree = parsed(page)
    except SourceError:
        return None
    data = page_data(tree, url=url)
    if data.is_article:
        return None
    is_root = (urlsplit(url).path or "/") == "/"
    if not _lists_articles(tree) and not (is_root and data.feeds):
        return None
    # Comments have feeds of their own.
    return tuple(sorted(data.feeds, key=lambda feed: "comment" in feed.lower()))


def _lists_articles(tree: HtmlElement) -> bool:
    links = tree.xpath("//*[self::h1 or self::h2 or self::h3 or self::h4][.//a[@href]]//a/@href")
    links += tree.xpath("//a[@href][.//h2 or .//h3 or .//h4]/@href")
    if len(set(links)) < _HEADLINES:
        return False
    prose = tree.xpath(f"//p[not(ancestor::a)][string-length(normalize-space()) >= {_PROSE}]")
    return len(prose) <= _FEW
