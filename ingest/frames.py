"""Where on its page a text stands, and what there speaks for an article or asks the reader for something.

The words of a wall and those of an article about walls are the same. What stands around them is not: an article has
its heading, its author, its day; a wall has its buttons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.cleaning import is_prose
from ingest.pagedata import PageData
from language.reading import one_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CONTROLS = (
    ".//button | .//input[@type='submit' or @type='button'] | .//*[@role='button']"
    " | .//a[contains(@class, 'btn') or contains(@class, 'button')]"
)
_AGREE = one_of(lambda one: one.pages.agree, words=False)
_LONGEST_LABEL = 60
_BYLINE = (
    ".//*[@rel='author' or @itemprop='author' or contains(@class, 'byline') or contains(@class, 'author')]"
    "[normalize-space()]"
)
_ENDS_HERE = frozenset(("article", "main", "dialog", "form", "body"))
_HEADINGS = ".//h1 | .//h2 | .//h3"
_SNIPPET = 40


def frame_of(tree: HtmlElement, text: str) -> HtmlElement:
    """The smallest part of the page that holds the text's sentences, and what belongs to them: a heading, or an element
    that stands for a whole. The page where they are not found."""
    lines = [line.strip() for line in text.splitlines() if is_prose(line.strip())]
    ends = [found for line in lines[:1] + lines[-1:] if (found := _holder(tree, line)) is not None]
    if not ends:
        return tree
    last = {ends[-1], *ends[-1].iterancestors()}
    around = next(one for one in (ends[0], *ends[0].iterancestors()) if one in last)
    while around.tag not in _ENDS_HERE and not around.xpath(_HEADINGS) and around.getparent() is not None:
        around = around.getparent()
    return around


def signs_of_article(around: HtmlElement, data: PageData) -> int:
    """How many of four are there: the page declares an article, it has a day, somebody's name, and the text stands in
    an article's element. None counts where a reader sees none: what waits for scripts declares an article, too."""
    inside = [around, *around.iterancestors()]
    marked = any(one.tag == "article" or one.get("itemprop") == "articleBody" for one in inside)
    marked = marked or bool(around.xpath(".//*[@itemprop='articleBody']"))
    byline = bool(around.xpath(_BYLINE))
    if not (marked or byline or data.seen_date):
        return 0
    return sum((data.is_article, bool(data.published or data.seen_date), bool(data.authors or byline), marked))


def asks_for_consent(around: HtmlElement) -> bool:
    """Whether there are buttons to agree or to refuse."""
    labels = (" ".join((one.text_content() or one.get("value") or "").split()) for one in around.xpath(_CONTROLS))
    return any(len(label) <= _LONGEST_LABEL and _AGREE.search(label) for label in labels)


def _holder(tree: HtmlElement, line: str) -> HtmlElement | None:
    """The smallest element of the body with a line's first characters; elements stand side by side without spaces."""
    wanted = "".join(line.split())[:_SNIPPET]
    found: HtmlElement | None = None
    inner = tree.find("body")
    while inner is not None and wanted in "".join(inner.text_content().split()):
        found = inner
        inner = next((one for one in found if wanted in "".join(one.text_content().split())), None)
    return found
