"""Forums: a new post with the chosen tag that nobody has answered after some minutes is answered, if that can be done
with proof; else nothing is said. Each post once, also over restarts.

A post is noted when it comes (`bot/questions/posts.py`), and looked at when it is due: whoever has answered by then,
we ourselves too, ends it. Posts of the last day that came while we were away are noted at the next start.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord.ext import commands, tasks

from bot.discord.answering import Asked, answer_question
from bot.discord.boundary import bounded
from bot.discord.escaping import one_line
from bot.discord.failures import UNSENT, discord_failed
from bot.discord.guard import admit
from bot.discord.messagereply import ForumReply
from bot.discord.talk import asked_in, worded
from bot.discord.words import language_of_locale
from bot.questions.posts import Post
from bot.questions.servers import ServerSettings
from language.detection import told_language
from language.messages import looks_like_a_question
from language.pack import CODES
from language.sentences import sentences
from prompts.talk import Turn

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot
    from bot.discord.house import House

log = logging.getLogger("dateline.discord")

EVERY = 15.0  # seconds between looks at what is due
LOOKED_BACK = timedelta(days=1)  # for posts that came while we were away
AGAIN = 60.0  # seconds until a post is looked at again that could not be answered for a passing reason
GIVEN_UP = 2 * 3600.0  # seconds after which a post that was put off is left alone
LOOKED_AT = 50  # messages of a post among which an answer is looked for


class Forums(commands.Cog):
    """Has no commands; `/settings forum` chooses forum and tag."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        self._watch.change_interval(seconds=EVERY)
        self._watch.start()

    async def cog_unload(self) -> None:
        self._watch.cancel()

    @commands.Cog.listener()
    async def on_thread_create(self, thread: discord.Thread) -> None:
        await self._note(thread)

    @commands.Cog.listener()
    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        await self._note(after)  # the tag may have been set later

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        for server in self.bot.guilds:
            for thread in server.threads:
                await self._note(thread)

    async def _note(self, thread: discord.Thread) -> None:
        house = self.bot.house
        settings = house.servers.of(thread.guild.id)
        created = thread.created_at
        if created is None or house.now() - created > LOOKED_BACK or not is_opted_in(thread, settings):
            return
        due = (created + timedelta(minutes=settings.forum_wait)).timestamp()
        await house.recording(house.posts.add, house.application, thread.id, server=thread.guild.id, due=due)

    @tasks.loop()
    async def _watch(self) -> None:
        try:
            if self.bot.is_ready() and self.bot.has_ended_leftovers:
                await self.answer_due()
        except Exception as error:  # the loop must live on
            log.warning("forum posts were not looked at: %s", type(error).__name__)

    async def answer_due(self) -> None:
        """Look at the posts that are due, one beside the other."""
        house = self.bot.house
        due = await house.recording(house.posts.due, house.application, house.now().timestamp())
        await asyncio.gather(*(asyncio.create_task(self.bot.work(self._end(post))) for post in due))

    async def _end(self, post: Post) -> None:
        """Answer a post, or leave it alone, for good; or put it off."""
        house = self.bot.house
        try:
            is_over = await self._is_over(post)
        except UNSENT as error:
            log.info("a post could not be looked at: %s", one_line(str(error) or type(error).__name__))
            is_over = not discord_failed(error)
        now = house.now().timestamp()
        if is_over or now - post.first_due > GIVEN_UP:
            await house.recording(house.posts.end, house.application, post.id)
        else:
            await house.recording(house.posts.put_off, house.application, post.id, due=now + AGAIN)

    async def _is_over(self, post: Post) -> bool:
        """Whether a post needs no further look: it was answered, by whomever, or is none that we can answer."""
        house = self.bot.house
        if self.bot.closing or house.rejections.too_many:
            return False
        server = self.bot.get_guild(post.server)
        if server is None:
            return True
        settings = house.servers.of(server.id)
        thread: object = server.get_thread(post.id)
        if thread is None:
            thread = await house.wire.read(lambda: server.fetch_channel(post.id))
        if not isinstance(thread, discord.Thread) or thread.archived or thread.locked:
            return True
        if not is_opted_in(thread, settings):
            return True

        said = await _said_in(thread, house)
        opening = next((one for one in said if one.id == thread.id), None)
        if opening is None or opening.author.bot or is_answered(said, opening, me=self._me):
            return True
        return await self._answer(thread, opening, settings)

    async def _answer(self, thread: discord.Thread, opening: discord.Message, settings: ServerSettings) -> bool:
        house = self.bot.house
        found = question_of(thread.name, asked_in(opening.content, self._me))
        if found is None:
            return True
        question, context = found
        language = _language(question, thread.guild, settings)
        reply = ForumReply(opening, house, me=self._me, language=language, waited=settings.forum_wait)

        async def answered() -> None:
            await admit_post(thread, opening, house)
            asked = Asked(
                question=worded(question),
                member=opening.author.id,
                server=thread.guild.id,
                channel=thread.id,
                history=lambda: _turns(context),
                asked=opening.id,
            )
            await answer_question(house, asked, reply, pace=self.bot.pace())

        await bounded(house, reply, answered())
        return not reply.put_off

    @property
    def _me(self) -> int:
        assert self.bot.user is not None  # we are ready
        return self.bot.user.id


async def _said_in(thread: discord.Thread, house: House) -> list[discord.Message]:
    async def read() -> list[discord.Message]:
        return [one async for one in thread.history(limit=LOOKED_AT, oldest_first=True)]

    return await house.wire.read(read)


def is_opted_in(thread: discord.Thread, settings: ServerSettings) -> bool:
    """Whether a post bears the tag that its forum's posts are answered by."""
    tag = dict(settings.forums).get(thread.parent_id)
    return tag is not None and tag in [one.id for one in thread.applied_tags]


def is_answered(said: Sequence[discord.Message], opening: discord.Message, *, me: int) -> bool:
    """Whether somebody else than the poster has written, or we have; other bots don't count."""
    others = [one for one in said if one.author.id != opening.author.id]
    return any(one.author.id == me or not (one.author.bot or one.webhook_id) for one in others)


def question_of(title: str, body: str) -> tuple[str, str] | None:
    """What a post asks, and what else it says: its title where that is a question, else the first one in its text."""
    if looks_like_a_question(title):
        return title, body
    asked = (one.text.strip() for one in sentences(body))
    question = next((one for one in asked if looks_like_a_question(one)), None)
    return (question, title) if question else None


async def admit_post(thread: discord.Thread, opening: discord.Message, house: House) -> None:
    """Raise Declined where a post is not answered."""
    settings = house.servers.of(thread.guild.id)
    roles: list[int] = []
    if settings.roles:  # read over REST, a message's author is none of the server's members
        member = await house.wire.read(lambda: thread.guild.fetch_member(opening.author.id))
        roles = [role.id for role in member.roles]
    admit(
        home=house.settings.discord.home,
        at_home=False,
        server=thread.guild.id,
        channels=[thread.id, thread.parent_id],
        roles=roles,
        settings=settings,
        direct=False,
        by_user=False,
        user_install=False,
        member=opening.author.id,
        now=house.now().timestamp(),
    )


def _language(question: str, server: discord.Guild, settings: ServerSettings) -> str:
    told = told_language(question)
    return settings.language or (told if told in CODES else None) or language_of_locale(str(server.preferred_locale))


async def _turns(context: str) -> list[Turn]:
    return [Turn("member", context)] if context else []
