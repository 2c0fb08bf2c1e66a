"""Live blogs: where each entry begins in the text, and when it came out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest import fields
from ingest.dates import is_placeholder, parse_stamp
from ingest.pagedata import PageData

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Entries with times of their own; fewer are an article with an update.
_FEWEST = 3
# Letters and digits of an entry's beginning by which it is found in the text.
_BEGINNING = 40
_SHORTEST = 12
_LONGEST_BLOCK = 20_000


class Stamped(NamedTuple):
    """An entry as the page gives it: its moment, and how it may begin, the likeliest first."""

    moment: datetime
    beginnings: tuple[str, ...]


def stamped_entries(tree: HtmlElement, data: PageData) -> Sequence[Stamped]:
    """The entries of a live blog, by the page's data, else by its elements that each hold one time and some text.

    To be read before anything is taken out of the page. Nothing for other pages.
    """
    found = [entry for said in data.said for entry in _of_data(said.get("liveBlogUpdate"))]
    if len(found) < _FEWEST:
        found = [*_of_elements(tree)]
    days = {entry.moment for entry in found}
    return found if len(days) >= _FEWEST else ()


def placed(entries: Sequence[Stamped], text: str, *, published: datetime | None) -> tuple[tuple[int, datetime], ...]:
    """Where in the text each entry begins, from the top, with its moment in the zone of the article's; () where not
    nearly all are found: what lies between would get another entry's day."""
    lines: list[tuple[int, str]] = []
    start = 0
    for line in text.split("\n"):
        lines.append((start, _plain(line)))
        start += len(line) + 1
    found: dict[int, datetime] = {}
    present = 0
    for entry in entries:
        at = next((at for one in entry.beginnings for at, line in lines if line and _begins(line, one)), None)
        present += at is not None
        if at is not None:
            found.setdefault(at, _in_zone(entry.moment, published))
    if len(found) < _FEWEST or present * 10 < len(entries) * 9:
        return ()
    return tuple(sorted(found.items()))


def _in_zone(moment: datetime, published: datetime | None) -> datetime:
    if moment.utcoffset() or published is None or not published.utcoffset():
        return moment
    return moment.astimezone(published.tzinfo)


def _begins(line: str, beginning: str) -> bool:
    return line.startswith(beginning) or (len(line) >= _SHORTEST and beginning.startswith(line))


def _plain(text: str) -> str:
    return "".join(re.findall(r"\w", fields.without_markup(text).casefold()))[:_BEGINNING]


def _of_data(updates: Any) -> Iterator[Stamped]:
    for one in updates if isinstance(updates, list) else [updates]:
        if not isinstance(one, dict):
            continue
        found = parse_stamp(one.get("datePublished") or one.get("dateCreated"))
        written = [one.get(name) for name in ("headline", "name", "articleBody", "description", "text")]
        beginnings = tuple(_plain(text) for text in written if isinstance(text, str) and len(_plain(text)) >= _SHORTEST)
        if found and not found[1] and not is_placeholder(found[0]) and beginnings:
            yield Stamped(found[0], beginnings)


def _of_elements(tree: HtmlElement) -> Iterator[Stamped]:
    """The smallest elements of one kind that hold one time and paragraphs, where there are several of that kind."""
    kinds: defaultdict[tuple[str, str], list[Stamped]] = defaultdict(list)
    for time in tree.xpath("//time[@datetime]"):
        found = parse_stamp(time.get("datetime"))
        block = next(
            (one for one in time.iterancestors() if one.tag in ("article", "section", "div", "li") and _prose(one)),
            None,
        )
        if not found or found[1] or block is None or len(block.xpath(".//time[@datetime]")) != 1:
            continue
        beginnings = tuple(plain for one in _prose(block) if len(plain := _plain(one)) >= _SHORTEST)[:3]
        if beginnings and len(block.text_content()) <= _LONGEST_BLOCK:
            kinds[str(block.tag), block.get("class") or ""].append(Stamped(found[0], beginnings))
    yield from max(kinds.values(), key=len, default=[])


def _prose(block: HtmlElement) -> list[str]:
    """The headings and paragraphs of an element, if it holds a paragraph."""
    paragraphs = [one for one in block.iter("h2", "h3", "h4", "p") if len(one.text_content().strip()) >= _SHORTEST]
    return [one.text_content() for one in paragraphs] if any(one.tag == "p" for one in paragraphs) else []


def as_written(entries: Sequence[tuple[int, datetime]]) -> list[list[Any]]:
    """Entries as JSON holds them."""
    return [[start, moment.isoformat()] for start, moment in entries]


def as_read(given: object, text: str) -> tuple[tuple[int, datetime], ...]:
    """The same from JSON; () for anything else."""
    found: list[tuple[int, datetime]] = []
    for one in given if isinstance(given, list) else []:
        if not (isinstance(one, list) and len(one) == 2 and isinstance(one[0], int) and 0 <= one[0] < len(text)):
            return ()
        moment = parse_stamp(one[1])
        if moment is None:
            return ()
        found.append((one[0], moment[0] if moment[0].tzinfo else moment[0].replace(tzinfo=UTC)))
    return tuple(sorted(found))
