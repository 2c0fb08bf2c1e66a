"""Answers taken back: the messages of many of them deleted, as fast as Discord lets us.

Discord's own limits pace it: each channel's messages go one after the other, and discord.py waits as its headers say.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

import discord

from bot.discord.failures import UNSENT, discord_failed
from bot.discord.house import House

log = logging.getLogger("dateline.discord")

TRIED_FOR = 60.0  # seconds for which a deletion is tried while Discord fails


class Shown(Protocol):
    """An answer that stands in messages of a channel."""

    @property
    def server(self) -> int | None: ...
    @property
    def channel(self) -> int | None: ...
    @property
    def messages(self) -> tuple[int, ...]: ...


A = TypeVar("A", bound=Shown)


async def _nothing(answer: Shown, gone: bool | None) -> None:
    """Nobody wants to know."""


async def delete_answers(
    client: discord.Client,
    house: House,
    answers: Iterable[A],
    *,
    within: float = TRIED_FOR,
    done: Callable[[A, bool | None], Awaitable[None]] = _nothing,
) -> tuple[int, list[A]]:
    """Delete the messages of these answers, one channel beside the other; how many are gone, and those that are not.

    `done` is told of each whether it is gone; None where Discord failed for `within` seconds, so that another try is
    worth making later.
    """
    shown = sorted((one for one in answers if one.channel and one.messages), key=lambda one: one.channel or 0)
    by_channel = [(channel, list(group)) for channel, group in groupby(shown, key=lambda one: one.channel or 0)]
    left = await asyncio.gather(
        *(_in_channel(client, house, channel, group, within, done) for channel, group in by_channel)
    )
    standing = [answer for part in left for answer in part]
    return len(shown) - len(standing), standing


async def _in_channel(
    client: discord.Client,
    house: House,
    channel: int,
    answers: Sequence[A],
    within: float,
    done: Callable[[A, bool | None], Awaitable[None]],
) -> list[A]:
    """Those that could not be deleted; a channel that is closed to us is left alone."""
    place = client.get_partial_messageable(channel, guild_id=answers[0].server)
    for at, answer in enumerate(answers):
        try:
            for id_ in answer.messages:
                await house.wire.delete(place.get_partial_message(id_), within=within)
        except UNSENT as error:
            log.info("answers in %s can't be deleted: %s", channel, type(error).__name__)
            for one in answers[at:]:
                await done(one, None if discord_failed(error) else False)
            return list(answers[at:])
        await done(answer, True)
    return []
