"""What every test gets: no network but loopback, no settings of the machine, a place of its own."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offline.sitecustomize import keep_in
from vectorstore import generations
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

ARTICLES = Path(__file__).parent.parent / "articles"
OFFLINE = Path(__file__).parent / "offline"

# Settings of ours, and of libraries that would change their behaviour by the environment.
SCRUBBED_PREFIXES = ("ANSWER_", "CHAT_", "CHROMA_", "CITATION_", "DATELINE_", "DISCORD_", "EMBEDDING", "INGEST_",
    "JUDGE", "LANGCHAIN_", "LANGGRAPH_", "LANGSMITH_", "OPENAI_")  # fmt: skip
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")

_outward: list[str] = []
keep_in(_outward.append)


@pytest.fixture(scope="session")
def offline_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the processes that tests start note their attempts to leave the machine (tests/offline)."""
    log = tmp_path_factory.mktemp("offline") / "log"
    log.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OFFLINE_LOG", str(log))
        patch.setenv("PYTHONPATH", str(OFFLINE), prepend=os.pathsep)
        yield log


@pytest.fixture(autouse=True)
def offline(offline_log: Path) -> Iterator[list[str]]:
    """Fails the test that tried to leave the machine, even if a library swallowed the refusal."""
    _outward.clear()
    yield _outward
    attempts = [*_outward, *offline_log.read_text(encoding="utf-8").splitlines()]
    _outward.clear()
    if attempts:
        offline_log.write_text("", encoding="utf-8")
    assert not attempts, f"tried to reach the network: {attempts}"


@pytest.fixture(autouse=True, scope="session")
def scrubbed() -> Iterator[None]:
    """No setting or key of this machine's environment reaches a test, nor a library made for all of them.

    Nor does the deafness to Ctrl-C of a suite that a script started in the background.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper().startswith(SCRUBBED_PREFIXES) or name.upper() in PROXIES:
                patch.delenv(name)
        yield


SHIPPED_CHECK = generations.CheckProcess


class ForkedCheck:
    """A check process that is forked when it is asked."""

    def ask(self, request: str, *, seconds: float) -> subprocess.CompletedProcess[str]:
        from tests.store_child import run_check_in_child

        return run_check_in_child(request, seconds=seconds)

    def close(self) -> None:
        return None


@pytest.fixture(autouse=True, scope="session")
def forked_checks() -> Iterator[None]:
    """An index made in a test's own process is checked in a child that is forked, not started anew.

    It is the check as shipped, in a process of its own, with Chroma's imports behind it: they are most of
    what a small publication takes. So it is for the commands of `tests.commands`; processes that tests start
    anew check as shipped, and so does who asks for `shipped_check`.
    """

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generations, "CheckProcess", ForkedCheck)
        yield


@pytest.fixture
def shipped_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexes are checked in a Python of its own, as shipped."""
    monkeypatch.setattr(generations, "CheckProcess", SHIPPED_CHECK)


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test works in an empty folder of its own, so that no `.env` of a developer counts."""
    place = tmp_path / "cwd"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    """A store of the test's own, embedded by local:minilm, not yet made."""
    return StoreSettings(dateline_data=tmp_path / "data", embedding="local:minilm")


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> StoreSettings:
    """The sample articles, ingested once for all tests by local:minilm. To be read only."""
    from ingest.syncing import sync

    settings = StoreSettings(
        _env_file=None, dateline_data=tmp_path_factory.mktemp("sample") / "data", embedding="local:minilm"
    )
    summary = sync([ARTICLES], settings=settings)
    assert not summary.failed
    return settings


@pytest.fixture
def sample(sample_settings: StoreSettings) -> Iterator[Library]:
    """The sample library, opened for reading."""
    with Library.open(sample_settings) as library:
        yield library
