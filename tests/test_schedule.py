"""The bot's own ingest: the real command beside it, started, heard, started again and ended."""

from __future__ import annotations

import asyncio
import logging
import os
import select
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.schedule import Schedule
from ingest.errors import UsageError
from ingest.reporting import Summary
from ingest.scheduling import repeat
from ingest.settings import IngestSettings
from ingest.stopping import Stop
from tests.store import WordEmbedder
from vectorstore import locks
from vectorstore.errors import DatelineError, EmbeddingError, LibraryBusy
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

STORY = "The car ferry Evangeline crosses the lake again from April. It had been laid up for nine years.\n"


class Heard(logging.Handler):
    """What is logged, awaited."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: asyncio.Queue[str] = asyncio.Queue()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.put_nowait(record.getMessage())


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Heard:
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EMBEDDING", "local:minilm")
    handler = Heard()
    log = logging.getLogger("dateline.schedule")
    monkeypatch.setattr(log, "handlers", [handler])
    monkeypatch.setattr(log, "propagate", False)
    monkeypatch.setattr(log, "level", logging.INFO)
    return handler


async def test_the_bots_schedule_does_not_bring_new_articles_or_outlives_it(heard: Heard, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    running = asyncio.create_task(Schedule([str(folder)], every="1s").run())
    assert "1 added" in await asyncio.wait_for(heard.lines.get(), 50)
    with Library.open(StoreSettings(dateline_data=tmp_path / "data"), embedder=WordEmbedder()) as library:
        assert [one.id for one in library.articles()] == ["a.txt"]
    running.cancel()
    began = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert time.monotonic() - began < 8  # five seconds on a machine that is not busy with tests
    with locks.writer_lock(tmp_path / "data", command="test"):
        pass  # nobody holds the lock


@pytest.mark.slow
async def test_a_schedule_that_ends_by_itself_is_not_told_or_not_started_again(heard: Heard, tmp_path: Path) -> None:
    running = asyncio.create_task(Schedule([str(tmp_path / "missing")], every="1s", again_after=0).run())
    said = [await asyncio.wait_for(heard.lines.get(), 50) for _ in range(3)]
    running.cancel()
    assert "no such file or folder" in said[0] and "exit code 2" in said[1] and "no such file" in said[2]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="how a process that is not ours ends is awaited on Linux")
def test_the_ingest_of_a_bot_that_was_killed_lives_on(heard: Heard, tmp_path: Path) -> None:
    """A real SIGKILL, while the ingest waits an hour for its next turn and has nothing to say."""
    (folder := tmp_path / "in").mkdir()
    bot = """
import asyncio, logging, sys
from bot.schedule import Schedule
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
asyncio.run(Schedule([sys.argv[1]], every="1h").run())
"""
    with subprocess.Popen([sys.executable, "-c", bot, str(folder)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "0 added" in process.stdout.readline()
        (ingest,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        watched = os.pidfd_open(int(ingest))
        process.kill()
        ended, _, _ = select.select([watched], [], [], 20)
        if not ended:
            signal.pidfd_send_signal(watched, signal.SIGKILL)
        os.close(watched)
    assert ended


def test_a_signal_that_comes_when_a_run_is_all_but_over_is_lost() -> None:
    runs = 0

    def run() -> Summary:
        nonlocal runs
        runs += 1
        assert runs == 1, "it runs again"
        with Stop():
            signal.raise_signal(signal.SIGTERM)
        return Summary()

    assert repeat(run, every=timedelta(0), show=lambda summary: None, failed=lambda error: None) == 143


@pytest.mark.parametrize("error", [LibraryBusy("busy"), EmbeddingError("the provider is down")])
def test_one_turn_that_fails_ends_the_schedule(error: DatelineError) -> None:
    turns: list[object] = [error, Summary(), UsageError("sources.yaml, line 3"), Summary(stopped_by=15)]
    shown: list[Summary] = []
    told: list[DatelineError] = []

    def run() -> Summary:
        turn = turns.pop(0)
        if isinstance(turn, DatelineError):
            raise turn
        assert isinstance(turn, Summary)
        return turn

    assert repeat(run, every=timedelta(0), show=shown.append, failed=told.append) == 143
    assert (len(shown), len(told)) == (2, 2)
    turns[:] = [UsageError("no such file")]
    with pytest.raises(UsageError):
        repeat(run, every=timedelta(0), show=shown.append, failed=told.append)


@pytest.mark.parametrize(
    ("every", "sources", "says"),
    [("soon", "a.yaml", "30m, 6h or 1d"), ("0s", "a.yaml", "at least"), ("10m", "", "INGEST_SOURCES")],
)
def test_schedule_that_cannot_be_meant_is_refused(every: str, sources: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        IngestSettings(ingest_every=every, ingest_sources=sources)
    assert IngestSettings(ingest_every="10m", ingest_sources="a.yaml, b/").sources == ("a.yaml", "b")
