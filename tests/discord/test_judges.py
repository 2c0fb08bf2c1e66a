"""What members see of a judge: what was found while they wait, who judged, and what goes where."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from pydantic import SecretStr

from bot.answering.events import Searched
from bot.answering.judging.bench import Bench
from bot.answering.tokens import Tokens
from bot.budget import Budget, Declined, Limits, Spent
from bot.discord.answering import UNCOUNTED, judged_for, spent_on
from bot.discord.rendering import finding
from bot.discord.settings import DiscordSettings
from bot.settings import AnswerSettings
from tests.discord.conftest import GUILD, Start, text_in
from tests.discord.test_faults import LED, QUESTION
from tests.discord.test_streaming import Watched
from tests.test_judge_answers import Scripted
from tests.test_routing_judge import ScriptedJudge


async def test_a_member_who_waits_for_a_judge_sees_first_what_was_found_and_then_who_judged(start: Start) -> None:
    go_on, pace = threading.Event(), Watched()
    async with start() as town:
        town.bot.paces = lambda: pace
        judge = Scripted(before=lambda: go_on.wait(20))
        town.house.answerer = replace(town.house.answerer, bench=Bench(judge))
        asking = asyncio.create_task(town.ann.send(town.channel, town.mention(QUESTION)))
        await asyncio.wait_for(pace.shown.wait(), 15)
        (early,) = town.answers()
        assert "checking …" in text_in(early)
        assert "articles, " in text_in(early)
        assert LED not in text_in(early)
        go_on.set()
        await asking
        (late,) = town.answers()
        assert late.id == early.id
        assert LED in text_in(late)
        assert "Checked by the judge: model scripted." in text_in(late)
        (entry,) = town.house.log.listed()
        assert entry.checks["by"] == "model scripted"


async def test_what_a_judge_tells_of_an_unsure_message_is_met_without_a_search_at_the_members_budget(
    start: Start,
) -> None:
    async with start() as town:
        judge = ScriptedJudge("help")
        town.house.answerer = replace(town.house.answerer, bench=Bench(judge))
        await town.ann.send(town.channel, town.mention("well butter my biscuit"))
        (answer,) = town.answers()
        assert "I answer questions from the news articles" in text_in(answer)
        assert judge.asked
        assert town.house.log.listed() == []
        assert town.house.budget._by_server[GUILD] == 220


async def test_privacy_says_what_goes_to_the_judge_and_where(start: Start) -> None:
    async with start() as town:
        town.house.answerer = replace(town.house.answerer, bench=Bench(Scripted(name="systemone reader")))
        address = {"judge_base_url": "http://judge.example:8000/v1"}
        for given, said in ((address, "at judge.example:8000"), ({}, "sent once more to the judge systemone reader")):
            settings = town.house.settings
            town.house.settings = replace(settings, answer=settings.answer.model_copy(update=given))
            shown = await town.ann.slash(town.channel, "privacy")
            assert shown.response is not None
            assert said in text_in(shown.response)
            assert "Nothing is sent" not in text_in(shown.response)
            town.house.settings = settings


async def test_privacy_says_that_questions_go_to_a_service_that_embeds_them(start: Start) -> None:
    async with start() as town:
        for embedding, said in (("openai:text-embedding-3-small", True), ("local:minilm", False)):
            with patch.object(type(town.house.library), "embedding", embedding):
                shown = await town.ann.slash(town.channel, "privacy")
            assert shown.response is not None
            assert ("have checked is sent to openai:text" in text_in(shown.response)) is said
            assert ("Nothing is sent to a model provider." in text_in(shown.response)) is not said


async def test_privacy_names_an_index_on_a_server_and_a_recorder_of_prompts(start: Start) -> None:
    async with start() as town:
        before = text_in((await town.ann.slash(town.channel, "privacy")).response)
        assert "search index" not in before
        assert "LangSmith" not in before
        settings = town.house.settings
        store = settings.store.model_copy(update={"chroma_url": "http://me:secret@index.example:8000"})
        answer = settings.answer.model_copy(update={"chat_tracing": True, "chat_model": "openai:gpt-test"})
        town.house.settings = replace(settings, store=store, answer=answer)
        shown = text_in((await town.ann.slash(town.channel, "privacy")).response)
        town.house.settings = settings
    assert "is sent to the search index at index.example:8000." in shown
    assert "secret" not in shown
    assert "recorded by LangSmith as well" in shown
    assert "sent to the model openai:gpt-test" in shown


@pytest.mark.parametrize(("language", "said"), [("en", "1 article (A\\_B); checking …"), ("ko", "기사 1건")])
def test_what_was_found_is_inert_and_in_the_members_language(language: str, said: str) -> None:
    assert said in finding(Searched(1, 1, ("A_B",), checking=True), language=language).text


PRICES = {"chat_input_price": 1.0, "chat_output_price": 2.0, "judge_input_price": 10.0, "judge_output_price": 0.0}


@pytest.mark.parametrize(
    ("prices", "spent", "declined"),
    [
        (PRICES, Spent(input=400_000), False),
        (PRICES, Spent(judge_input=100_000), True),
        (PRICES, Spent(judge_output=100_000), False),
        ({**PRICES, "judge_input_price": None}, Spent(judge_input=900_000), False),
        ({**PRICES, "judge_input_price": None}, Spent(judge_input=1_100_000), True),
    ],
)
def test_a_judges_tokens_cost_its_own_price_or_else_the_models(
    prices: dict[str, Any], spent: Spent, declined: bool
) -> None:
    answer = AnswerSettings(_env_file=None, **prices)
    budget = Budget(DiscordSettings(_env_file=None, discord_daily_money=1).limits(answer))
    budget.spend(None, spent)
    if declined:
        with pytest.raises(Declined):
            budget.check(1, None)
    else:
        budget.check(1, None)


def test_a_judges_tokens_count_in_a_servers_budget() -> None:
    budget = Budget(Limits(server_tokens=100))
    budget.spend(7, Spent(judge_input=99, judge_output=1))
    with pytest.raises(Declined):
        budget.check(1, 7)


async def test_the_tokens_of_an_answer_are_parted_between_model_and_judge(start: Start) -> None:
    async with start() as town:
        house = town.house
        both, judging = Tokens(input=100, output=20), Tokens(input=60, output=5)
        assert spent_on(house, both, judging=judging) == Spent(judge_input=60, judge_output=5)  # the stub costs nothing
        named = AnswerSettings(_env_file=None, chat_model="openai:gpt-test", openai_api_key=SecretStr("sk-x"))
        from bot.answering.models import build_model

        house.answerer = replace(house.answerer, model=build_model(named))
        assert spent_on(house, both, judging=judging) == Spent(input=40, output=15, judge_input=60, judge_output=5)
        untold = spent_on(house, judging, judging=judging)
        assert untold == replace(UNCOUNTED, judge_input=60, judge_output=5)
        assert judged_for(judging) == Spent(judge_input=60, judge_output=5)


async def test_the_exam_is_held_at_the_start_and_its_tokens_are_counted(start: Start) -> None:
    async with start() as town:
        counted: list[Spent] = []

        class Counting(Budget):
            def spend(self, server: int | None, spent: Spent) -> None:
                counted.append(spent)

        town.house.budget = Counting(Limits())
        town.house.prepare_judge()
        assert counted == []
        from bot.answering.judging.exam import Register

        judge = Scripted()
        town.house.answerer = replace(town.house.answerer, bench=Bench(judge, register=Register(None)))
        town.house.prepare_judge()
        assert len(judge.calls) == 4
        assert counted == [Spent(judge_input=28, judge_output=4)]
