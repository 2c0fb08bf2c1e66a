"""Site furniture out of article text, told by its shape.

A line's shape is its length, its punctuation, what kinds of words it is made of, and where it stands: before
the first sentence, between sentences, or after the last one. Every rule says what it looks for; none
compares a line with a known one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from language.reading import alternatives, entries, unspaced

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DIGIT = re.compile(r"\d")
_SPEECH = re.compile('["“”„«»‘「『]')
_BULLET = re.compile(r"^(?:[-*•◦▪–‣·]|\(?\d{1,3}[.)]|[a-zA-Z][.)])\s+")
_ENDS = re.compile(r"[.!?…。！？؟।։။]+[\"'”’»)\]」』]*$")
_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?<!\w)[@#]\w+", re.I)
_BAR = re.compile(r"\s*[|•·»›>→/‹«]+\s*")
# A sign before a small letter ("Dateline© works …") is a trade mark's, in a sentence.
_RIGHTS = re.compile(
    rf"^\W*{alternatives(lambda one: one.pages.rights, words=False)}|^\W*[©ⓒ]|\([cC]\)\s*\d{{4}}"
    r"|[©ⓒ]\s*(?:\d{4}|(?-i:[A-ZÀ-Þ\u0400-\u042f\u4e00-\u9fff가-힣]))",
    re.I,
)
_PAGES = re.compile(r"^\D{0,12}\d{1,3}\s?(?:/|[a-zа-я]{1,3}\b|\W{0,2}[页頁]\W{0,3}共)\s?\d{1,3}\s?[页頁]?$")
_MINUTES = re.compile(
    r"^\W*(?:\w+\s?){0,3}[:：]?\s?\d{1,3}\s?-?\s?"
    rf"{alternatives(lambda one: one.pages.minutes, words=False)}\b\.?(?:\s?\w+){{0,2}}\W*$",
    re.I,
)
_STAMP_WORD = re.compile(
    rf"\b{alternatives(lambda one: one.pages.stamps, words=False)}\b|[年月日년월일]",
    re.I,
)
# Words of a site's own interface, and those that its lines are filled up with. A short line is one of the interface
# when it is made of them alone, in whatever order and number; fillers alone make none.
INTERFACE = frozenset(entries(lambda one: one.pages.interface))
FILLERS = frozenset(entries(lambda one: one.pages.fillers))
# Of scripts without spaces: what is left of a line when these are taken out tells.
UNSPACED = unspaced(lambda one: one.pages.interface)
UNSPACED_FILLERS = unspaced(lambda one: one.pages.fillers)
_LONGEST = 250
_MOMENT = re.compile(r"\d:\d\d|(?<!\d)(?:19|20)\d\d(?!\d)|\d\s?[月日월일]")
_SHORT_WORDS = 12
_HEADING_WORDS = 5
_TAIL_HEADINGS = 3
_REPEATED = 3


class Place(Enum):
    """Where a line stands: `HEAD` before the first sentence, `BODY` among them, `TAIL` after the last."""

    HEAD = 1
    BODY = 2
    TAIL = 3


def clean(text: str) -> str:
    """The text without furniture: lines trimmed, at most one empty line between two.

    A dateline on a line of its own ("BEIJING (Reuters) —") joins the paragraph that it belongs to.
    """
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(_joined_datelines(_squeezed(lines, without_furniture(lines)))).strip()


def without_furniture(lines: Sequence[str]) -> list[bool]:
    """For each line whether it is kept. Empty lines are."""
    keep = [True] * len(lines)
    full = [number for number, line in enumerate(lines) if line]
    prose = [number for number in full if is_prose(lines[number])]
    sentences = {lines[number] for number in prose}
    counts = Counter(lines[number] for number in full if _repeats(lines[number]))
    for at, number in enumerate(full):
        line = lines[number]
        before = lines[full[at - 1]] if at else ""
        after = lines[full[at + 1]] if at + 1 < len(full) else ""
        place = Place.BODY
        if prose:
            place = Place.HEAD if number < prose[0] else Place.TAIL if number > prose[-1] else Place.BODY
        keep[number] = not (
            is_furniture(line, place=place, before=before, after=after)
            or (counts[line] >= _REPEATED and before in sentences and after in sentences)
        )
    if prose:
        _drop_tail(lines, [number for number in full if number > prose[-1]], keep)
    return keep


def is_prose(line: str) -> bool:
    """A sentence, or a line long enough to be one."""
    if not _LETTER.search(line):
        return False
    if len(_ASIAN.findall(line[:100])) * 3 > len(line[:100]):
        return len(line) >= 40 or (bool(_ENDS.search(line)) and len(line) >= 6)
    return len(line) >= 100 or (bool(_ENDS.search(line)) and len(line.split()) >= 3)


def is_furniture(line: str, *, place: Place = Place.BODY, before: str = "", after: str = "") -> bool:
    """Whether a trimmed, non-empty line belongs to the site rather than to the article."""
    if len(line) > _LONGEST:
        return False
    return (
        not _LETTER_OR_DIGIT.search(line)  # a separator: |, * * *, ____
        or _is_interface(line)
        or _is_address(line)
        or _is_bar(line, before, after)
        or _is_pages(line)
        or _is_rights(line)
        or _is_pointer(line)
        or (place is not Place.BODY and (_is_minutes(line) or _is_stamp(line)))
    )


def _is_interface(line: str) -> bool:
    """All its words are words of an interface, or fill such lines; numbers count for nothing."""
    if len(line) > 120 or _SPEECH.search(line.rstrip(" »›>→")):
        return False
    bare = _BULLET.sub("", line).rstrip(" »›>→")
    words = [word.casefold() for word in _WORD.findall(bare)]
    if not words or len(words) > _SHORT_WORDS:
        return False
    if _ASIAN.search(bare):
        return _is_unspaced_interface(bare)
    strong = sum(word in INTERFACE for word in words)
    known = strong + sum(word in FILLERS and word not in INTERFACE for word in words)
    if known == len(words):
        # "Read it." may be a sentence of a story: a full stop asks for two words of the interface.
        return strong >= (2 if line.endswith(".") else 1)
    # "Sign up for our politics newsletter": a call to do something, with a topic in it.
    return strong >= 2 and words[0] in INTERFACE and words[-1] in INTERFACE and (len(words) - known) * 3 <= len(words)


def _is_unspaced_interface(line: str) -> bool:
    rest, strong = UNSPACED.subn("", line)
    rest = UNSPACED_FILLERS.sub("", rest)
    return strong > 0 and len(line) <= 30 and not _LETTER.search(rest) and not line.endswith("다.")


def _is_address(line: str) -> bool:
    """Addresses, handles and hashtags alone; or a short line that leads to one ("Follow us: @…")."""
    rest, found = _ADDRESS.subn(" ", line)
    if not found:
        return False
    words = [word.casefold() for word in _WORD.findall(rest)]
    if not words:
        return True
    if len(words) > _SHORT_WORDS or _SPEECH.search(line):
        return False
    leads = any(word in INTERFACE for word in words) or words[0] in ("contact", "more", "kontakt", "contacto")
    # A name with an address: whom to write to.
    return leads or (len(words) <= 4 and not _ENDS.search(line))


def _is_bar(line: str, before: str, after: str) -> bool:
    """Short words between marks, on a line of its own: a share bar, a path of sections. A table has rows."""
    parts = [part for part in _BAR.split(line.strip(" |•·»›>→/‹«")) if part]
    if len(parts) < 3 or _ENDS.search(line) or _DIGIT.search(line):
        return False
    if line.count("|") >= 2 and any(other.count("|") == line.count("|") for other in (before, after)):
        return False
    spaced = len(_BAR.findall(line)) - len(re.findall(r"(?<=\S)/(?=\S)", line)) >= 2
    return spaced and all(len(part.split()) <= 3 and len(part) <= 25 for part in parts)


def _is_pages(line: str) -> bool:
    """ "1 2 3 4 Next", "Page 2 of 5", "第2页/共5页"."""
    if _PAGES.match(line):
        return True
    tokens = line.split()
    numbers = [int(token) for token in tokens if token.isascii() and token.isdigit() and len(token) <= 3]
    others = [token for token in tokens if _LETTER.search(token)]
    rising = all(a < b for a, b in pairwise(numbers))
    known = all(other.casefold().strip("«»‹›.…") in INTERFACE | FILLERS or UNSPACED.search(other) for other in others)
    return len(numbers) >= 3 and rising and numbers[0] <= 2 and len(others) <= 3 and known


def _is_rights(line: str) -> bool:
    return bool(_RIGHTS.search(line))


def _is_pointer(line: str) -> bool:
    """ "Read more: a headline": what stands before the colon is interface, what follows is another article's."""
    head, colon, rest = line.partition(":" if ":" in line else "：")
    if not colon or not rest.strip() or (_ENDS.search(line) and not line.endswith("?")) or _DIGIT.search(head):
        return False
    if _ASIAN.search(head):
        return len(head) <= 8 and _is_unspaced_interface(head)
    words = [word.casefold() for word in _WORD.findall(head)]
    strong = sum(word in INTERFACE for word in words)
    return strong > 0 and len(words) <= 4 and all(word in INTERFACE | FILLERS for word in words)


