"""Cases run through the very pipeline that answers members, each to an outcome that says what broke."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args
from zoneinfo import ZoneInfo

from bot.answering.pipeline import Answerer
from bot.answering.rewriting import rewrite
from evals.workshop.holding import broken
from evals.workshop.shelf import Shelf
from evals.workshop.watching import Exchange, WatchedModel
from prompts.casefiles import SAMPLE, Case, Claim
from prompts.files import load
from prompts.talk import Turn
from vectorstore.errors import DatelineError

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

    from bot.answering.answer import Answer
    from prompts.files import Prompt
    from vectorstore.library import Library

State = Literal["failed", "stale", "waiting", "passed"]
STATES: tuple[State, ...] = get_args(State)  # the worst first
SAMPLES = Path(__file__).parents[2] / "articles"
DEADLINE = 60.0  # seconds for one case


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
    def answers(self) -> frozenset[str]:
        """The different answers that were shown; more than one is noise."""
        return frozenset(o.answer.shown if o.answer else f"({o.error})" for o in self.outcomes)


Models = Callable[[Case], Sequence["BaseChatModel"]]


class Workbench:
    """Runs cases; the sample library is ingested when the first case needs it."""

    def __init__(self, *, sample: Callable[[], Library]) -> None:
        self._sample = sample

    def trial(self, case: Case, *, prompt: Prompt, models: Models, rewriting: Prompt | None = None) -> Trial:
        """One case with each of the models that there are for it."""
        runs = [self.run(case, prompt=prompt, model=model, rewriting=rewriting) for model in models(case)]
        return Trial(case, tuple(runs))

    def run(self, case: Case, *, prompt: Prompt, model: BaseChatModel, rewriting: Prompt | None = None) -> Outcome:
        """One case with a prompt and a model. Errors of ours are outcomes too.

        A question with a history is rewritten first, as the bot does it. `prompt` may be any of the prompts that
        take part; the others are those that are shipped.
        """
        started = time.perf_counter()
        watched = WatchedModel(inner=model)
        answer, error, state = None, None, "failed"
        try:
            answerer = self.answerer(case, prompt=_named("answer", prompt), model=watched)
            question = _alone(case, watched, _named("rewrite", rewriting, prompt)) if case.history else case.question
            answer = answerer.answer(question, now=case.now)
        except DatelineError as failed:
            error = str(failed)
        if watched.stale:
            answer, error, state = None, watched.stale, "stale"
        problems = [(claim, broken(claim, answer)) for claim in case.must] if answer else []
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

    def answerer(self, case: Case, *, prompt: Prompt, model: BaseChatModel) -> Answerer:
        # A shelf answers what the pipeline asks of a library, and is none: it has no store.
        library = self._sample() if case.sources == SAMPLE else cast("Library", Shelf(case.sources))  # type: ignore[arg-type]
        return Answerer(library=library, model=model, prompt=prompt, tz=ZoneInfo(case.time_zone), deadline=DEADLINE)


def _named(name: str, *given: Prompt | None) -> Prompt:
    return next((prompt for prompt in given if prompt is not None and prompt.name == name), None) or load(name)


def _alone(case: Case, model: BaseChatModel, prompt: Prompt) -> str:
    """The case's question as it is understood without its history."""
    turns = [Turn("member" if turn.role == "user" else "answer", turn.content) for turn in case.history]
    return rewrite(case.question, turns, model=model, prompt=prompt).question


@contextmanager
def workbench(articles: Path = SAMPLES, *, keep: Path | None = None) -> Iterator[Workbench]:
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
                sync([articles], settings=settings, prune=True)
                opened.append(Library.open(settings))
            return opened[0]

        try:
            yield Workbench(sample=sample)
        finally:
            for library in opened:
                library.close()


def chosen(cases: Sequence[Case], *, names: Sequence[str] = (), expression: str | None = None) -> list[Case]:
    """The cases of these names or groups for which the expression holds ("korean or (…)" without brackets:
    words with and, or, not; each word is looked for in the case's group and name)."""
    some = [case for case in cases if not names or case.name in names or case.group in names]
    return [case for case in some if expression is None or _matches(expression, f"{case.group} {case.name}")]


def _matches(expression: str, text: str) -> bool:
    def holds(term: str) -> bool:
        words = term.split()
        negated = words[:1] == ["not"]
        return all(word in text for word in words[negated:]) != negated

    return any(all(holds(term) for term in part.split(" and ")) for part in expression.split(" or "))
