"""The files of members' messages: none is read, and each is named as unread."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.discord.escaping import one_line, plain, shortened
from bot.discord.words import say

MOST_NAMED = 5
LONGEST_NAME = 40


def files_of(message: discord.Message) -> list[discord.Attachment]:
    """The files of a message and of what it forwards."""
    return [*message.attachments, *(file for one in message.message_snapshots for file in one.attachments)]


def names_of(message: discord.Message) -> tuple[str, ...]:
    """What the files are called."""
    return tuple(one_line(file.filename) for file in files_of(message))


def shows_pictures(message: discord.Message) -> bool:
    """Whether there is a picture in a message."""
    return any((file.content_type or "").startswith("image/") for file in files_of(message)) or any(
        embed.type == "image" or embed.image.url for embed in message.embeds
    )


def listed(names: Sequence[str], *, language: str) -> str:
    """The names on one line, no longer than it may be."""
    shown = [shortened(plain(name), LONGEST_NAME) for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        shown.append(say("and-more", language, count=len(names) - MOST_NAMED))
    return ", ".join(shown)


def unread_lines(names: Sequence[str], *, language: str) -> tuple[str, ...]:
    """The small line that names the files that were not read; none where there are none."""
    return (plain(say("unread", language, names=listed(names, language=language))),) if names else ()
