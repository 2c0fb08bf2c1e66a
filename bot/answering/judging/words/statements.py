"""Whether a passage states a sentence, as far as words can tell.

It does where the sentence is a copy of a whole one or of a whole clause, or where all its words have their counterparts
in one sentence of the passage, in the same parts, under the same heads, denied or not, at the same time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.answering.evidence import Evidence
from bot.answering.judging.words.attributions import attributed
from bot.answering.judging.words.characters import same_characters
from bot.answering.judging.words.clauses import clauses_of
from bot.answering.judging.words.complements import hangs_on
from bot.answering.judging.words.copies import CLAUSE, copy_of, has_verb
from bot.answering.judging.words.counterparts import Pairing, Surroundings, paired
from bot.answering.judging.words.fragments import sentences_for
from bot.answering.judging.words.heads import BY_PIECES, heads, is_question
from bot.answering.judging.words.lemmas import is_plural
from bot.answering.judging.words.roles import wrong_roles
from bot.answering.judging.words.tenses import denied, tense
from bot.answering.judging.words.units import Unit, corresponds, plain_text, units
from language.detection import told_language
from language.pack import CODES
from language.sentences import Sentence

BACK = 3  # sentences in which a pronoun's noun is looked for
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")  # markup is no word
_ENDED = re.compile(r"[.!?…。！？][\"”’»』」)]*$")
PART = 0.5  # of a sentence's content that a sentence of the passage must have to say a part of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What words tell of a sentence and a passage.

    `says` is "part" where about half of the words stand together and nothing speaks against them. `quote` is the
    sentence of the passage that says it, or comes nearest. `share`, 0 to 1, is how much of the sentence has a
    counterpart there. `reason` says in a few words why it isn't confirmed.
    """

    says: Literal["says", "part", "silent"]
    reason: str = ""
    quote: Sentence | None = None
    share: float = 0.0
    copied: bool = False


def stated(claim: str, evidence: Evidence, *, question: str = "", within: str = "") -> Finding:
    """How a passage states a sentence, written to answer the question. With `within`, a slice of the passage, only the
    sentences count in which that stands, each whole and among its neighbours."""
    language = evidence.language
    claim = _TAG.sub(" ", claim).strip()
    counting = _around(within, evidence)
    copy = copy_of(claim, [evidence.sentences[n] for n in counting], language)
    if copy is not None:
        return Finding(says="says", quote=copy.sentences[0], share=1.0, copied=True)
    if question and not has_verb(claim, language):
        for sentence in sentences_for(claim, question, language):
            found = stated(sentence, evidence)
            if found.says == "says":
                return replace(found, copied=False)
    if not is_in_language(claim, language):
        return Finding(says="silent", reason="it is in another language than its source")
    if language not in CODES:
        return Finding(says="silent", reason="it is not a copy, and its language is not read")
    tried = [_one(claim, n, evidence, language, question) for n in _likely(claim, evidence, language, counting)]
    best = max(tried, key=lambda one: (one.says == "says", one.share), default=None)
    if best and best.says != "says" and language not in BY_PIECES:
        best = _of_two_clauses(claim, evidence, question, within) or best
    return best or Finding(says="silent", reason="the source doesn't speak of it")


def _of_two_clauses(claim: str, evidence: Evidence, question: str, within: str) -> Finding | None:
    """Where sentences that stand near one another say a clause each of one that "and" ties."""
    for clauses in clauses_of(claim, evidence.language):
        found = [stated(clause, evidence, question=question, within=within) for clause in clauses]
        quotes = [one.quote for one in found if one.says == "says" and one.quote]
        if len(quotes) == len(clauses):
            first, last = min(quote.start for quote in quotes), max(quote.end for quote in quotes)
            if sum(first <= one.start < last for one in evidence.sentences) <= BACK:
                return Finding(says="says", quote=Sentence(first, evidence.text[first:last]), share=1.0)
    return None


def is_in_language(claim: str, language: str) -> bool:
    """Whether nothing tells that a sentence is in another language than the one given."""
    told = told_language(claim)
    return told is None or told == language


