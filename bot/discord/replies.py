"""How an answer reaches a member, with a way round what fails; by `interactionreply.py` and `messagereply.py`.

token expired, or unknown from the start   a message in the channel; a direct message where that is private or refused
already acknowledged                       nothing, unless an own try did it: another process has it
question or channel deleted                nothing
may not read the channel's history         a message instead of a reply
no permission in the channel, slow mode    a hint by direct message, one a member; where that is closed, nothing
500, 503, 429, a dropped connection        left out on the way; tried again for the first, the last and further words
a failure after words were shown           they stay, and the sentence stands under them
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import discord

from bot.discord.failures import UNSENT, discord_failed
from bot.discord.guard import Rejections
from bot.discord.parts import CONTENT, Part
from bot.discord.rendering import CURSOR, content_of, footer_of
from bot.discord.wire import LIFE, MEANWHILE, Wire

log = logging.getLogger("dateline.discord")
T = TypeVar("T")

COLOURS = {
    "answer": 0x2B6CB0,
    "partial": 0x718096,
    "finding": 0x718096,
    "refusal": 0xB7791F,
    "claim": 0x6B46C1,
    "quotes": 0x2F855A,
    "passages": 0x4A5568,
    "info": 0x4A5568,
}
PROGRESS = {"info", "finding"}  # kinds of parts that hold no words of an answer
NONCE_LIFE = 60.0  # seconds for which Discord surely knows a nonce again ("a few minutes", its docs say)
LOOKED_AT = 50  # messages among which one is looked for that may have arrived
Sendable = discord.TextChannel | discord.Thread | discord.DMChannel | discord.VoiceChannel | discord.StageChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What an answer answers: a message or an interaction by its id, an interaction's with the token.

    `nonce` is for a second answer to the same message: another of Discord's ids, that of what asked for it.
    """

    asked: int
    token: str | None = None
    private: bool = False
    nonce: int | None = None

    @property
    def began(self) -> int:
        """The id by which Discord knows this answer's messages again, and after which they stand."""
        return self.nonce or self.asked


class Keeper(Protocol):
    """Keeps what is shown of an answer (`record.Record`)."""

    async def noted(self, messages: Sequence[int]) -> None:
        """The ids of the messages that show it, as they come."""

    def buttons(self) -> discord.ui.View | None:
        """The buttons of what was shown so far."""

    async def close(self) -> None:
        """All is shown that will be."""


def embed_of(part: Part) -> discord.Embed:
    """A part as an embed."""
    embed = discord.Embed(title=part.title, description=part.text, colour=COLOURS[part.kind])
    if part.small:
        embed.set_footer(text=footer_of(part))
    return embed


def broken_off(part: Part, sentence: str) -> Part:
    """What was shown, with why no more comes instead of "still writing"."""
    if part.kind == "partial":
        return replace(part, kind="answer", text=part.text.removesuffix(CURSOR), small=(sentence,))
    return replace(part, small=(*part.small, sentence))


