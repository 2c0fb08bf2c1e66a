"""The catalogue's schema, as numbered steps.

The number of steps applied stands in SQLite's `user_version`; `application_id` marks the file as ours.
Each step runs in one transaction together with its number, so a catalogue is never half-migrated. A step
is never changed after a release: a new one is added at the end.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text

from vectorstore import fulltext
from vectorstore.errors import LibraryDamaged, LibraryTooNew

APPLICATION_ID = 0x44415445  # "DATE"


def _first(connection: Connection) -> None:
    statements = (
        "CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE articles (
            row INTEGER PRIMARY KEY, id TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER,
            url TEXT, path TEXT, root TEXT, title TEXT, outlet TEXT, authors TEXT NOT NULL,
            published INTEGER, published_how TEXT, published_is_day INTEGER NOT NULL, language TEXT,
            text TEXT NOT NULL, content_hash TEXT NOT NULL, source_hash TEXT NOT NULL,
            fetched_at INTEGER NOT NULL, UNIQUE (id, added))""",
        "CREATE INDEX articles_by_content ON articles (content_hash)",
        "CREATE INDEX articles_by_url ON articles (url)",
        "CREATE INDEX articles_by_root ON articles (root)",
        "CREATE INDEX articles_added ON articles (added)",
        "CREATE INDEX articles_removed ON articles (removed) WHERE removed IS NOT NULL",
        """CREATE TABLE passages (
            row INTEGER PRIMARY KEY, id TEXT NOT NULL, article_id TEXT NOT NULL, added INTEGER NOT NULL,
            removed INTEGER, position INTEGER NOT NULL, start INTEGER NOT NULL, header TEXT NOT NULL,
            text TEXT NOT NULL, key TEXT NOT NULL, published INTEGER, UNIQUE (id, added))""",
        "CREATE INDEX passages_by_article ON passages (article_id)",
        "CREATE INDEX passages_by_key ON passages (key)",
        "CREATE INDEX passages_added ON passages (added)",
        "CREATE INDEX passages_removed ON passages (removed) WHERE removed IS NOT NULL",
        """CREATE TABLE vectors (
            row INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, key TEXT NOT NULL, vector BLOB NOT NULL,
            UNIQUE (fingerprint, key))""",
    )
    for statement in statements:
        connection.execute(text(statement))
    fulltext.create(connection)


def _history(connection: Connection) -> None:
    """What an article was, what editors set, and what ingest remembers of the web between its runs."""
    statements = (
        "ALTER TABLE articles ADD COLUMN modified INTEGER",
        "ALTER TABLE articles ADD COLUMN partial TEXT",
        "ALTER TABLE articles ADD COLUMN withdrawn_at INTEGER",
        "ALTER TABLE articles ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE articles ADD COLUMN set_by_editor TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE articles ADD COLUMN copy_of TEXT",
        "CREATE INDEX articles_by_copy ON articles (copy_of) WHERE copy_of IS NOT NULL",
        """CREATE TABLE revisions (
            row INTEGER PRIMARY KEY, article_id TEXT NOT NULL, seen_at INTEGER NOT NULL, kind TEXT NOT NULL,
            changes TEXT NOT NULL, words_added INTEGER NOT NULL, words_removed INTEGER NOT NULL,
            title TEXT, published INTEGER, content_hash TEXT NOT NULL, text BLOB)""",
        "CREATE INDEX revisions_by_article ON revisions (article_id, seen_at)",
        """CREATE TABLE web_addresses (
            url TEXT PRIMARY KEY, source TEXT, first_at INTEGER NOT NULL, checked_at INTEGER NOT NULL,
            status INTEGER NOT NULL, etag TEXT, last_modified TEXT, body_hash TEXT, fresh_until INTEGER,
            gone_since INTEGER, leads_to TEXT) WITHOUT ROWID""",
        "CREATE INDEX web_addresses_by_source ON web_addresses (source, checked_at) WHERE leads_to IS NOT NULL",
        """CREATE TABLE web_robots (
            origin TEXT PRIMARY KEY, text TEXT NOT NULL, closed INTEGER NOT NULL, fetched_at INTEGER NOT NULL)
            WITHOUT ROWID""",
        "CREATE TABLE web_held (host TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID",
        """CREATE TABLE source_runs (
            row INTEGER PRIMARY KEY, source TEXT NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL,
            began_at INTEGER NOT NULL, seconds REAL NOT NULL, reason TEXT, unchanged INTEGER NOT NULL,
            listed INTEGER NOT NULL, new INTEGER NOT NULL)""",
        "CREATE INDEX source_runs_by_source ON source_runs (source, row)",
        """CREATE TABLE runs (
            row INTEGER PRIMARY KEY, began_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, report TEXT NOT NULL)""",
    )
    for statement in statements:
        connection.execute(text(statement))


