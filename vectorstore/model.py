"""What the library holds: articles, their passages, and the hits of a search.

All are frozen. Times are aware datetimes in UTC; ids are text and stable over runs and machines.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

HEADLINE_CHARACTERS = 90
# How a date was found that nobody stated: it stood in the article's address, or in its file's name.
BY_ADDRESS = ("address", "file name")


def digest(*parts: str) -> str:
    """A short, stable id of some texts: 128 bits of BLAKE2b as 32 hex digits.

    The parts are length-prefixed, so ("ab", "c") and ("a", "bc") differ. Lone surrogates are allowed.
    """
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        state.update(len(raw).to_bytes(8, "big"))
        state.update(raw)
    return state.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article.

    `id` is the canonical URL, else the path relative to the ingested root (`path`, with forward
    slashes). `root` is that root's absolute path, and `root_name` what tells it from others beyond this disk (a label,
    or host and path; None where it was read before roots had names): they bound pruning, and are never shown to people.
    `published` is the moment in the outlet's own zone where that is known, else in UTC: its date is the outlet's day.
    `published_how` says where it was found ("front matter", "json-ld", …), and `published_is_day` that only the day is
    known (the time then is 00:00 UTC and means nothing).
    `content_hash` is `digest(text)`: it tells copies. `source_hash` identifies the bytes that the
    article was read from together with the reader's version: when it is unchanged, nothing needs
    reading again.

    `modified` is the source's word on its last change. `partial` says why only the opening is there, None for
    a whole article. `withdrawn_at` is when its address first said that it is gone: it is kept and has no
    passages. `set_by_editor` names the fields that an editor set: they last over reading it again. `copy_of`
    is the id of the article whose passages this one shares: a wire copy, which has none of its own. `entries` are those
    of a live blog: where in the text each begins, and when it came out. Nobody but an editor is shown anything of it
    before `hold_until`, nor more than `quote_words` of its words (0: title and link alone).
    """

    id: str
    text: str
    content_hash: str
    source_hash: str
    fetched_at: datetime
    url: str | None = None
    path: str | None = None
    root: str | None = None
    root_name: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_how: str | None = None
    published_is_day: bool = True
    language: str | None = None
    modified: datetime | None = None
    partial: str | None = None
    withdrawn_at: datetime | None = None
    tags: tuple[str, ...] = ()
    set_by_editor: tuple[str, ...] = ()
    copy_of: str | None = None
    hold_until: datetime | None = None
    quote_words: int | None = None
    entries: tuple[tuple[int, datetime], ...] = ()

    @property
    def headline(self) -> str:
        """The title, else the first sentence shortened at a word: what people are shown."""
        return headline_of(self.title, self.text, self.url, self.id)

    @property
    def is_dated_by_address(self) -> bool:
        """Whether nobody states its day: only its address or its file's name holds one."""
        return self.published_how in BY_ADDRESS


def is_as_held(held: Article, given: Article) -> bool:
    """Whether an article is what is held, but for when and from which bytes it was read. A moment is the same in
    whatever zone, and yet another day of the outlet's."""
    kept = replace(given, fetched_at=held.fetched_at, source_hash=held.source_hash, modified=held.modified)
    days = [one.published.date() if one.published else None for one in (held, given)]
    return held == kept and days[0] == days[1]


# What an editor may set. The time of publication goes with how it was found.
EDITABLE = ("title", "outlet", "published", "url")


def as_edited(article: Article, held: Article | None) -> Article:
    """The article with the fields that an editor set on the one held, and their mark."""
    if held is None or not held.set_by_editor:
        return article
    fields = set(held.set_by_editor)
    if "published" in fields:
        fields |= {"published_how", "published_is_day"}
    kept: dict[str, Any] = {name: getattr(held, name) for name in fields}
    marks = tuple(name for name in EDITABLE if name in {*held.set_by_editor, *article.set_by_editor})
    return replace(article, **kept, set_by_editor=marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of an article, embedded and cited as one.

    `text` is an exact slice of the article's text, `article.text[start:start + len(text)]`, at most
    1,200 characters. `header` (title, outlet, date) is embedded ahead of it and never shown as the
    article's words. `position` counts from 0 within the article. `published` is its own moment where that is another
    than its article's, as an entry's of a live blog; what is read from the library bears it on its article.
    """

    id: str
    article_id: str
    position: int
    start: int
    text: str
    header: str = ""
    published: datetime | None = field(default=None, compare=False)

    @property
    def embedded(self) -> str:
        """The exact string that is embedded; its digest is the vector's key."""
        return embedded_as(self.header, self.text)


def embedded_as(header: str, text: str) -> str:
    """The exact string that is embedded, and that full text indexes, for a passage with this header."""
    return f"{header}\n{text}" if header else text


def passages_of(article_id: str, parts: Iterable[tuple[int, str]], *, header: str) -> tuple[Passage, ...]:
    """Passages from `(start, text)` slices, with content ids: article, text and occurrence.

    The same text twice in one article gives two ids; moving a passage within its article keeps its id.
    """
    seen: dict[str, int] = {}
    passages = []
    for position, (start, text) in enumerate(parts):
        occurrence = seen.get(text, 0)
        seen[text] = occurrence + 1
        passages.append(
            Passage(
                id=digest(article_id, text, str(occurrence)),
                article_id=article_id,
                position=position,
                start=start,
                text=text,
                header=header,
            )
        )
    return tuple(passages)


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that shares another's passages: a wire story as one more outlet ran it."""

    id: str
    outlet: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that a search found, and why.

    `score` is the fused score (higher is better, comparable within one search only). `dense_rank` and
    `lexical_rank` count from 1 in the list that the passage came from, None where it was not in it;
    `similarity` is the cosine of question and passage, where the vectors gave it. `article.text` is
    only the article's opening, enough for its `headline`. `copies` are the articles that share the passage.
    """

    passage: Passage
    article: Article
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    similarity: float | None = None
    copies: tuple[Copy, ...] = ()


def headline_of(title: str | None, text: str, url: str | None, id_: str) -> str:
    """What an article is called: its title, else its first sentence, else its address."""
    return title or shortened(text) or url or id_


def shortened(text: str, *, limit: int = HEADLINE_CHARACTERS) -> str:
    """The first sentence of a text, cut at a word with an ellipsis when it is longer than `limit`."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    for end in ("。", "! ", "? ", ". "):
        head, found, _ = line.partition(end)
        if found and 20 <= len(head) <= limit:
            return head + found.strip()
    if len(line) <= limit:
        return line
    cut = line[:limit]
    words, space, _ = cut.rpartition(" ")
    return (words if space and len(words) > limit // 2 else cut).rstrip(" ,;:") + "…"
