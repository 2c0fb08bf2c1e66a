"""How an answer reaches a member: through an interaction, or as a reply to a message; with a way round what fails.

token expired, or unknown from the start   a message in the channel; a direct message where that is private or refused
already acknowledged                       nothing: another process has it
question or channel deleted                nothing
may not read the channel's history         a message instead of a reply
no permission in the channel, slow mode    a hint by direct message, one a member; where that is closed, nothing
500, 503, 429 on the last words            tried again a few times
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import discord

from bot.discord.failures import (
    ALREADY_ACKNOWLEDGED,
    EXPIRED,
    FORBIDDEN,
    MISSING_ACCESS,
    SLOW_MODE,
    UNKNOWN_INTERACTION,
    VANISHED,
    Gone,
)
from bot.discord.guard import Rejections
from bot.discord.parts import Part
from bot.discord.rendering import content_of, footer_of
from bot.discord.words import say

log = logging.getLogger("dateline.discord")
T = TypeVar("T")

COLOURS = {
    "answer": 0x2B6CB0,
    "partial": 0x718096,
    "refusal": 0xB7791F,
    "claim": 0x6B46C1,
    "quotes": 0x2F855A,
    "passages": 0x4A5568,
    "info": 0x4A5568,
}
TYPING = 8.0  # seconds after which typing is shown again
WAITS = (0.5, 1.5, 3.0)  # seconds before the last words are tried again
Sendable = discord.TextChannel | discord.Thread | discord.DMChannel | discord.VoiceChannel | discord.StageChannel


def embed_of(part: Part) -> discord.Embed:
    """A part as an embed."""
    embed = discord.Embed(title=part.title, description=part.text, colour=COLOURS[part.kind])
    if part.small:
        embed.set_footer(text=footer_of(part))
    return embed


class Reply(ABC):
    """One answer's messages. `show` writes the first of them and writes it over; `add` sends a further one."""

    def __init__(self, rejections: Rejections, *, language: str, embeds: bool, private: bool = False) -> None:
        self.rejections = rejections
        self.language = language
        self.embeds = embeds
        self.private = private
        self.messages: list[discord.Message] = []

    async def begin(self) -> None:
        """Say that an answer is coming, where that is said. Raises Gone."""
        return

    async def show(self, part: Part, *, view: discord.ui.View | None = None, last: bool = False) -> None:
        """The first message, now with this part. Only with `last` it is tried again when Discord fails."""
        await self._write(self._payload(part, view), insist=last)

    async def add(self, part: Part, *, view: discord.ui.View | None = None) -> None:
        """A further message."""
        message = await insisted(lambda: self._send_more(self._payload(part, view)))
        self.messages.append(message)

    async def tell(self, sentence: str) -> None:
        """A plain sentence instead of an answer."""
        await self._write(_quiet({"content": sentence, **({"embed": None} if self.messages else {})}), insist=True)

    def finish(self) -> None:
        """Nothing more is coming."""
        return

    def _payload(self, part: Part, view: discord.ui.View | None) -> dict[str, Any]:
        shown: dict[str, Any] = {"embed": embed_of(part)} if self.embeds else {"content": content_of(part)}
        return _quiet(shown | ({"view": view} if view else {}))

    async def _write_over(self, payload: dict[str, Any], *, insist: bool) -> None:
        message = self.messages[0]
        self.messages[0] = await (insisted(lambda: message.edit(**payload)) if insist else message.edit(**payload))

    @abstractmethod
    async def _write(self, payload: dict[str, Any], *, insist: bool) -> None:
        """Send the first message, or write it over; with `insist` again when Discord fails."""

    @abstractmethod
    async def _send_more(self, payload: dict[str, Any]) -> discord.Message:
        """Send a further message."""


