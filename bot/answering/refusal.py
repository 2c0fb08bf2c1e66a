"""Deciding from the evidence, before any model is called, whether a question can be answered at all."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from language.aliases import called, plain, stands_in
from language.cldr import days_shown
from language.translation import translate, translate_count
from language.words import names, terms
from vectorstore.model import Article, Hit

if TYPE_CHECKING:
    from vectorstore.library import Extent, Frequencies

LEAST_PASSAGES = 1000
NEAR = 0.3  # of the question's words, weighted by rarity, that an article named in a refusal must hold
MOST_NEAREST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """The best cosine of the question with some hits, and by how much it exceeds the mean of all other hits."""

    similarity: float
    lead: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How far the passages bear on a question; shares are 0 to 1.

    `coverage`: share of the question's terms, weighted by their rarity in the library, that the best single
    passage holds (its header counts); `coverage_of_top`: the same for the first hit. `names`: share of the
    question's names that the best passage holds; 1 when it has none. `near` is the meaning's word on the
    passages in the question's language, `foreign` that on the others, in which the question's words can't
    be found; None where the vectors found none.
    """

    coverage: float
    coverage_of_top: float
    names: float
    near: Nearness | None
    foreign: Nearness | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What a sum of weighted evidence must reach, for one embedder.

    `words` weigh (coverage, coverage_of_top, names), `meaning` (similarity, lead) of passages in the question's
    language; `least` is what both and `constant` must sum to. `foreign` is the same for passages in another
    language, where only the meaning can tell: (similarity, lead, least); None for an embedder that reads
    one language.
    """

    words: tuple[float, float, float]
    meaning: tuple[float, float]
    constant: float
    least: float
    foreign: tuple[float, float, float] | None

    def margin(self, evidence: Evidence) -> float:
        """By how much, in log-odds, the evidence exceeds what lets a question pass; negative is refused."""
        return max(self.native(evidence), self.across(evidence))

    def native(self, evidence: Evidence) -> float:
        """That margin by the passages in the question's language."""
        shares = (evidence.coverage, evidence.coverage_of_top, evidence.names)
        total = self.constant + sum(weight * share for weight, share in zip(self.words, shares, strict=True))
        if evidence.near is not None:
            total += self.meaning[0] * evidence.near.similarity + self.meaning[1] * evidence.near.lead
        return total - self.least

    def across(self, evidence: Evidence) -> float:
        """That margin by the passages in other languages, whose words tell nothing."""
        if self.foreign is None or evidence.foreign is None:
            return -math.inf
        foreign = self.foreign[0] * evidence.foreign.similarity + self.foreign[1] * evidence.foreign.lead
        return foreign - self.foreign[2]


# A logistic regression each, fitted on the even-numbered `news` questions with and without their articles
# (`python -m evals.refusal`); `foreign` on Spanish, German and Arabic questions over other languages, its last value on
# half of `evals/sets/languages`.
CALIBRATIONS = {
    "local:e5-small": Calibration(
        words=(3.02, 1.84, 0.47), meaning=(13.85, 32.7), constant=-15.56, least=-0.2, foreign=(50.0, 44.0, 39.4)
    ),
    "local:minilm": Calibration(
        words=(3.49, 1.62, 0.70), meaning=(2.67, 3.15), constant=-5.05, least=-0.2, foreign=None
    ),
}
# Cosines of other embedders are not comparable: words decide, and in another language the model does.
OTHERS = Calibration(words=(4.0, 2.7, 0.9), meaning=(0.0, 0.0), constant=-3.95, least=-0.6, foreign=(0.0, 0.0, 0.0))


def lets_pass(evidence: Evidence, embedding: str | None, *, more: float = 0.0) -> bool:
    """Whether there is evidence enough to call a model, and `more` (in log-odds) than is asked for otherwise."""
    return margin_of(evidence, embedding) >= more


def margin_of(evidence: Evidence, embedding: str | None) -> float:
    """By how much, in log-odds, the evidence exceeds what is asked for; negative is refused."""
    return calibration_of(embedding).margin(evidence)


def calibration_of(embedding: str | None) -> Calibration:
    """The calibration of an embedder by its name."""
    return CALIBRATIONS.get(embedding or "", OTHERS)


