"""Whether the passages found for a question disagree, and whether one of them corrects another.

For each article the sentence that bears most on the question gives its answer: a number, a date or a named person, or
the sentence whole where the question is which, where, why, how, yes or no. Answers that differ may be sides of a
disagreement, unless they speak of different events, days, places or units, or one merely rounds the other. Whether they
are is for a judge that reads to say, asked once about the best few pairs with the sentences around each; words alone
say it only of numbers that count the same thing. A correction beats the article of its own outlet that it corrects; the
wrong value that it repeats is never an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import combinations

from bot.answering.counts import count_the_same
from bot.answering.judging.judge import Exhibit, Opinion, Pair, Relation, exhibit
from bot.answering.judging.words.heads import heads
from bot.answering.statements import REPORTED, Claim, Kind, Statement, bearing, claims_of, event_dates
from language.asking import Asked, asked
from language.dates import Moment
from language.facts import facts
from language.names import Name, Vocabulary
from language.numbers import Number
from language.reading import alternatives, one_of
from language.sentences import Sentence, sentences
from language.wording import subject
from vectorstore.model import Hit

Relates = Callable[[Sequence[Pair]], Sequence[Opinion[Relation] | None]]
"""What a judge thinks of some pairs, in their order."""

MOST_PAIRS = 8  # that a judge is asked about for one question, those of the best claims first
AROUND = 2  # sentences before and after a statement that a judge is given with it
KINDS: tuple[Kind, ...] = ("number", "date", "person", "sentence")
_HOUR = one_of(lambda one: one.telling.hours)
_ESTIMATE = one_of(lambda one: one.telling.estimates)
_SNAPSHOT = one_of(lambda one: one.telling.snapshots)
_AT_LEAST = re.compile(rf"{alternatives(lambda one: one.telling.at_least)}\s?$", re.IGNORECASE)
_AT_MOST = re.compile(rf"{alternatives(lambda one: one.telling.at_most)}\s?$", re.IGNORECASE)
_RANGE = re.compile(rf"^\s?(?:[-–~～]|{alternatives(lambda one: one.telling.spans)})\s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one article answers. `value` is as written at `sentence.text`; the sentence is a slice of the passage."""

    value: str
    sentence: Sentence
    hit: Hit

    @property
    def published(self) -> datetime | None:
        return self.hit.article.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two or more sides, newest first, one an answer: articles that say the same stand behind one of them."""

    kind: Kind
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """`right` is what holds, `wrong` are the sides that it corrects; `on` is the correcting article's date."""

    kind: Kind
    right: Side
    wrong: tuple[Side, ...]

    @property
    def on(self) -> date | None:
        return self.right.published.date() if self.right.published else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    disagreements: tuple[Disagreement, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.disagreements or self.corrections)


def disagreements(question: str, hits: Sequence[Hit], *, relates: Relates | None = None) -> Findings:
    """Disagreements and corrections among the passages found for a question.

    `relates` asks a judge that reads what some pairs of sentences are to one another. Without one, and where it has no
    opinion, words decide: they know only of numbers that count the same thing (`counts`).
    """
    wanted = asked(question)
    claims = [claim for statement in bearing(wanted, hits) for claim in claims_of(wanted, statement)]
    corrections, wrong = _corrections(claims)
    standing = [claim for claim in claims if not claim.retracted and id(claim) not in wrong]
    kinds = KINDS if relates else KINDS[:1]
    by_kind = [_best_of_each_article(claim for claim in standing if claim.kind == kind) for kind in kinds]
    rivals = _rivals(wanted, [pair for best in by_kind for pair in _pairs(wanted, best)], relates)
    found: list[Disagreement] = []
    for kind, best in zip(kinds, by_kind, strict=True):
        sides: list[Claim] = []
        for claim in best:
            against = any(frozenset((id(claim), id(side))) in rivals for side in sides)
            begins = not sides and any(id(claim) in pair for pair in rivals)
            if begins or (against and not any(_same(claim, side) for side in sides)):
                sides.append(claim)
        if len(sides) > 1:
            found.append(Disagreement(kind=kind, sides=tuple(_side(claim) for claim in _newest_first(sides))))
            break  # one question, one answer: a second kind is a by-product of the first
    return Findings(disagreements=tuple(found), corrections=tuple(corrections))


def rivals_of(
    wanted: Asked, number: Number, said: tuple[Hit, str], hits: Sequence[Hit], *, relates: Relates | None = None
) -> tuple[Side, ...]:
    """What other articles say against a number that a sentence gives, one side an article, the best first.

    `wanted` is the question that it answers, `said` the passage and its sentence.
    """
    hit, text = said
    start = hit.passage.text.index(text)
    about = facts(text, published=hit.article.published.date() if hit.article.published else None)
    own = next((one for one in about.numbers if one.equals(number)), None)
    if own is None:
        return ()
    statement = Statement(hit, Sentence(start, text), about, 1.0, False)
    mine = Claim(statement, "number", own, text[own.start : own.end])
    others = [
        Claim(other, "number", found, other.sentence.text[found.start : found.end])
        for other in bearing(wanted, hits)
        if other.hit.article.id != hit.article.id and not other.corrects
        for found in other.facts.numbers
    ]
    pairs = [(mine, other) for other in others if _differ(wanted, mine, other)]
    rivals = _rivals(wanted, pairs, relates)
    return tuple(
        _side(claim)
        for claim in _best_of_each_article(other for pair in pairs if _ids(pair) in rivals for other in pair[1:])
    )