def _likeness(connection: Connection) -> None:
    """By which texts that are alike are found; those from before this step are, once they are read anew."""
    statements = (
        "CREATE TABLE sketches (number INTEGER PRIMARY KEY, content_hash TEXT NOT NULL UNIQUE, bands BLOB NOT NULL)",
        "CREATE TABLE likeness (band INTEGER, sketch INTEGER, PRIMARY KEY (band, sketch)) WITHOUT ROWID",
    )
    for statement in statements:
        connection.execute(text(statement))


def _lists_and_removals(connection: Connection) -> None:
    """Which lists an address names, and when an editor removed the article of one."""
    statements = (
        "ALTER TABLE web_addresses ADD COLUMN names TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE web_addresses ADD COLUMN removed_at INTEGER",
        # Of lists that were read before, nobody noted what they name: each is read once more.
        "UPDATE web_addresses SET body_hash = NULL WHERE leads_to IS NULL",
        "CREATE INDEX web_addresses_removed ON web_addresses (url) WHERE removed_at IS NOT NULL",
    )
    for statement in statements:
        connection.execute(text(statement))


def _named_roots(connection: Connection) -> None:
    """What tells a root from others beyond this disk; roots from before this step get theirs when they are read."""
    connection.execute(text("ALTER TABLE articles ADD COLUMN root_name TEXT"))


def _kept_counts(connection: Connection) -> None:
    """What a question and a run would otherwise count anew: the newest articles, the vectors, and which are lost."""
    of_current = "(SELECT json_extract(value, '$') FROM state WHERE name = 'vectors_of')"
    wanted = "EXISTS (SELECT 1 FROM passages WHERE passages.key = {}.key)"
    now = "(SELECT json_extract(value, '$') FROM state WHERE name = 'generation')"
    statements = (
        f"""INSERT INTO state SELECT 'articles', CAST(count(*) AS TEXT) FROM articles WHERE withdrawn_at IS NULL
            AND added <= {now} AND (removed IS NULL OR removed > {now}) HAVING {now} IS NOT NULL""",
        "CREATE INDEX articles_newest ON articles (published DESC, id) WHERE withdrawn_at IS NULL",
        "CREATE TABLE kept_counts (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO kept_counts SELECT 'vectors', count(*) FROM vectors",
        """CREATE TRIGGER vectors_come AFTER INSERT ON vectors BEGIN
            UPDATE kept_counts SET number = number + 1 WHERE name = 'vectors';
            DELETE FROM lost_vectors WHERE key = NEW.key AND fingerprint = NEW.fingerprint; END""",
        f"""CREATE TRIGGER vectors_go AFTER DELETE ON vectors BEGIN
            UPDATE kept_counts SET number = number - 1 WHERE name = 'vectors';
            INSERT OR IGNORE INTO lost_vectors SELECT OLD.fingerprint, OLD.key
                WHERE OLD.fingerprint = {of_current} AND {wanted.format("OLD")}; END""",
        """CREATE TABLE lost_vectors (fingerprint TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (fingerprint, key))
            WITHOUT ROWID""",
        f"""INSERT OR IGNORE INTO lost_vectors SELECT {of_current}, key FROM passages WHERE {of_current} IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM vectors WHERE fingerprint = {of_current} AND vectors.key = passages.key)""",
    )
    for statement in statements:
        connection.execute(text(statement))


