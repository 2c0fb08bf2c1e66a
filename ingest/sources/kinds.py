"""What an address turned out to be: found out from its answer, never asked of the editor."""

from __future__ import annotations

import re
from typing import Literal

from ingest.errors import Unreadable
from ingest.formats.archives import gunzip
from ingest.formats.others import refusal_of
from ingest.sources.prologue import without_prologue

Kind = Literal["page", "feed", "sitemap", "pdf", "docx", "text"]

_ROOTS: dict[str, Kind] = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "urlset": "sitemap", "sitemapindex": "sitemap", "html": "page",
}  # fmt: skip
_PROLOGUE = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)", re.S | re.I)
_ROOT = re.compile(rb"\s*<(?:[A-Za-z][\w.-]*:)?([A-Za-z][\w.-]*)[\s>/]")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|meta|title)\b", re.I)
_HEAD = 4_096


def unpacked(body: bytes, *, max_bytes: int) -> bytes:
    """The body, unpacked if it is a gzip file: sitemaps often are. Raises Unreadable."""
    return gunzip(body, max_bytes=max_bytes) if body.startswith(b"\x1f\x8b") else body


def kind_of(body: bytes, *, media_type: str = "") -> Kind:
    """Told by the bytes first; the declared type decides only where they leave it open. Raises Unreadable."""
    if body.startswith(b"%PDF-") or b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(b"PK\x03\x04"):
        if b"[Content_Types].xml" in body and b"word/" in body:
            return "docx"
        raise Unreadable(refusal_of(body) or "an archive, not an article")
    if refusal := refusal_of(body, media_type=media_type):
        raise Unreadable(refusal)
    head = without_prologue(body)[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"")
    root = _root(head)
    if root in _ROOTS:
        return _ROOTS[root]
    if "html" in media_type or _HTML.search(head):
        return "page"
    if head.lstrip().startswith(b"<?xml") or media_type.endswith(("/xml", "+xml")):
        raise Unreadable("XML that is neither a feed nor a sitemap")
    if media_type in ("text/plain", "text/markdown", "") and body:
        return "text"
    if media_type.startswith("text/") and media_type not in ("text/css", "text/javascript", "text/csv"):
        return "text"
    raise Unreadable(f"not an article, a feed or a sitemap ({_shown(media_type)})")


def _root(head: bytes) -> str:
    while found := _PROLOGUE.match(head):
        head = head[found.end() :]
    tag = _ROOT.match(head)
    return tag[1].decode("ascii").lower() if tag else ""


def _shown(media_type: str) -> str:
    return media_type if re.fullmatch(r"[\w.+-]+/[\w.+-]+", media_type) else "of no known type"