def _pairs(wanted: Asked, best: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Those that may differ, of which the less likely one bears most on the question first."""
    pairs = [pair for pair in combinations(best, 2) if _differ(wanted, *pair)]
    return sorted(pairs, key=lambda pair: -min(claim.statement.share for claim in pair))


def _rivals(wanted: Asked, pairs: Sequence[tuple[Claim, Claim]], relates: Relates | None) -> frozenset[frozenset[int]]:
    """Those of the pairs, by the ids of their claims, that answer the question differently."""
    once: dict[frozenset[str], tuple[Claim, Claim]] = {}
    for pair in pairs if relates else ():
        once.setdefault(_texts(pair), pair)
    asked_of = list(once.values())[:MOST_PAIRS]
    opinions: Sequence[Opinion[Relation] | None] = [None] * len(asked_of)
    if relates and asked_of:
        opinions = relates([_pair(wanted.question, *pair) for pair in asked_of])
    judged = dict(zip(map(_ids, asked_of), opinions, strict=True))
    return frozenset(
        _ids(pair)
        for pair in pairs
        if (opinion.verdict == "differs" if (opinion := judged.get(_ids(pair))) else count_the_same(wanted, *pair))
    )


def _ids(pair: tuple[Claim, Claim]) -> frozenset[int]:
    return frozenset(map(id, pair))


def _texts(pair: tuple[Claim, Claim]) -> frozenset[str]:
    """The two sentences: a person and the whole sentence that names them are put to a judge once."""
    return frozenset(claim.statement.sentence.text for claim in pair)


def _pair(question: str, one: Claim, other: Claim) -> Pair:
    return Pair(
        question=question,
        one=one.statement.sentence.text,
        one_exhibit=_excerpt(one.statement),
        other=other.statement.sentence.text,
        other_exhibit=_excerpt(other.statement),
    )


def _excerpt(statement: Statement) -> Exhibit:
    """A statement with the sentences around it."""
    whole = exhibit(statement.hit)
    found = sentences(whole.text, language=whole.language)
    at = next(n for n, one in enumerate(found) if one.start == statement.sentence.start)
    first, last = found[max(0, at - AROUND)], found[min(len(found) - 1, at + AROUND)]
    return replace(whole, key=f"{whole.key}:{first.start}", text=whole.text[first.start : last.end])


def _best_of_each_article(claims: Iterable[Claim]) -> list[Claim]:
    """The claim that bears most on the question, of each article, best first."""
    best: dict[str, Claim] = {}
    for claim in claims:
        held = best.get(claim.statement.hit.article.id)
        if held is None or claim.statement.share > held.statement.share + 1e-9:
            best[claim.statement.hit.article.id] = claim
    return sorted(best.values(), key=lambda claim: -claim.statement.share)


def _differ(wanted: Asked, one: Claim, other: Claim) -> bool:
    """Whether two claims answer the question differently and speak of the same thing."""
    return not _same(one, other) and _comparable(one, other) and not _elsewhere(wanted, one, other)


def _same(one: Claim, other: Claim) -> bool:
    a, b = one.found, other.found
    if isinstance(a, Number) and isinstance(b, Number):
        return a.rounds(b) or b.rounds(a) or _within(one, other) or _within(other, one)
    if isinstance(a, Moment) and isinstance(b, Moment):
        return a.agrees(b)
    if isinstance(a, Name) and isinstance(b, Name):
        if set(a.words) & set(b.words):
            return True
        return _names(other, a) or _names(one, b)
    return not _each_adds(one, other)


def _each_adds(one: Claim, other: Claim) -> bool:
    """Whether each of two whole sentences says something that the other lacks, or one of them denies."""
    mine, theirs = set(subject(one.value)), set(subject(other.value))
    return bool(mine - theirs and theirs - mine) or _denials(one) != _denials(other)


def _denials(claim: Claim) -> int:
    found = heads(claim.value, claim.statement.language)
    return sum(head.kind in ("denying", "refuting", "negation") for head in found)


def _names(claim: Claim, name: Name) -> bool:
    return not Vocabulary(claim.statement.sentence.text).lacks(name)


def _within(one: Claim, other: Claim) -> bool:
    """Whether the first is a bound ("more than 100", "between 12 and 15") that the second keeps."""
    text, number = one.statement.sentence.text, one.found
    if not isinstance(number, Number) or not isinstance(other.found, Number):
        return False
    value = other.found.value
    before = text[: number.start].rstrip("$€£¥₩ ") + " "
    if _AT_LEAST.search(before):
        return number.value <= value <= 1.5 * number.value
    if _AT_MOST.search(before):
        return 0.5 * number.value <= value <= number.value
    for low in one.statement.facts.numbers:
        for high in one.statement.facts.numbers:
            if low.value < high.value and number in (low, high) and _RANGE.match(text[low.end : high.start]):
                return low.value <= value <= high.value
    return False


def _comparable(one: Claim, other: Claim) -> bool:
    a, b = one.found, other.found
    if isinstance(a, Number) and isinstance(b, Number):
        return a.alike(b) and a.ordinal == b.ordinal
    return True


def _elsewhere(wanted: Asked, one: Claim, other: Claim) -> bool:
    """Whether the two sentences are about different events: other days, or other names of their own. Of whole sentences
    only a judge can tell: a day or a name may be the answer."""
    if one.kind == "sentence":
        return False
    mine, theirs = one.statement, other.statement
    if one.kind != "date":
        if _is_update(mine, theirs) or _is_plan(one) != _is_plan(other):
            return True
        days, others = event_dates(mine), event_dates(theirs)
        if days and others and not any(a.agrees(b) for a in days for b in others):
            return True
    own, foreign = _event_names(wanted, one, theirs), _event_names(wanted, other, mine)
    return bool(own and foreign)


def _is_plan(claim: Claim) -> bool:
    """Whether a sentence tells what was planned or estimated, not what came of it."""
    return _ESTIMATE.search(claim.statement.sentence.text) is not None


def _is_update(one: Statement, other: Statement) -> bool:
    """Whether two articles of different days give a count that grew meanwhile, and say so ("as of", "has risen to")."""
    hours = [{hour.casefold() for hour in _HOUR.findall(each.sentence.text)} for each in (one, other)]
    if all(hours) and hours[0].isdisjoint(hours[1]):
        return True  # "by noon 4,000, by midnight 61,000"
    mine, theirs = one.hit.article.published, other.hit.article.published
    if mine is None or theirs is None or mine.date() == theirs.date():
        return False
    return bool(_SNAPSHOT.search(one.sentence.text) or _SNAPSHOT.search(other.sentence.text))


def _event_names(wanted: Asked, claim: Claim, other: Statement) -> list[Name]:
    """Names of the claim's sentence that the other article's passage lacks: where or whose it is.

    Sources ("said Samuel Achterberg") and the answer itself don't tell events apart.
    """
    there = Vocabulary(f"{other.hit.article.title or ''}\n{other.hit.article.outlet or ''}\n{other.hit.passage.text}")
    text = claim.statement.sentence.text
    outlet = claim.statement.hit.article.outlet or ""
    return [
        name
        for name in claim.statement.facts.names
        if name.certain
        and name is not claim.found
        and claim.kind != "person"
        and name.text not in outlet
        and not REPORTED.search(text[max(0, name.start - 24) : name.start])
        and not REPORTED.search(text[name.end : name.end + 24])
        and not (name.start == 0 and text[name.end : name.end + 1] in ".:")
        and there.lacks(name)
    ]


def _corrections(claims: Sequence[Claim]) -> tuple[list[Correction], set[int]]:
    """Corrections, and the ids of the claims that they overrule: same outlet, not later, the value taken back."""
    found: list[Correction] = []
    wrong: set[int] = set()
    for claim in _best_of_each_article(
        c for c in claims if c.statement.corrects and not c.retracted and c.kind != "sentence"
    ):
        article = claim.statement.hit.article
        taken_back = [
            c for c in claims if c.retracted and c.kind == claim.kind and c.statement.hit.article.id == article.id
        ]
        overruled = [
            other
            for other in claims
            if other.kind == claim.kind
            and other.statement.hit.article.id != article.id
            and article.outlet is not None
            and other.statement.hit.article.outlet == article.outlet
            and not _later(other, claim)
            and not _same(other, claim)
            and (not taken_back or any(_same(other, back) for back in taken_back))
        ]
        if overruled or taken_back:
            wrong.update(id(other) for other in overruled)
            sides = tuple(_side(other) for other in (*overruled, *taken_back))
            found.append(Correction(kind=claim.kind, right=_side(claim), wrong=sides))
    return found, wrong


def _later(one: Claim, other: Claim) -> bool:
    a, b = one.statement.hit.article.published, other.statement.hit.article.published
    return a is not None and b is not None and _age(one) > _age(other)


def _newest_first(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=_age, reverse=True)


def _age(claim: Claim) -> tuple[bool, datetime]:
    """What orders claims by their articles' days; a day that only an address holds is never the newest."""
    article = claim.statement.hit.article
    return not article.is_dated_by_address, article.published or datetime.min.replace(tzinfo=UTC)


def _side(claim: Claim) -> Side:
    return Side(value=claim.value, sentence=claim.statement.sentence, hit=claim.statement.hit)
