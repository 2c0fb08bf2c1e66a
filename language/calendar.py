"""What months and weekdays are called, as Babel's CLDR has it: the names by which dates are read."""

from __future__ import annotations

from functools import cache
from typing import Literal

from language.pack import packs

# Where a language is written in more ways than one: "Sept.", "Jänner", "setiembre".
_REGIONS = {"en": ("en", "en_GB"), "de": ("de", "de_AT"), "es": ("es", "es_PE"), "fr": ("fr", "fr_CA")}


@cache
def months(code: str, *, short: bool = True) -> dict[str, int]:
    """The names of the months in a language, lower-cased and without a final stop, each with its number; `short` ones
    too where they are wanted."""
    return _names(code, "months", ("wide", "abbreviated") if short else ("wide",))


@cache
def weekdays(code: str, *, short: bool = False) -> dict[str, int]:
    """The same of the days of the week; 0 is Monday."""
    return _names(code, "days", ("wide", "abbreviated") if short else ("wide",))


@cache
def written_months() -> frozenset[str]:
    """The months' whole names of all packs that spell them, as they are written: "May", "mai"."""
    from babel.dates import get_month_names

    names = (name for pack in packs() for name in get_month_names("wide", "format", pack.code).values())
    return frozenset(name for name in names if not name[0].isdigit())


def _names(code: str, what: str, widths: tuple[Literal["wide", "abbreviated"], ...]) -> dict[str, int]:
    from babel.dates import get_day_names, get_month_names

    # Stand-alone names are not asked for: Babel 2.18 gives Chinese ones for other languages once Japanese was read.
    given = get_month_names if what == "months" else get_day_names
    found: dict[str, int] = {}
    for region in _REGIONS.get(code, (code,)):
        for width in widths:
            for number, name in given(width, "format", region).items():
                found.setdefault(str(name).lower().rstrip("."), int(number))
    return found
