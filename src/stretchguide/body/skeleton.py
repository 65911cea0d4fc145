"""From joint angles to joint positions. Angles in degrees, lengths in body heights, nothing drawn here.

The body is worked out in space: x forward, y up, z to the person's left. The angles of `model.pose` bend it in the plane of x and y.
What a side view cannot show (`out_of_plane`) leaves that plane: a leg or arm lifted sideways shortens by the cosine of the angle when it is
seen from the side, and a bent one shortens by the cosine of its bend when it is seen from the front. A view then looks at the result.

Signs that `model.pose` leaves open, always for the left side as the worked one: `neck-rotation`, `trunk-rotation`, `thoracic-rotation`,
`hip-rotation` (both knees sink) and `neck-lateral-flexion` are plus towards the worked side and minus away from it. Lying on the back,
`trunk-rotation` turns the pelvis and the legs, because the shoulders stay on the floor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, hypot, radians, sin, sqrt

from stretchguide.body.shapes import Point
from stretchguide.model.anatomy import Side
from stretchguide.model.pose import Anchor, Angles, OutOfPlane, Pose, Sided, View

# Segment lengths in body heights: Drillis and Contini (1966), as tabled in Winter, Biomechanics and Motor Control of Human Movement.
ANKLE_HEIGHT = 0.039
SHANK = 0.246
THIGH = 0.245
UPPER_ARM = 0.186
FOREARM = 0.146
HAND = 0.108
FOOT = 0.11
"""From below the ankle to the toes. Foot length is 0.152; the rest lies behind the ankle."""
HEEL = 0.03
HEAD_RADIUS = 0.05
# Design choices: how the length of the trunk is shared, how wide the joints stand apart, and how short the neck is.
PELVIS = 0.0576
LUMBAR = 0.105
THORAX = 0.165
NECK = 0.075
"""From C7 to the middle of the head."""
SHOULDER_ALONG_THORAX = 0.76
SHOULDER_HALF_WIDTH = 0.105
HIP_HALF_WIDTH = 0.05

SEAT = 0.285
"""Height of the hip on a chair."""
BED = 0.3
LOW_SEAT = 0.26
"""Height of the seat that elbows rest on."""
TORSO_DEPTH = 0.05
"""How far hip and shoulders lie above the floor that carries them."""
KNEE_DEPTH = 0.03
HAND_DEPTH = 0.012
"""How high above the floor the fingers of a flat hand are."""

WRIST_DEPTH = 0.02

Vector = tuple[float, float, float]
SIDES = ("left", "right")
_JOINTS = ("trunk", "lumbar", "hip", "knee", "ankle", "shoulder", "elbow", "neck")


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


@dataclass(frozen=True, slots=True)
class Resolved:
    """Every angle of one moment, in degrees. Nothing is left open."""

    trunk: float
    lumbar: float
    neck: float
    left: Limbs
    right: Limbs
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
    )


@dataclass(frozen=True, slots=True)
class Camera:
    """Which way in space goes right and which goes up on the drawing."""

    right: Vector
    up: Vector
    level: bool
    """Whether the floor is seen from its edge, as a line at height 0."""

    def see(self, place: Vector) -> Point:
        """Where a place of the room is drawn."""
        return _dot(place, self.right), _dot(place, self.up)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Joints in space and how they are looked at. Names: `hip`, `l5s1`, `t12`, `c7`, `head`, and per side `left_knee` and so on."""

    joints: Mapping[str, Vector]
    face: Vector
    """The direction the face looks, of length 1."""
    camera: Camera

    def at(self, joint: str) -> Point:
        """Where a joint is drawn."""
        return self.camera.see(self.joints[joint])

    def height(self, joint: str) -> float:
        """How far above the floor a joint is, in any view."""
        return self.joints[joint][1]


