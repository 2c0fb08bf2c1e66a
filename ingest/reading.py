"""Bytes to text, whatever the encoding; never mojibake, never a binary file."""

from __future__ import annotations

import codecs
import logging
import re
from contextlib import suppress

from ingest.errors import Unreadable

# Goes into every source's hash: raise it when the same bytes would give another text or other metadata.
READER = "reader-4"

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
    (b"{\\rtf", "an RTF document"),
    (b"\x00\x00\x01\x00", "an icon"),
)
# What legacy text may be in. Left alone, the detector also offers encodings that no article uses.
_LEGACY = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "iso8859_2", "koi8_r", "cp874", "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
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
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.I)


def decode(raw: bytes, *, html: bool = False) -> str:
    """The text of a file. `html`: an encoding declared in the first 2,048 bytes is tried first.

    Raises Unreadable for what is empty, binary, or in no encoding that can be told.
    """
    if not raw.strip(b"\x00 \t\r\n\v\f"):
        raise Unreadable("the file is empty")
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature):
            raise Unreadable(f"not text: {kind}")
    text = _by_mark(raw) or _wide(raw) or (_declared(raw) if html else None) or _utf8(raw) or _legacy(raw)
    if not text.strip("\x00\ufeff \t\r\n\v\f"):
        raise Unreadable("the file is empty")
    return text


def wide_encoding(head: bytes) -> str | None:
    """The UTF-16 or UTF-32 encoding that a file's first bytes show, if they do."""
    for mark, encoding in _BOMS[1:]:
        if head.startswith(mark):
            return encoding
    return _wide_order(head[: len(head) // 2 * 2])


def _by_mark(raw: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as error:
                marked = encoding.removesuffix("-sig")
                raise Unreadable(f"the encoding is damaged: marked as {marked}, but isn't") from error
    return None


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark. It decodes "without error" as UTF-8 with NULs, so it is asked for first."""
    order = _wide_order(raw[: _HEAD * 2])
    if order is None:
        return None
    try:
        text = raw.decode(order)
    except UnicodeDecodeError as error:
        raise Unreadable("the encoding is damaged: UTF-16 that ends or breaks in the middle") from error
    return text if _is_text(text) else None


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


def _declared(raw: bytes) -> str | None:
    found = _DECLARED.search(raw[:_HEAD])
    text = decode_as(raw, found[1].decode("ascii")) if found else None
    return text if text and _is_text(text) else None


def decode_as(raw: bytes, declared: str) -> str | None:
    """In the encoding that a page or its server declares; None where that is none, or can't be.

    UTF-8 under another name is common, and encodings of one byte a letter fit whatever bytes there are. What is
    UTF-8 from end to end is UTF-8: no other text is by chance.
    """
    name = declared.strip().lower()
    try:
        text = raw.decode(_SUPERSETS.get(name, name))
    except (LookupError, UnicodeError):
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


def _legacy(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    if len(_CONTROL_BYTES.findall(raw[:200_000])) * 50 > min(len(raw), 200_000):
        raise Unreadable("not text: binary data")
    high = len(_HIGH.findall(raw))
    if sum(len(sequence) for sequence in _UTF8_SEQUENCE.findall(raw)) * 2 > high:
        raise Unreadable("the encoding is damaged: UTF-8 mixed with other bytes; save the file as UTF-8")
    logging.getLogger("charset_normalizer").setLevel(logging.ERROR)
    best = from_bytes(raw, cp_isolation=list(_LEGACY)).best()
    if best is None:
        raise Unreadable("the encoding can't be told; save the file as UTF-8")
    try:
        text = raw.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("the encoding can't be told; save the file as UTF-8") from error
    if not _is_text(text):
        raise Unreadable("not text: binary data")
    return text


def _is_text(text: str) -> bool:
    """Few NULs and control characters: a stray one is cleaned away, a tenth of them is a binary file."""
    strange = text.count("\x00") + len(_CONTROLS.findall(text[:200_000]))
    return strange * 50 <= len(text) or strange <= 2 < len(text)
