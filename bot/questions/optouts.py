"""Members who don't want others to have their messages checked: kept as keyed hashes, until they change their mind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.questions.schema import opened, optouts


class OptOuts:
    """`hashed` makes a member's id what is kept of it (`Log.hashed`)."""

    def __init__(self, folder: Path, *, hashed: Callable[[int], str]) -> None:
        self._engine = opened(folder)
        self._hashed = hashed

    def has(self, member: int) -> bool:
        """Whether a member's messages may not be checked."""
        with self._engine.connect() as connection:
            found = connection.execute(select(optouts).where(optouts.c.member == self._hashed(member))).first()
        return found is not None

    def add(self, member: int) -> None:
        """From now on they may not."""
        with self._engine.begin() as connection:
            connection.execute(insert(optouts).values(member=self._hashed(member)).on_conflict_do_nothing())

    def remove(self, member: int) -> None:
        """From now on they may again."""
        with self._engine.begin() as connection:
            connection.execute(delete(optouts).where(optouts.c.member == self._hashed(member)))
