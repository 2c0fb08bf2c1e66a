"""/settings: where and for whom the bot answers on a server, in which language and time zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.budget import Declined
from bot.discord.boundary import bounded
from bot.discord.durations import span_of
from bot.discord.escaping import escaped, one_line
from bot.discord.forumchoice import (
    LONGEST_CHOICE,
    LONGEST_WAIT,
    SHORTEST_WAIT,
    forum_lines,
    tag_choices,
    with_forum,
)
from bot.discord.interactions import reply_to
from bot.discord.parts import Part
from bot.discord.words import say
from bot.questions.servers import ServerSettings
from language.pack import packs

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

CHOICES = 25
LONGEST_PAUSE = timedelta(days=30)
MOST_LISTED = 20  # channels or roles of a server


class Settings(commands.Cog):
    """A server's settings, kept across restarts."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    @app_commands.command(
        name="settings",
        description=_("Where and for whom I answer on this server, in which language and time zone."),
    )
    @app_commands.describe(
        channel=_("Add or remove a channel that I answer in"),
        role=_("Add or remove a role that may ask"),
        language=_("Language of my own messages"),
        time_zone=_("Time zone for words like “today”, for example Asia/Seoul"),
        quiet=_("Say nothing outside the channels that I answer in"),
        log_channel=_("Channel for reports, failing sources and changed answers"),
        ask_channel=_("Channel whose questions are answered without a mention"),
        forum=_("Forum whose posts with a tag are answered when nobody else has"),
        forum_tag=_("Tag that a post of the forum must have"),
        forum_wait=_("Minutes that a post of a forum waits for somebody's answer"),
        pause=_("Pause answering for a while: 30m, 1h, 2d, or off"),
        help_line=_("Help line named to a member in distress: a telephone number or an address"),
        reset=_("Reset to defaults"),
    )
    @app_commands.rename(
        log_channel="log-channel",
        ask_channel="ask-channel",
        forum_tag="forum-tag",
        forum_wait="forum-wait",
        help_line="help-line",
    )
    @app_commands.choices(
        language=[
            *(app_commands.Choice(name=one.name, value=one.code) for one in packs()),
            app_commands.Choice(name="auto", value="auto"),
        ]
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def settings(
        self,
        interaction: discord.Interaction[DatelineBot],
        channel: discord.TextChannel | None = None,
        role: discord.Role | None = None,
        language: str | None = None,
        time_zone: app_commands.Range[str, 1, 60] | None = None,
        quiet: bool | None = None,
        log_channel: discord.TextChannel | None = None,
        ask_channel: discord.TextChannel | None = None,
        forum: discord.ForumChannel | None = None,
        forum_tag: app_commands.Range[str, 1, LONGEST_CHOICE] | None = None,
        forum_wait: app_commands.Range[int, SHORTEST_WAIT, LONGEST_WAIT] | None = None,
        pause: app_commands.Range[str, 1, 20] | None = None,
        help_line: app_commands.Range[str, 1, 300] | None = None,
        reset: bool = False,
    ) -> None:
        house = self.bot.house
        reply = reply_to(interaction)

        async def done() -> None:
            await reply.begin()
            server = interaction.guild_id
            assert server is not None  # guild_only
            if house.settings.discord.home and server not in house.settings.discord.home:
                raise Declined("not-home")
            before = house.servers.of(server).reset() if reset else house.servers.of(server)
            before = with_forum(before, forum, tag=forum_tag, wait=forum_wait)
            after = replace(
                before,
                channels=_toggled(before.channels, channel.id if channel else None),
                roles=_toggled(before.roles, role.id if role else None),
                language=(None if language == "auto" else language) if language else before.language,
                time_zone=_zone(time_zone) if time_zone else before.time_zone,
                quiet=before.quiet if quiet is None else quiet,
                log_channel=_switched(before.log_channel, log_channel.id if log_channel else None),
                ask_channels=_toggled(before.ask_channels, ask_channel.id if ask_channel else None),
                paused_until=_until(pause, house.now()) if pause else before.paused_until,
                help_line=one_line(help_line) if help_line else before.help_line,
            )
            if after != house.servers.of(server):
                await house.recording(house.servers.put, server, after)
            reply.language = after.language or reply.language
            zone = after.time_zone or house.settings.answer.time_zone
            readable = house.settings.discord.discord_message_content
            await reply.show(
                settings_part(
                    after,
                    zone=zone,
                    language=reply.language,
                    now=house.now(),
                    readable=readable,
                    forums=interaction.guild.forums if interaction.guild else (),
                )
            )

        await self.bot.work(bounded(house, reply, done()))

    @settings.autocomplete("forum_tag")
    async def _tags(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return tag_choices(interaction, typed)

    @settings.autocomplete("time_zone")
    async def _zones(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        wanted = typed.casefold().replace(" ", "_")
        names = [name for name in sorted(available_timezones()) if wanted in name.casefold()]
        return [app_commands.Choice(name=name, value=name) for name in names[:CHOICES]]


def settings_part(
    settings: ServerSettings,
    *,
    zone: str,
    language: str,
    now: datetime,
    readable: bool = True,
    forums: Sequence[discord.ForumChannel] = (),
) -> Part:
    """The settings as they are now; `readable` says that messages without a mention can be read, `forums` are the
    server's."""
    everywhere = say("everywhere", language)
    lines = [
        say("setting-channels", language, value=", ".join(f"<#{one}>" for one in settings.channels) or everywhere),
        say("setting-roles", language, value=", ".join(f"<@&{one}>" for one in settings.roles) or everywhere),
        say("setting-language", language, value=settings.language or say("automatic", language)),
        say("setting-zone", language, value=escaped(zone)),
    ]
    if settings.help_line:
        lines.append(say("setting-help-line", language, value=escaped(settings.help_line)))
    if settings.quiet:
        lines.append(say("setting-quiet" if settings.channels else "setting-quiet-nowhere", language))
    if settings.ask_channels:
        value = ", ".join(f"<#{one}>" for one in settings.ask_channels)
        lines.append(say("setting-ask" if readable else "setting-ask-off", language, value=value))
    lines += forum_lines(settings, forums, language=language, readable=readable)
    if settings.log_channel:
        lines.append(say("setting-log", language, value=f"<#{settings.log_channel}>"))
    if now.timestamp() < settings.paused_until:
        lines.append(say("setting-paused", language, until=f"<t:{int(settings.paused_until)}:f>"))
    return Part(text="\n".join(f"• {line}" for line in lines), kind="info", title=say("settings-title", language))


def _toggled(ids: tuple[int, ...], one: int | None) -> tuple[int, ...]:
    if one is None:
        return ids
    return tuple(id_ for id_ in ids if id_ != one) if one in ids else (*ids, one)[-MOST_LISTED:]


def _switched(before: int | None, one: int | None) -> int | None:
    """Given again, it is taken away."""
    return before if one is None else None if one == before else one


def _until(pause: str, now: datetime) -> float:
    """When a pause ends, in seconds since the epoch; 0 for "off". Raises Declined."""
    given = pause.strip().casefold()
    if given == "off":
        return 0.0
    span = span_of(given, most=LONGEST_PAUSE)
    if span is None:
        raise Declined("bad-pause", pause=one_line(pause))
    return (now + span).timestamp()


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name.strip()).key
    except (LookupError, ValueError, OSError):
        raise Declined("bad-zone", zone=one_line(name)[:60]) from None
