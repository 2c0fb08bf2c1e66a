"""Answers as they stream: a sentence is shown when it is proved, not before, and not later than it must be."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk

from bot.answering.errors import ModelUnavailable
from bot.answering.events import Done, Dropped, Sentence
from bot.answering.feed import Feed
from bot.answering.pipeline import Answerer, load_prompt
from bot.answering.streaming import stream
from prompts.misbehaving import CAST
from prompts.stub import ScriptedModel, StubModel
from vectorstore.library import Library

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)


def answerer(library: Library, model: ScriptedModel) -> Answerer:
    return Answerer(library=library, model=model, prompt=load_prompt(), tz=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Talks opened [1]. They went on. [2] End", ["Talks opened [1].", "They went on. [2]", "End"]),
        ("Mr. Smith of the U.S. left on Jan. 3 [1][3]. End", ["Mr. Smith of the U.S. left on Jan. 3 [1][3].", "End"]),
        (
            "“It takes lives,” she said. “I came.” [1] Next [2].",
            ["“It takes lives,” she said.", "“I came.” [1]", "Next [2]."],
        ),
        ("회담이 열렸다 [1]. 그가 이끌었다 [2].", ["회담이 열렸다 [1].", "그가 이끌었다 [2]."]),
        ("会谈举行[1]。她率领。[2]", ["会谈举行[1]。", "她率领。[2]"]),
        ("3.5 million people [1].\n- two [2]\n- three", ["3.5 million people [1].", "- two [2]", "- three"]),
        (
            "He said, “We had talks. We agreed on a plan,” and left [1]. “It is open [2]. Next",
            ["He said, “We had talks. We agreed on a plan,” and left [1].", "“It is open [2].", "Next"],
        ),
        ("", []),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_sentences_come_whole_with_their_marks_however_the_stream_is_cut(
    text: str, whole: list[str], size: int
) -> None:
    feed, found = Feed(), []
    for at in range(0, len(text), size):
        found += feed.add(text[at : at + size])
    assert found + feed.end() == whole


class Waiting(StubModel):
    """The stub, which stops after its first sentence until it is told to go on."""

    go_on: Any = None

    def _chunks(self, messages: list[BaseMessage], stop: list[str] | None) -> Iterator[ChatGenerationChunk]:
        stopped = False
        said = ""
        for chunk in super()._chunks(messages, stop):
            if not stopped and "[1]" in said and said.rstrip().endswith(".") and chunk.text:
                # The first word of the next sentence shows that this one has ended.
                yield chunk
                stopped = True
                assert self.go_on.wait(20)
                continue
            said += chunk.text
            yield chunk


async def test_a_sentence_is_shown_while_the_model_is_still_speaking(sample: Library) -> None:
    go_on = threading.Event()
    seen = []
    async with aclosing(
        stream(answerer(sample, Waiting(go_on=go_on)), "who led the US delegation?", now=NOW)
    ) as events:
        async for event in events:
            seen.append(event)
            if isinstance(event, Sentence) and not go_on.is_set():
                assert "[1]" in event.text
                go_on.set()
    assert go_on.is_set(), "nothing was shown before the model had ended"
    assert isinstance(seen[-1], Done)


async def test_the_loop_goes_on_while_a_model_blocks(sample: Library) -> None:
    go_on, beats = threading.Event(), 0

    async def heartbeat() -> None:
        nonlocal beats
        while not go_on.is_set():
            await asyncio.sleep(0)
            beats += 1
            if beats > 500:
                go_on.set()

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(heartbeat())
        async for event in stream(answerer(sample, Waiting(go_on=go_on)), "who led the US delegation?", now=NOW):
            last = event
    assert beats > 500
    assert isinstance(last, Done)


class Endless(ScriptedModel):
    """Never stops of its own accord; `stopped` is set when its stream is closed."""

    stopped: Any = None

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        raise AssertionError("it only streams")

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        try:
            while True:
                yield ChatGenerationChunk(message=AIMessageChunk(content="The US delegation was led by Daskal [1]. "))
        finally:
            self.stopped.set()


async def test_leaving_early_stops_the_model(sample: Library) -> None:
    stopped = threading.Event()
    async with aclosing(
        stream(answerer(sample, Endless(stopped=stopped)), "who led the US delegation?", now=NOW)
    ) as events:
        async for event in events:
            if isinstance(event, Sentence | Dropped):
                break
    assert await asyncio.to_thread(stopped.wait, 10)


def test_a_model_without_end_is_left_at_a_bound(sample: Library) -> None:
    stopped = threading.Event()
    found = answerer(sample, Endless(stopped=stopped)).answer("who led the US delegation?", now=NOW)
    assert found.text.count("Daskal") == 1
    assert stopped.wait(10)


async def test_errors_come_out_of_the_stream(sample: Library) -> None:
    with pytest.raises(ModelUnavailable):
        async for _ in stream(answerer(sample, CAST["raising"]()), "who led the US delegation?", now=NOW):
            pass


@pytest.mark.parametrize("name", ["cites-wrong", "cites-nothing", pytest.param("echo", marks=pytest.mark.slow)])
async def test_no_event_ever_carries_an_unproved_sentence(sample: Library, name: str) -> None:
    async for event in stream(answerer(sample, CAST[name]()), "who led the US delegation?", now=NOW):
        if isinstance(event, Sentence):
            assert event.verdict.sources
            assert event.verdict.outcome != "dropped"
