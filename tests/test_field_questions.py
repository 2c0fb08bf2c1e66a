"""The questions that went wrong in use, asked of the small library that they were asked of; skipped without it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answering.answer import Answer
from bot.answering.pipeline import Answerer
from bot.answering.wiring import answerer_for
from bot.settings import AnswerSettings
from ingest.syncing import sync
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

FIELD = Path(__file__).parents[2] / "shared" / "field"
NOW = datetime(2024, 3, 20, 12, tzinfo=UTC)
pytestmark = pytest.mark.skipif(not FIELD.exists(), reason="the shared questions are not here")

# (set, id): what the answer must hold, what it must not, and in what its first sentence must begin or be refused.
REFUSED = "refused"
EXPECTED: dict[tuple[str, int], tuple[tuple[str, ...], tuple[str, ...]] | str] = {
    ("disagree", 1): ((), ("disagree",)),
    ("disagree", 2): ((), ("disagree",)),
    ("language", 1): (("four people died",), ("German",)),
    ("language", 2): REFUSED,
    ("language", 3): (("March 20",), ("Spanish",)),
    ("language", 4): REFUSED,
    ("letters-and-numbers", 1): (("owner, Grażyna Sokół",), ()),
    ("letters-and-numbers", 2): (("owner, Grażyna Sokół",), ()),
    ("letters-and-numbers", 3): (("won the spring regatta",), ()),
    ("letters-and-numbers", 4): (("Elde 240,500",), ()),
    ("letters-and-numbers", 5): (("Elde 240,500",), ()),
    ("letters-and-numbers", 6): (("U.S. trade representative",), ()),
    ("negation-outcome", 1): (("Sudmark did not send",), ("Norland, Vestia and Orsk",)),
    ("negation-outcome", 2): (("6 percent more pay",), ()),
    ("other-thing", 1): REFUSED,
    ("other-thing", 2): REFUSED,
    ("other-thing", 3): REFUSED,
    ("other-thing", 4): REFUSED,
    ("other-thing", 5): ((), ("strike lasted",)),
    ("other-thing", 6): (("52 percent",), ("40 percent",)),
    ("time", 1): (("third day on Tuesday", "ended early on Wednesday"), ()),
    ("time", 2): (("ended early on Wednesday",), ()),
    ("time", 3): (("railway from Tovik to Elde",), ("strike",)),
    ("time", 4): (("ended early on Wednesday",), ("third day on Tuesday",)),
    ("time", 5): (("Las Vegas",), ("strike in Tovik", "railway", "quake")),
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    settings = StoreSettings(dateline_data=tmp_path_factory.mktemp("field"), embedding="local:minilm")
    sync(sorted(FIELD.glob("questions-library*.jsonl")), settings=settings)
    with Library.open(settings) as library:
        yield answerer_for(AnswerSettings(chat_model="stub"), library)


def rows() -> Iterator[tuple[str, int, str]]:
    for path in sorted(FIELD.glob("q-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield path.stem.removeprefix("q-"), row["id"], row["question"]


def test_every_question_has_an_expectation() -> None:
    assert {(name, id_) for name, id_, _ in rows()} == set(EXPECTED)


@pytest.mark.parametrize(("name", "id_", "question"), list(rows()))
def test_a_question_of_the_field_is_answered_as_expected(
    answerer: Answerer, name: str, id_: int, question: str
) -> None:
    answer: Answer = answerer.answer(question, now=NOW)
    expected = EXPECTED[name, id_]
    if expected == REFUSED:
        assert answer.abstained
        assert answer.language == "en"
        return
    told = " ".join([answer.shown, *(note.text for note in answer.notes)])
    assert isinstance(expected, tuple)
    held, absent = expected
    assert all(part in told for part in held), told
    assert not any(part in told for part in absent), told
    assert not answer.abstained or not held


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2026 mayoral race in Elde?",
        "When did the 2023 bus strike in Tovik end?",
        "Who sued over the river deal?",
        "Did anybody sue Tovbus?",
        "Did anyone die in Elde?",
    ],
)
def test_another_year_a_suit_that_nobody_tells_of_and_another_place_are_refused(
    answerer: Answerer, question: str
) -> None:
    assert answerer.answer(question, now=NOW).abstained


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Is the bus strike over?", "ended early on Wednesday"),
        ("Did somebody win the regatta off Århus?", "Bjørn Ødegård won"),
        ("Did the central bank cut its rate?", "kept its key rate"),
        ("How long did the bus strike last?", "lasted four days"),
    ],
)
def test_a_yes_or_no_question_and_a_length_are_answered_by_what_was_told(
    answerer: Answerer, question: str, said: str
) -> None:
    assert said in answerer.answer(question, now=NOW).text
