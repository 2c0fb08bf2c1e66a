"""Every sentence that Dateline tells people, in the asker's language: gettext catalogues, one file a language.

English stands in the code, as the argument of `translate`, `translate_count` or `translatable`; its translations are
in `language/locale/CODE.po`. A sentence or a language without a translation is told in English, whole. `README.md`
says how a sentence or a language is added.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from language.cldr import number_shown
from language.pack import CODES, FALLBACK

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

FOLDER = Path(__file__).with_name("locale")


def translate(sentence: str, language: str | None, /, **values: object) -> str:
    """An English sentence in a language (ISO 639-1), with its `{placeholders}` filled."""
    told = _translations(language).gettext(sentence)
    return told.format(**values) if values else told


def translate_count(one: str, many: str, language: str | None, /, *, count: int, **values: object) -> str:
    """The sentence for one thing or for many, in the plural form that the language has for `count`.

    `{count}` is filled with the number as the language writes it.
    """
    told = _translations(language).ngettext(one, many, count)
    return told.format(count=number_shown(count, language), **values)


def translatable(sentence: str) -> str:
    """The sentence itself: marks one that is kept in a table and translated where it is told."""
    return sentence


def catalogue_of(code: str) -> Catalog:
    """A language's file, as it stands."""
    from babel.messages.pofile import read_po

    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


@cache
def _translations(language: str | None) -> NullTranslations:
    if language not in CODES or language == FALLBACK or language is None:
        return NullTranslations()
    from babel.messages.mofile import write_mo

    compiled = BytesIO()
    write_mo(compiled, catalogue_of(language))
    compiled.seek(0)
    return GNUTranslations(compiled)
