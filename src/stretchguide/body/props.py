"""What stands around a body and carries it: floor, chair, wall, bed, mat, stick. Lengths in body heights."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import hypot, sqrt

from stretchguide.body.angles import SIDES, between
from stretchguide.body.ground import BED, KNEE_DEPTH, SEAT
from stretchguide.body.shapes import Role, Stroke
from stretchguide.body.skeleton import HAND, Skeleton, mirrored_anchor, skeleton
from stretchguide.model.anatomy import Equipment, Side
from stretchguide.model.pose import Anchor, Pose, View

LINE = 0.014
"""Width of chairs, walls and the like."""
CUSHION = 0.05
"""Height of a cushion that is sat on."""
KNEE_CUSHION = 0.03
LOW_SEAT = 0.26
"""Height of the seat that elbows rest on."""
SEAT_DEPTH = 0.26
UNDER_HIP = 0.045
"""From the hip down to the seat that it sits on."""
PALM = 0.03
"""From the wrist to a wall that the hand lies on."""
FLOOR = -0.022
"""Where the line of the floor is drawn: below height 0 by what a sole is thick."""

_STANDING = (Anchor.STANDING, Anchor.STANDING_LEFT, Anchor.STANDING_RIGHT)


def body_at(pose: Pose, progress: float, side: Side, equipment: Sequence[Equipment]) -> Skeleton:
    """The skeleton of one moment between start (0) and hold (1), on its cushion if it has one."""
    right = side is Side.RIGHT
    anchor = mirrored_anchor(pose.anchor) if right else pose.anchor
    height = KNEE_CUSHION if anchor is Anchor.HALF_KNEEL else CUSHION
    raised = height if Equipment.CUSHION in equipment else 0.0
    return skeleton(between(pose, progress, side), anchor, pose.view, Side.LEFT if right else Side.RIGHT, raised)


@dataclass(frozen=True, slots=True)
class Scene:
    """What stays the same through one movement."""

    pose: Pose
    side: Side
    equipment: tuple[Equipment, ...]
    start: Skeleton
    hold: Skeleton

    @staticmethod
    def of(pose: Pose, side: Side, equipment: tuple[Equipment, ...]) -> "Scene":
        """The scene of a pose, working the given side."""
        return Scene(pose, side, equipment, *(body_at(pose, progress, side, equipment) for progress in (0.0, 1.0)))

    @property
    def near(self) -> str:
        """The side of the viewer."""
        return "right" if self.side is Side.RIGHT else "left"

    @property
    def wall(self) -> float | None:
        """Where a wall stands that the hands lean on, if there is one and no leg would go through it."""
        if not self.has(Equipment.WALL) or self.pose.anchor not in _STANDING or self.pose.view is not View.SIDE:
            return None
        wall = self._furthest("wrist") + PALM
        return wall if max(self._furthest("knee"), self._furthest("toe")) < wall + 0.01 else None

    def _furthest(self, joint: str) -> float:
        """How far forward a joint of either side gets."""
        return max(body.at(f"{side}_{joint}")[0] for body in (self.start, self.hold) for side in SIDES)

    def has(self, *equipment: Equipment) -> bool:
        """Whether one of these is at hand."""
        return bool(set(equipment) & set(self.equipment))

    def extent(self, axis: int) -> tuple[float, float]:
        """How far start and hold reach along an axis of the drawing."""
        reach = [body.at(joint)[axis] for body in (self.start, self.hold) for joint in body.joints]
        return min(reach), max(reach)

    def body(self, progress: float) -> Skeleton:
        """The body of one moment, with its hands on the wall if there is one."""
        body = body_at(self.pose, progress, self.side, self.equipment)
        return body if self.wall is None else _hands_on(self.wall, body)


def surroundings(scene: Scene) -> Iterator[Stroke]:
    """The floor and everything on it, in the order of painting."""
    camera = scene.hold.camera
    if camera.right == (1, 0, 0):
        props = list(_seen_from_the_side(scene))
    elif camera.up == (1, 0, 0):
        props = list(_seen_from_above(scene))
    elif camera.up == (-1, 0, 0):
        props = list(_lying_seen_from_above(scene))
    else:
        props = list(_seen_from_the_front(scene))
    if camera.level:
        xs = [*scene.extent(0), *(x for prop in props for x, _ in prop.points)]
        yield Stroke(((min(xs) - 0.07, FLOOR), (max(xs) + 0.07, FLOOR)), 0.01, Role.GROUND)
    yield from props


def _seen_from_the_side(scene: Scene) -> Iterator[Stroke]:
    low, high = scene.extent(0)
    anchor, hold = scene.pose.anchor, scene.hold
    if anchor is Anchor.SIDE_LYING:
        bottom, top = scene.extent(1)
        if scene.has(Equipment.MAT):
            yield _box(low - 0.06, bottom - 0.05, high + 0.06, top + 0.05)
        if scene.has(Equipment.CUSHION):
            x, y = hold.at("head")
            yield _box(x - 0.08, y - 0.08, x + 0.06, y + 0.08)
        return
    if scene.has(Equipment.MAT):
        yield Stroke(((low - 0.03, -0.012), (high + 0.03, -0.012)), 0.016, Role.PROP)
    hip_x, hip_y = hold.at("hip")
    near = scene.near
    hand = max((hold.at(f"{side}_wrist") for side in SIDES), key=lambda place: place[0])
    rest = min(max(body.at(f"{side}_wrist")[1] for side in SIDES) for body in (scene.start, hold)) - 0.02
    if anchor is Anchor.CHAIR:
        front = hip_x + _seat(scene)
        yield from _chair(front - SEAT_DEPTH, front, hip_y - UNDER_HIP, hip_y + 0.24)
    elif anchor is Anchor.BED_EDGE:
        yield _box(low - 0.06, 0.0, hip_x + 0.03, BED)
    elif anchor is Anchor.KNEEL_CHAIR:
        x = min(hold.at(f"{side}_elbow")[0] for side in SIDES)
        yield from _chair(x + 0.21, x - 0.05, LOW_SEAT - 0.03, LOW_SEAT + 0.24)
    elif anchor is Anchor.HALF_KNEEL and scene.has(Equipment.CHAIR):
        front, seat = hold.at(f"{near}_ankle")[0] - 0.03, hold.at(f"{near}_toe")[1] - 0.022
        yield from _chair(front - SEAT_DEPTH, front, seat, seat + 0.26)
    elif scene.has(Equipment.CHAIR):
        yield from _chair(hand[0] + 0.06, hand[0] + 0.06 + SEAT_DEPTH, SEAT - 0.03, rest)
    if scene.has(Equipment.CUSHION):
        if anchor is Anchor.FLOOR_SIT:
            yield _box(hip_x - 0.1, 0.0, hip_x + 0.07, CUSHION - 0.01)
        elif anchor is Anchor.HALF_KNEEL:
            x = hold.at(f"{near}_knee")[0]
            yield _box(x - 0.07, 0.0, x + 0.05, KNEE_DEPTH + KNEE_CUSHION - 0.03)
        elif anchor is Anchor.CHILDS_POSE:
            x, y = hold.at("t12")
            yield _box(x - 0.04, 0.0, x + 0.2, max(0.04, y - 0.06))
    if scene.has(Equipment.STEP):
        x, y = hold.at(f"{near}_heel")
        yield _box(x - 0.04, 0.0, x + 0.2, y - 0.01)
    if scene.has(Equipment.DOORWAY):
        x = max(hold.at(f"{near}_heel")[0], scene.start.at(f"{near}_heel")[0]) + 0.02
        yield Stroke(((x, 0.0), (x, scene.extent(1)[1] + 0.1)), LINE * 1.5, Role.PROP)
    if scene.wall is not None:
        yield Stroke(((scene.wall, 0.0), (scene.wall, max(0.9, hand[1] + 0.15))), LINE * 1.5, Role.PROP)
    elif scene.has(Equipment.WALL) and anchor in _STANDING:
        # Beside the body, and so behind it on the drawing.
        yield _box(hip_x - 0.3, 0.0, hip_x + 0.34, 0.85)
    if scene.has(Equipment.DOWEL):
        (x1, y1), (x2, y2) = hold.at("hip"), hold.at("c7")
        length = hypot(x2 - x1, y2 - y1) or 1.0
        x, y = (x2 - x1) / length, (y2 - y1) / length
        back = (-y * 0.05, x * 0.05)
        yield Stroke(
            ((x1 + back[0] - x * 0.1, y1 + back[1] - y * 0.1), (x2 + back[0] + x * 0.15, y2 + back[1] + y * 0.15)), LINE, Role.PROP
        )
    if anchor in (Anchor.STANDING_LEFT, Anchor.STANDING_RIGHT):
        free = "left" if anchor is Anchor.STANDING_RIGHT else "right"
        free = free if scene.side is not Side.RIGHT else {"left": "right", "right": "left"}[free]
        x, y = hold.at(f"{free}_heel")
        if min(y, scene.start.at(f"{free}_heel")[1]) > 0.3:
            yield Stroke(((x, y - 0.02), (x, 0.0)), LINE, Role.PROP)
            yield Stroke(((x - 0.06, y - 0.02), (x + 0.06, y - 0.02)), LINE * 1.5, Role.PROP)


def _seat(scene: Scene) -> float:
    """How far in front of the hip a seat ends: early where a thigh slopes down from it, or where hands reach back to the backrest."""
    ends = [SEAT_DEPTH / 2]
    for body in (scene.start, scene.hold):
        for side in SIDES:
            (x, y), (knee_x, knee_y), (wrist_x, _) = (body.at(joint) for joint in ("hip", f"{side}_knee", f"{side}_wrist"))
            if y - knee_y > UNDER_HIP:
                ends.append(max(0.02, UNDER_HIP / 2 * (knee_x - x) / (y - knee_y)))
            if wrist_x - x < -SEAT_DEPTH / 2:
                ends.append(max(0.02, wrist_x - x + SEAT_DEPTH))
    return min(ends)


def _seen_from_the_front(scene: Scene) -> Iterator[Stroke]:
    low, high = scene.extent(0)
    bottom, top = scene.extent(1)
    anchor = scene.pose.anchor
    if anchor is Anchor.CHAIR:
        y = scene.hold.at("hip")[1]
        for x in (-0.13, 0.13):
            yield Stroke(((x, y + 0.28), (x, bottom + 0.03)), LINE, Role.PROP)
        yield Stroke(((-0.13, y - 0.04), (0.13, y - 0.04)), LINE, Role.PROP)
        yield Stroke(((-0.13, y + 0.27), (0.13, y + 0.27)), LINE * 1.5, Role.PROP)
    elif anchor is Anchor.SUPINE:
        hip = scene.hold.at("hip")[1]
        if scene.has(Equipment.WALL):
            yield Stroke(((low - 0.05, hip + 0.06), (high + 0.05, hip + 0.06)), LINE * 1.5, Role.PROP)
        elif scene.has(Equipment.MAT):
            yield _box(-0.2, bottom - 0.04, 0.2, hip + 0.1)
    elif anchor is Anchor.FLOOR_SIT and scene.has(Equipment.CUSHION):
        y = scene.hold.at("hip")[1]
        yield _box(-0.15, y - 0.06, 0.15, y - 0.02)
    elif scene.has(Equipment.DOORWAY):
        middle = scene.hold.at("hip")[0]
        half = abs(scene.hold.at(f"{scene.near}_elbow")[0] - middle) + 0.02
        posts = ((middle - half, 0.0), (middle - half, top + 0.12), (middle + half, top + 0.12), (middle + half, 0.0))
        yield Stroke(posts, LINE * 1.5, Role.PROP)
    elif scene.has(Equipment.WALL):
        yield _box(low - 0.06, -0.022, high + 0.06, top + 0.1)


def _seen_from_above(scene: Scene) -> Iterator[Stroke]:
    x, y = scene.hold.at("hip")
    if scene.pose.anchor is Anchor.CHAIR:
        yield _box(x - 0.13, y - 0.12, x + 0.13, y + 0.14)
        yield Stroke(((x - 0.13, y - 0.12), (x + 0.13, y - 0.12)), LINE * 2, Role.PROP)
    elif scene.has(Equipment.MAT):
        (left, right), (bottom, top) = scene.extent(0), scene.extent(1)
        yield _box(left - 0.05, bottom - 0.05, right + 0.05, top + 0.05)


def _lying_seen_from_above(scene: Scene) -> Iterator[Stroke]:
    bottom, top = scene.extent(1)
    if scene.has(Equipment.MAT):
        yield _box(-0.2, bottom - 0.04, 0.2, top + 0.08)
    if scene.has(Equipment.CUSHION):
        for side in SIDES:
            x, y = scene.hold.at(f"{side}_knee")
            yield _box(x - 0.05, y - 0.06, x + 0.05, y + 0.06)


def _hands_on(wall: float, body: Skeleton) -> Skeleton:
    """The body with every hand that would go through the wall laid against it, the fingers up."""
    joints = dict(body.joints)
    for side in SIDES:
        x, y, z = joints[f"{side}_wrist"]
        room = min(max(wall - 0.02 - x, 0.0), HAND)
        if joints[f"{side}_fingers"][0] > x + room:
            joints[f"{side}_fingers"] = (x + room, y + sqrt(HAND**2 - room**2), z)
    return replace(body, joints=joints)


def _box(left: float, bottom: float, right: float, top: float) -> Stroke:
    return Stroke(((left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)), LINE, Role.PROP)


def _chair(back: float, front: float, seat: float, top: float) -> Iterator[Stroke]:
    """A chair from the side: `back` is where the backrest stands, which may be on either end."""
    yield Stroke(((back, top), (back, 0.0)), LINE, Role.PROP)
    yield Stroke(((back, seat), (front, seat), (front, 0.0)), LINE, Role.PROP)
