"""From a pose to what is drawn: the body, what carries it, and which parts of it move. Lengths in body heights.

The worked side is the near one. For the right side a figure seen from the side is flipped, so that a change of side is seen.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import dist

from stretchguide.body.angles import SIDES, between
from stretchguide.body.props import LINE, Scene, body_at, surroundings
from stretchguide.body.shapes import Disc, Figure, Point, Role, Stroke
from stretchguide.body.skeleton import HEAD_RADIUS, Skeleton
from stretchguide.body.vectors import Vector, difference, dot, total
from stretchguide.model.anatomy import Equipment, Side
from stretchguide.model.pose import Anchor, CloseUp, Pose, View

TRUNK_WIDTH = 0.074
NECK_WIDTH = 0.038
NAPE = 0.78
"""Where along the upper back the neck begins to be drawn."""
OUTLINE = 0.014
"""How wide the gap is between an arm and the chest behind it."""
SAMPLES = 8
"""Moments of the movement that the bounds are taken from."""
MARGIN = 0.012
"""Added around the bounds for what moves further between two of those moments."""
TURNED = 0.012
"""A part of the body whose end goes less far around its beginning does not turn."""
CARRIED = 0.018
"""A part of the body that goes less far in the room is not said to move."""
TURNED_AWAY = 0.03
"""Shoulders that are drawn less far apart than this are seen from the side."""

_WIDTHS = {"thigh": 0.052, "shank": 0.042, "foot": 0.024, "upper_arm": 0.036, "forearm": 0.032, "hand": 0.026}
_LEG = (("thigh", ("hip", "knee")), ("shank", ("knee", "ankle")), ("foot", ("ankle", "heel", "ball")), ("foot", ("ball", "toe")))
_ARM = (("upper_arm", ("shoulder", "elbow")), ("forearm", ("elbow", "wrist")), ("hand", ("wrist", "fingers")))
_DRIVERS = {
    "thigh": ("hip", "leg_out", "leg_turn"),
    "shank": ("knee",),
    "foot": ("ankle",),
    "upper_arm": ("shoulder", "arm_out", "arm_turn"),
    "forearm": ("elbow",),
    "hand": ("wrist",),
}

Shape = Stroke | Disc


def draw(pose: Pose, *, progress: float = 1.0, side: Side = Side.LEFT, equipment: Sequence[Equipment] = ()) -> Figure:
    """The figure on the way from the start of a pose (0) to its hold (1), working the given side (`both` counts as left).

    `low` and `high` are the same for every progress of one pose, side and equipment.
    """
    scene, moving, low, high = _movement(pose, side, tuple(equipment))
    return Figure(_shapes(scene, moving, progress), low, high)


@lru_cache(maxsize=64)
def _movement(pose: Pose, side: Side, equipment: tuple[Equipment, ...]) -> tuple[Scene, frozenset[str], Point, Point]:
    """What every moment of one movement shares: working out its bounds takes longer than drawing."""
    scene, moving = Scene.of(pose, side, equipment), moving_parts(pose, side)
    xs: list[float] = []
    ys: list[float] = []
    for sample in range(SAMPLES + 1):
        for shape in _shapes(scene, moving, sample / SAMPLES):
            reach = shape.radius if isinstance(shape, Disc) else shape.width / 2
            for x, y in (shape.center,) if isinstance(shape, Disc) else shape.points:
                xs += (x - reach, x + reach)
                ys += (y - reach, y + reach)
    return scene, moving, (min(xs) - MARGIN, min(ys) - MARGIN), (max(xs) + MARGIN, max(ys) + MARGIN)


def _shapes(scene: Scene, moving: frozenset[str], progress: float) -> tuple[Shape, ...]:
    """Everything at one moment, in the order of painting."""
    body = scene.body(progress)
    pose = scene.pose
    found = [*(surroundings(scene) if pose.close_up is None else ()), *_figure(scene, moving, body)]
    if pose.close_up is None and {Equipment.STRAP, Equipment.TOWEL} & set(scene.equipment):
        foot = "ankle" if pose.anchor in (Anchor.PRONE, Anchor.SIDE_LYING) else "ball"
        found.append(Stroke((body.at(f"{scene.near}_fingers"), body.at(f"{scene.near}_{foot}")), LINE * 0.8, Role.PROP))
    flipped = scene.side is Side.RIGHT and (pose.view is View.SIDE or pose.anchor is Anchor.SIDE_LYING)
    return tuple(_flip(shape) for shape in found) if flipped else tuple(found)


def _figure(scene: Scene, moving: frozenset[str], body: Skeleton) -> Iterator[Shape]:
    """The parts of the body from the farthest to the nearest."""
    from_the_side = body.camera.right == (1, 0, 0)
    toward = body.camera.near
    if from_the_side and scene.near == "right":
        toward = (-toward[0], -toward[1], -toward[2])
    far = "left" if scene.near == "right" else "right"
    groups: list[tuple[tuple[str, ...], Iterable[Shape]]] = []
    if scene.pose.close_up is None:
        groups += [
            ((f"{side}_hip", f"{side}_knee", f"{side}_ankle"), _limb(body, side, _LEG, moving, thin=from_the_side and side == far))
            for side in (far, scene.near)
        ]
    groups.append((("hip", "t12", "c7"), _trunk(body, moving, scene.pose.close_up)))
    groups.append((("head",), _head(body, moving, toward)))
    if scene.pose.close_up is not CloseUp.HEAD:
        groups += [
            ((f"{side}_elbow", f"{side}_wrist", f"{side}_wrist"), _limb(body, side, _ARM, moving, thin=from_the_side and side == far))
            for side in (far, scene.near)
        ]

    def nearness(joints: tuple[str, ...]) -> float:
        return round(sum(dot(body.joints[joint], toward) for joint in joints) / len(joints), 2)

    chest = nearness(("hip", "t12", "c7"))
    for joints, shapes in sorted(groups, key=lambda group: nearness(group[0])):
        if joints[0].endswith("elbow") and not from_the_side and nearness(joints) > chest:
            yield from _outline(body, joints[0].removesuffix("_elbow"))
        yield from shapes


def _limb(
    body: Skeleton, side: str, parts: Iterable[tuple[str, tuple[str, ...]]], moving: frozenset[str], *, thin: bool
) -> Iterator[Stroke]:
    for part, joints in parts:
        role = Role.MOVING if f"{side}_{part}" in moving else Role.FAR if thin else Role.NEAR
        points = tuple(body.at(f"{side}_{joint}") for joint in joints)
        yield Stroke(points, _WIDTHS[part] * (0.6 if thin else 1.0), role, filled=len(points) > 2)


def _outline(body: Skeleton, side: str) -> Iterator[Stroke]:
    """A gap around an arm, which sets it off from the chest behind it; not at the shoulder, where it belongs to it."""
    shoulder, elbow, wrist = (body.at(f"{side}_{joint}") for joint in ("shoulder", "elbow", "wrist"))
    x, y = (a + 0.45 * (b - a) for a, b in zip(shoulder, elbow, strict=True))
    yield Stroke(((x, y), elbow, wrist), _WIDTHS["upper_arm"] + 2 * OUTLINE, Role.GAP)


def _trunk(body: Skeleton, moving: frozenset[str], close_up: CloseUp | None) -> Iterator[Shape]:
    role = Role.MOVING if "trunk" in moving else Role.NEAR
    hip, l5s1, t12, c7 = (body.at(joint) for joint in ("hip", "l5s1", "t12", "c7"))
    nape = t12[0] + NAPE * (c7[0] - t12[0]), t12[1] + NAPE * (c7[1] - t12[1])
    left, right = (tuple(body.at(f"{side}_{joint}") for joint in ("shoulder", "waist", "hip")) for side in SIDES)
    only_chest = close_up is CloseUp.HEAD
    seen_from_the_side = dist(left[0], right[0]) < TURNED_AWAY
    if not seen_from_the_side:
        yield Stroke((left[0], c7, right[0], right[1], left[1]), 0.04, role, filled=True)
        if not only_chest:
            yield Stroke((left[1], right[1], right[2], left[2]), 0.05, role, filled=True)
    if seen_from_the_side or body.camera.right == (1, 0, 0):
        yield Stroke((t12, nape) if only_chest else _curve([hip, l5s1, t12, nape]), TRUNK_WIDTH, role)
    yield Stroke((nape, c7), NECK_WIDTH, role)


def _head(body: Skeleton, moving: frozenset[str], toward: Vector) -> Iterator[Shape]:
    role = Role.MOVING if "head" in moving else Role.NEAR
    skull, frame = body.joints["head"], body.head

    def on_head(forward: float, up: float, left: float = 0.0) -> Vector:
        """A place on the head, in radii from its middle."""
        return total((1.0, skull), (forward * HEAD_RADIUS, frame.forward), (up * HEAD_RADIUS, frame.up), (left * HEAD_RADIUS, frame.left))

    see = body.camera.see
    yield Stroke((body.at("c7"), see(on_head(-0.2, -0.4))), NECK_WIDTH, role)
    yield Disc(see(skull), HEAD_RADIUS, role)
    yield Disc(see(on_head(0.35, -0.45)), 0.65 * HEAD_RADIUS, role)
    yield Stroke((see(on_head(0.8, 0.1)), see(on_head(1.15, -0.15))), 0.28 * HEAD_RADIUS, role)
    for left in (0.4, -0.4):
        eye = on_head(0.8, 0.15, left)
        if dot(difference(eye, skull), toward) > 0.3 * HEAD_RADIUS:
            yield Disc(see(eye), 0.16 * HEAD_RADIUS, Role.GAP)


def moving_parts(pose: Pose, side: Side = Side.LEFT) -> frozenset[str]:
    """The parts that the movement is about: those whose own joint changes, and what hangs from them. Like `left_shank`, `trunk`, `head`.

    A joint may change without its part moving: in a bend from the hips the thighs stay and the trunk goes.
    """
    a, b = between(pose, 0.0, side), between(pose, 1.0, side)
    start, hold = (body_at(pose, progress, side, ()) for progress in (0.0, 1.0))

    def turned(*joints: str) -> bool:
        """Whether a part points another way than before, or moves along with one that does."""
        first, last = joints[0], joints[-1]
        before, after = (difference(body.joints[last], body.joints[first]) for body in (start, hold))
        return dist(before, after) > TURNED

    found: set[str] = set()
    trunk = (a.trunk, a.lumbar) != (b.trunk, b.lumbar) and turned("hip", "c7")
    twisted = (a.trunk_turn, a.knees_sink) != (b.trunk_turn, b.knees_sink)
    lying = pose.anchor in (Anchor.SUPINE, Anchor.BED_EDGE)
    if trunk or (a.trunk_turn != b.trunk_turn and not lying):
        found.add("trunk")
        if a.trunk_turn != b.trunk_turn or dist(start.joints["head"], hold.joints["head"]) > CARRIED:
            found.add("head")
    if (a.neck, a.nod, a.neck_turn, a.neck_tilt) != (b.neck, b.nod, b.neck_turn, b.neck_tilt):
        found.add("head")
    for name in SIDES:
        before, after = getattr(a, name), getattr(b, name)
        for parts, carried in (
            (_LEG, twisted and turned(f"{name}_hip", f"{name}_knee")),
            (_ARM, "trunk" in found or before.shrug != after.shrug),
        ):
            hangs = carried
            for part, joints in parts:
                changed = any(getattr(before, driver) != getattr(after, driver) for driver in _DRIVERS[part])
                ends = [f"{name}_{joint}" for joint in (("heel", "toe") if part == "foot" else joints)]
                hangs = hangs or (changed and turned(*ends))
                moved = max(dist(start.joints[end], hold.joints[end]) for end in ends) > CARRIED
                if hangs and moved:
                    found.add(f"{name}_{part}")
    return frozenset(found)


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


def _flip(shape: Shape) -> Shape:
    if isinstance(shape, Disc):
        return Disc((-shape.center[0], shape.center[1]), shape.radius, shape.role)
    return Stroke(tuple((-x, y) for x, y in shape.points), shape.width, shape.role, shape.filled)
