"""Sizes, numbers and clocks that ingest must live with: rows B2, B31 and B33 of the list of faults."""

from __future__ import annotations

import os
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from ingest.settings import IngestSettings
from ingest.splitting import split
from ingest.syncing import sync
from ingest.web.state import Memory
from ingest.web.turns import Turns
from tests.store import WordEmbedder, article
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

SENTENCE = "The council of Oldtown spoke about the harbour for an hour on day {}. "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


@pytest.mark.slow
def test_b2_a_line_of_five_megabytes_would_fill_the_memory_or_hold_up_the_run(
    folder: Path, settings: StoreSettings
) -> None:
    """Within the limit on files, so it is read, cleaned and split; a file of 50 MB is refused by name, unread."""
    line = "".join(SENTENCE.format(n) for n in range(5_000_000 // len(SENTENCE)))
    (folder / "line.txt").write_text(line)
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(50_000_000)
    began = time.monotonic()
    tracemalloc.start()
    summary = sync([folder], settings=settings, dry_run=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (summary.added, [named.source for named in summary.failed]) == (1, ["huge.txt"])
    assert "INGEST_MAX_BYTES" in summary.failed[0].reason
    assert peak < 50 * len(line)
    passages = split(
        article("line.txt", line.strip()), settings=IngestSettings(), count_tokens=lambda text: len(text) // 4,
        max_tokens=256,
    )  # fmt: skip
    assert len(passages) > 4_000
    assert max(len(passage.text) for passage in passages) <= 1_200
    assert time.monotonic() - began < 60


def test_b31_a_clock_would_decide_what_changed(folder: Path, settings: StoreSettings) -> None:
    """Newer files that are the same cost nothing; one that changed is seen however old it says to be."""
    embedder = WordEmbedder()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(SENTENCE.format(name))
    assert sync([folder], settings=settings, embedder=embedder).added == 2
    (folder / "a.txt").write_text(SENTENCE.format("fourteen"))
    os.utime(folder / "a.txt", (0, 0))
    os.utime(folder / "b.txt", (4_000_000_000, 4_000_000_000))
    again = sync([folder], settings=settings, embedder=embedder)
    assert (again.updated, again.unchanged, again.embedded) == (1, 1, 1)


def test_b31_a_clock_that_went_ahead_would_silence_a_host_for_as_long() -> None:
    state = Memory()
    turns = Turns(state, gap=0)
    state.hold("news.example", datetime.now(UTC) + timedelta(days=400))
    with turns.at("news.example", within=1):
        pass


@pytest.mark.slow
def test_b33_many_files_would_be_held_in_memory(folder: Path, settings: StoreSettings) -> None:
    """Four times as many files take hardly more memory than their names; each is told as it is read."""
    body = SENTENCE * 200

    def peak_of(number: int) -> int:
        for n in range(number):
            (folder / f"{n}.txt").write_text(body.format(*([n] * 200)))
        told: list[int] = []
        tracemalloc.start()
        summary = sync([folder], settings=settings, dry_run=True, progress=lambda stage, done, total: told.append(done))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert summary.added == number == max(told)
        return peak

    peak_of(10)  # what is imported is imported
    few, many = peak_of(40), peak_of(160)
    assert many - few < 120 * len(body) / 3
    assert not settings.dateline_data.exists()


def test_b33_each_unchanged_file_would_cost_a_statement_of_sql(folder: Path, settings: StoreSettings) -> None:
    """A run over all files asks the catalogue no more than a run over one of them."""
    embedder = WordEmbedder()
    for n in range(20):
        (folder / f"{n}.txt").write_text(SENTENCE.format(f"number {n}"))
    sync([folder], settings=settings, embedder=embedder)
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    def statements_of(path: Path, *, unchanged: int) -> int:
        asked.clear()
        assert sync([path], settings=settings, embedder=embedder).unchanged == unchanged
        return len(asked)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert statements_of(folder / "0.txt", unchanged=1) == statements_of(folder, unchanged=20) < 25
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_b33_what_a_killed_run_has_done_would_be_done_again(folder: Path, settings: StoreSettings) -> None:
    """A run ends at its thirtieth file: the next one embeds what is left, and nothing twice."""

    class Killed(Exception):
        pass

    def kill(stage: str, done: int, total: int) -> None:
        if stage == "reading" and done == 30:
            raise Killed

    for n in range(40):
        (folder / f"{n:03}.txt").write_text(SENTENCE.format(f"number {n}") * 3)
    embedder = WordEmbedder(batch_size=8)
    with pytest.raises(Killed):
        sync([folder], settings=settings, embedder=embedder, progress=kill)
    assert sync([folder], settings=settings, embedder=embedder).added == 40
    texts = [text for call in embedder.calls for text in call]
    assert len(texts) == len(set(texts))
    with Library.open(settings, embedder=embedder) as library:
        assert library.count_articles() == 40
