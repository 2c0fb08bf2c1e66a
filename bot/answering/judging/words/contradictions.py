"""What a passage contradicts of a sentence: another number, date or name in the same place, or a denial.

Held against another judge's yes. A counterpart that is merely missing speaks against nothing here: a judge that reads
may have found it in other words, in another script or two sentences on.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.evidence import Evidence
from bot.answering.judging.words.contraries import contrary
from bot.answering.judging.words.counterparts import Pairing, Surroundings, paired
from bot.answering.judging.words.heads import BY_PIECES, heads
from bot.answering.judging.words.statements import is_in_language
from bot.answering.judging.words.tenses import denied
from bot.answering.judging.words.units import Unit, plain_text, units
from language.pack import CODES
from language.sentences import Sentence

NEAR = 0.4  # of its words, as they are, that make a sentence worth comparing
SAME_STATEMENT = 0.6  # of the sentence's words, but for the one in question, that the other sentence has


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The sentence of the passage that speaks against another, and how, in a few words."""

    reason: str
    quote: Sentence


def contradicted(claim: str, evidence: Evidence) -> Contradiction | None:
    """What the passage says against the sentence; None where nothing does."""
    language = evidence.language
    if language not in CODES or language in BY_PIECES or not is_in_language(claim, language):
        return None
    mine = units(claim, language, evidence.published)
    around = Surroundings(published=evidence.published, language=language)
    found: list[tuple[float, Contradiction | None]] = []
    content = [n for n, unit in enumerate(mine) if unit.content and not _is_value(unit)]
    said = {mine[n].lemma for n in content}
    for sentence, theirs, lemmas in zip(evidence.sentences, evidence.units, evidence.lemmas, strict=True):
        if len(said & lemmas) < NEAR * len(said):
            continue
        pairing = paired(mine, theirs, around)
        shared = sum(n in pairing.at for n in content)
        if len(content) >= 2 and shared >= SAME_STATEMENT * len(content):
            reason = _against(claim, sentence.text, pairing, evidence)
            found.append((shared / len(content), Contradiction(reason, sentence) if reason else None))
    most = max((share for share, _ in found), default=0.0)
    nearest = [reason for share, reason in found if share == most]
    # Another sentence as near that says it as it is clears it.
    return nearest[0] if nearest and all(nearest) else None


def _is_value(unit: Unit) -> bool:
    return unit.number is not None or unit.moment is not None or unit.capital


def _against(claim: str, statement: str, pairing: Pairing, evidence: Evidence) -> str | None:
    mine, theirs = denied(pairing.mine), denied(pairing.theirs)
    for n, k in pairing.at.items():
        if (n in mine) != (k in theirs):
            return "the source says the opposite"
    if len(pairing.missing) == 1 and contrary(claim, statement):
        return "the source says the opposite"
    own = {head.kind for head in heads(plain_text(claim), evidence.language)}
    spans = [(pairing.theirs[k].start, pairing.theirs[k].end) for k in pairing.at.values()]
    for head in heads(plain_text(statement), evidence.language):
        if head.kind in ("denying", "refuting") and head.kind not in own:
            covered = sum(head.first < end and start < head.last for start, end in spans)
            if 2 * covered > len(spans):
                return f"the source says it under “{statement[head.start : head.end]}”"
    return _another_value(pairing)


def _another_value(pairing: Pairing) -> str | None:
    """A number, date or name of mine that is missing, where theirs has another that counts, dates or is the same."""
    taken = set(pairing.at.values())
    for n in pairing.missing:
        unit = pairing.mine[n]
        rivals = [k for k, other in enumerate(pairing.theirs) if k not in taken and _is_rival(unit, other)]
        for k in rivals:
            if _neighbours(pairing, n, k):
                return f"the source says “{pairing.theirs[k].text}”, not “{unit.text}”"
    return None


def _is_rival(unit: Unit, other: Unit) -> bool:
    if unit.number is not None:
        return other.number is not None and other.number.alike(unit.number)
    if unit.moment is not None:
        return other.moment is not None and not other.moment.agrees(unit.moment)
    return unit.capital and other.capital and unit.text.isascii() == other.text.isascii()


def _neighbours(pairing: Pairing, n: int, k: int) -> bool:
    """Whether the next word of content, before or after, is the same on both sides."""
    for step in (-1, 1):
        mine = next((i for i in _along(n, step, len(pairing.mine)) if pairing.mine[i].content), None)
        theirs = next((i for i in _along(k, step, len(pairing.theirs)) if pairing.theirs[i].content), None)
        if mine is not None and theirs is not None and pairing.at.get(mine) == theirs:
            return True
    return False


def _along(n: int, step: int, size: int) -> range:
    return range(n + 1, size) if step > 0 else range(n - 1, -1, -1)
