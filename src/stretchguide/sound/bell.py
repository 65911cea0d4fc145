"""The terminal bell: one ring to start, two to stop or change sides, three at the end of the session."""

from collections.abc import Callable, Sequence
from typing import TextIO

from stretchguide.session.player import Event, State
from stretchguide.session.run import Clock
from stretchguide.sound.signals import Signal, of_event

BELL = "\a"
RING_GAP = 0.22
"""Seconds between rings, so that a terminal does not run them together."""

RINGS = {Signal.START: 1, Signal.SWITCH: 2, Signal.END: 3}


class Bell:
    """Rings by count. Rings that are still due are made in later rounds of the loop: nothing waits for them."""

    def __init__(self, out: TextIO, clock: Clock) -> None:
        self._out = out
        self._clock = clock
        self._due = 0
        self._next = 0.0

    def show(self, state: State, events: Sequence[Event]) -> None:
        """Ring for what happened, or go on ringing."""
        for event in events:
            signal = of_event(event, state)
            if signal is not None:
                self._due, self._next = RINGS.get(signal, 0), self._clock()  # nothing rings on in a pause
        if state.muted:
            self._due = 0
        if self._due and self._clock() >= self._next:
            self._ring()
            self._next = self._clock() + RING_GAP

    def finish(self, sleep: Callable[[float], None]) -> None:
        """Make the rings that are still due when the loop is over."""
        while self._due:
            sleep(RING_GAP)
            self._ring()

    def _ring(self) -> None:
        self._due -= 1
        self._out.write(BELL)
        self._out.flush()