def _folded_terms(connection: Connection) -> None:
    """From here on terms are folded as by `language.folding`: an earlier Dateline would look for others."""
    fulltext.prepare_remaking(connection)


def _outlets_days(connection: Connection) -> None:
    """By how many minutes the outlet's zone is ahead of UTC: what its own day is. Articles from before this step get
    theirs when they are read."""
    connection.execute(text("ALTER TABLE articles ADD COLUMN published_offset INTEGER"))


def _entries(connection: Connection) -> None:
    """Where the entries of a live blog begin in its text, and when each came out. Its passages bear their own dates."""
    connection.execute(text("ALTER TABLE articles ADD COLUMN entries TEXT NOT NULL DEFAULT '[]'"))


def _doubts(connection: Connection) -> None:
    """What editors are to decide, what they have decided, and how they say that a source is to be read."""
    statements = (
        """CREATE TABLE doubts (
            article_id TEXT NOT NULL, kind TEXT NOT NULL, basis TEXT NOT NULL, reason TEXT NOT NULL, guess TEXT,
            written TEXT, source TEXT NOT NULL, noted_at INTEGER NOT NULL, decided_at INTEGER,
            PRIMARY KEY (article_id, kind, basis)) WITHOUT ROWID""",
        "CREATE INDEX doubts_open ON doubts (source, article_id) WHERE decided_at IS NULL",
        "CREATE TABLE source_rules (source TEXT PRIMARY KEY, dates TEXT NOT NULL) WITHOUT ROWID",
    )
    for statement in statements:
        connection.execute(text(statement))


def _limits(connection: Connection) -> None:
    """Until when an article is held, and how many of its words are shown."""
    statements = (
        "ALTER TABLE articles ADD COLUMN hold_until INTEGER",
        "ALTER TABLE articles ADD COLUMN quote_words INTEGER",
        "CREATE INDEX articles_held ON articles (hold_until, id) WHERE hold_until IS NOT NULL",
    )
    for statement in statements:
        connection.execute(text(statement))


def _titles(connection: Connection) -> None:
    """By which articles are found by their titles and links. What it holds is noted once the steps are done."""
    statements = (
        "CREATE VIRTUAL TABLE titles USING fts5(words, tokenize='trigram')",
        "CREATE TABLE linked (row INTEGER PRIMARY KEY, key TEXT NOT NULL, link TEXT)",
        "CREATE INDEX linked_by_key ON linked (key)",
        "CREATE INDEX linked_by_link ON linked (link) WHERE link IS NOT NULL",
        "CREATE TABLE titles_made (version TEXT NOT NULL)",
    )
    for statement in statements:
        connection.execute(text(statement))


STEPS: tuple[Callable[[Connection], None], ...] = (
    _first,
    _history,
    _likeness,
    _lists_and_removals,
    _named_roots,
    _kept_counts,
    _folded_terms,
    _outlets_days,
    _entries,
    _doubts,
    _limits,
    _titles,
)


def version(connection: Connection) -> int:
    """How many steps this catalogue has seen; 0 for an empty file.

    Raises LibraryDamaged for a database that is not ours, LibraryTooNew for one from a later Dateline.
    """
    asked = "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_master) FROM pragma_user_version"
    number, mark, tables = connection.execute(text(f"{asked}, pragma_application_id")).one()
    if mark not in (0, APPLICATION_ID) or (mark == 0 and (number or tables)):
        raise LibraryDamaged("catalogue.sqlite is not a Dateline library: move it away, or set DATELINE_DATA.")
    if number > len(STEPS):
        raise LibraryTooNew(
            f"A later Dateline made this library (format {number}, this one knows {len(STEPS)}): upgrade Dateline."
        )
    return int(number)


def pending(connection: Connection) -> bool:
    """Whether steps are still to be applied."""
    return version(connection) < len(STEPS)


def apply_next(connection: Connection) -> None:
    """Apply one step; the caller's transaction holds it together with its number."""
    number = version(connection)
    STEPS[number](connection)
    connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
    connection.execute(text(f"PRAGMA user_version = {number + 1}"))
