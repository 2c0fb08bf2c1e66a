"""`dateline sources`: the list of places that a library is fed from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

sources = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Look after sources.yaml: add places, import a feed reader's list.",
)


@sources.command("add")
def add(
    places: Annotated[
        list[str], typer.Argument(metavar="PLACE", help="Folders, files, addresses of feeds and sites, OPML files.")
    ],
    into: Annotated[
        Path, typer.Option("--into", metavar="YAML", help="The list to add to; it is made where there is none.")
    ] = Path("sources.yaml"),
) -> None:
    """Add places to sources.yaml. What the list has is left as it is."""
    tell_added(places, into)


def tell_added(places: Sequence[str], into: Path) -> None:
    """Add places to a sources.yaml and say how many were new. Raises UsageError."""
    from ingest.sources.sheet import add_places

    added = add_places(places, into)
    typer.echo(f"{into}: {added.new} {'source' if added.new == 1 else 'sources'} added, {added.known} there already.")


@sources.command("import")
def import_feeds(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file, as feed readers export it.")],
    into: Annotated[
        Path, typer.Option("--into", metavar="YAML", help="The list to add to; it is made where there is none.")
    ] = Path("sources.yaml"),
) -> None:
    """Add a feed reader's feeds to sources.yaml, the folders as tags. What the list has is left as it is."""
    from ingest.sources.opml import read_opml
    from ingest.sources.sheet import add_sources

    found = read_opml(file)
    added = add_sources(found.sources, into)
    typer.echo(f"{into}: {added.new} {'feed' if added.new == 1 else 'feeds'} added, {added.known} there already.")
    for name in found.unusable:
        typer.echo(f"left out: {name}, whose address can't be asked")
