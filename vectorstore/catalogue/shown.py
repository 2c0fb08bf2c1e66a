"""What is visible at a generation: articles, passages, and what a run has to know of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, TextClause, and_, bindparam, func, or_, select, text, true
from sqlalchemy.sql import ColumnElement

from vectorstore.catalogue.current import State
from vectorstore.catalogue.prepared import Prepared
from vectorstore.catalogue.tables import (
    ARTICLES,
    AT,
    PASSAGES,
    as_article,
    as_moment,
    as_passage,
    held_back,
    pieces,
    seconds,
    shown,
    visible,
)
from vectorstore.disk import CATALOGUE_DAMAGED
from vectorstore.errors import LibraryDamaged
from vectorstore.model import BY_ADDRESS, Article, Hit, Passage

# Characters of an article that a hit carries along: enough for a headline made from its first sentence.
OPENING = 400


_STATED = or_(ARTICLES.c.published_how.is_(None), ARTICLES.c.published_how.not_in(BY_ADDRESS))
# What an article's day rests on, the surest first: its source's word, its address, nothing.
_BY_CERTAINTY: tuple[ColumnElement[bool], ...] = (
    and_(ARTICLES.c.published.is_not(None), _STATED),
    and_(ARTICLES.c.published.is_not(None), ARTICLES.c.published_how.in_(BY_ADDRESS)),
    ARTICLES.c.published.is_(None),
)


class Known(NamedTuple):
    """What the library remembers of an article for the next run."""

    id: str
    source_hash: str
    content_hash: str
    withdrawn: bool = False
    copy_of: str | None = None
    root: str | None = None
    root_name: str | None = None


def count(connection: Connection, generation: int) -> tuple[int, int]:
    """How many (articles that are not withdrawn, passages) are visible; those that are held back are among them."""
    live = and_(visible(ARTICLES, generation), ARTICLES.c.withdrawn_at.is_(None))
    asked_about = select(func.count()).select_from(ARTICLES).where(live)
    return connection.execute(asked_about).scalar_one(), count_passages(connection, generation)


def count_passages(connection: Connection, generation: int) -> int:
    """How many passages are visible: all but those that are not, since these few are found by their indexes."""
    rows = select(func.count()).select_from(PASSAGES)
    hidden = rows.where(or_(PASSAGES.c.added > generation, PASSAGES.c.removed <= generation))
    return int(connection.execute(select(rows.scalar_subquery() - hidden.scalar_subquery())).scalar_one())


def counts(connection: Connection, state: State) -> tuple[int, int]:
    """(articles that can be asked about, passages) of the current generation, as they were counted when it was
    published, without those that are held back."""
    kept = count(connection, state.generation) if state.articles is None else (state.articles, state.passages)
    held = select(func.count()).select_from(ARTICLES).where(held_back(state.generation))
    return kept[0] - connection.execute(held.where(ARTICLES.c.withdrawn_at.is_(None))).scalar_one(), kept[1]


def counts_of_staged(connection: Connection, state: State) -> tuple[int, int]:
    """As `count`, of what is staged after the current generation: what comes and goes is all that is counted."""
    following = state.generation + 1
    if state.articles is None:
        return count(connection, following)
    asked_about = ARTICLES.c.withdrawn_at.is_(None)
    articles = _change(connection, ARTICLES, following, asked_about)
    return state.articles + articles, state.passages + _change(connection, PASSAGES, following)


def _change(connection: Connection, rows: Any, following: int, *only: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(rows)
    new = counted.where(rows.c.added == following, rows.c.removed.is_(None), *only)
    gone = counted.where(rows.c.removed == following, *only)
    return int(connection.execute(select(new.scalar_subquery() - gone.scalar_subquery())).scalar_one())


def articles(
    connection: Connection,
    generation: int,
    *,
    newest_first: bool = False,
    root: str | None = None,
    openings: bool = False,
    withdrawn: bool = False,
    held: bool = False,
    most: int | None = None,
) -> Iterator[Article]:
    """Visible articles with their texts (or only the `openings` of these), by id, or by date with undated ones last and
    those that only their address dates before them; `withdrawn` ones, and those that are `held` back, when wanted. No
    more than `most`."""
    order = _newest_first() if newest_first else [ARTICLES.c.id]
    columns = brief() if openings else list(ARTICLES.c)
    wanted = _wanted(generation, withdrawn=withdrawn, held=held)
    query = select(*columns).where(wanted).order_by(*order)
    if root is not None:
        query = query.where(ARTICLES.c.root == root)
    given = 0
    for certainty in _BY_CERTAINTY if newest_first else (true(),):
        wanted_rows = query.where(certainty).limit(None if most is None else most - given)
        for row in connection.execution_options(yield_per=100).execute(wanted_rows):
            given += 1
            yield as_article(row)


def _wanted(generation: int | ColumnElement[int], *, withdrawn: bool, held: bool) -> ColumnElement[bool]:
    if not held:
        of_all = or_(shown(generation), ARTICLES.c.withdrawn_at.is_not(None))
        return and_(visible(ARTICLES, generation), of_all) if withdrawn else shown(generation)
    return (
        visible(ARTICLES, generation)
        if withdrawn
        else and_(visible(ARTICLES, generation), ARTICLES.c.withdrawn_at.is_(None))
    )


def article(
    connection: Connection, generation: int, article_id: str, *, withdrawn: bool = False, held: bool = True
) -> Article | None:
    """One visible article, with its text; a `withdrawn` one only when wanted."""
    row = connection.execute(_one_article(withdrawn, held), {"at": generation, "id": article_id}).first()
    return as_article(row) if row else None


def held_ids(connection: Connection, generation: int) -> set[str]:
    """The ids of the articles that nobody is shown yet."""
    return set(connection.execute(_held_ids(), {"at": generation}).scalars())


def count_held_passages(connection: Connection, generation: int) -> int:
    """How many passages the articles have that nobody is shown yet."""
    of_held = PASSAGES.c.article_id.in_(select(ARTICLES.c.id).where(held_back(generation)))
    counted = select(func.count()).select_from(PASSAGES).where(visible(PASSAGES, generation), of_held)
    return int(connection.execute(counted).scalar_one())


@cache
def _held_ids() -> Select[Any]:
    return select(ARTICLES.c.id).where(held_back(AT))


@cache
def _one_article(withdrawn: bool, held: bool) -> Select[Any]:
    wanted = _wanted(AT, withdrawn=withdrawn, held=held)
    return select(ARTICLES).where(wanted, ARTICLES.c.id == bindparam("id"))


def known(connection: Connection, generation: int) -> dict[str, Known]:
    """Visible articles' ids, hashes and roots, by id; withdrawn ones are among them, and say so."""
    rows = connection.execute(_known(), {"at": generation}).all()  # all at once: several times as fast
    roots: dict[str, str] = {}  # one text for all articles of a root
    return {
        id_: Known(
            id_,
            source_hash,
            content_hash,
            bool(withdrawn),
            copy_of,
            root and roots.setdefault(root, root),
            name and roots.setdefault(name, name),
        )
        for id_, source_hash, content_hash, withdrawn, copy_of, root, name in rows
    }


