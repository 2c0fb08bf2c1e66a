from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.errors import UsageError
from ingest.scheduling import due, interval
from ingest.sources.config import Source
from ingest.web.state import Memory, SourceRun, Validators
from tests.site import Site

NOW = datetime(2026, 5, 12, 12, tzinfo=UTC)
SOURCE = Source(name="Gazette", url="http://gazette.example/feed", every=timedelta(minutes=30))


@pytest.mark.parametrize(
    ("minutes", "reason", "fresh_for", "is_due"),
    [
        (None, None, None, True),
        (29, None, None, False),
        (30, None, None, True),
        (29, "the server is too slow", None, False),
        (40, None, 10, False),
        (40, None, -1, True),
        (40, "the feed is broken", 10, True),
        (-900_000, None, None, True),  # noted by a clock that went ahead
    ],
)
def test_a_source_would_be_asked_before_or_long_after_its_turn(
    minutes: int | None, reason: str | None, fresh_for: int | None, is_due: bool
) -> None:
    state = Memory()
    if minutes is not None:
        began = NOW - timedelta(minutes=minutes)
        state.keep_run(
            SourceRun(source="Gazette", url=SOURCE.url, kind="feed", began_at=began, seconds=1, reason=reason)
        )
    if fresh_for is not None:
        until = NOW + timedelta(minutes=fresh_for)
        state.keep_validators(Validators(url=SOURCE.url, checked_at=NOW, status=200, fresh_until=until))
    assert bool(due([SOURCE], state, now=NOW)) is is_due
    assert due([replace(SOURCE, name="Other", url="http://other.example/")], state, now=NOW)


@pytest.mark.parametrize("text", ["soon", "", "10", "0s", "-1m"])
def test_an_interval_that_cannot_be_meant_would_be_taken(text: str) -> None:
    with pytest.raises(UsageError, match="--every"):
        interval(text)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "code"), [pytest.param(signal.SIGTERM, 143, marks=pytest.mark.slow), (signal.SIGINT, 130)]
)
def test_a_scheduled_ingest_would_not_follow_the_site_or_not_end(
    site: Site, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    """The command itself, in a process of its own: two turns, then a signal while it waits."""
    body = "<html><body><article><h1>The harbour opens</h1><p>The harbour cost {} million euros, the town said.</p>"
    site.page("/a", body.format(41), etag='"1"')
    environment = {
        **os.environ,
        "DATELINE_DATA": str(tmp_path / "data"),
        "EMBEDDING": "local:minilm",
        "INGEST_ALLOW": "127.0.0.1",
        "INGEST_GAP": "0",
    }
    command = [sys.executable, "-m", "ingest", f"http://127.0.0.1:{site.port}/a", "--every", "1s", "--json"]
    process = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    lines: queue.Queue[str] = queue.Queue()
    output = process.stdout
    assert output is not None

    def read() -> None:
        for line in output:
            lines.put(line)

    threading.Thread(target=read, daemon=True).start()
    try:
        assert json.loads(lines.get(timeout=40))["added"] == 1
        unchanged = json.loads(lines.get(timeout=20))
        assert (unchanged["unchanged"], unchanged["embedded"]) == (1, 0)
        assert site.asked("/a")[-1].headers["if-none-match"] == '"1"'
        site.page("/a", body.format(44), etag='"2"')
        updated = 0
        while not updated:
            updated = json.loads(lines.get(timeout=20))["updated"]
        process.send_signal(number)
        assert process.wait(timeout=8) == code
    finally:
        process.kill()
        process.wait()
        output.close()
