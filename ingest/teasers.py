"""Boxes of other articles' titles and first lines, out of a page: told by their shape.

Such a box is a row of alike elements, each beginning with a link to another page and holding little text. Its
sentences are sentences of other articles: an answer that cites them cites the wrong one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FEWEST = 3
_LONGEST = 350
# A link that comes later than this in its element stands within a sentence.
_LEADS = 60
# A page most of whose text stands in such rows is an article made of links.
_MOST = 0.4


def remove_teasers(tree: HtmlElement) -> None:
    """Take the rows out of `tree`, with the heading above each."""
    whole = len(" ".join(tree.text_content().split())) or 1
    rows = [element for element in tree.iter("ul", "ol", "div", "section", "table", "tbody") if _is_row(element)]
    outer = [row for row in rows if not any(above in rows for above in row.iterancestors())]
    size = sum(len(" ".join(row.text_content().split())) for row in outer)
    if size > whole * _MOST:
        return
    for row in outer:
        before = row.getprevious()
        if before is not None and before.tag in ("h2", "h3", "h4", "h5", "h6"):
            before.drop_tree()
        if row.getparent() is not None:
            row.drop_tree()


def _is_row(element: HtmlElement) -> bool:
    children = [child for child in element if isinstance(child.tag, str)]
    items = [
        child for child in children if child.tag == "li" or child.tag not in ("h2", "h3", "h4", "h5", "h6", "hr", "br")
    ]
    if len(items) < _FEWEST or len({(item.tag) for item in items}) > 1:
        return False
    teasers = sum(_is_teaser(item) for item in items)
    prose = sum(len(" ".join(item.text_content().split())) > _LONGEST for item in items)
    return teasers >= _FEWEST and teasers * 5 >= len(items) * 4 and not prose


def _is_teaser(item: HtmlElement) -> bool:
    text = " ".join(item.text_content().split())
    if not 15 <= len(text) <= _LONGEST:
        return False
    for link in item.iter("a"):
        words = " ".join(link.text_content().split())
        if words and _leads_away(link.get("href") or ""):
            return text.find(words) <= _LEADS and (len(words) >= 12 or len(words) * 3 >= len(text))
    return False


def _leads_away(href: str) -> bool:
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return False
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return bool(parts.path.strip("/") or parts.query)
