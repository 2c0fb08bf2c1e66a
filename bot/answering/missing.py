"""What a model says that the sources lack (`MISSING: …`, or a sentence of it), as a note beside its answer.

Its words are shown only where they are the question's own: they were checked by nobody, and could say anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.answer import Note
from language.pack import FALLBACK
from prompts.words import terms

LONGEST = 200  # characters of a model's words

SAID = {
    "en": "The articles don't say: {what}.",
    "es": "Los artículos no dicen: {what}.",
    "de": "Die Artikel sagen nicht: {what}.",
    "fr": "Les articles ne disent pas : {what}.",
    "ko": "기사에 나오지 않는 내용: {what}.",
    "zh": "文章中没有提到：{what}。",
    "ja": "記事に書かれていないこと：{what}。",
}
IN_PART = {
    "en": "The articles answer only a part of the question.",
    "es": "Los artículos responden solo a una parte de la pregunta.",
    "de": "Die Artikel beantworten nur einen Teil der Frage.",
    "fr": "Les articles ne répondent qu'à une partie de la question.",
    "ko": "기사는 질문의 일부에만 답합니다.",
    "zh": "文章只回答了问题的一部分。",
    "ja": "記事が答えているのは質問の一部だけです。",
}

# A sentence that says of the sources, and of nothing else, that they don't say something.
_SAY = r"(?:say|mention|give|state|specify|provide|contain|tell|include|disclose|reveal|indicate|name|report|answer)"
_SOURCES = r"(?:\w+ ){0,2}(?:sources?|articles?|passages?|documents?|texts?)"
_LACKING = tuple(
    re.compile(rf"(?:\w+, )?{words}\b", re.IGNORECASE)
    for words in (
        rf"(?:the|these) {_SOURCES} (?:do|does|did)(?:n['’]t| not) (?:\w+ly )?{_SAY}",
        rf"(?:no|none of the|neither of the) {_SOURCES} {_SAY}s?",
        r"(?:die|keine(?: der)?) (?:\w+ )?(?:quellen?|artikel) "
        r"(?:nenn|sag|erwähn|enthalt|enthält|geb|gib|mach)e?[nt]?(?= (?:.*\b)?(?:nicht|kein\w*|nichts)\b)",
        r"(?:las|los) (?:fuentes|artículos) no (?:dicen|mencionan|indican|dan|especifican)",
        r"les (?:sources|articles) (?:ne |n['’])(?:disent|mentionnent|indiquent|donnent|précisent) (?:pas|rien)",
    )
)


def lacking(sentence: str) -> str | None:
    """What a sentence (without its marks) says that the sources don't say; None where it says something else."""
    found = next((found for pattern in _LACKING if (found := pattern.match(" ".join(sentence.split())))), None)
    return found.string[found.end() :].strip() if found else None


def missing_notes(question: str, missing: Sequence[str], *, language: str) -> tuple[Note, ...]:
    """One note for all that is missing; none where nothing is."""
    if not missing:
        return ()
    what = "; ".join(one.strip().rstrip(".。!?！？ ") for one in missing)
    words = set(terms(what))
    theirs = words and words <= set(terms(question)) and len(what) <= LONGEST and "://" not in what
    text = SAID.get(language, SAID[FALLBACK]).format(what=what) if theirs else IN_PART.get(language, IN_PART[FALLBACK])
    return (Note(kind="missing", text=text),)
