"""An answer on a terminal: wrapped by words with a hanging indent, sources dim, titles as links.

Only a terminal gets this. A pipe or a file gets `rendering.as_text`, without styles; `NO_COLOR` takes the colours away.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.answering.rendering import INDENTS, Line, as_lines, as_text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from bot.answering.answer import Answer

STYLES = {"place": "dim", "quote": "italic", "note": "dim", "source": "bold"}


def show(answer: Answer) -> None:
    """Print an answer to standard output, as fits what it is."""
    if not sys.stdout.isatty():
        print(as_text(answer))  # noqa: T201 -- what the command is for
        return
    from rich.console import Console

    console = Console(highlight=False)
    for n, block in enumerate(as_lines(answer)):
        if n:
            console.print()
        for line in block:
            console.print(_row(line), soft_wrap=line.kind == "place")  # an address can be copied whole


def _row(line: Line) -> RenderableType:
    """One line as a renderable: its mark, then its text in a column of its own, so that it hangs."""
    from rich.padding import Padding
    from rich.style import Style
    from rich.table import Table
    from rich.text import Text

    style = Style.parse(STYLES.get(line.kind, "")) + Style(link=line.link)
    text = Text(f"“{line.text}”" if line.kind == "quote" else line.text, style=style)
    if line.kind == "place":
        return Text(INDENTS["place"]).append_text(text)
    indent = len(INDENTS.get(line.kind, ""))
    if not line.mark:
        return Padding(text, (0, 0, 0, indent), expand=False) if indent else text
    numbered = line.mark.startswith("[")
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=max(len(line.mark), 3) if numbered else 1, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(line.mark, style="dim"), text)
    return Padding(grid, (0, 0, 0, 0 if numbered else indent), expand=False)
