"""From joint angles to joint positions. Angles in degrees, lengths in body heights, nothing drawn here.

The body is worked out in space: x forward, y up, z to the person's left. The angles of `model.pose` bend it in the plane of x and y.
What a side view cannot show (`out_of_plane`) leaves that plane: a leg or arm lifted sideways shortens by the cosine of the angle when it is
seen from the side, and a bent one shortens by the cosine of its bend when it is seen from the front. A view then looks at the result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin

from stretchguide.body.angles import Limbs, Resolved
from stretchguide.body.ground import settled
from stretchguide.body.shapes import Point
from stretchguide.body.vectors import Vector, dot, total
from stretchguide.model.anatomy import Side
from stretchguide.model.pose import Anchor, View

# Segment lengths in body heights: Drillis and Contini (1966), as tabled in Winter, Biomechanics and Motor Control of Human Movement.
ANKLE_HEIGHT = 0.039
SHANK = 0.246
THIGH = 0.245
UPPER_ARM = 0.186
FOREARM = 0.146
HAND = 0.108
FOOT = 0.11
"""From below the ankle to the tip of the toes. Foot length is 0.152; the rest lies behind the ankle."""
BALL = 0.072
"""From below the ankle to where the toes bend."""
HEEL = 0.03
HEAD_RADIUS = 0.05
# Design choices: how the length of the trunk is shared, how wide the joints stand apart, and how short the neck is.
PELVIS = 0.0576
LUMBAR = 0.105
THORAX = 0.165
NECK = 0.075
"""From C7 to the middle of the head."""
NOD = 0.04
"""From the joint that nods to the middle of the head."""
SHOULDER_ALONG_THORAX = 0.76
SHOULDER_HALF_WIDTH = 0.105
WAIST_HALF_WIDTH = 0.06
HIP_HALF_WIDTH = 0.05


@dataclass(frozen=True, slots=True)
class Frame:
    """Where forward, up and left are for a part of the body."""

    forward: Vector
    up: Vector
    left: Vector

    def turned(self, degrees: float) -> "Frame":
        """Turned about its own long axis, plus to the left."""
        c, s = cos(radians(degrees)), sin(radians(degrees))
        return Frame(total((c, self.forward), (s, self.left)), self.up, total((-s, self.forward), (c, self.left)))

    def leaned(self, degrees: float) -> "Frame":
        """Plus leans it forward."""
        c, s = cos(radians(degrees)), sin(radians(degrees))
        return Frame(total((c, self.forward), (-s, self.up)), total((s, self.forward), (c, self.up)), self.left)

    def tilted(self, degrees: float) -> "Frame":
        """Plus tilts it to the left."""
        c, s = cos(radians(degrees)), sin(radians(degrees))
        return Frame(self.forward, total((c, self.up), (s, self.left)), total((-s, self.up), (c, self.left)))


UPRIGHT = Frame((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Camera:
    """From where the figure is looked at: which way in space goes right, which up, and which toward the viewer."""

    right: Vector
    up: Vector
    near: Vector
    level: bool
    """Whether the floor is seen from its edge, as a line at height 0."""

    def see(self, place: Vector) -> Point:
        """Where a place of the room is drawn."""
        return dot(place, self.right), dot(place, self.up)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Joints in space and how they are looked at. Names: `hip`, `l5s1`, `t12`, `c7`, `head`, and per side `left_knee` and so on."""

    joints: Mapping[str, Vector]
    head: Frame
    """Where the face looks, and where the crown is."""
    camera: Camera

    def at(self, joint: str) -> Point:
        """Where a joint is drawn."""
        return self.camera.see(self.joints[joint])

    def height(self, joint: str) -> float:
        """How far above the floor a joint is, in any view."""
        return self.joints[joint][1]


def skeleton(angles: Resolved, anchor: Anchor, view: View = View.SIDE, carrier: Side = Side.RIGHT, raised: float = 0.0) -> Skeleton:
    """The body of these angles, put down on what carries it.

    `carrier` is the side that stays in its place where both could. `raised` is the height of a cushion that is sat or knelt on.
    The anchor is that of the angles: for a mirrored body `standing-left` becomes `standing-right` (see `mirrored_anchor`).
    """
    joints, head = _body(angles, anchor)
    return Skeleton(settled(joints, anchor, "left" if carrier is Side.LEFT else "right", raised), head, camera(anchor, view))


def mirrored_anchor(anchor: Anchor) -> Anchor:
    """The anchor of the mirrored body."""
    return {Anchor.STANDING_LEFT: Anchor.STANDING_RIGHT, Anchor.STANDING_RIGHT: Anchor.STANDING_LEFT}.get(anchor, anchor)


def camera(anchor: Anchor, view: View) -> Camera:
    """From where a body on this support is looked at."""
    lying = anchor in (Anchor.SUPINE, Anchor.BED_EDGE)
    if view is View.SIDE or anchor is Anchor.SIDE_LYING:
        return Camera((1, 0, 0), (0, 1, 0), (0, 0, 1), anchor is not Anchor.SIDE_LYING)
    if view is View.TOP:
        return Camera((0, 0, 1), (-1, 0, 0), (0, 1, 0), False) if lying else Camera((0, 0, -1), (1, 0, 0), (0, 1, 0), False)
    if lying:
        # From behind the head, half from above: the trunk below, legs that point up above it.
        c, s = cos(radians(40)), sin(radians(40))
        return Camera((0, 0, -1), (s, c, 0), (-c, s, 0), False)
    if anchor in (Anchor.FLOOR_SIT, Anchor.CHAIR):
        tilt = radians(25 if anchor is Anchor.FLOOR_SIT else 15)
        return Camera((0, 0, 1), (-sin(tilt), cos(tilt), 0), (cos(tilt), sin(tilt), 0), False)
    return Camera((0, 0, 1), (0, 1, 0), (1, 0, 0), True)


