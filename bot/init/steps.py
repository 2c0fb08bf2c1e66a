"""What `dateline init` does, one step after another: write, check, ingest, ask, say what to do next."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from bot import envfile, example, startup
from bot.init.wishes import SHEET, Wishes, application_of
from vectorstore.errors import DatelineError

if TYPE_CHECKING:
    from bot.startup import Settings

ENV = Path(".env")


def held(folder: Path) -> Mapping[str, str]:
    """What the folder's `.env` sets. Raises DatelineError where it can't be used as it is."""
    if (folder / ENV).exists():
        startup.load(folder / ENV)
    return envfile.values(folder / ENV)


def entered(folder: Path, wishes: Wishes) -> Wishes:
    """Make the folder the current one. The wishes, with sources as they are found from here and the library as it is
    found from there. Raises DatelineError."""
    sources = tuple(one if "://" in one else os.path.abspath(os.path.expanduser(one)) for one in wishes.sources)
    library = wishes.library and os.path.abspath(folder / os.path.expanduser(wishes.library))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.chdir(folder)
    except OSError as error:
        raise DatelineError(f"{folder}: can't be used ({(error.strerror or 'no reason').lower()})") from error
    if library and Path(library).is_relative_to(Path.cwd()):
        library = str(Path(library).relative_to(Path.cwd()))
    return replace(wishes, sources=sources, library=library)


def written(wishes: Wishes) -> Settings:
    """Write `.env` and sources.yaml in the current folder, where they change; the settings that hold then.

    Raises DatelineError: then nothing was written.
    """
    from ingest.keeping.feeds import tell_added

    before = envfile.values(ENV)
    wanted = wishes.settings(before)
    told = {name: field.description or name for name, field in startup.known_names().items()}
    text = envfile.changed(ENV, wanted, told=told) if ENV.exists() else example.beginning(wanted)
    settings = _loaded(text)
    if wishes.sources:
        tell_added(wishes.sources, Path(SHEET))
    if not ENV.exists() or any(before.get(name) != value for name, value in wanted.items()):
        envfile.write(ENV, text)
        typer.echo(f".env written: {', '.join(wanted) or 'all settings have their defaults'}.")
    elif startup.readable_by_others(ENV):
        typer.echo("Other users of this machine can read .env: chmod 600 .env", err=True)
    return settings


def refusal_of(name: str, value: str) -> str | None:
    """What is wrong with the value of a setting, in a sentence; None where it can be set."""
    from bot.answering.models import unnamed_model

    try:
        _loaded(envfile.line(name, value))
    except DatelineError as error:
        return str(error)
    wrong = unnamed_model(value) if name == "CHAT_MODEL" else None
    return str(wrong) if wrong else None


def _loaded(text: str) -> Settings:
    """The settings that a `.env` of such text makes. Raises DatelineError."""
    with TemporaryDirectory() as place:
        trial = Path(place) / ".env"
        envfile.write(trial, text)
        return startup.load(trial)


def invite(token: str | None) -> None:
    """Print the link that adds the bot to a server."""
    if token and (application := application_of(token)):
        from bot.discord.installing import invite_link

        typer.echo(f"Add the bot to a server with {invite_link(application)}")


def tried(settings: Settings) -> None:
    """Ask the model something tiny and say what came of it."""
    from bot import trials

    typer.echo(f"The model: {trials.try_model(settings.answer).found}")


def ingested(settings: Settings, *, read: bool) -> bool:
    """Read the sources that are listed, where that is wished; whether the library holds anything then. Raises
    DatelineError."""
    from ingest.cli import read_and_tell
    from vectorstore.errors import LibraryMissing
    from vectorstore.library import Library

    if read and Path(SHEET).exists():
        typer.echo(f"$ dateline ingest {SHEET}")
        read_and_tell([SHEET], settings=settings.store, reading=settings.ingest)
    try:
        with Library.open(settings.store) as library:
            return library.count_articles() > 0
    except LibraryMissing:
        return False
    except DatelineError:
        if read:
            raise
        return False  # doctor says why


def answered(settings: Settings, question: str) -> None:
    """Ask the library one question; a model that is not ready yet is told. Raises DatelineError."""
    from bot import terminal
    from bot.answering.errors import ModelError
    from bot.answering.wiring import answerer_for
    from vectorstore.library import Library

    typer.echo(f"\n$ dateline ask {shlex.quote(question)}")
    with Library.open(settings.store) as library:
        try:
            answerer = answerer_for(settings.answer, library, data=settings.store.dateline_data)
            terminal.follow(answerer.events(question, now=datetime.now(UTC)))
        except ModelError as error:  # all else is set up: what comes next is still worth telling
            typer.echo(str(error), err=True)


def tell_next(settings: Settings, *, began_in: Path, filled: bool) -> None:
    """What to do from here on."""
    commands = []
    if began_in != Path.cwd():
        commands.append((f"cd {shlex.quote(str(Path.cwd()))}", "Dateline finds its settings where it is started"))
    if not Path(SHEET).exists():
        commands.append(("dateline sources add PLACE", "folders, sites, feeds; it lists them in sources.yaml"))
    again = "again whenever there is news" if filled else "read them"
    commands.append((f"dateline ingest {SHEET}", again))
    if filled:
        commands.append(("dateline ask QUESTION", "one answer; dateline chat talks"))
    if settings.discord.discord_token:
        commands.append(("dateline bot", "answers in Discord"))
    commands.append(("dateline doctor", "what is set and what works"))
    width = max(len(command) for command, _ in commands)
    typer.echo(f"\nYour library lies in {settings.store.dateline_data.absolute()}. Next:")
    for command, told in commands:
        typer.echo(f"  {command:{width}}  # {told}")
