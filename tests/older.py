"""Catalogues of earlier formats, made of one of today's by taking away what came later."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from vectorstore.settings import StoreSettings

# By the number of steps after which a format had it: what those who made it before lack.
_LATER: dict[int, tuple[str, ...]] = {
    1: (
        *(
            f"DROP TABLE {name}"
            for name in ("revisions", "web_addresses", "web_robots", "web_held", "source_runs", "runs")
        ),
        "DROP TABLE sketches",
        "DROP TABLE likeness",
        "DROP INDEX articles_by_copy",
        *(
            f"ALTER TABLE articles DROP COLUMN {name}"
            for name in ("modified", "partial", "withdrawn_at", "tags", "set_by_editor", "copy_of")
        ),
    ),
    4: ("ALTER TABLE articles DROP COLUMN root_name",),
    5: (
        "DROP INDEX articles_newest",
        "DROP TRIGGER vectors_come",
        "DROP TRIGGER vectors_go",
        "DROP TABLE kept_counts",
        "DROP TABLE lost_vectors",
        "DELETE FROM state WHERE name = 'articles'",
    ),
    6: ("DROP TABLE passages_text_next_made",),
    7: ("ALTER TABLE articles DROP COLUMN published_offset",),
    8: ("ALTER TABLE articles DROP COLUMN entries",),
    9: ("DROP TABLE doubts", "DROP TABLE source_rules"),
    10: (
        "DROP INDEX articles_held",
        "ALTER TABLE articles DROP COLUMN hold_until",
        "ALTER TABLE articles DROP COLUMN quote_words",
    ),
    11: (
        "DROP TABLE titles",
        "DROP TABLE linked",
        "DROP TABLE titles_made",
        "DELETE FROM state WHERE name = 'undated'",
    ),
}


def make_older(settings: StoreSettings, *, format: int) -> None:
    """Give a library's catalogue the format that it had after so many steps: 1, 4 or 5."""
    with closing(sqlite3.connect(settings.dateline_data / "catalogue.sqlite")) as database:
        for number in sorted(_LATER, reverse=True):
            for statement in _LATER[number] if number >= format else ():
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {format}")
        database.commit()
