"""`dateline guide`: the pages of the guide, which come along with Dateline."""

from __future__ import annotations

import difflib
import os
import sys

import typer

from bot.belongings import guide_pages, page_title
from vectorstore.errors import DatelineError


class NoSuchPage(DatelineError):
    """A page that the guide doesn't have."""

    exit_code = 2


def show(name: str | None) -> None:
    """Print a page, on a terminal formatted and page by page; without a name, which there are. Raises NoSuchPage."""
    pages = guide_pages()
    if name is None:
        width = max(map(len, pages))
        for page, path in pages.items():
            typer.echo(f"{page:{width}}  {page_title(path.read_text(encoding='utf-8'))}")
        typer.echo("\ndateline guide PAGE shows one.")
        return
    wanted = name.lower().removesuffix(".md").removeprefix("docs/")
    if wanted not in pages:
        near = difflib.get_close_matches(wanted, pages, n=1)
        hint = f"did you mean {near[0]}?" if near else "`dateline guide` lists the pages."
        raise NoSuchPage(f"The guide has no page {name}; {hint}")
    text = pages[wanted].read_text(encoding="utf-8")
    if not sys.stdout.isatty():
        typer.echo(text, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    os.environ.setdefault("LESS", "-FRX")  # its formatting shown, and short pages without waiting for a key
    console = Console()
    with console.pager(styles=True, links=False):
        console.print(Markdown(text))
