"""`dateline library` for the library as a whole: rebuild, own, export, back up, restore."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ingest.keeping.printing import Json, counted, opened, print_object
from ingest.progress import progress_bar

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]


def add_to(library: typer.Typer) -> None:
    """Give these commands to the group."""
    for command in (rebuild, own, export, backup, restore):
        library.command()(command)


def rebuild(as_json: Json = False) -> None:
    """Rebuild the index from the catalogue; nothing is embedded again."""
    from vectorstore.library import Library
    from vectorstore.settings import StoreSettings

    settings = StoreSettings()
    with progress_bar() as progress:
        Library.rebuild(settings, progress=progress)
    with opened() as held:
        counts = {"articles": held.count_articles(), "passages": held.count_passages()}
    if as_json:
        print_object(counts)
    else:
        typer.echo(f"Index rebuilt: {_sum(counts['articles'], counts['passages'])}.")


def own(
    take_over: Annotated[
        bool,
        typer.Option("--take-over", help="Keep the vectors on the Chroma server: the library that had them is gone."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Give a copied or restored library vectors of its own on a Chroma server; nothing is embedded again."""
    from vectorstore.library import Library
    from vectorstore.settings import StoreSettings

    settings = StoreSettings()
    with progress_bar() as progress:
        Library.own(settings, take_over=take_over, progress=progress)
    with opened() as held:
        counts = {"articles": held.count_articles(), "passages": held.count_passages()}
    if as_json:
        print_object(counts)
    else:
        vectors = "has taken over its vectors" if take_over else "has vectors of its own"
        typer.echo(f"The library {vectors}: {_sum(counts['articles'], counts['passages'])}.")


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Output file; -: stdout.")], as_json: Json = False
) -> None:
    """Write all articles as JSON Lines; `dateline ingest FILE` brings them into another library."""
    from ingest.errors import UsageError
    from ingest.keeping import exporting

    if str(file) != "-" and file.suffix != ".jsonl":
        raise UsageError(f"{file.name}: give it a name that ends with .jsonl, so that ingest knows what it is.")
    with opened() as held:
        if str(file) == "-":
            for line in exporting.lines(held):
                sys.stdout.write(f"{line}\n")
            return
        replaced = _written_at(file)
        count = exporting.write(held, file)
    if as_json:
        print_object({"articles": count, "file": file.name, "replaced": replaced})
    else:
        typer.echo(f"Wrote {counted(count, 'article')} to {file.name}.{_in_place_of(replaced)}")


def backup(file: BackupFile, as_json: Json = False) -> None:
    """Save the whole library into one file; the bot may answer and ingest may run meanwhile."""
    from vectorstore.backups.making import backup as make
    from vectorstore.settings import StoreSettings

    replaced = _written_at(file)
    made = make(StoreSettings(), file)
    size = file.stat().st_size
    if as_json:
        counted = {"articles": made.articles, "passages": made.passages}
        print_object({"file": file.name, "bytes": size, **counted, "replaced": replaced})
    else:
        counts = f"{_sum(made.articles, made.passages)}, {size / 1e6:.1f} MB"
        typer.echo(f"Saved the library to {file.name}: {counts}.{_in_place_of(replaced)}")


def _sum(articles: int, passages: int) -> str:
    return f"{counted(articles, 'article')}, {counted(passages, 'passage')}"


def _written_at(file: Path) -> str | None:
    """When a file that is about to be replaced was written; None where there is none."""
    if not file.is_file():
        return None
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="minutes").replace("+00:00", "Z")


def _in_place_of(replaced: str | None) -> str:
    return f" It replaced the file of {replaced}." if replaced else ""


def restore(
    file: BackupFile,
    yes: Annotated[bool, typer.Option("--yes", help="Replace the library without asking.")] = False,
    as_json: Json = False,
) -> None:
    """Bring a backup back in place of the library; a bot that runs goes on with it."""
    from vectorstore.backups.restoring import restore as bring_back
    from vectorstore.settings import StoreSettings

    if file.is_file() and not yes:
        _agree_to_replace()

    with progress_bar() as progress:
        found = bring_back(StoreSettings(), file, progress=progress)
    made_at = found.made_at.strftime("%Y-%m-%d %H:%M UTC")
    if as_json:
        print_object({"articles": found.articles, "passages": found.passages, "made_at": found.made_at.isoformat()})
    else:
        typer.echo(f"Restored {_sum(found.articles, found.passages)}, saved on {made_at}.")


def _agree_to_replace() -> None:
    """Ask before a library is replaced. Raises UsageError where nobody is there to be asked, or says no."""
    from ingest.errors import UsageError
    from vectorstore.errors import LibraryError

    try:
        with opened() as held:
            number = held.count_articles()
    except LibraryError:
        return  # there is none, or none that could be read: nothing to lose
    said = f"This replaces the library of {counted(number, 'article')}"
    if not sys.stdin.isatty():
        raise UsageError(f"{said}: add --yes to go on.")
    if not typer.confirm(f"{said}. Go on?"):
        raise UsageError("Nothing was changed.")
