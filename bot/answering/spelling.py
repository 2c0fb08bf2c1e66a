"""A question's typos read as the library's own words: "srtike" as "strike", "Tvoik" as "Tovik".

Only words that the library lacks and no dictionary of the question's language knows are read otherwise. A name that
was changed is told to the asker, since it may be another's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from bot.answering.answer import Note
from language.aliases import is_known
from language.detection import told_language
from language.folding import fold
from language.pack import FALLBACK
from language.stopwords import STOPWORDS
from language.translation import translate

DICTIONARIES = frozenset(("en", "de", "es", "fr"))
MOST = 3  # words: who mistypes more has to ask again
_WORD = re.compile(r"(?<![\w@#/.])[^\W\d_]{5,}(?![\w/]|\.\w)")
_OPENS = re.compile(r"(?:^|[.?!:]\s+)\W*$")
_FUNCTION_WORDS = frozenset().union(*STOPWORDS)


class Spelled(Protocol):
    """What is asked of a library."""

    def near_spelling(self, word: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was read, and the names that were read otherwise than they were typed: (typed, read)."""

    text: str
    names: tuple[tuple[str, str], ...] = ()

    def notes(self, language: str) -> tuple[Note, ...]:
        """What is told of the names that were changed."""
        if not self.names:
            return ()
        changed = ", ".join(f"“{read}”" for _, read in self.names)
        typed = ", ".join(f"“{typed}”" for typed, _ in self.names)
        told = translate("I read {typed} as {read}.", language, typed=typed, read=changed)
        return (Note(kind="read-as", text=told),)


def reading(question: str, library: Spelled) -> Reading:
    """The question with its typos read as the library's words."""
    language = told_language(question) or FALLBACK
    if language not in DICTIONARIES:
        return Reading(question)
    names: list[tuple[str, str]] = []
    changed = 0
    text = question
    for match in reversed(list(_WORD.finditer(question))):
        word = match[0]
        if changed == MOST or fold(word) in _FUNCTION_WORDS or is_known(word) or word.isupper():
            continue
        meant = library.near_spelling(word)
        if meant is None or _is_a_word(word, language):
            continue
        is_name = meant[0].isupper() and (word[0].isupper() or not _is_a_word(meant.lower(), language))
        if word[0].isupper() and not is_name and language != "de" and not _OPENS.search(question[: match.start()]):
            continue  # a name is no slip of a common word; German writes both with capitals
        if not is_name:
            meant = meant.lower() if word.islower() else meant.capitalize()
        text = text[: match.start()] + meant + text[match.end() :]
        changed += 1
        if is_name:
            names.append((word, meant))
    return Reading(text, tuple(reversed(names)))


def _is_a_word(word: str, language: str) -> bool:
    """Whether a dictionary of the language knows the word: then it is no typo, however near to another."""
    import simplemma  # its tables take a second to load, and most questions have no word that the library lacks

    return any(simplemma.is_known(form, lang=language) for form in {word, word.lower()})
