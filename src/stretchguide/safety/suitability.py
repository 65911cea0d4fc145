"""Whether a stretch suits a person: what their profile says, held against what the stretch asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stretchguide.model.anatomy import Condition, Method, Position
from stretchguide.model.profile import Profile
from stretchguide.model.routine import Routine, StretchStep
from stretchguide.model.safety import Limit, Limits
from stretchguide.model.stretch import Stretch
from stretchguide.safety.finding import Knowledge
from stretchguide.safety.posture import Posture
from stretchguide.safety.stretch_rules import beyond_limits
from stretchguide.timeline import Timing, compile, transition
from stretchguide.wording import equipment


class Suits(StrEnum):
    """How a stretch suits a person."""

    WELL = "well"
    WITH_CARE = "with care"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Suitability:
    """How a stretch suits a person, and why it does not suit well: reasons that can stand in a sentence."""

    suits: Suits
    reasons: tuple[str, ...] = ()


def conditions_of(profile: Profile) -> tuple[Condition, ...]:
    """The conditions that count: what applies, and what may apply."""
    return profile.conditions + profile.unsure


def nothing_suits(profile: Profile, known: Knowledge) -> tuple[Condition, ...]:
    """The conditions of a profile with which nothing is stretched at all."""
    return tuple(condition for condition in conditions_of(profile) if condition in known.limits.nothing_with)


def effort_cap(profile: Profile, known: Knowledge) -> int | None:
    """The most effort for this person, from 0 to 10, where it is less than for everybody; None where it is not."""
    limit = known.limits.effort
    caps = [limit.conditions[condition] for condition in conditions_of(profile) if condition in limit.conditions]
    lowest = min([*caps, *([profile.effort] if profile.effort is not None else [])], default=None)
    return int(lowest) if lowest is not None and (limit.default is None or lowest < limit.default) else None


def suitability(stretch: Stretch, profile: Profile, known: Knowledge, *, just_up: bool = False, lying: float = 0.0) -> Suitability:
    """How a stretch suits a person.

    `just_up` is whether they got up within the last hour; `lying` the seconds they have been on their back already.
    """
    against = [*_against(stretch, profile, known), *(_too_long_on_the_back(stretch, profile, known, lying))]
    if just_up and stretch.pose is not None:
        bend, limit = Posture.of(stretch.pose).lumbar_flexion, known.limits.lumbar_flexion_after_rising
        if bend > limit:
            against.append(f"the low back rounds by {bend:g} degrees, and {limit:g} is the limit in the first hour after getting up")
    if profile.equipment is not None:
        missing = [item for item in stretch.equipment if item not in profile.equipment]
        if missing:
            against.append(f"it needs a {equipment(missing)}")
    if against:
        return Suitability(Suits.NOT, tuple(dict.fromkeys(against)))
    care = [_name(condition, known) for condition in conditions_of(profile) if condition in stretch.caution_with]
    care += [_name(c, known) for c, _, exact in beyond_limits(stretch, known) if not exact and c in conditions_of(profile)]
    return Suitability(Suits.WITH_CARE if care else Suits.WELL, tuple(dict.fromkeys(care)))


def condition_limits(condition: Condition, limits: Limits) -> list[str]:
    """What is different for everybody with a condition, in sentences."""
    said = []
    for name, words in _LIMITS.items():
        limit: Limit = getattr(limits, name)
        if condition in limit.conditions:
            said.append(words.format(f"{limit.conditions[condition]:g}"))
    positions = limits.positions_left_out.get(condition, ())
    if positions:
        floor = {position for position in Position if position.on_floor}
        where = "on the floor" if set(positions) == floor else " or ".join(_POSITIONS[position] for position in positions)
        said.append(f"Nothing is done {where}.")
    said += [f"There is no {_METHODS[method]}." for method in limits.methods_left_out.get(condition, ())]
    said += [f"The {muscle.replace('-', ' ')} are not held in a stretch." for muscle in limits.holds_left_out.get(condition, ())]
    if condition in limits.head_below_hips_left_out:
        said.append("The head stays above the hips.")
    return said


_LIMITS: Mapping[str, str] = {
    "effort": "How hard: at most {} out of 10.",
    "lumbar_flexion": "The low back rounds by at most {} degrees.",
    "lumbar_extension": "The low back arches by at most {} degrees.",
    "hip_flexion": "A hip bends by at most {} degrees.",
    "straight_leg_hip_flexion": "With a straight knee, a hip bends by at most {} degrees.",
    "hip_extension": "A thigh goes back by at most {} degrees.",
    "loaded_knee_flexion": "A knee that carries you bends by at most {} degrees.",
    "supine_seconds": "You are on your back for at most {} s at a time.",
}
_POSITIONS: Mapping[Position, str] = {
    Position.STANDING: "standing",
    Position.CHAIR: "on a chair",
    Position.FLOOR_SEATED: "sitting on the floor",
    Position.SUPINE: "on your back",
    Position.PRONE: "face down",
    Position.SIDE_LYING: "on your side",
    Position.HALF_KNEELING: "on one knee",
    Position.KNEELING: "kneeling",
    Position.QUADRUPED: "on hands and knees",
}
_METHODS: Mapping[Method, str] = {
    Method.STATIC: "holding",
    Method.DYNAMIC: "moving in and out",
    Method.PNF: "contract-relax",
    Method.ISOMETRIC: "pushing",
}


def _against(stretch: Stretch, profile: Profile, known: Knowledge) -> list[str]:
    """What speaks against a stretch for a person, apart from what else they do."""
    limits = known.limits
    beyond = {condition: why for condition, why, exact in beyond_limits(stretch, known) if exact}
    head_below = stretch.pose is not None and Posture.of(stretch.pose).head_below_hips
    found = []
    for condition in conditions_of(profile):
        name = _name(condition, known)
        if (
            condition in limits.nothing_with
            or condition in stretch.avoid_with
            or stretch.position in limits.positions_left_out.get(condition, ())
        ):
            found.append(name)
        elif stretch.method in limits.methods_left_out.get(condition, ()):
            found.append(f"{name}, so no contract-relax")
        elif head_below and condition in limits.head_below_hips_left_out:
            found.append(f"{name}, so the head stays above the hips")
        elif condition in beyond:
            found.append(f"{name}: {beyond[condition][0].lower()}{beyond[condition][1:]}")
    return found


def _too_long_on_the_back(stretch: Stretch, profile: Profile, known: Knowledge, lying: float) -> list[str]:
    limits = {c: known.limits.supine_seconds.conditions[c] for c in conditions_of(profile) if c in known.limits.supine_seconds.conditions}
    if stretch.position is not Position.SUPINE or not limits:
        return []
    seconds = lying + alone(stretch)
    return [f"{_name(c, known)}, so not on your back for more than {limit:g} s" for c, limit in limits.items() if seconds > limit]


def alone(stretch: Stretch) -> float:
    """The seconds a stretch takes with its own dose after another one in the same position, getting ready included."""
    routine = Routine(name=stretch.name, summary=stretch.name, steps=(StretchStep(stretch="it"),))
    return compile(routine, {"it": stretch}, Timing(opening=transition(stretch.position, stretch.position))).seconds


def _name(condition: Condition, known: Knowledge) -> str:
    """A condition in words that can stand within a sentence."""
    name = known.safety.conditions[condition].name
    return name[0].lower() + name[1:]
