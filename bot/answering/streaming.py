"""An answer's events for asyncio: the work runs in a thread, and the loop is never blocked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Collection
from concurrent.futures import Executor
from datetime import datetime

from bot.answering.events import Event
from bot.answering.pipeline import Answerer
from language.pack import FALLBACK


async def stream(
    answerer: Answerer,
    question: str,
    *,
    now: datetime,
    exclude_urls: Collection[str] = (),
    usual: str = FALLBACK,
    executor: Executor | None = None,
) -> AsyncGenerator[Event, None]:
    """The events of one question, each as soon as it happens; errors are raised here.

    Leaving the iteration early stops the model: wrap it in `contextlib.aclosing`.
    """
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[Event | BaseException | None] = asyncio.Queue()
    left = threading.Event()

    def tell(item: Event | BaseException | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(arrived.put_nowait, item)

    def work() -> None:
        events = answerer.events(question, now=now, exclude_urls=exclude_urls, usual=usual, left=left)
        try:
            for event in events:
                if left.is_set():
                    return
                tell(event)
            tell(None)
        except BaseException as error:
            tell(error)
        finally:
            events.close()

    loop.run_in_executor(executor, work)
    try:
        while (item := await arrived.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        left.set()
