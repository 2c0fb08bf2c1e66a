"""Who may write to the bot directly: with home servers set, their members who would be answered there."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass

import discord

from bot.discord.wire import Wire
from bot.questions.servers import Servers, ServerSettings

KEPT_FOR = 600.0  # seconds for which a membership is taken as known
REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Membership:
    """A member's roles by home server, and until when that is believed."""

    until: float
    roles: dict[int, frozenset[int]]


class Memberships:
    """Asks Discord for a member of the home servers once in a while. `clock` is monotonic."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[int, Membership] = OrderedDict()

    async def may_ask(
        self, client: discord.Client, member: int, *, home: Collection[int], servers: Servers, wire: Wire
    ) -> bool:
        """Whether a member would be answered on one of the home servers, whatever the channel."""
        known = self._known.get(member)
        if known is None or known.until < self._clock():
            roles = {id_: found for id_ in home if (found := await _roles(client, id_, member, wire)) is not None}
            known = Membership(self._clock() + KEPT_FOR, roles)
            self._known[member] = known
            self._known.move_to_end(member)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return any(_is_admitted(servers.of(id_), member, roles) for id_, roles in known.roles.items())


def _is_admitted(settings: ServerSettings, member: int, roles: Collection[int]) -> bool:
    """Whether a member with these roles may ask on a server."""
    return member not in settings.blocked and (not settings.roles or not set(settings.roles).isdisjoint(roles))


async def _roles(client: discord.Client, server: int, member: int, wire: Wire) -> frozenset[int] | None:
    """The member's roles on a server; None for who is none of its members, and where the bot isn't there itself."""
    guild = client.get_guild(server)
    if guild is None:
        return None
    try:
        found = await wire.read(lambda: guild.fetch_member(member))
    except (discord.NotFound, discord.Forbidden):
        return None
    return frozenset(role.id for role in found.roles)
