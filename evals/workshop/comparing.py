"""Two prompts compared: every case under both, what changed, and what is only noise."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from evals.workshop.choosing import REPLAY, is_replay
from evals.workshop.revisions import Side
from evals.workshop.running import Models, Trial, Workbench
from prompts.casefiles import Case
from prompts.files import Prompt

Verdict = Literal["worse", "better", "changed", "noise", "same", "stale"]
VERDICTS: tuple[Verdict, ...] = ("worse", "better", "changed", "noise", "same", "stale")
BLIND = (
    "The stub cannot see this change: it reads the sources and the question, and no rule. Only a real model's "
    "recordings can show what the change does (dateline prompts record)."
)
UNSENT = "None of these cases sends the changed prompt"


@dataclass(frozen=True, slots=True)
class Pair:
    """A case under both prompts.

    "worse" and "better" compare the share of runs that pass. "noise": the answers differ, but no more than one
    side's own runs do. "stale": one side has no recording of its messages, so nothing can be said.
    """

    case: Case
    before: Trial
    after: Trial

    @property
    def verdict(self) -> Verdict:
        if "stale" in (self.before.state, self.after.state):
            return "stale"
        before = self.before.passes / len(self.before.outcomes)
        after = self.after.passes / len(self.after.outcomes)
        overlap = bool(set(self.before.answers) & set(self.after.answers))
        noisy = len(self.before.answers) > 1 or len(self.after.answers) > 1
        if before != after:
            return "noise" if noisy and overlap else "worse" if after < before else "better"
        if set(self.before.answers) == set(self.after.answers):
            return "same"
        return "noise" if noisy and overlap else "changed"

    @property
    def messages_differ(self) -> bool:
        return self.before.worst.messages != self.after.worst.messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    before: Side
    after: Side
    model: str
    pairs: tuple[Pair, ...]

    @property
    def blind(self) -> bool:
        """Whether the prompts differ and only the stub ran, which answered all the same."""
        return bool(self.changed) and self.model == "stub" and all(pair.verdict == "same" for pair in self.pairs)

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the prompts that are not the same on both sides."""
        old, new = self.before.prompts, self.after.prompts
        return tuple(name for name in old if name in new and _text(old[name]) != _text(new[name]))

    @property
    def unsent(self) -> tuple[str, ...]:
        """The changed prompts that none of the cases takes: of them the comparison says nothing."""
        sent = {name for pair in self.pairs for name in pair.case.prompts}
        return tuple(name for name in self.changed if name not in sent)

    def labels(self) -> tuple[str, str]:
        """The changed prompts of each side with their versions; the answer's where nothing changed."""
        names = self.changed or ("answer",)
        before, after = (", ".join(side.prompts[name].label for name in names) for side in (self.before, self.after))
        return before, after

    def of(self, verdict: Verdict) -> list[Pair]:
        return [pair for pair in self.pairs if pair.verdict == verdict]

    @property
    def counts(self) -> dict[str, int]:
        return {verdict: len(self.of(verdict)) for verdict in VERDICTS}

    @property
    def notices(self) -> tuple[str, ...]:
        """What has to be known before anything is concluded from the comparison."""
        said = [f"{UNSENT} {name}." for name in self.unsent]
        if self.blind and len(self.unsent) < len(self.changed):
            said.append(BLIND)
        if is_replay(self.model):
            said += dict.fromkeys(f"{side.label}: {side.book.origin()}" for side in (self.before, self.after))
        return tuple(said)

    def tokens(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """(in, out) of each side, as the models counted them, all runs together."""
        sides = [[getattr(pair, name) for pair in self.pairs] for name in ("before", "after")]
        sums = [[o.tokens for trial in trials for o in trial.outcomes] for trials in sides]
        before, after = [(sum(t[0] for t in some), sum(t[1] for t in some)) for some in sums]
        return before, after

    def prompt_lines(self) -> list[tuple[str, str]]:
        """The prompts' text as (sign, line): " " in both, "-" before only, "+" after only; unchanged stretches
        are shortened to three lines around a change, with "…" between."""
        return [
            line
            for name in self.changed
            for line in changed_lines(_text(self.before.prompts[name]), _text(self.after.prompts[name]))
        ]


def default_model(before: Side, after: Side) -> str:
    """The recordings where both sides hold some, else the stub."""
    return REPLAY if before.book.models() and after.book.models() else "stub"


def compared(
    bench: Workbench, cases: Sequence[Case], *, before: Side, after: Side, model: str, models: tuple[Models, Models]
) -> Comparison:
    """Every case under both prompts; `models` are those of each side, since each replays its own recordings."""
    pairs = [
        Pair(
            case,
            bench.trial(case, prompts=before.prompts, models=models[0]),
            bench.trial(case, prompts=after.prompts, models=models[1]),
        )
        for case in cases
    ]
    return Comparison(before=before, after=after, model=model, pairs=tuple(pairs))


def changed_lines(old: str, new: str, *, around: int = 3) -> list[tuple[str, str]]:
    """The lines of two texts with what changed between them, as `Comparison.prompt_lines` gives them."""
    found: list[tuple[str, str]] = []
    for line in difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=around):
        if line.startswith(("---", "+++")) and not found:
            continue
        found.append((" ", "…") if line.startswith("@@") else (line[:1], line[1:]))
    return found


def as_json(comparison: Comparison) -> dict[str, Any]:
    """`{before, after: {label, prompt, tokens}, model, replayed, blind, notices, counts, prompt: [[sign, line]], cases:
    [...]}`, each case `{name, group, verdict, question, before, after, messages: [[sign, line]]}`, each side of it
    `{state, passes, runs, answers: [{text, runs}], answer, error, raw, broken, tokens}`, the worst run's."""
    before_tokens, after_tokens = comparison.tokens()
    old, new = comparison.labels()
    return {
        "before": _side(comparison.before, old, before_tokens),
        "after": _side(comparison.after, new, after_tokens),
        "model": comparison.model,
        "replayed": is_replay(comparison.model),
        "blind": comparison.blind,
        "notices": comparison.notices,
        "counts": comparison.counts,
        "prompt": comparison.prompt_lines(),
        "cases": [_pair(pair) for pair in comparison.pairs],
    }


def _side(side: Side, prompt: str, tokens: tuple[int, int]) -> dict[str, Any]:
    return {"label": side.label, "prompt": prompt, "tokens": {"input": tokens[0], "output": tokens[1]}}


def _pair(pair: Pair) -> dict[str, Any]:
    old, new = (_messages(trial) for trial in (pair.before, pair.after))
    return {
        "name": pair.case.name,
        "group": pair.case.group,
        "verdict": pair.verdict,
        "question": pair.case.question,
        "before": _trial(pair.before),
        "after": _trial(pair.after),
        "messages": changed_lines(old, new),
    }


def _trial(trial: Trial) -> dict[str, Any]:
    worst = trial.worst
    return {
        "state": trial.state,
        "passes": trial.passes,
        "runs": len(trial.outcomes),
        "answers": [{"text": text, "runs": runs} for text, runs in trial.answers.most_common()],
        "answer": worst.answer.shown if worst.answer else None,
        "error": worst.error,
        "raw": worst.raw,
        "broken": [f"{one.claim}: {one.problem}" for one in worst.broken],
        "tokens": {"input": worst.tokens[0], "output": worst.tokens[1]},
    }


def _messages(trial: Trial) -> str:
    return "\n".join(f"{role}:\n{content}" for role, content in trial.worst.messages)


def _text(prompt: Prompt) -> str:
    return "\n".join(f"{message.role}:\n{message.content}" for message in prompt.messages)
