"""One stretch: how to do it, how much, and what must not happen."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from stretchguide.errors import FieldProblems
from stretchguide.model.anatomy import Condition, Equipment, Level, Method, Muscle, Position, Sides
from stretchguide.model.pose import Pose
from stretchguide.model.rule import RuleName
from stretchguide.model.units import Count, Duration, Identifier, Model, Moment, Name, Spoken, Text

_NEEDS: dict[Method, tuple[str, ...]] = {
    Method.STATIC: ("hold",),
    Method.DYNAMIC: ("reps", "tempo"),
    Method.PNF: ("contract", "relax", "hold"),
    Method.ISOMETRIC: ("hold", "reps"),
}
_ALLOWS: dict[Method, tuple[str, ...]] = {
    Method.STATIC: ("hold", "sets", "rest"),
    Method.DYNAMIC: ("reps", "tempo", "sets", "rest"),
    Method.PNF: ("contract", "relax", "hold", "sets", "rest", "effort"),
    Method.ISOMETRIC: ("hold", "reps", "sets", "rest"),
}


class Targets(Model):
    """The muscles or movements a stretch is for."""

    primary: Annotated[tuple[Muscle, ...], Field(min_length=1)]
    secondary: tuple[Muscle, ...] = ()


class Dose(Model):
    """How much. Which fields apply depends on the method.

    static: `hold`. dynamic: `reps` of `tempo` seconds each. pnf: `contract`, `relax`, `hold`, once a set.
    isometric: `reps` pushes of `hold` seconds, with `rest` seconds between them.
    Repetitions count each side for itself, except with alternating sides, where they count both together.
    """

    hold: Duration | None = None
    sets: Annotated[int, Field(ge=1, le=20)] | None = None
    rest: Duration | None = None
    reps: Count | None = None
    tempo: Moment | None = None
    contract: Duration | None = None
    relax: Duration | None = None
    effort: Annotated[int, Field(ge=1, le=100)] | None = None
    """Share of full strength in percent, for pnf."""

    def over(self, other: "Dose") -> "Dose":
        """This dose, with everything it leaves open taken from the other one."""
        merged = {name: getattr(self, name) if getattr(self, name) is not None else getattr(other, name) for name in DOSE_FIELDS}
        return Dose.model_construct(**merged)

    def problems(self, method: Method, sides: Sides) -> list[tuple[tuple[str | int, ...], str]]:
        """What does not fit the method or the sides, as (field, message)."""
        found: list[tuple[tuple[str | int, ...], str]] = []
        for name in _NEEDS[method]:
            if getattr(self, name) is None:
                found.append(((), f"a {method} stretch needs '{name}'"))
        for name in DOSE_FIELDS:
            if getattr(self, name) is not None and name not in _ALLOWS[method]:
                found.append(((name,), f"'{name}' does not go with a {method} stretch"))
        if sides is Sides.ALTERNATING and self.reps is not None and self.reps % 2:
            found.append((("reps",), f"{self.reps} repetitions cannot be shared by two sides: use an even number"))
        if self.reps is not None and self.tempo is not None and not 1 <= self.reps * self.tempo <= 30 * 60:
            found.append((("reps",), "all repetitions together must take between 1 s and 30 min"))
        return found


DOSE_FIELDS: tuple[str, ...] = tuple(Dose.model_fields)


class WrittenCue(Model):
    """A line said at a moment of the hold, in seconds from its start."""

    at: Moment
    say: Spoken
    kind: Literal["guide", "safety"] = "guide"


class Variation(Model):
    """An easier or harder way, and the stretch that offers it, if there is one."""

    say: Text
    stretch: Identifier | None = None


class Allowance(Model):
    """An exception a file makes for itself: which safety rule does not count here, and why."""

    rule: RuleName
    because: Text


class Stretch(Model):
    """Everything a person needs to do one stretch well."""

    name: Name
    aliases: tuple[Name, ...] = ()
    why: Text | None = None
    """What it is good for, promising no more than the evidence does."""
    targets: Targets
    position: Position
    method: Method
    sides: Sides
    level: Level = Level.BEGINNER
    equipment: tuple[Equipment, ...] = ()
    dose: Dose
    setup: Text
    steps: Annotated[tuple[Text, ...], Field(min_length=1, max_length=8)]
    only_movement: Spoken | None = None
    """The one thing that moves, where that is the point of the stretch."""
    breathing: Text
    mistakes: tuple[Text, ...] = ()
    safety: Annotated[tuple[Text, ...], Field(min_length=1)]
    cues: tuple[WrittenCue, ...] = ()
    avoid_with: tuple[Condition, ...] = ()
    caution_with: tuple[Condition, ...] = ()
    easier: Variation | None = None
    harder: Variation | None = None
    pose: Pose | None = None
    stands_alone: bool = False
    """Whether it is meant to be done by itself, so that no routine has to use it."""
    sources: tuple[Identifier, ...] = ()
    allow: tuple[Allowance, ...] = ()
    """Safety rules that this stretch may break, each with its reason."""

    @model_validator(mode="after")
    def _hangs_together(self) -> "Stretch":
        problems = [(("dose", *where), message) for where, message in self.dose.problems(self.method, self.sides)]
        for index, condition in enumerate(self.caution_with):
            if condition in self.avoid_with:
                problems.append((("caution_with", index), f"'{condition}' is already under avoid_with"))
        if self.pose is not None:
            problems += [(("pose", *where), message) for where, message in self.pose.beyond_limits()]
        length = self.dose.hold or self.dose.contract
        if self.method is Method.DYNAMIC and self.dose.reps and self.dose.tempo:
            length = self.dose.reps * self.dose.tempo
        for index, cue in enumerate(self.cues):
            if length is not None and cue.at >= length:
                problems.append((("cues", index, "at"), f"{cue.at:g} s is past the end: the stretch lasts {length:g} s"))
        if problems:
            raise FieldProblems(problems)
        return self
