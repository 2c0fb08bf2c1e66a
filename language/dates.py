"""Dates as they stand in a sentence, resolved against the date of the article that they stand in.

"January 30, 2024", "30 de enero", "1月30日", "2024-01-30", "Tuesday", "yesterday", "the 22nd", "last
month" and "지난해 11월" become year, month and day as far as they tell them. News is written from its own
date: a bare weekday or day of the month is the nearest one, most often just past.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH_NAMES = (
    "january jan enero januar jänner janvier janeiro gennaio",
    "february feb febrero februar février fevereiro febbraio",
    "march mar marzo märz mars março", "april apr abril avril aprile", "may mayo mai maio maggio",
    "june jun junio juni juin junho giugno", "july jul julio juli juillet julho luglio",
    "august aug agosto août", "september sep sept septiembre setiembre septembre setembro settembre",
    "october oct octubre oktober okt octobre outubro ottobre", "november nov noviembre novembre novembro",
    "december dec diciembre dezember dez décembre dezembro dicembre",
)  # fmt: skip
_MONTHS = {word: at for at, words in enumerate(_MONTH_NAMES, start=1) for word in words.split()}
_WEEKDAY_NAMES = (
    "monday mon lunes montag lundi 월요일 周一 星期一 週一",
    "tuesday tue tues martes dienstag mardi 화요일 周二 星期二 週二",
    "wednesday wed miércoles mittwoch mercredi 수요일 周三 星期三 週三",
    "thursday thu thurs jueves donnerstag jeudi 목요일 周四 星期四 週四",
    "friday fri viernes freitag vendredi 금요일 周五 星期五 週五",
    "saturday sat sábado samstag sonnabend samedi 토요일 周六 星期六 週六",
    "sunday sun domingo sonntag dimanche 일요일 周日 周天 星期日 星期天 週日",
)  # fmt: skip
_WEEKDAYS = {
    word: at
    for at, words in enumerate(_WEEKDAY_NAMES)
    for word in words.split()
    if len(word) != 3 or not word.isascii()
}
_DAYS_AWAY = {
    word: days
    for days, words in (
        (0, "today tonight hoy heute aujourd'hui 오늘 今天 今日"), (-1, "yesterday ayer gestern hier 어제 昨天 昨日"),
        (1, "tomorrow mañana morgen demain 내일 明天"),
    )
    for word in words.split()
}  # fmt: skip
_YEARS_AWAY = {"last year": -1, "this year": 0, "next year": 1, "a year earlier": -1, "el año pasado": -1,
    "este año": 0, "voriges jahr": -1, "letztes jahr": -1, "im vergangenen jahr": -1, "dieses jahr": 0,
    "l'année dernière": -1,
    "지난해": -1, "작년": -1, "올해": 0, "내년": 1, "去年": -1, "今年": 0, "明年": 1}  # fmt: skip
_MONTHS_AWAY = {"last month": -1, "this month": 0, "next month": 1, "el mes pasado": -1, "este mes": 0, "지난달": -1,
    "이달": 0, "다음 달": 1, "上月": -1, "上个月": -1, "本月": 0, "下月": 1, "下个月": 1}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH = _any(word for word in _MONTHS)
_AMBIGUOUS = frozenset(
    {"may", "march", "mar", "mars", "mai", "sun", "sep", "dec", "oct", "nov", "jan", "feb", "apr", "jun", "jul", "aug",
     "okt", "dez", "juin"}
)  # fmt: skip
_YEAR = r"(?:1[5-9]|20)\d\d"
_DATE = re.compile(
    rf"""
    (?=\s?\d|[^\x00-\x7f]|(?<![a-z])[a-z])  # nothing begins within a word: this spares trying it all there
    (?:
    (?P<iso>\b(?P<iso_year>{_YEAR})[-/.](?P<iso_month>\d\d?)[-/.](?P<iso_day>\d\d?)(?!\d))
  | (?P<dotted>(?<![\d.,])(?P<one>\d\d?)(?P<mark>[./])(?P<two>\d\d?)(?P=mark)(?P<dotted_year>{_YEAR}|\d\d)(?!\d))
  | (?P<cjk>(?:(?P<c_year>{_YEAR})\s?[年년]\s?|(?P<c_away>去年|今年|明年|지난해|작년|올해|내년)\s?)?
      (?P<c_month>\d\d?)\s?[月월](?:\s?(?P<c_day>\d\d?)\s?[日号號일])?(?!\d))
  | (?P<month_away_day>(?P<mad>上个?月|本月|下个?月|지난달|이달|다음\ 달)\s?(?P<mad_day>\d\d?)\s?[日号號일])
  | (?P<month_day>\b(?P<md_month>{_MONTH})\b\.?\s(?P<md_day>\d\d?)(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)
      (?:,?\s(?P<md_year>{_YEAR})\b)?)
  | (?P<day_month>(?<![\w.,])(?P<dm_day>\d\d?)(?:\.|st|nd|rd|th|er|º)?\s(?:of\s|de\s)?(?P<dm_month>{_MONTH})\b\.?
      (?:,?\s(?:de\s|del\s)?(?P<dm_year>{_YEAR})\b)?)
  | (?P<month_year>\b(?P<my_month>{_MONTH})\b\.?,?\s(?:of\s|de\s|del\s)?(?P<my_year>{_YEAR})\b)
  | (?P<year_cjk>(?<!\d)(?P<yc>{_YEAR})\s?[年년])
  | (?P<the_day>(?:\b(?P<td_weekday>{_any(w for w in _WEEKDAYS if w.endswith("day"))}),?\s)?
      \b(?:the|el|le|on\sthe)\s(?P<td>\d\d?)(?:st|nd|rd|th)\b
      (?!\s(?:century|time|anniversary|year|floor|place|consecutive|straight|person|state|city|president|birthday|minute)))
  | (?P<day_cjk>(?<![\d월月年년])\s?(?P<dc>\d\d?)
      (?:日(?!元|前|间|間|内)|일(?![간째정을평]|\s?(?:동안|전|뒤|후|만)))(?!본))
  | (?P<decade>\b(?P<dec>(?:1[5-9]|20)\d)0s\b)
  | (?P<years_away>\b(?:{_any(w for w in _YEARS_AWAY if w[0] < "ㄱ")})\b|지난해|작년|올해|내년|去年|今年|明年)
  | (?P<months_away>\b(?:{_any(w for w in _MONTHS_AWAY if w[0] < "ㄱ")})\b
      |지난달|이달|다음\ 달|上个?月|本月|下个?月)
  | (?P<weekday>(?P<next>\b(?:next|coming)\s|다음\s?주\s?|下)?
      (?:\b(?P<wd>{_any(w for w in _WEEKDAYS if w[0] < "ㄱ")})s?\b
      |(?P<wc>[월화수목금토일]요일|(?:周|星期|週)[一二三四五六日天])))
  | (?P<days_away>\b(?P<da>{_any(w for w in _DAYS_AWAY if w[0] < "ㄱ")})\b
      |(?P<dca>오늘|어제|내일|今天|今日|昨天|昨日|明天))
  | (?P<year>(?<![\d$€£¥₩.,])(?<!\w)(?P<y>{_YEAR})(?![\d%])(?![.,]\d)(?!\w))
  | (?P<month>\b(?P<m>{_MONTH})\b)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:until|will|starting|beginning|due|planned|expected|bis|hasta|wird|va a)\b[^.;]*$")
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|by|since|until|till|last|next|this|early|mid|late|through|between|from|to|en|de|im|seit|bis|ab|"
    r"depuis)[\s-]$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, `text[start:end]`: what it tells of year, month and day, None where it is silent.

    `written` are the parts that the text itself gives (out of "year", "month", "day", "weekday"); the
    others were filled in from the article's own date. `weekday` counts from 0, Monday. `decade` gives
    the first year of ten instead of a year.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: bool = False
    written: frozenset[str] = frozenset()

    @property
    def as_date(self) -> date | None:
        if self.year is None or self.month is None or self.day is None:
            return None
        return _date(self.year, self.month, self.day)

    def agrees(self, other: Moment) -> bool:
        """No part that both tell differs."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        if any(a is not None and b is not None and a != b for a, b in pairs):
            return False
        mine, theirs = self.as_date, other.as_date
        if self.weekday is not None and theirs is not None and theirs.weekday() != self.weekday:
            return False
        if other.weekday is not None and mine is not None and mine.weekday() != other.weekday:
            return False
        return None in (self.weekday, other.weekday) or self.weekday == other.weekday

    def tells(self, other: Moment) -> bool:
        """All that `other` tells, this one tells too, and alike."""
        if not self.agrees(other):
            return False
        needed = ((other.year, self.year), (other.month, self.month), (other.day, self.day))
        if any(a is not None and b is None for a, b in needed):
            return False
        return other.weekday is None or self.weekday is not None or self.as_date is not None


def dates(text: str, *, published: date | None = None) -> list[Moment]:
    """The dates of a text in order, completed from `published`, the day on which it appeared."""
    found = []
    for match in _DATE.finditer(text):
        moment = _moment(text, match)
        if moment is not None:
            found.append(_completed(moment, match, published))
    return found


def _moment(text: str, match: re.Match[str]) -> Moment | None:
    kind = next(name for name in _KINDS if match[name] is not None)
    year, month, day, weekday = None, None, None, None
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    if kind == "iso":
        year, month, day = int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])
    elif kind == "dotted":
        one, two, year = int(match["one"]), int(match["two"]), int(match["dotted_year"])
        year = year if year > 99 else 2000 + year
        # With stops the day comes first; with strokes the month does, as in American writing, unless it can't.
        day, month = (one, two) if match["mark"] == "." or one > 12 else (two, one)
    elif kind == "cjk":
        year = int(match["c_year"]) if match["c_year"] else None
        month, day = int(match["c_month"]), int(match["c_day"]) if match["c_day"] else None
    elif kind in ("month_day", "day_month", "month_year"):
        short = {"month_day": "md", "day_month": "dm", "month_year": "my"}[kind]
        word = match[f"{short}_month"]
        if word.lower() in _AMBIGUOUS and not word[0].isupper():
            return None
        month = _MONTHS[word.lower()]
        day = None if kind == "month_year" else int(match[f"{short}_day"])
        year = int(match[f"{short}_year"]) if match[f"{short}_year"] else None
    elif kind == "year_cjk":
        year = int(match["yc"])
    elif kind in ("the_day", "day_cjk", "month_away_day"):
        day = int(match["td"] or match["dc"] or match["mad_day"])
        weekday = _WEEKDAYS[match["td_weekday"].lower()] if match["td_weekday"] else None
    elif kind == "decade":
        year = int(match["dec"]) * 10
    elif kind == "weekday":
        weekday = _WEEKDAYS[(match["wd"] or match["wc"]).lower()]
        if match["wd"] and match["wd"][0].islower() and match["wd"].endswith("day"):
            return None
    elif kind == "year":
        year = int(match["y"])
    elif kind == "month":
        word = match["m"]
        if not word[0].isupper() and word.lower() in _AMBIGUOUS | {"august"}:
            return None
        if len(word) < 4 and word.lower() != "may":
            return None
        if word.lower() in _AMBIGUOUS and not _BEFORE_MONTH.search(text[: match.start()]):
            return None
        month = _MONTHS[word.lower()]
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    written = {"year": year, "month": month, "day": day, "weekday": weekday}
    return Moment(start, match.end(), year, month, day, weekday, kind == "decade",
        frozenset(name for name, value in written.items() if value is not None))  # fmt: skip


_KINDS = ("iso", "dotted", "cjk", "month_away_day", "month_day", "day_month", "month_year", "year_cjk", "the_day",
    "day_cjk", "decade", "years_away", "months_away", "weekday", "days_away", "year", "month")  # fmt: skip


def _completed(moment: Moment, match: re.Match[str], published: date | None) -> Moment:
    """What the moment leaves out, from the article's date: the nearest that fits, preferring the past."""
    year, month, day, weekday = moment.year, moment.month, moment.day, moment.weekday
    if published is None:
        return moment
    if match["years_away"]:
        year = published.year + _YEARS_AWAY[match["years_away"].lower()]
    elif match["c_away"]:
        year = published.year + _YEARS_AWAY[match["c_away"]]
    elif match["months_away"] or match["mad"]:
        year, month = _month_away(published, _MONTHS_AWAY[(match["months_away"] or match["mad"]).lower()])
    elif match["days_away"]:
        found = published + timedelta(days=_DAYS_AWAY[(match["da"] or match["dca"]).lower()])
        year, month, day = found.year, found.month, found.day
    elif weekday is not None and day is None:
        back = (published.weekday() - weekday) % 7
        ahead = _is_ahead(match)
        found = published + timedelta(days=7 - back if ahead else -back)
        year, month, day = found.year, found.month, found.day
    elif year is None and month is None and day is not None:
        nearest = _nearest((_date(*_month_away(published, away), day) for away in (-1, 0, 1)), published)
        if nearest:
            year, month = nearest.year, nearest.month
    elif year is None and month is not None:
        nearest = _nearest((_date(published.year + away, month, day or 15) for away in (-1, 0, 1)), published)
        year = nearest.year if nearest else None
    return Moment(moment.start, moment.end, year, month, day, weekday, moment.decade, moment.written)


def _is_ahead(match: re.Match[str]) -> bool:
    """Whether the weekday lies ahead: "next Tuesday", "until Monday", "will vote on Friday"."""
    before = match.string[max(0, match.start() - 48) : match.start()]
    return bool(match["next"] or _AHEAD.search(before))


def _month_away(published: date, away: int) -> tuple[int, int]:
    """Year and month, `away` months from the one in which something was published."""
    count = published.year * 12 + published.month - 1 + away
    return count // 12, count % 12 + 1


def _nearest(spots: Iterable[date | None], published: date) -> date | None:
    # Ahead counts half as far again: reports look back more often than forward.
    return min(
        (spot for spot in spots if spot is not None),
        key=lambda spot: (spot - published).days * 1.5 if spot > published else float((published - spot).days),
        default=None,
    )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
