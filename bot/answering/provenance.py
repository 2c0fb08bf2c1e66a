"""Which article an excerpt comes from: no model, only words in order.

Letter case, typographic quotes and dashes, spacing and compatibility characters don't count; a few changed words
do no harm. The library's search names candidates; each is aligned with the excerpt word by word (character by
character in Chinese, Japanese and Korean), and what holds too small a share of it in one place is no source.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from bot.answering.errors import QuestionError
from bot.answering.rendering import shown_day
from prompts.words import CJK
from vectorstore.model import Article

if TYPE_CHECKING:
    from vectorstore.library import Library

CANDIDATES = 20  # passages that the search is asked for
LEAST_SHARE = 0.73  # two outlets' use of one press release reaches .68, light misquotes go down to .78
SAME = 0.02  # shares that differ by no more are the same: a copy, or the same words quoted
LEAST_WORDS = 5
MOST_WORDS = 600
ANCHORS = 3  # places of an article that are aligned
SPELLED_ALIKE = 0.6  # of two words at the end of an excerpt and of its place: "adviser" and "advisor"
SLACK = 8  # words that may have come or gone before a place
_DATELESS = datetime.max.replace(tzinfo=UTC)
# Characters inside words that are not seen: soft hyphen, zero-width space and joiners, byte order mark.
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_TOKEN = re.compile(rf"[{CJK}]|[^\W_{CJK}](?:[^\W_{CJK}]|[{_UNSEEN}]|['’ʼ＇](?=[^\W_])|[\u0300-\u036f])*")
_DROPPED = re.compile(rf"[{_UNSEEN}'’ʼ＇]")
_GAP = re.compile(r"[\[(]?\s*(?:…|\.\s?\.\s?\.)\s*[\])]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Words of the excerpt, and what the article has in their place; either may be empty."""

    excerpt: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an excerpt comes from.

    `quotes` are exact substrings of the article's text, one for each part of the excerpt between ellipses;
    `starts` are where they begin. `share` of the words stand in both in order, of the excerpt or of its place in
    the article, whichever is longer; `exact` when all do. `also_in` are other articles with the same words: of
    them all the earliest dated one is the source.
    """

    excerpt: str
    article: Article
    quotes: tuple[str, ...]
    starts: tuple[int, ...]
    share: float
    exact: bool
    changes: tuple[Change, ...] = ()
    also_in: tuple[Article, ...] = ()


def source_of(excerpt: str, library: Library, *, least: float = LEAST_SHARE) -> Provenance | None:
    """The article that an excerpt comes from; None when it is not in the library.

    Raises QuestionError for an excerpt too short to tell, LibraryError or EmbeddingError from the search.
    """
    parts = _parts(excerpt)
    words = sum(map(len, parts))
    if words < LEAST_WORDS:
        raise QuestionError(f"The excerpt is too short to tell its source: give at least {LEAST_WORDS} words.")
    if words > MOST_WORDS:
        raise QuestionError(f"The excerpt has {words:,} words: give at most {MOST_WORDS}.")
    found = []
    for id_ in dict.fromkeys(hit.article.id for hit in library.search(excerpt, k=CANDIDATES)):
        article = library.article(id_)
        match = _matched(excerpt, parts, article) if article else None
        if match and match.share >= least:
            found.append(match)
    return _earliest(found)


def as_json(excerpt: str, source: Provenance | None) -> dict[str, Any]:
    """`{excerpt, found, title, outlet, url, path, published, quotes, share, exact, changes, also_in}`.

    All but the first two are null or empty when nothing was found. Paths are relative to the ingested folder.
    """
    if source is None:
        return {"excerpt": excerpt, "found": False, **dict.fromkeys(("title", "outlet", "url", "path", "published")),
            "quotes": [], "share": None, "exact": None, "changes": [], "also_in": []}  # fmt: skip
    return {
        "excerpt": excerpt,
        "found": True,
        **_named(source.article),
        "quotes": list(source.quotes),
        "share": round(source.share, 3),
        "exact": source.exact,
        "changes": [{"excerpt": change.excerpt, "article": change.article} for change in source.changes],
        "also_in": [_named(article) for article in source.also_in],
    }


def as_text(source: Provenance | None) -> str:
    """For people: the article, the words that match, and how well they do."""
    if source is None:
        return "Not in the library: no article holds these words."
    how = "word for word" if source.exact else f"{source.share:.0%} of the words, in order"
    lines = [_line(source.article), f"   “{' […] '.join(' '.join(quote.split()) for quote in source.quotes)}”"]
    lines.append(f"   {how}")
    lines.extend(
        f"   you have “{change.excerpt}”, the article “{change.article}”"
        for change in source.changes
        if change.excerpt or change.article
    )
    lines.extend(f"   also in: {_line(article)}" for article in source.also_in)
    return "\n".join(lines)


# Words


@dataclass(frozen=True, slots=True)
class _Word:
    plain: str
    start: int
    end: int


def _words(text: str) -> list[_Word]:
    """The words of a text as they are compared, and where each stands."""
    return [
        _Word(_DROPPED.sub("", unicodedata.normalize("NFKC", match[0])).casefold(), match.start(), match.end())
        for match in _TOKEN.finditer(text)
    ]


def _parts(excerpt: str) -> list[list[_Word]]:
    """The excerpt's words, parted where an ellipsis says that something was left out."""
    borders = [0, *(at for gap in _GAP.finditer(excerpt) for at in gap.span()), len(excerpt)]
    parts = []
    for start, end in zip(borders[::2], borders[1::2], strict=True):
        parts.append([_Word(w.plain, w.start + start, w.end + start) for w in _words(excerpt[start:end])])
    return [part for part in parts if part]


