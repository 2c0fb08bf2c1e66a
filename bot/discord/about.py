"""/help on one screen, and /privacy: what is kept, and how to have it forgotten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.answering.models import model_name
from bot.discord.boundary import bounded
from bot.discord.deletion import delete_answers
from bot.discord.escaping import escaped
from bot.discord.interactions import be_quiet, house_of, reply_to
from bot.discord.optout import OptOut
from bot.discord.parts import Part
from bot.discord.words import say
from vectorstore.errors import LibraryError

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot
    from bot.discord.house import House


class About(commands.Cog):
    """What a member may want to know of the bot."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self.bot.add_dynamic_items(Forget, OptOut)

    @app_commands.command(name="help", description=_("How to ask, check and search, on one screen."))
    async def help(self, interaction: discord.Interaction[DatelineBot]) -> None:
        reply = reply_to(interaction)

        async def shown() -> None:
            be_quiet(interaction)
            await reply.begin()
            await reply.show(
                Part(text=say("help", reply.language), kind="info", title=say("help-title", reply.language))
            )

        await bounded(self.bot.house, reply, shown())

    @app_commands.command(name="privacy", description=_("What I store about you, and how to have it deleted."))
    async def privacy(self, interaction: discord.Interaction[DatelineBot]) -> None:
        reply = reply_to(interaction)

        async def shown() -> None:
            be_quiet(interaction)
            await reply.begin()
            view = discord.ui.View(timeout=None)
            view.add_item(Forget(label=say("forget", reply.language)))
            view.add_item(Forget(label=say("forget-all", reply.language), answers=True))
            view.add_item(await OptOut.for_member(self.bot.house, interaction.user.id, language=reply.language))
            # The library is asked who embeds, which is no work for the event loop.
            part = await self.bot.house.recording(privacy_part, self.bot.house, language=reply.language)
            await reply.show(part, view=view)

        await bounded(self.bot.house, reply, shown())


def privacy_part(house: House, *, language: str) -> Part:
    """What is kept, for how long, and what leaves this machine."""
    name, embedding = model_name(house.settings.answer), _embedding(house)
    sent = [
        say("privacy-model", language, model=escaped(name)) if name != "stub" else "",
        _judge_line(house, language=language),
        say("privacy-embedding", language, embedding=escaped(embedding)) if embedding.startswith("openai:") else "",
        say("privacy-chroma", language, where=escaped(index)) if (index := _index(house)) else "",
        say("privacy-tracing", language) if house.settings.answer.chat_tracing and name != "stub" else "",
    ]
    told = " ".join(filter(None, sent)) or say("privacy-local", language)
    text = say("privacy", language, days=house.settings.discord.discord_log_days, model=told)
    text = f"{text}\n\n{say('privacy-checked', language)} {say('privacy-about', language)}"
    text = f"{text}\n\n{say('privacy-also', language)}"
    return Part(text=text, kind="info", title=say("privacy-title", language))


def _index(house: House) -> str:
    """Where the index lies, if that is a server."""
    return urlsplit(house.settings.store.chroma_url or "").netloc.rpartition("@")[2]


def _embedding(house: House) -> str:
    """Who embeds questions: whoever embedded the library, or what is set where that can't be read."""
    try:
        return house.library.embedding or ""
    except LibraryError:
        return house.settings.store.embedding


def _judge_line(house: House, *, language: str) -> str:
    """What goes to a judge, and where; nothing where words alone decide."""
    settings, bench = house.settings.answer, house.answerer.bench
    if bench is None:
        return ""
    where = urlsplit(settings.judge_base_url or "").netloc
    if where:
        return say("privacy-judge-service", language, judge=escaped(bench.judge.name), where=escaped(where))
    return say("privacy-judge-model", language, judge=escaped(bench.judge.name))


class Forget(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"dateline:forget(?P<answers>:answers)?"
):
    """Deletes the questions of whoever presses it; with `answers` the messages that answer them too."""

    def __init__(self, *, label: str | None = None, answers: bool = False) -> None:
        custom_id = "dateline:forget:answers" if answers else "dateline:forget"
        super().__init__(discord.ui.Button(label=label, style=discord.ButtonStyle.danger, custom_id=custom_id))
        self.answers = answers

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(answers=bool(match["answers"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        house = house_of(interaction)
        reply = reply_to(interaction)

        async def forgotten() -> None:
            await reply.begin()
            # The answers first: who is interrupted by a restart can press again.
            given = await house.recording(house.log.of_member, interaction.user.id) if self.answers else []
            gone, standing = await delete_answers(interaction.client, house, given)
            count = await house.recording(house.log.forget, interaction.user.id)
            told = [say("forgot", reply.language, count=count)]
            if self.answers:
                told.append(say("forgot-answers", reply.language, count=gone))
            if standing:
                told.append(say("forgot-standing", reply.language, count=len(standing)))
            await reply.tell(" ".join(told))

        await bounded(house, reply, forgotten())
