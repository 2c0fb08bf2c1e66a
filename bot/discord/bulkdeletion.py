"""Answers taken back in bulk: the button that confirms it, the progress, and what a killed process left to do."""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord.boundary import bounded
from bot.discord.deletion import delete_answers
from bot.discord.interactionreply import InteractionReply
from bot.discord.interactions import house_of, reply_to
from bot.discord.parts import Part
from bot.discord.serverlog import log_language, tell_log
from bot.discord.streaming import SPACING
from bot.discord.wire import LIFE
from bot.discord.words import say
from bot.questions.deletions import Taken, Which

if TYPE_CHECKING:
    from bot.discord.house import House

log = logging.getLogger("dateline.discord")


class BulkDelete(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=r"dateline:bulk:(?P<since>\d{1,12}):(?P<until>\d{1,12}):(?P<member>\d{1,20}):(?P<article>[0-9a-f]{0,24})",
):
    """The button that confirms; all that it means is in its custom id, so it works after a restart."""

    def __init__(self, which: Which | None, *, member: int, label: str | None = None, custom_id: str = "") -> None:
        if which is not None:
            since = int(which.since.timestamp()) if which.since else 0
            # The second that is under way counts: what was asked in it was counted too.
            until = int(which.until.timestamp()) + 1
            custom_id = f"dateline:bulk:{since}:{until}:{member}:{which.article or ''}"
        button: discord.ui.Button[discord.ui.View] = discord.ui.Button(
            label=label, style=discord.ButtonStyle.danger, custom_id=custom_id
        )
        super().__init__(button)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(None, member=0, custom_id=match[0])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        house = house_of(interaction)
        if not house.seen.first(interaction.id):
            return
        reply = reply_to(interaction)
        await interaction.client.work(bounded(house, reply, self._confirmed(interaction, house, reply)))

    async def _confirmed(self, interaction: discord.Interaction[Any], house: House, reply: InteractionReply) -> None:
        await reply.begin()
        found = self.template.fullmatch(self.custom_id)
        server = interaction.guild_id
        assert found is not None
        assert server is not None  # the command is for servers only, and its answer is seen there alone
        since, until, member = int(found["since"]), int(found["until"]), int(found["member"])
        which = Which(
            server=server,
            until=datetime.fromtimestamp(until, UTC),
            since=datetime.fromtimestamp(since, UTC) if since else None,
            member=house.log.hashed(member) if member else None,
            article=found["article"] or None,
        )
        found_ = await house.recording(house.deletions.found, which)
        ordered = await house.recording(house.deletions.order, house.application, found_)
        await _delete(interaction.client, house, ordered, reply)


async def resume(client: discord.Client, house: House, left: list[Taken]) -> None:
    """Delete what was ordered before the process ended; each server's log channel is told."""
    by_server = groupby(sorted(left, key=lambda one: one.server), key=lambda one: one.server)
    await asyncio.gather(*(_resumed(client, house, server, list(taken)) for server, taken in by_server))


async def _resumed(client: discord.Client, house: House, server: int, taken: list[Taken]) -> None:
    gone, standing = await delete_answers(client, house, taken, within=LIFE, done=_Counter(house).done)
    language = log_language(client, house, server)
    log.info("answers deleted that were ordered before the restart: %d, not deleted: %d", gone, len(standing))
    await tell_log(client, house, server, _summary(gone, len(standing), language=language))


class _Counter:
    """How many orders are over, kept in the file as it goes."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.count = 0

    async def done(self, taken: Taken, gone: bool | None) -> None:
        if gone is not None:  # what Discord could not do now is left to the next start
            await self._house.recording(self._house.deletions.done, taken.question, gone=gone)
        self.count += 1


async def _delete(client: discord.Client, house: House, taken: list[Taken], reply: InteractionReply) -> None:
    """Delete, showing how far it is, and then what came of it."""
    counter = _Counter(house)
    working = asyncio.create_task(delete_answers(client, house, taken, within=LIFE, done=counter.done))
    try:
        while not (await asyncio.wait({working}, timeout=SPACING))[0]:
            text = say("delete-progress", reply.language, done=counter.count, total=len(taken))
            await reply.show_meanwhile(Part(text=text, kind="info"))
        gone, standing = working.result()
    finally:
        working.cancel()
    await reply.show(Part(text=_summary(gone, len(standing), language=reply.language), kind="info"))


def _summary(gone: int, standing: int, *, language: str) -> str:
    told = [say("forgot-answers", language, count=gone)]
    if standing:
        told.append(say("delete-standing", language, count=standing))
    return " ".join(told)
