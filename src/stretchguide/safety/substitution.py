"""A routine made to fit a person: what does not suit is replaced, made easier or left out, and each change says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stretchguide.model.anatomy import Context, Method, Position
from stretchguide.model.profile import AgeBand, Profile
from stretchguide.model.routine import RestStep, Routine, Step, StretchStep, WaitStep
from stretchguide.model.stretch import Stretch
from stretchguide.safety.finding import Knowledge, Severity
from stretchguide.safety.nearest import nearest
from stretchguide.safety.routine_rules import FLOOR_CHANGES_MAX, count_floor_changes
from stretchguide.safety.rules import check_stretch
from stretchguide.safety.suitability import Suitability, Suits, alone, suitability

HOLD_SECONDS_OLDER = (30.0, 60.0)
"""How long people of 65 and over hold (rule R9; `feland-2001`)."""

HOLD_SECONDS_BEFORE = 20.0
"""How long a stretch is held that takes the place of another right before training."""


class ChangeKind(StrEnum):
    """What was done to a step."""

    REPLACED = "replaced"
    EASED = "eased"
    LEFT_OUT = "left-out"
    CARE = "care"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a routine. `step` is the number of the step in the file, from 0; `by` the stretch that takes its place."""

    kind: ChangeKind
    step: int
    stretch: str
    name: str
    reasons: tuple[str, ...]
    by: str | None = None
    by_name: str = ""


def told(changes: Sequence[Change]) -> tuple[str, ...]:
    """What was changed and why, in sentences. What was done for the same reason is told together."""
    groups: dict[tuple[ChangeKind, tuple[str, ...]], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.kind, change.reasons), []).append(change)
    return tuple(_tell(kind, reasons, group) for (kind, reasons), group in groups.items())


def _tell(kind: ChangeKind, reasons: tuple[str, ...], group: Sequence[Change]) -> str:
    why = "; ".join(reasons)
    match kind:
        case ChangeKind.HOLD:
            return f"{why}: {_names(group)}."
        case ChangeKind.LEFT_OUT:
            what = f"Left out: {_names(group)}"
        case ChangeKind.CARE:
            what = f"With care, and in the easier way you are told: {_names(group)}"
        case ChangeKind.REPLACED:
            what = "; ".join(f"{change.by_name} instead of {change.name}" for change in group)
        case ChangeKind.EASED:
            what = "; ".join(f"{change.by_name}, the easier one, instead of {change.name}" for change in group)
    return f"{what}. Why: {why}."


def _names(group: Sequence[Change]) -> str:
    return ", ".join(change.name for change in group)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A routine that suits a person, the stretches it needs, and what was changed."""

    routine: Routine
    stretches: Mapping[str, Stretch]
    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the routine is left."""
        return not any(isinstance(step, StretchStep) for step in self.routine.steps)


def fit(routine: Routine, stretches: Mapping[str, Stretch], profile: Profile, known: Knowledge, *, just_up: bool = False) -> Fitted:
    """The routine as it suits a person. `stretches` holds what the routine names, `known.stretches` what can take its place.

    A stretch that does not suit gives way to one that works on the same muscle in a position the routine uses anyway, or is
    left out. One that asks for care gives way to its easier version, or says how to do it more easily. Holds follow the age.
    `just_up` is whether the person got up within the last hour. Nothing is changed for a condition with which nothing
    is stretched at all: see `suitability.nothing_suits`.
    """
    fitting = _Fitting(routine, stretches, profile, known, just_up)
    steps: list[Step] = []
    for index, step in enumerate(routine.steps):
        if isinstance(step, StretchStep):
            kept = fitting.step(index, step)
            if kept is not None:
                steps.append(kept)
        else:
            fitting.pause(step)
            steps.append(step)
    fitted = routine.model_copy(update={"steps": tuple(steps)})
    return Fitted(fitted, fitting.used, tuple(fitting.changes))


