"""The rules a routine is held to, worked out on its timeline."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stretchguide.body.load import LoadUnknownError, pose_load
from stretchguide.model.anatomy import Context, Method, Muscle, Position, Side
from stretchguide.model.routine import Routine, StretchStep
from stretchguide.model.rule import RuleName
from stretchguide.safety.finding import Finding, Knowledge, Severity, Where
from stretchguide.safety.posture import Posture
from stretchguide.safety.stretch_rules import FLEXED_SECONDS_MAX, hold_findings
from stretchguide.safety.week import FRONT
from stretchguide.timeline import PhaseKind, Planned, Timeline

FLOOR_CHANGES_MAX = 2
"""How often a routine goes down to the floor or up from it (rule R18)."""

WARM_UP_SECONDS = 40.0
"""How long a routine moves before it holds anything (rule R20)."""

UPRIGHT_SECONDS = 120.0
"""How long the back stays upright after a rounded hold before it is loaded (rule R5; `mcgill-brown-1992`)."""

LOADED_RATIO = 2.0
"""Times the load of standing that counts as loading the back."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A routine with its timeline, and for each stretch of it the number of its step in the file."""

    routine: Routine
    timeline: Timeline

    def where(self, planned: Planned) -> Where:
        """The step of a stretch."""
        steps = [index for index, step in enumerate(self.routine.steps) if isinstance(step, StretchStep)]
        return ("steps", steps[planned.number - 1])

    def seconds(self, planned: Planned, *kinds: PhaseKind) -> dict[Side, float]:
        """The seconds of a stretch in phases of these kinds, by side."""
        sums: dict[Side, float] = {}
        for phase in self.timeline.phases:
            if phase.planned is planned and phase.kind in kinds:
                sums[phase.side] = sums.get(phase.side, 0.0) + phase.seconds
        return sums

    def is_held(self, planned: Planned) -> bool:
        """Whether the stretch is held still for its length."""
        return planned.stretch.method in (Method.STATIC, Method.PNF)


RoutineCheck = Callable[[Plan, Knowledge], Iterator[Finding]]


def static_before_workout(plan: Plan, known: Knowledge) -> Iterator[Finding]:
    """Long holds right before training, or nothing moving after them."""
    if plan.routine.context is not Context.BEFORE:
        return
    limit = known.limits.static_seconds_before_workout
    sums: dict[tuple[Muscle, Side], float] = {}
    told: set[Muscle] = set()
    held: Planned | None = None
    moved_since = 0.0
    for planned in plan.timeline.stretches:
        if not plan.is_held(planned):
            moved_since += sum(plan.seconds(planned, PhaseKind.MOVE).values())
            continue
        held, moved_since = planned, 0.0
        if planned.stretch.method is Method.PNF:
            what = f"{planned.stretch.name} is contract-relax. Right before training it costs about 4 percent of performance."
            instead = "Use a movement instead, and keep contract-relax for another time."
            yield Finding(RuleName.STATIC_BEFORE_WORKOUT, Severity.WARN, plan.where(planned), what, instead)
        for side, seconds in plan.seconds(planned, PhaseKind.HOLD).items():
            for muscle in planned.stretch.targets.primary:
                both = (Side.LEFT, Side.RIGHT) if side is Side.BOTH else (side,)
                for one in both:
                    sums[muscle, one] = sums.get((muscle, one), 0.0) + seconds
                most = max(sums[muscle, one] for one in both)
                if most > limit and muscle not in told:
                    told.add(muscle)
                    what = f"The {_plain(muscle)} are held for {most:g} s a side right before training. {limit:g} s is the limit."
                    instead = "Hold for 20 s once, or move instead. Keep long holds for after training."
                    yield Finding(RuleName.STATIC_BEFORE_WORKOUT, Severity.WARN, plan.where(planned), what, instead)
    if held is not None and not moved_since:
        what = f"After {held.stretch.name}, which is held, nothing moves any more before training."
        yield Finding(RuleName.STATIC_BEFORE_WORKOUT, Severity.NOTE, plan.where(held), what, "End with a movement, such as march-in-place.")


