"""What a run of the cases says: text for people, an object for programs, JUnit for CI, and one page of HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from evals.pages import page
from evals.workshop.comparing import UNSENT
from evals.workshop.errors import WorkshopError
from evals.workshop.running import STATES, Outcome, Prompts, Trial

if TYPE_CHECKING:
    from rich.table import Table

TEMPLATES = Path(__file__).parent
BAD = ("failed", "stale")
# What XML can't hold, nor a terminal show.
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "�")


def as_json(
    trials: Sequence[Trial], *, prompts: Prompts, tried: str, model: str, seconds: float, notices: Sequence[str] = ()
) -> dict[str, Any]:
    """`{prompt, prompts: {name: label}, model, notices, seconds, counts: {state: n}, cases: [{name, group, state,
    passes, runs, question, broken: [{claim, why, problem}], error, waits_for, answer, raw, messages: [{role,
    content}], tokens, seconds}]}`; what is shown of a case is its worst run. `tried` names the prompt that is tried
    out, whose label is `prompt`. Keys are added over time, never renamed."""
    return {
        "prompt": prompts[tried].label,
        "prompts": {name: prompts[name].label for name in sent(trials)},
        "model": model,
        "notices": list(notices),
        "seconds": round(seconds, 2),
        "counts": counts(trials),
        "cases": [_case(trial) for trial in trials],
    }


def sent(trials: Sequence[Trial]) -> list[str]:
    """The names of the prompts that these cases take."""
    return sorted({name for trial in trials for name in trial.case.prompts})


def notices(trials: Sequence[Trial], *, tried: str) -> list[str]:
    """What has to be known beside the outcomes."""
    return [] if tried in sent(trials) else [f"{UNSENT} {tried}."]


def write(path: Path, text: str) -> None:
    """A report into its file. Raises WorkshopError."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WorkshopError(f"{path} can't be written: {error.strerror}.") from error


def counts(trials: Sequence[Trial]) -> dict[str, int]:
    return {state: sum(trial.state == state for trial in trials) for state in reversed(STATES)}


def _case(trial: Trial) -> dict[str, Any]:
    worst = trial.worst
    return {
        "name": trial.case.name,
        "group": trial.case.group,
        "state": trial.state,
        "passes": trial.passes,
        "runs": len(trial.outcomes),
        "question": trial.case.question,
        "broken": [{"claim": str(b.claim), "why": b.claim.why, "problem": b.problem} for b in worst.broken],
        "error": worst.error,
        "waits_for": trial.case.waits_for,
        "answer": worst.answer.shown if worst.answer else None,
        "raw": worst.raw,
        "messages": [{"role": role, "content": content} for role, content in worst.messages],
        "tokens": {"input": worst.tokens[0], "output": worst.tokens[1]},
        "seconds": round(sum(outcome.seconds for outcome in trial.outcomes), 3),
    }


def table(trials: Sequence[Trial]) -> Table:
    """Groups by outcome."""
    from rich.table import Table

    shown = Table(box=None, pad_edge=False)
    shown.add_column("cases")
    colours = {"passed": "green", "failed": "red", "stale": "yellow", "waiting": "cyan"}
    for state in reversed(STATES):
        shown.add_column(state, justify="right", style=colours[state])
    for group in dict.fromkeys(trial.case.group for trial in trials):
        row = counts([trial for trial in trials if trial.case.group == group])
        shown.add_row(group, *(str(row[state] or "·") for state in reversed(STATES)))
    whole = counts(trials)
    shown.add_section()
    shown.add_row("all", *(str(whole[state]) for state in reversed(STATES)))
    return shown


def details(trials: Sequence[Trial]) -> Iterator[str]:
    """For each case that fails: what broke and why it matters, the answer, the model's own words, the messages."""
    said: set[tuple[str, str]] = set()
    for trial in trials:
        outcome = trial.worst
        if trial.state == "stale":
            yield f"STALE {_title(trial)}\n  {outcome.error}"
        elif trial.state == "waiting":
            yield f"WAITS {_title(trial)}\n  for {trial.case.waits_for}"
        elif trial.state == "failed":
            yield "\n".join(_failure(trial, outcome, said))


def _failure(trial: Trial, outcome: Outcome, said: set[tuple[str, str]]) -> Iterator[str]:
    yield f"FAILED {_title(trial)}"
    for one in outcome.broken:
        yield f"  {one.claim}: {one.problem}"
        yield f"    why: {one.claim.why}"
    if outcome.error:
        yield f"  {outcome.error}"
    if outcome.answer:
        yield f"  answer: {outcome.answer.shown}"
    if not outcome.exchanges:
        yield "  no model was asked: the evidence did not bear on the question"
        return
    yield f"  raw: {outcome.raw}"
    yield "  messages:"
    for role, content in outcome.messages:
        if (role, content) in said:
            yield f"    {role}: (the same as above)"
            continue
        if role == "system":
            said.add((role, content))
        yield f"    {role}:"
        yield from (f"      {line}" for line in content.splitlines())


def _title(trial: Trial) -> str:
    runs = f" ({trial.passes} of {len(trial.outcomes)} runs pass)" if len(trial.outcomes) > 1 else ""
    return f"{trial.case.group}/{trial.case.name}{runs}: {trial.case.question}"


def junit(trials: Sequence[Trial], *, name: str) -> str:
    """The run as JUnit XML, one test case a case. A case that waits counts as skipped."""
    failing = [trial for trial in trials if trial.state in BAD]
    waiting = [trial for trial in trials if trial.state == "waiting"]
    suite = ElementTree.Element(
        "testsuite",
        name=name,
        tests=str(len(trials)),
        failures=str(len(failing)),
        skipped=str(len(waiting)),
        errors="0",
    )
    for trial in trials:
        seconds = sum(outcome.seconds for outcome in trial.outcomes)
        case = ElementTree.SubElement(
            suite, "testcase", classname=trial.case.group, name=trial.case.name, time=f"{seconds:.3f}"
        )
        if trial.state in BAD:
            broken = trial.worst.broken
            message = "; ".join(f"{one.claim}: {one.problem}" for one in broken) or trial.worst.error or trial.state
            failure = ElementTree.SubElement(case, "failure", message=_printable(message), type=trial.state)
            failure.text = _printable("\n".join(details([trial])))
        elif trial.state == "waiting":
            ElementTree.SubElement(case, "skipped", message=f"waits for {trial.case.waits_for}")
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def html(template: str, **values: Any) -> str:
    """One self-contained page; every value is escaped."""
    return page(TEMPLATES / template, **values)


def _printable(text: str) -> str:
    return "".join("�" if "\ud800" <= char <= "\udfff" else char for char in text.translate(_CONTROL))
