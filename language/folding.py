"""One way to write what people and papers write differently: case, accents, apostrophes, figures, initials.

`fold` is used by questions, the gate, quoting, full text and its index alike, so that no term stands on one side only
because of how it was typed. `VERSION` changes whenever its result does: full text is then made anew.
"""

from __future__ import annotations

import re
import unicodedata

VERSION = f"2 unicode {unicodedata.unidata_version}"

# Letters that no decomposition takes apart, as they are typed without them. Case folding makes "ss" of ß.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ŀ": "l",
        "ŋ": "ng", "ĸ": "k", "ſ": "s", "ƒ": "f",
    }
)  # fmt: skip
# Accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic, and characters that only shape
# a word: texts and questions write them or leave them out. Marks of other scripts are letters to them.
_OPTIONAL = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u00ad\u200c\u200d\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_APOSTROPHES = re.compile("[’‘ʼʻ′`´＇]")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?!\w)", re.IGNORECASE)
# "l'accord", "d'Angelo", "qu'il" are two words; "O'Brien" and "don't" are one, with or without the apostrophe.
_ELIDED = re.compile(r"\b([cdjlmnst]|qu)'(?=\w{2})", re.IGNORECASE)
_INSIDE = re.compile(r"(?<=\w)'(?=\w)")
# Thousands: 240,500, 240.500, 240'500, and 240 500 with a space that does not break a line.
_THOUSANDS = re.compile(r"(?<![\d.,'])\d{1,3}(?:[,.'\u00a0\u2009\u202f]\d{3})+(?!\d|[.,]\d+[.,])")
_SEPARATORS = re.compile("[,.'\u00a0\u2009\u202f]")
# U.S., J.K., J. K. and, with capitals, J K (Rowling), U.S without its last stop.
_DOTTED = re.compile(
    r"\b[^\W\d_]\.(?: ?[^\W\d_]\.)+"
    r"|\b(?:[A-Z]\. ?)*[A-Z]\.[A-Z]\b(?!['’.])"
    r"|\b[A-Z](?: [A-Z])+\b(?!['’.])"
)
_HAS_INITIALS = re.compile(r"\b[^\W\d_]\. ?[^\W\d_]\b|\b[A-Z] [A-Z]\b")

_LENGTHENED = re.compile(r"([^\W\d_])\1{2,}|([\u1100-\u11ff\u3131-\u3163]{1,3}?)\2+")


def fold(text: str) -> str:
    """The text folded: lower case without accents; words and the order of words stay.

    Possessives lose their "s", initials their stops and spaces, figures the separators of their thousands.
    """
    return fold_letters(join(text))


def join(text: str) -> str:
    """The text with apostrophes, initials and figures written in one way; case and accents stay."""
    if not text.isascii():
        text = _APOSTROPHES.sub("'", text)
    if _THOUSANDS.search(text):
        text = _THOUSANDS.sub(lambda figure: _SEPARATORS.sub("", figure[0]), text)
    text = join_initials(text)
    if "'" in text:
        text = _INSIDE.sub("", _ELIDED.sub(r"\1 ", _POSSESSIVE.sub("", text)))
    return text


def join_initials(text: str) -> str:
    """The text in NFKC, its initials without stops and spaces: "J. K. Rourke" is "JK Rourke"."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if _HAS_INITIALS.search(text):
        return _DOTTED.sub(lambda initials: re.sub("[. ]", "", initials[0]), text)
    return text


def fold_letters(text: str) -> str:
    """The text in lower case and without accents, as `fold` makes it of what `join` gives."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", _OPTIONAL.sub("", apart)).translate(_LETTERS)


def unlengthened(text: str) -> str:
    """A text without the letters by which it is drawn out: "hiiii" is "hi", "ㅋㅋㅋ" is "ㅋ"."""
    return _LENGTHENED.sub(lambda match: match[1] or match[2], text)
