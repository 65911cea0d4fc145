"""The safety texts and limits of `routines/safety.yaml`, the avoid entries, and the sources both cite."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from stretchguide.errors import FieldProblems
from stretchguide.model.anatomy import Condition, ConditionGroup, Method, Muscle, Position, Region
from stretchguide.model.pose import Pose
from stretchguide.model.units import Identifier, Model, Name, Text


class ConditionText(Model):
    """A condition in words people use of themselves."""

    group: ConditionGroup
    name: Name
    description: Text


class Limit(Model):
    """A number that holds for everybody, if there is one, and others, never less strict, for some conditions."""

    default: Annotated[float, Field(ge=0)] | None = None
    conditions: dict[Condition, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)


class Limits(Model):
    """How far a stretch may go. Conservative choices by design: no study gives a threshold of injury for stretching.

    Angles in degrees, effort from 0 to 10, times in seconds.
    """

    nothing_with: tuple[Condition, ...]
    """Conditions with which nothing is stretched at all."""
    effort: Limit
    lumbar_flexion: Limit
    lumbar_flexion_supported: Limit
    """The same while hands, floor or backrest carry at least half of the upper body."""
    lumbar_flexion_after_rising: Annotated[float, Field(ge=0)]
    """The same in the first hour after getting up."""
    lumbar_extension: Limit
    hip_flexion: Limit
    straight_leg_hip_flexion: Limit
    """The same with the knee nearly straight, which pulls on the hamstrings."""
    hip_extension: Limit
    loaded_knee_flexion: Limit
    supine_seconds: Limit
    """On the back without a break."""
    static_seconds_before_workout: Annotated[float, Field(gt=0)]
    """Held stretching for one muscle on one side, right before training."""
    methods_left_out: dict[Condition, tuple[Method, ...]]
    positions_left_out: dict[Condition, tuple[Position, ...]]
    head_below_hips_left_out: tuple[Condition, ...]
    holds_left_out: dict[Condition, tuple[Muscle, ...]]
    """The muscles that are not stretched by holding."""

    @model_validator(mode="after")
    def _hold_for_everybody(self) -> "Limits":
        found: list[tuple[tuple[str | int, ...], str]] = []
        for name in ("effort", "lumbar_flexion", "lumbar_flexion_supported", "lumbar_extension"):
            if getattr(self, name).default is None:
                found.append(((name,), "'default' is missing: this limit holds for everybody"))
        for name in type(self).model_fields:
            limit = getattr(self, name)
            if isinstance(limit, Limit) and limit.default is not None:
                found += [
                    ((name, "conditions", condition), f"{number:g} is less strict than the default, {limit.default:g}")
                    for condition, number in limit.conditions.items()
                    if number > limit.default
                ]
        if found:
            raise FieldProblems(found)
        return self


class Safety(Model):
    """What to feel, when to stop, when to get help, and what this tool is not."""

    disclaimer: Text
    effort: Text
    stop_now: Annotated[tuple[Text, ...], Field(min_length=1)]
    emergency: Annotated[tuple[Text, ...], Field(min_length=1)]
    see_clinician: Annotated[tuple[Text, ...], Field(min_length=1)]
    fine_to_feel: Annotated[tuple[Text, ...], Field(min_length=1)]
    conditions: dict[Condition, ConditionText]
    """Every condition, so that a session never meets one that nothing is known of."""
    limits: Limits
    sources: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _knows_every_condition(self) -> "Safety":
        missing = [condition for condition in Condition if condition not in self.conditions]
        if missing:
            raise FieldProblems([(("conditions",), f"'{condition}' is missing: every condition is described") for condition in missing])
        return self


class Evidence(StrEnum):
    """What kind of evidence a warning rests on."""

    MEASURED = "measured"
    MECHANISTIC = "mechanistic"
    GUIDELINE = "guideline"
    CONVENTION = "convention"


class Avoid(Model):
    """A common stretch that is left out: what happens in it, how sure that is, and what to do instead."""

    name: Name
    aliases: tuple[Name, ...] = ()
    region: Region
    position: Position
    what_happens: Text
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    honesty: Text
    worst_for: tuple[Condition, ...] = ()
    worst_when: tuple[Text, ...] = ()
    instead: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    pose: Pose | None = None
    sources: tuple[Identifier, ...] = ()


class Grade(StrEnum):
    """How well a source supports what is said: A trial or consistent measurements, B indirect data, C mechanism, D expert or guideline."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Source(Model):
    """One citation."""

    cite: Text
    grade: Grade
    says: Text
    """What is taken from it, in our own words."""
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    url: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None


class Sources(Model):
    """Every citation, by the key that files use."""

    sources: dict[Identifier, Source]
