"""The error boundary around everything that a member sets off."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import TYPE_CHECKING

import discord

from bot.discord.escaping import one_line
from bot.discord.failures import EXPIRED, UNSENT, Gone, discord_failed, explained
from bot.discord.replies import Reply
from bot.discord.words import say

if TYPE_CHECKING:
    from bot.discord.house import House

log = logging.getLogger("dateline.discord")


async def bounded(house: House, reply: Reply, work: Awaitable[None]) -> None:
    """Do the work; whatever happens, the member gets an answer or one sentence, by a route that works."""
    try:
        await work
    except asyncio.CancelledError:
        await _told(house, reply, say("restarting", reply.language))
        raise
    except Exception as error:
        failure = explained(error, language=reply.language)
        house.metrics.errors.labels(failure.kind).inc()
        _count_refusal(house, error)
        if failure.sentence:
            await _told(house, reply, failure.sentence, reason=failure.reason)
        elif failure.reason:
            await _hushed(reply)
        else:
            await reply.close()
    else:
        await reply.close()
    finally:
        reply.finish()


async def _told(house: House, reply: Reply, sentence: str, *, reason: str | None = None) -> None:
    """What could not be told for Discord's fault stays under way: the next start has another try."""
    try:
        await (reply.decline(sentence, reason=reason) if reason else reply.tell(sentence))
    except Gone as error:
        log.info("could not be told: %s", one_line(str(error)))
    except UNSENT as error:
        log.info("could not be told: %s", one_line(str(error) or type(error).__name__))
        _count_refusal(house, error)
        if discord_failed(error):
            return
    await reply.close()


async def _hushed(reply: Reply) -> None:
    """Say nothing; where a response is waited for, take even that away."""
    try:
        await reply.hush()
    except (Gone, *UNSENT) as error:
        log.info("nothing was to be said, and that failed: %s", one_line(str(error) or type(error).__name__))


def _count_refusal(house: House, error: Exception) -> None:
    """Count what Discord turned down; a token that it doesn't know any more ends the bot."""
    if isinstance(error, discord.HTTPException) and error.status in (401, 403, 429):
        house.metrics.rejected.labels(str(error.status)).inc()
        if error.status == 401 and error.code not in EXPIRED:
            house.unauthorised()
