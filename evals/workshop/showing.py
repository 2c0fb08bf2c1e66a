"""A comparison in the terminal, side by side, and as Markdown for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from evals.workshop.comparing import VERDICTS, Comparison, Pair, changed_lines
from evals.workshop.running import Trial

if TYPE_CHECKING:
    from rich.console import Console

SHOWN = ("worse", "better", "changed", "noise", "stale")
_COLOURS = {"-": "red", "+": "green", " ": "dim"}
_BACKTICKS = re.compile(r"`+")


def show(comparison: Comparison, console: Console) -> None:
    """The changed prompt, then each case that is not the same, before and after side by side."""
    from rich.table import Table
    from rich.text import Text

    console.print(headline(comparison), markup=False, soft_wrap=True)
    for sign, line in comparison.prompt_lines():
        console.print(Text(f"{sign} {line}", style=_COLOURS[sign]), soft_wrap=True)
    for verdict in SHOWN:
        for pair in (pair for pair in comparison.pairs if pair.verdict == verdict):
            console.print(f"\n{verdict}: {_title(pair)}", markup=False, soft_wrap=True)
            table = Table(show_edge=False, pad_edge=False, expand=True)
            table.add_column(Text(comparison.before.label), ratio=1)
            table.add_column(Text(comparison.after.label), ratio=1)
            table.add_row(Text(_half(pair.before)), Text(_half(pair.after)))
            console.print(table)
    for notice in comparison.notices:
        console.print(f"\n{notice}", markup=False, soft_wrap=True)


def headline(comparison: Comparison) -> str:
    """Which prompts, which model, how many cases of each kind, and the tokens."""
    before, after = comparison.tokens()
    old, new = comparison.labels()
    counted = ", ".join(f"{comparison.counts[verdict]} {verdict}" for verdict in VERDICTS)
    return (
        f"{comparison.before.label} ({old}) → {comparison.after.label} ({new}), with {comparison.model}\n"
        f"{len(comparison.pairs)} cases: {counted}. "
        f"Tokens in {before[0]:,} → {after[0]:,}, out {before[1]:,} → {after[1]:,}."
    )


def markdown(comparison: Comparison) -> str:
    """The same as Markdown."""
    return "\n".join(_markdown(comparison))


def _markdown(comparison: Comparison) -> Iterator[str]:
    yield "### Prompts compared\n"
    yield headline(comparison).replace("\n", "\n\n") + "\n"
    for notice in comparison.notices:
        yield f"> {_escaped(notice)}\n"
    lines = comparison.prompt_lines()
    if lines:
        yield _block("\n".join(f"{sign}{line}" for sign, line in lines), kind="diff")
    for verdict in SHOWN:
        for pair in (pair for pair in comparison.pairs if pair.verdict == verdict):
            yield f"<details><summary>{verdict}: {_escaped(_title(pair))}</summary>\n"
            yield f"Before:\n\n{_block(_half(pair.before))}\n\nAfter:\n\n{_block(_half(pair.after))}"
            old, new = _messages(pair.before), _messages(pair.after)
            if pair.messages_differ:
                changed = "\n".join(f"{sign}{line}" for sign, line in changed_lines(old, new))
                yield f"\nMessages:\n\n{_block(changed, kind='diff')}"
            yield "</details>\n"


def _title(pair: Pair) -> str:
    return f"{pair.case.group}/{pair.case.name}: {pair.case.question}"


def _half(trial: Trial) -> str:
    worst = trial.worst
    runs = f", {trial.passes} of {len(trial.outcomes)} runs pass" if len(trial.outcomes) > 1 else ""
    head = f"{trial.state}{runs} ({worst.tokens[0]} tokens in, {worst.tokens[1]} out)"
    noisy = len(trial.answers) > 1
    answers = [f"{runs} × {text}" if noisy else text for text, runs in trial.answers.most_common()]
    return "\n".join([head, *answers, *(f"{one.claim}: {one.problem}" for one in worst.broken)])


def _messages(trial: Trial) -> str:
    return "\n".join(f"{role}:\n{content}" for role, content in trial.worst.messages)


def _block(text: str, *, kind: str = "") -> str:
    """A code block that no row of backticks within it can end."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text}\n{fence}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
