"""The question log: written by the bot, read by `dateline questions`.

Every call opens the file, does one thing and closes it; the bot calls from a thread of its own.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, insert, null, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import DatabaseError

from bot.budget import Spent
from bot.questions.schema import FILE, changed, opened, questions, ratings, under_way
from vectorstore.errors import DatelineError

SLOW_MS = 10_000
BEING_ANSWERED = "being answered"
SNOWFLAKES = ("server", "channel", "asked", "about")  # Discord's ids, kept as text


class QuestionLogError(DatelineError):
    """The question log can't be read or written."""


class NothingAsked(QuestionLogError):
    """The bot has not written a log yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation as it was shown. `passage` is the whole passage, `quote` the part of it that supports best.

    `more` are the other parts on which sentences of the answer rest.
    """

    n: int
    title: str
    outlet: str | None
    url: str | None
    path: str | None
    published: str | None
    article_id: str
    passage_id: str
    quote: str
    passage: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One question. `outcome` is answered, refused, checked (claims), cut off, passages (the model was down) or failed;
    being answered until then.

    `member` is a hash (`Log.hashed`), and so is `subject`, who wrote the message `about` which it is; `asked` is the
    message that asks, None for a command. `own_words` says that the question is the asker's own, about that message;
    else it is what that message says. `checks` counts kept, repaired and dropped sentences and names who judged ("by";
    rows of before have none). `feedback` is -1 where any
    reader disliked the answer, else 1 where one liked it.
    """

    id: str
    asked_at: datetime
    member: str
    question: str
    answer: str = ""
    outcome: str = "failed"
    server: int | None = None
    channel: int | None = None
    messages: tuple[int, ...] = ()
    rewritten: str | None = None
    refused_by: str | None = None
    error: str | None = None
    citations: tuple[Cited, ...] = ()
    checks: dict[str, int | str] = field(default_factory=dict)
    feedback: int | None = None
    feedback_text: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    latency_ms: float = 0.0
    model: str | None = None
    prompt: str | None = None
    generation: int | None = None
    asked: int | None = None
    about: int | None = None
    subject: str | None = None
    own_words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """An answer that is not shown whole yet. `bot` is the application, `asked` the message or interaction that asks.

    `token` is the interaction's. `parts` is how many messages show the answer, 0 while it is being made.
    `uncalled` says that the question was not put to the bot.
    """

    bot: int
    asked: int
    token: str | None = None
    private: bool = False
    language: str = "en"
    parts: int = 0
    uncalled: bool = False


def new_id() -> str:
    """An id for a question: short enough for a button, long enough not to be guessed."""
    return secrets.token_urlsafe(9)


class Log:
    """`key` turns members' ids into hashes; another key knows nobody again."""

    def __init__(self, folder: Path, *, key: bytes, create: bool = True) -> None:
        if not create and not (folder / FILE).is_file():
            raise NothingAsked("No questions yet. They appear here once the bot has answered one.")
        self._key = hashlib.blake2b(key, digest_size=32).digest()
        try:
            self._engine = opened(folder, create=create)
        except (DatabaseError, OSError) as error:
            raise QuestionLogError(f"{FILE} under DATELINE_DATA can't be opened: {_reason(error)}.") from error

    def hashed(self, member: int) -> str:
        """A member's id as it is kept: keyed BLAKE2b, 128 bits."""
        return hashlib.blake2b(str(member).encode(), key=self._key, digest_size=16).hexdigest()

    def save(self, entry: Entry) -> None:
        """Keep a question; in place of what was kept of it before, but for what readers thought."""
        values = _row_of(entry)
        kept = {name: value for name, value in values.items() if name not in ("id", "feedback", "feedback_text")}
        with self._engine.begin() as connection:
            query = upsert(questions).values(values)
            connection.execute(query.on_conflict_do_update(index_elements=["id"], set_=kept))

    def begin(self, entry: Entry, way: UnderWay) -> None:
        """Keep a question before anything of its answer is shown."""
        values = {
            "question": entry.id,
            "bot": str(way.bot),
            "asked": str(way.asked),
            "token": way.token,
            "private": int(way.private),
            "language": way.language,
            "parts": way.parts,
            "uncalled": int(way.uncalled),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(questions).values(_row_of(entry)))
            connection.execute(insert(under_way).values(values))

    def note(self, entry: Entry, *, parts: int | None = None, ended: bool = False) -> bool:
        """Keep what became of a question since `begin`: its answer's words, messages, outcome; `ended`: for good.

        False where it was forgotten meanwhile: then it stays so.
        """
        kept = {
            name: value
            for name, value in _row_of(entry).items()
            if name not in ("id", "asked_at", "member", "feedback", "feedback_text", "about", "subject")
        }
        released = and_(questions.c.own_words == 1, questions.c.about.is_(None))
        kept["rewritten"] = case((released, null()), else_=kept["rewritten"])
        with self._engine.begin() as connection:
            found = connection.execute(update(questions).where(questions.c.id == entry.id).values(kept)).rowcount
            way = under_way.c.question == entry.id
            if ended:
                connection.execute(delete(under_way).where(way))
            elif parts is not None:
                connection.execute(update(under_way).where(way).values(parts=parts))
        return bool(found)

    def under_way(self, bot: int) -> list[tuple[Entry, UnderWay]]:
        """The answers that this bot has not shown whole, oldest first."""
        with self._engine.connect() as connection:
            ways = select(under_way).where(under_way.c.bot == str(bot))
            known = {row.question: _way(row) for row in connection.execute(ways)}
            rows = connection.execute(select(questions).where(questions.c.id.in_(known)).order_by(questions.c.asked_at))
            return [(_entry(row), known[row.id]) for row in rows]

    def is_under_way(self, id_: str) -> bool:
        """Whether an answer is not known to be shown whole."""
        with self._engine.connect() as connection:
            found = connection.execute(select(under_way.c.question).where(under_way.c.question == id_)).first()
        return found is not None

    def get(self, id_: str) -> Entry | None:
        """A question by its id; None when it was forgotten."""
        with self._engine.connect() as connection:
            row = connection.execute(select(questions).where(questions.c.id == id_)).first()
        return _entry(row) if row else None

    def rate(self, id_: str, member: int, feedback: int, reason: str | None = None) -> bool:
        """Note what a reader thought (1 or -1, with a reason), instead of what they thought before.

        False when the question is not kept.
        """
        with self._engine.begin() as connection:
            if connection.execute(select(questions.c.id).where(questions.c.id == id_)).first() is None:
                return False
            said = {"feedback": feedback, "reason": _storable(reason)}
            query = upsert(ratings).values(question=id_, member=self.hashed(member), **said)
            connection.execute(query.on_conflict_do_update(index_elements=["question", "member"], set_=said))
            _sum_up(connection, [id_])
        return True

    def forget(self, member: int) -> int:
        """Delete all questions of a member, what others had checked of theirs, and what they thought of answers; how
        many questions there were."""
        own = ratings.c.member == self.hashed(member)
        with self._engine.begin() as connection:
            rated = list(connection.execute(select(ratings.c.question).where(own)).scalars())
            connection.execute(delete(ratings).where(own))
            _sum_up(connection, rated)
        self.release(member=member)
        return self._delete(self._of(member))

    def release(self, *, member: int | None = None, messages: Iterable[int] = ()) -> None:
        """Of what others asked about a member's messages, or about these, keep their own question alone."""
        hers = questions.c.subject == self.hashed(member) if member is not None else None
        which = questions.c.about.in_(map(str, messages)) if hers is None else hers
        nothing = {"about": None, "subject": None, "rewritten": None}
        with self._engine.begin() as connection:
            connection.execute(update(questions).where(which, questions.c.own_words == 1).values(nothing))

    def of_member(self, member: int) -> list[Entry]:
        """All questions of a member, and what others had checked of theirs, newest first."""
        return self._found(self._of(member))

    def about_member(self, member: int) -> list[Entry]:
        """What others had checked of a member's messages, newest first."""
        return self._found(and_(questions.c.subject == self.hashed(member), questions.c.own_words == 0))

    def about(self, messages: Iterable[int]) -> list[Entry]:
        """What was checked of these messages, newest first."""
        return self._found(and_(questions.c.about.in_(map(str, messages)), questions.c.own_words == 0))

    def checked(self, limit: int) -> list[Entry]:
        """The newest checks of messages, newest first."""
        query = select(questions).where(questions.c.about.is_not(None), questions.c.own_words == 0)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(questions.c.asked_at.desc()).limit(limit))
            return [_entry(row) for row in rows]

    def asked_by(self, messages: Iterable[int]) -> list[Entry]:
        """The questions that these messages ask, newest first."""
        return self._found(questions.c.asked.in_(map(str, messages)))

    def drop(self, ids: Iterable[str]) -> int:
        """Delete questions; how many there were."""
        return self._delete(questions.c.id.in_(ids))

    def _of(self, member: int) -> ColumnElement[bool]:
        hashed = self.hashed(member)
        checked = and_(questions.c.subject == hashed, questions.c.own_words == 0)
        return or_(questions.c.member == hashed, checked)

    def _found(self, which: ColumnElement[bool]) -> list[Entry]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(questions).where(which).order_by(questions.c.asked_at.desc()))
            return [_entry(row) for row in rows]

    def unchanged(self, server: int, since: datetime) -> list[Entry]:
        """A server's answers since a moment that cite something and that are not known to have changed."""
        query = (
            select(questions)
            .where(questions.c.server == str(server), questions.c.asked_at >= since.timestamp())
            .where(questions.c.citations != "[]", questions.c.messages != "[]")
            .where(questions.c.id.not_in(select(changed.c.question)))
            .order_by(questions.c.asked_at.desc())
        )
        with self._engine.connect() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def note_changed(self, ids: Iterable[str]) -> None:
        """These answers are known to have changed."""
        with self._engine.begin() as connection:
            for id_ in ids:
                connection.execute(upsert(changed).values(question=id_).on_conflict_do_nothing())

    def purge(self, *, days: int, now: datetime) -> int:
        """Delete what is older than the retention; how much there was."""
        return self._delete(questions.c.asked_at < (now - timedelta(days=days)).timestamp())

    def _delete(self, which: ColumnElement[bool]) -> int:
        with self._engine.begin() as connection:
            going = select(questions.c.id).where(which)
            connection.execute(delete(ratings).where(ratings.c.question.in_(going)))
            connection.execute(delete(under_way).where(under_way.c.question.in_(going)))
            connection.execute(delete(changed).where(changed.c.question.in_(going)))
            gone = int(connection.execute(delete(questions).where(which)).rowcount)
        with self._engine.connect() as connection:
            # The write-ahead log holds what was written: it is emptied, so that nothing forgotten can be read there.
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def spent_since(self, moment: datetime) -> dict[int | None, Spent]:
        """Tokens by server since a moment; direct messages under None."""
        asked, told = func.sum(questions.c.input_tokens), func.sum(questions.c.output_tokens)
        query = select(questions.c.server, asked, told).where(questions.c.asked_at >= moment.timestamp())
        with self._engine.connect() as connection:
            rows = connection.execute(query.group_by(questions.c.server)).all()
        return {int(row[0]) if row[0] else None: Spent(input=row[1] or 0, output=row[2] or 0) for row in rows}

    def listed(
        self, *, kind: str = "all", since: datetime | None = None, slow_ms: float = SLOW_MS, limit: int | None = 50
    ) -> list[Entry]:
        """The newest first; `kind` is all, unanswered, disliked or slow (longer than `slow_ms`)."""
        query = select(questions).order_by(questions.c.asked_at.desc())
        match kind:
            case "unanswered":
                query = query.where(questions.c.outcome.not_in(("answered", "checked")))
            case "disliked":
                query = query.where(questions.c.feedback == -1)
            case "slow":
                query = query.where(questions.c.latency_ms > slow_ms)
        if since:
            query = query.where(questions.c.asked_at >= since.timestamp())
        if limit:
            query = query.limit(limit)
        try:
            with self._engine.connect() as connection:
                return [_entry(row) for row in connection.execute(query)]
        except DatabaseError as error:
            raise QuestionLogError(f"{FILE} under DATELINE_DATA can't be read: {_reason(error)}.") from error


