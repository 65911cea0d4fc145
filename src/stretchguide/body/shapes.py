"""What a drawn figure consists of. Lengths are in body heights; x points to where the figure faces, y points up."""

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]


class Role(StrEnum):
    """What a stroke stands for, which decides how strongly it is drawn."""

    NEAR = "near"
    """Trunk, head, and the limbs on the side of the viewer."""
    FAR = "far"
    """Limbs behind the trunk: drawn thin."""
    MOVING = "moving"
    """The segments that move between start and hold: drawn in the accent color."""
    PROP = "prop"
    """Chair, wall, strap and the like."""
    GROUND = "ground"
    """The floor."""
    GAP = "gap"
    """A hole in what was painted before: an eye, or the outline of an arm in front of the chest."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through some points."""

    points: tuple[Point, ...]
    width: float
    role: Role
    filled: bool = False
    """Whether it is the outline of something solid, which must be convex."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle: skull, chin, eyes."""

    center: Point
    radius: float
    role: Role


@dataclass(frozen=True, slots=True)
class Figure:
    """A whole drawing, in the order it is painted. `low` and `high` are corners that hold every moment of the movement."""

    shapes: tuple[Stroke | Disc, ...]
    low: Point
    high: Point
