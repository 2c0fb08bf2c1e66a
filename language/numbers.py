"""Numbers as they stand in a sentence: figures, words and mixtures of both, in the languages of the news.

"1,000", "1 000", "1.000" and "one thousand" are one value; so are "3.5 million", "350만" and "350万". A
figure keeps all its readings ("1.250" is 1250 in German, 1.25 in English) and is equal to another when
they share one. Dates and years are not read here: see `dates`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from language.numerals import (
    HAN,
    HAN_SCALES,
    LEFT_OUT,
    NATIVE,
    ONE,
    ONES,
    ORDINALS,
    PARTS,
    SCALES,
    SHARES,
    SIZES,
    TENS,
    UNITS,
)
from language.reading import alternatives

_FIGURE = r"\d{1,3}(?:[,.'’\u00a0\u202f ]\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
_SCALE_LATIN = "|".join(
    sorted((word for word, scale in SCALES.items() if scale not in (1e4, 1e8)), key=len, reverse=True)
)
_DIGITS = re.compile(
    rf"(?<![A-Za-zÀ-ɏ\d_.,/])(?<![^\W\d]-)(?P<money>US\$|[$€£¥₩])?\s?(?P<sign>[-−](?=\d))?(?P<figure>{_FIGURE})"
    rf"(?:(?P<ordinal>st|nd|rd|th)\b|(?P<cjk>[백천만억조百千万萬亿億兆](?![가-힣]*용)(?:\s?\d+[백천만억백千百万亿]?)*)"
    rf"|[\s\u00a0-]?(?P<scale>(?:{_SCALE_LATIN})(?:[\s-]millones)?)\b\.?)?",
    re.IGNORECASE,
)
_CJK_UNIT = re.compile(
    r"\s?(달러|유로|위안|원(?=[^가-힣]|[을이의은에으])|엔|퍼센트|킬로미터|킬로그램|미터|톤|개월|시간|"
    r"美元|欧元|元|公里|公斤|吨|个月|小时|分钟|天)"
)
_HALF_A = re.compile(
    r"\b(?:half an?|half|medio|media|eine halbe|einer halben|un demi|une demi)[\s-]"
    r"(million|billion|millón|milliarde|thousand)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_HAN_NUMBER = re.compile(r"[〇零一二两兩三四五六七八九十百千万萬亿億]+")
_HAN_COUNTER = re.compile(
    r"(?:余|多)?(?:[名人个個位次项項件家所年天周月岁歲倍票万亿元吨噸只条條度层層起种種场場小公]|成|％|%)"
)
_KOREAN_NUMBER = re.compile(
    rf"(?<![가-힣])(?P<word>{'|'.join(sorted(NATIVE, key=len, reverse=True))})\s?"
    r"(?=(?:명|사람|개|번|차례|나라|곳|가지|살|시간|달|배|건|대|팀|척|채|마리)(?![가-힣]{3}))"
)
_ABOUT = re.compile(rf"{alternatives(lambda one: one.telling.about)}\s?$", re.IGNORECASE)
_ABOUT_AFTER = re.compile(rf"^\s?{alternatives(lambda one: one.telling.about_after, words=False)}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a text, `text[start:end]`.

    `readings` are the values that it may stand for. `unit` is "%", a currency sign, a unit of measure or
    time, or "". `step` is the size of its last given digit ("3.5 million": 100,000), so that rounding can
    be told from difference. `about` says that the text itself calls it rough. `ordinal` is a rank.
    """

    readings: frozenset[float]
    unit: str
    start: int
    end: int
    step: float = 1.0
    about: bool = False
    ordinal: bool = False
    worded: bool = False

    @property
    def value(self) -> float:
        return max(self.readings)

    def equals(self, other: Number) -> bool:
        """The same value in some reading, of units that can be the same."""
        shares = {self.unit, other.unit} == SHARES
        return (shares or self.measures(other)) and any(
            math.isclose(a, b, rel_tol=1e-9) for a in self.sizes for b in other.sizes
        )

    def measures(self, other: Number) -> bool:
        """Whether both may count the same: money may leave its currency out, a time or a length its unit may not."""
        if self.unit == other.unit:
            return True
        return "" in (self.unit, other.unit) and (self.unit or other.unit) in LEFT_OUT

    @property
    def sizes(self) -> frozenset[float]:
        """Its readings, a share as a part of one whatever it is written as: "40 %" and "two fifths"."""
        return frozenset(value / 100 for value in self.readings) if self.unit == "%" else self.readings

    def alike(self, other: Number) -> bool:
        """Both measure one dimension, whatever the units: weeks and months, kilometres and miles."""
        return self.measures(other) or (
            self.unit in SIZES and other.unit in SIZES and SIZES[self.unit][0] == SIZES[other.unit][0]
        )

    def _converted(self, other: Number) -> bool:
        """The same size in another unit, as far as rounding lets one tell."""
        if self.unit == other.unit or not {self.unit, other.unit} <= SIZES.keys() or not self.alike(other):
            return False
        mine, theirs = self.value * SIZES[self.unit][1], other.value * SIZES[other.unit][1]
        return abs(mine - theirs) <= 0.06 * max(mine, theirs)

    def rounds(self, other: Number) -> bool:
        """One is the other, rounded to the digits that it gives or called rough, and within a tenth of it."""
        if self.equals(other) or self._converted(other):
            return True
        if not self.measures(other) or (self.step == other.step and not (self.about or other.about)):
            return False
        step = max(self.step, other.step)
        for a in self.readings:
            for b in other.readings:
                gap, size = abs(a - b), max(abs(a), abs(b))
                if self.step != other.step and gap <= min(step * 0.5, 0.1 * size):
                    return True
                if self.about != other.about and self.step != other.step and gap <= 0.05 * size:
                    return True
        return False


