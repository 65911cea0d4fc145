"""Home measurements: how to take them, and how large a change must be to be one. The file is `routines/measurements.yaml`."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from stretchguide.errors import FieldProblems
from stretchguide.model.anatomy import Muscle
from stretchguide.model.units import Identifier, Model, Name, Text


class Unit(StrEnum):
    """What a measurement is counted in."""

    DEGREES = "degrees"
    CENTIMETERS = "cm"


class Better(StrEnum):
    """Which way a value goes as the range grows."""

    MORE = "more"
    LESS = "less"


class Measurement(Model):
    """One thing to measure at home, and the smallest change that is more than chance."""

    name: Name
    targets: Annotated[tuple[Muscle, ...], Field(min_length=1)]
    sides: bool = True
    """Whether left and right are measured apart."""
    unit: Unit
    better: Better
    change: Annotated[float, Field(gt=0)]
    """The minimal detectable change, where a study says it; otherwise a careful choice."""
    least: float
    most: float
    """Values beyond these are slips of the finger."""
    procedure: Annotated[tuple[Text, ...], Field(min_length=2, max_length=8)]
    caution: Text | None = None

    @model_validator(mode="after")
    def _has_a_range(self) -> "Measurement":
        if not self.least < self.most:
            raise FieldProblems([(("most",), f"{self.most:g} is not more than 'least', {self.least:g}")])
        return self


class Measurements(Model):
    """Everything that can be measured, and what holds for all of it."""

    rules: Annotated[tuple[Text, ...], Field(min_length=1)]
    left_out: Text
    """What is not measured, and why."""
    measurements: Annotated[dict[Identifier, Measurement], Field(min_length=1)]
    sources: tuple[Identifier, ...] = ()
