"""What gathering a source goes by, and what it gives: an item for each address, and the turn when it is over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ingest.sources.config import Source
from ingest.sources.kinds import Kind
from ingest.sources.listings import Entry
from ingest.web.client import Answer
from ingest.web.sameness import same_address
from ingest.web.state import SourceRun, Validators

Outcome = Literal["article", "unchanged", "gone", "failed", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What the library says to a source's turn.

    `live` are the ids of the articles that are held and not withdrawn, as they should be; `anew` those of this source
    that are to be read once more, whatever their servers say of a change, and `adopted` those that are once it lists
    them. `removed` is when the editor removed what, by `same_address`.
    """

    live: Collection[str]
    anew: Collection[str] = ()
    adopted: Collection[str] = ()
    removed: Mapping[str, datetime]

    def removal(self, *urls: str | None) -> str | None:
        """Whether one of the addresses is of an article that the editor removed: that, in words."""
        if not self.removed:
            return None
        at = next((self.removed[found] for url in urls if url and (found := same_address(url)) in self.removed), None)
        return f"removed by the editor on {at:%Y-%m-%d}" if at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherPage:
    """A page on which an article goes on: its answer, and its body unpacked."""

    answer: Answer
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What came of one address.

    "article": `answer` and `body` (unpacked) of the given `kind`; `listed` is what a feed or sitemap said of it.
    "unchanged": the server says so, or nothing says otherwise. "gone": 404 or 410. "failed": `reason`.
    "removed": by the editor, who does not want it back (`reason` says when).
    `unread`: why its page can't be read, so that `body` is the text that its feed holds.
    `further` are the article's next pages, `all_pages` says that they go to its end.
    `known` is what was known of it before, `learned` what is to be kept once it is stored.
    """

    source: Source
    url: str
    outcome: Outcome
    kind: Kind = "page"
    answer: Answer | None = None
    body: bytes = b""
    further: tuple[FurtherPage, ...] = ()
    unread: str = ""
    all_pages: bool = True
    listed: Entry | None = None
    reason: str = ""
    known: Validators | None = None
    learned: Validators | None = None

    @property
    def bodies(self) -> bytes:
        """All that was read of the article."""
        return b"".join((self.body, *(page.body for page in self.further)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A source's turn that is over: how it went, and what was learned of the lists that it read to their ends. `notes`
    are sentences on what could not be read of them."""

    source: Source
    run: SourceRun
    lists: Sequence[Validators]
    notes: Sequence[str] = ()
