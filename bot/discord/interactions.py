"""What every command, button and form begins with: the bot's house, the member's language, a reply, leave to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord

from bot.budget import Declined
from bot.discord.guard import admit, is_chosen
from bot.discord.interactionreply import InteractionReply
from bot.discord.words import language_of_locale

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot
    from bot.discord.house import House


def house_of(interaction: discord.Interaction[Any]) -> House:
    """The house of the bot that an interaction came to."""
    return cast("DatelineBot", interaction.client).house


def language_for(interaction: discord.Interaction[Any]) -> str:
    """The language of what a member is told: the server's where it has set one, else their own."""
    return house_of(interaction).servers.of(interaction.guild_id).language or language_of_locale(
        str(interaction.locale)
    )


def reply_to(
    interaction: discord.Interaction[Any], *, private: bool = True, language: str | None = None
) -> InteractionReply:
    """A reply through the interaction; a private one is seen by the member alone."""
    house = house_of(interaction)
    return InteractionReply(
        interaction,
        house.wire,
        house.rejections,
        language=language or language_for(interaction),
        private=private,
    )


def be_quiet(interaction: discord.Interaction[Any]) -> None:
    """Raise Declined where nothing at all is to be said, whatever a command or button would say."""
    settings = house_of(interaction).servers.of(interaction.guild_id)
    if settings.quiet and not is_chosen(settings, _channels(interaction)):
        raise Declined("quiet")


def _channels(interaction: discord.Interaction[Any]) -> list[int]:
    channel = interaction.channel
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return [one for one in (interaction.channel_id, parent) if one]


async def admit_interaction(interaction: discord.Interaction[Any]) -> None:
    """Raise Declined where a command may not be used."""
    house = house_of(interaction)
    settings = house.settings.discord
    direct = interaction.guild_id is None and settings.discord_direct_messages
    admit(
        home=settings.home,
        at_home=not direct or await house.is_at_home(interaction.client, interaction.user.id),
        server=interaction.guild_id,
        channels=_channels(interaction),
        roles=[role.id for role in getattr(interaction.user, "roles", ())],
        settings=house.servers.of(interaction.guild_id),
        direct=settings.discord_direct_messages,
        by_user=interaction.is_user_integration() and not interaction.is_guild_integration(),
        user_install=settings.discord_user_install,
        member=interaction.user.id,
        now=house.now().timestamp(),
    )
