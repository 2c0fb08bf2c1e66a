"""What a model says that the sources lack (`MISSING: …`, or a sentence of it), as a note beside its answer.

Its words are shown only where they are the question's own: they were checked by nobody, and could say anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.answer import Note
from language.reading import alternatives
from language.translation import translate
from language.words import terms

LONGEST = 200  # characters of a model's words

# A sentence that says of the sources, and of nothing else, that they don't say something.
_LACKING = re.compile(rf"(?:\w+, )?{alternatives(lambda one: one.replies.lacking, words=False)}", re.IGNORECASE)


def lacking(sentence: str) -> str | None:
    """What a sentence (without its marks) says that the sources don't say; None where it says something else."""
    found = _LACKING.match(" ".join(sentence.split()))
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
