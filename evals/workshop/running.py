"""Cases run through the very pipeline that answers members, each to an outcome that says what broke."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args
from zoneinfo import ZoneInfo

from bot.answering.claims import check_message
from bot.answering.judging.bench import Bench
from bot.answering.judging.model import ModelJudge
from bot.answering.pipeline import Answerer
from bot.answering.rewriting import rewrite
from bot.belongings import sample_articles
from evals.workshop.holding import broken
from evals.workshop.readings import as_answer, checked_as_answer, verdicts_of
from evals.workshop.shelf import Shelf
from evals.workshop.watching import Exchange, WatchedModel
from prompts.casefiles import Case, Claim
from prompts.talk import Turn
from vectorstore.errors import DatelineError

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

    from bot.answering.answer import Answer
    from prompts.files import Prompt
    from vectorstore.library import Library

State = Literal["failed", "stale", "waiting", "passed"]
STATES: tuple[State, ...] = get_args(State)  # the worst first
DEADLINE = 60.0  # seconds for one answer, where no setting says otherwise


@dataclass(frozen=True, slots=True)
class Broken:
    """A claim that does not hold, and what is wrong."""

    claim: Claim
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one case.

    "stale": what was recorded was recorded with other messages. "waiting": it fails, as it must until what it
    waits for is built. `exchanges` is empty where no model was called.
    """

    case: Case
    state: State
    broken: tuple[Broken, ...] = ()
    error: str | None = None
    answer: Answer | None = None
    exchanges: tuple[Exchange, ...] = ()
    seconds: float = 0.0

    @property
    def raw(self) -> str:
        """What the model said, as it came."""
        return "\n".join(exchange.raw for exchange in self.exchanges)

    @property
    def messages(self) -> tuple[tuple[str, str], ...]:
        return tuple(message for exchange in self.exchanges for message in exchange.messages)

    @property
    def tokens(self) -> tuple[int, int]:
        """Tokens in and out, as the model counted them."""
        return (
            sum(exchange.input_tokens or 0 for exchange in self.exchanges),
            sum(exchange.output_tokens or 0 for exchange in self.exchanges),
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """A case with all its outcomes: one for a model that is asked once, one for each run of a recording."""

    case: Case
    outcomes: tuple[Outcome, ...]

    @property
    def passes(self) -> int:
        return sum(outcome.state == "passed" for outcome in self.outcomes)

    @property
    def worst(self) -> Outcome:
        return min(self.outcomes, key=lambda outcome: STATES.index(outcome.state))

    @property
    def state(self) -> State:
        return self.worst.state

    @property
    def answers(self) -> Counter[str]:
        """The different answers that were shown, with how many runs gave each; more than one is noise."""
        return Counter(o.answer.shown if o.answer else f"({o.error})" for o in self.outcomes)


Models = Callable[[Case], Sequence["BaseChatModel"]]
Prompts = Mapping[str, "Prompt"]


class Workbench:
    """Runs cases; the sample library is ingested when the first case needs it."""

    def __init__(self, *, sample: Callable[[], Library], deadline: float = DEADLINE) -> None:
        """`deadline` is what a model may take for an answer, in seconds (CHAT_TIMEOUT)."""
        self._sample = sample
        self._deadline = deadline

    def trial(self, case: Case, *, prompts: Prompts, models: Models) -> Trial:
        """One case with each of the models that there are for it."""
        return Trial(case, tuple(self.run(case, prompts=prompts, model=model) for model in models(case)))

    def run(self, case: Case, *, prompts: Prompts, model: BaseChatModel) -> Outcome:
        """One case with a model and the prompts by name, of which it takes `case.prompts`. Errors of ours are
        outcomes too."""
        started = time.perf_counter()
        watched = WatchedModel(inner=model)
        answer, error, state = None, None, "failed"
        try:
            answer = self._answer(case, prompts, watched)
        except DatelineError as failed:
            error = str(failed)
        if watched.stale:
            answer, error, state = None, watched.stale, "stale"
        sent = "\n".join(content for call in watched.exchanges for _, content in call.messages)
        problems = [(claim, broken(claim, answer, sent=sent)) for claim in case.must] if answer else []
        found = tuple(Broken(claim, problem) for claim, problem in problems if problem)
        if answer is not None and not found:
            state = "passed"
        if case.waits_for and state == "failed":
            state = "waiting"
        elif case.waits_for and state == "passed":
            state, error = "failed", f"it holds now: take “waits_for: {case.waits_for}” out of the case"
        return Outcome(
            case=case,
            state=cast(State, state),
            broken=found,
            error=error,
            answer=answer,
            exchanges=tuple(watched.exchanges),
            seconds=time.perf_counter() - started,
        )

    def _answer(self, case: Case, prompts: Prompts, model: BaseChatModel) -> Answer:
        """What the bot would do: answer, after rewriting a follow-up; rewrite alone; or check a message's claims."""
        if case.prompt == "rewrite":
            return as_answer(self._alone(case, model, prompts["rewrite"]), case=case, label=prompts["rewrite"].label)
        if case.prompt in ("relate", "suffice"):
            judge = ModelJudge(model, prompts, deadline=self._deadline)
            return as_answer(verdicts_of(judge, case), case=case, label=prompts[case.prompt].label)
        answerer = self.answerer(case, prompt=prompts["quote" if case.prompt == "quote" else "answer"], model=model)
        if case.prompt == "check":
            return checked_as_answer(
                check_message(answerer, case.question, now=case.now, prompt=prompts["check"]), case=case
            )
        if case.prompt == "judge":
            answerer = replace(answerer, bench=Bench(ModelJudge(model, prompts, deadline=answerer.deadline)))
        question = self._alone(case, model, prompts["rewrite"]) if case.history else case.question
        return answerer.answer(question, now=case.now)

    def answerer(self, case: Case, *, prompt: Prompt, model: BaseChatModel) -> Answerer:
        assert case.sources, "a case without sources is a rewriting"
        # A shelf answers what the pipeline asks of a library, and is none: it has no store.
        library = self._sample() if isinstance(case.sources, str) else cast("Library", Shelf(case.sources))
        return Answerer(
            library=library, model=model, prompt=prompt, tz=ZoneInfo(case.time_zone), deadline=self._deadline
        )

    def _alone(self, case: Case, model: BaseChatModel, prompt: Prompt) -> str:
        """The case's question as it is understood without its history."""
        turns = [Turn("member" if turn.role == "user" else "answer", turn.content) for turn in case.history]
        return rewrite(case.question, turns, model=model, prompt=prompt, deadline=self._deadline).question


@contextmanager
def workbench(*, keep: Path | None = None, deadline: float = DEADLINE) -> Iterator[Workbench]:
    """A workbench whose sample library lives in `keep`, brought up to date, or else in a temporary folder."""
    from ingest.syncing import sync
    from vectorstore.library import Library
    from vectorstore.settings import StoreSettings

    opened: list[Library] = []
    with tempfile.TemporaryDirectory(prefix="dateline-workshop-") as folder:

        def sample() -> Library:
            if not opened:
                place = keep or Path(folder) / "data"
                settings = StoreSettings(_env_file=None, dateline_data=place, embedding="local:minilm")
                sync([sample_articles()], settings=settings, prune=True)
                opened.append(Library.open(settings))
            return opened[0]

        try:
            yield Workbench(sample=sample, deadline=deadline)
        finally:
            for library in opened:
                library.close()
