"""Messages that are deleted or changed, and what we said because of them.

the asker deletes the question   the answer says so, small, and its 🗑️ takes it away
the asker changes it             the answer offers to answer again, by a button
a checked message is deleted     what is kept of the check goes, and what stands of it in the channel; who asked about
                                 it keeps their own question

An offer is an edit of our own message, of which nobody is told; what is still being answered is waited for. Checked
messages that were deleted while we were away are found when we are back.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.answering.errors import QuestionError
from bot.discord.buttons import answer_view
from bot.discord.deletion import delete_answers
from bot.discord.escaping import one_line, units
from bot.discord.failures import UNKNOWN_MESSAGE, UNSENT
from bot.discord.parts import CONTENT, SMALL
from bot.discord.serverlog import log_language
from bot.discord.talk import asked_in, worded
from bot.discord.words import say
from bot.questions.log import Entry
from language.detection import told_language
from language.pack import CODES

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

log = logging.getLogger("dateline.discord")

LOOKED_FOR = 100  # of the newest checked messages, whenever we come back
OFFERS = ("question-deleted", "question-changed")


class Retractions(commands.Cog):
    """Has no commands."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self.bot.work(self._deleted([payload.message_id]))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        await self.bot.work(self._deleted(payload.message_ids))

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        message, me = payload.message, self.bot.user
        if me is None or message.author.bot or message.edited_at is None:
            return  # Discord tells of a link's preview as of an edit
        asks = asked_in(message.content, me.id)
        if asks:  # without Message Content a message that no longer mentions us comes empty
            await self.bot.work(self._changed(message.id, asks))

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Look for the checked messages once more: nobody tells us what was deleted while we were away."""
        house, seen = self.bot.house, set[int]()
        for entry in await house.recording(house.log.checked, LOOKED_FOR):
            if self.bot.closing:
                return
            if entry.about is not None and entry.about not in seen and await is_gone(self.bot, entry):
                await self.bot.work(self._deleted([entry.about]))
            seen.add(entry.about or 0)

    async def _deleted(self, messages: Iterable[int]) -> None:
        house, ids = self.bot.house, list(messages)
        for entry in await house.recording(house.log.asked_by, ids):
            await self._offer(entry, "question-deleted")
        checked = [await self._finished(one) for one in await house.recording(house.log.about, ids)]
        await delete_answers(self.bot, house, checked)
        if checked:
            await house.recording(house.log.drop, [entry.id for entry in checked])
        await house.recording(house.log.release, messages=ids)

    async def _changed(self, message: int, asks: str) -> None:
        house = self.bot.house
        for entry in await house.recording(house.log.asked_by, [message]):
            if entry.about is None and _is_other(asks, entry):
                await self._offer(entry, "question-changed")

    async def _finished(self, entry: Entry) -> Entry:
        """The entry when its answer is shown, should that still be going on."""
        house = self.bot.house
        await house.answered(entry.id)
        return await house.recording(house.log.get, entry.id) or entry

    async def _offer(self, entry: Entry, key: str) -> None:
        """Say under an answer what became of its question; nothing where no answer stands."""
        house = self.bot.house
        entry = await self._finished(entry)
        if not entry.messages or entry.channel is None:
            return
        place = self.bot.get_partial_messageable(entry.channel, guild_id=entry.server)
        last = entry.messages[-1]
        try:
            shown = await house.wire.read(lambda: place.fetch_message(last))
            if not _has_offer(shown, key):
                await house.wire.edit(shown, **_with_offer(shown, entry, key, language=self._language(entry)))
        except UNSENT as error:  # it was deleted, or the channel is closed to us
            log.info("an answer could not be changed: %s", one_line(str(error) or type(error).__name__))

    def _language(self, entry: Entry) -> str:
        told = told_language(entry.question)
        set_here = self.bot.house.servers.of(entry.server).language
        return set_here or (told if told in CODES else None) or log_language(self.bot, self.bot.house, entry.server)


async def is_gone(bot: DatelineBot, entry: Entry) -> bool:
    """Whether the message that was checked is known to be deleted."""
    if entry.about is None or entry.channel is None:
        return False
    about, place = entry.about, bot.get_partial_messageable(entry.channel, guild_id=entry.server)
    try:
        await bot.house.wire.read(lambda: place.fetch_message(about))
    except discord.NotFound as error:
        return error.code == UNKNOWN_MESSAGE
    except UNSENT:
        return False
    return False


def _is_other(asks: str, entry: Entry) -> bool:
    """Whether a message asks something else by now."""
    try:
        return worded(asks)[: len(entry.question)] != entry.question or len(worded(asks)) > len(entry.question)
    except QuestionError:
        return False


def _has_offer(shown: discord.Message, key: str) -> bool:
    """Whether a message says so already: who edits again and again sets off nothing more."""
    text = shown.embeds[0].footer.text if shown.embeds else shown.content
    last = (text or "").split("\n")[-1].removeprefix("-# ")
    return last in {say(key, code) for code in CODES}


def _with_offer(shown: discord.Message, entry: Entry, key: str, *, language: str) -> dict[str, Any]:
    """An answer's message with a line on its question, and the buttons that go with it."""
    line = say(key, language)
    before = {say(one, code) for one in OFFERS for code in CODES}
    payload: dict[str, Any] = {
        "view": answer_view(
            entry.id,
            language=language,
            quotes=bool(entry.citations),
            private=False,
            again=key == "question-changed",
        )
    }
    if shown.embeds:
        embed = shown.embeds[0].copy()
        small = [one for one in (embed.footer.text or "").split("\n") if one and one not in before]
        if units("\n".join([*small, line])) <= SMALL:
            small.append(line)
        return payload | {"embed": embed.set_footer(text="\n".join(small))}
    lines = [one for one in shown.content.split("\n") if one.removeprefix("-# ") not in before]
    text = "\n".join([*lines, f"-# {line}"])
    return payload | ({"content": text} if units(text) <= CONTENT else {})
