"""How the gate before the model is calibrated: what it refuses, against what it refuses wrongly.

    python -m evals.refusal ../shared/evals/news [--library DIR]      the curve of the shipped calibration
    python -m evals.refusal ../shared/evals/news --fit                fit on the even questions, report on the odd ones

FOLDER is any question set with questions to answer and questions to refuse: without their articles, unanswerable, or
of type null_query. No model is called. Halves are told by the question's number among those of its kind, from 0.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bot import startup
from bot.answering.gate import Gate
from bot.answering.refusal import CALIBRATIONS, OTHERS, Calibration, Evidence, weigh
from bot.answering.retrieving import retrieve
from bot.settings import AnswerSettings
from evals import scoring
from evals.questionsets import Question, read
from evals.running import library_for
from vectorstore.library import Library

FALSE = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3)  # false refusals at which the curve is read
RIDGE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A question, the evidence that was found for it (None: it asks for a time alone, and passes), and its half.

    `strict` is the margin of the gate before the stub, `bot/answering/gate.py`.
    """

    question: Question
    evidence: Evidence | None
    even: bool
    strict: float = math.inf

    @property
    def answerable(self) -> bool:
        return self.question.kind == "answerable"


def regression(
    features: NDArray[np.float64], right: NDArray[np.float64], *, ridge: float = RIDGE
) -> NDArray[np.float64]:
    """Logistic regression by Newton's method on standardised features; weights of the raw features.

    The constant comes first. `ridge` shrinks all but the constant.
    """
    middle, spread = features.mean(0), features.std(0) + 1e-9
    known = np.c_[np.ones(len(features)), (features - middle) / spread]
    shrink = np.diag([1e-6, *[ridge] * features.shape[1]])
    weights = np.zeros(known.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-known @ weights))
        curve = (known * (chance * (1 - chance))[:, None]).T @ known + shrink
        weights -= np.linalg.solve(curve, known.T @ (chance - right) + shrink @ weights)
    raw = weights[1:] / spread
    return np.concatenate([[weights[0] - raw @ middle], raw])


def weighed(questions: Sequence[Question], library: Library, settings: AnswerSettings) -> list[Weighed]:
    """The evidence for each question, found as the pipeline finds it."""
    found = []
    counts: dict[str, int] = {}
    for question in questions:
        number = counts[question.kind] = counts.get(question.kind, -1) + 1
        seen = retrieve(
            question.question,
            library=library,
            now=question.now or datetime.now(UTC),
            tz=settings.zone,
            k=settings.passages,
            exclude_urls=question.exclude_urls,
            rules=settings.time_rules,
        )
        evidence, strict = None, math.inf
        if not seen.only_time:
            gate = Gate(seen.subject, library, seen.told, asked=question.question)
            strict = gate.strict_margin(seen.hits, elsewhere=seen.elsewhere)
            evidence = weigh(seen.subject, seen.hits, library.frequencies(seen.subject), language=seen.told)
        found.append(Weighed(question=question, evidence=evidence, even=number % 2 == 0, strict=strict))
    return found


def margin(evidence: Evidence | None, calibration: Calibration) -> float:
    """That of the calibration; a question that asks for a time alone always passes."""
    return math.inf if evidence is None else calibration.margin(evidence)


def fitted(items: Sequence[Weighed]) -> Calibration:
    """A logistic regression on standardised features, ridge 1; its threshold refuses at most 0.09 of these wrongly.

    Where the same questions stand without their articles, only they are to be refused. Only evidence in the question's
    own language counts; `foreign` is not fitted.
    """
    twins = [one for one in items if one.answerable or one.question.kind == "without gold"]
    items = twins if any(not one.answerable for one in twins) else items
    usable = [one for one in items if one.evidence is not None and one.evidence.near is not None]
    features = np.array([_features(one.evidence) for one in usable if one.evidence])
    weights = regression(features, np.array([float(one.answerable) for one in usable]), ridge=RIDGE)
    constant, words, meaning = weights[0], weights[1:4], weights[4:]
    open_gate = Calibration(
        words=(float(words[0]), float(words[1]), float(words[2])),
        meaning=(float(meaning[0]), float(meaning[1])),
        constant=float(constant),
        least=0.0,
        foreign=None,
    )
    passed = sorted(margin(one.evidence, open_gate) for one in items if one.answerable)
    least = passed[int(0.09 * len(passed))]
    return Calibration(
        words=open_gate.words, meaning=open_gate.meaning, constant=open_gate.constant, least=least, foreign=None
    )


