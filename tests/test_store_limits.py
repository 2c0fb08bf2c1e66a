"""What the store meets at its limits: full and read-only disks, large batches, doubles, unusable vectors, memory."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest

from tests.store import SPLITTER, WordEmbedder, article, passages, with_text
from tests.store_child import context, in_child, ingest
from vectorstore.embeddings.base import Vectors
from vectorstore.errors import LibraryError, LibraryUnwritable
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

HARBOUR = article("harbour.txt", "The harbour is closed.\n\nA storm is near.")
NEWS = article("news.txt", "News of the delegation came by boat.")
# About 6 MB of text: more than the small disk takes.
LARGE = tuple(article(f"{n}.txt", "\n\n".join(f"{n} {m} " + "x" * 1000 for m in range(6))) for n in range(1000))


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    return StoreSettings(_env_file=None, dateline_data=tmp_path / "data")


@pytest.fixture(scope="module")
def one_article(tmp_path_factory: pytest.TempPathFactory) -> StoreSettings:
    """A library to be copied."""
    settings = StoreSettings(_env_file=None, dateline_data=tmp_path_factory.mktemp("one") / "data")
    ingest(settings, (HARBOUR,))
    return settings


@pytest.fixture
def small_disk(one_article: StoreSettings, tmp_path: Path) -> Iterator[StoreSettings]:
    """A library on a disk of its own of 8 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)], capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        shutil.copytree(one_article.dateline_data, place / "data")
        yield StoreSettings(_env_file=None, dateline_data=place / "data")
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def filled(settings: StoreSettings) -> Path:
    """A file that takes the disk's last byte."""
    ballast = settings.dateline_data.parent / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 9, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return ballast


def answers(settings: StoreSettings) -> bool:
    with Library.open(settings, embedder=WordEmbedder()) as library:
        return library.search("storm", k=1)[0].passage.text == "A storm is near."


# Disks


def test_a_disk_that_fills_during_a_run_costs_what_was_there_or_what_was_paid_for(small_disk: StoreSettings) -> None:
    with Library.open(small_disk, embedder=WordEmbedder(), follow=True) as library:
        assert library.search("storm", k=1)
        with pytest.raises(LibraryUnwritable, match="disk is full: what was stored stays; free some space"):
            ingest(small_disk, LARGE)
        assert library.search("harbour closed", k=1)[0].passage.text == "The harbour is closed."
        assert library.count_articles() == 1
    place = str(small_disk.dateline_data.parent)
    subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)  # somebody has made room
    assert answers(small_disk)
    assert ingest(small_disk, LARGE[:80]).calls == []
    with Library.open(small_disk, embedder=WordEmbedder()) as library:
        assert library.count_articles() == 81
    assert Library.check(small_disk) is None


def test_a_disk_without_a_byte_left_stops_answering_or_loses_the_next_run(small_disk: StoreSettings) -> None:
    with Library.open(small_disk, embedder=WordEmbedder(), follow=True) as library:
        assert library.search("storm", k=1)
        ballast = filled(small_disk)
        assert shutil.disk_usage(ballast.parent).free == 0
        # What is open goes on answering; the writer is refused in words.
        assert library.search("harbour closed", k=1)[0].passage.text == "The harbour is closed."
        with pytest.raises(LibraryUnwritable, match="disk is full"):
            ingest(small_disk, (NEWS,))
        assert library.search("harbour closed", k=1)[0].passage.text == "The harbour is closed."
    with pytest.raises(LibraryUnwritable, match="disk is full"):
        answers(small_disk)  # Chroma must write a row to open an index
    ballast.unlink()
    assert answers(small_disk)
    ingest(small_disk, (NEWS,))
    assert Library.check(small_disk) is None


