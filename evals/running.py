"""A question set run through the very pipeline that answers members: every case, and the scores of all.

`library_for` builds the set's own library, which is kept: a second run embeds nothing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.judging.judge import Judge, Opinion, Saying
from bot.answering.judging.words.judge import WordsJudge
from bot.answering.pipeline import Answerer
from bot.answering.retrieving import retrieve
from bot.answering.wiring import answerer_for
from evals import claims, scoring
from evals.judging import Case, problems_of, scores_of
from evals.questionsets import Question, QuestionSet, QuestionSetError
from evals.scoring import Score
from evals.workshop.watching import WatchedModel
from ingest.syncing import sync
from vectorstore.errors import DatelineError
from vectorstore.library import Library
from vectorstore.model import digest

if TYPE_CHECKING:
    from bot.startup import Settings
    from vectorstore.settings import StoreSettings

SEARCHED = 20  # hits that retrieval is judged by: those of `dateline search --k 20`
IN_A_ROW = 5  # questions that fail one after the other end the run: nothing answers any more
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run gave: scores, cases, and what was run with what."""

    questions: QuestionSet
    cases: tuple[Case, ...]
    scores: tuple[Score, ...]
    made: datetime
    seconds: float
    articles: int = 0
    passages: int = 0
    model: str | None = None
    embedding: str | None = None
    prompt: str | None = None

    @property
    def failing(self) -> list[Case]:
        return [case for case in self.cases if case.problems or case.error]


def place_of(questions: QuestionSet, data: Path) -> Path:
    """Where a set's library and reports are kept; folders of one name at different places don't mix."""
    return data / "evals" / f"{questions.name}-{digest(str(questions.folder))[:6]}"


def store_of(questions: QuestionSet, settings: Settings, *, held: Path | None = None) -> StoreSettings:
    """The settings of a set's library: those given, with a place of its own and an index in that place."""
    place = held or place_of(questions, settings.store.dateline_data)
    return settings.store.model_copy(update={"dateline_data": place, "chroma_url": None})


@contextmanager
def library_for(
    questions: QuestionSet, settings: Settings, *, held: Path | None = None, progress: Progress
) -> Iterator[Library | None]:
    """The library that the questions are asked of, in a place of its own; None where no question needs one.

    `held` is the data folder of a library that is used as it is, and only read. Raises what ingest and the
    library raise.
    """
    if not questions.needs_library:
        yield None
        return
    store = store_of(questions, settings, held=held)
    place = store.dateline_data
    if held is None:
        source = questions.articles
        if source is None:
            place.mkdir(parents=True, exist_ok=True)
            source = place / "articles.jsonl"
            rows = (json.dumps(row, ensure_ascii=False) for row in questions.records)
            source.write_text("\n".join(rows) + "\n", encoding="utf-8")
        summary = sync([source], settings=store, ingest=settings.ingest, prune=True, progress=progress)
        if summary.stopped_by:
            raise SystemExit(summary.exit_code)
        if summary.failed:
            first = summary.failed[0]
            raise QuestionSetError(f"{len(summary.failed)} articles can't be read: {first.source}: {first.reason}")
    with Library.open(store) as library:
        yield library


def run(
    questions: QuestionSet,
    library: Library | None,
    settings: Settings,
    *,
    progress: Progress,
    judge: Judge | None = None,
) -> Result:
    """Ask everything and put every claim to the judge (by default: words). Raises the last error where five questions
    in a row fail."""
    begun, made = time.perf_counter(), datetime.now(UTC)
    answerer = answerer_for(settings.answer, library) if library else None
    cases: list[Case] = []
    failed = 0
    if answerer and library:
        usual = _day_after_the_newest(library)
        for done, question in enumerate(questions.questions):
            progress("asking", done, len(questions.questions))
            case, error = _asked(question, answerer, now=question.now or usual)
            cases.append(case)
            failed = failed + 1 if error else 0
            if error and failed == IN_A_ROW:
                raise error
    for done, found in enumerate(claims.judged(questions.claims, library, judge or WordsJudge())):
        progress("judging", done, len(questions.claims))
        cases.append(_checked(found))
    return Result(
        questions=questions,
        cases=tuple(cases),
        scores=tuple(scores_of(cases)),
        made=made,
        seconds=time.perf_counter() - begun,
        articles=library.count_articles() if library else 0,
        passages=library.count_passages() if library else 0,
        model=WatchedModel(inner=answerer.model).name_of_model if answerer else None,
        embedding=library.embedding if library else None,
        prompt=answerer.prompt.label if answerer else None,
    )


def _day_after_the_newest(library: Library) -> datetime:
    """When questions without a date of their own are asked: a fixed day, so that a run can be repeated."""
    newest = library.newest()
    return newest.published + timedelta(days=1) if newest and newest.published else datetime.now(UTC)


def _asked(question: Question, answerer: Answerer, *, now: datetime) -> tuple[Case, DatelineError | None]:
    watched = WatchedModel(inner=answerer.model)
    case = Case(name=question.case, kind=question.kind, asked=question.question, now=now, expected=question.answers)
    try:
        if question.kind == "answerable":
            hits = retrieve(
                question.question,
                library=answerer.library,
                now=now,
                tz=answerer.tz,
                k=SEARCHED,
                exclude_urls=question.exclude_urls,
                rules=answerer.rules,
            ).hits
            case = replace(
                case,
                article_rank=scoring.article_rank(hits, question.gold_urls),
                passage_rank=scoring.passage_rank(hits, question.gold_urls, question.answers),
            )
        answer = replace(answerer, model=watched).answer(question.question, now=now, exclude_urls=question.exclude_urls)
    except DatelineError as error:
        return replace(case, error=str(error)), error
    answered = question.kind == "answerable" and not answer.abstained
    case = replace(
        case,
        answer=answer,
        right=answered and scoring.holds_answer(answer.shown, question.answers) if question.answers else None,
        cited=answered and any(one.url in question.gold_urls for one in answer.citations)
        if question.gold_urls
        else None,
        prompt=tuple(message for exchange in watched.exchanges for message in exchange.messages),
        raw="\n".join(exchange.raw for exchange in watched.exchanges),
    )
    return replace(case, problems=tuple(problems_of(case))), None


def _checked(found: claims.Judged) -> Case:
    claim, opinion = found.claim, found.opinion
    held = opinion is not None and opinion.verdict == "says"
    wrong = "kept, though the evidence doesn't support it" if held else "dropped, though it is true"
    why = f" ({opinion.reason})" if opinion and opinion.reason else ""
    return Case(
        name=claim.case,
        kind="claim",
        asked=claim.sentence,
        problems=() if held == claim.holds else (wrong + why,),
        support=_sureness(opinion),
        held=held,
        right=claim.holds,
        label=claim.label,
        change=claim.kind,
        language=claim.language or next((one.language or "" for one in found.exhibits), ""),
        against=tuple(one.text for one in found.exhibits),
    )


def _sureness(opinion: Opinion[Saying] | None) -> float:
    """How much a judge's opinion speaks for a sentence, from 0 to 1."""
    if opinion is None:
        return 0.0
    if opinion.verdict == "says":
        return opinion.probability
    return {"part": 0.5, "silent": 0.25}.get(opinion.verdict, 0.0) * opinion.probability
