"""What a server sets for itself: where nothing at all is said, pauses, its log; and what members may take back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.discord.house import House
from bot.discord.serverlog import tell_changes
from bot.discord.tending import Tending
from bot.questions.servers import ServerSettings, _settings
from ingest.splitting import splitter_version
from tests.discord.conftest import GUILD, NOW, Start, Town, button, text_in
from tests.discord.living import living, seen
from tests.discord.loopback import NEWS, SERVER, LoopbackDiscord
from tests.discord.test_commands import HOME, said
from tests.discord.test_faults import LED, QUESTION, Counting, refuse
from tests.discord.test_tending import BEGAN, health
from vectorstore.library import Library


@pytest.fixture
def server() -> Iterator[LoopbackDiscord]:
    with LoopbackDiscord() as server, server.reached():
        yield server


# --- Quiet ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ask", "search", "help", "privacy"])
async def test_outside_a_quiet_server_s_channels_nothing_stands_after_a_command_and_no_model_is_asked(
    opened: Callable[..., House], server: LoopbackDiscord, name: str
) -> None:
    model = Counting()
    house = opened(model=model)
    house.servers.put(int(SERVER), ServerSettings(channels=(1,), quiet=True))
    given: dict[str, dict[str, Any]] = {"ask": {"question": QUESTION}, "search": {"query": QUESTION}}
    options = given.get(name, {})
    server.open_server()
    async with living(house, server):
        await asyncio.to_thread(server.ask, f"<@1000> {QUESTION}", channel=NEWS)
        await asyncio.to_thread(server.command, name, **options)
        await seen(server, lambda: any(call.method == "DELETE" for call in server.calls))
    assert server.standing() == []
    responses = [call.body for call in server.calls if call.path.endswith("/callback")]
    assert [(one["type"], one["data"]["flags"]) for one in responses] == [(5, 64)], (
        "to the asker alone, then taken away"
    )
    assert model.asked == 0
    assert not any("/reactions/" in call.path for call in server.calls)


async def test_in_its_channels_and_in_their_threads_a_quiet_server_is_answered(start: Start) -> None:
    async with start() as town:
        assert "Quiet: I say nothing in other channels" in await said(
            town, town.mod, "settings", channel=town.channel, quiet=True
        )
        await town.ann.send(town.channel, town.mention(QUESTION))
        answer = town.answers()[-1]
        assert LED in text_in(answer)
        await town.ann.click(answer, custom_id=button(answer, "follow"))
        (thread,) = town.channel.threads
        await town.ann.send(thread, town.mention("who led the Chinese side?"))
        assert len(town.answers(thread)) == 2


async def test_quiet_without_chosen_channels_says_that_it_has_no_effect(start: Start) -> None:
    async with start() as town:
        assert "no effect while I answer in all channels" in await said(town, town.mod, "settings", quiet=True)
        await town.ann.send(town.channel, town.mention(QUESTION))
        assert LED in text_in(town.answers()[-1])


async def test_buttons_under_an_answer_in_a_channel_that_became_quiet_say_nothing_but_delete_works(
    start: Start,
) -> None:
    async with start() as town:
        await town.ann.send(town.channel, town.mention(QUESTION))
        answer = town.answers()[-1]
        town.house.servers.put(GUILD, ServerSettings(channels=(1,), quiet=True))
        before = len(town.sent())
        for action in ("quotes", "good", "follow"):
            await town.bob.click(answer, custom_id=button(answer, action))
        assert len(town.sent()) == before
        await town.ann.click(answer, custom_id=button(answer, "delete"))
        assert town.answers() == []


# --- Pause ----------------------------------------------------------------------------------------------------


async def test_a_pause_holds_for_its_time_tells_askers_alone_and_can_be_ended(start: Start) -> None:
    model = Counting()
    async with start(model=model) as town:
        until_ = int((NOW + timedelta(hours=1)).timestamp())
        assert f"Paused until <t:{until_}:f>" in await said(town, town.mod, "settings", pause="1h")
        result = await town.ann.slash(town.channel, "ask", question=QUESTION)
        assert result.response is not None
        assert text_in(result.response) == f"I am paused on this server until <t:{until_}:f>."
        assert result.response.ephemeral
        await town.ann.send(town.channel, town.mention(QUESTION))
        assert town.answers() == []
        town.house.now = lambda: NOW + timedelta(minutes=61)
        await town.ann.send(town.channel, town.mention(QUESTION))
        assert model.asked == 1
        town.house.now = lambda: NOW
        assert "Paused" not in await said(town, town.mod, "settings", pause="off")
        await town.bob.send(town.channel, town.mention(QUESTION))
        assert len(town.answers()) == 2


@pytest.mark.parametrize("given", ["soon", "1 year", "0m", "-1h", "99d", "1h30"])
async def test_a_time_that_is_none_is_refused_and_pauses_nothing(start: Start, given: str) -> None:
    async with start() as town:
        assert (await said(town, town.mod, "settings", pause=given)).startswith(f"“{given}” is not a duration")
        assert town.house.servers.of(GUILD).paused_until == 0


# --- The log channel ------------------------------------------------------------------------------------------


async def _with_log(town: Town) -> Any:
    desk = town.guild.create_text_channel("desk")
    assert f"• Log: <#{desk.id}>" in await said(town, town.mod, "settings", **{"log-channel": desk})
    return desk


async def test_a_reader_s_report_reaches_the_log_channel_without_a_name(start: Start) -> None:
    async with start() as town:
        desk = await _with_log(town)
        await town.ann.send(town.channel, town.mention(QUESTION))
        answer = town.answers()[-1]
        form = await town.bob.click(answer, custom_id=button(answer, "bad"))
        assert form.modal is not None
        field = form.modal["components"][0]["components"][0]["custom_id"]
        await town.bob.submit_modal(form, {field: "the wrong\n@everyone <@1> person"})
        (told,) = town.answers(desk)
        assert told.content.startswith(
            f"👎 https://discord.com/channels/{GUILD}/{town.channel.id}/{answer.id}: the wrong"
        )
        assert "bob" not in told.content
        assert str(town.bob.id) not in told.content
        await said(town, town.mod, "settings", **{"log-channel": desk})
        assert town.house.servers.of(GUILD).log_channel is None, "given again, it is taken away"


async def test_a_reader_who_reports_again_and_again_is_told_of_once_and_a_blocked_one_not_at_all(start: Start) -> None:
    async with start() as town:
        desk = await _with_log(town)
        await town.ann.send(town.channel, town.mention(QUESTION))
        answer = town.answers()[-1]
        settings = town.house.servers.of(GUILD)
        town.house.servers.put(GUILD, replace(settings, blocked=(town.ann.id,)))
        for reader, reason in ((town.ann, "spam"), (town.bob, "wrong person"), (town.bob, "and"), (town.bob, "so on")):
            form = await reader.click(answer, custom_id=button(answer, "bad"))
            assert form.modal is not None
            field = form.modal["components"][0]["components"][0]["custom_id"]
            told = await reader.submit_modal(form, {field: reason})
            assert told.response is not None
            assert told.response.content == "Thank you, noted."
        (one,) = town.answers(desk)
        assert one.content.endswith("wrong person")
        before = len(town.answers())
        refused = await town.ann.click(answer, custom_id=button(answer, "follow"))
        assert refused.response is not None
        assert refused.response.content == "A moderator has turned off asking for you on this server."
        assert len(town.answers()) == before, "no thread is opened for her"


async def test_a_log_channel_that_is_closed_costs_a_reader_nothing(start: Start) -> None:
    async with start() as town:
        desk = await _with_log(town)
        await town.ann.send(town.channel, town.mention(QUESTION))
        answer = town.answers()[-1]
        refuse(town, "POST", f"/channels/{desk.id}/messages", 403, 50013, times=None)
        form = await town.bob.click(answer, custom_id=button(answer, "bad"))
        told = await town.bob.submit_modal(form, {})
        assert told.response is not None
        assert told.response.content == "Thank you, noted."


async def test_answers_whose_articles_have_changed_are_told_once(start: Start) -> None:
    async with start() as town:
        desk = await _with_log(town)
        await town.ann.send(town.channel, town.mention(QUESTION))
        await tell_changes(town.bot, town.house)
        assert town.answers(desk) == []
        cited = town.house.log.listed()[0].citations
        splitter = splitter_version(town.house.settings.ingest)
        with Library.writing(town.house.settings.store, splitter=splitter) as library:
            for id_ in {one.article_id for one in cited}:
                library.remove(id_)
            library.publish()
        town.house.library.catch_up()
        for _ in range(2):
            await tell_changes(town.bot, town.house)
        (told,) = town.answers(desk)
        assert "Answers whose articles have changed since: 1" in told.content
        assert f"/{town.channel.id}/{town.answers()[0].id} withdrawn since" in told.content


async def test_failing_sources_are_told_in_the_log_channels_of_home_servers_only(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    well, ill = health("Gazette"), health("Courier", reason="the server said 500")
    async with start(dateline_guilds=HOME) as town:
        desk = await _with_log(town)
        elsewhere = town.env.create_guild("Elsewhere")
        other = elsewhere.create_text_channel("log")
        town.house.servers.put(elsewhere.id, ServerSettings(log_channel=other.id))
        tending = town.bot.get_cog("Tending")
        assert isinstance(tending, Tending)
        town.house.now = lambda: BEGAN + timedelta(hours=1)
        monkeypatch.setattr(type(town.house.library.history), "sources", lambda self: [well])
        await tending.tell_of_sources()
        assert town.answers(desk) == []
        monkeypatch.setattr(type(town.house.library.history), "sources", lambda self: [well, ill])
        await tending.tell_of_sources()
        assert "1 of 2 sources need attention" in town.answers(desk)[-1].content
        assert town.answers(other) == []


# --- What members take back -----------------------------------------------------------------------------------


async def test_forget_deletes_the_answers_too_where_that_is_pressed_also_after_a_restart(start: Start) -> None:
    async with start() as town:
        other = town.guild.create_text_channel("other")
        await town.ann.send(town.channel, town.mention(QUESTION))
        await town.ann.slash(other, "ask", question="who led the Chinese side?")
        await town.bob.send(town.channel, town.mention(QUESTION))
        shown = await town.ann.slash(town.channel, "privacy")
        assert shown.response is not None
        await town.restart()
        gone = await town.ann.click(shown.response.message, custom_id="dateline:forget:answers")
        assert gone.response is not None
        assert gone.response.content.endswith("Answers deleted: 2.")
        assert len(town.answers()) == 1, "another's answer stays"
        assert town.answers(other) == []
        assert len(town.house.log.listed()) == 1


async def test_answers_that_may_not_be_deleted_are_counted_and_the_questions_are_forgotten_all_the_same(
    start: Start,
) -> None:
    async with start() as town:
        await town.ann.send(town.channel, town.mention(QUESTION))
        shown = await town.ann.slash(town.channel, "privacy")
        assert shown.response is not None
        refuse(town, "DELETE", f"/channels/{town.channel.id}/messages/*", 403, 50013, times=None)
        gone = await town.ann.click(shown.response.message, custom_id="dateline:forget:answers")
        assert gone.response is not None
        told = "Answers deleted: 0. Answers that I am not allowed to delete: 1. A moderator can delete them."
        assert told in gone.response.content
        assert town.house.log.listed() == []


# --- Commands -------------------------------------------------------------------------------------------------


async def test_what_changes_the_library_or_the_server_is_hidden_from_members(start: Start) -> None:
    async with start() as town:
        for_members = town.bob.available_commands(town.channel)
        assert {"ask", "search", "library status", "help", "privacy"} <= set(for_members)
        assert not [one for one in for_members if one.startswith(("library-edit", "settings"))]
        assert {"library-edit add", "settings"} <= set(town.mod.available_commands(town.channel))


async def test_texts_that_are_given_have_discord_s_own_limits(start: Start) -> None:
    async with start() as town:
        payload = [command.to_dict(town.bot.tree) for command in town.bot.tree.get_commands()]
    missing = [path for command in payload for path in _unlimited(command)]
    assert missing == []


def _unlimited(command: dict[str, Any], path: str = "") -> Iterator[str]:
    here = f"{path} {command['name']}".strip()
    for option in command.get("options", []):
        if option["type"] == 3 and not option.get("max_length") and not option.get("choices"):
            yield f"{here} {option['name']}"
        yield from _unlimited(option, here)


def test_settings_of_versions_before_and_after_ours_are_read() -> None:
    before = {"channels": [1, 2], "roles": [], "language": "ko", "time_zone": None}
    assert _settings(json.dumps(before)) == ServerSettings(channels=(1, 2), language="ko")
    assert _settings(json.dumps({**before, "of_tomorrow": [1]})) == ServerSettings(channels=(1, 2), language="ko")
