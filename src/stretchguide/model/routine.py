"""One routine: an ordered list of stretches, rests and waits."""

from typing import Annotated

from pydantic import Discriminator, Field, Tag, model_validator

from stretchguide.model.anatomy import Context, Level, Occasion
from stretchguide.model.stretch import DOSE_FIELDS, Allowance, Dose
from stretchguide.model.units import Duration, Identifier, Model, Name, Text


class StretchStep(Dose):
    """Do a stretch. What is left out of the dose comes from the stretch itself."""

    stretch: Identifier

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: object) -> object:
        return {"stretch": value} if isinstance(value, str) else value

    @property
    def dose(self) -> Dose:
        """The part of the dose that this step sets."""
        return Dose.model_construct(**{name: getattr(self, name) for name in DOSE_FIELDS})


class RestStep(Model):
    """Rest for a while."""

    rest: Duration
    say: Text | None = None


class WaitStep(Model):
    """Wait until a key is pressed, showing a line of text."""

    wait: Text


def _kind(value: object) -> str:
    if isinstance(value, WaitStep) or (isinstance(value, dict) and "wait" in value):
        return "wait step"
    if isinstance(value, RestStep) or (isinstance(value, dict) and "rest" in value and "stretch" not in value):
        return "rest step"
    return "stretch step"


Step = Annotated[
    Annotated[StretchStep, Tag("stretch step")] | Annotated[RestStep, Tag("rest step")] | Annotated[WaitStep, Tag("wait step")],
    Discriminator(_kind),
]


class Routine(Model):
    """A session in the order it is done."""

    name: Name
    summary: Text
    context: Context = Context.ANY
    level: Level = Level.BEGINNER
    before: tuple[Occasion, ...] = ()
    """What it is done before: `start --before run` looks for it here."""
    minutes: Annotated[float, Field(ge=0.5, le=180)] | None = None
    """How long it says it takes."""
    notes: Text | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=200)]
    sources: tuple[Identifier, ...] = ()
    allow: tuple[Allowance, ...] = ()
    """Safety rules that this routine may break, each with its reason."""
