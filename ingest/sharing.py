"""Who shares whose passages: copies are put as copies, and parted when their original changes or goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.copies import likeness
from ingest.likeness import bands
from ingest.reporting import Named, Tally
from ingest.shelves import Shelf
from ingest.stopping import Stop
from vectorstore.library import Known
from vectorstore.model import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """Puts a run's articles. `everything` is what the library held before, `seen` which source gave what so far."""

    shelf: Shelf
    tally: Tally
    everything: Mapping[str, Known]
    seen: Mapping[str, str]

    def put(self, article: Article, *, name: str) -> None:
        """Put an article. A copy of another shares its passages; one that is fuller makes the other its copy."""
        before = self.everything.get(article.id)
        if article.withdrawn_at is not None:  # as an export says
            self._put(article, (), name=name)
            self._part(article.id)
            return
        with self.tally.timed("comparing"):
            signs = bands(article.text)
            original, shorter = self._originals(article, before, signs)
        self._put(replace(article, copy_of=original), signs, name=name)
        held = self.shelf.article(shorter) if shorter else None
        if held is not None:
            self._put(replace(held, copy_of=article.id), (), name=self._name_of(held.id))
            self._part(held.id)
        if before is not None and (before.content_hash != article.content_hash or original is not None):
            self._part(article.id)

    def saw_unchanged(self, article_id: str, *, name: str) -> None:
        """Count an article whose source is what it was."""
        if article_id in self.tally.outcomes:
            return  # it was a copy, and got passages of its own in this run
        known = self.tally.copies.get(article_id)
        original = self.everything[article_id].copy_of
        if known is not None:
            self.tally.copies[article_id] = Named(name, known.reason)
        elif original is not None:
            self.tally.copies[article_id] = Named(name, f"a copy of {original}")
        else:
            self.tally.unchanged += 1

    def went(self, article_id: str) -> None:
        """After an article was removed or withdrawn: its copies share another's passages, or have their own."""
        self.tally.copies.pop(article_id, None)
        self._part(article_id)

    def settle(self, stop: Stop) -> None:
        """At the end: copies whose original went otherwise, by another command say."""
        for copy_id in self.shelf.orphans():
            stop.check()
            self._put_again(copy_id)

    def _part(self, article_id: str) -> None:
        for copy_id in self.shelf.copies_of(article_id):
            self._put_again(copy_id)

    def _put_again(self, copy_id: str) -> None:
        copy = self.shelf.article(copy_id)
        if copy is None:
            return
        signs = bands(copy.text)
        original, _ = self._originals(copy, None, signs)
        self._put(replace(copy, copy_of=original), signs, name=self._name_of(copy_id))

    def _put(self, article: Article, signs: Sequence[int], *, name: str) -> None:
        with self.tally.timed("storing"):
            outcome, passages = self.shelf.put(article, bands=signs)
        if article.copy_of is None:
            self.tally.copies.pop(article.id, None)
            self.tally.outcomes[article.id] = (outcome, passages, name)
        else:
            self.tally.outcomes.pop(article.id, None)
            self.tally.copies[article.id] = Named(name, f"a copy of {article.copy_of}")

    def _name_of(self, article_id: str) -> str:
        return self.seen.get(article_id, article_id)

    def _originals(self, article: Article, before: Known | None, signs: Sequence[int]) -> tuple[str | None, str | None]:
        """(the article that this one is a copy of, the article that is a shortened copy of this one)."""
        stands = before is not None and before.copy_of is None and not before.withdrawn
        if stands and before is not None and before.content_hash == article.content_hash:
            return None, None  # it has passages of its own, and keeps them
        same = self.shelf.copy_of(article.content_hash, but_not=article.id)
        if same is not None:
            return same, None
        shorter = None
        for candidate in self.shelf.alike(signs, but_not=article.id):
            held = self.shelf.article(candidate)
            found = likeness(article, held) if held else None
            if found == "copy":
                return candidate, None
            if found == "fuller" and shorter is None:
                shorter = candidate
        return None, shorter
