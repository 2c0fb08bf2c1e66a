"""Finding the expressions of time in a question, by the patterns of `words`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from bot.answering.timing.words import LANGUAGES, Words

Kind = Literal[
    "today", "yesterday", "two days ago", "this week", "last week", "weekend", "this month", "last month", "this year",
    "last year", "past", "past days", "ago", "days ago", "date", "figures", "year", "years", "day of month", "weekday",
    "last weekday", "recent", "current", "newest", "future",
]  # fmt: skip
Side = Literal["in", "since", "until", "before"]

# Kinds that a name can hold: "USA Today", "the song Yesterday". Capital letters tell.
_IN_NAMES = frozenset(get_args(Kind)) - {"date", "figures", "year", "years", "day of month", "weekday", "last weekday"}
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|『[^』]*』|《[^》]*》|\"[^\"]*\"")
_SHARED = (
    ("date", r"(?<![\d-])(?P<date>(?:19|20)\d\d-\d\d-\d\d)(?![\d-])"),
    ("slashes", r"(?<![\d/])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<y>(?:19|20)\d\d)(?![\d/])"),
)
_MOST_QUOTED = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An expression of time: what kind, where, and the words and figures in it."""

    kind: Kind
    language: Words
    start: int
    end: int
    text: str
    groups: dict[str, str]
    side: Side = "in"

    @property
    def amount(self) -> int:
        """How many units; one where no number is said."""
        word = self.groups.get("n", "1").casefold()
        return int(word) if word.isdecimal() else self.language.numbers[word]

    @property
    def unit(self) -> str:
        return self.language.units[self.groups["unit"].casefold()]

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return self.language.weekdays[self.groups["weekday"].casefold()]

    def figure(self, name: str) -> int | None:
        """A year, month or day that is written as a figure (or a Chinese numeral)."""
        text = self.groups.get(name)
        if text is None:
            return None
        return int(text) if text.isdecimal() else self.language.months.get(text)


def spots(question: str) -> list[Spot]:
    """The expressions of time in a question, in order; the longest where several overlap."""
    held: list[Spot] = []
    for spot in sorted(_all(question), key=lambda s: (s.start - s.end, s.start)):
        if all(spot.end <= other.start or spot.start >= other.end for other in held):
            held.append(spot)
    return sorted(held, key=lambda s: s.start)


def event_since(question: str, found: list[Spot]) -> tuple[str, str] | None:
    """The event after "since" and its language's code, unless a date that was found stands there."""
    for language in LANGUAGES:
        for match in _compiled(language.event).finditer(question):
            name = "event" if match["event"] else "event2"
            start, end = match.span(name)
            if any(spot.start < end and start < spot.end for spot in found):
                continue
            event = _without_topic(match[name].strip(), language)
            if event:
                return event, language.code
    return None


def _all(question: str) -> Iterator[Spot]:
    shouted = question.isupper()
    quoted = [] if shouted else [m.span() for m in _QUOTED.finditer(question)]
    quoted = [(start, end) for start, end in quoted if end - start < _MOST_QUOTED * len(question)]
    for language in LANGUAGES:
        for kind, pattern in language.patterns:
            for match in _filled(language.code, pattern).finditer(question):
                start, end = match.span()
                if any(start < last and first < end for first, last in quoted):
                    continue
                named = _is_named if kind in _IN_NAMES else _ends_a_name if kind == "weekday" else None
                if named and not shouted and named(question, start, end):
                    continue
                if language.compared_before and _compared(question, start, end, language, kind):
                    continue
                groups = {name.split("_")[0]: value for name, value in match.groupdict().items() if value}
                side = _side(question, match, language)
                yield Spot(
                    kind=cast(Kind, kind),
                    language=language,
                    start=start,
                    end=end,
                    text=match[0].strip(),
                    groups=groups,
                    side=side,
                )
    yield from _numeric(question)


