"""Discord failing over a real wire: nothing is lost, nothing comes twice, what was shown stays."""

from __future__ import annotations

import ast
import asyncio
import errno
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from bot.discord import answering, client
from bot.discord.failures import discord_failed
from bot.discord.house import House
from bot.discord.parts import Part
from tests.discord.conftest import Hurry
from tests.discord.living import HeldTime, living, seen, until
from tests.discord.loopback import CHANNEL, MEMBER, NEWS, Fault, LoopbackDiscord, buttons_of
from tests.discord.test_failures import http
from tests.discord.test_faults import LED, QUESTION, Counting
from tests.discord.test_streaming import Halting, Watched

Opened = Callable[..., House]
POSTS, EDITS = r"/channels/\d+/messages", r"/webhooks/\d+/[^/]+/messages/@original"
FOLLOWUPS, DEFERS = r"/webhooks/\d+/[^/]+", r"/interactions/.*/callback"
BOB = {**MEMBER, "id": "2001", "username": "bob"}
FAULTS: list[str | int] = ["drop", "lost", "half", 503, 429]


@pytest.fixture
def server() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as server, server.reached():
        yield server


def two_parts(*_: object, **__: object) -> list[Part]:
    return [Part(text=f"{LED}."), Part(text="It met in Beijing.")]


# --- What a fault of Discord is -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "failed"),
    [
        (aiohttp.ServerDisconnectedError(), True),
        (aiohttp.ClientPayloadError("half"), True),
        (aiohttp.ClientOSError(errno.ECONNRESET, "reset"), True),
        (TimeoutError(), True),
        (OSError(errno.ENETUNREACH, "no network"), True),
        (ConnectionResetError(), True),
        (ssl.SSLError(1, "bad record"), True),
        (ssl.SSLZeroReturnError(6, "closed"), True),
        (http(discord.HTTPException, 503, 0), True),
        (http(discord.DiscordServerError, 520, 0), True),
        (http(discord.HTTPException, 429, 0), True),
        (discord.RateLimited(60), True),
        (http(discord.HTTPException, 429, 20016), False),
        (http(discord.HTTPException, 400, 50035), False),
        (http(discord.Forbidden, 403, 50013), False),
        (http(discord.NotFound, 404, 10015), False),
        (OSError(errno.ENOSPC, "disk full"), False),
        (PermissionError(errno.EACCES, "no", "/some/file"), False),
        (ValueError("ours"), False),
    ],
    ids=lambda one: f"{type(one).__name__} {getattr(one, 'status', '')}" if isinstance(one, Exception) else "",
)
def test_what_fails_for_discord_and_may_work_later_is_told_from_what_does_not(error: Exception, failed: bool) -> None:
    assert discord_failed(error) is failed


def test_everything_that_is_sent_passes_the_wire_or_a_reply() -> None:
    sending = {"send", "reply", "edit", "defer", "send_modal", "send_message", "create_thread", "edit_message"}
    sending |= {"edit_original_response", "delete_original_response", "add_reaction", "typing", "create_dm"}
    folder = Path(client.__file__).parent
    known = {"wire.py", "interactionreply.py", "messagereply.py", "replies.py", "leftovers.py"}
    for path in folder.glob("*.py"):
        if path.name in known:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "wire":
                    continue
                assert node.func.attr not in sending, f"{path.name}:{node.lineno} sends by itself: {node.func.attr}"


# --- One fault, at each place where something is sent ---------------------------------------------------------


@pytest.mark.parametrize("kind", FAULTS, ids=str)
async def test_one_fault_at_the_answer_itself_costs_nothing_and_doubles_nothing(
    opened: Opened, server: LoopbackDiscord, kind: str | int
) -> None:
    house = opened()
    house.wire = Hurry().wire()
    server.open_server()
    async with living(house, server):
        server.faults = [Fault("POST", POSTS, kind), Fault("PATCH", EDITS, kind)]
        await asyncio.to_thread(server.ask, QUESTION)
        await asyncio.to_thread(server.command, "ask", member=BOB, question=QUESTION)
        await seen(server, lambda: sum(LED in one for one in server.standing()) == 2)
        await until(lambda: len(house.log.listed()) == 2 and not house.log.under_way(house.application))
    assert len(server.standing()) == 2
    assert not any(fault.times for fault in server.faults), "the faults came to pass"
    assert [entry.outcome for entry in house.log.listed()] == ["answered", "answered"]


