"""`dateline questions`: what was asked, for whoever keeps the library."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from language.wrapping import tell

if TYPE_CHECKING:
    from bot.startup import Settings


class Which(StrEnum):
    all = "all"
    unanswered = "unanswered"
    disliked = "disliked"
    slow = "slow"


def questions(
    context: typer.Context,
    which: Annotated[Which, typer.Argument(help="Which questions; unanswered includes failed ones.")] = Which.all,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only on or after this date (YYYY-MM-DD, UTC).")
    ] = None,
    slow: Annotated[float, typer.Option("--slow", min=0, help="Seconds beyond which an answer counts as slow.")] = 10,
    limit: Annotated[int, typer.Option("--limit", min=0, help="How many to show (0 = all).")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, with answers and citations.")] = False,
) -> None:
    """What members asked the bot, and how it went: unanswered, disliked, slow."""
    from datetime import UTC, datetime

    from bot.questions.log import Log, NothingAsked, as_text
    from bot.questions.log import as_json as object_of

    settings: Settings = context.obj
    moment = None
    if since is not None:
        try:
            moment = datetime.fromisoformat(since).replace(tzinfo=UTC)
        except ValueError:
            raise typer.BadParameter(f"{since} is not a date; use YYYY-MM-DD", param_hint="--since") from None
    try:
        log = Log(settings.store.dateline_data, key=settings.discord.key, create=False)
    except NothingAsked as nothing:
        typer.echo(json.dumps({"questions": []}) if as_json else str(nothing))
        return
    found = log.listed(kind=which.value, since=moment, slow_ms=slow * 1000, limit=limit or None)
    if as_json:
        typer.echo(json.dumps({"questions": [object_of(one) for one in found]}, ensure_ascii=False))
    else:
        tell(as_text(found))
