"""What a pose asks of the body: the measures that rules and conditions look at. Angles in degrees."""

from dataclasses import dataclass
from functools import lru_cache

from stretchguide.body.angles import Resolved, between
from stretchguide.body.skeleton import skeleton
from stretchguide.model.pose import Anchor, Pose

TOLERANCE = 5.0
"""How exact the angle of a drawn pose is, in degrees. Poses are plausible drawings, not measurements."""

SUPPORTED_FROM = 0.5
"""From this share of the upper body's weight on, hands, floor or backrest count as carrying it (rule R3)."""

HEAD_BELOW = 0.15
"""How far the head is below the hips before it counts as below, in body heights: more than a flat bridge has."""

NEARLY_STRAIGHT = 45.0
"""A knee bent less than this, in degrees, leaves the hamstrings long."""

_KNEES_CARRY: dict[Anchor, tuple[str, ...]] = {
    Anchor.STANDING: ("left", "right"),
    Anchor.STANDING_LEFT: ("left",),
    Anchor.STANDING_RIGHT: ("right",),
    Anchor.HALF_KNEEL: ("left", "right"),
    Anchor.KNEEL: ("left", "right"),
    Anchor.KNEEL_CHAIR: ("left", "right"),
    Anchor.CHILDS_POSE: ("left", "right"),
    Anchor.QUADRUPED: ("left", "right"),
}
"""The knees that carry weight while they are bent."""


@dataclass(frozen=True, slots=True)
class Posture:
    """The furthest a movement takes the body, from its start to its hold."""

    lumbar_flexion: float
    """How far the low back rounds, at any moment."""
    held_flexion: float
    """How far it rounds while the stretch is held."""
    lumbar_extension: float
    """How far it arches."""
    lumbar_change: float
    """How much its bend changes from start to hold."""
    pelvis_change: float
    hip_flexion: float
    straight_leg_hip_flexion: float
    """The same, of a leg whose knee is nearly straight."""
    hip_extension: float
    hip_change: float
    knee_change: float
    loaded_knee_flexion: float
    """The deepest bend of a knee that carries weight; 0 where none does."""
    head_below_hips: bool
    supported: bool
    """Whether hands, floor or backrest carry at least half of the upper body."""

    @staticmethod
    @lru_cache(maxsize=512)  # every rule and every condition asks for the same few poses
    def of(pose: Pose) -> "Posture":
        """The measures of a pose."""
        start, hold = between(pose, 0.0), between(pose, 1.0)
        moments = (start, hold)
        legs = [leg for moment in moments for leg in (moment.left, moment.right)]
        hips = [leg.hip for leg in legs]
        knees = [getattr(moment, side).knee for moment in moments for side in _KNEES_CARRY.get(pose.anchor, ())]
        return Posture(
            lumbar_flexion=max(0.0, start.lumbar, hold.lumbar),
            held_flexion=max(0.0, hold.lumbar),
            lumbar_extension=max(0.0, -start.lumbar, -hold.lumbar),
            lumbar_change=abs(hold.lumbar - start.lumbar),
            pelvis_change=abs(hold.pelvis - start.pelvis),
            hip_flexion=max(0.0, *hips),
            straight_leg_hip_flexion=max(0.0, *(leg.hip if leg.knee < NEARLY_STRAIGHT else 0.0 for leg in legs)),
            hip_extension=max(0.0, *(-hip for hip in hips)),
            hip_change=_change((start.left.hip, hold.left.hip), (start.right.hip, hold.right.hip)),
            knee_change=_change((start.left.knee, hold.left.knee), (start.right.knee, hold.right.knee)),
            loaded_knee_flexion=max([0.0, *knees]),
            head_below_hips=any(_head_is_below(moment, pose.anchor) for moment in moments),
            supported=pose.support >= SUPPORTED_FROM,
        )


def is_one_sided(pose: Pose) -> bool:
    """Whether left and right do different things at the hold."""
    hold = between(pose, 1.0)
    pairs = [(getattr(hold.left, name), getattr(hold.right, name)) for name in ("hip", "knee")]
    return any(abs(left - right) > TOLERANCE for left, right in pairs) or abs(hold.neck_tilt) + abs(hold.neck_turn) > 2 * TOLERANCE


def _change(*pairs: tuple[float, float]) -> float:
    return max(abs(after - before) for before, after in pairs)


def _head_is_below(moment: Resolved, anchor: Anchor) -> bool:
    body = skeleton(moment, anchor)
    return body.height("head") < body.height("hip") - HEAD_BELOW
