"""What a person says of themselves: conditions, age, equipment, and how hard it may get."""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from stretchguide.errors import FieldProblems
from stretchguide.model.anatomy import Condition, Equipment
from stretchguide.model.units import Model

EFFORT_MAX = 4
"""The most effort anybody is asked for, from 0 to 10: `limits.effort.default` in `routines/safety.yaml`."""


class AgeBand(StrEnum):
    """Age as far as it matters. Older adults hold longer (acsm-2021)."""

    UNDER_18 = "under-18"
    ADULT = "18-64"
    OLDER = "65-plus"


class Profile(Model):
    """The health profile of the person at this machine. Everything in it is optional; it is no diagnosis."""

    conditions: tuple[Condition, ...] = ()
    """What applies."""
    unsure: tuple[Condition, ...] = ()
    """What may apply: the person does not know."""
    age: AgeBand | None = None
    equipment: tuple[Equipment, ...] | None = None
    """What is at hand; None where the person did not say, which counts as everything."""
    effort: Annotated[int, Field(ge=1, le=EFFORT_MAX)] | None = None
    """The person's own upper limit of effort, from 0 to 10."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return self == Profile()

    def answered(self, asked: Collection[Condition], *, yes: Collection[Condition] = (), unsure: Collection[Condition] = ()) -> "Profile":
        """This profile after an answer about some conditions. Those neither in `yes` nor in `unsure` do not apply."""
        kept = [condition for condition in Condition if condition not in asked]
        applies = {*yes, *(condition for condition in kept if condition in self.conditions)}
        perhaps = {*unsure, *(condition for condition in kept if condition in self.unsure)} - applies
        return self.model_copy(
            update={
                "conditions": tuple(condition for condition in Condition if condition in applies),
                "unsure": tuple(condition for condition in Condition if condition in perhaps),
            }
        )

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> "Profile":
        found: list[tuple[tuple[str | int, ...], str]] = []
        for name in ("conditions", "unsure", "equipment"):
            said = getattr(self, name) or ()
            found += [((name, index), f"'{word}' is there twice") for index, word in enumerate(said) if word in said[:index]]
        found += [
            (("unsure", index), f"'{condition}' is among the conditions, too: leave it in one of them")
            for index, condition in enumerate(self.unsure)
            if condition in self.conditions
        ]
        if found:
            raise FieldProblems(found)
        return self
