"""One answer's entry in the question log: written before its first message, and kept up with what is shown.

A process that is killed leaves the entry "under way"; the next start brings it to an end (`leftovers.py`). A log that
can't be written costs nobody an answer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ParamSpec

import discord

from bot.answering.answer import Citation
from bot.discord.buttons import answer_view, may_be_shown
from bot.discord.kept import kept
from bot.discord.replies import PROGRESS, Reply
from bot.questions.log import BEING_ANSWERED, Entry, UnderWay
from vectorstore.errors import DatelineError

if TYPE_CHECKING:
    from bot.discord.house import House

log = logging.getLogger("dateline.discord")
P = ParamSpec("P")

HELD = 0.25  # seconds for which a message waits for the log; the first response to an interaction has three


class Record:
    """The entry of the answer that a reply shows. `entry` is what is known of it so far."""

    def __init__(self, house: House, entry: Entry, reply: Reply) -> None:
        self.entry = replace(entry, outcome=BEING_ANSWERED)
        self._house = house
        self._reply = reply
        self._begun: asyncio.Task[bool] | None = None
        self._began = asyncio.get_running_loop().time()
        self._generation: int | None = None

    async def open(self) -> None:
        """Write the entry, and have the reply tell of its messages from now on."""
        origin = self._reply.origin
        way = UnderWay(
            bot=self._house.application,
            asked=origin.asked,
            token=origin.token,
            private=origin.private,
            language=self._reply.language,
            uncalled=not self._reply.called,
        )
        self._reply.keeper = self
        self._house.begin_answer(self.entry.id)
        self._begun = self._writing(self._house.log.begin, self.entry, way)
        await asyncio.wait({self._begun}, timeout=HELD)

    async def noted(self, messages: Sequence[int]) -> None:
        self.entry = replace(self.entry, messages=tuple(messages))
        await self._note()

    async def progressed(self, text: str, citations: Sequence[Citation]) -> None:
        """The words that are about to be shown while the rest is written."""
        self.entry = replace(self.entry, answer=text, citations=kept(citations, ()))
        await self._note()

    async def made(self, entry: Entry, *, parts: int) -> None:
        """The whole answer, about to be shown in so many messages."""
        self.entry = replace(entry, messages=self.entry.messages, generation=await self._generation_now())
        await self._note(parts=parts)

    def failed(self, error: BaseException) -> None:
        """Why the answer is not shown whole."""
        shown = any(part.kind not in PROGRESS for part in self._reply.parts)
        self.entry = replace(self.entry, outcome="cut off" if shown else "failed", error=type(error).__name__)

    def buttons(self) -> discord.ui.View | None:
        return answer_view(
            self.entry.id,
            language=self._reply.language,
            quotes=bool(self.entry.citations),
            private=self._reply.private,
            show=may_be_shown(self.entry, private=self._reply.private),
        )

    async def close(self) -> None:
        """All is shown that will be: count it, and keep it for good."""
        house, entry = self._house, self.entry
        seconds = asyncio.get_running_loop().time() - self._began
        if entry.outcome == BEING_ANSWERED:
            entry = replace(entry, outcome="failed")
        house.metrics.questions.labels(entry.outcome).inc()
        house.metrics.latency.observe(seconds)
        house.metrics.tokens.labels("input").inc(entry.input_tokens or 0)
        house.metrics.tokens.labels("output").inc(entry.output_tokens or 0)
        self.entry = replace(
            entry,
            generation=entry.generation or await self._generation_now(),
            latency_ms=seconds * 1000,
            messages=tuple(self._reply.ids) or entry.messages,
        )
        if self._begun and await self._begun:
            await self._writing(house.log.note, self.entry, ended=True)
        else:
            await self._writing(house.log.save, self.entry)

    async def _note(self, *, parts: int | None = None) -> None:
        """In the order of the calls, for the log has one thread; a slow disk holds no answer up."""
        await asyncio.wait({self._writing(self._house.log.note, self.entry, parts=parts)}, timeout=HELD)

    async def _generation_now(self) -> int | None:
        def read() -> int | None:
            try:
                return self._house.library.generation
            except DatelineError:
                return None  # a library that can't be read is why some questions fail

        generation = await self._house.searching(read)
        if generation is not None:
            self._house.metrics.set_generation(generation)
        return generation

    def _writing(self, write: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> asyncio.Task[bool]:
        """Whether it could be written."""

        async def written() -> bool:
            try:
                await self._house.recording(write, *args, **kwargs)
            except Exception as error:
                log.warning("a question could not be kept: %s", type(error).__name__)
                return False
            return True

        return asyncio.create_task(written())