class Reply(ABC):
    """One answer's messages. `show` writes the first of them and writes it over; `add` sends a further one.

    `called` says that the question was put to us.
    """

    called = True

    def __init__(
        self, wire: Wire, rejections: Rejections, *, me: int, origin: Origin, language: str, embeds: bool
    ) -> None:
        self.wire = wire
        self.origin = origin
        self._me = me
        self.rejections = rejections
        self.language = language
        self.embeds = embeds
        self.messages: list[discord.Message] = []
        self.parts: list[Part] = []  # what the messages show
        self.keeper: Keeper | None = None
        self._until = wire.clock() + LIFE
        self._noted: list[int] = []
        self._tried: dict[str, float] = {}  # nonces, and when each was tried first

    @property
    def private(self) -> bool:
        """Whether the asker alone sees it."""
        return self.origin.private

    @property
    def ids(self) -> list[int]:
        """The ids of the messages, as far as they are known."""
        return [message.id for message in self.messages]

    async def begin(self) -> None:
        """Say that an answer is coming, where that is said. Raises Gone."""
        return

    async def show(self, part: Part, *, view: discord.ui.View | None = None) -> None:
        """The first message, now with this part; tried again while Discord fails."""
        await self._write(self._payload(part, view), insist=True)
        self.parts[:1] = [part]
        await self._note()

    async def show_meanwhile(self, part: Part) -> None:
        """The first message, on the way to what is to stay: left out where Discord fails. Raises Gone."""
        try:
            await self.wire.once(lambda: self._write(self._payload(part, None), insist=False), within=MEANWHILE)
        except UNSENT as error:
            if not isinstance(error, discord.HTTPException) and not discord_failed(error):
                raise
            log.info("an edit on the way was left out: %s", type(error).__name__)
            return
        if self.messages:
            self.parts[:1] = [part]
        await self._note()

    async def add(self, part: Part, *, view: discord.ui.View | None = None) -> None:
        """A further message."""
        payload = self._payload(part, view)
        self.messages.append(await self._send_more(payload))
        self.parts.append(part)
        await self._note()

    async def tell(self, sentence: str) -> None:
        """A plain sentence instead of an answer; under what was shown of it, if that is more than progress."""
        if self.parts and self.parts[-1].kind not in PROGRESS:
            await self._end_with(sentence)
        else:
            await self._write(quiet({"content": sentence, **({"embed": None} if self.parts else {})}), insist=True)
            await self._note()

    async def decline(self, sentence: str, *, reason: str) -> None:
        """Why there is no answer, to the asker alone where that is possible. `reason` is its kind."""
        await self.tell(sentence)

    async def hush(self) -> None:
        """Nothing is said at all."""
        return

    def finish(self) -> None:
        """Nothing more is coming."""
        return

    async def close(self) -> None:
        """All is shown: whoever keeps it may end."""
        keeper, self.keeper = self.keeper, None
        if keeper is not None:
            await keeper.close()

    async def _end_with(self, sentence: str) -> None:
        part = broken_off(self.parts[-1], sentence)
        view = self.keeper.buttons() if self.keeper else None
        if not self.embeds and len(content_of(part)) > CONTENT - 1:
            await self._send_more(quiet({"content": sentence}))
            return
        await self._write_over(len(self.messages) - 1, self._payload(part, view), insist=True)
        self.parts[-1] = part

    async def _note(self) -> None:
        ids = self.ids
        if self.keeper is not None and ids and ids != self._noted:
            self._noted = ids
            await self.keeper.noted(ids)

    def _payload(self, part: Part, view: discord.ui.View | None) -> dict[str, Any]:
        shown: dict[str, Any] = {"embed": embed_of(part)} if self.embeds else {"content": content_of(part)}
        return quiet(shown | ({"view": view} if view else {}))

    async def _write_over(self, at: int, payload: dict[str, Any], *, insist: bool) -> None:
        """Edit a message that is there."""
        message = self.messages[at]
        self.messages[at] = await self._sent(lambda: message.edit(**payload), insist=insist)

    async def _sent(
        self,
        send: Callable[[], Awaitable[T]],
        *,
        insist: bool,
        sent: Callable[[], Awaitable[T | None]] | None = None,
    ) -> T:
        return await self.wire.insisted(send, until=self._until, sent=sent) if insist else await send()

    @abstractmethod
    async def _write(self, payload: dict[str, Any], *, insist: bool) -> None:
        """Send the first message, or write it over; with `insist` again while Discord fails."""

    @abstractmethod
    async def _send_more(self, payload: dict[str, Any]) -> discord.Message:
        """Send a further message."""

    # New messages, each sent once however often it is tried

    async def _posted(
        self,
        send: Callable[..., Awaitable[discord.Message]],
        channel: Callable[[], Awaitable[discord.abc.Messageable]],
        payload: dict[str, Any],
        *,
        at: int,
        insist: bool = True,
    ) -> discord.Message:
        """The answer's message number `at`, counted from 0. Discord itself sends none twice while it knows the nonce.

        Later the channel is looked through before another try. What an earlier call tried may have arrived with less
        in it, so then it is written over.
        """
        nonce = f"{self.origin.began}-{at}" if at else str(self.origin.began)
        before = nonce in self._tried
        since = self._tried.setdefault(nonce, self.wire.clock())

        async def sent() -> discord.Message | None:
            if self.wire.clock() - since <= NONCE_LIFE:
                return None
            return await self._arrived(await channel(), payload, at=at)

        shown = _for_a_new_one(payload)
        message = await self._sent(lambda: send(nonce=nonce, **shown), insist=insist, sent=sent)
        if before:
            found = message
            message = await self._sent(lambda: found.edit(**payload), insist=insist)
        return message

    async def _arrived(
        self, channel: discord.abc.Messageable, payload: dict[str, Any], *, at: int
    ) -> discord.Message | None:
        """The message of a try whose answer was lost. None where there is none, or where we may not look."""
        try:
            async for one in channel.history(limit=LOOKED_AT, after=discord.Object(self.origin.began)):
                answers = not at and one.reference is not None and one.reference.message_id == self.origin.asked
                if one.author.id == self._me and (answers or _shows(one, payload)):
                    return one
        except (discord.Forbidden, discord.NotFound):
            return None
        return None


def itself(channel: discord.abc.Messageable) -> Callable[[], Awaitable[discord.abc.Messageable]]:
    """A channel where one is asked for that may first have to be opened."""

    async def opened() -> discord.abc.Messageable:
        return channel

    return opened


def quiet(payload: dict[str, Any]) -> dict[str, Any]:
    """Said with every payload: discord.py leaves the client's own setting out of an edit that changes no content."""
    return payload | {"allowed_mentions": discord.AllowedMentions.none()}


def _for_a_new_one(payload: dict[str, Any]) -> dict[str, Any]:
    """Without what only an edit can say: that a part of the message goes."""
    return {name: value for name, value in payload.items() if value is not None}


def _shows(message: discord.Message, payload: dict[str, Any]) -> bool:
    """Whether a message says what a payload says."""
    embed = payload.get("embed")
    if embed is None:
        return message.content.strip() == (payload.get("content") or "").strip()
    said = message.embeds[0].description if message.embeds else None
    return (said or "").strip() == (embed.description or "").strip()


def permissions_in(message: discord.Message) -> discord.Permissions | None:
    """What we may do where a message stands; None in direct messages, and where it isn't known."""
    if message.guild is None or isinstance(message.channel, discord.DMChannel | discord.GroupChannel):
        return None
    # In the first moments of a connection a server may not know our own membership yet, whatever its type says.
    me: discord.Member | None = message.guild.me
    return message.channel.permissions_for(me) if me else None


def may_send(allowed: discord.Permissions, channel: object) -> bool:
    """Whether a message of ours would go through."""
    if isinstance(channel, discord.Thread):
        return allowed.view_channel and allowed.send_messages_in_threads
    return allowed.view_channel and allowed.send_messages
