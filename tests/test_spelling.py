"""Typos of a question are read as the library's words; what it knows, and what a dictionary knows, is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answering.pipeline import Answerer, load_prompt
from bot.answering.rendering import as_text
from bot.answering.spelling import reading
from ingest.syncing import sync
from prompts.stub import StubModel
from tests.store import WordEmbedder
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

NOW = datetime(2024, 3, 21, 12, tzinfo=UTC)
TEXT = """The bus strike in Tovik ended on Wednesday when the union accepted six percent more pay.

The mediator Eva Ristelund said that passengers used ferries meanwhile. Governor Grażyna Sokół thanked the drivers.

Die Verwaltung von Elmstätten lobte die Vermittlung. La alcaldía de Villarreina aplaudió el acuerdo.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("spelling")
    (folder / "in").mkdir()
    (folder / "in" / "strike.md").write_text(f"---\ntitle: Bus strike over\n---\n{TEXT}", encoding="utf-8")
    settings = StoreSettings(_env_file=None, dateline_data=folder / "data")
    assert not sync([folder / "in"], settings=settings, embedder=WordEmbedder()).failed
    with Library.open(settings, embedder=WordEmbedder()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("When did the bus srtike end?", "When did the bus strike end?"),
        ("how many passangers used ferries?", "how many passengers used ferries?"),
        ("what did the meditaor say?", "what did the mediator say?"),
        ("who is the govenor?", "who is the governor?"),
        ("When did the strike in Tvoik end?", "When did the strike in Tovik end?"),
        ("Who is Eva Ristelnud?", "Who is Eva Ristelund?"),
        ("Was lobte die Verwatlung?", "Was lobte die Verwaltung?"),
    ],
)
def test_a_typo_is_read_as_the_librarys_word(library: Library, typed: str, read: str) -> None:
    assert reading(typed, library).text == read


@pytest.mark.parametrize(
    "question",
    [
        "When did the strike in Tovik end?",  # known, all of it
        "Who sued over the strike?",  # "used" is near, and "sued" a word
        "Who is Rita?",  # short
        "What does NATO say about WEDNESDYA?",  # capitals are initials
        "see example.com/passangers or @passangers",
        "서울의 버스 파업은 언제 끝났나?",
        "Who is Marianne Trevelyan?",  # near to nothing
    ],
)
def test_other_words_are_left_as_they_were_typed(library: Library, question: str) -> None:
    assert reading(question, library).text == question


def test_a_name_that_was_read_otherwise_is_told(library: Library) -> None:
    read = reading("When did the srtike in Tvoik end?", library)
    assert read.names == (("Tvoik", "Tovik"),)
    (note,) = read.notes("en")
    assert (note.kind, note.text) == ("read-as", "I read “Tvoik” as “Tovik”.")
    assert "als „Tovik“" in read.notes("de")[0].text or "als “Tovik”" in read.notes("de")[0].text
    assert not reading("When did the srtike end?", library).notes("en"), "of a common word nothing is told"


def test_a_question_with_a_typo_is_answered_and_says_how_it_was_read(library: Library) -> None:
    answerer = Answerer(library=library, model=StubModel(), prompt=load_prompt(), tz=ZoneInfo("UTC"))
    found = answerer.answer("When did the bus srtike in Tvoik end?", now=NOW)
    assert not found.abstained and "Wednesday" in found.text
    assert "I read “Tvoik” as “Tovik”." in as_text(found)
    assert found.question == "When did the bus srtike in Tvoik end?"


def test_near_spelling_gives_the_word_as_it_is_written(library: Library) -> None:
    assert library.near_spelling("Sokol") is None, "it stands there, folded"
    assert library.near_spelling("tvoik") == "Tovik"
    assert library.near_spelling("otvik") == "Tovik", "the first two letters may be in the other order"
    assert library.near_spelling("bovik") is None, "another first letter is another name"
    assert library.near_spelling('str"ike') is None
