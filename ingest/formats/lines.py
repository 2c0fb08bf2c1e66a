"""The lines of a page in the order in which they are read: columns one after another, the rows of a table as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.formats.fragments import RTL, Fragment, fragments_of, upright
from ingest.formats.glyphs import Glyph

# Points by which the left edges of a column's lines may differ.
_EDGE = 3.0
_MOST_EDGES = 24
_FEWEST_ROWS = 3
# Words in a line of a column; fewer are a table's cells.
_WORDS = 2.6
# Times the usual distance of lines: a paragraph's border, and the border of a running head.
_PARAGRAPH = 1.45
_RUNNING = 1.9
_RUNNING_LENGTH = 120


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
        page = _Page(fragments_of([upright(glyph) for glyph in glyphs if glyph.turn == turn]))
        lines += [*page.lines(), ""]
        unsure = unsure or page.is_unsure
    return Reading(lines=lines[:-1], is_unsure=unsure)


class _Page:
    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self._fragments = fragments
        self._right_to_left = sum(len(RTL.findall(one.text)) for one in fragments) * 2 > sum(
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
