"""Articles over several pages: whether a page is one of them, and which follows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from language.reading import alternatives

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PAGE = alternatives(lambda one: one.pages.page, words=False)
_OF = rf"(?:[/／]|{alternatives(lambda one: one.pages.of, words=False)})"
_NUMBERED = re.compile(
    rf"{_PAGE}\s*(?P<a>\d{{1,2}})\s*{_OF}\s*(?P<b>\d{{1,2}})(?!\d)"
    rf"|(?<!\d)(?P<c>\d{{1,2}})\s*[/／]\s*(?P<d>\d{{1,2}})\s*{_PAGE}"
    r"|第\s*(?P<e>\d{1,2})\s*[页頁][,，\s/]*共\s*(?P<f>\d{1,2})\s*[页頁]",
    re.I,
)
_PAGER = re.compile(r"\bpag(?:e[rs]?|inat\w*|ing|enav\w*)?\b|page-?(?:nav|num|link)|multi-?page", re.I)
# "1/3" alone, in its brackets; what it counts is told by where the link beside it leads.
_BARE = re.compile(rf"[(\[]?\s*(?P<number>\d{{1,2}})\s*(?:{_OF}|[|–-])\s*(?P<total>\d{{1,2}})\s*[)\]]?\W*", re.I)
_LONGEST = 160
_NUMBER = re.compile(r"(?<![A-Za-z\d])\d{1,2}(?!\d)")
_SECOND = re.compile(r"(?:[/_-]|[?&](?:p|page|pg|seite|pagina)=|/page/|,)2(?:\.[a-z]{2,5})?/?$", re.I)


class Pager(NamedTuple):
    """What says which page it is, of how many."""

    number: int
    total: int
    element: HtmlElement


def pager_of(tree: HtmlElement) -> Pager | None:
    """The page's own pager; a text may speak of pages too."""
    for element in tree.iter("div", "nav", "p", "span", "ul", "li", "section", "footer"):
        text = " ".join(element.text_content().split())
        found = _NUMBERED.search(text) if len(text) <= _LONGEST else None
        if found and _is_pager(element, text.replace(found[0], "")):
            number, total = (int(one) for one in found.groups() if one is not None)
            if 1 <= number <= total > 1:
                return Pager(number, total, element)
    return None


def _is_pager(element: HtmlElement, beside: str) -> bool:
    """Whether an element is called a pager, or holds nothing but the number and links."""
    if _PAGER.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return True
    links = [" ".join(link.text_content().split()) for link in element.iter("a")]
    for link in links:
        beside = beside.replace(link, "")
    return bool(links) and not re.search(r"\w", beside)


def next_page_of(tree: HtmlElement, *, addresses: Iterable[str], base: str | None) -> str | None:
    """The next page of the same article: what `rel=next` or the pager links to. The next article is another thing: an
    address goes on from the page's own."""
    own = [address.partition("#")[0] for address in addresses]
    links = tree.xpath("//link[@rel='next']/@href | //a[contains(concat(' ', @rel, ' '), ' next ')]/@href")
    for link in links:
        following = _whole(str(link), base)
        if following and any(_goes_on(address, following) for address in own):
            return following
    return _next_in_pager(tree, own, base) or _next_beside_count(tree, own, base)


def _next_beside_count(tree: HtmlElement, own: list[str], base: str | None) -> str | None:
    """What a bare "1/3" has beside it, where that goes on from the page's own address."""
    for element in tree.iter("div", "nav", "p", "span", "ul", "li", "section", "footer"):
        links = list(element.iter("a"))
        text = " ".join(element.text_content().split())
        if not links or len(text) > _LONGEST:
            continue
        for link in links:
            text = text.replace(" ".join(link.text_content().split()), "", 1)
        count = _BARE.fullmatch(text.strip())
        if count is None or not 1 <= int(count["number"]) < int(count["total"]):
            continue
        for link in links:
            following = _whole(link.get("href") or "", base)
            if following and any(_goes_on(address, following) for address in own):
                return following
    return None


def _next_in_pager(tree: HtmlElement, own: list[str], base: str | None) -> str | None:
    """What the pager links to by the next number, else by a word: the last one, for the way back comes first."""
    pager = pager_of(tree)
    if pager is None or pager.number == pager.total:
        return None
    by_word: str | None = None
    for link in pager.element.iter("a"):
        following = _whole(link.get("href") or "", base)
        if following is None or following in own or _host(following) != _host(own[0] if own else following):
            continue
        label = " ".join(link.text_content().split())
        if label == str(pager.number + 1):
            return following
        if not any(character.isdigit() for character in label):
            by_word = following
    return by_word


def _whole(link: str, base: str | None) -> str | None:
    try:
        following = urljoin(base or "", link).partition("#")[0]
    except ValueError:
        return None
    return following if following.startswith(("http://", "https://", "/")) else None


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _goes_on(address: str, following: str) -> bool:
    stem = re.sub(r"\.[a-z]{2,5}$|/$", "", address)
    if "comment" in following[len(stem) :]:  # those of readers may have pages of their own
        return False
    if following != address and following.startswith(stem) and _SECOND.search(following[len(stem) :]):
        return True
    numbers, others = _NUMBER.findall(address), _NUMBER.findall(following)
    alike = _NUMBER.sub("#", address) == _NUMBER.sub("#", following)
    differing = [(int(a), int(b)) for a, b in zip(numbers, others, strict=False) if a != b]
    return alike and len(differing) == 1 and differing[0][1] == differing[0][0] + 1