@pytest.mark.parametrize("kind", FAULTS, ids=str)
async def test_one_fault_at_the_defer_is_tried_again_within_its_three_seconds(
    opened: Opened, server: LoopbackDiscord, kind: str | int
) -> None:
    model = Counting()
    house = opened(model=model)
    house.wire = Hurry().wire()
    async with living(house, server):
        server.faults = [Fault("POST", DEFERS, kind)]
        await asyncio.to_thread(server.command, "ask", channel=CHANNEL, question=QUESTION)
        await seen(server, lambda: any(LED in one for one in server.standing()))
    assert sum(call.is_of("POST", DEFERS) for call in server.calls) == 2
    assert len(server.standing()) == model.asked == 1


async def test_an_interaction_that_another_process_took_is_left_to_it_however_the_wire_is(
    opened: Opened, server: LoopbackDiscord
) -> None:
    model = Counting()
    house = opened(model=model)
    async with living(house, server):
        server.faults = [Fault("POST", DEFERS, 400, code=40060)]
        await asyncio.to_thread(server.command, "ask", channel=CHANNEL, question=QUESTION)
        await until(lambda: house.log.listed() and not house.log.under_way(house.application))
    assert model.asked == 0
    assert server.standing() == []
    assert sum(call.is_of("POST", DEFERS) for call in server.calls) == 1, "a refusal is not tried again"


@pytest.mark.parametrize("kind", ["drop", "lost", "half"])
@pytest.mark.parametrize("by", ["message", "command"])
async def test_a_fault_at_a_partial_edit_is_left_out_and_the_whole_answer_comes_in_one_message(
    opened: Opened, server: LoopbackDiscord, by: str, kind: str
) -> None:
    go_on, paces = threading.Event(), Watched()
    house = opened(model=Halting(go_on=go_on))
    house.wire = Hurry().wire()
    async with living(house, server, pace=lambda: paces):
        server.faults = [Fault("POST", POSTS, kind), Fault("PATCH", EDITS, kind)]
        if by == "message":
            await asyncio.to_thread(server.ask, QUESTION)
        else:
            await asyncio.to_thread(server.command, "ask", channel=CHANNEL, question=QUESTION)
        await asyncio.wait_for(paces.shown.wait(), 20)
        go_on.set()
        await seen(server, lambda: any("synthetic drugs" in one for one in server.standing()))
        await until(lambda: not house.log.under_way(house.application))
    (whole,) = server.standing()
    assert LED in whole
    assert "▌" not in whole
    (entry,) = house.log.listed()
    assert entry.outcome == "answered"


@pytest.mark.parametrize("kind", FAULTS, ids=str)
@pytest.mark.parametrize("by", ["message", pytest.param("command", marks=pytest.mark.slow)])
async def test_one_fault_at_part_two_brings_it_once_and_leaves_part_one(
    opened: Opened, server: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch, by: str, kind: str | int
) -> None:
    monkeypatch.setattr(answering, "answer_parts", two_parts)
    house = opened()
    house.wire = Hurry().wire()
    server.open_server()
    async with living(house, server):
        if by == "message":
            server.heard = _fault_at_second_post(server, kind)
            await asyncio.to_thread(server.ask, f"<@1000> {QUESTION}", channel=NEWS)
        else:
            server.faults = [Fault("POST", FOLLOWUPS, kind)]
            await asyncio.to_thread(server.command, "ask", question=QUESTION)
        await seen(server, lambda: any("Beijing" in one for one in server.standing()))
        await until(lambda: house.log.listed() and not house.log.under_way(house.application))
    assert server.standing() == [f"{LED}.", "It met in Beijing."]
    assert not any(fault.times for fault in server.faults)
    (entry,) = house.log.listed()
    assert [str(one) for one in entry.messages] == [id_ for id_, one in server.posted.items() if one.get("embeds")]


