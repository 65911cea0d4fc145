"""The only loop: wait for a key or the next moment, let the time that has passed go by, tell the sinks."""

from collections.abc import Callable, Sequence
from typing import Protocol

from stretchguide.session.keymap import keymap
from stretchguide.session.player import Command, Event, HurtChoice, Start, State, begin, press, tick
from stretchguide.timeline import Timeline

FRAME_SECONDS = 0.25
"""How often the sinks see a state when nothing happens."""

GAP_SECONDS = 5.0
"""A longer silence between two rounds of the loop means that nobody was stretching."""

SHORTEST_WAIT = 0.001
"""A wait that is long enough for the clock to move, whatever its rounding."""

SUSPENDED = "suspended"
"""What `Keys.read` gives after the program was stopped and continued."""

Clock = Callable[[], float]
"""Seconds from any fixed moment, never going back."""


class Keys(Protocol):
    """Where keys come from. Waiting for one is how the loop sleeps."""

    def read(self, timeout: float) -> str | None:
        """The name of the next key, or None after `timeout` seconds."""
        ...


class Sink(Protocol):
    """Something that shows or sounds what happens."""

    def show(self, state: State, events: Sequence[Event]) -> None:
        """Take in a new state, and what happened since the last one. Must not block."""
        ...


def run(
    timeline: Timeline,
    *,
    clock: Clock,
    keys: Keys,
    sinks: Sequence[Sink],
    speed: float = 1.0,
    interactive: bool = True,
    muted: bool = False,
    voice: bool | None = None,
    frame: float = FRAME_SECONDS,
    start: Start | None = None,
) -> State:
    """Play a timeline to its end and give the last state. `speed` 2 plays twice as fast; `start` goes on in the middle.

    Time comes from the clock alone: how often keys are pressed changes nothing. A gap pauses the session, and the
    seconds of the gap are not counted; where nobody can press a key, it goes on by itself. The sinks see a state at
    least every `frame` seconds.
    """
    state, events = begin(timeline, interactive=interactive, muted=muted, voice=voice, start=start)
    last = clock()
    frame_due = last
    while True:
        if events or last >= frame_due:
            for sink in sinks:
                sink.show(state, events)
            frame_due = last + frame
        if state.status.is_over:
            return state
        moment = state.until_next
        timeout = frame_due - last if moment is None else min(frame_due - last, moment / speed)
        key = keys.read(max(SHORTEST_WAIT, timeout))
        now = clock()
        passed, last = max(0.0, now - last), now
        events = []
        commands: list[Command | HurtChoice] = []
        if key == SUSPENDED or passed > GAP_SECONDS:
            commands += [Command.SUSPEND] if interactive else [Command.SUSPEND, Command.PAUSE]
        else:
            state, events = tick(state, passed * speed)
        meant = keymap(state.status).get(key or "")
        if meant is not None:
            commands.append(meant)
            frame_due = last
        for command in commands:
            state, happened = press(state, command)
            events = [*events, *happened]
