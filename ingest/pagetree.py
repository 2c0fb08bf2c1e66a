"""The tree of a page, and what of it a reader would see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
_MOST_ELEMENTS = 300_000
# The parser's time grows with the square of an element's attributes: 20,000 of them take seconds.
_MOST_ATTRIBUTES = 1_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_CONTROLS = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f]")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def visible_text(fragment: str) -> str:
    """The text of a piece of HTML that a reader would see."""
    from lxml import html

    if not fragment.strip():
        return ""
    try:
        tree = html.fragment_fromstring(fragment, create_parent="div")
    except (ValueError, html.etree.ParserError):
        return ""
    remove_unseen(tree)
    return str(tree.text_content())


BLOCKS = frozenset(("p", "td", "th", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "center",
    "section", "article", "header", "footer", "table", "ul", "ol", "br", "hr", "pre", "address", "body", "figure",
    "figcaption"))  # fmt: skip


def visible_blocks(fragment: str) -> list[str]:
    """The text that a reader of some HTML would see, a line for each of its blocks."""
    from lxml import html

    if not fragment.strip():
        return []
    try:
        tree = html.fragment_fromstring(fragment, create_parent="div")
    except (ValueError, html.etree.ParserError):
        return []
    remove_unseen(tree)
    return blocks_of(tree)


def blocks_of(tree: HtmlElement) -> list[str]:
    """A line for each block of a tree. Raises Unreadable where they are nested too deeply."""
    lines = [""]

    def visit(element: HtmlElement) -> None:
        is_block = element.tag in BLOCKS
        if is_block and lines[-1]:
            lines.append("")
        lines[-1] += element.text or ""
        for inner in element:
            if isinstance(inner.tag, str) and inner.tag != "head":
                visit(inner)
            lines[-1] += inner.tail or ""
        if is_block and lines[-1]:
            lines.append("")

    try:
        visit(tree)
    except RecursionError as error:
        raise Unreadable("it is nested too deeply") from error
    return [" ".join(line.split()) for line in lines if line.strip()]


def parsed(page: str) -> HtmlElement:
    """The tree of a decoded page, without comments. Raises Shell, Unreadable."""
    from lxml import etree, html

    for tag in _LONG_TAG.finditer(page):
        if len(_QUOTED.sub("", tag[0]).split()) > _MOST_ATTRIBUTES:
            raise Unreadable(f"the page has an element with more than {_MOST_ATTRIBUTES:,} attributes")
    # lxml refuses a text with an encoding declaration, and ends at a NUL; trafilatura loses a page with other controls.
    raw = _CONTROLS.sub("", page).encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(
            raw, parser=html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        )
    except (etree.LxmlError, ValueError) as error:
        raise Shell("a page without article text") from error
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise Unreadable(f"the page has more than {_MOST_ELEMENTS:,} elements")
    return tree


def remove_unseen(tree: HtmlElement) -> None:
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