def _around(slice_: str, evidence: Evidence) -> Sequence[int]:
    """The passage's sentences in which a slice of it stands, wherever it does; all of them for no slice."""
    if not slice_:
        return range(len(evidence.sentences))
    spans = [(found.start(), found.end()) for found in re.finditer(re.escape(slice_), evidence.text)]
    return [
        n
        for n, sentence in enumerate(evidence.sentences)
        if any(sentence.start < end and start < sentence.end for start, end in spans)
    ]


def _likely(claim: str, evidence: Evidence, language: str, counting: Sequence[int]) -> list[int]:
    """Those of the passage's sentences that share most with the claim, best first."""
    if language in BY_PIECES:
        own = set(claim)
        shares = [len(own & set(sentence.text)) for sentence in evidence.sentences]
    else:
        said = {unit.lemma for unit in units(claim, language, evidence.published) if unit.content}
        shares = [len(said & lemmas) for lemmas in evidence.lemmas]
    order = sorted(counting, key=lambda n: -shares[n])
    return [n for n in order[:3] if shares[n]]


def _one(claim: str, n: int, evidence: Evidence, language: str, question: str) -> Finding:
    sentence = evidence.sentences[n]
    if language in BY_PIECES:
        share, reason = same_characters(claim, sentence.text, language, evidence.published)
        says: Literal["says", "part", "silent"] = "says" if reason is None else "part" if share >= PART else "silent"
        return Finding(says=says, reason=reason or "", quote=sentence, share=share)
    all_units = evidence.units
    around = Surroundings(
        before=tuple(all_units[max(0, n - BACK) : n]),
        others=tuple(all_units[:n] + all_units[n + 1 :]),
        header=units(evidence.header, language, evidence.published),
        question=units(question, language, evidence.published),
        published=evidence.published,
        language=language,
    )
    mine, theirs = units(claim, language, evidence.published), all_units[n]
    own, other = attributed(mine, language), attributed(theirs, language)
    if own.by and not _attributes(own.by, other.by or theirs, around):
        own, other = attributed((), language), attributed((), language)
        pairing = paired(mine, theirs, around)
    else:
        pairing = paired(own.said, other.said, around)
        if pairing.missing:  # what reads like an attribution may be what is told
            whole = paired(mine, theirs, around)
            pairing = whole if not whole.missing else pairing
    reason = _wrong(claim, sentence.text, pairing, around)
    says = "says" if reason is None else "part" if pairing.share >= PART else "silent"
    return Finding(says=says, reason=reason or "", quote=sentence, share=pairing.share)


def _attributes(mine: Sequence[Unit], theirs: Sequence[Unit], around: Surroundings) -> bool:
    """Whether the same is said to have said it: who, to whom, when; the outlet itself needs no proof."""
    pairing = paired(tuple(mine), tuple(theirs), around)
    header = [unit for unit in around.header if unit.content]
    return all(
        any(corresponds(mine[n], unit, around.published) for unit in header) or mine[n].role == "reporting"
        for n in pairing.missing
    )


def _wrong(claim: str, statement: str, pairing: Pairing, around: Surroundings) -> str | None:
    """What keeps the statement from saying the claim; None where nothing does."""
    mine, theirs, language = pairing.mine, pairing.theirs, around.language
    if pairing.missing:
        words = " ".join(mine[n].text for n in pairing.missing[:3])
        return f"“{words}” is not in the source"
    verb = has_verb(claim, language) or _has_unknown_verb(statement, pairing, language)
    if not verb or sum(unit.role != "mark" for unit in mine) < CLAUSE - 2 or len(pairing.at) < 2:
        return "it is not a whole sentence"
    if _breaks_off(claim, mine, theirs):
        return "it breaks off"
    if is_question(statement) and not is_question(claim):
        return "the source only asks it"
    return (
        _unlike_heads(claim, statement, pairing, language)
        or _unlike_denials(pairing)
        or _unlike_tenses(pairing, language)
        or _unbound(pairing, (*theirs, *around.question))
        or wrong_roles(pairing, language)
    )


