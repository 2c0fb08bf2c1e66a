"""Invisible and broken characters: out of the text, and counted.

Article text goes into prompts, an index and chat messages. Characters that nobody sees can hide words
from the reader that the model does see, break an encoder, or keep a word from being found.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")

# Removed wherever they stand: control characters; invisible format characters (bidirectional marks, soft
# hyphen, word joiner, tags, …; the visible Arabic number signs are not among them); invisible letters
# (fillers); lone surrogates; private use (icon fonts); noncharacters.
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\U000f0000-\U0010ffff]"
)
# ASCII without these has nothing to change: most English texts are looked at once.
_ODD_ASCII = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_JOINERS = re.compile("[\u200c\u200d]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}")

# Scripts whose spelling uses the joiners: Arabic, Syriac, N'Ko, the Indic family, Myanmar, Khmer, Mongolian.
_JOINED_SCRIPTS = re.compile(
    "[\u0600-\u07ff\u0840-\u109f\u1780-\u18af\ua840-\ua87f\uaa60-\uaa7f\ufb50-\ufdff\ufe70-\ufefc]"
)


def neutralise(text: str) -> tuple[str, int]:
    """(the text in NFC without invisible characters, how many were removed).

    Line ends become `\\n` and every kind of space a plain one: these are not counted. Zero-width
    joiners stay where a script's spelling or an emoji sequence needs them.
    """
    if text.isascii() and not _ODD_ASCII.search(text):
        return text, 0
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    text, removed = _REMOVED.subn("", text)
    text, runs = _SELECTORS.subn(lambda run: run[0][0], text)
    removed += runs
    if _JOINERS.search(text):
        before = len(text)
        text = _JOINERS.sub(_needed, text)
        removed += before - len(text)
    return unicodedata.normalize("NFC", text), removed


def _needed(match: re.Match[str]) -> str:
    text, at = match.string, match.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not before:
        return ""
    if _JOINED_SCRIPTS.match(before):
        return match[0]
    # An emoji sequence: a symbol, a selector or a skin tone before, a symbol after.
    joins = match[0] == "\u200d" and unicodedata.category(before) in ("So", "Sk", "Mn")
    return match[0] if joins and after and unicodedata.category(after) == "So" else ""
