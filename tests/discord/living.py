"""A bot that lives on a loopback Discord, in the test's own loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from bot.answering.answer import Answer
from bot.discord import rendering
from bot.discord.client import DatelineBot
from bot.discord.house import House
from bot.discord.parts import Part
from bot.discord.running import lived
from bot.discord.streaming import Pace
from bot.discord.wire import Wire
from tests.discord.loopback import TOKEN, LoopbackDiscord


class Brisk(DatelineBot):
    """A bot whose edits need not wait for Discord's pace."""

    paces: Callable[[], Pace] = staticmethod(lambda: Pace(spacing=0.0))

    def pace(self) -> Pace:
        return self.paces()


def in_three(answer: Answer, **how: Any) -> list[Part]:
    """An answer of two sentences and its sources in three messages."""
    (part, *_) = rendering.answer_parts(answer, **how)
    said, sources = part.text.split("\n\n", 1)
    first, second = said.split(" Daskal told", 1)
    small = replace(part, title=None)
    return [
        replace(part, text=first, small=()),
        replace(small, text=f"Daskal told{second}", small=()),
        replace(small, text=sources),
    ]


class HeldTime:
    """Time that stands still until the test moves it on."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleeping: list[tuple[float, asyncio.Future[None]]] = []

    async def sleep(self, seconds: float) -> None:
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleeping.append((self.now + seconds, waking))
        await waking

    @property
    def sleepers(self) -> int:
        """How many wait for it to go on."""
        return sum(not waking.done() for _, waking in self._sleeping)

    def advance(self, seconds: float) -> None:
        """So many seconds pass."""
        self.now += seconds
        due = [waking for at, waking in self._sleeping if at <= self.now]
        self._sleeping = [(at, waking) for at, waking in self._sleeping if at > self.now]
        for waking in due:
            if not waking.done():
                waking.set_result(None)

    def wire(self) -> Wire:
        return Wire(clock=lambda: self.now, sleep=self.sleep)


@asynccontextmanager
async def living(
    house: House, server: LoopbackDiscord, *, pace: Callable[[], Pace] | None = None
) -> AsyncIterator[Brisk]:
    """A bot that has signed in; it leaves at the end."""
    bot = Brisk(house)
    if pace is not None:
        bot.paces = pace
    before = len(server.sign_ins)
    life = asyncio.create_task(lived(bot, TOKEN))
    try:
        await seen(server, lambda: len(server.sign_ins) > before)
        async with asyncio.timeout(20):
            await bot.wait_until_ready()
        yield bot
    finally:
        await bot.close()
        await asyncio.wait_for(life, 20)


async def seen(server: LoopbackDiscord, happened: Callable[[], object]) -> None:
    """Wait until something has arrived at the server."""
    await asyncio.to_thread(server.wait_for, happened)


async def until(happened: Callable[[], object]) -> None:
    """Let the loop run until something has happened in it or in a thread."""
    async with asyncio.timeout(60):
        while not happened():  # noqa: ASYNC110 -- what happens knows of no event of ours
            await asyncio.sleep(0.005)
