"""How much the low back carries in a pose: a static estimate for one lumbar disc.

Everything above the disc is a row of point masses on a beam that ends at the hips. One back muscle, 7 cm behind the disc, balances their
moment. The disc carries the weight along the spine, the pull of that muscle, and 120 N of tone that is there even in lying.
Only the distances in front of the hips count, so heights are left out. Each arm counts with half the mass of both, wherever it is:
poses with different arms load the back like the mean of the two.

Where it comes from: segment masses after Dempster and Winter, lengths after Drillis and Contini, with round figures for the parts of the
spine. The lever arm is from the published range of 5 to 7.5 cm. With it, nine pressures of `wilke-1999` come out 14 percent off on the
whole; 8.7 cm would fit best, 9 percent off. They are of one man, and the angles of his postures had to be guessed, so that the fit is
partly circular.

What to know before showing a number:

- Show `ratio`. Newtons and megapascals are about one healthy disc and right within a fifth at best.
- It says nothing about danger or pain. A neutral hinge and a rounded stoop give nearly the same load; what differs is `flexion`.
- Above 40 degrees of free lean it is an upper bound: implants show the load level off near 33 degrees (`dreischarf-2015`). Sitting fully
  bent comes out two thirds too high, since belly, thighs and ligaments carry, too.
- Carrying 20 kg comes out a tenth to a quarter too high, sitting straight a sixth too low.
- Leaning back or on the elbows hangs on `support` alone, which is itself an estimate.
- Left out: twisting, bending sideways, speed, muscles that work against each other, pressure in the belly, and whatever pulls or pushes
  on the pelvis: a stretched leg, a strap, a partner.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import cos, radians, sin

from stretchguide.model.pose import Anchor, Angles, Pose, Sided

GRAVITY = 9.81
"""In m/s²."""
LEVER_ARM = 0.070
"""From the disc to the back muscle, in m."""
RESTING_PRELOAD = 120.0
"""Compression of a disc that carries no weight, in N."""
DISC_AREA = 0.0018
"""Of L4/5, in m². Taken for L5/S1, too."""
PRESSURE_FACTOR = 1.5
"""The pressure inside a disc over the mean pressure on it."""
FULL_FLEXION = 50.0
"""What a low back bends forward from its standing curve, in degrees; 40 to 60 is usual."""


class SpineLevel(StrEnum):
    """The disc that is asked about."""

    L4_L5 = "L4/5"
    L5_S1 = "L5/S1"


@dataclass(frozen=True, slots=True)
class Carried:
    """Something held in both hands."""

    mass: float
    """In kg."""
    ahead: float | None = None
    """How far its middle is in front of the hip joints, in m. None: where the hands are."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one disc of the low back carries."""

    moment: float
    """Bending moment of all that is above the disc, in Nm. Plus bends forward."""
    compression: float
    """Force along the spine, in N."""
    shear: float
    """Weight across the spine, in N. Plus slides the upper body forward."""
    pressure: float
    """Pressure inside the disc, in MPa."""
    ratio: float
    """Compression against that of the same person standing upright with empty hands."""
    flexion: float
    """Share of the low back's full forward bend: 0 is its natural curve, 1 all of it. Minus is arched."""


class LoadUnknownError(ValueError):
    """The model does not hold for a pose. `str()` says why, in plain words."""


_FREE = {Anchor.STANDING, Anchor.STANDING_LEFT, Anchor.STANDING_RIGHT, Anchor.CHAIR, Anchor.FLOOR_SIT, Anchor.HALF_KNEEL}
"""Here the upper body stands on the pelvis like a beam."""

_LYING = {Anchor.SUPINE, Anchor.PRONE, Anchor.SIDE_LYING, Anchor.BED_EDGE}
"""Here the floor can carry all of the upper body. At the edge of a bed only a leg hangs."""

_REFUSED = {
    Anchor.KNEEL: "it sits or leans back on heels and hands, and how much they carry has not been measured",
    Anchor.KNEEL_CHAIR: "the trunk hangs like a bridge between elbows and knees",
    Anchor.CHILDS_POSE: "the chest rests on the thighs, and how much they carry has not been measured",
    Anchor.QUADRUPED: "the trunk hangs like a bridge between hands and knees",
    Anchor.BRIDGE: "the trunk hangs like a bridge between shoulders and feet",
    Anchor.PRESS_UP: "the trunk hangs like a bridge between hands and feet",
    Anchor.PLOUGH: "the shoulders carry the body upside down",
}


