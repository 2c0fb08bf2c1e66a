"""Messages checked against the library: "Check this claim", "Ask about this message".

Nothing that a member links to is ever fetched: a link is only looked up among the articles' addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.answering.claims import LONGEST_MESSAGE, check_message
from bot.budget import Declined
from bot.discord.answering import Asked, answer_question, show_all, spent_on
from bot.discord.boundary import bounded
from bot.discord.buttons import may_be_shown
from bot.discord.escaping import one_line, shortened
from bot.discord.files import names_of, shows_pictures, unread_lines
from bot.discord.interactions import admit_interaction, language_for, reply_to
from bot.discord.kept import kept
from bot.discord.optout import respect_author
from bot.discord.parts import CONTENT, DESCRIPTION
from bot.discord.record import Record
from bot.discord.replies import Reply
from bot.discord.streaming import Pace
from bot.discord.talk import links_in, said_in, without_links, worded
from bot.discord.verdicts import link_part, verdict_parts
from bot.discord.words import say
from bot.questions.log import Entry, new_id
from prompts.talk import Turn

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot
    from bot.discord.house import House

LONGEST_LOGGED = 2000


class Checking(commands.Cog):
    """The entries in a message's own menu."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot
        self._menus = [
            app_commands.ContextMenu(name=_(name), callback=callback)
            for name, callback in (
                ("Ask about this message", self.ask_about),
                ("Check this claim", self.check),
            )
        ]

    async def cog_load(self) -> None:
        for menu in self._menus:
            self.bot.tree.add_command(menu)

    async def ask_about(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        house = self.bot.house
        reply = reply_to(interaction)

        async def asked() -> None:
            await admit_interaction(interaction)
            await respect_author(house, message, asker=interaction.user.id)
            await house.wire.ask(interaction, About(self.bot, message, language=language_for(interaction)))

        await bounded(house, reply, asked())

    async def check(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """The asker alone is answered, and may show it."""
        house = self.bot.house
        reply = reply_to(interaction)

        async def checked() -> None:
            await admit_interaction(interaction)
            await check_claims(house, message, reply, member=interaction.user.id, pace=self.bot.pace())

        await self.bot.work(bounded(house, reply, checked()))


class About(discord.ui.Modal):
    """A question about a message, which is its context."""

    def __init__(self, bot: DatelineBot, message: discord.Message, *, language: str) -> None:
        super().__init__(title="Dateline", timeout=900)
        self.bot = bot
        self.message = message
        self.language = language
        self.question: discord.ui.TextInput[About] = discord.ui.TextInput(
            label=say("your-question", language), style=discord.TextStyle.paragraph, max_length=1500
        )
        self.add_item(self.question)

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        house = self.bot.house
        if not house.seen.first(interaction.id):
            return
        reply = reply_to(interaction, private=False, language=self.language)

        async def history() -> list[Turn]:
            text = one_line(said_in(self.message))
            return [Turn("member", text)] if text else []

        async def answered() -> None:
            await admit_interaction(interaction)
            await respect_author(house, self.message, asker=interaction.user.id)
            asked = Asked(
                question=worded(self.question.value),
                member=interaction.user.id,
                server=interaction.guild_id,
                channel=interaction.channel_id,
                history=history,
                titled=True,
                about=self.message,
            )
            await answer_question(house, asked, reply, pace=self.bot.pace())

        await self.bot.work(bounded(house, reply, answered()))


async def check_claims(
    house: House,
    message: discord.Message,
    reply: Reply,
    *,
    member: int,
    pace: Pace,
    asked: int | None = None,
    sealed: bool = False,
) -> None:
    """Say what the library says of a message. Raises what `bounded` puts into words.

    `asked` is the message that asks for it. `sealed` says that a message that seems empty may have come so for want of
    the intent Message Content.
    """
    await respect_author(house, message, asker=member)
    whole = said_in(message)
    text, links = without_links(whole), links_in(whole)
    if not any(character.isalnum() for character in text):
        if links:
            await reply.begin()
            server = message.guild.id if message.guild else None
            article = await house.searching(house.shelf_in(server).linked, links[0])
            await reply.show(link_part(article, language=reply.language))
        else:
            raise Declined(_why_empty(message, sealed=sealed))
        return
    server = message.guild.id if message.guild else None
    house.must_answer(server, text)
    with ExitStack() as door, house.budget.question(member, server):
        door.enter_context(house.queue.coming())
        entry = Entry(
            id=new_id(),
            asked_at=house.now(),
            member=house.log.hashed(member),
            server=server,
            channel=message.channel.id,
            question=text[:LONGEST_LOGGED],
            asked=asked,
            about=message.id,
            subject=house.log.hashed(message.author.id),
        )
        record = Record(house, entry, reply)
        await record.open()
        try:
            await reply.begin()
            door.close()
            await _check(house, text, links, reply, record, member=member, pace=pace, unread=names_of(message))
        except BaseException as error:
            record.failed(error)
            raise


async def _check(
    house: House,
    text: str,
    links: list[str],
    reply: Reply,
    record: Record,
    *,
    member: int,
    pace: Pace,
    unread: Sequence[str],
) -> None:
    entry = record.entry
    async with house.queue.turn(member):
        checked = await house.answering(
            check_message,
            house.answerer_in(entry.server),
            shortened(text, LONGEST_MESSAGE),
            now=house.now(),
            prompt=house.check,
        )
    spent = spent_on(house, checked.tokens)
    house.budget.spend(entry.server, spent)
    looked_up = [await house.searching(house.shelf_in(entry.server).linked, link) for link in links[:3]]
    linked = [article for article in looked_up if article]
    room = DESCRIPTION if reply.embeds else CONTENT - 300
    more = unread_lines(unread, language=reply.language)
    parts = verdict_parts(checked, language=reply.language, linked=linked, room=room, more=more)
    entry = replace(
        entry,
        answer="\n".join(part.text for part in parts),
        outcome="checked",
        citations=kept(checked.citations, checked.hits),
        checks={
            "reported": sum(bool(claim.reported) for claim in checked.claims),
            "contradicted": sum(bool(claim.contradicted) for claim in checked.claims),
            "not found": sum(claim.kind == "claim" and not claim.found for claim in checked.claims),
        },
        input_tokens=spent.input,
        output_tokens=spent.output,
        model=checked.model,
        prompt=checked.prompt,
    )
    await record.made(entry, parts=len(parts))
    await pace.rest()
    show = may_be_shown(entry, private=reply.private)
    quotes = bool(checked.citations)
    await show_all(reply, parts, id_=entry.id if quotes or show else None, quotes=quotes, show=show)


def _why_empty(message: discord.Message, *, sealed: bool = False) -> str:
    """Without the intent Message Content another member's message comes without anything in it."""
    if shows_pictures(message):
        return "picture"
    return "sealed-message" if sealed and not message.stickers and not message.poll else "empty-message"
