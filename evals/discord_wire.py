"""The bot under a crowd over a real wire: how soon each command is acknowledged, and what a hammering member draws.

    dateline ingest articles
    python -m evals.discord_wire --library data

Discord is `tests/discord/loopback.py`: real HTTP and a real gateway on loopback, in a thread of the bot's own process,
so both share its time. Each of so many members uses /ask at the same moment; an acknowledgement is the first response
to the interaction (a promise, or a refusal to the asker alone), from the moment the event is handed to the gateway
until the request arrives. Discord takes none after three seconds. The hammer is one member with sixty mentions and
sixty commands at once.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.discord.client import DatelineBot
from bot.discord.house import House
from bot.discord.running import lived
from evals.discord_load import SlowStub, house_over, questions
from tests.discord.loopback import EPHEMERAL, NEWS, TOKEN, Call, LoopbackDiscord

MOST_SECONDS = 3.0  # Discord's
PATIENCE = 180.0  # seconds for all of a crowd to be acknowledged
HAMMER = 60
_CALLBACK = re.compile(r"/interactions/\d+/([^/]+)/callback")


@asynccontextmanager
async def signed_in(house: House) -> AsyncIterator[LoopbackDiscord]:
    """A bot on a loopback Discord with one channel."""
    with LoopbackDiscord() as server, server.reached():
        server.open_server()
        bot = DatelineBot(house)
        life = asyncio.create_task(lived(bot, TOKEN))
        await _ready(bot)
        try:
            yield server
        finally:
            await bot.close()
            await asyncio.wait_for(life, 60)


async def _ready(bot: DatelineBot) -> None:
    async with asyncio.timeout(60):
        while not bot.is_ready():  # noqa: ASYNC110 -- before it is set up there is nothing to await
            await asyncio.sleep(0.01)


async def acknowledged(library: Path, count: int) -> list[float]:
    """Seconds until each of so many commands was acknowledged; those that never were are left out."""
    house = house_over(library, discord_token=TOKEN)
    house.answerer = replace(house.answerer, model=SlowStub())
    given: dict[str, float] = {}
    arrived: dict[str, float] = {}

    def heard(when: str, call: Call) -> None:
        found = _CALLBACK.fullmatch(call.path)
        if when == "before" and found:
            arrived.setdefault(found[1], time.monotonic())

    try:
        async with signed_in(house) as server:
            server.heard = heard
            asked = questions(house, count)

            def ask_all() -> None:
                for n, question in enumerate(asked):
                    member = {"id": str(100_000 + n), "username": f"m{n}", "discriminator": "0", "avatar": None}
                    at = time.monotonic()
                    given[server.command("ask", member=member, channel=NEWS, question=question)] = at

            await asyncio.to_thread(ask_all)
            until = time.monotonic() + PATIENCE
            while len(arrived) < count and time.monotonic() < until:  # noqa: ASYNC110 -- of another thread
                await asyncio.sleep(0.05)
    finally:
        house.close()
    return [at - given[token] for token, at in arrived.items() if token in given]


async def hammered(library: Path) -> tuple[int, int, int]:
    """Of one member's 120 questions: messages that all see, refusals to the member alone, reactions."""
    house = house_over(library, discord_token=TOKEN, discord_cooldown=60)
    house.answerer = replace(house.answerer, model=SlowStub(pause=0.3))
    (question,) = questions(house, 1)
    try:
        async with signed_in(house) as server:

            def hammer() -> None:
                for n in range(HAMMER):
                    server.ask(f"<@1000> {question} {n}", channel=NEWS)
                    server.command("ask", channel=NEWS, question=f"{question} {n}")

            await asyncio.to_thread(hammer)
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until and not (_alone(server) >= HAMMER - 1 and _answered(server)):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            mine = [one for one in server.posted.values() if one["author"]["id"] == "1000"]
            signs = sum(call.method == "PUT" and "/reactions/" in call.path for call in server.calls)
            return sum(not one["flags"] & EPHEMERAL for one in mine), _alone(server), signs
    finally:
        house.close()


def _alone(server: LoopbackDiscord) -> int:
    return sum(one["author"]["id"] == "1000" and bool(one["flags"] & EPHEMERAL) for one in list(server.posted.values()))


def _answered(server: LoopbackDiscord) -> bool:
    return any(_is_whole(one) for one in list(server.posted.values()) if one["author"]["id"] == "1000")


def _is_whole(message: dict[str, Any]) -> bool:
    return bool(message.get("components"))  # buttons stand under what is finished


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, default=Path("data"))
    args = parser.parse_args()
    table = Table(title="first acknowledgement, seconds")
    for name in ("commands at once", "acknowledged", "p50", "p95", "most", f"beyond {MOST_SECONDS:.0f} s"):
        table.add_column(name, justify="right")
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "data"
        shutil.copytree(args.library, copy)
        for count in (50, 500):
            seconds = asyncio.run(acknowledged(copy, count))
            p50, p95, most = (float(np.percentile(seconds, q)) for q in (50, 95, 100))
            late = sum(one > MOST_SECONDS for one in seconds)
            table.add_row(str(count), str(len(seconds)), f"{p50:.2f}", f"{p95:.2f}", f"{most:.2f}", str(late))
        public, alone, signs = asyncio.run(hammered(copy))
    console = Console(width=120)
    console.print(table)
    console.print(
        f"one member, {2 * HAMMER} questions: {public} messages that all see, {alone} told to the member alone, "
        f"{signs} reactions"
    )
    console.print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
