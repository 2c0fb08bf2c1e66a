"""Articles found by what is typed of their titles, by links and by keys."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.older import make_older
from tests.store import SPLITTER, WordEmbedder, article, passages
from tests.store_child import ingest
from vectorstore.catalogue.titles import key_of
from vectorstore.library import Library
from vectorstore.model import Article
from vectorstore.settings import StoreSettings

DAY = datetime(2024, 3, 1, tzinfo=UTC)


def told(id_: str, title: str | None, *, day: int = 0, **fields: Any) -> Article:
    one = article(id_, f"{id_} has this text of its own.", title=title, published=DAY + timedelta(days=day))
    return replace(one, **fields)


SHELF = (
    told("a.md", "Łódź opens a ferry", day=1, outlet="Kurier"),
    told("b.md", "Osthafen wird gesperrt", day=2),
    told("c.md", "北京举行会议", day=3),
    told("d.md", "El túnel de Vigo, abierto", day=4),
    told("e.md", None, day=5, text="The harbour strike ended on Monday. Ships sail."),
    told("f.md", "Ferry strike", day=6, withdrawn_at=DAY),
    told("g.md", "Ferry strike called off", day=7, published=None),
    told("h.md", "Ferry of the address", day=8, published_how="address"),
)


@pytest.fixture
def library(settings: StoreSettings) -> Library:
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        for one in SHELF:
            writer.put(one, () if one.withdrawn_at else passages(one))
    return Library.open(settings, embedder=WordEmbedder())


def typed(library: Library, words: str, *, most: int = 25) -> list[str]:
    return [one.id for one in library.titles.typed(words, most=most)]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("lodz", ["a.md"]),
        ("FERRY Łó", ["a.md"]),
        ("hafen", ["b.md"]),
        ("北京", ["c.md"]),
        ("会", ["c.md"]),
        ("tunel vi", ["d.md"]),
        ("harbour strike", ["e.md"]),
        ("strike", ["e.md", "g.md"]),
        ("ferry", ["a.md", "h.md", "g.md"]),
        ("kurier 2024-03", ["a.md"]),
        ("2024-03-05", ["d.md"]),
        ("f", ["a.md", "h.md", "g.md"]),
        ('fe" OR "strike', []),
        ("%", []),
        ("ferry NOT strike", []),
        ("zzz", []),
    ],
)
def test_what_is_typed_finds_titles_by_their_words_and_parts(library: Library, words: str, ids: list[str]) -> None:
    assert typed(library, words) == ids


def test_of_nothing_typed_the_newest_come_first(library: Library) -> None:
    assert typed(library, "  ", most=3) == ["e.md", "d.md", "c.md"]


def test_where_very_many_fit_the_newest_are_found_all_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vectorstore.catalogue.titles.MOST_LOOKED_AT", 1)
    monkeypatch.setattr("vectorstore.catalogue.titles.NEWEST_LOOKED_AT", 5)
    assert typed(library, "2024", most=2) == ["e.md", "d.md"]


@pytest.mark.parametrize(
    "given",
    [
        "https://news.example/a/?utm_source=x#top",
        "http://www.news.example/a",
        "http://m.news.example/a/?fbclid=1&ref=home",
    ],
)
def test_a_link_finds_the_newest_article_at_it(settings: StoreSettings, given: str) -> None:
    old = told("http://news.example/a", "Old", url="http://news.example/a")
    new = told("https://www.news.example/a/", "New", day=1, url="https://www.news.example/a/")
    ingest(settings, (old, new, told("http://news.example/a?id=2", "Other", day=9, url="http://news.example/a?id=2")))
    with Library.open(settings, embedder=WordEmbedder()) as library:
        found = library.titles.linked(given)
        assert found is not None and found.title == "New"
        assert library.titles.linked("http://news.example/b") is None
        other = library.titles.linked("https://news.example/a?id=2&utm_medium=y")
        assert other is not None and other.title == "Other"
        assert len(library.titles.addresses()) == 3


def test_titles_follow_what_changes_is_removed_is_held_and_comes_back(
    library: Library, settings: StoreSettings
) -> None:
    first = SHELF[0]
    again = replace(first, title="Łódź closes a ferry", content_hash="other")
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        writer.put(again, passages(again))
        writer.remove("b.md")
        writer.put(replace(SHELF[5], withdrawn_at=None), passages(SHELF[5]))
        held = replace(SHELF[3], hold_until=datetime.now(UTC) + timedelta(days=1))
        writer.put(held, passages(held))
    assert (typed(library, "lodz opens"), typed(library, "lodz closes")) == ([], ["a.md"])
    assert (typed(library, "osthafen"), typed(library, "tunel")) == ([], [])
    assert typed(library, "ferry strike") == ["f.md", "g.md"]
    assert library.titles.keyed(key_of(SHELF[3])) is None
    kept = library.titles.keyed(key_of(again))
    assert kept is not None and kept.title == "Łódź closes a ferry"


def test_of_a_link_only_article_without_a_title_no_words_are_found(settings: StoreSettings) -> None:
    secret = told("http://news.example/s", None, url="http://news.example/s", quote_words=0)
    ingest(settings, (secret,))
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert typed(library, "text") == []
        assert [one.headline for one in library.titles.typed("news.example", most=5)] == ["http://news.example/s"]


def test_titles_of_a_library_from_before_and_of_other_terms_are_noted_when_it_is_opened(
    library: Library, settings: StoreSettings
) -> None:
    library.close()
    make_older(settings, format=11)
    for _ in range(2):
        with Library.open(settings, embedder=WordEmbedder()) as opened:
            assert typed(opened, "hafen") == ["b.md"]
        with closing(sqlite3.connect(settings.dateline_data / "catalogue.sqlite")) as database, database:
            database.execute("UPDATE titles_made SET version = 'of before'")
            database.execute("DELETE FROM titles")


def test_a_repair_notes_titles_anew(library: Library, settings: StoreSettings) -> None:
    library.close()
    with closing(sqlite3.connect(settings.dateline_data / "catalogue.sqlite")) as database, database:
        database.execute("DELETE FROM titles")
    Library.rebuild(settings)
    with Library.open(settings, embedder=WordEmbedder()) as opened:
        assert typed(opened, "hafen") == ["b.md"]


def test_staged_titles_are_found_only_once_they_are_published(library: Library, settings: StoreSettings) -> None:
    new = told("n.md", "Lighthouse sold", day=30)
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        writer.put(new, passages(new))
        assert typed(library, "lighthouse") == []
    assert typed(library, "lighthouse") == ["n.md"]