def load(
    angles: Angles,
    *,
    support: float,
    mass: float = 70.0,
    height: float = 1.74,
    carried: Carried | None = None,
    level: SpineLevel = SpineLevel.L4_L5,
) -> Load:
    """The load on the low back of a person of `mass` kg and `height` m, standing, sitting or lying flat.

    `support` is the share of the upper body and of what it carries that hands, backrest or floor take: 0 to 1.
    Of the angles, trunk, lumbar, neck, shoulder and elbow count, in degrees; one that is not given is 0.

    Raises:
        ValueError: a support outside 0 to 1, or a mass or height no body has.
    """
    if not 0 <= support <= 1:
        raise ValueError(f"support is a share from 0 to 1, not {support:g}")
    if not (mass > 0 and height > 0 and (carried is None or carried.mass >= 0)):
        raise ValueError("mass and height must be more than 0")
    moment, compression, shear = _forces(angles, support, mass, height, carried, level)
    _, standing, _ = _forces(Angles(), 0, mass, height, None, level)
    return Load(
        moment=moment,
        compression=compression,
        shear=shear,
        pressure=PRESSURE_FACTOR * compression / DISC_AREA / 1e6,
        ratio=compression / standing,
        flexion=(angles.lumbar or 0) / FULL_FLEXION,
    )


def pose_load(pose: Pose) -> Load:
    """The load on L4/5 while a pose is held, for a person of 70 kg and 1.74 m.

    Raises:
        LoadUnknownError: something else than the hips carries the upper body in a way the model does not know.
    """
    reason = _REFUSED.get(pose.anchor)
    if pose.anchor in _LYING and pose.support < 1:
        reason = "the arms prop the upper body up, and of lying only lying flat is known"
    if reason is not None:
        raise LoadUnknownError(f"The load on the low back is not known for this pose: {reason}.")
    return load(pose.hold, support=pose.support)


def _forces(
    angles: Angles, support: float, mass: float, height: float, carried: Carried | None, level: SpineLevel
) -> tuple[float, float, float]:
    """Moment in Nm, compression and shear in N. Places are m in front of the hip joints, directions radians from upright."""
    trunk, lumbar, neck = radians(angles.trunk or 0), radians(angles.lumbar or 0), radians(angles.neck or 0)
    pelvis = trunk - lumbar
    middle = pelvis + 0.5 * lumbar
    l5_s1 = 0.0576 * height * sin(pelvis)
    l4_l5 = l5_s1 + 0.022 * height * sin(pelvis + 0.2 * lumbar)
    t12 = l5_s1 + 0.105 * height * sin(middle)
    c7 = t12 + 0.165 * height * sin(trunk)
    shoulder = t12 + 0.1254 * height * sin(trunk)
    head = c7 + 0.075 * height * sin(trunk + neck)
    weights = [  # kg, and where: the middles of the soft parts lie 2 cm in front of the spine
        (0.139 * mass, l5_s1 + 0.6 * (t12 - l5_s1) + 0.02 * cos(middle)),
        (0.216 * mass, t12 + 0.45 * (c7 - t12) + 0.02 * cos(trunk)),
        (0.081 * mass, head + 0.02 * cos(trunk + neck)),
    ]
    for raised, bent in zip(_sides(angles.shoulder), _sides(angles.elbow), strict=True):
        elbow = shoulder + 0.186 * height * sin(raised - trunk)
        wrist = elbow + 0.146 * height * sin(raised - trunk + bent)
        hand = wrist + 0.05 * height * sin(raised - trunk + bent)
        weights += [
            (0.056 / 2 * mass, shoulder + 0.436 * (elbow - shoulder)),
            (0.032 / 2 * mass, elbow + 0.43 * (wrist - elbow)),
            (0.012 / 2 * mass, (wrist + hand) / 2),
        ]
        if carried is not None:
            weights.append((carried.mass / 2, hand if carried.ahead is None else carried.ahead))
    if level is SpineLevel.L4_L5:
        disc, tilt = l4_l5, pelvis + 0.2 * lumbar
    else:
        disc, tilt = l5_s1, pelvis + 0.1 * lumbar
        weights.append((0.02 * mass, l5_s1 + 0.01 * height * sin(pelvis)))
    pull = (1 - support) * GRAVITY
    weight = pull * sum(kg for kg, _ in weights)
    moment = pull * sum(kg * (place - disc) for kg, place in weights)
    compression = max(0.0, weight * cos(tilt)) + abs(moment) / LEVER_ARM + RESTING_PRELOAD
    return moment + 0.0, compression, weight * sin(tilt) + 0.0  # never -0.0


def _sides(joint: Sided | None) -> tuple[float, float]:
    """The angles of the left and the right side, in radians."""
    return (0.0, 0.0) if joint is None else (radians(joint.left or 0), radians(joint.right or 0))
