"""Bytes to text, whatever the encoding; never mojibake, never a binary file."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Sequence
from contextlib import suppress

from ingest.damage import damaged_as, damaged_utf8, repaired
from ingest.errors import Empty, Unreadable
from language.detection import text_language

# Goes into every source's hash: raise it when the same bytes would give another text or other metadata.
READER = "reader-5"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"RIFF", "a media file"),
    (b"ID3", "an audio file"),
    (b"OggS", "a media file"),
    (b"{\\rtf", "an RTF document: save it as .docx, .html or .txt"),
    (b"\x00\x00\x01\x00", "an icon"),
)
# What legacy text may be in. Left alone, the detector also offers encodings that no article uses.
_LEGACY = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "iso8859_2", "koi8_r", "cp874", "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
# Those of Latin letters, with the languages that were written in them.
_LATIN = {
    "cp1252": ("af", "ca", "da", "de", "en", "es", "fi", "fr", "id", "it", "ms", "nl", "no", "pt", "sv", "sw", "tl"),
    "cp1250": ("cs", "hr", "hu", "pl", "ro", "sk", "sl"),
    "cp1254": ("tr",),
    "cp1257": ("et", "lt", "lv"),
    "cp1258": ("vi",),
    "iso8859_2": (),
}
_MARKUP = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.S | re.I)
_SAMPLE = 200_000
# What browsers do: Latin 1 means cp1252, and the Asian names mean their supersets.
_SUPERSETS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
_HEAD = 2_048
# So many UTF-8 sequences, and nothing else beyond ASCII, are no accident of a Chinese or Japanese encoding.
_CERTAIN = 6
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH_LETTERS = re.compile("[\xa1-\xff]+")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.I)


def decode(raw: bytes, *, html: bool = False, declared: str | None = None, notes: list[str] | None = None) -> str:
    """The text of a file. An encoding that is declared, by a server or (`html`) in the first 2,048 bytes, is tried
    first. What could not be read of it is told in `notes`.

    Raises Empty, and Unreadable for what is binary or in no encoding that can be told.
    """
    if not raw.strip(b"\x00 \t\r\n\v\f"):
        raise Empty("the file is empty")
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature):
            raise Unreadable(f"not text: {kind}")
    names = [declared] if declared else []
    if html and (found := _DECLARED.search(raw[:_HEAD])):
        names.append(found[1].decode("ascii"))
    text = _sound(raw, names)
    if text is None:
        text = _damaged(raw, names)
        if notes is not None:
            notes.append("a few of its bytes are in no encoding: letters there may be wrong or missing")
    text = text.removeprefix("\ufeff")
    if not text.strip("\x00\ufeff \t\r\n\v\f"):
        raise Empty("the file is empty")
    return text


def _sound(raw: bytes, declared: Sequence[str]) -> str | None:
    """The text where all bytes are sound. Raises Unreadable for what is binary."""
    marked = _mark(raw) or _wide_order(raw[: _HEAD * 2])
    if marked:
        with suppress(UnicodeDecodeError):
            text = raw.decode(marked)
            if _mark(raw) or _is_text(text):
                return text
        return None
    for name in declared:
        text_or_none = decode_as(raw, name)
        if text_or_none and _is_text(text_or_none):
            return text_or_none
    return _utf8(raw) or _legacy(raw)


def _damaged(raw: bytes, declared: Sequence[str]) -> str:
    """The text where some bytes are not. Raises Unreadable where it can't be told what they are of."""
    marked = _mark(raw) or _wide_order(raw[: _HEAD * 2])
    names = [_SUPERSETS.get(name.strip().lower(), name) for name in declared]
    utf8 = marked == "utf-8-sig" or any(name.strip().lower() in ("utf-8", "utf8") for name in names)
    found = damaged_as(raw, marked) if marked and marked != "utf-8-sig" else damaged_utf8(raw, declared=utf8)
    for name in names:
        found = found or damaged_as(raw, name)
    for encoding, sound in repaired(raw):
        if found is None and _detected(sound) == encoding:
            found = damaged_as(raw, encoding)
    if found is None:
        raise Unreadable("the encoding can't be told; save the file as UTF-8")
    if not _is_text(found):
        raise Unreadable("not text: binary data")
    return found


