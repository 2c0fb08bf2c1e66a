"""Finding the expressions of time in a question, by the tables of the packs.

`spots` gives them in order, `without_time` is what is left of a question. What days they mean is arithmetic, and is
done by whoever knows when the question was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeGuard, get_args

from language.calendar import months, weekdays
from language.detection import told_language
from language.pack import FALLBACK, Pack, packs
from language.timetables import Times

Kind = Literal[
    "today", "yesterday", "two days ago", "this week", "last week", "weekend", "this month", "last month", "this year",
    "last year", "this quarter", "last quarter", "past", "past days", "ago", "days ago", "date", "figures", "slashes",
    "range", "year", "years", "quarter", "half", "season", "week of month", "day of month", "weekday", "last weekday",
    "recent", "current", "newest", "future",
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(Kind))
Side = Literal["in", "since", "until", "before"]
Third = Literal["early", "mid", "late"]

YEAR = r"(?:19|20)\d\d"
# Kinds that no capital letter makes a name. "USA Today" and "the song Yesterday" are names.
_NEVER_NAMES = frozenset({"date", "figures", "range", "year", "years", "quarter", "half", "season", "week of month",
    "day of month", "weekday", "last weekday"})  # fmt: skip
_COMPARED = frozenset({"ago", "days ago", "last year", "last month", "last week", "last quarter", "yesterday"})
_IN_THIRDS = frozenset({"date", "figures", "year", "this week", "last week", "this month", "last month", "this year",
    "last year", "this quarter", "last quarter", "quarter", "season"})  # fmt: skip
_INNER = ("month", "m", "y", "d", "weekday", "nth", "q", "season")
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|『[^』]*』|《[^》]*》|\"[^\"]*\"")
_MOST_QUOTED = 0.7
_NUMERIC: tuple[tuple[Kind, str], ...] = (
    ("figures", r"(?<![\d/-])(?P<y>(?:19|20)\d\d)(?P<mark>[-/])(?P<m>\d\d?)(?P=mark)(?P<d>\d\d?)(?![\d/-])"),
    ("slashes", r"(?<![\d/])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<y>(?:19|20)?\d\d)(?![\d/])"),
    ("slashes", r"(?<![\d-])(?P<first>\d{1,2})-(?P<second>\d{1,2})-(?P<y>(?:19|20)\d\d)(?![\d-])"),
)
_SCRIPTS = {
    "ko": re.compile("[가-힣]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ja": re.compile("[\u3040-\u30ff\u4e00-\u9fff]"),
}
_KANA = re.compile("[\u3040-\u30ff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An expression of time: what kind, where, and the words and figures in it.

    `start` and `end` are those of the expression itself, `first` and `beyond` those of all that belongs to it: "since
    early March". `third` is the part of it that is meant.
    """

    kind: Kind
    code: str
    times: Times
    start: int
    end: int
    first: int
    beyond: int
    text: str
    groups: dict[str, str]
    side: Side = "in"
    third: Third | None = None

    @property
    def amount(self) -> int:
        """How many units; one where no number is said."""
        word = self.groups.get("n", "1").casefold()
        return int(word) if word.isdecimal() else self.times.numbers[word]

    @property
    def unit(self) -> str:
        return self.times.units.get(self.groups.get("unit", "").casefold(), "day")

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return _weekdays(self.code)[self.groups["weekday"].casefold()]

    @property
    def season(self) -> str:
        return self.times.seasons[self.groups["season"].casefold()]

    @property
    def month(self) -> int | None:
        """The month, by name or figure."""
        if "month" in self.groups:
            return _months(self.code).get(self.groups["month"].casefold().rstrip("."))
        return self.figure("m")

    @property
    def nth(self) -> int | None:
        """Which quarter, half or week; -1 is the last."""
        for name, number in (("q1", 1), ("q2", 2)):
            if name in self.groups:
                return number
        if "nth" in self.groups:
            return self.times.nths[self.groups["nth"].casefold()]
        return self.figure("q")

    def figure(self, name: str) -> int | None:
        """A number that is written in figures (or as a Chinese numeral)."""
        text = self.groups.get(name)
        if text is None:
            return None
        return int(text) if text.isdecimal() else self.times.numbers.get(text)


def spots(question: str) -> list[Spot]:
    """The expressions of time in a question, in order; the longest where several overlap."""
    held: list[Spot] = []
    for spot in sorted(_all(question), key=lambda s: (s.start - s.end, s.start)):
        if all(spot.end <= other.start or spot.start >= other.end for other in held):
            held.append(spot)
    return sorted(held, key=lambda s: s.start)


