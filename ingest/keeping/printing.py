"""What the commands of `dateline library` share: the library that they open, and one object for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from vectorstore.library import Library

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def opened() -> Library:
    """The library that DATELINE_DATA names, for reading."""
    from vectorstore.library import Library
    from vectorstore.settings import StoreSettings

    return Library.open(StoreSettings())


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 article", "2,000 articles"."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def print_object(found: dict[str, Any]) -> None:
    """One JSON object on a line, as programs read it."""
    typer.echo(json.dumps(found, ensure_ascii=False))
