"""Every provider by the same rules: its package, its key, its options, its errors, and what its service may lack."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage
from pydantic import ValidationError

from bot.answering.endings import ending_of
from bot.answering.errors import ModelClosed, ModelError, ModelRefused, ModelUnavailable
from bot.answering.generating import generate, said
from bot.answering.models import build_model
from bot.answering.provider_errors import model_error, reason_of
from bot.answering.providers import PROVIDERS, options_of
from bot.circuit import Circuit
from bot.settings import AnswerSettings
from tests.openai_server import OpenAIServer

KEY = "canary-0123456789abcdef"
KEYS = {provider.key: KEY for provider in PROVIDERS.values() if provider.key}
PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def settings(**given: Any) -> AnswerSettings:
    return AnswerSettings(_env_file=None, **given)


def over(server: OpenAIServer, **given: Any) -> AnswerSettings:
    chosen = {"chat_model": "openai:gpt-test", "openai_api_key": KEY, "openai_base_url": server.url, "chat_retries": 0}
    return settings(**{**chosen, **given})


def told(server: OpenAIServer, **given: Any) -> str:
    return said(
        build_model(over(server, **given)), [("system", "Be short."), ("user", "Hello")], deadline=10, longest=999
    )[0]


# What is missing


@pytest.mark.parametrize("provider", [name for name, one in PROVIDERS.items() if one.extra])
def test_a_provider_without_its_package_is_told_with_the_command_that_brings_it(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import bot.answering.models as models

    monkeypatch.setattr(models, "find_spec", lambda name: None)
    extra = PROVIDERS[provider].extra
    with pytest.raises(ModelError) as caught:
        build_model(settings(chat_model=f"{provider}:some-model"))
    assert f'pip install "dateline[{extra}]"' in str(caught.value)
    assert "None" not in str(caught.value)
    import tomllib

    extras = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert extras[str(extra)][0].startswith(PROVIDERS[provider].package)


def test_a_provider_that_only_langchain_knows_is_told_with_its_own_package() -> None:
    with pytest.raises(ModelError, match="pip install langchain-cohere"):
        build_model(settings(chat_model="cohere:command"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"chat_model": "azure_openai:gpt"}, "AZURE_OPENAI_API_KEY"),
        ({"chat_model": "azure:gpt", "azure_openai_api_key": KEY}, "AZURE_OPENAI_ENDPOINT and OPENAI_API_VERSION"),
        ({"chat_model": "openai:gpt-x"}, "OPENAI_API_KEY"),
        ({"chat_model": "openia:gpt-x"}, "Providers: anthropic"),
    ],
)
def test_what_a_provider_still_needs_is_named(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ModelError, match=said):
        build_model(settings(**given))


def test_azure_is_built_of_its_three_settings() -> None:
    model = build_model(
        settings(
            chat_model="azure_openai:gpt",
            azure_openai_api_key=KEY,
            azure_openai_endpoint="http://127.0.0.1:9",
            openai_api_version="2026-06-01",
        )
    )
    assert type(model).__name__ == "AzureChatOpenAI"


# CHAT_OPTIONS, CHAT_TIMEOUT, CHAT_RETRIES


def test_chat_options_reach_the_service(server: OpenAIServer) -> None:
    told(server, chat_options='{"temperature": 0.2, "reasoning_effort": "low", "extra_body": {"top_k": 3}}')
    body = server.requests[0].body
    assert (body["temperature"], body["reasoning_effort"], body["top_k"]) == (0.2, "low", 3)


@pytest.mark.parametrize("written", ["temperature=0", "[1]", '"low"', "{temperature: 0}", "1"])
def test_chat_options_that_are_no_object_are_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValidationError, match="must be a JSON object, such as"):
        settings(chat_options=written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('{"api_key": "canary"}', "secret"),
        ('{"default_headers": {"Authorization": "Bearer canary"}}', "secret"),
        ('{"model": "x"}', "CHAT_MODEL"),
        ('{"timeout": 3}', "CHAT_TIMEOUT"),
        ('{"max_retries": 3}', "CHAT_RETRIES"),
    ],
)
def test_chat_options_take_no_secret_and_no_setting_of_its_own(written: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said) as caught:
        settings(chat_options=written)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "meant"), [("temprature", "temperature"), ("max_tokns", "max_tokens"), ("num_ctx", "extra_body")]
)
def test_an_option_that_the_models_class_lacks_is_named(server: OpenAIServer, name: str, meant: str) -> None:
    with pytest.raises(ModelError, match=meant) as caught:
        build_model(over(server, chat_options={name: 1}))
    assert f"“{name}”" in str(caught.value)
    assert not server.requests


def test_an_option_of_a_wrong_kind_is_named_without_its_value(server: OpenAIServer) -> None:
    with pytest.raises(ModelError, match="temperature") as caught:
        build_model(over(server, chat_options={"temperature": "canary"}))
    assert "canary" not in str(caught.value)


def test_our_patience_is_told_to_each_provider_in_its_own_words() -> None:
    ours = settings(chat_timeout=70.4, chat_retries=3, prompt_tokens=9000, chat_options={"num_predict": 5})
    local = options_of("ollama", ours)
    assert local["client_kwargs"] == {"timeout": 70.4}
    assert local["num_ctx"] > 9000
    assert local["num_predict"] == 5
    assert "timeout" not in local
    assert options_of("mistralai", ours)["timeout"] == 70
    for provider in ("anthropic", "openai", "groq", "xai", "deepseek", "google_genai"):
        options = options_of(provider, ours)
        assert (options["timeout"], options["max_retries"]) == (70.4, 3)


# How an answer ends


@pytest.mark.parametrize(
    ("metadata", "ending"),
    [
        ({"finish_reason": "stop"}, "finished"),
        ({"finish_reason": "STOP"}, "finished"),
        ({"finish_reason": "eos_token"}, "finished"),
        ({"finish_reason": "COMPLETE"}, "finished"),
        ({"stop_reason": "end_turn"}, "finished"),
        ({"stop_reason": "stop_sequence"}, "finished"),
        ({"stopReason": "end_turn"}, "finished"),
        ({"done": True, "done_reason": "stop"}, "finished"),
        ({"status": "completed"}, "finished"),
        ({"finish_reason": "something new"}, "finished"),
        ({"finish_reason": "length"}, "cut"),
        ({"finish_reason": "MAX_TOKENS"}, "cut"),
        ({"finish_reason": "model_length"}, "cut"),
        ({"stop_reason": "model_context_window_exceeded"}, "cut"),
        ({"stop_reason": "max_tokens"}, "cut"),
        ({"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}, "cut"),
        ({"status": "incomplete", "incomplete_details": None}, "cut"),
        ({"finish_reason": "content_filter"}, "withheld"),
        ({"finish_reason": "SAFETY"}, "withheld"),
        ({"finish_reason": "RECITATION"}, "withheld"),
        ({"finish_reason": "PROHIBITED_CONTENT"}, "withheld"),
        ({"finish_reason": "BLOCKLIST"}, "withheld"),
        ({"stop_reason": "refusal"}, "withheld"),
        ({"stopReason": "guardrail_intervened"}, "withheld"),
        ({"status": "incomplete", "incomplete_details": {"reason": "content_filter"}}, "withheld"),
        ({"prompt_feedback": {"block_reason": "PROHIBITED_CONTENT"}}, "withheld"),
        ({"finish_reason": "tool_calls"}, "tool"),
        ({"stop_reason": "tool_use"}, "tool"),
        ({"finish_reason": "MALFORMED_FUNCTION_CALL"}, "tool"),
        ({"finish_reason": "insufficient_system_resource"}, "broken"),
        ({"finish_reason": "error"}, "broken"),
        ({"status": "failed"}, "broken"),
        ({"done_reason": "unload"}, "broken"),
        ({}, "broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else ",".join(map(str, value.values())),
)  # fmt: skip
def test_the_ending_is_read_of_every_providers_word(metadata: dict[str, Any], ending: str) -> None:
    assert ending_of(AIMessage(content="Talks opened [1].", response_metadata=metadata)) == ending


@pytest.mark.parametrize("name", ["gpt-5-pro", "gpt-5.6-sol", "gpt-5.1-codex"])
def test_models_of_the_responses_api_answer(server: OpenAIServer, name: str) -> None:
    server.chat = lambda messages: "Talks opened in Beijing [1]."
    assert told(server, chat_model=f"openai:{name}") == "Talks opened in Beijing [1]."
    assert server.paths() == ["/v1/responses"]


@pytest.mark.parametrize(
    ("reason", "told_as"), [("max_output_tokens", "limit of length"), ("content_filter", "withheld")]
)
def test_an_answer_of_the_responses_api_that_did_not_finish_says_why(
    server: OpenAIServer, reason: str, told_as: str
) -> None:
    server.finish = reason
    with pytest.raises(ModelError, match=told_as):
        told(server, chat_model="openai:gpt-5-pro")


# What a service may lack


def _without(*fields: str, saying: str) -> Any:
    def turns_down(body: dict[str, Any]) -> str | None:
        roles = {message["role"] for message in body["messages"]}
        lacked = {*(name for name in ("stream", "stream_options") if body.get(name)), *roles} & set(fields)
        return saying if lacked else None

    return turns_down


@pytest.mark.parametrize(
    ("lacks", "saying", "requests"),
    [
        ("stream", "Your organization must be verified to stream this model.", 2),
        ("stream", "streaming is not supported", 2),
        ("stream_options", "Unrecognized request argument supplied: stream_options", 2),
        ("stream_options", "body -> stream_options: extra fields not permitted", 2),
        ("system", "System role not supported", 2),
        ("system", "Conversation roles must alternate user/assistant/user/assistant/...", 2),
    ],
)
def test_a_service_that_lacks_something_is_asked_again_without(
    server: OpenAIServer, lacks: str, saying: str, requests: int
) -> None:
    server.turns_down = _without(lacks, saying=saying)
    server.chat = lambda messages: (
        "Talks opened in Beijing [1]." if "Be short." in str(messages) else "The rules are lost."
    )
    assert told(server) == "Talks opened in Beijing [1]."
    assert len(server.requests) == requests


def test_what_a_service_lacks_is_left_out_of_the_next_questions_at_once(server: OpenAIServer) -> None:
    server.turns_down = _without("stream_options", saying="Unrecognized request argument supplied: stream_options")
    server.chat = lambda messages: "Talks opened in Beijing [1]."
    model = build_model(over(server))
    for _ in range(3):
        text, _tokens = said(model, [("user", "Hello")], deadline=10, longest=999)
        assert text == "Talks opened in Beijing [1]."
    assert ["stream_options" in request.body for request in server.requests] == [True, False, False, False]


def test_what_failed_without_it_too_is_not_taken_for_a_lack(server: OpenAIServer) -> None:
    server.turns_down = lambda body: "stream_options: the request is malformed"
    model = build_model(over(server))
    with pytest.raises(ModelError):
        said(model, [("user", "Hello")], deadline=10, longest=999)
    server.turns_down = lambda body: None
    said(model, [("user", "Hello")], deadline=10, longest=999)
    assert "stream_options" in server.requests[-1].body


def test_a_service_that_answers_a_stream_with_nothing_is_asked_for_the_whole_at_once(server: OpenAIServer) -> None:
    server.faults_once = ["silent"]
    server.chat = lambda messages: "Talks opened [1]."
    assert told(server) == "Talks opened [1]."
    assert [bool(request.body.get("stream")) for request in server.requests] == [True, False]


def test_a_service_may_lack_all_of_it(server: OpenAIServer) -> None:
    def turns_down(body: dict[str, Any]) -> str | None:
        for name in ("stream_options", "stream"):
            if body.get(name):
                return f"{name} is unknown here"
        return "no system messages, please" if body["messages"][0]["role"] == "system" else None

    server.turns_down = turns_down
    server.chat = lambda messages: "Talks opened [1]."
    assert told(server) == "Talks opened [1]."


def test_another_refusal_is_not_asked_again_and_stands_in_the_log_without_a_key(
    server: OpenAIServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.turns_down = lambda body: "'temperature' is not supported; key sk-proj-canary0123456789"
    with caplog.at_level(logging.WARNING), pytest.raises(ModelRefused, match="the log says why"):
        told(server)
    assert len(server.requests) == 1
    assert "'temperature' is not supported" in caplog.text
    assert "canary" not in caplog.text


# Errors of every client, as they were seen over loopback


class Answered(Exception):
    """An error of a provider's client, with what such clients carry."""

    def __init__(self, **carried: Any) -> None:
        super().__init__(str(carried.get("message", "")))
        for name, value in carried.items():
            setattr(self, name, value)


