"""Whether a passage supports a sentence that cites it: decided here, fast, without asking a model.

Three things are looked at: the names, numbers and dates of the sentence must stand in the passage or its
header; its other words, weighted by rarity, should; and its meaning, by sentence embeddings, should be near
that of the passage's sentences. A logistic regression makes one score of them (`WEIGHTS`, fitted on
half of a set of human-labelled claims by `python -m evals.support --fit`). A fact that is missing, or a
denial of what the passage says, is a veto whatever the score; a sentence or clause taken from the
passage whole holds whatever the score.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.answering.dates import Moment
from bot.answering.evidence import Embed, Evidence
from bot.answering.facts import Facts, facts
from bot.answering.judging.words.copies import copy_of, has_verb
from bot.answering.judging.words.heads import heads, is_question
from bot.answering.numbers import Number
from bot.answering.polarity import opposed, whole_denial
from bot.answering.wording import subject
from language.detection import likely_language
from prompts.sentences import Sentence
from prompts.words import CJK

_CJK_LETTER = re.compile(f"[{CJK}]")
_MARK = re.compile(r"\s*\[\d+(?:\s*,\s*\d+)*\]")


@dataclass(frozen=True, slots=True)
class Support:
    """What the check of one sentence against one passage found.

    `score` is 0 to 1. `holds` is the verdict: a whole sentence or
    clause copied, or above the threshold without a veto. `coverage`
    is the rarity-weighted share of the sentence's words that stand in the passage or its header,
    `similarity` the mean cosine of the two nearest sentences (None where no embedder was given).
    `best` is the passage's sentence that supports it most, an exact slice of the passage.
    `contradicted` says that the sentence denies what `best` says, or the other way round.
    """

    score: float
    holds: bool
    verbatim: bool
    missing_names: tuple[str, ...]
    missing_numbers: tuple[str, ...]
    missing_dates: tuple[str, ...]
    contradicted: bool
    coverage: float
    similarity: float | None
    best: Sentence | None

    @property
    def vetoed(self) -> bool:
        return bool(self.missing_names or self.missing_numbers or self.missing_dates or self.contradicted)

    @property
    def sure(self) -> bool:
        """Whether it holds well enough to cite a passage that the sentence did not name itself."""
        return self.holds and self.score >= SURE


def support(
    sentence: str,
    evidence: Evidence,
    *,
    embed: Embed | None = None,
) -> Support:
    """Check one sentence of an answer (its `[n]` marks are ignored) against one passage.

    `embed` gives unit vectors of sentences, one row each; without it the score leaves meaning out.
    """
    sentence = _MARK.sub("", sentence).strip()
    found = measure(sentence, evidence, embed=embed)
    verbatim = copy_of(sentence, evidence.sentences, evidence.language) is not None
    score = 1.0 if verbatim else _score(found)
    vetoed = bool(found.names or found.numbers or found.dates or found.contradicted)
    tells = len(_plain(sentence).split()) > 2 and has_verb(sentence, evidence.language)  # a fragment tells nothing
    tells = tells or _CJK_LETTER.search(sentence) is not None
    return Support(
        score=score,
        holds=verbatim or (tells and not vetoed and score >= HOLDS),
        verbatim=verbatim,
        missing_names=() if verbatim else found.names,
        missing_numbers=() if verbatim else found.numbers,
        missing_dates=() if verbatim else found.dates,
        contradicted=found.contradicted and not verbatim,
        coverage=found.coverage,
        similarity=found.similarity,
        best=evidence.sentences[found.best] if found.best is not None else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The features of one check, before they are weighed.

    The coverages are rarity-weighted shares of the sentence's words: those in the passage or its header, in
    its best single sentence, and (unweighted) of neighbouring words that are neighbours there too. `missing`
    counts names, numbers and dates that are not there, at most 4. `best` is the best sentence's index.
    """

    coverage: float
    best_coverage: float
    pair_coverage: float
    missing: int
    similarity: float | None
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    contradicted: bool
    best: int | None


def measure(
    sentence: str,
    evidence: Evidence,
    *,
    embed: Embed | None = None,
) -> Measures:
    """The features that `support` weighs."""
    said = subject(sentence)
    weigh = {term: evidence.rarity.get(term, evidence.unseen) for term in said}
    total = sum(weigh[term] for term in set(said)) or 1.0

    def covered(by: frozenset[str] | set[str]) -> float:
        return sum(weigh[term] for term in set(said) & by) / total

    by_sentence = [covered(set(found) | evidence.header_terms) for found in evidence.sentence_terms]
    order = sorted(range(len(by_sentence)), key=lambda at: -by_sentence[at])
    best = order[0] if order else None
    coverage = covered(evidence.terms | evidence.header_terms)
    pairs = list(pairwise(said))
    claimed = facts(sentence, published=evidence.published)
    names, numbers, dates = _missing(claimed, sentence, evidence)
    similarity = None
    if embed is not None and evidence.sentences:
        cosines = evidence.vectors(embed) @ embed([sentence])[0]
        similarity = float(sum(sorted(cosines)[-2:]) / min(2, len(cosines)))
    return Measures(
        coverage=coverage,
        best_coverage=by_sentence[best] if best is not None else 0.0,
        pair_coverage=sum(pair in evidence.pairs for pair in pairs) / len(pairs) if pairs else coverage,
        missing=min(MOST_MISSING, len(names) + len(numbers) + len(dates)),
        similarity=similarity,
        names=names,
        numbers=numbers,
        dates=dates,
        contradicted=_contradicts(sentence, evidence, by_sentence),
        best=best,
    )


