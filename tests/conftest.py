"""What every test gets: no network but loopback, no settings of the machine, a place of its own."""

from __future__ import annotations

import ipaddress
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vectorstore import generations
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

ARTICLES = Path(__file__).parent.parent / "articles"

# Settings of ours, and of libraries that would change their behaviour by the environment.
SCRUBBED_PREFIXES = ("ANSWER_", "CHAT_", "CHROMA_", "DATELINE_", "DISCORD_", "EMBEDDING", "INGEST_", "LANGCHAIN_",
    "LANGGRAPH_", "LANGSMITH_", "OPENAI_")  # fmt: skip
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")

_outward: list[str] = []


def _is_loopback(host: object) -> bool:
    if not isinstance(host, str | bytes) or not host:
        return True  # None and "" are this machine
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: note and refuse every attempt to reach, or even to look up, another machine."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a text is a Unix socket's path
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if not _is_loopback(host):
        _outward.append(f"{event} {host!r}")
        raise OSError(f"tests are offline: {event} {host!r} was refused")


sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def offline() -> Iterator[list[str]]:
    """Fails the test that tried to leave the machine, even if a library swallowed the refusal."""
    _outward.clear()
    yield _outward
    attempts = list(_outward)
    _outward.clear()
    assert not attempts, f"tried to reach the network: {attempts}"


@pytest.fixture(autouse=True, scope="session")
def scrubbed() -> Iterator[None]:
    """No setting or key of this machine's environment reaches a test, nor a library made for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper().startswith(SCRUBBED_PREFIXES) or name.upper() in PROXIES:
                patch.delenv(name)
        yield


SHIPPED_CHECK = generations.run_check


@pytest.fixture(autouse=True, scope="session")
def forked_checks() -> Iterator[None]:
    """An index made in a test's own process is checked in a child that is forked, not started anew.

    It is the check as shipped, in a process of its own, with Chroma's imports behind it: they are most of
    what a small publication takes. Commands that tests start check as shipped, and so does who asks for
    `shipped_check`.
    """

    def run_check(request: str, *, seconds: float) -> subprocess.CompletedProcess[str]:
        from tests.store_child import run_check_in_child

        return run_check_in_child(request, seconds=seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generations, "run_check", run_check)
        yield


@pytest.fixture
def shipped_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexes are checked in a Python of its own, as shipped."""
    monkeypatch.setattr(generations, "run_check", SHIPPED_CHECK)


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
