"""What stands around a question in a message: who asks and why, in sentences and clauses of their own.

"I've been at home all week. My flatmate and I had a bet, so: who won?" asks only who won. A clause or a sentence is a
frame where it speaks of who writes, greets, or says that somebody asks; what is left must ask by itself. "After the
crash in Leeds, who resigned?" has no frame.
"""

from __future__ import annotations

import re
from functools import cache

from language.folding import fold
from language.pack import packs
from language.phrases import interrogatives, opens_a_question, plain

FEWEST_WORDS = 3  # of a question that stands by itself
_WORD = re.compile(r"\w+")
_MARK = re.compile("[?？]")
_SENTENCE = re.compile(r"[^.!?\n。！？…]+[.!?\n。！？…]*")
_JOINT = re.compile(r"[,:;，：；、]\s*|\s[–—-]\s|\.{2,}\s*|…\s*")
_NAMES = re.compile(r"\d|[^\W\d_]*[A-ZÀ-ÞА-Я]")  # something told there, not only said around it
_COLON = re.compile("[:：]")
_QUOTED = re.compile(r"[“”„«»\"「」『』《》]")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def without_stories(text: str) -> str:
    """A message without the sentences in which its writer tells of himself, where another one asks. They stay where
    what asks is short or leans on what was said before."""
    sentences = _SENTENCE.findall(text)
    told = [one for one in sentences if _tells_of_its_writer(one)]
    others = [one for one in sentences if one not in told and (_MARK.search(one) or _asks(one))]
    if not told or not others or any(_leans(one) for one in others):
        return text
    return "".join(_behind_its_writer(one) if one in told else one for one in sentences).strip()


def _behind_its_writer(sentence: str) -> str:
    """What follows the last clause of a sentence that has a word for who writes, where it names something."""
    ends = [match.end() for match in _JOINT.finditer(sentence)]
    rest = next((sentence[end:] for end in ends if not _tells_of_its_writer(sentence[end:])), "")
    return rest if _NAMES.search(rest) else ""


def without_head(asks: str) -> str:
    """A question without the clause ahead of it that is a frame, where a later clause opens a question."""
    joints = list(_JOINT.finditer(asks))
    if not joints:
        return asks
    head, rest = asks[: joints[0].start()], asks[joints[0].end() :]
    clauses = [rest, *(asks[joint.end() :] for joint in joints[1:])]
    greets = _greets(head)
    if not any(_asks(one) and (greets or not _leans(one)) for one in clauses):
        return asks
    return rest if greets or _is_frame(head, _COLON.match(joints[0][0])) else asks


def _asks(clause: str) -> bool:
    """Whether a clause opens as questions do, or has a word that asks and a question mark."""
    words = plain(clause).split()
    return opens_a_question(words) or (bool(_MARK.search(clause)) and not interrogatives().isdisjoint(words))


def introduces(said: str) -> bool:
    """Whether a clause only says that somebody asks: "a reader in leeds wants to know"."""
    ends = any(said.endswith(one) if _UNSPACED.search(one) else f" {said}".endswith(f" {one}") for one in _askers())
    return ends and not opens_a_question(said.split())


def _is_frame(head: str, colon: re.Match[str] | None) -> bool:
    """Whether the clause ahead of a question speaks of who writes or, ahead of a colon, says that somebody asks."""
    if _tells_of_its_writer(head):
        return True
    said = plain(head)
    return colon is not None and any(
        one in said if _UNSPACED.search(one) else f" {one} " in f" {said} " for one in _askers()
    )


def _greets(head: str) -> bool:
    said = plain(head)
    return any(said == one or said.startswith(f"{one} ") for one in _greetings())


def _tells_of_its_writer(sentence: str) -> bool:
    """Whether a sentence has a word for who writes, in nobody's quotation marks."""
    if _QUOTED.search(sentence):
        return False
    words = [
        fold(word) for word in _WORD.findall(sentence) if not (len(word) > 1 and word.isupper())
    ]  # "US" is no "us"
    said = " ".join(words)
    return not _selves().isdisjoint(words) or any(_UNSPACED.match(one) and said.startswith(one) for one in _selves())


def _leans(asking: str) -> bool:
    """Whether a question can't be read alone: it is short, or has a pronoun that no name stands ahead of."""
    words = plain(asking).split()
    if len(words) < FEWEST_WORDS and len(_UNSPACED.findall(asking)) < 2 * FEWEST_WORDS:
        return True
    named = False
    for n, match in enumerate(_WORD.finditer(asking)):
        if fold(match[0]) in _pronouns() and not named:
            return True
        named = named or (n > 0 and match[0][0].isupper())
    return False


@cache
def _askers() -> frozenset[str]:
    return frozenset(plain(phrase) for pack in packs() for phrase in pack.messages.askers)


@cache
def _greetings() -> frozenset[str]:
    return frozenset(plain(phrase) for pack in packs() for phrase in pack.talk.greetings) - {""}


@cache
def _selves() -> frozenset[str]:
    return frozenset(plain(word) for pack in packs() for word in pack.messages.selves)


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(plain(word) for pack in packs() for word in pack.statements.pronouns)