def _missing(claimed: Facts, sentence: str, evidence: Evidence) -> tuple[tuple[str, ...], ...]:
    """The names, numbers and dates of the sentence that the passage and its header lack, as written."""
    vocabulary = evidence.vocabulary
    names: list[str] = []
    if same_script(sentence, evidence.text):
        sure = same_language(sentence, evidence.text)
        names = [
            name.text for name in claimed.names if name.certain and (sure or name.person) and vocabulary.lacks(name)
        ]
    there = evidence.facts
    numbers = [sentence[number.start : number.end] for number in claimed.numbers if not _has_number(number, there)]
    published = evidence.published
    given = list(there.dates)
    if published is not None:
        given.append(Moment(0, 0, published.year, published.month, published.day))
    dates = [sentence[moment.start : moment.end] for moment in claimed.dates if not _has_date(moment, given, there)]
    return tuple(names), tuple(numbers), tuple(dates)


def _has_number(number: Number, there: Facts) -> bool:
    if any(number.equals(other) or (number.about and number.rounds(other)) for other in there.numbers):
        return True
    # A figure without a separator may have been read as a year on the other side.
    return any(other.year is not None and float(other.year) in number.readings for other in there.dates)


def _has_date(moment: Moment, given: list[Moment], there: Facts) -> bool:
    if any(other.tells(moment) for other in given):
        return True
    if moment.written == {"year"} and not moment.decade:
        return any(float(moment.year or 0) in other.readings for other in there.numbers)
    if "year" in moment.written:  # "on 30 January 2024" from a text that says 30 January here and 2024 there
        day = Moment(moment.start, moment.end, None, moment.month, moment.day, moment.weekday)
        return any(o.tells(day) and o.year in (None, moment.year) for o in given) and any(
            other.year == moment.year for other in given
        )
    return not moment.written  # "today", "last year" without a date to count from: nothing could be compared


def _contradicts(sentence: str, evidence: Evidence, shares: list[float]) -> bool:
    """Whether the sentence nearest to the claim says the opposite, or a short one denies a part of it."""
    most = max(shares, default=0.0)
    for share, statement in zip(shares, evidence.sentences, strict=True):
        if share >= SAME_STATEMENT and share >= most and opposed(sentence, statement.text):
            return True
        if whole_denial(statement.text, sentence):
            return True
        if share >= SAME_STATEMENT and share >= most and _is_under_a_head(sentence, statement.text, evidence.language):
            return True
    return False


def _is_under_a_head(sentence: str, statement: str, language: str) -> bool:
    """Whether most of what both say stands under a head ("no evidence that") that the sentence leaves out."""
    own = {head.kind for head in heads(sentence, language)}
    shared = set(subject(sentence)) & set(subject(statement))
    if is_question(statement) and not is_question(sentence):
        return True
    for head in heads(statement, language):
        if head.kind == "negation" or head.kind in own:
            continue
        outside = statement[: head.start] + " " + statement[head.end :]
        covered = statement[head.first : head.start] + " " + statement[head.end : head.last]
        if 2 * len(shared & set(subject(covered))) > len(shared & set(subject(outside))):
            return True
    return False


@lru_cache(maxsize=512)
def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


def same_script(one: str, other: str) -> bool:
    """Whether both are written mainly in the same kind of script."""
    return _script(one) == _script(other)


@lru_cache(maxsize=512)
def _script(text: str) -> str:
    if text.isascii():
        return "latin"
    letters = [c for c in text if c.isalpha()]
    if len(_CJK_LETTER.findall(text)) * 3 > len(letters):
        return "hangul" if sum("가" <= c <= "힣" for c in letters) * 4 > len(letters) else "han"
    latin = sum(c < "\u0250" for c in letters)
    return "latin" if latin * 2 >= len(letters) else "other"


def same_language(one: str, other: str) -> bool:
    """Whether both are in one language; true where too little tells."""
    mine, theirs = likely_language(one), likely_language(other)
    return mine is None or theirs is None or mine == theirs


def _score(found: Measures) -> float:
    weights = WEIGHTS if found.similarity is not None else WEIGHTS_WITHOUT_MEANING
    total = weights["constant"]
    for name, weight in weights.items():
        if name != "constant":
            total += weight * float(getattr(found, name))
    return 1 / (1 + math.exp(-total))


# Fitted by `python -m evals.support --claims FILE --fit [--embedder local:minilm]`.
WEIGHTS = {
    "constant": -2.956, "coverage": 0.292, "best_coverage": 0.738, "pair_coverage": 1.031, "missing": -1.099,
    "similarity": 3.581,
}  # fmt: skip
WEIGHTS_WITHOUT_MEANING = {
    "constant": -1.068, "coverage": 0.303, "best_coverage": 1.054, "pair_coverage": 1.755, "missing": -1.031,
}  # fmt: skip
# Chosen on all of evals/sets/changed_answers.jsonl, so that hardly any true sentence is dropped.
HOLDS = 0.32
# A repaired citation is our word and not the model's: it takes more.
SURE = 0.6
# The share of a claim's words from which on a sentence is about the same thing, so that a "no" in one of them tells.
SAME_STATEMENT = 0.4
MOST_MISSING = 4
