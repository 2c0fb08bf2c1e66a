"""The form that a word's inflected forms share, and whether a word reads like an inflected verb."""

from __future__ import annotations

from functools import lru_cache

from language.functionwords import COUNTRIES
from language.names import folded
from language.pack import pack
from language.wording import base_form

LEMMATISED = frozenset({"en", "es", "de", "fr"})
_INFINITIVES = {"de": ("en", "eln", "ern"), "es": ("ar", "er", "ir"), "fr": ("er", "ir", "re")}
_PLURALS = frozenset(["children", "people", "men", "women", "police"])


@lru_cache(maxsize=65_536)
def lemma_of(word: str, language: str) -> str:
    """A word's lemma without accents; a people and its country have one. A dictionary loads at its first word."""
    plain = word.casefold()
    if plain in COUNTRIES:
        return COUNTRIES[plain]
    if language == "en":
        plain = base_form(plain)
    if language in LEMMATISED:
        import simplemma

        plain = simplemma.lemmatize(word if language == "de" else plain, lang=language)
    return folded(plain)


def is_inflected_verb(word: str, language: str) -> bool:
    """Whether a word is a verb by its form, as far as that tells: "found", "stieg", never "repairs"."""
    plain = word.casefold()
    tables = pack(language).statements
    if plain.endswith(tuple(tables.endings)):
        return True
    lemma = lemma_of(word, language)
    if language == "en":
        return lemma != plain and not plain.endswith(("s", "ing", "men")) and plain not in _PLURALS
    if language == "de" and not word[0].islower():
        return False
    return lemma != folded(plain) and lemma.endswith(_INFINITIVES.get(language, ("\0",)))


def reads_like_a_verb(word: str, language: str) -> bool:
    """Whether a word may be a verb: one by its form, or a frequent one in its base form or the third person."""
    return is_inflected_verb(word, language) or lemma_of(word, language) in pack(language).statements.finite


def is_plural(word: str) -> bool:
    """Whether an English word reads like a noun in the plural."""
    plain = word.casefold()
    return plain in _PLURALS or (plain.endswith("s") and lemma_of(word, "en") != plain)
