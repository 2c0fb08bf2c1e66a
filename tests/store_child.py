"""What other processes do in the store's tests: ingest, hold locks, and die at a given moment.

Children come from a fork server that has the heavy imports behind it, so that one costs a few
milliseconds. A child that is to die counts the moments that matter (each SQL statement, each batch given
to Chroma, each fsync, each rename and each check) and kills itself with SIGKILL at the n-th.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401 - imported once, in the fork server
import portalocker  # noqa: F401
from sqlalchemy import Engine, event

from tests.store import SPLITTER, WordEmbedder, passages
from vectorstore import catalogue, check, fulltext, generations, indexes, vectors, writing  # noqa: F401
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings


def context() -> ForkServerContext:
    """Where children come from."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["tests.preloaded", "tests.store_child"])
    return found


def in_child(target: Callable[..., object], *arguments: object) -> int:
    """Run a function in a child process to its end; its exit code (negative: the signal that ended it)."""
    child = context().Process(target=target, args=arguments)
    child.start()
    child.join(60)
    if child.exitcode is None:
        child.kill()
        child.join()
        raise TimeoutError("the child did not end")
    code = child.exitcode
    child.close()
    return code


def run_check_in_child(request: str, *, seconds: float) -> subprocess.CompletedProcess[str]:
    """`vectorstore.check` on a request, in a child of the fork server. Raises TimeoutExpired."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = context().Process(target=_check, args=(request, theirs))
    child.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise subprocess.TimeoutExpired("check", seconds)
        said = ours.recv()
    except EOFError:
        said = ""
    finally:
        ours.close()
        child.kill()
        child.join()
    return subprocess.CompletedProcess(["check"], child.exitcode or 0, stdout=said, stderr="")


def _check(request: str, channel: Connection) -> None:
    sys.stdin, sys.stdout = io.StringIO(request), io.StringIO()
    check.main()
    channel.send(sys.stdout.getvalue())


class Moments:
    """Counts moments, and does something at the n-th."""

    def __init__(self, at: int | None, then: Callable[[], None]) -> None:
        self.seen: list[str] = []
        self._at = at
        self._then = then

    def __call__(self, name: str) -> None:
        self.seen.append(name)
        if len(self.seen) == self._at:
            self._then()


def note_moments(moments: Callable[[str], None], set_attribute: Callable[[Any, str, Any], None]) -> Callable[[], None]:
    """Count the moments of what this thread does from now on; returns what ends it.

    Other threads of the process (a library that another test left open) would shift the count.
    """
    counted = threading.get_ident()

    def note(name: str) -> None:
        if threading.get_ident() == counted:
            moments(name)

    def after_sql(_: Any, __: Any, statement: str, *rest: Any) -> None:
        note(f"sql {statement.split()[0].lower()}")

    event.listen(Engine, "after_cursor_execute", after_sql)
    for owner, name in (
        (vectors.VectorIndex, "_put"),
        (vectors.VectorIndex, "delete"),
        (vectors.VectorIndex, "close"),
        (generations, "check_in_child"),
        (generations, "_copy"),
        (generations, "discard"),
        (os, "fsync"),
        (Path, "rename"),
    ):
        set_attribute(owner, name, _noted(getattr(owner, name), name.strip("_"), note))
    return lambda: event.remove(Engine, "after_cursor_execute", after_sql)


def _noted(function: Callable[..., Any], name: str, moments: Callable[[str], None]) -> Callable[..., Any]:
    def noted(*arguments: Any, **options: Any) -> Any:
        moments(f"before {name}")
        result = function(*arguments, **options)
        moments(f"after {name}")
        return result

    return noted


def ingest(
    settings: StoreSettings,
    puts: Sequence[Article],
    removes: Sequence[str] = (),
    *,
    embedder: WordEmbedder | None = None,
) -> WordEmbedder:
    """One run of the writer."""
    embedder = embedder or WordEmbedder()
    with Library.writing(settings, splitter=SPLITTER, embedder=embedder) as writer:
        for article in puts:
            writer.put(article, passages(article))
        for article_id in removes:
            writer.remove(article_id)
    return embedder


def ingest_and_die(settings: StoreSettings, puts: Sequence[Article], removes: Sequence[str], at: int) -> None:
    """Ingest in this process, which ends by SIGKILL at the `at`-th moment."""
    note_moments(Moments(at, lambda: os.kill(os.getpid(), signal.SIGKILL)), setattr)
    ingest(settings, puts, removes)


def ingest_and_tell(
    settings: StoreSettings, puts: Sequence[Article], removes: Sequence[str], channel: Connection
) -> None:
    """Ingest in this process and send when it was published, on the machine's monotonic clock."""
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        for article in puts:
            writer.put(article, passages(article))
        for article_id in removes:
            writer.remove(article_id)
        writer.publish()
        channel.send(time.monotonic())


def hold_writer(settings: StoreSettings, channel: Connection) -> None:
    """Hold the writer's lock until told to go, or killed."""
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder(), command="repair"):
        channel.send(os.getpid())
        channel.recv()


def contents(settings: StoreSettings) -> dict[str, Any]:
    """All that a library holds, and whether its parts agree: equal for libraries that hold the same."""
    with Library.open(settings, embedder=WordEmbedder()) as library, library._store.reading() as connection:
        state = catalogue.state(connection)
        assert state.index is not None
        ids = catalogue.passage_ids(connection, state.generation)
        opened = library._serving
        with opened.using() as served:
            assert served is not None
            in_index = served.index._index.ids()
        vectors_ = {id_: vector.tobytes() for id_, vector, _ in catalogue.all_vectors(
            connection, state.generation, state.vectors_of or ""
        )}  # fmt: skip
        found = fulltext.search(connection, "harbour news storm delegation", limit=10_000, generation=state.generation)
        articles = {article.id: article for article in library.articles()}
        assert ids == in_index == vectors_.keys(), "catalogue, cache and index hold other passages"
        return {
            "articles": articles,
            "passages": {id_: library.passages(id_) for id_ in articles},
            "vectors": vectors_,
            "full text": sorted(round(score, 9) for _, score in found),
        }
