"""What the library says of one claim: who reports it, who says otherwise, or only what stands there about it.

A claim is reported where a passage holds it word for word, or a judge that can read says so; it is contradicted where a
passage denies it in its own words, a judge says so, its own outlet took it back, or the finder of disagreement that
answers use finds another side to what is reported. Where neither is sure, nobody's words are given a verdict: what
the library says on it is shown, dated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.answering.contrasting import contrasted
from bot.answering.disagreement import Correction, Relates, rivals_of
from bot.answering.judging.judge import Opinion, Saying
from bot.answering.judging.words.copies import copy_of
from bot.answering.judging.words.denials import denies
from bot.answering.statements import CJK_LETTER
from language.asking import stated
from language.detection import told_language
from language.facts import facts
from language.numbers import Number
from language.pack import FALLBACK
from language.sentences import sentences
from language.wording import has_value, subject

if TYPE_CHECKING:
    from vectorstore.model import Hit

MOST = 3  # articles that are named for each verdict
NEAR, NEAR_CJK = 0.5, 0.4  # of a claim's words that a sentence must have to be shown as being about it

Quoted = tuple["Hit", str]
Takes = Callable[[str, "Hit"], Quoted | None]
"""Finds the words by which an outlet took back a sentence of a passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Passages with the sentence that says so, one an article. `near` only where the others are empty."""

    reported: tuple[Quoted, ...] = ()
    against: tuple[Quoted, ...] = ()
    corrected: bool = False
    near: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Who is asked beside the words: a judge's opinion of each hit, in order (None: none), whether its yes counts, its
    comparison of pairs, and who looks for corrections in the library."""

    opinions: Sequence[Opinion[Saying] | None] = field(default_factory=tuple)
    trusted: bool = False
    relates: Relates | None = None
    taken_back: Takes | None = None


def ruling(claim: str, hits: Sequence[Hit], *, readers: Readers | None = None) -> Ruling:
    """The claim against the passages found for it."""
    readers = readers or Readers()
    correction = _corrected(claim, hits)
    if correction:
        right = correction.right
        return Ruling(against=((right.hit, right.sentence.text),), corrected=True)
    reported, against = _read(claim, hits, readers)
    taken_back = [back for hit, quote in reported if (back := readers.taken_back and readers.taken_back(quote, hit))]
    if taken_back:
        return Ruling(against=_of_each_article(taken_back), corrected=True)
    if reported:
        against += _other_sides(claim, reported[0], hits, readers.relates)
    if reported or against:
        return Ruling(reported=_of_each_article(reported), against=_of_each_article(against))
    return Ruling(near=_near(claim, hits))


def _read(claim: str, hits: Sequence[Hit], readers: Readers) -> tuple[list[Quoted], list[Quoted]]:
    """What holds the claim, and what denies it, by words and by the judge."""
    reported: list[Quoted] = []
    against: list[Quoted] = []
    opinions = readers.opinions or [None] * len(hits)
    for hit, opinion in zip(hits, opinions, strict=True):
        found, language = sentences(hit.passage.text, language=hit.article.language), _language(hit)
        copy = copy_of(claim, found, language)
        denial = next((one.text for one in found if denies(one.text, claim, language)), None)
        judged = opinion.verdict if opinion else None
        if denial and judged == "says" and readers.trusted:
            continue  # who reads and the words are at odds: no verdict
        if denial or judged == "denies":
            if denial or readers.trusted:
                against.append((hit, denial or _quote(claim, hit, opinion)))
        elif copy and not denial:
            last = copy.sentences[-1]
            reported.append((hit, hit.passage.text[copy.sentences[0].start : last.end]))
        elif judged == "says" and readers.trusted:
            reported.append((hit, _quote(claim, hit, opinion)))
    return reported, against


def _quote(claim: str, hit: Hit, opinion: Opinion[Saying] | None) -> str:
    """The sentence that shows a judge's verdict: around its quote, else the nearest one."""
    found = sentences(hit.passage.text, language=hit.article.language)
    at = hit.passage.text.find(opinion.quote) if opinion and opinion.quote else -1
    around = next((one.text for one in found if one.start <= at < one.end), None)
    own = set(subject(claim))
    nearest = max(found, key=lambda one: len(own & set(subject(one.text))), default=None)
    return around or (nearest.text if nearest else hit.passage.text.strip())


def _other_sides(claim: str, said: Quoted, hits: Sequence[Hit], relates: Relates | None) -> list[Quoted]:
    """What other articles say against a reported claim, by the finder that answers use."""
    found: list[Quoted] = []
    for number in facts(claim).numbers:
        if not number.ordinal:
            sides = rivals_of(stated(claim, number), number, said, hits, relates=relates)
            found += [(side.hit, side.sentence.text) for side in sides]
    return found


def _corrected(claim: str, hits: Sequence[Hit]) -> Correction | None:
    """The correction that takes the claim's value back, where both are of the same thing whole."""
    values: list[Number] = [number for number in facts(claim).numbers if not number.ordinal]
    for number in values:
        rest = f"{claim[: number.start]} {claim[number.end :]}"
        question = f"How many {claim[number.end :].strip(' .')}? {rest}"
        for correction in contrasted(question, hits).findings.corrections:
            right = correction.right
            own = set(subject(rest))
            held = set(subject(f"{right.sentence.text} {right.hit.passage.text} {right.hit.article.title or ''}"))
            wrong = any(has_value(claim, side.value) for side in correction.wrong)
            if wrong and not has_value(claim, right.value) and own <= held:
                return correction
    return None


def _near(claim: str, hits: Sequence[Hit]) -> tuple[Quoted, ...]:
    """The sentence of each article that has most of the claim's words, of those that are about it at all."""
    own = set(subject(claim))
    least = NEAR_CJK if CJK_LETTER.search(claim) else NEAR
    found: list[tuple[float, Quoted]] = []
    for hit in hits:
        shares = [
            (len(own & set(subject(one.text))) / (len(own) or 1), one.text)
            for one in sentences(hit.passage.text, language=hit.article.language)
        ]
        share, text = max(shares, default=(0.0, ""))
        if share >= least:
            found.append((share, (hit, text)))
    found.sort(key=lambda one: -one[0])
    return _of_each_article([quoted for _, quoted in found])


def _of_each_article(pairs: Sequence[Quoted]) -> tuple[Quoted, ...]:
    best: dict[str, Quoted] = {}
    for hit, quote in pairs:
        best.setdefault(hit.article.id, (hit, quote))
    return tuple(best.values())[:MOST]


def _language(hit: Hit) -> str:
    return hit.article.language or told_language(hit.passage.text) or FALLBACK
