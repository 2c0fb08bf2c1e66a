"""Whether two articles are one story: an agency's report as two desks ran it.

A desk gives such a story another headline, dateline and credit, its own quotes and spelling, and cuts what it has no
room for. Whatever else differs makes it another story: a number, a name, a day, a word of a sentence, a sentence that
only one of them has, unless it was cut; and a notice of correction in only one. A copy that is missed costs two
citations of the same words; a correction that passes for a copy would be lost. So the rule is narrow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Literal

from ingest.likeness import FEWEST_WORDS
from ingest.wording import numbers, words
from language.reading import alternatives, one_of, unspaced
from language.sentences import spans
from vectorstore.model import Article

Likeness = Literal["copy", "fuller"]

# A shortened copy has at least this share of the longer one's words.
_SHORTEST = 0.4
# Wire stories are run within days; the same words a month later are another day's.
_APART = timedelta(days=7)
# Two sentences with at least this share of their words in common are one sentence, changed.
_ONE_SENTENCE = 0.5
_LONGEST_CREDIT = 40
_LONGEST_HEADLINE = 20
# How many sentences from either end a credit may stand.
_EDGE = 3

# What a desk's style adds or leaves out without saying anything else.
_NEUTRAL = frozenset(("the", "a", "an", "that", "said", "says", "told", "reporters",
    "reuters", "ap", "afp", "dpa", "upi", "yonhap", "xinhua", "efe", "ansa"))  # fmt: skip
_DATELINE = re.compile(
    r"^\s*(?:[^\W\d_][\w.'’ -]{1,40}(?:,\s*[\w.'’ -]{1,40}){0,3}\s*)?"
    r"(?:\([^()\n]{2,40}\)|\[[^\[\]\n]{2,40}\])?\s*[—–-]{1,2}\s+(?=\S)"
    rf"|^\s*[(（【\[][^()（）【】\n]{{0,24}}(?:=|{unspaced(lambda one: one.pages.agencies).pattern})"
    r"[^()（）【】\n]{0,24}[)）】\]]\s*"
)
_CREDIT = re.compile(rf"©|{alternatives(lambda one: one.pages.credits, words=False)}", re.I)
_CORRECTS = one_of(lambda one: one.corrections.notices, lambda one: one.corrections.slips)


def likeness(given: Article, held: Article) -> Likeness | None:
    """What an article is to one that the library has.

    "copy": `held` has all that it says. "fuller": it has all that `held` says and was not written later, so that
    `held` is a copy of it, shortened. None: another story, or a later version of the same.
    """
    if _apart(given, held):
        return None
    one, other = _Wording.of(given), _Wording.of(held)
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if len(shorter) < FEWEST_WORDS or len(shorter) < _SHORTEST * len(longer):
        return None
    left = _left_of(shorter, longer)
    if left is None or _corrects_alone(shorter, longer):
        return None
    if shorter is one or left == 0:
        # A shorter text from before may be what was known then.
        return None if left and _is_before(given, held) else "copy"
    return None if _is_before(held, given) else "fuller"


def _apart(one: Article, other: Article) -> bool:
    return bool(one.published and other.published and abs(one.published - other.published) > _APART)


def _is_before(one: Article, other: Article) -> bool:
    if one.published is None or other.published is None:
        return False
    if one.published_is_day or other.published_is_day:
        return one.published.date() < other.published.date()
    return one.published < other.published


@dataclass(frozen=True, slots=True)
class _Wording:
    """An article's sentences, with the words by which they are compared."""

    title: str
    text: str
    sentences: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, article: Article) -> _Wording:
        sentences: list[str] = []
        for line in article.text.split("\n"):
            body = _DATELINE.sub("", line) if not sentences else line
            parts = (body[start:end] for start, end in spans(body, article.language or "en"))
            sentences += [part for part in parts if words(part)]
        return cls(article.title or "", article.text, tuple(sentences), tuple(tuple(words(one)) for one in sentences))

    def __len__(self) -> int:
        return sum(map(len, self.words))

    def is_extra(self, at: int, *, beside: _Wording) -> bool:
        """Whether a sentence that the other lacks is a desk's own: a credit, or a headline at the top of the text."""
        sentence, count = self.sentences[at], len(self.words[at])
        at_the_edge = at < _EDGE or at >= len(self.sentences) - _EDGE
        if at_the_edge and count <= _LONGEST_CREDIT and _CREDIT.search(sentence):
            return True
        is_headline = at == 0 and count <= _LONGEST_HEADLINE and not re.search(r"[.!?。！？…]\W*$", sentence)
        return is_headline and numbers(sentence) <= numbers(f"{beside.title}\n{beside.text}")


def _left_of(shorter: _Wording, longer: _Wording) -> int | None:
    """How many sentences of the longer are not in the shorter; None where the shorter says anything else."""
    if not _numbers_agree(shorter, longer):
        return None
    at: dict[tuple[str, ...], list[int]] = {}
    for number, sentence in enumerate(longer.words):
        at.setdefault(sentence, []).append(number)
    used: set[int] = set()
    for number, sentence in enumerate(shorter.words):
        same = next((one for one in at.get(sentence, ()) if one not in used), None)
        if same is None:
            same = _changed(sentence, longer, used)
            if same is None:
                if shorter.is_extra(number, beside=longer):
                    continue
                return None
            if not _says_the_same(sentence, longer.words[same]):
                return None
        used.add(same)
    if sum(len(longer.words[one]) for one in used) < FEWEST_WORDS // 2:
        return None
    rest = (one for one in range(len(longer.words)) if one not in used)
    return sum(1 for one in rest if not longer.is_extra(one, beside=shorter))


def _numbers_agree(one: _Wording, other: _Wording) -> bool:
    """Whether each headline's numbers stand in the other article."""
    return numbers(one.title) <= numbers(f"{other.title}\n{other.text}") and numbers(other.title) <= numbers(
        f"{one.title}\n{one.text}"
    )


def _changed(sentence: Sequence[str], other: _Wording, used: set[int]) -> int | None:
    """The sentence of the other that this one is, with changes."""
    counts = Counter(sentence)
    best, share = None, _ONE_SENTENCE
    for number, candidate in enumerate(other.words):
        if number in used:
            continue
        common = 2 * sum((counts & Counter(candidate)).values()) / (len(sentence) + len(candidate))
        if common >= share:
            best, share = number, common
    return best


def _says_the_same(one: Sequence[str], other: Sequence[str]) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind != "equal" and not _NEUTRAL.issuperset((*one[start:end], *other[other_start:other_end])):
            return False
    return True


def _corrects_alone(one: _Wording, other: _Wording) -> bool:
    """Whether only one of them says that it corrects something."""
    return bool(_CORRECTS.search(f"{one.title}\n{one.text}")) != bool(_CORRECTS.search(f"{other.title}\n{other.text}"))
