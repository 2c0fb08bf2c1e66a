"""The judge that reads nothing: it confirms what a passage states in the same words, and vetoes what it contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.answering.evidence import Evidence
from bot.answering.judging.judge import Answering, Asked, Claim, Exhibit, Judged, Opinion, Pair, Relation, Saying
from bot.answering.judging.words.contradictions import contradicted
from bot.answering.judging.words.statements import Finding, stated

NAME = "words"
_SURE, _LIKELY = 1.0, 0.7


@lru_cache(maxsize=256)
def evidence_of(exhibit: Exhibit) -> Evidence:
    """A passage made ready once for all sentences that are held against it."""
    return Evidence(exhibit.text, exhibit.header, exhibit.published, exhibit.language)


class WordsJudge:
    """`says` confirms copies and sentences whose every word has its counterpart in one sentence of a passage. On
    whether passages answer a question and how statements relate it has no opinion."""

    name = NAME

    def says(self, claims: Sequence[Claim]) -> Judged[Saying]:
        return Judged(opinions=tuple(self._says(claim) for claim in claims))

    def answers(self, asked: Sequence[Asked]) -> Judged[Answering]:
        return Judged(opinions=(None,) * len(asked))

    def relates(self, pairs: Sequence[Pair]) -> Judged[Relation]:
        return Judged(opinions=(None,) * len(pairs))

    def veto(self, claim: Claim) -> str | None:
        """What the passages contradict, if none of them states the sentence."""
        reasons: list[str] = []
        for exhibit in claim.exhibits:
            evidence = evidence_of(exhibit)
            if stated(claim.sentence, evidence, question=claim.question).says == "says":
                return None
            against = contradicted(claim.sentence, evidence)
            reasons += [against.reason] if against else []
        return next(iter(reasons), None)

    def _says(self, claim: Claim) -> Opinion[Saying]:
        for one in claim.exhibits:  # what is pointed at comes first; where it proves nothing, the whole passage
            if claim.pointed and claim.pointed in one.text:
                there = stated(claim.sentence, evidence_of(one), question=claim.question, within=claim.pointed)
                if there.says == "says":
                    return _opinion("says", _SURE if there.copied else _LIKELY, there)
        found = [
            (evidence_of(one), stated(claim.sentence, evidence_of(one), question=claim.question))
            for one in claim.exhibits
        ]
        if not found:
            return Opinion(verdict="silent", probability=_SURE, by=NAME, reason="there is nothing to check it by")
        evidence, best = max(found, key=lambda one: (one[1].says == "says", one[1].share))
        if best.says == "says":
            return _opinion("says", _SURE if best.copied else _LIKELY, best)
        against = contradicted(claim.sentence, evidence)
        if against:
            return Opinion(
                verdict="denies", probability=_LIKELY, by=NAME, reason=against.reason, quote=against.quote.text
            )
        return _opinion(best.says, _LIKELY, best)


def _opinion(verdict: Saying, probability: float, found: Finding) -> Opinion[Saying]:
    return Opinion(verdict=verdict, probability=probability, by=NAME, reason=found.reason, quote=_quote(found))


def _quote(found: Finding) -> str | None:
    return found.quote.text if found.quote else None
