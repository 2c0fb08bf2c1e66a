"""The words of an excerpt found in a text, in order and in one place, however either of them is typeset.

Letter case, typographic quotes and dashes, spacing and compatibility characters don't count; Chinese, Japanese and
Korean are compared character by character.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from language.words import CJK

ANCHORS = 3  # places of a text that are aligned
SPELLED_ALIKE = 0.6  # of two words at the end of an excerpt and of its place: "adviser" and "advisor"
SLACK = 8  # words that may have come or gone before a place
# Characters inside words that are not seen: soft hyphen, zero-width space and joiners, byte order mark.
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_TOKEN = re.compile(rf"[{CJK}]|[^\W_{CJK}](?:[^\W_{CJK}]|[{_UNSEEN}]|['’ʼ＇](?=[^\W_])|[\u0300-\u036f])*")
_DROPPED = re.compile(rf"[{_UNSEEN}'’ʼ＇]")
_GAP = re.compile(r"[\[(]?\s*(?:…|\.\s?\.\s?\.)\s*[\])]?")


@dataclass(frozen=True, slots=True)
class Word:
    """`plain` is what is compared, `text[start:end]` what is written."""

    plain: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text as they are compared, and where each stands."""
    return [Word(_plain(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _plain(word: str) -> str:
    if word.isascii() and "'" not in word:
        return word.lower()
    return _DROPPED.sub("", unicodedata.normalize("NFKC", word)).casefold()


def parts_of(excerpt: str) -> list[list[Word]]:
    """The excerpt's words, parted where an ellipsis says that something was left out."""
    borders = [0, *(at for gap in _GAP.finditer(excerpt) for at in gap.span()), len(excerpt)]
    parts = []
    for start, end in zip(borders[::2], borders[1::2], strict=True):
        parts.append([Word(w.plain, w.start + start, w.end + start) for w in words_of(excerpt[start:end])])
    return [part for part in parts if part]


@dataclass(frozen=True, slots=True)
class Place:
    """Words `first` to before `last` of the article, against one part of the excerpt.

    `length` is how many words the longer of the two has.
    """

    first: int
    last: int
    matched: int
    length: int
    changes: tuple[tuple[int, int, int, int], ...]  # excerpt's words from, to; article's words from, to


def placed(parts: Sequence[Sequence[Word]], words: Sequence[Word]) -> list[Place | None]:
    """For each part of an excerpt the place of a text that holds most of its words in order; None where none does."""
    plain = [word.plain for word in words]
    where: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(plain):
        where[word].append(at)
    return [_place([word.plain for word in part], plain, where) for part in parts]


def _place(part: list[str], plain: list[str], where: dict[str, list[int]]) -> Place | None:
    """The place of the article that holds most of a part's words in order."""
    best: Place | None = None
    for offset in _offsets(part, where):
        first = max(0, offset - SLACK)
        place = _aligned(part, plain, first, min(len(plain), offset + len(part) + SLACK))
        if place and (best is None or place.matched * best.length > best.matched * place.length):
            best = place
        if best and best.matched == best.length:
            break
    return best


def _offsets(part: list[str], where: dict[str, list[int]]) -> list[int]:
    """Where in the article the part may begin, likeliest first: its words vote, rare ones with more weight."""
    votes: dict[int, float] = defaultdict(float)
    for at, word in enumerate(part):
        places = where.get(word, ())
        for place in places:
            votes[place - at] += 1 / len(places)
    # A word that came or went moves what follows by one: neighbours are counted together.
    near = {offset: sum(votes.get(offset + step, 0.0) for step in range(-2, 3)) for offset in votes}
    chosen: list[int] = []
    for offset in sorted(near, key=lambda offset: (-near[offset], -votes[offset], offset)):
        if all(abs(offset - other) > SLACK // 2 for other in chosen):
            chosen.append(offset)
            if len(chosen) == ANCHORS:
                break
    return chosen


def _aligned(part: list[str], plain: list[str], first: int, last: int) -> Place | None:
    matcher = SequenceMatcher(None, part, plain[first:last], autojunk=False)
    blocks = _together(
        [(block.a, first + block.b, block.size) for block in matcher.get_matching_blocks() if block.size]
    )
    if not blocks:
        return None
    begin, end = blocks[0][1], blocks[-1][1] + blocks[-1][2]
    # Words changed at either end have their counterparts just outside: "adviser" at the end of an excerpt.
    begin -= _alike(part[: blocks[0][0]][::-1], plain[max(0, begin - blocks[0][0]) : begin][::-1])
    rest = part[blocks[-1][0] + blocks[-1][2] :]
    end += _alike(rest, plain[end : end + len(rest)])
    changes = []
    a, b = 0, begin
    for next_a, next_b, size in [*blocks, (len(part), end, 0)]:
        if next_a > a or next_b > b:
            changes.append((a, next_a, b, next_b))
        a, b = next_a + size, next_b + size
    matched = sum(size for _, _, size in blocks)
    return Place(begin, end, matched, max(len(part), end - begin), tuple(changes))


def _together(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without the words at either end that stretch the place in the article by more than they match."""
    while len(blocks) > 1 and _stretch(*blocks[:2]) > blocks[0][2]:
        blocks = blocks[1:]
    while len(blocks) > 1 and _stretch(*blocks[-2:]) > blocks[-1][2]:
        blocks = blocks[:-1]
    return blocks


def _stretch(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    """By how many words two blocks are further apart in the article than in the excerpt."""
    return (other[1] - one[1]) - (other[0] - one[0])


def _alike(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """How many words, from the first on, are spelled much like the other side's."""
    pairs = zip(mine, theirs, strict=False)
    return sum(1 for _ in takewhile(lambda pair: SequenceMatcher(None, *pair).ratio() >= SPELLED_ALIKE, pairs))
