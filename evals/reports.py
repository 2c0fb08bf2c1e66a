"""What a run says: a table, an object for programs (report.json), and one page for people (report.html)."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answering.checking import Verdict
from bot.answering.rendering import as_json as answer_as_json
from bot.answering.rendering import shown_date
from evals.comparing import Comparison
from evals.judging import Case
from evals.pages import page
from evals.questionsets import QuestionSetError
from evals.running import Result
from evals.scoring import Score
from vectorstore.model import Hit

if TYPE_CHECKING:
    from rich.table import Table

TEMPLATE = Path(__file__).with_name("report.html.jinja")


def as_json(result: Result, *, limit: int | None = None) -> dict[str, Any]:
    """The object that report.json holds; keys are added over time, never renamed.

    `{set, made, seconds, limit, articles, passages, model, embedding, prompt, scores: [{name, value, low, high, n,
    unit, better}], failing, cases: [{name, kind, question, problems, ...}]}`. A failing case has all that is needed
    to see why: `passages` with their scores, `prompt`, `raw` and `checks`. Figures without cases are null.
    """
    return {
        "set": result.questions.name,
        "made": result.made.isoformat(timespec="seconds"),
        "seconds": round(result.seconds, 1),
        "limit": limit,
        "articles": result.articles,
        "passages": result.passages,
        "model": result.model,
        "embedding": result.embedding,
        "prompt": result.prompt,
        "scores": [_score(score) for score in result.scores],
        "failing": len(result.failing),
        "cases": [_case(case) for case in result.cases],
    }


def _score(score: Score) -> dict[str, Any]:
    def rounded(value: float | None) -> float | None:
        return None if value is None or math.isnan(value) else round(value, 4)

    return {
        "name": score.name,
        "value": rounded(score.value),
        "low": rounded(score.low),
        "high": rounded(score.high),
        "n": score.n,
        "unit": score.unit,
        "better": score.better,
    }


def _case(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": case.name,
        "kind": case.kind,
        "question": case.asked,
        "problems": [*case.problems, *([case.error] if case.error else [])],
    }
    if case.kind == "claim":
        return found | {"supported": case.right, "held": case.held, "score": case.support}
    found |= {
        "now": case.now.isoformat() if case.now else None,
        "article_rank": case.article_rank,
        "passage_rank": case.passage_rank,
        "right": case.right,
        "cited": case.cited,
        "refused": case.refused,
        "answer": answer_as_json(case.answer)["answer"] if case.answer else None,
    }
    if not found["problems"] or case.answer is None:
        return found
    return found | {
        "expected": list(case.expected),
        "refused_by": case.answer.refused_by,
        "citations": answer_as_json(case.answer)["citations"],
        "passages": [_passage(hit) for hit in case.answer.hits],
        "prompt": [{"role": role, "content": content} for role, content in case.prompt],
        "raw": case.raw,
        "checks": [_check(verdict) for verdict in case.answer.verdicts],
    }


def _passage(hit: Hit) -> dict[str, Any]:
    return {
        "title": hit.article.headline,
        "url": hit.article.url,
        "date": shown_date(hit.article),
        "score": round(hit.score, 5),
        "similarity": None if hit.similarity is None else round(hit.similarity, 4),
        "dense_rank": hit.dense_rank,
        "lexical_rank": hit.lexical_rank,
        "text": hit.passage.text,
    }


def _check(verdict: Verdict) -> dict[str, Any]:
    return {
        "sentence": verdict.sentence,
        "outcome": verdict.outcome,
        "cited": list(verdict.cited),
        "sources": list(verdict.sources),
        "reason": verdict.reason,
        "score": round(verdict.score, 3),
    }


def changes_as_json(comparison: Comparison) -> dict[str, Any]:
    """`{made, set_up, scores: [{name, old, new, by, verdict}], broken, mended, only_old, only_new}`."""
    return {
        "made": comparison.made,
        "set_up": [{"name": name, "old": old, "new": new} for name, old, new in comparison.set_up],
        "scores": [
            {"name": one.name, "old": one.old, "new": one.new, "by": one.by, "verdict": one.verdict}
            for one in comparison.changes
        ],
        "broken": list(comparison.broken),
        "mended": list(comparison.mended),
        "only_old": comparison.only_old,
        "only_new": comparison.only_new,
    }


def make_place(folder: Path) -> None:
    """The folder for the reports. Raises QuestionSetError where there can be none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuestionSetError(f"{folder} can't hold the reports ({error.strerror}): name a folder.") from error


def write(result: Result, folder: Path, *, comparison: Comparison | None, limit: int | None) -> Path:
    """Write report.json and report.html into a folder; the page's path."""
    make_place(folder)
    report = as_json(result, limit=limit)
    if comparison:
        report["changes"] = changes_as_json(comparison)
    text = json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    shown = folder / "report.html"
    shown.write_text(as_html(result, comparison=comparison, limit=limit), encoding="utf-8")
    return shown


def as_html(result: Result, *, comparison: Comparison | None = None, limit: int | None = None) -> str:
    """One page that loads nothing: scores, plots, what changed, and every failing case, to be opened."""
    from markupsafe import Markup

    from evals.plots import plots

    return page(
        TEMPLATE,
        filters={"figure": figure},
        report=as_json(result, limit=limit),
        scores=result.scores,
        failing=result.failing,
        changes=comparison,
        # Matplotlib escapes what it draws; only its own SVG goes in as markup.
        plots=[(title, Markup(svg)) for title, svg in plots(result, comparison)],
    )


def figure(value: float | None, unit: str = "") -> str:
    """A figure as people read it: three digits of a share, whole milliseconds and tokens."""
    if value is None or math.isnan(value):
        return "–"
    return f"{value:.3f}" if not unit else f"{value:,.0f} {unit}" if value >= 10 else f"{value:.1f} {unit}"


def table(scores: Sequence[Score], comparison: Comparison | None = None) -> Table:
    """The scores for the terminal; with a comparison, what they were."""
    from rich.table import Table

    before = {change.name: change for change in comparison.changes} if comparison else {}
    shown = Table("score", "value", "95 %", "n", *(("before", "change") if comparison else ()), box=None)
    for column in shown.columns[1:]:
        column.justify = "right"
    for score in scores:
        ends = "" if score.low is None or score.high is None else f"{figure(score.low)} – {figure(score.high)}"
        cells = [score.name, figure(score.value, score.unit), "" if score.unit else ends, str(score.n)]
        if comparison:
            change = before[score.name]
            by = "" if change.by is None else f"{change.by:+.3f}" if not change.unit else f"{change.by:+,.1f}"
            cells += [figure(change.old, change.unit), f"{by} {change.verdict}".strip()]
        shown.add_row(*cells)
    return shown
