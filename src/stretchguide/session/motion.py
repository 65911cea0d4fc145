"""Where in its movement a stretch is at a moment of the session: 0 is the start, 1 is the hold."""

from math import cos, pi, sin

from stretchguide.model.anatomy import Method, Side, Sides
from stretchguide.timeline import Phase, PhaseKind

SHOW_SECONDS = 5.0
"""One showing of the movement while getting ready: in, a moment still, and back."""

BREATH_SECONDS = 5.0
"""One breath, about twelve a minute."""

ENTER_SECONDS = 0.8
"""How long a short push takes to reach its hold."""


def progress(phase: Phase, elapsed: float) -> float:
    """How far from start (0) to hold (1) the figure stands, `elapsed` seconds into a phase."""
    match phase.kind:
        case PhaseKind.READY | PhaseKind.SWITCH:
            through = (elapsed % SHOW_SECONDS) / SHOW_SECONDS
            return _eased(min(1.0, through / 0.45)) if through < 0.75 else _eased((1.0 - through) / 0.25)
        case PhaseKind.MOVE:
            return (1 - cos(2 * pi * elapsed / (phase.tempo or SHOW_SECONDS))) / 2
        case PhaseKind.CONTRACT if _is_isometric(phase):
            return _eased(min(1.0, elapsed / ENTER_SECONDS))
        case PhaseKind.RELAX if _is_isometric(phase):
            return 1.0 - _eased(min(1.0, elapsed / ENTER_SECONDS))
        case PhaseKind.REST | PhaseKind.WAIT:
            return 0.0
    return 1.0


def side(phase: Phase, elapsed: float) -> Side:
    """The side the figure works with: by turns where the sides take turns within a phase."""
    if phase.side is not Side.BOTH or phase.planned is None or phase.planned.stretch.sides is not Sides.ALTERNATING:
        return Side.RIGHT if phase.side is Side.RIGHT else Side.LEFT
    length = phase.tempo or SHOW_SECONDS
    return Side.RIGHT if int(elapsed / length) % 2 else Side.LEFT


def breath(phase: Phase, elapsed: float) -> float:
    """How full the lungs are in a hold, from -1 to 1; 0 in every other phase."""
    return sin(2 * pi * elapsed / BREATH_SECONDS) if phase.kind is PhaseKind.HOLD else 0.0


def is_moving(phase: Phase) -> bool:
    """Whether a figure has to be drawn many times a second."""
    return phase.kind not in (PhaseKind.REST, PhaseKind.WAIT)


def _is_isometric(phase: Phase) -> bool:
    return phase.planned is not None and phase.planned.stretch.method is Method.ISOMETRIC


def _eased(through: float) -> float:
    """Slow at both ends, as a person moves."""
    return (1 - cos(pi * max(0.0, min(1.0, through)))) / 2
