"""`dateline eval`: a question set run, its scores shown and its report written."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.startup import Settings
    from evals.comparing import Comparison
    from evals.running import Result


def evaluate(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="A question set: articles.jsonl, questions.jsonl and what goes with them."
        ),
    ],
    articles: Annotated[
        Path | None, typer.Option("--articles", metavar="PATH", help="The articles, where FOLDER has none.")
    ] = None,
    library: Annotated[
        Path | None,
        typer.Option("--library", metavar="DIR", help="Ask the library of this data folder as it is; ingest nothing."),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first N lines of each file.")] = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="OLD.json", help="Say what changed since this report.json.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where report.json and report.html go.")
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option(
            "--judge",
            metavar="KIND",
            help="Put labelled sentences, our own too, to this judge, and find its threshold.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Scores on a question set, with a report of every case that fails."""
    from evals import comparing, questionsets, reports, running
    from ingest.progress import progress_bar

    settings: Settings = context.obj
    if judge:
        _calibrate(settings, folder, judge, limit=limit, out=out, as_json=as_json)
        return
    questions = questionsets.read(folder, articles=articles, limit=limit, held=library is not None)
    old = comparing.load(compare) if compare else None
    place = out or running.place_of(questions, settings.store.dateline_data)
    reports.make_place(place)  # before the work of an hour
    with progress_bar() as progress, running.library_for(questions, settings, held=library, progress=progress) as held:
        result = running.run(questions, held, settings, progress=progress)
    report = reports.as_json(result, limit=limit)
    comparison = comparing.compared(old, report) if old else None
    page = reports.write(result, place, comparison=comparison, limit=limit)
    if as_json:
        del report["cases"]
        changes = {"changes": reports.changes_as_json(comparison)} if comparison else {}
        typer.echo(json.dumps(report | changes | {"report": str(page)}, ensure_ascii=False))
    else:
        _show(result, comparison, page)
    errors = [case for case in result.cases if case.error]
    for case in errors:
        typer.echo(f"{case.name}: {case.error}", err=True)
    if errors:
        raise typer.Exit(1)


def _calibrate(
    settings: Settings, folder: Path, kind: str, *, limit: int | None, out: Path | None, as_json: bool
) -> None:
    """Judge the labelled sentences of a folder, and our own; nothing else of it is run."""
    from evals import calibration
    from ingest.progress import progress_bar

    labelled = {(one.set, one.id): one for one in calibration.read(folder, limit=limit)}
    labelled |= {(one.set, one.id): one for one in calibration.read_own(limit=limit)}
    judge = calibration.judge_of(settings.answer, kind)
    with progress_bar() as progress:
        found = calibration.calibrate(judge, [*labelled.values()], progress=progress)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        calibration.dump(found, out / "judged.jsonl")
    typer.echo(json.dumps(calibration.as_json(found), ensure_ascii=False) if as_json else calibration.as_text(found))


def _show(result: Result, comparison: Comparison | None, page: Path) -> None:
    from rich.console import Console

    from evals import reports

    # Where nobody looks at a screen, no line is broken.
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    console.print(reports.table(result.scores, comparison))
    said = [f"{len(result.failing)} of {len(result.cases)} cases fail: {page}"]
    if comparison:
        said += [f"{name}: {old} before, {new} now" for name, old, new in comparison.set_up]
        for word, names in (("Broken", comparison.broken), ("Mended", comparison.mended)):
            said.append(f"{word} since {comparison.made}: {', '.join(names) or 'none'}")
    console.print("\n".join(said), markup=False, soft_wrap=True)
