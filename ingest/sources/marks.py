"""By whom a web article was given, and how it was read: what stands ahead of the hash of its bytes.

When an editor changes a source's entry in sources.yaml, it is by this mark that its articles are found, though their
pages have not changed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Self

from ingest.reading import READER
from ingest.sources.config import Source
from vectorstore.model import Article, digest

_GIVER = 16
_PART = 8
LENGTH = _GIVER + 3 * _PART


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Hex digits for the source's name, and for what of its entry goes into an article: 16, and 8 for each part.

    `outlet` is told from the rest of `reading` (selectors and language), so that an outlet that came from the entry
    is known for one.
    """

    source: str
    tags: str
    outlet: str
    reading: str

    @classmethod
    def of(cls, source: Source) -> Self:
        return cls(
            source=giver(source.name),
            tags=_part("tags", *source.tags, *_limits(source)),
            outlet=_part("outlet", source.outlet or ""),
            reading=_part("reading", source.text or "", source.language or "", *source.remove, *_feed_text(source)),
        )

    @classmethod
    def on(cls, source_hash: str) -> Self:
        """The mark on an article; one of a file or an older library is like no source's."""
        parts = [source_hash[at : at + _PART] for at in range(_GIVER, LENGTH, _PART)]
        return cls(source=source_hash[:_GIVER], tags=parts[0], outlet=parts[1], reading=parts[2])

    def __str__(self) -> str:
        return self.source + self.tags + self.outlet + self.reading

    def reads_like(self, other: Mark) -> bool:
        """Whether both make the same of a page."""
        return (self.outlet, self.reading) == (other.outlet, other.reading)

    def gave_outlet_of(self, article: Article) -> bool:
        """Whether the article's outlet is the one that the entry named when it was read."""
        return article.outlet is not None and self.outlet == _part("outlet", article.outlet)


def retagged(article: Article, source: Source) -> Article:
    """The article with the tags of its source as they are now."""
    mark = replace(Mark.on(article.source_hash), tags=Mark.of(source).tags)
    return limited(replace(article, source_hash=f"{mark}{article.source_hash[LENGTH:]}"), source)


def limited(article: Article, source: Source) -> Article:
    """The article with what its source's entry says of all its articles, and no page does."""
    return replace(article, tags=source.tags, hold_until=source.hold_until, quote_words=source.quote_words)


# An entry that says nothing of these has the digits that it had before they could be said.
def _limits(source: Source) -> tuple[str, ...]:
    said = (source.hold_until and source.hold_until.isoformat(), source.quote_words)
    return () if said == (None, None) else ("limits", *map(str, said))


def _feed_text(source: Source) -> tuple[str, ...]:
    return ("feed text",) if source.use_feed_text else ()


def to_be_read(article: Article) -> Article:
    """The article as one whose source is to be read once more, though it is what it was. A file's too: its hash
    begins with as many digits for the file's name."""
    of = article.source_hash
    return replace(article, source_hash=of[:_GIVER] + "0" * (len(of) - _GIVER))


def is_to_be_read(source_hash: str) -> bool:
    return not source_hash[_GIVER:].strip("0")


def giver(name: str) -> str:
    """The digits for a source's name."""
    return digest("web", name)[:_GIVER]


def source_hash_of(body: bytes, mark: Mark) -> str:
    """As for files: who gave it, and then the bytes as this reader reads them."""
    state = hashlib.blake2b(READER.encode(), digest_size=16)
    state.update(body)
    return f"{mark}{state.hexdigest()}"


def is_as_before(held: str, given: str, *, adopts: bool) -> bool:
    """Whether the bytes are those that the article was read from, and its own source still makes the same of them.

    `adopts`: the article becomes this source's, whoever gave it before.
    """
    theirs, ours = Mark.on(held), Mark.on(given)
    return held[LENGTH:] == given[LENGTH:] and (theirs == ours or not (adopts or theirs.source == ours.source))


def lent(held: str, given: str) -> str:
    """The hash of a page that was read by hand, of another source's article: that one reads it again in its own way."""
    return f"{held[:_GIVER]}{'0' * (LENGTH - _GIVER)}{given[LENGTH:]}"


def _part(*parts: str) -> str:
    return digest(*parts)[:_PART]
