"""Words for what is heard. Light on purpose: the command line imports it every time."""

from enum import StrEnum


class Cues(StrEnum):
    """How much a voice says."""

    FEW = "few"
    """Names, sides, changes, and what to take care of."""
    NORMAL = "normal"
    """The set-up, the timed cues, seconds and halfway, too."""
    FULL = "full"
    """The steps and the breathing, too."""


class Output(StrEnum):
    """What signals come from."""

    AUTO = "auto"
    """Tones, if a player works; the bell otherwise, and over a remote connection."""
    TONES = "tones"
    BELL = "bell"