@cache
def _known() -> TextClause:
    return text(
        "SELECT id, source_hash, content_hash, withdrawn_at IS NOT NULL, copy_of, root, root_name FROM articles"
        " WHERE added <= :at AND (removed IS NULL OR removed > :at)"
    )


def newest(connection: Connection, generation: int) -> Article | None:
    """The visible article that was published last, as one states it; None where none has a date."""
    query = select(ARTICLES).where(shown(generation)).order_by(*_newest_first()).limit(1)
    for certainty in _BY_CERTAINTY[:2]:
        if row := connection.execute(query.where(certainty)).first():
            return as_article(row)
    return None


def published_between(connection: Connection, generation: int) -> tuple[datetime | None, datetime | None]:
    """When the first and the last of the visible dated articles were published; None where none has a date."""
    dated = select(ARTICLES.c.published).where(shown(generation), ARTICLES.c.published.is_not(None)).limit(1)
    newest_first = _newest_first()
    first = connection.execute(dated.order_by(ARTICLES.c.published, ARTICLES.c.id.desc())).scalar()
    last = connection.execute(dated.order_by(*newest_first)).scalar()
    return as_moment(first), as_moment(last)


def undated(connection: Connection, state: State) -> int:
    """How many articles that can be asked about have no date, as they were counted when the current generation was
    published, without those that are held back."""
    kept = count_undated(connection, state.generation) if state.undated is None else state.undated
    # "+ 0" keeps SQLite from the index on dates: those that are held back are few.
    held = (held_back(state.generation), ARTICLES.c.withdrawn_at.is_(None), (ARTICLES.c.published + 0).is_(None))
    return kept - int(connection.execute(select(func.count()).select_from(ARTICLES).where(*held)).scalar_one())


def count_undated(connection: Connection, generation: int) -> int:
    """How many articles that are not withdrawn have no date; those that are held back are among them."""
    live = and_(visible(ARTICLES, generation), ARTICLES.c.withdrawn_at.is_(None), ARTICLES.c.published.is_(None))
    return int(connection.execute(select(func.count()).select_from(ARTICLES).where(live)).scalar_one())


def undated_of_staged(connection: Connection, state: State) -> int:
    """The same of what is staged after the current generation: what comes and goes is all that is counted."""
    following = state.generation + 1
    if state.undated is None:
        return count_undated(connection, following)
    without = (ARTICLES.c.withdrawn_at.is_(None), ARTICLES.c.published.is_(None))
    return state.undated + _change(connection, ARTICLES, following, *without)


def _newest_first() -> list[Any]:
    """As the index `articles_newest` has them: undated ones last."""
    return [ARTICLES.c.published.desc(), ARTICLES.c.id]