def as_json(entry: Entry) -> dict[str, Any]:
    """An entry as one JSON object: every field by its name, times in UTC."""
    return {**asdict(entry), "asked_at": entry.asked_at.strftime("%Y-%m-%dT%H:%M:%SZ")}


def as_text(entries: Sequence[Entry]) -> str:
    """For people: when, how it went, how long it took, its id, and what was asked."""
    if not entries:
        return "No such questions."
    lines = []
    for entry in entries:
        mark = {1: " 👍", -1: " 👎"}.get(entry.feedback or 0, "")
        reason = f" “{entry.feedback_text}”" if entry.feedback_text else ""
        lines.append(
            f"{entry.asked_at:%Y-%m-%d %H:%M}  {entry.outcome:10} {entry.latency_ms / 1000:6.1f} s  {entry.id}  "
            f"{' '.join(entry.question.split())}{mark}{reason}"
        )
    return "\n".join(lines)


def _sum_up(connection: Connection, ids: Iterable[str]) -> None:
    """Write into the questions what their readers thought, taken together."""
    for id_ in ids:
        said = connection.execute(select(ratings).where(ratings.c.question == id_)).all()
        feedback = min((one.feedback for one in said), default=None)
        reasons = "\n".join(one.reason for one in said if one.reason and one.feedback == feedback)
        values = {"feedback": feedback, "feedback_text": reasons or None}
        connection.execute(update(questions).where(questions.c.id == id_).values(values))


