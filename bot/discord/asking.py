"""/ask, and questions in messages: mentions, replies, direct messages, and the bot's own threads."""

from __future__ import annotations

import logging
from datetime import date
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.answering.askable import LONGEST_QUESTION
from bot.budget import Declined
from bot.discord.answering import Asked, answer_question
from bot.discord.boundary import bounded
from bot.discord.checking import check_claims
from bot.discord.escaping import one_line
from bot.discord.files import listed, names_of
from bot.discord.guard import admit
from bot.discord.interactions import admit_interaction, reply_to
from bot.discord.messagereply import MessageReply, UncalledReply
from bot.discord.talk import asked_in, asks_for_truth, names_nothing, replied_to, talk_before, worded
from bot.discord.words import language_of_locale, say
from language.detection import told_language
from language.messages import is_meant_for_us, looks_like_a_question
from language.pack import CODES, FALLBACK

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot
    from bot.discord.house import House

log = logging.getLogger("dateline.discord")

LONGEST_DAY = 40  # characters of what is given as a day
TOLD_IN = 200  # channels that are remembered to have been told that a mention is needed


class Asking(commands.Cog):
    """Questions, however they come."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot
        self._told: dict[int, None] = {}

    @app_commands.command(name="ask", description=_("Ask the library; every sentence of the answer shows its source."))
    @app_commands.describe(
        question=_("What you want to know"),
        private=_("Show the answer only to you"),
        since=_("Only articles published on or after this date (YYYY-MM-DD)"),
        until=_("Only articles published on or before this date (YYYY-MM-DD)"),
    )
    async def ask(
        self,
        interaction: discord.Interaction[DatelineBot],
        question: app_commands.Range[str, 1, LONGEST_QUESTION],
        private: bool = False,
        since: app_commands.Range[str, 1, LONGEST_DAY] | None = None,
        until: app_commands.Range[str, 1, LONGEST_DAY] | None = None,
    ) -> None:
        house = self.bot.house
        reply = reply_to(interaction, private=private)

        async def answered() -> None:
            await admit_interaction(interaction)
            first, last = _day(since), _day(until)
            if first and last and first > last:
                raise Declined("dates-crossed")
            asked = Asked(
                question=worded(question),
                member=interaction.user.id,
                server=interaction.guild_id,
                channel=interaction.channel_id,
                titled=True,
                called=True,
                since=first,
                until=last,
            )
            await answer_question(house, asked, reply, pace=self.bot.pace())

        await self.bot.work(bounded(house, reply, answered()))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot or message.webhook_id or self.bot.user is None:
            return
        if message.type not in (discord.MessageType.default, discord.MessageType.reply):
            return
        called = await self._is_for_us(message)
        if not (called or self._is_a_question_here(message)) or not self.bot.house.seen.first(message.id):
            return
        house = self.bot.house
        kind = MessageReply if called else UncalledReply
        reply = kind(message, house, me=self.bot.user.id, language=self._language(message))
        await self.bot.work(bounded(house, reply, self._answered(message, reply)))

    async def _answered(self, message: discord.Message, reply: MessageReply) -> None:
        house = self.bot.house
        if self.bot.closing:
            raise Declined("restarting")
        if house.rejections.too_many:
            log.warning("a message was left unanswered: Discord refused too many requests lately")
            return
        await admit_message(message, house, self.bot)
        await self.answer(message, reply)

    async def answer(self, message: discord.Message, reply: MessageReply) -> None:
        """Answer a message that is admitted. Raises what `bounded` puts into words."""
        house, me = self.bot.house, self.bot.user
        assert me is not None
        question = asked_in(message.content, me.id)
        target = await replied_to(message, house.wire)
        is_foreign = target is not None and target.author.id != me.id
        if not question and not is_foreign and self._is_unreadable(message):
            await self._say_that_a_mention_is_needed(message, reply)
            return
        if target is not None and is_foreign and asks_for_truth(question):
            sealed = message.guild is not None and not self.bot.intents.message_content
            await check_claims(
                house,
                target,
                reply,
                member=message.author.id,
                pace=self.bot.pace(),
                asked=message.id,
                sealed=sealed,
            )
            return
        if target is None and not self._is_talk(message) and names_nothing(question):
            raise Declined("truth-of-what")
        if not any(map(str.isalnum, question)) and (files := names_of(message)):
            raise Declined("only-files", names=listed(files, language=reply.language))
        asked = Asked(
            question=worded(question),
            member=message.author.id,
            server=message.guild.id if message.guild else None,
            channel=message.channel.id,
            history=lambda: talk_before(message, house.wire, bot_id=me.id),
            react=lambda emoji: house.wire.react(message, emoji),
            unread=names_of(message),
            asked=message.id,
            called=self._was_called(message),
        )
        await answer_question(house, asked, reply, pace=self.bot.pace())

    async def _is_for_us(self, message: discord.Message) -> bool:
        """Whether it called the bot, or is in a thread that we opened, and surely a question."""
        me = self.bot.user
        assert me is not None
        if self._was_called(message):
            return True
        if isinstance(message.channel, discord.Thread) and message.channel.owner_id == me.id:
            # Members who mention or reply to each other talk to each other, and what is surely no question is their
            # own talk.
            replies = message.reference is not None and isinstance(message.reference.resolved, discord.Message)
            return not (message.mentions or replies) and (not message.content or is_meant_for_us(message.content))
        return False

    def _was_called(self, message: discord.Message) -> bool:
        """A direct message, a mention, or a reply to us."""
        me = self.bot.user
        assert me is not None
        if message.guild is None or me in message.mentions:
            return True
        resolved = message.reference.resolved if message.reference else None
        if isinstance(resolved, discord.Message) and resolved.author.id == me.id:
            return True
        return any(role.is_bot_managed() and role.tags and role.tags.bot_id == me.id for role in message.role_mentions)

    def _is_talk(self, message: discord.Message) -> bool:
        """Whether what was said before is known without a reply: in direct messages, and in threads that we opened."""
        me, channel = self.bot.user, message.channel
        in_our_thread = isinstance(channel, discord.Thread) and me is not None and channel.owner_id == me.id
        return message.guild is None or in_our_thread

    def _is_a_question_here(self, message: discord.Message) -> bool:
        """Whether it is a question to anybody, in a channel for questions (`/settings ask-channel`)."""
        server = message.guild.id if message.guild else None
        if message.channel.id not in self.bot.house.servers.of(server).ask_channels or message.reference:
            return False
        talks_to_another = message.mentions or message.role_mentions or message.mention_everyone
        return not talks_to_another and looks_like_a_question(message.content)

    def _is_unreadable(self, message: discord.Message) -> bool:
        """Whether a message arrived empty because the intent Message Content is off: in our threads, or as a reply."""
        return (
            message.guild is not None
            and not self.bot.intents.message_content
            and self.bot.user not in message.mentions
            and not message.content
        )

    async def _say_that_a_mention_is_needed(self, message: discord.Message, reply: MessageReply) -> None:
        """Once in each channel, also after a restart: what we said there before is read back."""
        channel = message.channel
        sentence = say("thread-mention", reply.language)
        if channel.id in self._told:
            return
        self._told[channel.id] = None
        if len(self._told) > TOLD_IN:
            del self._told[next(iter(self._told))]

        async def read() -> list[discord.Message]:
            return [one async for one in channel.history(limit=50)]

        before = await self.bot.house.wire.read(read)
        if not any(one.author == self.bot.user and one.content == sentence for one in before):
            await reply.tell(sentence)

    def _language(self, message: discord.Message) -> str:
        """The server's where it has set one, else that of the message where we speak it, else the server's locale."""
        server = message.guild
        set_here = self.bot.house.servers.of(server.id if server else None).language
        if set_here:
            return set_here
        told = told_language(message.content)
        if told and told in CODES:
            return told
        return FALLBACK if message.content or server is None else language_of_locale(str(server.preferred_locale))


async def admit_message(message: discord.Message, house: House, client: discord.Client) -> None:
    """Raise Declined where a message is not answered."""
    settings = house.settings.discord
    server = message.guild.id if message.guild else None
    parents = [message.channel.parent_id] if isinstance(message.channel, discord.Thread) else []
    direct = server is None and settings.discord_direct_messages
    admit(
        home=settings.home,
        at_home=not direct or await house.is_at_home(client, message.author.id),
        server=server,
        channels=[message.channel.id, *parents],
        roles=[role.id for role in getattr(message.author, "roles", ())],
        settings=house.servers.of(server),
        direct=settings.discord_direct_messages,
        by_user=False,
        user_install=settings.discord_user_install,
        member=message.author.id,
        now=house.now().timestamp(),
    )


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Declined("bad-date", date=one_line(text)[:40]) from None
