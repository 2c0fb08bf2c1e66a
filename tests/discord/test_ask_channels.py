"""A channel for questions: they are answered without a mention, and nothing else is said there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

import pytest

from bot.answering.judging.bench import Bench
from bot.discord.house import House
from bot.discord.messagereply import NOT_HERE
from bot.questions.servers import ServerSettings
from language.messages import message_of
from tests.discord.conftest import GUILD, Start
from tests.discord.living import living, seen, until
from tests.discord.loopback import NEWS, SERVER, LoopbackDiscord, buttons_of
from tests.discord.test_commands import said
from tests.discord.test_faults import LED, QUESTION, Counting
from tests.discord.test_wire import BOB
from tests.test_judge_answers import Scripted

REFUSED = "who is the president of France?"


@pytest.fixture
def server() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as server, server.reached():
        yield server


def here(opened: Callable[..., House], **given: Any) -> House:
    house = opened(discord_message_content=True, **given)
    house.servers.put(int(SERVER), ServerSettings(channels=(1,), ask_channels=(int(NEWS),)))
    return house


def signs(server: LoopbackDiscord) -> list[str]:
    return [call.path for call in server.calls if call.method == "PUT" and "/reactions/" in call.path]


async def test_a_question_is_answered_without_a_mention_and_chatter_is_met_with_silence(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    house = here(opened)
    server.open_server()
    chatter = ["lol", "good morning all", "I think the delegation did well", "진짜 대박", "https://news.example/x", "?"]
    async with living(house, server):
        for text in chatter:
            await asyncio.to_thread(server.ask, text, channel=NEWS, calls=None)
        other = await asyncio.to_thread(server.ask, "see you at the meeting, Bob", channel=NEWS, calls=None)
        await asyncio.to_thread(server.ask, f"<@2001> {QUESTION}", channel=NEWS, calls=BOB)
        reference = {"type": 19, "message_reference": {"message_id": other, "channel_id": NEWS}}
        await asyncio.to_thread(server.ask, QUESTION, channel=NEWS, calls=None, more=reference)
        asked = await asyncio.to_thread(server.ask, QUESTION, member=BOB, channel=NEWS, calls=None)
        await seen(server, lambda: any(LED in one for one in server.standing()))
        await until(lambda: not house.budget._in_flight)
    assert len(server.standing()) == 1, server.standing()
    (answer,) = [one for one in server.posted.values() if one["author"]["id"] == "1000"]
    assert str(answer["message_reference"]["message_id"]) == asked
    assert {"quotes", "delete"} <= set(buttons_of(answer))


async def test_what_nobody_said_to_the_bot_is_never_put_to_a_judge_of_messages(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    house = here(opened)
    house.answerer = replace(house.answerer, bench=Bench(Scripted()))
    server.open_server()
    unsure = "well butter my biscuit?"
    assert message_of(unsure).unsure
    with patch("bot.discord.answering.judged", side_effect=AssertionError("it was put to a judge")) as judge:
        async with living(house, server):
            await asyncio.to_thread(server.ask, unsure, channel=NEWS, calls=None)
            await until(lambda: [one for one in house.log.listed() if one.outcome == "refused"])
    assert not judge.called


@pytest.mark.parametrize("may_sign", [True, False])
async def test_a_refusal_is_a_sign_where_signs_may_be_made_and_else_silence(
    opened: Callable[..., House], server: LoopbackDiscord, may_sign: bool
) -> None:
    house = here(opened)
    add_reactions = 1 << 6
    server.open_server(permissions=2**50 - 1 if may_sign else (2**50 - 1) & ~add_reactions & ~8)
    async with living(house, server):
        asked = await asyncio.to_thread(server.ask, REFUSED, channel=NEWS, calls=None)
        await until(lambda: [one for one in house.log.listed() if one.outcome == "refused"])
        await until(lambda: not house.log.under_way(house.application))
    assert server.standing() == []
    assert [asked in one and NOT_HERE in unquote(one) for one in signs(server)] == ([True] if may_sign else [])


async def test_what_would_be_refused_or_fails_there_is_not_told(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    model = Counting()
    house = here(opened, model=model, discord_member_daily=1)
    server.open_server()
    async with living(house, server):
        await asyncio.to_thread(server.ask, QUESTION, channel=NEWS, calls=None)
        await seen(server, lambda: any(LED in one for one in server.standing()))
        await until(lambda: not house.budget._in_flight)
        await asyncio.to_thread(server.ask, f"{QUESTION} again", channel=NEWS, calls=None)
        await asyncio.to_thread(server.ask, f"<@1000> {QUESTION} called", channel=NEWS)
        await seen(server, lambda: len(server.standing()) == 2)
    assert "1 question" in server.standing()[1], "who calls the bot is told"
    assert signs(server) == []


async def test_elsewhere_and_without_the_intent_nothing_changes(start: Start) -> None:
    async with start() as town:
        shown = await said(town, town.mod, "settings", **{"ask-channel": town.channel})
        assert "no effect without the Message Content intent" in shown
        await town.ann.send(town.channel, QUESTION)
        assert town.answers() == []
        await said(town, town.mod, "settings", **{"ask-channel": town.channel})
        assert town.house.servers.of(GUILD).ask_channels == ()
