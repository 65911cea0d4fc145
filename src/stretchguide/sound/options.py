"""What a person chose to hear. Light on purpose: the command line imports it every time."""

from dataclasses import dataclass

from stretchguide.errors import UsageError
from stretchguide.model.hearing import Cues, Output

AUTO, OFF = "auto", "off"
"""The first voice that works, and no voice."""

RATE = 160
"""Words a minute: slow enough to follow while moving."""

RATE_LEAST, RATE_MOST = 80, 400


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
