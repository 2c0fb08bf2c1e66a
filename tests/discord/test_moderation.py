"""What moderators decide: who may not ask, what is not answered, and answers taken back in bulk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.answering.unanswered import Unanswered, entry_of, forms_of
from bot.discord.house import House
from bot.questions.deletions import Deletions, Which
from bot.questions.log import Entry, Log
from bot.questions.servers import ServerSettings
from tests.discord.conftest import GUILD, NOW, Start, Town, button, text_in
from tests.discord.living import living, until
from tests.discord.loopback import NEWS, SERVER, LoopbackDiscord
from tests.discord.mortal import Cradle
from tests.discord.test_commands import HOME, Silent, said
from tests.discord.test_faults import QUESTION, Counting, refuse

DASKAL = "Jen Daskal"
NOT_HERE = "Questions about that are not answered here."


@pytest.fixture
def server() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as server, server.reached():
        yield server


async def slash(town: Town, member: Any, name: str, /, **options: Any) -> discord.Message:
    result = await member.slash(town.channel, name, **options)
    assert result.response is not None
    message: discord.Message = result.response.message
    return message


# --- Members ------------------------------------------------------------------------------------------------------


async def test_a_blocked_member_is_told_alone_and_met_with_silence_where_all_can_read(start: Start) -> None:
    async with start(model=Silent()) as town:
        told = await said(town, town.mod, "moderation block", member=town.ann)
        assert told.startswith(f"<@{town.ann.id}> can't ask me on this server any more.")
        sentence = "A moderator has turned off asking for you on this server."
        assert await said(town, town.ann, "ask", question=QUESTION) == sentence
        assert await said(town, town.ann, "search", query=QUESTION) == sentence
        message = await town.bob.send(town.channel, "Overdoses killed 105,000 Americans in 2023.")
        for menu in ("Check this claim", "Find the source"):
            result = await town.ann.context_menu(town.channel, menu, message)
            assert result.response is not None
            assert text_in(result.response) == sentence
            assert result.response.ephemeral
        await town.ann.send(town.channel, town.mention(QUESTION))
        assert town.answers() == []


async def test_a_block_holds_after_a_restart_and_a_reset_is_listed_and_taken_back(start: Start) -> None:
    async with start() as town:
        await said(town, town.mod, "moderation block", member=town.ann)
        await said(town, town.mod, "settings", reset=True)
        await town.restart()
        assert f"Members who can't ask: <@{town.ann.id}>" in await said(town, town.mod, "moderation list")
        assert "Jen Daskal" in text_in(await slash(town, town.bob, "ask", question=QUESTION)), "others are answered"
        assert await said(town, town.mod, "moderation unblock", member=town.bob) == "That member is not blocked."
        assert (
            await said(town, town.mod, "moderation unblock", member=town.ann) == f"<@{town.ann.id}> can ask me again."
        )
        assert "Jen Daskal" in text_in(await slash(town, town.ann, "ask", question=QUESTION))
        assert "Members who can't ask: nobody" in await said(town, town.mod, "moderation list")


async def test_who_is_blocked_on_the_only_home_server_is_not_answered_in_direct_messages(start: Start) -> None:
    model = Counting()
    async with start(dateline_guilds=HOME, model=model) as town:
        await said(town, town.mod, "moderation block", member=town.ann)
        await town.ann.send_dm(QUESTION)
        assert model.asked == 0


# --- Names and topics ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("Jen Daskal", "Who is JEN DASKÁL's boss?"),
        ("Jen Daskal | Daskal", "what did daskal say"),
        ("US", "did the U.S. sign it?"),
        ("US", "미국은 무엇을 했나요?"),
        ("United States", "¿Qué hizo Estados Unidos?"),
        ("World Health Organization", "What did the WHO find?"),
        ("Zelensky", "Was sagte Selenskyj?"),
        ("Путин", "Встреча с Путиным"),
        ("Putin", "Was steht in Putins Rede?"),
        ("abortion", "the new abortions law"),
        ("drug trafficking", "a drug-trafficking ring"),
        ("젠 다스칼", "젠 다스칼은 누구입니까?"),
        ("China", "Chinese exports"),
    ],
)
def test_a_name_is_known_in_other_forms_spellings_and_languages(entry: str, text: str) -> None:
    assert Unanswered([entry]).named_in("nothing of it", text) == entry


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("US", "tell us about fish"),
        ("World Health Organization", "who says so?"),
        ("Trump", "trumpet music"),
        ("Harbor Ledger", "the ledger is lost"),
        ("Los Angeles", "la ciudad"),
        ("Путин", "новый путь"),
        ("Jen Daskal", "Jen Smith"),
    ],
)
def test_a_name_is_not_taken_for_another_word(entry: str, text: str) -> None:
    assert Unanswered([entry]).named_in(text) is None


async def test_of_a_person_the_last_name_alone_counts_unless_it_is_an_everyday_word(start: Start) -> None:
    async with start() as town:
        library = town.house.library
        assert entry_of(DASKAL, library) == "Jen Daskal | Daskal"
        assert entry_of("Task Force", library) == "Task Force"
        assert entry_of(" fentanyl |  | Fentanyl ", library) == "fentanyl | Fentanyl"
        assert entry_of(" | ", library) is None
    assert forms_of("a | ab") == ("ab",)


@pytest.mark.parametrize("question", ["who led the delegation, was it Daskal?", "so what has JEN DASKAL said?"])
async def test_what_is_excluded_is_not_answered_by_any_command(start: Start, question: str) -> None:
    async with start(model=Silent()) as town:
        told = await said(town, town.mod, "moderation exclude", topic=DASKAL)
        assert told.startswith("Not answered here from now on: Jen Daskal \\| Daskal.")
        for name, options in (("ask", {"question": question}), ("search", {"query": question})):
            assert await said(town, town.ann, name, **options) == NOT_HERE
        message = await town.bob.send(town.channel, "The US delegation was led by Jen Daskal, a deputy assistant.")
        for menu in ("Check this claim", "Find the source"):
            result = await town.ann.context_menu(town.channel, menu, message)
            assert result.response is not None
            assert text_in(result.response) == NOT_HERE
            assert result.response.ephemeral
        await town.ann.send(town.channel, town.mention(question))
        assert [one.content for one in town.answers()] == [NOT_HERE]


async def test_what_names_something_excluded_is_in_no_answer_search_list_or_source(start: Start) -> None:
    async with start() as town:
        before = text_in(await slash(town, town.ann, "ask", question=QUESTION))
        assert "Daskal" in before
        await said(town, town.mod, "moderation exclude", topic=DASKAL)
        asked = text_in(await slash(town, town.ann, "ask", question=QUESTION))
        assert "Daskal" not in asked, "neither from the cache nor from the library"
        for query in ("US delegation in Beijing", "deputy assistant to the president"):
            assert "Daskal" not in await said(town, town.ann, "search", query=query)
        await said(town, town.mod, "moderation exclude", topic="fentanyl")
        latest = await said(town, town.ann, "library latest")
        assert "entanyl" not in latest
        assert latest.count("• ") > 3
        assert await said(town, town.ann, "library article", title="Washington and Beijing open joint work") == (
            "No article matches."
        )
        assert await town.ann.autocomplete(town.channel, "library article", "title", "fentanyl joint") == []
        link = await town.bob.send(town.channel, "https://harborledger.example/2024/01/30/washington-beijing")
        check = await town.ann.context_menu(town.channel, "Check this claim", link)
        assert check.response is not None
        assert "is not in the library" in text_in(check.response)
        newest = await slash(town, town.ann, "ask", question="how many articles do you have?")
        assert "entanyl" not in text_in(newest)


@pytest.mark.parametrize("question", ["who led the delegation, was it Daskal?", "so what has JEN DASKAL said?"])
async def test_what_a_home_server_excludes_is_not_answered_in_direct_messages_either(
    start: Start, question: str
) -> None:
    async with start(dateline_guilds=HOME, model=Silent()) as town:
        await said(town, town.mod, "moderation exclude", topic=DASKAL)
        await town.ann.send_dm(question)
        assert [one.content for one in town.answers(town.ann.user.dm_channel)] == [NOT_HERE]


async def test_what_a_server_that_is_no_home_excludes_is_answered_in_direct_messages(start: Start) -> None:
    async with start() as town:
        await said(town, town.mod, "moderation exclude", topic=DASKAL)
        await town.ann.send_dm(QUESTION)
        assert DASKAL in text_in(town.answers(town.ann.user.dm_channel)[-1])


async def test_an_excluded_topic_is_offered_and_answered_again(start: Start) -> None:
    async with start() as town:
        await said(town, town.mod, "moderation exclude", topic=DASKAL)
        assert "• Jen Daskal \\| Daskal" in await said(town, town.mod, "moderation list")
        (choice,) = await town.mod.autocomplete(town.channel, "moderation include", "topic", "dask")
        assert "That is not on the list." in await said(town, town.mod, "moderation include", topic="Wang")
        await said(town, town.mod, "moderation include", topic=choice["value"])
        assert "Daskal" in text_in(await slash(town, town.ann, "ask", question=QUESTION))
        long = f"{'x' * 150} topic"
        await said(town, town.mod, "moderation exclude", topic=long)
        (choice,) = await town.mod.autocomplete(town.channel, "moderation include", "topic", "topic")
        await said(town, town.mod, "moderation include", topic=choice["value"])
        assert town.house.servers.of(GUILD).unanswered == ()


# --- Answers ------------------------------------------------------------------------------------------------------


async def asked(town: Town) -> None:
    """Ann and Bob ask, each in a channel of their own."""
    other = town.guild.create_text_channel("other")
    await town.ann.send(town.channel, town.mention(QUESTION))
    await town.ann.slash(other, "ask", question="who led the Chinese side?")
    await town.bob.send(town.channel, town.mention("how many Americans died of overdoses in 2023?"))


async def test_answers_are_deleted_by_member_after_a_confirmation_that_works_after_a_restart(start: Start) -> None:
    async with start() as town:
        await asked(town)
        assert await said(town, town.mod, "moderation delete") == (
            "Say which answers: give a time, a member or an article."
        )
        shown = await slash(town, town.mod, "moderation delete", member=town.ann)
        assert text_in(shown) == "Answers found: 2. They can't be brought back. Delete them?"
        assert len(town.answers()) == 2, "nothing is deleted before it is confirmed"
        await town.restart()
        gone = await town.mod.click(shown, custom_id=button(shown, "bulk"))
        assert gone.response is not None
        assert text_in(gone.response) == "Answers deleted: 2."
        assert len(town.answers()) == 1
        again = await town.mod.click(shown, custom_id=button(shown, "bulk"))
        assert again.response is not None
        assert text_in(again.response) == "Answers deleted: 0."
        assert len(town.house.log.listed()) == 3, "the questions are the operator's to see"
        assert town.house.deletions.left(town.house.application) == []


async def test_answers_are_deleted_by_time_and_by_article_also_one_that_was_withdrawn(start: Start) -> None:
    async with start(dateline_guilds=HOME) as town:
        await asked(town)
        entries = town.house.log.listed()
        town.house.log.save(replace(entries[0], asked_at=NOW - timedelta(hours=5)))
        shown = await slash(town, town.mod, "moderation delete", last="1h")
        assert text_in(shown).startswith("Answers found: 2.")
        assert await said(town, town.mod, "moderation delete", last="tomorrow") == (
            "“tomorrow” is not a time. Use 30m, 1h or 2d."
        )
        cited = next(one for one in town.house.log.listed() if "delegation" in one.question).citations[0]
        assert town.house.library.remove(cited.article_id)
        shown = await slash(town, town.mod, "moderation delete", article=cited.title)
        assert text_in(shown).startswith("Answers found: ")
        await town.mod.click(shown, custom_id=button(shown, "bulk"))
        left = [one for one in town.house.log.listed() if one.messages]
        assert left
        assert not any(cited.article_id in {c.article_id for c in one.citations} for one in left)
        assert await said(town, town.mod, "moderation delete", article="no such title") == "No article matches."


async def test_answers_in_a_closed_channel_are_counted_and_not_tried_for_ever(start: Start) -> None:
    async with start() as town:
        await asked(town)
        refuse(town, "DELETE", f"/channels/{town.channel.id}/messages/*", 403, 50013, times=None)
        shown = await slash(town, town.mod, "moderation delete", last="1d")
        gone = await town.mod.click(shown, custom_id=button(shown, "bulk"))
        assert gone.response is not None
        assert text_in(gone.response).startswith("Answers deleted: 1. Not deleted: 2.")
        assert town.house.deletions.left(town.house.application) == []


@pytest.mark.slow
def test_a_deletion_that_was_killed_is_finished_by_the_next_start(
    data: Path, server: LoopbackDiscord, opened: Callable[..., House]
) -> None:
    server.open_server()
    log = Log(data, key=b"key")
    ids = [server.ask(f"answer {n}", channel=NEWS) for n in range(6)]
    for n, id_ in enumerate(ids):
        entry = Entry(id=f"question{n:04}", asked_at=NOW, member="m", question="?", server=int(SERVER))
        log.save(replace(entry, channel=int(NEWS), messages=(int(id_),), outcome="answered"))
    deletions = Deletions(data)
    killed: list[bool] = []

    def kill(when: str, call: Any) -> None:
        if when == "after" and call.method == "DELETE" and not killed:
            killed.append(True)
            child.kill()

    server.heard = kill
    deletions.order(1000, deletions.found(Which(server=int(SERVER), until=NOW)))
    with Cradle() as cradle:
        child = cradle.start(data=str(data), rest=server.rest, gateway=server.gateway, kill="")
        child.wait()
        child.close()
    assert 0 < len(deletions.left(1000)) <= 6
    house = opened()

    async def finish() -> None:
        async with living(house, server):
            await until(lambda: not deletions.left(1000))

    asyncio.run(finish())
    assert not set(ids) & set(server.posted)
    assert all(one.messages == () for one in log.listed())


async def test_moderation_is_hidden_from_members(start: Start) -> None:
    async with start() as town:
        for_members = town.bob.available_commands(town.channel)
        assert not [one for one in for_members if one.startswith("moderation")]
        assert "moderation block" in town.mod.available_commands(town.channel)


def test_a_reset_keeps_what_moderators_decided() -> None:
    decided = ServerSettings(channels=(1,), blocked=(2,), unanswered=("x",), quiet=True)
    assert decided.reset() == ServerSettings(blocked=(2,), unanswered=("x",))
