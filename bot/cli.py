"""The one command line, `dateline`: it mounts the packages' commands and turns errors into words.

Nothing heavy is imported before a command needs it: `dateline --help` loads Typer and Rich alone.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer

from bot import boundary
from bot.questions.cli import questions
from bot.redaction import Redactor
from evals.cli import evaluate
from evals.workshop.commands import prompts
from ingest.cli import ingest
from ingest.commands import Group
from ingest.keeping.cli import library as keeping
from ingest.keeping.feeds import sources
from language.wrapping import tell
from vectorstore.errors import DatelineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from bot.answering.answer import Answer
    from bot.answering.events import Event
    from bot.answering.pipeline import Answerer
    from bot.batches import Asked
    from bot.startup import Settings
    from vectorstore.library import Library

# The commands in the order in which people need them.
ORDER = (
    "demo", "init", "ingest", "ask", "chat", "search", "source", "sources", "library", "doctor", "bot", "questions",
    "guide", "prompts", "eval",
)  # fmt: skip
READ_NOTHING = {"demo", "init", "guide"}  # commands that go without settings, or read their own
TOLD_EVERY = 10_000  # passages


class InOrder(Group):
    """The commands as help lists them."""

    meant: ClassVar[Mapping[str, str]] = {
        "list": "library articles", "ls": "library articles", "articles": "library articles", "show": "library show",
        "delete": "library remove", "remove": "library remove", "add": "ingest", "import": "ingest", "find": "search",
        "backup": "library backup", "restore": "library restore", "export": "library export", "setup": "init",
        "check": "doctor", "discord": "bot", "talk": "chat", "docs": "guide", "version": "--version",
        "help": "--help",
    }  # fmt: skip

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=ORDER.index)


app = typer.Typer(
    cls=InOrder,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help="Ask a library of news articles; every answer shows its sources.",
)
redact = Redactor()

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Now = Annotated[
    str | None, typer.Option("--now", metavar="DATE", help="Answer as if today were this date (YYYY-MM-DD).")
]
Zone = Annotated[
    str | None, typer.Option("--tz", metavar="ZONE", help="Time zone for words like 'today', for example Asia/Seoul.")
]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", metavar="FILE.jsonl", help="JSONL in ({id, question}; - is standard input), JSONL out."),
]


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"dateline {version('dateline')}")
        raise typer.Exit


@app.callback()
def _read_settings(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    # Before any command, so that everything that is wrong is said at once; `doctor` shows it in its table.
    if context.invoked_subcommand not in READ_NOTHING | {"doctor"} and not {"--help", "-h"} & set(sys.argv):
        context.obj = _load()


def _load() -> Settings:
    from bot import startup

    settings = startup.load()
    redact.learn(settings.secrets())
    for warning in settings.warnings:
        typer.echo(f"warning: {warning}", err=True)
    return settings


@app.command()
def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Where its library goes (default: among your caches).")
    ] = None,
) -> None:
    """Try it: read the sample articles and ask five questions; no key, no network, no settings of yours."""
    from bot import demo as trial

    trial.run(folder)


@app.command()
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where .env, sources.yaml and the library lie; made if need be.")
    ] = Path("."),
    source: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="PLACE", help="A folder, an address or an OPML file; may be repeated."),
    ] = None,
    library: Annotated[
        str | None, typer.Option("--library", metavar="DIR", help="DATELINE_DATA, seen from FOLDER [data].")
    ] = None,
    embedding: Annotated[str | None, typer.Option("--embedding", metavar="NAME", help="EMBEDDING [auto].")] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="NAME", help="CHAT_MODEL [auto].")] = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", metavar="URL", help="OPENAI_BASE_URL, for a compatible service.")
    ] = None,
    key_file: Annotated[
        Path | None, typer.Option("--key-file", metavar="FILE", help="File with the model's key; - is standard input.")
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help="File with the Discord bot's token; - is standard input."),
    ] = None,
    question: Annotated[
        str | None, typer.Option("--question", metavar="TEXT", help="The first question, once articles were read.")
    ] = None,
    check: Annotated[
        bool | None, typer.Option("--check/--no-check", help="Try the model with one tiny question.")
    ] = None,
    ingest: Annotated[bool, typer.Option("--ingest/--no-ingest", help="Read the sources at once.")] = True,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing: flags, what is set, and defaults.")] = False,
) -> None:
    """Set Dateline up in a folder: sources, model, Discord; then read, and answer a first question."""
    from bot.init import running
    from bot.init.wishes import Wishes

    running.run(
        folder,
        Wishes(
            library=library,
            sources=tuple(source or ()),
            embedding=embedding,
            model=model,
            base_url=base_url,
            key=running.secret_in(key_file),
            token=running.secret_in(token_file),
        ),
        question=question,
        check=check,
        ingest=ingest,
        yes=yes,
        redact=redact,
    )


@app.command()
def guide(
    page: Annotated[str | None, typer.Argument(metavar="PAGE", help="Which page; without one, a list of them.")] = None,
) -> None:
    """Read the guide: ingest, models, judges, Discord and more."""
    from bot import guide as pages

    pages.show(page)


app.command()(ingest)
app.command()(questions)
app.command("eval")(evaluate)
app.add_typer(prompts, name="prompts")
app.add_typer(keeping, name="library")
app.add_typer(sources, name="sources")


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="What you want to know; - reads standard input.")
    ] = None,
    batch: Batch = None,
    now: Now = None,
    tz: Zone = None,
    as_json: Json = False,
) -> None:
    """One cited answer, or many with --batch. A refusal is an answer too."""
    from bot import terminal
    from bot.answering.rendering import as_json as object_of
    from bot.answering.wiring import answerer_for

    settings: Settings = context.obj
    asked = _asked(question, batch, now)
    with _library(settings) as library:
        answerer = answerer_for(settings.answer, library, tz=_zone(tz), data=settings.store.dateline_data)
        failed = False
        for one in asked:
            if not batch and (said := _said(one.question, answerer)):
                if as_json:
                    _line(said)
                else:
                    terminal.say(str(said["answer"]))
                continue
            try:
                events = answerer.events(one.question, now=one.now or datetime.now(UTC), exclude_urls=one.exclude_urls)
                if not (batch or as_json):
                    terminal.follow(events)
                    continue
                found = _answer_of(events)
            except DatelineError as error:
                if not batch:
                    raise
                failed = True  # the others are answered all the same; this one has no line
                typer.echo(redact(f"{one.id}: {error}"), err=True)
                continue
            _line({"id": one.id, **object_of(found)} if batch else object_of(found))
    if failed:
        raise typer.Exit(1)


def _said(text: str, answerer: Answerer) -> dict[str, object] | None:
    """What is said to a message for which nothing is searched ("help", "thanks"); None for a question."""
    from bot.answering.judging.routing import judged
    from bot.answering.smalltalk import reply_to
    from language.detection import asked_language
    from language.messages import message_of

    message, _ = judged(message_of(text), answerer.bench)
    language = asked_language(text)
    if message.kind == "emoji":  # said to be no question, as ever
        return None
    said = reply_to(message, answerer.library, language=language, zone=answerer.tz)
    if said is None:
        return None
    return {"question": text, "kind": message.kind, "answer": said, "abstained": True, "citations": []}


def _answer_of(events: Iterable[Event]) -> Answer:
    from bot.answering.events import Done

    return next(event.answer for event in events if isinstance(event, Done))


@app.command()
def chat(context: typer.Context, tz: Zone = None) -> None:
    """Talk: follow-up questions, /sources, /quotes 2, /since 2024-02-01; Ctrl-D ends."""
    from bot import chat as talk
    from bot.answering.pipeline import load_prompt
    from bot.answering.wiring import answerer_for

    settings: Settings = context.obj
    data = settings.store.dateline_data
    with _library(settings) as library:
        answerer = answerer_for(settings.answer, library, tz=_zone(tz), data=data)
        rewriting = load_prompt("rewrite", overrides=settings.answer.prompts_dir)
        talk.converse(talk.Chat(answerer=answerer, rewriting=rewriting), data=data)


@app.command()
def search(
    context: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="What to look for; - reads standard input.")
    ] = None,
    k: Annotated[int, typer.Option("--k", min=1, max=200, help="How many passages.")] = 8,
    batch: Batch = None,
    now: Now = None,
    tz: Zone = None,
    as_json: Json = False,
) -> None:
    """The passages that would be used, with their scores. No model is involved."""
    from bot import searching
    from bot.answering.retrieving import retrieve

    settings: Settings = context.obj
    asked = _asked(query, batch, now)
    with _library(settings) as library:
        for one in asked:
            retrieved = retrieve(
                one.question,
                library=library,
                now=one.now or datetime.now(UTC),
                tz=_zone(tz) or settings.answer.zone,
                k=k,
                exclude_urls=one.exclude_urls,
                rules=settings.answer.time_rules,
            )
            found = searching.as_json(one.question, retrieved.hits, words_only=retrieved.words_only)
            if batch:
                _line({"id": one.id, **found})
            elif as_json:
                _line(found)
            else:
                tell(searching.as_text(retrieved.hits, words_only=retrieved.words_only))


@app.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Rebuild a damaged index (nothing is re-embedded).")] = False,
    model: Annotated[
        bool, typer.Option("--model", help="Ask the model and the judge one tiny question each (this costs a little).")
    ] = False,
    judge: Annotated[
        bool, typer.Option("--judge", help="Examine whether the judge can read: forty items, in four calls.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check settings, library, index, embedder, model, judge and keys, and say what to do."""
    from bot import doctor as examination

    findings, settings = examination.examine(repair=repair, model=model, judge=judge)
    if settings:
        redact.learn(settings.secrets())
    if as_json:
        _line(examination.as_json(findings))
    else:
        examination.show(findings)
    if not examination.healthy(findings):
        raise typer.Exit(1 if settings else 2)


