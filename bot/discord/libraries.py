"""/library: what the library holds, for everyone; adding, removing and refreshing for those who may.

Members with Manage Server may change it, and those whom the server's owner allows /library by name in
Discord's own settings (Server Settings, Integrations): Discord keeps one permission for a whole command, so what is
allowed there beyond everybody's use is read back and taken as the permission to change.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.budget import Declined
from bot.discord.boundary import bounded
from bot.discord.escaping import escaped, one_line, plain, shortened
from bot.discord.interactionreply import InteractionReply
from bot.discord.interactions import admit_interaction, reply_to
from bot.discord.parts import Part
from bot.discord.passages import article_list, article_part
from bot.discord.rendering import shown_day
from bot.discord.replies import Reply
from bot.discord.shelf import key_of
from bot.discord.shelving import Change, add_address, add_file, checked_file, refresh, remove
from bot.discord.streaming import SPACING
from bot.discord.words import say

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot
    from vectorstore.model import Article

LATEST = 10
CHOICES, LONGEST_CHOICE = 25, 100


class Libraries(
    commands.GroupCog, group_name="library", group_description=_("What the library holds; add to it, or take from it.")
):
    """The library, seen and changed from Discord."""

    def __init__(self, bot: DatelineBot) -> None:
        super().__init__()
        self.bot = bot

    @app_commands.command(name="status", description=_("How much the library holds, and how new it is."))
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
            articles = await self.bot.house.searching(self.bot.house.shelf.latest, LATEST)
            title = say("latest-title", reply.language)
            await reply.show(article_list(articles, language=reply.language, title=title))

        await self._read(interaction, reply, shown)

    @app_commands.command(name="article", description=_("One article: where it is from, and how it begins."))
    @app_commands.describe(title=_("Its title"))
    async def article(self, interaction: discord.Interaction[DatelineBot], title: str) -> None:
        reply = reply_to(interaction)

        async def shown() -> None:
            article = await self._picked(title)
            await reply.show(article_part(article, language=reply.language))

        await self._read(interaction, reply, shown)

    @app_commands.command(name="add", description=_("Add an article, a feed or a sitemap by its address, or a file."))
    @app_commands.describe(
        url=_("Address of an article, a feed or a sitemap"),
        file=_("A text, Markdown, HTML, PDF, Word or JSONL file"),
    )
    @app_commands.guild_only()
    async def add(
        self,
        interaction: discord.Interaction[DatelineBot],
        url: str | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        reply = reply_to(interaction)

        async def added() -> None:
            house = self.bot.house
            if (url is None) == (file is None):
                raise Declined("url-or-file")
            if file is not None:
                name = checked_file(file.filename, file.size, most=house.settings.ingest.ingest_max_bytes)
                await self._changed(reply, add_file(name, await self._read_file(file)))
            elif url is not None:
                await self._changed(reply, add_address(url))

        await self._change(interaction, reply, added)

    @app_commands.command(name="remove", description=_("Remove an article."))
    @app_commands.describe(title=_("Its title"))
    @app_commands.guild_only()
    async def remove(self, interaction: discord.Interaction[DatelineBot], title: str) -> None:
        reply = reply_to(interaction)

        async def removed() -> None:
            house = self.bot.house
            article = await self._picked(title)
            if not await house.changing(remove, house, article):
                raise Declined("no-such-article")
            text = say("removed", reply.language, title=escaped(shortened(one_line(article.headline), 200)))
            await reply.show(Part(text=text, kind="info"))

        await self._change(interaction, reply, removed)

    @app_commands.command(name="refresh", description=_("Read the articles that have an address again."))
    @app_commands.guild_only()
    async def refresh(self, interaction: discord.Interaction[DatelineBot]) -> None:
        reply = reply_to(interaction)

        async def refreshed() -> None:
            addresses = await self.bot.house.searching(self.bot.house.shelf.addresses)
            if not addresses:
                raise Declined("nothing-to-refresh")
            await self._changed(reply, refresh(addresses))

        await self._change(interaction, reply, refreshed)

    @article.autocomplete("title")
    @remove.autocomplete("title")
    async def _titles(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        with contextlib.suppress(Declined):
            await admit_interaction(interaction)
            found = await self.bot.house.searching(self.bot.house.shelf.titled, typed, CHOICES)
            return [app_commands.Choice(name=choice_name(one), value=key_of(one)) for one in found]
        return []

    async def _read_file(self, file: discord.Attachment) -> bytes:
        """What was uploaded. What the file server refuses says nothing of our token or permissions."""
        try:
            return await self.bot.house.wire.read(file.read)
        except discord.HTTPException as error:
            raise Declined("file-unread") from error

    async def _picked(self, title: str) -> Article:
        """The one article that was picked, or typed so that no other fits. Raises Declined."""
        found = await self.bot.house.searching(self.bot.house.shelf.picked, title)
        if len(found) > 1:
            raise Declined("several-articles", count=len(found))
        if not found:
            raise Declined("no-such-article")
        return found[0]

    # Reading and changing

    async def _read(self, interaction: discord.Interaction[Any], reply: InteractionReply, shown: Any) -> None:
        async def read() -> None:
            await admit_interaction(interaction)
            await reply.begin()
            await shown()

        await self.bot.work(bounded(self.bot.house, reply, read()))

    async def _change(self, interaction: discord.Interaction[Any], reply: InteractionReply, changed: Any) -> None:
        async def change() -> None:
            if interaction.guild_id not in self.bot.house.settings.discord.home:
                raise Declined("library-elsewhere")
            await reply.begin()
            if not interaction.permissions.manage_guild and not await self._is_allowed_by_name(interaction):
                raise Declined("no-permission", permission="Manage Server")
            await changed()

        await self.bot.work(bounded(self.bot.house, reply, change()))

    async def _is_allowed_by_name(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether the server's owner allowed /library to this member or one of their roles, in Discord's settings."""
        command, server = interaction.command, interaction.guild
        if command is None or server is None or interaction.data is None:
            return False
        try:
            number = int(cast(dict[str, Any], interaction.data)["id"])
            read = self.bot.http.get_application_command_permissions
            given = await self.bot.house.wire.read(lambda: read(interaction.application_id, server.id, number))
        except discord.NotFound:
            return False  # nothing was set for this command
        mine = {interaction.user.id, *(role.id for role in getattr(interaction.user, "roles", ()))} - {server.id}
        return any(int(one["id"]) in mine and one["permission"] for one in given["permissions"])

    async def _changed(self, reply: Reply, change: Change) -> None:
        """Run a change in its thread, showing how far it is, and then its summary."""
        house = self.bot.house
        progress: dict[str, tuple[int, int]] = {}

        def report(stage: str, done: int, total: int) -> None:
            progress[stage] = (done, total)

        working = asyncio.ensure_future(house.changing(change, house, report))
        await reply.show_meanwhile(Part(text=say("library-working", reply.language), kind="info"))
        shown = ""
        while True:
            done, _ = await asyncio.wait({working}, timeout=SPACING)
            if done:
                break
            text = "\n".join(_step(stage, *at, language=reply.language) for stage, at in list(progress.items())[-3:])
            if text and text != shown:
                shown = text
                await reply.show_meanwhile(Part(text=escaped(text), kind="info"))
        summary = working.result()
        await reply.show(Part(text=f"```\n{_fenced(summary)}\n```", kind="info"))


def choice_name(article: Article) -> str:
    """An article among others in a list: two outlets may print one headline."""
    day = article.published.date().isoformat() if article.published else ""
    about = " · ".join(filter(None, (plain(article.outlet or "")[:40], day)))
    title = shortened(plain(article.headline), LONGEST_CHOICE - len(about) - 3)
    return f"{title} · {about}" if about else title


def _step(stage: str, done: int, total: int, *, language: str) -> str:
    if total:
        return say("library-progress", language, stage=stage, done=f"{done:,}", total=f"{total:,}")
    return say("library-step", language, stage=stage, done=f"{done:,}")


def _fenced(summary: str) -> str:
    """A summary inside a code fence: it can't close it, and it fits."""
    lines = [plain(line).replace("`", "'") for line in summary.split("\n")]
    text = "\n".join(lines)
    return text if len(text) <= 3500 else "…\n" + text[-3500:]
