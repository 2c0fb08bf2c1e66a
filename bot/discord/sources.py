"""Find the source: where a quotation is from, for everybody. `/source`, and the entry in a message's own menu.

No model is asked. It knows this library, not the open web, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.answering.errors import QuestionError
from bot.answering.provenance import Provenance, comparable, opening, source_in
from bot.budget import Declined
from bot.discord.boundary import bounded
from bot.discord.escaping import clean
from bot.discord.files import shows_pictures
from bot.discord.interactionreply import InteractionReply
from bot.discord.interactions import admit_interaction, reply_to
from bot.discord.optout import respect_author
from bot.discord.talk import descriptions_in, said_in, without_links
from bot.discord.verdicts import source_part

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot
    from vectorstore.library import Library

LONGEST_QUOTATION = 4000


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words whose source is looked for; `described` where they are a picture's description."""

    text: str
    described: bool = False


class Sources(commands.Cog):
    """The command and the menu."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot
        self._menu = app_commands.ContextMenu(name="Find the source", callback=self.find)

    async def cog_load(self) -> None:
        self.bot.tree.add_command(self._menu)

    @app_commands.command(name="source", description=_("Which article of the library a quotation is from."))
    @app_commands.describe(quotation=_("The words, at least five"), private=_("Show the answer only to you"))
    async def source(
        self,
        interaction: discord.Interaction[DatelineBot],
        quotation: app_commands.Range[str, 1, LONGEST_QUOTATION],
        private: bool = False,
    ) -> None:
        reply = reply_to(interaction, private=private)
        await self._answer(interaction, reply, [Excerpt(clean(without_links(quotation)))], described=True)

    async def find(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        excerpts = [Excerpt(text)] if (text := without_links(said_in(message))) else []
        excerpts += [Excerpt(one, described=True) for one in map(without_links, descriptions_in(message)) if one]
        reply = reply_to(interaction, private=False)
        await self._answer(interaction, reply, excerpts, described=not shows_pictures(message), of=message)

    async def _answer(
        self,
        interaction: discord.Interaction[Any],
        reply: InteractionReply,
        excerpts: Sequence[Excerpt],
        *,
        described: bool,
        of: discord.Message | None = None,
    ) -> None:
        """`described`: there is no picture that lacks a description; `of`: the message that the words stand in."""
        house, server = self.bot.house, interaction.guild_id

        async def found() -> None:
            await admit_interaction(interaction)
            if of is not None:
                await respect_author(house, of, asker=interaction.user.id)
            if not excerpts:
                raise Declined("empty-message" if described else "picture-undescribed")
            house.must_answer(server, *(one.text for one in excerpts))
            long_enough = _long_enough(excerpts)
            house.budget.check(interaction.user.id, server)
            await reply.begin()
            excerpt, source = await house.searching(_first_source, long_enough, house.library_in(server))
            extent = await house.searching(house.library.extent)
            zone = house.answerer_in(server).tz
            await reply.show(
                source_part(
                    source,
                    extent=extent,
                    zone=zone,
                    language=reply.language,
                    described=excerpt.described,
                    part=source is not None and source.excerpt != opening(excerpt.text),
                )
            )

        await self.bot.work(bounded(house, reply, found()))


def _long_enough(excerpts: Sequence[Excerpt]) -> list[Excerpt]:
    """Those that can be compared. Raises QuestionError where none can."""
    found, refused = [], None
    for one in excerpts:
        try:
            comparable(opening(one.text))
        except QuestionError as error:
            refused = refused or error
        else:
            found.append(one)
    if refused and not found:
        raise refused
    return found


def _first_source(excerpts: Sequence[Excerpt], library: Library) -> tuple[Excerpt, Provenance | None]:
    """The first that has a source, with it; else the first."""
    tried = ((one, source_in(one.text, library)) for one in excerpts)
    return next((pair for pair in tried if pair[1]), (excerpts[0], None))
