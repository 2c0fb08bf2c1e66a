"""What kind of thing a question asks for, and the signs of it in a sentence: person, figure, date or place.

Signs, not grammar: they only tip the scale between sentences that hold the same words of the question.
English, Korean, Chinese, Japanese, Spanish, German and French.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from language.messages import message_of, plain
from language.pack import packs
from language.times import without_time
from language.words import CJK, names, terms

SEVERAL = 14  # terms in one question


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# The first that fits counts: "how many people who …" asks for a figure.
_ASKS = (
    (
        "number",
        _any(
            r"\bhow (?:many|much|old|long|far|big|large)\b",
            r"\bwhat (?:percent|percentage|share|number|age)\b",
            r"몇|얼마|多少|几[个名人]|何人|いくつ",
            r"\bcu[aá]nt[oa]s?\b|\bwie ?viele?\b|\bcombien\b",
        ),
    ),
    (
        "date",
        _any(
            r"\bwhen\b|\b(?:what|which) (?:day|date|year|month|time)\b",
            r"언제|何时|什么时候|什麼時候|哪[天年]|いつ",
            r"\bcu[aá]ndo\b|\bwann\b|\bquand\b",
        ),
    ),
    (
        "person",
        _any(
            r"\bwho(?:m|se)?\b|\b(?:head|leader|chief|name) of\b",
            r"\bwhich (?:\w+ )?(?:person|official|leader|minister|president|politician|senator|actor|singer|player)\b",
            r"누가|누구|谁|誰|哪位|だれ",
            r"\bqui[eé]n(?:es)?\b|\bwe[rnm]\b|\bqui\b",
        ),
    ),
    (
        "place",
        _any(
            r"\bwhere\b|\b(?:which|what) (?:country|city|state|place|town|nation|continent)\b",
            r"어디|哪里|哪裡|哪儿|どこ",
            r"\bd[oó]nde\b|\bwo(?:hin|her)?\b|\boù\b",
        ),
    ),
)

_YES_NO = re.compile(
    r"^\s*(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should|ist|sind|war|hat|haben|wird|wurde|"
    r"est-ce|¿?(?:ha|es|fue|está|hay|va)\b)\b"
    r"|吗|是否|有没有|(?:했|었|았|있|없|인|는|할|될)(?:나요?|니|습니까|는가|까요?)\s*\??$",
    re.IGNORECASE,
)

_NEWEST = _any(
    r"\b(?:latest|newest|most recent)\b",
    r"최신|최근|가장 새로운|最新|最近",
    r"[uú]ltim[oa]s? noticias|m[aá]s recientes?\b|\bneueste[nrsm]?\b|\bdernières? nouvelles\b",
)

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    "Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
)
_WORD_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|"
    "millions?|billions?|half|twice"
)
_SIGNS = {
    "number": (re.compile(rf"\d|\b(?i:{_WORD_NUMBERS})\b|[一二三四五六七八九十百千万亿]|[백천만억]"),),
    "date": (
        re.compile(r"\b(?:1[89]|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)\b|\d+\s?[년월일年月日]"),
        re.compile(rf"\b(?:{_MONTHS}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)\b"),
    ),
    "person": (
        re.compile(r"\b[A-ZÀ-Þ][\w’'-]+ (?:[A-Z]\. )?[A-ZÀ-Þ][\w’'-]+"),
        re.compile(r"[가-힣]{2,4} ?(?:씨|장관|대통령|대표|부보좌관|보좌관|단장|의원|총리|위원장|부장)"),
        re.compile(r"[\u4e00-\u9fff·]{2,8}(?:率领|部长|总统|主席|先生|女士|表示|说)|[\u4e00-\u9fff]+·[\u4e00-\u9fff]+"),
        re.compile(r"[\u30a0-\u30ff]+氏"),
    ),
    "place": (re.compile(r"\b(?:in|at|near|from|to|en|aus|nach|à) (?:the )?[A-ZÀ-Þ]\w+|에서|在[\u4e00-\u9fff]{2}|で"),),
}

# Two capitalised words that are no full name: a title or the head of a sentence stands before the surname.
TITLED = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sir|Lord|President|Minister|Secretary|Senator|Assistant|Adviser|Advisor|Ambassador|Director|"
    r"Chancellor|King|Queen|Prince|Princess|Judge|General|Governor|Mayor|Officer|Chairman|The|And|But|For|On|In)\b"
)


def kind_asked(question: str) -> str | None:
    """ "person", "number", "date" or "place"; None when the question asks for something else."""
    return next((kind for kind, pattern in _ASKS if pattern.search(question)), None)


def asks_yes_or_no(question: str) -> bool:
    return bool(_YES_NO.search(question))


def asks_for_newest(question: str) -> bool:
    return bool(_NEWEST.search(question))


def holds(kind: str, text: str, question: str) -> bool:
    """Whether a sentence holds that kind of thing, beyond what the question itself holds."""
    asked = question.casefold()
    return any(match[0].casefold() not in asked for sign in _SIGNS[kind] for match in sign.finditer(text))


def asks_several(question: str) -> bool:
    """Whether a question asks about so much that no one passage holds it: two reports compared, a thing told by what
    several said of it."""
    return len(set(terms(question))) >= SEVERAL and len(names(question)) > 1


def names_a_subject(question: str) -> bool:
    """Whether a question says what it is about, beyond a time: "what happened last week?" does not."""
    if message_of(question).kind == "time":
        return False
    return bool(_says_nothing().sub(" ", plain(without_time(question))).strip())


@cache
def _says_nothing() -> re.Pattern[str]:
    """Function words, and what says that something happened or was told; whole words where words are spaced, others
    wherever they stand."""
    idle = {plain(word) for pack in packs() for word in pack.function_words | pack.questions.happening} - {""}
    unspaced = re.compile(f"[{CJK}]")
    spaced = _either(word for word in idle if not unspaced.search(word))
    return re.compile(rf"\b(?:{spaced}|\w)\b|(?:{_either(word for word in idle if unspaced.search(word))})")


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
