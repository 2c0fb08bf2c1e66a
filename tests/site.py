"""A small news site on loopback, under public names: what the web does to us, without the web.

    with Site() as site:
        site.page("/a.html", "<html>…</html>", etag='"1"')
        with site.client() as client:
            answer = client.get(site.url("/a.html"), within=10)
        assert site.paths() == ["/robots.txt", "/a.html"]

`site.client()` resolves every name to an address of the public internet and connects from there to this
server, over a real socket: only the last step of the way is replaced. A page may be a function that writes
to the connection itself, for answers that no well-behaved server gives.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from httpcore2 import ConnectError, NetworkBackend, NetworkStream, SyncBackend

from ingest.web.addresses import Allowed, Guard
from ingest.web.client import Client, Policy
from ingest.web.state import Memory, WebState

HOST = "news.example"
PUBLIC = "93.184.215.14"

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in. Header names are in lower case."""

    path: str
    host: str
    headers: dict[str, str]


@dataclass
class Page:
    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """`pages` maps a path with its query to a Page or a Behaviour; `hosts` does so for one host's own pages."""

    pages: dict[str, Page | Behaviour] = field(default_factory=dict)
    hosts: dict[str, dict[str, Page | Behaviour]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    crashes: list[BaseException] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    busy: int = 0

    def page(
        self,
        path: str,
        body: str | bytes,
        *,
        kind: str = "text/html; charset=utf-8",
        status: int = 200,
        etag: str | None = None,
        host: str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: str,
    ) -> None:
        """Serve `body` at `path`; a request that names the `etag` gets 304. `more` are headers, "_" for "-"."""
        raw = body.encode() if isinstance(body, str) else body
        sent = {
            "Content-Type": kind,
            **(headers or {}),
            **{name.replace("_", "-"): value for name, value in more.items()},
        }
        if etag:
            sent["ETag"] = etag
        place = self.hosts.setdefault(host, {}) if host else self.pages
        place[path] = Page(raw, status, sent)

    def hashed(self, path: str, body: str, **more: Any) -> None:
        """A page whose ETag follows its body, as a web server's does."""
        self.page(path, body, etag=f'"{hashlib.blake2b(body.encode(), digest_size=8).hexdigest()}"', **more)

    def behave(self, path: str, behaviour: Behaviour) -> None:
        self.pages[path] = behaviour

    def redirect(self, path: str, to: str, *, status: int = 302) -> None:
        self.page(path, b"", status=status, Location=to)

    def url(self, path: str = "/", *, host: str = HOST, scheme: str = "http") -> str:
        return f"{scheme}://{host}{path}"

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def policy(self, *, roads: Roads | None = None, allowed: Sequence[str] = (), **changes: Any) -> Policy:
        """A policy without a gap, whose names resolve as `roads` says."""
        guard = Guard(Allowed.of(allowed), resolve=(roads or Roads(self.port)).resolve)
        return Policy(**{"gap": 0.0, "guard": guard, "request_seconds": 10.0, **changes})

    def client(
        self,
        *,
        state: WebState | None = None,
        roads: Roads | None = None,
        cancelled: threading.Event | None = None,
        allowed: Sequence[str] = (),
        **changes: Any,
    ) -> Client:
        roads = roads or Roads(self.port)
        policy = self.policy(roads=roads, allowed=allowed, **changes)
        return Client(policy, state=state or Memory(), cancelled=cancelled, network=roads)

    def __enter__(self) -> Self:
        self._http = Http(("127.0.0.1", 0), _Handler)
        self._http.site = self
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        if error is None and self.crashes:
            raise self.crashes[0]


class Roads(NetworkBackend):
    """Resolves names, and leads connections to public addresses to the site; notes each address connected to.

    `answers` gives what a name resolves to, call by call, the last for ever.
    """

    def __init__(self, port: int, answers: Mapping[str, Sequence[Sequence[str]]] | None = None) -> None:
        self._port = port
        self._answers = {host: list(turns) for host, turns in (answers or {}).items()}
        self._inner = SyncBackend()
        self.looked_up: list[str] = []
        self.connected: list[str] = []

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        turns = self._answers.get(host)
        if turns is None:
            return [PUBLIC]
        return turns.pop(0) if len(turns) > 1 else turns[0]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        self.connected.append(host)
        if host.startswith("203.0."):
            raise ConnectError("unreachable, by this test's choice")
        return self._inner.connect_tcp("127.0.0.1", self._port, timeout, local_address, socket_options)


class Http(ThreadingHTTPServer):
    """The server of one site, which a behaviour finds at its handler."""

    daemon_threads = True
    request_queue_size = 64
    site: Site

    def handle_error(self, request: Any, client_address: Any) -> None:
        import sys

        error = sys.exc_info()[1]
        # A client that hangs up on a bad answer is what many tests want.
        if error is not None and not isinstance(error, OSError):
            self.site.crashes.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Http

    def do_GET(self) -> None:
        site = self.server.site
        host = (self.headers.get("Host") or "").partition(":")[0]
        site.requests.append(Request(self.path, host, {k.lower(): v for k, v in self.headers.items()}))
        site.busy += 1
        try:
            self._reply(site.hosts.get(host, {}).get(self.path) or site.pages.get(self.path))
        finally:
            site.busy -= 1

    def _reply(self, page: Page | Behaviour | None) -> None:
        if callable(page):
            page(self)
            return
        page = page or Page(b"nothing here", 404, {"Content-Type": "text/plain"})
        etag = page.headers.get("ETag")
        modified = page.headers.get("Last-Modified")
        same = (etag and self.headers.get("If-None-Match") == etag) or (
            modified and not etag and self.headers.get("If-Modified-Since") == modified
        )
        if same and page.status == 200:
            page = Page(b"", 304, {name: value for name, value in page.headers.items() if name != "Content-Type"})
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.status != 304:
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        self.wfile.write(page.body)

    def log_message(self, format: str, *args: Any) -> None:
        return
