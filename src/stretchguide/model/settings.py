"""What a person can set once and for all: the settings file, and how what is said in several places is put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from stretchguide.model.hearing import Cues, Output
from stretchguide.model.units import Choice, Identifier, Model, Seconds, Text, between


class FigureChoice(StrEnum):
    """How the figure is drawn."""

    AUTO = "auto"
    BRAILLE = "braille"
    BLOCKS = "blocks"
    ASCII = "ascii"
    OFF = "off"


class Settings(Model):
    """What you can set once and for all. What the file leaves out is as it comes."""

    routine: Annotated[Identifier | None, Field(description="The routine that 'stretchguide start' plays without a name.")] = None
    """None: what suits the hour and the week."""
    voice: Annotated[Text, Field(description="Who speaks: auto, off, an engine, or ENGINE:VOICE.")] = "off"
    rate: Annotated[int, Field(ge=80, le=400, description="How fast the voice speaks, in words a minute, 80 to 400.")] = 160
    cues: Annotated[Cues, Field(description="How much the voice says: few, normal or full.")] = Cues.NORMAL
    volume: Annotated[int, Field(ge=0, le=100, description="How loud tones and voice are, 0 to 100.")] = 100
    sound: Annotated[Output, Field(description="What sounds the signals: auto, tones or bell.")] = Output.AUTO
    figure: Annotated[FigureChoice, Field(description="How the figure is drawn: auto, braille, blocks, ascii or off.")] = FigureChoice.AUTO
    motion: Annotated[Choice, Field(description="Whether the figure moves.")] = True
    flash: Annotated[Choice, Field(description="Whether the screen flashes at every change.")] = False
    lead_in: Annotated[Seconds, between(0, 60), Field(description="Time to settle before each stretch, 0 s to 1 min.")] = 5.0
    switch: Annotated[Annotated[Seconds, between(3, 60)] | None, Field(description="Time to change sides, 3 s to 1 min.")] = None
    """None: what the position needs."""


class SaidBy(StrEnum):
    """Who can say a setting, the weightiest first."""

    FLAG = "flag"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Layer:
    """What one of them says, and where exactly each setting stands: the flag, the variable, the line of the file."""

    said_by: SaidBy
    settings: Settings
    where: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings that hold. `origins` has who said each of them, and where; for a default it is not said anywhere."""

    settings: Settings
    origins: Mapping[str, tuple[SaidBy, str]]


def merge(layers: Sequence[Layer]) -> Preferences:
    """The settings that hold where several say something: for each, the first layer that says it decides."""
    values: dict[str, object] = {}
    origins = dict.fromkeys(Settings.model_fields, (SaidBy.DEFAULT, ""))
    for layer in reversed(layers):
        for name in layer.settings.model_fields_set:
            values[name] = getattr(layer.settings, name)
            origins[name] = (layer.said_by, layer.where[name])
    return Preferences(Settings.model_construct().model_copy(update=values), origins)
