"""The library brought to what the sources hold: the one entry point of ingest.

    summary = sync(["articles/"], settings=store_settings)

Sources are read one at a time, so memory does not grow with their number or size. An unchanged one costs
reading and hashing; nothing of it is parsed or embedded.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import NotThere, UsageError
from ingest.reporting import Named, Summary, Tally, as_json
from ingest.roots import checked_label
from ingest.running import Progress, Run
from ingest.scheduling import due
from ingest.settings import IngestSettings
from ingest.shelves import Imagined, Shelf, Stored
from ingest.sources.config import Source, read_sources
from ingest.sources.files import Target, targets
from ingest.sources.folders import read_folders
from ingest.sources.opml import SUFFIXES, read_opml
from ingest.splitting import splitter_version
from ingest.stopping import Stop, Stopped
from ingest.web.addresses import without_credentials
from ingest.web.state import Memory, WebState
from vectorstore.embeddings.base import Embedder
from vectorstore.errors import DatelineError, LibraryBusy, LibraryError, LibraryMissing
from vectorstore.history import History
from vectorstore.library import Library, Writer
from vectorstore.settings import StoreSettings

if TYPE_CHECKING:
    from httpcore2 import NetworkBackend

log = logging.getLogger(__name__)

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def sync(
    paths: Sequence[str | Path],
    *,
    settings: StoreSettings,
    ingest: IngestSettings | None = None,
    prune: bool = False,
    dry_run: bool = False,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    state: WebState | None = None,
    scheduled: bool = False,
    network: NetworkBackend | None = None,
    agreed: bool = False,
    label: str | None = None,
) -> Summary:
    """Add and update the articles at `paths`: files, folders, http(s) addresses, and sources.yaml files.

    With `prune`, articles whose files are gone are removed, and a source may lose most of its articles at once.
    `state` replaces what the library remembers of addresses between runs, `network` what connects (tests). With
    `scheduled`, sources whose turn has not come, by their own interval or by what their servers said, are left alone.
    Where EMBEDDING names a provider's embedder for a library that another made, all of it is sent there: only when
    `agreed`. By its `label` a folder is known wherever it lies; without one, by its host and path.

    Sources that can't be read are named in the summary and the others go in. `dry_run` writes nothing and
    needs no embedder. Raises UsageError for a path that isn't there and for what was not agreed to, LibraryBusy while
    another process writes, and what the library raises. SIGINT and SIGTERM end the run early with what is complete
    stored: the summary then says so.
    """
    try:
        wanted = _Wanted.of(paths, label=label)
    except NotThere as error:
        raise UsageError(f"{error}{_way_to_forget(settings, error.path)}") from None
    ingest = ingest or IngestSettings()
    if scheduled and wanted.sources:
        with _held(settings) as library:
            remembered = state or (library.visits if library else Memory())
            wanted = replace(wanted, sources=due(wanted.sources, remembered))
    begun = time.monotonic()
    tally = Tally(dry_run=dry_run)
    switch = Library.switch(settings) if embedder is None else None
    if switch and switch.paid and not agreed and not dry_run:
        raise UsageError(f"{switch} Add --yes to go on; until then set EMBEDDING back, or to auto.")
    if switch:
        tally.notes.append(Named("", f"{switch} The old index answers until it is done."))
    report = progress or _silent
    with Stop() as stop:
        if dry_run:
            with _held(settings) as library:
                web = _Web(state=Memory(state or (library.visits if library else None)), network=network)
                _run(wanted, Imagined(library), ingest, tally, web=web, prune=prune, progress=report, stop=stop)
            return tally.summary(embedded=0, seconds=time.monotonic() - begun)

        def embedding(stage: str, done: int, total: int) -> None:
            report(stage, done, total)
            if stage == "embedding":
                stop.check()

        writing = Library.writing(settings, splitter=splitter_version(ingest), embedder=embedder, progress=embedding)
        embedded, tokens = 0, None
        failed: Mapping[str, str] = {}
        stopped_by: int | None = None

        def summary(error: str | None = None) -> Summary:
            return tally.summary(
                embedded=embedded,
                tokens=tokens,
                price=settings.embedding_price,
                seconds=time.monotonic() - begun,
                stopped_by=stopped_by,
                error=error,
            )

        try:
            with writing as writer:
                web = _Web(state=state or writer.visits, network=network)
                try:
                    _run(
                        wanted, Stored(writer, ingest), ingest, tally, web=web, prune=prune, progress=report, stop=stop
                    )
                    writer.publish()
                finally:
                    embedded, failed, tokens = writer.embedded, writer.failed, writer.tokens
                    tally.stages |= {"embedding": writer.embedding, "publishing": writer.publishing}
                _name_failures(tally, failed)
                return _kept(summary(), writer)
        except Stopped as stopped:
            stopped_by = stopped.signum
            _keep_what_is_stored(tally, settings)
        except LibraryBusy:
            raise
        except DatelineError as error:
            _kept_later(summary(error=str(error)), settings)
            raise
        _name_failures(tally, failed)
        return _kept_later(summary(), settings)


def _kept(summary: Summary, history: Writer | History) -> Summary:
    """The summary, kept in the library's history under its number."""
    began_at = datetime.now(UTC) - timedelta(seconds=summary.seconds)
    try:
        return replace(summary, run=history.keep_run(as_json(summary), began_at=began_at))
    except LibraryError as error:
        # What was stored is stored, even where there is no space for its history.
        log.warning("the report of this run was not kept: %s", error)
        return summary


