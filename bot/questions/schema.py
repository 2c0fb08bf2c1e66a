"""The tables of `questions.sqlite`."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateColumn

FILE = "questions.sqlite"
BUSY_MS = 5000  # a second bot on the same store may be writing

metadata = MetaData()

questions = Table(
    "questions",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("asked_at", Float, nullable=False),  # seconds since the epoch
    Column("member", String(32), nullable=False),  # a keyed hash
    Column("server", String(20)),  # None for direct messages
    Column("channel", String(20)),
    Column("messages", Text, nullable=False),  # JSON: the ids of the messages that show the answer
    Column("question", Text, nullable=False),
    Column("rewritten", Text),
    Column("answer", Text, nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("refused_by", String(12)),
    Column("error", Text),
    Column("citations", Text, nullable=False),  # JSON, as shown
    Column("checks", Text, nullable=False),  # JSON
    Column("feedback", Integer),  # of `ratings`: -1 where anybody's is, else 1
    Column("feedback_text", Text),  # the reasons
    Column("input_tokens", Integer),
    Column("output_tokens", Integer),
    Column("latency_ms", Float, nullable=False),
    Column("model", String(100)),
    Column("prompt", String(60)),
    Column("generation", Integer),
    Column("asked", String(20)),  # the message that asks; None for a command, which leaves none
    Column("about", String(20)),  # another's message that was checked or asked about
    Column("subject", String(32)),  # who wrote that one, a keyed hash
    Column("own_words", Integer, nullable=False, server_default="0"),  # the question is the asker's, not that message's
    Index("questions_asked_at", "asked_at"),
    Index("questions_member", "member"),
    Index("questions_asked", "asked"),
    Index("questions_about", "about"),
    Index("questions_subject", "subject"),
)

ratings = Table(
    "ratings",
    metadata,
    Column("question", String(16), primary_key=True),
    Column("member", String(32), primary_key=True),  # a keyed hash: the last word of each reader counts
    Column("feedback", Integer, nullable=False),  # 1 or -1
    Column("reason", Text),
    Index("ratings_member", "member"),
)

under_way = Table(  # answers that are not shown whole yet; what a killed process leaves here the next start ends
    "under_way",
    metadata,
    Column("question", String(16), primary_key=True),
    Column("bot", String(20), nullable=False),  # the application: another bot may use the same file
    Column("asked", String(20), nullable=False),  # the message or interaction that asks
    Column("token", Text),  # the interaction's, good for fifteen minutes
    Column("private", Integer, nullable=False),
    Column("language", String(8), nullable=False),  # of the bot's own words
    Column("parts", Integer, nullable=False),  # messages that show the answer whole; 0 while it is being made
    Column("uncalled", Integer, nullable=False, server_default="0"),  # the question was not put to the bot
)

changed = Table(  # answers of which a server's log channel was told that their articles have changed
    "changed",
    metadata,
    Column("question", String(16), primary_key=True),
)

optouts = Table(  # members whose messages others may not have checked
    "optouts",
    metadata,
    Column("member", String(32), primary_key=True),  # a keyed hash
)

posts = Table(  # posts of forums that the bot answers in: each is taken once
    "posts",
    metadata,
    Column("post", String(20), primary_key=True),
    Column("bot", String(20), primary_key=True),  # the application: another bot may use the same file
    Column("server", String(20), nullable=False),
    Column("due", Float, nullable=False),  # seconds since the epoch
    Column("first_due", Float, nullable=False),
    Column("ended", Integer, nullable=False),
)

deletions = Table(  # answers whose messages moderators have taken back, until these are gone
    "deletions",
    metadata,
    Column("question", String(16), primary_key=True),
    Column("bot", String(20), nullable=False),  # the application whose messages they are
    Column("server", String(20), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("messages", Text, nullable=False),  # JSON: ids
)

servers = Table(
    "servers",
    metadata,
    Column("server", String(20), primary_key=True),
    Column("settings", Text, nullable=False),  # JSON
)

facts = Table(  # what the bot has to remember of itself, such as which commands it has registered
    "facts",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)


def opened(folder: Path, *, create: bool = True) -> Engine:
    """The file's engine, its tables made where they are missing. Raises what SQLAlchemy raises."""
    if create:
        folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{folder / FILE}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # a kill costs nothing, a power cut the last questions
        connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is not left in free pages

    if create:
        _widen(engine)
        metadata.create_all(engine)
        _index(engine)
    elif (folder / FILE).is_file():
        _widen(engine)
    return engine


def kept_open(folder: Path) -> sqlite3.Connection:
    """A connection that does nothing but stay open, as long as the bot runs: SQLite tidies the write-ahead log up
    whenever the last connection closes, which costs each write ten times what it takes. Any thread may close it."""
    connection = sqlite3.connect(folder / FILE, timeout=BUSY_MS / 1000, check_same_thread=False)
    connection.execute("SELECT count(*) FROM facts").fetchall()  # a file is opened when it is first read
    return connection


def _widen(engine: Engine) -> None:
    """Give a file of an earlier version the columns that came since; what it holds has nothing in them."""
    there = inspect(engine)
    for table in metadata.sorted_tables:
        if not there.has_table(table.name):
            continue
        held = {column["name"] for column in there.get_columns(table.name)}
        for column in table.columns:
            if column.name not in held:
                _add(engine, table, column)


def _add(engine: Engine, table: Table, column: Column[Any]) -> None:
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {CreateColumn(column).compile(engine)}")
    except OperationalError:
        held = {one["name"] for one in inspect(engine).get_columns(table.name)}
        if column.name not in held:  # else another process was quicker
            raise


def _index(engine: Engine) -> None:
    """Indexes of columns that a file got later: `create_all` makes none for a table that is there."""
    for table in metadata.sorted_tables:
        for index in table.indexes:
            index.create(engine, checkfirst=True)
