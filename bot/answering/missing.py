"""What a model says that the sources lack (`MISSING: …`), as a note beside its answer.

Its words are shown only where they are the question's own: they were checked by nobody, and could say anything.
"""

from __future__ import annotations

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


def missing_notes(question: str, missing: Sequence[str], *, language: str) -> tuple[Note, ...]:
    """One note for all that is missing; none where nothing is."""
    if not missing:
        return ()
    what = "; ".join(one.strip().rstrip(".。!?！？ ") for one in missing)
    words = set(terms(what))
    theirs = words and words <= set(terms(question)) and len(what) <= LONGEST and "://" not in what
    text = SAID.get(language, SAID[FALLBACK]).format(what=what) if theirs else IN_PART.get(language, IN_PART[FALLBACK])
    return (Note(kind="missing", text=text),)
