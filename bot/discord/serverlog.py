"""A server's own log channel (`/settings log-channel`): readers' reports, failing sources, answers that have changed.

It names nobody. What can't be told there is said in the bot's log, and nobody waits for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.discord.escaping import escaped, one_line, shortened
from bot.discord.failures import UNSENT
from bot.discord.quotes import Since, said_of, text_fate
from bot.discord.words import language_of_locale, say
from bot.questions.log import Entry

if TYPE_CHECKING:
    from bot.discord.house import House
    from vectorstore.library import Library

log = logging.getLogger("dateline.discord")

LOOKED_BACK = timedelta(days=30)  # for answers whose articles have changed
MOST_NAMED = 10  # answers in one message
LONGEST_REASON = 500


async def tell_log(client: discord.Client, house: House, server: int | None, sentence: str) -> bool:
    """Say something in a server's log channel; whether it was said."""
    channel = house.servers.of(server).log_channel
    if channel is None:
        return False
    try:
        place = client.get_partial_messageable(channel, guild_id=server)
        await house.wire.say(place, sentence, suppress_embeds=True)
    except UNSENT as error:
        log.warning("the log channel %s could not be told: %s", channel, one_line(str(error) or type(error).__name__))
        return False
    return True


async def report_dislike(client: discord.Client, house: House, entry: Entry, reason: str | None) -> None:
    """A reader found an answer wrong."""
    language = log_language(client, house, entry.server)
    said = escaped(shortened(one_line(reason), LONGEST_REASON)) if reason else say("log-no-reason", language)
    await tell_log(client, house, entry.server, say("log-disliked", language, answer=place_of(entry), reason=said))


async def tell_changes(client: discord.Client, house: House) -> None:
    """Tell each server once of its answers whose articles have changed since."""
    since = house.now() - LOOKED_BACK
    for server in house.servers.with_log():
        entries = await house.recording(house.log.unchanged, server, since)
        changed = await house.searching(_changed, entries, house.library)
        if not changed:
            continue
        language = log_language(client, house, server)
        lines = [say("log-changed", language, count=len(changed))]
        for entry, fate in changed[:MOST_NAMED]:
            lines.append(f"• {place_of(entry)} {escaped(said_of(fate, language))}")
        if len(changed) > MOST_NAMED:
            lines.append("…")
        if await tell_log(client, house, server, "\n".join(lines)):
            await house.recording(house.log.note_changed, [entry.id for entry, _ in changed])


def _changed(entries: Iterable[Entry], library: Library) -> list[tuple[Entry, Since]]:
    found = []
    for entry in entries:
        fate = next((fate for cited in entry.citations if (fate := text_fate(cited, entry, library))), None)
        if fate:
            found.append((entry, fate))
    return found


def log_language(client: discord.Client, house: House, server: int | None) -> str:
    """The language of a server's log: as it has set, else its own."""
    guild = client.get_guild(server) if server else None
    return house.servers.of(server).language or language_of_locale(str(guild.preferred_locale) if guild else None)


def place_of(entry: Entry) -> str:
    """An answer as an address that Discord shows as its place."""
    message = f"/{entry.messages[0]}" if entry.messages else ""
    return f"https://discord.com/channels/{entry.server}/{entry.channel}{message}"
