"""Titles and links of the articles: what is typed finds titles, a link finds its article, a key its article.

The words of a headline, its outlet and its day are folded as everywhere and stand with spaces between them. SQLite's
trigrams find what has three characters anywhere in a word; two find the beginnings of words, and so a pair of Chinese
characters; one only narrows what the newest articles give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, case, column, func, insert, select, table, text
from sqlalchemy import delete as sql_delete
from sqlalchemy.sql import ColumnElement

from vectorstore.catalogue.shown import OPENING, brief
from vectorstore.catalogue.tables import ARTICLES, as_article, as_moment, shown, visible
from vectorstore.fulltext import ROWS_AT_ONCE, TERMS_VERSION, terms
from vectorstore.limits import first_words
from vectorstore.links import bare
from vectorstore.model import BY_ADDRESS, Article, digest, headline_of

VERSION = f"1 terms {TERMS_VERSION}"
# Of what is typed that very many titles hold: so many of those read last are looked at, and of the newest articles.
MOST_LOOKED_AT = 2_000
NEWEST_LOOKED_AT = 1_000

LINKED = table("linked", column("row"), column("key"), column("link"))
TITLES = table("titles", column("rowid"), column("words"))


def key_of(article: Article) -> str:
    """What an article can be asked for by that has a fixed length: addresses can be long."""
    return digest(article.id)


def up_to_date(connection: Connection) -> bool:
    """Whether titles were noted as this version notes them."""
    return connection.execute(text("SELECT version FROM titles_made")).scalar_one_or_none() == VERSION


def add(connection: Connection, where: ColumnElement[bool]) -> None:
    """Note the titles and links of the articles of which this holds; none of them may be noted yet."""
    for batch in _noted(connection, where):
        connection.execute(insert(LINKED), [{"row": row, "key": key, "link": link} for row, key, link, _ in batch])
        connection.execute(
            text("INSERT INTO titles (rowid, words) VALUES (:row, :words)"),
            [{"row": row, "words": words} for row, _, _, words in batch],
        )


def remove(connection: Connection, where: ColumnElement[bool]) -> None:
    """Forget those of the articles of which this holds."""
    rows = select(ARTICLES.c.row).where(where)
    connection.execute(sql_delete(LINKED).where(LINKED.c.row.in_(rows)))
    connection.execute(sql_delete(TITLES).where(TITLES.c.rowid.in_(rows)))


def rebuild(connection: Connection, generation: int) -> None:
    """Note all of them anew."""
    for name in (LINKED, TITLES):
        connection.execute(sql_delete(name))
    add(connection, visible(ARTICLES, generation))
    connection.execute(text("DELETE FROM titles_made"))
    connection.execute(text("INSERT INTO titles_made (version) VALUES (:version)"), {"version": VERSION})


def titled(connection: Connection, generation: int, typed: str, *, most: int) -> list[Article]:
    """Up to `most` articles whose headline, outlet or day hold all that is typed, the newest first. Where thousands
    do, those are looked at that were read last, and the newest."""
    wanted = list(dict.fromkeys(terms(typed)))
    if not wanted:
        return []
    found: list[int] = []
    matched: Sequence[Any] = ()
    held = [f" {term}" if len(term) < 3 else term for term in wanted]
    values: dict[str, Any] = {f"held{number}": part for number, part in enumerate(held)}
    holds = " AND ".join(f"instr(t.words, :{name}) > 0" for name in values)
    every = " AND ".join(f'"{part}"' for part in held if len(part) >= 3)
    if every:
        asked = text(
            f"SELECT t.rowid, {holds} FROM titles AS t WHERE t.words MATCH :every ORDER BY t.rowid DESC LIMIT :limit"
        )
        matched = connection.execute(asked, values | {"every": every, "limit": MOST_LOOKED_AT}).all()
        found += [row for row, fits in matched if fits]
    if not every or len(matched) == MOST_LOOKED_AT:
        newest = (
            select(ARTICLES.c.row)
            .where(shown(generation))
            .order_by(ARTICLES.c.published.desc(), ARTICLES.c.id)
            .limit(NEWEST_LOOKED_AT)
            .subquery()
        )
        t = TITLES.alias("t")
        near = select(newest.c.row).join_from(newest, t, t.c.rowid == newest.c.row)
        near = near.where(text(holds).bindparams(**values))
        found += connection.execute(near).scalars()
    return _newest_of(connection, generation, found, most=most)


def linked(connection: Connection, generation: int, url: str) -> Article | None:
    """The newest article at a link, whatever scheme, tracking or fragment it carries."""
    return _one(connection, generation, LINKED.c.link == bare(url))


def keyed(connection: Connection, generation: int, key: str) -> Article | None:
    """The article with a key."""
    return _one(connection, generation, LINKED.c.key == key)


def addresses(connection: Connection, generation: int) -> list[str]:
    """The addresses of all articles that have one."""
    query = select(ARTICLES.c.url).where(shown(generation), ARTICLES.c.url.is_not(None)).order_by(ARTICLES.c.id)
    return list(connection.execute(query).scalars())


def _one(connection: Connection, generation: int, where: ColumnElement[bool]) -> Article | None:
    query = select(*brief()).join_from(LINKED, ARTICLES, ARTICLES.c.row == LINKED.c.row).where(shown(generation), where)
    row = connection.execute(query.order_by(ARTICLES.c.published.desc(), ARTICLES.c.id).limit(1)).first()
    return as_article(row) if row else None


def _newest_of(connection: Connection, generation: int, rows: Iterable[int], *, most: int) -> list[Article]:
    """The newest of the articles in these rows that can be shown; those that only their address dates after them."""
    columns = (ARTICLES.c.row, ARTICLES.c.published, ARTICLES.c.published_how)
    of_day = select(*columns).where(shown(generation), ARTICLES.c.row.in_(list(dict.fromkeys(rows))))
    days = sorted(connection.execute(of_day).all(), key=lambda row: _rank(row.published, row.published_how))
    order = {row.row: number for number, row in enumerate(days[:most])}
    found = connection.execute(select(*brief()).where(ARTICLES.c.row.in_(list(order)))).all()
    return [as_article(row) for row in sorted(found, key=lambda row: order[row.row])]


def _rank(published: int | None, how: str | None) -> tuple[bool, bool, int]:
    return published is None, how in BY_ADDRESS, -(published or 0)


def _noted(connection: Connection, where: ColumnElement[bool]) -> Iterator[list[tuple[int, str, str | None, str]]]:
    """(row, key, link, words of the title) of articles, some hundreds at a time."""
    # No whole articles are made: this is done for each that a run brings.
    opening = case((ARTICLES.c.title.is_(None), func.substr(ARTICLES.c.text, 1, OPENING)), else_="").label("opening")
    columns = (ARTICLES.c[name] for name in ("row", "id", "url", "title", "outlet", "published", "published_offset"))
    query = select(*columns, ARTICLES.c.quote_words, opening).where(where).order_by(ARTICLES.c.row)
    result = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    for some in result.partitions():
        yield [(one.row, digest(one.id), bare(one.url) if one.url else None, _words(one)) for one in some]


def _words(row: Any) -> str:
    opening = row.opening if row.quote_words is None else first_words(row.opening, row.quote_words)
    at = as_moment(row.published, offset=row.published_offset)
    headline = headline_of(row.title, opening, row.url, row.id)
    return " " + " ".join(terms(f"{headline} {row.outlet or ''} {at.date().isoformat() if at else ''}"))
