"""The reference written from the code: `python -m bot.reference FOLDER` (`make reference`).

commands.md   every command with its arguments and options, as `--help` has them
settings.md   every setting with its default, as `.env.example` has them
dateline.1    the same commands as a manual page
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from bot.example import FIRST, SECTIONS, written
from bot.startup import known_names, settings_classes

FILES = ("commands.md", "settings.md", "dateline.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The help of one command. `rows` are its arguments and options, each with what it means."""

    name: str
    usage: str
    told: str
    rows: tuple[tuple[str, str], ...]


def pages() -> Iterator[Page]:
    """The help of every command, groups before what is in them, in the order of `dateline --help`."""
    from bot.cli import app

    yield from _pages(get_command(app), "dateline", None)


def _pages(command: Any, name: str, parent: typer.Context | None) -> Iterator[Page]:
    """A command's page and, of a group, those below it. Typer gives its commands no public type."""
    context = typer.Context(command, info_name=name.split()[-1], parent=parent)
    records = (one.get_help_record(context) for one in command.params if not one.hidden)
    yield Page(
        name=name,
        usage=" ".join([name, *command.collect_usage_pieces(context)]),
        told=" ".join((command.help or "").split()),
        rows=tuple((re.sub(r" <[\w\[\]]+>$", "", row[0]), " ".join(row[1].split())) for row in records if row),
    )
    if isinstance(command, TyperGroup):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None and not found.hidden:
                yield from _pages(found, f"{name} {below}", context)


def commands() -> str:
    """`commands.md`."""
    parts = ["# Commands\n\nWhat `dateline COMMAND --help` says, in the order in which people need it.\n"]
    for page in pages():
        parts.append(f"\n## {page.name}\n\n{page.told}\n\n`{page.usage}`\n")
        if page.rows:
            rows = "".join(f"| `{name}` | {_cell(told)} |\n" for name, told in page.rows)
            parts.append(f"\n| | |\n|---|---|\n{rows}")
    return "".join(parts)


def settings() -> str:
    """`settings.md`."""
    known = known_names()
    parts = [
        "# Settings\n\nAll of them, with their defaults; none needs to be set. They are read from the environment, "
        "then from `.env` in the folder where Dateline is started. `dateline init` writes that file; "
        "`dateline doctor` says what is set.\n"
    ]
    sections = {"The ones most often set": list(FIRST)}
    for part, cls in settings_classes().items():
        mine = [name for name in map(str.upper, cls.model_fields) if name not in FIRST]
        sections[SECTIONS[part]] = [name for name in mine if not any(name in names for names in sections.values())]
    for title, names in sections.items():
        rows = "".join(
            f"| `{name}` | {_code(written(known[name].default))} | {_cell(known[name].description or '')} |\n"
            for name in names
        )
        parts.append(f"\n## {title}\n\n| setting | default | what it is |\n|---|---|---|\n{rows}")
    return "".join(parts)


def manual() -> str:
    """`dateline.1`."""
    first, *others = pages()
    lines = [
        ".\\\" Written by `make reference` from the commands' own help.",
        ".TH DATELINE 1",
        ".SH NAME",
        f"dateline \\- {_roff(first.told[:1].lower() + first.told[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        f".B {_roff(first.usage)}",
        ".SH OPTIONS",
        *_listed(first),
        ".SH COMMANDS",
    ]
    for page in others:
        lines += [f".SS {_roff(page.usage)}", _roff(page.told), *_listed(page)]
    lines += [
        ".SH FILES",
        ".TP\n.I .env\nThe settings, in the folder where Dateline is started; dateline init writes it.",
        ".TP\n.I data/\nThe library and all that Dateline keeps, unless DATELINE_DATA names another folder.",
        ".SH SEE ALSO",
        "dateline guide",
    ]
    return "\n".join(lines) + "\n"


def _listed(page: Page) -> list[str]:
    return [f".TP\n.B {_roff(name)}\n{_roff(told)}" for name, told in page.rows]


def _roff(text: str) -> str:
    """Text that a manual page shows as it is."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", escaped)


def _code(text: str) -> str:
    return f"`{_cell(text)}`" if text else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def write(folder: Path) -> None:
    """All of them into a folder."""
    for name, text in zip(FILES, (commands(), settings(), manual()), strict=True):
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