def _features(evidence: Evidence) -> list[float]:
    near = evidence.near
    assert near is not None
    return [evidence.coverage, evidence.coverage_of_top, evidence.names, near.similarity, near.lead]


def at_threshold(items: Sequence[Weighed], calibration: Calibration, *, shift: float = 0.0) -> tuple[float, float]:
    """(false refusals, refused of those to refuse) when the threshold is moved up by `shift`."""
    asked = [margin(one.evidence, calibration) < shift for one in items if one.answerable]
    strange = [margin(one.evidence, calibration) < shift for one in items if not one.answerable]
    return sum(asked) / len(asked), sum(strange) / len(strange)


def curve(items: Sequence[Weighed], calibration: Calibration) -> Iterator[tuple[float, float]]:
    """For each rate of false refusals in FALSE, the most that can be refused at no more than it."""
    margins = sorted(margin(one.evidence, calibration) for one in items if one.answerable)
    strange = [margin(one.evidence, calibration) for one in items if not one.answerable]
    for rate in FALSE:
        allowed = int(rate * len(margins) + 1e-9)
        shift = margins[allowed] if allowed < len(margins) else math.inf
        yield rate, sum(one < shift for one in strange) / len(strange)


def auroc(items: Sequence[Weighed], calibration: Calibration) -> float:
    """Share of (to answer, to refuse) pairs that the margin puts in order."""
    # A question that always passes is above every other; a number, since ranks are all that counts.
    scores = [min(margin(one.evidence, calibration), 1e9) for one in items]
    return scoring.auroc(scores, [one.answerable for one in items])


def table(items: Sequence[Weighed], calibration: Calibration) -> Table:
    """The gate as it is set, and the curve, for each half and for all."""
    shown = Table("part", "n", "AUROC", "false refusals", "refused", *(f"at {rate:.2f}" for rate in FALSE), box=None)
    for part, some in (
        ("even", [one for one in items if one.even]),
        ("odd", [one for one in items if not one.even]),
        ("all", list(items)),
    ):
        false, refused = at_threshold(some, calibration)
        shown.add_row(
            part,
            f"{sum(one.answerable for one in some)} + {sum(not one.answerable for one in some)}",
            f"{auroc(some, calibration):.3f}",
            f"{false:.3f}",
            f"{refused:.3f}",
            *(f"{share:.3f}" for _, share in curve(some, calibration)),
        )
    return shown


def strict_line(items: Sequence[Weighed]) -> str:
    """What the gate before the stub does as it is set, and what it could refuse at other rates of false refusals."""
    passed = sorted(one.strict for one in items if one.answerable)
    strange = [one.strict for one in items if not one.answerable]
    at = []
    for rate in FALSE:
        allowed = int(rate * len(passed) + 1e-9)
        shift = passed[allowed] if allowed < len(passed) else math.inf
        at.append(f"{rate:.2f}: {sum(one < shift for one in strange) / len(strange):.3f}")
    false = sum(one < 0 for one in passed) / len(passed)
    refused = sum(one < 0 for one in strange) / len(strange)
    return f"before the stub: false refusals {false:.3f}, refused {refused:.3f}; at " + ", ".join(at)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path, help="a data folder whose library is asked as it is")
    parser.add_argument("--fit", action="store_true")
    args = parser.parse_args(arguments)
    settings = startup.load()
    questions = read(args.folder, held=args.library is not None)
    with library_for(questions, settings, held=args.library, progress=lambda *_: None) as library:
        assert library is not None
        embedding = library.embedding or ""
        items = weighed(questions.questions, library, settings.answer)
    calibration = CALIBRATIONS.get(embedding, OTHERS)
    console = Console(width=150, highlight=False)
    kinds = sorted({one.question.kind for one in items if not one.answerable})
    if args.fit:
        calibration = fitted([one for one in items if one.even])
        console.print(str(calibration))
    for kind in kinds:
        console.print(f"{questions.name}, {embedding}: to refuse is what is {kind}")
        some = [one for one in items if one.answerable or one.question.kind == kind]
        console.print(table(some, calibration))
        console.print(strict_line(some))


if __name__ == "__main__":
    main()
