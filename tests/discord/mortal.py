"""Processes of the bot that are killed at a named point: a real child, a real SIGKILL.

    with Cradle() as cradle:
        child = cradle.start(data=folder, server=server, kill="before note 2")
        child.wait()

The cradle is one process that has everything imported and forks a bot for each case. A bot kills itself before or
after the so-many-eth write of its log ("after begin 1"); before and after requests the server's thread kills it
(`Child.kill`). Its model says one sentence, and the second once the first was shown.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]


class Child:
    """A bot's process."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._descriptor = os.pidfd_open(pid)

    def kill(self) -> None:
        """At once, as the kernel does for want of memory."""
        signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)

    def wait(self, seconds: float = 60) -> None:
        """Until it is dead. Raises AssertionError."""
        found, _, _ = select.select([self._descriptor], [], [], seconds)
        assert found, "the bot lives on: its point was never reached"

    def close(self) -> None:
        os.close(self._descriptor)


class Cradle:
    """Starts bots quickly."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.discord.mortal"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate(timeout=20)

    def start(self, **given: Any) -> Child:
        """A bot by its data folder, the server's addresses and the point at which it kills itself."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(given) + "\n")
        self._process.stdin.flush()
        return Child(int(self._process.stdout.readline()))


def main() -> None:
    """Fork a bot for each line of the input, and say its process."""
    import tests.discord.living
    import tests.discord.test_streaming  # noqa: F401 -- imported once, before all forks

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            try:
                _live(json.loads(line))
            finally:
                os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _live(given: dict[str, Any]) -> None:
    import asyncio
    from dataclasses import replace
    from datetime import datetime
    from unittest import mock

    import yarl
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

    from bot.discord import answering, record
    from bot.discord.house import House
    from bot.discord.running import lived
    from bot.discord.streaming import Pace
    from bot.redaction import Redactor
    from tests.discord.living import Brisk, in_three
    from tests.discord.loopback import TOKEN
    from tests.discord.test_life import settings
    from tests.discord.test_streaming import Halting

    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = given["rest"], yarl.URL(given["gateway"])
    record.HELD = 20  # a busy machine must not move the point
    go_on = threading.Event()

    class Following(Pace):
        """One edit on the way, then the whole answer."""

        def wait(self) -> float:
            return 60 if go_on.is_set() else 0

        def edited(self) -> None:
            go_on.set()

        async def rest(self) -> None:
            return

    if given.get("parts"):
        mock.patch.object(answering, "answer_parts", in_three).start()
    house = House.open(settings(Path(given["data"]), **given.get("set", {})), redact=Redactor())
    house.answerer = replace(house.answerer, model=Halting(go_on=go_on))
    if given.get("now"):
        house.now = lambda: datetime.fromisoformat(given["now"])
    for name in ("begin", "note"):
        setattr(house.log, name, _deadly(getattr(house.log, name), name, given["kill"]))
    bot = Brisk(house)
    bot.paces = lambda: Following(spacing=0.0)
    asyncio.run(lived(bot, TOKEN))


def _deadly(write: Callable[..., object], name: str, point: str) -> Callable[..., object]:
    count = 0

    def written(*args: Any, **kwargs: Any) -> object:
        nonlocal count
        count += 1
        if point == f"before {name} {count}":
            os.kill(os.getpid(), signal.SIGKILL)
        done = write(*args, **kwargs)
        if point == f"after {name} {count}":
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    return written


if __name__ == "__main__":
    main()