def weigh(question: str, hits: Sequence[Hit], frequencies: Frequencies, *, language: str | None = None) -> Evidence:
    """The evidence that some hits are for a question in a language, None where that is not known.

    `frequencies` are those of its terms in the library.
    """
    rare = rarity(question, frequencies)
    native = [hit for hit in hits if language is None or hit.article.language in (None, language)]
    bags = [_bag(hit) for hit in native]
    shares = [_share(rare, bag) for bag in bags]
    best = bags[shares.index(max(shares))] if bags else frozenset()
    wanted = _wanted_names(question)
    return Evidence(
        coverage=max(shares, default=0.0),
        coverage_of_top=shares[0] if shares else 0.0,
        names=sum(name <= best for name in wanted) / len(wanted) if wanted else 1.0,
        near=_nearness(native, hits),
        foreign=_nearness([hit for hit in hits if hit not in native], hits),
    )


def _bag(hit: Hit) -> frozenset[str]:
    return frozenset(terms(f"{hit.passage.header}\n{hit.passage.text}"))


def _share(rare: Mapping[str, float], bag: Collection[str]) -> float:
    """Of the question's terms, weighted by rarity, those that a passage holds."""
    whole = sum(rare.values())
    return sum(weight for term, weight in rare.items() if term in bag) / whole if whole else 0.0


def _wanted_names(question: str) -> list[set[str]]:
    """The terms of each name in the question."""
    return [name for name in (set(terms(name)) for name in names(question)) if name]


def _nearness(some: Sequence[Hit], hits: Sequence[Hit]) -> Nearness | None:
    top = max((hit for hit in some if hit.similarity is not None), key=lambda hit: hit.similarity or 0.0, default=None)
    if top is None or top.similarity is None:
        return None
    others = [hit.similarity for hit in hits if hit is not top and hit.similarity is not None]
    return Nearness(similarity=top.similarity, lead=top.similarity - sum(others) / len(others) if others else 0.0)


def rarity(question: str, frequencies: Frequencies) -> dict[str, float]:
    """ln((N + 1) / (n + 0.5)) for each of the question's terms, from the library's own counts.

    A library of a few articles counts as one of LEAST_PASSAGES: that a common word stands in none of three
    articles says little. A term that the full text writes otherwise ("US") weighs as the others do on average.
    """
    passages = max(frequencies.passages, LEAST_PASSAGES)
    rare: dict[str, float] = {}
    for word, count in frequencies.of.items():
        for term in terms(word):
            rare[term] = max(rare.get(term, 0.0), math.log((passages + 1) / (count + 0.5)))
    # A term that only the full text makes of a word is none that a passage could hold.
    asked = terms(question)
    known = [rare[term] for term in asked if term in rare]
    average = sum(known) / len(known) if known else 1.0
    return {term: rare.get(term, average) for term in asked}


def nearest(question: str, hits: Sequence[Hit], frequencies: Frequencies) -> tuple[Article, ...]:
    """The articles nearest to a question that none of them answers, the best first: those with some of its words, and
    one of its names if it has any. Where no article has, as in another language, those that have one of its names in
    any of their forms; none where no article bears on it."""
    rare = rarity(question, frequencies)
    wanted = _wanted_names(question)
    forms = {form for name in names(question) for form in called(name)}
    naming: dict[str, Article] = {}
    touching: dict[str, Article] = {}
    for hit in hits:
        if any(stands_in(form, plain(f"{hit.passage.header}\n{hit.passage.text}")) for form in forms):
            naming.setdefault(hit.article.id, hit.article)
        held = _bag(hit)
        if _share(rare, held) >= NEAR and (not wanted or any(name <= held for name in wanted)):
            touching.setdefault(hit.article.id, hit.article)
    return tuple((touching or naming).values())[:MOST_NEAREST]


def searched_notice(extent: Extent, zone: tzinfo, *, language: str) -> str:
    """How many articles were searched, and of which days."""
    if extent.first is None or extent.last is None:
        return translate_count(
            "I searched one article.", "I searched {count} articles.", language, count=extent.articles
        )
    first, last = (moment.astimezone(zone).date() for moment in (extent.first, extent.last))
    return translate_count(
        "I searched one article ({days}).",
        "I searched {count} articles ({days}).",
        language,
        count=extent.articles,
        days=days_shown(first, last, language),
    )


def sentence(language: str) -> str:
    """The refusal."""
    return translate("I couldn't find that in the library.", language)


def nearest_heading(language: str) -> str:
    """What stands above the nearest articles of a refusal."""
    return translate("Related articles:", language)