# Alignment


@dataclass(frozen=True, slots=True)
class _Place:
    """Words `first` to before `last` of the article, against one part of the excerpt.

    `length` is how many words the longer of the two has.
    """

    first: int
    last: int
    matched: int
    length: int
    changes: tuple[tuple[int, int, int, int], ...]  # excerpt's words from, to; article's words from, to


def _matched(excerpt: str, parts: Sequence[Sequence[_Word]], article: Article) -> Provenance | None:
    words = _words(article.text)
    plain = [word.plain for word in words]
    where: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(plain):
        where[word].append(at)
    places = [_place([word.plain for word in part], plain, where) for part in parts]
    kept = [(part, place) for part, place in zip(parts, places, strict=True) if place is not None]
    if not kept:
        return None
    matched = sum(place.matched for _, place in kept)
    spans = [(words[place.first].start, words[place.last - 1].end) for _, place in kept]
    changes = tuple(
        Change(excerpt=_slice(excerpt, part, *change[:2]), article=_slice(article.text, words, *change[2:]))
        for part, place in kept
        for change in place.changes
    )
    lengths = [place.length if place else len(part) for part, place in zip(parts, places, strict=True)]
    share = matched / sum(lengths)
    return Provenance(
        excerpt=excerpt,
        article=article,
        quotes=tuple(article.text[start:end] for start, end in spans),
        starts=tuple(start for start, _ in spans),
        share=share,
        exact=share == 1.0 and not changes,
        changes=changes,
    )


def _place(part: list[str], plain: list[str], where: dict[str, list[int]]) -> _Place | None:
    """The place of the article that holds most of a part's words in order."""
    best: _Place | None = None
    for offset in _offsets(part, where):
        first = max(0, offset - SLACK)
        place = _aligned(part, plain, first, min(len(plain), offset + len(part) + SLACK))
        if place and (best is None or place.matched * best.length > best.matched * place.length):
            best = place
        if best and best.matched == best.length:
            break
    return best


