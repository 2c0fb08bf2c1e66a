"""A verdict that its asker alone saw, shown in the channel because they want it so: *Show here*.

It becomes an answer of its own, with an entry of its own: deleted by its asker and by moderators, ended at the next
start where a kill interrupts it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from bot.budget import Declined
from bot.discord.answering import show_all
from bot.discord.interactionreply import InteractionReply
from bot.discord.interactions import admit_interaction
from bot.discord.record import Record
from bot.discord.retractions import is_gone
from bot.discord.verdicts import kept_parts
from bot.questions.log import Entry, new_id

if TYPE_CHECKING:
    from bot.discord.house import House

SHOWN = "shown"  # under which a private verdict's checks say that it stands in the channel too, and those of the latter


async def show_here(interaction: discord.Interaction[Any], house: House, entry: Entry, reply: InteractionReply) -> None:
    """Show it in the channel, once. Raises Declined."""
    await admit_interaction(interaction)
    house.must_answer(entry.server, entry.question)
    if await _stands(house, entry) or not house.seen.first((SHOWN, entry.id)):
        raise Declined("shown-already")
    public = replace(entry, id=new_id(), asked_at=house.now(), messages=(), feedback=None, feedback_text=None)
    public = replace(public, input_tokens=None, output_tokens=None, checks={**entry.checks, SHOWN: 1})
    record = Record(house, public, reply)
    await record.open()
    try:
        await reply.begin()
        if await is_gone(interaction.client, entry):
            await house.recording(house.log.drop, [entry.id, public.id])
            raise Declined("forgotten")
        parts = kept_parts(entry.answer, model=entry.model, language=reply.language)
        await record.made(public, parts=len(parts))
        await show_all(reply, parts, id_=public.id, quotes=bool(entry.citations))
    except BaseException as error:
        record.failed(error)
        if not reply.parts:
            house.seen.forget((SHOWN, entry.id))
        raise
    await house.recording(house.log.note, replace(entry, checks={**entry.checks, SHOWN: 1}))


async def _stands(house: House, entry: Entry) -> bool:
    """Whether it stands in the channel already: so it says itself, or what stands there, where a kill came between."""
    if SHOWN in entry.checks or entry.about is None:
        return SHOWN in entry.checks
    checks = await house.recording(house.log.about, [entry.about])
    same = (one for one in checks if (one.member, one.answer) == (entry.member, entry.answer) and one.id != entry.id)
    return any(SHOWN in one.checks and one.messages and one.outcome != "failed" for one in same)
