"""Choosing the sentences that answer a question: what the stub model knows instead of a language.

Each sentence of the given sources is scored by how much of the question it holds, its words weighted by
their rarity among all the sentences, with part of the credit for its neighbours and its article's title;
and by a sign that it holds the kind of thing that is asked for (a person for "who", a figure for "how many", a
date for "when"). Where no words meet, or the sources are in another language than the question, an embedding
function that is handed in decides by likeness of meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from language.detection import likely_language, told_language
from language.kinds import TITLED, asks_for_newest, asks_several, asks_yes_or_no, holds, kind_asked, names_a_subject
from language.machines import seems_an_order
from language.pack import FALLBACK
from language.sentences import sentences
from language.words import names, terms
from language.words import weights as term_weights
from prompts.fences import Source, unescaped
from prompts.fitness import asks_after, asks_before, denies, furniture, is_heading, says_before
from prompts.talking import carried_in

Embed = Callable[[str, Sequence[str]], Sequence[float]]
"""The cosine of a question with each of some sentences."""

Meaning = Callable[[str, Sequence[str]], Sequence[Mapping[str, float]]]
"""How near each term of a question comes in meaning to each sentence of one source, about 0 to 1."""

MEANT = 0.4  # closeness from which on a sentence says a term in other words
IN_ITS_WORDS = 0.6  # of the question's weight that a sentence holds with its surroundings: then words alone decide
SOURCES_READ = 8  # sources whose sentences are read for what they mean
CANDIDATES_EMBEDDED = 40  # sentences with their headlines; embedding all of long sources would take seconds
ENOUGH = 0.6  # of the best score that a further sentence must reach
_A_QUESTION = re.compile(r"[?？]['\"”’»]?$")
LEAST = 0.2  # of the question's weight that the best sentence, in its surroundings, must hold
OF_SEVERAL = 4  # sentences for a question about several things, each of another source
LEAST_PART = 0.01  # of such a question's weight that a further sentence must add
FOREIGN = 0.5  # of the question's weight that its own language must hold to win over a first source in another
HEADING = 0.3  # what a heading, which says nothing of its own, keeps of its score
OUTCOME = 0.5  # of the best sentence's share of the question, what a newer one holds that may be its outcome
A_WHOLE_SENTENCE = 3  # terms: "BEIJING." and "Photo: Ann Lee" begin an article and say nothing
LONGEST = 700  # characters; longer "sentences" are tables and lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Of the parts of a score; chosen on the even-numbered `news` questions."""

    own: float = 1.0  # the sentence's own words
    floor: float = 0.2  # of each term's weight, however common it is
    near: float = 0.3  # words of the question that only its two neighbours hold
    title: float = 0.2  # … that only the title holds
    kind: float = 0.2  # it holds what kind of thing is asked for
    rank: float = 0.15  # sources come best first: this much for the first, 1/n of it for the n-th
    denial: float = 0.6  # the question denies, and so does it
    before: float = 0.4  # the question asks how it was before something, and it tells that
    newest: float = 0.5  # for the newest source, when the question asks for what is newest
    echo: float = 0.6  # taken off what only repeats the words of a sentence already chosen
    carried: float = 0.25  # of the weight of what a follow-up carries over: it was answered before


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Of the parts of a score by meaning, in cosines, whose steps from sentence to sentence are small: those of one
    article lie within some .1. Chosen on half of `evals/sets/languages`."""

    kind: float = 0.02  # it holds what kind of thing is asked for
    rank: float = 0.03  # sources come best first: this much for the first, 1/n of it for the n-th
    enough: float = 0.03  # below the best that a further sentence may lie
    same: float = 0.015  # taken off a further sentence of an article that one was chosen of


@dataclass(frozen=True, slots=True)
class Candidate:
    source: Source
    position: int  # within its source
    text: str  # escaped, as the prompt has it
    score: float
    held: float  # share of the question's weight that it holds with its surroundings
    words: frozenset[str]


def best_sentences(
    question: str,
    sources: Sequence[Source],
    *,
    count: int,
    embed: Embed | None = None,
    weights: Weights | None = None,
    meaning: Meaning | None = None,
) -> list[Candidate]:
    """At most `count` sentences that answer the question, best first; none when nothing bears on it."""
    weights = weights or Weights()
    candidates = _scored(question, sources, weights)
    if meaning and max((c.held for c in candidates), default=0.0) < IN_ITS_WORDS:
        candidates = _scored(question, sources, weights, meaning)
    if not names_a_subject(question) and any(char.isalnum() for char in question):
        return _leads(candidates, count)
    if embed and candidates and (foreign := _in_other_languages(question, candidates)):
        return _by_likeness(question, foreign, count, embed)
    candidates.sort(key=lambda c: -c.score)
    if not candidates or max(c.held for c in candidates[:count]) < LEAST:
        return _by_likeness(question, candidates, count, embed)
    if asks_several(question):
        return _from_several(question, candidates, max(count, OF_SEVERAL))
    chosen = _varied(candidates, count, weights)
    if asks_yes_or_no(question):
        chosen = _with_outcome(question, chosen, candidates, count)
    if carried_in(question):
        return _with_what_is_asked(chosen, candidates, question, count)
    if kind_asked(question) == "person":
        chosen = _with_full_name(chosen, candidates, count)
    return chosen


def _in_other_languages(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of the sources in another language than the question, where the first source is one and those in
    the question's own language hold less than FOREIGN of its words; else none."""
    asked = told_language(question)
    told = {c.source.n: likely_language(unescaped(c.source.text)) for c in candidates}
    foreign = [c for c in candidates if asked and told[c.source.n] not in (None, asked)]
    own = max((c.held for c in candidates if c not in foreign), default=0.0)
    return foreign if own < FOREIGN and foreign and foreign[0] is candidates[0] else []


