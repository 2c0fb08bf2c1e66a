"""The network beneath the HTTP client: connects to the address that was checked, and keeps one deadline.

The client resolves nothing itself. Each new connection, on every redirect too, goes through `Network.connect_tcp`,
which asks the guard for the host's addresses and connects to one of those: a name that answers differently a
moment later (DNS rebinding) gains nothing. TLS still verifies the name.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from httpcore2 import (
    ConnectError,
    ConnectTimeout,
    NetworkBackend,
    NetworkStream,
    ReadTimeout,
    SyncBackend,
    WriteTimeout,
)

from ingest.web.addresses import Guard

if TYPE_CHECKING:
    from ssl import SSLContext

SocketOptions = Iterable[tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]]

# When the request of this thread must have ended. A timeout for each read would let a server that sends a
# byte now and then keep a connection for ever.
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """All that the network does in this block must end within so many seconds."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def seconds_left(timeout: float | None, error: type[Exception] = ReadTimeout) -> float:
    """The timeout for the next step: what is left until the deadline, at most `timeout`. Raises when none is."""
    until = _deadline.get()
    left = float("inf") if until is None else until - time.monotonic()
    if left <= 0:
        raise error("the time for this source is over")
    return min(left, timeout if timeout is not None else 60.0)


class Network(NetworkBackend):
    """What httpcore connects with. `inner` does the connecting, to addresses only."""

    def __init__(self, guard: Guard, *, inner: NetworkBackend | None = None) -> None:
        self._guard = guard
        self._inner = inner or SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> NetworkStream:
        addresses = self._guard.addresses_of(host, port, timeout=seconds_left(timeout, ConnectTimeout))
        failure: Exception = ConnectError("no address")
        for address in addresses[:4]:
            try:
                stream = self._inner.connect_tcp(
                    address, port, seconds_left(timeout, ConnectTimeout), local_address, socket_options
                )
            except (ConnectError, ConnectTimeout) as error:
                failure = error
                continue
            return _Stream(stream)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: SocketOptions | None = None
    ) -> NetworkStream:
        raise ConnectError("not a network address")


class _Stream(NetworkStream):
    def __init__(self, inner: NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, seconds_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, seconds_left(timeout, WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, seconds_left(timeout, ConnectTimeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
