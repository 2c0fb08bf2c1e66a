"""An answer on a terminal: wrapped by words with a hanging indent, sources dim, titles as links.

Its sentences appear as they are proved. Only a terminal gets this: a pipe or a file gets `rendering.plain`, without
styles; `NO_COLOR` takes styles and links away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answering.events import Done, Event, Searched, Sentence
from bot.answering.rendering import INDENTS, Line, as_lines, plain
from language.wrapping import NARROWEST

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    from bot.answering.answer import Answer

STYLES = {"place": "dim", "quote": "italic", "note": "dim", "source": "bold"}


def follow(events: Generator[Event, None, None], *, quotes: bool = True) -> Answer:
    """Show an answer while it is made, then whole; give it. Who must wait is told on standard error what was found.

    Without `quotes` the sources are named alone. Raises what making it raises.
    """
    if not sys.stdout.isatty():
        for event in events:
            match event:
                case Searched(checking=True):
                    print(f"{event.told}; checking …", file=sys.stderr)  # noqa: T201 -- a reader waits
                case Done(answer=answer):
                    _show(_blocks(answer, quotes=quotes))
                    return answer
        raise AssertionError("the last event is Done")
    # What was proved is written over by the whole, which has the notes ahead and the sources behind.
    with ExitStack() as shown:
        live: Live | None = None
        proved: list[str] = []
        for event in events:
            match event:
                case Searched():
                    found = f"{event.told}; {'checking' if event.checking else 'reading'} …"
                    line = Line(kind="note", text=found)
                case Sentence(text=text):
                    proved.append(text)
                    line = Line(kind="answer", text=" ".join(proved))
                case Done(answer=answer):
                    break
                case _:
                    continue
            live = live or shown.enter_context(_live())
            live.update(_row(line, live.console), refresh=True)
    _show(_blocks(answer, quotes=quotes))
    return answer


def show_sources(answer: Answer, *, quotes: bool = True, only: int | None = None) -> None:
    """Print the sources of an answer, or `only` that of one number."""
    numbers = {citation.n: citation.article_id for citation in answer.citations}
    meant = [one for one in answer.citations if only is None or one.article_id == numbers[only]]
    blocks = _blocks(replace(answer, citations=tuple(meant), notes=(), verdicts=(), nearest=()), quotes=quotes)
    _show(blocks[1:])


def note(text: str) -> None:
    """Print a sentence that stands beside what is said."""
    _show([[Line(kind="note", text=f"({text})")]])


def say(text: str) -> None:
    """Print sentences, a paragraph a line, wrapped by words on a terminal."""
    _show([[_paragraph(line) for line in text.splitlines()]])


def _paragraph(text: str) -> Line:
    """A line of plain text; one of a list hangs under its mark."""
    if text.startswith("- "):
        return Line(kind="answer", text=text[2:], mark="-")
    return Line(kind="answer", text=text)


def _live() -> Live:
    from rich.live import Live

    return Live(console=_console(), auto_refresh=False, transient=True)


def _console() -> Console:
    from rich.console import Console

    if os.environ.get("NO_COLOR"):
        return Console(highlight=False, color_system=None)  # no styles and no links either
    return Console(highlight=False)


def _blocks(answer: Answer, *, quotes: bool) -> list[list[Line]]:
    blocks = as_lines(answer)
    return blocks if quotes else [[line for line in block if line.kind != "quote"] for block in blocks]


def _show(blocks: Sequence[Sequence[Line]]) -> None:
    """Print to standard output, as fits what it is."""
    if not sys.stdout.isatty():
        print(plain(blocks), flush=True)  # noqa: T201 -- what the command is for
        return
    console = _console()
    for n, block in enumerate(blocks):
        if n:
            console.print()
        for line in block:
            console.print(_row(line, console), soft_wrap=True)  # wrapped already; an address can be copied whole


def _row(line: Line, console: Console) -> Text:
    """One line, wrapped by words so that it hangs under its own text; no row ends in spaces."""
    from rich.style import Style
    from rich.text import Text

    style = Style.parse(STYLES.get(line.kind, "")) + Style(link=line.link)
    text = Text(f"“{line.text}”" if line.kind == "quote" else line.text, style=style)
    numbered = line.mark.startswith("[")
    row = Text("" if numbered else INDENTS.get(line.kind, ""))
    if line.mark:
        row.append(f"{line.mark:{3 if numbered else 1}} ", style="dim")
    hang = row.cell_len
    if line.kind == "place" or console.width - hang < NARROWEST:
        return row.append_text(text)
    for n, piece in enumerate(text.wrap(console, console.width - hang)):
        piece.rstrip()
        row.append("\n" + " " * hang if n else "").append_text(piece)
    return row
