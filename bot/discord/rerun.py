"""A question answered again after its asker has changed it: by the button of the offer (`retractions.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.discord.asking import Asking
from bot.discord.deletion import delete_answers
from bot.discord.interactionreply import InteractionReply
from bot.discord.interactions import admit_interaction
from bot.discord.messagereply import MessageReply
from bot.discord.replies import Sendable
from bot.discord.talk import asked_in, worded
from bot.discord.words import say
from bot.questions.log import Entry

if TYPE_CHECKING:
    from bot.discord.house import House


async def answer_again(
    interaction: discord.Interaction[Any], house: House, entry: Entry, reply: InteractionReply
) -> None:
    """Answer the question as it stands now, and take the old answer away; a refusal is told to who pressed."""
    if entry.member != house.log.hashed(interaction.user.id):
        await reply.tell(say("not-your-question", reply.language))
        return
    await admit_interaction(interaction)
    message = await _asking(interaction, house, entry)
    if message is None:
        await reply.tell(say("question-gone", reply.language))
        return
    me = interaction.client.user.id if interaction.client.user else interaction.application_id
    worded(asked_in(message.content, me))
    answer = MessageReply(message, house, me=me, language=reply.language, nonce=interaction.id)
    asking = interaction.client.get_cog("Asking")
    assert isinstance(asking, Asking)
    try:
        await asking.answer(message, answer)
    finally:
        answer.finish()
        await answer.close()
    await delete_answers(interaction.client, house, [entry])
    await reply.tell(say("answered-again", reply.language))


async def _asking(interaction: discord.Interaction[Any], house: House, entry: Entry) -> discord.Message | None:
    """The message that asks, as it is now; None where it is gone."""
    channel, asked = interaction.channel, entry.asked
    if asked is None or not isinstance(channel, Sendable):
        return None
    try:
        return await house.wire.read(lambda: channel.fetch_message(asked))
    except discord.NotFound:
        return None
