"""The lines of a page in the order in which they are read: columns one after another, the rows of a table as rows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.formats.glyphs import Box, Glyph

# Parts of a character's height: a gap that parts two words (where the line has spaces, too), one that may part columns.
_SPACE = 0.14
_SPACE_TOO = 0.3
_GAP = 0.85
# Points by which the left edges of a column's lines may differ.
_EDGE = 3.0
_MOST_EDGES = 24
_FEWEST_ROWS = 3
# Words in a line of a column; fewer are a table's cells. Of scripts without spaces, so many letters count as one.
_WORDS = 2.6
_WIDE_LETTERS = 3
# Times the usual distance of lines: a paragraph's border, and the border of a running head.
_PARAGRAPH = 1.45
_RUNNING = 1.9
_RUNNING_LENGTH = 120
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page's lines, empty ones between its paragraphs. `is_unsure`: they may be those of two columns, mixed."""

    lines: Sequence[str]
    is_unsure: bool = False


def reading_of(glyphs: Sequence[Glyph]) -> Reading:
    """The page as it is read: what runs along its main direction first."""
    turns = Counter(glyph.turn for glyph in glyphs if not glyph.text.isspace())
    lines: list[str] = []
    unsure = False
    for turn, _ in turns.most_common():
        page = _Page(_fragments([_upright(glyph) for glyph in glyphs if glyph.turn == turn]))
        lines += [*page.lines(), ""]
        unsure = unsure or page.is_unsure
    return Reading(lines=lines[:-1], is_unsure=unsure)


def _upright(glyph: Glyph) -> Glyph:
    """As it stands where the page is turned so that its line runs to the right."""
    left, low, right, high = glyph.box
    box = (
        (left, low, right, high),
        (low, -right, high, -left),
        (-right, -high, -left, -low),
        (-high, left, -low, right),
    )
    return Glyph(glyph.text, box[glyph.turn], 0)


# Characters to fragments


def _fragments(glyphs: Sequence[Glyph]) -> list[Fragment]:
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
    is_left = any(_RTL.search(glyph.text) for glyph in glyphs)
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
    letters = len(_RTL.findall(text))
    if not letters:
        return text
    turned = "".join(piece.translate(_MIRRORED) if len(piece) == 1 else piece for piece in reversed(pieces))
    if letters * 2 < sum(character.isalpha() for character in text):  # a word of it within Latin text
        return re.sub(f"{_RTL.pattern}+(?:\\s+{_RTL.pattern}+)*", lambda run: run[0][::-1], text)
    return _LTR_RUN.sub(lambda run: _turned_back(run[0]), turned)


def _turned_back(run: str) -> str:
    body = run.rstrip()
    inner = body.strip("()[]{}«»‹›.,;:!?،؛؟")
    if not any(character.isalnum() for character in inner):
        return run
    at = body.find(inner)
    return body[:at] + inner[::-1].translate(_MIRRORED) + body[at + len(inner) :] + run[len(body) :]


# Fragments to lines


