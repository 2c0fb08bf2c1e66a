"""Which forums of a server are answered in, and by which tag: a part of `/settings`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands

from bot.budget import Declined
from bot.discord.escaping import escaped
from bot.discord.words import say
from bot.questions.servers import ServerSettings

MOST_FORUMS = 20
SHORTEST_WAIT, LONGEST_WAIT = 1, 1440  # minutes
CHOICES, LONGEST_CHOICE = 25, 100


def with_forum(
    before: ServerSettings, forum: discord.ForumChannel | None, *, tag: str | None, wait: int | None
) -> ServerSettings:
    """The settings with a forum and its tag; given again without one, a forum is taken away. Raises Declined."""
    after = before if wait is None else replace(before, forum_wait=wait)
    if forum is None:
        if tag or (wait is not None and not before.forums):
            raise Declined("forum-which")
        return after
    others = tuple(one for one in before.forums if one[0] != forum.id)
    if tag is None and wait is None and len(others) < len(before.forums):
        return replace(after, forums=others)
    if tag is None:
        if len(others) < len(before.forums):
            return after
        raise _which_tag(forum)
    found = next((one for one in forum.available_tags if one.name.casefold() == tag.strip().casefold()), None)
    if found is None:
        raise _which_tag(forum)
    return replace(after, forums=(*others, (forum.id, found.id))[-MOST_FORUMS:])


def _which_tag(forum: discord.ForumChannel) -> Declined:
    tags = ", ".join(f"“{one.name}”" for one in forum.available_tags)
    return (
        Declined("forum-tag-which", forum=forum.mention, tags=tags)
        if tags
        else Declined("forum-no-tags", forum=forum.mention)
    )


def tag_choices(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
    """The tags of the forum that is given beside, or of all forums, which bear what is typed."""
    given = getattr(interaction.namespace.forum, "id", None)
    forums = interaction.guild.forums if interaction.guild else []
    names = [tag.name for forum in forums if given in (None, forum.id) for tag in forum.available_tags]
    wanted = typed.casefold()
    return [
        app_commands.Choice(name=name[:LONGEST_CHOICE], value=name[:LONGEST_CHOICE])
        for name in dict.fromkeys(names)
        if wanted in name.casefold()
    ][:CHOICES]


def forum_lines(
    settings: ServerSettings, forums: Sequence[discord.ForumChannel], *, language: str, readable: bool
) -> list[str]:
    """Each forum with its tag; `readable` says that posts' texts can be read."""
    names = {tag.id: tag.name for forum in forums for tag in forum.available_tags}
    lines = [
        say(
            "setting-forum",
            language,
            forum=f"<#{forum}>",
            tag=escaped(names.get(tag, "?")),
            minutes=settings.forum_wait,
        )
        for forum, tag in settings.forums
    ]
    return [*lines, say("setting-forum-off", language)] if lines and not readable else lines
