"""What the bot counts of itself, for Prometheus and for a health check, on a loopback port.

    GET /metrics   the metrics below
    GET /health    {"ok": …, "gateway": …, "last_event_s": …, "model": …, "generation": …}; status 503 while not ok

Nothing here holds a question, a name or an id.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from bot.queue import FairQueue

QUIET = 180.0  # seconds without a word after which a gateway is taken for dead; it acknowledges a heartbeat every 41


class Metrics:
    """The counters, in a registry of their own. `clock` is monotonic."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._clock = clock
        self.registry = CollectorRegistry()
        given: dict[str, Any] = {"registry": self.registry}
        seconds = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60)
        self.questions = Counter("dateline_questions", "Questions by how they ended.", ["outcome"], **given)
        self.latency = Histogram("dateline_answer_seconds", "From question to last word.", buckets=seconds, **given)
        self.first_words = Histogram(
            "dateline_first_words_seconds", "From question to first words.", buckets=seconds, **given
        )
        self.tokens = Counter("dateline_tokens", "Tokens that models counted.", ["direction"], **given)
        self.errors = Counter("dateline_errors", "Failures by kind.", ["kind"], **given)
        self.rejected = Counter(
            "dateline_discord_rejections", "Requests that Discord turned down.", ["status"], **given
        )
        self._waiting = Gauge("dateline_queue_waiting", "Questions waiting for a turn.", **given)
        self._working = Gauge("dateline_queue_working", "Questions being answered.", **given)
        self.lag = Histogram(
            "dateline_loop_lag_seconds",
            "How late the event loop ran what was due.",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1),
            **given,
        )
        self.generation = Gauge("dateline_library_generation", "The library's generation.", **given)
        self.connected = Gauge("dateline_gateway_connected", "1 while the gateway is connected.", **given)
        Gauge("dateline_last_event_seconds", "Age of the gateway's last word.", **given).set_function(self.event_age)
        Gauge("dateline_model_closed", "1 while the model turns everything down.", **given).set_function(
            lambda: float(self._model_is_closed())
        )
        self._model_is_closed: Callable[[], bool] = lambda: False
        self._last_event = clock()
        self._is_connected = False
        self._generation = 0

    def heard(self) -> None:
        """The gateway said something."""
        self._last_event = self._clock()

    def event_age(self) -> float:
        """Seconds since the gateway last said anything."""
        return self._clock() - self._last_event

    def set_connected(self, connected: bool) -> None:
        """Whether the gateway is connected."""
        self._is_connected = connected
        self.connected.set(connected)

    def set_generation(self, generation: int) -> None:
        """The library's generation that questions are answered from."""
        self._generation = generation
        self.generation.set(generation)

    def watch_queue(self, queue: FairQueue) -> None:
        """Tell how many wait and work there whenever somebody looks."""
        self._waiting.set_function(lambda: queue.waiting)
        self._working.set_function(lambda: queue.working)

    def watch_model(self, is_closed: Callable[[], bool]) -> None:
        """`is_closed` says whether the model turns everything down."""
        self._model_is_closed = is_closed

    def health(self) -> dict[str, Any]:
        """Whether all is well, and why."""
        age = self.event_age()
        return {
            "ok": self._is_connected and age < QUIET,
            "gateway": "connected" if self._is_connected else "disconnected",
            "last_event_s": round(age, 1),
            "model": "closed" if self._model_is_closed() else "open",
            "generation": self._generation,
        }


class MetricsServer:
    """Serves `metrics` on 127.0.0.1 from a thread of its own. Port 0 takes a free one; `port` tells which."""

    def __init__(self, metrics: Metrics, port: int) -> None:
        from prometheus_client import make_wsgi_app

        page = make_wsgi_app(metrics.registry)

        def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            if environ.get("PATH_INFO") != "/health":
                shown: Iterable[bytes] = page(environ, start)
                return shown
            found = metrics.health()
            status = "200 OK" if found["ok"] else "503 Service Unavailable"
            start(status, [("Content-Type", "application/json")])
            return [json.dumps(found).encode()]

        self._server = make_server("127.0.0.1", port, app, _Server, _Silent)
        self.port = self._server.server_port
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="metrics", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(WSGIServer):
    def server_bind(self) -> None:
        # The standard server looks its own name up, which may ask a name server.
        import socketserver

        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]
        self.setup_environ()


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass
