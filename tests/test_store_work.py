"""What a question or an unchanged run costs does not grow with the library: by SQLite's own plans and steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.older import make_older
from tests.store import SPLITTER, WordEmbedder, article, passages
from tests.store_child import ingest
from vectorstore import catalogue
from vectorstore.catalogue.titles import key_of
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings

FEW, MANY = 12, 360
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)


def undated(number: int) -> int:
    """How many articles without a date a library of so many dated ones has."""
    return number // 4


def articles(number: int) -> list[Article]:
    """Dated ones, some undated and a withdrawn one that is the newest of all."""
    dated = [
        replace(
            article(f"day-{n}.txt", f"News number {n} of the harbour.", published=BEGAN + timedelta(days=n % 200)),
            url=f"http://news.example/day-{n}",
        )
        for n in range(number)
    ]
    without = [article(f"undated-{n}.txt", f"The storm {n} has no date.") for n in range(undated(number))]
    gone = article("gone.txt", "A delegation left.", published=BEGAN + timedelta(days=900))
    return [*dated, *without, replace(gone, withdrawn_at=BEGAN)]


def made(folder: Path, number: int) -> StoreSettings:
    settings = StoreSettings(_env_file=None, dateline_data=folder)
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        for one in articles(number):
            writer.put(one, () if one.withdrawn_at else passages(one))
    return settings


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> tuple[StoreSettings, StoreSettings]:
    return made(tmp_path_factory.mktemp("few"), FEW), made(tmp_path_factory.mktemp("many"), MANY)


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """The statements that this process gives to SQLite meanwhile, with their values."""
    found: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, values: Any, *rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "DELETE", "UPDATE")):
            found.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def steps(settings: StoreSettings, statements: list[tuple[str, Any]]) -> int:
    """How many steps SQLite's machine takes for these statements."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    with closing(sqlite3.connect(settings.dateline_data / "catalogue.sqlite")) as database:
        database.set_progress_handler(step, 1)
        for statement, values in statements:
            database.execute(statement, values).fetchall()
        database.rollback()
    return taken


def plans(settings: StoreSettings, statements: list[tuple[str, Any]]) -> list[str]:
    """How SQLite looks for their rows."""
    with closing(sqlite3.connect(settings.dateline_data / "catalogue.sqlite")) as database:
        return [
            str(row[3])
            for statement, values in statements
            for row in database.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
        ]


