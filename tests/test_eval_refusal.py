"""The gate's calibration: the figures that evals publish are those of the gate that ships."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.answering.refusal import CALIBRATIONS, OTHERS, Calibration, Evidence, Nearness, lets_pass
from evals import ablation, refusal
from evals.disagreement import SETS
from evals.questionsets import Question, QuestionSetError
from evals.refusal import FALSE, Weighed, at_threshold, auroc, curve, fitted, margin
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

ALL = [*CALIBRATIONS.items(), ("another", OTHERS)]


def some_evidence(dice: random.Random, *, good: bool | None = None) -> Evidence:
    lift = 0.0 if good is None else 0.25 if good else -0.25

    def drawn() -> float:
        return min(1.0, max(0.0, dice.random() * 0.6 + 0.2 + lift))

    def nearness() -> Nearness | None:
        return Nearness(similarity=drawn(), lead=drawn() / 5) if good is not None or dice.random() < 0.8 else None

    return Evidence(
        coverage=drawn(), coverage_of_top=drawn(), names=drawn(), near=nearness(),
        foreign=nearness() if good is None else None,
    )  # fmt: skip


@pytest.mark.parametrize(("embedding", "calibration"), ALL, ids=[name for name, _ in ALL])
def test_the_margin_that_is_measured_decides_as_the_gate_does(embedding: str, calibration: Calibration) -> None:
    dice = random.Random(5)
    decided = set()
    for _ in range(300):
        evidence = some_evidence(dice)
        passes = margin(evidence, calibration) >= 0
        assert passes == lets_pass(evidence, embedding)
        decided.add(passes)
    assert decided == {True, False}


def items(count: int = 80, *, seed: int = 9) -> list[Weighed]:
    dice = random.Random(seed)
    return [
        Weighed(
            question=Question(id=str(n), kind="answerable" if good else "without gold", question="q"),
            evidence=some_evidence(dice, good=good),
            even=n % 2 == 0,
        )
        for n in range(count)
        for good in (True, False)
    ]


def test_a_fit_tells_apart_what_it_was_not_fitted_on_and_keeps_to_its_false_refusals() -> None:
    found = items()
    even, odd = [one for one in found if one.even], [one for one in found if not one.even]
    calibration = fitted(even)
    false, refused = at_threshold(even, calibration)
    assert false <= 0.09
    assert refused > 0.8
    assert auroc(odd, calibration) > 0.9


def test_a_curve_never_refuses_less_for_more_false_refusals_and_agrees_with_the_threshold() -> None:
    found = items()
    calibration = fitted(found)
    points = list(curve(found, calibration))
    assert [rate for rate, _ in points] == list(FALSE)
    assert [share for _, share in points] == sorted(share for _, share in points)
    false, refused = at_threshold(found, calibration)
    beyond = min(share for rate, share in points if rate >= false)
    assert refused <= beyond


def test_a_question_for_a_time_alone_is_never_refused() -> None:
    lone = Weighed(question=Question(id="1", kind="answerable", question="q"), evidence=None, even=True)
    stranger = items(1)[1]
    assert at_threshold([lone, stranger], CALIBRATIONS["local:minilm"])[0] == 0.0


@pytest.fixture
def without_articles(apart: Path) -> Path:
    """A set of two questions of each kind, in a folder that holds no articles."""
    folder = apart / "few"
    folder.mkdir()
    for name in ("questions", "without_gold", "unanswerable"):
        lines = (SETS / "small" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[:2]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("measure", "shows"), [(refusal.main, "false refusals"), (ablation.main, "words alone")])
def test_a_set_without_articles_is_measured_over_a_library_that_holds_them(
    measure: Callable[[Sequence[str]], None], shows: str, without_articles: Path, sample: Library,
    sample_settings: StoreSettings, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with pytest.raises(QuestionSetError, match=r"few has no articles\.jsonl"):
        measure([str(without_articles)])
    measure([str(without_articles), "--library", str(sample_settings.dateline_data)])
    said = capsys.readouterr().out
    assert "few, local:minilm" in said
    assert shows in said
