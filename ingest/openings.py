"""Articles of which only the opening is shown, judged by several signs together.

A prompt to subscribe to a newsletter makes nothing partial, nor does a page that is marked as not free and holds all of
its text: many outlets mark all that they print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ingest.pagedata import PageData
from ingest.pagination import pager_of
from language.reading import one_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Characters of text: cut openings run to a few paragraphs.
_OPENING = 2_500
_TEASER = 800
# A line of this many characters is a sentence of the article more often than a label.
_SENTENCE = 40
# The share of the length that a page states from which its text is as long as that: counts differ by captions, credits.
_ALL = 0.85
_FEWEST_WORDS = 30

# A demand that ends what can be read, not an offer beside it: it speaks of the rest of this article.
_DEMAND = one_of(lambda one: one.pages.demands, words=False)
_WALL = re.compile(
    r"pay-?wall|reg-?wall|subscriber-only|subscription-(?:wall|gate)|article-gate|gated-content"
    r"|premium-wall|metered|piano-|barrier",
    re.I,
)
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[\"'”’)]*$")
# A demand for something else than to read on.
_OFFER = re.compile(r"news\s?letters?|e-?mail|alerts|bookmark|comment|briefing", re.I)
_NOT = ("false", "no", "0", "http://schema.org/false", "https://schema.org/false")
# Ends of a meta's name, its letters alone: what is said to be free, to be closed, and of which kind it is.
_FREE_META = re.compile(r"isaccessibleforfree$|is(?:article|content)?free$|freeaccess$|^(?:article)?free$")
_CLOSED_META = re.compile(
    r"paywall(?:ed)?$|premium(?:content)?$|(?<!un)paid(?:content)?$|(?<!un)(?<!b)locked(?:content)?$"
    r"|subscribers?only$|requiressubscription$"
)
_TIER_META = re.compile(
    r"tier$|access(?:type|level|rights?|status|model)?$|(?:article|content|page|story|post)(?:type|class|status|category)$"
    r"|(?:paywall|subscription)(?:status|type|state)?$"
)
_CLOSED_TIER = re.compile(
    r"(?:locked|paid|premium|plus|subscri(?:bers?|ption)|members?|paywall(?:ed)?|closed|restricted|required)"
    r"(?:only|content|article)?"
)
_COUNT = re.compile(r"(\d{1,3}(?:[,.\u00a0\u202f' ’]\d{3})|\d{1,6})(?:\.0+)?(?:\s*[^\W\d_]+\.?)?")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def partial_of(tree: HtmlElement, data: PageData, text: str, *, all_pages: bool = False) -> str | None:
    """Why only the opening of the article is shown, None when it seems whole. `tree` is what a reader sees; with
    `all_pages` the article's other pages are there, too."""
    pager = pager_of(tree)
    if pager and not (all_pages and (data.next_page or pager.number == pager.total)):
        return f"it is page {pager.number} of {pager.total}"
    if data.next_page and not all_pages:
        return "it goes on on a next page"
    size = len(text.strip())
    after = _after(tree, text)
    demand = any(not _OFFER.search(found[0]) for found in _DEMAND.finditer(after))
    if _has_stated_words(data, text) or (_has_stated_body(data, text) and not (demand and size < _OPENING)):
        return None
    # A button's word may follow the cut line.
    cut = any(_CUT.search(line.strip()) for line in text.strip().splitlines()[-2:])
    marked = [element for element in tree.iter() if isinstance(element.tag, str) and _is_marked(element)]
    here = _holds(_closed_parts(tree, data), text, least=1) or _holds(marked, text, least=size // 2)
    wall = not here and any(_begins_in(element, after) for element in marked)
    closed = not here and is_closed(data)
    if closed and (demand or cut or wall or size < _TEASER or is_short_of(data, text)):
        return "the outlet shows the rest to subscribers only"
    if demand and (cut or wall or size < _OPENING):
        return "it ends with a prompt to subscribe"
    if wall and cut:
        return "its text is cut at a paywall"
    return None


def is_closed(data: PageData) -> bool:
    """Whether the page says of its article, or of a part of it, that it is not free."""
    for name, value in data.metas.items():
        plain, said = re.sub(r"[^a-z]", "", name), value.strip().lower()
        if _FREE_META.search(plain) and _denies(said):
            return True
        if _CLOSED_META.search(plain) and said in ("true", "yes", "1", "on", "hard"):
            return True
        if _TIER_META.search(plain) and _CLOSED_TIER.fullmatch(re.sub(r"[\s_-]", "", said)):
            return True
    return any(
        _denies(one.get("isAccessibleForFree")) or _affirms(one.get("requiresSubscription")) or list(_parts(one))
        for one in data.said
    )


def _denies(value: Any) -> bool:
    """Whether a value says no, in one of the forms that pages write it in."""
    if isinstance(value, list):
        return any(_denies(one) for one in value)
    if isinstance(value, dict):
        return _denies(value.get("@value", value.get("@id")))
    return value is False or str(value).strip().lower() in _NOT


def _affirms(value: Any) -> bool:
    return value is True or str(value).strip().lower() in ("true", "yes")


def _parts(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of an article that are said to be not free."""
    parts = said.get("hasPart")
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict) and _denies(part.get("isAccessibleForFree")):
            yield part


def _closed_parts(tree: HtmlElement, data: PageData) -> list[HtmlElement]:
    """The elements that the page itself says are the part which is not free."""
    from cssselect import SelectorError

    found: list[HtmlElement] = []
    for said in data.said:
        for part in _parts(said):
            selectors = part.get("cssSelector")
            for selector in selectors if isinstance(selectors, list) else [selectors]:
                try:
                    found += tree.cssselect(selector) if isinstance(selector, str) else []
                except SelectorError:
                    continue
    return found


def _is_marked(element: HtmlElement) -> bool:
    label = f"{element.get('class') or ''} {element.get('id') or ''}"
    return (
        element.tag not in ("html", "body", "a", "button")
        and bool(_WALL.search(label))
        and bool(element.text_content().strip())
    )


def _holds(elements: list[HtmlElement], text: str, *, least: int) -> bool:
    """Whether the elements hold at least so many characters of the article's sentences: what is closed is here."""
    inside = " ".join(" ".join(element.text_content().split()) for element in elements)
    lines = (" ".join(line.split()) for line in text.splitlines()) if inside else ()
    held = sum(len(line) for line in lines if len(line) >= _SENTENCE and not _DEMAND.search(line) and line in inside)
    return held >= max(1, least)


def _begins_in(element: HtmlElement, after: str) -> bool:
    return " ".join(element.text_content().split())[:_SENTENCE] in after


def stated_words(data: PageData) -> int:
    """How many words the page says that its article has; 0 where it doesn't."""
    return max((_count(one.get("wordCount")) for one in data.said), default=0)


def _count(said: Any) -> int:
    """A number of words in one of the forms that pages write it in: 1250, 1250.0, "1,250", "1250 words"."""
    if isinstance(said, dict):
        said = said.get("@value")
    found = _COUNT.fullmatch(str(said).strip())
    return int(re.sub(r"\D", "", found[1])) if found else 0


def _words(text: str) -> int:
    """Words; letters of scripts that don't part words count as such."""
    wide = len(_WIDE.findall(text))
    return wide + len(_WIDE.sub(" ", text).split())


def _has_stated_words(data: PageData, text: str) -> bool:
    stated = stated_words(data)
    return stated >= _FEWEST_WORDS and _words(text) >= _ALL * stated


def _has_stated_body(data: PageData, text: str) -> bool:
    """Whether the text is as long as the one in the page's own data, and that one is the article and no summary."""
    if is_short_of(data, text):
        return False
    bodies = [one["articleBody"] for one in data.said if isinstance(one.get("articleBody"), str)]
    body = max((" ".join(one.split()) for one in bodies), key=len, default="")
    summary = " ".join((data.metas.get("og:description") or data.metas.get("description") or "").split())
    if not body or _CUT.search(body) or (summary and body.startswith(summary[:100]) and len(body) < 2 * len(summary)):
        return False
    return _ALL * len(body) <= len(text) <= len(body) / _ALL + _TEASER


def is_short_of(data: PageData, text: str) -> bool:
    """Less than two thirds of the words that the page says the article has."""
    stated = stated_words(data)
    return stated > _FEWEST_WORDS and _words(text) * 3 < stated * 2


def _after(tree: HtmlElement, text: str) -> str:
    """What a reader sees from the last words of the text on: where a demand to subscribe stands."""
    seen = " ".join(tree.text_content().split())
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    for line in reversed(lines[-5:]):
        end = seen.rfind(line[-60:])
        if end >= 0:
            return seen[end : end + 1_500]
    return seen[-3_000:]
