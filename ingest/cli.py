"""`dateline ingest`: the command, its progress bar and its summary."""

from __future__ import annotations

import json
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ingest.progress import progress_bar
from language.wrapping import tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ingest.reporting import Summary
    from ingest.settings import IngestSettings
    from vectorstore.settings import StoreSettings

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="Folders and files (.txt, .md, .html, .pdf, .docx, .jsonl with an article a line, gzip of these); "
            "addresses of articles, feeds and sitemaps; sources.yaml files.",
        ),
    ],
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the articles whose files are gone from these paths.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be added, changed and removed; write nothing.")
    ] = False,
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="TIME", help="Repeat at this interval, such as 10m, until stopped."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Let the provider in EMBEDDING re-embed the whole library.")
    ] = False,
    label: Annotated[
        str | None,
        typer.Option("--label", metavar="NAME", help="Name of the folder as a source (default: its host and path)."),
    ] = None,
    until_closed: Annotated[
        bool, typer.Option("--until-closed", hidden=True, help="Stop when standard input is closed, as on SIGTERM.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Add and update articles from files, folders and the web. Unchanged ones cost nothing to run again."""
    from ingest import reporting
    from ingest.errors import UsageError
    from ingest.scheduling import interval, repeat
    from ingest.settings import IngestSettings
    from ingest.stopping import stop_when_closed
    from ingest.syncing import sync
    from vectorstore.settings import StoreSettings

    if every and dry_run:
        raise UsageError("--dry-run changes nothing, so --every would only repeat it: use one of them.")
    again = interval(every) if every else None
    settings, reading = StoreSettings(), IngestSettings()
    if until_closed:
        stop_when_closed(sys.stdin.fileno())

    def run() -> Summary:
        with progress_bar() as progress:
            return sync(
                paths,
                settings=settings,
                ingest=reading,
                prune=prune,
                dry_run=dry_run,
                progress=progress,
                scheduled=again is not None,
                agreed=yes,
                label=label,
            )

    def show(summary: Summary) -> None:
        if as_json:
            typer.echo(json.dumps(reporting.as_json(summary), ensure_ascii=False))
        else:
            tell(reporting.as_text(summary))

    def failed(error: Exception) -> None:
        typer.echo(f"dateline: {error} This turn is left out.", err=True)

    if again is not None:
        raise typer.Exit(repeat(run, every=again, show=show, failed=failed))
    summary = run()
    show(summary)
    if summary.exit_code:
        raise typer.Exit(summary.exit_code)


def read_and_tell(
    sources: Sequence[str | Path], *, settings: StoreSettings, reading: IngestSettings, prune: bool = False
) -> Summary:
    """One run of ingest for a person who watches: with the bar, and what came of it printed. Raises DatelineError."""
    from ingest import reporting
    from ingest.syncing import sync

    with progress_bar() as progress:
        summary = sync(sources, settings=settings, ingest=reading, prune=prune, progress=progress)
    tell(reporting.as_text(summary))
    return summary


def main() -> None:
    """`python -m ingest`: the command alone, with its errors in words."""
    from pydantic import ValidationError

    from vectorstore.errors import DatelineError

    # Until a run minds the signal itself, Python's default would end the process with no exit code of ours.
    signal.signal(signal.SIGTERM, _terminated)
    try:
        app()
    except DatelineError as error:
        typer.echo(f"dateline: {error}", err=True)
        sys.exit(error.exit_code)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            name = str(detail["loc"][0]).upper() if detail["loc"] else "settings"
            typer.echo(f"dateline: {name}: {detail['msg']}", err=True)
        sys.exit(2)


def _terminated(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
