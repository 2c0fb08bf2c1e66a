"""/moderation: members who may not ask, names and topics that are not answered, and answers taken back in bulk.

Discord hides the command from members without Manage Messages; who else may use it the server's owner says in Discord's
own settings (Server Settings, Integrations).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.answering.unanswered import LONGEST, MOST, entry_of
from bot.budget import Declined
from bot.discord.boundary import bounded
from bot.discord.bulkdeletion import BulkDelete
from bot.discord.durations import span_of
from bot.discord.escaping import ELLIPSIS, escaped, one_line, plain, shortened
from bot.discord.interactionreply import InteractionReply
from bot.discord.interactions import reply_to
from bot.discord.libraries import Title, titles
from bot.discord.parts import Part
from bot.discord.words import say
from bot.questions.deletions import Which, article_key
from bot.questions.servers import ServerSettings

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

MOST_BLOCKED = 500
SHOWN_BLOCKED = 80  # in one message
CHOICES, LONGEST_CHOICE = 25, 100
LONGEST_BACK = timedelta(days=3650)

Topic = app_commands.Range[str, 1, LONGEST]


@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_messages=True)
class Moderation(commands.GroupCog, group_name="moderation", group_description=_("For moderators.")):
    """What moderators decide for their server."""

    def __init__(self, bot: DatelineBot) -> None:
        super().__init__()
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.add_dynamic_items(BulkDelete)

    @app_commands.command(name="block", description=_("Keep a member from asking me on this server."))
    @app_commands.describe(member=_("Who may not ask"))
    async def block(self, interaction: discord.Interaction[DatelineBot], member: discord.User) -> None:
        def blocked(before: ServerSettings) -> ServerSettings:
            others = tuple(one for one in before.blocked if one != member.id)
            if len(others) >= MOST_BLOCKED:
                raise Declined("too-many-blocked", most=MOST_BLOCKED)
            return replace(before, blocked=(*others, member.id))

        await self._change(interaction, blocked, "blocked-now", member=member.mention)

    @app_commands.command(name="unblock", description=_("Let a blocked member ask again."))
    @app_commands.describe(member=_("Who may ask again"))
    async def unblock(self, interaction: discord.Interaction[DatelineBot], member: discord.User) -> None:
        def unblocked(before: ServerSettings) -> ServerSettings:
            if member.id not in before.blocked:
                raise Declined("not-blocked")
            return replace(before, blocked=tuple(one for one in before.blocked if one != member.id))

        await self._change(interaction, unblocked, "unblocked-now", member=member.mention)

    @app_commands.command(name="exclude", description=_("Leave a name or topic unanswered on this server."))
    @app_commands.describe(topic=_("Name or topic; other names for the same thing after a |"))
    async def exclude(self, interaction: discord.Interaction[DatelineBot], topic: Topic) -> None:
        house = self.bot.house

        async def excluded(reply: InteractionReply, server: int) -> None:
            entry = await house.searching(entry_of, topic, house.library)
            if entry is None:
                raise Declined("no-topic")

            def with_it(before: ServerSettings) -> ServerSettings:
                others = tuple(one for one in before.unanswered if one.casefold() != entry.casefold())
                if len(others) >= MOST:
                    raise Declined("too-many-topics", most=MOST)
                return replace(before, unanswered=(*others, entry))

            await house.recording(house.servers.change, server, with_it)
            await reply.show(_told(say("excluded", reply.language, topic=escaped(entry))))

        await self._do(interaction, excluded)

    @app_commands.command(name="include", description=_("Answer an excluded name or topic again."))
    @app_commands.describe(topic=_("One of the excluded names and topics"))
    async def include(self, interaction: discord.Interaction[DatelineBot], topic: Topic) -> None:
        wanted = one_line(topic).casefold().removesuffix(ELLIPSIS)

        def without_it(before: ServerSettings) -> ServerSettings:
            left = tuple(one for one in before.unanswered if not _is_meant(one.casefold(), wanted))
            if left == before.unanswered:
                raise Declined("not-excluded")
            return replace(before, unanswered=left)

        await self._change(interaction, without_it, "included", topic=escaped(one_line(topic)))

    @include.autocomplete("topic")
    async def _topics(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        known = self.bot.house.servers.of(interaction.guild_id).unanswered
        fitting = [one for one in known if typed.strip().casefold() in one.casefold()]
        names = [shortened(plain(one), LONGEST_CHOICE) for one in fitting[:CHOICES]]
        return [app_commands.Choice(name=name, value=name) for name in names]

    @app_commands.command(name="list", description=_("Who may not ask, and what is not answered here."))
    async def show(self, interaction: discord.Interaction[DatelineBot]) -> None:
        house = self.bot.house

        async def listed(reply: InteractionReply, server: int) -> None:
            await reply.show(moderation_part(house.servers.of(server), language=reply.language))

        await self._do(interaction, listed)

    @app_commands.command(name="delete", description=_("Delete my answers: of a time, to a member, from an article."))
    @app_commands.describe(
        last=_("Asked within this time: 30m, 1h, 2d"),
        member=_("Asked by this member"),
        article=_("Citing this article"),
    )
    async def delete(
        self,
        interaction: discord.Interaction[DatelineBot],
        last: app_commands.Range[str, 1, 20] | None = None,
        member: discord.User | None = None,
        article: Title | None = None,
    ) -> None:
        house = self.bot.house

        async def asked(reply: InteractionReply, server: int) -> None:
            if last is None and member is None and article is None:
                raise Declined("delete-which")
            now = house.now()
            which = Which(
                server=server,
                until=now,
                since=now - _span(last) if last else None,
                member=house.log.hashed(member.id) if member else None,
                article=await self._article(article, server) if article else None,
            )
            found = await house.recording(house.deletions.found, which)
            if not found:
                raise Declined("nothing-to-delete")
            view = discord.ui.View(timeout=None)
            label = say("delete-them", reply.language, count=len(found))
            view.add_item(BulkDelete(which, member=member.id if member else 0, label=label))
            await reply.show(_told(say("delete-confirm", reply.language, count=len(found))), view=view)

        await self._do(interaction, asked)

    @delete.autocomplete("article")
    async def _titles(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await titles(interaction, self.bot.house, typed)

    async def _article(self, given: str, server: int) -> str:
        """The key of an article of the library, or of one that was withdrawn and is still cited. Raises Declined."""
        house = self.bot.house
        found = await house.searching(house.shelf.picked, given)
        if len(found) == 1:
            return article_key(found[0].id)
        if cited := await house.recording(house.deletions.cited, server, given):
            return cited
        raise Declined("several-articles", count=len(found)) if found else Declined("no-such-article")

    async def _change(
        self,
        interaction: discord.Interaction[Any],
        change: Callable[[ServerSettings], ServerSettings],
        said: str,
        **values: object,
    ) -> None:
        house = self.bot.house

        async def changed(reply: InteractionReply, server: int) -> None:
            await house.recording(house.servers.change, server, change)
            await reply.show(_told(say(said, reply.language, **values)))

        await self._do(interaction, changed)

    async def _do(
        self, interaction: discord.Interaction[Any], do: Callable[[InteractionReply, int], Awaitable[None]]
    ) -> None:
        house, reply = self.bot.house, reply_to(interaction)

        async def done() -> None:
            server = interaction.guild_id
            assert server is not None  # guild_only
            if house.settings.discord.home and server not in house.settings.discord.home:
                raise Declined("not-home")
            await reply.begin()
            await do(reply, server)

        await self.bot.work(bounded(house, reply, done()))


def moderation_part(settings: ServerSettings, *, language: str) -> Part:
    """Who may not ask, and what is not answered."""
    nobody = say("nobody", language)
    shown = [f"<@{one}>" for one in settings.blocked[-SHOWN_BLOCKED:]]
    if more := len(settings.blocked) - len(shown):
        shown.append(say("and-more", language, count=more))
    topics = [f"• {escaped(one)}" for one in settings.unanswered] or [say("nothing-excluded", language)]
    lines = [
        say("list-blocked", language, members=", ".join(shown) or nobody),
        say("list-excluded", language),
        *topics,
    ]
    return Part(text=shortened("\n".join(lines), 4000), kind="info", title=say("moderation-title", language))


def _is_meant(entry: str, wanted: str) -> bool:
    """Whether an entry is the one that was picked, whose choice may be cut short, or has the form that was typed."""
    cut_off = len(wanted) >= LONGEST_CHOICE - 1 and entry.startswith(wanted)
    return cut_off or wanted == entry or wanted in (form.strip() for form in entry.split("|"))


def _told(sentence: str) -> Part:
    return Part(text=sentence, kind="info")


def _span(last: str) -> timedelta:
    span = span_of(last, most=LONGEST_BACK)
    if span is None:
        raise Declined("bad-span", span=one_line(last))
    return span
