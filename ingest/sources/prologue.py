"""What stands before the XML of a feed or sitemap and does not belong to it: empty lines, a program's warning."""

from __future__ import annotations

import re

_ROOT_TAG = rb"<(?:[A-Za-z][\w.-]*:)?(rss|feed|rdf|urlset|sitemapindex)[\s>/]"
_BEGIN = re.compile(rb"<\?xml\b[^>]*>(?:\s|<!--.*?-->|<[?!][^>]*>)*(?=" + _ROOT_TAG + rb")|" + _ROOT_TAG, re.S | re.I)
# Declarations are not stripped: they are what attacks are made of, and are judged with the rest.
_OF_XML = re.compile(rb"<\?xml|<!\s*(?:DOCTYPE|ENTITY)", re.I)
# A warning or two; what stands behind more is an example in somebody's text.
_LONGEST = 4_000


def without_prologue(raw: bytes) -> bytes:
    """The XML alone, where a feed or sitemap stands behind something short and goes on to the end; else all of it."""
    found = _BEGIN.search(raw, 0, _LONGEST)
    before = raw[: found.start()].strip(b"\xef\xbb\xbf") if found else b""
    if not found or not before or _OF_XML.search(before):
        return raw
    root = (found[1] or found[2]).lower()
    end = raw.rstrip(b"\x00 \t\r\n")[-200:].lower()
    return raw[found.start() :] if re.search(rb"</(?:[\w.-]+:)?" + root + rb"\s*>(?:\s*<!--.*?-->)*$", end) else raw