def numbers(text: str, *, taken: Iterable[tuple[int, int]] = ()) -> list[Number]:
    """The numbers of a text in order; those within the `taken` spans (dates, marks) are left out."""
    spans = list(taken)
    found: list[Number] = []

    def add(number: Number | None) -> None:
        if number and not any(start < number.end and number.start < end for start, end in spans):
            spans.append((number.start, number.end))
            found.append(number)

    for match in _DIGITS.finditer(text):
        add(_figure(text, match))
    for number in _worded(text):
        add(number)
    for match in _HAN_NUMBER.finditer(text):
        add(_han(text, match))
    for match in _KOREAN_NUMBER.finditer(text):
        add(_number(text, {float(NATIVE[match["word"]])}, match.start("word"), match.end("word"), worded=True))
    return sorted(found, key=lambda number: number.start)


def _number(
    text: str, readings: Iterable[float], start: int, end: int, *, unit: str = "", step: float = 1.0,
    ordinal: bool = False, worded: bool = False,
) -> Number:  # fmt: skip
    unit, end = (unit, end) if unit else _unit_after(text, end)
    about = bool(_ABOUT.search(text[max(0, start - 16) : start]) or _ABOUT_AFTER.search(text[end : end + 10]))
    return Number(frozenset(readings), unit, start, end, step, about, ordinal, worded)


def _unit_after(text: str, end: int) -> tuple[str, int]:
    rest = text[end : end + 24]
    if match := re.match(r"\s?[%％]|[\s-]?per\s?cent\b|\s?por ciento\b|\s?pour cent\b", rest, re.IGNORECASE):
        return "%", end + match.end()
    if match := _CJK_UNIT.match(rest):
        return UNITS[match[1]], end + match.end()
    if match := re.match(r"(?:\s|-)?(?:of |de |US )?([^\W\d_]+|[$€£])", rest):
        unit = UNITS.get(match[1].lower(), "")
        return unit, end + (match.end() if unit else 0)
    return "", end


def _figure(text: str, match: re.Match[str]) -> Number | None:
    figure = re.sub(r"['’\u00a0\u202f ]", ",", match["figure"])
    end = match.end()
    readings = _readings(figure)
    decimals = len(re.split(r"[.,]", figure)[-1]) if len(readings) == 1 and not float(min(readings)).is_integer() else 0
    scale = 1.0
    if match["scale"]:
        words = match["scale"].lower().split()
        scale = math.prod(SCALES.get(word, 1e6) for word in words)
    elif match["money"] and (letter := re.match(r"\s?([mb])\b(?!\.\w)", text[end:], re.IGNORECASE)):
        scale = 1e6 if letter[1].lower() == "m" else 1e9  # "$2.1m"; without money before it, m is metres
        end += letter.end()
    if match["cjk"]:
        readings = {_cjk_scaled(value, match["cjk"]) for value in readings}
        scale = float(SCALES[match["cjk"][0]]) if len(match["cjk"]) == 1 else 1.0
    else:
        readings = {value * scale for value in readings}
    step = scale * 10.0**-decimals
    if decimals == 0 and scale == 1.0:
        step = _trailing(max(readings))
    unit = {"us$": "$"}.get((match["money"] or "").lower(), match["money"] or "")
    if unit and (tail := _unit_after(text, end))[0] == unit:
        end = tail[1]
    return _number(text, readings, match.start("money") if unit else match.start("figure"), end, unit=unit, step=step,
        ordinal=bool(match["ordinal"]))  # fmt: skip


def _trailing(value: float) -> float:
    """The size of the last digit that isn't a trailing zero: 107,000 is given to the thousand."""
    step = 1.0
    while value and value % (step * 10) == 0 and step < 1e12:
        step *= 10
    return step


