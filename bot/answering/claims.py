"""What the library says of a message: each claim reported, contradicted or not found. No claim is called true or false.

The model only lists what the message says (`prompts/check.yaml`); whether an article reports it is decided by the
same check that every answer passes, so a model can't invent a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from bot.answering.answer import Citation
from bot.answering.asking import asked
from bot.answering.citing import citation
from bot.answering.contrasting import Contrasted, contrasted
from bot.answering.dates import Moment
from bot.answering.errors import ModelError
from bot.answering.facts import Facts, facts
from bot.answering.generating import name_of, said
from bot.answering.judging.judge import exhibit
from bot.answering.judging.words.contradictions import contradicted
from bot.answering.judging.words.judge import evidence_of
from bot.answering.judging.words.statements import stated
from bot.answering.names import Name, Vocabulary, missing_names
from bot.answering.numbers import Number
from bot.answering.retrieving import retrieve
from bot.answering.statements import Statement, bearing
from bot.answering.tokens import Tokens
from bot.answering.wording import has_value, subject
from prompts.files import Prompt
from prompts.talk import fenced_message
from prompts.talking import claims as listed_by_words
from prompts.words import terms

if TYPE_CHECKING:
    from bot.answering.pipeline import Answerer
    from vectorstore.model import Hit

Kind = Literal["claim", "opinion", "forecast"]

LONGEST_MESSAGE = 4000
MOST = 5
SHARED = 0.6  # of a listed claim's terms that must stand in the message
SAME_MATTER = 0.75  # of the claim's words, without the value in question, that a contradicting sentence must have
_LINE = re.compile(r"^\s*(?:[-*•]|\d+[.)])?\s*(claim|opinion|forecast)\s*[:：]\s*(.+?)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One thing that the message says. `reported` and `contradicted` are citations of the articles that say so.

    Marks count on through all claims of a message.
    """

    text: str
    kind: Kind
    reported: tuple[Citation, ...] = ()
    contradicted: tuple[Citation, ...] = ()
    corrected: bool = False  # what it says was reported once, and corrected since

    @property
    def found(self) -> bool:
        return bool(self.reported or self.contradicted)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedMessage:
    """A message's claims, opinions and forecasts, in its order; empty when it says nothing of the kind."""

    claims: tuple[Checked, ...]
    hits: tuple[Hit, ...]
    model: str
    prompt: str
    tokens: Tokens

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(one for claim in self.claims for one in (*claim.reported, *claim.contradicted))


def check_message(answerer: Answerer, text: str, *, now: datetime, prompt: Prompt) -> CheckedMessage:
    """Check a member's message against the library. Raises LibraryError or EmbeddingError."""
    text = text[:LONGEST_MESSAGE]
    listed, tokens = _listed(answerer, text, prompt)
    checked: list[Checked] = []
    used: dict[str, Hit] = {}
    numbers: dict[tuple[str, str], int] = {}
    for kind, claim in listed:
        if kind == "opinion":
            checked.append(Checked(text=claim, kind=kind))
            continue
        found = retrieve(claim, library=answerer.library, now=now, tz=answerer.tz, k=answerer.k, rules=answerer.rules)
        result, hits = _judged(claim, contrasted(claim, found.hits, language=found.need.language), numbers)
        checked.append(replace(result, kind=kind))
        used.update((hit.passage.id, hit) for hit in hits)
    return CheckedMessage(
        claims=tuple(checked),
        hits=tuple(used.values()),
        model=name_of(answerer.model),
        prompt=prompt.label,
        tokens=tokens,
    )


def _listed(answerer: Answerer, text: str, prompt: Prompt) -> tuple[list[tuple[Kind, str]], Tokens]:
    """What the model lists, as far as the message says it; the message's own sentences where it lists nothing."""
    messages = prompt.filled(message=fenced_message(text))
    try:
        listed, tokens = said(answerer.model, messages, deadline=answerer.deadline, longest=LONGEST_MESSAGE)
    except ModelError:
        listed, tokens = "", Tokens()  # the sentences can be checked without it
    if listed.strip().lower() == "none":
        return [], tokens
    held = set(terms(text))
    found = [one for one in _lines(listed) if _stands_in(one[1], held)]
    return (found or _lines(listed_by_words(text)))[:MOST], tokens


def _lines(listed: str) -> list[tuple[Kind, str]]:
    kinds: dict[str, Kind] = {"claim": "claim", "opinion": "opinion", "forecast": "forecast"}
    return [(kinds[match[1].lower()], match[2]) for match in map(_LINE.match, listed.splitlines()) if match]


