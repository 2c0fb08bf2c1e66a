"""The characters of a PDF's page as its reader sees them: where they stand, and which of them nobody sees."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect

from ingest.errors import Unreadable

if TYPE_CHECKING:
    from pdfminer.pdfcolor import PDFColorSpace
    from pdfminer.pdfinterp import PDFGraphicState, PDFStackT, PDFTextState
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdftypes import PDFStream
    from pdfminer.utils import Matrix, PathSegment

Colour = tuple[float, float, float]
Box = tuple[float, float, float, float]

MOST_GLYPHS = 200_000
# Bytes of a page's program, unpacked.
_MOST_CONTENT = 50_000_000
# Rendering modes that paint nothing.
_UNPAINTED = (3, 7)
# Points; what is smaller than this is no print.
_SMALLEST = 1.5
# How far apart two colours may be, each from 0 to 1, that nobody tells apart.
_ALIKE = 0.05
# A filled area of fewer square points is a line or a bullet, and no ground for text.
_GROUND = 60.0
_MOST_GROUNDS = 400
# Degrees by which a line may be off its axis: what is slanted more is a stamp over the page.
_SLANT = 8
_WHITE: Colour = (1.0, 1.0, 1.0)
# The share of a page that a picture covers when the page is a scan.
_SCAN = 0.5


class Glyph(NamedTuple):
    """A character with its box in points from the page's lower left corner. `turn` is the way in which its line runs,
    in quarters of a turn to the left."""

    text: str
    box: Box
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What of a page is seen. `hidden` is the text that is not, `slanted` how many characters a stamp has; `is_scan`:
    the text is the unseen layer that a program put over the picture of a page."""

    glyphs: Sequence[Glyph]
    hidden: str = ""
    slanted: int = 0
    is_scan: bool = False


class Sights:
    """Reads the pages of one document, one after another."""

    def __init__(self) -> None:
        resources = PDFResourceManager()
        self._device = _Device(resources)
        self._interpreter = _Interpreter(resources, self._device)

    def of(self, page: PDFPage) -> Sight:
        """What a reader sees of the page, within its crop box. Raises Unreadable for one that is made to be endless."""
        from pdfminer.pdftypes import stream_value

        if sum(len(stream_value(one).get_data()) for one in page.contents) > _MOST_CONTENT:
            raise Unreadable("the PDF goes beyond what a document needs (a bomb?)")
        page.mediabox = _common(page.mediabox, page.cropbox)
        self._interpreter.process_page(page)
        return self._device.sight()


class _Interpreter(PDFPageInterpreter):
    """Minds transparency, too, which pdfminer leaves out; it is a part of the state that `q` and `Q` keep."""

    device: _Device

    def do_gs(self, name: PDFStackT) -> None:
        from pdfminer.pdftypes import dict_value, resolve1
        from pdfminer.psparser import literal_name

        states = dict_value(self.resources.get("ExtGState") or {})
        alpha = resolve1(dict_value(states.get(literal_name(name)) or {}).get("ca"))
        if isinstance(alpha, int | float):
            self.device.alphas[-1] = float(alpha)

    def do_q(self) -> None:
        super().do_q()
        self.device.alphas.append(self.device.alphas[-1])

    def do_Q(self) -> None:
        super().do_Q()
        if len(self.device.alphas) > 1:
            self.device.alphas.pop()


