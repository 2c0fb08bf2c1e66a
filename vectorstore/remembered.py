"""What the library remembers beside its articles: their history, the addresses they came from, the runs of ingest.

All are frozen; times are aware datetimes in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

Kind = Literal["changed", "withdrawn", "returned", "removed"]
"""An article is "withdrawn" by its address (404 or 410) and may be "returned" there; "removed" is by the editor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What an article was until `seen_at`, when the library took in that it had changed.

    `changes` names the fields ("title", "published", "text", …), `words_added` and `words_removed` count words
    of the text. `title`, `published`, `content_hash` are the former ones. `text` is the former text; None where
    it did not change, and for all but the 50 newest of an article.
    """

    article_id: str
    seen_at: datetime
    kind: Kind
    changes: tuple[str, ...]
    words_added: int
    words_removed: int
    title: str | None
    published: datetime | None
    content_hash: str
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What an editor is to decide of an article: its `kind` ("date", "title", "length", "opening", "text") and the
    reason in words.

    `guess` is what we take it for (an ISO day), `written` what its source wrote. `basis` is what a decision rests on:
    while it is the same, a doubt that was decided, or told once, is not told again.
    """

    kind: str
    reason: str
    guess: str | None = None
    written: str | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A doubt that nobody has decided yet. `source` is the name of the source on the web, or its folder's."""

    article_id: str
    source: str
    doubt: Doubt
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of an article since a moment.

    "withdrawn": its address says that it is gone. "removed": the library no longer has it. "changed": `changes`
    names all that changed since. `at` is when the library last took such a change in; None where it has no
    history of it.
    """

    kind: Literal["changed", "withdrawn", "removed"]
    at: datetime | None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What was learned when `url` was last asked, so that asking again costs little.

    `body_hash` is of the body that `etag` and `last_modified` stand for. `fresh_until` is the server's or the
    feed's own word on when asking again makes sense. `status` is of the last answer; `gone_since` is when
    it first said 404 or 410, None while it answers. `leads_to` is the id of the article that came from it,
    if one did; `names` are the lists that it names (of an index its sitemaps, of a front page its feed).
    `source` is the name of the source that asked, `first_at` when it first did. `removed_at` is when an editor
    removed the article of this address, which then stays away.
    """

    url: str
    checked_at: datetime
    status: int
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    fresh_until: datetime | None = None
    gone_since: datetime | None = None
    leads_to: str | None = None
    names: tuple[str, ...] = ()
    source: str | None = None
    first_at: datetime | None = None
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsCopy:
    """A host's robots.txt as it was read. `text` is empty where there is none; `closed` while it can't be read."""

    origin: str
    text: str
    closed: bool
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """How one source's turn went. `reason` is the failure in words, None after a success.

    `listed` counts what a feed or sitemap names, `new` the articles that were not known before.
    """

    source: str
    url: str
    kind: str
    began_at: datetime
    seconds: float
    reason: str | None = None
    unchanged: bool = False
    listed: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How a source has been doing.

    `failures` counts the failed turns since the last success (100 at most), `reason` is the last one's.
    `last_new` is the last turn that brought an article not known before; `usual` the longest time that has
    passed between two such turns, None while there were fewer than five; `silence` how long successful turns
    have brought nothing new. `silent`: that is more than twice as long as usual, and a day at least.
    """

    source: str
    url: str
    kind: str
    articles: int
    last_turn: datetime
    last_success: datetime | None
    failures: int
    reason: str | None
    last_new: datetime | None
    usual: timedelta | None
    silence: timedelta | None
    silent: bool

    @property
    def trouble(self) -> str | None:
        """What is the matter, in one sentence; None where nothing is."""
        if self.failures:
            since = f"since {self.last_success:%Y-%m-%d %H:%M} UTC" if self.last_success else "and never succeeded"
            times = "once" if self.failures == 1 else f"{self.failures} times in a row"
            return f"Failed {times}, {since}: {self.reason}."
        if self.silent and self.silence and self.usual:
            return f"Nothing new for {_days(self.silence)}; the longest such time before was {_days(self.usual)}."
        return None


def _days(time: timedelta) -> str:
    hours = time.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 36 else f"{hours:.0f} hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestRun:
    """One run of ingest; `report` is its whole report, as it was kept."""

    number: int
    began_at: datetime
    ended_at: datetime
    report: Mapping[str, Any]
