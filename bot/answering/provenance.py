"""Which article an excerpt comes from: no model, only words in order.

The library's search names candidates. Each is aligned with the excerpt (`aligning`), where a few changed words do no
harm, and what holds too small a share of it in one place is no source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.answering.aligning import Word, parts_of, placed, words_of
from bot.answering.errors import QuestionError
from bot.answering.readable import readable_article, readable_words
from bot.answering.rendering import named, shown_day
from language.addresses import without_addresses
from vectorstore.limits import first_words, shown_article, words_in
from vectorstore.model import Article

if TYPE_CHECKING:
    from vectorstore.library import Library

CANDIDATES = 20  # passages that the search is asked for
LEAST_SHARE = 0.73  # two outlets' use of one press release reaches .68, light misquotes go down to .78
SAME = 0.02  # shares that differ by no more are the same: a copy, or the same words quoted
LEAST_WORDS = 5
MOST_WORDS = 600
MOST_QUOTED = 3  # quotations of one text whose sources are looked for
_QUOTED = re.compile(
    r'[“„]([^“”„]{12,})[”“]|"([^"]{12,})"|[«»]([^«»]{12,})[»«]|「([^「」]{4,})」|『([^『』]{4,})』|‘([^‘]{12,}?)’(?!\w)'
)
_CITED = re.compile(r"^>.*(?:\n>.*)*", re.MULTILINE)
_DATELESS = datetime.max.replace(tzinfo=UTC)


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

    @property
    def shown_quotes(self) -> tuple[str, ...]:
        """The quotes as readers are shown them: see `readable`."""
        read = (readable_words(quote, self.article) for quote in self.quotes)
        return tuple(quote for quote in read if any(map(str.isalnum, quote)))


def comparable(excerpt: str) -> list[list[Word]]:
    """The words of an excerpt's parts. Raises QuestionError where they are too few to tell a source, or too many
    (`opening` cuts them).
    """
    parts = parts_of(excerpt)
    words = sum(map(len, parts))
    if words < LEAST_WORDS:
        raise QuestionError(
            f"The excerpt is too short to find its source: give at least {LEAST_WORDS} words.",
            reason="excerpt-too-short",
            least=LEAST_WORDS,
        )
    if words > MOST_WORDS:
        raise QuestionError(
            f"The excerpt has {words:,} words: give at most {MOST_WORDS}.", reason="excerpt-too-long", most=MOST_WORDS
        )
    return parts


def source_of(excerpt: str, library: Library, *, least: float = LEAST_SHARE) -> Provenance | None:
    """The article that an excerpt comes from; None when it is not in the library.

    Raises QuestionError as `comparable` does; LibraryError or EmbeddingError from the search.
    """
    parts = comparable(excerpt)
    found = []
    for id_ in dict.fromkeys(hit.article.id for hit in library.search(excerpt, k=CANDIDATES)):
        article = library.article(id_, for_editor=True)  # compared whole, shown as far as it may be
        match = _matched(excerpt, parts, article) if article else None
        if match and match.share >= least:
            found.append(match)
    return _earliest(found)


def source_in(text: str, library: Library) -> Provenance | None:
    """The source of a text; where its words as a whole have none, of the longest that it sets in quotation marks: then
    `excerpt` is that part alone.

    Raises as `source_of` does.
    """
    whole = opening(text)
    found = source_of(whole, library)
    if found is not None:
        return found
    quoted = [one for one in map(opening, quotations_in(text)) if sum(map(len, parts_of(one))) >= LEAST_WORDS]
    tried = (source_of(one, library) for one in quoted[:MOST_QUOTED])
    return next((one for one in tried if one), None)


def quotations_in(text: str) -> list[str]:
    """What stands in quotation marks, or behind ">" as Discord and mail mark it; the longest first."""
    marked = [next(filter(None, match.groups()), "").strip() for match in _QUOTED.finditer(text)]
    cited = [" ".join(line[1:].strip() for line in run[0].splitlines()) for run in _CITED.finditer(text)]
    return sorted(dict.fromkeys(one for one in (*marked, *cited) if one and one != text.strip()), key=len, reverse=True)


def opening(excerpt: str) -> str:
    """As much of a longer text as `source_of` takes."""
    words = words_of(excerpt)
    return excerpt[: words[MOST_WORDS - 1].end] if len(words) > MOST_WORDS else excerpt


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
        **named(readable_article(source.article)),
        "quotes": list(source.shown_quotes),
        "share": round(source.share, 3),
        "exact": source.exact,
        "changes": [
            {"excerpt": change.excerpt, "article": without_addresses(change.article)} for change in source.changes
        ],
        "also_in": [named(readable_article(article)) for article in source.also_in],
    }


def as_text(source: Provenance | None) -> str:
    """For people: the article, the words that match, and how well they do."""
    if source is None:
        return "Not in the library: no article contains these words."
    how = "word for word" if source.exact else f"{source.share:.0%} of the words, in order"
    lines = [_line(source.article), f"   “{' […] '.join(' '.join(quote.split()) for quote in source.shown_quotes)}”"]
    lines.append(f"   {how}")
    lines.extend(
        f"   you have “{change.excerpt}”, the article “{without_addresses(change.article)}”"
        for change in source.changes
        if change.excerpt or change.article
    )
    lines.extend(f"   also in: {_line(article)}" for article in source.also_in)
    return "\n".join(lines)


def _matched(excerpt: str, parts: Sequence[Sequence[Word]], article: Article) -> Provenance | None:
    words = words_of(article.text)
    places = placed(parts, words)
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


def _slice(text: str, words: Sequence[Word], first: int, last: int) -> str:
    return text[words[first].start : words[last - 1].end] if last > first else ""


def _earliest(found: Sequence[Provenance]) -> Provenance | None:
    """The best match; among articles that hold the same words, the one published first."""
    if not found:
        return None
    best = max(match.share for match in found)
    same = [match for match in found if match.share >= best - SAME]
    same.sort(key=lambda match: (match.article.published or _DATELESS, -match.share, match.article.id))
    source, *others = same
    return replace(_limited(source), also_in=tuple(shown_article(other.article) for other in others))


def _limited(found: Provenance) -> Provenance:
    """With no more of the article's words than its editor lets be shown."""
    left = found.article.quote_words
    if left is None:
        return found
    kept = []
    for quote, start in zip(found.quotes, found.starts, strict=True):
        if shown := first_words(quote, left):
            kept.append((shown, start))
            left -= words_in(shown)
    return replace(
        found,
        article=shown_article(found.article),
        quotes=tuple(quote for quote, _ in kept),
        starts=tuple(start for _, start in kept),
        changes=(),
    )


def _line(article: Article) -> str:
    article = readable_article(article)
    about = [article.outlet, shown_day(article) or "undated", article.url or article.path]
    return f"{article.headline} ({', '.join(part for part in about if part)})"