def without_time(question: str) -> str:
    """The question without its expressions of time."""
    for spot in reversed(spots(question)):
        question = f"{question[: spot.first]} {question[spot.beyond :]}"
    return question


def event_since(question: str, found: list[Spot]) -> tuple[str, str] | None:
    """The event after "since" and its language's code, unless a date that was found stands there."""
    for pack in _spoken(question):
        for match in _compiled(pack.times.event).finditer(question):
            name = "event" if match["event"] else "event2"
            start, end = match.span(name)
            if any(spot.start < end and start < spot.end for spot in found):
                continue
            event = _without_topic(match[name].strip(), pack.code)
            if event:
                return event, pack.code
    return None


def lies_ahead(question: str) -> bool:
    """Whether a question asks about what is to come."""
    return any(_compiled(pack.times.ahead).search(question) for pack in _spoken(question))


def _spoken(question: str) -> list[Pack]:
    """The packs by which a question is read: its own language's and English's; all of its script where none is told."""
    told = told_language(question)
    kana = "ja" if _KANA.search(question) else "zh"  # characters alone are Chinese
    spoken = []
    for pack in packs():
        script = _SCRIPTS.get(pack.code)
        if script:
            if script.search(question) and pack.code in ("ko", kana):
                spoken.append(pack)
        elif pack.code in (FALLBACK, told) or told not in _spaced():
            spoken.append(pack)
    return spoken


@cache
def _spaced() -> frozenset[str]:
    return frozenset(pack.code for pack in packs() if pack.times.spaced)


def _all(question: str) -> Iterator[Spot]:
    shouted = question.isupper()
    quoted = [] if shouted else [m.span() for m in _QUOTED.finditer(question)]
    quoted = [(start, end) for start, end in quoted if end - start < _MOST_QUOTED * len(question)]
    for pack in _spoken(question):
        for kind, pattern in pack.times.patterns:
            assert _is_kind(kind)
            for match in _filled(pack.code, pattern).finditer(question):
                start, end = match.span()
                if any(start < last and first < end for first, last in quoted):
                    continue
                if not shouted and _is_a_name(question, start, end, kind, pack.code):
                    continue
                if kind in _COMPARED and _is_compared(question, start, end, pack.times):
                    continue
                yield _spot(question, match, kind, pack)
    yield from _numeric(question)


def _is_kind(kind: str) -> TypeGuard[Kind]:
    return kind in KINDS


def _spot(question: str, match: re.Match[str], kind: Kind, pack: Pack) -> Spot:
    """The spot of a match, with what stands around it: "since", "until", "before", "early", "mid" and "late" may also
    be part of the expression's own pattern."""
    groups: dict[str, str] = {}
    for name, value in match.groupdict().items():
        if value:
            groups.setdefault(name.split("_")[0], value)
    inner = (match.start(name) for name, value in match.groupdict().items() if value and name.split("_")[0] in _INNER)
    surroundings = _Around(question, match.start(), min(inner, default=match.start()), match.end())
    third = surroundings.third(pack.times) if kind in _IN_THIRDS and "d" not in groups else None
    side = "in" if kind in ("range", "years") else surroundings.side(pack.times)
    return Spot(
        kind=kind,
        code=pack.code,
        times=pack.times,
        start=match.start(),
        end=match.end(),
        first=surroundings.first,
        beyond=surroundings.end,
        text=question[surroundings.first : surroundings.end].strip(" .") if third else match[0].strip(" ."),
        groups=groups,
        side=side,
        third=third,
    )


@dataclass(slots=True)
class _Around:
    """What stands around an expression, which grows by what is found to belong to it: from `start`, or from `inner`,
    where its own words of time begin, backwards, and from `end` on."""

    question: str
    start: int
    inner: int
    end: int

    @property
    def first(self) -> int:
        return min(self.start, self.inner)

    def third(self, times: Times) -> Third | None:
        tables: tuple[tuple[Third, str, str], ...] = (
            ("early", times.early_before, times.early_after),
            ("mid", times.mid_before, times.mid_after),
            ("late", times.late_before, times.late_after),
        )
        return next((third for third, before, after in tables if self._take(before, after)), None)

    def side(self, times: Times) -> Side:
        tables: tuple[tuple[Side, str, str], ...] = (
            ("since", times.since_before, times.since_after),
            ("until", times.until_before, times.until_after),
            ("before", times.before_before, times.before_after),
        )
        return next((side for side, before, after in tables if self._take(before, after)), "in")

    def _take(self, before: str, after: str) -> bool:
        for at in (self.start, self.inner):
            found = _compiled(before).search(self.question[:at])
            if found:
                self.start, self.inner = min(self.start, found.start()), found.start()
                return True
        behind = _compiled(after).match(self.question[self.end :])
        self.end += behind.end() if behind else 0
        return behind is not None


