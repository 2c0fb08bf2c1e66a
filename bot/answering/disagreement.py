"""Whether the passages found for a question disagree, and whether one of them corrects another.

For each article the sentence that bears most on the question gives its answer: a number, a date, a named
person, or yes or no, as the question asks. Answers that differ are sides of a disagreement unless they
speak of different events, days, places or units, or one merely rounds the other. A correction beats the
article that it corrects; the wrong value that it repeats is never an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from bot.answering.asking import Asked, asked, subject
from bot.answering.corrections import is_retracted, says_it_corrects
from bot.answering.dates import Moment
from bot.answering.facts import Facts, facts
from bot.answering.names import Name, Vocabulary, folded
from bot.answering.numbers import Number
from bot.answering.polarity import opposed
from prompts.sentences import Sentence, sentences
from prompts.words import CJK, weights
from vectorstore.model import Hit

Kind = Literal["number", "date", "person", "yes-no"]

# The least share of the question's words, weighted by rarity, that a sentence with its headline must have.
BEARS = 0.5
BEARS_CJK = 0.4  # endings and particles make character pairs of their own, which an answer needn't share
CJK_LETTER = re.compile(f"[{CJK}]")
# Where some sentence answers in full, one that has less than this of its share, and few words in common with it,
# only touches the subject.
NEXT_TO_BEST = 0.7
KIN = 0.3
_FLOOR = 0.5
_REPORTED = re.compile(
    r"\b(?:said|says|told|reported|announced|according|published|released|wrote|added|confirmed|statement|report|interview|"
    r"sagte|teilte|berichtete|dijo|informó|anunció|a déclaré|a annoncé)\b|밝혔|말했|보도|发布|表示|报道|宣布",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"(?:more than|over|at least|mehr als|über|mindestens|más de|al menos|plus de|최소|至少|超过|超過)\s?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:fewer than|less than|up to|under|at most|weniger als|bis zu|höchstens|menos de|hasta|최대|不到|最多)\s?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\s?(?:-|–|to|and|bis|a|y|à|et|und|~|～|至|到|에서)\s?$")


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
    """Two or more sides, newest first; articles that say the same stand behind one side's `also`."""

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


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence that bears on the question, with what it says."""

    hit: Hit
    sentence: Sentence
    facts: Facts
    share: float
    corrects: bool


@dataclass(frozen=True, slots=True)
class _Claim:
    statement: _Statement
    kind: Kind
    found: Number | Moment | Name | None
    value: str
    retracted: bool = False


def disagreements(question: str, hits: Sequence[Hit]) -> Findings:
    """Disagreements and corrections among the passages found for a question."""
    wanted = asked(question)
    claims = [claim for statement in _bearing(wanted, hits) for claim in _claims(wanted, statement)]
    corrections, wrong = _corrections(claims)
    standing = [claim for claim in claims if not claim.retracted and id(claim) not in wrong]
    found: list[Disagreement] = []
    for kind in ("number", "date", "person", "yes-no"):
        sides: list[_Claim] = []
        for claim in _best_of_each_article(claim for claim in standing if claim.kind == kind):
            if not sides or (
                any(_differ(wanted, claim, side) for side in sides) and not any(_same(claim, side) for side in sides)
            ):
                sides.append(claim)
        if len(sides) > 1:
            found.append(Disagreement(kind=kind, sides=tuple(_side(claim) for claim in _newest_first(sides))))
            break  # one question, one answer: a second kind is a by-product of the first
    return Findings(disagreements=tuple(found), corrections=tuple(corrections))


def _bearing(wanted: Asked, hits: Sequence[Hit]) -> list[_Statement]:
    """The sentences that bear on the question, each hit's headline counted with each of its sentences."""
    parts = [(hit, sentence) for hit in hits for sentence in sentences(hit.passage.text, language=hit.article.language)]
    documents = [subject(sentence.text) for _, sentence in parts]
    rare = weights(wanted.terms, documents, floor=_FLOOR)
    total = sum(rare[term] for term in wanted.terms) or 1.0
    found = []
    correcting = {hit.article.id for hit in hits if says_it_corrects(title=hit.article.title, text=hit.passage.text)}
    for (hit, sentence), words in zip(parts, documents, strict=True):
        headline = set(subject(hit.article.title or ""))
        own = set(words) & wanted.terms
        around = headline & wanted.terms
        share = sum(rare[term] * (1.0 if term in own else 0.7) for term in own | around) / total
        if share >= (BEARS_CJK if CJK_LETTER.search(wanted.question) else BEARS) and own:
            published = hit.article.published
            day = published.astimezone(UTC).date() if published else None
            about = facts(sentence.text, published=day)
            found.append(_Statement(hit, sentence, about, share, hit.article.id in correcting))
    most = max((statement.share for statement in found), default=0.0)
    best = [_words(statement) for statement in found if statement.share == most]
    return [
        statement
        for statement in found
        if statement.share >= NEXT_TO_BEST * most or any(_kinship(_words(statement), words) >= KIN for words in best)
    ]


def _words(statement: _Statement) -> frozenset[str]:
    return frozenset(term for term in subject(statement.sentence.text) if not term[0].isdigit())


def _kinship(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)


