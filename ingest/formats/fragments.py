"""The characters of a page as parts of lines: those that stand side by side without a gap, in the order of reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.formats.glyphs import Box, Glyph

# Parts of a character's height: a gap that parts two words (where the line has spaces, too), one that may part columns.
_SPACE = 0.14
_SPACE_TOO = 0.3
_GAP = 0.85
# Of scripts without spaces, so many letters count as a word.
_WIDE_LETTERS = 3
RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LTR_RUN = re.compile("[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\\s][^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]*")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0eff]")
# Ligatures and the shapes of Arabic and Hebrew letters: they are written for printers, not for readers.
_SHAPES = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a line without a gap in it."""

    text: str
    box: Box

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def words(self) -> float:
        wide = len(_WIDE.findall(self.text))
        return len(_WIDE.sub(" ", self.text).split()) + wide / _WIDE_LETTERS


def upright(glyph: Glyph) -> Glyph:
    """As it stands where the page is turned so that its line runs to the right."""
    left, low, right, high = glyph.box
    box = (
        (left, low, right, high),
        (low, -right, high, -left),
        (-right, -high, -left, -low),
        (-high, left, -low, right),
    )
    return Glyph(glyph.text, box[glyph.turn], 0)


def fragments_of(glyphs: Sequence[Glyph]) -> list[Fragment]:
    """The fragments of a page's characters, row by row."""
    return [fragment for row in _rows_of_glyphs(_with_marks(glyphs)) for fragment in _row_fragments(row)]


def _with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Marks with the letters that they stand on, and a space with the letter behind it: it may stand for a gap of any
    width."""
    found: list[Glyph] = []
    space = ""
    for glyph in glyphs:
        text = _SHAPES.sub(lambda shape: unicodedata.normalize("NFKC", shape[0]), glyph.text)
        if not text.strip():
            space = " "
        elif found and all(unicodedata.category(one) in ("Mn", "Me") for one in text):
            found[-1] = Glyph(found[-1].text + text, found[-1].box, 0)
        else:
            found.append(Glyph(space + text, glyph.box, 0))
            space = ""
    return found


def _rows_of_glyphs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda one: -(one.box[1] + one.box[3])):
        here, high = (glyph.box[1] + glyph.box[3]) / 2, glyph.box[3] - glyph.box[1]
        if row and middle - here > min(height, high) * 0.5:
            yield row
            row = []
        if not row:
            middle, height = here, high
        row.append(glyph)
    if row:
        yield row


def _row_fragments(row: Sequence[Glyph]) -> Iterator[Fragment]:
    part: list[Glyph] = []
    end = 0.0
    for glyph in sorted(row, key=lambda one: one.box[0]):
        if part and glyph.box[0] - end > _GAP * max(_height(glyph), _height(part[-1])):
            yield _fragment(part)
            part = []
        end = max(end, glyph.box[2]) if part else glyph.box[2]
        part.append(glyph)
    if part:
        yield _fragment(part)


def _fragment(glyphs: Sequence[Glyph]) -> Fragment:
    is_left = any(RTL.search(glyph.text) for glyph in glyphs)
    # A program may write what runs to the left in either order: its spaces say nothing there.
    spaced = not is_left and any(glyph.text[0] == " " for glyph in glyphs[1:])
    pieces: list[str] = []
    end = glyphs[0].box[2]
    for glyph in glyphs:
        gap = glyph.box[0] - end > (_SPACE_TOO if spaced else _SPACE) * _height(glyph)
        if pieces and (gap or (spaced and glyph.text[0] == " ")):
            pieces.append(" ")
        pieces.append(glyph.text.lstrip())
        end = max(end, glyph.box[2])
    boxes = [glyph.box for glyph in glyphs]
    around = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Fragment(_in_order(pieces), around)


def _height(glyph: Glyph) -> float:
    return glyph.box[3] - glyph.box[1]


def _in_order(pieces: Sequence[str]) -> str:
    """Characters that stand side by side, as they are read: what is written to the left is turned round, and numbers
    and words of Latin letters within it are not."""
    text = "".join(pieces)
    letters = len(RTL.findall(text))
    if not letters:
        return text
    turned = "".join(piece.translate(_MIRRORED) if len(piece) == 1 else piece for piece in reversed(pieces))
    if letters * 2 < sum(character.isalpha() for character in text):  # a word of it within Latin text
        return re.sub(f"{RTL.pattern}+(?:\\s+{RTL.pattern}+)*", lambda run: run[0][::-1], text)
    return _LTR_RUN.sub(lambda run: _turned_back(run[0]), turned)


def _turned_back(run: str) -> str:
    body = run.rstrip()
    inner = body.strip("()[]{}«»‹›.,;:!?،؛؟")
    if not any(character.isalnum() for character in inner):
        return run
    at = body.find(inner)
    return body[:at] + inner[::-1].translate(_MIRRORED) + body[at + len(inner) :] + run[len(body) :]