def _kept_later(summary: Summary, settings: StoreSettings) -> Summary:
    """The same after the writer has gone, for a run that ended early."""
    try:
        with Library.open(settings) as library:
            return _kept(summary, library.history)
    except LibraryMissing:
        return summary  # nothing went in, and no library was made for it
    except LibraryError as error:
        log.warning("the report of this run was not kept: %s", error)
        return summary


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What the command line names: files and folders, and sources on the web. `absent` are folders of a sources.yaml
    that are not there: a disk that isn't mounted keeps nothing else from being read."""

    files: Sequence[Target]
    sources: Sequence[Source]
    absent: Sequence[str] = ()

    @classmethod
    def of(cls, paths: Sequence[str | Path], *, label: str | None) -> _Wanted:
        files: list[str | Path] = []
        sources: list[Source] = []
        folders: list[Target] = []
        absent: list[str] = []
        for path in paths:
            text = str(path)
            if _SCHEME.match(text):
                sources.append(Source.of_url(text))
            elif text.lower().endswith((".yaml", ".yml")):
                sources.extend(read_sources(Path(text)))
                there, not_there = read_folders(Path(text))
                folders += there
                absent += not_there
            elif text.lower().endswith(SUFFIXES):
                sources.extend(read_opml(Path(text)).sources)
            else:
                files.append(path)
        unique = list({source.url: source for source in reversed(sources)}.values())[::-1]
        by_name: dict[str, Source] = {}
        for source in unique:
            # Each file is checked by itself; what is kept of a source between runs is kept by its name.
            other = by_name.setdefault(source.name, source)
            if other is not source:
                addresses = " and ".join(without_credentials(one.url) for one in (other, source))
                raise UsageError(f"Two sources are called {source.name} ({addresses}): give each a name of its own.")
        if label is not None and not files:
            raise UsageError("A label names a folder of files: none is given.")
        named = None if label is None else checked_label(label)
        given = targets(files, label=named)
        listed = [one for one in folders if one.root not in {target.root for target in given}]
        return cls(files=[*given, *listed], sources=unique, absent=absent)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Web:
    state: WebState
    network: NetworkBackend | None


def _run(
    wanted: _Wanted,
    shelf: Shelf,
    settings: IngestSettings,
    tally: Tally,
    *,
    web: _Web,
    prune: bool,
    progress: Progress,
    stop: Stop,
) -> None:
    run = Run(shelf=shelf, settings=settings, tally=tally, progress=progress, stop=stop)
    tally.failed.extend(Named(path, "no such folder; what is held of it stays") for path in wanted.absent)
    gone = [article_id for target in wanted.files for article_id in run.take(target)]
    if prune:
        for article_id in gone:
            run.remove(article_id)
    else:
        tally.missing.extend(gone)
    if wanted.sources:
        _harvest(wanted.sources, run, web, prune=prune)
    run.sharing.settle(stop)
    for article in shelf.outdated():
        stop.check()
        shelf.put(article)
        progress("renewing", 0, 0)


def _harvest(sources: Sequence[Source], run: Run, web: _Web, *, prune: bool) -> None:
    from ingest.harvesting import harvest, policy_of
    from ingest.web.client import Client

    cancelled = threading.Event()
    with Client(policy_of(run.settings), state=web.state, cancelled=cancelled, network=web.network) as client:
        harvest(sources, run, client=client, cancelled=cancelled, prune=prune)


def _way_to_forget(settings: StoreSettings, path: str) -> str:
    """How to take out the articles of a folder that is gone for good; nothing where none is held of it."""
    with _held(settings) as library:
        place = os.path.abspath(os.path.expanduser(path))
        if library is None or not any(one.root == place for one in library.known().values()):
            return ""
    return f"; if it is gone for good, `dateline library forget {path} --articles` takes its articles out"


def _silent(stage: str, done: int, total: int) -> None:
    return None


@contextmanager
def _held(settings: StoreSettings) -> Iterator[Library | None]:
    """The library, opened for reading; None when there is none."""
    try:
        library = Library.open(settings)
    except LibraryMissing:
        yield None
        return
    with library:
        yield library


def _name_failures(tally: Tally, failed: Mapping[str, str]) -> None:
    """Articles whose passages could not be embedded did not come in, whatever was counted for them."""
    for article_id, reason in failed.items():
        _, _, source = tally.outcomes.pop(article_id, ("added", 0, article_id))
        tally.failed.append(Named(source, reason))


def _keep_what_is_stored(tally: Tally, settings: StoreSettings) -> None:
    """After an early end: count only what was published."""
    with _held(settings) as library:
        stored = library.known() if library else {}
        for article_id in list(tally.outcomes):
            if article_id not in stored:
                del tally.outcomes[article_id]
        tally.removed = [article_id for article_id in tally.removed if article_id not in stored]
        tally.withdrawn = [one for one in tally.withdrawn if one in stored and stored[one].withdrawn]