def skeleton(angles: Resolved, anchor: Anchor, view: View = View.SIDE, carrier: Side = Side.RIGHT, raised: float = 0.0) -> Skeleton:
    """The body of these angles, put down on what carries it.

    `carrier` is the side that stays in its place where both could. `raised` is the height of a cushion that is sat on.
    The anchor is that of the angles: for a mirrored body `standing-left` becomes `standing-right` (see `mirrored_anchor`).
    """
    joints, face = _body(angles, anchor)
    moved = _placement(joints, anchor, "left" if carrier is Side.LEFT else "right", raised)
    placed = {name: _add(place, moved) for name, place in joints.items()}
    if anchor not in (Anchor.SIDE_LYING, Anchor.BED_EDGE):
        for side in SIDES:
            placed |= _above_floor(placed, side)
    return Skeleton(placed, face, camera(anchor, view))


def _above_floor(joints: Mapping[str, Vector], side: str) -> dict[str, Vector]:
    """An arm that does not go through the floor: the hand lies flat on it, and the elbow gives way."""
    shoulder, elbow, wrist, fingers = (joints[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist", "fingers"))
    if min(wrist[1], fingers[1]) >= HAND_DEPTH:
        return {}
    changed: dict[str, Vector] = {}
    if wrist[1] < WRIST_DEPTH:
        wrist = (wrist[0], WRIST_DEPTH, wrist[2])
        rise, run = wrist[1] - shoulder[1], wrist[0] - shoulder[0]
        apart = min(max(hypot(rise, run), 1e-6), UPPER_ARM + FOREARM)
        along = (UPPER_ARM**2 - FOREARM**2 + apart**2) / (2 * apart)
        out = sqrt(max(0.0, UPPER_ARM**2 - along**2))
        # Of the two places an elbow can take, the one behind.
        elbow = (shoulder[0] + (run * along + rise * out) / apart, shoulder[1] + (rise * along - run * out) / apart, elbow[2])
        changed |= {f"{side}_elbow": elbow, f"{side}_wrist": wrist}
    forward = -1.0 if fingers[0] < wrist[0] - HAND / 2 else 1.0
    changed[f"{side}_fingers"] = (wrist[0] + forward * sqrt(HAND**2 - (wrist[1] - HAND_DEPTH) ** 2), HAND_DEPTH, wrist[2])
    return changed


def mirrored_anchor(anchor: Anchor) -> Anchor:
    """The anchor of the mirrored body."""
    return {Anchor.STANDING_LEFT: Anchor.STANDING_RIGHT, Anchor.STANDING_RIGHT: Anchor.STANDING_LEFT}.get(anchor, anchor)


def camera(anchor: Anchor, view: View) -> Camera:
    """From where a body on this support is looked at."""
    lying = anchor in (Anchor.SUPINE, Anchor.BED_EDGE)
    if view is View.SIDE or anchor is Anchor.SIDE_LYING:
        return Camera((1, 0, 0), (0, 1, 0), anchor is not Anchor.SIDE_LYING)
    if view is View.TOP:
        return Camera((0, 0, 1), (-1, 0, 0), False) if lying else Camera((0, 0, -1), (1, 0, 0), False)
    if lying:
        # From behind the head, half from above: the trunk below, legs that point up above it.
        return Camera((0, 0, -1), (sin(radians(40)), cos(radians(40)), 0), False)
    if anchor in (Anchor.FLOOR_SIT, Anchor.CHAIR):
        tilt = radians(25 if anchor is Anchor.FLOOR_SIT else 15)
        return Camera((0, 0, 1), (-sin(tilt), cos(tilt), 0), False)
    return Camera((0, 0, 1), (0, 1, 0), True)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where forward, up and left are for a part of the body."""

    forward: Vector
    up: Vector
    left: Vector

    def turned(self, degrees: float) -> "_Frame":
        """Turned about its own long axis, plus to the left."""
        c, s = cos(radians(degrees)), sin(radians(degrees))
        return _Frame(
            _sum((c, self.forward), (s, self.left)),
            self.up,
            _sum((-s, self.forward), (c, self.left)),
        )


def _leaning(lean: float) -> _Frame:
    c, s = cos(radians(lean)), sin(radians(lean))
    return _Frame((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class _Limb:
    """The plane a limb bends in: along its first segment, and across it to where joints bend forward."""

    along: Vector
    across: Vector

    def toward(self, bend: float) -> Vector:
        """The direction of a segment bent forward by this much against the first."""
        c, s = cos(radians(bend)), sin(radians(bend))
        return _sum((c, self.along), (s, self.across))


def _limb(frame: _Frame, flexion: float, out: float, turn: float, sign: float) -> _Limb:
    c, s = cos(radians(flexion)), sin(radians(flexion))
    along = _sum((s, frame.forward), (-c, frame.up))
    across = _sum((c, frame.forward), (s, frame.up))
    c, s = cos(radians(out)), sign * sin(radians(out))
    outward = _sum((-s * sign, along), (c * sign, frame.left))
    along = _sum((c, along), (s, frame.left))
    c, s = cos(radians(turn)), sin(radians(turn))
    return _Limb(along, _sum((c, across), (s, outward)))


def _body(angles: Resolved, anchor: Anchor) -> tuple[dict[str, Vector], Vector]:
    """All joints with the middle of the hips at the origin, and where the face looks."""
    lying = anchor in (Anchor.SUPINE, Anchor.BED_EDGE)
    pelvis = _leaning(angles.pelvis).turned(angles.trunk_turn if lying else 0.0)
    chest = _leaning(angles.trunk).turned(0.0 if lying else angles.trunk_turn)
    joints: dict[str, Vector] = {"hip": (0.0, 0.0, 0.0)}
    joints["l5s1"] = _sum((PELVIS, pelvis.up))
    joints["t12"] = _sum((1.0, joints["l5s1"]), (LUMBAR, _leaning((angles.pelvis + angles.trunk) / 2).up))
    joints["c7"] = _sum((1.0, joints["t12"]), (THORAX, chest.up))
    head = _leaning(angles.trunk + angles.neck).turned(angles.neck_turn + (0.0 if lying else angles.trunk_turn))
    c, s = cos(radians(angles.neck_tilt)), sin(radians(angles.neck_tilt))
    # The tilt is about the line from back to front, before the turn: towards the left shoulder.
    upright = _leaning(angles.trunk + angles.neck)
    joints["head"] = _sum((1.0, joints["c7"]), (NECK * c, upright.up), (NECK * s, upright.left))
    for side, sign, limbs in (("left", 1.0, angles.left), ("right", -1.0, angles.right)):
        sink = sign * angles.knees_sink
        leg = _limb(pelvis, limbs.hip, limbs.leg_out + sink, limbs.leg_turn + sink, sign)
        hip = _sum((sign * HIP_HALF_WIDTH, pelvis.left))
        knee = _sum((1.0, hip), (THIGH, leg.along))
        ankle = _sum((1.0, knee), (SHANK, leg.toward(-limbs.knee)))
        foot, sole = leg.toward(-limbs.knee + 90 + limbs.ankle), leg.toward(-limbs.knee + limbs.ankle)
        joints |= {
            f"{side}_hip": hip,
            f"{side}_knee": knee,
            f"{side}_ankle": ankle,
            f"{side}_heel": _sum((1.0, ankle), (ANKLE_HEIGHT, sole), (-HEEL, foot)),
            f"{side}_toe": _sum((1.0, ankle), (ANKLE_HEIGHT, sole), (FOOT, foot)),
        }
        arm = _limb(chest, limbs.shoulder, limbs.arm_out, limbs.arm_turn, sign)
        shoulder = _sum((1.0, joints["t12"]), (THORAX * SHOULDER_ALONG_THORAX, chest.up), (sign * SHOULDER_HALF_WIDTH, chest.left))
        elbow = _sum((1.0, shoulder), (UPPER_ARM, arm.along))
        wrist = _sum((1.0, elbow), (FOREARM, arm.toward(limbs.elbow)))
        joints |= {
            f"{side}_shoulder": shoulder,
            f"{side}_elbow": elbow,
            f"{side}_wrist": wrist,
            f"{side}_fingers": _sum((1.0, wrist), (HAND, arm.toward(limbs.elbow + limbs.wrist))),
        }
    return joints, head.forward


_FEET = (("heel", 0.0), ("toe", 0.0))
_KNEES = (("knee", KNEE_DEPTH), ("heel", 0.0), ("toe", 0.0))
_LYING = (("hip", TORSO_DEPTH), ("shoulder", TORSO_DEPTH))
_SUPPORTS: dict[Anchor, tuple[tuple[str, float], ...]] = {
    Anchor.STANDING: _FEET,
    Anchor.STANDING_LEFT: _FEET,
    Anchor.STANDING_RIGHT: _FEET,
    Anchor.CHAIR: (("hip", SEAT), ("heel", 0.0), ("toe", 0.0)),
    Anchor.FLOOR_SIT: (("hip", TORSO_DEPTH),),
    Anchor.SUPINE: _LYING,
    Anchor.PRONE: (*_LYING, ("knee", KNEE_DEPTH)),
    Anchor.SIDE_LYING: (("hip", 0.0),),
    Anchor.HALF_KNEEL: _KNEES,
    Anchor.KNEEL: _KNEES,
    Anchor.KNEEL_CHAIR: _KNEES,
    Anchor.CHILDS_POSE: _KNEES,
    Anchor.QUADRUPED: (*_KNEES, ("wrist", WRIST_DEPTH)),
    Anchor.BRIDGE: (("shoulder", TORSO_DEPTH),),
    Anchor.BED_EDGE: (("hip", TORSO_DEPTH + BED), ("shoulder", TORSO_DEPTH + BED)),
    Anchor.PRESS_UP: (("wrist", WRIST_DEPTH), ("toe", 0.0), ("knee", KNEE_DEPTH), ("hip", TORSO_DEPTH)),
    Anchor.PLOUGH: (("shoulder", TORSO_DEPTH),),
}
"""Which joints are carried, and how high above the floor each is when it is. The lowest of them decides."""

_STAYS: dict[Anchor, str] = {
    Anchor.STANDING: "toe",
    Anchor.STANDING_LEFT: "toe",
    Anchor.STANDING_RIGHT: "toe",
    Anchor.HALF_KNEEL: "toe",
    Anchor.KNEEL: "knee",
    Anchor.KNEEL_CHAIR: "knee",
    Anchor.CHILDS_POSE: "knee",
    Anchor.QUADRUPED: "knee",
    Anchor.BRIDGE: "shoulder",
    Anchor.PRESS_UP: "wrist",
    Anchor.PLOUGH: "shoulder",
}
"""The joint that stays in its place while the body moves: elsewhere it is the middle of the hips."""


def _placement(joints: Mapping[str, Vector], anchor: Anchor, carrier: str, raised: float) -> Vector:
    """How far to move a body so that its supports carry it."""
    sides: Iterable[str] = SIDES
    if anchor in (Anchor.STANDING_LEFT, Anchor.STANDING_RIGHT):
        carrier = anchor.value.removeprefix("standing-")
        sides = (carrier,)
    lift = max(depth - joints[f"{side}_{part}"][1] for part, depth in _SUPPORTS[anchor] for side in sides)
    if anchor is Anchor.FLOOR_SIT:
        lift += raised
    stays = _STAYS.get(anchor)
    if stays is None:
        return 0.0, lift, 0.0
    x, _, z = joints[f"{carrier}_{stays}"]
    wide = (-1 if carrier == "right" else 1) * HIP_HALF_WIDTH
    return -x, lift, wide - z


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _add(a: Vector, b: Vector) -> Vector:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _sum(*terms: tuple[float, Vector]) -> Vector:
    return (
        sum(weight * vector[0] for weight, vector in terms),
        sum(weight * vector[1] for weight, vector in terms),
        sum(weight * vector[2] for weight, vector in terms),
    )
