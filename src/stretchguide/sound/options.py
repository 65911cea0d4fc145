"""What a person chose to hear."""

from dataclasses import dataclass
from enum import StrEnum

from stretchguide.errors import UsageError
from stretchguide.sound.coach import Cues
from stretchguide.sound.engines import OFF, RATE, RATE_LEAST, RATE_MOST


class Output(StrEnum):
    """What signals come from."""

    AUTO = "auto"
    """Tones, if a player works; the bell otherwise, and over a remote connection."""
    TONES = "tones"
    BELL = "bell"


@dataclass(frozen=True, slots=True)
class SoundOptions:
    """What a person hears: an engine or `auto` or `off`, words a minute, volume from 0 to 100, how much is said, and by what."""

    voice: str = OFF
    rate: int = RATE
    volume: int = 100
    cues: Cues = Cues.NORMAL
    output: Output = Output.AUTO

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            UsageError: a number is outside its limits.
        """
        if not RATE_LEAST <= self.rate <= RATE_MOST:
            raise UsageError(f"A rate of {self.rate} is outside the limits: {RATE_LEAST} to {RATE_MOST} words a minute.")
        if not 0 <= self.volume <= 100:
            raise UsageError(f"A volume of {self.volume} is outside the limits: 0 to 100.")