def _numeric(question: str) -> Iterator[Spot]:
    """2024-01-30 and 1/30/2024."""
    english = next(pack for pack in packs() if pack.code == FALLBACK)
    for kind, pattern in _NUMERIC:
        for match in _compiled(pattern).finditer(question):
            yield _spot(question, match, kind, english)


def _is_a_name(question: str, start: int, end: int, kind: Kind, code: str) -> bool:
    """Whether capital letters tell that the words are a name, or part of one."""
    if kind == "weekday":  # "Black Friday", "Sheffield Wednesday": a capital stands before the day, inside the sentence
        return code != "de" and re.search(r"\w[^.?!:…\w]*\s[A-Z]\w*\s$", question[:start]) is not None
    words = question[start:end]
    if kind in _NEVER_NAMES or not words[0].isascii() or not words[0].isalpha():
        return False
    opens = not re.search(r"\w[^.?!:…\w]*$", question[:start])
    if opens:  # at the head of a sentence a second capital tells: "This Week in Science"
        return code != "de" and len(words.split()) > 1 and all(word[0].isupper() for word in words.split())
    return words[0].isupper()


def _is_compared(question: str, start: int, end: int, times: Times) -> bool:
    """Whether something is measured against the time: "more than a year ago"."""
    before, after = _compiled(times.compared_before), _compiled(times.compared_after)
    return bool(before.search(question[:start]) or after.search(question[end:]))


def _without_topic(event: str, code: str) -> str:
    """The event alone: Korean puts the topic before it, with its particle; German the verb's end after it."""
    if code == "ko":
        words = event.split()
        last = max((at for at, word in enumerate(words[:-1]) if word[-1] in "은는"), default=-1)
        return " ".join(words[last + 1 :])
    if code == "de":
        return re.sub(r"(?: [a-zäöüß]+)+$", "", event) if re.search(r"[A-ZÄÖÜ]", event) else event
    return event


@cache
def _months(code: str, *, short: bool = True) -> dict[str, int]:
    times = _times(code)
    found = months(code, short=short) if times.spaced else {}
    return {name: number for name, number in found.items() if name not in times.not_months} | dict(times.months)


@cache
def _weekdays(code: str) -> dict[str, int]:
    times = _times(code)
    return (weekdays(code) if code not in ("zh", "ja") else {}) | dict(times.weekdays)


def _times(code: str) -> Times:
    return next(pack.times for pack in packs() if pack.code == code)


@cache
def _filled(code: str, pattern: str) -> re.Pattern[str]:
    """A pattern with the language's words in place of {n}, {unit}, {month} …, each group under a name of its own."""
    times = _times(code)
    border = r"(?!\w)" if times.spaced else ""
    dot = r"\.?(?!\w)" if times.spaced else ""
    placeholders = {
        "n": rf"(?P<n>\d{{1,3}}|{_either(times.numbers)}){border}",
        "nth": rf"(?P<nth>{_either(times.nths)}){border}",
        "unit": rf"(?P<unit>{_either(times.units)}){border}",
        "season": rf"(?P<season>{_either(times.seasons)}){border}",
        "month": rf"(?P<month>{_either(_months(code))}){dot}",
        "Month": rf"(?P<month>{_either(_months(code, short=False))}){border}",
        "weekday": rf"(?P<weekday>{_either(_weekdays(code))}){border}",
        "y": rf"(?P<y>{YEAR})",
        "y2": rf"(?P<y2>{YEAR})",
        "year": YEAR,
        **times.pieces,
    }
    while found := re.search(r"\{([A-Za-z]\w*)\}", pattern):
        pattern = pattern.replace(found[0], placeholders[found[1]])
    count = 0

    def numbered(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"(?P<{match[1]}_{count}>"

    return _compiled(re.sub(r"\(\?P<(\w+)>", numbered, pattern))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
