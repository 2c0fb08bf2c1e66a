"""The library tended by the bot: its own ingest, as INGEST_EVERY says, word of the sources each morning, and of answers
whose articles have changed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import discord
from discord.ext import commands, tasks

from bot.discord.escaping import escaped, shortened
from bot.discord.serverlog import tell_changes, tell_log
from bot.schedule import Schedule

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot
    from vectorstore.remembered import SourceHealth

log = logging.getLogger("dateline.discord")

MORNING = 7  # o'clock, where the bot counts its days
LONGEST = 1900  # characters; Discord takes 2,000
STOPPED = timedelta(days=2)  # without any source asked: then it is the ingest that wants looking at
GIVEN_UP = timedelta(days=8)  # after which a source no longer asked is one that was taken out; some are asked weekly


class Tending(commands.Cog):
    """Has no commands."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot
        self._running: asyncio.Task[None] | None = None
        self._told_at: int | None = None  # the library's generation

    async def cog_load(self) -> None:
        settings = self.bot.house.settings
        if settings.ingest.ingest_every:
            schedule = Schedule(settings.ingest.sources, every=settings.ingest.ingest_every)
            self._running = asyncio.create_task(schedule.run(), name="schedule")
        self._changes.start()
        if settings.discord.discord_sources_channel or settings.discord.home:
            self._each_morning.change_interval(time=time(MORNING, tzinfo=self.bot.house.answerer.tz))
            self._each_morning.start()

    async def cog_unload(self) -> None:
        self._each_morning.cancel()
        self._changes.cancel()
        if self._running:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    @tasks.loop(time=time(MORNING))
    async def _each_morning(self) -> None:
        try:
            await self.tell_of_sources()
        except Exception as error:  # tomorrow is another day; the loop must live to see it
            log.warning("the sources' health was not posted: %s", error)

    async def tell_of_sources(self) -> None:
        """Post to DISCORD_SOURCES_CHANNEL which sources fail or are unusually silent, or that none does; to the log
        channels of home servers only where one does."""
        house = self.bot.house
        number = house.settings.discord.discord_sources_channel
        sources = await house.searching(house.library.history.sources)
        if not sources:
            return
        sentence = told(sources, now=house.now())
        if not is_well(sources, now=house.now()):
            for server in house.settings.discord.home:
                await tell_log(self.bot, house, server, sentence)
        if number is None:
            return
        channel = self.bot.get_channel(number) or await self.bot.fetch_channel(number)
        if not isinstance(channel, discord.abc.Messageable):
            raise TypeError("DISCORD_SOURCES_CHANNEL is not a channel for messages")
        await house.wire.say(channel, sentence, suppress_embeds=True)

    @tasks.loop(minutes=10)
    async def _changes(self) -> None:
        """Once for each state of the library."""
        try:
            generation = await self.bot.house.searching(lambda: self.bot.house.library.generation)
            if generation != self._told_at and self.bot.is_ready():
                await tell_changes(self.bot, self.bot.house)
                self._told_at = generation
        except Exception as error:  # the loop must live on
            log.warning("changed answers were not told: %s", error)


def is_well(sources: Sequence[SourceHealth], *, now: datetime) -> bool:
    """Whether all of them are asked and none is in trouble."""
    last = max(one.last_turn for one in sources)
    return now - last <= STOPPED and not any(one.trouble for one in sources if last - one.last_turn <= GIVEN_UP)


def told(sources: Sequence[SourceHealth], *, now: datetime) -> str:
    """The message: those in trouble, a line each; or one line. Sources that nobody asks any more are left out."""
    last = max(one.last_turn for one in sources)
    if now - last > STOPPED:
        return f"No source has been read since {last:%Y-%m-%d %H:%M} UTC: is its ingest still running?"
    sources = [one for one in sources if last - one.last_turn <= GIVEN_UP]
    troubled = [(one.source, one.trouble) for one in sources if one.trouble]
    if not troubled:
        return f"All sources are fine ({len(sources)})."
    lines = [f"{len(troubled)} of {len(sources)} sources need attention:"]
    for name, trouble in troubled:
        line = f"• **{escaped(shortened(name, 100))}**: {escaped(shortened(trouble, 300))}"
        if sum(map(len, lines)) + len(line) > LONGEST:
            lines.append(f"… and {len(troubled) - len(lines) + 1} more: `dateline library sources` shows all.")
            break
        lines.append(line)
    return "\n".join(lines)
