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
    from evals.workshop.recording import Plan
    from prompts.casefiles import Case

prompts = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Test prompts by cases, record real models, compare versions."
)

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="Cases or groups of them; all by default.")
]
Expression = Annotated[
    str | None, typer.Option("-k", metavar="EXPR", help="Words with and, or, not: “korean or long”.")
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
    cases, chosen = _cases(names, expression), choosing.prompt_of(prompt)
    book = Book(recordings) if recordings else Book()
    models = choosing.models_for(model, settings=settings.answer, book=book, repeat=repeat)
    started = time.perf_counter()
    with workbench(keep=_bench(settings)) as bench:
        trials = [bench.trial(case, prompt=chosen, models=models) for case in cases]
    report = reports.as_json(trials, prompt=chosen, model=model, seconds=time.perf_counter() - started)
    if junit:
        junit.write_text(reports.junit(trials, name=f"dateline prompts ({chosen.label}, {model})"), encoding="utf-8")
    if html:
        html.write_text(reports.html("cases.html.jinja", report=report), encoding="utf-8")
    if as_json:
        _line(report)
    else:
        from rich.console import Console

        for told in reports.details(trials):
            typer.echo(f"{told}\n")
        Console(highlight=False).print(reports.table(trials))
        typer.echo(f"{chosen.label} with {model}, {report['seconds']} s")
    if any(trial.state in reports.BAD for trial in trials):
        raise typer.Exit(1)


@prompts.command("show")
def show_messages(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A prompt, as answer.")],
    question: Annotated[str, typer.Option("--question", metavar="TEXT", help="What is asked of your library.")],
    prompt: File = None,
    as_json: Json = False,
) -> None:
    """The exact messages for a question, with sources from your library, and about how many tokens they are."""
    from evals.workshop import choosing, messages
    from vectorstore.library import Library

    settings: Settings = context.obj
    chosen = choosing.prompt_of(prompt, name=name)
    with Library.open(settings.store) as library:
        shown = messages.for_question(question, prompt=chosen, library=library, settings=settings.answer)
    if as_json:
        _line(messages.as_json(shown, prompt=chosen))
    else:
        typer.echo(messages.as_text(shown, prompt=chosen))


@prompts.command("record")
def record_model(
    context: typer.Context,
    model: Annotated[str, typer.Option("--model", metavar="PROVIDER:MODEL", help="The model to record.")],
    names: Names = None,
    expression: Expression = None,
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
    cases, chosen = _cases(names, expression), choosing.prompt_of(prompt)
    book = Book(recordings) if recordings else Book()
    asked = build_model(settings.answer.model_copy(update={"chat_model": model}))
    failed = False
    with workbench(keep=_bench(settings)) as bench:
        plan = recording.planned(
            bench, cases, prompt=chosen, book=book, model=model, repeat=repeat, only_stale=refresh_stale
        )
        typer.echo(_told(plan, settings, repeat=repeat))
        if not plan.cases or not (yes or typer.confirm("Go on?")):
            return
        served_by = recording.served_by(settings.answer.openai_base_url if model.startswith("openai:") else None)
        today = datetime.now(UTC).date()
        for case in plan.cases:
            try:
                kept, outcomes = recording.record(
                    bench, case, prompt=chosen, model=asked, name=model, served_by=served_by, repeat=repeat, today=today
                )
            except RecordingError as error:
                failed = True  # the other cases are recorded all the same
                typer.echo(str(error), err=True)
                continue
            book.save(kept)
            typer.echo(f"{case.name}: {', '.join(outcome.state for outcome in outcomes)}")
    if failed:
        raise typer.Exit(1)


@prompts.command("diff")
def compare(
    context: typer.Context,
    before: Annotated[str, typer.Argument(metavar="A", help="A prompt file or a git revision.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    names: Names = None,
    expression: Expression = None,
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
    cases = _cases(names, expression)
    book = Book(recordings) if recordings else Book()
    with ExitStack() as stack:
        sides = [stack.enter_context(side(name, book=book)) for name in (before, after)]
        bench = stack.enter_context(workbench(keep=_bench(settings)))
        name = model or comparing.default_model(*sides)
        models = [choosing.models_for(name, settings=settings.answer, book=one.book, repeat=repeat) for one in sides]
        comparison = comparing.compared(
            bench, cases, before=sides[0], after=sides[1], model=name, models=(models[0], models[1])
        )
    report = comparing.as_json(comparison)
    if markdown:
        markdown.write_text(showing.markdown(comparison), encoding="utf-8")
    if html:
        html.write_text(reports.html("diff.html.jinja", d=report, blind=comparing.BLIND), encoding="utf-8")
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
    with workbench(keep=_bench(settings)) as bench:
        outcome = bench.run(case, prompt=choosing.prompt_of(None), model=StubModel())
    typer.echo(f"{path.name}: {case.question}\n{outcome.state} with the stub; say in “must” what the answer has to be.")


def _cases(names: list[str] | None, expression: str | None) -> list[Case]:
    from evals.workshop.errors import RevisionError
    from evals.workshop.running import chosen
    from prompts.casefiles import read_cases
    from prompts.errors import PromptError

    try:
        cases = read_cases()
    except PromptError as error:
        raise RevisionError(str(error)) from error
    known = {case.name for case in cases} | {case.group for case in cases}
    if unknown := [name for name in names or () if name not in known]:
        raise typer.BadParameter(f"there is no case or group {', '.join(unknown)}.")
    found = chosen(cases, names=names or (), expression=expression)
    if not found:
        raise typer.BadParameter("no case matches.", param_hint="-k")
    return found


def _bench(settings: Settings) -> Path:
    """Where the workshop's copy of the sample library stays between runs, so that it is embedded once."""
    return settings.store.dateline_data / "workshop"


def _told(plan: Plan, settings: Settings, *, repeat: int) -> str:
    if not plan.cases:
        return "Nothing is stale: every case has its recording."
    price = plan.price(
        per_million_in=settings.answer.chat_input_price, per_million_out=settings.answer.chat_output_price
    )
    cost = f", about {price:.2f} by the prices in your settings" if price is not None else ""
    runs = f", {repeat} runs each" if repeat > 1 else ""
    return (
        f"{len(plan.cases)} cases will be asked{runs}: about {plan.input_tokens:,} tokens in and "
        f"{plan.output_tokens:,} out{cost}."
    )


def _line(found: dict[str, Any]) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False))
