"""Whether a stretch suits a person: what their profile says, held against what the stretch asks for."""

from dataclasses import dataclass
from enum import StrEnum

from stretchguide.model.anatomy import Condition, Position
from stretchguide.model.profile import Profile
from stretchguide.model.routine import Routine, StretchStep
from stretchguide.model.stretch import Stretch
from stretchguide.safety.finding import Knowledge
from stretchguide.safety.posture import Posture
from stretchguide.safety.stretch_rules import beyond_limits
from stretchguide.timeline import compile
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


def _against(stretch: Stretch, profile: Profile, known: Knowledge) -> list[str]:
    """What speaks against a stretch for a person, apart from what else they do."""
    limits, has = known.limits, conditions_of(profile)
    found = [_name(condition, known) for condition in has if condition in limits.nothing_with or condition in stretch.avoid_with]
    found += [
        f"{_name(condition, known)}: {why[0].lower()}{why[1:]}"
        for condition, why, exact in beyond_limits(stretch, known)
        if condition in has and exact and condition not in stretch.avoid_with
    ]
    for condition in has:
        if stretch.method in limits.methods_left_out.get(condition, ()):
            found.append(f"{_name(condition, known)}: no contract-relax")
        if stretch.position in limits.positions_left_out.get(condition, ()):
            found.append(f"{_name(condition, known)}: not {_POSITIONS.get(stretch.position, 'on the floor')}")
    if stretch.pose is not None and any(c in limits.head_below_hips_left_out for c in has) and Posture.of(stretch.pose).head_below_hips:
        found += [f"{_name(c, known)}: the head is below the hips" for c in has if c in limits.head_below_hips_left_out]
    return found


_POSITIONS = {Position.PRONE: "face down"}


def _too_long_on_the_back(stretch: Stretch, profile: Profile, known: Knowledge, lying: float) -> list[str]:
    limits = {c: known.limits.supine_seconds.conditions[c] for c in conditions_of(profile) if c in known.limits.supine_seconds.conditions}
    if stretch.position is not Position.SUPINE or not limits:
        return []
    seconds = lying + alone(stretch)
    return [f"{_name(c, known)}: not on your back for more than {limit:g} s" for c, limit in limits.items() if seconds > limit]


def alone(stretch: Stretch) -> float:
    """The seconds a stretch takes with its own dose, getting ready included."""
    routine = Routine(name=stretch.name, summary=stretch.name, steps=(StretchStep(stretch="it"),))
    return compile(routine, {"it": stretch}).seconds


def _name(condition: Condition, known: Knowledge) -> str:
    """A condition in words that can stand within a sentence."""
    name = known.safety.conditions[condition].name
    return name[0].lower() + name[1:]
