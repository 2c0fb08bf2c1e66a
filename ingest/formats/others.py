"""Kinds of files that are not read, and what to make of them so that they are."""

from __future__ import annotations

import os

_CONVERT = {
    ".epub": ("an EPUB book", "convert it to .html or .txt"),
    ".mobi": ("an e-book", "convert it to .html or .txt"),
    ".odt": ("an OpenDocument text", "save it as .docx, .html or .txt"),
    ".rtf": ("an RTF document", "save it as .docx, .html or .txt"),
    ".doc": ("an old Word document", "save it as .docx"),
    ".pages": ("a Pages document", "export it as .docx or .pdf"),
    ".wpd": ("a WordPerfect document", "save it as .docx"),
    ".ppt": ("a slide show", "export it as .pdf"),
    ".pptx": ("a slide show", "export it as .pdf"),
    ".odp": ("a slide show", "export it as .pdf"),
    ".csv": ("a CSV table", "write an article a line as .jsonl"),
    ".tsv": ("a table", "write an article a line as .jsonl"),
    ".xls": ("a table", "write an article a line as .jsonl"),
    ".xlsx": ("a table", "write an article a line as .jsonl"),
    ".ods": ("a table", "write an article a line as .jsonl"),
    ".json": ("a JSON file", "write an article a line as .jsonl"),
    ".msg": ("an Outlook message", "save it as .eml or .html"),
    ".mbox": ("a mailbox", "save its messages as .eml"),
    ".opml": ("a list of feeds", "give it to `dateline ingest` by itself, or to `dateline sources import`"),
}
_PACKED = {
    b"mimetypeapplication/epub": ".epub",
    b"mimetypeapplication/vnd.oasis.opendocument.text": ".odt",
    b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"mimetypeapplication/vnd.oasis.opendocument.presentation": ".odp",
}
_MEMBERS = {b"ppt/": ".pptx", b"xl/": ".xlsx", b"word/": ".docx"}
_TYPES = {
    "text/csv": ".csv",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/epub+zip": ".epub",
    "application/msword": ".doc",
    "application/vnd.oasis.opendocument.text": ".odt",
}


def refusal_of_name(name: str) -> str | None:
    """Why a file of this name is not read, and what to convert it to; None for other kinds."""
    return _said(os.path.splitext(name.lower())[1])


def refusal_of(body: bytes, *, media_type: str = "") -> str | None:
    """The same of what an address or a file holds, told by its bytes first."""
    if body.startswith(b"PK\x03\x04"):
        head = body[:200]
        packed = next((suffix for mark, suffix in _PACKED.items() if mark in head), None)
        member = next((suffix for mark, suffix in _MEMBERS.items() if mark in body), None)
        return _said(packed or member or "")
    if body.startswith(b"{\\rtf"):
        return _said(".rtf")
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        return _said(".doc")
    return _said(_TYPES.get(media_type, ""))


def _said(suffix: str) -> str | None:
    if suffix not in _CONVERT:
        return None
    kind, advice = _CONVERT[suffix]
    return f"{kind} is not read: {advice}"
