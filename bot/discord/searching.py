"""/search: passages, without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.answering.retrieving import retrieve
from bot.discord.boundary import bounded
from bot.discord.interactions import admit_interaction, reply_to
from bot.discord.passages import passage_parts
from bot.discord.talk import worded
from bot.discord.words import say

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

SHOWN = 6


class Searching(commands.Cog):
    """What the library holds, as it stands there."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    @app_commands.command(name="search", description=_("Find matching passages, best first; no model is used."))
    @app_commands.describe(query=_("What to look for"))
    async def search(
        self, interaction: discord.Interaction[DatelineBot], query: app_commands.Range[str, 1, 2000]
    ) -> None:
        house = self.bot.house
        reply = reply_to(interaction)

        async def searched() -> None:
            await admit_interaction(interaction)
            text = worded(query)
            house.must_answer(interaction.guild_id, text)
            house.budget.check(interaction.user.id, interaction.guild_id)
            await reply.begin()
            answerer = house.answerer_in(interaction.guild_id)
            found = await house.searching(
                retrieve, text, library=answerer.library, now=house.now(), tz=answerer.tz, k=SHOWN
            )
            title = say("search-title", reply.language, query=text)
            parts = passage_parts(found.hits, language=reply.language, title=title)
            await reply.show(parts[0])

        await self.bot.work(bounded(house, reply, searched()))
