"""Words from articles, models and members made inert: shown as they are, never obeyed by Discord.

Discord gives a meaning to Markdown, to `<…>` (mentions, emoji, timestamps), to `@everyone` and to addresses. A
backslash takes it from punctuation; where Discord reads on regardless, a zero-width space stands in between.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

GAP = "\u200b"
ELLIPSIS = "…"

_MARKDOWN = re.compile(r"[\\*_~`|\[\]<>]")
_LINE_START = re.compile(r"^(\s*)(\d{1,9}(?=[.)]\s)|)([#>+]|-(?=\s|#)|(?<=\d)[.)])", re.MULTILINE)
_ANGLE = re.compile(r"<(?=\S)")
_AT = re.compile(r"@(?=\w|&|!)")
_ADDRESS = re.compile(r"(?<=\w):(?=//)|(?<=\bdiscord)\.(?=gg\b|com\b|me\b)|(?<=\bdiscordapp)\.(?=com\b)", re.IGNORECASE)
# Marks of direction would let a title rewrite the line that it stands in; other control characters do worse in a log.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_COMBINING = 4  # marks that may pile up on one letter; more is a tower that covers the lines above


def escaped(text: str) -> str:
    """The text as Discord shows it and nothing else: no links, mentions, formatting, headings or fences."""
    text = _ANGLE.sub(f"<{GAP}", clean(text))
    text = _AT.sub(f"@{GAP}", text)
    text = _ADDRESS.sub(lambda match: match[0] + GAP, text)
    text = _MARKDOWN.sub(r"\\\g<0>", text)
    return _LINE_START.sub(r"\1\2\\\3", text)


def plain(text: str) -> str:
    """The same for places without Markdown (footers, buttons, choices): no mention, nothing invisible, one line."""
    return _AT.sub(f"@{GAP}", _ANGLE.sub(f"<{GAP}", one_line(text)))


def one_line(text: str) -> str:
    """The text on one line, as titles and logs need it."""
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """Without what is not seen or can't be sent: control characters, marks of direction, lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\t", " ")
    text = _CONTROL.sub(" ", _DIRECTION.sub("", _SURROGATE.sub("\ufffd", text)))
    return _without_towers(text)


def unescaped(text: str) -> str:
    """Words back from what `escaped` made of them; used on the bot's own messages."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text.replace(GAP, ""))


def units(text: str) -> int:
    """Length in UTF-16 code units: never less than what Discord counts, whichever way it does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, most: int) -> str:
    """At most `most` units, cut at a word where one ends near, with an ellipsis. Meant for text not yet escaped."""
    if units(text) <= most:
        return text
    cut = text[: most - 1]
    while units(cut) > most - 1:
        cut = cut[:-1]
    while cut and unicodedata.combining(text[len(cut)]):
        cut = cut[:-1]  # a letter stays with its accents
    words, space, _ = cut.rpartition(" ")
    return (words if space and len(words) > len(cut) // 2 else cut).rstrip(" ,;:") + ELLIPSIS


def columns(text: str) -> int:
    """How wide a text is: letters of East Asian scripts are twice as wide as others."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def narrowed(text: str, most: int) -> str:
    """At most so many columns wide, cut as `shortened` cuts."""
    if columns(text) <= most:
        return text
    room = most
    while columns(cut := shortened(text, room)) > most:
        room -= max(1, (columns(cut) - most) // 2)
    return cut


def link(label: str, url: str | None, *, most: int = 1500) -> str:
    """A Markdown link on an escaped label; the label alone where there is no address that is safe to give."""
    target = address(url) if url else None
    return f"[{label}]({target})" if target and len(target) <= most else label


def address(url: str) -> str | None:
    """An http(s) address that can't end its link early; None for any other."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # UnicodeError too
        return None
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[A-Za-z0-9._-]+", host):
        return None
    path = _encoded(parts.path, "/:@!$&+,;=~%-._")
    query = f"?{_encoded(parts.query, '/:@!$&+,;=~%-._?')}" if parts.query else ""
    fragment = f"#{_encoded(parts.fragment, '/:@!$&+,;=~%-._?')}" if parts.fragment else ""
    return f"{parts.scheme}://{host}{port}{path}{query}{fragment}"


def host_of(url: str) -> str | None:
    """The host of an address as it is shown beside a link; look-alike letters show as xn--."""
    target = address(url)
    host = urlsplit(target).hostname if target else None
    return host.removeprefix("www.") if host else None


def _encoded(part: str, safe: str) -> str:
    return quote(_SURROGATE.sub("", part), safe=safe)


def _without_towers(text: str) -> str:
    if not any(unicodedata.combining(character) for character in text):
        return text
    kept, pile = [], 0
    for character in text:
        pile = pile + 1 if unicodedata.combining(character) else 0
        if pile <= _COMBINING:
            kept.append(character)
    return "".join(kept)
