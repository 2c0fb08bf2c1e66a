"""One run: each source read once, compared with what is held, and put, skipped or named."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from ingest.articles import draft_of, file_article_of, natural_id, source_hash, why_not, with_metadata_of
from ingest.doubts import dated_by_rule, doubts
from ingest.drafts import Draft
from ingest.errors import Empty, Shell, Unreadable
from ingest.likeness import begin_import
from ingest.reporting import Named, Tally
from ingest.roots import Place, Roots
from ingest.settings import IngestSettings
from ingest.sharing import Sharing
from ingest.shelves import Shelf
from ingest.sources.files import Found, LeftOut, Target, lines, read_whole, walk
from ingest.stopping import Stop
from ingest.suspicion import suspected
from ingest.web.sameness import same_address
from vectorstore.library import Known
from vectorstore.model import Article, as_edited, digest

# Bytes. What is shorter is compared with nothing (likeness.py).
_SCRAP = 160
# An id with what tells it from the same one of another root.
_MARKED = re.compile(r"(.+)~[0-9a-f]{6}", re.S)

Progress = Callable[[str, int, int], None]
"""(stage, how many done, of how many; 0 where that is not known)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file, or one line of a records file. `name` is what people are shown."""

    found: Found
    name: str
    hash: str


@dataclass(kw_only=True)
class Root:
    """What the library holds of one root before the run reads it.

    `by_source` has the articles' ids by their sources' hashes, `several` the keys of the files that gave more than one.
    """

    place: Place
    held: Mapping[str, Known]
    by_source: dict[str, str]
    several: frozenset[str]

    @classmethod
    def of(cls, place: Place, everything: Mapping[str, Known]) -> Root:
        names = (place.path, place.name)
        held = {one.id: one for one in everything.values() if (one.root, one.root_name) == names}
        given = Counter(one.source_hash[:16] for one in held.values())
        return cls(
            place=place,
            held=held,
            by_source={one.source_hash: one.id for one in held.values()},
            several=frozenset(key for key, number in given.items() if number > 1),
        )

    @cached_property
    def by_file(self) -> dict[str, list[str]]:
        """The articles' ids by the keys of their files; made for the first file that is not as it was."""
        by_file: dict[str, list[str]] = {}
        for one in self.held.values():
            by_file.setdefault(one.source_hash[:16], []).append(one.id)
        return by_file

    @cached_property
    def marked(self) -> dict[str, str]:
        """The ids that bear a mark, since another root had the same, by what they are without it."""
        return {found[1]: one for one in self.held if (found := _MARKED.fullmatch(one))}


