"""One process answers while another writes: nothing stale is shown, and what is new is soon answerable."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store import SPLITTER, WordEmbedder, article, passages, with_text
from tests.store_child import context, hold_writer, in_child, ingest, ingest_and_tell
from vectorstore.errors import LibraryBusy
from vectorstore.library import Library
from vectorstore.model import Hit
from vectorstore.settings import StoreSettings

SAME = article("same.txt", "The delegation met the minister.\n\nNews of the harbour came later.")
OLD = article("changed.txt", "The storm took one boat.\n\nThe delegation left.")
CHANGED = with_text(OLD, "The storm took three boats.\n\nThe delegation left.")
GONE = article("gone.txt", "The harbour is closed.\n\nA storm is near.")
NEW = article("new.txt", "A second delegation arrived.\n\nThe news came by boat.")
QUESTION = "storm boat delegation harbour news"
WITHIN = 2.0  # seconds after publication, in which a running bot must find what is new

STALE = {p.text for one in (OLD, GONE) for p in passages(one)} - {p.text for p in passages(CHANGED)}
FRESH = {p.text for one in (CHANGED, NEW) for p in passages(one)} - {p.text for p in passages(OLD)}


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    settings = StoreSettings(_env_file=None, dateline_data=tmp_path / "data")
    ingest(settings, (SAME, OLD, GONE))
    return settings


def dense(hits: Sequence[Hit]) -> set[str]:
    """The passages that the vectors found."""
    return {hit.passage.text for hit in hits if hit.dense_rank is not None}


class Asking:
    """Asks in a loop, in a thread, and remembers when each question started and what it was shown."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._stop = threading.Event()
        self._changed = threading.Condition()
        self.asked: list[tuple[float, list[Hit]]] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            started = time.monotonic()
            hits = self._library.search(QUESTION, k=20)
            with self._changed:
                self.asked.append((started, hits))
                self._changed.notify_all()

    def until(self, met: Callable[[list[tuple[float, list[Hit]]]], bool], *, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: met(self.asked), timeout=seconds)

    def end(self) -> None:
        self._stop.set()
        self._thread.join()


@pytest.mark.parametrize(
    "follow",
    [True, pytest.param(False, marks=pytest.mark.slow)],
    ids=["a running bot", "a library that looks before each question"],
)
def test_a_question_after_publication_is_shown_something_stale_or_misses_what_is_new(
    settings: StoreSettings, follow: bool
) -> None:
    ours, theirs = multiprocessing.Pipe()
    with Library.open(settings, embedder=WordEmbedder(), follow=follow) as library:
        asking = Asking(library)
        try:
            assert asking.until(lambda asked: len(asked) > 3, seconds=20)
            writer = context().Process(target=ingest_and_tell, args=(settings, (CHANGED, NEW), (GONE.id,), theirs))
            writer.start()
            assert ours.poll(60)
            published = ours.recv()
            found = asking.until(
                lambda asked: any(at > published and dense(hits) >= FRESH for at, hits in asked), seconds=30
            )
            assert found, "the new passages were never found by their vectors"
            writer.join(60)
        finally:
            asking.end()
    after = [(at, hits) for at, hits in asking.asked if at > published]
    for _, hits in after:
        assert not STALE & {hit.passage.text for hit in hits}, "a question that started after publication saw the past"
    first = next(at for at, hits in after if dense(hits) >= FRESH)
    if not follow:
        assert first == after[0][0], "a library that looks first opens what is new before it answers"
    # The follower looks twice a second and opens in a tenth; a loaded machine gets room, the structure none.
    assert first - published < WITHIN + 8


def test_a_generation_that_somebody_reads_is_deleted(settings: StoreSettings) -> None:
    index = settings.dateline_data / "index"
    with Library.open(settings, embedder=WordEmbedder(), follow=True) as library:
        assert library.search(QUESTION)
        with library._serving.using() as served:
            assert served is not None
            held = served.state.index
            assert in_child(ingest, settings, (NEW,)) == 0
            assert held in {path.name for path in index.iterdir()}
            assert served.index.nearest(WordEmbedder().question("storm"), 3)
    ingest(settings, (CHANGED,))
    assert len(list(index.iterdir())) == 1


def test_a_second_writer_gets_in_or_is_not_told_who_is_there(settings: StoreSettings) -> None:
    ours, theirs = multiprocessing.Pipe()
    holder = context().Process(target=hold_writer, args=(settings, theirs))
    holder.start()
    try:
        assert ours.poll(60)
        pid = ours.recv()
        with pytest.raises(LibraryBusy, match=rf"repair is running \(pid {pid},"):
            ingest(settings, (NEW,))
    finally:
        holder.kill()
        holder.join()
    # The kernel let go of the lock with the killed process: nothing has to be cleaned up by hand.
    ingest(settings, (NEW,))
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.count_articles() == 4


def test_many_threads_share_one_library_while_generations_change(settings: StoreSettings) -> None:
    failures: list[BaseException] = []
    stop = threading.Event()

    def ask(library: Library) -> None:
        try:
            while not stop.is_set():
                assert library.search(QUESTION, k=5)
        except BaseException as error:
            failures.append(error)

    with Library.open(settings, embedder=WordEmbedder(), follow=True) as library:
        threads = [threading.Thread(target=ask, args=(library,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for round_ in range(3):
            ingest(settings, (article("round.txt", f"The storm of round {round_}."),))
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []


def test_a_long_run_publishes_on_its_way(settings: StoreSettings) -> None:
    with (
        Library.open(settings, embedder=WordEmbedder()) as library,
        Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder(), publish_every=0) as writer,
    ):
        for n in range(3):
            one = article(f"{n}.txt", f"Harbour news {n}.")
            writer.put(one, passages(one))
            assert library.count_articles() == 4 + n, "what is put is not answerable before the end"


def test_without_changes_to_vectors_something_is_copied(settings: StoreSettings) -> None:
    index = settings.dateline_data / "index"
    before = sorted(path.name for path in index.iterdir())
    renamed = replace(SAME, authors=("A. Writer",))
    ingest(settings, (renamed,))
    assert sorted(path.name for path in index.iterdir()) == before
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.article(SAME.id) == renamed
