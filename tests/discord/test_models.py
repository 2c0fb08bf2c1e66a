"""What members see of a model's faults, over the real client and a loopback server that fails by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from bot.circuit import TRIAL, Circuit
from bot.discord.house import House
from bot.redaction import RedactingFormatter, Redactor
from bot.settings import AnswerSettings
from bot.startup import SettingsError
from prompts.misbehaving import CAST
from tests.discord.conftest import Start, Town, text_in
from tests.discord.test_faults import LED, QUESTION, id_in
from tests.openai_server import FAULTS, OpenAIServer

KEY = "sk-canary-" + "a1B2" * 10
CLOSED = ("unauthorised", "forbidden", "no model", "quota")
OF_EMBEDDING = ("reordered", "short", "nan")
SILENT = ("html", "silent")
BROKEN = "The answer broke off here."
DOWN = "The model is unavailable right now. Here is what the library says:"


def over(server: OpenAIServer, **given: Any) -> AnswerSettings:
    return AnswerSettings(
        _env_file=None,
        **{
            "chat_model": "openai:gpt-test",
            "openai_api_key": SecretStr(KEY),
            "openai_base_url": server.url,
            "chat_retries": 0,
            "chat_timeout": 1.0,
            "judge": "words",  # judges have tests of their own
            **given,
        },
    )


async def asked(town: Town, question: str = QUESTION) -> str:
    result = await town.ann.slash(town.channel, "ask", question=question)
    assert result.response is not None
    return text_in(result.response)


async def test_every_fault_of_a_model_shows_the_passages_or_where_the_answer_broke_off_and_no_key(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    with OpenAIServer() as server:
        async with start(answer=over(server)) as town:
            for fault in FAULTS:
                if fault in OF_EMBEDDING:
                    continue
                server.fault, town.house.circuit = fault, Circuit()
                before = len(server.requests)
                shown = await asked(town)
                plainly = fault in SILENT  # a stream without an event is asked for once more, without a stream
                assert len(server.requests) == before + 1 + plainly, f"{fault}: no hidden retry"
                if fault == "silent":
                    assert LED in shown, "the plain request was answered"
                elif BROKEN in shown:
                    assert LED in shown, f"{fault}: what was proved before is kept"
                else:
                    assert DOWN in shown, f"{fault}: {shown}"
                    assert "Washington and Beijing open joint work on fentanyl" in shown, fault
                    assert id_in(shown) in caplog.text, fault
                assert "canary" not in shown, fault
            server.fault, town.house.circuit = None, Circuit()
            whole = await asked(town)
            assert LED in whole
            assert BROKEN not in whole
            assert DOWN not in whole
    shown_in_log = RedactingFormatter(Redactor(), "%(message)s")
    assert not any("canary" in shown_in_log.format(record) for record in caplog.records)


@pytest.mark.parametrize("fault", CLOSED)
async def test_a_model_that_turns_everything_down_is_asked_once_and_reported_once_until_it_works_again(
    start: Start, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    clock = [1000.0]
    with OpenAIServer() as server:
        server.fault = fault
        async with start(answer=over(server)) as town:
            town.house.circuit = Circuit(clock=lambda: clock[0])
            for _ in range(3):
                assert DOWN in await asked(town)
            assert len(server.requests) == 1
            assert town.house.metrics.health()["model"] == "closed"
            refused = await asked(town, "who is the president of France?")
            assert "Not in this library" in refused, "what needs no model is answered without"
            clock[0] += TRIAL
            assert DOWN in await asked(town)
            assert len(server.requests) == 2
            server.fault = None
            assert DOWN in await asked(town), "not yet"
            clock[0] += TRIAL
            assert LED in await asked(town)
            assert town.house.metrics.health()["model"] == "open"
    alerts = [record for record in caplog.records if record.name == "dateline.model"]
    told = [
        record.levelname for record in alerts if record.message.startswith(("no more requests", "the model answers"))
    ]
    assert told == ["ERROR", "WARNING"]


async def test_a_retry_that_helps_is_not_noticed_and_costs_two_requests(start: Start) -> None:
    with OpenAIServer() as server:
        server.faults_once = ["rate limit"]
        async with start(answer=over(server, chat_retries=1)) as town:
            shown = await asked(town)
            assert LED in shown
            assert DOWN not in shown
            assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("settings", "said", "spares_another_server"),
    [
        ({"discord_server_tokens": 10}, "This server has used up today's budget. Try again tomorrow.", True),
        ({"discord_daily_tokens": 10}, "Today's budget is used up. Try again tomorrow.", False),
        (
            {"discord_daily_money": 0.0001},
            "Today's budget is used up. Try again tomorrow.",
            False,
        ),
    ],
    ids=["a server's tokens", "all tokens", "all money"],
)
async def test_budgets_are_counted_from_the_providers_own_figures_and_hold_over_a_restart(
    start: Start, settings: dict[str, float], said: str, spares_another_server: bool
) -> None:
    with OpenAIServer() as server:
        async with start(answer=over(server, chat_input_price=5.0), **settings) as town:
            assert LED in await asked(town)
            assert await asked(town, "what does the task force do?") == said
            await town.restart()
            assert await asked(town, "what does the task force do?") == said
            assert len(server.requests) == 1
            await town.bob.send_dm("what does the task force do?")
            direct = text_in(town.answers(town.bob.user.dm_channel)[-1])
            assert (direct != said) == spares_another_server


def test_money_is_not_limited_where_nothing_has_a_price(opened: Callable[..., House]) -> None:
    with pytest.raises(SettingsError, match="DISCORD_DAILY_MONEY: needs CHAT_INPUT_PRICE"):
        opened(discord_daily_money=1)


@pytest.mark.slow
async def test_no_character_of_the_cast_gets_a_ping_a_foreign_link_or_its_prompt_through_to_discord(
    start: Start,
) -> None:
    def one_of(name: str) -> Any:
        return lambda messages: CAST[name]().answer_to([(one["role"], one["content"]) for one in messages])

    with OpenAIServer() as server:
        async with start(answer=over(server)) as town:
            for name in set(CAST) - {"slow", "raising"}:  # a server's faults, above
                server.chat, town.house.circuit = one_of(name), Circuit()
                town.house.shared = type(town.house.shared)()
                shown = await asked(town)
                assert shown, name
                assert "You answer questions about" not in shown, name
            # that no payload pings or links elsewhere is held at the end of every test: see `held_inert`
