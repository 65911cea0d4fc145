"""The figure in a terminal: strokes painted into dots, dots shown as braille, blocks or ASCII.

A cell of braille holds 2x4 dots, which are about square, so lengths come out right. Layers keep the moving segment, the
body, what is behind it and the things around it apart, so that each gets its own style.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby, pairwise
from math import ceil, floor, hypot, sqrt

from rich.text import Text

from stretchguide.body.shapes import Disc, Figure, Point, Role, Stroke
from stretchguide.errors import UsageError

ACROSS, DOWN = 2, 4
"""Dots in a cell."""

BREATH_WIDTH = 0.14
"""By how much of its width the trunk grows with a breath."""

SMALLEST_GAP = 0.75
"""Radius in dots. Smaller ones would be mere noise."""


class Mode(StrEnum):
    """How dots become characters."""

    BRAILLE = "braille"
    BLOCKS = "blocks"
    ASCII = "ascii"


FIGURES = ("auto", *Mode, "off")
"""What can be asked for."""


def figure_mode(asked: str, *, unicode: bool) -> Mode | None:
    """How to draw what was asked for: `auto` takes what the terminal can show, `off` is None.

    Raises:
        UsageError: there is no such way to draw.
    """
    if asked == "off":
        return None
    if asked == "auto":
        return Mode.BRAILLE if unicode else Mode.ASCII
    if asked not in list(Mode):
        raise UsageError(f"There is no figure '{asked}'. There is: {', '.join(FIGURES)}.")
    return Mode(asked)


_BRAILLE_BITS = (0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80)
"""What each dot of a cell, row by row, adds to the code of its character."""

_BRAILLE = [chr(0x2800 + sum(bit for n, bit in enumerate(_BRAILLE_BITS) if dots >> n & 1)) for dots in range(256)]
_BLOCKS = [" ▀▄█"[(bin(dots & 0x0F).count("1") > 1) + 2 * (bin(dots >> 4).count("1") > 1)] for dots in range(256)]
_COUNT = [bin(dots).count("1") for dots in range(256)]

_LAYERS: tuple[tuple[Role, str, str], ...] = (
    (Role.MOVING, "bold magenta", "o"),
    (Role.NEAR, "", "#"),
    (Role.FAR, "dim", ":"),
    (Role.PROP, "dim", "="),
    (Role.GROUND, "dim", "-"),
)
"""From the front to the back: the layer, its style, its character in ASCII."""


def picture(figure: Figure, columns: int, rows: int, mode: Mode, *, breath: float = 0.0) -> list[Text]:
    """The figure as exactly `rows` rows of `columns` cells. `breath` from -1 to 1 widens the trunk a little."""
    canvas = _Canvas(columns, rows)
    width, height = figure.high[0] - figure.low[0], figure.high[1] - figure.low[1]
    scale = min((canvas.width - 1) / max(width, 1e-6), (canvas.height - 1) / max(height, 1e-6))
    left = (canvas.width - 1 - width * scale) / 2

    def place(point: Point) -> Point:
        return left + (point[0] - figure.low[0]) * scale, canvas.height - 1 - (point[1] - figure.low[1]) * scale

    for shape in figure.shapes:
        canvas.paint(shape, place, scale, breath)
    return canvas.rows(mode)


def side_by_side(figures: Sequence[tuple[str, Figure]], columns: int, rows: int, mode: Mode) -> list[Text]:
    """Figures next to each other, each with its caption below, `columns` wide and `rows` high without the caption."""
    drawn = [picture(figure, columns, rows, mode) for _, figure in figures]
    lines = [Text("  ").join([Text(" "), *cells]) for cells in zip(*drawn, strict=True)]
    captions = [Text(caption[:columns].center(columns), style="dim") for caption, _ in figures]
    return [*lines, Text("  ").join([Text(" "), *captions])]


class _Canvas:
    """Dots in layers. A row of dots is one whole number, its lowest bit the dot on the left."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.width, self.height = columns, columns * ACROSS, rows * DOWN
        self._layers = {role: [0] * self.height for role, _, _ in _LAYERS}

    def paint(self, shape: Stroke | Disc, place: Callable[[Point], Point], scale: float, breath: float) -> None:
        """Put a shape on its layer; near limbs get an outline through what is behind them."""
        role = shape.role
        near = role in (Role.NEAR, Role.MOVING)
        if isinstance(shape, Disc):
            points = [place(shape.center)]
            radius = shape.radius * scale
        else:
            points = [place(point) for point in ((*shape.points, shape.points[0]) if shape.filled else shape.points)]
            radius = shape.width * scale / 2
            if role is Role.NEAR:
                radius *= 1 + BREATH_WIDTH * breath
        if role is Role.GAP and radius < SMALLEST_GAP:
            return
        radius = max(radius, 0.9 if near else 0.5)
        dots: dict[int, int] = {}
        for begin, end in pairwise(_thinned(points)) if len(points) > 1 else ((points[0], points[0]),):
            for row, bits in self._line(begin, end, radius):
                dots[row] = dots.get(row, 0) | bits
        if isinstance(shape, Stroke) and shape.filled:
            # Convex: in each row everything between the outermost dots.
            dots = {row: (1 << bits.bit_length()) - (bits & -bits) for row, bits in dots.items()}
        if role is Role.GAP:
            for layer in self._layers.values():
                for row, bits in dots.items():
                    layer[row] &= ~bits
            return
        layer, hidden = self._layers[role], self._layers[Role.NEAR if role is Role.MOVING else Role.MOVING]
        for row, bits in dots.items():
            layer[row] |= bits
            if near:
                hidden[row] &= ~bits
        if near and dots:
            far, props = self._layers[Role.FAR], self._layers[Role.PROP]
            for row in range(max(0, min(dots) - 1), min(self.height, max(dots) + 2)):
                if far[row] or props[row]:
                    bits = dots.get(row, 0)
                    outline = ~(bits | bits << 1 | bits >> 1 | dots.get(row - 1, 0) | dots.get(row + 1, 0))
                    far[row] &= outline
                    props[row] &= outline

    def _line(self, begin: Point, end: Point, radius: float) -> Iterator[tuple[int, int]]:
        """The dots no farther than `radius` from a line, row by row: (row, dots)."""
        (x0, y0), (x1, y1) = (begin, end) if begin[1] <= end[1] else (end, begin)
        rise, squared = y1 - y0, radius * radius
        length = hypot(x1 - x0, rise) or 1.0
        across, up = rise / length * radius, (x1 - x0) / length * radius
        slope = (x1 - x0) / rise if rise else 0.0
        edge = self.width - 1
        for row in range(max(0, ceil(y0 - radius)), min(self.height - 1, floor(y1 + radius)) + 1):
            # The line with round ends is convex: in each row it is one span, between the round ends and the two long edges.
            low, high = edge + 1.0, -1.0
            from_begin, from_end = row - y0, row - y1
            if -radius <= from_begin <= radius:
                reach = sqrt(squared - from_begin * from_begin)
                low, high = x0 - reach, x0 + reach
            if -radius <= from_end <= radius:
                reach = sqrt(squared - from_end * from_end)
                low = x1 - reach if x1 - reach < low else low
                high = x1 + reach if x1 + reach > high else high
            if rise:
                if from_begin + up >= 0 >= from_end + up:
                    x = x0 + across + (from_begin + up) * slope
                    low = x if x < low else low
                    high = x if x > high else high
                if from_begin - up >= 0 >= from_end - up:
                    x = x0 - across + (from_begin - up) * slope
                    low = x if x < low else low
                    high = x if x > high else high
            if low > high:
                continue
            first, last = ceil(low), floor(high)
            if first > last:  # thinner than a dot: the nearest one
                first = last = round((low + high) / 2)
            first = first if first > 0 else 0
            last = last if last < edge else edge
            if first <= last:
                yield row, ((1 << (last - first + 1)) - 1) << first

    def rows(self, mode: Mode) -> list[Text]:
        """The canvas as rows of text."""
        return [self._row(top, mode) for top in range(0, self.height, DOWN)]

    def _row(self, top: int, mode: Mode) -> Text:
        bands = [(self._layers[role][top : top + DOWN], style, char) for role, style, char in _LAYERS]
        bands = [band for band in bands if any(band[0])]
        if not bands:
            return Text(" " * self.columns)
        together = [0] * DOWN
        for band, _, _ in bands:
            together = [a | b for a, b in zip(together, band, strict=True)]
        if mode is Mode.BRAILLE:
            chars = [_BRAILLE[dots] if dots else " " for dots in _cells(together, self.columns)]
        elif mode is Mode.BLOCKS:
            chars = [_BLOCKS[dots] for dots in _cells(together, self.columns)]
        else:
            chars = [" "] * self.columns
        styles = [""] * self.columns
        # From the back to the front, so that the frontmost layer with enough dots has the last word.
        for band, style, char in reversed(bands):
            if mode is Mode.BRAILLE:
                filled = band[0] | band[1] | band[2] | band[3]
                column = _first(filled)
                filled >>= column * ACROSS
                while filled:
                    if filled & 3:
                        styles[column] = style
                    filled >>= ACROSS
                    column += 1
                continue
            for column, dots in enumerate(_cells(band, self.columns)):
                if _COUNT[dots] >= 2:
                    styles[column] = style
                    if mode is Mode.ASCII:
                        chars[column] = char
        row = Text()
        column = 0
        for style, run in groupby(styles):
            length = len(list(run))
            row.append("".join(chars[column : column + length]), style=style)
            column += length
        return row


def _cells(band: list[int], columns: int) -> list[int]:
    """The dots of each cell of a row as one byte, two dots of each of the four rows after another."""
    a, b, c, d = band
    cells = [0] * columns
    filled = a | b | c | d
    column = _first(filled)
    filled >>= column * ACROSS
    while filled:
        if filled & 3:
            shift = column * ACROSS
            cells[column] = (a >> shift & 3) | (b >> shift & 3) << 2 | (c >> shift & 3) << 4 | (d >> shift & 3) << 6
        filled >>= ACROSS
        column += 1
    return cells


def _first(dots: int) -> int:
    """The column of the first dot."""
    return max(0, (dots & -dots).bit_length() - 1) // ACROSS


def _thinned(points: list[Point]) -> list[Point]:
    """A line without the points that are too close to the one before to be seen apart."""
    kept = points[:1]
    for point in points[1:-1]:
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= 4:
            kept.append(point)
    return [*kept, points[-1]]
