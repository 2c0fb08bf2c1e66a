"""Answers taken back: the messages of many of them deleted, as fast as Discord lets us."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from itertools import groupby

import discord

from bot.discord.failures import UNSENT
from bot.discord.house import House
from bot.questions.log import Entry

log = logging.getLogger("dateline.discord")

TRIED_FOR = 60.0  # seconds for which a deletion is tried while Discord fails


async def delete_answers(client: discord.Client, house: House, entries: Iterable[Entry]) -> tuple[int, list[Entry]]:
    """Delete the messages of these answers, one channel beside the other; how many are gone, and those that are not."""
    shown = sorted((entry for entry in entries if entry.channel and entry.messages), key=lambda one: one.channel or 0)
    by_channel = [(channel, list(group)) for channel, group in groupby(shown, key=lambda one: one.channel or 0)]
    left = await asyncio.gather(*(_in_channel(client, house, channel, group) for channel, group in by_channel))
    standing = [entry for part in left for entry in part]
    return len(shown) - len(standing), standing


async def _in_channel(client: discord.Client, house: House, channel: int, entries: Sequence[Entry]) -> list[Entry]:
    """Those that could not be deleted; a channel that is closed to us is left alone."""
    place = client.get_partial_messageable(channel, guild_id=entries[0].server)
    for at, entry in enumerate(entries):
        try:
            for id_ in entry.messages:
                await house.wire.delete(place.get_partial_message(id_), within=TRIED_FOR)
        except UNSENT as error:
            log.info("answers in %s can't be deleted: %s", channel, type(error).__name__)
            return list(entries[at:])
    return []