LOOKS: dict[str, Callable[[Library], object]] = {
    "newest": lambda library: library.newest(),
    "extent": lambda library: library.extent(),
    "counts": lambda library: (library.count_articles(), library.count_passages()),
    "frequencies": lambda library: library.frequencies("delegation"),
    "titles": lambda library: library.titles.typed("storm 0 dat", most=25),
    "titles that many share": lambda library: library.titles.typed("news", most=5),
    "titles by one letter": lambda library: library.titles.typed("n", most=5),
    "latest": lambda library: library.titles.latest(5),
    "an article by its key": lambda library: library.titles.keyed(key_of(articles(1)[0])),
    "an article by its link": lambda library: library.titles.linked("http://news.example/day-3?utm_source=x"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_at_a_library_takes_as_many_steps_in_a_large_one(
    libraries: tuple[StoreSettings, StoreSettings], look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vectorstore.catalogue.titles.MOST_LOOKED_AT", 3)
    monkeypatch.setattr("vectorstore.catalogue.titles.NEWEST_LOOKED_AT", 5)
    taken = []
    for settings in libraries:
        with Library.open(settings, embedder=WordEmbedder()) as library, asked() as statements:
            LOOKS[look](library)
        taken.append(steps(settings, statements))
        # In the order of an index, and no further than to its first row, is no scan of the table.
        scans = [plan for plan in plans(settings, statements) if plan.startswith("SCAN") and "state" not in plan]
        assert all("USING INDEX articles_newest" in plan or "USING COVERING INDEX articles_newest" in plan
                   for plan in scans if "articles" in plan), scans  # fmt: skip
        tables = [plan for plan in scans if "VIRTUAL TABLE" not in plan]
        assert not [plan for plan in tables if "passages" in plan or "vectors" in plan], scans
    assert taken[1] <= 1.2 * taken[0] + 20, taken


def test_what_is_looked_up_is_right(libraries: tuple[StoreSettings, StoreSettings]) -> None:
    for settings, number in zip(libraries, (FEW, MANY), strict=True):
        with Library.open(settings, embedder=WordEmbedder()) as library:
            last = BEGAN + timedelta(days=min(number - 1, 199))
            newest, extent = library.newest(), library.extent()
            assert newest is not None and (newest.published, extent.last, extent.first) == (last, last, BEGAN)
            every = number + undated(number)
            assert (extent.articles, extent.undated, library.count_passages()) == (every, undated(number), every)
            assert library.frequencies("delegation").passages == every


def test_a_run_with_nothing_new_looks_for_lost_vectors_without_reading_all(
    libraries: tuple[StoreSettings, StoreSettings],
) -> None:
    taken = []
    for settings in libraries:
        with asked() as statements, Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()):
            pass
        taken.append(steps(settings, [one for one in statements if "vectors" in one[0] or "passages" in one[0]]))
    assert taken[1] <= 1.2 * taken[0] + 20, taken


@pytest.mark.slow
def test_a_publication_counts_what_changes_and_not_what_stays(
    libraries: tuple[StoreSettings, StoreSettings], tmp_path: Path
) -> None:
    settings = made(tmp_path / "changing", FEW)

    def counted() -> tuple[tuple[int, int, int | None], tuple[int, int, int]]:
        with Library.open(settings, embedder=WordEmbedder()) as library, library._store.reading() as connection:
            state = catalogue.state(connection)
            assert state.articles is not None
            without = catalogue.count_undated(connection, state.generation)
            kept = (state.articles, state.passages, state.undated)
            return kept, (*catalogue.count(connection, state.generation), without)

    one, two = articles(4)[:2]
    for puts, removes in (
        ((article("new.txt", "A storm.\n\nA boat."),), ()),
        ((replace(one, text="News of two parts.\n\nThe harbour.", content_hash="x"),), (two.id,)),
        ((replace(one, withdrawn_at=BEGAN),), ()),
        ((one, two), ("gone.txt", "undated-0.txt")),
    ):
        with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
            for put in puts:
                writer.put(put, () if put.withdrawn_at else passages(put))
            for gone in removes:
                writer.remove(gone)
        kept, found = counted()
        assert kept == found
    make_older(settings, format=5)
    assert counted_by_readers(settings) == found, "a library from before is counted once"
    ingest(settings, (article("newer.txt", "Another boat."),))
    kept, found = counted()
    assert kept == found


def counted_by_readers(settings: StoreSettings) -> tuple[int, int, int]:
    with Library.open(settings, embedder=WordEmbedder()) as library:
        return library.count_articles(), library.count_passages(), library.extent().undated


@pytest.mark.parametrize("older", [False, True])
def test_vectors_that_went_are_noticed_whenever_they_went(tmp_path: Path, older: bool) -> None:
    settings = made(tmp_path / "losing", FEW)
    if older:
        make_older(settings, format=5)
    with closing(sqlite3.connect(settings.dateline_data / "catalogue.sqlite")) as database:
        database.execute("DELETE FROM vectors WHERE row IN (SELECT row FROM vectors ORDER BY row DESC LIMIT 3)")
        database.commit()
    assert sum(map(len, ingest(settings, ()).calls)) == 3
    assert ingest(settings, ()).calls == []
    assert Library.check(settings) is None


def test_vectors_without_a_passage_go_once_they_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorstore.catalogue.cache.SPARE", 5)
    settings = made(tmp_path / "spare", FEW)

    def held() -> int:
        with closing(sqlite3.connect(settings.dateline_data / "catalogue.sqlite")) as database:
            number = database.execute("SELECT count(*) FROM vectors").fetchone()[0]
            assert database.execute("SELECT number FROM kept_counts").fetchone() == (number,)
            return int(number)

    def withdraw(numbers: range) -> None:
        with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
            for number in numbers:
                writer.withdraw(f"day-{number}.txt", at=BEGAN)

    withdraw(range(8))  # these keep their vectors, for they may be back
    assert held() == FEW + undated(FEW)
    withdraw(range(8, 11))
    assert held() == 4