def _readings(figure: str) -> set[float]:
    parts = re.split(r"[.,]", figure)
    marks = re.findall(r"[.,]", figure)
    if not marks:
        return {float(figure)}
    grouped = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and parts[0] != "0"
    if len(set(marks)) == 1 and grouped:
        whole = float("".join(parts))
        return {whole, float(f"{parts[0]}.{parts[1]}")} if marks == ["."] else {whole}
    if len(marks) == 1:
        return {float(f"{parts[0]}.{parts[1]}")}
    return {float("".join(parts[:-1]) + "." + parts[-1])}


def _cjk_scaled(value: float, tail: str) -> float:
    """3 with "만 5천" is 35,000; 1 with "억 2000만" is 120,000,000."""
    scale = float(SCALES[tail[0]])
    total = value * scale
    for digits, unit in re.findall(r"(\d+)([백천만억百千万亿]?)", tail[1:]):
        total += float(digits) * float(SCALES.get(unit, 1.0))
    return total


def _worded(text: str) -> Iterable[Number]:
    """Numbers written in words: "thirty-five", "two hundred and six", "a million", "two thirds"."""
    halves = list(_HALF_A.finditer(text))
    for match in halves:
        value = SCALES[match[1].lower()] / 2
        yield _number(text, {value}, match.start(), match.end(), step=_trailing(value), worded=True)
    words = [word for word in _WORD.finditer(text) if not any(h.start() <= word.start() < h.end() for h in halves)]
    at = 0
    while at < len(words):
        total, current, used, last = 0.0, 0.0, 0, at
        only_one = False
        while last < len(words):
            word = words[last][0].lower()
            gap = text[words[last - 1].end() : words[last].start()] if last > at else ""
            if last > at and (gap.strip() not in ("", "-") or "\n" in gap):
                break
            if word in ONES and (not current or current % 10 == 0) and word != "dozen":
                current += ONES[word]
            elif word in ("dozen", "docena", "dutzend"):
                current, only_one = (current or 1) * 12, False
            elif word in TENS and current % 100 == 0:
                current += TENS[word]
            elif word in ONE and not used:
                current, only_one = 1.0, True
            elif word == "one" and current and current % 10 == 0:
                current += 1
            elif word in SCALES and len(word) > 2 and used and not (word == "mil" and only_one):
                scale = SCALES[word]
                if scale == 100:
                    current *= 100
                else:
                    total, current = total + (current or 1) * scale, 0.0
                only_one = False
            elif word == "and" and used and total + current >= 100 and last + 1 < len(words) and (
                words[last + 1][0].lower() in ONES or words[last + 1][0].lower() in TENS
            ):  # fmt: skip
                pass
            else:
                break
            used, last = used + 1, last + 1
        following = words[last][0].lower() if last < len(words) else ""
        a_third = only_one and following in ("third", "fifth", "tenth") and words[at][0] != "one"  # "a third time"
        if used and following in PARTS and not a_third:
            share = (total + current) / PARTS[following]
            if share < 1:
                yield Number(frozenset({share}), "part", words[at].start(), words[last].end(), 0.01, False, False, True)
            at = last + 1
        elif used and (not only_one or (words[at][0].lower() == "one" and _unit_after(text, words[at].end())[0])):
            value = total + current
            yield _number(text, {value}, words[at].start(), words[last - 1].end(), step=_trailing(value), worded=True)
            at = last
        elif words[at][0].lower() == "twice":
            yield Number(frozenset({2.0}), "", words[at].start(), words[at].end(), worded=True)
            at += 1
        elif (word := words[at][0].lower()) in ORDINALS and word != "second":
            yield Number(frozenset({ORDINALS[word]}), "", words[at].start(), words[at].end(), 1.0, False, True, True)
            at += 1
        else:
            at = max(last, at + 1)


def _han(text: str, match: re.Match[str]) -> Number | None:
    run = match[0]
    if len(run) == 1 and (run not in HAN or not _HAN_COUNTER.match(text[match.end() :]) or run == "一"):
        return None
    if not any(c in HAN for c in run) and run not in ("十", "百", "千"):
        return None
    if len(run) > 1 and all(c in HAN for c in run):
        return _number(text, {float("".join(str(HAN[c]) for c in run))}, match.start(), match.end(), worded=True)
    total, section, digit = 0.0, 0.0, 0.0
    for c in run:
        if c in HAN:
            digit = float(HAN[c])
        elif HAN_SCALES[c] >= 10_000:
            total, section, digit = (total + section + digit) * HAN_SCALES[c], 0.0, 0.0
        else:
            section, digit = section + (digit or 1.0) * HAN_SCALES[c], 0.0
    value = total + section + digit
    return _number(text, {value}, match.start(), match.end(), step=_trailing(value), worded=True) if value else None