@app.command()
def bot(context: typer.Context) -> None:
    """Run the Discord bot until it is stopped."""
    from bot.discord import running

    settings: Settings = context.obj
    code = running.run(settings, redact=redact, announce=typer.echo)
    if code:
        raise typer.Exit(code)


@app.command()
def source(
    context: typer.Context,
    excerpt: Annotated[str, typer.Argument(metavar="EXCERPT", help="The quoted words, one to a few sentences.")],
    as_json: Json = False,
) -> None:
    """Which article a quoted passage comes from. No model is involved."""
    from bot.answering import provenance

    settings: Settings = context.obj
    with _library(settings) as library:
        found = provenance.source_of(excerpt, library)
    if as_json:
        _line(provenance.as_json(excerpt, found))
    else:
        tell(provenance.as_text(found))


def _upgrading(stage: str, done: int, total: int) -> None:
    """Tell on stderr, once in so many passages, why the first command after an upgrade takes its time."""
    if done % TOLD_EVERY == 0:
        typer.echo(f"Rebuilding the {stage} of this library, once: {done:,} of {total:,} passages.", err=True)


def _library(settings: Settings) -> Library:
    from vectorstore.library import Library
    from vectorstore.upkeep import empty_library

    library = Library.open(settings.store, progress=_upgrading)
    if library.notice:
        typer.echo(library.notice, err=True)
    if not library.count_articles():
        typer.echo(empty_library(settings.store), err=True)
    return library


def _asked(words: Sequence[str] | None, batch: Path | None, now: str | None) -> Sequence[Asked]:
    """The questions of the command line: its words without quotation marks are one. Raises typer.BadParameter."""
    from bot import batches

    question = " ".join(words) if words else None
    if question == "-":
        question = sys.stdin.read()
    if (question is None) == (batch is None):
        raise typer.BadParameter("give a question, or --batch FILE.jsonl; not both.")
    moment = None
    if now is not None:
        try:
            moment = batches.moment(now)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--now") from None
    if batch is not None:
        return [one if one.now or moment is None else one.at(moment) for one in batches.read(batch)]
    return [batches.Asked(id=None, question=question or "", now=moment)]


def _zone(name: str | None) -> ZoneInfo | None:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name) if name else None
    except (KeyError, OSError, ValueError) as error:
        sentence = f"unknown time zone {name!r}; use a name like Asia/Seoul"
        raise typer.BadParameter(sentence, param_hint="--tz") from error


def _line(found: dict[str, Any]) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False))


def main() -> None:
    """The console script."""
    sys.exit(boundary.run(lambda: app(prog_name="dateline"), redact=redact))
