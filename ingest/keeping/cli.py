"""`dateline library`: what an editor looks up, sets and takes out; what concerns it as a whole is in `wholes.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ingest.commands import LibraryGroup
from ingest.keeping import wholes
from ingest.keeping.printing import Json, opened, print_object
from ingest.keeping.worklist import doubtful
from language.wrapping import tell

if TYPE_CHECKING:
    from vectorstore.model import Article

library = typer.Typer(
    cls=LibraryGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Look after the library: list, show, set, remove, rebuild, export, back up, restore.",
)

library.add_typer(doubtful, name="doubtful")

Meant = Annotated[
    str, typer.Argument(metavar="ARTICLE", help="Its id, address or path, or a unique part of its title.")
]


@library.command()
def articles(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORD]...", help="Only those with these words in title, outlet, id."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="How many to show (0 = all).")] = 50,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="Include withdrawn articles.")] = False,
    as_json: Json = False,
) -> None:
    """List the articles, the newest first."""
    from ingest.keeping import showing

    wanted = [word.casefold() for word in words or []]
    with opened() as held:
        found = [
            article
            for article in held.articles(newest_first=True, openings=True, withdrawn=withdrawn, for_editor=True)
            if all(word in f"{article.headline} {article.outlet or ''} {article.id}".casefold() for word in wanted)
        ]
    shown = found[: limit or None]
    if as_json:
        print_object({"articles": [showing.as_object(article) for article in shown], "count": len(found)})
    else:
        tell(showing.list_as_text(shown, of=len(found)))


@library.command()
def show(article: Meant, as_json: Json = False) -> None:
    """Show all that is known of one article: where it is from, how it changed, its text."""
    from ingest.keeping import showing
    from ingest.keeping.finding import article_meant

    with opened() as held:
        found = article_meant(held, article, withdrawn=True)
        passages = len(held.passages(found.id))
        past = held.history.revisions(found.id)
    if as_json:
        revisions = [showing.revision_as_object(one) for one in past]
        print_object(showing.as_object(found) | {"passages": passages, "revisions": revisions, "text": found.text})
    else:
        tell(showing.article_as_text(found, passages=passages, past=past))


@library.command("set")
def set_fields(
    article: Meant,
    title: Annotated[str | None, typer.Option("--title", help="New title.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="New outlet.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="New date: YYYY-MM-DD or 2024-01-30T09:12:00Z.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="Link to the article.")] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", metavar="FIELD", help="Undo an edit; the source's value returns at the next ingest."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Set title, outlet, date or address of an article; it lasts, whatever its source says later, until --clear."""
    from ingest.errors import UsageError
    from ingest.keeping import showing
    from ingest.keeping.editing import edit
    from ingest.keeping.finding import article_meant
    from ingest.settings import IngestSettings

    given = {"title": title, "outlet": outlet, "published": published, "url": url}
    values = {name: value for name, value in given.items() if value is not None}
    if not values and not clear:
        raise UsageError("Say what to set: --title, --outlet, --published or --url; or --clear and one of these.")
    with opened() as held:
        edited = edit(held, article_meant(held, article), values, clear=clear or (), settings=IngestSettings())
    if as_json:
        print_object(showing.as_object(edited))
        return
    done = [f"Set {' and '.join(values)}"] if values else []
    done += [f"{'cleared' if values else 'Cleared'} {' and '.join(clear)}"] if clear else []
    later = " The source's value returns at the next ingest." if clear else ""
    typer.echo(f"{' and '.join(done)} of {edited.headline} ({edited.id}).{later}")


@library.command()
def sources(as_json: Json = False) -> None:
    """How each source is doing: its last success, failures in a row, unusual silence."""
    from ingest.keeping import health

    with opened() as held:
        found = held.history.sources()
    if as_json:
        print_object({"sources": [health.as_object(one) for one in found]})
    else:
        tell(health.as_text(found))


@library.command()
def runs(
    number: Annotated[int | None, typer.Argument(metavar="[ID]", help="One run, with its full report.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=5000, help="How many to show.")] = 20,
    as_json: Json = False,
) -> None:
    """The runs of ingest, the newest first; with an ID, the whole report of one."""
    from ingest.errors import UsageError
    from ingest.keeping import health

    with opened() as held:
        history = held.history
        found = history.runs(most=limit) if number is None else [history.run(number)]
    kept = [run for run in found if run is not None]
    if number is not None and not kept:
        raise UsageError(f"Run {number} does not exist: `dateline library runs` lists them.")
    if as_json:
        print_object(
            health.run_as_object(kept[0]) if number is not None else {"runs": [health.run_in_short(r) for r in kept]}
        )
    else:
        tell(health.run_as_text(kept[0]) if number is not None else health.runs_as_text(kept))


@library.command()
def remove(
    wanted: Annotated[
        list[str], typer.Argument(metavar="ARTICLE...", help="Their ids, addresses, paths or parts of their titles.")
    ],
    as_json: Json = False,
) -> None:
    """Take articles out. What is from the web stays out; a file that is still there comes back with the next ingest."""
    from ingest.keeping.finding import article_meant

    with opened() as held:
        found = {article.id: article for article in (article_meant(held, given, withdrawn=True) for given in wanted)}
        held.remove_all(list(found))
    if as_json:
        print_object({"removed": list(found)})
    else:
        lines = [f"Removed {article.headline} ({article.id}).{_comes_back(article)}" for article in found.values()]
        typer.echo("\n".join(lines))


def _comes_back(article: Article) -> str:
    if "://" in article.id:
        return f" It stays removed until you ingest its address: {article.id}"
    return " Remove its file as well, or the next ingest brings it back." if article.root else ""


@library.command()
def forget(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="Its name or address, as `sources` lists it; a folder.")
    ],
    with_articles: Annotated[
        bool, typer.Option("--articles", help="Remove the articles that came from it, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Forget a source: how its turns went, and with --articles what it gave. What sources.yaml names comes again."""
    from ingest.keeping import forgetting
    from vectorstore.settings import StoreSettings

    done = forgetting.forget(StoreSettings(), source, with_articles=with_articles)
    if as_json:
        print_object({"source": done.source, "articles": done.articles, "removed": with_articles})
    else:
        typer.echo(str(done))


wholes.add_to(library)
