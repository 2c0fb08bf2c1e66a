"""Posts of forums that the bot will look at, or has looked at: kept across restarts, so that each is taken once.

Nothing that anybody wrote is kept here, only the post's id and when it is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.questions.schema import opened, posts


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post by its thread's id. `due` is in seconds since the epoch, `first_due` when it was due at first."""

    id: int
    server: int
    due: float
    first_due: float


class Posts:
    """The posts of one store; `bot` is the application, for another bot may use the same file."""

    def __init__(self, folder: Path) -> None:
        self._engine = opened(folder)

    def add(self, bot: int, id_: int, *, server: int, due: float) -> bool:
        """Look at a post when it is due; False where it was taken before."""
        values = {"post": str(id_), "bot": str(bot), "server": str(server), "due": due, "first_due": due, "ended": 0}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(posts).values(values))
        except IntegrityError:
            return False
        return True

    def due(self, bot: int, now: float) -> list[Post]:
        """The posts to be looked at now, oldest first."""
        query = select(posts).where(posts.c.bot == str(bot), posts.c.ended == 0, posts.c.due <= now)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(posts.c.due)).all()
        return [Post(id=int(row.post), server=int(row.server), due=row.due, first_due=row.first_due) for row in rows]

    def put_off(self, bot: int, id_: int, *, due: float) -> None:
        """Look at it again later."""
        self._set(bot, id_, due=due)

    def end(self, bot: int, id_: int) -> None:
        """It is done with, for good."""
        self._set(bot, id_, ended=1)

    def purge(self, *, before: float) -> None:
        """Forget posts that were due before a moment: nobody tells of them a second time."""
        with self._engine.begin() as connection:
            connection.execute(delete(posts).where(posts.c.first_due < before))

    def _set(self, bot: int, id_: int, **values: float) -> None:
        which = (posts.c.bot == str(bot), posts.c.post == str(id_))
        with self._engine.begin() as connection:
            connection.execute(update(posts).where(*which).values(values))
