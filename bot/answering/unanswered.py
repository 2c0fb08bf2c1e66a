"""Names and topics that are not answered somewhere, and how they are known in a text.

An entry is one thing in all its forms, with "|" between: "Jen Daskal | 젠 다스칼". Known places and bodies are known
in all forms of `language.aliases` besides; case, accents, plurals and spellings of one sound make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from language.aliases import called, is_known, is_unspaced, plain, sound
from language.folding import join
from language.words import stem

if TYPE_CHECKING:
    from vectorstore.library import Library

LONGEST = 200  # characters of one entry
MOST = 50
LEAST_LETTERS = 2  # of a form; one letter stands in every text
SHORT = 3  # letters: such a form of a known name ("US", "WHO") is also a word, and counts in capitals only
LONGEST_ENDING = 3  # letters by which a word of another script than Latin may be inflected
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
LOOKED_AT = 20  # passages by which it is decided whether a last name is an everyday word


def forms_of(entry: str) -> tuple[str, ...]:
    """The forms that an entry names, as they were written."""
    written = (" ".join(form.split()) for form in entry.split("|"))
    return tuple(dict.fromkeys(form for form in written if len(plain(form)) >= LEAST_LETTERS))


def entry_of(given: str, library: Library) -> str | None:
    """An entry as it is kept; None where it names nothing. Of a person's name the last name is a form of its own,
    unless this library also uses it as an everyday word."""
    forms = list(forms_of(given))
    for form in tuple(forms):
        words = form.split()
        named = 2 <= len(words) <= 3 and all(word[:1].isupper() and not word.isupper() for word in words)
        if named and not is_known(form) and _is_only_a_name(words[-1], library):
            forms.append(words[-1])
    return " | ".join(dict.fromkeys(forms)) or None


def _is_only_a_name(word: str, library: Library) -> bool:
    """Whether a word stands in this library, and never without a capital."""
    texts = [hit.passage.text for hit in library.search(word, k=LOOKED_AT)]
    return any(word in text for text in texts) and not any(
        word.lower() in text.replace("-", " ").split() for text in texts
    )


class Unanswered:
    """The entries of one place; `names` finds the first that a text names."""

    def __init__(self, entries: Iterable[str] = ()) -> None:
        self.entries = tuple(entries)
        self._forms = [(entry, _sought(entry)) for entry in self.entries]

    def __bool__(self) -> bool:
        return bool(self.entries)

    def named_in(self, *texts: str | None) -> str | None:
        """The first entry that one of the texts names; None where none does."""
        if not self._forms:
            return None
        for text in filter(None, texts):
            read = _Read(text)
            for entry, forms in self._forms:
                if any(map(read.holds, forms)):
                    return entry
        return None

    def names(self, *texts: str | None) -> bool:
        """Whether one of the texts names any entry."""
        return self.named_in(*texts) is not None


class _Read:
    """A text as forms are looked for in it."""

    def __init__(self, text: str) -> None:
        self.words = plain(text)
        self.keys = [_key(word) for word in self.words.split()]
        self.capitals = {plain(word) for word in _CAPITALS.findall(join(text))}

    def holds(self, form: _Form) -> bool:
        if is_unspaced(form.plain):
            return form.plain.replace(" ", "") in self.words.replace(" ", "")
        if form.in_capitals:
            return form.plain in self.capitals
        last = len(self.keys) - len(form.keys)
        return any(all(map(_same, form.keys, self.keys[at:])) for at in range(last + 1))


@dataclass(frozen=True, slots=True)
class _Form:
    plain: str
    keys: tuple[str, ...]
    in_capitals: bool


def _sought(entry: str) -> tuple[_Form, ...]:
    """All that an entry's thing is called."""
    written = forms_of(entry)
    small = {plain(form) for form in written if form.islower()}
    found = sorted({other for form in written for other in called(form)} - {""})
    return tuple(
        _Form(
            form,
            tuple(map(_key, form.split())),
            in_capitals=len(form) <= SHORT and form.isascii() and form not in small,
        )
        for form in found
    )


def _same(sought: str, key: str) -> bool:
    """Whether two words are one; scripts that inflect names by their endings are given some letters."""
    if sought == key or sought.isascii() or len(sought) < 4:
        return sought == key
    kept = sought[: max(4, len(sought) - 1)]
    return key.startswith(kept) and len(key) - len(kept) <= LONGEST_ENDING


@lru_cache(maxsize=16_384)
def _key(word: str) -> str:
    return sound(stem(word))
