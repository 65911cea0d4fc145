"""A pose as joint angles in degrees: what the figure draws and the checker measures.

Conventions (all angles in degrees, the figure faces right, seen from its side):

- `trunk`: lean of the upper back from upright. Plus is forward: 0 upright, 90 face down, -90 lying on the back.
- `lumbar`: bend of the low back against its natural standing curve. Plus rounds, minus arches.
- `hip`: thigh against pelvis. 0 is standing, plus is bending up.
- `knee`: 0 is straight. `ankle`: plus pulls the toes up (dorsiflexion). `elbow`: 0 is straight.
- `shoulder`: upper arm against the trunk. 0 hangs down, plus lifts it forward. `neck`: plus bends it forward.
- `nod`: the head against the neck. Plus brings the chin to the throat, minus lifts it.

The pelvis is never written: it is always `trunk - lumbar`. Left is the worked side; players mirror it for the right.
Turning and tilting (trunk, thorax, neck) count plus toward the worked side, minus away from it.
`wrist-flexion` and `wrist-extension` both bend the hand down: the palm faces down in the first and up in the second.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from stretchguide.errors import FieldProblems
from stretchguide.model.units import Described, Model


class Anchor(StrEnum):
    """What carries the body. It decides the ground, the chair or the wall the figure rests on."""

    STANDING = "standing"
    STANDING_LEFT = "standing-left"
    STANDING_RIGHT = "standing-right"
    CHAIR = "chair"
    FLOOR_SIT = "floor-sit"
    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side-lying"
    HALF_KNEEL = "half-kneel"
    KNEEL = "kneel"
    KNEEL_CHAIR = "kneel-chair"
    CHILDS_POSE = "childs-pose"
    QUADRUPED = "quadruped"
    BRIDGE = "bridge"
    BED_EDGE = "bed-edge"
    PRESS_UP = "press-up"
    PLOUGH = "plough"


class View(StrEnum):
    """Where the figure is looked at from."""

    SIDE = "side"
    FRONT = "front"
    TOP = "top"


class CloseUp(StrEnum):
    """What is drawn of a figure whose movement is too small to be seen in the whole of it."""

    HEAD = "head"
    """Head and shoulders."""
    UPPER_BODY = "upper-body"
    """Everything above the legs."""


class OutOfPlane(StrEnum):
    """Movements that a figure seen from the side cannot show."""

    HIP_ABDUCTION = "hip-abduction"
    HIP_ADDUCTION = "hip-adduction"
    HIP_ROTATION = "hip-rotation"
    HIP_INTERNAL_ROTATION = "hip-internal-rotation"
    HIP_EXTERNAL_ROTATION = "hip-external-rotation"
    TRUNK_ROTATION = "trunk-rotation"
    THORACIC_ROTATION = "thoracic-rotation"
    SHOULDER_ABDUCTION = "shoulder-abduction"
    SHOULDER_EXTERNAL_ROTATION = "shoulder-external-rotation"
    SHOULDER_ELEVATION = "shoulder-elevation"
    SHOULDER_HORIZONTAL_ADDUCTION = "shoulder-horizontal-adduction"
    NECK_LATERAL_FLEXION = "neck-lateral-flexion"
    NECK_ROTATION = "neck-rotation"
    WRIST_FLEXION = "wrist-flexion"
    WRIST_EXTENSION = "wrist-extension"


Degrees = Annotated[float, Field(ge=-180, le=180)]


class Sided(Model):
    """One angle for each side. A single number means both. In `start`, a side left out does not move."""

    left: Degrees | None = None
    right: Degrees | None = None

    @model_validator(mode="before")
    @classmethod
    def _both(cls, value: object) -> object:
        return {"left": value, "right": value} if isinstance(value, str | int | float) else value

    @model_validator(mode="after")
    def _not_empty(self) -> "Sided":
        if self.left is None and self.right is None:
            raise ValueError("name left, right or both")
        return self


LIMITS: dict[str, tuple[float, float]] = {
    "trunk": (-180, 180),
    "lumbar": (-40, 60),
    "hip": (-20, 130),
    "knee": (0, 150),
    "ankle": (-60, 32),
    "shoulder": (-80, 180),
    "elbow": (0, 150),
    "neck": (-70, 70),
    "nod": (-25, 25),
}
"""How far a stretch may take each joint, in degrees: engineering choices inside the textbook ranges of motion."""

_NUMBER = {"type": "number", "minimum": -180, "maximum": 180}
Joint = Annotated[
    Sided,
    Described(
        {
            "description": "Degrees: one number for both sides, or left and right.",
            "anyOf": [
                _NUMBER,
                {"type": "object", "additionalProperties": False, "properties": {"left": _NUMBER, "right": _NUMBER}},
            ],
        }
    ),
]


class Angles(Model):
    """Joint angles in degrees."""

    trunk: Degrees | None = None
    lumbar: Degrees | None = None
    hip: Joint | None = None
    knee: Joint | None = None
    ankle: Joint | None = None
    shoulder: Joint | None = None
    elbow: Joint | None = None
    neck: Degrees | None = None
    nod: Degrees | None = None
    out_of_plane: dict[OutOfPlane, Joint] = Field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.trunk, self.lumbar, self.hip, self.knee, self.ankle, self.shoulder, self.elbow, self.neck))

    def beyond_limits(self) -> list[tuple[tuple[str | int, ...], str]]:
        """The angles that no healthy joint is asked for in a stretch, as (field, message)."""
        problems: list[tuple[tuple[str | int, ...], str]] = []
        for name, (low, high) in LIMITS.items():
            value: float | Sided | None = getattr(self, name)
            sides = {"left": value.left, "right": value.right} if isinstance(value, Sided) else {"": value}
            for side, angle in sides.items():
                if angle is not None and not low <= angle <= high:
                    where = (name, side) if side else (name,)
                    problems.append((where, f"{angle:g} degrees is outside what the {name} can do: {low:g} to {high:g}"))
        return problems


class Pose(Model):
    """The position held, and the one it is entered from."""

    anchor: Anchor
    view: View = View.SIDE
    close_up: CloseUp | None = None
    """Draw only this part, larger. None: all of the body."""
    support: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Share of the upper body's weight that hands, backrest or floor carry: 0 to 1."""
    hold: Angles
    start: Angles = Angles()

    @model_validator(mode="after")
    def _hold_is_whole(self) -> "Pose":
        missing = [name for name in ("trunk", "hip", "knee") if getattr(self.hold, name) is None]
        if missing:
            raise FieldProblems([(("hold",), f"name the angle of the {name}") for name in missing])
        return self

    def beyond_limits(self) -> list[tuple[tuple[str | int, ...], str]]:
        """The angles of `hold` and `start` that no healthy joint is asked for, as (field, message)."""
        return [
            ((name, *where), message)
            for name, angles in (("hold", self.hold), ("start", self.start))
            for where, message in angles.beyond_limits()
        ]
