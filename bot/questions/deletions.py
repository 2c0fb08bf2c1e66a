"""Answers that moderators take back, many at once: which, and which of them still stand.

What is ordered is kept until it is done, so that a killed process leaves nothing half deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.questions.log import BEING_ANSWERED
from bot.questions.schema import deletions, opened, questions
from vectorstore.model import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Answers of a server asked from `since` to `until`; of one member (as a hash), citing one article (as a key)."""

    server: int
    until: datetime
    since: datetime | None = None
    member: str | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An answer to be taken back: its messages, and where they stand."""

    question: str
    server: int
    channel: int
    messages: tuple[int, ...]


def article_key(article_id: str) -> str:
    """An article as `Which` names it: short enough for a button."""
    return digest(article_id)[:24]


class Deletions:
    """The orders, kept in `questions.sqlite`."""

    def __init__(self, folder: Path) -> None:
        self._engine = opened(folder)

    def found(self, which: Which) -> list[Taken]:
        """The answers that are meant, oldest first."""
        query = (
            select(questions)
            .where(questions.c.server == str(which.server), questions.c.asked_at <= which.until.timestamp())
            .where(questions.c.messages != "[]", questions.c.channel.is_not(None))
            .where(questions.c.outcome != BEING_ANSWERED)
            .order_by(questions.c.asked_at)
        )
        if which.since is not None:
            query = query.where(questions.c.asked_at >= which.since.timestamp())
        if which.member is not None:
            query = query.where(questions.c.member == which.member)
        with self._engine.connect() as connection:
            return [_taken(row, id_=row.id) for row in connection.execute(query) if _cites(row, which.article)]

    def cited(self, server: int, title: str) -> str | None:
        """The key of an article that an answer on a server cites by this title or address; None where none does."""
        wanted = title.strip().casefold()
        query = select(questions.c.citations).where(questions.c.server == str(server), questions.c.citations != "[]")
        with self._engine.connect() as connection:
            for kept in connection.execute(query).scalars():
                for cited in json.loads(kept):
                    if wanted in (cited["title"].casefold(), (cited["url"] or "").casefold()):
                        return article_key(cited["article_id"])
        return None

    def order(self, bot: int, taken: Iterable[Taken]) -> list[Taken]:
        """Keep what is to be deleted; those that were not ordered before."""
        fresh = []
        with self._engine.begin() as connection:
            for one in taken:
                values = {
                    "question": one.question,
                    "bot": str(bot),
                    "server": str(one.server),
                    "channel": str(one.channel),
                    "messages": json.dumps(one.messages),
                }
                if connection.execute(insert(deletions).values(values).on_conflict_do_nothing()).rowcount:
                    fresh.append(one)
        return fresh

    def left(self, bot: int) -> list[Taken]:
        """What was ordered of this bot and is not done."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(deletions).where(deletions.c.bot == str(bot)))
            return [_taken(row, id_=row.question) for row in rows]

    def done(self, question: str, *, gone: bool) -> None:
        """One order is over; where its messages are `gone`, the question log knows of none any more."""
        with self._engine.begin() as connection:
            connection.execute(delete(deletions).where(deletions.c.question == question))
            if gone:
                connection.execute(update(questions).where(questions.c.id == question).values(messages="[]"))


def _cites(row: Row[tuple[object, ...]], article: str | None) -> bool:
    return article is None or any(article_key(one["article_id"]) == article for one in json.loads(row.citations))


def _taken(row: Row[tuple[object, ...]], *, id_: str) -> Taken:
    return Taken(
        question=id_, server=int(row.server), channel=int(row.channel), messages=tuple(json.loads(row.messages))
    )
