"""The buttons under an answer. They carry the question's id, so they work after a restart.

Quotes     privately: the articles' own words, and what became of them since
👍 👎      a thumb; the second asks what was wrong
Follow up  opens a thread on the answer
📢 Show    shows in the channel what its asker alone saw
🔁 Again   answers the question as its asker has changed it
🗑️         for the asker and moderators
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Self, cast

import discord

from bot.discord.boundary import bounded
from bot.discord.escaping import plain, shortened
from bot.discord.failures import FORBIDDEN, THREAD_EXISTS
from bot.discord.interactionreply import InteractionReply
from bot.discord.interactions import admit_interaction, be_quiet, house_of, reply_to
from bot.discord.quotes import allowed, quote_parts, since
from bot.discord.serverlog import report_dislike
from bot.discord.words import say
from bot.questions.log import Entry

if TYPE_CHECKING:
    from bot.discord.house import House

ACTIONS = {"quotes": "📖", "again": "🔁", "show": "📢", "good": "👍", "bad": "👎", "follow": "🧵", "delete": "🗑️"}
THREAD_NAME = 100
THREAD_MINUTES: Final = 1440  # without a message until Discord puts the thread away
LONGEST_FEEDBACK = 500


class AnswerButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=r"dateline:(?P<action>quotes|again|show|good|bad|follow|delete):(?P<id>[A-Za-z0-9_-]{12})",
):
    """One button; everything that it needs is in its custom id."""

    def __init__(self, action: str, id_: str, *, label: str | None = None) -> None:
        button: discord.ui.Button[discord.ui.View] = discord.ui.Button(
            label=label, emoji=ACTIONS[action], custom_id=f"dateline:{action}:{id_}"
        )
        super().__init__(button)
        self.action = action
        self.entry_id = id_

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match["action"], match["id"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        house = house_of(interaction)
        if not house.seen.first(interaction.id):
            return
        reply = reply_to(interaction, private=self.action != "show")
        await bounded(house, reply, self._pressed(interaction, house, reply))

    async def _pressed(self, interaction: discord.Interaction[Any], house: House, reply: InteractionReply) -> None:
        if self.action != "delete":
            be_quiet(interaction)
        if self.action == "bad":
            await house.wire.ask(interaction, Feedback(self.entry_id, language=reply.language))
            return
        if self.action != "show":  # what is refused there is told before anything is promised to everybody
            await reply.begin()
        entry = await entry_under(interaction, house, self.entry_id)
        if entry is None:
            # Who may delete any message here may delete ours, whether or not its question is still kept.
            gone = self.action == "delete" and await deleted_by_moderator(interaction, house)
            await reply.tell(say("deleted" if gone else "forgotten", reply.language))
            return
        match self.action:
            case "quotes":
                await show_quotes(house, entry, reply)
            case "good":
                await house.recording(house.log.rate, entry.id, interaction.user.id, 1)
                await reply.tell(say("thanks", reply.language))
            case "show":
                from bot.discord.publication import show_here  # which shows these buttons in turn

                await show_here(interaction, house, entry, reply)
            case "again":
                from bot.discord.rerun import answer_again

                await answer_again(interaction, house, entry, reply)
            case "follow":
                await admit_interaction(interaction)
                await open_thread(interaction, house, entry, reply)
            case "delete":
                await delete_answer(interaction, house, entry, reply)


class Feedback(discord.ui.Modal):
    """What was wrong with an answer; the thumb alone counts too."""

    def __init__(self, id_: str, *, language: str) -> None:
        super().__init__(title=say("feedback-title", language), timeout=900)
        self.entry_id = id_
        self.language = language
        self.reason: discord.ui.TextInput[Feedback] = discord.ui.TextInput(
            label=say("what-was-wrong", language),
            placeholder=say("wrong-hint", language),
            style=discord.TextStyle.paragraph,
            required=False,
            max_length=LONGEST_FEEDBACK,
        )
        self.add_item(self.reason)

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        house = house_of(interaction)
        if not house.seen.first(interaction.id):
            return
        reply = reply_to(interaction, language=self.language)

        async def rated() -> None:
            await reply.begin()
            entry = await entry_under(interaction, house, self.entry_id)
            if entry is not None:
                reason = self.reason.value.strip() or None
                await house.recording(house.log.rate, entry.id, interaction.user.id, -1, reason)
            await reply.tell(say("thanks" if entry else "forgotten", self.language))
            blocked = house.servers.of(interaction.guild_id).blocked
            first = entry is not None and house.seen.first(("disliked", entry.id, interaction.user.id))
            if entry is not None and first and interaction.user.id not in blocked:
                await report_dislike(interaction.client, house, entry, self.reason.value.strip())

        await bounded(house, reply, rated())


async def entry_under(interaction: discord.Interaction[Any], house: House, id_: str) -> Entry | None:
    """The question whose answer is the message that was pressed on.

    None where it was deleted, by the retention or on request, and where the id was moved under another message, for
    that one may be seen by others.
    """
    entry, message = await house.recording(house.log.get, id_), interaction.message
    if entry is None or message is None or message.id in entry.messages:
        return entry if message else None
    # An answer that is being shown, or was when we were killed: its messages may not all be known yet.
    is_open = interaction.channel_id == entry.channel and await house.recording(house.log.is_under_way, id_)
    return replace(entry, messages=(*entry.messages, message.id)) if is_open else None


def answer_view(
    id_: str, *, language: str, quotes: bool, private: bool, show: bool = False, again: bool = False
) -> discord.ui.View:
    """The buttons of an answer. A refusal has no quotes; a private answer is dismissed, and bears no thread; `show`
    is for one that may be shown in the channel, `again` for one whose question was changed."""
    view = discord.ui.View(timeout=None)
    keys = {"quotes": "quotes", "follow": "follow-up", "show": "show", "again": "again"}
    left_out = {"quotes": not quotes, "follow": private, "delete": private, "show": not show, "again": not again}
    for action in ACTIONS:
        if not left_out.get(action):
            view.add_item(AnswerButton(action, id_, label=say(keys[action], language) if action in keys else None))
    return view


def may_be_shown(entry: Entry, *, private: bool) -> bool:
    """Whether an answer is one that its asker may show in the channel: a verdict on another's message, on a server."""
    return private and entry.about is not None and entry.server is not None


