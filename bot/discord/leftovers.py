"""Answers that a killed process left unfinished: at the next start each is brought to an end that is true.

shown whole             only the log did not know it
a part was shown        it stays, says that it broke off, and gets its buttons
"thinking", "found"     says instead that the question was lost
deleted meanwhile       nothing is said
nothing                 the asker is told, as long as the question is minutes old; nobody, where nobody asked us

A private answer's further part can't be found before its id is noted, for Discord lists it nowhere: then the part
before it says what to do if the answer does not go on below.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord.http import Route

from bot.discord.buttons import answer_view, may_be_shown
from bot.discord.failures import UNSENT, discord_failed
from bot.discord.rendering import CURSOR
from bot.discord.replies import COLOURS
from bot.discord.wire import LIFE
from bot.discord.words import say
from bot.questions.log import BEING_ANSWERED, Entry, UnderWay
from language.pack import CODES

if TYPE_CHECKING:
    from bot.discord.house import House

log = logging.getLogger("dateline.discord")
T = TypeVar("T")

LOOKED_AT = 100  # messages after a question among which its answer is looked for
OWNED = re.compile(r"^dateline:[a-z]+:([A-Za-z0-9_-]{12})$")
QUIET = discord.AllowedMentions.none()


async def ended(client: discord.Client, house: House, left: list[tuple[Entry, UnderWay]]) -> None:
    """Bring what was left to an end, each by itself: a channel that fails holds up no other.

    What Discord can't take now waits for the next start.
    """

    async def end(entry: Entry, way: UnderWay) -> None:
        try:
            shown, outcome = await _Leftover(client, house, entry, way).end()
        except UNSENT as error:
            log.warning("an unfinished answer is left as it is: %s", type(error).__name__)
            return
        entry = replace(entry, outcome=outcome, messages=tuple(one.id for one in shown) or entry.messages)
        await house.recording(house.log.note, entry, ended=True)

    await asyncio.gather(*(end(entry, way) for entry, way in left))


@dataclass
class _Leftover:
    client: discord.Client
    house: House
    entry: Entry
    way: UnderWay

    def __post_init__(self) -> None:
        self._is_young = (self.house.now() - self.entry.asked_at).total_seconds() < LIFE
        self._token = self.way.token if self._is_young else None

    async def end(self) -> tuple[list[discord.Message], str]:
        """The messages that show the answer, and how it went."""
        shown = sorted(await self._messages(), key=lambda one: one.id)
        made = self.entry.outcome != BEING_ANSWERED
        if shown and (made or self.entry.answer) and not _is_progress(shown[-1]):
            unfinished = CURSOR in _text(shown[-1]) or len(shown) < self.way.parts
            if unfinished:
                await self._edit(shown[-1], self._cut(shown[-1]))
            return shown, self.entry.outcome if made and not unfinished else "cut off"
        deleted = not shown and self.entry.messages  # then it was seen, and was not wanted
        if shown or (self._is_young and not deleted and not self.way.uncalled):
            await self._tell(shown[-1] if shown else None)
        return shown, "failed"

    async def _messages(self) -> list[discord.Message]:
        """The answer's messages: by their ids, by its interaction, and by what they answer or bear."""
        found: dict[int, discord.Message] = {}
        ids = list(self.entry.messages)
        if self._token:
            ids += [one for one in [await self._original()] if one]
        for id_ in ids:
            message = await self._fetched(id_)
            if message:
                found[id_] = message
        if len(found) < max(self.way.parts, 1) and not self.way.private:
            found |= {one.id: one for one in await self._around()}
        return list(found.values())

    async def _original(self) -> int | None:
        route = Route(
            "GET",
            "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
            webhook_id=self.way.bot,
            webhook_token=self._token,
        )
        try:
            return int((await self._insisted(lambda: self.client.http.request(route)))["id"])
        except discord.HTTPException as error:
            _refused(error)
            return None

    async def _fetched(self, id_: int) -> discord.Message | None:
        try:
            if self._token:
                return await self._insisted(lambda: self._webhook().fetch_message(id_))
            return await self._insisted(lambda: self._channel().fetch_message(id_))
        except discord.HTTPException as error:
            _refused(error)
            return None

    async def _around(self) -> list[discord.Message]:
        """Messages of ours after the question that reply to it, come from its interaction, or bear its buttons."""
        me = self.client.user

        async def read() -> list[discord.Message]:
            after = discord.Object(self.way.asked)
            return [one async for one in self._channel().history(limit=LOOKED_AT, after=after)]

        try:
            messages = await self._insisted(read)
        except discord.HTTPException as error:
            _refused(error)
            return []
        return [one for one in messages if me and one.author.id == me.id and self._is_mine(one)]

    def _is_mine(self, message: discord.Message) -> bool:
        borne = {match[1] for one in _custom_ids(message) if (match := OWNED.search(one))}
        if borne and self.entry.id not in borne:
            return False  # another answer to the same question
        by_interaction = message.interaction_metadata and message.interaction_metadata.id == self.way.asked
        replies = message.reference and message.reference.message_id == self.way.asked
        return bool(by_interaction or replies or borne)

    async def _edit(self, message: discord.Message, payload: dict[str, Any]) -> None:
        try:
            if self._token:
                await self._insisted(lambda: self._webhook().edit_message(message.id, **payload))
            else:
                mine = self._channel().get_partial_message(message.id)
                await self._insisted(lambda: mine.edit(**payload))
        except discord.HTTPException as error:
            _refused(error)

    async def _tell(self, thinking: discord.Message | None) -> None:
        """Say that the question was lost: where we said that we think or what was found, else in reply to it."""
        sentence = say("restarted", self.way.language)
        if thinking is not None:
            await self._edit(thinking, {"content": sentence, "embed": None, "allowed_mentions": QUIET})
        elif self.way.token is None:
            # By the nonce of the answer: should that have arrived unseen, Discord sends no second message.
            to = discord.MessageReference(
                message_id=self.way.asked, channel_id=self.entry.channel or 0, fail_if_not_exists=True
            )
            try:
                await self.house.wire.say(
                    self._channel(), sentence, reference=to, mention_author=False, nonce=str(self.way.asked)
                )
            except discord.HTTPException as error:
                _refused(error)

    def _cut(self, message: discord.Message) -> dict[str, Any]:
        """What a message shows, without its cursor; with why no more comes, and its buttons."""
        # A further part of a private answer may stand below, unseen by us: what was whole may go on.
        unseen = self.way.private and CURSOR not in _text(message)
        sentence = say("may-continue" if unseen else "broke-off", self.way.language)
        writing = {say("writing", language) for language in CODES}
        view = answer_view(
            self.entry.id,
            language=self.way.language,
            quotes=bool(self.entry.citations),
            private=self.way.private,
            show=may_be_shown(self.entry, private=self.way.private),
        )
        payload: dict[str, Any] = {"view": view, "allowed_mentions": QUIET}
        if message.embeds:
            embed = message.embeds[0].copy()
            embed.description = (embed.description or "").removesuffix(CURSOR)
            if embed.colour and embed.colour.value == COLOURS["partial"]:
                embed.colour = discord.Colour(COLOURS["answer"])
            small = [line for line in (embed.footer.text or "").split("\n") if line and line not in writing]
            return payload | {"embed": embed.set_footer(text="\n".join([*small, sentence]))}
        lines = [line for line in message.content.split("\n") if line.removeprefix("-# ") not in writing]
        return payload | {"content": "\n".join([*lines, f"-# {sentence}"]).replace(CURSOR + "\n", "\n")}

    def _webhook(self) -> discord.Webhook:
        assert self._token is not None
        return discord.Webhook.partial(self.way.bot, self._token, client=self.client)

    def _channel(self) -> discord.PartialMessageable:
        return self.client.get_partial_messageable(self.entry.channel or 0, guild_id=self.entry.server)

    async def _insisted(self, send: Callable[[], Awaitable[T]]) -> T:
        return await self.house.wire.insisted(send)


def _refused(error: discord.HTTPException) -> None:
    """A refusal is an answer: what is deleted or closed to us needs no end. Raises where Discord fails."""
    if discord_failed(error):
        raise error


def _is_progress(message: discord.Message) -> bool:
    """Whether it shows no words of an answer: that we think, or what was found."""
    if not message.embeds:
        return not message.content
    colour = message.embeds[0].colour
    return colour is not None and colour.value == COLOURS["finding"] and CURSOR not in _text(message)


def _text(message: discord.Message) -> str:
    return message.embeds[0].description or "" if message.embeds else message.content


def _custom_ids(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        for child in getattr(row, "children", ()):
            yield child.custom_id or ""
