"""An answer while it is written: only proved sentences, as soon as they are, at a pace that Discord allows."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator

import pytest
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk

from bot.discord.client import DatelineBot
from bot.discord.escaping import GAP, unescaped
from bot.discord.streaming import SPACING, Pace
from prompts.misbehaving import CAST
from prompts.stub import ScriptedModel, reply
from tests.discord.conftest import Start, Town, text_in

QUESTION = "who led the US delegation?"
LED = "The US delegation was led by Jen Daskal"
INVENTED = "The delegation was led by Gustave Eiffel from Paris [1]."
# A sentence with a mark of its own, as it stands in a payload.
CITED = re.compile(r"(?P<said>[^\n]*?)\[\[\d+\]\]\((?P<url>[^)\s]+)\)")


class Halting(ScriptedModel):
    """Says one sentence and the first words of the next, then no word more until `go_on` is set."""

    name_of_model: str = "halting"
    said: tuple[str, str] = (f"{LED} [1].", " Daskal told her hosts that synthetic drugs kill thousands of people [1].")
    go_on: threading.Event

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        return "".join(self.said)

    def _chunks(self, messages: list[BaseMessage], stop: list[str] | None) -> Iterator[ChatGenerationChunk]:
        first, second = self.said
        head, hosts, tail = second.lstrip().partition(" hosts")
        yield piece(f"{first} {head}")
        for _ in range(1000):
            if self.go_on.wait(0.02):
                break
            yield piece(" ")  # what was judged meanwhile is shown when the next piece comes
        yield piece(hosts + tail)
        yield ChatGenerationChunk(message=AIMessageChunk(content="", response_metadata={"finish_reason": "stop"}))


class Mixed(ScriptedModel):
    """The stub's sentences, and after each of them one that no source holds; each a piece of the stream."""

    name_of_model: str = "mixed"

    def answer_to(self, messages: list[tuple[str, str]]) -> str:
        lines = re.split(r"(?<=\]\.) ", reply(messages))
        return " ".join(f"{line} {INVENTED}" for line in lines)

    def _chunks(self, messages: list[BaseMessage], stop: list[str] | None) -> Iterator[ChatGenerationChunk]:
        for line in re.split(r"(?<=\]\. )", self._answer(messages, stop)):
            yield piece(line)
        yield ChatGenerationChunk(message=AIMessageChunk(content="", response_metadata={"finish_reason": "stop"}))


def piece(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


class Watched(Pace):
    """A pace that says when an edit was made, and when each was."""

    def __init__(self, *, spacing: float = 0.0) -> None:
        super().__init__(spacing=spacing, hold=0.0)
        self.shown = asyncio.Event()
        self.at: list[float] = []

    def edited(self) -> None:
        super().edited()
        self.at.append(asyncio.get_running_loop().time())
        self.shown.set()


def descriptions(town: Town) -> list[str]:
    """What each payload showed, in order."""
    return [embed["description"] for payload in town.sent() for embed in payload.get("embeds") or []]


async def test_the_first_words_are_shown_while_the_model_still_writes_the_second_sentence(start: Start) -> None:
    go_on, pace = threading.Event(), Watched()
    async with start(model=Halting(go_on=go_on)) as town:
        town.bot.paces = lambda: pace
        asking = asyncio.create_task(town.ann.send(town.channel, town.mention(QUESTION)))
        await asyncio.wait_for(pace.shown.wait(), 15)
        (early,) = town.answers()
        assert LED in text_in(early)
        assert text_in(early).endswith("▌\nstill writing …")
        assert "Daskal told" not in text_in(early)
        assert early.components == [], "buttons come with the whole answer"
        go_on.set()
        await asking
        (late,) = town.answers()
        assert late.id == early.id
        assert "synthetic drugs kill thousands of people [[1]]" in text_in(late)
        assert "▌" not in text_in(late)
        assert late.components != []
        assert early.embeds[0].colour != late.embeds[0].colour


async def test_edits_keep_their_distance_and_the_last_one_holds_everything(start: Start) -> None:
    assert SPACING >= 1.2
    pace = Watched(spacing=0.1)
    async with start(model=Mixed()) as town:
        assert DatelineBot.pace(town.bot).wait() <= 0.05, "the first words wait no longer"
        town.bot.paces = lambda: pace
        await town.ann.slash(town.channel, "ask", question="what happened in Beijing and in Bangkok?")
        gaps = [later - earlier for earlier, later in zip(pace.at, pace.at[1:], strict=False)]
        assert all(gap >= 0.1 for gap in gaps)
        last = descriptions(town)[-1]
        assert "▌" not in last
        assert "\n`1` " in last


async def test_an_edit_that_fails_on_the_way_costs_nothing_and_the_last_is_tried_again(start: Start) -> None:
    go_on, pace = threading.Event(), Watched()
    async with start(model=Halting(go_on=go_on)) as town:
        town.bot.paces = lambda: pace
        town.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=503, times=2)
        asking = asyncio.create_task(town.ann.slash(town.channel, "ask", question=QUESTION))
        await asyncio.wait_for(pace.shown.wait(), 15)
        go_on.set()
        result = await asking
        assert result.response is not None
        assert "synthetic drugs kill thousands of people [[1]]" in text_in(result.response)
        assert result.response.components != []


@pytest.mark.parametrize(
    "model",
    [Mixed(), *(CAST[name]() for name in ("cites-wrong", "cites-unknown", "answers-outside", "changes-number"))],
    ids=lambda model: model.name_of_model,
)
async def test_no_payload_ever_held_a_sentence_that_its_source_does_not_say(start: Start, model: ScriptedModel) -> None:
    async with start(model=model) as town:
        town.bot.paces = Watched
        await town.ann.slash(town.channel, "ask", question=QUESTION)
        await town.ann.send(town.channel, town.mention("how many members does the task force have?"))
        shown = descriptions(town)
        for text in shown:
            assert "Eiffel" not in text
            assert "invented.example" not in text
            body = text.partition("\n\n`1` ")[0]
            for cited in CITED.finditer(body):
                article = next(one for one in town.house.library.articles() if one.url == cited["url"])
                held = town.house.library.article(article.id)
                assert held is not None
                said = unescaped(re.sub(r"\[\[\d+\]\]\(\S+\)", "", cited["said"])).lstrip(". ")
                words = " ".join(said.replace(GAP, "").split())
                assert words in " ".join(held.text.split()), f"no source says it: {words}"
        assert any(LED in text and "▌" in text for text in shown) or not isinstance(model, Mixed)
