"""Questions and checked messages that are deleted or changed after they were answered."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.discord.house import House
from bot.questions.log import UnderWay, new_id
from bot.questions.servers import ServerSettings
from tests.discord.conftest import Start, button, buttons_of, text_in
from tests.discord.living import living, seen, until
from tests.discord.loopback import CHANNEL, EPHEMERAL, ME, MEMBER, NEWS, SERVER, LoopbackDiscord, message, said
from tests.discord.loopback import buttons_of as buttons_in
from tests.discord.test_faults import LED, QUESTION, Counting
from tests.discord.test_wire import BOB

MEMBERS = "how many members does the task force have?"
DELETED = "The question was deleted. Whoever asked it can delete this answer with 🗑️."
CHANGED = "The question was changed. Whoever asked it can have it answered again with 🔁, or delete this answer with 🗑️."
Opened = Callable[..., House]


@pytest.fixture
def server() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as server, server.reached():
        yield server


def mine(server: LoopbackDiscord) -> list[dict[str, Any]]:
    return [one for one in server.posted.values() if one["author"]["id"] == ME["id"]]


def writes(server: LoopbackDiscord) -> int:
    return sum(call.method in ("POST", "PATCH") and "/messages" in call.path for call in server.calls)


BY = ["mention", "direct message", "ask channel", "reply"]


async def asked(server: LoopbackDiscord, by: str, question: str = QUESTION) -> str:
    """A member asks, in one of the ways; the message."""
    where: dict[str, Any] = {"channel": NEWS}
    if by == "direct message":
        where = {"channel": CHANNEL}
    elif by == "ask channel":
        where |= {"calls": None}
    elif by == "reply":
        before = message("4900", "Hello.", author=ME, channel=NEWS)
        server.posted["4900"] = before | {"author": {**ME, "id": ME["id"]}}
        reference = {"message_id": "4900", "channel_id": NEWS, "guild_id": SERVER}
        where |= {"calls": None, "more": {"type": 19, "message_reference": reference, "referenced_message": before}}
    text = f"<@1000> {question}" if by == "mention" else question
    return await asyncio.to_thread(server.ask, text, **where)


def here(opened: Opened, **given: Any) -> House:
    house = opened(discord_message_content=True, **given)
    house.servers.put(int(SERVER), ServerSettings(ask_channels=(int(NEWS),)))
    return house


async def answered(house: House, server: LoopbackDiscord) -> dict[str, Any]:
    await until(lambda: house.log.listed() and not house.log.under_way(house.application))
    (answer,) = [one for one in mine(server) if one["embeds"]]
    return answer


@pytest.mark.parametrize("by", BY)
async def test_a_changed_question_is_offered_to_be_answered_again_also_after_a_restart_and_in_silence(
    opened: Opened, server: LoopbackDiscord, by: str
) -> None:
    house = here(opened)
    server.open_server()
    async with living(house, server):
        question = await asked(server, by)
        answer = await answered(house, server)
    async with living(house, server):  # nothing of it is in the cache
        before = len(mine(server))
        changed = f"<@1000> {MEMBERS}" if by == "mention" else MEMBERS
        await asyncio.to_thread(server.change, question, changed)
        await seen(server, lambda: said(answer).endswith(CHANGED))
        edits = writes(server)
        for n in range(5):
            await asyncio.to_thread(server.change, question, changed + "!" * n)
        reads = rf"/channels/\d+/messages/{answer['id']}"
        await seen(server, lambda: sum(call.is_of("GET", reads) for call in server.calls) >= 6)
        assert (writes(server), said(answer).count(CHANGED)) == (edits, 1), "it is offered once"
        assert len(mine(server)) == before, "no message comes of it"
        again = buttons_in(answer)["again"]
        token = await asyncio.to_thread(server.press, answer["id"], again, member=BOB)
        await seen(server, lambda: any("Only the person who asked" in said(one) for one in mine(server)))
        assert server.posted[server.tokens[token]["original"]]["flags"] & EPHEMERAL
        await asyncio.to_thread(server.press, answer["id"], again)
        await seen(server, lambda: any("Answered again" in said(one) for one in mine(server)))
    assert answer["id"] not in server.posted
    (new,) = [one for one in mine(server) if one["embeds"]]
    assert "joint task force" in said(new)
    assert str(new["message_reference"]["message_id"]) == question
    assert "again" not in buttons_in(new)


@pytest.mark.parametrize("by", BY)
async def test_of_a_deleted_question_the_answer_says_so_and_its_asker_can_delete_it(
    opened: Opened, server: LoopbackDiscord, by: str
) -> None:
    house = here(opened)
    server.open_server()
    async with living(house, server):
        question = await asked(server, by)
        answer = await answered(house, server)
    async with living(house, server):
        before = len(mine(server))
        await asyncio.to_thread(server.withdraw, question)
        await seen(server, lambda: said(answer).endswith(DELETED))
        assert len(mine(server)) == before
        await asyncio.to_thread(server.press, answer["id"], buttons_in(answer)["delete"])
        await seen(server, lambda: answer["id"] not in server.posted)


async def test_a_link_s_preview_an_edit_that_asks_the_same_and_others_messages_change_nothing(
    opened: Opened, server: LoopbackDiscord
) -> None:
    house = here(opened)
    server.open_server()
    async with living(house, server):
        question = await asked(server, "mention")
        await answered(house, server)
        chatter = await asyncio.to_thread(server.ask, "see you later", channel=NEWS, calls=None, member=BOB)
        before = writes(server)
        await asyncio.to_thread(server.change, question, f"<@1000> {QUESTION} https://x.example", edited=False)
        await asyncio.to_thread(server.change, question, f"<@1000>  {QUESTION}  ")
        await asyncio.to_thread(server.change, chatter, "see you tomorrow")
        await asyncio.to_thread(server.withdraw, chatter)
        await asyncio.to_thread(server.change, question, f"<@1000> {MEMBERS}")
        await seen(server, lambda: any(said(one).endswith(CHANGED) for one in mine(server)))
    assert writes(server) == before + 1, "the last change alone"


async def test_a_question_deleted_in_mid_answer_is_told_of_when_the_answer_stands(
    opened: Opened, server: LoopbackDiscord
) -> None:
    model = Counting(gate=threading.Event())
    assert model.gate is not None
    house = here(opened, model=model)
    server.open_server()
    async with living(house, server):
        question = await asked(server, "mention")
        await until(lambda: model.asked == 1)
        await asyncio.to_thread(server.withdraw, question)
        model.gate.set()
        await seen(server, lambda: any(said(one).endswith(DELETED) for one in mine(server)))
    (answer,) = mine(server)
    assert LED in said(answer)


async def test_answering_again_is_refused_to_the_asker_alone_and_the_old_answer_stays(
    opened: Opened, server: LoopbackDiscord
) -> None:
    house = here(opened, discord_cooldown=60)
    server.open_server()
    async with living(house, server):
        question = await asked(server, "mention")
        answer = await answered(house, server)
        await asyncio.to_thread(server.change, question, f"<@1000> {MEMBERS}")
        await seen(server, lambda: said(answer).endswith(CHANGED))
        await asyncio.to_thread(server.press, answer["id"], buttons_in(answer)["again"])
        await seen(server, lambda: any("One moment" in said(one) for one in mine(server)))
        await asyncio.to_thread(server.withdraw, question)
        await seen(server, lambda: said(answer).endswith(DELETED))
        assert CHANGED not in said(answer)
        assert "again" not in buttons_in(answer)
    refusal = next(one for one in mine(server) if "One moment" in said(one))
    assert refusal["flags"] & EPHEMERAL
    assert answer["id"] in server.posted


async def test_a_kill_while_it_is_answered_again_leaves_the_first_answer_as_it_is(
    opened: Opened, server: LoopbackDiscord
) -> None:
    house = here(opened)
    server.open_server()
    async with living(house, server):
        question = await asked(server, "mention")
        answer = await answered(house, server)
    before = said(answer)
    (entry,) = house.log.listed()
    second = replace(entry, id=new_id(), messages=(), answer="", outcome="being answered", asked_at=house.now())
    house.log.begin(second, UnderWay(bot=int(ME["id"]), asked=int(question)))
    async with living(house, server):
        await until(lambda: not house.log.under_way(house.application))
    assert said(answer) == before


@pytest.mark.parametrize("several", [False, True])
async def test_a_checked_message_that_is_deleted_takes_what_was_kept_and_shown_of_its_check_along(
    opened: Opened, server: LoopbackDiscord, several: bool
) -> None:
    house = here(opened)
    server.open_server()
    async with living(house, server):
        claim = await asyncio.to_thread(server.ask, f"{LED}.", channel=NEWS, calls=None, member=BOB)
        other = await asyncio.to_thread(server.ask, "Good morning.", channel=NEWS, calls=None, member=BOB)
        reference = {"message_id": claim, "channel_id": NEWS, "guild_id": SERVER}
        more = {"type": 19, "message_reference": reference, "referenced_message": server.posted[claim]}
        await asyncio.to_thread(server.ask, "<@1000> is this true?", channel=NEWS, more=more)
        verdict = await answered(house, server)
        assert "🟢" in said(verdict)
    async with living(house, server):
        await asyncio.to_thread(server.withdraw, *([claim, other] if several else [claim]))
        await seen(server, lambda: verdict["id"] not in server.posted)
        await until(lambda: not house.log.listed())


async def test_a_checked_message_that_is_deleted_while_the_bot_is_away_takes_its_check_along_too(
    opened: Opened, server: LoopbackDiscord
) -> None:
    house = here(opened)
    server.open_server()
    async with living(house, server):
        claims = [
            await asyncio.to_thread(server.ask, f"{LED}{mark}", channel=NEWS, calls=None, member=BOB) for mark in ".!"
        ]
        for claim, by in zip(claims, (MEMBER, BOB), strict=True):
            await asyncio.to_thread(server.choose, "Check this claim", claim, member=by)
        await until(lambda: len(house.log.listed()) == 2 and not house.log.under_way(house.application))
    await asyncio.to_thread(server.withdraw, claims[0])
    async with living(house, server):
        await until(lambda: len(house.log.listed()) == 1)
    assert [str(one.about) for one in house.log.listed()] == claims[1:], "the other one stands"


async def test_a_verdict_whose_message_is_gone_meanwhile_is_not_shown_to_all(
    opened: Opened, server: LoopbackDiscord
) -> None:
    house = here(opened)
    server.open_server()
    async with living(house, server):
        claim = await asyncio.to_thread(server.ask, f"{LED}.", channel=NEWS, calls=None, member=BOB)
        await asyncio.to_thread(server.choose, "Check this claim", claim)
        verdict = await answered(house, server)
        del server.posted[claim]  # and the event of it never came
        await asyncio.to_thread(server.press, verdict["id"], buttons_in(verdict)["show"])
        await seen(server, lambda: "no longer stored" in said(mine(server)[-1]))
        await until(lambda: not house.log.listed() and not house.log.under_way(house.application))
    assert [said(one) for one in mine(server) if not one["flags"] & EPHEMERAL] == []


async def test_over_simcord_too_an_edit_and_a_deletion_are_noticed(start: Start) -> None:
    async with start() as town:
        question = await town.ann.send(town.channel, town.mention(QUESTION))
        await town.ann.edit(question, town.mention(MEMBERS))
        answer = town.answers()[-1]
        assert text_in(answer).endswith(CHANGED)
        assert buttons_of(answer) == ["quotes", "again", "good", "bad", "follow", "delete"]
        await town.ann.click(answer, custom_id=button(answer, "again"))
        assert [("joint task force" in text_in(one)) for one in town.answers() if not one.flags.ephemeral] == [True]
        await town.ann.delete(question)
        assert text_in([one for one in town.answers() if one.embeds][-1]).endswith(DELETED)
