"""What a model says that the sources lack (`MISSING: …`, or a sentence of it), as a note beside its answer.

Its words are shown only where they are the question's own: they were checked by nobody, and could say anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.answer import Note
from language.translation import translate
from language.words import terms

LONGEST = 200  # characters of a model's words

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
    if theirs:
        text = translate("The articles don't say: {what}.", language, what=what)
    else:
        text = translate("The articles answer only part of the question.", language)
    return (Note(kind="missing", text=text),)
