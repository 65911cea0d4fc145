"""Playing sound files with what the system has."""

import sys
from collections.abc import Callable
from pathlib import Path

from stretchguide.session.run import Clock
from stretchguide.sound.children import Channel, Errand

PROBE_SECONDS = 4.0
"""A player that takes longer for a moment of silence is stuck."""

FAILURES_MOST = 4
"""After so many failures in a row there is no sound device any more. Some can play one sound at a time: the count under the
last words of a set-up is no proof."""

_WINSOUND = "import sys, winsound; winsound.PlaySound(sys.argv[1], winsound.SND_FILENAME)"

PLAYERS: dict[str, Callable[[str, Path], list[str]]] = {
    "pw-play": lambda program, path: [program, str(path)],
    "paplay": lambda program, path: [program, str(path)],
    "aplay": lambda program, path: [program, "-q", str(path)],
    "afplay": lambda program, path: [program, str(path)],
}
"""Programs that play a WAV file and end with it, the best one first."""


def find(which: Callable[[str], str | None], platform: str = sys.platform) -> list[Callable[[Path], list[str]]]:
    """Every player there is, as what makes its arguments from a file."""

    def player(name: str, program: str) -> Callable[[Path], list[str]]:
        return lambda path: PLAYERS[name](program, path)

    if platform == "win32":
        return [lambda path: [sys.executable, "-P", "-c", _WINSOUND, str(path)]]
    return [player(name, program) for name in PLAYERS if (program := which(name)) is not None]


class Speaker:
    """The loudspeaker, as far as we know: whether a player works is found out in the background, and noticed when it stops."""

    def __init__(self, players: list[Callable[[Path], list[str]]], clock: Clock) -> None:
        self._players = players
        self._clock = clock
        self._player: Callable[[Path], list[str]] | None = None
        self._failures = 0
        self.dead = not players
        """Whether there is nothing to play with."""

    def probe(self, silence: Path, errand: Errand) -> None:
        """Find the first player that plays a file of silence. Takes its time: not for the loop."""
        for player in self._players:
            if errand.run(player(silence), "", PROBE_SECONDS):
                self._player = player
                return
        self.dead = True

    @property
    def ready(self) -> bool:
        """Whether sound comes out, as far as we know."""
        return self._player is not None and not self.dead

    def play(self, channel: Channel, path: Path, seconds: float) -> None:
        """Play a file on a channel, if there is anything to play it with."""
        if self._player is not None and not self.dead:
            channel.play(self._player(path), seconds, self._note)

    def _note(self, good: bool) -> None:
        self._failures = 0 if good else self._failures + 1
        self.dead = self._failures >= FAILURES_MOST
