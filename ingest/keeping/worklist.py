"""`dateline library doubtful`: what went in and wants looking at, as a list to be worked off."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from vectorstore.library import Library
    from vectorstore.remembered import Doubtful

doubtful = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="What is doubtful of the articles: list it, accept it, set it, or give a rule for a source.",
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Articles = Annotated[
    list[str] | None, typer.Argument(metavar="[ARTICLE]...", help="Their ids, addresses, paths or parts of titles.")
]
OfSource = Annotated[
    str | None, typer.Option("--source", metavar="SOURCE", help="Only of this source: its name, address or folder.")
]
OfKind = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help="Only date, title, length, opening or text.")
]


@doubtful.callback()
def listed(
    context: typer.Context,
    source: OfSource = None,
    kind: OfKind = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="How many at most; 0: all.")] = 50,
    as_json: Json = False,
) -> None:
    """List what is doubtful, with the reason and our guess. What is decided is not told again."""
    from ingest.keeping.decisions import Chosen

    if context.invoked_subcommand is not None:
        return
    with _library() as held:
        found = Chosen(source=source, kind=kind).of(held)
        rules = dict(held.doubts.rules())
    shown = found[: limit or None]
    if as_json:
        _print({"doubtful": [_as_object(one) for one in shown], "count": len(found), "rules": rules})
    else:
        typer.echo(_as_text(shown, of=len(found), rules=rules))


@doubtful.command()
def accept(
    articles: Articles = None,
    source: OfSource = None,
    kind: OfKind = None,
    everything: Annotated[bool, typer.Option("--all", help="All that is doubtful.")] = False,
    as_json: Json = False,
) -> None:
    """Take our guess where there is one, and the rest as it is."""
    from ingest.errors import UsageError
    from ingest.keeping import decisions
    from ingest.settings import IngestSettings

    if not (articles or source or kind or everything):
        raise UsageError("Say what to accept: articles, --source, --kind or --all.")
    with _library() as held:
        found = decisions.Chosen(articles=articles or (), source=source, kind=kind).of(held)
        dated = decisions.accept(held, found, settings=IngestSettings())
    number = len({one.article_id for one in found})
    if as_json:
        _print({"articles": number, "accepted": len(found), "dated": dated})
    else:
        by_guess = f"; {dated} got the day that we guessed" if dated else ""
        typer.echo(f"Accepted {_of(number, 'article')}{by_guess}." if found else "Nothing of that is doubtful.")


@doubtful.command("set")
def set_fields(
    articles: Articles = None,
    title: Annotated[str | None, typer.Option("--title", help="What it is called.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="Who published them.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="As 2024-01-30 or 2024-01-30T09:12:00Z.")
    ] = None,
    source: OfSource = None,
    kind: OfKind = None,
    as_json: Json = False,
) -> None:
    """Set the same date, outlet or title of many: of the articles named, or of all that are doubtful of a source."""
    from ingest.errors import UsageError
    from ingest.keeping import decisions
    from ingest.settings import IngestSettings

    given = {"title": title, "outlet": outlet, "published": published}
    values = {name: value for name, value in given.items() if value is not None}
    if not values:
        raise UsageError("Say what to set: --published, --outlet or --title.")
    if not (articles or source or kind):
        raise UsageError("Say of which: articles, --source or --kind.")
    with _library() as held:
        found = [] if articles else decisions.Chosen(source=source, kind=kind).of(held)
        number = decisions.set_all(held, articles or (), found, values, settings=IngestSettings())
    if as_json:
        _print({"articles": number, "set": sorted(values)})
    else:
        typer.echo(f"Set {' and '.join(values)} of {_of(number, 'article')}.")


@doubtful.command()
def rule(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Its name, address or folder.")],
    dates: Annotated[
        str | None, typer.Option("--dates", metavar="ORDER", help="How it writes them: D/M/Y, M/D/Y or Y/M/D.")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Forget its rule.")] = False,
    as_json: Json = False,
) -> None:
    """Say how a source writes its dates: for what it has given, and for all that it will give."""
    from ingest.errors import UsageError
    from ingest.keeping import decisions
    from ingest.settings import IngestSettings

    if (dates is None) != clear:
        raise UsageError("Say how it writes its dates, as in --dates D/M/Y, or --clear.")
    with _library() as held:
        meant = decisions.source_meant(held, source)
        number = decisions.set_rule(held, meant, dates and dates.upper(), settings=IngestSettings())
    name = decisions.shown_source(meant)
    if as_json:
        _print({"source": meant, "dates": dates and dates.upper(), "articles": number})
    elif dates:
        typer.echo(f"{name}: dates are {dates.upper()}. {_of(number, 'article')} dated by it.")
    else:
        again = " The next ingest doubts their dates again." if number else ""
        typer.echo(f"{name}: the rule is forgotten.{again}")


def _as_object(one: Doubtful) -> dict[str, Any]:
    return {
        "article": one.article_id,
        "source": one.source,
        "kind": one.doubt.kind,
        "reason": one.doubt.reason,
        "guess": one.doubt.guess,
        "written": one.doubt.written,
        "noted_at": one.noted_at.isoformat().replace("+00:00", "Z"),
    }


def _as_text(found: Sequence[Doubtful], *, of: int, rules: dict[str, str]) -> str:
    from ingest.keeping.decisions import shown_source

    lines = []
    for source, ones in groupby(found, key=lambda one: one.source):
        lines.append(shown_source(source))
        for one in ones:
            guess = f"; our guess: {one.doubt.guess}" if one.doubt.guess else ""
            lines.append(f"  {one.article_id}\n    {one.doubt.kind}: {one.doubt.reason}{guess}")
    if len(found) < of:
        lines.append(f"… {of - len(found)} more: --limit 0 shows all.")
    lines += [f"rule     {shown_source(source)}: dates are {order}" for source, order in rules.items()]
    if not found:
        return "\n".join([*lines, "Nothing is doubtful."])
    lines.append(
        "`accept ARTICLE` takes our guess, or the article as it is; `set ARTICLE --published DATE` says it otherwise; "
        "`rule SOURCE --dates D/M/Y` holds for all of a source."
    )
    return "\n".join(lines)


def _of(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _library() -> Library:
    from vectorstore.library import Library
    from vectorstore.settings import StoreSettings

    return Library.open(StoreSettings())


def _print(found: dict[str, Any]) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False))