def copy_of(connection: Connection, generation: int, content_hash: str, *, but_not: str) -> str | None:
    """The id of another visible article with this text and passages of its own."""
    values = {"at": generation, "content_hash": content_hash, "but_not": but_not}
    found = _same_text().run(connection, values).scalar_one_or_none()
    return None if found is None else str(found)


@cache
def _same_text() -> Prepared:
    same = ARTICLES.c.content_hash == bindparam("content_hash")
    others = (ARTICLES.c.id != bindparam("but_not"), ARTICLES.c.copy_of.is_(None))
    return Prepared(select(func.min(ARTICLES.c.id)).where(shown(AT), same, *others))


def article_ids_by_url(connection: Connection, generation: int, urls: Collection[str]) -> set[str]:
    """The ids of visible articles that have one of these addresses (or whose id it is)."""
    found: set[str] = set()
    for some in pieces(sorted(urls)):
        wanted = or_(ARTICLES.c.url.in_(some), ARTICLES.c.id.in_(some))
        found.update(connection.execute(select(ARTICLES.c.id).where(shown(generation), wanted)).scalars())
    return found


def passage_rows(connection: Connection, generation: int, ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    """For those ids that are visible: (row, article id)."""
    found: dict[str, tuple[int, str]] = {}
    for some in pieces(ids):
        query = select(PASSAGES.c.id, PASSAGES.c.row, PASSAGES.c.article_id)
        for row in connection.execute(query.where(visible(PASSAGES, generation), PASSAGES.c.id.in_(some))):
            found[row.id] = (row.row, row.article_id)
    return found


@dataclass(frozen=True, slots=True)
class Noted:
    """What ranking must know of a passage: its article, when that was published (epoch seconds), its language, and
    which passage of it this is."""

    article_id: str
    published: int | None
    language: str | None
    position: int


def noted(connection: Connection, generation: int, rows: Collection[int]) -> dict[int, Noted]:
    """Notes on passages by row. Cheaper than the passages themselves."""
    query = (
        select(PASSAGES.c.row, PASSAGES.c.article_id, PASSAGES.c.published, PASSAGES.c.position, ARTICLES.c.language)
        .join_from(PASSAGES, ARTICLES, and_(ARTICLES.c.id == PASSAGES.c.article_id, visible(ARTICLES, generation)))
        .where(PASSAGES.c.row.in_(rows))
    )
    return {
        row.row: Noted(row.article_id, row.published, row.language, row.position) for row in connection.execute(query)
    }


def passages_by_row(connection: Connection, generation: int, rows: Sequence[int]) -> dict[int, tuple[Passage, Article]]:
    """Passages with their articles (of whose `text` only the opening is read), by row."""
    found: dict[int, tuple[Passage, Article]] = {}
    given = connection.execute(select(PASSAGES).where(PASSAGES.c.row.in_(rows))).all()
    wanted = {row.row: as_passage(row) for row in given}
    at = {row.row: row.published for row in given}
    ids = sorted({passage.article_id for passage in wanted.values()})
    query = select(*brief()).where(visible(ARTICLES, generation), ARTICLES.c.id.in_(ids))
    by_id = {row.id: as_article(row) for row in connection.execute(query)}
    for number, passage in wanted.items():
        if passage.article_id not in by_id:
            raise LibraryDamaged(CATALOGUE_DAMAGED)
        found[number] = (passage, _as_of(by_id[passage.article_id], at[number]))
    return found


def whole(connection: Connection, generation: int, hits: Sequence[Hit]) -> list[Hit]:
    """The hits with the whole texts of their passages; those that are no longer visible are left out."""
    rows = passage_rows(connection, generation, [hit.passage.id for hit in hits])
    texts = passages_by_row(connection, generation, [row for row, _ in rows.values()])
    found = ((hit, rows.get(hit.passage.id)) for hit in hits)
    return [replace(hit, passage=texts[at[0]][0], article=texts[at[0]][1]) for hit, at in found if at]


def _as_of(article: Article, published: int | None) -> Article:
    """The article as its passage has it: an entry of a live blog came out at a moment of its own."""
    if published == seconds(article.published) or not article.entries:
        return article
    zone = article.published.tzinfo if article.published else UTC
    own = next((at for _, at in article.entries if seconds(at) == published), as_moment(published))
    own = own.astimezone(zone) if own and zone and not own.utcoffset() else own
    return replace(article, published=own, published_is_day=False)


def brief() -> list[Any]:
    return [c if c.name != "text" else func.substr(c, 1, OPENING).label("text") for c in ARTICLES.c]


def passages_of(connection: Connection, generation: int, article_id: str) -> list[Passage]:
    """An article's visible passages, in order."""
    query = select(PASSAGES).where(visible(PASSAGES, generation), PASSAGES.c.article_id == article_id)
    return [as_passage(row) for row in connection.execute(query.order_by(PASSAGES.c.position))]


def passage_ids(connection: Connection, generation: int) -> set[str]:
    """The ids of all visible passages."""
    return set(connection.execute(select(PASSAGES.c.id).where(visible(PASSAGES, generation))).scalars())
