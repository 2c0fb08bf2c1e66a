"""Each sentence of an answer checked against what it cites, before anybody sees it.

    kept       a passage that the sentence cites supports it; marks that don't hold are taken off
    repaired   none of those does, or it cites none, but another retrieved passage surely does: the mark is put right
    dropped    no retrieved passage supports it

The sentence is never rewritten: what can't be proved as it stands is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.answering.evidence import Embed, Evidence
from bot.answering.support import Support, support
from vectorstore.model import Hit

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
    """Checks sentences against the passages of one question; what it works out about a passage it keeps."""

    def __init__(self, hits: Sequence[Hit], *, embed: Embed | None = None) -> None:
        self._evidence = [
            Evidence(
                hit.passage.text,
                header=hit.passage.header,
                published=hit.article.published.date() if hit.article.published else None,
            )
            for hit in hits
        ]
        self._embed = embed

    def check(self, sentence: str, cited: Sequence[int]) -> Verdict:
        """Check a sentence (without its marks) that cites these sources."""
        named = [n for n in dict.fromkeys(cited) if 1 <= n <= len(self._evidence)]
        found = {n: self._support(sentence, n) for n in named}
        holding = [n for n in named if found[n].holds]
        if holding:
            return self._verdict(sentence, "kept", named, {n: found[n] for n in holding})
        together = self._together(sentence, named) if len(named) > 1 else None
        if together:
            return self._verdict(sentence, "kept", named, together)
        others = {n: self._support(sentence, n) for n in range(1, len(self._evidence) + 1) if n not in found}
        best = max((n for n in others if others[n].sure), key=lambda n: others[n].score, default=None)
        if best is not None:
            why = _why(found.values()) if named else "it cited nothing"
            return self._verdict(sentence, "repaired", named, {best: others[best]}, reason=why)
        why = _why((found or others).values())
        return self._verdict(sentence, "dropped", named, {}, reason=why)

    def believed(self, sentence: str, cited: Sequence[int], *, supported: Sequence[int]) -> Verdict:
        """The verdict where somebody else judged: `supported` by these sources, unless a fact is missing there."""
        named = [n for n in dict.fromkeys(cited) if 1 <= n <= len(self._evidence)]
        found = {n: self._support(sentence, n) for n in dict.fromkeys(supported)}
        holding = {n: one for n, one in found.items() if one.verbatim or not one.vetoed}
        kept = {n: holding[n] for n in named if n in holding}
        if kept:
            return self._verdict(sentence, "kept", named, kept)
        if holding:
            best = max(holding, key=lambda n: holding[n].score)
            why = "the model found another source for it" if named else "it cited nothing"
            return self._verdict(sentence, "repaired", named, {best: holding[best]}, reason=why)
        why = _why(found.values()) if found else "the model found no source that says it"
        return self._verdict(sentence, "dropped", named, {}, reason=why)

    def _together(self, sentence: str, named: Sequence[int]) -> dict[int, Support] | None:
        """The supports of a sentence that its sources hold only together: one has the name, the other the number."""
        parts = [self._evidence[n - 1] for n in named]
        joined = Evidence(
            "\n".join(part.text for part in parts),
            header="\n".join(part.header for part in parts),
            published=parts[0].published,
        )
        if not support(sentence, joined, embed=self._embed).holds:
            return None
        return {n: self._support(sentence, n) for n in named}

    def _support(self, sentence: str, n: int) -> Support:
        return support(sentence, self._evidence[n - 1], embed=self._embed)

    def _verdict(
        self,
        sentence: str,
        outcome: Outcome,
        cited: Sequence[int],
        held: dict[int, Support],
        *,
        reason: str | None = None,
    ) -> Verdict:
        quotes = []
        for n, one in held.items():
            quotes.append(one.best.text if one.best else self._evidence[n - 1].text.strip())
        return Verdict(
            sentence=sentence,
            outcome=outcome,
            cited=tuple(cited),
            sources=tuple(held),
            quotes=tuple(quotes),
            reason=reason,
            score=max((one.score for one in held.values()), default=0.0),
        )


def _why(failed: Iterable[Support]) -> str:
    """What the best of the failed checks lacked."""
    tried = list(failed)
    if not tried:
        return "nothing was found to check it by"
    best = max(tried, key=lambda one: one.score)
    if best.contradicted:
        return "the source says the opposite"
    for missing, kind in ((best.missing_numbers, "number"), (best.missing_dates, "date"), (best.missing_names, "name")):
        if missing:
            return f"the {kind} {missing[0]} is not in the source"
    return "the source doesn't say it"
