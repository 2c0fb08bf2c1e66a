"""The bot itself: a discord.py client with its cogs, its error boundary and its metrics."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.budget import Declined
from bot.discord.boundary import bounded
from bot.discord.bulkdeletion import resume
from bot.discord.buttons import AnswerButton
from bot.discord.escaping import one_line
from bot.discord.failures import UNSENT, discord_failed, explained
from bot.discord.house import House
from bot.discord.installing import Descriptions, intents, invite_link, register, user_link
from bot.discord.interactions import reply_to
from bot.discord.leftovers import ended
from bot.discord.streaming import Pace
from bot.questions.deletions import Taken
from bot.questions.log import Entry, UnderWay
from vectorstore.proxies import Proxies

log = logging.getLogger("dateline.discord")

CACHED_MESSAGES = 500
LAG_SECONDS = 0.05  # how long the loop is asked to sleep, to see how late it wakes
REGISTER_AGAIN = 300.0  # seconds after which commands that could not be registered are tried again
GRACE = 8.0  # seconds that answers under way have after SIGTERM


class Tree(app_commands.CommandTree["DatelineBot"]):
    """Commands are answered once each, and what their checks refuse is said."""

    async def interaction_check(self, interaction: discord.Interaction[DatelineBot], /) -> bool:
        bot = interaction.client
        if interaction.type is discord.InteractionType.autocomplete:
            return not bot.closing
        is_first = bot.house.seen.first(interaction.id)
        if is_first and bot.closing:
            await _tell(interaction, Declined("restarting"))
        return is_first and not bot.closing

    async def on_error(
        self, interaction: discord.Interaction[DatelineBot], error: app_commands.AppCommandError, /
    ) -> None:
        if interaction.type is discord.InteractionType.autocomplete:
            explained(error, language="en")  # the log is told, the member sees no choices
        else:
            await _tell(interaction, error)


async def _tell(interaction: discord.Interaction[DatelineBot], error: Exception) -> None:
    reply = reply_to(interaction)

    async def told() -> None:
        raise error

    await bounded(interaction.client.house, reply, told())


def proxy_to(host: str) -> str | None:
    """The proxy that the environment names for a host's https addresses. Raises ProxyUnusable."""
    return Proxies.of_environment(used=True).of(f"https://{host}")


