"""The terminal bell: one ring to start, two to stop or change sides, three at the end of the session."""

from collections.abc import Callable, Sequence
from typing import TextIO

from stretchguide.session.player import Event, EventKind, State, Status
from stretchguide.session.run import Clock
from stretchguide.timeline import PhaseKind

BELL = "\a"
RING_GAP = 0.22
"""Seconds between rings, so that a terminal does not run them together."""

START, SWITCH, END = 1, 2, 3


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
            rings = _rings(event, state)
            if event.kind is EventKind.HURT:
                self._due = 0  # nothing rings on while somebody is in pain
            if rings:
                self._due, self._next = rings, self._clock()
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


def _rings(event: Event, state: State) -> int:
    match event.kind:
        case EventKind.FINISHED:
            return END
        case EventKind.RESUMED if event.phase.kind.is_work:
            return START
        case EventKind.PHASE if state.status is Status.PAUSED or state.status is Status.LEAD_IN:
            return 0
        case EventKind.PHASE if event.phase.kind.is_work:
            return START
        case EventKind.PHASE if event.phase.kind in (PhaseKind.SWITCH, PhaseKind.REST, PhaseKind.READY) and event.at > 0:
            return SWITCH
    return 0