def _row_of(entry: Entry) -> dict[str, Any]:
    values = {
        **asdict(entry),
        "asked_at": entry.asked_at.timestamp(),
        "citations": json.dumps([asdict(cited) for cited in entry.citations], ensure_ascii=False),
        "checks": json.dumps(entry.checks),
        "messages": json.dumps(entry.messages),
        **{name: _text(getattr(entry, name)) for name in SNOWFLAKES},
    }
    return {name: _storable(value) for name, value in values.items()}


def _way(row: Row[Any]) -> UnderWay:
    return UnderWay(
        bot=int(row.bot),
        asked=int(row.asked),
        token=row.token,
        private=bool(row.private),
        language=row.language,
        parts=row.parts,
        uncalled=bool(row.uncalled),
    )


def _entry(row: Row[Any]) -> Entry:
    values = dict(row._mapping)
    values["asked_at"] = datetime.fromtimestamp(values["asked_at"], UTC)
    values["citations"] = tuple(_cited(kept) for kept in json.loads(values["citations"]))
    values["checks"] = json.loads(values["checks"])
    values["messages"] = tuple(json.loads(values["messages"]))
    values["own_words"] = bool(values["own_words"])
    for name in SNOWFLAKES:
        values[name] = int(values[name]) if values[name] else None
    return replace(Entry(id="", asked_at=values["asked_at"], member="", question=""), **values)


def _cited(kept: dict[str, Any]) -> Cited:
    return Cited(**{**kept, "more": tuple(kept.get("more", ()))})


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)


def _storable(value: Any) -> Any:
    """Lone surrogates can't be written as UTF-8."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", None) or getattr(error, "strerror", None) or type(error).__name__)