class _Fitting:
    """The work on one routine, step by step."""

    def __init__(self, routine: Routine, stretches: Mapping[str, Stretch], profile: Profile, known: Knowledge, just_up: bool) -> None:
        self.routine, self.stretches, self.profile, self.known, self.just_up = routine, stretches, profile, known, just_up
        self.used: dict[str, Stretch] = {}
        self.changes: list[Change] = []
        self.lying = 0.0
        """Seconds on the back without a break."""
        named = [(step, stretches[step.stretch]) for step in routine.steps if isinstance(step, StretchStep)]
        suiting = {stretch.position for step, stretch in named if self.suits(step, stretch, just_up=just_up).suits is not Suits.NOT}
        self.positions = suiting or {Position.STANDING, Position.CHAIR}
        self.order = [stretches[step.stretch].position if isinstance(step, StretchStep) else None for step in routine.steps]
        """The position of each step, as far as it is settled."""
        self.most_floor_changes = max(FLOOR_CHANGES_MAX, self.floor_changes())
        self.taken = {step.stretch for step in routine.steps if isinstance(step, StretchStep)}

    def floor_changes(self, index: int | None = None, position: Position | None = None) -> int:
        """How often the routine goes down to the floor or up from it, with another position at step `index`."""
        order = [position if at == index else there for at, there in enumerate(self.order)]
        return count_floor_changes([there for there in order if there is not None])

    def suits(self, step: StretchStep, stretch: Stretch, *, just_up: bool) -> Suitability:
        """How a stretch suits the person, done as much as a step says."""
        return suitability(self.done(step, stretch), self.profile, self.known, just_up=just_up, lying=self.lying)

    def done(self, step: StretchStep, stretch: Stretch) -> Stretch:
        """A stretch with the dose it gets in a step."""
        return stretch.model_copy(update={"dose": self.aged(step, stretch).dose.over(stretch.dose)})

    def pause(self, step: RestStep | WaitStep) -> None:
        """A step without a stretch. Who lies on the back stays there."""
        if isinstance(step, RestStep) and self.lying:
            self.lying += step.rest

    def step(self, index: int, step: StretchStep) -> StretchStep | None:
        """The step as it suits, or None where nothing does."""
        stretch = self.stretches[step.stretch]
        verdict = self.suits(step, stretch, just_up=self.just_up)
        match verdict.suits:
            case Suits.WELL:
                return self.keep(index, step, stretch)
            case Suits.WITH_CARE:
                return self.ease(index, step, stretch, verdict)
        other = next((id for id in nearest(stretch, self.known.stretches) if self.can_replace(index, step, stretch, id)), None)
        if other is None:
            self.order[index] = None
            self.changes.append(Change(ChangeKind.LEFT_OUT, index, step.stretch, stretch.name, verdict.reasons))
            return None
        return self.replace(ChangeKind.REPLACED, index, step, stretch, verdict, other)

    def replace(self, kind: ChangeKind, index: int, step: StretchStep, stretch: Stretch, verdict: Suitability, by: str) -> StretchStep:
        """A step with another stretch."""
        other = self.known.stretches[by]
        self.changes.append(Change(kind, index, step.stretch, stretch.name, verdict.reasons, by, other.name))
        return self.keep(index, self.dosed(by, step, stretch), other)

    def can_replace(self, index: int, step: StretchStep, instead_of: Stretch, id: str) -> bool:
        """Whether a stretch of the library can take the place of a step that does not suit."""
        stretch = self.known.stretches[id]
        just_up = self.just_up or self.routine.context is Context.MORNING
        moves = stretch.method in (Method.DYNAMIC, Method.ISOMETRIC)
        holds_too = stretch.method is Method.STATIC and instead_of.method in (Method.STATIC, Method.PNF)
        return (
            id not in self.taken
            and stretch.position in self.positions
            and (self.routine.context is not Context.BEFORE or moves or holds_too)
            and self.floor_changes(index, stretch.position) <= self.most_floor_changes
            and self.suits(self.dosed(id, step, instead_of), stretch, just_up=just_up).suits is Suits.WELL
            and not any(finding.severity is Severity.BLOCK for finding in check_stretch(stretch, self.known))
        )

    def dosed(self, id: str, step: StretchStep, instead_of: Stretch) -> StretchStep:
        """A step for a stretch that takes the place of another, with the dose of that one where it means the same."""
        stretch = self.known.stretches[id]
        given: dict[str, object] = {"stretch": id}
        if stretch.method is instead_of.method and stretch.sides is instead_of.sides and stretch.method is not Method.PNF:
            given |= {name: value for name in ("hold", "reps", "sets") if (value := getattr(step, name)) is not None}
        if self.routine.context is Context.BEFORE and stretch.method is Method.STATIC:
            given |= {"hold": min(float(str(given.get("hold") or stretch.dose.hold or 0)), HOLD_SECONDS_BEFORE), "sets": 1}
        return StretchStep.model_validate(given)

    def ease(self, index: int, step: StretchStep, stretch: Stretch, verdict: Suitability) -> StretchStep:
        """The easier version of a stretch, or the stretch with a word of care."""
        easier = stretch.easier
        id = easier.stretch if easier is not None else None
        if id is not None and id in self.known.stretches and self.can_replace(index, step, stretch, id):
            return self.replace(ChangeKind.EASED, index, step, stretch, verdict, id)
        how = easier.say if easier is not None else "Go less far than you could."
        self.changes.append(Change(ChangeKind.CARE, index, step.stretch, stretch.name, verdict.reasons))
        return self.keep(index, step, stretch.model_copy(update={"setup": f"{stretch.setup} {how}"}))

    def keep(self, index: int, step: StretchStep, stretch: Stretch) -> StretchStep:
        """A step that stays, with the hold that goes with the person's age."""
        self.used[step.stretch] = stretch
        self.order[index] = stretch.position
        self.taken.add(step.stretch)
        self.lying = self.lying + alone(self.done(step, stretch)) if stretch.position is Position.SUPINE else 0.0
        aged = self.aged(step, stretch)
        if aged is not step:
            why = f"Held for {aged.hold:g} s instead of {step.hold or stretch.dose.hold:g} s, since holds of 30 to 60 s do more from 65 on"
            self.changes.append(Change(ChangeKind.HOLD, index, step.stretch, stretch.name, (why,)))
        return aged

    def aged(self, step: StretchStep, stretch: Stretch) -> StretchStep:
        """A step with the hold that goes with the person's age."""
        hold = step.hold or stretch.dose.hold
        if self.profile.age is not AgeBand.OLDER or stretch.method is not Method.STATIC or hold is None:
            return step
        shortest, longest = HOLD_SECONDS_OLDER
        length = min(max(hold, shortest), longest)
        if length == hold or self.routine.context is Context.BEFORE:
            return step
        return step.model_copy(update={"hold": length})
