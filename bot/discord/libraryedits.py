"""/library-edit: articles added, removed and read again, for those who may.

Discord hides the command from members without Manage Server; who else may use it the server's owner says in Discord's
own settings (Server Settings, Integrations). Neither is taken on trust: what is allowed there by name is read back.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.budget import Declined
from bot.discord.boundary import bounded
from bot.discord.escaping import escaped, one_line, plain, shortened
from bot.discord.interactionreply import InteractionReply
from bot.discord.interactions import reply_to
from bot.discord.libraries import Title, picked, titles
from bot.discord.parts import Part
from bot.discord.replies import Reply
from bot.discord.shelving import Change, add_address, add_file, checked_file, refresh, remove
from bot.discord.streaming import SPACING
from bot.discord.words import say

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

LONGEST_ADDRESS = 2000


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class LibraryEdits(commands.GroupCog, group_name="library-edit", group_description=_("Add or remove articles.")):
    """The library, changed from Discord."""

    def __init__(self, bot: DatelineBot) -> None:
        super().__init__()
        self.bot = bot

    @app_commands.command(name="add", description=_("Add an article, a feed or a sitemap by its address, or a file."))
    @app_commands.describe(
        url=_("Address of an article, a feed or a sitemap"),
        file=_("A text, Markdown, HTML, PDF, Word or JSONL file"),
    )
    async def add(
        self,
        interaction: discord.Interaction[DatelineBot],
        url: app_commands.Range[str, 1, LONGEST_ADDRESS] | None = None,
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
    async def remove(self, interaction: discord.Interaction[DatelineBot], title: Title) -> None:
        reply = reply_to(interaction)

        async def removed() -> None:
            house = self.bot.house
            article = await picked(house, title)
            if not await house.changing(remove, house, article):
                raise Declined("no-such-article")
            text = say("removed", reply.language, title=escaped(shortened(one_line(article.headline), 200)))
            await reply.show(Part(text=text, kind="info"))

        await self._change(interaction, reply, removed)

    @app_commands.command(name="refresh", description=_("Read all articles that have an address again."))
    async def refresh(self, interaction: discord.Interaction[DatelineBot]) -> None:
        reply = reply_to(interaction)

        async def refreshed() -> None:
            addresses = await self.bot.house.searching(self.bot.house.shelf.addresses)
            if not addresses:
                raise Declined("nothing-to-refresh")
            await self._changed(reply, refresh(addresses))

        await self._change(interaction, reply, refreshed)

    @remove.autocomplete("title")
    async def _titles(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await titles(interaction, self.bot.house, typed)

    async def _read_file(self, file: discord.Attachment) -> bytes:
        """What was uploaded. What the file server refuses says nothing of our token or permissions."""
        try:
            return await self.bot.house.wire.read(file.read)
        except discord.HTTPException as error:
            raise Declined("file-unread") from error

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
        """Whether the server's owner allowed the command to this member or one of their roles."""
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


def _step(stage: str, done: int, total: int, *, language: str) -> str:
    if total:
        return say("library-progress", language, stage=stage, done=f"{done:,}", total=f"{total:,}")
    return say("library-step", language, stage=stage, done=f"{done:,}")


def _fenced(summary: str) -> str:
    """A summary inside a code fence: it can't close it, and it fits."""
    lines = [plain(line).replace("`", "'") for line in summary.split("\n")]
    text = "\n".join(lines)
    return text if len(text) <= 3500 else "…\n" + text[-3500:]