def _with_outcome(
    question: str, chosen: list[Candidate], candidates: Sequence[Candidate], count: int
) -> list[Candidate]:
    """What was asked for or planned may have come otherwise: the best sentence of a newer source on the same matter, so
    of more than a name of the question, goes first."""
    date = chosen[0].source.date
    matter = set(terms(question)) - {term for name in names(question) for term in terms(name)}
    newer = (c for c in candidates if date and c.source.date and c.source.date > date)
    outcome = next((c for c in newer if c.held >= OUTCOME * chosen[0].held and c.words & matter), None)
    return list(dict.fromkeys([outcome, *chosen]))[:count] if outcome else chosen


def _leads(candidates: Sequence[Candidate], count: int) -> list[Candidate]:
    """For a question that names no subject ("what is new?"): how each article begins, in the sources' order."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        if len(candidate.words) >= A_WHOLE_SENTENCE:
            first.setdefault(candidate.source.title, candidate)
    return list(first.values())[:count]


def _scored(
    question: str, sources: Sequence[Source], weights: Weights, meaning: Meaning | None = None
) -> list[Candidate]:
    asked = set(terms(question))
    code = told_language(question) or FALLBACK
    denial, before, after = denies(question, code), asks_before(question, code), asks_after(question, code)
    split = [[text for s in sentences(source.text) if (text := s.text[furniture(s.text) :]) and len(text) <= LONGEST]
             for source in sources]  # fmt: skip
    bags = [[frozenset(terms(unescaped(text))) for text in texts] for texts in split]
    every = [bag for per_source in bags for bag in per_source]
    weight = term_weights(asked, every, floor=weights.floor)
    carried = asked & set(terms(carried_in(question)))
    if any((bag & asked) - carried for bag in every):
        weight.update((term, weight[term] * weights.carried) for term in carried)
    whole = sum(weight.values()) or 1.0
    unsaid = asked.difference(*every) if every else set()
    meant = [
        meaning(question, texts) if meaning and unsaid and n < SOURCES_READ else () for n, texts in enumerate(split)
    ]
    kind = kind_asked(question)
    newest = max((s.date for s in sources if s.date), default=None) if asks_for_newest(question) else None
    candidates = []
    for order, (source, texts, own) in enumerate(zip(sources, split, bags, strict=True)):
        title = frozenset(terms(unescaped(f"{source.title} {source.outlet or ''}"))) & asked
        for at, (text, bag) in enumerate(zip(texts, own, strict=True)):
            held = bag & asked
            near = (frozenset().union(*own[max(0, at - 1) : at + 2]) & asked) - held
            parts = [sum(weight[t] for t in part) / whole for part in (held, near, title - held - near)]
            if meant[order]:
                # What no sentence says in the question's words is said in others, and then the rest may be as well.
                close = {t: c for t, c in meant[order][at].items() if c >= MEANT and t in asked - held}
                parts[0] += sum(weight[t] * c for t, c in close.items()) / whole
            score = weights.own * parts[0] + weights.near * parts[1] + weights.title * parts[2]
            score += weights.rank / (order + 1)
            if kind and parts[0] and holds(kind, unescaped(text), question):
                score += weights.kind
            if newest and source.date == newest:
                score += weights.newest
            if is_heading(unescaped(text), unescaped(source.title)):
                score *= HEADING
            bears = bool(held or near or title)
            if denial:
                score = score + weights.denial if bears and denies(unescaped(text), code) else score * 0.5
            if before:
                score = score + weights.before if bears and says_before(unescaped(text), code) else score * 0.5
            if after and says_before(unescaped(text), code):
                score *= 0.5
            if _A_QUESTION.search(text) or len(bag) < 2 or (held and seems_an_order(unescaped(text))):
                score *= 0.5  # what asks, or bids somebody do something, tells nothing
            candidates.append(Candidate(source, at, text, score, sum(parts), bag))
    return candidates


def _by_likeness(
    question: str,
    candidates: Sequence[Candidate],
    count: int,
    embed: Embed | None,
    weights: Likeness | None = None,
) -> list[Candidate]:
    """Where words don't tell the likeness of meaning decides, of each sentence under its headline: alone, a short one
    is as near to any question. The best must hold a figure where one is asked for; without one there is no answer.

    Only there: mixed into the scores of words it made answers worse on `news`, from .71 right to .68.
    """
    if not embed or not candidates:
        return []
    weights = weights or Likeness()
    kind = kind_asked(question)
    head = sorted(candidates, key=lambda c: (c.source.n, c.position))[:CANDIDATES_EMBEDDED]
    cosines = embed(question, [unescaped(f"{c.source.title}\n{c.text}") for c in head])
    has_kind = [kind is not None and holds(kind, unescaped(c.text), question) for c in head]
    scores = {
        at: cosine + weights.rank / head[at].source.n + weights.kind * has_kind[at] for at, cosine in enumerate(cosines)
    }
    least = max(scores.values()) - weights.enough
    chosen: list[int] = []
    while len(chosen) < count and (left := [at for at in scores if at not in chosen and scores[at] >= least]):
        shown = {head[at].source.title for at in chosen}
        chosen.append(max(left, key=lambda at: scores[at] - weights.same * (head[at].source.title in shown)))
    if kind == "number" and not any(has_kind[at] for at in chosen):
        return []
    return [head[at] for at in chosen]


def _varied(candidates: list[Candidate], count: int, weights: Weights) -> list[Candidate]:
    """Greedily the best, each next one discounted by what it repeats; the same sentence never twice."""
    chosen: list[Candidate] = []
    seen: set[str] = set()
    left = list(candidates)
    while left and len(chosen) < count:
        said = frozenset().union(*(c.words for c in chosen)) if chosen else frozenset()
        left = [c for c in left if not chosen or c.score >= ENOUGH * chosen[0].score]
        if not left:
            break
        best = max(left, key=lambda c: c.score - weights.echo * (len(c.words & said) / (len(c.words) or 1)))
        left.remove(best)
        plain = " ".join(sorted(best.words))
        if plain not in seen:
            seen.add(plain)
            chosen.append(best)
    return chosen


def _from_several(question: str, candidates: Sequence[Candidate], count: int) -> list[Candidate]:
    """For a question about several things a sentence of each source that holds a part of it that none before held,
    the largest part first."""
    asked = set(terms(question))
    weight = term_weights(asked, [candidate.words for candidate in candidates])
    left, open_ = list(candidates), set(asked)
    chosen: list[Candidate] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda c: (sum(weight[term] for term in c.words & open_), c.score))
        if chosen and sum(weight[term] for term in best.words & open_) < LEAST_PART * sum(weight.values()):
            break
        chosen.append(best)
        open_ -= best.words
        left = [candidate for candidate in left if candidate.source.title != best.source.title]
    return chosen


def _with_what_is_asked(
    chosen: list[Candidate], candidates: list[Candidate], question: str, count: int
) -> list[Candidate]:
    """When a follow-up's best sentence lacks the kind of thing that is asked for, the neighbour that has it comes too.

    "Daskal told her hosts that …" holds the words of "and who hosted them?"; who they were stands just before it.
    """
    best, kind = chosen[0], kind_asked(question)
    if not kind or holds(kind, unescaped(best.text), question):
        return chosen
    for other in candidates:
        beside = other.source is best.source and abs(other.position - best.position) == 1
        if beside and holds(kind, unescaped(other.text), question):
            return list(dict.fromkeys([best, other, *chosen[1:]]))[:count]
    return chosen


def _with_full_name(chosen: list[Candidate], candidates: list[Candidate], count: int) -> list[Candidate]:
    """When the answer to "who" has only a surname, the sentence of that source that gives the full name comes too."""
    first = chosen[0]
    shown = " ".join(c.text for c in chosen)
    for surname in dict.fromkeys(names(first.text)):
        full = re.compile(rf"\b[A-Z]\w+ {re.escape(surname)}\b")
        already = full.search(shown)
        if already and not TITLED.search(already[0]):
            continue
        for other in sorted(candidates, key=lambda c: c.position):
            match = full.search(other.text)
            if other.source is first.source and match and not TITLED.match(match[0]) and other not in chosen:
                return [first, other, *chosen[1:]][:count]
    return chosen
