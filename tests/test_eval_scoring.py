"""Figures and their intervals, what counts as found, and what is read from each format of question set."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from evals import scoring
from evals.comparing import Change, compared, load
from evals.disagreement import hits_of
from evals.questionsets import QuestionSetError, read
from vectorstore.model import Hit


def hit(url: str, text: str) -> Hit:
    (found,) = hits_of([{"title": "A title", "outlet": "An outlet", "published": "2024-01-01", "text": text}])
    return replace(found, article=replace(found.article, url=url))


@pytest.mark.parametrize(
    ("text", "answers", "holds"),
    [
        ("The UPS strike", ["ups"], True),
        ("Cups and saucers", ["ups"], False),
        ("It cost $40,000.", ["40,000"], True),
        ("It cost 140,000.", ["40,000"], False),
        ("Ｆｕｌｌ width", ["full width"], True),
        ("one or the other", ["neither", "the other"], True),
        ("anything", [], False),
        ("한 해 전보다 37퍼센트가 늘었다", ["37퍼센트"], True),
        ("美方代表团由达斯卡尔率领", ["达斯卡尔"], True),
        ("美方代表团由达斯卡尔率领", ["王小洪"], False),
    ],
)
def test_an_answer_counts_only_as_whole_words(text: str, answers: list[str], holds: bool) -> None:
    assert scoring.holds_answer(text, answers) is holds


def test_a_passage_counts_only_when_it_is_gold_and_holds_the_answer() -> None:
    hits = [hit("a", "it was Kansas"), hit("gold", "it was a state"), hit("gold", "it was Kansas")]
    assert scoring.passage_rank(hits, {"gold"}, ["Kansas"]) == 3
    assert scoring.article_rank(hits, {"gold"}) == 2
    assert scoring.passage_rank(hits[:2], {"gold"}, ["Kansas"]) is None


def test_ranks_below_the_tenth_count_for_nothing() -> None:
    scores = {score.name: score.value for score in scoring.ranked("passage", [1, 2, 10, 11, None])}
    assert scores["passage MRR@10"] == pytest.approx((1 + 0.5 + 0.1) / 5)
    assert scores["passage hit@1"] == pytest.approx(0.2)
    assert scores["passage hit@4"] == pytest.approx(0.4)


def test_wilsons_interval_is_that_of_the_published_example() -> None:
    # 81 of 263: 0.2553 to 0.3662 (R. G. Newcombe, Statistics in Medicine 17, 1998, table I, method 3).
    score = scoring.share("x", [True] * 81 + [False] * 182)
    assert score.low == pytest.approx(0.2553, abs=2e-4)
    assert score.high == pytest.approx(0.3662, abs=2e-4)
    none = scoring.share("x", [False] * 10)
    assert none.low == 0.0
    assert none.high == pytest.approx(0.2775, abs=2e-4)


def test_the_bootstrap_holds_the_true_mean_about_as_often_as_it_says() -> None:
    dice = random.Random(3)
    held = 0
    for _ in range(200):
        low, high = scoring.bootstrap([dice.random() for _ in range(60)])
        held += low <= 0.5 <= high
    assert 0.88 <= held / 200 <= 1.0
    assert scoring.bootstrap([0.0, 1.0, 1.0]) == scoring.bootstrap([0.0, 1.0, 1.0])


def test_nothing_measured_is_no_figure_and_no_error() -> None:
    for score in (scoring.share("x", []), scoring.mean("x", []), scoring.percentile("x", [], 50, unit="ms")):
        assert math.isnan(score.value)
        assert score.n == 0


@pytest.mark.parametrize(
    ("old", "new", "better", "verdict"),
    [
        (0.5, 0.6, "higher", "better"),
        (0.5, 0.6, "lower", "worse"),
        (0.5, 0.5, "lower", "same"),
        (0.5, 0.6, "neither", ""),
        (None, 0.6, "higher", ""),
    ],
)
def test_whether_a_change_is_good_depends_on_the_figure(
    old: float | None, new: float, better: scoring.Better, verdict: str
) -> None:
    assert Change(name="x", old=old, new=new, unit="", better=better).verdict == verdict


FORMATS: dict[str, tuple[dict[str, list[dict[str, Any]]], list[tuple[str, bool]], int]] = {
    "news": (
        {
            "articles": [{"url": "u", "text": "t"}],
            "questions": [{"id": 1, "asked_on": "2022-09-08", "question": "q?", "answers": ["a"], "gold_urls": ["u"]}],
            "without_gold": [{"id": 1, "question": "q?", "exclude_urls": ["u"]}],
            "unanswerable": [{"id": 2, "question": "r?", "answers": [], "gold_urls": []}],
        },
        [("answerable 1", True), ("without gold 1", False), ("unanswerable 2", False)],
        0,
    ),
    "facts": (
        {
            "facts": [
                {
                    "fact_id": "f0",
                    "fact": "One.",
                    "title": "T",
                    "source": "O",
                    "url": "u",
                    "published_at": "2023-09-26",
                },
                {
                    "fact_id": "f1",
                    "fact": "Two.",
                    "title": "T",
                    "source": "O",
                    "url": "u",
                    "published_at": "2023-09-26",
                },
            ],
            "questions": [
                {"id": "a", "question": "q?", "type": "inference_query", "answer": "X", "gold_fact_ids": ["f1"]},
                {"id": "b", "question": "r?", "type": "null_query", "answer": "none", "gold_fact_ids": []},
            ],
        },
        [("answerable a", True), ("unanswerable b", False)],
        1,
    ),
    "inputs": (
        {
            "answerable": [{"id": "a", "input": "q", "passages": [{"title": "T", "text": "One."}]}],
            "unanswerable": [{"id": "b", "input": "r", "passages": [{"title": "T", "text": "Two."}]}],
        },
        [("answerable a", True), ("unanswerable b", False)],
        2,
    ),
    "texts": (
        {
            "questions": [
                {"lang": "ko", "title": "T", "text": "One.", "question": "q?", "answers": ["One"]},
                {"lang": "ko", "title": "T", "text": "One.", "question": "r?", "answers": ["One"]},
            ]
        },
        [("answerable ko-0", True), ("answerable ko-1", True)],
        1,
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_of_question_set_is_read(name: str, tmp_path: Path) -> None:
    files, cases, records = FORMATS[name]
    for stem, rows in files.items():
        (tmp_path / f"{stem}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = read(tmp_path)
    assert [(question.case, bool(question.gold_urls)) for question in found.questions] == cases
    assert len(found.records) == records
    assert len({question.case for question in found.questions}) == len(cases)
    urls = {row["url"] for row in found.records}
    assert not urls or all(question.gold_urls <= urls for question in found.questions)


def test_a_question_is_asked_on_its_own_day(tmp_path: Path) -> None:
    for stem, rows in FORMATS["news"][0].items():
        (tmp_path / f"{stem}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    first, second, _ = read(tmp_path).questions
    assert first.now == datetime(2022, 9, 8, 12, tzinfo=UTC)
    assert second.now is None
    assert second.exclude_urls == ("u",)


def test_facts_of_one_article_become_one_article(tmp_path: Path) -> None:
    for stem, rows in FORMATS["facts"][0].items():
        (tmp_path / f"{stem}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (record,) = read(tmp_path).records
    assert record["text"] == "One.\n\nTwo."


CLAIM = '{"id": 1, "claim": "x", "evidence": ["x"], "label": "supported"}'


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, r"holds no questions\.jsonl"),
        ({"questions": "{"}, r"questions\.jsonl line 1 is not JSON"),
        ({"questions": "[1]"}, r"questions\.jsonl line 1 is not a JSON object"),
        ({"questions": '{"id": 1}'}, "a line lacks 'question'"),
        ({"questions": '{"id": 1, "question": "who?"}'}, "name the articles with --articles"),
        ({"claims": '{"id": 1, "claim": "x"}'}, "a line lacks 'label'"),
    ],
)
def test_a_set_that_can_not_be_run_is_told_in_words(tmp_path: Path, files: dict[str, str], said: str) -> None:
    for name, text in files.items():
        (tmp_path / f"{name}.jsonl").write_text(text + "\n", encoding="utf-8")
    with pytest.raises(QuestionSetError, match=said) as told:
        read(tmp_path)
    assert str(tmp_path) not in str(told.value)


def test_a_folder_that_is_not_there_is_told() -> None:
    with pytest.raises(QuestionSetError, match="There is no folder"):
        read(Path("nowhere"))


@pytest.mark.parametrize(
    ("text", "said"), [(None, "can't be read"), (CLAIM, "is not a rep"), ("{", "is not a rep"), ("[]", "is not a rep")]
)
def test_an_old_report_that_is_none_is_told(tmp_path: Path, text: str | None, said: str) -> None:
    old = tmp_path / "old.json"
    if text is not None:
        old.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionSetError, match=rf"old\.json {said}"):
        load(old)


def report(
    name: str = "lake", *, value: float = 0.5, fails: Collection[str] = (), model: str = "stub"
) -> dict[str, Any]:
    return {
        "set": name,
        "made": "2024-01-01",
        "model": model,
        "scores": [{"name": "right", "value": value, "unit": "", "better": "higher"}],
        "cases": [{"name": case, "problems": ["wrong"] if case in fails else []} for case in ("a", "b", "c")],
    }


def test_two_reports_show_what_moved_what_broke_and_what_was_mended() -> None:
    found = compared(report(fails="a"), report(value=0.6, fails="bc", model="other"))
    assert (found.broken, found.mended) == (("b", "c"), ("a",))
    assert found.set_up == (("model", "stub", "other"),)
    (change,) = found.changes
    assert change.verdict == "better"
    assert change.by == pytest.approx(0.1)


def test_a_report_beside_itself_shows_no_change() -> None:
    found = compared(report(fails="a"), report(fails="a"))
    assert (found.broken, found.mended, found.set_up, found.changes[0].verdict) == ((), (), (), "same")


def test_reports_of_two_sets_are_not_compared() -> None:
    with pytest.raises(QuestionSetError, match="of the set lake, this one of river"):
        compared(report("lake"), report("river"))
