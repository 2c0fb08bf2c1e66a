"""The course of `dateline init`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.init import interview, steps
from bot.init.wishes import SHEET, Wishes, application_of
from vectorstore.errors import DatelineError

if TYPE_CHECKING:
    from bot.redaction import Redactor


class InitError(DatelineError):
    """What was asked for can't be set up."""

    exit_code = 2


NO_TOKEN = "That is not a Discord bot's token: copy it from the developer portal (Bot, Reset Token)."
UNATTENDED = "Nobody is there to be asked: add --yes, and what you want as flags (dateline init --help)."


def run(
    folder: Path,
    wishes: Wishes,
    *,
    question: str | None,
    check: bool | None,
    ingest: bool,
    yes: bool,
    redact: Redactor,
) -> None:
    """Set up a folder as it is wished. What is not told by a flag is asked, unless `yes`. Raises DatelineError."""
    if not yes and not sys.stdin.isatty():
        raise InitError(UNATTENDED)
    began_in = Path.cwd()
    held = steps.held(folder)
    if not yes:
        typer.echo(f"Setting up Dateline in {folder.absolute()}.")
        wishes = interview.interview(wishes, held=held, listed=(folder / SHEET).exists())
    redact.learn([secret for secret in (wishes.key, wishes.token) if secret])
    if wishes.token and application_of(wishes.token) is None:
        raise InitError(NO_TOKEN)
    settings = steps.written(steps.entered(folder, wishes))
    redact.learn(settings.secrets())
    steps.invite(wishes.token)
    if check or (check is None and not yes and (wishes.model or wishes.key) and interview.trial_wanted()):
        steps.tried(settings)
    filled = steps.ingested(settings, read=ingest)
    if filled and ingest:
        first = question or (interview.NEWEST if yes else interview.question())
        if first:
            steps.answered(settings, first)
    steps.tell_next(settings, began_in=began_in, filled=filled)


def secret_in(file: Path | None) -> str | None:
    """The key or token in a file, `-` for standard input; None where no file is named. Raises InitError."""
    if file is None:
        return None
    try:
        secret = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not text"
        raise InitError(f"{file}: can't be read ({(reason or 'no reason').lower()})") from error
    return secret.strip() or None