async def test_an_edit_that_hangs_holds_no_place_once_the_answer_is_made(
    opened: Opened, server: LoopbackDiscord
) -> None:
    go_on, paces = threading.Event(), Watched()
    house = opened(model=Halting(go_on=go_on))
    house.wire = Hurry().wire()
    async with living(house, server, pace=lambda: paces):
        server.faults = [Fault("POST", POSTS, "hang")]
        await asyncio.to_thread(server.ask, QUESTION)
        await until(lambda: any(call.is_of("POST", POSTS) for call in server.calls))
        assert house.queue.working == 1
        go_on.set()
        await until(lambda: not house.queue.working)
        assert not paces.shown.is_set(), "the edit is still under way"
        await seen(server, lambda: any("synthetic drugs" in one for one in server.standing()))
    (whole,) = server.standing()
    assert "▌" not in whole


def _fault_at_second_post(server: LoopbackDiscord, kind: str | int, *, times: int = 1) -> Callable[[str, Any], None]:
    posts: list[Any] = []

    def heard(when: str, call: Any) -> None:
        if when == "before" and call.is_of("POST", POSTS):
            posts.append(call)
            if len(posts) == 2:
                server.faults = [Fault("POST", POSTS, kind, times=times)]

    return heard


async def test_a_connection_dropped_while_the_talk_before_is_read_is_tried_again(
    opened: Opened, server: LoopbackDiscord
) -> None:
    house = opened()
    house.wire = Hurry().wire()
    async with living(house, server):
        server.faults = [Fault("GET", POSTS, "half")]
        await asyncio.to_thread(server.ask, QUESTION)
        await seen(server, lambda: any(LED in one for one in server.standing()))
    assert sum(call.is_of("GET", POSTS) for call in server.calls) == 2


# --- A long outage --------------------------------------------------------------------------------------------


async def test_an_outage_of_five_minutes_with_fifty_answers_ends_with_fifty_messages_none_twice(
    opened: Opened, server: LoopbackDiscord
) -> None:
    time = HeldTime()
    model = Counting()
    house = opened(model=model)
    house.wire = time.wire()
    async with living(house, server):
        # A few arrive, but what Discord says to that is lost; then every connection is.
        server.faults = [Fault("POST", POSTS, "lost", times=7), Fault("POST", POSTS, "drop", times=10**6)]
        server.faults += [Fault("PATCH", EDITS, "drop", times=10**6), Fault("GET", POSTS, 503, times=0)]
        for n in range(50):
            member = {**MEMBER, "id": str(20_000 + n), "username": f"member{n}"}
            if n % 2:
                await asyncio.to_thread(server.ask, QUESTION, member=member, channel=str(30_000 + n))
            else:
                channel = str(30_000 + n)
                await asyncio.to_thread(server.command, "ask", member=member, channel=channel, question=QUESTION)
        await until(lambda: time.sleepers == 50)
        server.faults[-1].times = 10**6  # and what stands there can't be looked at
        assert house.queue.working == house.queue.waiting == 0, "whoever waits for Discord holds no worker"
        while time.now < 300:
            time.advance(15)
            await until(lambda: time.sleepers == 50)
        assert sum(LED in one for one in server.standing()) == 7
        server.forget_nonces()
        server.faults.clear()
        while house.log.under_way(house.application):
            time.advance(15)
            await until(lambda: time.sleepers == 0)
            await asyncio.sleep(0.05)
    answers = [one for one in server.standing() if LED in one]
    assert len(answers) == len(server.standing()) == 50
    assert {entry.outcome for entry in house.log.listed()} == {"answered"}
    assert model.asked == 1


