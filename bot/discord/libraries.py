"""/library: what the library holds, for everyone. What changes it is /library-edit (`libraryedits.py`)."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.budget import Declined
from bot.discord.boundary import bounded
from bot.discord.escaping import escaped, plain, shortened
from bot.discord.interactionreply import InteractionReply
from bot.discord.interactions import admit_interaction, language_for, reply_to
from bot.discord.parts import Part
from bot.discord.passages import article_list, article_part
from bot.discord.rendering import shown_day
from bot.discord.shelf import key_of
from bot.discord.words import say

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot
    from bot.discord.house import House
    from vectorstore.model import Article

LATEST = 10
CHOICES, LONGEST_CHOICE = 25, 100
Title = app_commands.Range[str, 1, 200]  # of an article, or the key of a choice


class Libraries(commands.GroupCog, group_name="library", group_description=_("See what is in the library.")):
    """The library, seen from Discord."""

    def __init__(self, bot: DatelineBot) -> None:
        super().__init__()
        self.bot = bot

    @app_commands.command(name="status", description=_("How large the library is, and how recent."))
    async def status(self, interaction: discord.Interaction[DatelineBot]) -> None:
        reply = reply_to(interaction)

        async def shown() -> None:
            part = await self.bot.house.searching(self._status, reply.language)
            await reply.show(part)

        await self._read(interaction, reply, shown)

    def _status(self, language: str) -> Part:
        library = self.bot.house.library
        articles = library.count_articles()
        if not articles:
            return Part(text=say("library-empty", language), kind="info", title=say("library-title", language))
        lines = [say("library-holds", language, articles=f"{articles:,}", passages=f"{library.count_passages():,}")]
        newest = library.newest()
        if newest:
            lines.append(say("library-newest", language, date=shown_day(newest.published, language)))
        lines.append(say("library-embedding", language, name=escaped(library.embedding or "")))
        return Part(text="\n".join(lines), kind="info", title=say("library-title", language))

    @app_commands.command(name="latest", description=_("The newest articles."))
    async def latest(self, interaction: discord.Interaction[DatelineBot]) -> None:
        reply = reply_to(interaction)

        async def shown() -> None:
            shelf = self.bot.house.shelf_in(interaction.guild_id)
            articles = await self.bot.house.searching(shelf.latest, LATEST)
            title = say("latest-title", reply.language)
            await reply.show(article_list(articles, language=reply.language, title=title))

        await self._read(interaction, reply, shown)

    @app_commands.command(name="article", description=_("One article: its source and its opening."))
    @app_commands.describe(title=_("Its title"))
    async def article(self, interaction: discord.Interaction[DatelineBot], title: Title) -> None:
        reply = reply_to(interaction)

        async def shown() -> None:
            article = await picked(self.bot.house, title, interaction.guild_id)
            await reply.show(article_part(article, language=reply.language))

        await self._read(interaction, reply, shown)

    @article.autocomplete("title")
    async def _titles(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await titles(interaction, self.bot.house, typed)

    async def _read(self, interaction: discord.Interaction[Any], reply: InteractionReply, shown: Any) -> None:
        async def read() -> None:
            await admit_interaction(interaction)
            await reply.begin()
            await shown()

        await self.bot.work(bounded(self.bot.house, reply, read()))


async def titles(interaction: discord.Interaction[Any], house: House, typed: str) -> list[app_commands.Choice[str]]:
    """The articles that fit what is typed, for who may see them."""
    with contextlib.suppress(Declined):
        await admit_interaction(interaction)
        found = await house.searching(house.shelf_in(interaction.guild_id).titled, typed, CHOICES)
        return [
            app_commands.Choice(name=choice_name(one, language_for(interaction)), value=key_of(one)) for one in found
        ]
    return []


async def picked(house: House, title: str, server: int | None = None) -> Article:
    """The one article that was picked, or typed so that no other fits. Raises Declined."""
    found = await house.searching(house.shelf_in(server).picked, title)
    if len(found) > 1:
        raise Declined("several-articles", count=len(found))
    if not found:
        raise Declined("no-such-article")
    return found[0]


def choice_name(article: Article, language: str) -> str:
    """An article among others in a list: two outlets may print one headline."""
    day = shown_day(article.published, language) if article.published else ""
    about = " · ".join(filter(None, (plain(article.outlet or "")[:40], day)))
    title = shortened(plain(article.headline), LONGEST_CHOICE - len(about) - 3)
    return f"{title} · {about}" if about else title