def _offsets(part: list[str], where: dict[str, list[int]]) -> list[int]:
    """Where in the article the part may begin, likeliest first: its words vote, rare ones with more weight."""
    votes: dict[int, float] = defaultdict(float)
    for at, word in enumerate(part):
        places = where.get(word, ())
        for place in places:
            votes[place - at] += 1 / len(places)
    # A word that came or went moves what follows by one: neighbours are counted together.
    near = {offset: sum(votes.get(offset + step, 0.0) for step in range(-2, 3)) for offset in votes}
    chosen: list[int] = []
    for offset in sorted(near, key=lambda offset: (-near[offset], -votes[offset], offset)):
        if all(abs(offset - other) > SLACK // 2 for other in chosen):
            chosen.append(offset)
            if len(chosen) == ANCHORS:
                break
    return chosen


def _aligned(part: list[str], plain: list[str], first: int, last: int) -> _Place | None:
    matcher = SequenceMatcher(None, part, plain[first:last], autojunk=False)
    blocks = _together(
        [(block.a, first + block.b, block.size) for block in matcher.get_matching_blocks() if block.size]
    )
    if not blocks:
        return None
    begin, end = blocks[0][1], blocks[-1][1] + blocks[-1][2]
    # Words changed at either end have their counterparts just outside: "adviser" at the end of an excerpt.
    begin -= _alike(part[: blocks[0][0]][::-1], plain[max(0, begin - blocks[0][0]) : begin][::-1])
    rest = part[blocks[-1][0] + blocks[-1][2] :]
    end += _alike(rest, plain[end : end + len(rest)])
    changes = []
    a, b = 0, begin
    for next_a, next_b, size in [*blocks, (len(part), end, 0)]:
        if next_a > a or next_b > b:
            changes.append((a, next_a, b, next_b))
        a, b = next_a + size, next_b + size
    matched = sum(size for _, _, size in blocks)
    return _Place(begin, end, matched, max(len(part), end - begin), tuple(changes))


def _together(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without the words at either end that stretch the place in the article by more than they match."""
    while len(blocks) > 1 and _stretch(*blocks[:2]) > blocks[0][2]:
        blocks = blocks[1:]
    while len(blocks) > 1 and _stretch(*blocks[-2:]) > blocks[-1][2]:
        blocks = blocks[:-1]
    return blocks


def _stretch(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    """By how many words two blocks are further apart in the article than in the excerpt."""
    return (other[1] - one[1]) - (other[0] - one[0])


def _alike(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """How many words, from the first on, are spelled much like the other side's."""
    pairs = zip(mine, theirs, strict=False)
    return sum(1 for _ in takewhile(lambda pair: SequenceMatcher(None, *pair).ratio() >= SPELLED_ALIKE, pairs))


def _slice(text: str, words: Sequence[_Word], first: int, last: int) -> str:
    return text[words[first].start : words[last - 1].end] if last > first else ""


# Choosing and showing


def _earliest(found: Sequence[Provenance]) -> Provenance | None:
    """The best match; among articles that hold the same words, the one published first."""
    if not found:
        return None
    best = max(match.share for match in found)
    same = [match for match in found if match.share >= best - SAME]
    same.sort(key=lambda match: (match.article.published or _DATELESS, -match.share, match.article.id))
    source, *others = same
    return Provenance(
        excerpt=source.excerpt,
        article=source.article,
        quotes=source.quotes,
        starts=source.starts,
        share=source.share,
        exact=source.exact,
        changes=source.changes,
        also_in=tuple(other.article for other in others),
    )


def _named(article: Article) -> dict[str, str | None]:
    stamp = "%Y-%m-%d" if article.published_is_day else "%Y-%m-%dT%H:%M:%SZ"
    return {
        "title": article.headline,
        "outlet": article.outlet,
        "url": article.url,
        "path": article.path,
        "published": article.published.strftime(stamp) if article.published else None,
    }


def _line(article: Article) -> str:
    about = [article.outlet, shown_day(article) or "undated", article.url or article.path]
    return f"{article.headline} ({', '.join(part for part in about if part)})"
