"""What was gathered of sources on the web, read and stored: one address after another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from ingest.articles import why_not
from ingest.errors import Shell, Unreadable
from ingest.reporting import Named
from ingest.roots import Place
from ingest.running import Run
from ingest.sources.config import Source
from ingest.sources.gathered import Gathered, Holdings, Turn
from ingest.sources.marks import Mark, giver, is_as_before, is_to_be_read, lent, limited, retagged, source_hash_of
from ingest.sources.pages import draft_of, web_article_of, with_listed_date, with_what_is_known
from ingest.web.addresses import without_credentials
from ingest.web.sameness import same_address
from ingest.web.state import WebState
from vectorstore.model import Article

# When this many articles of a source are gone at once, and they are half of those asked for, the site is more
# likely at fault than the articles.
_SUSPICIOUS = 5


@dataclass(slots=True, kw_only=True)
class Harvester:
    """Reads and stores what was gathered."""

    run: Run
    state: WebState
    prune: bool
    _gone: defaultdict[str, dict[str, Gathered]] = field(default_factory=lambda: defaultdict(dict))  # by source, id
    _asked: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    _holdings: Holdings = field(init=False)
    _given: defaultdict[str, list[str]] = field(init=False)  # the articles' ids by who gave them
    _by_hand: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        everything = [one for one in self.run.everything.values() if not one.withdrawn]
        live = frozenset(one.id for one in everything if not is_to_be_read(one.source_hash))
        removed = {same_address(one.url): one.removed_at for one in self.state.removed() if one.removed_at}
        self._holdings = Holdings(live=live, removed=removed)
        self._given = defaultdict(list)
        for one in everything:
            if one.root is None:
                self._given[Mark.on(one.source_hash).source].append(one.id)
        self._by_hand = frozenset(one for given, ids in self._given.items() for one in ids if giver(one) == given)

    def begin(self, source: Source) -> Holdings:
        """What its turn goes by. Articles whose tags only were changed in its entry get them now; where more was, their
        pages must be read anew. Those that its address gave by hand before are its own, too."""
        mark = Mark.of(source)
        anew = set(self._given[giver(source.url)]) if not source.by_hand else set()
        for article_id in self._given[mark.source]:
            of = Mark.on(self.run.everything[article_id].source_hash)
            if not of.reads_like(mark):
                anew.add(article_id)
            elif of.tags != mark.tags:
                self._retag(article_id, source)
        return replace(self._holdings, anew=anew, adopted=() if source.by_hand else self._by_hand)

    def _adopts(self, article_id: str, source: Source) -> bool:
        """Whether the article becomes this source's: until now it was given by hand, itself or with its list."""
        known = self.run.everything.get(article_id)
        if known is None or source.by_hand:
            return False
        return Mark.on(known.source_hash).source in (giver(article_id), giver(source.url))

    def _retag(self, article_id: str, source: Source) -> None:
        article = self.run.shelf.article(article_id)
        if article is not None:
            article = retagged(article, source)
            self.run.sharing.put(article, name=self._named(source, article_id))
            known = self.run.everything[article_id]
            self.run.everything[article_id] = known._replace(source_hash=article.source_hash)

    def take(self, item: Gathered) -> None:
        """One address: stored, counted or named."""
        self.run.sources += 1
        self.run.progress("reading", self.run.sources, 0)
        self._asked[item.source.name] += 1
        name = self._name(item)
        held = self._held(item)
        if item.outcome == "failed":
            self.run.tally.failed.append(Named(name, item.reason))
            self._saw(held, name)
        elif item.outcome == "removed":
            self.run.tally.skipped.append(Named(name, item.reason))
        elif item.outcome == "gone":
            if held is None or not self._was_its_address(item, held):
                self.run.tally.failed.append(Named(name, item.reason))
                self._keep(item, None)
            elif self.run.everything[held].withdrawn:
                self._keep(item, held)
            else:
                self._gone[item.source.name][held] = item
        elif item.outcome == "unchanged":
            if held is not None:
                self.run.sharing.saw_unchanged(held, name=name)
            self._saw(held, name)
            self._keep(item, item.learned.leads_to if item.learned else None)
        else:
            try:
                self._take_article(item, name, held)
            except Shell as error:
                self.run.tally.skipped.append(Named(name, str(error)))
                self._keep(item, held)
            except Unreadable as error:
                self.run.tally.failed.append(Named(name, str(error)))

    def end(self, turn: Turn) -> None:
        """The source's turn is over: articles that are gone stop answering, unless too many are at once."""
        name = turn.source.name
        gone = self._gone.pop(name, {})
        if len(gone) >= _SUSPICIOUS and len(gone) * 2 >= self._asked[name] and not self.prune:
            self.run.tally.missing.extend(sorted(gone))
            note = f"{len(gone)} articles are gone at once, so none was withdrawn; --prune withdraws them"
            self.run.tally.notes.append(Named(name, note))
        else:
            for article_id, item in gone.items():
                self._withdraw(article_id, item)
        for article_id, item in gone.items():
            self._keep(item, article_id)
        self.run.tally.notes.extend(Named(name, note) for note in turn.notes)
        again = self.state.next_due(name, recheck=turn.source.recheck)
        self.run.tally.asked(len(self._given[Mark.of(turn.source).source]), again=again)
        for listing in turn.lists:
            self.state.keep_validators(listing)
        self.state.keep_run(turn.run)

    def _withdraw(self, article_id: str, item: Gathered) -> None:
        article = self.run.shelf.article(article_id)
        if article is not None and _is_from_file(article):
            self.run.tally.notes.append(Named(article_id, f"{item.reason}; it is held from a file, which is kept"))
            return
        since = item.learned.gone_since if item.learned else None
        self.run.withdraw(article_id, at=since or datetime.now(UTC).replace(microsecond=0))
        self.run.tally.notes.append(Named(article_id, f"withdrawn: {item.reason}"))

    def _take_article(self, item: Gathered, name: str, held: str | None) -> None:
        self.run.stop.check()
        mark = Mark.of(item.source)
        source_hash = source_hash_of(item.bodies, mark)
        known = self.run.everything[held] if held is not None else None
        adopts = held is not None and self._adopts(held, item.source)
        same = known is not None and is_as_before(known.source_hash, source_hash, adopts=adopts)
        if held is not None and known and same and not known.withdrawn:
            if self._first(held, name):
                self.run.sharing.saw_unchanged(held, name=name)
            self._keep(item, held)
            return
        if held is not None and item.source.use_feed_text and not (item.listed and item.listed.text):
            if self._first(held, name):
                self.run.sharing.saw_unchanged(held, name=name)  # its feed names it no more: the text stays
            self._keep(item, held)
            return
        with self.run.tally.timed("reading"):
            draft = draft_of(with_listed_date(item, self.run.shelf.article(held) if held else None))
        article_id = held or self.run.by_address.get(same_address(draft.url or "")) or draft.url or item.url
        if not self._first(article_id, name):
            self._keep(item, article_id)
            return
        before = self.run.shelf.article(article_id)
        if before is None and not self._may_come(item, article_id, name):
            return
        reason = "held from a file, which is kept" if before and _is_from_file(before) else why_not(draft, before)
        if reason:
            self.run.tally.skipped.append(Named(name, reason))
            if before is not None and before.withdrawn_at is not None:
                self.run.store(replace(before, withdrawn_at=None), draft, name=name, source=item.source.name)
            elif before is not None and (adopts or Mark.on(before.source_hash).source == mark.source):
                # Read as its source wants it, though there was no more to be had.
                self.run.shelf.put(limited(replace(before, source_hash=source_hash), item.source))
            self._keep(item, article_id)
            return
        if before is not None and item.source.by_hand and Mark.on(before.source_hash).source != mark.source:
            source_hash = lent(before.source_hash, source_hash)
        found = web_article_of(item, draft, article_id=article_id, source_hash=source_hash)
        article = with_what_is_known(before, found, item.source)
        self.run.store(article, draft, name=name, source=item.source.name)
        for url in (item.url, article.url or ""):
            self.run.by_address.setdefault(same_address(url), article_id)
        self._keep(item, article_id)

    def _held(self, item: Gathered) -> str | None:
        """The article of the library that this address led to, or leads to."""
        if item.known and item.known.leads_to in self.run.everything:
            return item.known.leads_to
        for url in (item.answer.url if item.answer else item.url, item.url):
            found = self.run.by_address.get(same_address(url))
            if found in self.run.everything:
                return found
        return None

    def _may_come(self, item: Gathered, article_id: str, name: str) -> bool:
        """Whether the editor has not removed this article, or wants it back: its address was given by hand."""
        reason = self._holdings.removal(article_id)
        if reason is None:
            return True
        if not item.source.by_hand or item.url != item.source.url:
            self.run.tally.skipped.append(Named(name, reason))
            self._keep(item, article_id)
            return False
        for one in self.state.removed():
            if same_address(one.url) == same_address(article_id):
                self.state.keep_validators(replace(one, removed_at=None))
        return True

    def _was_its_address(self, item: Gathered, held: str) -> bool:
        """Whether an address that is gone is where the article was: its own, or the one that gave it.

        Where its own still answers, a variant that is gone (for mobile, with a slash, a mistyped one) says nothing.
        """
        if item.url == held:
            return True
        own = self.state.validators(held)
        if own is not None and own.gone_since is None:
            return False
        return item.known is not None and item.known.leads_to == held

    def _first(self, article_id: str, name: str) -> bool:
        """Whether no other address of this run gave the article already; one more is no news."""
        return self.run.seen.setdefault(article_id, name) == name

    def _saw(self, article_id: str | None, name: str) -> None:
        if article_id is not None:
            self.run.seen.setdefault(article_id, name)

    def _keep(self, item: Gathered, article_id: str | None) -> None:
        if item.learned is not None:
            self.state.keep_validators(replace(item.learned, leads_to=article_id, source=item.source.name))

    def _name(self, item: Gathered) -> str:
        return self._named(item.source, item.url)

    def _named(self, source: Source, url: str) -> str:
        shown = without_credentials(url)
        return shown if source.by_hand else f"{source.name}: {shown}"


def _is_from_file(held: Article) -> bool:
    """Whether the editor's own file gave it, and is still there, as far as this machine can tell."""
    return held.root is not None and not Place(held.root_name, held.root).left