@dataclass(kw_only=True)
class Run:
    shelf: Shelf
    settings: IngestSettings
    tally: Tally
    progress: Progress
    stop: Stop
    everything: dict[str, Known] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)  # article id -> the source that gave it in this run
    sources: int = 0
    _expecting: bool = False
    _given: dict[str, Place] = field(default_factory=dict)  # article id -> the root that gave it in this run
    sharing: Sharing = field(init=False)
    _roots: Roots = field(init=False)

    def __post_init__(self) -> None:
        self.everything = dict(self.shelf.known())
        self._roots = Roots(
            everything=self.everything,
            article=self.shelf.article,
            rename=self.shelf.rename_root,
            max_bytes=self.settings.ingest_max_bytes,
        )
        self.sharing = Sharing(shelf=self.shelf, tally=self.tally, everything=self.everything, seen=self.seen)

    @cached_property
    def _date_rules(self) -> Mapping[str, str]:
        return self.shelf.date_rules()

    @cached_property
    def by_address(self) -> dict[str, str]:
        """The articles' ids by what `same_address` makes of them; made at first use, for it takes its time."""
        return {same_address(one): one for one in self.everything if one.startswith(("http://", "https://"))}

    def take(self, target: Target) -> list[str]:
        """Read a target's sources. Returns the articles held of it whose sources are gone."""
        root = Root.of(self._roots.settle(target), self.everything)
        whole = True
        for found in walk(target):
            if isinstance(found, LeftOut):
                self._leave_out(found)
                whole = whole and not found.hides
            elif found.kind == "records":
                self._take_records(found, root)
            else:
                self._take_file(found, root)
        if target.only is None:
            candidates: Collection[str] = root.held
        else:
            candidates = root.by_file.get(Found(root=target.root, name=target.only, kind="text").key, ())
        # Where a folder could not be looked into, nobody knows what is gone.
        return sorted(one for one in candidates if one not in self.seen) if whole else []

    def remove(self, article_id: str) -> None:
        if self.shelf.remove(article_id):
            self.tally.removed.append(article_id)
            self.sharing.went(article_id)

    def withdraw(self, article_id: str, *, at: datetime) -> None:
        if self.shelf.withdraw(article_id, at=at):
            self.tally.withdrawn.append(article_id)
            self.sharing.went(article_id)

    # One source

    def _take_file(self, found: Found, root: Root) -> None:
        key = found.key
        try:
            raw = read_whole(found, max_bytes=self.settings.ingest_max_bytes)
        except Unreadable as error:
            self._fail(found.name, error, keep=root.by_file.get(key, ()))
            return
        hash_ = source_hash(key, raw)
        failures = len(self.tally.failed)
        if self._is_unchanged(found.name, hash_, root):
            if key not in root.several:
                return  # the short way, for nearly all files of most runs
        else:
            self._take(Source(found=found, name=found.name, hash=hash_), raw, root)
        held = root.by_file.get(key, ())
        failed = len(self.tally.failed) > failures
        # The file holds one article: an earlier one under another id, or with a text that is gone, is replaced.
        for article_id in sorted(one for one in held if one not in self.seen):
            self.seen[article_id] = found.name
            if not failed:
                self.remove(article_id)

    def _take_records(self, found: Found, root: Root) -> None:
        key = found.key
        failures = len(self.tally.failed)
        limit = self.settings.ingest_max_bytes
        empty = True
        try:
            for line in lines(found, max_bytes=limit):
                empty = False
                name = f"{found.name}:{line.number}"
                if line.raw is None:
                    self._fail(name, Unreadable(f"a line longer than INGEST_MAX_BYTES ({limit:,} bytes)"))
                    continue
                hash_ = source_hash(key, line.raw)
                if not self._is_unchanged(name, hash_, root):
                    self._take(Source(found=found, name=name, hash=hash_), line.raw, root)
            if empty:
                self._leave_empty(found.name, keep=root.by_file.get(key, ()))
        except Unreadable as error:
            self._fail(found.name, error)
        if len(self.tally.failed) > failures:
            # A line that can't be read doesn't say which article it held: none of the file's is taken for gone.
            for article_id in root.by_file.get(key, ()):
                self.seen.setdefault(article_id, found.name)

    def _is_unchanged(self, name: str, hash_: str, root: Root) -> bool:
        """Begin with one more source. Whether the library holds what it says, so that nothing of it is read."""
        self.stop.check()
        self.sources += 1
        self.progress("reading", self.sources, 0)
        article_id = root.by_source.get(hash_)
        if article_id is None:
            return False
        if self._first(article_id, name, root.place):
            self.sharing.saw_unchanged(article_id, name=name)
        return True

    def _take(self, source: Source, raw: bytes, root: Root) -> None:
        self._expect_change(len(raw))
        with self._failures_named(source, root):
            draft = self._draft(source, raw)
            article_id = self._id(source, draft, root)
            if article_id and self._first(article_id, source.name, root.place):
                self._shelve(source, draft, article_id, root.place)

    def _shelve(self, source: Source, draft: Draft, article_id: str, place: Place) -> None:
        before = self.shelf.article(article_id) if article_id in self.everything else None
        same_file = before is not None and (before.root, before.path) == (str(source.found.root), source.found.name)
        reason = why_not(draft, before, same_file=same_file)
        if reason:
            self.tally.skipped.append(Named(source.name, reason))
            return
        article = file_article_of(
            source.found, draft, article_id=article_id, source_hash=source.hash, root_name=place.name
        )
        # Another file's metadata is its own; an address that was read before it keeps what the file does not say.
        if before is not None and before.root is None:
            article = with_metadata_of(before, article)
        self.store(article, draft, name=source.name, source=place.name or place.path)

    # What becomes of an article

    def store(self, article: Article, draft: Draft, *, name: str, source: str) -> None:
        """Put an article and count what became of it; `name` is what people are shown of where it is from, `source`
        what its site or folder is known by."""
        self._expect_change(len(article.text))
        article = dated_by_rule(article, draft.unsure_date, self._date_rules.get(source))
        known = article.id in self.everything
        edited = as_edited(article, self.shelf.article(article.id) if known else None)
        self.sharing.put(article, name=name)
        self.tally.neutralised += draft.neutralised
        self.tally.suspected.extend(Named(name, words) for words in suspected(article.text))
        self.tally.read += 1
        self.tally.undated += edited.published is None
        found = doubts(edited, draft)
        if found or known:
            new = self.shelf.note_doubts(article.id, found, source=source)
            self.tally.doubtful.extend(Named(name, doubt.reason) for doubt in new)
        notes = list(draft.notes)
        if draft.neutralised:
            notes.append(f"{draft.neutralised} invisible or broken characters were removed")
        if article.published and article.published > datetime.now(UTC) + timedelta(days=1):
            notes.append(f"published {article.published:%Y-%m-%d}, in the future")
        self.tally.notes.extend(Named(name, note) for note in notes)

    def _expect_change(self, size: int) -> None:
        """At the first thing that is new and no scrap: begin what takes its time, while it is read."""
        if not self._expecting and size >= _SCRAP:
            self._expecting = True
            begin_import()
            self.shelf.make_ready()

    # Whose an article is

    def _id(self, source: Source, draft: Draft, root: Root) -> str | None:
        """The article's id; None when another root has this very article (which is then named as skipped)."""
        wanted = natural_id(source.found, draft)
        if draft.url:
            wanted = self.by_address.setdefault(same_address(draft.url), wanted)
        elif wanted not in root.held:
            parted = unicodedata.normalize("NFD", wanted)  # as ids were before all names had one form
            for given in (wanted, parted):
                if given in root.marked or given in root.held:
                    return root.marked.get(given, given)
        known = self.everything.get(wanted)
        holder = Place(known.root_name, known.root) if known and known.root else None
        if (self._given.get(wanted) or holder) in (None, root.place):
            return wanted
        says_who = bool(draft.url or draft.id)
        if known and says_who and known.content_hash == digest(draft.text) and holder and not holder.left:
            self.tally.skipped.append(Named(source.name, f"already there from another folder ({wanted})"))
            return None
        if draft.url or (says_who and holder and holder.left):
            return wanted
        return f"{wanted}~{digest(root.place.name or root.place.path)[:6]}"

    def _first(self, article_id: str, name: str, place: Place) -> bool:
        """Whether no other source of this run gave the article already; else it is skipped and named."""
        earlier, there = self.seen.setdefault(article_id, name), self._given.setdefault(article_id, place)
        if (earlier, there) == (name, place):
            return True
        folder = f" in {os.path.basename(there.path)}" if there != place else ""
        self.tally.skipped.append(Named(name, f"the same address as {earlier}{folder}"))
        return False

    def _draft(self, source: Source, raw: bytes) -> Draft:
        with self.tally.timed("reading"):
            return draft_of(source.found, raw, max_bytes=self.settings.ingest_max_bytes)

    # What gave no article

    def _leave_out(self, left_out: LeftOut) -> None:
        if left_out.failed:
            self._fail(left_out.name, Unreadable(left_out.reason))
        elif left_out.name:
            self.tally.skipped.append(Named(left_out.name, left_out.reason))
        else:
            self.tally.notes.append(Named("", left_out.reason))

    def _leave_empty(self, name: str, *, keep: Collection[str]) -> None:
        said = "the file is empty; what it held before stays" if keep else "the file is empty"
        self.tally.skipped.append(Named(name, said))
        for article_id in keep:
            self.seen.setdefault(article_id, name)

    def _fail(self, name: str, error: Exception, *, keep: Collection[str] = ()) -> None:
        """Name a failure. What the library holds of the source stays."""
        self.tally.failed.append(Named(name, str(error)))
        for article_id in keep:
            self.seen.setdefault(article_id, name)

    @contextmanager
    def _failures_named(self, source: Source, root: Root) -> Iterator[None]:
        try:
            yield
        except Empty:
            self._leave_empty(source.name, keep=root.by_file.get(source.found.key, ()))
        except Shell as error:
            self.tally.skipped.append(Named(source.name, str(error)))
        except Unreadable as error:
            self._fail(source.name, error)
