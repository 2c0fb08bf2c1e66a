"""The report's plots as SVG that stands in the page itself: nothing is loaded, no script runs."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from evals.comparing import Comparison
from evals.judging import Case
from evals.running import Result
from evals.scoring import DEPTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, BEFORE, AFTER, SECOND = "#333333", "#c98a2b", "#20639b", "#3caea3"


def plots(result: Result, comparison: Comparison | None) -> list[tuple[str, str]]:
    """(what it shows, SVG) of every plot for which there are figures."""
    drawn = [
        (
            "Shares with their 95 % intervals" + (", and those of before" if comparison else ""),
            _shares(result, comparison),
        ),
        ("How far down the right passage and the right article stand", _ranks(result.cases)),
        ("How long a question takes", _times(result.cases)),
        ("How well the evidence supports the labelled sentences, by the checker", _support(result.cases)),
    ]
    return [(title, svg) for title, svg in drawn if svg]


def _shares(result: Result, comparison: Comparison | None) -> str | None:
    shown = [score for score in result.scores if not score.unit and score.n and not math.isnan(score.value)]
    if not shown:
        return None
    before = {change.name: change.old for change in comparison.changes} if comparison else {}
    figure, axes = _figure(height=0.7 + 0.27 * len(shown))
    for row, score in enumerate(reversed(shown)):
        if score.low is not None and score.high is not None:
            axes.plot([score.low, score.high], [row, row], color=AFTER, linewidth=2, alpha=0.45)
        axes.plot(score.value, row, "o", color=AFTER, markersize=5)
        old = before.get(score.name)
        if old is not None:
            axes.plot(old, row, "d", color=BEFORE, markersize=5)
    axes.set_yticks(range(len(shown)), [f"{score.name} (n={score.n})" for score in reversed(shown)])
    axes.set_xlim(-0.02, 1.02)
    axes.grid(axis="x", alpha=0.3)
    return _svg(figure, "shares")


def _ranks(cases: Sequence[Case]) -> str | None:
    asked = [case for case in cases if case.kind == "answerable"]
    if not asked:
        return None
    figure, axes = _figure(height=2.6)
    told = [case.passage_rank for case in asked if case.expected]
    for name, ranks, colour in (
        ("passage", told, AFTER),
        ("article", [case.article_rank for case in asked], SECOND),
    ):
        if ranks:
            shares = [sum(rank is not None and rank <= k for rank in ranks) / len(ranks) for k in range(1, DEPTH + 1)]
            axes.plot(range(1, DEPTH + 1), shares, "o-", color=colour, label=name, markersize=4)
    axes.set_xticks(range(1, DEPTH + 1))
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("found among the first … hits")
    return _of_questions(figure, axes, "ranks")


def _times(cases: Sequence[Case]) -> str | None:
    timings = [case.answer.timings for case in cases if case.answer]
    if not timings:
        return None
    figure, axes = _figure(height=2.6)
    for name, values, colour in (
        ("search", [one.retrieve_ms for one in timings], SECOND),
        ("whole answer", [one.total_ms for one in timings], AFTER),
    ):
        axes.ecdf([max(value, 0.01) for value in values], label=name, color=colour)
    axes.set_xscale("log")
    axes.set_xlabel("milliseconds")
    return _of_questions(figure, axes, "times")


def _support(cases: Sequence[Case]) -> str | None:
    claims = [case for case in cases if case.kind == "claim" and case.support is not None]
    if not claims:
        return None
    figure, axes = _figure(height=2.4)
    parts = [("supported", True, AFTER), ("not supported", False, BEFORE)]
    axes.hist(
        [[case.support or 0.0 for case in claims if case.right is right] for _, right, _ in parts],
        bins=[step / 20 for step in range(21)],
        label=[name for name, _, _ in parts],
        color=[colour for _, _, colour in parts],
    )
    axes.set_xlabel("score of the checker")
    axes.set_ylabel("sentences")
    axes.legend(frameon=False)
    return _svg(figure, "support")


def _of_questions(figure: Figure, axes: Axes, name: str) -> str:
    """A plot of curves whose height is a share of the questions."""
    axes.set_ylabel("share of questions")
    axes.legend(frameon=False, loc="lower right")
    axes.grid(alpha=0.3)
    return _svg(figure, name)


def _figure(*, height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, height), layout="constrained")
    axes = figure.subplots()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=8, colors=INK)
    return figure, axes


def _svg(figure: Figure, name: str) -> str:
    """The figure as an element for HTML: text stays text, and the same figures give the same bytes."""
    from matplotlib import rc_context

    written = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(written, format="svg", metadata={"Creator": None, "Date": None, "Format": None, "Type": None})
    text = written.getvalue()
    return text[text.index("<svg") :]
