"""`dateline demo`: the sample articles read, and five questions answered, in a folder of its own.

It reads no settings of yours, so that it neither needs a key nor uses one; nothing leaves the machine.
"""

from __future__ import annotations

import os
import shlex
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import typer

from vectorstore.errors import DatelineError

QUESTIONS = (
    "who led the US delegation?",
    "what did the newest article report?",
    "how many people died of overdoses in 2023?",
    "미국 대표단은 누가 이끌었나?",
    "who is the president of France?",
)


def run(folder: Path | None = None) -> None:
    """Read the sample articles into a library in `folder` and answer five questions. Raises DatelineError."""
    from bot import startup, terminal
    from bot.answering.wiring import answerer_for
    from bot.belongings import sample_articles
    from ingest.cli import read_and_tell
    from vectorstore.library import Library

    for name in [name for name in os.environ if name.upper() in startup.known_names()]:
        del os.environ[name]
    data, articles = (folder or own_folder()).absolute(), sample_articles()
    settings = startup.load(Path(os.devnull))
    store = settings.store.model_copy(update={"dateline_data": data})
    _show("ingest", str(articles))
    read_and_tell([articles], settings=store, reading=settings.ingest, prune=True)
    with Library.open(store) as library:
        answerer = answerer_for(settings.answer, library, data=data)
        for question in QUESTIONS:
            typer.echo()
            _show("ask", question)
            terminal.follow(answerer.events(question, now=datetime.now(UTC)))
    typer.echo(f"\nThis library lies in {data}. To ask it yourself:")
    typer.echo(f"DATELINE_DATA={shlex.quote(str(data))} dateline ask when did the talks begin")
    typer.echo("For your own articles: dateline init")


def own_folder() -> Path:
    """Where the demo's library lies: among the user's caches, or in a temporary folder where there is no home.

    Raises DatelineError.
    """
    try:
        caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = caches / "dateline" / "demo"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        try:
            return Path(tempfile.mkdtemp(prefix="dateline-demo-"))
        except OSError as error:
            raise DatelineError(f"The demo can't make a folder ({error.strerror}): name one.") from error
    return folder


def _show(command: str, argument: str) -> None:
    shown = f'"{argument}"' if " " in argument and '"' not in argument else shlex.quote(argument)
    typer.echo(f"$ dateline {command} {shown}")