def _numeric(question: str) -> Iterator[Spot]:
    """2024-01-30, and 1/30/2024 where day and month can't be taken for each other."""
    english = LANGUAGES[0]
    for kind, pattern in _SHARED:
        for match in _compiled(pattern).finditer(question):
            groups = match.groupdict()
            if kind == "slashes":
                first, second = int(groups["first"]), int(groups["second"])
                if first <= 12 and second <= 12 and first != second:
                    continue
                month, day = (second, first) if first > 12 else (first, second)
                groups = {"y": groups["y"], "m": str(month), "d": str(day)}
            yield Spot(
                kind="date" if kind == "date" else "figures", language=english, start=match.start(), end=match.end(),
                text=match[0], groups=groups, side=_side(question, match, english),
            )  # fmt: skip


def _is_named(question: str, start: int, end: int) -> bool:
    """Whether a capital letter inside the sentence tells that the words are a name, or part of one."""
    words = question[start:end]
    if not words[0].isascii() or not words[0].isalpha():
        return False
    opens = not re.search(r"\w[^.?!:…\w]*$", question[:start])
    if opens:  # at the head of a sentence a second capital tells: "This Week in Science"
        return len(words.split()) > 1 and all(word[0].isupper() for word in words.split())
    return words[0].isupper()


def _ends_a_name(question: str, start: int, end: int) -> bool:
    """ "Black Friday", "Sheffield Wednesday": a capital stands before the day, inside the sentence."""
    return re.search(r"\w[^.?!:…\w]*\s[A-Z]\w*\s$", question[:start]) is not None


def _compared(question: str, start: int, end: int, language: Words, kind: str) -> bool:
    if kind not in ("ago", "days ago", "last year", "last month", "last week", "yesterday"):
        return False
    before, after = question[:start], question[end:]
    return bool(_compiled(language.compared_before).search(before) or _compiled(language.compared_after).search(after))


def _side(question: str, match: re.Match[str], language: Words) -> Side:
    """Whether "since", "until" or "before" stands at a time. It may be part of the expression's own pattern."""
    start = next((match.start(name) for name in ("date", "y", "d", "weekday") if _has(match, name)), match.start())
    before, after = question[:start], question[match.end() :]
    if _compiled(language.since_before).search(before) or _compiled(language.since_after).search(after):
        return "since"
    if _compiled(language.until_before).search(before) or _compiled(language.until_after).search(after):
        return "until"
    if _compiled(language.before_before).search(before) or _compiled(language.before_after).search(after):
        return "before"
    return "in"


def _has(match: re.Match[str], name: str) -> bool:
    return match.groupdict().get(name) is not None


def _without_topic(event: str, language: Words) -> str:
    """The event alone: Korean puts the topic before it, with its particle; German the verb's end after it."""
    if language.code == "ko":
        words = event.split()
        last = max((at for at, word in enumerate(words[:-1]) if word[-1] in "은는"), default=-1)
        return " ".join(words[last + 1 :])
    if language.code == "de":
        return re.sub(r"(?: [a-zäöüß]+)+$", "", event) if re.search(r"[A-ZÄÖÜ]", event) else event
    return event


@cache
def _filled(code: str, pattern: str) -> re.Pattern[str]:
    """A pattern with the language's words in place of {n}, {unit}, {month} and {weekday}."""
    language = next(one for one in LANGUAGES if one.code == code)
    words = {
        "n": rf"\d{{1,3}}|{_either(language.numbers)}",
        "unit": _either(language.units),
        "month": _either(language.months),
        "weekday": _either(language.weekdays),
    }
    count = 0

    def group(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        border = r"\b" if language.spaced else ""
        dot = r"\.?" if match[1] == "month" and language.spaced else ""
        return rf"(?P<{match[1]}_{count}>{words[match[1]]}){dot if dot else border}"

    return _compiled(re.sub(r"\{(n|unit|month|weekday)\}", group, pattern))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
