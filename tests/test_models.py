"""Building models, and what their failures become: the real client against a loopback server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models.chat_models import BaseChatModel
from pydantic import ValidationError

from bot.answering.errors import ModelError
from bot.answering.generating import generate as pieces_of
from bot.answering.generating import name_of
from bot.answering.models import build_model, model_name
from bot.answering.tokens import Tokens
from bot.settings import AnswerSettings
from prompts.fences import Source, fenced, fenced_question
from prompts.files import load
from tests.openai_server import OpenAIServer

KEY = "sk-canary-0123456789abcdef"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


def settings(**given: Any) -> AnswerSettings:
    return AnswerSettings(_env_file=None, **given)


def over(server: OpenAIServer, **given: Any) -> AnswerSettings:
    chosen = {"chat_model": "openai:gpt-test", "openai_api_key": KEY, "openai_base_url": server.url, "chat_retries": 0}
    return settings(**{**chosen, **given})


def messages() -> list[tuple[str, str]]:
    source = Source(n=1, title="Talks", text="The U.S. delegation was led by Jen Daskal. Tea was served.")
    filled = load("answer").filled(
        today="2024-02-01", sources=fenced([source]), question=fenced_question("who led the US delegation?")
    )
    return [(role, content) for role, content in filled]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "stub"),
        ({"openai_api_key": KEY}, "openai:gpt-5-mini"),
        ({"openai_api_key": KEY, "chat_model": "stub"}, "stub"),
        ({"chat_model": "openai:gpt-x"}, "openai:gpt-x"),
        ({"chat_model": "echo"}, "echo"),
    ],
)
def test_auto_means_openai_only_once_a_key_is_set(given: dict[str, object], name: str) -> None:
    assert model_name(settings(**given)) == name


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"chat_model": "openai:gpt-x"}, "OPENAI_API_KEY"),
        ({"chat_model": "nonsense"}, "CHAT_MODEL=nonsense"),
        ({"chat_model": "nobody:model"}, "CHAT_MODEL=nobody:model"),
    ],
)
def test_a_model_that_cannot_be_built_is_one_sentence_that_names_the_setting(
    given: dict[str, object], said: str
) -> None:
    with pytest.raises(ModelError, match=said):
        build_model(settings(**given))


@pytest.mark.parametrize("key", ["sk-a\nb", "sk-a b", "“sk-abc”", "sk-ábc", '"sk-abc"', "sk-\u200babc"])
def test_a_key_that_was_pasted_badly_is_caught_before_it_fails_as_a_connection_error(key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        settings(openai_api_key=key)
    assert "openai_api_key" in str(caught.value)
    assert key.strip() not in str(caught.value)


def test_white_space_around_a_key_is_forgiven_and_an_empty_key_is_none() -> None:
    key = settings(openai_api_key=f" {KEY}\n").openai_api_key
    assert key is not None
    assert key.get_secret_value() == KEY
    assert settings(openai_api_key=" ").openai_api_key is None


def generate(model: BaseChatModel, said: Sequence[tuple[str, str]], *, deadline: float) -> tuple[str, Tokens]:
    """The whole reply and its tokens."""
    stream, text = pieces_of(model, said, deadline=deadline), ""
    while True:
        try:
            text += next(stream)
        except StopIteration as end:
            return text, end.value


def test_the_real_client_streams_an_answer_with_its_tokens(server: OpenAIServer) -> None:
    text, tokens = generate(build_model(over(server)), messages(), deadline=10)
    assert text.startswith("The U.S. delegation was led by Jen Daskal [1].")
    assert tokens.input
    assert tokens.output == len(text.split())
    (request,) = server.requests
    assert request.body["model"] == "gpt-test"
    assert request.body["stream_options"] == {"include_usage": True}
    assert request.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("unauthorised", "OPENAI_API_KEY"),
        ("forbidden", "CHAT_MODEL"),
        ("no model", "CHAT_MODEL"),
        ("too long", "PASSAGES"),
        ("rate limit", "too many requests"),
        ("quota", "used up"),
        ("broken", "error of its own"),
        ("overloaded", "error of its own"),
        ("html", "OPENAI_BASE_URL"),
        ("cut", "broke off"),
        ("unfinished", "broke off"),
        ("error event", "broke off"),
        ("bad json", "can't be read as an answer"),
        ("empty", "empty answer"),
        ("declined", "may have declined"),
        ("tool", "tried to call a tool"),
        ("length", "limit of length"),
        ("filtered", "content filter"),
    ],
)
def test_each_failure_of_a_service_is_one_sentence_without_the_key(server: OpenAIServer, fault: str, said: str) -> None:
    server.fault = fault
    with pytest.raises(ModelError, match=said) as caught:
        generate(build_model(over(server)), messages(), deadline=10)
    sentence = str(caught.value)
    assert KEY not in sentence
    assert "\n" not in sentence
    assert len(server.requests) == (2 if fault == "html" else 1), "asked once more only where nothing came"


@pytest.mark.parametrize("fault", ["slow", "stall"])
def test_one_deadline_holds_for_all_tries_together(server: OpenAIServer, fault: str) -> None:
    server.fault = fault
    model = build_model(over(server, chat_timeout=5, chat_retries=3))
    started = time.monotonic()
    with pytest.raises(ModelError, match="CHAT_TIMEOUT"):
        generate(model, messages(), deadline=0.3)
    assert time.monotonic() - started < 3


def test_there_is_one_retry_layer(server: OpenAIServer) -> None:
    server.faults_once = ["rate limit"]
    text, _ = generate(build_model(over(server, chat_retries=1)), messages(), deadline=20)
    assert "Jen Daskal" in text
    assert len(server.requests) == 2
    server.fault = "overloaded"
    with pytest.raises(ModelError):
        generate(build_model(over(server, chat_retries=1)), messages(), deadline=20)
    assert len(server.requests) == 4


def test_a_refused_connection_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        chosen = settings(chat_model="openai:gpt-test", openai_api_key=KEY, openai_base_url=url, chat_retries=0)
        with pytest.raises(ModelError, match="OPENAI_BASE_URL"):
            generate(build_model(chosen), messages(), deadline=10)


TRACED = """
from bot.answering.models import build_model
from bot.settings import AnswerSettings
from langchain_core.tracers.langchain import wait_for_all_tracers
build_model(AnswerSettings(_env_file=None)).invoke("hello")
wait_for_all_tracers()
"""


@pytest.mark.parametrize(
    ("allowed", "connected"),
    [pytest.param("false", False, id="unasked"), pytest.param("true", True, id="allowed", marks=pytest.mark.slow)],
)
def test_tracing_switched_on_for_another_tool_opens_no_socket_unless_we_allow_it(allowed: str, connected: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as collector:
        address = f"http://127.0.0.1:{collector.getsockname()[1]}"
        switches = dict.fromkeys(("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"), "true")
        service = {"LANGSMITH_ENDPOINT": address, "LANGSMITH_API_KEY": "ls-canary", "LANGSMITH_MAX_RETRIES": "0"}
        environment = {**os.environ, **switches, **service, "CHAT_TRACING": allowed, "CHAT_MODEL": "stub"}
        root = Path(__file__).parents[1]
        process = subprocess.Popen([sys.executable, "-c", TRACED], env=environment, cwd=root, stderr=subprocess.DEVNULL)
        try:
            if connected:
                collector.settimeout(30)
                collector.accept()[0].close()
            else:
                assert process.wait(30) == 0
                collector.settimeout(0)
                with pytest.raises(BlockingIOError):
                    collector.accept()
        finally:
            process.kill()
            process.wait()


def test_models_have_a_name_to_show(server: OpenAIServer) -> None:
    assert name_of(build_model(over(server))) == "gpt-test"
    assert name_of(build_model(settings())) == "stub"
