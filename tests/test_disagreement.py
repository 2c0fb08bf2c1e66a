"""Disagreement and correction among the passages of a question."""

from __future__ import annotations

import pytest

from bot.answering.corrections import is_retracted, says_it_corrects
from bot.answering.disagreement import disagreements
from evals.disagreement import SETS, hits_of, scores
from evals.samples import sample_passages
from vectorstore.model import Hit

SAMPLES = sample_passages()


def hits(*parts: str) -> list[Hit]:
    """All passages of the sample articles whose address ends so."""
    return [
        Hit(passage=passage, article=article, score=1.0)
        for part in parts
        for article_id, found in SAMPLES.items()
        if article_id.endswith(part)
        for passage, article in found
    ]


def test_the_sample_library_shows_both_tolls_newest_first() -> None:
    found = disagreements(
        "how many people died of overdoses?",
        hits("02/14/overdose-toll", "02/21/overdose-toll", "clinic-in-a-bank", "beijing-talks-open"),
    )
    (one,) = found.disagreements
    assert [(side.value, side.hit.article.outlet) for side in one.sides] == [
        ("112,000", "Meridian Wire"),
        ("105,000", "Pacific Courier"),
    ]
    for side in one.sides:
        text = side.hit.passage.text
        assert text[side.sentence.start : side.sentence.end] == side.sentence.text


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("how many members does the task force have?", "16", {"60"}),
        ("how many members will the drug task force have?", "16", {"60"}),
    ],
)
def test_the_corrected_number_wins_and_the_wrong_one_is_never_an_answer(
    question: str, right: str, wrong: set[str]
) -> None:
    found = disagreements(question, hits("02/02/task-force-size", "task-force-size-correction"))
    (correction,) = found.corrections
    assert correction.right.value == right
    assert wrong <= {side.value for side in correction.wrong}
    assert str(correction.on) == "2024-02-05"
    assert not found.disagreements


def test_a_correction_needs_the_outlet_whose_article_it_corrects() -> None:
    parts = [
        {"title": "Crash", "outlet": "Ridge Times", "published": "2024-03-04", "text": "The crash hurt 40 people."},
        {"title": "Correction", "outlet": "Valley Post", "published": "2024-03-05",
         "text": "The crash left 14 people hurt. An earlier version of this article gave another number."},
    ]  # fmt: skip
    found = disagreements("How many people were hurt in the crash?", hits_of(parts))
    assert not found.corrections
    assert {side.value for side in found.disagreements[0].sides} == {"40", "14"}


@pytest.mark.parametrize(
    ("title", "text", "corrects"),
    [
        ("Correction: sixteen members", "", True),
        (None, "An earlier version of this article said 300.", True),
        ("정정", "", True),
        (None, "更正：此前报道有误。", True),
        ("Korrektur", "", True),
        ("Corrección", "", True),
        ("A house of correct things", "The answer is correct.", False),
        ("Prices correct themselves", "Markets fell.", False),
    ],
)
def test_a_correction_is_known_in_several_languages(title: str | None, text: str, corrects: bool) -> None:
    assert says_it_corrects(title=title, text=text) is corrects


@pytest.mark.parametrize(
    ("sentence", "value", "retracted"),
    [
        ("An earlier version said 300.", "300", True),
        ("The article gave the number as 60, thirty from each.", "60", True),
        ("It has 16 members and not 60.", "60", True),
        ("It has 16 members and not 60.", "16", False),
        ("It is 30; an earlier version of this story said 300.", "30;", False),
        ("The number of 60 was wrong.", "60", True),
        ("Er hat 13 Mitglieder, nicht 30.", "30", True),
        ("앞서 8만 권이라고 보도한 것을 바로잡습니다.", "8만", True),
        ("东湖公园有2600棵树，而不是6000棵。", "6000", True),
    ],
)
def test_the_wrong_value_that_a_correction_repeats_is_recognised(sentence: str, value: str, retracted: bool) -> None:
    start = sentence.index(value)
    assert is_retracted(sentence, start, start + len(value.rstrip(";"))) is retracted


def test_precision_and_recall_on_the_pairs_stay(capsys: pytest.CaptureFixture[str]) -> None:
    right, found, there = scores(SETS / "disagreement.jsonl")["either"]
    assert there >= 30
    assert right >= 0.95 * found, capsys.readouterr().out
    assert right >= 0.95 * there, capsys.readouterr().out
