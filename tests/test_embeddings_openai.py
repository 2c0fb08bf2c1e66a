"""Embeddings over the wire: limits kept, vectors matched to texts, one retry layer, no key in any message."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.openai_server import OpenAIServer, hashed_words
from vectorstore.embeddings import openai
from vectorstore.embeddings.openai import OpenAIEmbedder
from vectorstore.embeddings.pace import Pace
from vectorstore.errors import EmbeddingError
from vectorstore.settings import StoreSettings

KEY = "sk-canary-0123456789"
TEXTS = ["tariffs and trade", "rain in the north", "a new bakery"]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("random.uniform", lambda low, high: 0.001)


def embedder(server: OpenAIServer, *, deadline_s: float = 20) -> OpenAIEmbedder:
    settings = StoreSettings(openai_api_key=KEY, openai_base_url=server.url)
    return OpenAIEmbedder(
        "test-model", settings=settings, passages_deadline_s=deadline_s, question_deadline_s=deadline_s
    )


def test_vectors_come_back_as_unit_vectors_in_order(server: OpenAIServer) -> None:
    server.embed = lambda texts: [[3.0 * x for x in vector] for vector in hashed_words(texts)]
    vectors = embedder(server).passages(TEXTS)

    np.testing.assert_allclose(vectors, np.asarray(hashed_words(TEXTS), dtype=np.float32), atol=1e-6)
    assert vectors.dtype == np.float32
    assert [request.body for request in server.requests] == [
        {"input": TEXTS, "model": "test-model", "encoding_format": "float"}
    ]
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_building_sends_nothing(server: OpenAIServer) -> None:
    made = embedder(server)

    assert (made.name, made.identity) == ("openai:test-model", "openai:test-model")
    assert server.requests == []


def test_dimensions_are_asked_for_once_and_only_if_unknown(server: OpenAIServer) -> None:
    asked, told = embedder(server), embedder(server)
    assert (asked.dimensions, asked.dimensions, len(server.requests)) == (64, 64, 1)
    told.question("x")
    assert (told.dimensions, len(server.requests)) == (64, 2)


def test_other_dimensions_than_before_are_refused(server: OpenAIServer) -> None:
    made = embedder(server)
    made.passages(TEXTS)
    server.embed = lambda texts: hashed_words(texts, dimensions=32)
    with pytest.raises(EmbeddingError, match="32 dimensions where 64 were expected"):
        made.passages(TEXTS)


def test_vectors_in_another_order_are_matched_by_index(server: OpenAIServer) -> None:
    expected = embedder(server).passages(TEXTS)
    server.fault = "reordered"

    np.testing.assert_array_equal(embedder(server).passages(TEXTS), expected)


@pytest.mark.parametrize(
    ("fault", "told", "attempts"),
    [
        ("short", "2 vectors for 3 texts", 1),
        ("nan", "not a number", 1),
        ("unauthorised", "check OPENAI_API_KEY", 1),
        ("forbidden", "not allowed for this key", 1),
        ("no model", "check the model in EMBEDDING", 1),
        ("too long", "fewer tokens", 1),
        ("quota", "no budget left", 1),
        ("rate limit", "too often", openai.ATTEMPTS),
        ("broken", "status 500", openai.ATTEMPTS),
        ("overloaded", "status 503", openai.ATTEMPTS),
        ("html", "did not answer with embeddings", 1),
    ],
)
def test_each_fault_is_one_sentence_without_the_key(server: OpenAIServer, fault: str, told: str, attempts: int) -> None:
    server.fault = fault
    with pytest.raises(EmbeddingError, match=told) as caught:
        embedder(server).passages(TEXTS)
    assert len(server.requests) == attempts
    assert "canary" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_zero_vector_is_refused(server: OpenAIServer) -> None:
    server.embed = lambda texts: [[0.0] * 8 for _ in texts]
    with pytest.raises(EmbeddingError, match="zero vector"):
        embedder(server).passages(TEXTS)


@pytest.mark.parametrize("fault", ["rate limit", "broken", "overloaded"])
def test_a_passing_fault_is_got_over(server: OpenAIServer, fault: str) -> None:
    server.faults_once = [fault, fault]

    assert embedder(server).passages(TEXTS).shape == (3, 64)
    assert len(server.requests) == 3


def test_a_service_that_never_answers_ends_at_the_deadline(server: OpenAIServer) -> None:
    server.fault = "slow"
    started = time.monotonic()
    with pytest.raises(EmbeddingError, match="did not answer in time"):
        embedder(server, deadline_s=0.4).passages(TEXTS)
    assert time.monotonic() - started < 5
    assert len(server.requests) == 1


def test_no_new_attempt_begins_that_can_not_end_in_time(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("random.uniform", lambda low, high: 60.0)
    server.fault = "broken"
    with pytest.raises(EmbeddingError, match="status 500"):
        embedder(server).passages(TEXTS)
    assert len(server.requests) == 1


def test_a_refused_connection_is_told_soon() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        settings = StoreSettings(openai_api_key=KEY, openai_base_url=f"http://127.0.0.1:{held.getsockname()[1]}/v1")
        started = time.monotonic()
        with pytest.raises(EmbeddingError, match="can't be reached"):
            OpenAIEmbedder("m", settings=settings).question("x")
    assert time.monotonic() - started < 5


def test_neither_key_nor_address_is_told_and_an_address_alone_is_enough(server: OpenAIServer) -> None:
    with pytest.raises(EmbeddingError, match="needs OPENAI_API_KEY"):
        OpenAIEmbedder("m", settings=StoreSettings())
    keyless = OpenAIEmbedder("m", settings=StoreSettings(openai_base_url=server.url))
    assert keyless.question("x").shape == (64,)


def test_the_services_limits_hold_for_a_large_batch(server: OpenAIServer) -> None:
    texts = [f"short {number}" for number in range(2100)] + ["界" * 2000] * 60
    vectors = embedder(server).passages(texts)

    assert len(server.requests) >= 3
    for request in server.requests:
        assert len(request.body["input"]) <= 2048
        assert sum(len(text.encode()) for text in request.body["input"]) <= 300_000
    np.testing.assert_allclose(vectors, np.asarray(hashed_words(texts), dtype=np.float32), atol=1e-6)


def test_a_passage_that_may_be_too_long_is_refused_and_a_question_cut(server: OpenAIServer) -> None:
    made = embedder(server)
    with pytest.raises(EmbeddingError, match="split it into smaller passages"):
        made.passages(["x" * 8193])
    assert server.requests == []
    made.question("界" * 5000)
    assert server.requests[0].body["input"] == ["界" * (8192 // 3)]


def test_empty_and_broken_texts_do_not_make_the_service_refuse_the_rest(server: OpenAIServer) -> None:
    assert embedder(server).passages(["", "a\ud800b", "\x00"]).shape == (3, 64)
    assert server.requests[0].body["input"] == [".", "a b", "."]


def test_no_texts_are_no_request(server: OpenAIServer) -> None:
    assert embedder(server).passages([]).shape == (0, 0)
    assert server.requests == []


@given(st.lists(st.text(alphabet="a界", max_size=2700), max_size=30), st.integers(1, 40))
def test_requests_keep_every_text_in_order(texts: Sequence[str], times: int) -> None:
    many = [text for text in texts for _ in range(times)]
    cut = list(Pace().requests(many))

    assert [text for request in cut for text in request] == many
    assert all(request and sum(len(text.encode()) for text in request) <= 300_000 for request in cut)


def test_requests_would_be_a_fraction_of_what_the_service_takes(server: OpenAIServer) -> None:
    server.bytes_per_token = lambda text: 4.0
    made = embedder(server)
    texts = [f"{number:>5} " + "harbour news of the day " * 40 for number in range(2048)]
    vectors = made.passages(texts)
    sizes = [sum(len(text.encode()) for text in request.body["input"]) / 4 for request in server.requests]
    assert max(sizes) <= 300_000 and min(sizes[1:-1]) > 220_000, "after the first, requests are nearly full"
    assert made.tokens == sum(-(-len(text.encode()) // 4) for text in texts)
    np.testing.assert_allclose(vectors, np.asarray(hashed_words(texts), dtype=np.float32), atol=1e-6)
    server.requests.clear()
    made.passages([f"short {number}" for number in range(2048)])
    assert [len(request.body["input"]) for request in server.requests] == [2048]


def test_texts_of_more_tokens_than_those_before_would_end_the_run(server: OpenAIServer) -> None:
    server.bytes_per_token = lambda text: 1.0 if text[0] == "界" else 5.0
    texts = ["harbour news of the day " * 100] * 200 + ["界" * 2000] * 120
    vectors = embedder(server).passages(texts)
    np.testing.assert_allclose(vectors, np.asarray(hashed_words(texts), dtype=np.float32), atol=1e-6)
    assert len(server.requests) < 12


def test_a_service_that_says_when_to_come_back_would_be_given_up(
    server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused: list[float] = []
    monkeypatch.setattr("time.sleep", paused.append)
    server.retry_after, server.faults_once = "7", ["rate limit"] * 5
    assert embedder(server, deadline_s=60).passages(TEXTS).shape == (3, 64)
    assert paused == [7.0] * 5


def test_a_budget_of_tokens_a_minute_would_be_overdrawn() -> None:
    now, sent = 0.0, []

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    pace = Pace(tokens_per_minute=10_000, clock=lambda: now, sleep=sleep)
    for request in pace.requests(["x" * 900] * 100):
        pace.wait_for_room(request)
        sent.append((now, sum(map(len, request))))
        now += 1.0  # the service takes its time
    assert sum(tokens for _, tokens in sent) == 90_000
    for start, _ in sent:
        assert sum(tokens for at, tokens in sent if start <= at < start + 60) <= 10_000
    assert now < 11 * 60, "it would wait longer than the budget asks"


def test_the_budget_of_the_settings_would_be_ignored(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    paused: list[float] = []
    monkeypatch.setattr(Pace, "wait_for_room", lambda self, texts: paused.append(self.estimate(texts)))
    settings = StoreSettings(openai_api_key=KEY, openai_base_url=server.url, embedding_tokens_per_minute=1000)
    OpenAIEmbedder("m", settings=settings).passages(["x" * 600] * 4)
    assert paused == [600] * 4
    assert len(server.requests) == 4
