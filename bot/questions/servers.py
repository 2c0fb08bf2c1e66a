"""What each server has set, and what the bot remembers of itself: kept across restarts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.questions.schema import facts, opened, servers


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """Where and for whom the bot answers on a server; empty means everywhere and everybody.

    `language` (ISO 639-1) is None where each member's own is followed, `time_zone` where the bot's is used. `quiet`:
    outside `channels` nothing at all is said. In `ask_channels` questions are answered without a mention; of `forums`,
    each with a tag, the posts with that tag that nobody has answered after `forum_wait` minutes. `log_channel` is told
    of reports, sources and changed answers.
    `paused_until` is in seconds since the epoch. `help_line` is named to a member in distress; "" where the bot's is.
    `blocked` are the ids of members who may not ask, as moderators set them; `unanswered` the names and topics that are
    not answered, each in all its forms (`bot/answering/unanswered.py`).
    """

    channels: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    language: str | None = None
    time_zone: str | None = None
    quiet: bool = False
    ask_channels: tuple[int, ...] = ()
    forums: tuple[tuple[int, int], ...] = ()
    forum_wait: int = 10
    log_channel: int | None = None
    paused_until: float = 0.0
    help_line: str = ""
    blocked: tuple[int, ...] = ()
    unanswered: tuple[str, ...] = ()

    def reset(self) -> ServerSettings:
        """The defaults; what moderators decided of members and topics stays."""
        return ServerSettings(blocked=self.blocked, unanswered=self.unanswered)


class Servers:
    """The settings of all servers, in memory and in the file."""

    def __init__(self, folder: Path) -> None:
        self._engine = opened(folder)
        with self._engine.connect() as connection:
            rows = connection.execute(select(servers)).all()
        self._known = {int(row.server): _settings(row.settings) for row in rows}

    def of(self, server: int | None) -> ServerSettings:
        """A server's settings, or the defaults."""
        return self._known.get(server, ServerSettings()) if server is not None else ServerSettings()

    def with_log(self) -> list[int]:
        """The servers that have a log channel."""
        return [server for server, settings in self._known.items() if settings.log_channel]

    def put(self, server: int, settings: ServerSettings) -> None:
        """Keep a server's settings."""
        values = {"server": str(server), "settings": json.dumps(asdict(settings))}
        with self._engine.begin() as connection:
            query = insert(servers).values(values)
            connection.execute(query.on_conflict_do_update(index_elements=["server"], set_=values))
        self._known[server] = settings

    def change(self, server: int, change: Callable[[ServerSettings], ServerSettings]) -> ServerSettings:
        """Keep what a change makes of a server's settings, and give it."""
        after = change(self.of(server))
        if after != self.of(server):
            self.put(server, after)
        return after

    def drop(self, server: int) -> None:
        """Forget a server that the bot was taken from."""
        with self._engine.begin() as connection:
            connection.execute(delete(servers).where(servers.c.server == str(server)))
        self._known.pop(server, None)

    def fact(self, name: str) -> str | None:
        """What was remembered under a name."""
        with self._engine.connect() as connection:
            return connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()

    def remember(self, name: str, value: str) -> None:
        """Remember something under a name, for the next start."""
        values = {"name": name, "value": value}
        with self._engine.begin() as connection:
            query = insert(facts).values(values)
            connection.execute(query.on_conflict_do_update(index_elements=["name"], set_=values))


def _settings(text: str) -> ServerSettings:
    known = {field.name for field in fields(ServerSettings)}  # a version after ours may have kept more
    kept: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in known}
    return ServerSettings(**{name: _frozen(value) for name, value in kept.items()})


def _frozen(value: Any) -> Any:
    """Lists, which is what JSON knows, as tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
