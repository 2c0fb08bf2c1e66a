"""How sources and runs of ingest have been doing, as an editor is shown it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ingest import reporting
from ingest.keeping.printing import counted
from ingest.keeping.showing import day_or_moment
from vectorstore.remembered import IngestRun, SourceHealth

_COUNTS = ("added", "updated", "unchanged", "removed", "withdrawn", "skipped", "failed", "missing")


def as_object(health: SourceHealth) -> dict[str, Any]:
    """One source; times in UTC, lengths of time in hours."""
    return {
        "source": health.source,
        "url": health.url,
        "kind": health.kind,
        "articles": health.articles,
        "last_turn": _stamp(health.last_turn),
        "last_success": _stamp(health.last_success),
        "failures": health.failures,
        "reason": health.reason,
        "last_new": _stamp(health.last_new),
        "usual_hours": _hours(health.usual),
        "silence_hours": _hours(health.silence),
        "silent": health.silent,
        "trouble": health.trouble,
    }


def as_text(sources: Sequence[SourceHealth]) -> str:
    """A line each, and one more where something is the matter."""
    if not sources:
        return "No web source has been ingested yet."
    lines = []
    for one in sources:
        kind = "" if one.kind == "unknown" else f" ({one.kind})"
        articles = counted(one.articles, "article")
        success = f"last success {_moment(one.last_success)}" if one.last_success else "never succeeded"
        lines.append(f"{'!' if one.trouble else ' '} {one.source}{kind}: {articles}, {success}")
        if one.trouble:
            lines.append(f"    {one.trouble}")
    return "\n".join(lines)


def run_in_short(run: IngestRun) -> dict[str, Any]:
    """One run, counts only."""
    report = run.report
    return {
        "run": run.number,
        "began_at": _stamp(run.began_at),
        "ended_at": _stamp(run.ended_at),
        **{name: report.get(name, 0) for name in _COUNTS},
        "stopped": bool(report.get("stopped")),
        "error": report.get("error"),
    }


def run_as_object(run: IngestRun) -> dict[str, Any]:
    """One run with its whole report."""
    return {"run": run.number, "began_at": _stamp(run.began_at), "ended_at": _stamp(run.ended_at)} | {
        name: value for name, value in run.report.items() if name != "run"
    }


def runs_as_text(runs: Sequence[IngestRun]) -> str:
    """A line each."""
    if not runs:
        return "No runs yet. Start one with `dateline ingest`."
    lines = []
    for run in runs:
        short = run_in_short(run)
        counts = ", ".join(f"{short[name]} {name}" for name in _COUNTS if short[name])
        ended = f"; ended early: {short['error']}" if short["error"] else "; stopped early" if short["stopped"] else ""
        lines.append(f"{run.number:5}  {_moment(run.began_at)}  {counts or 'nothing to read'}{ended}")
    return "\n".join(lines)


def run_as_text(run: IngestRun) -> str:
    """The report as it was printed, with its times."""
    summary = reporting.from_json(run.report)
    stages = "; ".join(f"{stage} {seconds:.1f} s" for stage, seconds in summary.stages.items())
    head = f"Run {run.number}, {_moment(run.began_at)} to {_moment(run.ended_at)}"
    return "\n".join([head, reporting.as_text(summary), *([f"By stage: {stages}."] if stages else [])])


def _stamp(moment: datetime | None) -> str | None:
    return day_or_moment(moment, is_day=False)


def _hours(time: timedelta | None) -> float | None:
    return None if time is None else round(time.total_seconds() / 3600, 1)


def _moment(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%d %H:%M UTC") if moment else None
