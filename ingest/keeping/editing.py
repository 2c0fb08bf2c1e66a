"""What an editor sets of an article: it lasts, whatever its source says when it is read again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ingest import fields
from ingest.dates import parse_date
from ingest.errors import UsageError
from ingest.settings import IngestSettings
from ingest.sources.marks import to_be_read
from ingest.splitting import split
from ingest.web.sameness import same_address
from vectorstore.library import Library
from vectorstore.model import EDITABLE, Article, Passage

HOW = "set by the editor"
# Which field, once an editor has set it, leaves nothing to be decided of a kind of doubt.
DECIDES = {"date": "published", "title": "title"}


def edit(
    library: Library,
    article: Article,
    values: dict[str, str],
    *,
    clear: Sequence[str] = (),
    settings: IngestSettings,
) -> Article:
    """Set some of title, outlet, published and url, and publish; gives the article as it is then.

    The fields to `clear` are no longer the editor's: empty until the article's source is read again, which the next
    ingest does though it has not changed. Raises UsageError for values that can't be meant, LibraryBusy while another
    process writes.
    """
    changes: dict[str, Any] = {}
    for name in clear:
        changes |= _cleared(article, name)
        if name in values:
            raise UsageError(f"--clear {name}: the same command sets it.")
    for name, value in values.items():
        changes |= _checked(name, value)
    if "url" in changes:
        _nobody_elses(library, article, changes["url"])
    marks = {*article.set_by_editor, *values} - set(clear)
    edited = replace(article, **changes, set_by_editor=tuple(name for name in EDITABLE if name in marks))
    if clear:
        edited = to_be_read(edited)
    library.edit(edited, passages_of(library, edited, settings))
    library.doubts.decide([article.id], kinds=[kind for kind, name in DECIDES.items() if name in values])
    for kind, name in DECIDES.items():
        if name in clear:
            library.doubts.reopen([article.id], kind=kind)
    return edited


def edit_all(library: Library, given: Iterable[tuple[Article, dict[str, str]]], *, settings: IngestSettings) -> None:
    """Set fields of several articles, and publish once. Raises UsageError before anything is changed."""
    edited = []
    for article, values in given:
        changes: dict[str, Any] = {}
        for name, value in values.items():
            changes |= _checked(name, value)
        marks = {*article.set_by_editor, *values}
        changes["set_by_editor"] = tuple(name for name in EDITABLE if name in marks)
        edited.append(replace(article, **changes))
    put_all(library, edited, settings=settings, by_editor=True)


def put_all(library: Library, articles: Sequence[Article], *, settings: IngestSettings, by_editor: bool) -> None:
    """Put articles that differ in what is said of them, and publish once; nothing where there are none."""
    if articles:
        library.put_all([(one, passages_of(library, one, settings)) for one in articles], by_editor=by_editor)


def _checked(name: str, value: str) -> dict[str, Any]:
    notes: list[str] = []
    if name == "published":
        found = parse_date(value)
        if found is None:
            raise UsageError(f"--published: {value!r} is not a valid date. Use YYYY-MM-DD or 2024-01-30T09:12:00Z.")
        return {"published": found[0], "published_is_day": found[1], "published_how": HOW}
    given = fields.address(value, notes) if name == "url" else fields.line(value, f"the {name}", notes)
    if given is None or notes:
        about = "is not a web address" if name == "url" else "is empty or too long"
        raise UsageError(f"--{name}: {value!r:.60} {about}.")
    return {name: given}


def _cleared(article: Article, name: str) -> dict[str, Any]:
    if name not in EDITABLE:
        raise UsageError(f"--clear {name}: only {', '.join(EDITABLE)} can be set and cleared.")
    if name not in article.set_by_editor:
        raise UsageError(f"--clear {name}: it is what the source says; no editor has set it.")
    if name == "published":
        return {"published": None, "published_how": None, "published_is_day": True}
    # What is from the web keeps a link meanwhile.
    return {name: article.id if name == "url" and "://" in article.id else None}


def _nobody_elses(library: Library, article: Article, url: str) -> None:
    address = same_address(url)
    for other in library.articles(openings=True, for_editor=True):
        if other.id != article.id and address in (same_address(other.url or ""), same_address(other.id)):
            raise UsageError(f"--url: that is the address of another article: {other.headline} ({other.id}).")


def _has_none(article: Article) -> bool:
    """Whether the article has no passages of its own: it is gone, or a copy of another."""
    return article.withdrawn_at is not None or article.copy_of is not None


def passages_of(library: Library, article: Article, settings: IngestSettings) -> Sequence[Passage]:
    """The article's passages with its fields as they are now. Raises UsageError where there is no embedder yet."""
    if _has_none(article):
        return ()
    embedder = library.embedder()
    if embedder is None:
        raise UsageError("The library has no vectors yet: run `dateline ingest` first.")
    return split(article, settings=settings, count_tokens=embedder.count_tokens, max_tokens=embedder.max_tokens)