class _Page:
    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self._fragments = fragments
        self._right_to_left = sum(len(_RTL.findall(one.text)) for one in fragments) * 2 > sum(
            sum(character.isalpha() for character in one.text) for one in fragments
        )
        self._distance = _distance([*_rows(fragments)])
        self.is_unsure = False

    def lines(self) -> list[str]:
        """The lines, with empty ones where a paragraph or column ends."""
        head, body, foot = self._running()
        found: list[str] = []
        for part in (head, *self._ordered(body), foot):
            if part:
                found += [*self._text(part), ""]
        return found[:-1]

    def _running(self) -> tuple[list[Fragment], list[Fragment], list[Fragment]]:
        """What stands apart at the top and at the foot, from what stands between."""
        rows = [*_rows(self._fragments)]
        head = foot = 0
        if len(rows) > 2 and self._is_apart(rows[0], rows[1]):
            head = 1
        if len(rows) > 2 + head and self._is_apart(rows[-2], rows[-1], last=True):
            foot = 1
        body = rows[head : len(rows) - foot]
        flat = [one for row in body for one in row]
        return (rows[0] if head else []), flat, (rows[-1] if foot else [])

    def _is_apart(self, above: list[Fragment], below: list[Fragment], *, last: bool = False) -> bool:
        row = below if last else above
        return (
            _middle(above) - _middle(below) > _RUNNING * self._distance
            and sum(len(one.text) for one in row) <= _RUNNING_LENGTH
        )

    def _ordered(self, fragments: Sequence[Fragment], *, deep: int = 0) -> Iterator[list[Fragment]]:
        """The fragments in groups, each of which is read from its top to its foot."""
        edge = self._border(fragments) if deep < 4 else None
        if edge is None:
            yield [*fragments]
            return
        crossing = sorted((one for one in fragments if _crosses(one, edge)), key=lambda one: -one.middle)
        bands: list[list[Fragment]] = [[] for _ in range(len(crossing) + 1)]
        for one in fragments:
            if not _crosses(one, edge):
                bands[sum(other.middle > one.middle for other in crossing)].append(one)
        waiting: list[Fragment] = []
        for number, band in enumerate(bands):
            left = [one for one in band if one.box[2] <= edge]
            right = [one for one in band if one.box[0] >= edge - _EDGE and one.box[2] > edge]
            if _are_columns(left, right):
                yield waiting
                waiting = []
                for column in (right, left) if self._right_to_left else (left, right):
                    yield from self._ordered(column, deep=deep + 1)
            else:
                self.is_unsure = self.is_unsure or _may_be_columns(left, right)
                waiting += band
            waiting += crossing[number : number + 1]
        yield waiting

    def _border(self, fragments: Sequence[Fragment]) -> float | None:
        """The left edge of a column that others stand beside, the one that parts most."""
        edges = Counter(round(one.box[0] / _EDGE) for one in fragments)
        best: tuple[int, float] | None = None
        for near, _ in edges.most_common(_MOST_EDGES):
            edge = min(one.box[0] for one in fragments if abs(round(one.box[0] / _EDGE) - near) <= 0)
            left = sum(len(one.text) for one in fragments if one.box[2] <= edge)
            right = sum(len(one.text) for one in fragments if one.box[0] >= edge - _EDGE and one.box[2] > edge)
            if min(left, right) and (best is None or min(left, right) > best[0]):
                best = min(left, right), edge
        return best[1] if best else None

    def _text(self, fragments: Sequence[Fragment]) -> list[str]:
        """Rows from the top to the foot, each read along; an empty one where they stand further apart."""
        found: list[str] = []
        before: list[Fragment] | None = None
        for row in _rows(fragments):
            if before is not None and _middle(before) - _middle(row) > _PARAGRAPH * max(self._distance, _tall(row)):
                found.append("")
            found.append(" ".join(one.text for one in (reversed(row) if self._right_to_left else row)))
            before = row
        return found


def _rows(fragments: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """Fragments side by side, from the top; each row from the left."""
    row: list[Fragment] = []
    for one in sorted(fragments, key=lambda one: -one.middle):
        if row and row[0].middle - one.middle > min(row[0].height, one.height) * 0.5:
            yield sorted(row, key=lambda one: one.box[0])
            row = []
        row.append(one)
    if row:
        yield sorted(row, key=lambda one: one.box[0])


def _middle(row: Sequence[Fragment]) -> float:
    return median(one.middle for one in row)


def _tall(row: Sequence[Fragment]) -> float:
    return max(one.height for one in row)


def _distance(rows: Sequence[Sequence[Fragment]]) -> float:
    """The usual distance of two lines."""
    apart = [_middle(above) - _middle(below) for above, below in pairwise(rows)]
    return median(apart) if apart else 0.0


def _crosses(one: Fragment, edge: float) -> bool:
    return one.box[0] < edge - _EDGE and one.box[2] > edge


def _are_columns(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    """Whether both hold lines of prose side by side, rather than a table's cells or the parts of one wide line."""
    if min(len(left), len(right)) < _FEWEST_ROWS:
        return False
    beside = min(_top(left), _top(right)) > max(_foot(left), _foot(right))
    return beside and all(_words(side) >= _WORDS for side in (left, right))


def _may_be_columns(left: Sequence[Fragment], right: Sequence[Fragment]) -> bool:
    """The same, less surely: longer than numbers and names are."""
    return min(len(left), len(right)) > 2 * _FEWEST_ROWS and all(_words(side) >= _WORDS * 0.7 for side in (left, right))


def _words(side: Sequence[Fragment]) -> float:
    return sum(one.words for one in side) / len(side)


def _top(side: Sequence[Fragment]) -> float:
    return max(one.box[3] for one in side)


def _foot(side: Sequence[Fragment]) -> float:
    return min(one.box[1] for one in side)
