"""What the library says of a message: each claim reported, contradicted, or shown beside what stands there on it.

The model only lists what the message says (`prompts/check.yaml`); what an article says of it is decided as `rulings`
tells. No claim is called true or false, and a model can't invent a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from bot.answering.answer import Citation
from bot.answering.citing import citation
from bot.answering.errors import ModelError
from bot.answering.generating import name_of, said
from bot.answering.judging.comparison import Comparison
from bot.answering.judging.judge import Claim, exhibit
from bot.answering.judging.words.judge import WordsJudge
from bot.answering.overruling import Overruling
from bot.answering.retrieving import retrieve
from bot.answering.rulings import Quoted, Readers, ruling
from bot.answering.tokens import Tokens
from language.machines import speaks_to_machines
from language.words import terms
from prompts.files import Prompt
from prompts.talk import fenced_message
from prompts.talking import claims as listed_by_words

if TYPE_CHECKING:
    from bot.answering.pipeline import Answerer
    from vectorstore.model import Hit

Kind = Literal["claim", "opinion", "forecast"]

LONGEST_MESSAGE = 4000
MOST = 5
SHARED = 0.6  # of a listed claim's terms that must stand in the message
_TAG = re.compile(r"</?\w+>")  # of a prompt, in somebody's message
_LINE = re.compile(r"^\s*(?:[-*•]|\d+[.)])?\s*(claim|opinion|forecast)\s*[:：]\s*(.+?)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One thing that the message says. `reported` and `contradicted` are citations of the articles that say so; `near`,
    where there are none of these, of what the library says on it without settling it.

    Marks count on through all claims of a message.
    """

    text: str
    kind: Kind
    reported: tuple[Citation, ...] = ()
    contradicted: tuple[Citation, ...] = ()
    corrected: bool = False  # what it says was reported once, and corrected since
    near: tuple[Citation, ...] = ()

    @property
    def found(self) -> bool:
        return bool(self.reported or self.contradicted)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return (*self.reported, *self.contradicted, *self.near)


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
        return tuple(one for claim in self.claims for one in claim.citations)


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
        readers, spent = _readers(answerer, claim, found.hits)
        ruled = ruling(claim, found.hits, readers=readers)
        tokens = tokens.plus(spent())
        checked.append(
            Checked(
                text=claim,
                kind=kind,
                reported=_cited(ruled.reported, numbers),
                contradicted=_cited(ruled.against, numbers),
                corrected=ruled.corrected,
                near=_cited(ruled.near, numbers),
            )
        )
        used.update((hit.passage.id, hit) for hit, _ in (*ruled.reported, *ruled.against, *ruled.near))
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
    found = (
        (match[1].lower(), _TAG.sub("", match[2]).strip()) for match in map(_LINE.match, listed.splitlines()) if match
    )
    return [(kinds[kind], claim) for kind, claim in found if not speaks_to_machines(claim)]


def _stands_in(claim: str, held: set[str]) -> bool:
    own = terms(claim)
    figures = {term for term in own if any(map(str.isdigit, term))}  # a number that was not said is another claim
    return bool(own) and figures <= held and sum(term in held for term in own) >= SHARED * len(own)


def _readers(answerer: Answerer, claim: str, hits: Sequence[Hit]) -> tuple[Readers, Callable[[], Tokens]]:
    """Who judges a claim beside the words, and afterwards what that took."""
    taken_back = Overruling(library=answerer.library, hits=hits).taken_back
    if answerer.bench is None or not hits:
        return Readers(taken_back=taken_back), Tokens
    comparison = Comparison(answerer.bench)
    admission = answerer.bench.admission()
    if admission.standing == "unfit":
        return Readers(taken_back=taken_back), lambda: admission.tokens
    put = [Claim(sentence=claim, exhibits=(exhibit(hit),), cited=False) for hit in hits]
    judged = answerer.bench.says(put)
    least, words = answerer.bench.threshold, WordsJudge()
    # A yes that the words of the passage contradict is none; nor is it a denial.
    opinions = [
        None if not one or one.probability < least or (one.verdict == "says" and words.veto(of)) else one
        for of, one in zip(put, judged.opinions, strict=True)
    ]
    trusted = admission.standing == "reads"
    readers = Readers(opinions=opinions, trusted=trusted, relates=comparison.relates, taken_back=taken_back)
    return readers, lambda: admission.tokens.plus(judged.tokens).plus(comparison.tokens)


def _cited(quoted: Sequence[Quoted], numbers: dict[tuple[str, str], int]) -> tuple[Citation, ...]:
    """Citations with the marks that come next; `numbers` are those that are taken."""
    return tuple(
        citation(numbers.setdefault((hit.passage.id, quote), len(numbers) + 1), hit, quote) for hit, quote in quoted
    )
