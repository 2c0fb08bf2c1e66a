"""How the bot stands a crowd: the event loop's lag with fifty questions under way, and its memory with five hundred.

    dateline ingest articles
    python -m evals.discord_load --library data

Everything is the bot's own from the queue to the last edit, over a copy of the library; only Discord is left out (what
would be sent is counted), and the model is the stub that takes its time: PIECE seconds before each word, as a
provider's stream does. The loop's lag is how late a 10 ms timer rings. A gateway that is not answered in time
drops the connection, so this is what must stay small.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
import time
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from rich.console import Console
from rich.table import Table

from bot.discord.answering import Asked, answer_question
from bot.discord.boundary import bounded
from bot.discord.guard import Rejections
from bot.discord.house import House
from bot.discord.replies import Origin, Reply
from bot.discord.settings import DiscordSettings
from bot.discord.sharing import Shared
from bot.discord.streaming import Pace
from bot.discord.wire import Wire
from bot.redaction import Redactor
from bot.settings import AnswerSettings
from bot.startup import Settings
from ingest.settings import IngestSettings
from prompts.stub import StubModel
from vectorstore.settings import StoreSettings

if TYPE_CHECKING:
    import discord

TICK = 0.01
WAVES = 5
PIECE = 0.02  # fifty words a second


class SlowStub(StubModel):
    """The stub, at a provider's pace; `pause` seconds before each word."""

    pause: float = PIECE

    def _chunks(self, messages: list[BaseMessage], stop: list[str] | None) -> Iterator[ChatGenerationChunk]:
        for chunk in super()._chunks(messages, stop):
            time.sleep(self.pause)
            yield chunk


class Counted(Reply):
    """A reply that goes nowhere, but says whether and what it would have shown."""

    def __init__(self) -> None:
        super().__init__(Wire(), Rejections(), me=0, origin=Origin(asked=0), language="en", embeds=True)
        self.writes = 0
        self.shown = ""
        self.answered = False

    async def _write(self, payload: dict[str, Any], *, insist: bool) -> None:
        self.writes += 1
        self.answered = payload.get("embed") is not None
        self.shown = payload["embed"].description if self.answered else payload["content"]

    async def _send_more(self, payload: dict[str, Any]) -> discord.Message:
        raise AssertionError("the sample's answers fit one message")


def house_over(library: Path, **given: Any) -> House:
    """A house for a crowd: no cooldown, and settings as given."""
    settings = Settings(
        store=StoreSettings(dateline_data=library),
        ingest=IngestSettings(),
        answer=AnswerSettings(chat_model="stub"),
        discord=DiscordSettings(**{"discord_cooldown": 0, **given}),
    )
    return House.open(settings, redact=Redactor())


def questions(house: House, count: int) -> list[str]:
    """So many different questions about the library's own articles."""
    about = [article.headline for article in house.library.articles()]
    return [f"what is reported about {about[n % len(about)]} ({n})?" for n in range(count)]


async def crowd(house: House, asked: list[str], *, pace: Pace | None = None) -> list[Counted]:
    """One member for each question, all at once; what each of them was shown."""
    replies = [Counted() for _ in asked]
    work = [
        bounded(
            house,
            reply,
            answer_question(house, Asked(question=question, member=n, server=1, channel=1), reply, pace=pace or Pace()),
        )
        for n, (question, reply) in enumerate(zip(asked, replies, strict=True))
    ]
    await asyncio.gather(*work)
    return replies


@asynccontextmanager
async def watched() -> AsyncIterator[list[float]]:
    """The loop's lags in seconds while the block runs."""
    lags: list[float] = []

    async def tick() -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + TICK
            await asyncio.sleep(TICK)
            lags.append(max(0.0, loop.time() - due))

    ticking = asyncio.create_task(tick())
    try:
        yield lags
    finally:
        ticking.cancel()


async def lag_with_fifty(library: Path) -> list[str]:
    house = house_over(library, discord_queue=100)
    house.answerer = replace(house.answerer, model=SlowStub())
    try:
        await crowd(house, questions(house, 1))  # the imports and the index's first opening
        asked = questions(house, 50)
        async with watched() as lags:
            began = time.perf_counter()
            replies = await crowd(house, asked)
            took = time.perf_counter() - began
    finally:
        house.close()
    assert all(reply.answered for reply in replies), [reply.shown for reply in replies if not reply.answered]
    p50, p99, most = (np.percentile(lags, q) * 1000 for q in (50, 99, 100))
    return ["50, slow model", f"{took:.1f}", f"{p50:.1f} / {p99:.1f} / {most:.1f}", "50 / 0", ""]


async def memory_with_five_hundred(library: Path) -> list[str]:
    house = house_over(library)
    grown: list[int] = []
    try:
        asked = questions(house, 500)
        tracemalloc.start()
        began = time.perf_counter()
        for _ in range(WAVES):
            house.shared = Shared()  # what was answered before is answered again
            replies = await crowd(house, asked)
            grown.append(tracemalloc.get_traced_memory()[0])
        took = time.perf_counter() - began
    finally:
        tracemalloc.stop()
        house.close()
    answered = sum(reply.answered for reply in replies)
    assert all(reply.shown for reply in replies)
    more = (grown[-1] - grown[1]) / 1e6
    name = f"500 at once, {WAVES} times, traced"
    return [name, f"{took:.1f}", "", f"{answered} / {len(replies) - answered}", f"{more:+.2f}"]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, default=Path("data"))
    args = parser.parse_args()
    table = Table(title="the bot in a crowd")
    for name in ("questions", "s", "loop lag, ms (p50 / p99 / most)", "answered / told busy", "MB from 2nd to last"):
        table.add_column(name, justify="right")
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "data"
        shutil.copytree(args.library, copy)
        table.add_row(*asyncio.run(lag_with_fifty(copy)))
        table.add_row(*asyncio.run(memory_with_five_hundred(copy)))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