def after_waking(plan: Plan, known: Knowledge) -> Iterator[Finding]:
    """In the morning the low back rounds further than is wise in the first hour."""
    if plan.routine.context is not Context.MORNING:
        return
    limit = known.limits.lumbar_flexion_after_rising
    for planned in plan.timeline.stretches:
        if planned.stretch.pose is None:
            continue
        bend = Posture.of(planned.stretch.pose).lumbar_flexion
        if bend > limit:
            what = f"In {planned.stretch.name} the low back rounds by {bend:g} degrees. Soon after waking, {limit:g} is the limit."
            instead = "Move it to a later time of day, or use a stretch that keeps the back long."
            yield Finding(RuleName.AFTER_WAKING, Severity.WARN, plan.where(planned), what, instead)


def long_flexion(plan: Plan, known: Knowledge) -> Iterator[Finding]:
    """The low back stays rounded for long, or is loaded soon after."""
    limit = known.limits.lumbar_flexion.default or 0.0
    rounded_until: tuple[float, Planned] | None = None
    for phase in plan.timeline.phases:
        planned = phase.planned
        if planned is None or planned.stretch.pose is None or not phase.kind.is_work:
            continue
        if rounded_until is not None and _is_loading(planned) and phase.start - rounded_until[0] < UPRIGHT_SECONDS:
            after = f"{phase.start - rounded_until[0]:.0f} s after {rounded_until[1].stretch.name} rounded it"
            what = f"{planned.stretch.name} loads the back {after}."
            instead = f"Put something upright between them, {UPRIGHT_SECONDS / 60:g} minutes at least."
            yield Finding(RuleName.LONG_FLEXION, Severity.NOTE, plan.where(planned), what, instead)
            rounded_until = None
        if phase.kind is PhaseKind.HOLD and Posture.of(planned.stretch.pose).held_flexion > limit:
            rounded_until = (phase.end, planned)
            if phase.seconds > FLEXED_SECONDS_MAX and phase.set == 1 and phase.side is not Side.RIGHT:
                what = (
                    f"In {planned.stretch.name} the low back stays rounded for {phase.seconds:g} s. {FLEXED_SECONDS_MAX:g} s is the limit."
                )
                instead = "Shorten the hold, or do two sets with a rest upright."
                yield Finding(RuleName.LONG_FLEXION, Severity.WARN, plan.where(planned), what, instead)
    trains_next = plan.routine.context is Context.BEFORE
    if trains_next and rounded_until is not None and plan.timeline.seconds - rounded_until[0] < UPRIGHT_SECONDS:
        what = f"Training begins less than {UPRIGHT_SECONDS:g} s after {rounded_until[1].stretch.name} rounded the low back."
        yield Finding(
            RuleName.LONG_FLEXION, Severity.NOTE, plan.where(rounded_until[1]), what, "Do it first, and something upright after it."
        )


def hold_length(plan: Plan, known: Knowledge) -> Iterator[Finding]:
    """A step sets a hold that is shorter or longer than is of use."""
    for planned in plan.timeline.stretches:
        where = plan.where(planned)
        step = plan.routine.steps[int(where[1])]
        if plan.is_held(planned) and isinstance(step, StretchStep) and step.hold is not None:
            yield from hold_findings(step.hold, (*where, "hold"))


def side_balance(plan: Plan, known: Knowledge) -> Iterator[Finding]:
    """A muscle gets more time on one side than on the other."""
    sums: dict[Muscle, dict[Side, float]] = {}
    last: dict[Muscle, Planned] = {}
    for planned in plan.timeline.stretches:
        for side, seconds in plan.seconds(planned, PhaseKind.HOLD, PhaseKind.MOVE, PhaseKind.CONTRACT).items():
            for muscle in planned.stretch.targets.primary:
                last[muscle] = planned
                sides = sums.setdefault(muscle, {Side.LEFT: 0.0, Side.RIGHT: 0.0})
                for one in (Side.LEFT, Side.RIGHT) if side is Side.BOTH else (side,):
                    sides[one] += seconds
    for muscle, sides in sums.items():
        left, right = sides[Side.LEFT], sides[Side.RIGHT]
        if abs(left - right) > 0.05:
            what = f"The {_plain(muscle)} get {left:g} s on the left and {right:g} s on the right."
            yield Finding(RuleName.SIDE_BALANCE, Severity.WARN, plan.where(last[muscle]), what, "Use an even number of pushes or sets.")


