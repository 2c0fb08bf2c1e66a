"""Forums: a post with the tag that nobody has answered is answered once, with proof, or met with silence."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.discord.client import DatelineBot
from bot.discord.forums import Forums, question_of
from bot.discord.house import House
from bot.questions.servers import Servers, ServerSettings
from tests.discord.conftest import GUILD, NOW, Hurry, Start
from tests.discord.living import living, seen, until
from tests.discord.loopback import FORUM, ME, MEMBER, SERVER, TAG, Fault, LoopbackDiscord, buttons_of, said
from tests.discord.mortal import Cradle
from tests.discord.test_commands import said as told
from tests.discord.test_faults import LED, QUESTION, Counting
from tests.discord.test_kills import POST, killed
from tests.discord.test_wire import BOB

WAIT = 10
LATER = NOW + timedelta(minutes=WAIT, seconds=1)


@pytest.fixture
def server() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as server, server.reached():
        yield server


def here(opened: Callable[..., House], **given: Any) -> House:
    house = opened(**{"discord_message_content": True, **given})
    house.servers.put(int(SERVER), ServerSettings(forums=((int(FORUM), int(TAG)),), forum_wait=WAIT))
    return house


def later(house: House, *, minutes: float = WAIT) -> None:
    """So many minutes after the posts were made, and a second."""
    house.now = lambda: NOW + timedelta(minutes=minutes, seconds=1)


async def looked(bot: DatelineBot, house: House, *, minutes: float = WAIT) -> None:
    """The bot looks at what is due by then."""
    later(house, minutes=minutes)
    cog = bot.get_cog("Forums")
    assert isinstance(cog, Forums)
    await cog.answer_due()


async def noted(house: House, *, posts: int) -> None:
    far = (NOW + timedelta(days=2)).timestamp()
    await until(lambda: len(house.posts.due(1000, far)) == posts)


async def test_a_post_that_nobody_answered_is_answered_once_and_its_poster_can_send_that_away(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    house = here(opened)
    server.open_server()
    async with living(house, server) as bot:
        post = await asyncio.to_thread(server.open_post, "Beijing talks", f"Hello. {QUESTION} Thanks!")
        await noted(house, posts=1)
        await looked(bot, house, minutes=WAIT - 1)
        assert server.standing() == [], "it is not its turn yet"
        await looked(bot, house)
        await looked(bot, house)
        (answer,) = [one for one in server.posted.values() if one["author"] is ME]
        assert LED in said(answer)
        assert said(answer).endswith(
            "Nobody had answered within 10 min, so I did. Whoever wrote the post can remove this with 🗑️."
        )
        assert (answer["channel_id"], str(answer["message_reference"]["message_id"])) == (post, post)
        pressed = buttons_of(answer)["delete"]
        token = await asyncio.to_thread(server.press, answer["id"], pressed, member=BOB)
        await seen(server, lambda: server.tokens[token]["original"])
        assert answer["id"] in server.posted, "it is not another member's to send away"
        await asyncio.to_thread(server.press, answer["id"], pressed)
        await seen(server, lambda: answer["id"] not in server.posted)
        await looked(bot, house, minutes=WAIT + 60)
    async with living(house, server) as bot:
        await looked(bot, house, minutes=WAIT + 120)
    assert [
        one for one in server.posted.values() if one["author"] is ME and one["channel_id"] == post and one["embeds"]
    ] == []


SILENT: dict[str, Callable[[LoopbackDiscord, str], object]] = {
    "somebody answered": lambda server, post: server.ask("Jen Daskal did.", member=BOB, channel=post, calls=None),
    "the tag was taken off": lambda server, post: server.change_post(post, applied_tags=[]),
    "it was locked": lambda server, post: server.change_post(
        post, thread_metadata=server.threads[post]["thread_metadata"] | {"locked": True}
    ),
    "its first message was deleted": lambda server, post: server.posted.pop(post),
}


@pytest.mark.parametrize("what", SILENT)
async def test_silence_where_no_answer_is_wanted_any_more(
    opened: Callable[..., House], server: LoopbackDiscord, what: str
) -> None:
    model = Counting()
    house = here(opened, model=model)
    server.open_server()
    async with living(house, server) as bot:
        post = await asyncio.to_thread(server.open_post, QUESTION, "I can't find it.")
        await noted(house, posts=1)
        thread = bot.get_channel(int(post))
        assert isinstance(thread, discord.Thread)
        await asyncio.to_thread(SILENT[what], server, post)
        await until(lambda: "tag" not in what or not thread.applied_tags)
        await until(lambda: "locked" not in what or thread.locked)
        await looked(bot, house)
        assert house.posts.due(1000, LATER.timestamp() + 10**6) == [], "it is over"
    assert (server.standing(), model.asked) == ([], 0)


@pytest.mark.parametrize(
    ("title", "body", "tags"),
    [
        ("Who is the president of France?", "", [TAG]),
        ("My introduction", "Hi all, I am new here.", [TAG]),
        (QUESTION, "", []),
        (QUESTION, "", ["4199"]),
    ],
    ids=["not in the library", "no question", "no tag", "another tag"],
)
async def test_silence_where_there_is_no_proof_no_question_or_no_tag(
    opened: Callable[..., House], server: LoopbackDiscord, title: str, body: str, tags: list[str]
) -> None:
    house = here(opened)
    server.open_server()
    async with living(house, server) as bot:
        await asyncio.to_thread(server.open_post, title, body, tags=tags)
        await asyncio.to_thread(server.open_post, QUESTION, "", member=BOB)  # what comes after it has been noted too
        await noted(house, posts=2 if tags == [TAG] else 1)
        await looked(bot, house)
        assert house.posts.due(1000, LATER.timestamp() + 10**6) == []
    (answer,) = server.standing()
    assert LED in answer
    assert not any("/reactions/" in call.path or call.path.endswith("/typing") for call in server.calls)


async def test_a_tag_that_is_set_later_counts_and_another_bot_s_words_are_no_answer(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    house = here(opened)
    server.open_server()
    feed = {**MEMBER, "id": "2009", "username": "feed", "bot": True}
    async with living(house, server) as bot:
        post = await asyncio.to_thread(server.open_post, QUESTION, "", tags=[])
        await asyncio.to_thread(server.ask, "Welcome!", member=feed, channel=post, calls=None)
        await asyncio.to_thread(server.ask, "It was in January.", channel=post, calls=None)
        await asyncio.to_thread(server.change_post, post, applied_tags=[TAG])
        await noted(house, posts=1)
        await looked(bot, house)
    assert [LED in one for one in server.standing()] == [True]


async def test_without_the_intent_a_title_that_is_a_question_is_answered(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    house = here(opened, discord_message_content=False)
    server.open_server()
    async with living(house, server) as bot:
        await asyncio.to_thread(server.open_post, QUESTION, "")
        await noted(house, posts=1)
        await looked(bot, house)
    assert [LED in one for one in server.standing()] == [True]


async def test_a_post_of_the_time_we_were_away_is_answered_and_an_old_one_is_not(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    house = here(opened)
    server.open_server()
    await asyncio.to_thread(server.open_post, QUESTION, "")
    old = await asyncio.to_thread(server.open_post, f"{QUESTION} again", "")
    server.threads[old]["thread_metadata"]["create_timestamp"] = "2024-03-30T12:00:00+00:00"
    async with living(house, server) as bot:
        await noted(house, posts=1)
        await looked(bot, house, minutes=60)
    assert [LED in one for one in server.standing()] == [True]


async def test_what_a_passing_reason_or_a_fault_of_discord_s_prevents_is_tried_again_later(
    opened: Callable[..., House], server: LoopbackDiscord
) -> None:
    house = here(opened)
    server.open_server()
    async with living(house, server) as bot:
        post = await asyncio.to_thread(server.open_post, QUESTION, "")
        await noted(house, posts=1)
        with house.budget.question(int(MEMBER["id"]), int(SERVER)):  # the poster has another question under way
            await looked(bot, house)
        assert server.standing() == []
        server.faults = [Fault("GET", rf"/channels/{post}/messages", 403, code=50001)]
        await looked(bot, house, minutes=WAIT + 2)
        assert house.posts.due(1000, LATER.timestamp() + 10**6) == [], "what may not be read is left alone"
        house.posts.put_off(1000, int(post), due=0)
        other = await asyncio.to_thread(server.open_post, QUESTION, "")
        await noted(house, posts=1)
        house.wire = Hurry().wire()
        server.faults = [Fault("GET", rf"/channels/{other}/messages", 503, times=10**6)]
        await looked(bot, house, minutes=WAIT + 4)
        server.faults = []
        assert server.standing() == []
        await looked(bot, house, minutes=WAIT + 6)
    assert [LED in one for one in server.standing()] == [True]


@pytest.fixture(scope="module")
def cradle() -> Iterator[Cradle]:
    with Cradle() as cradle:
        yield cradle


@pytest.mark.skipif(sys.platform != "linux", reason="forks, and waits for processes by their descriptors")
@pytest.mark.parametrize(
    "point",
    [
        pytest.param("after begin 1", id="before it"),
        pytest.param("before note 1", id="about to be shown", marks=pytest.mark.slow),
        pytest.param(f"before POST 1 {POST}", id="sent", marks=pytest.mark.slow),
        pytest.param(f"after POST 1 {POST}", id="shown"),
        pytest.param("after note 2", id="noted", marks=pytest.mark.slow),
    ],
)
async def test_a_kill_in_between_neither_loses_nor_doubles_the_answer_to_a_post(
    cradle: Cradle, server: LoopbackDiscord, opened: Callable[..., House], data: Path, point: str
) -> None:
    killed(cradle, server, data, by="forum", point=point)
    house = opened(discord_message_content=True)
    house.wire = Hurry().wire()
    async with living(house, server) as bot:
        await until(lambda: not house.log.under_way(house.application) and bot.has_ended_leftovers)
        for minutes in (WAIT + 2, WAIT + 4):
            await looked(bot, house, minutes=minutes)
    (answer,) = server.standing()
    assert LED in answer
    assert "restarted" not in answer


def test_a_title_that_asks_is_the_question_and_else_the_first_sentence_that_does() -> None:
    assert question_of("Who led the delegation?", "It was in Beijing.") == (
        "Who led the delegation?",
        "It was in Beijing.",
    )
    assert question_of("Delegation", "Hi! I read about it. Who led the delegation? Was it Blinken?") == (
        "Who led the delegation?",
        "Delegation",
    )
    assert question_of("代表団", "こんにちは。米国代表団を率いたのは誰ですか？") == (
        "米国代表団を率いたのは誰ですか？",
        "代表団",
    )
    assert question_of("Thank you all", "This forum is great.") is None
    assert question_of("👋", "") is None


async def test_a_moderator_chooses_a_forum_with_its_tag_and_takes_it_away_again(start: Start) -> None:
    async with start(discord_message_content=True) as town:
        forum = town.guild.create_forum_channel("questions")
        assert "has no tags. Please add one there first" in await told(town, town.mod, "settings", forum=forum)
        channel = town.bot.get_channel(forum.id)
        assert isinstance(channel, discord.ForumChannel)
        await channel.edit(available_tags=[discord.ForumTag(name="Dateline")])
        assert await told(town, town.mod, "settings", forum=forum) == (
            f"Which tag must a post have? <#{forum.id}> has these: “Dateline”."
        )
        assert "Which tag" in await told(town, town.mod, "settings", forum=forum, **{"forum-tag": "News"})
        assert "Which forum?" in await told(town, town.mod, "settings", **{"forum-tag": "Dateline"})
        shown = await told(town, town.mod, "settings", forum=forum, **{"forum-tag": "dateline", "forum-wait": 30})
        assert f"Forum <#{forum.id}>: posts tagged “Dateline” that nobody has answered after 30 min" in shown
        assert Servers(town.house.settings.store.dateline_data).of(GUILD).forum_wait == 30
        assert len(town.house.servers.of(GUILD).forums) == 1
        await told(town, town.mod, "settings", forum=forum)
        assert town.house.servers.of(GUILD).forums == ()
