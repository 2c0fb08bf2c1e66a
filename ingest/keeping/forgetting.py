"""Sources that are wanted no more: what is remembered of them, and the articles that they gave."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass

from ingest.errors import UsageError
from ingest.keeping.printing import counted
from ingest.roots import Place
from ingest.sources.marks import Mark, giver
from ingest.web.sameness import same_address
from vectorstore.library import Known, Library
from vectorstore.remembered import SourceHealth
from vectorstore.settings import StoreSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was forgotten: a source, and how many articles are held of it, or were removed with it."""

    source: str
    articles: int
    removed: bool

    def __str__(self) -> str:
        articles = counted(self.articles, "article")
        if self.removed:
            return f"Forgot {self.source} and removed {articles}."
        stays = "stays; --articles removes it" if self.articles == 1 else "stay; --articles removes them"
        stay = f" Its {articles} {stays}." if self.articles else ""
        return f"Forgot {self.source}.{stay}"


def forget(settings: StoreSettings, given: str, *, with_articles: bool) -> Forgotten:
    """Forget a source on the web by its name or address, or a folder by its path or label.

    Raises UsageError for what is no source, and for a folder whose articles are to stay: nothing else is kept of it.
    """
    with Library.open(settings) as library:
        source = _source_meant(library.history.sources(), given)
        known = list(library.known().values())
        ids = _given_by(source, known) if source else _in_folder(given, known)
        if source is None and not ids:
            raise UsageError(f"No source is called {given!r}. {_nearest(library.history.sources(), given)}")
        if source is None and not with_articles:
            raise UsageError(f"A folder is known by its articles alone: --articles removes all {len(ids)} of {given}.")
        if with_articles:
            library.remove_all(ids)
    if source is not None:
        Library.forget_source(settings, source.source)
    return Forgotten(source=source.source if source else given, articles=len(ids), removed=with_articles)


def _source_meant(sources: list[SourceHealth], given: str) -> SourceHealth | None:
    by_name = {one.source: one for one in sources}
    if given in by_name:
        return by_name[given]
    same = [one for one in sources if "://" in given and same_address(one.url) == same_address(given)]
    named = [one for one in sources if one.source.casefold() == given.casefold()]
    found = same or named
    if len(found) > 1:
        raise UsageError(f"{given!r} matches several sources: {', '.join(one.source for one in found)}. Give a name.")
    return found[0] if found else None


def _given_by(source: SourceHealth, known: list[Known]) -> list[str]:
    givers = {giver(source.source), giver(source.url)}
    return [one.id for one in known if one.root is None and Mark.on(one.source_hash).source in givers]


def _in_folder(given: str, known: list[Known]) -> list[str]:
    path = os.path.abspath(os.path.expanduser(given))
    return [
        one.id
        for one in known
        if one.root is not None and (Place(one.root_name, one.root).label == given or one.root in (path, given))
    ]


def _nearest(sources: list[SourceHealth], given: str) -> str:
    near = difflib.get_close_matches(given, [one.source for one in sources], n=3, cutoff=0.4)
    return f"The nearest: {', '.join(near)}." if near else "`dateline library sources` lists them."
