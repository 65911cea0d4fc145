"""Durations and text as people write them, and the base class of every model."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from stretchguide.model.words import format_clock as format_clock
from stretchguide.model.words import format_duration as format_duration
from stretchguide.model.words import parse_duration as parse_duration

PHASE_SECONDS_MAX = 30 * 60.0
ROUTINE_SECONDS_MAX = 3 * 60 * 60.0

_CHOICES = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}
_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _duration(value: object) -> float:
    if isinstance(value, str):
        try:
            return parse_duration(value)
        except ValueError as error:
            raise PydanticCustomError("duration", f"'{{given}}' is {error}", {"given": _one_line(value)[:60]}) from None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise PydanticCustomError("duration", "a duration like 45s, 1:30 or 1m30s is needed here")


class Described:
    """What the JSON Schema says of a type instead of what pydantic would work out.

    Pydantic has one of its own, but importing that takes as long as reading every file of a routine.
    """

    def __init__(self, schema: dict[str, object]) -> None:
        self._schema = schema

    def __get_pydantic_json_schema__(self, core: object, handler: object) -> dict[str, object]:
        """The description, a copy that pydantic may add to."""
        return dict(self._schema)


def _duration_schema(**limits: object) -> Described:
    return Described(
        {
            "description": "A duration: 45, 45s, 1:30 or 1m30s.",
            "anyOf": [
                {"type": "number", **limits},
                {"type": "string", "pattern": r"^\s*(\d+:[0-5]\d|(\d+\s?(m|min))?\s?(\d+(\.\d+)?\s?(s|sec)?)?)\s*$"},
            ],
        }
    )


_DURATION_SCHEMA = _duration_schema(exclusiveMinimum=0)


def between(shortest: float, longest: float) -> AfterValidator:
    """The check that a duration lies between two others, in seconds."""

    def check(seconds: float) -> float:
        if not shortest <= seconds <= longest:
            limits = f"{format_duration(shortest)} to {format_duration(longest)}"
            raise PydanticCustomError("duration_limit", f"{{given}} is outside the limits: {limits}", {"given": format_duration(seconds)})
        return seconds

    return AfterValidator(check)


def _relax(seconds: float) -> float:
    if not 0 < seconds <= PHASE_SECONDS_MAX:
        raise PydanticCustomError(
            "duration_limit", "{given} is outside the limits: more than 0 s, up to 30 min", {"given": f"{seconds:g} s"}
        )
    return seconds


def _choice(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("choice", "yes or no is needed here")
    word = value.strip().lower()
    if word not in _CHOICES:
        raise PydanticCustomError("choice", "'{given}' is not yes or no", {"given": _one_line(value)[:60]})
    return _CHOICES[word]


def _one_line(text: str) -> str:
    """Paragraph text: line breaks and runs of spaces become one space; letters are composed the same way everywhere."""
    return " ".join(unicodedata.normalize("NFC", text).split())


class Model(BaseModel):
    """Base of everything a file may say: unknown keys are errors and nothing changes after loading."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        # Only what is really read gets a validator: parts of a stretch need none of their own.
        defer_build=True,
    )


Duration = Annotated[float, BeforeValidator(_duration), between(1, PHASE_SECONDS_MAX), _DURATION_SCHEMA]
"""Seconds, 1 s to 30 min."""

Seconds = Annotated[float, BeforeValidator(_duration), _duration_schema(minimum=0)]
"""Seconds, with whatever limits `between` gives them."""

Moment = Annotated[float, BeforeValidator(_duration), AfterValidator(_relax), _DURATION_SCHEMA]
"""Seconds from the start of a phase, or the length of one repetition: more than 0."""

Identifier = Annotated[str, StringConstraints(pattern=_ID, max_length=60)]
"""The name of a file without its ending: lower-case words joined by hyphens."""

Name = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=60)]
"""A title that fits on the screen: 1 to 60 characters, one line."""

Text = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=400)]
"""A sentence or two: 1 to 400 characters, one paragraph."""

Spoken = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=90)]
"""A line short enough to hear in about three seconds: 1 to 90 characters."""

Choice = Annotated[
    bool,
    BeforeValidator(_choice),
    Described({"description": "yes or no", "anyOf": [{"type": "boolean"}, {"enum": ["yes", "no", "on", "off"]}]}),
]
"""Yes or no, as people write it."""

Count = Annotated[int, Field(ge=1, le=200)]
"""A number of sets or repetitions, 1 to 200."""
