"""Each sentence of an answer checked against what it cites, before anybody sees it.

    kept       a passage that the sentence cites supports it; marks that don't hold are taken off
    repaired   none of those does, or it cites none, but another retrieved passage does: the mark is put right
    dropped    no retrieved passage supports it

The sentence is never rewritten: what can't be proved as it stands is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.answering.judging.judge import Claim, Opinion, Saying, exhibit
from bot.answering.judging.words.judge import WordsJudge
from vectorstore.model import Hit

if TYPE_CHECKING:
    from bot.answering.quotations import Quotations

Outcome = Literal["kept", "repaired", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one sentence.

    `cited` are the sources that it named, `sources` those that support it (both count from 1 in the order
    of the hits); `quotes` the supporting sentence of each of `sources`, an exact slice of its passage.
    `reason` says in a few words what failed.
    """

    sentence: str
    outcome: Outcome
    cited: tuple[int, ...]
    sources: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()
    reason: str | None = None
    score: float = 0.0

    @property
    def quoted(self) -> tuple[int, ...]:
        """Those of its sources whose own words the sentence is, not a telling of them."""
        said = " ".join(self.sentence.split()).strip(" .。")
        pairs = zip(self.sources, self.quotes, strict=True)
        return tuple(n for n, quote in pairs if said in " ".join(quote.split()))

    def taken_back(self) -> Verdict:
        """The same sentence dropped, since its own outlet corrected what it says."""
        return replace(self, outcome="dropped", sources=(), quotes=(), reason="it was corrected since")


Check = Callable[[str, Sequence[int]], Verdict]
"""Checks a sentence without its marks, given the sources that it cites."""


class Checker:
    """Checks sentences against the passages of one question by their words (`judging.words`)."""

    def __init__(
        self,
        hits: Sequence[Hit],
        *,
        question: str = "",
        judge: WordsJudge | None = None,
        quotations: Quotations | None = None,
    ) -> None:
        """`quotations` are the quotes by which the model proves its sentences; each is held to its own first."""
        self._exhibits = [exhibit(hit) for hit in hits]
        self._question = question
        self._quotations = quotations
        self.judge = judge or WordsJudge()

    def check(self, sentence: str, cited: Sequence[int]) -> Verdict:
        """Check a sentence (without its marks) that cites these sources."""
        named = [n for n in dict.fromkeys(cited) if 1 <= n <= len(self._exhibits)]
        found = self._opinions(sentence, named, cited=True)
        holding = {n: one for n, one in found.items() if one.verdict == "says"}
        if holding:
            return self._verdict(sentence, "kept", named, holding)
        others = self._opinions(sentence, [n for n in range(1, len(self._exhibits) + 1) if n not in found], cited=False)
        best = max(
            (n for n in others if others[n].verdict == "says"), key=lambda n: others[n].probability, default=None
        )
        why = _why(found or others) if named else "it cited nothing"
        if best is not None:
            return self._verdict(sentence, "repaired", named, {best: others[best]}, reason=why)
        return self._verdict(sentence, "dropped", named, {}, reason=_why(found or others))

    def _claim(self, sentence: str, n: int, *, cited: bool) -> Claim:
        return Claim(
            sentence=sentence,
            exhibits=(self._exhibits[n - 1],),
            question=self._question,
            cited=cited,
            pointed=(self._quotations.of(sentence, n) if self._quotations else None) or "",
        )

    def _opinions(self, sentence: str, numbers: Sequence[int], *, cited: bool) -> dict[int, Opinion[Saying]]:
        judged = self.judge.says([self._claim(sentence, n, cited=cited) for n in numbers])
        return {n: one for n, one in zip(numbers, judged.opinions, strict=True) if one is not None}

    def _verdict(
        self,
        sentence: str,
        outcome: Outcome,
        cited: Sequence[int],
        held: Mapping[int, Opinion[Saying]],
        *,
        reason: str | None = None,
    ) -> Verdict:
        return Verdict(
            sentence=sentence,
            outcome=outcome,
            cited=tuple(cited),
            sources=tuple(held),
            quotes=tuple(one.quote or self._exhibits[n - 1].text.strip() for n, one in held.items()),
            reason=reason,
            score=max((one.probability for one in held.values()), default=0.0),
        )


def _why(failed: Mapping[int, Opinion[Saying]]) -> str:
    """What the best of the failed checks lacked."""
    order = ("denies", "part", "silent", "says")
    reasons = [one.reason for one in sorted(failed.values(), key=lambda one: order.index(one.verdict))]
    return next((reason for reason in reasons if reason), "nothing was found to check it by")
