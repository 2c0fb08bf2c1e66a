"""Plain text on a terminal: wrapped by words, each line hanging under its own beginning."""

from __future__ import annotations

import re
import sys

NARROWEST = 20  # columns of a text; on a narrower terminal it is left to the terminal
# What a line hangs under the end of: "1. ", "- ", "[2] ", "2024-01-30  ", or its indent alone.
_MARK = re.compile(r"\s*(?:(?:\d{1,3}\.|[-!•]|\[\d+\]|\d{4}-\d\d-\d\d) +)?")


def wrapped(text: str, columns: int) -> str:
    """The text in lines of at most so many columns; an address is never cut."""
    from rich.console import Console
    from rich.text import Text

    console = Console(width=max(columns, 1), file=sys.stderr)
    lines: list[str] = []
    for line in text.split("\n"):
        found = _MARK.match(line)
        mark = found[0] if found else ""
        rest, room = line[len(mark) :], columns - len(mark)
        if room < NARROWEST or ("://" in rest and " " not in rest):
            lines.append(line)
            continue
        pieces = [piece.plain.rstrip() for piece in Text(rest).wrap(console, room)] or [""]
        lines += [mark + pieces[0], *(" " * len(mark) + piece for piece in pieces[1:])]
    return "\n".join(lines)


def tell(text: str) -> None:
    """Print a text: on a terminal wrapped, else as it is."""
    if sys.stdout.isatty():
        import shutil

        text = wrapped(text, shutil.get_terminal_size().columns)
    print(text)  # noqa: T201 -- what commands print with
