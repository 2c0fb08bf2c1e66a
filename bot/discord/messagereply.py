"""An answer given as a reply to a member's message."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from bot.discord.failures import FORBIDDEN, MISSING_ACCESS, SLOW_MODE, UNSENT, VANISHED, Gone
from bot.discord.parts import Part
from bot.discord.replies import PROGRESS, Origin, Reply, itself, may_send, permissions_in
from bot.discord.words import say

if TYPE_CHECKING:
    from bot.discord.house import House

log = logging.getLogger("dateline.discord")

SILENT = {"not-in-this-channel", "not-home", "paused", "blocked"}  # there, or for them, we are switched off
SIGN = "⏳"
NOT_HERE = "🔍"  # under a question that nobody asked us and that the library doesn't answer
PASSING = {"one-at-a-time", "cooldown", "busy", "paused", "restarting"}  # refusals of this moment
TYPING = 8.0  # seconds after which typing is shown again


class MessageReply(Reply):
    """As a reply to a member's message."""

    def __init__(
        self, message: discord.Message, house: House, *, me: int, language: str, nonce: int | None = None
    ) -> None:
        allowed = permissions_in(message)
        embeds = allowed is None or allowed.embed_links
        origin = Origin(asked=message.id, nonce=nonce)
        super().__init__(house.wire, house.rejections, me=me, origin=origin, language=language, embeds=embeds)
        self._refusals = house.refusals
        self._to = message
        self._allowed = allowed
        self._typing: asyncio.Task[None] | None = None

    async def decline(self, sentence: str, *, reason: str) -> None:
        """Once a member and reason in a while; else a sign, where it may be made; nothing where we are switched off."""
        member = self._to.author.id
        if self._to.guild is not None and reason in SILENT:
            return
        if self._refusals.may_tell(member, reason):
            await self.tell(sentence)
        elif (self._allowed is None or self._allowed.add_reactions) and self._refusals.may_sign(member):
            await self.wire.react(self._to, SIGN)

    async def begin(self) -> None:
        channel = self._to.channel
        forbidden = self._allowed is not None and not may_send(self._allowed, channel)
        if forbidden or self.rejections.is_closed(channel.id):
            await self._hint()
        self._type()

    def _type(self) -> None:
        """Show that we are typing; Discord shows it for ten seconds at a time."""

        async def keep_typing() -> None:
            with contextlib.suppress(*UNSENT):
                while True:
                    await self._to.channel.typing()
                    await asyncio.sleep(TYPING)

        self._typing = asyncio.create_task(keep_typing())

    def finish(self) -> None:
        if self._typing is not None:
            self._typing.cancel()

    async def _write(self, payload: dict[str, Any], *, insist: bool) -> None:
        self.finish()
        try:
            if self.messages:
                await self._write_over(0, payload, insist=insist)
            else:
                self.messages = [
                    await self._posted(self._first, itself(self._to.channel), payload, at=0, insist=insist)
                ]
        except discord.HTTPException as error:
            await self._refused(error)

    async def _first(self, **payload: Any) -> discord.Message:
        if self._allowed is not None and not self._allowed.read_message_history:
            # Discord refuses a reply to what may not be read (160002), and takes a message.
            return await self._to.channel.send(**payload)
        return await self._to.reply(mention_author=False, **payload)

    async def _send_more(self, payload: dict[str, Any]) -> discord.Message:
        # Each part is a reply, so that the next start finds those whose ids were not yet noted (leftovers.py).
        try:
            return await self._posted(self._first, itself(self._to.channel), payload, at=len(self.messages))
        except discord.HTTPException as error:
            await self._refused(error)
            raise

    async def _refused(self, error: discord.HTTPException) -> None:
        """What is left to do when Discord refuses a message: a hint, or nothing. Raises."""
        if error.status in (401, 403, 429):
            self.rejections.note(error.status, self._to.channel.id)
        if error.code in FORBIDDEN or error.code == SLOW_MODE:
            await self._hint("slow-mode" if error.code == SLOW_MODE else "may-not-write", error)
        if error.code in VANISHED or "message_reference" in str(error):
            raise Gone("the question or its channel was deleted") from error
        raise error

    async def _hint(self, key: str = "may-not-write", error: discord.HTTPException | None = None) -> None:
        """Tell who can mend the channel, once, what is missing; the asker can't. Raises Gone."""
        channel = self._to.channel.id
        log.info("the channel %s refuses answers: %s", channel, error.code if error else MISSING_ACCESS)
        server = self._to.guild
        if server is None or not self.rejections.may_hint(channel):
            raise Gone("whoever can mend the channel was told") from error
        try:
            owner = server.owner
            if owner is None:
                owner = await self.wire.read(lambda: server.fetch_member(server.owner_id or 0))
            await self.wire.say(owner, say(key, self.language, channel=f"<#{channel}>"))
        except discord.HTTPException as closed:
            self.rejections.note(closed.status, None)
            raise Gone(f"the server's owner takes no direct messages ({closed.code})") from error
        raise Gone("the server's owner was told by direct message") from error


class UncalledReply(MessageReply):
    """To a question that was not put to us, in a channel for questions: an answer is shown, a refusal is a sign where
    signs may be made, and whatever else would be said is not."""

    called = False

    def _type(self) -> None:
        """Nobody waits for it."""

    async def show(self, part: Part, *, view: discord.ui.View | None = None) -> None:
        if part.kind == "refusal" and not self.messages:
            if self._allowed is None or self._allowed.add_reactions:
                await self.wire.react(self._to, NOT_HERE)
        elif part.kind != "passages":
            await super().show(part, view=view)

    async def show_meanwhile(self, part: Part) -> None:
        if part.kind not in PROGRESS:
            await super().show_meanwhile(part)

    async def tell(self, sentence: str) -> None:
        if self.parts:  # then it says why no more comes
            await super().tell(sentence)

    async def decline(self, sentence: str, *, reason: str) -> None:
        return


class ForumReply(UncalledReply):
    """To a post of a forum that nobody has answered: a whole answer with its proof, or nothing. `put_off` says that a
    later try may find one."""

    def __init__(self, message: discord.Message, house: House, *, me: int, language: str, waited: int) -> None:
        super().__init__(message, house, me=me, language=language)
        self._waited = waited
        self.put_off = False

    async def show(self, part: Part, *, view: discord.ui.View | None = None) -> None:
        if part.kind == "answer":
            await super().show(self._explained(part, view), view=view)

    async def show_meanwhile(self, part: Part) -> None:
        return

    async def add(self, part: Part, *, view: discord.ui.View | None = None) -> None:
        await super().add(self._explained(part, view), view=view)

    def _explained(self, part: Part, view: discord.ui.View | None) -> Part:
        """With why we say it, beside the buttons of which one sends it away."""
        if view is None:
            return part
        return replace(part, small=(*part.small, say("forum-why", self.language, minutes=self._waited)))

    async def tell(self, sentence: str) -> None:
        self.put_off = not self.parts
        await super().tell(sentence)

    async def decline(self, sentence: str, *, reason: str) -> None:
        self.put_off = reason in PASSING
