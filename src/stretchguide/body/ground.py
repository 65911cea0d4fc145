"""How a body is put down on what carries it, and what gives way there: hands, elbows, feet and toes. Lengths in body heights."""

from collections.abc import Mapping
from math import atan2, cos, hypot, sin, sqrt

from stretchguide.body.angles import SIDES
from stretchguide.body.vectors import Vector, add, difference, total
from stretchguide.model.pose import Anchor

SEAT = 0.285
"""Height of the hip on a chair."""
BED = 0.3
TORSO_DEPTH = 0.05
"""How far hip and shoulders lie above the floor that carries them."""
HEAD_DEPTH = 0.055
KNEE_DEPTH = 0.03
WRIST_DEPTH = 0.02
HAND_DEPTH = 0.012
"""How high above the floor the fingers of a flat hand are."""
CARRIER_HALF_WIDTH = 0.05
"""How far beside the middle the foot or knee stands that stays in its place."""

_FEET = (("heel", 0.0), ("ball", 0.0))
_KNEES = (("knee", KNEE_DEPTH), *_FEET)
_LYING = (("hip", TORSO_DEPTH), ("shoulder", TORSO_DEPTH))
_SUPPORTS: dict[Anchor, tuple[tuple[str, float], ...]] = {
    Anchor.STANDING: _FEET,
    Anchor.STANDING_LEFT: _FEET,
    Anchor.STANDING_RIGHT: _FEET,
    Anchor.CHAIR: (("hip", SEAT), *_FEET),
    Anchor.FLOOR_SIT: (("hip", TORSO_DEPTH),),
    Anchor.SUPINE: _LYING,
    Anchor.PRONE: (*_LYING, ("knee", KNEE_DEPTH)),
    Anchor.SIDE_LYING: (("hip", 0.0),),
    Anchor.HALF_KNEEL: _KNEES,
    Anchor.KNEEL: _KNEES,
    Anchor.KNEEL_CHAIR: _KNEES,
    Anchor.CHILDS_POSE: _KNEES,
    Anchor.QUADRUPED: _KNEES,
    Anchor.BRIDGE: (("shoulder", TORSO_DEPTH),),
    Anchor.BED_EDGE: (("hip", TORSO_DEPTH + BED), ("shoulder", TORSO_DEPTH + BED)),
    Anchor.PRESS_UP: (("wrist", WRIST_DEPTH), ("knee", KNEE_DEPTH), ("hip", TORSO_DEPTH)),
    Anchor.PLOUGH: (("shoulder", TORSO_DEPTH), ("head", HEAD_DEPTH)),
}
"""Which joints are carried, and how high above the floor each is when it is. The lowest of them decides."""

_STAYS: dict[Anchor, str] = {
    Anchor.STANDING: "ball",
    Anchor.STANDING_LEFT: "ball",
    Anchor.STANDING_RIGHT: "ball",
    Anchor.HALF_KNEEL: "ball",
    Anchor.KNEEL: "knee",
    Anchor.KNEEL_CHAIR: "knee",
    Anchor.CHILDS_POSE: "knee",
    Anchor.QUADRUPED: "knee",
    Anchor.BRIDGE: "shoulder",
    Anchor.PRESS_UP: "wrist",
    Anchor.PLOUGH: "shoulder",
}
"""The joint that stays in its place while the body moves: elsewhere it is the middle of the hips."""


def settled(joints: Mapping[str, Vector], anchor: Anchor, carrier: str, raised: float) -> dict[str, Vector]:
    """A body moved to where its supports carry it, with hands and feet on the floor instead of below it.

    `carrier` is the side that stays in its place where both could, `raised` the height of a cushion that is sat or knelt on.
    """
    moved = _placement(joints, anchor, carrier, raised)
    placed = {name: add(place, moved) for name, place in joints.items()}
    if anchor not in (Anchor.SIDE_LYING, Anchor.BED_EDGE):
        for side in SIDES:
            placed |= _hand_on_floor(placed, side)
            placed |= _foot_on_floor(placed, side)
    return placed


