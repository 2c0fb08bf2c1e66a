"""Turns at a bounded number of places, fair between members: whoever asks much waits behind those who ask little."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager


class QueueFull(Exception):
    """No place is free and no room is left to wait in."""


class FairQueue:
    """At most `places` at work and `room` waiting. Members take turns; each one's own questions keep their order."""

    def __init__(self, *, places: int, room: int) -> None:
        self._free = places
        self._room = room
        self._waiting: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()
        self._coming = 0
        self.working = 0

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return sum(map(len, self._waiting.values()))

    @contextmanager
    def coming(self) -> Iterator[None]:
        """Be sure of a place to work or wait until `turn` is asked for, right behind. Raises QueueFull."""
        if self._coming + self.waiting >= self._free + self._room:
            raise QueueFull
        self._coming += 1
        try:
            yield
        finally:
            self._coming -= 1

    @asynccontextmanager
    async def turn(self, member: Hashable) -> AsyncGenerator[None, None]:
        """Wait for a place and hold it. Raises QueueFull at once when there is no room."""
        await self._take(member)
        self.working += 1
        try:
            yield
        finally:
            self.working -= 1
            self._pass_on()

    async def _take(self, member: Hashable) -> None:
        if self._free and not self.waiting:
            self._free -= 1
            return
        if self.waiting >= self._room:
            raise QueueFull
        ticket: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(member, deque()).append(ticket)
        try:
            await ticket
        except asyncio.CancelledError:
            if ticket.done() and not ticket.cancelled():
                self._pass_on()  # the place was given in the same moment
            else:
                self._leave(member, ticket)
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            member, tickets = self._waiting.popitem(last=False)
            ticket = tickets.popleft()
            if tickets:
                self._waiting[member] = tickets  # at the end: the others come first
            if not ticket.done():
                ticket.set_result(None)
                return
        self._free += 1

    def _leave(self, member: Hashable, ticket: asyncio.Future[None]) -> None:
        tickets = self._waiting.get(member)
        if tickets and ticket in tickets:
            tickets.remove(ticket)
            if not tickets:
                del self._waiting[member]
