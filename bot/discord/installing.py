"""What the bot asks of Discord: intents, permissions, and commands that are registered only when they changed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.discord.words import described
from language.pack import CODES

if TYPE_CHECKING:
    from bot.discord.house import House

# The least that works: see the channel, answer in it, show what is cited, read what a reply points at, open threads,
# make a sign instead of a second refusal.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    read_message_history=True,
    create_public_threads=True,
    add_reactions=True,
)
LOCALES = {
    discord.Locale.spain_spanish: "es",
    discord.Locale.latin_american_spanish: "es",
    discord.Locale.german: "de",
    discord.Locale.french: "fr",
    discord.Locale.korean: "ko",
    discord.Locale.chinese: "zh",
    discord.Locale.japanese: "ja",
}
REGISTERED = "commands"  # under which their fingerprint is remembered


def intents(*, message_content: bool) -> discord.Intents:
    """Servers and messages, and nothing that tells about members; Message Content is privileged."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.dm_messages = True
    wanted.message_content = message_content
    return wanted


def invite_link(application_id: int) -> str:
    """The address that adds the bot to a server, with the least permissions that work."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands"))


def user_link(application_id: int) -> str:
    """The address by which a member installs the bot for themselves (DISCORD_USER_INSTALL)."""
    return f"{discord.utils.oauth_url(application_id, scopes=('applications.commands',))}&integration_type=1"


class Descriptions(app_commands.Translator):
    """Descriptions in the languages of the catalogue; command names are the same everywhere."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        if context.location in (
            app_commands.TranslationContextLocation.command_name,
            app_commands.TranslationContextLocation.group_name,
            app_commands.TranslationContextLocation.parameter_name,
        ):
            return None
        return described(string.message, LOCALES[locale]) if locale in LOCALES else None


async def register(tree: app_commands.CommandTree[Any], house: House) -> bool:
    """Register the commands with Discord, if their definition is another than at the last start.

    Discord allows 200 registrations a day and server; a bot that restarts in a loop must not use them up.
    """
    fingerprint = await _fingerprint(tree)
    if await house.recording(house.servers.fact, REGISTERED) == fingerprint:
        return False
    await tree.sync()
    await house.recording(house.servers.remember, REGISTERED, fingerprint)
    return True


async def _fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    translator = tree.translator
    commands = sorted(tree.get_commands(type=None), key=lambda one: (one.qualified_name, str(type(one))))
    payload = []
    for command in commands:
        payload.append(await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree))
    meaning = json.dumps([payload, CODES, tree.client.application_id], ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(meaning.encode(), digest_size=8).hexdigest()