class Response:
    """An HTTP response as httpx has it."""

    def __init__(self, status: int, body: object) -> None:
        self.headers = {"request-id": "req_7"}
        self.status_code, self._body = status, body

    def json(self) -> object:
        return self._body


def http(status: int, message: str, **words: object) -> Answered:
    """As the clients of OpenAI, Anthropic and Groq raise it."""
    return Answered(status_code=status, body={"type": "error", "error": {"message": message, **words}})


def google(code: int, message: str, status: str) -> Answered:
    return Answered(code=code, details={"error": {"code": code, "message": message, "status": status}})


def bedrock(status: int, code: str) -> Answered:
    return Answered(response={"Error": {"Code": code, "Message": "x"}, "ResponseMetadata": {"HTTPStatusCode": status}})


ERRORS: dict[str, tuple[Exception, type[ModelError], str]] = {
    "anthropic key": (http(401, "invalid x-api-key", type="authentication_error"), ModelClosed, "THE_KEY"),
    "anthropic no credit": (http(400, "Your credit balance is too low"), ModelClosed, "used up"),
    "anthropic overloaded": (http(529, "Overloaded", type="overloaded_error"), ModelUnavailable, "try again"),
    "anthropic too long": (http(400, "prompt is too long: 210000 tokens > 200000 maximum"), ModelRefused, "PASSAGES"),
    "google key": (google(400, "API key not valid.", "INVALID_ARGUMENT"), ModelClosed, "THE_KEY"),
    "google overloaded": (google(503, "The model is overloaded.", "UNAVAILABLE"), ModelUnavailable, "try again"),
    "google rate": (google(429, "You exceeded your current quota", "RESOURCE_EXHAUSTED"), ModelUnavailable, "too many"),
    "ollama unknown": (Answered(status_code=404, error="model not found, try pulling it"), ModelClosed, "ollama pull"),
    "mistral key": (Answered(response=Response(401, {"message": "Unauthorized"})), ModelClosed, "THE_KEY"),
    "deepseek no credit": (http(402, "Insufficient Balance"), ModelClosed, "used up"),
    "xai no credit": (Answered(status_code=403, body={"error": "used all available credits"}), ModelClosed, "used up"),
    "groq too large": (http(413, "Request too large", code="rate_limit_exceeded"), ModelRefused, "PASSAGES"),
    "bedrock denied": (bedrock(403, "AccessDeniedException"), ModelClosed, "allow"),
    "bedrock throttled": (bedrock(429, "ThrottlingException"), ModelUnavailable, "too many"),
    "llama.cpp context": (http(400, "no room", type="exceed_context_size_error"), ModelRefused, "PASSAGES"),
    "vllm context": (http(400, "This model's maximum context length is 4096 tokens"), ModelRefused, "PASSAGES"),
    "vllm decoder": (
        http(400, "The decoder prompt is longer than the maximum model length of 9"),
        ModelRefused,
        "PASSAGES",
    ),
    "tgi context": (http(422, "`inputs` tokens + `max_new_tokens` must be <= 4096"), ModelRefused, "PASSAGES"),
    "llama.cpp old": (http(500, "context shift is disabled"), ModelRefused, "PASSAGES"),
    "more than a minute has": (http(429, "Request too large: Limit 30000, Requested 40000"), ModelRefused, "PASSAGES"),
    "a rate of tokens": (
        http(429, "Too many tokens per minute: used 29000, limit 30000"),
        ModelUnavailable,
        "too many",
    ),
    "an option over its limit": (http(400, "temperature must be less than 2"), ModelRefused, "400"),
    "openrouter unknown": (http(400, "foo is not a valid model ID"), ModelClosed, "CHAT_MODEL"),
    "unknown by code": (http(400, "no", code="model_not_found"), ModelClosed, "CHAT_MODEL"),
    "azure filter": (http(400, "The response was filtered", code="content_filter"), ModelRefused, "content filter"),
    "conflict": (http(409, "conflict"), ModelUnavailable, "try again"),
    "a page": (Answered(status_code=502, body="<html>"), ModelUnavailable, "error of its own"),
    "a plain refusal": (Answered(status_code=422, body={"detail": [{"msg": "bad"}]}), ModelRefused, "422"),
}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Method Not Allowed", "“Method Not Allowed”"),
        ("<html>Sorry</html>", "status 400"),
        (
            {"detail": [{"loc": ["body", "top_k"], "msg": "extra fields not permitted", "input": "secret"}]},
            "“body.top_k: extra fields not permitted”",
        ),
    ],
)
def test_the_log_gets_the_reason_of_a_body_that_is_text_or_a_list(body: object, told: str) -> None:
    found = reason_of(Answered(status_code=400, body=body)).told
    assert told in found
    assert "secret" not in found and "<html>" not in found


