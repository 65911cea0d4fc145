"""Draw every pose of the library, one SVG sheet a region, to be looked at.

Run with:  python tools/contact_sheet.py [FOLDER]          (without a folder a temporary one is made; its name is printed)

The start is ghosted behind the hold. The second line under a title says which view and which anchor the pose has.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from xml.sax.saxutils import escape

from stretchguide.body.shapes import Disc, Figure, Role
from stretchguide.body.strokes import draw
from stretchguide.library.files import Kind, Origin, Root
from stretchguide.library.library import Library
from stretchguide.model.anatomy import Equipment
from stretchguide.model.pose import Pose

ROUTINES = Path(__file__).resolve().parents[1] / "routines"
INK = {Role.NEAR: "#26262e", Role.FAR: "#9494a4", Role.MOVING: "#d9480f", Role.PROP: "#b8975e", Role.GROUND: "#6b8e6b", Role.GAP: "#ffffff"}
COLUMNS, CELL, SCALE = 4, 380, 300


def poses() -> Iterator[tuple[str, str, Pose, tuple[Equipment, ...]]]:
    """Sheet, title, pose and equipment of everything that has a pose."""
    library = Library([Root(ROUTINES, Origin.BUNDLED)])
    for entry in library.entries(Kind.STRETCH):
        stretch = library.stretch(entry)
        if stretch.pose is not None:
            yield entry.region, entry.id, stretch.pose, stretch.equipment
    for entry in library.entries(Kind.AVOID):
        avoided = library.avoided(entry)
        if avoided.pose is not None:
            yield "avoid", entry.id, avoided.pose, ()


def marks(figure: Figure, left: float, top: float, *, ghost: bool, close_up: bool) -> Iterator[str]:
    """A figure in a cell, all of one scale apart from close-ups."""
    middle = (figure.low[0] + figure.high[0]) / 2
    scale = min(
        3 * SCALE if close_up else SCALE, (CELL - 20) / (figure.high[0] - figure.low[0]), (CELL - 60) / (figure.high[1] - figure.low[1])
    )

    def place(x: float, y: float) -> str:
        return f"{left + CELL / 2 + (x - middle) * scale:.1f},{top + CELL - 50 - (y - figure.low[1]) * scale:.1f}"

    for shape in figure.shapes:
        if ghost and shape.role in (Role.PROP, Role.GROUND, Role.GAP):
            continue
        color = "#c8d4e8" if ghost else INK[shape.role]
        if isinstance(shape, Disc):
            x, y = place(*shape.center).split(",")
            yield f'<circle cx="{x}" cy="{y}" r="{shape.radius * scale:.1f}" fill="{color}"/>'
        else:
            line = " ".join(place(x, y) for x, y in shape.points)
            width = shape.width * scale * (0.5 if ghost else 1)
            fill = color if shape.filled else "none"
            yield (
                f'<polygon points="{line}" stroke="{color}" fill="{fill}" stroke-width="{width:.1f}"/>'
                if shape.filled
                else (f'<polyline points="{line}" stroke="{color}" stroke-width="{width:.1f}"/>')
            )


def sheet(cells: list[tuple[str, Pose, tuple[Equipment, ...]]]) -> str:
    """One SVG file."""
    rows = -(-len(cells) // COLUMNS)
    width, height = COLUMNS * CELL, rows * CELL
    body: list[str] = []
    for index, (title, pose, equipment) in enumerate(cells):
        left, top = index % COLUMNS * CELL, index // COLUMNS * CELL
        start, hold = (draw(pose, progress=progress, equipment=equipment) for progress in (0.0, 1.0))
        close_up = pose.close_up is not None
        body += chain(*(marks(figure, left, top, ghost=figure is start, close_up=close_up) for figure in (start, hold)))
        label = f"{pose.view} · {pose.anchor} · {' '.join(equipment)}"
        for line, (text, size) in enumerate(((title, 17), (label, 12))):
            body.append(f'<text x="{left + CELL / 2}" y="{top + CELL - 26 + line * 16}" font-size="{size}">{escape(text)}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n'
        "<style>polyline{fill:none}polyline,polygon{stroke-linecap:round;stroke-linejoin:round}text{font-family:sans-serif;text-anchor:middle}</style>\n"
        f'<rect width="{width}" height="{height}" fill="#fff"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def main() -> int:
    """Write the sheets."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="contact-sheets-"))
    folder.mkdir(parents=True, exist_ok=True)
    sheets: defaultdict[str, list[tuple[str, Pose, tuple[Equipment, ...]]]] = defaultdict(list)
    for region, title, pose, equipment in poses():
        sheets[region].append((title, pose, equipment))
    for region, cells in sheets.items():
        (folder / f"{region}.svg").write_text(sheet(cells), encoding="utf-8")
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