def ingest_with_small_files(settings: StoreSettings, channel: Connection) -> None:
    """Ingest in this process, which may write files of 1 MB at most; sends what was said."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    try:
        ingest(settings, LARGE)
    except LibraryError as error:
        channel.send(str(error))
    else:
        channel.send(None)


@pytest.mark.slow
def test_a_limit_on_files_ends_in_a_traceback_or_costs_what_was_there(settings: StoreSettings) -> None:
    ingest(settings, (HARBOUR,))
    ours, theirs = multiprocessing.Pipe()
    assert in_child(ingest_with_small_files, settings, theirs) == 0
    assert ours.poll(10)
    said = ours.recv()
    assert said
    assert len(said.splitlines()) == 1
    assert "run it again" in said
    assert str(settings.dateline_data) not in said
    assert answers(settings)
    ingest(settings, (NEWS,))
    assert Library.check(settings) is None


def test_a_read_only_disk_ends_in_a_traceback(small_disk: StoreSettings) -> None:
    place = str(small_disk.dateline_data.parent)
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    try:
        for attempt in (lambda: answers(small_disk), lambda: ingest(small_disk, (NEWS,))):
            with pytest.raises(LibraryUnwritable, match="DATELINE_DATA can't be written: make it writable") as caught:
                attempt()
            assert "/" not in str(caught.value)
        assert "can't be written" in (Library.check(small_disk) or "")
    finally:
        subprocess.run(["mount", "-o", "remount,rw", place], check=True)
    assert answers(small_disk)


# Embedders


@pytest.mark.parametrize("dimensions", [64, 32], ids=["same dimensions", "other dimensions"])
def test_a_question_is_embedded_by_another_embedder_than_the_passages(settings: StoreSettings, dimensions: int) -> None:
    ingest(settings, (HARBOUR,))
    with Library.open(settings, embedder=WordEmbedder(name="test:other", dimensions=dimensions)) as library:
        with pytest.raises(LibraryError, match="another test:words than is installed: run `dateline ingest`"):
            library.search("storm")
        assert library.embedding == "test:words"


def test_another_splitter_leaves_passages_of_both(settings: StoreSettings) -> None:
    ingest(settings, (HARBOUR, NEWS))
    embedder = WordEmbedder()
    with Library.writing(settings, splitter="paragraphs-2", embedder=embedder) as writer:
        outdated = list(writer.outdated())
        assert [one.id for one in outdated] == [HARBOUR.id, NEWS.id]
        for one in outdated:
            writer.put(one, passages(one))
    assert embedder.calls == [], "the passages are the same, and so are their vectors"
    with Library.writing(settings, splitter="paragraphs-2", embedder=embedder) as writer:
        assert list(writer.outdated()) == []
    assert Library.check(settings) is None


class Wrong(WordEmbedder):
    """A provider that gives unusable vectors for texts with the word BAD in them."""

    def __init__(self, fault: str) -> None:
        super().__init__(batch_size=4)
        self._fault = fault

    def passages(self, texts: Sequence[str]) -> Vectors:
        found = super().passages(texts)
        bad = [position for position, text in enumerate(texts) if "BAD" in text]
        if not bad:
            return found
        if self._fault == "too few":
            return found[:-1]
        if self._fault == "too short":
            return found[:, :-1]
        found[bad] = {"not a number": np.nan, "infinite": np.inf, "zero": 0.0}[self._fault]
        return found


@pytest.mark.parametrize("fault", ["not a number", "infinite", "zero", "too few", "too short"])
def test_an_unusable_vector_is_stored_or_takes_others_with_it(
    one_article: StoreSettings, settings: StoreSettings, fault: str
) -> None:
    shutil.copytree(one_article.dateline_data, settings.dateline_data)
    bad = with_text(HARBOUR, "The harbour is open.\n\nBAD words.")
    with Library.writing(settings, splitter=SPLITTER, embedder=Wrong(fault)) as writer:
        for one in (bad, NEWS):
            writer.put(one, passages(one))
        writer.publish()
        assert list(writer.failed) == [HARBOUR.id]
        assert "nothing of this batch was kept" in writer.failed[HARBOUR.id]
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.article(HARBOUR.id) == HARBOUR, "its old version is gone"
        assert library.article(NEWS.id) == NEWS
        assert "BAD words." not in {hit.passage.text for hit in library.search("bad words", k=9)}


def test_an_article_that_could_not_be_embedded_is_not_taken_up_again(settings: StoreSettings) -> None:
    bad = with_text(HARBOUR, "The harbour is open.\n\nBAD words.")
    ingest(settings, (HARBOUR, bad), embedder=Wrong("zero"))
    again = ingest(settings, (bad,))  # the provider is well
    assert "BAD words." in {text for batch in again.calls for text in batch}
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.article(HARBOUR.id) == bad
        assert "BAD words." in {hit.passage.text for hit in library.search("bad words", k=3)}
    assert Library.check(settings) is None


# Batches


@pytest.mark.slow
def test_more_than_chroma_takes_at_once_is_refused(settings: StoreSettings) -> None:
    long = article("long.txt", "\n\n".join(f"Item {n}." for n in range(5600)))
    embedder = WordEmbedder(dimensions=8, batch_size=512)
    ingest(settings, (long, HARBOUR), embedder=embedder)
    with Library.open(settings, embedder=embedder) as library:
        assert library.count_passages() == 5602
        assert library.search("item 5555", k=1)[0].passage.text == "Item 5555."
    ingest(settings, (), (long.id,), embedder=embedder)
    with Library.open(settings, embedder=embedder) as library:
        assert {hit.passage.text for hit in library.search("item 5555", k=50)} == {p.text for p in passages(HARBOUR)}
    assert Library.check(settings) is None


@pytest.mark.slow
def test_the_same_words_twice_are_embedded_twice_or_lost(settings: StoreSettings) -> None:
    chorus = article("chorus.txt", "The storm is near.\n\nClose the harbour.\n\nThe storm is near.")
    copy = article("copy.txt", "The storm is near.")
    embedder = ingest(settings, (chorus, copy))
    assert sorted(text for batch in embedder.calls for text in batch) == ["Close the harbour.", "The storm is near."]
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert [passage.text for passage in library.passages(chorus.id)] == chorus.text.split("\n\n")
        assert library.count_passages() == 4
        assert len(library.search("storm is near", k=4)) == 4
    # One of two equal texts goes: the other keeps its vector.
    assert ingest(settings, (), (copy.id,)).calls == []
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert {hit.article.id for hit in library.search("storm is near", k=4)} == {chorus.id}
    assert Library.check(settings) is None


def test_an_article_put_twice_in_one_run_is_doubled(settings: StoreSettings) -> None:
    changed = with_text(HARBOUR, "The harbour is open.")
    ingest(settings, (HARBOUR, changed, HARBOUR, changed))
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert [passage.text for passage in library.passages(HARBOUR.id)] == ["The harbour is open."]
        assert {hit.passage.text for hit in library.search("harbour storm", k=9)} == {"The harbour is open."}
    assert Library.check(settings) is None


# Memory


def resident() -> float:
    """Megabytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


