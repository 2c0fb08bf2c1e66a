"""Full text on SQLite's FTS5, for languages with and without spaces between words.

SQLite's own tokenizers keep a run of Chinese as one word (unicode61) or find no word of two characters
(trigram). So the terms are made here, the same way for passages and questions, and SQLite is handed them
with spaces between. Its "ascii" tokenizer takes every character beyond ASCII as part of a word, so it
splits nothing again; "porter" around it brings English words to their stems.

The index holds terms and no texts. To take a row out, FTS5 must be told the very terms that went in;
they are made from the passage again. Hence `up_to_date`: where terms are made otherwise than they were
(a new version of this module, or of Python's Unicode tables), the index has to be rebuilt first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from sqlalchemy import Connection, bindparam, text

from language.folding import VERSION, fold
from language.stopwords import of_subject

TERMS_VERSION = VERSION
LONGEST_TERM = 64
MOST_QUESTION_TERMS = 64
MOST_EMPHASISED = 8
ROWS_AT_ONCE = 500
_TABLE = "fts5(terms, content='', tokenize='porter ascii')"
# Of no article that is held back: these are few, and found by their index.
_SHOWN = (
    " AND rowid NOT IN (SELECT row FROM passages WHERE article_id IN"
    " (SELECT id FROM articles WHERE hold_until > strftime('%s', 'now') + 0))"
)

# Han, kana, bopomofo and Hangul, as they are after NFKC.
_CJK = (
    "\u3005\u3007\u3021-\u3029\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"
)
_SURE = re.compile(
    r"[“\"„«「『][^“”\"„«»「」『』]{3,80}[”\"“»」』]"
    r"|(?<!^)\b[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)+"
    r"|\b\d[\d.,]*\d\b|\b\d\b"
)
_ASCII_TERM = re.compile("[a-z0-9]+")


def terms(text: str) -> list[str]:
    """The terms of a text in order: lower-case words without accents, numbers, pairs of CJK characters.

    A run of Chinese, Japanese or Korean becomes its overlapping pairs, a single such character stays one.
    What is written in several ways ("U.S.", "240,500", "Sokół") is folded as everywhere, by `language.folding`.
    """
    folded = fold(text)
    if folded.isascii():
        return [term[:LONGEST_TERM] for term in _ASCII_TERM.findall(folded)]
    found: list[str] = []
    for match in _any_term().finditer(folded):
        run = match[0]
        if match.lastgroup != "cjk":
            found.append(run[:LONGEST_TERM])
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
    return found


def create(connection: Connection) -> None:
    """The empty index; part of a migration."""
    connection.execute(text(f"CREATE VIRTUAL TABLE passages_text USING {_TABLE}"))
    connection.execute(text("CREATE TABLE passages_text_made (version TEXT NOT NULL)"))
    _note_version(connection)


def up_to_date(connection: Connection) -> bool:
    """Whether the index was made as this version makes terms. If not, it is made anew before adding or removing."""
    made = connection.execute(text("SELECT version FROM passages_text_made")).scalar_one_or_none()
    return made == TERMS_VERSION


def add(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Index the texts under their passages' row numbers, which must not be in the index yet."""
    statement = text("INSERT INTO passages_text (rowid, terms) VALUES (:row, :terms)")
    for batch in _with_terms(rows):
        connection.execute(statement, batch)


