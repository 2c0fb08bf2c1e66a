"""Lines that say who wrote a text and when: "By Anna Smith, 12 January 2024", "Von Ida Moos | 3. März 2024"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest import fields
from ingest.dates import WRITTEN, parse_date
from ingest.drafts import Published
from language.reading import alternatives, one_of

_BY = re.compile(
    rf"(?:{alternatives(lambda one: one.bylines.written, words=False)}\s*[:：]?\s*)?"
    rf"\b{alternatives(lambda one: one.bylines.by, words=False)}\b\s*[:：/|]?\s*(.{{2,80}})",
    re.I,
)
# In Korea and in Chinese the word stands behind the name.
_BEHIND = re.compile(
    rf"(.{{2,20}}?)\s*{alternatives(lambda one: one.bylines.behind, words=False)}(?:\s*[\w.+-]+@[\w.-]+)?"
)
_LABEL = one_of(lambda one: one.bylines.label, words=False)
# What may stand between a name and a day.
_FILL = re.compile(rf"[\s,;|·•–—-]*\b{alternatives(lambda one: one.bylines.fill, words=False)}\s*$", re.I)
_TIME = (
    rf"(?:[\s,]*{alternatives(lambda one: one.bylines.at, words=False)}?\s*\d{{1,2}}[:.h]\d{{2}}(?::\d{{2}})?"
    r"(?:\s*(?:[ap]\.?m\.?|Uhr|Z|GMT|UTC|[+-]\d{2}:?\d{2}))?)?"
)
_NUMBERED = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:\d{2}|\d{4})(?!\d)")
_WHEN = re.compile(rf"(?:{WRITTEN.pattern}){_TIME}", re.I)
_WHEN_NUMBERED = re.compile(rf"(?:{_NUMBERED.pattern}){_TIME}", re.I)
_MARKS = " \t,;|·•–—:：/()[]（）-"
_LONGEST = 160
# Words that may stand behind a day: a place, a section. More are a sentence's.
_FEW_WORDS = 4
# A name begins with a capital, or is of a script that has none.
_NAME = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """What a line says: its authors, its day, or both. `unsure_date` is a day in numbers that may be two days."""

    authors: tuple[str, ...] = ()
    published: Published | None = None
    unsure_date: str | None = None


def byline_of(line: str, *, language: str | None, text: str) -> Byline | None:
    """What a line says of a text's author and day, where it says nothing else; `language` and `text` as in
    `parse_date`."""
    if len(line) > _LONGEST:
        return None
    found = [*_WHEN.finditer(line)] or [*_WHEN_NUMBERED.finditer(line)]
    if len(found) > 1:
        return None
    when = found[0][0] if found else ""
    published = _published(when, language, text)
    numbers = None if published else _NUMBERED.match(when)
    unsure = fields.unsure_date(numbers[0]) if numbers else None
    if when and published is None and unsure is None:
        return None
    before, after = (line[: found[0].start()], line[found[0].end() :]) if found else (line, "")
    before = _LABEL.sub("", _FILL.sub("", before), count=1) if when and _LABEL.match(before) else _FILL.sub("", before)
    parts = [part for part in (before.strip(_MARKS), after.strip(_MARKS)) if part]
    rest = " | ".join(parts)
    if when and (not rest or _LABEL.fullmatch(rest)):
        return Byline(published=published, unsure_date=unsure)
    if any(len(part.split()) > _FEW_WORDS for part in parts[1:]):
        return None
    authors = _authors(rest)
    return Byline(authors=authors, published=published, unsure_date=unsure) if authors else None


def looks_like_one(line: str) -> bool:
    """Whether a short line seems to say when a text came out, in whatever form."""
    return len(line) <= _LONGEST // 2 and bool(_WHEN.search(line) or _NUMBERED.search(line))


def _published(when: str, language: str | None, text: str) -> Published | None:
    """The moment where the whole can be read, else the day."""
    day = WRITTEN.search(when)
    for written in (when, day[0] if day else ""):
        if found := parse_date(written, language=language, text=text):
            return Published(moment=found[0], is_day=found[1], how="text")
    return None


def _authors(rest: str) -> tuple[str, ...]:
    found = _BY.fullmatch(rest) or _BEHIND.fullmatch(rest)
    if not found:
        return ()
    named = re.sub(r"\s+[|·•–—]\s+.*$", "", found[1]).strip(_MARKS)
    first = _NAME.search(named)
    if not first or first[0].islower() or re.search(r"\d", named):
        return ()
    # A small word is no name but a verb: "Par Anne Roy, publié le".
    people = tuple(one for one in fields.people(named, []) if " " in one or not one[0].islower())
    # "By Anna Smith, Oslo": a place, where others have two names.
    whole = [one for one in people if " " in one or not one.isascii()]
    return tuple(whole) if whole else people
