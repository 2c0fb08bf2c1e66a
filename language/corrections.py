"""Articles that correct: how they say so, and which of their values are the wrong ones that they repeat."""

from __future__ import annotations

import re

from language.reading import alternatives, one_of

_CORRECTS = one_of(lambda one: one.corrections.notices)
# A value after one of these, within its clause, is what was wrong.
_WRONG_AHEAD = one_of(lambda one: one.corrections.wrong_after)
# And one before these.
_WRONG_BEHIND = one_of(lambda one: one.corrections.wrong_before)
_QUOTED = re.compile(r"[\"“„«‘《「]([^\"”“»’》」]+)[\"”“»’》」]")
_NEXT_CLAUSE = re.compile(rf"[,;:，；：、]|{alternatives(lambda one: one.corrections.instead)}")
_CONTRAST = re.compile(alternatives(lambda one: one.corrections.contrasts, words=False))


def says_it_corrects(*, title: str | None, text: str) -> bool:
    """Whether an article says that it corrects another, or an earlier version of itself."""
    return bool(_CORRECTS.search(f"{title or ''}\n{text}"))


def is_retracted(sentence: str, start: int, end: int) -> bool:
    """Whether a correction gives the value at `sentence[start:end]` as the one that was wrong.

    "The article gave the number as 60", "16 and not 60", "an earlier version said 300".
    Meaningful only for articles that correct.
    """
    if _CORRECTS.search(sentence) and any(
        quoted.start() < start and end < quoted.end() for quoted in _QUOTED.finditer(sentence)
    ):
        return True  # the headline or the words of the article that is corrected
    before = sentence[:start]
    for match in _WRONG_AHEAD.finditer(before):
        if not _NEXT_CLAUSE.search(before[match.end() :]):
            return True
    after = re.split(r"[,;，；]|\bbut\b", sentence[end:], maxsplit=1)[0]
    return bool(_WRONG_BEHIND.search(after))


def sets_right(sentence: str) -> bool:
    """Whether a sentence sets one value against another ("38,000, not 48,000"), whatever it calls itself."""
    return bool(_CONTRAST.search(sentence))
