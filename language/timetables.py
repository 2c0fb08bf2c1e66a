"""The words for time in one language, as a table of its pack: numbers, units, seasons and the patterns that hold them.

`language.times` reads questions by them. The names of months and weekdays are CLDR's (`language.calendar`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NEVER = r"(?!)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """One language's words for time.

    A pattern is `(kind, regular expression)`, tried without regard to case unless `(?-i:…)` says so. In it `{n}`,
    `{nth}`, `{unit}`, `{month}`, `{weekday}` and `{season}` stand for the language's words and become groups of those
    names; `{year}` is a year's four figures, and each of `pieces` stands for its own text. Further groups: `y` and `y2`
    years, `m` a month's figure, `d` and `d2` days, `q` a quarter's figure, `last` what tells that it is the one before.
    The kinds are those of `language.times.Kind`.

    `months` and `weekdays` are forms that CLDR lacks, `not_months` those of CLDR that are other words too. Ordinals
    (`nths`) count from 1; -1 is the last. `spaced`: words are parted by spaces, so that their borders mean something.
    The `…_before` patterns end where a time expression begins, `…_after` begin at its end. `early`, `mid` and `late`
    tell which third of a time is meant. `event` finds "since the summit": its group `event` is "the summit";
    `compared_…` tell that a time is only what something is measured against ("than a year ago"); `ahead` that it lies
    in the future.
    """

    patterns: tuple[tuple[str, str], ...]
    numbers: Mapping[str, int]
    units: Mapping[str, str]
    nths: Mapping[str, int]
    seasons: Mapping[str, str]
    months: Mapping[str, int] = field(default_factory=dict)
    not_months: tuple[str, ...] = ()
    weekdays: Mapping[str, int] = field(default_factory=dict)
    pieces: Mapping[str, str] = field(default_factory=dict)
    spaced: bool = True
    since_before: str = NEVER
    since_after: str = NEVER
    until_before: str = NEVER
    until_after: str = NEVER
    before_before: str = NEVER
    before_after: str = NEVER
    compared_before: str = NEVER
    compared_after: str = NEVER
    early_before: str = NEVER
    early_after: str = NEVER
    mid_before: str = NEVER
    mid_after: str = NEVER
    late_before: str = NEVER
    late_after: str = NEVER
    event: str = NEVER
    ahead: str = NEVER


def indexed(*groups: str, start: int = 1) -> dict[str, int]:
    """Each phrase of the n-th group, parted by "|", gives n."""
    return {phrase.strip(): number for number, group in enumerate(groups, start) for phrase in group.split("|")}


def named(**groups: str) -> dict[str, str]:
    """Each word of a group gives the group's name."""
    return {word: name for name, words in groups.items() for word in words.split()}
