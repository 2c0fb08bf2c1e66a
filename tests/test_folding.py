"""One folding for questions, gate, quoting and full text; and the full text of older libraries made anew."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.answering.refusal import weigh
from language.folding import fold, fold_letters
from language.words import terms
from tests.older import make_older
from tests.store import SPLITTER, WordEmbedder, article, passages
from tests.store_child import in_child
from vectorstore import catalogue, fulltext, migrations
from vectorstore.catalogue import database
from vectorstore.errors import LibraryTooNew
from vectorstore.library import Library
from vectorstore.settings import StoreSettings


@pytest.mark.parametrize(
    ("ways", "folded"),
    [
        (("Grażyna Sokół", "Grazyna Sokol", "GRAŻYNA SOKÓŁ", "Graz\u0307yna Soko\u0301ł"), "grazyna sokol"),
        (("Ødegaard", "Odegaard", "ødegaard"), "odegaard"),
        (("Kjær", "Kjaer"), "kjaer"),
        (("Đoković", "Dokovic"), "dokovic"),
        (("Þór", "Thor"), "thor"),
        (("Straße", "STRASSE", "strasse"), "strasse"),
        (("ışık", "isik"), "isik"),
        (("Œuvre", "oeuvre"), "oeuvre"),
        (("240,500", "240500", "240.500", "240’500", "240\u202f500", "240\u00a0500"), "240500"),
        (("1,300,000", "1.300.000", "1300000"), "1300000"),
        (("J. K. Rourke", "J.K. Rourke", "JK Rourke", "J K Rourke"), "jk rourke"),
        (("U.S.", "US", "U.S", "U. S."), "us"),
        (("O'Brien", "O’Brien", "OBrien"), "obrien"),
        (("the mayor's", "the mayor’s", "the mayor"), "the mayor"),
        (("ﾃｽﾄ", "テスト"), "テスト"),
    ],
)
def test_what_is_written_in_several_ways_is_folded_into_one(ways: tuple[str, ...], folded: str) -> None:
    assert {fold(way) for way in ways} == {folded}
    assert len({tuple(fulltext.terms(way)) for way in ways}) == 1
    assert len({tuple(terms(way)) for way in ways}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3.5 million", "35 million"),
        ("12,50 €", "1250 €"),
        ("192.168.1.1", "19216811"),
        ("Vitamin A", "Vitamin B"),
        ("plan B. I think", "plan bi think"),
        ("도쿄", "도교"),
        ("が", "か"),
        ("मंत्री", "मतर"),
    ],
)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_folding_twice_changes_nothing_more() -> None:
    for text in ("Grażyna’s 1,300.50 in the U.S.", "l'été d’Angelo", "İstanbul'da 24만 500명", "ΑΘΗΝΆ ς σ"):
        assert fold_letters(fold(text)) == fold(text)


LINES = (
    ("sokol", "Grażyna Sokół owns the bakery on the corner."),
    ("odegaard", "Ødegaard won the regatta by a boat's length."),
    ("elde", "The town of Elde has 240,500 inhabitants."),
    ("rourke", "J. K. Rourke is the U.S. trade representative."),
    ("nunez", "Núñez sold 1.300.000 copies of the song."),
    ("other", "The harbour of the old town was dredged in spring."),
)


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    settings = StoreSettings(dateline_data=tmp_path / "data")
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        for id_, line in LINES:
            one = article(id_, line)
            writer.put(one, passages(one))
    return settings


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who is Grażyna Sokół?", "sokol"),
        ("Who is Grazyna Sokol?", "sokol"),
        ("Who is Odegaard?", "odegaard"),
        ("Who is Ødegaard?", "odegaard"),
        ("Which town has 240500 inhabitants?", "elde"),
        ("Which town has 240.500 inhabitants?", "elde"),
        ("Who is J. K. Rourke?", "rourke"),
        ("Who is JK Rourke?", "rourke"),
        ("Who sold 1,300,000 copies? Nunez?", "nunez"),
    ],
)
def test_a_name_or_figure_is_found_and_weighs_the_same_however_it_is_written(
    settings: StoreSettings, question: str, wanted: str
) -> None:
    with Library.open(settings, embedder=WordEmbedder()) as library:
        hits = library.search(question, k=3)
        assert hits[0].article.id == wanted
        assert weigh(question, hits, library.frequencies(question)).names == 1.0


def test_a_term_that_only_folding_makes_does_not_count_against_a_question(settings: StoreSettings) -> None:
    """Spelled as in the article, every word of the question stands in the passage: nothing is lacking."""
    with Library.open(settings, embedder=WordEmbedder()) as library:
        for question in ("Grażyna Sokół bakery", "Elde 240,500 inhabitants", "J. K. Rourke U.S. trade"):
            hits = library.search(question, k=1)
            assert weigh(question, hits, library.frequencies(question)).coverage == pytest.approx(1.0)


def made_older(settings: StoreSettings) -> None:
    """The library as the version before folding left it: other terms, and a format one lower."""
    with closing(sqlite3.connect(settings.dateline_data / catalogue.FILE)) as db, db:
        db.execute("INSERT INTO passages_text (passages_text) VALUES ('delete-all')")
        db.execute("INSERT INTO passages_text (rowid, terms) SELECT row, 'older' FROM passages")
        db.execute("UPDATE passages_text_made SET version = '1 unicode'")
    make_older(settings, format=BEFORE_FOLDING)


BEFORE_FOLDING = migrations.STEPS.index(migrations._folded_terms)


def test_an_older_full_text_is_made_anew_without_embedding_and_tells_how_far_it_is(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_older(settings)
    monkeypatch.setattr(database, "ROWS_A_TRANSACTION", 2)
    told: list[tuple[str, int, int]] = []
    embedder = WordEmbedder()
    with Library.open(settings, embedder=embedder, progress=lambda *step: told.append(step)) as library:
        assert told == [("full text", 2, 6), ("full text", 4, 6), ("full text", 6, 6)]
        assert embedder.calls == []
        assert library.search("Grazyna Sokol", k=1)[0].lexical_rank == 1
    with Library.open(settings, progress=lambda *step: told.append(step)):
        assert len(told) == 3, "once is enough"


def open_and_die(settings: StoreSettings) -> None:
    """Open a library and be killed after the first part of its full text is made."""
    database.ROWS_A_TRANSACTION = 2

    def die(stage: str, done: int, total: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    Library.open(settings, progress=die)


def test_a_full_text_whose_making_was_killed_goes_on_where_it_was(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_older(settings)
    assert in_child(open_and_die, settings) == -signal.SIGKILL
    with closing(sqlite3.connect(settings.dateline_data / catalogue.FILE)) as db:
        found = db.execute("SELECT count(*) FROM passages_text WHERE passages_text MATCH 'older'").fetchone()
        assert found == (len(LINES),), "the old one serves until the new one is whole"

    monkeypatch.setattr(database, "ROWS_A_TRANSACTION", 2)
    told: list[int] = []
    with Library.open(settings, embedder=WordEmbedder(), progress=lambda _, done, all_: told.append(done)) as library:
        assert told == [4, 6]
        for id_, line in LINES:
            assert library.search(line, k=1)[0].article.id == id_
    changed = article("sokol", "The bakery on the corner has closed.")
    with Library.writing(settings, splitter=SPLITTER, embedder=WordEmbedder()) as writer:
        assert writer.put(changed, passages(changed)) == "updated"
    with Library.open(settings, embedder=WordEmbedder()) as library:
        assert library.frequencies("Sokół").of == {"sokol": 0}


def test_a_dateline_from_before_folding_refuses_the_newer_library_in_words(
    settings: StoreSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS[:BEFORE_FOLDING])
    with pytest.raises(LibraryTooNew, match="upgrade Dateline"):
        Library.open(settings)
