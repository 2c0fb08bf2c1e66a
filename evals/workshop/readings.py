"""What the rewriting of a follow-up and the check of a message come to, as answers: held to the same claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.answering.answer import Answer, Citation, Timings

if TYPE_CHECKING:
    from bot.answering.claims import Checked, CheckedMessage
    from prompts.casefiles import Case

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
