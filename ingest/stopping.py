"""SIGINT and SIGTERM: end soon, at a place where nothing is half done."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from types import FrameType
from typing import Any, NoReturn

# A batch under way may finish; after this many seconds it is cut off.
PATIENCE = 3.0


def stop_when_closed(descriptor: int) -> None:
    """Send this process SIGTERM when nothing can be read from `descriptor` any more: whoever held its other end is
    gone, killed perhaps, and could send none itself."""

    def wait() -> None:
        with suppress(OSError):
            while os.read(descriptor, 1_024):
                continue
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="until-closed", daemon=True).start()


class Stopped(KeyboardInterrupt):
    """The run was asked to end. The library publishes what is complete when it meets this."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum


class Stop:
    """While entered, notes the two signals; `check()` raises Stopped at the next good place.

    When no good place comes in time, Stopped is raised wherever the program is; a second signal does so at
    once. In other threads than the main one it does nothing: there the caller minds the signals. A signal that came
    after the last check is left to the Stop around this one, if there is one.
    """

    def __init__(self) -> None:
        self.signum: int | None = None
        self._raised = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stop:
        if threading.current_thread() is threading.main_thread():
            for signum in (signal.SIGINT, signal.SIGTERM):
                self._before[signum] = signal.signal(signum, self._note)
            if hasattr(signal, "SIGALRM"):
                self._before[signal.SIGALRM] = signal.signal(signal.SIGALRM, self._insist)
        return self

    def check(self) -> None:
        """Raise Stopped if a signal came."""
        if self.signum is not None:
            self._disarm()
            self._raised = True
            raise Stopped(self.signum)

    def _note(self, signum: int, frame: FrameType | None) -> None:
        if self.signum is not None:
            os._exit(128 + signum)
        self.signum = signum
        if hasattr(signal, "SIGALRM"):
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)

    def _insist(self, signum: int, frame: FrameType | None) -> NoReturn:
        self._raised = True
        raise Stopped(self.signum or signum)

    def _disarm(self) -> None:
        if self._before and hasattr(signal, "SIGALRM"):
            signal.setitimer(signal.ITIMER_REAL, 0)

    def __exit__(self, *exc: object) -> None:
        self._disarm()
        for signum, handler in self._before.items():
            signal.signal(signum, handler)
        around = getattr(self._before.get(self.signum or 0), "__self__", None)
        if self.signum is not None and not self._raised and isinstance(around, Stop):
            around._note(self.signum, None)
