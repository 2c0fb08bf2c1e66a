"""The button of `/privacy` by which a member keeps others from having their messages checked, or allows it again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.budget import Declined
from bot.discord.boundary import bounded
from bot.discord.deletion import delete_answers
from bot.discord.interactions import house_of, reply_to
from bot.discord.words import say

if TYPE_CHECKING:
    from bot.discord.house import House


async def respect_author(house: House, message: discord.Message, *, asker: int) -> None:
    """Raise Declined where who wrote a message does not want others to have it checked."""
    author = message.author.id
    if author != asker and await house.recording(house.optouts.has, author):
        raise Declined("author-opted-out")


class OptOut(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"dateline:opt:(?P<way>out|in)"):
    """Concerns whoever presses it. `way` is "out" or "in"."""

    def __init__(self, way: str, *, label: str | None = None) -> None:
        super().__init__(
            discord.ui.Button(label=label, style=discord.ButtonStyle.secondary, custom_id=f"dateline:opt:{way}")
        )
        self.way = way

    @classmethod
    async def for_member(cls, house: House, member: int, *, language: str) -> OptOut:
        """The button that changes what holds for a member now."""
        is_out = await house.recording(house.optouts.has, member)
        return cls("in", label=say("opt-in", language)) if is_out else cls("out", label=say("opt-out", language))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match["way"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        house, member = house_of(interaction), interaction.user.id
        reply = reply_to(interaction)

        async def chosen() -> None:
            await reply.begin()
            if self.way == "in":
                await house.recording(house.optouts.remove, member)
                await reply.tell(say("opted-in", reply.language))
                return
            await house.recording(house.optouts.add, member)
            kept = await house.recording(house.log.about_member, member)
            await delete_answers(interaction.client, house, kept)
            await house.recording(house.log.drop, [entry.id for entry in kept])
            await house.recording(house.log.release, member=member)
            await reply.tell(say("opted-out", reply.language))

        await bounded(house, reply, chosen())
