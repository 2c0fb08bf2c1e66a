"""The command in a process of its own: what it prints, how it ends, and what a signal leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from ingest import stopping
from tests.commands import Command, dateline
from tests.openai_server import OpenAIServer, hashed_words
from tests.store import WordEmbedder
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

HERE = Path(__file__).parents[1]
TALKS = "The first working meeting was held in Beijing on Tuesday. Jen Daskal led the American delegation.\n"
FERRY = "The car ferry Evangeline crosses the lake again from April. It had been laid up for nine years.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    (made / "a.txt").write_text(TALKS)
    return made


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "DATELINE_DATA": str(tmp_path / "data"), "EMBEDDING": "local:minilm", "PYTHONPATH": str(HERE)}


def start(environment: dict[str, str], *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ingest", *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(environment: dict[str, str], *arguments: str | Path) -> tuple[int, str, str]:
    """(exit code, what it printed, what it said on stderr)."""
    done = dateline(["ingest", *map(str, arguments)], environment=environment)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout, done.stderr


def test_the_summary_as_json_is_one_object_and_stderr_is_still(environment: dict[str, str], folder: Path) -> None:
    code, out, err = run(environment, folder, "--json")
    summary = json.loads(out)
    assert (code, err) == (0, "")
    assert {name: summary[name] for name in ("added", "updated", "unchanged", "removed", "skipped", "failed")} == {
        "added": 1, "updated": 0, "unchanged": 0, "removed": 0, "skipped": 0, "failed": 0,
    }  # fmt: skip
    assert (summary["passages"], summary["embedded"]) == (1, 1)


def test_a_failed_source_is_named_and_ends_with_1(environment: dict[str, str], folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"%PDF-1.7 not text")
    code, out, err = run(environment, folder)
    assert code == 1
    assert "b.txt: not text" in out
    assert "1 added" in out
    assert str(folder) not in out + err


@pytest.mark.parametrize(
    ("arguments", "extra", "names"),
    [
        (["nowhere"], {}, "nowhere"),
        ([], {}, "SOURCE"),
        (["--every", "soon", "."], {}, "--every"),
        (["--dry"], {}, "--dry"),
        (["--every", "10m", "--dry-run", "."], {}, "--dry-run changes nothing"),
        (["."], {"INGEST_MAX_BYTES": "many"}, "INGEST_MAX_BYTES"),
        (["."], {"INGEST_PASSAGE_CHARACTERS": "200", "INGEST_OVERLAP_CHARACTERS": "200"}, "INGEST_OVERLAP_CHARACTERS"),
    ],
)
def test_wrong_usage_and_settings_end_with_2_and_make_no_library(
    environment: dict[str, str], tmp_path: Path, arguments: list[str], extra: dict[str, str], names: str
) -> None:
    process = start({**environment, **extra}, *arguments)
    _, err = process.communicate(timeout=50)
    assert process.returncode == 2
    assert names in err
    assert "Traceback" not in err
    assert not (tmp_path / "data").exists()


def test_a_dry_run_prints_the_changes_and_makes_no_library(
    environment: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    code, out, _ = run({**environment, "EMBEDDING": "openai:none-at-all"}, folder, "--dry-run")
    assert (code, out.splitlines()[0]) == (0, "+ a.txt")
    assert "Nothing was written" in out
    assert not (tmp_path / "data").exists()


def test_a_second_ingest_is_told_who_holds_the_lock(environment: dict[str, str], folder: Path, tmp_path: Path) -> None:
    settings = StoreSettings(dateline_data=tmp_path / "data")
    with Library.writing(settings, splitter="test", embedder=WordEmbedder()):
        code, _, err = run(environment, folder)
    assert code == 1
    assert str(os.getpid()) in err
    assert run(environment, folder)[0] == 0


class Started(Protocol):
    """A command that is running."""

    def send_signal(self, number: int, /) -> None: ...

    def end(self) -> tuple[int, str, str]:
        """Its exit code, and what it printed and said on stderr."""
        ...


class Anew:
    """`python -m ingest` as shipped, patience and all."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._process = start(environment, folder, "--json")

    def send_signal(self, number: int, /) -> None:
        self._process.send_signal(number)

    def end(self) -> tuple[int, str, str]:
        out, err = self._process.communicate(timeout=30)
        return self._process.returncode, out, err


def impatient() -> None:
    """A batch under way is cut off nearly at once."""
    stopping.PATIENCE = 0.2


class Forked:
    """The same without Python's start, and with less patience."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._command = Command(["ingest", str(folder), "--json"], environment=environment, first=impatient)

    def send_signal(self, number: int, /) -> None:
        self._command.send_signal(number)

    def end(self) -> tuple[int, str, str]:
        done = self._command.finish(30)
        return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("how", "signum", "code"),
    [
        (Forked, signal.SIGTERM, 143),
        pytest.param(Anew, signal.SIGINT, 130, marks=pytest.mark.slow),
        pytest.param(Anew, signal.SIGTERM, 143, marks=pytest.mark.slow),
    ],
)
def test_a_signal_ends_the_run_soon_and_keeps_what_was_published(
    how: Callable[[dict[str, str], Path], Started],
    environment: dict[str, str],
    folder: Path,
    tmp_path: Path,
    signum: signal.Signals,
    code: int,
) -> None:
    asked, answer = threading.Event(), threading.Event()

    def embed(texts: Sequence[str]) -> list[list[float]]:
        if any("Evangeline" in text for text in texts):
            asked.set()
            answer.wait(60)
        return hashed_words(texts)

    with OpenAIServer(embed=embed) as server:
        environment |= {"EMBEDDING": "openai:test", "OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": server.url}
        assert run(environment, folder)[0] == 0
        (folder / "b.txt").write_text(FERRY)
        process = how(environment, folder)
        assert asked.wait(40)
        begun = time.monotonic()
        process.send_signal(signum)
        ended, out, err = process.end()
        assert time.monotonic() - begun < 8  # five seconds on a machine that is not busy with tests
        assert (ended, "Traceback" in err) == (code, False)
        summary = json.loads(out)
        assert (summary["stopped"], summary["added"], summary["unchanged"]) == (True, 0, 1)
        answer.set()
        assert set(articles(tmp_path)) == {"a.txt"}
        assert run(environment, folder)[0] == 0
    assert set(articles(tmp_path)) == {"a.txt", "b.txt"}


def articles(tmp_path: Path) -> list[str]:
    with Library.open(StoreSettings(dateline_data=tmp_path / "data"), embedder=WordEmbedder()) as library:
        return [article.id for article in library.articles()]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_before_the_first_run_ends_with_its_code_too(
    environment: dict[str, str], number: signal.Signals, code: int
) -> None:
    script = f"""
import ingest.scheduling, os
def just_begun(run, **others):
    os.kill(os.getpid(), {int(number)})
    raise AssertionError("the signal was swallowed")
ingest.scheduling.repeat = just_begun
from ingest.cli import main
main()
"""
    command = [sys.executable, "-c", script, "anything", "--every", "1s"]
    assert subprocess.run(command, env=environment, capture_output=True, timeout=60).returncode == code


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\nsys.argv = ['ingest', '--help']\n"
        "from ingest.cli import app\n"
        "try:\n    app()\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('chromadb', 'sqlalchemy', 'trafilatura', 'onnxruntime', 'langchain_core', 'pydantic')"
        " if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", program], cwd=HERE, capture_output=True, text=True, check=True).stdout
    assert out.strip().endswith("[]")
