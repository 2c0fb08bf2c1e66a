"""One library in many hands: threads, objects and folders that come and go; vectors that wait for the next run."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.store import SPLITTER, WordEmbedder, article, passages
from tests.store_child import in_child, ingest, note_moments
from vectorstore import catalogue
from vectorstore.catalogue import database
from vectorstore.embeddings.base import Vectors
from vectorstore.errors import EmbeddingError, LibraryBusy, LibraryError
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

HARBOUR = article("harbour.txt", "The harbour is closed.\n\nA storm is near.")
NEWS = article("news.txt", "News of the delegation came by boat.")
MANY = tuple(article(f"{n}.txt", f"Report {n} on the olive harvest.") for n in range(40))


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    settings = StoreSettings(_env_file=None, dateline_data=tmp_path / "data")
    ingest(settings, (HARBOUR,))
    return settings


class SlowEmbedder(WordEmbedder):
    """Embeds a question only when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go = threading.Event(), threading.Event()

    def question(self, text: str) -> Vectors:
        if text.startswith("slow"):
            self.asked.set()
            assert self.go.wait(30)
        return super().question(text)


def test_closing_takes_the_index_from_under_a_question(settings: StoreSettings) -> None:
    embedder, answers = SlowEmbedder(), []
    library = Library.open(settings, embedder=embedder, follow=True)
    thread = threading.Thread(target=lambda: answers.append(library.search("slow storm")))
    thread.start()
    assert embedder.asked.wait(30)
    library.close()
    embedder.go.set()
    thread.join()
    assert [hit.article.id for hit in answers[0]] == [HARBOUR.id] * 2
    with pytest.raises(LibraryError, match="closed"):
        library.search("storm")


def test_closing_one_library_closes_another_of_the_same_folder(settings: StoreSettings) -> None:
    with Library.open(settings, embedder=WordEmbedder()) as one:
        with Library.open(settings, embedder=WordEmbedder()) as other:
            assert one.search("storm") and other.search("storm")
        assert one.search("storm")


def test_a_moved_folder_has_to_be_made_anew(settings: StoreSettings, tmp_path: Path) -> None:
    moved = settings.model_copy(update={"dateline_data": tmp_path / "elsewhere" / "data"})
    shutil.copytree(settings.dateline_data, moved.dateline_data)  # another disk: other times, same contents
    shutil.rmtree(settings.dateline_data)
    assert Library.check(moved) is None
    with Library.open(moved, embedder=WordEmbedder()) as library:
        assert library.search("storm")[0].article.id == HARBOUR.id
    assert ingest(moved, (NEWS,)).calls == [[NEWS.text]]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_an_index_that_was_opened_often_is_taken_for_damaged(settings: StoreSettings) -> None:
    """Chroma writes a row at every opening, so that its file changes and grows by mere reading."""
    index = next((settings.dateline_data / "index").glob("*/chroma.sqlite3"))
    size = index.stat().st_size
    for _ in range(1500):
        with Library.open(settings, embedder=WordEmbedder()) as library:
            library.search("storm")
    assert index.stat().st_size > size
    assert Library.check(settings) is None
    ingest(settings, (NEWS,))
    assert Library.check(settings) is None


def embed_and_die(settings: StoreSettings) -> None:
    """Ingest in this process, which dies when it has made the index: all vectors are cached, none published."""

    def die_at_check(moment: str) -> None:
        if moment == "before check_in_child":
            os.kill(os.getpid(), signal.SIGKILL)

    note_moments(die_at_check, setattr)
    ingest(settings, MANY)


def test_what_a_killed_run_embedded_is_embedded_again(settings: StoreSettings) -> None:
    assert in_child(embed_and_die, settings) == -signal.SIGKILL
    with Library.open(settings, embedder=WordEmbedder()) as library:
        # An admin's own change must not throw away what the killed run has paid for.
        assert library.put(NEWS, passages(NEWS)) == "added"
        assert library.remove(HARBOUR.id)
    assert ingest(settings, MANY).calls == []


class Failing(WordEmbedder):
    """A provider that goes down after its first batch."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        if self.calls:
            raise EmbeddingError("the provider is down")
        return super().passages(texts)


def test_an_embedder_that_goes_down_loses_what_was_paid_for(settings: StoreSettings) -> None:
    with pytest.raises(EmbeddingError, match="down"):
        ingest(settings, MANY, embedder=Failing(batch_size=8))
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert list(library.known()) == [HARBOUR.id]
    assert sum(map(len, ingest(settings, MANY).calls)) == len(MANY) - 8


def test_a_switch_that_was_broken_off_mixes_or_starts_from_nothing(settings: StoreSettings) -> None:
    ingest(settings, MANY)
    other = WordEmbedder(name="test:other", dimensions=32)
    with pytest.raises(LibraryError, match="run ingest again"):  # half the articles only
        ingest(settings, MANY[:20], embedder=other)
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.embedding == "test:words"
        assert library.search("storm", k=1)[0].article.id == HARBOUR.id
        library.put(NEWS, passages(NEWS))
    again = WordEmbedder(name="test:other", dimensions=32)
    with Library.writing(settings, splitter=SPLITTER, embedder=again) as writer:
        for one in writer.outdated():
            writer.put(one, passages(one))
    embedded = [text for batch in again.calls for text in batch]
    assert len(embedded) == 20 + 2 + 1, "the vectors of the first attempt were thrown away"
    assert Library.check(settings) is None


def test_who_would_write_while_another_program_holds_the_catalogue_is_told_within_three_seconds(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert database.HELD_SECONDS <= 1
    monkeypatch.setattr(database, "HELD_SECONDS", 0.1)
    writes: tuple[Callable[[], object], ...] = (
        lambda: ingest(settings, (NEWS,)),
        lambda: Library.rebuild(settings),
        lambda: Library.forget_source(settings, "Gazette"),
    )
    with closing(sqlite3.connect(settings.dateline_data / catalogue.FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for write in writes:
            with pytest.raises(LibraryBusy, match="in use by another program: try again when it has ended"):
                write()
        with Library.open(settings, embedder=WordEmbedder()) as library:
            assert library.search("storm"), "reading goes on"
            with pytest.raises(LibraryBusy):
                library.doubts.set_rule("Gazette", "D/M/Y")
        other.execute("ROLLBACK")
    ingest(settings, (NEWS,))


def test_a_run_that_is_at_work_waits_longer_for_another_program(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "HELD_SECONDS", 0.1)
    file = settings.dateline_data / catalogue.FILE
    with (
        closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other,
        Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer,
    ):
        other.execute("BEGIN IMMEDIATE")
        end = threading.Timer(0.5, lambda: other.execute("ROLLBACK"))
        end.start()
        writer.put(NEWS, passages(NEWS))
        end.join()