class DatelineBot(commands.Bot):
    """Needs a house that is open; `run` of `running.py` opens and closes it."""

    def __init__(self, house: House, *, announce: Callable[[str], None] = log.info) -> None:
        discord_settings = house.settings.discord
        # We don't speak: what voice would need is no warning for whoever starts us.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        by_user = discord_settings.discord_user_install
        super().__init__(
            command_prefix=commands.when_mentioned,  # there are no prefix commands; mentions are questions
            help_command=None,
            intents=intents(message_content=discord_settings.discord_message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=by_user),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=by_user),
            tree_cls=Tree,
            max_messages=CACHED_MESSAGES,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            enable_debug_events=True,  # for on_socket_raw_receive
            proxy=proxy_to(urlsplit(discord.http.Route.BASE).hostname or ""),
        )
        self.house = house
        self.announce = announce
        self._announced = False
        self._lost = False  # the connection, since we were last connected
        self._left: list[tuple[Entry, UnderWay]] = []  # by the process before us
        self._ordered: list[Taken] = []  # deletions that the process before us did not finish
        self._ending: asyncio.Task[None] | None = None
        self._deleting: asyncio.Task[None] | None = None
        self._leaving_now = asyncio.Event()
        self.under_way: set[asyncio.Task[Any]] = set()

    @property
    def closing(self) -> bool:
        """Whether we are about to leave."""
        return self._leaving_now.is_set()

    @property
    def has_ended_leftovers(self) -> bool:
        """Whether what the process before us left unfinished was brought to an end."""
        return not self._left and (self._ending is None or self._ending.done())

    async def left_within(self, seconds: float) -> bool:
        """Whether we are told to leave within so many seconds."""
        resting = asyncio.create_task(self.house.wire.rest(seconds))
        told = asyncio.create_task(self._leaving_now.wait())
        _, pending = await asyncio.wait({resting, told}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        return self.closing

    def pace(self) -> Pace:
        """How fast an answer's message is edited."""
        return Pace()

    async def setup_hook(self) -> None:
        from bot.discord.about import About
        from bot.discord.asking import Asking
        from bot.discord.checking import Checking
        from bot.discord.forums import Forums
        from bot.discord.libraries import Libraries
        from bot.discord.libraryedits import LibraryEdits
        from bot.discord.moderation import Moderation
        from bot.discord.retractions import Retractions
        from bot.discord.searching import Searching
        from bot.discord.serversettings import Settings
        from bot.discord.sources import Sources
        from bot.discord.tending import Tending

        administration = (LibraryEdits, Settings, Moderation)
        messages = (Asking, Checking, Forums, Retractions)
        for cog in (*messages, Sources, Searching, Libraries, *administration, About, Tending):
            await self.add_cog(cog(self))
        self.add_dynamic_items(AnswerButton)
        await self.tree.set_translator(Descriptions())
        if not await self._registered():
            self._registering = asyncio.create_task(self._register_later(), name="registering")
        self.house.when_revoked = self._revoked
        self.house.application = self.application_id or 0
        self._left = await self.house.recording(self.house.log.under_way, self.house.application)
        self._ordered = await self.house.recording(self.house.deletions.left, self.house.application)
        self._measure_lag.start()
        self._clean_up.start()

    async def _registered(self) -> bool:
        """Register the commands; False where Discord failed. Those of the last start go on working meanwhile."""
        try:
            await register(self.tree, self.house)
        except UNSENT as error:
            log.warning("the commands could not be registered: %s", one_line(str(error) or type(error).__name__))
            return not discord_failed(error)
        return True

    async def _register_later(self) -> None:
        while not await self.left_within(REGISTER_AGAIN):
            if await self._registered():
                return

    def _revoked(self) -> None:
        """Discord doesn't know our token any more: asking on would be taken for an attack."""
        if not self.closing:
            self._leaving = asyncio.get_running_loop().create_task(self.close())

    async def work(self, coroutine: Any) -> None:
        """Do what a member set off, known to be under way, so that a restart can wait for it or say so."""
        task = asyncio.current_task()
        assert task is not None
        self.under_way.add(task)
        try:
            await coroutine
        finally:
            self.under_way.discard(task)

    async def on_ready(self) -> None:
        self.house.metrics.set_connected(True)
        if self._left:
            left, self._left = self._left, []
            self._ending = asyncio.create_task(ended(self, self.house, left), name="leftovers")
        if self._ordered:
            ordered, self._ordered = self._ordered, []
            self._deleting = asyncio.create_task(resume(self, self.house, ordered), name="deletions")
        if self.application_id and not self._announced:
            self._announced = True
            self.announce(f"Ready. Add the bot to a server with {invite_link(self.application_id)}")
            if self.house.settings.discord.discord_user_install:
                self.announce(f"Members install it for themselves with {user_link(self.application_id)}")

    async def on_connect(self) -> None:
        self._connected()

    async def on_resumed(self) -> None:
        # What was sent meanwhile is delivered again by Discord; `seen` sees to it that nothing is answered twice.
        self._connected()

    def _connected(self) -> None:
        self.house.metrics.set_connected(True)
        if self._lost:
            self._lost = False
            log.warning("connected to Discord again")

    async def on_disconnect(self) -> None:
        self.house.metrics.set_connected(False)
        if not self._lost and not self.closing:
            self._lost = True
            log.warning("the connection to Discord is lost: trying again until it is back")

    async def on_socket_raw_receive(self, message: str) -> None:
        # Acknowledged heartbeats count too: on a quiet server nothing else comes for hours.
        self.house.metrics.heard()

    async def on_guild_channel_update(self, before: object, after: discord.abc.GuildChannel) -> None:
        self.house.rejections.reopen([after.id, *(thread.id for thread in getattr(after, "threads", ()))])

    async def on_thread_update(self, before: object, after: discord.Thread) -> None:
        self.house.rejections.reopen([after.id])

    async def on_guild_role_update(self, before: object, after: discord.Role) -> None:
        self._reopen(after.guild)

    async def on_member_update(self, before: object, after: discord.Member) -> None:
        if self.user and after.id == self.user.id:
            self._reopen(after.guild)

    def _reopen(self, server: discord.Guild) -> None:
        self.house.rejections.reopen([*(one.id for one in server.channels), *(one.id for one in server.threads)])

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self.house.recording(self.house.servers.drop, guild.id)

    async def on_message(self, message: discord.Message, /) -> None:
        """Messages are the Asking cog's; there are no prefix commands to look for."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        import sys

        error = sys.exc_info()[1]
        if error is not None:
            self.house.metrics.errors.labels(explained(error, language="en").kind).inc()

    @tasks.loop(seconds=1)
    async def _measure_lag(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + LAG_SECONDS
        await asyncio.sleep(LAG_SECONDS)
        self.house.metrics.lag.observe(max(0.0, loop.time() - due))

    @tasks.loop(hours=6)
    async def _clean_up(self) -> None:
        house = self.house
        days = house.settings.discord.discord_log_days
        with contextlib.suppress(Exception):  # a full disk must not end the loop
            await house.recording(house.log.purge, days=days, now=house.now())
            await house.recording(house.posts.purge, before=(house.now() - timedelta(days=days)).timestamp())

    async def close(self) -> None:
        """Stop intake; let answers under way finish, and after GRACE seconds have them say that we restart."""
        if not self.closing:
            self._leaving_now.set()
            self._measure_lag.cancel()
            self._clean_up.cancel()
            mine = asyncio.current_task()
            for task in filter(None, (self._ending, self._deleting)):
                task.cancel()
            under_way = {task for task in self.under_way if task is not mine}
            if under_way:
                _, late = await asyncio.wait(under_way, timeout=GRACE)
                for task in late:
                    task.cancel()
                if late:
                    await asyncio.wait(late, timeout=1.5)
        await super().close()
