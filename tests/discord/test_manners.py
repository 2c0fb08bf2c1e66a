"""Refusals: to the asker alone where that can be, seldom where it can't, and never where the bot is switched off."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import discord
import pytest

from bot.discord.guard import SIGNED_FOR, TOLD_FOR, Refusals
from bot.discord.house import House
from bot.discord.talk import names_nothing
from bot.questions.servers import ServerSettings
from tests.discord.conftest import GUILD, Start, Town, text_in
from tests.discord.living import living, seen
from tests.discord.loopback import CHANNEL, EPHEMERAL, NEWS, LoopbackDiscord, said
from tests.discord.test_faults import LED, QUESTION, Counting, refuse, until
from tests.discord.test_wire import BOB


@pytest.fixture
def server() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as server, server.reached():
        yield server


def public(town: Town) -> list[discord.Message]:
    """The bot's messages that everybody in the channel sees."""
    return [one for one in town.answers() if not one.flags.ephemeral]


def first_responses(town: Town) -> list[dict[str, Any]]:
    return [one.json for one in town.env.http_requests if one.path.endswith("/callback") and isinstance(one.json, dict)]


REFUSED: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({}, {"since": "yesterday"}, "“yesterday” is not a date"),
    ({}, {"until": "31/01/2024"}, "“31/01/2024” is not a date"),
    ({}, {"since": "2024-02-02", "until": "2024-02-01"}, "“since” is later than “until”."),
    ({}, {"question": "👍"}, "What would you like to know?"),
    ({}, {"question": "  …  "}, "What would you like to know?"),
    ({"settings": ServerSettings(channels=(1,))}, {}, "I don't answer in this channel. Try <#1>."),
    ({"settings": ServerSettings(roles=(2,))}, {}, "On this server, only members with <@&2> can ask."),
    ({"dateline_guilds": "1234567"}, {}, "I only answer on the servers that I was set up for."),
    ({"spent": True}, {}, "This server has used up today's budget"),
]


@pytest.mark.parametrize(("given", "options", "said"), REFUSED, ids=lambda one: str(one)[:40])
async def test_what_can_be_refused_without_work_is_refused_at_once_to_the_asker_alone(
    start: Start, given: dict[str, Any], options: dict[str, Any], said: str
) -> None:
    model = Counting()
    settings, spent = given.pop("settings", None), given.pop("spent", False)
    async with start(model=model, discord_server_tokens=5 if spent else 0, **given) as town:
        if settings:
            town.house.servers.put(town.guild.id, settings)
        if spent:
            town.house.budget._by_server[town.guild.id] = 5
        result = await town.ann.slash(town.channel, "ask", **{"question": QUESTION, **options})
        assert result.response is not None
        assert text_in(result.response).startswith(said)
        assert result.response.ephemeral
        (first,) = first_responses(town)
        assert (first["type"], first["data"]["flags"] & EPHEMERAL) == (4, EPHEMERAL), "no public “thinking” before it"
        assert town.channel.history(viewer=town.bob) == []
        assert model.asked == 0


