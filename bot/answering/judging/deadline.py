"""A deadline around one call of a client, whose own time-outs hold for each read alone."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T]) -> T:
    """What `call` returns. Raises TimeoutError once the time is over; the call is left to itself then."""
    done: queue.Queue[list[T] | Exception] = queue.Queue()

    def run() -> None:
        try:
            done.put([call()])
        except Exception as error:
            done.put(error)

    threading.Thread(target=run, name="judge", daemon=True).start()
    try:
        result = done.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(result, Exception):
        raise result
    return result[0]
