"""What a rewriting, a message's check and a judge's verdicts come to, as answers: held to the same claims."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from bot.answering.answer import Answer, Citation, Timings
from bot.answering.judging.judge import Asked, Exhibit, Pair
from language.sentences import sentences

if TYPE_CHECKING:
    from bot.answering.claims import Checked, CheckedMessage
    from bot.answering.judging.judge import Judge
    from prompts.casefiles import Case, CaseSource

UNUSABLE = "no usable verdict"
_UNTIMED = Timings(retrieve_ms=0, generate_ms=0, total_ms=0)


def as_answer(text: str, *, case: Case, label: str) -> Answer:
    """A rewritten question in the place of an answer."""
    return Answer(question=case.question, text=text, abstained=False, model="", embedding="", prompt=label,
                  timings=_UNTIMED)  # fmt: skip


def checked_as_answer(checked: CheckedMessage, *, case: Case) -> Answer:
    """The claims, one a line, each behind its verdict: "reported: …", "contradicted: …", "reported, contradicted: …",
    "not found: …", "opinion: …", "forecast, contradicted: …", "corrected, contradicted: …"; "no claim" without any."""
    return Answer(
        question=case.question,
        text="\n".join(_line(claim) for claim in checked.claims) or "no claim",
        abstained=False,
        citations=checked.citations,
        hits=checked.hits,
        model=checked.model,
        embedding="",
        prompt=checked.prompt,
        timings=_UNTIMED,
        tokens=checked.tokens,
    )


def _line(claim: Checked) -> str:
    signs: list[str] = [claim.kind] if claim.kind != "claim" else []
    signs += ["corrected"] if claim.corrected else []
    signs += ["reported"] if claim.reported else []
    signs += ["contradicted"] if claim.contradicted else []
    signs += ["shown"] if claim.near else []
    said = f"{', '.join(signs) or 'not found'}: {claim.text}"
    return " ".join([said, *_marks(claim.citations)])


def _marks(citations: Sequence[Citation]) -> list[str]:
    return [f"[{citation.n}]" for citation in citations]


def verdicts_of(judge: Judge, case: Case) -> str:
    """What a judge says of a case's sources: of `suffice` whether they answer the question, of `relate` a line for each
    pair of their first sentences."""
    sources = [one for one in case.sources or () if not isinstance(one, str)]
    exhibits = {one.id: _exhibit(one) for one in sources}
    if case.prompt == "suffice":
        (told,) = judge.answers([Asked(question=case.question, exhibits=tuple(exhibits.values()))]).opinions
        return told.verdict if told else UNUSABLE
    first = {key: sentences(one.text, language=one.language)[0].text for key, one in exhibits.items()}
    named = list(combinations(exhibits, 2))
    pairs = [
        Pair(
            question=case.question,
            one=first[one],
            one_exhibit=exhibits[one],
            other=first[other],
            other_exhibit=exhibits[other],
        )
        for one, other in named
    ]
    opinions = judge.relates(pairs).opinions
    lines = zip(named, opinions, strict=True)
    return "\n".join(f"{one}/{other}: {told.verdict if told else UNUSABLE}" for (one, other), told in lines)


def _exhibit(source: CaseSource) -> Exhibit:
    return Exhibit(
        key=source.id,
        text=source.text,
        title=source.title,
        outlet=source.outlet,
        published=source.date,
        language=source.language,
    )
