"""Recording a real model: what it will cost first, then each case through the pipeline, its exchange into a file."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.answering.endings import ending_of_word
from evals.workshop.errors import RecordingError
from evals.workshop.recordings import (
    LOOPBACK,
    OURS,
    SERVICE,
    Book,
    Recording,
    label_of,
    parameters_of,
    replaying,
)
from evals.workshop.running import Outcome, Prompts, Workbench
from prompts.budget import estimated_tokens
from prompts.casefiles import Case
from prompts.stub import StubModel

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

TOKENS_SAID = 150  # of an answer that was never recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The cases that will be asked, and about how many tokens that takes, all runs together."""

    cases: tuple[Case, ...]
    input_tokens: int
    output_tokens: int

    def price(self, *, per_million_in: float | None, per_million_out: float | None) -> float | None:
        """In the currency of the prices, which are for a million tokens; None without both."""
        if per_million_in is None or per_million_out is None:
            return None
        return (self.input_tokens * per_million_in + self.output_tokens * per_million_out) / 1_000_000

    def told(self, *, prices: tuple[float | None, float | None], repeat: int) -> str:
        """What it takes, in a sentence; money only where there are prices."""
        if not self.cases:
            return "Nothing is stale: every case has its recording."
        price = self.price(per_million_in=prices[0], per_million_out=prices[1])
        cost = f", about {price:.2f} by the prices in your settings" if price is not None else ""
        runs = f", {repeat} runs each" if repeat > 1 else ""
        cases = "1 case" if len(self.cases) == 1 else f"{len(self.cases)} cases"
        return (
            f"{cases} will be asked{runs}: about {self.input_tokens:,} tokens in and {self.output_tokens:,} out{cost}."
        )


def planned(
    bench: Workbench, cases: Sequence[Case], *, prompts: Prompts, book: Book, model: str, repeat: int, only_stale: bool
) -> Plan:
    """What recording would ask: all cases that call a model, or those alone whose recording is stale or missing."""
    chosen: list[Case] = []
    asked = said = 0
    for case in cases:
        recording = book.find(case.name, model=model, prompt=label_of(case, prompts))
        if (
            only_stale
            and bench.run(
                case, prompts=prompts, model=replaying(case, book=book, model=model, prompts=prompts)[0]
            ).state
            != "stale"
        ):
            continue
        # The stub stands in, so that the calls behind a rewriting are counted too.
        messages = bench.run(case, prompts=prompts, model=StubModel()).messages
        if not messages:
            continue  # refused from the evidence: no model is called
        chosen.append(case)
        asked += repeat * sum(estimated_tokens(content) for _, content in messages)
        known = [sum(call.output_tokens or 0 for call in run) for run in recording.runs] if recording else []
        said += repeat * (sum(known) // len(known) if known else TOKENS_SAID)
    return Plan(cases=tuple(chosen), input_tokens=asked, output_tokens=said)


def record(
    bench: Workbench,
    case: Case,
    *,
    prompts: Prompts,
    model: BaseChatModel,
    name: str,
    served_by: str,
    repeat: int,
    today: date,
) -> tuple[Recording, list[Outcome]]:
    """One case asked `repeat` times. Raises RecordingError where the model failed: half an answer is no recording."""
    outcomes = [bench.run(case, prompts=prompts, model=model) for _ in range(repeat)]
    if failed := next((outcome.error for outcome in outcomes if outcome.answer is None), None):
        raise RecordingError(f"{case.name} was not recorded: {failed}")
    if cut := _broken_off(outcomes) or next(
        (o.answer.cut_off for o in outcomes if o.answer and o.answer.cut_off), None
    ):
        raise RecordingError(f"{case.name} was not recorded: {cut}")
    recording = Recording(
        case=case.name,
        model=name,
        served_by=served_by,
        recorded=today.isoformat(),
        prompt=label_of(case, prompts),
        parameters=parameters_of(model),
        runs=tuple(outcome.exchanges for outcome in outcomes),
    )
    return recording, outcomes


def _broken_off(outcomes: Sequence[Outcome]) -> str | None:
    """A call that failed while the pipeline went on without it, as it does where a rewriting fails."""
    for outcome in outcomes:
        # The last call of an answer may be left early, once enough has been proved; the pipeline tells the rest of it.
        calls = outcome.exchanges[:-1] if outcome.case.prompt == "answer" else outcome.exchanges
        for call in calls:
            if call.error or ending_of_word(call.finish_reason) != "finished":
                return f"a call before the answer did not finish ({call.error or call.finish_reason or 'cut off'})."
    return None


def served_by(model: str, *, base_url: str | None) -> str:
    """Who answers: a recording says so, and a stub or a loopback server is never taken for a real model.

    `base_url` is that of the settings; Ollama's client looks on this machine where none is set.
    """
    if ":" not in model:
        return OURS
    host = urlsplit(base_url or ("http://localhost" if model.startswith("ollama:") else "")).hostname
    if host is None:
        return SERVICE
    if host == "localhost":
        return LOOPBACK
    try:
        return LOOPBACK if ipaddress.ip_address(host).is_loopback else SERVICE
    except ValueError:
        return SERVICE