def _placement(joints: Mapping[str, Vector], anchor: Anchor, carrier: str, raised: float) -> Vector:
    """How far to move a body so that its supports carry it."""
    sides: tuple[str, ...] = SIDES
    if anchor in (Anchor.STANDING_LEFT, Anchor.STANDING_RIGHT):
        carrier = anchor.value.removeprefix("standing-")
        sides = (carrier,)
    lifts: list[float] = []
    for side in sides:
        for part, depth in _SUPPORTS[anchor]:
            if part in ("heel", "ball") and _sole_up(joints, side):
                continue
            cushion = raised if part == "knee" and anchor is Anchor.HALF_KNEEL else 0.0
            lifts.append(depth + cushion - joints[part if part == "head" else f"{side}_{part}"][1])
    lift = max(lifts, default=-min(y for _, y, _ in joints.values()))
    if anchor is Anchor.FLOOR_SIT:
        lift += raised
    stays = _STAYS.get(anchor)
    if stays is None:
        return 0.0, lift, 0.0
    x, _, z = joints[f"{carrier}_{stays}"]
    return -x, lift, (-1 if carrier == "right" else 1) * CARRIER_HALF_WIDTH - z


def _sole_up(joints: Mapping[str, Vector], side: str) -> bool:
    """Whether a foot lies on its back, as in kneeling."""
    return joints[f"{side}_heel"][1] > joints[f"{side}_ankle"][1]


def _hand_on_floor(joints: Mapping[str, Vector], side: str) -> dict[str, Vector]:
    """An arm that does not go through the floor: the hand lies flat on it, and the elbow gives way."""
    shoulder, elbow, wrist, fingers = (joints[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist", "fingers"))
    if min(wrist[1], fingers[1]) >= HAND_DEPTH:
        return {}
    upper, fore, hand = (hypot(*difference(b, a)) for a, b in ((shoulder, elbow), (elbow, wrist), (wrist, fingers)))
    changed: dict[str, Vector] = {}
    if wrist[1] < WRIST_DEPTH:
        wrist = (wrist[0], WRIST_DEPTH, wrist[2])
        rise, run = wrist[1] - shoulder[1], wrist[0] - shoulder[0]
        apart = min(max(hypot(rise, run), 1e-6), upper + fore)
        along = (upper**2 - fore**2 + apart**2) / (2 * apart)
        out = sqrt(max(0.0, upper**2 - along**2))
        # Of the two places an elbow can take, the one behind.
        elbow = (shoulder[0] + (run * along + rise * out) / apart, shoulder[1] + (rise * along - run * out) / apart, elbow[2])
        changed |= {f"{side}_elbow": elbow, f"{side}_wrist": wrist}
    forward = -1.0 if fingers[0] < wrist[0] - hand / 2 else 1.0
    changed[f"{side}_fingers"] = (wrist[0] + forward * sqrt(hand**2 - (wrist[1] - HAND_DEPTH) ** 2), HAND_DEPTH, wrist[2])
    return changed


def _foot_on_floor(joints: Mapping[str, Vector], side: str) -> dict[str, Vector]:
    """A foot that does not go through the floor: with the heel up its toes bend, and lying on its back it points away."""
    names = [f"{side}_{name}" for name in ("heel", "ball", "toe")]
    if joints[names[-1]][1] >= 0.0:
        return {}
    on_back = _sole_up(joints, side)
    pivot = joints[f"{side}_ankle" if on_back else f"{side}_ball"]
    x, y, z = difference(joints[names[-1]], pivot)
    length, level = hypot(x, y, z), hypot(x, z)
    if level < 1e-6 or abs(pivot[1]) >= length:
        return {}
    ahead: Vector = (x / level, 0.0, z / level)
    turn = atan2(-pivot[1], sqrt(length**2 - pivot[1] ** 2)) - atan2(y, level)
    changed: dict[str, Vector] = {}
    for name in names if on_back else names[-1:]:
        place = difference(joints[name], pivot)
        along = place[0] * ahead[0] + place[2] * ahead[2]
        beside = difference(place, total((along, ahead), (place[1], (0.0, 1.0, 0.0))))
        turned = along * cos(turn) - place[1] * sin(turn), along * sin(turn) + place[1] * cos(turn)
        changed[name] = total((1.0, pivot), (1.0, beside), (turned[0], ahead), (turned[1], (0.0, 1.0, 0.0)))
    return changed
