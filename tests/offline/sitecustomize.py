"""Refuses and notes every attempt of a process to reach, or even to look up, another machine than this one.

An audit hook: no library can go round it by holding on to `socket.socket`. Code that isn't Python's is not seen by it.
The tests' own process calls `keep_in`. The processes that they start find this file by its name (Python runs a
`sitecustomize` of PYTHONPATH at its start), and note their attempts where OFFLINE_LOG says.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

_OUTWARD = ("socket.connect", "socket.sendto", "socket.sendmsg")
_LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def is_loopback(host: object) -> bool:
    """Whether it is this machine; None and "" are, and so is the path of a Unix socket."""
    import ipaddress

    if not isinstance(host, str | bytes) or not host:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def keep_in(note: Callable[[str], None]) -> None:
    """From now on this process stays on this machine; `note` is told of every attempt to leave it."""

    def guard(event: str, arguments: tuple[object, ...]) -> None:
        if event in _OUTWARD:
            address = arguments[1]
            host = address[0] if isinstance(address, tuple) else None
        elif event in _LOOKED_UP:
            host = arguments[0]
        else:
            return
        if not is_loopback(host):
            note(f"{event} {host!r}")
            raise OSError(f"tests are offline: {event} {host!r} was refused")

    sys.addaudithook(guard)


if __name__ == "sitecustomize" and "OFFLINE_LOG" in os.environ:
    _log = os.environ["OFFLINE_LOG"]

    def _note(attempt: str) -> None:
        # A test run within a test has a log of its own.
        with open(os.environ.get("OFFLINE_LOG", _log), "a", encoding="utf-8") as log:
            log.write(f"{attempt}, in a process of its own\n")

    keep_in(_note)
