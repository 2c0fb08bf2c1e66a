"""A bot on an in-memory Discord, over a copy of the sample library.

    async def test_…(start: Start) -> None:
        async with start() as town:
            await town.ann.slash(town.channel, "ask", question="who led the US delegation?")

Every payload that left the bot is in `town.sent()`, and at the end of each test all of them are held against what may
never leave it: a ping, a missing `allowed_mentions`, a link to elsewhere.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from langchain_core.language_models.chat_models import BaseChatModel

from bot.discord.client import DatelineBot
from bot.discord.house import House
from bot.discord.installing import REGISTERED
from bot.discord.settings import DiscordSettings
from bot.discord.streaming import Pace
from bot.discord.wire import Wire
from bot.redaction import Redactor
from bot.settings import AnswerSettings
from bot.startup import Settings
from ingest.settings import IngestSettings
from vectorstore.settings import StoreSettings

GUILD = 424_242_424_242_424_242
NOW = datetime(2024, 4, 1, 12, tzinfo=UTC)
WRITES = ("POST", "PATCH", "PUT")


class QuickBot(DatelineBot):
    """The bot, whose edits need not wait for Discord's pace."""

    paces: Callable[[], Pace] = staticmethod(lambda: Pace(spacing=0.0))

    def pace(self) -> Pace:
        return self.paces()


class Hurry:
    """Time in which every wait is over at once, and moves the clock by itself, or by `step` seconds."""

    def __init__(self, *, step: float | None = None) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        self._step = step

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds if self._step is None else self._step
        await asyncio.sleep(0)

    def wire(self) -> Wire:
        return Wire(clock=lambda: self.now, sleep=self.sleep)


@dataclass
class Town:
    """A server with a channel, two members and a moderator."""

    env: simcord.Env
    bot: QuickBot
    house: House
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ann: simcord.MemberActor
    bob: simcord.MemberActor
    mod: simcord.MemberActor
    reopen: Callable[[], House]

    async def restart(self) -> None:
        """Another process of the bot: nothing is left but what lies on disk and on Discord."""
        self.house = self.reopen()
        self.bot = QuickBot(self.house)
        await self.env.restart_bot(self.bot)

    def sent(self) -> list[dict[str, Any]]:
        """The messages, edits and replies that left the bot, in order."""
        found = []
        for record in self.env.http_requests:
            body = record.json
            if record.method in WRITES and isinstance(body, dict):
                data = body.get("data") if isinstance(body.get("data"), dict) else body
                if isinstance(data, dict) and ({"content", "embeds"} & set(data)):
                    found.append(data)
        return found

    @property
    def last(self) -> discord.Message:
        """The channel's last message."""
        message = self.channel.last_message
        assert message is not None
        return message

    def answers(self, channel: simcord.ChannelHandle | None = None) -> list[discord.Message]:
        """The bot's messages in a channel."""
        me = self.bot.user
        return [one for one in (channel or self.channel).history() if me and one.author.id == me.id]

    def mention(self, text: str) -> str:
        """A text that mentions the bot."""
        assert self.bot.user is not None
        return f"<@{self.bot.user.id}> {text}"


def text_in(message: Any) -> str:
    """All that a message or response shows."""
    embeds = "\n".join("\n".join(filter(None, (one.title, one.description, one.footer.text))) for one in message.embeds)
    return f"{message.content}\n{embeds}".strip()


def buttons_of(message: discord.Message) -> list[str]:
    """The actions of the buttons under a message."""
    return [custom_id.split(":")[1] for custom_id in _custom_ids(message)]


def button(message: discord.Message, action: str) -> str:
    """The custom id of a button under a message."""
    return next(one for one in _custom_ids(message) if one.startswith(f"dateline:{action}"))


def _custom_ids(message: discord.Message) -> list[str]:
    return [child.custom_id or "" for row in message.components for child in getattr(row, "children", ())]


Start = Callable[..., AbstractAsyncContextManager[Town]]


@pytest.fixture
def data(tmp_path: Path, sample_settings: StoreSettings) -> Path:
    """A folder with the sample library, the test's own."""
    folder = tmp_path / "store"
    shutil.copytree(sample_settings.dateline_data, folder)
    return folder


@pytest.fixture
def opened(data: Path) -> Iterator[Callable[..., House]]:
    """Opens houses over the data folder, and closes them at the end."""
    houses: list[House] = []

    def open_(*, model: BaseChatModel | None = None, answer: AnswerSettings | None = None, **discord_: Any) -> House:
        given = {"discord_cooldown": 0, "discord_token": "canary-token-of-the-bot", **discord_}
        settings = Settings(
            store=StoreSettings(_env_file=None, dateline_data=data, embedding="local:minilm"),
            ingest=IngestSettings(_env_file=None),
            answer=answer or AnswerSettings(_env_file=None),
            discord=DiscordSettings(_env_file=None, **given),
        )
        house = House.open(settings, redact=Redactor(), now=lambda: NOW)
        if model is not None:
            house.answerer = replace(house.answerer, model=model)
        houses.append(house)
        return house

    yield open_
    for house in houses:
        house.close()


@pytest.fixture
def start(opened: Callable[..., House]) -> Start:
    """Starts a bot in a town; keyword arguments are settings of the bot."""

    @asynccontextmanager
    async def begin(
        *, house: House | None = None, env: dict[str, Any] | None = None, **settings: Any
    ) -> AsyncIterator[Town]:
        house = house or opened(**settings)
        house.servers.remember(REGISTERED, "")  # another Discord, which knows no command yet
        bot = QuickBot(house)
        async with simcord.run(bot, settle_timeout=20.0, **(env or {})) as running:
            guild = running.create_guild("Newsroom", id=GUILD)
            moderators = guild.create_role(
                "Mods", permissions=discord.Permissions(manage_guild=True, manage_messages=True)
            )
            town = Town(
                env=running,
                bot=bot,
                house=house,
                guild=guild,
                channel=guild.create_text_channel("news"),
                ann=guild.add_member(running.create_user("ann")),
                bob=guild.add_member(running.create_user("bob")),
                mod=guild.add_member(running.create_user("mod"), roles=[moderators]),
                reopen=lambda: opened(**settings),
            )
            yield town
            held_inert(town)

    return begin


def held_inert(town: Town) -> None:
    """What may never leave the bot, asserted on every payload of the test."""
    for payload in town.sent():
        assert payload.get("allowed_mentions", {}).get("parse") == [], f"may ping: {payload}"
        shown = [payload.get("content") or ""]
        for embed in payload.get("embeds") or []:
            shown += [
                embed.get("title") or "",
                embed.get("description") or "",
                (embed.get("footer") or {}).get("text", ""),
            ]
        for text in shown:
            assert not re.search(r"@(?:everyone|here)\b", text), text
            assert "canary-token" not in text and "Traceback" not in text, text
            for target in re.findall(r"\]\((https?://[^)\s]+)\)", text):
                assert re.match(r"https?://(?:[\w-]+\.)*example(?:\.\w+)?/", target), target
