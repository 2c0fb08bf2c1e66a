"""What an operator's monitoring sees."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from bot.metrics import QUIET, Metrics, MetricsServer


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def metrics(clock: Clock) -> Metrics:
    return Metrics(clock=clock)


@pytest.fixture
def server(metrics: Metrics) -> Iterator[MetricsServer]:
    server = MetricsServer(metrics, 0)
    yield server
    server.close()


def get(server: MetricsServer, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_prometheus_reads_every_count(server: MetricsServer, metrics: Metrics) -> None:
    metrics.questions.labels("answered").inc()
    metrics.tokens.labels("input").inc(100)
    metrics.set_generation(7)
    status, page = get(server, "/metrics")
    assert status == 200
    for line in (
        'dateline_questions_total{outcome="answered"} 1.0',
        'dateline_tokens_total{direction="input"} 100.0',
        "dateline_library_generation 7.0",
        "dateline_gateway_connected 0.0",
        "dateline_queue_waiting 0.0",
        "dateline_last_event_seconds",
        "dateline_loop_lag_seconds_bucket",
        "dateline_answer_seconds_bucket",
    ):
        assert line in page


def test_health_fails_while_the_gateway_is_away_or_silent(
    server: MetricsServer, metrics: Metrics, clock: Clock
) -> None:
    assert get(server, "/health")[0] == 503
    metrics.set_connected(True)
    status, body = get(server, "/health")
    assert (status, json.loads(body)["gateway"]) == (200, "connected")
    clock.now = QUIET + 1
    assert get(server, "/health")[0] == 503
    metrics.heard()
    assert get(server, "/health")[0] == 200
