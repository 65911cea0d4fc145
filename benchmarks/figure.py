"""What one picture of the figure costs at 40x16 cells. Prints; never fails.

Run with:  python benchmarks/figure.py
"""

import statistics
import time
from pathlib import Path

from stretchguide.body.strokes import draw
from stretchguide.library.files import Kind, Origin, Root
from stretchguide.library.library import Library
from stretchguide.terminal.figure import Mode, picture

ROUTINES = Path(__file__).resolve().parents[1] / "routines"


def main() -> None:
    """Draw every stretch at some moments of its movement, in every mode."""
    library = Library([Root(ROUTINES, Origin.BUNDLED)])
    stretches = [library.stretch(entry) for entry in library.entries(Kind.STRETCH)]
    figures = []
    began = time.perf_counter()
    for stretch in stretches:
        if stretch.pose is not None:
            figures += [draw(stretch.pose, progress=n / 4, equipment=stretch.equipment) for n in range(5)]
    print(f"joints and strokes: {(time.perf_counter() - began) / len(figures) * 1000:.2f} ms a figure, the bounds of its movement included")
    for mode in Mode:
        times = []
        for figure in figures:
            began = time.perf_counter()
            picture(figure, 40, 16, mode)
            times.append(time.perf_counter() - began)
        print(f"{mode:<8} median {statistics.median(times) * 1000:.2f} ms, fastest {min(times) * 1000:.2f} ms")


if __name__ == "__main__":
    main()
