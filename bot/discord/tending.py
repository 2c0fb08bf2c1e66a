"""The library tended by the bot: its own ingest, as often as INGEST_EVERY says."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from discord.ext import commands

from bot.schedule import Schedule

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot


class Tending(commands.Cog):
    """Has no commands."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot
        self._running: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        ingest = self.bot.house.settings.ingest
        if ingest.ingest_every:
            schedule = Schedule(ingest.sources, every=ingest.ingest_every)
            self._running = asyncio.create_task(schedule.run(), name="schedule")

    async def cog_unload(self) -> None:
        if self._running:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
