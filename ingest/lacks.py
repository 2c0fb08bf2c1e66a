"""What a page shows of its article that the text taken from it lacks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ingest.openings import is_short_of, stated_words
from ingest.pagedata import PageData

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Characters: a shorter paragraph may be a caption, a credit, a link.
_PARAGRAPH = 80
_FEWEST = 3
_SNIPPET = 60


def lack_of(tree: HtmlElement, data: PageData, text: str) -> str | None:
    """That the text is far shorter than its page says or shows, in words; None where it is not."""
    if is_short_of(data, text):
        return f"its text has {len(text.split())} words of the {stated_words(data)} that its page states"
    held = "".join(text.split())
    beside: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for paragraph in tree.iter("p"):
        words = "".join(paragraph.text_content().split())
        parent = paragraph.getparent()
        if len(words) >= _PARAGRAPH and parent is not None and not _is_beside(paragraph):
            beside[str(parent.tag), parent.get("class") or ""].append(words)
    # Paragraphs of one kind are the article's, or they are not: some of them are in the text.
    kinds = [paragraphs for paragraphs in beside.values() if any(one[:_SNIPPET] in held for one in paragraphs)]
    shown = {one for paragraphs in kinds for one in paragraphs}
    lacking = [one for one in shown if one[:_SNIPPET] not in held]
    if len(lacking) >= _FEWEST and sum(map(len, lacking)) * 3 > sum(map(len, shown)):
        return f"its text lacks {len(lacking)} of the {len(shown)} paragraphs that its page shows"
    return None


def _is_beside(paragraph: HtmlElement) -> bool:
    """Whether it stands in what is no part of an article."""
    around = [*paragraph.iterancestors()]
    labels = " ".join(f"{one.get('class') or ''} {one.get('id') or ''}".lower() for one in around[:4])
    return any(one.tag in ("aside", "footer", "nav", "form", "figure", "blockquote", "li") for one in around) or any(
        word in labels for word in ("comment", "related", "promo", "teaser", "recirc", "newsletter", "footer")
    )