@dataclass(frozen=True, slots=True)
class _Limb:
    """The plane a limb bends in: along its first segment, and across it to where joints bend forward."""

    along: Vector
    across: Vector

    def toward(self, bend: float) -> Vector:
        """The direction of a segment bent forward by this much against the first."""
        c, s = cos(radians(bend)), sin(radians(bend))
        return total((c, self.along), (s, self.across))


def _limb(frame: Frame, flexion: float, out: float, turn: float, sign: float) -> _Limb:
    c, s = cos(radians(flexion)), sin(radians(flexion))
    along = total((s, frame.forward), (-c, frame.up))
    across = total((c, frame.forward), (s, frame.up))
    c, s = cos(radians(out)), sign * sin(radians(out))
    outward = total((-s * sign, along), (c * sign, frame.left))
    along = total((c, along), (s, frame.left))
    c, s = cos(radians(turn)), sin(radians(turn))
    return _Limb(along, total((c, across), (s, outward)))


def _body(angles: Resolved, anchor: Anchor) -> tuple[dict[str, Vector], Frame]:
    """All joints with the middle of the hips at the origin, and where the head points."""
    lying = anchor in (Anchor.SUPINE, Anchor.BED_EDGE)
    pelvis = UPRIGHT.leaned(angles.pelvis).turned(angles.trunk_turn if lying else 0.0)
    belly = UPRIGHT.leaned((angles.pelvis + angles.trunk) / 2).turned(angles.trunk_turn / 2)
    chest = UPRIGHT.leaned(angles.trunk).turned(0.0 if lying else angles.trunk_turn)
    joints: dict[str, Vector] = {"hip": (0.0, 0.0, 0.0)}
    joints["l5s1"] = total((PELVIS, pelvis.up))
    joints["t12"] = total((1.0, joints["l5s1"]), (LUMBAR, belly.up))
    joints["c7"] = total((1.0, joints["t12"]), (THORAX, chest.up))
    neck = chest.turned(angles.neck_turn).leaned(angles.neck).tilted(angles.neck_tilt)
    head = neck.leaned(angles.nod)
    joints["head"] = total((1.0, joints["c7"]), (NECK - NOD, neck.up), (NOD, head.up))
    for side, sign, limbs in (("left", 1.0, angles.left), ("right", -1.0, angles.right)):
        joints[f"{side}_waist"] = total((1.0, joints["t12"]), (sign * WAIST_HALF_WIDTH, belly.left))
        joints |= {f"{side}_{name}": place for name, place in _leg(limbs, pelvis, sign, sign * angles.knees_sink).items()}
        joints |= {f"{side}_{name}": place for name, place in _arm(limbs, chest, sign, joints["t12"]).items()}
    return joints, head


def _leg(limbs: Limbs, pelvis: Frame, sign: float, sink: float) -> dict[str, Vector]:
    leg = _limb(pelvis, limbs.hip, limbs.leg_out + sink, limbs.leg_turn + sink, sign)
    hip = total((sign * HIP_HALF_WIDTH, pelvis.left))
    knee = total((1.0, hip), (THIGH, leg.along))
    ankle = total((1.0, knee), (SHANK, leg.toward(-limbs.knee)))
    foot, sole = leg.toward(-limbs.knee + 90 + limbs.ankle), leg.toward(-limbs.knee + limbs.ankle)
    return {
        "hip": hip,
        "knee": knee,
        "ankle": ankle,
        "heel": total((1.0, ankle), (ANKLE_HEIGHT, sole), (-HEEL, foot)),
        "ball": total((1.0, ankle), (ANKLE_HEIGHT, sole), (BALL, foot)),
        "toe": total((1.0, ankle), (ANKLE_HEIGHT, sole), (FOOT, foot)),
    }


def _arm(limbs: Limbs, chest: Frame, sign: float, t12: Vector) -> dict[str, Vector]:
    arm = _limb(chest, limbs.shoulder, limbs.arm_out, limbs.arm_turn, sign)
    c, s = cos(radians(limbs.shrug)), sin(radians(limbs.shrug))
    girdle = (SHOULDER_HALF_WIDTH * sign * c, chest.left), (SHOULDER_HALF_WIDTH * s, chest.up)
    shoulder = total((1.0, t12), (THORAX * SHOULDER_ALONG_THORAX, chest.up), *girdle)
    elbow = total((1.0, shoulder), (UPPER_ARM, arm.along))
    wrist = total((1.0, elbow), (FOREARM, arm.toward(limbs.elbow)))
    return {
        "shoulder": shoulder,
        "elbow": elbow,
        "wrist": wrist,
        "fingers": total((1.0, wrist), (HAND, arm.toward(limbs.elbow + limbs.wrist))),
    }
