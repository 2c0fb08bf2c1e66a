"""Who may ask now, and who is next: fairness, cooldowns, allowances and budgets."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from bot.budget import DAY, Budget, Declined, Limits, Spent, start_of_today
from bot.queue import FairQueue, QueueFull


async def test_one_members_two_hundred_questions_do_not_delay_twenty_others() -> None:
    queue = FairQueue(places=1, room=1000)
    order: list[str] = []

    async def ask(member: str) -> None:
        async with queue.turn(member):
            order.append(member)
            await asyncio.sleep(0)

    crowd = [asyncio.create_task(ask("greedy")) for _ in range(200)]
    await asyncio.sleep(0)
    others = [asyncio.create_task(ask(f"member {n}")) for n in range(20)]
    await asyncio.gather(*crowd, *others)
    last = max(order.index(f"member {n}") for n in range(20))
    assert last <= 42, "each of the others waits for at most one question of the greedy one a round"
    assert (queue.waiting, queue.working) == (0, 0)


async def test_no_more_than_the_places_work_and_beyond_the_room_the_queue_is_full() -> None:
    queue = FairQueue(places=2, room=3)
    most, release = 0, asyncio.Event()

    async def ask(n: int) -> None:
        nonlocal most
        async with queue.turn(n):
            most = max(most, queue.working)
            await release.wait()

    tasks = [asyncio.create_task(ask(n)) for n in range(5)]
    await asyncio.sleep(0)
    with pytest.raises(QueueFull):
        await ask(6)
    release.set()
    await asyncio.gather(*tasks)
    assert most == 2


async def test_those_who_leave_while_waiting_give_their_turn_on() -> None:
    queue = FairQueue(places=1, room=10)
    release, done = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with queue.turn("first"):
            await release.wait()

    async def ask() -> None:
        async with queue.turn("third"):
            done.set()

    first = asyncio.create_task(hold())
    await asyncio.sleep(0)
    second = asyncio.create_task(ask())
    third = asyncio.create_task(ask())
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    assert queue.waiting == 1
    release.set()
    await asyncio.wait_for(done.wait(), 2)
    await asyncio.gather(first, third)
    assert (queue.waiting, queue.working) == (0, 0)


async def test_a_turn_that_was_given_to_someone_who_left_in_the_same_moment_is_not_lost() -> None:
    queue = FairQueue(places=1, room=10)
    context = queue.turn("first")
    await context.__aenter__()

    async def ask() -> None:
        async with queue.turn("next"):
            pass

    waiting = asyncio.create_task(ask())
    await asyncio.sleep(0)
    await context.__aexit__(None, None, None)  # the ticket is given …
    waiting.cancel()  # … and its owner leaves before it runs
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.wait_for(ask(), 2)


@dataclass
class Clock:
    now: float = 20_000 * DAY

    def __call__(self) -> float:
        return self.now


def declined(budget: Budget, member: int = 1, server: int | None = 10) -> str | None:
    try:
        budget.check(member, server)
    except Declined as no:
        return no.reason
    return None


def test_a_member_has_one_question_in_flight_and_waits_between_two() -> None:
    clock = Clock()
    budget = Budget(Limits(cooldown=5), clock=clock)
    with budget.question(1, 10):
        assert declined(budget) == "one-at-a-time"
        assert declined(budget, member=2) is None
    assert declined(budget) == "cooldown"
    clock.now += 5
    assert declined(budget) is None


def test_a_members_allowance_ends_and_begins_anew_the_next_day() -> None:
    clock = Clock()
    budget = Budget(Limits(member_daily=2), clock=clock)
    for _ in range(2):
        with budget.question(1, None):
            pass
    assert declined(budget, server=None) == "member-allowance"
    clock.now += DAY
    assert declined(budget, server=None) is None


@pytest.mark.parametrize(
    ("limits", "spent", "server", "reason"),
    [
        (Limits(server_tokens=100), {10: Spent(input=90, output=10)}, 10, "server-budget"),
        (Limits(server_tokens=100), {10: Spent(input=90, output=10)}, 11, None),
        (Limits(server_tokens=100), {None: Spent(input=900)}, None, None),
        (Limits(daily_tokens=100), {None: Spent(input=100)}, 10, "whole-budget"),
        (Limits(daily_tokens=100), {10: Spent(output=100)}, None, "whole-budget"),
        (
            Limits(daily_money=1, input_price=2, output_price=10),
            {10: Spent(input=0, output=100_000)},
            11,
            "whole-budget",
        ),
        (Limits(daily_money=1, input_price=2, output_price=10), {10: Spent(input=100_000)}, 11, None),
        (Limits(), {10: Spent(input=10**9)}, 10, None),
    ],
)
def test_budgets_of_a_server_and_of_all_hold_in_tokens_and_money_and_survive_a_restart(
    limits: Limits, spent: dict[int | None, Spent], server: int | None, reason: str | None
) -> None:
    budget = Budget(limits, clock=Clock())
    budget.restore(spent)
    assert declined(budget, server=server) == reason


def test_the_day_begins_at_midnight_utc() -> None:
    assert start_of_today(1_706_650_000).isoformat() == "2024-01-30T00:00:00+00:00"