def remove(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Take rows out again. Each text must be the very one that was added."""
    statement = text("INSERT INTO passages_text (passages_text, rowid, terms) VALUES ('delete', :row, :terms)")
    for batch in _with_terms(rows):
        connection.execute(statement, batch)


def rebuild(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Make the index anew from all rows, in its place."""
    connection.execute(text("INSERT INTO passages_text (passages_text) VALUES ('delete-all')"))
    add(connection, rows)
    connection.execute(text("INSERT INTO passages_text (passages_text) VALUES ('optimize')"))
    _note_version(connection)


def prepare_remaking(connection: Connection) -> None:
    """The note of how far the index is made anew; part of a migration."""
    connection.execute(text("CREATE TABLE passages_text_next_made (version TEXT NOT NULL, row INTEGER NOT NULL)"))


def begin_remaking(connection: Connection) -> int:
    """Begin to make the index anew beside the old one, or go on: the row number up to which it is made already."""
    noted = connection.execute(text("SELECT version, row FROM passages_text_next_made")).one_or_none()
    if noted and noted.version == TERMS_VERSION:
        return int(noted.row)
    connection.execute(text("DROP TABLE IF EXISTS passages_text_next"))
    connection.execute(text(f"CREATE VIRTUAL TABLE passages_text_next USING {_TABLE}"))
    connection.execute(text("DELETE FROM passages_text_next_made"))
    noting = text("INSERT INTO passages_text_next_made (version, row) VALUES (:version, 0)")
    connection.execute(noting, {"version": TERMS_VERSION})
    return 0


def remake(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Put further rows into the index that is being made; they come in the order of their numbers."""
    statement = text("INSERT INTO passages_text_next (rowid, terms) VALUES (:row, :terms)")
    for batch in _with_terms(rows):
        connection.execute(statement, batch)
    connection.execute(text("UPDATE passages_text_next_made SET row = :row"), {"row": rows[-1][0]})


def end_remaking(connection: Connection) -> None:
    """Put the new index in the place of the old one."""
    connection.execute(text("DROP TABLE passages_text"))
    connection.execute(text("ALTER TABLE passages_text_next RENAME TO passages_text"))
    connection.execute(text("DELETE FROM passages_text_next_made"))
    _note_version(connection)


def search(
    connection: Connection,
    question: str,
    *,
    limit: int,
    generation: int,
    exclude_articles: Collection[str] = (),
    published: tuple[int, int] | None = None,
    most_ranked: int = 10_000,
    emphasis: int = 0,
) -> list[tuple[int, float]]:
    """The passages that share terms with the question, best first: (row, bm25 score, higher is better).

    Only passages visible at `generation`, of no excluded article and `published` from the first to before
    the second epoch second count towards `limit`. A passage needs one term of the question; bm25 does the rest.

    Quoted phrases, names of several words and figures count `emphasis` times more than once.

    Where more than `most_ranked` passages would have to be ranked, a passage needs one of the rarest terms:
    ranking takes nearly all the time, and what has none of them is hardly among the best.
    """
    wanted = _with_a_rare_term(connection, question, most_ranked, emphasis)
    if not wanted or limit < 1:
        return []
    excluding = " AND p.article_id NOT IN :excluded" if exclude_articles else ""
    if published:
        excluding += " AND p.published >= :start AND p.published < :end"
    # CROSS JOIN makes SQLite walk the index in the order of rank and look up passages one by one until
    # there are enough, rather than look up every match.
    statement = text(
        "SELECT f.rowid, f.rank FROM passages_text AS f CROSS JOIN passages AS p ON p.row = f.rowid"
        " WHERE f.passages_text MATCH :wanted AND p.added <= :generation"
        f" AND (p.removed IS NULL OR p.removed > :generation){excluding}"
        " ORDER BY f.rank LIMIT :limit"
    )
    values: dict[str, object] = {"wanted": wanted, "generation": generation, "limit": limit}
    if published:
        values |= {"start": published[0], "end": published[1]}
    if exclude_articles:
        statement = statement.bindparams(bindparam("excluded", expanding=True))
        values["excluded"] = sorted(exclude_articles)
    return [(int(row), -float(rank)) for row, rank in connection.execute(statement, values)]


def frequencies(connection: Connection, text_: str, *, most: int, but_held: bool = False) -> dict[str, int]:
    """How many passages hold each of a text's terms of substance, counted up to `most`; those of articles that are held
    back are left out with `but_held`.

    A passage that is staged or just ended may count: what is wanted is how rare a term is.
    """
    matched = f"SELECT 1 FROM passages_text WHERE passages_text MATCH :wanted{_SHOWN if but_held else ''} LIMIT :most"
    statement = text(f"SELECT count(*) FROM ({matched})")
    found = {}
    for term in islice(dict.fromkeys(of_subject(terms(text_))), MOST_QUESTION_TERMS):
        wanted = {"wanted": _query(term), "most": most}
        found[term] = int(connection.execute(statement, wanted).scalar_one()) if wanted["wanted"] else 0
    return found


def has(connection: Connection, term: str) -> bool:
    """Whether any passage holds a term, but for those of articles that are held back."""
    wanted = text(f"SELECT 1 FROM passages_text WHERE passages_text MATCH :wanted{_SHOWN} LIMIT 1")
    return connection.execute(wanted, {"wanted": f'"{term}"'}).first() is not None


def beginning_with(connection: Connection, stem: str, *, generation: int, limit: int = 4) -> list[int]:
    """Some passages with words that begin as a stem does, none of an article that is held back: the tokenizer shortens
    a stem that is asked for once more."""
    statement = text(
        "SELECT f.rowid FROM passages_text AS f CROSS JOIN passages AS p ON p.row = f.rowid"
        " WHERE f.passages_text MATCH :wanted AND p.added <= :generation"
        f" AND (p.removed IS NULL OR p.removed > :generation){_SHOWN.replace('rowid', 'f.rowid')} LIMIT :limit"
    )
    values = {"wanted": f'"{stem}" *', "generation": generation, "limit": limit}
    return [int(row) for (row,) in connection.execute(statement, values)]


def vocabulary(connection: Connection, first: str) -> list[tuple[str, int]]:
    """The stems that begin with a letter, and how many passages hold each."""
    connection.execute(
        text("CREATE VIRTUAL TABLE IF NOT EXISTS temp.passages_words USING fts5vocab(main, passages_text, row)")
    )
    wanted = text("SELECT term, doc FROM temp.passages_words WHERE term >= :first AND term < :after")
    rows = connection.execute(wanted, {"first": first, "after": chr(ord(first) + 1)})
    return [(str(term), int(count)) for term, count in rows]


def _with_a_rare_term(connection: Connection, question: str, most: int, emphasis: int) -> str:
    """The question's expression, narrowed to passages with one of its rarest terms where it matches too many."""
    counted = sorted(frequencies(connection, question, most=most).items(), key=lambda item: item[1])
    rare: list[str] = []
    matched = 0
    for term, count in counted:
        if rare and matched + count > most:
            break
        rare.append(term)
        matched += count
    every = " OR ".join(filter(None, [_query(question), *_emphasised(question) * emphasis]))
    if len(rare) == len(counted) or not every:
        return every
    return f"({every}) AND ({' OR '.join(_query(term) for term in rare)})"


def _query(question: str) -> str:
    """An FTS5 expression: any of the terms, each quoted, so that nothing in it is syntax."""
    kept = islice(dict.fromkeys(of_subject(terms(question))), MOST_QUESTION_TERMS)
    return " OR ".join(f'"{term}" *' if _is_single_cjk(term) else f'"{term}"' for term in kept)


def _emphasised(question: str) -> list[str]:
    """FTS5 expressions for what a question is surest about: its quoted phrases, names of several words, and figures.
    bm25() adds up over all expressions of a query, those that say the same too."""
    found = []
    for match in _SURE.finditer(question):
        words = terms(match[0])
        if words and (len(words) > 1 or words[0].isdecimal()):
            found.append('"' + " ".join(words) + '"')
    return found[:MOST_EMPHASISED]


def _is_single_cjk(term: str) -> bool:
    """A character of its own in the question stands in pairs in the passages: the pairs that it begins count."""
    return len(term) == 1 and not term.isascii() and re.match(f"[{_CJK}]", term) is not None


def _with_terms(rows: Iterable[tuple[int, str]]) -> Iterator[list[dict[str, object]]]:
    rest = iter(rows)
    while batch := [{"row": row, "terms": " ".join(terms(body))} for row, body in islice(rest, ROWS_AT_ONCE)]:
        yield batch


def _note_version(connection: Connection) -> None:
    connection.execute(text("DELETE FROM passages_text_made"))
    connection.execute(text("INSERT INTO passages_text_made (version) VALUES (:version)"), {"version": TERMS_VERSION})


@cache
def _any_term() -> re.Pattern[str]:
    """A run of CJK characters, or a word of other letters and digits with the marks that belong to them."""
    # `\w` leaves out marks, which would break Hindi words at each vowel sign. The ranges take 20 ms to
    # collect, so they are collected at first use.
    marks = "".join(chr(code) for code in range(0x300, 0x20000) if unicodedata.category(chr(code))[0] == "M")
    letter = f"(?![{_CJK}])[^\\W_]"
    return re.compile(f"(?P<cjk>[{_CJK}]+)|{letter}(?:{letter}|[{marks}])*")
