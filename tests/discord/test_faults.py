"""What Discord and the code can do wrong, end to end: nobody is left in silence, nothing is answered twice."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.discord.guard import CLOSED_FOR, MOST_REFUSED, WINDOW, Rejections, Seen
from bot.discord.running import logged_to_file
from bot.discord.sharing import Shared
from bot.discord.wire import LIFE
from bot.questions.servers import ServerSettings
from bot.redaction import Redactor
from prompts.stub import StubModel
from tests.discord.conftest import Hurry, Start, Town, text_in
from vectorstore.errors import LibraryError

QUESTION = "who led the US delegation?"
LED = "The US delegation was led by Jen Daskal"
RESTARTING = "I am restarting. Please ask again in a minute."
DELETED = "Invalid Form Body\nIn message_reference: Unknown message"


class Counting(StubModel):
    """Counts what it is asked; holds its answer until `gate` is set, raises `failure` where there is one."""

    asked: int = 0
    gate: threading.Event | None = None
    failure: Exception | None = None

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        self.asked += 1
        if self.gate is not None:
            assert self.gate.wait(30)
        if self.failure is not None:
            raise self.failure
        return super().answer_to(messages)


def paths(town: Town, method: str, end: str) -> list[str]:
    return [one.path for one in town.env.http_requests if one.method == method and one.path.endswith(end)]


def refuse(town: Town, method: str, path: str, status: int, code: int, times: int | None = 1) -> None:
    town.env.inject_error(method, path, status=status, code=code, times=times)


def direct(town: Town) -> list[str]:
    """What ann was told by direct message."""
    return [text_in(one) for one in town.answers(town.ann.user.dm_channel)]


# --- Interactions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "method", "code"),
    [
        ("/interactions/*/callback", "POST", 10062),
        ("/webhooks/*/messages/@original", "PATCH", 10015),
        ("/webhooks/*/messages/@original", "PATCH", 50027),
    ],
    ids=["unknown interaction", "expired webhook", "invalid token"],
)
async def test_an_interaction_that_expired_is_answered_in_the_channel_and_asked_of_the_model_once(
    start: Start, method: str, path: str, code: int
) -> None:
    model = Counting()
    async with start(model=model) as town:
        refuse(town, method, path, 404 if code != 50027 else 401, code, times=None)
        await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert LED in text_in(town.answers()[-1])
        assert model.asked == 1
        assert not town.house.revoked, "an expired token of an interaction is not ours"


async def test_a_private_answer_whose_token_expired_comes_by_direct_message_and_never_into_the_channel(
    start: Start,
) -> None:
    async with start() as town:
        refuse(town, "POST", "/interactions/*/callback", 404, 10062)
        await town.ann.slash(town.channel, "ask", question=QUESTION, private=True)
        assert LED in direct(town)[-1]
        assert town.channel.history() == []


async def test_an_expired_answer_goes_to_the_asker_where_the_channel_refuses_it_too(start: Start) -> None:
    async with start() as town:
        refuse(town, "POST", "/interactions/*/callback", 404, 10062)
        refuse(town, "POST", f"/channels/{town.channel.id}/messages", 403, 50013)
        await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert LED in direct(town)[-1]


async def test_an_interaction_that_another_process_acknowledged_is_left_to_it_before_any_model_is_asked(
    start: Start,
) -> None:
    model = Counting()
    async with start(model=model) as town:
        refuse(town, "POST", "/interactions/*/callback", 400, 40060)
        await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert model.asked == 0
        assert town.answers() == direct(town) == []


async def test_an_answer_that_takes_longer_than_its_token_lives_is_still_given(start: Start) -> None:
    model = Counting(gate=threading.Event())
    async with start(model=model) as town:
        asking = asyncio.create_task(town.ann.slash(town.channel, "ask", question=QUESTION))
        await until(lambda: model.asked == 1)
        town.env.backend.faults.append(
            {"method": "PATCH", "path": "/webhooks/*", "status": 404, "code": 10015, "message": "", "times": None}
        )
        assert model.gate is not None
        model.gate.set()
        await asking
        assert LED in text_in(town.answers()[-1])
        assert model.asked == 1


# --- Messages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (403, 50001, "I am not allowed to write in"),
        (403, 50013, "I am not allowed to write in"),
        (429, 20016, "Slow mode keeps me from answering in"),
        (404, 10003, None),
        (404, 10008, None),
    ],
    ids=["missing access", "missing permissions", "slow mode", "unknown channel", "unknown message"],
)
async def test_a_channel_that_refuses_the_answer_is_told_to_who_can_mend_it_and_not_to_the_asker(
    start: Start, status: int, code: int, told: str | None
) -> None:
    model = Counting()
    async with start(model=model) as town:
        refuse(town, "POST", f"/channels/{town.channel.id}/messages", status, code, times=None)
        await town.ann.send(town.channel, town.mention(QUESTION))
        assert town.answers() == direct(town) == []
        assert model.asked == 1
        hints = [one["content"] for one in town.sent() if one.get("content")]
        assert len(hints) == (told is not None)
        assert all(one.startswith(f"{told} {town.channel.mention}") for one in hints)


async def test_permissions_that_are_missing_are_told_once_before_anything_is_sent_or_asked(start: Start) -> None:
    model = Counting()
    async with start(model=model) as town:
        assert town.bot.user is not None
        closed = town.guild.create_text_channel(
            "closed", overwrites={town.guild.default_role: discord.PermissionOverwrite(send_messages=True)}
        )
        silent = town.guild.create_text_channel(
            "silent", overwrites={town.bot.user: discord.PermissionOverwrite(send_messages=False)}
        )
        await town.ann.send(silent, town.mention(QUESTION))
        await town.ann.send(silent, town.mention("what does the task force do?"))
        await town.bob.send(silent, town.mention(QUESTION))
        assert model.asked == 0
        assert len(town.sent()) == 1, "whoever can mend it is told once"
        assert not any(f"/channels/{silent.id}/" in one.path for one in town.env.http_requests)
        await town.ann.send(closed, town.mention(QUESTION))
        assert LED in text_in(town.answers(closed)[-1])


async def test_where_embeds_may_not_be_sent_the_answer_comes_as_plain_text(start: Start) -> None:
    async with start() as town:
        assert town.bot.user is not None
        plain = town.guild.create_text_channel(
            "plain", overwrites={town.bot.user: discord.PermissionOverwrite(embed_links=False)}
        )
        await town.ann.send(plain, town.mention(QUESTION))
        (answer,) = town.answers(plain)
        assert answer.embeds == []
        assert LED in answer.content


async def test_where_the_history_may_not_be_read_the_answer_is_a_message_instead_of_a_reply(start: Start) -> None:
    async with start() as town:
        assert town.bot.user is not None
        channel = town.guild.create_text_channel(
            "no-history", overwrites={town.bot.user: discord.PermissionOverwrite(read_message_history=False)}
        )
        await town.ann.send(channel, town.mention(QUESTION))
        (posted,) = [one for one in town.sent() if "embeds" in one]
        assert LED in posted["embeds"][0]["description"]
        assert "message_reference" not in posted


async def test_direct_messages_that_are_closed_as_well_end_the_matter_without_another_request(start: Start) -> None:
    async with start() as town:
        refuse(town, "POST", f"/channels/{town.channel.id}/messages", 403, 50013, times=None)
        refuse(town, "POST", "/channels/*/messages", 403, 50007, times=None)
        for _ in range(5):
            await town.ann.send(town.channel, town.mention(QUESTION))
        assert len(paths(town, "POST", f"/channels/{town.channel.id}/messages")) == 1, "a closed door is left alone"
        assert len(paths(town, "POST", "/messages")) == 2, "and the owner's closed door too"


async def test_a_question_that_is_deleted_meanwhile_leaves_no_orphan_and_no_error(start: Start) -> None:
    model = Counting(gate=threading.Event())
    async with start(model=model) as town:
        assert model.gate is not None
        # simcord lets a reply to a deleted message pass; Discord does not.
        town.env.inject_error("POST", "/channels/*/messages", status=400, code=50035, message=DELETED, times=None)
        asked = town.env.backend.create_message(town.channel.id, town.ann.id, town.mention(QUESTION))
        await until(lambda: model.asked == 1)
        town.env.backend.delete_message(town.channel.id, asked.id)
        model.gate.set()
        await town.env.settle()
        assert town.answers() == direct(town) == []
        assert len(paths(town, "POST", f"/channels/{town.channel.id}/messages")) == 1


async def test_an_answer_that_is_deleted_while_it_is_written_stays_deleted(start: Start) -> None:
    async with start() as town:
        refuse(town, "PATCH", "/webhooks/*/messages/@original", 404, 10008, times=None)
        await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert not any(LED in text_in(one) for one in town.answers())
        assert direct(town) == []


@pytest.mark.parametrize(("status", "code"), [(503, 0), (500, 0), (429, 0)])
async def test_a_fault_of_discord_that_passes_costs_neither_the_answer_nor_a_second_question_to_the_model(
    start: Start, status: int, code: int
) -> None:
    model = Counting()
    async with start(model=model) as town:
        town.house.wire = Hurry().wire()
        refuse(town, "POST", f"/channels/{town.channel.id}/messages", status, code, times=2)
        await town.ann.send(town.channel, town.mention(QUESTION))
        (answer,) = town.answers()
        assert LED in text_in(answer)
        refuse(town, "PATCH", "/webhooks/*/messages/@original", status, code, times=2)
        result = await town.bob.slash(town.channel, "ask", question="what does the task force do?")
        assert result.response is not None
        assert result.response.embeds
        assert model.asked == 2


async def test_a_fault_of_discord_that_stays_is_one_sentence_with_an_id_once_it_lets_one_through(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    async with start() as town:
        town.house.wire = Hurry(step=LIFE).wire()
        refuse(town, "POST", f"/channels/{town.channel.id}/messages", 503, 0, times=2)
        await town.ann.send(town.channel, town.mention(QUESTION))
        (told,) = town.answers()
        assert told.content.startswith("Discord had a problem of its own (error ")
        assert id_in(told.content) in caplog.text


async def test_a_question_that_failed_is_kept_among_the_unanswered(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as town:

        def damaged(*_: object, **__: object) -> Any:
            raise LibraryError("the index is damaged")

        monkeypatch.setattr("bot.discord.answering.stream", damaged)
        await town.ann.send(town.channel, town.mention(QUESTION))
        assert "The library can't be read right now" in text_in(town.answers()[-1])
        (kept,) = town.house.log.listed(kind="unanswered")
        assert (kept.question, kept.outcome, kept.error) == (QUESTION, "failed", "LibraryError")


# --- No loops, nothing twice ----------------------------------------------------------------------------------


async def test_bots_webhooks_and_the_bot_itself_are_never_answered(start: Start) -> None:
    model = Counting()
    async with start(model=model) as town:
        assert town.bot.user is not None
        other = town.env.create_user("other", bot=True)
        town.guild.add_member(other)
        hook = town.guild.create_webhook(town.channel)
        await hook.send(town.mention(QUESTION))
        for author in (other.id, town.bot.user.id):
            town.env.backend.create_message(town.channel.id, author, town.mention(QUESTION))
        await town.env.settle()
        assert model.asked == 0
        assert len(town.answers()) == 1, "its own words alone"


async def test_a_message_or_click_that_is_delivered_twice_is_answered_once(start: Start) -> None:
    model = Counting()
    async with start(model=model) as town:
        asked = await town.ann.send(town.channel, town.mention(QUESTION))
        (answer,) = town.answers()
        for _ in range(3):
            town.bot.dispatch("message", asked)
        await town.bot.on_resumed()
        await town.env.settle()
        assert town.answers() == [answer]
        clicks: list[discord.Interaction[Any]] = []
        town.bot.add_listener(_appending(clicks), "on_interaction")
        await town.ann.slash(town.channel, "ask", question=QUESTION)
        count, asked_before = len(town.env.http_requests), model.asked
        town.bot.tree._from_interaction(clicks[0])  # as the gateway's parser hands it over
        await town.env.settle()
        assert (len(town.env.http_requests), model.asked) == (count, asked_before)


def _appending(found: list[discord.Interaction[Any]]) -> Callable[[discord.Interaction[Any]], Any]:
    async def on_interaction(interaction: discord.Interaction[Any]) -> None:
        found.append(interaction)

    return on_interaction


async def test_a_bot_that_is_about_to_leave_takes_nothing_more_and_says_that_it_restarts(start: Start) -> None:
    model = Counting()
    async with start(model=model) as town:
        town.bot._leaving_now.set()
        await town.ann.send(town.channel, town.mention(QUESTION))
        result = await town.bob.slash(town.channel, "ask", question=QUESTION)
        town.bot._leaving_now.clear()
        assert result.response is not None
        assert [town.answers()[0].content, text_in(result.response)] == [RESTARTING, RESTARTING]
        assert result.response.ephemeral
        assert model.asked == 0


# --- Our own faults -------------------------------------------------------------------------------------------


async def test_an_unforeseen_error_is_told_with_an_id_whose_traceback_is_in_the_log_without_secrets(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    redact = Redactor()
    redact.learn(["canary-token-of-the-bot"])

    def broken(*_: object, **__: object) -> Any:
        raise RuntimeError("Bearer canary-token-of-the-bot leaks from /secret/place")

    monkeypatch.setattr(Shared, "events", broken)
    with logged_to_file(tmp_path, redact):
        async with start() as town:
            result = await town.ann.slash(town.channel, "ask", question=QUESTION)
    assert result.response is not None
    told = text_in(result.response)
    assert told.startswith("Something went wrong on my side (error ")
    assert "/secret" not in told
    log = (tmp_path / "logs" / "bot.log").read_text(encoding="utf-8")
    assert id_in(told) in log
    assert "Traceback (most recent call last)" in log
    assert "RuntimeError" in log
    assert "canary-token" not in log


async def test_a_server_that_the_bot_leaves_is_forgotten_and_one_that_it_joins_is_answered_by_defaults(
    start: Start,
) -> None:
    async with start() as town:
        await town.house.recording(town.house.servers.put, town.guild.id, ServerSettings(channels=(1,), language="ko"))
        joined = town.env.create_guild("Elsewhere")
        channel = joined.create_text_channel("general")
        member = joined.add_member(town.ann.user)
        await member.send(channel, town.mention(QUESTION))
        assert LED in text_in(town.answers(channel)[-1])
        guild = town.bot.get_guild(town.guild.id)
        assert guild is not None
        await town.bot.on_guild_remove(guild)
        assert town.house.servers.of(town.guild.id) == ServerSettings()


# --- Closed doors ---------------------------------------------------------------------------------------------


def test_after_a_hundredth_of_discords_limit_of_refused_requests_no_message_is_answered_for_a_while() -> None:
    now = [0.0]
    rejections = Rejections(clock=lambda: now[0])
    found = []
    for status, count, wait in ((404, MOST_REFUSED, 0), (403, MOST_REFUSED - 1, 0), (403, 1, 0), (404, 1, WINDOW)):
        for n in range(count):
            rejections.note(status, n)
        now[0] += wait
        found.append((rejections.too_many, rejections.is_closed(0)))
    assert found == [(False, False), (False, True), (True, True), (False, False)]
    assert WINDOW == CLOSED_FOR


def test_what_was_seen_is_remembered_within_bounds() -> None:
    seen = Seen(most=3)
    assert [seen.first(n) for n in (1, 2, 3, 1, 4, 1)] == [True, True, True, False, True, True]


async def test_a_token_that_discord_refuses_while_running_ends_the_bot_instead_of_knocking_on(start: Start) -> None:
    async with start() as town:
        left: list[bool] = []
        town.house.when_revoked = lambda: left.append(True)
        refuse(town, "POST", f"/channels/{town.channel.id}/messages", 401, 0)
        await town.ann.send(town.channel, town.mention(QUESTION))
        assert town.house.revoked
        assert left == [True]


# --- Small tools ----------------------------------------------------------------------------------------------


async def until(happened: Callable[[], bool]) -> None:
    """Let the loop run until something has happened in a thread."""
    async with asyncio.timeout(20):
        while not happened():  # noqa: ASYNC110 -- it happens in a thread, which knows of no event of ours
            await asyncio.sleep(0.005)


def id_in(sentence: str) -> str:
    return sentence.split("error ", 1)[1].split(")")[0].split("）")[0]