async def test_shutdown_keeps_its_limit_in_an_outage_and_the_next_start_says_what_happened(
    opened: Opened, server: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "GRACE", 0.2)
    time = HeldTime()
    house = opened()
    house.wire = time.wire()
    async with living(house, server) as bot:
        server.faults = [Fault("POST", POSTS, "drop", times=10**6), Fault("PATCH", EDITS, "drop", times=10**6)]
        await asyncio.to_thread(server.ask, QUESTION)
        await asyncio.to_thread(server.command, "ask", member=BOB, channel="30001", question=QUESTION)
        await until(lambda: time.sleepers == 2)
        began = asyncio.get_running_loop().time()
        await bot.close()
        assert asyncio.get_running_loop().time() - began < 5
    assert len(house.log.under_way(house.application)) == 2
    server.faults.clear()
    house.wire = Hurry().wire()
    async with living(house, server):
        await until(lambda: not house.log.under_way(house.application))
    assert server.standing() == ["I was restarted before I could answer. Please ask again."] * 2


# --- What was shown stays -------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["message", "command"])
async def test_a_restart_leaves_the_words_that_were_shown_with_their_quotes_and_a_way_to_delete_them(
    opened: Opened, server: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setattr(client, "GRACE", 0.05)
    go_on, paces = threading.Event(), Watched()
    house = opened(model=Halting(go_on=go_on))
    try:
        async with living(house, server, pace=lambda: paces) as bot:
            if by == "message":
                await asyncio.to_thread(server.ask, QUESTION)
            else:
                await asyncio.to_thread(server.command, "ask", channel=CHANNEL, question=QUESTION)
            await asyncio.wait_for(paces.shown.wait(), 20)
            await bot.close()
    finally:
        go_on.set()
    (shown,) = server.standing()
    assert LED in shown
    assert shown.endswith("\nI am restarting. Please ask again in a minute.")
    assert "▌" not in shown
    assert "still writing" not in shown
    house = opened()
    async with living(house, server):
        (answer,) = [one for one in server.posted.values() if one["author"]["id"] == "1000"]
        await asyncio.to_thread(server.press, answer["id"], buttons_of(answer)["quotes"])
        await seen(server, lambda: any("as they were when cited" in one for one in server.standing()))
        await asyncio.to_thread(server.press, answer["id"], buttons_of(answer)["delete"])
        await seen(server, lambda: answer["id"] not in server.posted)
    (entry,) = house.log.listed()
    assert (entry.outcome, entry.error) == ("cut off", "CancelledError")
    assert LED in entry.answer


@pytest.mark.parametrize("by", ["message", pytest.param("command", marks=pytest.mark.slow)])
async def test_part_one_stays_where_part_two_never_comes(
    opened: Opened, server: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setattr(answering, "answer_parts", two_parts)
    house = opened()
    house.wire = Hurry(step=400).wire()
    async with living(house, server):
        if by == "message":
            server.heard = _fault_at_second_post(server, 503, times=10**6)
            await asyncio.to_thread(server.ask, QUESTION)
        else:
            server.faults = [Fault("POST", FOLLOWUPS, "drop", times=10**6)]
            await asyncio.to_thread(server.command, "ask", channel=CHANNEL, question=QUESTION)
        await seen(server, lambda: any("a problem of its own" in one for one in server.standing()))
        await until(lambda: not house.log.under_way(house.application))
    (shown,) = server.standing()
    assert shown.startswith(f"{LED}.\nDiscord had a problem of its own (error ")
    (answer,) = [one for one in server.posted.values() if one["author"]["id"] == "1000"]
    assert {"quotes", "delete"} <= set(buttons_of(answer))


async def test_an_error_before_any_word_was_shown_is_a_sentence_alone(
    opened: Opened, server: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise RuntimeError("ours")

    monkeypatch.setattr(answering, "stream", broken)
    async with living(opened(), server):
        await asyncio.to_thread(server.ask, QUESTION)
        await seen(server, server.standing)
    (shown,) = server.standing()
    assert shown.startswith("Something went wrong on my side (error ")
