"""Texts whose bytes are damaged here and there: read as browsers read them, since one bad byte is no reason to lose a
page, nor to take it for one in another encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What stands for a letter whose bytes are not all there.
LOST = "\ufffd"

_SEQUENCE = (
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})"
)
_PART = re.compile(rb"(?P<sound>(?:[\x00-\x7f]|" + _SEQUENCE + rb")+)|(?P<bad>(?:(?!" + _SEQUENCE + rb")[\x80-\xff])+)")
_LETTER = re.compile(rb"[A-Za-z]")
# What European pages hold beyond ASCII: Latin letters, dashes, quotation marks, currencies.
_EUROPEAN = re.compile("[\x00-\x7f\u00a0-\u017f\u2000-\u20cf]*")
_BEYOND = re.compile("[^\x00-\x7f]")
_SEVERAL_BYTES = ("cp932", "euc_jp", "gb18030", "big5", "cp949")


def damaged_utf8(raw: bytes, *, declared: bool) -> str | None:
    """The text of bytes that are UTF-8 but for some, None where they are rather in another encoding.

    Single bytes that make no sequence are read as cp1252, what is left of cut characters as LOST. `declared`: the page
    or its server says that it is UTF-8.
    """
    parts = list(_PART.finditer(raw))
    texts = [part["sound"].decode("utf-8") if part["sound"] else _stray(raw, part) for part in parts]
    sound = "".join(text for part, text in zip(parts, texts, strict=True) if part["sound"])
    bad = [part["bad"] for part in parts if part["bad"]]
    beyond, lost = len(_BEYOND.findall(sound)), sum(map(len, bad))
    alone = all(len(one) == 1 for one in bad)
    if beyond and (beyond >= lost or (declared and beyond * 4 >= lost) or (alone and _EUROPEAN.fullmatch(sound))):
        return "".join(texts)
    return None


def _stray(raw: bytes, part: re.Match[bytes]) -> str:
    """What bytes stand for that are in no sequence: a letter or quotation mark of cp1252, or a part of a character."""
    bad = part["bad"]
    if len(bad) > 1 or bad == b"\xf0":
        return LOST
    beside = raw[max(0, part.start() - 1) : part.start()] + raw[part.end() : part.end() + 1]
    if bad >= b"\xc0" and not _LETTER.search(beside):
        return LOST
    return bad.decode("cp1252", "replace")


def damaged_as(raw: bytes, encoding: str) -> str | None:
    """The text in an encoding that nearly all bytes are sound in, None where that is not so."""
    try:
        text = raw.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return None
    # What is ASCII is sound in nearly every encoding, and proves none.
    proofs = len(text) if encoding.startswith("utf-") else len(_BEYOND.findall(text))
    return text if text.count(LOST) * 20 <= proofs else None


def repaired(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The encodings of several bytes a letter that only few bytes stand against, and the bytes without those."""
    for encoding in _SEVERAL_BYTES:
        text = damaged_as(raw, encoding)
        if text and LOST in text:
            yield encoding, text.replace(LOST, "").encode(encoding, "ignore")
