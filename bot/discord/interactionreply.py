"""An answer given through an interaction's token; when that has expired, as the bot itself."""

from __future__ import annotations

import contextlib
from typing import Any

import discord

from bot.discord.failures import ALREADY_ACKNOWLEDGED, EXPIRED, UNKNOWN_INTERACTION, VANISHED, Gone
from bot.discord.guard import Rejections
from bot.discord.replies import Origin, Reply, Sendable, itself, may_send, quiet
from bot.discord.wire import FIRST, Wire, acknowledged


class InteractionReply(Reply):
    """Through an interaction's token, which lives fifteen minutes."""

    def __init__(
        self,
        interaction: discord.Interaction[Any],
        wire: Wire,
        rejections: Rejections,
        *,
        language: str,
        private: bool,
    ) -> None:
        me = interaction.client.user.id if interaction.client.user else interaction.application_id
        origin = Origin(asked=interaction.id, token=interaction.token, private=private)
        super().__init__(wire, rejections, me=me, origin=origin, language=language, embeds=True)
        self._interaction = interaction
        self._first_until = wire.clock() + FIRST
        self._begun = False
        self._expired = False
        self._thinking: int | None = None  # the id of the message that says so

    @property
    def ids(self) -> list[int]:
        known = super().ids
        return known if known or self._thinking is None else [self._thinking]

    async def begin(self) -> None:
        if self._begun or self._interaction.response.is_done():
            self._begun = True
            return
        self._begun = True
        defer = self._interaction.response.defer
        try:
            response = await self.wire.first_word(
                lambda again: acknowledged(defer(ephemeral=self.private, thinking=True), again=again),
                until=self._first_until,
            )
        except discord.HTTPException as error:
            if error.code == ALREADY_ACKNOWLEDGED:
                raise Gone("another process has acknowledged the interaction") from error
            if error.code != UNKNOWN_INTERACTION:
                raise
            self._expired = True
            return
        self._thinking = response.message_id if response else None
        await self._note()

    async def tell(self, sentence: str) -> None:
        if self._begun or self._interaction.response.is_done():
            await super().tell(sentence)
        else:
            await self._at_once(sentence)

    async def decline(self, sentence: str, *, reason: str) -> None:
        """To the asker alone: at once, or in place of what says publicly that we think."""
        if self._expired:
            raise Gone("the interaction expired, and a refusal is worth no message in the channel")
        if self.private or self.parts or not self._begun:
            await self.tell(sentence)
            return
        with contextlib.suppress(discord.NotFound):
            await self._sent(self._interaction.delete_original_response, insist=True)
        self._thinking = None
        send = self._interaction.followup.send
        await self._sent(lambda: send(ephemeral=True, wait=True, **quiet({"content": sentence})), insist=True)

    async def hush(self) -> None:
        """Discord wants a response: one is promised to the asker alone, and taken away."""
        if self._begun or self._interaction.response.is_done():
            return
        self._begun = True
        defer = self._interaction.response.defer
        await self.wire.first_word(
            lambda again: acknowledged(defer(ephemeral=True, thinking=True), again=again), until=self._first_until
        )
        with contextlib.suppress(discord.NotFound):
            await self._sent(self._interaction.delete_original_response, insist=True)

    async def _at_once(self, sentence: str) -> None:
        """As the first response, which the asker alone sees."""
        self._begun = True
        send = self._interaction.response.send_message
        try:
            await self.wire.first_word(
                lambda again: acknowledged(send(ephemeral=True, **quiet({"content": sentence})), again=again),
                until=self._first_until,
            )
        except discord.HTTPException as error:
            if error.code in (UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED):
                raise Gone(f"the interaction is over or another process's ({error.code})") from error
            raise

    async def _write(self, payload: dict[str, Any], *, insist: bool) -> None:
        if self._expired:
            await self._in_channel(payload, insist=insist)
            return
        edit = self._interaction.edit_original_response
        try:
            message = await self._sent(lambda: edit(**payload), insist=insist)
        except discord.HTTPException as error:
            if error.code in VANISHED:
                raise Gone("the answer was deleted") from error
            if error.code not in EXPIRED:
                raise
            self._expired = True
            await self._in_channel(payload, insist=insist)
            return
        self.messages[:1] = [message]

    async def _write_over(self, at: int, payload: dict[str, Any], *, insist: bool) -> None:
        if at == 0:
            await self._write(payload, insist=insist)
        else:
            await super()._write_over(at, payload, insist=insist)

    async def _send_more(self, payload: dict[str, Any]) -> discord.Message:
        if not self._expired:
            send, tries = self._interaction.followup.send, 0

            async def sent() -> discord.Message | None:
                # A webhook's messages know no nonce: before another try the channel is looked through.
                nonlocal tries
                tries += 1
                channel = self._interaction.channel
                if tries == 1 or self.private or not isinstance(channel, Sendable):
                    return None
                return await self._arrived(channel, payload, at=len(self.messages))

            try:
                return await self._sent(
                    lambda: send(ephemeral=self.private, wait=True, **payload), insist=True, sent=sent
                )
            except discord.HTTPException as error:
                if error.code not in EXPIRED:
                    raise
                self._expired = True
        return await self._round_about(payload, at=len(self.messages))

    async def _in_channel(self, payload: dict[str, Any], *, insist: bool) -> None:
        """Without the token: as the bot, whose message it is."""
        channel = self._interaction.channel
        if self.messages and isinstance(channel, Sendable) and not self.private:
            mine = channel.get_partial_message(self.messages[0].id)
            try:
                self.messages[0] = await self._sent(lambda: mine.edit(**payload), insist=insist)
                return
            except (discord.Forbidden, discord.NotFound) as error:
                if error.code in VANISHED:
                    raise Gone("the answer was deleted") from error
                self.messages = []
        if insist:  # a new message is worth sending only for what is to stay
            self.messages[:1] = [await self._round_about(payload, at=0)]

    async def _round_about(self, payload: dict[str, Any], *, at: int) -> discord.Message:
        channel, allowed = self._interaction.channel, self._interaction.app_permissions
        if not self.private and isinstance(channel, Sendable) and may_send(allowed, channel):
            try:
                return await self._posted(channel.send, itself(channel), payload, at=at)
            except (discord.Forbidden, discord.NotFound) as error:
                self.rejections.note(error.status, channel.id)
        user = self._interaction.user
        try:
            return await self._posted(user.send, user.create_dm, payload, at=at)
        except (discord.Forbidden, discord.NotFound) as error:
            self.rejections.note(error.status, None)
            raise Gone(f"the interaction expired, and direct messages are closed ({error.code})") from error
