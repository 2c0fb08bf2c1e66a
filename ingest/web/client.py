"""The one way to the web: safe addresses, limits, manners and conditional requests in every request.

    with Client(Policy(), state=state) as client:
        answer = client.get("https://example.com/feed.xml", within=60)

It keeps no cookies, sends no Referer, and gives credentials to nobody but the host in whose URL they stood. It goes
through a proxy only where that is allowed: then names are checked here, and resolved there again.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from ingest.errors import UsageError
from ingest.web import bodies, caching
from ingest.web.addresses import Allowed, Credentials, Guard, origin, web_address
from ingest.web.errors import Gone, Refused, Unavailable, Unresolved, network_reason, status_reason
from ingest.web.robots import Robots
from ingest.web.state import Memory, Validators, WebState
from ingest.web.turns import Turns
from vectorstore.proxies import Proxies, parted

if TYPE_CHECKING:
    from httpcore2 import ConnectionPool, NetworkBackend

MOST_REDIRECTS = 5
MOST_HEADER_BYTES = 64 * 1024
MOST_HOSTS = 16
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_FOR_GOOD = frozenset((301, 308))
# Worth asking once more in the same run: overload and broken gateways, not errors of the page itself.
_PASSING = frozenset((429, 502, 503, 504))
_LONGEST_WAIT_TO_RETRY = 30.0
_ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,"
    "application/xml;q=0.9,text/xml;q=0.9,application/pdf;q=0.8,*/*;q=0.5"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How requests are made. Times in seconds; `guard` says which addresses may be asked."""

    user_agent: str = "Dateline/0.1 (library of news articles; keeps to robots.txt as Dateline)"
    max_bytes: int = 20_000_000
    request_seconds: float = 30.0
    step_seconds: float = 10.0
    gap: float = 1.0
    guard: Guard = field(default_factory=Guard)
    proxies: Proxies = field(default_factory=Proxies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address gave. `asked` is the address asked for, `url` the one that answered after redirects.

    `moved` is where it has moved for good, if every redirect on the way there said so. With `unchanged` the
    server said that nothing changed (304) and `body` is empty. Header names are in lower case.
    `validators` is what to keep for next time; whoever handled the body keeps it then.
    """

    asked: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    validators: Validators
    moved: str | None = None

    @property
    def unchanged(self) -> bool:
        return self.status == 304

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        for part in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'").lower() or None
        return None


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: dict[str, str]
    body: bytes


class Client:
    """Threads may share it. `network` replaces what connects beneath the address guard (tests)."""

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        state: WebState | None = None,
        cancelled: Event | None = None,
        network: NetworkBackend | None = None,
    ) -> None:
        self._policy = policy or Policy()
        self._state = state or Memory()
        self._inner = network
        self._pools: dict[str | None, ConnectionPool] = {}  # by proxy; None: without one
        self._open = False
        self._lock = Lock()
        self._turns = Turns(self._state, gap=self._policy.gap, cancelled=cancelled)
        self._robots = Robots(self._state, self._robots_txt)

    def __enter__(self) -> Self:
        certificates = os.environ.get("SSL_CERT_FILE")
        if certificates and not os.path.isfile(certificates):
            raise UsageError("SSL_CERT_FILE names no file: name one with the certificates to trust, or unset it.")
        self._open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        while self._pools:
            _, pool = self._pools.popitem()
            pool.close()

    @property
    def state(self) -> WebState:
        return self._state

    def get(
        self, url: str, *, within: float, conditional: bool = True, credentials: Credentials | None = None
    ) -> Answer:
        """Ask for `url`, following at most 5 redirects, each checked like the first, in `within` seconds.

        `conditional` sends what is known from last time, so that 304 may come. `credentials` are for the host
        of `url`, unless it holds its own. Raises Refused, Gone, Unavailable.
        """
        from ingest.web.network import deadline, seconds_left

        asked, own = web_address(url)
        credentials = own or credentials
        known = self._state.validators(asked)
        with deadline(within):
            here, steady, moved = asked, True, None
            extra = caching.conditions(known) if conditional else {}
            for _ in range(MOST_REDIRECTS + 1):
                self._obey(here)
                reply = self._tried_twice(here, extra, credentials, within=seconds_left(within, Unavailable))
                if reply.status not in _REDIRECTS:
                    return self._answer(asked, here, moved, reply, known)
                steady = steady and reply.status in _FOR_GOOD
                here, credentials = _next(here, reply, credentials)
                moved = here if steady else moved
        raise Refused(f"more than {MOST_REDIRECTS} redirects")

    def _pool(self, url: str) -> ConnectionPool:
        """The connections for an address. What a proxy is asked for is checked here first, and resolved there again."""
        from httpcore2 import ConnectionPool, Proxy

        from ingest.web.network import Network, seconds_left

        if not self._open:
            raise RuntimeError("the client is used outside its with block")
        named = self._policy.proxies.of(url)
        proxy, guard = None, self._policy.guard
        if named is not None:
            _, host, port = origin(url)
            with suppress(Unresolved):  # a name that only the proxy can resolve
                guard.addresses_of(host, port, timeout=seconds_left(self._policy.step_seconds, Unavailable))
            address, auth = parted(named)
            proxy, guard = Proxy(address, auth), Guard(Allowed.of([urlsplit(address).hostname or ""]))
        with self._lock:
            if named not in self._pools:
                self._pools[named] = ConnectionPool(
                    proxy=proxy,
                    max_connections=MOST_HOSTS * 2,
                    max_keepalive_connections=MOST_HOSTS,
                    keepalive_expiry=15.0,
                    http1=True,
                    http2=False,
                    network_backend=Network(guard, inner=None if named else self._inner),
                )
            return self._pools[named]

    # One answer

    def _answer(self, asked: str, here: str, moved: str | None, reply: _Reply, known: Validators | None) -> Answer:
        now = datetime.now(UTC).replace(microsecond=0)
        status = reply.status
        if status in (200, 203, 304) and (status != 304 or known is not None):
            kept = caching.learned(asked, status=status, headers=reply.headers, body=reply.body, known=known, now=now)
            return Answer(
                asked=asked,
                url=here,
                status=status,
                headers=reply.headers,
                body=reply.body,
                fetched_at=now,
                validators=kept,
                moved=moved,
            )
        if status in (404, 410):
            kept = caching.learned(asked, status=status, headers=reply.headers, body=b"", known=known, now=now)
            said = "there is nothing at this address any more" if known else "there is nothing at this address"
            raise Gone(f"{said} ({status})", status=status, validators=kept)
        pause = caching.retry_after(reply.headers, now)
        raise Unavailable(status_reason(status, pause), retry_after=pause, status=status)

    def _tried_twice(
        self, url: str, extra: Mapping[str, str], credentials: Credentials | None, *, within: float
    ) -> _Reply:
        """The one retry layer: one more try for what passes, where the host's own pause allows it."""
        from ingest.web.network import seconds_left

        reply = self._asked(url, extra, credentials, within=within)
        pause = caching.retry_after(reply.headers, datetime.now(UTC)) if reply.status in _PASSING else None
        if pause is not None:
            self._turns.hold(origin(url)[1], pause)
        if reply.status not in _PASSING or (pause or 0.0) > min(seconds_left(within, Unavailable) / 2,
                                                                _LONGEST_WAIT_TO_RETRY):  # fmt: skip
            return reply
        if pause is None and reply.status == 429:
            return reply  # too many requests, and no word on when: not one more
        return self._asked(url, extra, credentials, within=seconds_left(within, Unavailable))

    def _asked(self, url: str, extra: Mapping[str, str], credentials: Credentials | None, *, within: float) -> _Reply:
        with self._turns.at(origin(url)[1], within=within):
            return self._exchange(url, extra, credentials)

    def _exchange(self, url: str, extra: Mapping[str, str], credentials: Credentials | None) -> _Reply:
        """One request and its answer, within the limits."""
        import httpcore2

        from ingest.web.network import deadline, seconds_left

        headers = {"User-Agent": self._policy.user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip", **extra}
        if credentials:
            pair = f"{credentials.user}:{credentials.password}".encode()
            headers["Authorization"] = "Basic " + base64.b64encode(pair).decode("ascii")
        step = self._policy.step_seconds
        timeouts = {"connect": step, "read": step, "write": step, "pool": step}
        sent = [(name.encode(), value.encode("utf-8")) for name, value in headers.items()]
        try:
            with (
                deadline(min(self._policy.request_seconds, seconds_left(self._policy.request_seconds))),
                self._pool(url).stream("GET", url, headers=sent, extensions={"timeout": timeouts}) as response,
            ):
                received = _headers(response.headers)
                if response.status in _REDIRECTS or response.status in (304, 404, 410):
                    return _Reply(response.status, received, b"")
                body = bodies.whole(
                    response.iter_stream(),
                    encoding=received.get("content-encoding", ""),
                    max_bytes=self._policy.max_bytes,
                )
                return _Reply(response.status, received, body)
        except httpcore2.TimeoutException as error:
            raise Unavailable("the server is too slow") from error
        except httpcore2.ProtocolError as error:
            raise Unavailable("the server's answer breaks off or is not valid HTTP") from error
        except httpcore2.ProxyError as error:
            raise Unavailable("the proxy did not let it through") from error
        except httpcore2.NetworkError as error:
            raise Unavailable(f"{network_reason(error)}{self._hint(url, error)}") from error
        except Unresolved as error:
            raise Unresolved(f"{error}{self._hint(url, error)}") from error

    def _hint(self, url: str, error: Exception) -> str:
        proxies = self._policy.proxies
        if proxies.named_for(url) is None:
            return ""
        if proxies.used:
            return " to the proxy of the environment" if "Connect" in type(error).__name__ else ""
        return "; the environment names a proxy, which ingest uses with INGEST_PROXY=true"

    # Manners

    def _obey(self, url: str) -> None:
        host = origin(url)[1]
        self._turns.widen(host, self._robots.check(url))

    def _robots_txt(self, url: str) -> tuple[int, bytes]:
        from ingest.web.network import seconds_left

        here = url
        for _ in range(MOST_REDIRECTS + 1):
            reply = self._asked(here, {}, None, within=seconds_left(self._policy.request_seconds, Unavailable))
            if reply.status not in _REDIRECTS:
                return reply.status, reply.body
            here, _credentials = _next(here, reply, None)
        return 404, b""  # RFC 9309, 2.3.1.2: after five redirects it counts as not there


def _next(here: str, reply: _Reply, credentials: Credentials | None) -> tuple[str, Credentials | None]:
    """Where a redirect leads, as an address that may be asked, and what credentials go there."""
    target = reply.headers.get("location", "").strip()
    if not target:
        raise Unavailable("a redirect that leads nowhere")
    try:
        joined = urljoin(here, target)
    except ValueError as error:
        raise Refused("a redirect to a malformed address") from error
    there, _ = web_address(joined)  # credentials in a redirect are not ours to use
    return there, credentials if origin(there) == origin(here) else None


def _headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    if sum(len(name) + len(value) for name, value in raw) > MOST_HEADER_BYTES:
        raise Unavailable(f"the server's headers are larger than {MOST_HEADER_BYTES:,} bytes")
    found: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("ascii", "replace").lower(), value.decode("utf-8", "replace")
        found[key] = f"{found[key]}, {text}" if key in ("cache-control",) and key in found else text
    return found