def _breaks_off(claim: str, mine: Sequence[Unit], theirs: Sequence[Unit]) -> bool:
    """Whether it ends without a stop, in a word that leads on to another ("was led by"), and the statement goes on."""
    last, end = ([unit for unit in those if unit.role != "mark"][-1:] for those in (mine, theirs))
    if _ENDED.search(claim) or not last or last[0].role not in ("preposition", "grammar"):
        return False
    return last[0].lemma != end[0].lemma if end else True


def _has_unknown_verb(statement: str, pairing: Pairing, language: str) -> bool:
    """English: whether the word behind a plural noun is the verb: "boats moor". Only where the statement, a whole
    sentence, has no other that is known, and the two words stand together in both."""
    if language != "en" or has_verb(statement, language):
        return False
    for n, k in pairing.at.items():
        noun, word = pairing.mine[n], pairing.mine[n + 1 : n + 2]
        after = pairing.mine[n + 2 : n + 3]
        if pairing.at.get(n + 1) != k + 1 or not is_plural(noun.text) or not word or is_plural(word[0].text):
            continue
        if not word[0].capital and word[0].number is None and not (after and after[0].content):
            return True
    return False


def _unlike_heads(claim: str, statement: str, pairing: Pairing, language: str) -> str | None:
    claim, statement = plain_text(claim), plain_text(statement)
    own = {head.kind for head in heads(claim, language) if head.kind != "negation"}
    there = [head for head in heads(statement, language) if head.kind != "negation"]
    spans = [(pairing.theirs[k].start, pairing.theirs[k].end) for k in pairing.at.values()]
    for head in there:
        covered = sum(head.first < end and start < head.last for start, end in spans)
        kept = any(start < head.end and head.start < end for start, end in spans)
        if covered and not kept and head.kind not in own:
            return f"the source says it under “{statement[head.start : head.end]}”"
    governing = hangs_on(statement, min((start for start, _ in spans), default=0), language)
    if governing is not None:
        return f"the source says it under “{governing}”"
    extra = own - {head.kind for head in there}
    return f"the source doesn't say it so ({', '.join(sorted(extra))})" if extra else None


def _unlike_denials(pairing: Pairing) -> str | None:
    mine, theirs = denied(pairing.mine), denied(pairing.theirs)
    for n, k in pairing.at.items():
        if (n in mine) != (k in theirs):
            return "the source says the opposite"
    unpaired = [n for n in mine if n not in pairing.at]
    return "the source doesn't deny it" if unpaired else None


def _unlike_tenses(pairing: Pairing, language: str) -> str | None:
    for n, k in pairing.at.items():
        one, other = tense(pairing.mine, n, language), tense(pairing.theirs, k, language)
        if one == other:
            continue
        sure = {one, other} & {"future", "possible"}
        if (sure and not _reports_back(pairing, n, k)) or (one and other):
            return f"“{pairing.mine[n].text}” is said of another time"
    return None


def _reports_back(pairing: Pairing, n: int, k: int) -> bool:
    """Whether neither is a verb, so that an auxiliary before it belongs to another word."""
    return not (pairing.mine[n].verb or pairing.theirs[k].verb or pairing.mine[n].lemma == pairing.theirs[k].lemma)


def _unbound(pairing: Pairing, theirs: Sequence[Unit]) -> str | None:
    """A word of mine that ties or measures ("because", "before", "all") and has none of its kind there."""
    there = {unit.group for unit in theirs if unit.group is not None}
    for n, unit in enumerate(pairing.mine):
        if n + 1 < len(pairing.mine) and pairing.mine[n + 1].number is not None and unit.role != "content":
            continue  # "some 400", "over 400": how exact a number is, `corresponds` has seen
        if unit.group is not None and n not in pairing.at and n not in pairing.excused and unit.group not in there:
            return f"“{unit.text}” is not in the source"
    return None