def _is_minutes(line: str) -> bool:
    return len(line) <= 40 and not _ENDS.search(line.rstrip(".")) and bool(_MINUTES.match(line))


def _is_stamp(line: str) -> bool:
    """A date or time and nothing else."""
    if len(line) > 80 or not _MOMENT.search(line):
        return False
    return not _LETTER.search(_STAMP_WORD.sub(" ", line))


def _repeats(line: str) -> bool:
    """What may stand again and again between paragraphs; a speaker's name before a colon is no such line."""
    return len(line) <= 60 and not line.endswith((":", "：")) and not _ENDS.search(line) and not _DIGIT.search(line)


def _drop_tail(lines: Sequence[str], tail: Sequence[int], keep: list[bool]) -> None:
    """After the last sentence: a box that an interface line opens, and headings that nothing follows."""
    opened = next((at for at, number in enumerate(tail) if not keep[number] and _LETTER.search(lines[number])), None)
    if opened is not None:
        for number in tail[opened:]:
            keep[number] = False
    rest = [number for number in tail if keep[number]]
    if len(rest) <= _TAIL_HEADINGS and all(_is_heading(lines[number]) for number in rest):
        for number in rest:
            keep[number] = False


def _is_heading(line: str) -> bool:
    words = line.split()
    plain = not (_DIGIT.search(line) or _ENDS.search(line) or _SPEECH.search(line) or _BULLET.match(line))
    return plain and not re.search("[,:;，：；、]", line) and len(words) <= _HEADING_WORDS and len(line) <= 45


def _squeezed(lines: Sequence[str], keep: Sequence[bool]) -> list[str]:
    found: list[str] = []
    for line, kept in zip(lines, keep, strict=True):
        if kept and (line or (found and found[-1])):
            found.append(line)
    return found


def _joined_datelines(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    waiting = ""
    for line in lines:
        if waiting and not line:
            continue
        if _is_dateline(line) and not waiting and not any(is_prose(earlier) for earlier in found):
            waiting = line
            continue
        found.append(f"{waiting} {line}" if waiting else line)
        waiting = ""
    return [*found, waiting] if waiting else found


def _is_dateline(line: str) -> bool:
    """A place, an agency, and a dash: nothing else."""
    return len(line) <= 80 and line.endswith(("—", "–")) and 1 <= len(_WORD.findall(line)) <= 7