def front_and_back(plan: Plan, known: Knowledge) -> Iterator[Finding]:
    """The back of the thigh is worked without the front."""
    worked = {muscle for planned in plan.timeline.stretches for muscle in planned.stretch.targets.primary}
    if Muscle.HAMSTRINGS in worked and not worked & FRONT:
        first = next(planned for planned in plan.timeline.stretches if Muscle.HAMSTRINGS in planned.stretch.targets.primary)
        what = "It works on the hamstrings, but not on the quadriceps or the hip flexors, which tip the pelvis the other way."
        instead = "Add one, such as side-lying-quad or standing-quad, or do another routine with one in the same week."
        yield Finding(RuleName.FRONT_AND_BACK, Severity.NOTE, plan.where(first), what, instead)


def floor_changes(plan: Plan, known: Knowledge) -> Iterator[Finding]:
    """It goes down to the floor and up again too often."""
    positions = [planned.stretch.position for planned in plan.timeline.stretches]
    changes = count_floor_changes(positions)
    if changes > FLOOR_CHANGES_MAX:
        number = next(n for n in range(len(positions) + 1) if count_floor_changes(positions[:n]) > FLOOR_CHANGES_MAX)
        planned = plan.timeline.stretches[number - 1]
        what = (
            f"You go down to the floor or up from it {changes} times. {FLOOR_CHANGES_MAX} is the limit, passed at {planned.stretch.name}."
        )
        instead = "Put what is done on the floor together: first standing, then the chair, then the floor, or the other way round."
        yield Finding(RuleName.FLOOR_CHANGES, Severity.WARN, plan.where(planned), what, instead)


def count_floor_changes(positions: Sequence[Position]) -> int:
    """How often somebody who begins on their feet goes down to the floor or up from it."""
    return sum(a.on_floor is not b.on_floor for a, b in pairwise([Position.STANDING, *positions]))


def warm_up_first(plan: Plan, known: Knowledge) -> Iterator[Finding]:
    """It holds a stretch before anything has moved."""
    if plan.routine.context in (Context.BEDTIME, Context.DESK):
        return
    moved = 0.0
    for planned in plan.timeline.stretches:
        moved += sum(plan.seconds(planned, PhaseKind.MOVE).values())
        if plan.is_held(planned):
            if moved < WARM_UP_SECONDS:
                what = f"{planned.stretch.name} is held after only {moved:g} s of movement. {WARM_UP_SECONDS:g} s is the least."
                yield Finding(RuleName.WARM_UP_FIRST, Severity.NOTE, plan.where(planned), what, "Begin with a minute of march-in-place.")
            return


def _is_loading(planned: Planned) -> bool:
    if planned.stretch.position is not Position.STANDING or planned.stretch.pose is None:
        return False
    try:
        return pose_load(planned.stretch.pose).ratio > LOADED_RATIO
    except LoadUnknownError:
        return False


def _plain(muscle: Muscle) -> str:
    return muscle.replace("-", " ")


CHECKS: Mapping[RuleName, RoutineCheck] = {
    RuleName.STATIC_BEFORE_WORKOUT: static_before_workout,
    RuleName.AFTER_WAKING: after_waking,
    RuleName.LONG_FLEXION: long_flexion,
    RuleName.HOLD_LENGTH: hold_length,
    RuleName.SIDE_BALANCE: side_balance,
    RuleName.FRONT_AND_BACK: front_and_back,
    RuleName.FLOOR_CHANGES: floor_changes,
    RuleName.WARM_UP_FIRST: warm_up_first,
}
