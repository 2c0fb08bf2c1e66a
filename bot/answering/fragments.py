"""Links that open a page at the quoted words.

A text fragment (WICG, "URL Fragment Text Directives") is `#:~:text=START` or `#:~:text=START,END`. Comma, ampersand
and hyphen have a meaning in it and are percent-encoded, as everything beyond the unreserved characters.
"""

from __future__ import annotations

import re
from urllib.parse import quote as percent

from language.addresses import LEFT_OUT

# A longer quote is given by its beginning and its end: the link stays short, and survives small edits between.
LONGEST_WHOLE = 60
WORDS_AT_EACH_END = 5
CHARACTERS_AT_EACH_END = 12
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def link_to(url: str, quote: str) -> str:
    """The address that opens `url` at the words of `quote`; the plain address where there are no words."""
    directive = _directive(" ".join(quote.split()))
    if not directive:
        return url
    base, _, fragment = url.partition("#")
    fragment = fragment.partition(":~:")[0]
    return f"{base}#{fragment}:~:text={directive}"


def _directive(text: str) -> str:
    text = max(text.split(LEFT_OUT), key=len)  # an address that was left out stands in the page
    text = text.strip("“”\"'‘’«»「」 ")
    if len(text) <= LONGEST_WHOLE:
        return _encoded(text)
    if _CJK.search(text):
        start, end = text[:CHARACTERS_AT_EACH_END], text[-CHARACTERS_AT_EACH_END:]
    else:
        words = text.split(" ")
        if len(words) < 2 * WORDS_AT_EACH_END:
            return _encoded(text)
        start, end = " ".join(words[:WORDS_AT_EACH_END]), " ".join(words[-WORDS_AT_EACH_END:])
    return f"{_encoded(start.strip())},{_encoded(end.strip())}"


def _encoded(text: str) -> str:
    # Python leaves the hyphen alone; here it would mark a prefix or suffix.
    return percent(text, safe="", errors="replace").replace("-", "%2D")