def wide_encoding(head: bytes) -> str | None:
    """The UTF-16 or UTF-32 encoding that a file's first bytes show, if they do."""
    for mark, encoding in _BOMS[1:]:
        if head.startswith(mark):
            return encoding
    return _wide_order(head[: len(head) // 2 * 2])


def _mark(raw: bytes) -> str | None:
    return next((encoding for mark, encoding in _BOMS if raw.startswith(mark)), None)


def _wide_order(head: bytes) -> str | None:
    """Which byte order makes UTF-16 of it: line ends, spaces and ASCII have their NUL on one side only."""
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < 2 or min(even, odd) * 10 > max(even, odd):
        return None
    order, zeros = ("utf-16-le", odd) if odd > even else ("utf-16-be", even)
    if zeros * 2 > len(head) // 4:
        return order
    # Few NULs: Chinese or Korean with some spaces, or binary data. Text has letters nearly everywhere.
    text = head[: len(head) // 2 * 2].decode(order, "replace")
    plain = sum(1 for character in text if character.isalnum() or character.isspace())
    return order if plain > 0.7 * len(text) and "\ufffd" not in text[:-1] else None


def decode_as(raw: bytes, declared: str) -> str | None:
    """In the encoding that a page or its server declares; None where that is none, or can't be.

    UTF-8 under another name is common, and encodings of one byte a letter fit whatever bytes there are. What is
    UTF-8 from end to end is UTF-8: no other text is by chance. Nor is a text Latin of whose words all letters are
    beyond ASCII.
    """
    name = declared.strip().lower()
    try:
        text = raw.decode(_SUPERSETS.get(name, name))
    except (LookupError, UnicodeError):
        return None
    if _is_no_latin(text):
        return None
    sequences = len(_UTF8_SEQUENCE.findall(raw))
    one_byte_each = len(text) == len(raw)
    if sequences >= (1 if one_byte_each else _CERTAIN):
        with suppress(UnicodeDecodeError):
            return raw.decode("utf-8")
    return text


def _utf8(raw: bytes) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if b"\x1b$" in raw[:_HEAD]:  # ISO-2022-JP is ASCII with escapes
        try:
            return raw.decode("iso2022_jp_2")
        except UnicodeDecodeError:
            return None
    if not _is_text(text):
        raise Unreadable("not text: binary data")
    return text


def _legacy(raw: bytes) -> str | None:
    """In an older encoding; None where it is rather UTF-8 or such with some bad bytes. Raises Unreadable."""
    if len(_CONTROL_BYTES.findall(raw[:_SAMPLE])) * 50 > min(len(raw), _SAMPLE):
        raise Unreadable("not text: binary data")
    if damaged_utf8(raw, declared=False) or any(_detected(sound) == encoding for encoding, sound in repaired(raw)):
        return None
    best = _detected(raw)
    if best is None:
        return None
    try:
        text = raw.decode(best)
    except UnicodeDecodeError:
        return None
    if not _is_text(text):
        raise Unreadable("not text: binary data")
    return text


def _detected(raw: bytes) -> str | None:
    """The older encoding that the bytes are most likely in."""
    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.ERROR)
    best = from_bytes(raw, cp_isolation=list(_LEGACY)).best()
    return _by_language(raw, best.encoding) if best else None


def _by_language(raw: bytes, encoding: str) -> str:
    """Of the encodings of Latin letters, which differ in a few bytes only, the one for the text's language."""
    if encoding not in _LATIN:
        return encoding
    words = _MARKUP.sub(b" ", raw[:_SAMPLE]).decode("ascii", "ignore")
    language = text_language(" ".join(words.split()))
    wanted = next((name for name, languages in _LATIN.items() if language in languages), encoding)
    try:
        raw.decode(wanted)
    except UnicodeDecodeError:
        return encoding
    return wanted


def _is_no_latin(text: str) -> bool:
    """Whether what was read as Latin letters is another script: its words have no letter of ASCII in them."""
    beyond = _HIGH_LETTERS.findall(text)
    letters = sum(map(len, beyond))
    return letters >= 10 and sum(len(one) for one in beyond if len(one) > 2) * 2 > letters


def _is_text(text: str) -> bool:
    """Few NULs and control characters: a stray one is cleaned away, a tenth of them is a binary file."""
    strange = text.count("\x00") + len(_CONTROLS.findall(text[:200_000]))
    return strange * 50 <= len(text) or strange <= 2 < len(text)