def _stands_in(claim: str, held: set[str]) -> bool:
    own = terms(claim)
    figures = {term for term in own if any(map(str.isdigit, term))}  # a number that was not said is another claim
    return bool(own) and figures <= held and sum(term in held for term in own) >= SHARED * len(own)


def _judged(claim: str, sides: Contrasted, numbers: dict[tuple[str, str], int]) -> tuple[Checked, list[Hit]]:
    """One claim against the passages found for it. `numbers` are the marks that are taken."""
    reported: list[tuple[Hit, str]] = []
    against: list[tuple[Hit, str]] = []
    corrected = False
    for correction in sides.findings.corrections:
        if any(has_value(claim, side.value) for side in correction.wrong) and not has_value(
            claim, correction.right.value
        ):
            against.append((correction.right.hit, correction.right.sentence.text))
            corrected = True
    for hit in sides.hits if not corrected else ():
        evidence = evidence_of(exhibit(hit))
        found = stated(claim, evidence)
        if found.says == "says" and found.quote:
            reported.append((hit, found.quote.text))
        elif denial := contradicted(claim, evidence):
            against.append((hit, denial.quote.text))
        elif other := _other_value(claim, hit, _missing_names(claim, hit)):
            against.append((hit, other))
    reported, against = _of_each_article(reported), _of_each_article(against)
    hits = [hit for hit, _ in (*reported, *against)]

    def cited(pairs: Sequence[tuple[Hit, str]]) -> tuple[Citation, ...]:
        return tuple(
            citation(numbers.setdefault((hit.passage.id, quote), len(numbers) + 1), hit, quote) for hit, quote in pairs
        )

    return Checked(
        text=claim, kind="claim", reported=cited(reported), contradicted=cited(against), corrected=corrected
    ), hits


def _missing_names(claim: str, hit: Hit) -> tuple[str, ...]:
    """The claim's names that the passage and its header lack."""
    certain = [name for name in facts(claim).names if name.certain]
    return tuple(name.text for name in missing_names(certain, Vocabulary(f"{hit.passage.header}\n{hit.passage.text}")))


def _of_each_article(pairs: Sequence[tuple[Hit, str]]) -> list[tuple[Hit, str]]:
    best: dict[str, tuple[Hit, str]] = {}
    for hit, quote in pairs:
        best.setdefault(hit.article.id, (hit, quote))
    return list(best.values())[:3]


def _other_value(claim: str, hit: Hit, missing_names: tuple[str, ...]) -> str | None:
    """The sentence of a passage that says the same with another number, date or person; None where none does."""
    own = facts(claim)
    reduced = claim
    for name in missing_names:
        reduced = reduced.replace(name, " ")
    for number in own.numbers:
        reduced = reduced.replace(claim[number.start : number.end], " ")
    for moment in own.dates:
        reduced = reduced.replace(claim[moment.start : moment.end], " ")
    wanted = asked(reduced)
    for statement in sorted(bearing(wanted, [hit]), key=lambda one: -one.share):
        shared = len(wanted.terms & set(terms(statement.sentence.text)))
        if statement.share >= SAME_MATTER and shared >= 2 and _differs(claim, own, statement, missing_names):
            return statement.sentence.text
    return None


def _differs(claim: str, own: Facts, statement: Statement, missing_names: tuple[str, ...]) -> bool:
    """Whether the sentence gives another value in the place of one that the claim gives, and agrees in no other."""
    there = statement.facts
    if missing_names:
        mine = [name for name in own.names if name.text in missing_names]
        return any(name.person for name in mine) and _another_person(own.names, there.names)
    numbers = [number for number in own.numbers if not number.ordinal]
    if numbers:
        text = statement.sentence.text
        alike = [
            other
            for other in there.numbers
            if any(other.alike(number) and _counts(claim, number) & _counts(text, other) for number in numbers)
        ]
        return bool(alike) and not any(_same_number(number, other) for number in numbers for other in there.numbers)
    return bool(own.dates and there.dates) and not _agree(own.dates, there.dates)


def _another_person(own: Sequence[Name], there: Sequence[Name]) -> bool:
    mine = {word for name in own for word in name.words}
    return any(name.person and name.certain and not mine & set(name.words) for name in there)


def _counts(text: str, number: Number) -> set[str]:
    """What a number counts: the term right after it."""
    return set(subject(text[number.end : number.end + 40])[:1])


def _same_number(one: Number, other: Number) -> bool:
    return one.rounds(other) or other.rounds(one)


def _agree(own: Sequence[Moment], there: Sequence[Moment]) -> bool:
    return any(mine.agrees(other) for mine in own for other in there)
