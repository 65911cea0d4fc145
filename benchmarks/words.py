"""What it costs to look for movements that are left out in the words of a stretch. Prints; never fails.

Run with:  python benchmarks/words.py
"""

import statistics
import time
from pathlib import Path

from stretchguide.library.files import Kind, Origin, Root
from stretchguide.library.library import Library
from stretchguide.safety.words import recognize

ROUTINES = Path(__file__).resolve().parents[1] / "routines"


def main() -> None:
    """Read every bundled stretch, first with the phrases still to be compiled."""
    library = Library([Root(ROUTINES, Origin.BUNDLED)])
    stretches = [library.stretch(entry) for entry in library.entries(Kind.STRETCH)]
    times = []
    for stretch in [*stretches, *stretches]:
        began = time.perf_counter()
        recognize(stretch)
        times.append((time.perf_counter() - began) * 1000)
    later = times[len(stretches) :]
    print(f"first stretch {times[0]:.1f} ms, later ones median {statistics.median(later):.2f} ms, slowest {max(later):.2f} ms")


if __name__ == "__main__":
    main()
