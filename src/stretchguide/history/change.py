"""Whether values that were measured differ by more than chance. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from stretchguide.history.record import Measured
from stretchguide.model.measurement import Better, Measurement

WEEK = timedelta(days=7)
"""Measuring more often shows the noise of the day and nothing else."""


@dataclass(frozen=True, slots=True)
class Change:
    """From an earlier value to the last one of a side. It `counts` only past the minimal detectable change."""

    side: str
    before: float
    since: datetime
    now: float
    counts: bool
    better: bool

    @property
    def by(self) -> float:
        """How much more it is now."""
        return self.now - self.before


def changes(measurement: Measurement, measured: Sequence[Measured]) -> list[Change]:
    """The change of each side from the first value to the last, where there are two. The oldest comes first in `measured`."""
    found = []
    for side in dict.fromkeys(side for one in measured for side in one.values):
        values = [(one.at, one.values[side]) for one in measured if side in one.values]
        if len(values) > 1:
            (since, before), (_, now) = values[0], values[-1]
            # Decimals that people write, such as 7.1 and 6.1, are a whole apart whatever their binary sums come to.
            counts = abs(now - before) > measurement.change - 1e-9
            better = now > before if measurement.better is Better.MORE else now < before
            found.append(Change(side, before, since, now, counts, better))
    return found


def too_soon(measured: Sequence[Measured], now: datetime) -> timedelta | None:
    """How long ago the last one was, if that is less than a week."""
    if not measured or not timedelta(0) <= now - measured[-1].at < WEEK:
        return None
    return now - measured[-1].at


def plotted(measured: Sequence[Measured], columns: int, rows: int) -> list[str]:
    """Values over time as rows of text, the latest on the right: L and R for the sides, * where they meet or there are none."""
    points = [(one.at.timestamp(), side, value) for one in measured for side, value in one.values.items()]
    if not points:
        return []
    low, high = min(value for _, _, value in points), max(value for _, _, value in points)
    first, last = points[0][0], points[-1][0]
    grid = [[" "] * columns for _ in range(rows)]
    for at, side, value in points:
        column = round((at - first) / (last - first) * (columns - 1)) if last > first else 0
        row = round((high - value) / (high - low) * (rows - 1)) if high > low else rows // 2
        mark = {"left": "L", "right": "R"}.get(side, "*")
        grid[row][column] = mark if grid[row][column] in (" ", mark) else "*"
    width = max(len(f"{low:g}"), len(f"{high:g}"))
    lines = []
    for row, cells in enumerate(grid):
        label = f"{high:g}" if row == 0 else f"{low:g}" if row == rows - 1 and high > low else ""
        if high == low:
            label = f"{low:g}" if row == rows // 2 else ""
        lines.append(f"{label:>{width}} |{''.join(cells).rstrip()}")
    begins, ends = f"{measured[0].at:%Y-%m-%d}", f"{measured[-1].at:%Y-%m-%d}"
    foot = begins if first == last else begins + ends.rjust(max(columns - len(begins), len(ends) + 1))
    return [*lines, f"{'':>{width}} +{'-' * columns}", f"{'':>{width}}  {foot}"]
