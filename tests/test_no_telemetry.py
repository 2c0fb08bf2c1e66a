"""Nothing phones home: every command, in a process of its own, behind a proxy that notes who wants to go out.

ONNX Runtime reports from native code, which the hook in tests/offline cannot see. It sends only at times, but what it
needs for that, a device id below the home folder, it writes at every import.
"""

from __future__ import annotations

import json
import os
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli import app
from tests.conftest import OFFLINE
from tests.discord.loopback import IDENTIFY, TOKEN, LoopbackDiscord
from vectorstore.settings import StoreSettings

ROOT = Path(__file__).parent.parent
QUESTION = "who led the US delegation?"
# What has nothing to work on here: there is no log of a bot, and no model worth recording.
IDLE = ("questions", "prompts case", "prompts record", "library forget")
BOT = """
import sys
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = sys.argv[1], yarl.URL(sys.argv[2])
sys.argv = ["dateline", "bot"]
from bot.cli import main
main()
"""


class LoggingProxy:
    """A proxy that lets nobody through, and keeps the first line of each request."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                asked.append(self.rfile.readline(4_096).decode("latin-1").strip())
                self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="logging-proxy")
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def proxy() -> Iterator[LoggingProxy]:
    with LoggingProxy() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that nobody has written to."""
    fresh = tmp_path / "home"
    fresh.mkdir()
    return fresh


@pytest.fixture
def environment(
    sample_settings: StoreSettings, proxy: LoggingProxy, home: Path, tmp_path: Path, offline_log: Path
) -> dict[str, str]:
    """A library of the test's own, and every way out by the proxy."""
    shutil.copytree(sample_settings.dateline_data, tmp_path / "data")
    ways = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": os.pathsep.join((str(OFFLINE), str(ROOT))),
        "OFFLINE_LOG": str(offline_log),
        "DATELINE_DATA": str(tmp_path / "data"),
        "EMBEDDING": "local:minilm",
        **{name: proxy.url for way in ways for name in (way, way.lower())},
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }


def names(command: object, *above: str) -> Iterator[str]:
    """All commands of `dateline`, by their words."""
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from names(below, *above, name)
    else:
        yield " ".join(above)


