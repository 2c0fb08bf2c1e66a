"""A bot that is killed while it answers: the next start leaves nothing half, nothing twice, nothing untrue."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.discord.house import House
from bot.questions.log import new_id
from bot.questions.servers import Servers, ServerSettings
from tests.discord.conftest import Hurry
from tests.discord.living import HeldTime, living, seen, until
from tests.discord.loopback import (
    CHANNEL,
    EPHEMERAL,
    FORUM,
    LOADING,
    ME,
    NEWS,
    SERVER,
    TAG,
    Call,
    Fault,
    LoopbackDiscord,
    buttons_of,
    message,
)
from tests.discord.mortal import Cradle
from tests.discord.test_faults import LED, QUESTION
from tests.discord.test_wire import BOB

Opened = Callable[..., House]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and waits for processes by their descriptors")

POST, EDIT = r"/channels/\d+/messages", r"/(channels|webhooks)/.*/messages/[^/]+"
DEFER = r"/interactions/.*/callback"
TOLD = "I was restarted before I could answer. Please ask again."
ENDS: dict[str, Callable[[str], bool]] = {
    "nothing": lambda said: said == "",
    "told": lambda said: said == TOLD,
    "broke off": lambda said: LED in said and said.endswith("because I was restarted. Please ask again."),
    "whole": lambda said: LED in said and "synthetic drugs" in said and "restarted" not in said,
}
# Where a message's answer is killed: in its log, or at the server before or after it did what was asked.
BY_MESSAGE = [
    ("before begin 1", "nothing"),
    ("after begin 1", "told"),
    ("before note 1", "told"),  # the first sentence, about to be shown
    ("after note 1", "told"),
    (f"before POST 1 {POST}", "told"),
    (f"after POST 1 {POST}", "broke off"),
    ("before note 2", "broke off"),  # the message's id
    ("after note 2", "broke off"),
    ("before note 3", "broke off"),  # the whole answer, about to be shown
    ("after note 3", "broke off"),
    (f"before PATCH 1 {EDIT}", "broke off"),
    (f"after PATCH 1 {EDIT}", "whole"),
    ("before note 4", "whole"),  # the end
    ("after note 4", "whole"),
]
BY_COMMAND = [
    ("before begin 1", "nothing"),
    ("after begin 1", "nothing"),
    (f"before POST 1 {DEFER}", "nothing"),
    (f"after POST 1 {DEFER}", "told"),
    ("before note 1", "told"),  # the id of what says that we think
    ("after note 1", "told"),
    ("before note 2", "told"),
    ("after note 2", "told"),
    (f"before PATCH 1 {EDIT}", "told"),
    (f"after PATCH 1 {EDIT}", "broke off"),
    ("before note 3", "broke off"),
    ("after note 3", "broke off"),
    (f"before PATCH 2 {EDIT}", "broke off"),
    (f"after PATCH 2 {EDIT}", "whole"),
    ("before note 4", "whole"),
    ("after note 4", "whole"),
]
IN_SHORT = {f"after POST 1 {POST}", "before note 4", f"after PATCH 1 {EDIT}"}  # of each kind one, in every run
CASES = [
    pytest.param(
        by, point, end, id=f"{by}: {point.split('/')[0].strip()}", marks=[] if point in IN_SHORT else [pytest.mark.slow]
    )
    for by, points in (("message", BY_MESSAGE), ("command", BY_COMMAND), ("private", BY_COMMAND[9:10]))
    for point, end in points
]


@pytest.fixture(scope="module")
def cradle() -> Iterator[Cradle]:
    with Cradle() as cradle:
        yield cradle


@pytest.fixture
def server() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as server:
        yield server


def killed(cradle: Cradle, server: LoopbackDiscord, data: Path, *, by: str, point: str, in_parts: bool = False) -> None:
    """A bot is asked something and killed at a point. Its answer is one message, or three."""
    when, what, number, *path = point.split(" ", 3)
    given: dict[str, Any] = {"data": str(data), "rest": server.rest, "gateway": server.gateway, "parts": in_parts}
    if by == "ask channel":
        Servers(data).put(int(SERVER), ServerSettings(ask_channels=(int(NEWS),)))
        given |= {"set": {"discord_message_content": True}}
        server.open_server()
    if by == "forum":
        Servers(data).put(int(SERVER), ServerSettings(forums=((int(FORUM), int(TAG)),), forum_wait=0))
        given |= {"set": {"discord_message_content": True}, "now": "2024-04-01T12:00:01+00:00"}
        server.open_server()
        server.open_post(QUESTION, "")
    child = cradle.start(**given, kill=point)
    left = int(number)

    def heard(at: str, call: Call) -> bool:
        nonlocal left
        if at == when and call.is_of(what, path[0]):
            left -= 1
            if not left:
                child.kill()
                child.wait()
                return True
        return False

    if path:
        server.heard = heard
    server.wait_for(lambda: server.sign_ins, seconds=60)
    if by == "show":
        server.open_server()
        claim = server.ask(f"{LED}.", channel=NEWS, calls=None, member=BOB)
        server.choose("Check this claim", claim)
        server.wait_for(lambda: "show" in buttons_of(verdict_in(server)))
        server.press(verdict_in(server)["id"], buttons_of(verdict_in(server))["show"])
    elif by == "message":
        server.ask(QUESTION)
    elif by == "ask channel":
        server.ask(QUESTION, channel=NEWS, calls=None)
    elif by == "forum":
        pass  # the post was there before
    else:
        options: dict[str, Any] = {"private": True} if by == "private" else {}
        server.command("ask", channel=CHANNEL, question=QUESTION, **options)
    child.wait()
    child.close()
    server.heard = lambda when, call: None
    server.sign_ins.clear()


@pytest.mark.parametrize(("by", "point", "end"), CASES)
async def test_a_kill_at_any_point_leaves_no_orphan_and_no_answer_that_is_no_longer_kept(
    cradle: Cradle, server: LoopbackDiscord, opened: Opened, data: Path, by: str, point: str, end: str
) -> None:
    killed(cradle, server, data, by=by, point=point)
    house = opened()
    house.wire = Hurry().wire()
    with server.reached():
        async with living(house, server):
            await until(lambda: not house.log.under_way(house.application))
            assert len(server.standing()) <= 1
            said = "".join(server.standing())
            assert ENDS[end](said), said
            assert "▌" not in said
            assert "still writing" not in said
            answers = [one for one in server.posted.values() if one["author"]["id"] == "1000"]
            assert not any(one["flags"] & LOADING for one in answers)
            if LED in said:
                await quoted_and_deleted(server, answers[0])


def verdict_in(server: LoopbackDiscord) -> dict[str, Any]:
    """What the asker alone sees."""
    mine = [one for one in server.posted.values() if one["author"] is ME and one["flags"] & EPHEMERAL]
    return mine[-1] if mine else message("1", "", author=ME, channel=NEWS)


@pytest.mark.parametrize(
    "point",
    [
        "before begin 2",
        pytest.param("after begin 2", marks=pytest.mark.slow),
        pytest.param(f"after POST 2 {DEFER}", marks=pytest.mark.slow),
        f"after PATCH 2 {EDIT}",
    ],
    ids=lambda point: point.split("/")[0].strip(),
)
async def test_a_verdict_whose_showing_was_killed_can_be_shown_and_stands_once(
    cradle: Cradle, server: LoopbackDiscord, opened: Opened, data: Path, point: str
) -> None:
    def public() -> list[dict[str, Any]]:
        posted = [one for one in server.posted.values() if one["author"] is ME and not one["flags"] & EPHEMERAL]
        return [one for one in posted if "🟢" in str(one["embeds"])]

    killed(cradle, server, data, by="show", point=point)
    verdict = verdict_in(server)
    house = opened()
    house.wire = Hurry().wire()
    server.open_server()
    with server.reached():
        async with living(house, server):
            await until(lambda: not house.log.under_way(house.application))
            standing = len(public())
            await asyncio.to_thread(server.press, verdict["id"], buttons_of(verdict)["show"])
            if standing:
                await seen(server, lambda: "stands in this channel already" in str(list(server.posted.values())))
            await until(lambda: len(public()) == 1 and not house.log.under_way(house.application))
    assert len(public()) == 1


UNCALLED = [
    ("after begin 1", "nothing"),
    ("before note 1", "nothing"),  # the first sentence, about to be shown
    (f"before POST 1 {POST}", "nothing"),
    (f"after POST 1 {POST}", "broke off"),
    ("after note 3", "broke off"),
    (f"after PATCH 1 {EDIT}", "whole"),
]
IN_EVERY_RUN = {"before note 1", f"after POST 1 {POST}"}


@pytest.mark.parametrize(
    ("point", "end"),
    [
        pytest.param(
            point, end, id=point.split("/")[0].strip(), marks=[] if point in IN_EVERY_RUN else [pytest.mark.slow]
        )
        for point, end in UNCALLED
    ],
)
async def test_who_asked_nobody_in_particular_is_not_told_in_public_that_a_kill_lost_the_question(
    cradle: Cradle, server: LoopbackDiscord, opened: Opened, data: Path, point: str, end: str
) -> None:
    killed(cradle, server, data, by="ask channel", point=point)
    house = opened(discord_message_content=True)
    house.wire = Hurry().wire()
    with server.reached():
        async with living(house, server):
            await until(lambda: not house.log.under_way(house.application))
    assert len(server.standing()) <= 1
    assert ENDS[end]("".join(server.standing())), server.standing()


FOLLOW_UP = r"/webhooks/\d+/[^/]+"
# Between the parts of an answer in three messages: how many of them a reader has when it is killed.
BETWEEN_PARTS = [
    (by, point, shown)
    for by, posted, path in (("message", 1, POST), ("command", 0, FOLLOW_UP), ("private", 0, FOLLOW_UP))
    for point, shown in (
        (f"after PATCH {1 if by == 'message' else 2} {EDIT}", 1),
        (f"before POST {posted + 1} {path}", 1),
        (f"after POST {posted + 1} {path}", 2),
        ("before note 4", 2),  # the second message's id
        ("after note 4", 2),
        (f"before POST {posted + 2} {path}", 2),
        (f"after POST {posted + 2} {path}", 3),
        ("before note 5", 3),
        ("after note 5", 3),
        ("before note 6", 3),  # the end
        ("after note 6", 3),
    )
]
UNNOTED = {f"after POST 1 {FOLLOW_UP}", "before note 4", f"after POST 2 {FOLLOW_UP}", "before note 5"}
SHORT_PARTS = {("message", f"after POST 2 {POST}"), ("command", f"after POST 1 {FOLLOW_UP}")}


@pytest.mark.parametrize(
    ("by", "point", "shown"),
    [
        pytest.param(
            by,
            point,
            shown,
            id=f"{by}: {point.split('/')[0].strip()}",
            marks=[] if (by, point) in SHORT_PARTS else [pytest.mark.slow],
        )
        for by, point, shown in BETWEEN_PARTS
    ],
)
async def test_a_kill_between_the_parts_of_an_answer_leaves_each_part_once_and_says_what_is_missing(
    cradle: Cradle, server: LoopbackDiscord, opened: Opened, data: Path, by: str, point: str, shown: int
) -> None:
    killed(cradle, server, data, by=by, point=point, in_parts=True)
    house = opened()
    house.wire = Hurry().wire()
    with server.reached():
        async with living(house, server):
            await until(lambda: not house.log.under_way(house.application))
            standing = server.standing()
            assert len(standing) == shown, standing
            assert len(set(standing)) == shown
            assert LED in standing[0]
            broke_off = ["I was restarted" in one for one in standing]
            # Discord lists a private message to nobody: one whose id was not noted yet can't be known of.
            known = shown - 1 if by == "private" and point in UNNOTED else shown
            assert broke_off == [at == known < 3 for at in range(1, shown + 1)], standing
            if by == "private" and known < 3:
                assert "If the answer does not go on below" in standing[known - 1]
            assert not any("▌" in one or "still writing" in one for one in standing)
            ids = [id_ for id_, one in server.posted.items() if one["author"]["id"] == "1000"][:known]
            (entry,) = house.log.listed()
            assert sorted(map(str, entry.messages)) == sorted(ids)
            last = server.posted[ids[-1]]
            assert all(not buttons_of(server.posted[id_]) for id_ in ids[:-1]), "buttons stand under the last known"
            await quoted_and_deleted(server, last)
            assert last["flags"] & EPHEMERAL or not any(id_ in server.posted for id_ in ids), "all parts go together"


async def quoted_and_deleted(server: LoopbackDiscord, answer: dict[str, Any]) -> None:
    buttons = buttons_of(answer)
    server.press(answer["id"], buttons["quotes"])
    await seen(server, lambda: any("as they were when cited" in one for one in server.standing()))
    if answer["flags"] & EPHEMERAL:
        return  # its reader dismisses it
    server.press(answer["id"], buttons["delete"])
    await seen(server, lambda: answer["id"] not in server.posted)
    assert not any("I keep nothing" in one for one in server.standing())


@pytest.mark.parametrize("by", ["message", "command"])
async def test_an_orphan_is_ended_even_hours_later_and_nobody_is_written_to_out_of_the_blue(
    cradle: Cradle, server: LoopbackDiscord, opened: Opened, data: Path, by: str
) -> None:
    point = f"after POST 1 {POST}" if by == "message" else f"after PATCH 1 {EDIT}"
    killed(cradle, server, data, by=by, point=point)
    server.tokens.clear()
    house = opened()
    house.now = lambda: datetime.now(UTC) + timedelta(hours=5)
    with server.reached():
        async with living(house, server):
            await until(lambda: not house.log.under_way(house.application))
    (said,) = server.standing()
    assert ENDS["broke off"](said), said
    (entry,) = house.log.listed()
    assert entry.outcome == "cut off"


async def test_what_discord_does_not_take_at_the_next_start_is_ended_by_the_one_after(
    cradle: Cradle, server: LoopbackDiscord, opened: Opened, data: Path
) -> None:
    killed(cradle, server, data, by="message", point=f"after POST 1 {POST}")
    house = opened()
    house.wire = Hurry(step=400).wire()
    with server.reached():
        server.faults = [Fault("PATCH", EDIT, "drop", times=10**6)]
        async with living(house, server) as bot:
            await until(lambda: bot._ending)
            assert bot._ending is not None
            await bot._ending
        assert len(house.log.under_way(house.application)) == 1
        server.faults.clear()
        async with living(house, server):
            await until(lambda: not house.log.under_way(house.application))
    assert ENDS["broke off"]("".join(server.standing()))


async def test_an_answer_that_was_deleted_before_the_next_start_is_not_called_unanswered(
    cradle: Cradle, server: LoopbackDiscord, opened: Opened, data: Path
) -> None:
    killed(cradle, server, data, by="message", point="before note 4")
    (answer,) = [id_ for id_, one in server.posted.items() if one["author"]["id"] == "1000"]
    del server.posted[answer]
    house = opened()
    house.wire = Hurry().wire()
    with server.reached():
        async with living(house, server):
            await until(lambda: not house.log.under_way(house.application))
    assert server.standing() == []


async def test_a_channel_that_fails_at_the_next_start_holds_up_no_other(
    cradle: Cradle, server: LoopbackDiscord, opened: Opened, data: Path
) -> None:
    killed(cradle, server, data, by="message", point=f"after POST 1 {POST}")
    house, time = opened(), HeldTime()
    house.wire = time.wire()
    ((first, way),) = house.log.under_way(1000)
    second = replace(first, id=new_id(), channel=30_001, messages=(9000,), asked_at=house.now())
    house.log.begin(second, replace(way, asked=8999))
    shown = message("9000", f"{LED}. ▌", author=ME, channel="30001")
    server.posted["9000"] = shown
    server.faults = [Fault("PATCH", rf"/channels/{CHANNEL}/messages/.*", 503, times=10**6)]
    with server.reached():
        async with living(house, server):
            await until(lambda: time.sleepers and not house.log.is_under_way(second.id))
            assert [entry.id for entry, _ in house.log.under_way(1000)] == [first.id]
    assert ENDS["broke off"](shown["content"]), shown["content"]


async def test_another_bot_on_the_same_file_leaves_an_answer_under_way_alone(
    cradle: Cradle, server: LoopbackDiscord, opened: Opened, data: Path
) -> None:
    killed(cradle, server, data, by="message", point=f"after POST 1 {POST}")
    house = opened()
    assert house.log.under_way(999) == []
    assert len(house.log.under_way(1000)) == 1