@pytest.mark.parametrize(("error", "kind", "said"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_read_by_status_and_words_whoevers_client_raises_it(
    error: Exception, kind: type[ModelError], said: str
) -> None:
    found = model_error(error, model="m", key="THE_KEY")
    assert type(found) is kind
    assert said in str(found)
    circuit = Circuit()
    circuit.failed(found)
    assert (circuit.reason is not None) == (kind is ModelClosed), "what waiting doesn't mend opens the circuit"


def test_the_reason_is_found_in_what_an_error_was_raised_from() -> None:
    inner = Answered(status_code=401, body={"error": {"type": "authentication_error", "message": "no"}})
    outer = RuntimeError("the model failed")
    outer.__cause__ = inner
    assert isinstance(model_error(outer, model="m"), ModelClosed)


class ConnectError(Exception):
    """As httpx names a server that is not there."""


class ReadTimeout(Exception):
    """As httpx names one that doesn't answer."""


@pytest.mark.parametrize(
    ("error", "said"),
    [(ConnectError("All connection attempts failed"), "the service runs"), (ReadTimeout(""), "CHAT_TIMEOUT")],
)
def test_a_server_that_is_down_is_told_as_such_whatever_the_client(error: Exception, said: str) -> None:
    found = model_error(error, model="llama3")
    assert isinstance(found, ModelUnavailable)
    assert said in str(found)


# The clients themselves, where they are installed


@contextmanager
def answering(status: int, body: dict[str, Any]) -> Iterator[str]:
    """A service on loopback that answers every request so."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as service:
        serving = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{service.server_address[1]}"
        service.shutdown()
        serving.join()


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("provider", ["anthropic", "deepseek", "google_genai", "groq", "mistralai", "ollama", "xai"])
@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        (401, "no such key", ModelClosed),
        (404, "no such model", ModelClosed),
        (429, "slow down", ModelUnavailable),
        (503, "busy", ModelUnavailable),
        (400, "maximum context length is 9", ModelRefused),
    ],
)
def test_the_clients_of_the_extras_are_read_alike(
    provider: str, status: int, words: str, kind: type[ModelError]
) -> None:
    if not find_spec(PROVIDERS[provider].package.replace("-", "_")):
        pytest.skip(f"{PROVIDERS[provider].package} is not installed: {PROVIDERS[provider].installing}")
    body = (
        {"error": words}
        if provider == "ollama"
        else {"error": {"message": words, "code": status, "status": "X"}, "message": words}
    )
    with answering(status, body) as url:
        model = build_model(
            settings(chat_model=f"{provider}:m", chat_options={"base_url": url}, chat_retries=0, **KEYS)
        )
        with pytest.raises(kind):
            list(generate(model, [("system", "a"), ("user", "b")], deadline=20))


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server