async def show_quotes(house: House, entry: Entry, reply: InteractionReply) -> None:
    """The quotes, privately."""
    fates = await house.searching(since, entry, house.library)
    entry = await house.searching(allowed, entry, house.library)
    first, *more = quote_parts(entry, fates, language=reply.language)
    await reply.show(first)
    for part in more:
        await reply.add(part)


async def open_thread(
    interaction: discord.Interaction[Any], house: House, entry: Entry, reply: InteractionReply
) -> None:
    """A thread on the answer; where there is one already, its place."""
    message = interaction.message
    if isinstance(interaction.channel, discord.Thread):
        ours = interaction.channel.owner_id == interaction.application_id
        readable = ours and house.settings.discord.discord_message_content
        await reply.tell(say("thread-here" if readable else "thread-open-mention", reply.language))
        return
    if message is None or message.guild is None or message.flags.ephemeral:
        await reply.tell(say("no-threads-here", reply.language))
        return
    if not interaction.app_permissions.create_public_threads:
        await reply.tell(say("may-not-thread", reply.language))
        return
    name = shortened(plain(say("thread-name", reply.language, question=entry.question)), THREAD_NAME)
    try:
        thread = await house.wire.open_thread(message, name=name, minutes=THREAD_MINUTES)
        readable = house.settings.discord.discord_message_content
        await house.wire.say(thread, say("thread-open" if readable else "thread-open-mention", reply.language))
    except discord.HTTPException as error:
        if error.code in FORBIDDEN:
            await reply.tell(say("may-not-thread", reply.language))
            return
        if error.code != THREAD_EXISTS:
            raise
    await reply.tell(f"<#{message.id}>")  # a thread has the id of the message that it hangs on


async def deleted_by_moderator(interaction: discord.Interaction[Any], house: House) -> bool:
    """Delete the message that was pressed on, for members with Manage Messages; whether that was done."""
    message = interaction.message
    if message is None or not interaction.permissions.manage_messages:
        return False
    await house.wire.delete(message)
    return True


async def delete_answer(
    interaction: discord.Interaction[Any], house: House, entry: Entry, reply: InteractionReply
) -> None:
    """Delete all messages of an answer, for its asker and for moderators."""
    is_asker = entry.member == house.log.hashed(interaction.user.id)
    if not is_asker and not interaction.permissions.manage_messages:
        await reply.tell(say("not-yours", reply.language))
        return
    channel = interaction.channel
    if isinstance(channel, discord.abc.Messageable):
        for id_ in entry.messages:
            await house.wire.delete(cast(Any, channel).get_partial_message(id_))
    await reply.tell(say("deleted", reply.language))