WIDE = 1024  # dimensions: a generation is to weigh more than what an allocator keeps


def follow_swaps(settings: StoreSettings, channel: Connection) -> None:
    """Answer in this process, once for each message, and send how large it is."""
    with Library.open(settings, embedder=WordEmbedder(dimensions=WIDE), follow=False) as library:
        while (text := channel.recv()) is not None:
            best = library.search(text, k=1)[0].passage.text
            gc.collect()
            channel.send((best, resident()))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="glibc's allocator can be told")
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="/proc tells how large a process is")
def test_memory_grows_with_every_generation(settings: StoreSettings) -> None:
    """A26. Twenty swaps after the first six cost less than a third of what twenty generations weigh.

    Measured after swap 0, 6, 12, 18, 24, 30, 36: 265, 277, 278, 293, 275, 281, 284 MB, a generation being 4.5 MB.
    """
    many = tuple(article(f"{n}.txt", "\n\n".join(f"Report {n} {m}." for m in range(30))) for n in range(50))
    ingest(settings, many, embedder=WordEmbedder(dimensions=WIDE))
    (graph,) = settings.dateline_data.glob("index/*/*/data_level0.bin")
    weight = graph.stat().st_size / 1e6
    ours, theirs = multiprocessing.Pipe()
    reader = context().Process(target=follow_swaps, args=(settings, theirs))
    reader.start()
    sizes = []
    for swap in range(27):
        text = f"A storm named s{swap}."
        ingest(settings, (article("round.txt", text),), embedder=WordEmbedder(dimensions=WIDE))
        ours.send(text)
        assert ours.poll(30)
        best, size = ours.recv()
        assert best == text
        sizes.append(size)
    ours.send(None)
    reader.join(30)
    assert reader.exitcode == 0
    assert sizes[-1] - sizes[6] < 20 * weight / 3, [round(size) for size in sizes]
