"""What an editor decides of doubtful articles: as they are, by our guess, by his word, or by a rule for a source."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.doubts import dated_by_rule, without_rule
from ingest.errors import UsageError
from ingest.keeping.editing import DECIDES, edit_all, put_all
from ingest.keeping.finding import article_meant
from ingest.roots import Place
from ingest.settings import IngestSettings
from ingest.sources.marks import to_be_read
from vectorstore.library import Library
from vectorstore.remembered import Doubtful

KINDS = ("date", "title", "length", "opening", "text")
ORDERS = ("D/M/Y", "M/D/Y", "Y/M/D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which of the open doubts are meant: of these articles (by id, address, path or title), of a source, of a kind."""

    articles: Sequence[str] = ()
    source: str | None = None
    kind: str | None = None

    def of(self, library: Library) -> list[Doubtful]:
        """The open doubts that are meant. Raises UsageError for an article or a source that there is not."""
        if self.kind is not None and self.kind not in KINDS:
            raise UsageError(f"--kind {self.kind}: write one of {', '.join(KINDS)}.")
        source = source_meant(library, self.source) if self.source is not None else None
        found = library.doubts.open(source=source, kind=self.kind)
        if not self.articles:
            return found
        ids = {article_meant(library, given).id for given in self.articles}
        return [one for one in found if one.article_id in ids]


def accept(library: Library, doubtful: Sequence[Doubtful], *, settings: IngestSettings) -> int:
    """Take our guess where there is one, and the rest as it is; how many articles got a day of their own by it."""
    by_article = {one.article_id: one.doubt.guess for one in doubtful if one.doubt.guess and one.doubt.kind == "date"}
    held = [(library.article(one, for_editor=True), {"published": guess}) for one, guess in by_article.items()]
    guessed = [(article, values) for article, values in held if article is not None]
    edit_all(library, guessed, settings=settings)
    _decide(library, doubtful)
    return len(guessed)


def set_all(
    library: Library,
    articles: Sequence[str],
    doubtful: Sequence[Doubtful],
    values: dict[str, str],
    *,
    settings: IngestSettings,
) -> int:
    """Set the same fields of the given articles, or else of the doubtful ones; how many these are."""
    ids = [article_meant(library, given).id for given in articles] or [one.article_id for one in doubtful]
    held = [library.article(one, for_editor=True) for one in dict.fromkeys(ids)]
    meant = [article for article in held if article is not None]
    edit_all(library, [(article, values) for article in meant], settings=settings)
    kinds = [kind for kind, name in DECIDES.items() if name in values]
    library.doubts.decide([article.id for article in meant], kinds=kinds)
    return len(meant)


def set_rule(library: Library, source: str, order: str | None, *, settings: IngestSettings) -> int:
    """Remember how a source writes its dates, and date what it gave by that; None: forget it, and doubt these again.

    How many articles have another day by it. What an editor has set of one stays.
    """
    if order is not None and order not in ORDERS:
        raise UsageError(f"--dates {order}: write one of {', '.join(ORDERS)}.")
    written = library.doubts.written(source)
    held = [article for one in written if (article := library.article(one, for_editor=True)) is not None]
    open_to_it = [article for article in held if "published" not in article.set_by_editor]
    if order is None:
        changed = [to_be_read(without_rule(article)) for article in open_to_it if without_rule(article) != article]
    else:
        dated = [(article, dated_by_rule(article, written[article.id], order)) for article in open_to_it]
        changed = [new for old, new in dated if new != old]
    put_all(library, changed, settings=settings, by_editor=False)
    library.doubts.set_rule(source, order)
    if order is None:
        library.doubts.reopen([article.id for article in changed], kind="date")
    else:
        library.doubts.decide([article.id for article in changed], kinds=["date"])
    return len(changed)


def source_meant(library: Library, given: str) -> str:
    """A source's own name, from that or its address, or a folder's path or label. Raises UsageError."""
    by_name: dict[str, str] = {}
    for one in library.known().values():
        if one.root is not None:
            name = one.root_name or one.root
            label = Place(one.root_name, one.root).label
            by_name |= {name: name, one.root: name} | ({label: name} if label else {})
    for health in library.history.sources():
        by_name |= {health.url: health.source, health.source: health.source}
    by_name |= {one: one for one in library.doubts.rules()}
    path = os.path.abspath(os.path.expanduser(given))
    folded = {name.casefold(): source for name, source in by_name.items()}
    found = by_name.get(given) or folded.get(given.casefold()) or by_name.get(path)
    if found is None:
        near = difflib.get_close_matches(given, by_name, n=3, cutoff=0.4)
        hint = f"The nearest: {', '.join(near)}." if near else "`dateline library sources` lists them."
        raise UsageError(f"No source is called {given!r}. {hint}")
    return found


def shown_source(source: str) -> str:
    """A source by the name that people know it by: a folder of this machine by its path."""
    host, colon, path = source.partition(":")
    return path if colon and path.startswith("/") and not path.startswith("//") and "/" not in host else source


def _decide(library: Library, doubtful: Sequence[Doubtful]) -> None:
    for kind in {one.doubt.kind for one in doubtful}:
        library.doubts.decide([one.article_id for one in doubtful if one.doubt.kind == kind], kinds=[kind])