class InteractionReply(Reply):
    """Through an interaction's token, which lives fifteen minutes."""

    def __init__(
        self,
        interaction: discord.Interaction[Any],
        rejections: Rejections,
        *,
        language: str,
        private: bool,
    ) -> None:
        super().__init__(rejections, language=language, embeds=True, private=private)
        self._interaction = interaction
        self._expired = False

    async def begin(self) -> None:
        try:
            await self._interaction.response.defer(ephemeral=self.private, thinking=True)
        except discord.InteractionResponded:
            return
        except discord.HTTPException as error:
            if error.code == ALREADY_ACKNOWLEDGED:
                raise Gone("another process has acknowledged the interaction") from error
            if error.code != UNKNOWN_INTERACTION:
                raise
            self._expired = True

    async def _write(self, payload: dict[str, Any], *, insist: bool) -> None:
        if self._expired:
            await self._in_channel(payload, insist=insist)
            return
        try:
            edit = self._interaction.edit_original_response
            message = await (insisted(lambda: edit(**payload)) if insist else edit(**payload))
        except discord.HTTPException as error:
            if error.code in VANISHED:
                raise Gone("the answer was deleted") from error
            if error.code not in EXPIRED:
                raise
            self._expired, self.messages = True, []
            await self._in_channel(payload, insist=insist)
            return
        self.messages[:1] = [message]

    async def _send_more(self, payload: dict[str, Any]) -> discord.Message:
        if not self._expired:
            try:
                return await self._interaction.followup.send(ephemeral=self.private, wait=True, **payload)
            except discord.HTTPException as error:
                if error.code not in EXPIRED:
                    raise
                self._expired = True
        return await self._round_about(payload)

    async def _in_channel(self, payload: dict[str, Any], *, insist: bool) -> None:
        if self.messages:
            await self._write_over(payload, insist=insist)
        elif insist:  # a new message is worth sending only for what is to stay
            self.messages = [await insisted(lambda: self._round_about(payload))]

    async def _round_about(self, payload: dict[str, Any]) -> discord.Message:
        channel, allowed = self._interaction.channel, self._interaction.app_permissions
        shown = _for_a_new_one(payload)
        if not self.private and isinstance(channel, Sendable) and may_send(allowed, channel):
            try:
                return await channel.send(**shown)
            except (discord.Forbidden, discord.NotFound) as error:
                self.rejections.note(error.status, channel.id)
        try:
            return await self._interaction.user.send(**shown)
        except (discord.Forbidden, discord.NotFound) as error:
            self.rejections.note(error.status, None)
            raise Gone(f"the interaction expired, and direct messages are closed ({error.code})") from error


class MessageReply(Reply):
    """As a reply to a member's message."""

    def __init__(self, message: discord.Message, rejections: Rejections, *, language: str) -> None:
        allowed = permissions_in(message)
        super().__init__(rejections, language=language, embeds=allowed is None or allowed.embed_links)
        self._to = message
        self._allowed = allowed
        self._typing: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        channel = self._to.channel
        forbidden = self._allowed is not None and not may_send(self._allowed, channel)
        if forbidden or self.rejections.is_closed(channel.id):
            await self._hint()
        self._type()

    def _type(self) -> None:
        """Show that we are typing; Discord shows it for ten seconds at a time."""

        async def keep_typing() -> None:
            with contextlib.suppress(discord.HTTPException):
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
                await self._write_over(payload, insist=insist)
            else:
                self.messages = [await (insisted(lambda: self._first(payload)) if insist else self._first(payload))]
        except discord.HTTPException as error:
            await self._refused(error)

    async def _first(self, payload: dict[str, Any]) -> discord.Message:
        # The same nonce for every try: Discord itself sends no second one.
        kept = _for_a_new_one(payload)
        if self._allowed is not None and not self._allowed.read_message_history:
            # Discord refuses a reply to what may not be read (160002), and takes a message.
            return await self._to.channel.send(nonce=str(self._to.id), **kept)
        return await self._to.reply(mention_author=False, nonce=str(self._to.id), **kept)

    async def _send_more(self, payload: dict[str, Any]) -> discord.Message:
        try:
            return await self._to.channel.send(**payload)
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
        """Tell the asker by direct message what is missing: each of them once in a while. Raises Gone."""
        channel, member = self._to.channel.id, self._to.author.id
        log.info("the channel %s refuses answers: %s", channel, error.code if error else MISSING_ACCESS)
        if not self.rejections.may_hint(channel, member):
            raise Gone("the asker was told a moment ago")
        try:
            await self._to.author.send(say(key, self.language, channel=f"<#{channel}>"))
        except discord.HTTPException as closed:
            self.rejections.note(closed.status, None)
            raise Gone(f"direct messages are closed too ({closed.code})") from error
        raise Gone("the asker was told by direct message") from error


def _quiet(payload: dict[str, Any]) -> dict[str, Any]:
    """Said with every payload: discord.py leaves the client's own setting out of an edit that changes no content."""
    return payload | {"allowed_mentions": discord.AllowedMentions.none()}


def _for_a_new_one(payload: dict[str, Any]) -> dict[str, Any]:
    """Without what only an edit can say: that a part of the message goes."""
    return {name: value for name, value in payload.items() if value is not None}


def permissions_in(message: discord.Message) -> discord.Permissions | None:
    """What we may do where a message stands; None in direct messages."""
    if message.guild is None or isinstance(message.channel, discord.DMChannel | discord.GroupChannel):
        return None
    return message.channel.permissions_for(message.guild.me)


def may_send(allowed: discord.Permissions, channel: object) -> bool:
    """Whether a message of ours would go through."""
    if isinstance(channel, discord.Thread):
        return allowed.view_channel and allowed.send_messages_in_threads
    return allowed.view_channel and allowed.send_messages


async def insisted(send: Callable[[], Awaitable[T]]) -> T:
    """Try again where Discord is at fault. discord.py does so for 500, 502, 504 and 524, but not for 503.

    By status: through an interaction's token even a 503 is raised as a plain HTTPException.
    """
    for wait in WAITS:
        try:
            return await send()
        except discord.HTTPException as error:
            if error.status < 500 and error.status != 429:
                raise
            await asyncio.sleep(wait)
    return await send()
