"""`dateline prompts`: the cases run, messages shown, models recorded, prompts compared."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.startup import Settings
    from prompts.casefiles import Case

prompts = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Test prompts by cases, record real models, compare versions."
)

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="Cases, groups of them or prompts; all by default.")
]
Expression = Annotated[
    str | None, typer.Option("-k", metavar="EXPR", help="Words with and, or, not, brackets: “korean and not name”.")
]
Cases = Annotated[
    Path | None, typer.Option("--cases", metavar="DIR", help="The cases of this folder; of prompts/cases by default.")
]
File = Annotated[Path | None, typer.Option("--prompt", metavar="FILE", help="This prompt instead of the shipped one.")]
Folder = Annotated[
    Path | None,
    typer.Option("--recordings", metavar="DIR", help="Where recordings are; prompts/recordings by default."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write one self-contained page too.")]
Repeat = Annotated[int, typer.Option("--repeat", min=1, max=50, help="Ask each case so often: noise told from change.")]
Model = Annotated[str, typer.Option("--model", help="stub, replay, PROVIDER:MODEL, or one of the misbehaving cast.")]


@prompts.command("test")
def run_cases(
    context: typer.Context,
    names: Names = None,
    expression: Expression = None,
    folder: Cases = None,
    model: Model = "stub",
    prompt: File = None,
    recordings: Folder = None,
    repeat: Repeat = 1,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML for CI.")] = None,
    html: Html = None,
    as_json: Json = False,
) -> None:
    """Run the cases; say what broke, and why it matters."""
    from evals.workshop import choosing, reports
    from evals.workshop.recordings import Book
    from evals.workshop.running import workbench

    settings: Settings = context.obj
    cases = _cases(names, expression, folder)
    tried, chosen = choosing.prompts_with(prompt, overrides=settings.answer.prompts_dir)
    book = Book(recordings) if recordings else Book()
    models = choosing.models_for(model, settings=settings.answer, book=book, prompts=chosen, repeat=repeat)
    started = time.perf_counter()
    with workbench(keep=_bench(settings), deadline=settings.answer.chat_timeout) as bench:
        trials = [bench.trial(case, prompts=chosen, models=models) for case in cases]
    seconds = time.perf_counter() - started
    notices = reports.notices(trials, tried=tried) if prompt else []
    if choosing.is_replay(model):
        notices += book.notices([case.name for case in choosing.cases_in(folder)])
    report = reports.as_json(trials, prompts=chosen, tried=tried, model=model, seconds=seconds, notices=notices)
    labels = ", ".join(chosen[name].label for name in reports.sent(trials))
    if junit:
        reports.write(junit, reports.junit(trials, name=f"dateline prompts ({labels}, {model})"))
    if html:
        reports.write(html, reports.html("cases.html.jinja", report=report))
    if as_json:
        _line(report)
    else:
        from rich.console import Console

        for told in reports.details(trials):
            typer.echo(f"{told}\n")
        Console(highlight=False).print(reports.table(trials))
        for notice in notices:
            typer.echo(notice)
        typer.echo(f"{labels} with {model}, {report['seconds']} s")
    if any(trial.state in reports.BAD for trial in trials):
        raise typer.Exit(1)


@prompts.command("show")
def show_messages(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A prompt: answer, check or rewrite.")],
    question: Annotated[
        str, typer.Option("--question", metavar="TEXT", help="What is asked of your library, or the message to check.")
    ],
    after: Annotated[
        str | None, typer.Option("--after", metavar="TEXT", help="rewrite: the question that was asked before it.")
    ] = None,
    prompt: File = None,
    as_json: Json = False,
) -> None:
    """The exact messages for a question, with sources from your library, and about how many tokens they are."""
    from evals.workshop import choosing, messages
    from vectorstore.library import Library

    settings: Settings = context.obj
    drafted, chosen = choosing.prompts_with(prompt, overrides=settings.answer.prompts_dir)
    if name not in chosen:
        raise typer.BadParameter(f"unknown prompt {name}; choose one of {', '.join(chosen)}.", param_hint="NAME")
    if prompt and drafted != name:
        raise typer.BadParameter(f"{prompt.name} holds the prompt {drafted}, not {name}.", param_hint="--prompt")
    if after and name != "rewrite":
        raise typer.BadParameter("only rewrite reads the talk before a question.", param_hint="--after")
    with Library.open(settings.store) as library:
        sent = messages.sent(
            question, name=name, prompts=chosen, library=library, settings=settings.answer, after=after
        )
    if as_json:
        _line(messages.as_json(sent))
    else:
        typer.echo(messages.as_text(sent))


@prompts.command("record")
def record_model(
    context: typer.Context,
    model: Annotated[str, typer.Option("--model", metavar="PROVIDER:MODEL", help="The model to record.")],
    names: Names = None,
    expression: Expression = None,
    folder: Cases = None,
    prompt: File = None,
    recordings: Folder = None,
    repeat: Repeat = 1,
    refresh_stale: Annotated[
        bool, typer.Option("--refresh-stale", help="Only what is stale or was never recorded.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask after saying what it takes.")] = False,
) -> None:
    """Run the cases against a real model once and keep each exchange as a file; no key and no header goes in."""
    from bot.answering.models import build_model
    from evals.workshop import choosing, recording
    from evals.workshop.errors import RecordingError
    from evals.workshop.recordings import Book
    from evals.workshop.running import workbench

    settings: Settings = context.obj
    if choosing.is_replay(model):
        raise typer.BadParameter("name a model to record, as openai:gpt-5-mini.", param_hint="--model")
    cases = _cases(names, expression, folder)
    _, chosen = choosing.prompts_with(prompt, overrides=settings.answer.prompts_dir)
    book = Book(recordings) if recordings else Book()
    asked = build_model(settings.answer.model_copy(update={"chat_model": model}))
    failed = False
    with workbench(keep=_bench(settings), deadline=settings.answer.chat_timeout) as bench:
        plan = recording.planned(
            bench, cases, prompts=chosen, book=book, model=model, repeat=repeat, only_stale=refresh_stale
        )
        prices = (settings.answer.chat_input_price, settings.answer.chat_output_price)
        typer.echo(plan.told(prices=prices, repeat=repeat))
        if not plan.cases or not (yes or typer.confirm("Go on?")):
            return
        openai = settings.answer.openai_base_url if model.startswith("openai:") else None
        served_by = recording.served_by(model, base_url=settings.answer.chat_options.get("base_url") or openai)
        today = datetime.now(UTC).date()
        for case in plan.cases:
            try:
                kept, outcomes = recording.record(
                    bench, case, prompts=chosen, model=asked, name=model, served_by=served_by, repeat=repeat,
                    today=today,
                )  # fmt: skip
            except RecordingError as error:
                failed = True  # the other cases are recorded all the same
                typer.echo(str(error), err=True)
                continue
            book.save(kept)
            typer.echo(f"{case.name}: {', '.join(outcome.state for outcome in outcomes)}")
        typer.echo(f"In {book.folder.name}: {book.origin()}")
    if failed:
        raise typer.Exit(1)


@prompts.command("diff")
def compare(
    context: typer.Context,
    before: Annotated[str, typer.Argument(metavar="A", help="A prompt file or a git revision.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    names: Names = None,
    expression: Expression = None,
    folder: Cases = None,
    model: Annotated[
        str | None, typer.Option("--model", help="replay where both sides hold recordings, else stub, by default.")
    ] = None,
    recordings: Folder = None,
    repeat: Repeat = 1,
    markdown: Annotated[
        Path | None, typer.Option("--markdown", metavar="FILE", help="Write it for a pull request too.")
    ] = None,
    html: Html = None,
    as_json: Json = False,
) -> None:
    """Every case under two prompts: changed messages, answers, outcomes and tokens, side by side."""
    from contextlib import ExitStack

    from evals.workshop import choosing, comparing, reports, showing
    from evals.workshop.recordings import Book
    from evals.workshop.revisions import side
    from evals.workshop.running import workbench

    settings: Settings = context.obj
    cases = _cases(names, expression, folder)
    book = Book(recordings) if recordings else Book()
    with ExitStack() as stack:
        overrides = settings.answer.prompts_dir
        sides = [stack.enter_context(side(name, book=book, overrides=overrides)) for name in (before, after)]
        bench = stack.enter_context(workbench(keep=_bench(settings), deadline=settings.answer.chat_timeout))
        name = model or comparing.default_model(*sides)
        models = [
            choosing.models_for(name, settings=settings.answer, book=one.book, prompts=one.prompts, repeat=repeat)
            for one in sides
        ]
        comparison = comparing.compared(
            bench, cases, before=sides[0], after=sides[1], model=name, models=(models[0], models[1])
        )
    report = comparing.as_json(comparison)
    if markdown:
        reports.write(markdown, showing.markdown(comparison))
    if html:
        reports.write(html, reports.html("diff.html.jinja", d=report))
    if as_json:
        _line(report)
    else:
        from rich.console import Console

        showing.show(comparison, Console(highlight=False))


@prompts.command("case")
def pin_case(
    context: typer.Context,
    from_question: Annotated[str, typer.Option("--from-question", metavar="ID", help="From dateline questions.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the file goes; prompts/cases by default.")
    ] = None,
) -> None:
    """Pin a disliked or refused question of the bot's log as a failing case, without member data."""
    from bot.questions.log import Log
    from evals.workshop import choosing, pinning
    from evals.workshop.errors import PinError
    from evals.workshop.running import workbench
    from prompts.casefiles import FOLDER
    from prompts.stub import StubModel
    from vectorstore.library import Library

    settings: Settings = context.obj
    # The key turns members into hashes; nothing here asks for a member.
    entry = Log(settings.store.dateline_data, key=b"-", create=False).get(from_question)
    if entry is None:
        raise PinError(f"No question {from_question} is kept: dateline questions lists them.")
    with Library.open(settings.store) as library:
        written = pinning.case_of(entry, library=library, tz=settings.answer.zone)
    path, case = pinning.write(written, out or FOLDER)
    _, chosen = choosing.prompts_with(None, overrides=settings.answer.prompts_dir)
    with workbench(keep=_bench(settings), deadline=settings.answer.chat_timeout) as bench:
        outcome = bench.run(case, prompts=chosen, model=StubModel())
    typer.echo(f"{path.name}: {case.question}\n{outcome.state} with the stub; say in “must” what the answer has to be.")


def _cases(names: list[str] | None, expression: str | None, folder: Path | None) -> list[Case]:
    from evals.workshop import choosing
    from evals.workshop.selecting import chosen

    cases = choosing.cases_in(folder)
    known = {name for case in cases for name in (case.name, case.group, case.prompt)}
    if unknown := [name for name in names or () if name not in known]:
        raise typer.BadParameter(f"there is no case, group or prompt {', '.join(unknown)}.")
    try:
        found = chosen(cases, names=names or (), expression=expression)
    except ValueError as error:
        raise typer.BadParameter(f"{error}.", param_hint="-k") from error
    if not found:
        raise typer.BadParameter("no case matches.", param_hint="-k")
    return found


def _bench(settings: Settings) -> Path:
    """Where the workshop's copy of the sample library stays between runs, so that it is embedded once."""
    return settings.store.dateline_data / "workshop"


def _line(found: dict[str, Any]) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False))