def python(*arguments: str, environment: Mapping[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=folder, capture_output=True, encoding="utf-8", timeout=50
    )


def traces(home: Path) -> list[str]:
    """What was left in the home folder by reporters of whatever kind; a cache of fonts is none."""
    return sorted(
        str(path.relative_to(home)) for path in home.rglob("*") if path.is_file() and "matplotlib" not in path.parts
    )


def arguments(place: Path) -> dict[str, list[str]]:
    """For each command what makes it do its work, embedding where it embeds, in an order in which they can go."""
    (place / "news").mkdir()
    (place / "news" / "storm.md").write_text("# Storm\n\nA storm closed the harbour of Elmstead for two days.\n")
    (place / "set").mkdir()
    question = {"id": "q1", "question": QUESTION, "answer": "Jen Daskal", "gold": []}
    (place / "set" / "questions.jsonl").write_text(json.dumps(question) + "\n")
    (place / "feeds.opml").write_text(
        '<opml version="2.0"><body><outline xmlUrl="http://127.0.0.1:9/feed"/></body></opml>'
    )
    prompt = str(ROOT / "prompts" / "answer.yaml")
    return {
        "ingest": ["news"],
        "demo": ["shown"],
        "init": ["desk", "--yes", "--source", "news", "--question", QUESTION],
        "chat": [],
        "guide": ["ingest"],
        "questions": [],
        "eval": ["set", "--library", "data", "--out", "report"],
        "ask": [QUESTION],
        "search": [QUESTION],
        "doctor": ["--repair"],
        "source": ["A storm closed the harbour of Elmstead for two days."],
        "prompts test": ["who-opened-the-bridge"],
        "prompts show": ["answer", "--question", QUESTION],
        "prompts record": ["who-opened-the-bridge", "--model", "stub"],
        "prompts diff": [prompt, prompt, "who-opened-the-bridge"],
        "prompts case": ["--from-question", "1", "--out", "cases"],
        "library articles": [],
        "library show": ["storm.md"],
        "library set": ["storm.md", "--title", "The storm of Elmstead"],
        "library doubtful accept": ["storm.md"],
        "library doubtful set": ["storm.md", "--published", "2024-01-05"],
        "library doubtful rule": ["news", "--dates", "D/M/Y"],
        "sources import": ["feeds.opml"],
        "sources add": ["news"],
        "library sources": [],
        "library runs": [],
        "library forget": ["Harbour Gazette"],
        "library rebuild": [],
        "library own": [],
        "library export": ["all.jsonl"],
        "library backup": ["saved.tar"],
        "library remove": ["storm.md"],
        "library restore": ["saved.tar", "--yes"],
    }


def test_every_command_is_tried_here(tmp_path: Path) -> None:
    assert {*arguments(tmp_path), "bot"} == set(names(get_command(app)))


@pytest.mark.parametrize(
    "commands",
    [
        pytest.param(("ingest", "ask"), id="the two that everybody runs"),
        pytest.param(None, marks=[pytest.mark.slow, pytest.mark.timeout(300)], id="all"),
    ],
)
def test_no_command_leaves_the_machine_or_a_device_id(
    commands: Sequence[str] | None, environment: dict[str, str], proxy: LoggingProxy, home: Path, tmp_path: Path
) -> None:
    tried = arguments(tmp_path)
    for command in commands or tried:
        rest = tried[command]
        done = python("-m", "bot", *command.split(), *rest, environment=environment, folder=tmp_path)
        assert done.returncode == 0 or command in IDLE, (command, done.stderr)
        assert (proxy.asked, traces(home)) == ([], []), command


@pytest.mark.slow
def test_the_bot_leaves_no_device_id_and_reaches_discord_alone(
    environment: dict[str, str], proxy: LoggingProxy, home: Path, tmp_path: Path
) -> None:
    with (
        LoopbackDiscord() as discord,
        subprocess.Popen(
            [sys.executable, "-c", BOT, discord.rest, discord.gateway],
            env=environment | {"DISCORD_TOKEN": TOKEN}, cwd=tmp_path, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process,
    ):  # fmt: skip
        try:
            discord.wait_for(lambda: IDENTIFY in discord.sign_ins)
            discord.ask(QUESTION)
            discord.wait_for(lambda: any("Daskal" in json.dumps(call.body) for call in discord.calls))
            process.terminate()
            assert process.wait(30) == 0
        finally:
            process.kill()
    assert (proxy.asked, traces(home)) == ([], [])


def test_without_the_switch_a_device_id_would_be_seen_here(
    environment: dict[str, str], home: Path, tmp_path: Path
) -> None:
    """What the tests above look for is there when it happens."""
    done = python("-c", "import onnxruntime", environment=environment, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert any("deviceid" in path for path in traces(home))


def test_the_proxy_notes_who_wants_to_go_out(environment: dict[str, str], proxy: LoggingProxy, tmp_path: Path) -> None:
    ask = "import urllib.request; urllib.request.urlopen('https://elsewhere.example/')"
    done = python("-c", ask, environment=environment, folder=tmp_path)
    assert done.returncode == 1
    assert proxy.asked == ["CONNECT elsewhere.example:443 HTTP/1.0"] or proxy.asked[0].startswith("CONNECT elsewhere")


@pytest.mark.parametrize(
    "importing",
    ["vectorstore.model", "vectorstore.check", "vectorstore.embeddings.onnx", "ingest.sandbox.child", "bot.startup"],
)
def test_whatever_is_imported_first_the_switch_is_off_before_the_runtime_can_be(
    importing: str, environment: dict[str, str], home: Path, tmp_path: Path
) -> None:
    switched_on = environment | {"ORT_DISABLE_TELEMETRY": "0"}
    done = python("-c", f"import {importing}; import onnxruntime", environment=switched_on, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert traces(home) == []