async def test_the_cooldown_and_a_question_in_flight_are_told_to_the_asker_alone(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    model = Counting(gate=threading.Event())
    assert model.gate is not None
    house = opened(model=model, discord_cooldown=60)
    server.open_server()
    async with living(house, server):
        await asyncio.to_thread(server.ask, f"<@1000> {QUESTION}", channel=NEWS)
        await until(lambda: model.asked == 1)
        await asyncio.to_thread(server.command, "ask", question=QUESTION)
        await seen(server, lambda: len(server.standing()) == 1)
        model.gate.set()
        await until(lambda: not house.budget._in_flight)
        await asyncio.to_thread(server.command, "ask", question=QUESTION)
        await seen(server, lambda: len(server.standing()) == 3)
    busy, answer, late = [one for one in server.posted.values() if one["author"]["id"] == "1000"]
    assert busy["content"] == "I am still working on your last question."
    assert late["content"].startswith("One moment: you can ask again in ")
    assert [one["flags"] & EPHEMERAL for one in (busy, answer, late)] == [EPHEMERAL, 0, EPHEMERAL]


async def test_a_full_queue_is_told_to_the_asker_alone_before_anything_is_promised(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    model = Counting(gate=threading.Event())
    assert model.gate is not None
    house = opened(model=model, discord_workers=1, discord_queue=0)
    server.open_server()
    async with living(house, server):
        await asyncio.to_thread(server.ask, f"<@1000> {QUESTION}", channel=NEWS)
        await until(lambda: model.asked == 1)
        await asyncio.to_thread(server.command, "ask", member=BOB, question=QUESTION)
        await seen(server, lambda: len(server.standing()) == 1)
        model.gate.set()
    (busy, *_) = [one for one in server.posted.values() if one["author"]["id"] == "1000"]
    assert (busy["content"], busy["flags"]) == ("I am busy right now. Please try again in a minute.", EPHEMERAL)


async def test_the_menus_of_a_message_refuse_the_asker_alone_too(start: Start) -> None:
    async with start() as town:
        town.house.servers.put(town.guild.id, ServerSettings(channels=(1,)))
        message = await town.bob.send(town.channel, "Overdoses killed 105,000 Americans in 2023.")
        for name in ("Check this claim", "Find the source"):
            result = await town.ann.context_menu(town.channel, name, message)
            assert result.response is not None
            assert text_in(result.response) == "I don't answer in this channel. Try <#1>."
            assert result.response.ephemeral


async def test_a_refusal_that_comes_too_late_for_its_interaction_goes_nowhere(start: Start) -> None:
    async with start() as town:
        refuse(town, "POST", "/interactions/*/callback", 404, 10062, times=None)
        for _ in range(5):
            await town.ann.slash(town.channel, "ask", question="👍")
        assert town.answers() == []
        assert town.answers(town.ann.user.dm_channel) == [] if town.ann.user.dm_channel else True


async def test_a_question_that_is_taken_is_answered_in_public_as_before(start: Start) -> None:
    async with start() as town:
        result = await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert result.response is not None
        assert LED in text_in(result.response)
        assert not result.response.ephemeral


# --- Mentions -------------------------------------------------------------------------------------------------


async def test_one_member_who_hammers_draws_three_public_messages_at_most(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    model = Counting(gate=threading.Event())
    assert model.gate is not None
    house = opened(model=model, discord_cooldown=60)
    server.open_server()
    async with living(house, server):
        for n in range(60):
            await asyncio.to_thread(server.ask, f"<@1000> {QUESTION} {n}", channel=NEWS)
            await asyncio.to_thread(server.command, "ask", question=f"{QUESTION} {n}")
        await seen(server, lambda: sum("still working" in one for one in server.standing()) == 61)
        model.gate.set()
        await until(lambda: not house.budget._in_flight)
        for n in range(5):
            await asyncio.to_thread(server.ask, f"<@1000> again {n}", channel=NEWS)
        await seen(server, lambda: any("One moment" in one for one in server.standing()))
    mine = [one for one in server.posted.values() if one["author"]["id"] == "1000"]
    assert sum(not one["flags"] & EPHEMERAL for one in mine) == 3, "the answer, “still working”, “one moment”"
    assert sum(call.method == "PUT" and "/reactions/" in call.path for call in server.calls) <= 3


MIXED = ["", "👍", "x" * 2500, QUESTION, "help", "who are you?", "how many articles do you have?"]


@pytest.mark.parametrize(
    ("question", "nothing"),
    [
        ("is this true?", True),
        ("Is that really correct?", True),
        ("これ本当？", True),
        ("¿es esto verdad?", True),
        ("is it true that the strike is over?", False),
        ("Is China the source of fentanyl?", False),
        ("Is the war real?", False),
        ("who led the delegation?", False),
        ("", False),
    ],
)
def test_a_question_after_the_truth_that_names_nothing_is_told_from_one_that_does(question: str, nothing: bool) -> None:
    assert names_nothing(question) is nothing


async def test_is_this_true_without_a_reply_is_asked_back_and_not_searched(start: Start) -> None:
    model = Counting()
    async with start(model=model) as town:
        await town.ann.send(town.channel, town.mention("is this true?"))
        assert text_in(public(town)[-1]).startswith("Is what true? Reply to the message that you mean")
        assert model.asked == 0


async def test_one_who_hammers_with_all_sorts_of_messages_draws_three_public_ones_at_most_too(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    model = Counting(gate=threading.Event())
    assert model.gate is not None
    house = opened(model=model, discord_cooldown=60)
    server.open_server()
    async with living(house, server):
        for n in range(120):
            await asyncio.to_thread(server.ask, f"<@1000> {MIXED[n % len(MIXED)]}", channel=NEWS)
        await until(lambda: model.asked == 1)
        model.gate.set()
        await until(lambda: not house.budget._in_flight)
        last = await asyncio.to_thread(server.ask, f"<@1000> {QUESTION}", member=BOB, channel=NEWS)
        await seen(
            server,
            lambda: any(
                str(one.get("message_reference", {}).get("message_id")) == last for one in server.posted.values()
            ),
        )
    hers = [one for one in server.posted.values() if one["author"]["id"] == "1000"][:-1]
    assert len(hers) <= 3, [said(one) for one in hers]


async def test_help_and_the_like_are_answered_at_a_member_s_pace_and_distress_at_once(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    house = opened(discord_cooldown=60)
    server.open_server()
    async with living(house, server):
        for _ in range(10):
            await asyncio.to_thread(server.ask, "<@1000> help", channel=NEWS)
        await seen(server, lambda: len(server.standing()) == 2)
        await asyncio.to_thread(server.ask, "<@1000> I want to kill myself", channel=NEWS)
        await seen(server, lambda: len(server.standing()) == 3)
    _, wait, kind = server.standing()
    assert wait.startswith("One moment")
    assert "One moment" not in kind


async def test_distress_again_and_again_is_answered_once_in_public_and_then_by_a_sign_and_each_time_in_private(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    house = opened()
    server.open_server()
    async with living(house, server):
        for words in ("I want to kill myself", "ich will nicht mehr leben", "I want to die", "quiero morir"):
            await asyncio.to_thread(server.ask, f"<@1000> {words}", channel=NEWS)
        await seen(server, lambda: [call for call in server.calls if "/reactions/" in call.path])
        await asyncio.to_thread(server.command, "ask", question="I want to die")
        await asyncio.to_thread(server.command, "ask", question="I want to kill myself")
        await seen(server, lambda: len(server.standing()) == 3)
        await asyncio.to_thread(server.ask, "I want to die", channel=CHANNEL)
        await asyncio.to_thread(server.ask, "I want to kill myself", channel=CHANNEL)
        await seen(server, lambda: len(server.standing()) == 5)
    mine = [one for one in server.posted.values() if one["author"]["id"] == "1000"]
    assert [bool(one["flags"] & EPHEMERAL) for one in mine if one["channel_id"] == NEWS] == [False, True, True]
    assert sum("/reactions/" in call.path for call in server.calls) == 1


async def test_a_second_refusal_of_a_kind_is_a_sign_and_each_member_has_their_own(start: Start) -> None:
    async with start(discord_member_daily=1) as town:
        await town.ann.send(town.channel, town.mention(QUESTION))
        messages = [await town.ann.send(town.channel, town.mention(f"{QUESTION} {n}")) for n in range(3)]
        await town.bob.send(town.channel, town.mention(QUESTION))
        said = [text_in(one) for one in public(town)]
        assert sum(one.startswith("You've used today's 1 questions") for one in said) == 1
        assert sum(LED in one for one in said) == 2
        signs = [one for one in town.env.http_requests if "/reactions/" in one.path]
        assert [one.path.split("/")[4] for one in signs] == [str(messages[1].id)], "not on each of them"


async def test_where_reactions_may_not_be_made_a_second_refusal_is_silent(start: Start) -> None:
    async with start(discord_member_daily=1) as town:
        assert town.bot.user is not None
        channel = town.guild.create_text_channel(
            "plain", overwrites={town.bot.user: discord.PermissionOverwrite(add_reactions=False)}
        )
        for n in range(4):
            await town.ann.send(channel, town.mention(f"{QUESTION} {n}"))
        assert len(town.answers(channel)) == 2
        assert not any("/reactions/" in one.path for one in town.env.http_requests)


@pytest.mark.parametrize("given", [{"dateline_guilds": "1234567"}, {}], ids=["another server", "another channel"])
async def test_where_the_bot_is_switched_off_a_mention_is_met_with_silence(start: Start, given: dict[str, Any]) -> None:
    async with start(**given) as town:
        town.house.servers.put(town.guild.id, ServerSettings(channels=(1,)))
        for actor in (town.ann, town.bob, town.mod):
            await actor.send(town.channel, town.mention(QUESTION))
        assert town.sent() == []
        assert not any("/reactions/" in one.path for one in town.env.http_requests)


def test_a_refusal_is_told_again_after_a_while() -> None:
    now = [0.0]
    refusals = Refusals(clock=lambda: now[0])
    told = []
    for wait in (0, 1, TOLD_FOR):
        now[0] += wait
        told.append((refusals.may_tell(1, "cooldown"), refusals.may_tell(1, "busy"), refusals.may_tell(2, "busy")))
    assert told == [(True, True, True), (False, False, False), (True, True, True)]
    assert (refusals.may_sign(1), refusals.may_sign(1), refusals.may_sign(2)) == (True, False, True)
    now[0] += SIGNED_FOR
    assert refusals.may_sign(1)


# --- Direct messages ------------------------------------------------------------------------------------------


async def direct(town: Town, actor: Any) -> str:
    """What a member is answered to a direct message."""
    await actor.send_dm(QUESTION)
    return text_in(town.answers(actor.user.dm_channel)[-1])


NOT_HERE = "I only answer direct messages from members who may ask me on the servers that I was set up for."


async def test_with_home_servers_set_only_those_who_may_ask_there_are_answered_directly(start: Start) -> None:
    model = Counting()
    async with start(model=model, dateline_guilds=str(GUILD)) as town:
        elsewhere = town.env.create_guild("Elsewhere")
        stranger = elsewhere.add_member(town.env.create_user("stranger"))
        asker = town.guild.create_role("askers")
        town.house.servers.put(town.guild.id, ServerSettings(roles=(asker.id,)))
        carol = town.guild.add_member(town.env.create_user("carol"), roles=[asker])
        assert await direct(town, stranger) == NOT_HERE
        assert await direct(town, town.ann) == NOT_HERE, "her role does not ask there either"
        assert model.asked == 0
        assert LED in await direct(town, carol)
        looked = [one for one in town.env.http_requests if f"/members/{carol.id}" in one.path]
        assert LED in await direct(town, carol)
        assert looked == [one for one in town.env.http_requests if f"/members/{carol.id}" in one.path], (
            "known for a while"
        )


async def test_without_home_servers_anybody_is_answered_directly(start: Start) -> None:
    async with start() as town:
        elsewhere = town.env.create_guild("Elsewhere")
        assert LED in await direct(town, elsewhere.add_member(town.env.create_user("stranger")))


# --- A channel that is closed to us ---------------------------------------------------------------------------


async def test_a_closed_channel_is_told_once_to_the_owner_and_to_no_asker_and_heals_with_its_permissions(
    start: Start,
) -> None:
    async with start() as town:
        refuse(town, "POST", f"/channels/{town.channel.id}/messages", 403, 50013, times=1)
        for actor in (town.ann, town.bob, town.mod, town.ann):
            await actor.send(town.channel, town.mention(QUESTION))
        assert public(town) == []
        assert not any(town.answers(actor.user.dm_channel) for actor in (town.ann, town.bob, town.mod))
        told = [one["content"] for one in town.sent() if "I am not allowed to write in" in (one.get("content") or "")]
        assert len(told) == 1
        channel = town.bot.get_channel(town.channel.id)
        assert isinstance(channel, discord.TextChannel)
        town.bot.dispatch("guild_channel_update", channel, channel)
        await town.ann.send(town.channel, town.mention(QUESTION))
        assert LED in text_in(public(town)[-1])


@pytest.mark.parametrize("event", ["role", "member", "another member"])
async def test_a_changed_role_of_ours_opens_the_channels_again_and_another_s_does_not(start: Start, event: str) -> None:
    async with start() as town:
        await town.env.settle()  # the roles of the town itself
        town.house.rejections.note(403, town.channel.id)
        guild = town.bot.get_guild(town.guild.id)
        assert guild is not None
        if event == "role":
            town.bot.dispatch("guild_role_update", guild.default_role, guild.default_role)
        else:
            member = guild.me if event == "member" else await guild.fetch_member(town.ann.id)
            town.bot.dispatch("member_update", member, member)
        await town.env.settle()
        assert town.house.rejections.is_closed(town.channel.id) is (event == "another member")
