"""The loopback server fails as it says it does, and the guard lets nothing past this machine."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from bot.answering.errors import ModelUnavailable
from bot.answering.models import build_model
from bot.answering.pipeline import Answerer
from bot.settings import AnswerSettings
from evals.workshop.running import Outcome, Workbench
from prompts.casefiles import read_cases
from prompts.files import load, load_all
from prompts.misbehaving import CAST
from tests.openai_server import FAULTS, MAX_INPUTS, Message, OpenAIServer
from vectorstore.embeddings.openai import OpenAIEmbedder
from vectorstore.errors import EmbeddingError
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

KEY = "sk-canary-" + "a1B2" * 10
CASE = next(case for case in read_cases() if case.name == "who-opened-the-bridge")


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


def run(server: OpenAIServer, sample: Library, *, retries: int = 0) -> Outcome:
    """One case by the real client: langchain-openai over the real wire."""
    settings = AnswerSettings(
        _env_file=None,
        chat_model="openai:gpt-test",
        openai_api_key=SecretStr(KEY),
        openai_base_url=server.url,
        chat_retries=retries,
        chat_timeout=2,
    )
    model = build_model(settings)
    assert isinstance(model, ChatOpenAI)
    return Workbench(sample=lambda: sample).run(CASE, prompts=load_all(), model=model)


def test_a_case_passes_over_the_wire_as_it_does_without(server: OpenAIServer, sample: Library) -> None:
    outcome = run(server, sample)
    assert outcome.state == "passed", outcome.error
    assert outcome.tokens[0] > 100
    assert len(outcome.exchanges[0].pieces) > 2, "it came as a stream"


CHAT_FAULTS = [name for name in FAULTS if name not in ("reordered", "short", "nan", "slow", "stall", "silent")]


@pytest.mark.parametrize("fault", CHAT_FAULTS)
def test_every_fault_of_chat_is_one_sentence_or_an_answer_that_says_it_was_cut_off(
    server: OpenAIServer, sample: Library, fault: str
) -> None:
    server.fault = fault
    outcome = run(server, sample)
    cut_off = outcome.answer.cut_off if outcome.answer else None
    told = outcome.error or cut_off or ""
    assert told
    assert "\n" not in told
    assert "canary" not in told
    assert len(server.requests) == (2 if fault == "html" else 1)


@pytest.mark.parametrize("fault", ["slow", "stall"])
def test_a_model_that_hangs_meets_the_deadline(server: OpenAIServer, sample: Library, fault: str) -> None:
    from dataclasses import replace

    server.fault = fault
    settings = AnswerSettings(
        _env_file=None, chat_model="openai:gpt-test", openai_api_key=SecretStr(KEY), openai_base_url=server.url
    )
    bench = Workbench(sample=lambda: sample)
    answerer: Answerer = replace(bench.answerer(CASE, prompt=load("answer"), model=build_model(settings)), deadline=0.4)
    with pytest.raises(ModelUnavailable, match="too long"):
        answerer.answer(CASE.question, now=CASE.now)


@pytest.mark.parametrize("fault", ["rate limit", "broken", "overloaded", "reset"])
def test_a_fault_that_passes_is_got_over_by_the_one_retry(server: OpenAIServer, sample: Library, fault: str) -> None:
    server.faults_once = [fault]
    outcome = run(server, sample, retries=1)
    assert outcome.state == "passed", outcome.error
    assert len(server.requests) == 2


def raw(server: OpenAIServer, path: str, body: object) -> tuple[int, http.client.HTTPMessage, bytes]:
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port or 0, timeout=10)
    try:
        connection.request("POST", f"/v1{path}", json.dumps(body), {"content-type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


CHAT = {"model": "m", "messages": [{"role": "user", "content": "x"}]}


def test_a_429_comes_with_and_without_a_hint_when_to_try_again(server: OpenAIServer) -> None:
    server.faults_once = ["rate limit", "rate limit, no hint"]
    first, second = (raw(server, "/chat/completions", CHAT) for _ in range(2))
    assert (first[0], first[1]["retry-after"]) == (429, "0")
    assert (second[0], second[1]["retry-after"]) == (429, None)


@pytest.mark.parametrize(
    ("texts", "status", "code"),
    [
        (["a"] * MAX_INPUTS, 200, None),
        (["a"] * (MAX_INPUTS + 1), 400, "array_above_max_length"),
        (["a" * 1000] * 300, 200, None),
        (["a" * 1000] * 301, 400, "max_tokens_per_request"),
    ],
    ids=["2,048 inputs", "2,049 inputs", "300,000 tokens", "301,000 tokens"],
)
def test_the_services_limits_hold(server: OpenAIServer, texts: list[str], status: int, code: str | None) -> None:
    found = raw(server, "/embeddings", {"model": "m", "input": texts})
    assert found[0] == status
    assert json.loads(found[2]).get("error", {}).get("code") == code


def embedder(server: OpenAIServer, **options: float) -> OpenAIEmbedder:
    settings = StoreSettings(_env_file=None, openai_api_key=SecretStr(KEY), openai_base_url=server.url)
    return OpenAIEmbedder("text-embedding-test", settings=settings, **options)


def test_the_embedder_keeps_within_the_limits_that_the_server_enforces(server: OpenAIServer) -> None:
    assert embedder(server).passages(["a"] * (MAX_INPUTS + 1)).shape[0] == MAX_INPUTS + 1
    assert embedder(server).passages(["a" * 1000] * 301).shape[0] == 301
    assert len(server.requests) == 4


@pytest.mark.parametrize("fault", ["rate limit, no hint", "reset"])
def test_faults_of_embedding_that_last_are_one_sentence(
    server: OpenAIServer, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.uniform", lambda low, high: 0.0)
    server.fault = fault
    with pytest.raises(EmbeddingError) as caught:
        embedder(server).passages(["a"])
    assert "canary" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_server_can_be_backed_by_any_of_the_cast(sample: Library) -> None:
    def wrong(messages: Sequence[Message]) -> str:
        return CAST["answers-outside"]().answer_to([(one["role"], one["content"]) for one in messages])

    with OpenAIServer(chat=wrong) as server:
        outcome = run(server, sample)
    assert outcome.answer is not None
    assert outcome.answer.refused_by == "check"


ESCAPES = {
    "connect": "socket.create_connection(('192.0.2.1', 80), 0.1)",
    "look up": "socket.getaddrinfo('example.com', 80)",
    "datagram": "with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way: way.sendto(b'x', ('192.0.2.1', 53))",
    "back": "socket.gethostbyaddr('192.0.2.1')",
    "process": "__import__('subprocess').run([__import__('sys').executable, '-c', 'import socket; "
    "socket.create_connection((\\'192.0.2.1\\', 80), 0.1)'], stderr=-3)",
    "client": "__import__('openai').OpenAI(api_key='x', max_retries=0).models.list()",
}


@pytest.mark.parametrize("attempt", ESCAPES.values(), ids=ESCAPES)
def test_an_attempt_to_leave_is_noted_even_where_the_refusal_is_swallowed(
    attempt: str, offline: list[str], offline_log: Path
) -> None:
    with contextlib.suppress(Exception):
        exec(attempt, {"socket": socket})  # noqa: S102 -- what the child of the slow test runs
    noted = [*offline, *offline_log.read_text(encoding="utf-8").splitlines()]
    offline.clear()
    offline_log.write_text("", encoding="utf-8")
    assert noted


@pytest.mark.slow
def test_the_guard_fails_each_test_that_tries_to_leave_even_where_the_refusal_is_swallowed(tmp_path: Path) -> None:
    tests = [
        f"def test_{number}():\n    try:\n        {attempt}\n    except Exception:\n        pass\n"
        for number, attempt in enumerate(ESCAPES.values())
    ]
    (tmp_path / "test_escapes.py").write_text("import socket\n\n\n" + "\n\n".join(tests), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider", "-W", "default",
         "--rootdir", str(tmp_path), str(tmp_path / "test_escapes.py")],
        cwd=Path(__file__).parent.parent, capture_output=True, text=True, timeout=50,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{len(ESCAPES)} errors" in done.stdout
    assert "tried to reach the network" in done.stdout


def test_loopback_is_no_escape() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        socket.create_connection(listening.getsockname(), 5).close()
