"""What became of each case of a question set, and the scores of them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.answering.answer import Answer
from evals import scoring
from evals.scoring import Better, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question with what came of it, or one claim with what the checker made of it.

    `problems` say in words what went wrong, and are empty where all is well. Ranks count from 1, None where the
    right one was not found. `prompt` is what the model was given, of (role, content), and `raw` what it said; both are
    empty where no model was called.
    """

    name: str
    kind: str
    asked: str
    problems: tuple[str, ...] = ()
    error: str | None = None
    now: datetime | None = None
    answer: Answer | None = None
    right: bool | None = None
    cited: bool | None = None
    article_rank: int | None = None
    passage_rank: int | None = None
    prompt: tuple[tuple[str, str], ...] = ()
    raw: str = ""
    expected: tuple[str, ...] = ()
    support: float | None = None
    held: bool | None = None
    label: str = ""
    change: str = ""
    language: str = ""
    against: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        return self.answer is not None and self.answer.abstained


def problems_of(case: Case) -> Iterator[str]:
    """What went wrong with an answer, in words."""
    answer = case.answer
    assert answer is not None
    if case.kind != "answerable":
        if not answer.abstained:
            yield "answered, though no article of the library does"
    elif answer.abstained:
        yield f"refused (by {answer.refused_by}), though the library has the answer"
    else:
        if case.right is False:
            yield f"the answer lacks {' or '.join(case.expected)}"
        if case.cited is False:
            yield "no article that holds the answer is cited"
    for citation in answer.citations:
        if not answer.is_verbatim(citation):
            yield f"the quote of [{citation.n}] is not in its passage"


def scores_of(cases: Sequence[Case]) -> Iterator[Score]:
    """All scores that the cases allow, in the order in which people read them."""
    answerable = [case for case in cases if case.kind == "answerable"]
    answered = [case.answer for case in cases if case.answer]
    if answerable:
        if any(case.expected for case in answerable):
            yield from scoring.ranked("passage", [case.passage_rank for case in answerable if case.expected])
        yield from scoring.ranked("article", [case.article_rank for case in answerable])
        if any(case.expected for case in answerable):
            told = [case for case in answerable if case.expected]
            yield scoring.share("right", [bool(case.right) for case in told])
            yield scoring.share("right and so cited", [bool(case.right and case.cited) for case in told])
        yield scoring.share("cites a gold article", [bool(case.cited) for case in answerable])
        yield scoring.share("false refusals", [case.refused for case in answerable], better="lower")
    for kind in ("without gold", "unanswerable"):
        some = [case for case in cases if case.kind == kind]
        if some:
            yield scoring.share(f"refused, {kind}", [case.refused for case in some])
    yield from _sentences(answered)
    yield from _labelled([case for case in cases if case.kind == "claim"])
    if answered:
        timed = [answer.timings for answer in answered]
        for at in (50, 95):
            yield scoring.percentile(f"search p{at}", [one.retrieve_ms for one in timed], at, unit="ms")
        for at in (50, 95):
            yield scoring.percentile(f"answer p{at}", [one.total_ms for one in timed], at, unit="ms")
        counted = [answer.tokens for answer in answered if answer.tokens.input is not None]
        for name, values in (
            ("tokens in", [float(one.input or 0) for one in counted]),
            ("tokens out", [float(one.output or 0) for one in counted]),
        ):
            if values:
                yield scoring.mean(name, values, unit="tokens", better="lower")


def _sentences(answers: Sequence[Answer]) -> Iterator[Score]:
    """What the checker made of what the model said, and whether quotes are verbatim."""
    verdicts = [verdict for answer in answers for verdict in answer.verdicts]
    if verdicts:
        yield scoring.share("sentences supported as cited", [one.outcome == "kept" for one in verdicts])
        yield scoring.share("sentences repaired", [one.outcome == "repaired" for one in verdicts], better="neither")
        yield scoring.share("sentences dropped", [one.outcome == "dropped" for one in verdicts], better="neither")
    quotes = [answer.is_verbatim(one) for answer in answers for one in answer.citations]
    if quotes:
        yield scoring.share("quotes verbatim", quotes)


def _labelled(claims: Sequence[Case]) -> Iterator[Score]:
    """What a reader feels: whether a citation that is shown supports its sentence, and what is lost that was true."""
    if not claims:
        return
    shown, true = [case for case in claims if case.held], [case for case in claims if case.right]
    untrue = [case for case in claims if not case.right]
    if shown:
        yield scoring.share("shown citations that support their sentence", [bool(case.right) for case in shown])
    if true:
        yield scoring.share("true sentences dropped", [not case.held for case in true], better="lower")
    if untrue:
        yield scoring.share("untrue sentences caught", [not case.held for case in untrue])
    for label, name in (("part", "said in part"), ("not", "not said")):
        some = [case for case in untrue if case.label == label]
        if some and len(some) < len(untrue):
            yield scoring.share(f"caught, {name}", [not case.held for case in some])
    kinds = dict.fromkeys(case.change for case in claims if case.change)
    for kind in sorted(kinds):
        some = [case for case in claims if case.change == kind]
        better: Better = "higher" if some[0].right else "lower"
        yield scoring.share(f"shown, {kind}", [bool(case.held) for case in some], better=better)
    for language in sorted({case.language for case in untrue if case.change and case.language}):
        some = [case for case in untrue if case.language == language]
        yield scoring.share(f"shown, untrue, {language}", [bool(case.held) for case in some], better="lower")
    if true and untrue:
        value = scoring.auroc([case.support or 0.0 for case in claims], [bool(case.right) for case in claims])
        yield Score(name="support AUROC", value=value, n=len(claims))
