"""Sentences that deny a claim whole, in the claim's own words.

"There is no evidence that the vaccine causes heart attacks" and "The vaccine does not cause heart attacks" deny that it
causes them. A sentence that denies something narrower, of somebody else or at another time, denies nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.judging.words.heads import BY_PIECES, Head, heads, is_question
from language.pack import pack
from language.reading import alternatives, one_of
from language.wording import subject

# "Not only …" says yes.
_NOT_ONLY = re.compile(rf"^\W*{alternatives(lambda one: one.judging.not_only)}", re.IGNORECASE)
# "Not all …" denies of some only.
_OF_ALL = one_of(lambda one: one.judging.of_all)
# What is said to be nearly so is not denied.
_HARDLY = one_of(lambda one: one.judging.hardly, words=False)
_ENDS = re.compile(r"[,;:.!?]\s|[,;:.!?]?$|[–—]")
_LEAST = 2  # content words of a claim that can be denied
_AUXILIARY = frozenset(subject("did does do has have had was were is are been be being"))


def denies(sentence: str, claim: str, language: str) -> bool:
    """Whether a sentence says that the claim is not so. Of Chinese, Japanese and Korean only under a head."""
    if is_question(sentence) or is_question(claim):
        return False
    if language in BY_PIECES:
        bare = re.sub(r"[\s.。!！]+$", "", claim)
        return any(
            head.kind in ("denying", "refuting") and bare in sentence[head.first : head.last]
            for head in heads(sentence, language)
        )
    own = _terms(claim, [head for head in heads(claim, language) if head.kind == "negation"], language)
    if len(own) < _LEAST:
        return False
    negative = [head for head in heads(claim, language) if head.kind == "negation"]
    if any(head.kind in ("denying", "refuting") for head in heads(claim, language)) or len(negative) > 1:
        return False
    if negative:
        return _says_plainly(sentence, own, language)
    return any(_denies_by(head, sentence, own, language) for head in heads(sentence, language))


def _denies_by(head: Head, sentence: str, own: Sequence[str], language: str) -> bool:
    others = [one for one in heads(sentence, language) if one != head and one.kind != "planning"]
    if head.kind == "negation":
        if _NOT_ONLY.match(sentence[head.end :]) or any(one.kind != "refuting" for one in others):
            return False
        begin, stop = _clause(sentence, head.start)
        if _OF_ALL.search(sentence[begin:stop]) or _HARDLY.search(sentence[head.start : head.end]):
            return False
        if _is_disputed(sentence, language):
            return False
        return _terms(sentence[begin:stop], [_moved(head, -begin)], language) == list(own)
    if head.kind not in ("denying", "refuting"):
        return False
    if any(one.kind in ("denying", "refuting") and one.covers(head.start, head.end) for one in others):
        return False  # a denial of a denial
    under = [(head.end, _clause(sentence, head.end)[1]), (_clause(sentence, head.start)[0], head.start)]
    if head.kind == "refuting":  # "Claims that … are false": what stands ahead of it, from its "that" on
        under.append((sentence.rfind(" that ", 0, head.start) + 1, head.start))
    return any(_terms(sentence[first:last], [], language) == list(own) for first, last in under if first < last)


def _is_disputed(sentence: str, language: str) -> bool:
    """Whether a sentence tells what one side says, and behind a "but" what another does."""
    words = [word.casefold() for word in re.findall(r"\w+", sentence)]
    statements = pack(language).statements
    said = next((at for at, word in enumerate(words) if word in statements.reporting), len(words))
    return any(word in statements.contrasts for word in words[said:])


def _says_plainly(sentence: str, own: Sequence[str], language: str) -> bool:
    """Whether a sentence says without any denial what the claim denies."""
    if heads(sentence, language):
        return False
    begin, stop = _clause(sentence, 0)
    return _terms(sentence[begin:stop], [], language) == list(own)


def _clause(sentence: str, at: int) -> tuple[int, int]:
    """The part of a sentence around a place, between punctuation."""
    begin = max((match.end() for match in re.finditer(r"[,;:–—.!?]\s", sentence[:at])), default=0)
    found = _ENDS.search(sentence, at)
    return begin, found.start() if found else len(sentence)


def _moved(head: Head, by: int) -> Head:
    return Head(head.kind, head.start + by, head.end + by, head.first + by, head.last + by)


def _terms(text: str, without: Sequence[Head], language: str) -> list[str]:
    """The content words in their order, without those of some heads, auxiliaries and function words."""
    for head in sorted(without, key=lambda one: -one.start):
        text = f"{text[: head.start]} {text[head.end :]}"
    small = pack(language).function_words | pack(language).statements.joints
    return [term for term in subject(text) if term not in _AUXILIARY and term not in small]
