"""`dateline sources`: the list of places that a library is fed from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

sources = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Look after sources.yaml: import a feed reader's list.",
)


@sources.callback()
def _sources() -> None:
    """Commands on sources.yaml."""


@sources.command("import")
def import_feeds(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file, as feed readers export it.")],
    into: Annotated[
        Path, typer.Option("--into", metavar="YAML", help="The list to add to; it is made where there is none.")
    ] = Path("sources.yaml"),
) -> None:
    """Add a feed reader's feeds to sources.yaml, the folders as tags. What the list has is left as it is."""
    from ingest.sources.opml import add_sources, read_opml

    found = read_opml(file)
    added = add_sources(found.sources, into)
    typer.echo(f"{into}: {added.new} {'feed' if added.new == 1 else 'feeds'} added, {added.known} there already.")
    for name in found.unusable:
        typer.echo(f"left out: {name}, whose address can't be asked")
