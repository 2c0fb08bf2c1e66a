"""One answer for many: the same question, asked again while the library is the same, is not answered twice."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Hashable
from contextlib import aclosing

from bot.answering.answer import Answer
from bot.answering.events import Done, Event

KEPT = 256


class Shared:
    """Answers by what they depend on: the question, its day and zone, the library's generation.

    Who asks what is being answered waits for that answer. Failures and answers that broke off are not shared.
    """

    def __init__(self, *, kept: int = KEPT) -> None:
        self._kept = kept
        self._known: OrderedDict[Hashable, Answer] = OrderedDict()
        self._making: dict[Hashable, asyncio.Future[Answer | None]] = {}

    async def events(
        self, key: Hashable, make: Callable[[], AsyncGenerator[Event, None]]
    ) -> AsyncGenerator[tuple[Event, bool], None]:
        """The events of an answer, each with whether it was made for somebody else before."""
        while True:
            if known := self._known.get(key):
                self._known.move_to_end(key)
                yield Done(known), True
                return
            making = self._making.get(key)
            if making is None:
                break
            if answer := await asyncio.shield(making):
                yield Done(answer), True
                return
        promise = asyncio.get_running_loop().create_future()
        self._making[key] = promise
        made: Answer | None = None
        try:
            async with aclosing(make()) as events:
                async for event in events:
                    if isinstance(event, Done) and not event.answer.cut_off:
                        made = event.answer
                    yield event, False
        finally:
            del self._making[key]
            promise.set_result(made)
            if made:
                self._known[key] = made
                if len(self._known) > self._kept:
                    self._known.popitem(last=False)
