"""An answer shown while it is made: its checked sentences, at a pace that Discord allows.

The first words are shown as soon as they are proved, later ones at least SPACING apart, the whole answer at the
end in any case. An edit that fails on the way is left out: the next one holds everything.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from bot.answering.answer import Answer, Citation
from bot.answering.events import Cited, Done, Event, Searched, Sentence
from bot.discord.parts import Part
from bot.discord.rendering import finding, partial
from bot.discord.replies import Reply

SPACING = 1.2  # seconds between two edits of a message: Discord takes about five in five seconds in a channel
HOLD = 0.03  # seconds that the first words wait for the second: a fast answer is sent once, whole


@dataclass
class _Progress:
    sentences: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    found: Searched | None = None  # what a reader is told who must wait for a judge
    answer: Answer | None = None

    def take(self, event: Event) -> bool:
        """Whether there is something new to show."""
        match event:
            case Cited(citation=citation):
                self.citations.append(citation)
            case Sentence(text=text):
                self.sentences.append(text)
                return True
            case Searched(checking=True) as found:
                self.found = found
                return True
            case Done(answer=answer):
                self.answer = answer
        return False

    def part(self, reply: Reply, asked: str | None) -> Part:
        """What is shown so far."""
        if self.found and not self.sentences:
            return finding(self.found, language=reply.language, asked=asked)
        return partial(
            " ".join(self.sentences), list(self.citations), language=reply.language, embeds=reply.embeds, asked=asked
        )


class Pace:
    """When the next edit may be. `spacing` is in seconds."""

    def __init__(self, *, spacing: float = SPACING, hold: float = HOLD) -> None:
        self._spacing, self._hold = spacing, hold
        self._last: float | None = None

    def wait(self) -> float:
        """Seconds to wait before the next edit."""
        if self._last is None:
            return self._hold
        return max(0.0, self._last + self._spacing - asyncio.get_running_loop().time())

    def edited(self) -> None:
        """An edit was made just now."""
        self._last = asyncio.get_running_loop().time()

    async def rest(self) -> None:
        """Wait until an edit may be; not at all where none was made."""
        if self._last is not None:
            await asyncio.sleep(self.wait())


async def _unnoticed(text: str, citations: list[Citation]) -> None:
    return


async def followed(
    events: AsyncIterator[Event],
    reply: Reply,
    *,
    pace: Pace,
    asked: str | None,
    first_words: Callable[[], None] = lambda: None,
    progressed: Callable[[str, list[Citation]], Awaitable[None]] = _unnoticed,
) -> Answer:
    """Show the sentences as they come; the answer when it is done. Raises what making it raises, and Gone.

    `progressed` is told the words that are about to be shown.
    """
    progress = _Progress()
    news, ended = asyncio.Event(), asyncio.Event()

    async def pump() -> None:
        try:
            async for event in events:
                if progress.take(event):
                    if len(progress.sentences) == 1:
                        first_words()
                    news.set()
        finally:
            ended.set()
            news.set()

    pumping = asyncio.create_task(pump())
    try:
        while not ended.is_set():
            await news.wait()
            if await _within(ended, pace.wait()):
                break
            news.clear()
            part = progress.part(reply, asked)
            if progress.sentences:
                await progressed(" ".join(progress.sentences), list(progress.citations))
            await reply.show_meanwhile(part)
            pace.edited()
        await pumping
    finally:
        if not pumping.done():
            pumping.cancel()
            await asyncio.gather(pumping, return_exceptions=True)
    assert progress.answer is not None, "the last event is Done"
    return progress.answer


async def _within(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event comes within so many seconds."""
    if event.is_set() or seconds <= 0:
        return event.is_set()
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
