"""The citation check by a chat model: one call for a whole answer, believed only where its reply can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Literal

import pytest
from pydantic import SecretStr

from bot.answering.answer import Answer
from bot.answering.wiring import answerer_for
from bot.settings import AnswerSettings
from prompts.fences import sources_in
from prompts.stub import reply
from prompts.talk import claims_in
from tests.openai_server import Message, OpenAIServer
from vectorstore.library import Library

QUESTION = "who led the US delegation?"
NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
TRUE = "The US delegation was led by Jen Daskal"
Said = Callable[[list[str], dict[int, str]], str]


def settings(server: OpenAIServer, check: Literal["local", "model"] = "model") -> AnswerSettings:
    return AnswerSettings(
        _env_file=None,
        chat_model="openai:gpt-test",
        openai_api_key=SecretStr("sk-test"),
        openai_base_url=server.url,
        chat_retries=0,
        citation_check=check,
    )


def answered(library: Library, answer: Callable[[int, int], str], verdict: Said) -> tuple[Answer, OpenAIServer]:
    """What comes of an answer, made from the numbers of the right source and of another, and of a verdict on it."""

    def chat(messages: Sequence[Message]) -> str:
        prompt = str(messages[-1]["content"])
        sources = {source.n: source.text for source in sources_in(prompt)}
        said = claims_in(prompt)
        if said is not None:
            return verdict(said, sources)
        right = next(n for n, text in sources.items() if TRUE in text)
        return answer(right, next(n for n in sources if n != right))

    with OpenAIServer(chat=chat) as server:
        return answerer_for(settings(server), library).answer(QUESTION, now=NOW), server


def everywhere(said: list[str], sources: dict[int, str]) -> str:
    marks = "".join(f"[{n}]" for n in sources)
    return "\n".join(f"{n}: {marks}" for n in range(1, len(said) + 1))


def nowhere(said: list[str], sources: dict[int, str]) -> str:
    return "\n".join(f"{n}. none" for n in range(1, len(said) + 1))


def where_it_stands(said: list[str], sources: dict[int, str]) -> str:
    return "\n".join(f"{n}: [{next(m for m, t in sources.items() if TRUE in t)}]" for n in range(1, len(said) + 1))


def test_a_whole_answer_is_checked_in_one_call_and_its_tokens_count(sample: Library) -> None:
    found, server = answered(sample, lambda right, _: f"{TRUE} [{right}]. Jen Daskal led it [{right}].", everywhere)
    assert len(server.requests) == 2
    assert claims_in(server.requests[1].body["messages"][-1]["content"]) == [f"{TRUE}.", "Jen Daskal led it."]
    assert (found.checked_by, found.text) == ("model", f"{TRUE} [1]. Jen Daskal led it [1].")
    assert found.tokens.input is not None
    alone = answered(sample, lambda right, _: f"{TRUE} [{right}].", lambda *_: "?")[0]
    assert alone.checked_by == "local"


def test_the_model_keeps_what_words_alone_would_drop_and_drops_what_they_would_keep(sample: Library) -> None:
    paraphrase = "An adviser was in charge of everybody who flew across"
    found, _ = answered(sample, lambda right, _: f"{paraphrase} [{right}].", where_it_stands)
    assert found.text == f"{paraphrase} [1]."
    assert answered(sample, lambda right, _: f"{paraphrase} [{right}].", lambda *_: "no idea")[0].abstained

    found, _ = answered(sample, lambda right, _: f"The delegation of the US was led by Daskal [{right}].", nowhere)
    assert (found.abstained, found.refused_by, len(found.dropped)) == (True, "check", 1)


def test_a_wrong_mark_is_put_right_by_the_model(sample: Library) -> None:
    found, _ = answered(sample, lambda _, wrong: f"Jen Daskal led it [{wrong}].", where_it_stands)
    (verdict,) = found.repaired
    assert TRUE in found.citations[0].quote
    assert verdict.cited != verdict.sources


@pytest.mark.parametrize("lie", ["Rex Marlow led it", "Jen Daskal led 47 officials"])
def test_a_name_or_number_that_no_source_has_is_dropped_whatever_the_model_says(sample: Library, lie: str) -> None:
    found, _ = answered(sample, lambda right, _: f"{TRUE} [{right}]. {lie} [{right}].", everywhere)
    assert found.checked_by == "model"
    assert lie not in found.text
    assert len(found.dropped) == 1


@pytest.mark.parametrize(
    "said",
    ["", "All of them are right.", "1: [1]", "1: [1]\n2: [99]", "1: [1]\n1: [1]\n2: none", "1: yes\n2: no", "[1]\n[2]"],
)
def test_a_reply_that_is_of_no_use_leaves_it_to_the_local_check(sample: Library, said: str) -> None:
    found, server = answered(
        sample, lambda right, _: f"{TRUE} [{right}]. Rex Marlow led it [{right}].", lambda *_: said
    )
    assert len(server.requests) == 2
    assert found.checked_by == "local"
    assert found.text == f"{TRUE} [1]."


@pytest.mark.parametrize("fault", ["broken", "rate limit", "cut", "empty"])
def test_a_service_that_fails_at_the_check_leaves_it_to_the_local_one(sample: Library, fault: str) -> None:
    with OpenAIServer() as server:

        def chat(messages: Sequence[Message]) -> str:
            server.faults_once = [fault]
            return reply([(str(m["role"]), str(m["content"])) for m in messages])

        server.chat = chat
        found = answerer_for(settings(server), sample).answer(QUESTION, now=NOW)
    assert (found.checked_by, found.abstained) == ("local", False)
    assert "Jen Daskal" in found.text


def test_the_stub_checks_itself_and_the_cast_can_not_talk_the_check_round(sample: Library) -> None:
    def ask(model: str) -> Answer:
        chosen = AnswerSettings(_env_file=None, chat_model=model, citation_check="model")
        return answerer_for(chosen, sample).answer(QUESTION, now=NOW)

    found = ask("stub")
    assert (found.checked_by, found.dropped) == ("model", ())
    assert re.search(r"Jen Daskal.*\[1\]", found.text)
    for name in ("echo", "cites-wrong"):
        found = ask(name)
        passages = {hit.passage.id: hit.passage.text for hit in found.hits}
        assert all(one.quote in passages[one.passage_id] for one in found.citations)