class _Device(PDFTextDevice):
    """Gathers what a page's program paints."""

    ctm: Matrix

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.alphas = [1.0]

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self.alphas = [1.0]
        self._paper = apply_matrix_rect(ctm, page.mediabox)
        self._state: PDFTextState | None = None
        self._grounds: list[tuple[Box, Colour | None]] = []
        self._pictured = 0.0
        self._seen: list[Glyph] = []
        self._unseen: list[Glyph] = []
        self._unpainted: list[Glyph] = []
        self._slanted = 0

    def sight(self) -> Sight:
        """What was gathered since the page began."""
        width, height = self._paper[2] - self._paper[0], self._paper[3] - self._paper[1]
        if self._unpainted and self._pictured >= _SCAN * width * height > 0:
            return Sight(glyphs=[*self._seen, *self._unpainted], hidden=_text(self._unseen), is_scan=True)
        return Sight(glyphs=self._seen, hidden=_text([*self._unpainted, *self._unseen]), slanted=self._slanted)

    # What pdfminer calls

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        self._state = textstate
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = ""
        advance = font.char_width(cid) * fontsize * scaling
        vertical = font.is_vertical()
        low = (0.0 if vertical else font.get_descent() * fontsize) + rise
        own = (0.0, low + min(advance, 0), fontsize, low) if vertical else (0.0, low, advance, low + fontsize)
        box = apply_matrix_rect(matrix, own)
        if text and len(self._seen) + len(self._unseen) + len(self._unpainted) < MOST_GLYPHS:
            self._place(Glyph(text, box, 3 if vertical else _turn(matrix)), matrix, fontsize, graphicstate)
        return advance

    def paint_path(
        self, graphicstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]
    ) -> None:
        if not fill or self.alphas[-1] < 1:
            return
        for part in _parts(path):
            corners = [apply_matrix_pt(self.ctm, (float(one[-2]), float(one[-1]))) for one in part]
            self._ground(_around(corners), _rgb(graphicstate.ncolor, graphicstate.ncs))

    def render_image(self, name: str, stream: PDFStream) -> None:
        box = apply_matrix_rect(self.ctm, (0, 0, 1, 1))
        seen = _common(box, self._paper)
        self._pictured = max(self._pictured, (seen[2] - seen[0]) * (seen[3] - seen[1]))
        self._ground(box, None)

    # What is seen

    def _place(self, glyph: Glyph, matrix: Matrix, fontsize: float, graphicstate: PDFGraphicState) -> None:
        mode = self._state.render if self._state else 0
        size = abs(fontsize) * math.hypot(matrix[2], matrix[3])
        x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
        left, low, right, high = self._paper
        if mode in _UNPAINTED:
            self._unpainted.append(glyph)
        elif (
            not (left <= x <= right and low <= y <= high)
            or size < _SMALLEST
            or self._is_faint(mode, graphicstate, x, y)
        ):
            self._unseen.append(glyph)
        elif glyph.turn < 0:
            self._slanted += 1
        else:
            self._seen.append(glyph)

    def _is_faint(self, mode: int, graphicstate: PDFGraphicState, x: float, y: float) -> bool:
        """Whether the paint is that of the ground beneath it, or none at all."""
        if self.alphas[-1] < _ALIKE:
            return True
        inks = []
        if mode in (0, 2, 4, 6):
            inks.append(_rgb(graphicstate.ncolor, graphicstate.ncs))
        if mode in (1, 2, 5, 6):
            inks.append(_rgb(graphicstate.scolor, graphicstate.scs))
        ground = next((colour for box, colour in reversed(self._grounds) if _holds(box, x, y)), _WHITE)
        return ground is not None and all(ink is not None and _are_alike(ink, ground) for ink in inks)

    def _ground(self, box: Box, colour: Colour | None) -> None:
        if (box[2] - box[0]) * (box[3] - box[1]) >= _GROUND and len(self._grounds) < _MOST_GROUNDS:
            self._grounds.append((box, colour))


def _turn(matrix: Matrix) -> int:
    """In which of four ways a line runs; -1 for a slanted one."""
    degrees = math.degrees(math.atan2(matrix[1], matrix[0]))
    quarters = round(degrees / 90)
    return quarters % 4 if abs(degrees - 90 * quarters) <= _SLANT else -1


def _parts(path: Sequence[PathSegment]) -> Iterator[list[Any]]:
    """The figures that a path draws, without what closes them."""
    part: list[Any] = []
    for step in path:
        if step[0] == "m" and part:
            yield part
            part = []
        if len(step) > 2:
            part.append(step)
    if part:
        yield part


def _rgb(colour: Any, space: PDFColorSpace) -> Colour | None:
    """Red, green and blue from 0 to 1; None where a colour space says neither, as of a pattern or a printer's ink."""
    values = colour if isinstance(colour, tuple | list) else (colour,)
    if space.name in ("Separation", "DeviceN", "Indexed", "Pattern", "Lab"):
        return None
    if not all(isinstance(one, int | float) for one in values):
        return None
    if len(values) == 1:
        return values[0], values[0], values[0]
    if len(values) == 3:
        return values[0], values[1], values[2]
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return None


def _are_alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _ALIKE for a, b in zip(one, other, strict=True))


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _around(corners: Sequence[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def _common(one: Box, other: Box) -> Box:
    """What two boxes share; the first where they share nothing."""
    shared = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return shared if shared[0] < shared[2] and shared[1] < shared[3] else one


def _text(glyphs: Sequence[Glyph]) -> str:
    return " ".join("".join(glyph.text for glyph in glyphs).split())
