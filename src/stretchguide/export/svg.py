"""Drawings as SVG: small, readable without scripts, fonts or network, in light and dark."""

from collections.abc import Callable, Sequence
from html import escape

from stretchguide.body.shapes import Disc, Figure, Point, Stroke
from stretchguide.body.strokes import draw
from stretchguide.model.stretch import Stretch
from stretchguide.timeline import Timeline

CELL = (240, 200)
"""Width and height of one drawing, without its caption."""

CAPTION = 28
PADDING = 14
ACROSS = 3
"""Drawings in a row of a contact sheet."""

_STYLE = """\
svg { background: #ffffff; font-family: system-ui, sans-serif; }
path { fill: none; stroke-linecap: round; stroke-linejoin: round; }
text { fill: #1f2328; font-size: 14px; text-anchor: middle; }
.title { font-size: 18px; font-weight: 600; }
.near { stroke: #1f2328; } .near.solid, circle.near { fill: #1f2328; } circle { stroke: none; }
.far { stroke: #9aa1ab; } .far.solid { fill: #9aa1ab; }
.moving { stroke: #b5179e; } .moving.solid, circle.moving { fill: #b5179e; }
.gap { stroke: #ffffff; } circle.gap { fill: #ffffff; }
.prop { stroke: #b08948; } .ground { stroke: #5a8f5a; }
@media (prefers-color-scheme: dark) {
svg { background: #16191d; } text { fill: #e6e8eb; }
.near { stroke: #e6e8eb; } .near.solid, circle.near { fill: #e6e8eb; }
.far { stroke: #717883; } .far.solid { fill: #717883; }
.moving { stroke: #f26fe0; } .moving.solid, circle.moving { fill: #f26fe0; }
.gap { stroke: #16191d; } circle.gap { fill: #16191d; }
.prop { stroke: #c9a86a; } .ground { stroke: #6fae6f; }
}"""


def stretch_svg(stretch: Stretch) -> str:
    """A stretch as two drawings side by side, its start and its hold; one that has no pose as its name alone."""
    figures = []
    if stretch.pose is not None:
        moments = (("start", 0.0), ("hold", 1.0))
        figures = [(caption, draw(stretch.pose, progress=progress, equipment=stretch.equipment)) for caption, progress in moments]
    about = f"{stretch.setup} {' '.join(stretch.steps)}"
    return sheet(stretch.name, about, figures, across=2)


def routine_svg(timeline: Timeline) -> str:
    """A routine as a contact sheet: the hold of every stretch, in order."""
    figures = [
        (f"{planned.number}. {planned.stretch.name}", draw(planned.stretch.pose, equipment=planned.stretch.equipment))
        for planned in timeline.stretches
        if planned.stretch.pose is not None
    ]
    about = f"{timeline.routine.summary} {', '.join(planned.stretch.name for planned in timeline.stretches)}."
    return sheet(timeline.routine.name, about, figures, across=ACROSS)


def sheet(title: str, about: str, figures: Sequence[tuple[str, Figure]], *, across: int) -> str:
    """Drawings with their captions in rows of `across`, under a title. `about` describes them to those who cannot see them."""
    columns = max(1, min(across, len(figures)))
    rows = -(-len(figures) // columns)
    width = columns * CELL[0] + 2 * PADDING
    height = 44 + rows * (CELL[1] + CAPTION) + PADDING
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title about">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="about">{escape(about)}</desc>',
        f"<style>{_STYLE}</style>",
        f'<text class="title" x="{width / 2:g}" y="30">{escape(title)}</text>',
    ]
    for index, (caption, figure) in enumerate(figures):
        left = PADDING + index % columns * CELL[0]
        top = 44 + index // columns * (CELL[1] + CAPTION)
        parts.append(_drawing(figure, left, top))
        parts.append(f'<text x="{left + CELL[0] / 2:g}" y="{top + CELL[1] + 18:g}">{escape(caption)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _drawing(figure: Figure, left: float, top: float) -> str:
    wide, high = figure.high[0] - figure.low[0], figure.high[1] - figure.low[1]
    scale = min((CELL[0] - 2 * PADDING) / wide, (CELL[1] - PADDING) / high)
    inset = (CELL[0] - wide * scale) / 2

    def place(point: Point) -> str:
        x, y = left + inset + (point[0] - figure.low[0]) * scale, top + CELL[1] - (point[1] - figure.low[1]) * scale
        return f"{x:.1f} {y:.1f}"

    return "<g>" + "".join(_shape(shape, place, scale) for shape in figure.shapes) + "</g>"


def _shape(shape: Stroke | Disc, place: Callable[[Point], str], scale: float) -> str:
    if isinstance(shape, Disc):
        x, y = place(shape.center).split()
        return f'<circle class="{shape.role}" cx="{x}" cy="{y}" r="{shape.radius * scale:.1f}"/>'
    line = "L".join(place(point) for point in shape.points)
    solid = " solid" if shape.filled else ""
    return (
        f'<path class="{shape.role}{solid}" stroke-width="{max(shape.width * scale, 1.2):.1f}" d="M{line}{"Z" if shape.filled else ""}"/>'
    )
