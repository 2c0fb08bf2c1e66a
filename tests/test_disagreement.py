"""Disagreement and correction among the passages of a question."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.answering.contrasting import contrasted
from bot.answering.corrections import is_retracted, says_it_corrects
from bot.answering.disagreement import Findings, Relates, disagreements
from bot.answering.judging.judge import Opinion, Pair, Relation
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


@pytest.mark.parametrize(
    ("name", "recall"),
    [("disagreement", 0.3), ("disagreement_kinds", 0.8)],  # of all kinds; half of the first are no numbers
)
def test_what_words_alone_call_a_disagreement_is_one(
    name: str, recall: float, capsys: pytest.CaptureFixture[str]
) -> None:
    found = scores(SETS / f"{name}.jsonl")
    right, said, there = found["disagreement"]
    assert said >= 10
    assert right >= 0.95 * said, capsys.readouterr().out
    assert right >= recall * there, capsys.readouterr().out
    right, said, there = found["correction"]
    assert right == said == there, capsys.readouterr().out


def test_a_judge_that_says_that_they_differ_finds_the_disagreements_of_every_kind() -> None:
    right, _, there = scores(
        SETS / "disagreement.jsonl", show=False, relates=lambda pairs: [_says("differs")] * len(pairs)
    )["disagreement"]
    assert right >= 0.95 * there


def _says(verdict: Relation) -> Opinion[Relation]:
    return Opinion(verdict=verdict, probability=0.9, by="scripted")


MARCH = (
    ("Hill Post", "Police say that 8,000 people marched in Lumen on Saturday."),
    ("Bay Mail", "On Saturday 30,000 people marched in Lumen, the organisers said."),
)
DESIGNER = (
    ("Hill Post", "Ana Ruiz designed the concert hall of Lumen."),
    ("Bay Mail", "Tomas Reke designed the concert hall of Lumen."),
)


def pair(question: str, sides: tuple[tuple[str, str], tuple[str, str]], relates: Relates | None) -> Findings:
    parts = [{"title": "Lumen", "outlet": o, "published": "2024-03-10", "text": text} for o, text in sides]
    return disagreements(question, hits_of(parts), relates=relates)


@pytest.mark.parametrize("verdict", ["same", "update", "other"])
def test_a_judge_overrules_what_words_take_for_a_disagreement(verdict: Relation) -> None:
    question = "How many people marched in Lumen on Saturday?"
    assert pair(question, MARCH, None).disagreements
    assert not pair(question, MARCH, lambda pairs: [_says(verdict)] * len(pairs)).disagreements


def test_words_say_nothing_of_persons_and_a_judge_does() -> None:
    question = "Who designed the concert hall of Lumen?"
    assert not pair(question, DESIGNER, None).disagreements
    assert pair(question, DESIGNER, lambda pairs: [_says("differs")] * len(pairs)).disagreements


def test_words_decide_where_a_judge_has_no_opinion() -> None:
    question = "How many people marched in Lumen on Saturday?"
    asked_about: list[Pair] = []

    def silent(pairs: Sequence[Pair]) -> Sequence[None]:
        asked_about.extend(pairs)
        return [None] * len(pairs)

    assert pair(question, MARCH, silent).disagreements
    assert {one.one for one in asked_about} <= {text for _, text in MARCH}


def test_an_article_of_no_known_outlet_corrects_no_other() -> None:
    texts = {
        "2024-02-02": "900 people work at the Lund works.",
        "2024-02-04": "An earlier article gave the number as 900. 1,400 people work at the Lund works.",
    }
    parts = [{"title": "Lund works", "outlet": None, "published": day, "text": text} for day, text in texts.items()]
    found = disagreements("How many people work at the Lund works?", hits_of(parts))
    ids = {side.hit.article.id for one in found.corrections for side in one.wrong}
    assert ids <= {"None/1"}


def test_a_side_that_its_outlet_took_back_is_none() -> None:
    hits = hits_of([{"title": "Lumen", "outlet": o, "published": "2024-03-10", "text": text} for o, text in MARCH])
    both = contrasted("How many people marched in Lumen on Saturday?", hits)
    assert both.disagree
    assert both.without(lambda sentence, hit: False) == both
    assert not both.without(lambda sentence, hit: hit.article.outlet == "Bay Mail").disagree
