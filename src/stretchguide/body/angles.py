"""Every angle of one moment between the start of a pose and its hold, mirrored for the right side. In degrees.

Signs that `model.pose` leaves open, always for the left side as the worked one: `neck-rotation`, `trunk-rotation`, `thoracic-rotation`,
`hip-rotation` (both knees sink) and `neck-lateral-flexion` are plus towards the worked side and minus away from it. Lying on the back,
`trunk-rotation` turns the pelvis and the legs, because the shoulders stay on the floor. `wrist-flexion` and `wrist-extension` both bend
the hand down: in a stretch the palm faces down in the first and up in the second.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from stretchguide.model.anatomy import Side
from stretchguide.model.pose import Angles, OutOfPlane, Pose, Sided

SIDES = ("left", "right")
_JOINTS = ("trunk", "lumbar", "hip", "knee", "ankle", "shoulder", "elbow", "neck", "nod")


@dataclass(frozen=True, slots=True)
class Limbs:
    """The joint angles of the leg and the arm of one side, in degrees."""

    hip: float = 0.0
    knee: float = 0.0
    ankle: float = 0.0
    shoulder: float = 0.0
    elbow: float = 0.0
    leg_out: float = 0.0
    """Abduction of the leg."""
    leg_turn: float = 0.0
    """External rotation of the leg."""
    arm_out: float = 0.0
    arm_turn: float = 0.0
    wrist: float = 0.0
    """Plus bends the hand the way the elbow bends."""
    shrug: float = 0.0
    """How far the collarbone lifts the shoulder."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Every angle of one moment, in degrees. Nothing is left open."""

    trunk: float
    lumbar: float
    neck: float
    left: Limbs
    right: Limbs
    nod: float = 0.0
    """The head against the neck. Plus brings the chin to the throat."""
    neck_tilt: float = 0.0
    """Plus tilts to the left."""
    neck_turn: float = 0.0
    """Plus turns to the left, as do the next two."""
    trunk_turn: float = 0.0
    knees_sink: float = 0.0

    @property
    def pelvis(self) -> float:
        """How far the pelvis is tipped forward."""
        return self.trunk - self.lumbar

    def mirrored(self) -> "Resolved":
        """The same with left and right changed over."""
        return Resolved(
            self.trunk,
            self.lumbar,
            self.neck,
            self.right,
            self.left,
            self.nod,
            -self.neck_tilt,
            -self.neck_turn,
            -self.trunk_turn,
            -self.knees_sink,
        )


def between(pose: Pose, progress: float, side: Side = Side.LEFT) -> Resolved:
    """The angles on the way from start (0) to hold (1). For the right side everything left and right is mirrored."""
    hold, start = _flat(pose.hold), _flat(pose.start)
    flat = {name: angle + (start.get(name, angle) - angle) * (1 - progress) for name, angle in hold.items()}
    # An angle that only the start names ends at 0.
    flat |= {name: angle * (1 - progress) for name, angle in start.items() if name not in hold}
    resolved = Resolved(
        trunk=flat.get("trunk", 0.0),
        lumbar=flat.get("lumbar", 0.0),
        neck=flat.get("neck", 0.0),
        left=_limbs(flat, "left"),
        right=_limbs(flat, "right"),
        nod=flat.get("nod", 0.0),
        neck_tilt=_common(flat, OutOfPlane.NECK_LATERAL_FLEXION),
        neck_turn=_common(flat, OutOfPlane.NECK_ROTATION),
        trunk_turn=_common(flat, OutOfPlane.TRUNK_ROTATION) + _common(flat, OutOfPlane.THORACIC_ROTATION),
        knees_sink=_common(flat, OutOfPlane.HIP_ROTATION),
    )
    return resolved.mirrored() if side is Side.RIGHT else resolved


def _flat(angles: Angles) -> dict[str, float]:
    """The angles that are written, by name and side: `trunk`, `knee.left`."""
    joints: list[tuple[str, float | Sided | None]] = [(name, getattr(angles, name)) for name in _JOINTS]
    joints += [(kind.value, angle) for kind, angle in angles.out_of_plane.items()]
    flat: dict[str, float] = {}
    for name, value in joints:
        if isinstance(value, Sided):
            flat |= {f"{name}.{side}": angle for side in SIDES if (angle := getattr(value, side)) is not None}
        elif value is not None:
            flat[name] = value
    return flat


def _common(flat: Mapping[str, float], kind: OutOfPlane) -> float:
    """A movement of the middle of the body, which a file may give as one number."""
    return flat.get(f"{kind.value}.left", 0.0)


def _limbs(flat: Mapping[str, float], side: str) -> Limbs:
    def angle(name: str) -> float:
        return flat.get(f"{name}.{side}", 0.0)

    across = f"{OutOfPlane.SHOULDER_HORIZONTAL_ADDUCTION.value}.{side}"
    return Limbs(
        hip=angle("hip"),
        knee=angle("knee"),
        ankle=angle("ankle"),
        shoulder=angle("shoulder"),
        elbow=angle("elbow"),
        leg_out=angle(OutOfPlane.HIP_ABDUCTION) - angle(OutOfPlane.HIP_ADDUCTION),
        leg_turn=angle(OutOfPlane.HIP_EXTERNAL_ROTATION) - angle(OutOfPlane.HIP_INTERNAL_ROTATION),
        arm_out=angle(OutOfPlane.SHOULDER_ABDUCTION) + (90.0 - flat[across] if flat.get(across) else 0.0),
        arm_turn=angle(OutOfPlane.SHOULDER_EXTERNAL_ROTATION),
        wrist=-angle(OutOfPlane.WRIST_FLEXION) - angle(OutOfPlane.WRIST_EXTENSION),
        shrug=angle(OutOfPlane.SHOULDER_ELEVATION),
    )
