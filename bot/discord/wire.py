"""The wire to Discord: whatever the bot sends or reads passes here or through a reply, which uses it.

Every try has a limit. While Discord fails (`failures.discord_failed`) a request that matters is made again, ever more
slowly, until its time is over. A waiting request holds no worker and no thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from itertools import chain, repeat
from random import uniform
from typing import Any, TypeVar

import discord

from bot.discord.failures import ALREADY_ACKNOWLEDGED, UNSENT, discord_failed

log = logging.getLogger("dateline.discord")
T = TypeVar("T")

LIFE = 870.0  # seconds for which an answer is worth trying: an interaction's token lives fifteen minutes
FIRST = 2.6  # seconds for the first word of ours on an interaction, of the three that Discord gives
TRY, QUICK_TRY = 30.0, 1.0  # seconds of one try; of one of the first word
MEANWHILE = 5.0  # seconds for what the next message makes up for
READ = 6.0  # seconds for what is good to know before an answer
WAITS = (0.5, 1.5, 3.0, 6.0, 10.0, 15.0)  # seconds between tries; the last again and again
QUICK_WAIT = 0.2
FIRST_AT_ONCE = 64  # first words under way: of a crowd all at once each would take longer than its try may


class Wire:
    """Tries again while Discord fails. `clock` is in seconds and monotonic; `sleep` waits by the same clock."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.clock = clock
        self._sleep = sleep
        self._first_words = asyncio.Semaphore(FIRST_AT_ONCE)

    async def insisted(
        self,
        send: Callable[[], Awaitable[T]],
        *,
        until: float | None = None,
        sent: Callable[[], Awaitable[T | None]] | None = None,
    ) -> T:
        """Send, again and again while Discord fails, until a moment of the clock (or for LIFE seconds).

        `sent` is asked before each try whether an earlier one arrived although its answer was lost.
        """
        until = self.clock() + LIFE if until is None else until
        for wait in chain(WAITS, repeat(WAITS[-1])):
            try:
                if sent is not None and (arrived := await self.once(sent, within=TRY)) is not None:
                    return arrived
                return await self.once(send, within=TRY)
            except Exception as error:
                if not discord_failed(error) or self.clock() + wait > until:
                    raise
                log.info("Discord fails (%s): trying again in %.1f s", type(error).__name__, wait)
            await self._sleep(wait * uniform(0.8, 1.0))
        raise AssertionError("the waits never end")

    async def first_word(self, send: Callable[[bool], Awaitable[T]], *, until: float) -> T | None:
        """The first response to an interaction, tried quickly. None where all tries failed: one may have arrived.

        `send` is told whether a try was made before.
        """
        again = False
        while True:
            try:
                async with self._first_words:
                    if self.clock() > until:
                        return None
                    return await self.once(lambda: send(again), within=QUICK_TRY)  # noqa: B023 -- called at once
            except Exception as error:
                if not discord_failed(error):
                    raise
            if self.clock() + QUICK_WAIT > until:
                return None
            again = True
            await self._sleep(QUICK_WAIT)

    async def once(self, send: Callable[[], Awaitable[T]], *, within: float = MEANWHILE) -> T:
        """One try. Raises what the request raises, and TimeoutError."""
        async with asyncio.timeout(within):
            return await send()

    async def rest(self, seconds: float) -> None:
        """Wait by the wire's own clock."""
        await self._sleep(seconds)

    async def read(self, fetch: Callable[[], Awaitable[T]]) -> T:
        """Something read from Discord before an answer: tried for READ seconds."""
        return await self.insisted(fetch, until=self.clock() + READ)

    # What is said outside a reply

    async def say(self, to: discord.abc.Messageable, sentence: str, **options: Any) -> discord.Message:
        """A message of its own, which pings nobody."""
        quiet = discord.AllowedMentions.none()
        return await self.insisted(lambda: to.send(sentence, allowed_mentions=quiet, **options))

    async def ask(self, interaction: discord.Interaction[Any], form: discord.ui.Modal) -> None:
        """Show a form: the first and only response to its interaction."""
        await self.first_word(
            lambda again: acknowledged(interaction.response.send_modal(form), again=again),
            until=self.clock() + FIRST,
        )

    async def open_thread(self, on: discord.Message, *, name: str, minutes: Any) -> discord.Thread:
        """A thread on a message."""
        return await self.insisted(lambda: on.create_thread(name=name, auto_archive_duration=minutes))

    async def react(self, to: discord.Message, emoji: str) -> bool:
        """A reaction; whether it could be made."""
        try:
            await self.once(lambda: to.add_reaction(emoji))
        except UNSENT:
            return False
        return True

    async def edit(self, message: discord.Message, **changes: Any) -> None:
        """Change a message of ours, which pings nobody."""
        quiet = discord.AllowedMentions.none()
        await self.insisted(lambda: message.edit(allowed_mentions=quiet, **changes))

    async def delete(self, message: discord.Message | discord.PartialMessage, *, within: float = LIFE) -> None:
        """Delete a message of ours; one that is gone already is fine. Tried for so many seconds."""
        with contextlib.suppress(discord.NotFound):
            await self.insisted(message.delete, until=self.clock() + within)


async def acknowledged(response: Awaitable[T], *, again: bool) -> T | None:
    """The first response to an interaction; None where an own try, whose answer was lost, turns out to have arrived."""
    try:
        return await response
    except discord.HTTPException as error:
        if again and error.code == ALREADY_ACKNOWLEDGED:
            return None
        raise
