"""The schema.org objects of a page: which of them describe an article, and which describe the page's own."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from ingest import fields
from ingest.dates import parse_stamp
from ingest.web.sameness import same_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The types that describe an article, the most telling first; the last is said of pages of every kind.
_ARTICLES = (
    "NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "AnalysisNewsArticle",
    "OpinionNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle", "SocialMediaPosting", "Report", "WebPage",
)  # fmt: skip
_SCHEMA = re.compile(r"^(?:https?://schema\.org/|schema:)")
_WRAPPING = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?:(?://\s*)?(?:\]\]>|-->))\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_DEEPEST = 4


def linked_data(tree: HtmlElement) -> list[dict[str, Any]]:
    """The objects that describe articles, in the page's order."""
    found: list[dict[str, Any]] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        text = _WRAPPING.sub("", _WRAPPING.sub("", script.text or ""))
        found.extend(_objects(_parsed(text)))
    return [said for said in found if types_of(said)]


def types_of(said: dict[str, Any]) -> list[str]:
    """The types of an object that are an article's."""
    given = said.get("@type")
    kinds = [_SCHEMA.sub("", kind) for kind in (given if isinstance(given, list) else [given]) if isinstance(kind, str)]
    return [kind for kind in kinds if kind in _ARTICLES]


def own_objects(
    objects: Sequence[dict[str, Any]], *, addresses: Collection[str], titles: Collection[str], base: str | None
) -> list[dict[str, Any]]:
    """Those that describe the page's own article, the most telling first: by its address, else by its title.

    `addresses` are the page's own, `titles` what it calls its article where readers see it. An object that names
    another address and another title is another article's, as in a box of related stories; where nothing tells which
    is the page's own, all that may be are returned.
    """
    own = {same_address(one) for one in addresses}
    named = [one for one in map(_plain, titles) if one]
    addressed = [_addresses(said, base) for said in objects]
    by_address = [bool(own & of) for of in addressed]
    by_title = [_is_named(said, named) for said in objects]
    foreign = [bool(own and of) and not here for of, here in zip(addressed, by_address, strict=True)]
    articles = [_is_article(said) for said in objects]
    for signs in (
        [here and of for here, of in zip(by_address, articles, strict=True)],
        [here and of for here, of in zip(by_title, articles, strict=True)],
    ):
        if any(signs):
            chosen = [a or (t and not f) or (p and not of) for a, t, f, p, of in zip(
                signs, by_title, foreign, by_address, articles, strict=True)]  # fmt: skip
            break
    else:
        chosen = [not f for f in foreign]
    return sorted((said for said, is_own in zip(objects, chosen, strict=True) if is_own), key=_rank)


def disagree(objects: Sequence[dict[str, Any]]) -> bool:
    """Whether objects that describe an article give it different days or different headlines."""
    articles = [said for said in objects if _is_article(said)]
    days = {found[0].date() for said in articles if (found := parse_stamp(said.get("datePublished")))}
    headlines = {_plain(str(said["headline"])) for said in articles if said.get("headline")}
    return len(days) > 1 and len(headlines) > 1


def _rank(said: dict[str, Any]) -> int:
    return min(_ARTICLES.index(kind) for kind in types_of(said))


def _is_article(said: dict[str, Any]) -> bool:
    return any(kind != "WebPage" for kind in types_of(said))


def _parsed(text: str) -> Any:
    for one in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(one, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, *, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth=depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity"):
            yield from _objects(value.get(name), depth=depth + 1)


def _addresses(said: dict[str, Any], base: str | None) -> set[str]:
    """What an object says its address is; the page that an article is the main entity of is the article's."""
    found = set()
    for name in ("url", "mainEntityOfPage", "@id"):
        value = said.get(name)
        for one in value if isinstance(value, list) else [value]:
            written = (one.get("@id") or one.get("url")) if isinstance(one, dict) else one
            # "true" is a value of mainEntityOfPage, and an @id may be any name.
            if not isinstance(written, str) or not written.startswith(("http", "/") if name != "@id" else "http"):
                continue
            try:
                whole = urljoin(base or "", written).partition("#")[0]
            except ValueError:
                continue
            if fields.address(whole, []):
                found.add(same_address(whole))
    return found


def _is_named(said: dict[str, Any], titles: Sequence[str]) -> bool:
    """Whether it has the page's title: whole, or one as the other's beginning or end, as with an outlet's name."""
    return any(
        headline == title or (min(len(headline), len(title)) >= 12 and (headline in title or title in headline))
        for name in ("headline", "name", "alternativeHeadline")
        if isinstance(said.get(name), str) and (headline := _plain(said[name]))
        for title in titles
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", fields.without_markup(text).casefold()))
