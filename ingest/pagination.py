"""Articles over several pages: whether a page is one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PAGE = r"(?:pages?|seite|página|pagina|sida|side|strona|stránka|sayfa|страниц[аы]|페이지|頁|页|ページ|halaman|trang)"
_OF = r"(?:of|von|de|di|sur|av|af|van|z|ze|iz|из|dari|/|／)"
_NUMBERED = re.compile(
    rf"{_PAGE}\s*(?P<a>\d{{1,2}})\s*{_OF}\s*(?P<b>\d{{1,2}})(?!\d)"
    rf"|(?<!\d)(?P<c>\d{{1,2}})\s*[/／]\s*(?P<d>\d{{1,2}})\s*{_PAGE}"
    r"|第\s*(?P<e>\d{1,2})\s*[页頁][,，\s/]*共\s*(?P<f>\d{1,2})\s*[页頁]",
    re.I,
)
_PAGER = re.compile(r"\bpag(?:e[rs]?|inat\w*|ing|enav\w*)?\b|page-?(?:nav|num|link)|multi-?page", re.I)
_LONGEST = 160
_NUMBER = re.compile(r"(?<![A-Za-z\d])\d{1,2}(?!\d)")
_SECOND = re.compile(r"(?:[/_-]|[?&](?:p|page|pg|seite|pagina)=|/page/|,)2(?:\.[a-z]{2,5})?/?$", re.I)


def place_among_pages(tree: HtmlElement) -> tuple[int, int] | None:
    """(which page it is, of how many), as its own pager says; a text may speak of pages too."""
    for element in tree.iter("div", "nav", "p", "span", "ul", "li", "section", "footer"):
        text = " ".join(element.text_content().split())
        found = _NUMBERED.search(text) if len(text) <= _LONGEST else None
        if found and _is_pager(element, text.replace(found[0], "")):
            number, total = (int(one) for one in found.groups() if one is not None)
            if 1 <= number <= total > 1:
                return number, total
    return None


def _is_pager(element: HtmlElement, beside: str) -> bool:
    """Whether an element is called a pager, or holds nothing but the number and links."""
    if _PAGER.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return True
    links = [" ".join(link.text_content().split()) for link in element.iter("a")]
    for link in links:
        beside = beside.replace(link, "")
    return bool(links) and not re.search(r"\w", beside)


def has_next_page(tree: HtmlElement, *, addresses: Iterable[str], base: str | None) -> bool:
    """Whether it names a next page of its own, which is not the next article: its address goes on from the page's."""
    own = [address.partition("#")[0] for address in addresses]
    links = tree.xpath("//link[@rel='next']/@href | //a[contains(concat(' ', @rel, ' '), ' next ')]/@href")
    for link in links:
        try:
            following = urljoin(base or "", str(link)).partition("#")[0]
        except ValueError:
            continue
        if any(_goes_on(address, following) for address in own):
            return True
    return False


def _goes_on(address: str, following: str) -> bool:
    stem = re.sub(r"\.[a-z]{2,5}$|/$", "", address)
    if following != address and following.startswith(stem) and _SECOND.search(following[len(stem) :]):
        return True
    numbers, others = _NUMBER.findall(address), _NUMBER.findall(following)
    alike = _NUMBER.sub("#", address) == _NUMBER.sub("#", following)
    differing = [(int(a), int(b)) for a, b in zip(numbers, others, strict=False) if a != b]
    return alike and len(differing) == 1 and differing[0][1] == differing[0][0] + 1
