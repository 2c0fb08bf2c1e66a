"""Which article is meant: by id, address, path, or a part of its title that no other has."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ingest.errors import UsageError
from ingest.sources.files import one_form
from ingest.web.sameness import same_address
from vectorstore.library import Library
from vectorstore.model import Article

NAMED = 3
_NEAR = 0.4


def article_meant(library: Library, given: str, *, withdrawn: bool = False) -> Article:
    """The one article, with its text. Raises UsageError naming the nearest where there is none, or several.

    A `withdrawn` one, which its site took away, can be meant only where that is asked for.
    """
    wanted = " ".join(given.split())
    forms = [unicodedata.normalize(form, wanted) for form in ("NFC", "NFD")]
    for one in dict.fromkeys((given, wanted, *forms)):
        if exact := library.article(one, withdrawn=withdrawn, for_editor=True):
            return exact
    wanted = forms[0]
    held = list(library.articles(newest_first=True, openings=True, withdrawn=withdrawn, for_editor=True))
    for matches in _ways(wanted):
        found = [article for article in held if matches(article)]
        if len(found) > 1:
            raise UsageError(f"{len(found)} articles match {given!r}: {_named(found)}. Give the id of one.")
        if found:
            return library.article(found[0].id, withdrawn=withdrawn, for_editor=True) or found[0]
    if removed := _removal(library, wanted):
        raise UsageError(removed)
    raise UsageError(f"No article matches {given!r}. {_nearest(wanted, held)}")


def _removal(library: Library, wanted: str) -> str | None:
    """That the address is of an article which an editor removed."""
    address = same_address(wanted)
    for one in library.visits.removed() if "://" in wanted else ():
        if one.removed_at and same_address(one.url) == address:
            again = f"`dateline ingest {one.url}` brings it back"
            return f"{one.url} was removed by the editor on {one.removed_at:%Y-%m-%d}; {again}."
    return None


def _ways(wanted: str) -> Iterable[Callable[[Article], bool]]:
    """From the surest to the loosest: the first that finds any decides."""
    folded = wanted.casefold()
    if "://" in wanted:
        address = same_address(wanted)
        yield lambda article: article.url is not None and same_address(article.url) == address
        return
    file = Path(wanted).absolute()
    yield lambda article: wanted in (one_form(article.path or ""), article.url)
    yield lambda article: bool(article.root and article.path) and Path(article.root or "", article.path or "") == file
    yield lambda article: article.headline.casefold() == folded
    yield lambda article: folded in article.headline.casefold()
    yield lambda article: folded in article.id.casefold()


def _nearest(wanted: str, held: Sequence[Article]) -> str:
    if not held:
        return "The library is empty."
    by_name: dict[str, Article] = {}
    for article in held:
        for name in (article.id, article.path, article.headline):
            by_name.setdefault((name or "").casefold(), article)
    near = difflib.get_close_matches(wanted.casefold(), by_name, n=NAMED, cutoff=_NEAR)
    found = list({by_name[name].id: by_name[name] for name in near}.values())
    words = set(wanted.casefold().split())
    found = found or [article for article in held if words & set(article.headline.casefold().split())][:NAMED]
    if not found:
        return "`dateline library articles` lists them all."
    return f"The nearest: {_named(found)}."


def _named(articles: Sequence[Article]) -> str:
    names = [f"{article.headline} ({article.id})" for article in articles[:NAMED]]
    more = f" and {len(articles) - NAMED} more" if len(articles) > NAMED else ""
    return "; ".join(names) + more
