"""From a pose to what is drawn: the body, what carries it, and which parts of it move. Lengths in body heights.

The worked side is the near one. For the right side a figure seen from the side is flipped, so that a change of side is seen.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import dist, hypot, sqrt

from stretchguide.body.shapes import Disc, Figure, Point, Role, Stroke
from stretchguide.body.skeleton import (
    BED,
    HAND,
    HEAD_RADIUS,
    KNEE_DEPTH,
    LOW_SEAT,
    SEAT,
    SIDES,
    Skeleton,
    Vector,
    between,
    mirrored_anchor,
    skeleton,
)
from stretchguide.model.anatomy import Equipment, Side
from stretchguide.model.pose import Anchor, Pose, View

TRUNK_WIDTH = 0.06
LINE = 0.014
"""Width of chairs, walls and the like."""
CUSHION = 0.05
"""Height of a cushion that is sat or knelt on."""
SAMPLES = 12
"""Moments of the movement that the bounds are taken from."""
MARGIN = 0.012
"""Added around the bounds for what moves further between two of those moments."""
PALM = 0.03
"""From the wrist to a wall that the hand lies on."""
FLOOR = -0.022
"""Where the line of the floor is drawn: below height 0 by what a sole is thick."""
MOVED = 0.012
"""A part of the body that moves less than this is not said to move."""

_WIDTHS = {"thigh": 0.05, "shank": 0.042, "foot": 0.03, "upper_arm": 0.036, "forearm": 0.032, "hand": 0.026}
_LEG = (("thigh", ("hip", "knee")), ("shank", ("knee", "ankle")), ("foot", ("ankle", "heel", "toe", "ankle")))
_ARM = (("upper_arm", ("shoulder", "elbow")), ("forearm", ("elbow", "wrist")), ("hand", ("wrist", "fingers")))
_DRIVERS = {
    "thigh": ("hip", "leg_out", "leg_turn"),
    "shank": ("knee",),
    "foot": ("ankle",),
    "upper_arm": ("shoulder", "arm_out", "arm_turn"),
    "forearm": ("elbow",),
    "hand": ("wrist",),
}
_STANDING = (Anchor.STANDING, Anchor.STANDING_LEFT, Anchor.STANDING_RIGHT)

Shape = Stroke | Disc


def draw(pose: Pose, *, progress: float = 1.0, side: Side = Side.LEFT, equipment: Sequence[Equipment] = ()) -> Figure:
    """The figure on the way from the start of a pose (0) to its hold (1), working the given side (`both` counts as left).

    `low` and `high` are the same for every progress of one pose, side and equipment.
    """
    scene, low, high = _scene(pose, side, tuple(equipment))
    return Figure(scene.shapes(progress), low, high)


@lru_cache(maxsize=64)
def _scene(pose: Pose, side: Side, equipment: tuple[Equipment, ...]) -> "tuple[_Scene, Point, Point]":
    """What every moment of one movement shares: working out its bounds takes longer than drawing."""
    scene = _Scene.of(pose, side, equipment)
    return scene, *scene.bounds()


@dataclass(frozen=True, slots=True)
class _Scene:
    """What stays the same through one movement."""

    pose: Pose
    side: Side
    equipment: tuple[Equipment, ...]
    start: Skeleton
    hold: Skeleton
    moving: frozenset[str]

    @staticmethod
    def of(pose: Pose, side: Side, equipment: tuple[Equipment, ...]) -> "_Scene":
        start, hold = (_body(pose, progress, side, equipment) for progress in (0.0, 1.0))
        return _Scene(pose, side, equipment, start, hold, moving_parts(pose, side))

    @property
    def near(self) -> str:
        """The side of the viewer."""
        return "right" if self.side is Side.RIGHT else "left"

    @property
    def wall(self) -> float | None:
        """Where a wall stands that the hands lean on, if there is one and no leg would go through it."""
        if not self._has(Equipment.WALL) or self.pose.anchor not in _STANDING or self.pose.view is not View.SIDE:
            return None
        wall = self._furthest("wrist") + PALM
        return wall if max(self._furthest("knee"), self._furthest("toe")) < wall + 0.01 else None

    def _furthest(self, joint: str) -> float:
        """How far forward a joint of either side gets."""
        return max(body.at(f"{side}_{joint}")[0] for body in (self.start, self.hold) for side in SIDES)

    @property
    def flipped(self) -> bool:
        return self.side is Side.RIGHT and (self.pose.view is View.SIDE or self.pose.anchor is Anchor.SIDE_LYING)

    def shapes(self, progress: float) -> tuple[Shape, ...]:
        """Everything at one moment, in the order of painting."""
        body = _body(self.pose, progress, self.side, self.equipment)
        if self.wall is not None:
            body = _hands_on(self.wall, body)
        found = [*self._surroundings(), *self._figure(body), *self._strap(body)]
        return tuple(_flip(shape) for shape in found) if self.flipped else tuple(found)

    def bounds(self) -> tuple[Point, Point]:
        """Corners around every moment."""
        xs: list[float] = []
        ys: list[float] = []
        for sample in range(SAMPLES + 1):
            for shape in self.shapes(sample / SAMPLES):
                reach = shape.radius if isinstance(shape, Disc) else shape.width / 2
                for x, y in (shape.center,) if isinstance(shape, Disc) else shape.points:
                    xs += (x - reach, x + reach)
                    ys += (y - reach, y + reach)
        return (min(xs) - MARGIN, min(ys) - MARGIN), (max(xs) + MARGIN, max(ys) + MARGIN)

    # The body

    def _figure(self, body: Skeleton) -> Iterator[Shape]:
        far = "left" if self.near == "right" else "right"
        if body.camera.right == (1, 0, 0):
            yield from self._limb(body, far, _LEG, thin=True)
            yield from self._limb(body, far, _ARM, thin=True)
            yield from self._trunk(body)
            yield from self._head(body)
            yield from self._limb(body, self.near, _LEG)
            yield from self._limb(body, self.near, _ARM)
            return
        # From straight above, the head of an upright person is in front of everything else; on all fours the trunk hides the limbs.
        above = body.camera.up == (1, 0, 0)
        on_all_fours = above and self.pose.anchor is Anchor.QUADRUPED
        arms = [stroke for side in (far, self.near) for stroke in self._limb(body, side, _ARM)]
        for side in (far, self.near):
            yield from self._limb(body, side, _LEG)
        yield from arms if on_all_fours else ()
        yield from self._trunk(body)
        yield from () if above else self._head(body)
        yield from () if on_all_fours else arms
        yield from self._head(body) if above else ()

    def _limb(self, body: Skeleton, side: str, parts: Iterable[tuple[str, tuple[str, ...]]], thin: bool = False) -> Iterator[Stroke]:
        for part, joints in parts:
            role = Role.MOVING if f"{side}_{part}" in self.moving else Role.FAR if thin else Role.NEAR
            points = tuple(body.at(f"{side}_{joint}") for joint in joints)
            yield Stroke(points, _WIDTHS[part] * (0.6 if thin else 1.0), role)

    def _trunk(self, body: Skeleton) -> Iterator[Shape]:
        role = Role.MOVING if "trunk" in self.moving else Role.NEAR
        if body.camera.right != (1, 0, 0):
            for joint, width in (("hip", TRUNK_WIDTH), ("shoulder", TRUNK_WIDTH * 0.8)):
                yield Stroke((body.at(f"left_{joint}"), body.at(f"right_{joint}")), width, role)
        yield Stroke(_curve([body.at(joint) for joint in ("hip", "l5s1", "t12", "c7")]), TRUNK_WIDTH, role)

    def _head(self, body: Skeleton) -> Iterator[Shape]:
        role = Role.MOVING if "head" in self.moving else Role.NEAR
        head = body.joints["head"]
        yield Stroke((body.at("c7"), body.at("head")), TRUNK_WIDTH * 0.65, role)
        yield Disc(body.at("head"), HEAD_RADIUS, role)
        nose = [body.camera.see(_along(head, body.face, reach * HEAD_RADIUS)) for reach in (0.8, 1.5)]
        if dist(*nose) > 0.2 * HEAD_RADIUS:
            yield Stroke(tuple(nose), 0.016, role)

    def _strap(self, body: Skeleton) -> Iterator[Stroke]:
        if not {Equipment.STRAP, Equipment.TOWEL} & set(self.equipment):
            return
        foot = "ankle" if self.pose.anchor in (Anchor.PRONE, Anchor.SIDE_LYING) else "toe"
        yield Stroke((body.at(f"{self.near}_fingers"), body.at(f"{self.near}_{foot}")), LINE * 0.8, Role.PROP)

    # What is around it

    def _surroundings(self) -> Iterator[Shape]:
        camera = self.hold.camera
        if camera.right == (1, 0, 0):
            props = list(self._seen_from_the_side())
        elif camera.up == (1, 0, 0):
            props = list(self._seen_from_above())
        elif camera.up == (-1, 0, 0):
            props = list(self._lying_seen_from_above())
        else:
            props = list(self._seen_from_the_front())
        if camera.level:
            xs = [*self._extent(0), *(x for prop in props for x, _ in prop.points)]
            yield Stroke(((min(xs) - 0.07, FLOOR), (max(xs) + 0.07, FLOOR)), 0.01, Role.GROUND)
        yield from props

    def _has(self, *equipment: Equipment) -> bool:
        return bool(set(equipment) & set(self.equipment))

    def _extent(self, axis: int) -> tuple[float, float]:
        """How far start and hold reach along an axis of the drawing."""
        reach = [body.at(joint)[axis] for body in (self.start, self.hold) for joint in body.joints]
        return min(reach), max(reach)

    def _seen_from_the_side(self) -> Iterator[Stroke]:
        low, high = self._extent(0)
        anchor, hold = self.pose.anchor, self.hold
        if anchor is Anchor.SIDE_LYING:
            bottom, top = self._extent(1)
            if self._has(Equipment.MAT):
                yield _box(low - 0.06, bottom - 0.05, high + 0.06, top + 0.05)
            if self._has(Equipment.CUSHION):
                x, y = hold.at("head")
                yield _box(x - 0.08, y - 0.08, x + 0.06, y + 0.08)
            return
        if self._has(Equipment.MAT):
            yield Stroke(((low - 0.03, -0.012), (high + 0.03, -0.012)), 0.016, Role.PROP)
        hip_x, hip_y = hold.at("hip")
        near = self.near
        hand = max((hold.at(f"{side}_wrist") for side in SIDES), key=lambda place: place[0])
        if anchor is Anchor.CHAIR:
            yield from _chair(hip_x - 0.13, hip_x + 0.13, hip_y - 0.045, hip_y + 0.24)
        elif anchor is Anchor.BED_EDGE:
            yield _box(low - 0.06, 0.0, hip_x + 0.03, BED)
        elif anchor is Anchor.KNEEL_CHAIR:
            x = min(hold.at(f"{side}_elbow")[0] for side in SIDES)
            yield from _chair(x + 0.21, x - 0.05, LOW_SEAT - 0.03, LOW_SEAT + 0.24)
        elif anchor is Anchor.HALF_KNEEL and self._has(Equipment.CHAIR):
            x, y = hold.at(f"{near}_ankle")
            yield from _chair(x - 0.17, x + 0.09, y - 0.04, y + 0.22)
        elif self._has(Equipment.CHAIR):
            yield from _chair(hand[0] + 0.03, hand[0] + 0.29, SEAT - 0.03, hand[1] - 0.03)
        if self._has(Equipment.CUSHION):
            if anchor is Anchor.FLOOR_SIT:
                yield _box(hip_x - 0.1, 0.0, hip_x + 0.07, CUSHION - 0.01)
            elif anchor is Anchor.HALF_KNEEL:
                x = hold.at(f"{near}_knee")[0]
                yield _box(x - 0.07, 0.0, x + 0.05, KNEE_DEPTH - 0.01)
            elif anchor is Anchor.CHILDS_POSE:
                x, y = hold.at("t12")
                yield _box(x - 0.04, 0.0, x + 0.2, max(0.04, y - 0.06))
        if self._has(Equipment.STEP):
            x, y = hold.at(f"{near}_heel")
            yield _box(x - 0.04, 0.0, x + 0.2, y - 0.01)
        if self._has(Equipment.DOORWAY):
            x = max(hold.at(f"{near}_heel")[0], self.start.at(f"{near}_heel")[0]) + 0.02
            yield Stroke(((x, 0.0), (x, self._extent(1)[1] + 0.1)), LINE * 1.5, Role.PROP)
        if self.wall is not None:
            yield Stroke(((self.wall, 0.0), (self.wall, max(0.9, hand[1] + 0.15))), LINE * 1.5, Role.PROP)
        elif self._has(Equipment.WALL) and anchor in _STANDING:
            # Beside the body, and so behind it on the drawing.
            yield _box(hip_x - 0.3, 0.0, hip_x + 0.34, 0.85)
        if self._has(Equipment.DOWEL):
            (x1, y1), (x2, y2) = hold.at("hip"), hold.at("c7")
            length = hypot(x2 - x1, y2 - y1) or 1.0
            x, y = (x2 - x1) / length, (y2 - y1) / length
            back = (-y * 0.05, x * 0.05)
            yield Stroke(
                ((x1 + back[0] - x * 0.1, y1 + back[1] - y * 0.1), (x2 + back[0] + x * 0.15, y2 + back[1] + y * 0.15)), LINE, Role.PROP
            )
        if anchor in (Anchor.STANDING_LEFT, Anchor.STANDING_RIGHT):
            free = "left" if anchor is Anchor.STANDING_RIGHT else "right"
            free = free if self.side is not Side.RIGHT else {"left": "right", "right": "left"}[free]
            x, y = hold.at(f"{free}_heel")
            if min(y, self.start.at(f"{free}_heel")[1]) > 0.3:
                yield Stroke(((x, y - 0.02), (x, 0.0)), LINE, Role.PROP)
                yield Stroke(((x - 0.06, y - 0.02), (x + 0.06, y - 0.02)), LINE * 1.5, Role.PROP)

    def _seen_from_the_front(self) -> Iterator[Stroke]:
        low, high = self._extent(0)
        bottom, top = self._extent(1)
        anchor = self.pose.anchor
        if anchor is Anchor.CHAIR:
            y = self.hold.at("hip")[1]
            for x in (-0.13, 0.13):
                yield Stroke(((x, y + 0.28), (x, bottom + 0.03)), LINE, Role.PROP)
            yield Stroke(((-0.13, y - 0.04), (0.13, y - 0.04)), LINE, Role.PROP)
            yield Stroke(((-0.13, y + 0.27), (0.13, y + 0.27)), LINE * 1.5, Role.PROP)
        elif anchor is Anchor.SUPINE:
            hip = self.hold.at("hip")[1]
            if self._has(Equipment.WALL):
                yield Stroke(((low - 0.05, hip + 0.06), (high + 0.05, hip + 0.06)), LINE * 1.5, Role.PROP)
            elif self._has(Equipment.MAT):
                yield _box(-0.2, bottom - 0.04, 0.2, hip + 0.1)
        elif anchor is Anchor.FLOOR_SIT and self._has(Equipment.CUSHION):
            y = self.hold.at("hip")[1]
            yield _box(-0.15, y - 0.06, 0.15, y - 0.02)
        elif self._has(Equipment.DOORWAY):
            middle = self.hold.at("hip")[0]
            half = abs(self.hold.at(f"{self.near}_elbow")[0] - middle) + 0.02
            posts = ((middle - half, 0.0), (middle - half, top + 0.12), (middle + half, top + 0.12), (middle + half, 0.0))
            yield Stroke(posts, LINE * 1.5, Role.PROP)
        elif self._has(Equipment.WALL):
            yield _box(low - 0.06, -0.022, high + 0.06, top + 0.1)

    def _seen_from_above(self) -> Iterator[Stroke]:
        x, y = self.hold.at("hip")
        if self.pose.anchor is Anchor.CHAIR:
            yield _box(x - 0.13, y - 0.12, x + 0.13, y + 0.14)
            yield Stroke(((x - 0.13, y - 0.12), (x + 0.13, y - 0.12)), LINE * 2, Role.PROP)
        elif self._has(Equipment.MAT):
            (left, right), (bottom, top) = self._extent(0), self._extent(1)
            yield _box(left - 0.05, bottom - 0.05, right + 0.05, top + 0.05)

    def _lying_seen_from_above(self) -> Iterator[Stroke]:
        bottom, top = self._extent(1)
        if self._has(Equipment.MAT):
            yield _box(-0.2, bottom - 0.04, 0.2, top + 0.08)
        if self._has(Equipment.CUSHION):
            for side in SIDES:
                x, y = self.hold.at(f"{side}_knee")
                yield _box(x - 0.05, y - 0.06, x + 0.05, y + 0.06)


def moving_parts(pose: Pose, side: Side = Side.LEFT) -> frozenset[str]:
    """The parts that the movement is about: those whose own joint changes, and what hangs from them. Like `left_shank`, `trunk`, `head`.

    A joint may change without its part moving: in a bend from the hips the thighs stay and the trunk goes.
    """
    a, b = between(pose, 0.0, side), between(pose, 1.0, side)
    start, hold = (_body(pose, progress, side, ()) for progress in (0.0, 1.0))

    def turned(*joints: str) -> bool:
        """Whether a part points another way than before, or moves along with one that does."""
        first, last = joints[0], joints[-1]
        before, after = (_difference(body.joints[last], body.joints[first]) for body in (start, hold))
        return dist(before, after) > MOVED

    found: set[str] = set()
    trunk = (a.trunk, a.lumbar) != (b.trunk, b.lumbar) and turned("hip", "c7")
    twisted = (a.trunk_turn, a.knees_sink) != (b.trunk_turn, b.knees_sink)
    lying = pose.anchor in (Anchor.SUPINE, Anchor.BED_EDGE)
    if trunk or (a.trunk_turn != b.trunk_turn and not lying):
        found |= {"trunk", "head"}
    if (a.neck, a.neck_turn, a.neck_tilt) != (b.neck, b.neck_turn, b.neck_tilt):
        found.add("head")
    for name in SIDES:
        before, after = getattr(a, name), getattr(b, name)
        for parts, carried in ((_LEG, twisted and turned(f"{name}_hip", f"{name}_knee")), (_ARM, "trunk" in found)):
            hangs = carried
            for part, joints in parts:
                changed = any(getattr(before, driver) != getattr(after, driver) for driver in _DRIVERS[part])
                ends = [f"{name}_{joint}" for joint in (("heel", "toe") if part == "foot" else joints)]
                hangs = hangs or (changed and turned(*ends))
                moved = max(dist(start.joints[end], hold.joints[end]) for end in ends) > MOVED
                if hangs and moved:
                    found.add(f"{name}_{part}")
    return frozenset(found)


def _body(pose: Pose, progress: float, side: Side, equipment: Sequence[Equipment]) -> Skeleton:
    """The skeleton of one moment, on its cushion, with the hands laid flat where they carry."""
    right = side is Side.RIGHT
    anchor = mirrored_anchor(pose.anchor) if right else pose.anchor
    raised = CUSHION if Equipment.CUSHION in equipment else 0.0
    return skeleton(between(pose, progress, side), anchor, pose.view, Side.LEFT if right else Side.RIGHT, raised)


def _hands_on(wall: float, body: Skeleton) -> Skeleton:
    """The body with every hand that would go through the wall laid against it, the fingers up."""
    joints = dict(body.joints)
    for side in SIDES:
        x, y, z = joints[f"{side}_wrist"]
        room = min(max(wall - 0.02 - x, 0.0), HAND)
        if joints[f"{side}_fingers"][0] > x + room:
            joints[f"{side}_fingers"] = (x + room, y + sqrt(HAND**2 - room**2), z)
    return replace(body, joints=joints)


def _curve(points: Sequence[Point], steps: int = 5) -> tuple[Point, ...]:
    """A smooth line through some points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    line = [points[0]]
    for before, a, b, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(1, steps + 1):
            t = step / steps
            weights = ((-t + 2 * t**2 - t**3) / 2, (2 - 5 * t**2 + 3 * t**3) / 2, (t + 4 * t**2 - 3 * t**3) / 2, (t**3 - t**2) / 2)
            x, y = (sum(w * p[axis] for w, p in zip(weights, (before, a, b, after), strict=True)) for axis in (0, 1))
            line.append((x, y))
    return tuple(line)


def _box(left: float, bottom: float, right: float, top: float) -> Stroke:
    return Stroke(((left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)), LINE, Role.PROP)


def _chair(back: float, front: float, seat: float, top: float) -> Iterator[Stroke]:
    """A chair from the side: `back` is where the backrest stands, which may be on either end."""
    yield Stroke(((back, top), (back, 0.0)), LINE, Role.PROP)
    yield Stroke(((back, seat), (front, seat), (front, 0.0)), LINE, Role.PROP)


def _flip(shape: Shape) -> Shape:
    if isinstance(shape, Disc):
        return Disc((-shape.center[0], shape.center[1]), shape.radius, shape.role)
    return Stroke(tuple((-x, y) for x, y in shape.points), shape.width, shape.role)


def _along(place: Vector, direction: Vector, reach: float) -> Vector:
    return place[0] + reach * direction[0], place[1] + reach * direction[1], place[2] + reach * direction[2]


def _difference(a: Vector, b: Vector) -> Vector:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]
