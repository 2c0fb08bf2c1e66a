"""The database: opening it, snapshots and transactions, its faults in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import text

from vectorstore import fulltext, migrations
from vectorstore.catalogue import titles
from vectorstore.catalogue.current import state
from vectorstore.catalogue.staging import count_visible, texts_after
from vectorstore.disk import CATALOGUE_DAMAGED, DISK_FULL, NOT_WRITABLE
from vectorstore.errors import LibraryBusy, LibraryDamaged, LibraryError, LibraryUnwritable
from vectorstore.progress import Progress, silent

FILE = "catalogue.sqlite"
BUSY_SECONDS = 30
HELD_SECONDS = 1.0  # so long a writer waits, before it begins, for a lock that another program holds
ROWS_A_TRANSACTION = 2_000  # of a full text that is made anew
# In a connection's `info`: that `joined` left a transaction open.
_JOINED = "joined"


class Catalogue:
    """The database of one library, as seen by one process. Threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, folder: Path) -> Catalogue:
        """Open the file in a folder, made empty if need be; no schema is applied yet."""
        engine = create_engine(
            URL.create("sqlite", database=str(folder.absolute() / FILE)),
            connect_args={"timeout": BUSY_SECONDS},
            max_overflow=-1,  # how many ask at once is bounded by who asks, not by waiting here
        )

        @event.listens_for(engine, "connect")
        def _prepare(raw: Any, _: object) -> None:
            # The driver's own transaction handling opens none for reads: ours begins each explicitly.
            raw.isolation_level = None
            raw.execute("PRAGMA synchronous = FULL")

        @event.listens_for(engine, "handle_error")
        def _keep(context: ExceptionContext) -> None:
            # SQLAlchemy would give up a connection that Ctrl-C met inside a statement. SQLite's is none the
            # worse, and given up it would keep its write lock as long as the traceback lives.
            if isinstance(context.original_exception, KeyboardInterrupt | SystemExit):
                context.is_disconnect = False

        return cls(engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot: everything read in the block is of one moment."""
        with plain_errors(), self._engine.connect() as connection:
            connection.execute(text("BEGIN"))
            try:
                yield connection
            finally:
                roll_back(connection)

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection for the writer, who begins and commits himself with `transaction`."""
        with plain_errors(), self._engine.connect() as connection:
            try:
                yield connection
            finally:
                roll_back(connection)  # what was joined and not settled

    def expect_free(self) -> None:
        """Raise LibraryBusy soon where another program holds the file's write lock: who begins is told, while who is at
        work waits longer."""
        with self.connected() as connection:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(HELD_SECONDS * 1000)}")
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            finally:
                roll_back(connection)
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    def behind(self) -> bool:
        """Whether the schema wants steps, or full text and titles other terms."""
        with self.reading() as connection:
            return migrations.pending(connection) or not (
                fulltext.up_to_date(connection) and titles.up_to_date(connection)
            )

    def migrate(self, *, progress: Progress = silent) -> None:
        """Bring the schema up to date, a transaction a step. The caller holds the writer's lock.

        Full text of other terms is made anew beside the old one, which serves until it is whole; after a kill the next
        call goes on where this one was.
        """
        with self.connected() as connection:
            while migrations.pending(connection):
                # Only here, where the file is known to be ours: the mode stays with the file.
                connection.execute(text("PRAGMA journal_mode = WAL"))
                with transaction(connection):
                    migrations.apply_next(connection)
            if not fulltext.up_to_date(connection):
                _remake_fulltext(connection, progress)
            if not titles.up_to_date(connection):
                with transaction(connection):
                    titles.rebuild(connection, state(connection).generation)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _remake_fulltext(connection: Connection, progress: Progress) -> None:
    generation = state(connection).generation
    with transaction(connection):
        last = fulltext.begin_remaking(connection)
    done, total = count_visible(connection, generation, up_to=last), count_visible(connection, generation)
    while rows := texts_after(connection, generation, last, most=ROWS_A_TRANSACTION):
        with transaction(connection, durable=False):
            fulltext.remake(connection, rows)
        last, done = rows[-1][0], done + len(rows)
        progress("full text", done, total)
    with transaction(connection):
        fulltext.end_remaking(connection)


@contextmanager
def transaction(connection: Connection, *, durable: bool = True) -> Iterator[None]:
    """All of the block's changes or none.

    A `durable` one is on the disk when the block ends, with all before it. Without that, a power cut may
    lose it, whole: enough for what is staged, which a crash discards anyway, and it saves waiting for the disk.
    """
    settle(connection)
    _begin(connection, durable=durable)
    try:
        yield
        connection.execute(text("COMMIT"))
    except BaseException:
        roll_back(connection)
        raise


@contextmanager
def joined(connection: Connection) -> Iterator[None]:
    """All of the block's changes or none, in a transaction that stays open for the blocks to come.

    A commit an article takes a good part of the time that staging one takes. What is joined is seen by this
    connection at once, and committed, not durably, with `settle` or before the next `transaction`.
    """
    if not connection.info.get(_JOINED):
        _begin(connection, durable=False)
        connection.info[_JOINED] = True
    connection.exec_driver_sql("SAVEPOINT block")
    try:
        yield
        connection.exec_driver_sql("RELEASE block")
    except BaseException:
        try:
            connection.exec_driver_sql("ROLLBACK TO block")
            connection.exec_driver_sql("RELEASE block")
        except DBAPIError:  # a full disk has ended the whole transaction
            roll_back(connection)
        raise


def settle(connection: Connection) -> None:
    """Commit what `joined` blocks have changed, if there were any."""
    if connection.info.pop(_JOINED, False):
        connection.execute(text("COMMIT"))


def roll_back(connection: Connection) -> None:
    """End whatever transaction is open, if any."""
    connection.info.pop(_JOINED, None)
    with suppress(DBAPIError):
        connection.rollback()


def _begin(connection: Connection, *, durable: bool) -> None:
    wanted = "FULL" if durable else "NORMAL"
    if connection.info.get("synchronous", "FULL") != wanted:  # as `_prepare` sets it
        connection.execute(text(f"PRAGMA synchronous = {wanted}"))
        connection.info["synchronous"] = wanted
    connection.execute(text("BEGIN IMMEDIATE"))


@contextmanager
def plain_errors() -> Iterator[None]:
    """The database's errors as ours, in words for people."""
    try:
        yield
    except DBAPIError as error:
        raise _in_words(error) from error


def _in_words(error: DBAPIError) -> LibraryError:
    said = str(error.orig).lower()
    if any(word in said for word in ("malformed", "not a database", "corrupt", "decode", "no such")):
        return LibraryDamaged(CATALOGUE_DAMAGED)
    if "disk is full" in said:
        return LibraryUnwritable(DISK_FULL)
    if "readonly" in said or "unable to open" in said:
        return LibraryUnwritable(NOT_WRITABLE)
    if "locked" in said:
        return LibraryBusy("The catalogue is in use by another program: try again when it has ended.")
    return LibraryError(f"The catalogue failed ({error.orig}): look after the disk, then run it again.")


def damage(connection: Connection) -> str | None:
    """What SQLite's own quick check says of the file; None when it is well."""
    said = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    return None if said == "ok" else str(said)
