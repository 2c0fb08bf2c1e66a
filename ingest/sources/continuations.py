"""Where what a page holds goes on: the next page of its article, or the page that it sends its readers to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ingest.articles import is_heavy
from ingest.errors import SourceError
from ingest.pagedata import page_data
from ingest.pagetree import parsed
from ingest.pagination import pager_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What a page must hold to be looked at any closer: most have neither.
_NEXT = re.compile(
    r"<(?:link|a)\b[^<>]*\brel\s*=\s*[\"']?[^\"'<>]*\bnext\b|\bpag(?:e|ing|er|inat)|[页頁]|페이지|\bseite", re.I
)
_REFRESH = re.compile(r"<meta\b[^<>]*\bhttp-equiv\s*=\s*[\"']?refresh", re.I)
_SENT = re.compile(r"\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?\s*([^\"'\s]+)", re.I)
# Seconds; a page that waits longer is read by its readers, and loads itself anew.
_AT_ONCE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where an article goes on, and what its page is called: the next one of another name is another article, unless
    a pager counts it."""

    address: str
    title: str
    is_counted: bool

    def leads_to(self, page: str, *, url: str) -> bool:
        """Whether the page that stands there is the article's."""
        if self.is_counted or is_heavy(page):
            return True
        try:
            there = _title(parsed(page))
        except SourceError:
            return True
        return not there or not self.title or there in self.title or self.title in there


def step_from(page: str, *, url: str) -> Step | None:
    """To the next page of the page's article."""
    if not _NEXT.search(page) or is_heavy(page):
        return None
    try:
        tree = parsed(page)
    except SourceError:
        return None
    address = page_data(tree, url=url).next_page
    return Step(address=address, title=_title(tree), is_counted=pager_of(tree) is not None) if address else None


def _title(tree: HtmlElement) -> str:
    """The words of its heading, else of its title."""
    headings = [one.text_content() for one in tree.xpath("//h1")] or [
        str(one) for one in tree.xpath("//head/title/text()")
    ]
    return " ".join(re.findall(r"[^\W\d_]+", headings[0].casefold())) if headings else ""


def refresh_of(page: str, *, url: str) -> str | None:
    """Where a page sends its readers at once (`<meta http-equiv="refresh">`), as browsers do."""
    if not _REFRESH.search(page) or is_heavy(page):
        return None
    try:
        tree = parsed(page)
    except SourceError:
        return None
    for meta in tree.xpath("//meta[not(ancestor::noscript)][@content]"):
        found = _SENT.match(meta.get("content")) if (meta.get("http-equiv") or "").lower() == "refresh" else None
        if found and int(found[1]) <= _AT_ONCE:
            try:
                target = urljoin(url, found[2])
            except ValueError:
                return None
            return target if target.partition("#")[0] != url.partition("#")[0] else None
    return None
