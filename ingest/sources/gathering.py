"""From a source to what it holds today: asks its address, finds out what it is, and asks for its articles.

Runs in a thread of its own for each source; what it finds goes to the one thread that reads and stores.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ingest.errors import SourceError, Unreadable
from ingest.fronts import feeds_of_front
from ingest.reading import decode
from ingest.sources.config import Source
from ingest.sources.feeds import read_feed
from ingest.sources.feedtext import text_as_answer
from ingest.sources.furtherpages import PagesOfOne
from ingest.sources.gathered import Gathered, Holdings, Outcome, Turn
from ingest.sources.kinds import Kind, kind_of, unpacked
from ingest.sources.listings import Entry, Listing, changed_last, newest
from ingest.sources.sitemaps import read_sitemap
from ingest.web.addresses import origin, without_credentials
from ingest.web.caching import as_long_fresh
from ingest.web.client import Answer, Client
from ingest.web.errors import Gone, Unavailable
from ingest.web.state import SourceRun, Validators

# A sitemap index may list thousands of sitemaps: those changed last are read, and no index within an index within one.
MOST_SITEMAPS = 20
DEEPEST_INDEX = 2
# Articles that no list names any more are asked again now and then: so many in one turn.
MOST_RECHECKS = 50


class Gatherer:
    """Gathers one source. With `prune`, addresses that said that they are gone are asked once more in any case."""

    def __init__(
        self, client: Client, source: Source, *, holdings: Holdings, max_bytes: int, prune: bool = False
    ) -> None:
        self._client = client
        self._state = client.state
        self._source = source
        self._holdings = holdings
        self._max_bytes = max_bytes
        self._until = time.monotonic() + source.within.total_seconds()
        self._began = datetime.now(UTC).replace(microsecond=0)
        last = self._state.last_run(source.name)
        self._kind = last.kind if last else "unknown"
        self._listed = self._new = 0
        self._unchanged = False
        self._prune = prune
        self._reason: str | None = None
        self._lists: list[Validators] = []
        self._notes: list[str] = []
        self._missed = False
        self._asked: set[str] = set()
        self._pages = PagesOfOne(lambda url: self._ask(url, conditional=False), max_bytes=max_bytes)

    def gather(self) -> Iterator[Gathered]:
        """What the source holds; a failure of the source itself is one "failed" item."""
        url = self._source.url
        try:
            for item in self._source_items(url, depth=0):
                if item.outcome == "failed" and item.url == url:
                    self._reason = item.reason
                yield item
            yield from self._once_more()
        except Gone as error:
            self._reason = str(error)
            known = self._state.validators(url)
            yield self._item(url, "gone", reason=self._reason, known=known, learned=error.validators)
        except SourceError as error:
            self._reason = str(error)
            yield self._item(url, "failed", reason=self._reason, known=self._state.validators(url))

    def turn(self) -> Turn:
        """How it went, once all is gathered.

        A list is remembered as read only if all that it names could be asked: else the next run reads it again.
        """
        lists = () if self._missed else tuple(self._lists)
        return Turn(source=self._source, run=self._run(), lists=lists, notes=tuple(self._notes))

    def _run(self) -> SourceRun:
        return SourceRun(
            source=self._source.name,
            url=self._source.url,
            kind=self._kind,
            began_at=self._began,
            seconds=round(time.monotonic() - (self._until - self._source.within.total_seconds()), 3),
            reason=self._reason,
            unchanged=self._unchanged,
            listed=self._listed,
            new=self._new,
        )

    # The source's own address

    def _source_items(self, url: str, *, depth: int) -> Iterator[Gathered]:
        known = self._state.validators(url)
        if removed := self._removal(url, known):
            yield self._item(url, "removed", reason=removed, known=known)
            return
        # What its lists say of articles is wanted again where these are read anew.
        conditional = known is not None and self._may_be_unchanged(known) and not self._holdings.anew
        answer = self._ask(url, conditional=conditional)
        if answer.unchanged:
            self._unchanged = self._unchanged or depth == 0
            yield self._item(url, "unchanged", known=known, learned=as_long_fresh(answer.validators, known))
            yield from self._named(answer.validators.names, depth)
            return
        self._unchanged = False
        body = unpacked(answer.body, max_bytes=self._max_bytes)
        kind = kind_of(body, media_type=answer.media_type)
        if depth and kind not in ("feed", "sitemap"):
            of_front = "a front page whose feed link leads to something else; name its feed, its sitemap or an article"
            raise Unreadable(of_front if self._kind == "front page" else "not a sitemap")
        feeds = self._feeds(body, answer) if kind == "page" and depth == 0 else None
        if depth == 0:
            self._kind = kind if feeds is None else "front page"
        if feeds is not None:
            yield from self._front(feeds, answer)
            return
        if kind not in ("feed", "sitemap"):
            self._listed, self._new = 1, 0 if known else 1
            yield self._pages.whole(self._item(url, "article", kind=kind, answer=answer, body=body, known=known))
            return
        listing = _listing(kind, body, answer)
        if listing.lost:
            self._notes.append(f"{without_credentials(url)}: {listing.lost}")
        names: tuple[str, ...] = ()
        if listing.kind == "sitemap index":
            if depth >= DEEPEST_INDEX:
                raise Unreadable("sitemap indexes within indexes, too deep")
            names = tuple(url for url in changed_last(listing)[:MOST_SITEMAPS] if url != self._source.url)
            yield from self._named(names, depth)
        else:
            yield from self._entries(listing)
        fresh = listing.fresh_for and answer.fetched_at + listing.fresh_for
        until = max((one for one in (answer.validators.fresh_until, fresh) if one), default=None)
        self._read_to_its_end(replace(answer.validators, fresh_until=until, names=names))

    def _read_to_its_end(self, listing: Validators) -> None:
        self._lists.append(replace(listing, source=self._source.name))

    def _feeds(self, body: bytes, answer: Answer) -> tuple[str, ...] | None:
        """The feeds that the page names if it is a front page; None for an article."""
        if self._source.text:
            return None  # the editor says where its text is
        try:
            return feeds_of_front(decode(body, html=True), url=answer.url)
        except SourceError:
            return None

    def _front(self, feeds: Sequence[str], answer: Answer) -> Iterator[Gathered]:
        if not feeds:
            raise Unreadable("a front page that names no feed; name a feed, a sitemap or an article of it")
        names = tuple(feeds[:1])
        yield from self._named(names, 0)
        self._read_to_its_end(replace(answer.validators, names=names))

    def _named(self, names: Sequence[str], depth: int) -> Iterator[Gathered]:
        """What the lists hold that a front page or an index names. A sitemap that fails is not the source's failure."""
        for url in names:
            try:
                yield from self._source_items(url, depth=depth + 1)
            except SourceError as error:
                if self._kind == "front page" and isinstance(error, Gone):
                    raise Unavailable(f"its feed: {error}") from error  # the front page is not gone with it
                if self._kind == "front page":
                    raise
                self._missed = True
                yield self._item(url, "failed", reason=str(error))

    def _removal(self, url: str, known: Validators | None) -> str | None:
        if self._source.by_hand and url == self._source.url:
            return None  # the editor wants it back
        return self._holdings.removal(url, known.leads_to if known else None)

    def _may_be_unchanged(self, known: Validators) -> bool:
        """Asking "did it change?" makes sense while the library has what came of the last answer, read as it should."""
        return known.leads_to is None or self._is_held(known.leads_to)

    def _is_held(self, article_id: str) -> bool:
        wanted = article_id in self._holdings.anew or article_id in self._holdings.adopted
        return article_id in self._holdings.live and not wanted

    # The articles that it lists

    def _entries(self, listing: Listing) -> Iterator[Gathered]:
        for entry in newest(listing, takes=self._source.takes)[: self._source.most]:
            self._listed += 1
            known = self._state.validators(entry.url)
            self._asked |= {entry.url, known.leads_to if known and known.leads_to else entry.url}
            if removed := self._removal(entry.url, known):
                yield self._item(entry.url, "removed", reason=removed, known=known)
                continue
            if known and not self._is_due(entry, known):
                yield self._item(entry.url, "unchanged", known=known)
                continue
            self._new += known is None
            yield self._article(entry, known)

    def _is_due(self, entry: Entry, known: Validators) -> bool:
        """Whether a known article is to be asked again: the listing says that it changed, or its turn has come."""
        if entry.updated and entry.updated > known.checked_at:
            return True
        if known.gone_since is not None:
            due = self._prune
        else:
            due = known.leads_to is not None and not self._is_held(known.leads_to)
        # What was noted by a clock that went ahead is of no use.
        return due or not timedelta(0) <= datetime.now(UTC) - known.checked_at < self._source.recheck

    def _article(self, entry: Entry, known: Validators | None) -> Gathered:
        try:
            answer = self._ask(entry.url, conditional=known is not None and self._may_be_unchanged(known))
            if answer.unchanged:
                return self._item(entry.url, "unchanged", known=known, learned=answer.validators)
            body = unpacked(answer.body, max_bytes=self._max_bytes)
            kind = kind_of(body, media_type=answer.media_type)
            if kind in ("feed", "sitemap"):
                raise Unreadable("a list of articles where an article should be")
        except Gone as error:
            return self._item(entry.url, "gone", reason=str(error), known=known, learned=error.validators)
        except SourceError as error:
            if entry.text and not self._has_its_page(known):
                return self._from_feed(entry, known, error)
            self._missed = self._missed or isinstance(error, Unavailable)
            return self._item(entry.url, "failed", reason=str(error), known=known)
        return self._pages.whole(
            self._item(entry.url, "article", kind=kind, answer=answer, body=body, listed=entry, known=known)
        )

    def _has_its_page(self, known: Validators | None) -> bool:
        """Whether the library holds what an address gave when it answered last."""
        return known is not None and 200 <= known.status < 400 and known.leads_to in self._holdings.live

    def _from_feed(self, entry: Entry, known: Validators | None, error: SourceError) -> Gathered:
        """An article whose page can't be read, by the text that its feed holds. The page is asked again in its turn."""
        answer = text_as_answer(entry, known, status=error.status if isinstance(error, Unavailable) else None)
        item = self._item(entry.url, "article", answer=answer, body=answer.body, listed=entry, known=known)
        return replace(item, unread=str(error))

    def _once_more(self) -> Iterator[Gathered]:
        """Held articles that nothing names any more: they may have changed, or be gone, or are to be read anew."""
        again = list(self._state.due(self._source.name, recheck=self._source.recheck, most=MOST_RECHECKS))
        if self._prune:
            again += self._state.gone(self._source.name)
        wanted = {known.url: known for known in again if not self._removal(known.url, known)}
        for url in (*wanted, *sorted(self._holdings.anew)):
            if url in self._asked or url == self._source.url:
                continue
            if time.monotonic() >= self._until:
                return
            self._asked.add(url)
            yield self._article(Entry(url=url), wanted.get(url) or self._state.validators(url))

    def _ask(self, url: str, *, conditional: bool) -> Answer:
        left = self._until - time.monotonic()
        if left <= 0:
            raise Unavailable("the time for this source is over; the next run goes on")
        # What stood in the source's address is for that host, not for those that its feed names.
        own = self._source.credentials if origin(url) == origin(self._source.url) else None
        return self._client.get(url, within=left, conditional=conditional, credentials=own)

    def _item(
        self,
        url: str,
        outcome: Outcome,
        *,
        kind: Kind = "page",
        answer: Answer | None = None,
        body: bytes = b"",
        listed: Entry | None = None,
        reason: str = "",
        known: Validators | None = None,
        learned: Validators | None = None,
    ) -> Gathered:
        return Gathered(
            source=self._source,
            url=url,
            outcome=outcome,
            kind=kind,
            answer=answer,
            body=body,
            listed=listed,
            reason=reason,
            known=known,
            learned=learned or (answer.validators if answer else None),
        )


def _listing(kind: Kind, body: bytes, answer: Answer) -> Listing:
    if kind == "feed":
        return read_feed(body, url=answer.url, content_type=answer.headers.get("content-type", ""))
    return read_sitemap(body, url=answer.url)