def _claims(wanted: Asked, statement: _Statement) -> Iterable[_Claim]:
    """What the sentence answers, by the kinds that the question asks for."""
    text = statement.sentence.text

    def claim(kind: Kind, found: Number | Moment | Name) -> _Claim:
        retracted = statement.corrects and is_retracted(text, found.start, found.end)
        return _Claim(statement, kind, found, text[found.start : found.end], retracted)

    if "number" in wanted.kinds:
        numbers = [number for number in statement.facts.numbers if wanted.takes(text, number)]
        if statement.corrects:
            yield from (claim("number", number) for number in numbers)
        elif numbers:
            yield claim("number", max(numbers, key=lambda number: wanted.nearness(text, number)))
        if numbers:
            return  # where the question tells no kind, a date beside the number says when, not what
    if "date" in wanted.kinds:
        moments = [moment for moment in statement.facts.dates if not _is_reporting(text, moment)]
        if statement.corrects:
            yield from (claim("date", moment) for moment in moments)
        elif moments:
            yield claim("date", max(moments, key=lambda moment: wanted.nearness(text, moment)))
    if "person" in wanted.kinds:
        people = [name for name in statement.facts.names if _is_answer(wanted, statement, name)]
        if statement.corrects:
            yield from (claim("person", name) for name in people)
        elif people:
            yield claim("person", max(people, key=lambda name: (name.person, wanted.nearness(text, name))))
    if "yes-no" in wanted.kinds:
        yield _Claim(statement, "yes-no", None, text)


def _is_answer(wanted: Asked, statement: _Statement, name: Name) -> bool:
    outlet = {folded(word) for word in (statement.hit.article.outlet or "").split()}
    return name.certain and not set(name.words) & (wanted.words | outlet)


def _is_reporting(text: str, moment: Moment) -> bool:
    """Whether the date tells when something was said, not when it happened."""
    before = text[max(0, moment.start - 30) : moment.start]
    after = text[moment.end : moment.end + 12]
    return bool(
        _REPORTED.search(re.split(r"[,;]|\bthat\b", before)[-1]) or re.match(r"[,\s]*(?:said|reported|told)\b", after)
    )


def _best_of_each_article(claims: Iterable[_Claim]) -> list[_Claim]:
    """The claim that bears most on the question, of each article, best first."""
    best: dict[str, _Claim] = {}
    for claim in claims:
        held = best.get(claim.statement.hit.article.id)
        if held is None or claim.statement.share > held.statement.share + 1e-9:
            best[claim.statement.hit.article.id] = claim
    return sorted(best.values(), key=lambda claim: -claim.statement.share)


def _differ(wanted: Asked, one: _Claim, other: _Claim) -> bool:
    """Whether two claims answer the question differently and speak of the same thing."""
    return not _same(one, other) and _comparable(one, other) and not _elsewhere(wanted, one, other)


def _same(one: _Claim, other: _Claim) -> bool:
    a, b = one.found, other.found
    if isinstance(a, Number) and isinstance(b, Number):
        return a.rounds(b) or b.rounds(a) or _within(one, other) or _within(other, one)
    if isinstance(a, Moment) and isinstance(b, Moment):
        return a.agrees(b)
    if isinstance(a, Name) and isinstance(b, Name):
        if set(a.words) & set(b.words):
            return True
        return _names(other, a) and _names(one, b)
    return not opposed(one.value, other.value)


def _names(claim: _Claim, name: Name) -> bool:
    return not Vocabulary(claim.statement.sentence.text).lacks(name)


def _within(one: _Claim, other: _Claim) -> bool:
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


def _comparable(one: _Claim, other: _Claim) -> bool:
    a, b = one.found, other.found
    if isinstance(a, Number) and isinstance(b, Number):
        return a.alike(b) and a.ordinal == b.ordinal
    return True


def _elsewhere(wanted: Asked, one: _Claim, other: _Claim) -> bool:
    """Whether the two sentences are about different events: other days, or other names of their own."""
    mine, theirs = one.statement, other.statement
    if one.kind != "date":
        days, others = _event_dates(mine), _event_dates(theirs)
        if days and others and not any(a.agrees(b) for a in days for b in others):
            return True
    own, foreign = _event_names(wanted, one, theirs), _event_names(wanted, other, mine)
    return bool(own and foreign)


def _event_dates(statement: _Statement) -> list[Moment]:
    text = statement.sentence.text
    return [moment for moment in statement.facts.dates if moment.written and not _is_reporting(text, moment)]


def _event_names(wanted: Asked, claim: _Claim, other: _Statement) -> list[Name]:
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
        and not _REPORTED.search(text[max(0, name.start - 24) : name.start])
        and not _REPORTED.search(text[name.end : name.end + 24])
        and not (name.start == 0 and text[name.end : name.end + 1] in ".:")
        and there.lacks(name)
    ]


def _corrections(claims: Sequence[_Claim]) -> tuple[list[Correction], set[int]]:
    """Corrections, and the ids of the claims that they overrule: same outlet, not later, the value taken back."""
    found: list[Correction] = []
    wrong: set[int] = set()
    for claim in _best_of_each_article(
        c for c in claims if c.statement.corrects and not c.retracted and c.kind != "yes-no"
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


def _later(one: _Claim, other: _Claim) -> bool:
    a, b = one.statement.hit.article.published, other.statement.hit.article.published
    return a is not None and b is not None and a > b


def _newest_first(claims: Iterable[_Claim]) -> list[_Claim]:
    oldest = datetime.min.replace(tzinfo=UTC)
    return sorted(claims, key=lambda claim: claim.statement.hit.article.published or oldest, reverse=True)


def _side(claim: _Claim) -> Side:
    return Side(value=claim.value, sentence=claim.statement.sentence, hit=claim.statement.hit)
