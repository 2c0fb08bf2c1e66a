"""A crowd: everybody is answered or told, nobody waits for a greedy one, and nothing piles up."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest

from bot.discord import wire
from bot.discord.answering import Asked, answer_question
from bot.discord.boundary import bounded
from bot.discord.house import House
from bot.discord.streaming import Pace
from evals import discord_load
from evals.discord_load import Counted, SlowStub, crowd, questions
from tests.discord.conftest import Start, text_in
from tests.discord.test_faults import LED, QUESTION

Opened = Callable[..., House]
BUSY = "I am busy right now. Please try again in a minute."
ONE = "I am still working on your last question."


async def test_five_hundred_questions_at_once_are_each_answered_or_told_and_leave_nothing_behind(
    opened: Opened,
) -> None:
    house = opened(discord_workers=4, discord_queue=16)
    replies = await crowd(house, questions(house, 500), pace=Pace(spacing=0))
    told = Counter("answered" if reply.answered else reply.shown for reply in replies)
    assert told == {"answered": 20, BUSY: 480}
    assert (house.queue.waiting, house.queue.working) == (0, 0)
    assert not house.budget._in_flight
    (again,) = await crowd(house, ["who led the US delegation?"], pace=Pace(spacing=0))
    assert again.answered, "all places are free again"


async def test_a_member_who_hammers_is_told_and_the_others_are_answered(opened: Opened) -> None:
    house = opened(discord_workers=1, discord_queue=30)
    order: list[int] = []

    async def ask(member: int, question: str) -> Counted:
        reply = Counted()
        asked = Asked(question=question, member=member, server=1, channel=1)
        await bounded(house, reply, answer_question(house, asked, reply, pace=Pace(spacing=0)))
        order.append(member)
        return reply

    several = questions(house, 21)
    hammering = [asyncio.create_task(ask(0, several[0])) for _ in range(200)]
    others = [asyncio.create_task(ask(n, several[n])) for n in range(1, 21)]
    assert Counter(one.shown == ONE for one in await asyncio.gather(*hammering)) == {True: 199, False: 1}
    assert all(one.answered for one in await asyncio.gather(*others))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"discord_cooldown": 60}, "One moment: you can ask again in 60 s."),
        ({"discord_member_daily": 1}, "You've used today's 1 questions. Try again tomorrow."),
    ],
    ids=["cooldown", "allowance"],
)
async def test_a_member_who_asks_too_often_is_told_kindly_when_to_come_back(
    start: Start, settings: dict[str, int], said: str
) -> None:
    async with start(**settings) as town:
        await town.ann.send(town.channel, town.mention(QUESTION))
        await town.ann.send(town.channel, town.mention(QUESTION))
        assert [LED in text_in(one) for one in town.answers()] == [True, False]
        assert town.answers()[-1].content == said
        await town.bob.send(town.channel, town.mention(QUESTION))
        assert LED in text_in(town.answers()[-1]), "others are not affected"


async def test_the_loop_runs_on_while_every_worker_waits_for_a_slow_model(opened: Opened) -> None:
    house = opened(model=SlowStub(pause=0.02), discord_workers=4)
    async with discord_load.watched() as lags:
        replies = await crowd(house, questions(house, 4))
    assert all(reply.answered for reply in replies)
    assert len(lags) > 20, "the timer rang all the while"


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_memory_is_flat_over_waves_of_five_hundred(opened: Opened) -> None:
    house = opened()
    store = house.settings.store
    row = await discord_load.memory_with_five_hundred(store.dateline_data)
    assert float(row[-1]) < 1.5


async def test_of_a_crowd_only_so_many_first_words_are_under_way_at_once_and_each_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "FIRST_AT_ONCE", 8)
    under_way, most, sent = 0, 0, 0
    line = wire.Wire()

    async def send(again: bool) -> bool:
        nonlocal under_way, most, sent
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        sent += 1
        return True

    until = line.clock() + 60
    assert all(await asyncio.gather(*(line.first_word(send, until=until) for _ in range(100))))
    assert (most, sent) == (8, 100)
    assert await line.first_word(send, until=line.clock() - 1) is None, "nobody waits for it any more"
    assert sent == 100
