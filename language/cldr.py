"""Days, numbers and names of languages as each language writes them, from Babel's CLDR.

A language without a catalogue of sentences is written as English: a sentence is never half in one and half in another.
English days are British ("30 Jan 2024"), which nobody reads as month and day the wrong way round.
"""

from __future__ import annotations

from datetime import date

from language.pack import CODES, FALLBACK

_THIN_SPACE = "\u2009"


def day_shown(day: date, language: str | None) -> str:
    """One day: "30 Jan 2024", "30. Jan. 2024", "2024년 1월 30일"."""
    from babel.dates import format_skeleton

    return _plain(format_skeleton("yMMMd", day, locale=_locale(language)))


def month_shown(month: date, language: str | None) -> str:
    """The month of a day: "January 2024", "enero de 2024"."""
    from babel.dates import format_skeleton

    return _plain(format_skeleton("yMMMM", month, locale=_locale(language)))


def days_shown(first: date, last: date, language: str | None) -> str:
    """From one day to another, saying once what both share: "21–28 Nov 2026"."""
    if first == last:
        return day_shown(first, language)
    from babel.dates import format_interval

    return _plain(format_interval(first, last, "yMMMd", locale=_locale(language)))


def number_shown(number: int, language: str | None) -> str:
    """A whole number with the language's separators: "10,702", "10.702"."""
    if _locale(language) == "en_GB":
        return f"{number:,}"
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_locale(language))


def language_name(code: str, language: str | None) -> str:
    """What a language calls another: ("de", "fr") is "allemand". The code itself where it has no name for it."""
    from babel import Locale

    return str(Locale.parse(_locale(language)).languages.get(code, code))


def _locale(language: str | None) -> str:
    return language if language in CODES and language != FALLBACK else "en_GB"


def _plain(text: str) -> str:
    return text.replace(_THIN_SPACE, " ")
