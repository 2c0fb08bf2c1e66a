"""How soon the first words of an answer are shown, counted from their own end in the model's stream.

    dateline ingest articles
    python -m evals.discord_first_words --library data

Everything is the bot's own from the stream to the message that it would send, over a copy of the library; only Discord
is left out. The model is the stub, PAUSE seconds before each word, as a provider's stream does. A sentence is known to
be whole when something other than its marks follows it, so one such pause is part of each figure, and so is
the time that the first words are held so that a fast answer is sent once. Where sources disagree nothing is shown
before all sides are known: those answers are counted apart, from the end of the stream.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field
from rich.console import Console

from bot.discord.answering import Asked, answer_question
from bot.discord.guard import Rejections
from bot.discord.house import House
from bot.discord.rendering import text_of
from bot.discord.replies import Origin, Reply
from bot.discord.streaming import Pace
from bot.discord.wire import Wire
from evals.discord_load import SlowStub, house_over

if TYPE_CHECKING:
    import discord

    from bot.discord.parts import Part

LIMIT = 0.150  # seconds
PAUSE = 0.03  # before each word: some thirty words a second
_END = re.compile(r"\[\d+\]\.?\s*$")  # of a sentence of the stub's: its mark, and the full stop
QUESTIONS = (
    "who led the US delegation?",
    "how many members does the task force have?",
    "what did Wang Xiaohong say in Beijing?",
    "who met in Bangkok?",
    "what was promised at the San Francisco summit?",
    "what did the task force report about arrests?",
    "how many people died of overdoses?",
    "why are the precursors hard to stop?",
    "what does the clinic in Ohio do?",
    "미국 대표단은 누가 이끌었나?",
)


class Timed(SlowStub):
    """The stub at a provider's pace; `ended` holds when each of its sentences was out, `over` when all was."""

    pause: float = PAUSE
    ended: dict[str, float] = Field(default_factory=dict)
    over: float = 0.0

    def _chunks(self, messages: list[BaseMessage], stop: list[str] | None) -> Iterator[ChatGenerationChunk]:
        said = ""
        for chunk in super()._chunks(messages, stop):
            said += chunk.text
            if _END.search(said):
                self.ended[_letters(said)] = time.monotonic()
                said = ""
            yield chunk
        self.over = time.monotonic()


def _letters(text: str) -> str:
    """What is left of a sentence when marks, escapes and spaces are gone."""
    return re.sub(r"\W", "", re.sub(r"\[\d+\]", "", text))


class Watched(Reply):
    """A reply that notes when its first words were to be sent, and sends nothing."""

    def __init__(self) -> None:
        super().__init__(Wire(), Rejections(), me=0, origin=Origin(asked=0), language="en", embeds=True)
        self.first: tuple[float, Part] | None = None

    async def show(self, part: Part, *, view: discord.ui.View | None = None) -> None:
        self.first = self.first or (time.monotonic(), part)

    async def show_meanwhile(self, part: Part) -> None:
        await self.show(part)

    async def add(self, part: Part, *, view: discord.ui.View | None = None) -> None:
        return None

    async def _write(self, payload: dict[str, Any], *, insist: bool) -> None:
        raise AssertionError("the sample's questions are answered, not told")

    async def _send_more(self, payload: dict[str, Any]) -> discord.Message:
        raise AssertionError("nothing is sent")


async def first_words(house: House, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds from the end of the first shown sentence in the stream to the message that shows it, of each answer;
    and, where the answer was held until it was whole, from the end of the stream.
    """
    streamed, whole = [], []
    for number in range(rounds):
        for at, question in enumerate(QUESTIONS):
            model, reply = Timed(), Watched()
            house.answerer = replace(house.answerer, model=model)
            asked = Asked(question=f"{question}{'?' * number}", member=at, server=None, channel=None)
            await answer_question(house, asked, reply, pace=Pace())
            assert reply.first is not None, f"nothing was said to {question!r}"
            shown_at, part = reply.first
            words = _letters(text_of(part.text))
            ends = [at for sentence, at in model.ended.items() if sentence in words]
            if part.kind == "refusal":
                continue
            if model.over and shown_at > model.over:
                whole.append(shown_at - model.over)
            else:
                streamed.append(shown_at - min(ends))
    return streamed, whole


def main() -> None:
    """Measure, and print one line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--library", type=Path, required=True, help="folder of an ingested library; it is copied")
    parser.add_argument("--rounds", type=int, default=5, help="how often each question is asked")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(options.library, data)
        house = house_over(data, discord_member_daily=0)
        try:
            streamed, whole = asyncio.run(first_words(house, options.rounds))
        finally:
            house.close()
    console = Console(width=120)
    console.print(f"after their end in the stream: {_said(streamed)}; {PAUSE * 1000:.0f} ms are the model's own pause")
    console.print(f"held for all sides, after the end of the stream: {_said(whole)}")


def _said(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    waits = np.array(seconds) * 1000
    p50, p95 = np.percentile(waits, [50, 95])
    return (
        f"{len(waits)} answers, {p50:.0f} ms (p50), {p95:.0f} ms (p95), {waits.max():.0f} ms (most), "
        f"{np.mean(waits <= LIMIT * 1000):.0%} within {LIMIT * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
