"""The text of an article that a page holds only in its data or its scripts, for a browser to lay out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ingest.cleaning import is_prose
from ingest.pagedata import PageData

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Characters: a shorter text is a summary, a shorter string a label.
_ARTICLE = 500
_PARAGRAPH = 80
_FEWEST = 3
_LONGEST_SCRIPT = 3_000_000
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
# Those in single quotes and template strings, too: an apostrophe in a comment may take code for one of them.
_ANY_STRING = re.compile(_STRING.pattern + r"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`", re.S)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,5})\}|(.))", re.S)
_NAMED = {"n": "\n", "r": "\n", "t": " ", "b": "", "f": "", "v": "", "0": "", "\n": ""}
# What Next.js sends in pieces: a string of a stream in which the page's own strings stand quoted once more.
_PIECE = re.compile(r'__next_f\.push\(\[\s*1\s*,\s*("(?:[^"\\]|\\.)*")\s*\]\s*\)')
_LONG_TEXT = re.compile(rb"[0-9a-f]{1,8}:T([0-9a-f]{1,7}),")
_CODE = re.compile(
    r"[{}]|=>|\bfunction\b|\breturn\b|;\s*\w+\s*[=(]|(?:https?:|/)\S{60,}|\w{50,}|\\u|&&|\.(?:js|css|png)\b"
)
_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|li)\b", re.I)


def scripts_of(tree: HtmlElement) -> Sequence[str]:
    """The page's scripts, to be read before these are taken out of it."""
    texts = (script.text or "" for script in tree.iter("script"))
    return [text for text in texts if _PARAGRAPH < len(text) <= _LONGEST_SCRIPT]


def text_of_data(data: PageData) -> str:
    """The whole text in the page's schema.org data, also that of a live blog's entries; "" where it holds none."""
    bodies = [_lines(one["articleBody"]) for one in data.said if isinstance(one.get("articleBody"), str)]
    for one in data.said:
        updates = one.get("liveBlogUpdate")
        entries = [entry for entry in (updates if isinstance(updates, list) else [updates]) if isinstance(entry, dict)]
        bodies.append("\n".join(text for entry in entries for text in _entry(entry)))
    longest = max(bodies, key=len, default="")
    cut = longest.rstrip("\"'”’)] ").endswith(("…", "..."))
    return "" if len(longest) < _ARTICLE or cut else longest


def text_of_scripts(scripts: Sequence[str]) -> str:
    """The sentences that stand in the page's scripts as strings, in their order; "" where they make no article."""
    return _text_of_strings(scripts, _STRING) or _text_of_strings(scripts, _ANY_STRING)


def _text_of_strings(scripts: Sequence[str], strings: re.Pattern[str]) -> str:
    found: dict[str, None] = {}
    for text in (*_streamed(scripts), *(one for one in scripts if not _PIECE.search(one))):
        for string in strings.finditer(text):
            if len(string[0]) < _PARAGRAPH + 2:
                continue
            for line in _lines(_read(string[0])).split("\n"):
                if len(line) >= _PARAGRAPH and is_prose(line) and not _CODE.search(line):
                    found.setdefault(line)
    lines = [line for line in found if not any(line != other and line in other for other in found)]
    text = "\n".join(lines)
    return text if len(lines) >= _FEWEST and len(text) >= _ARTICLE else ""


def _streamed(scripts: Sequence[str]) -> Iterator[str]:
    whole = "".join(_read(piece[1]) for text in scripts for piece in _PIECE.finditer(text))
    if whole:
        yield whole
        yield from map(json.dumps, _long_texts(whole.encode("utf-8", "replace")))


def _long_texts(stream: bytes) -> Iterator[str]:
    """The long texts of the stream: they stand in it unquoted, behind their lengths in bytes; what follows follows at
    once."""
    end = -1
    for found in _LONG_TEXT.finditer(stream):
        begins_a_row = found.start() in (0, end) or stream[found.start() - 1] == ord("\n")
        if begins_a_row and found.start() >= end:
            end = found.end() + int(found[1], 16)
            yield stream[found.end() : end].decode("utf-8", "replace")


def _read(literal: str) -> str:
    """What a string of JSON, or of a script in any of its quotes, says."""
    try:
        value = json.loads(literal, strict=False)
    except ValueError:
        value = _ESCAPE.sub(_unescaped, literal[1:-1]).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value if isinstance(value, str) else ""


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    return chr(int(code, 16)) if code else _NAMED.get(found[4], found[4])


def _entry(entry: dict[str, Any]) -> Iterator[str]:
    for name in ("headline", "articleBody"):
        if isinstance(entry.get(name), str) and entry[name].strip():
            yield _lines(entry[name])


def _lines(text: str) -> str:
    from ingest.pagetree import visible_blocks

    if _MARKUP.search(text) or "&" in text:
        return "\n".join(visible_blocks(text))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)
