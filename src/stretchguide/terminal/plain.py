"""The plain sink: one line an event, the same wording every time, nothing that counts seconds."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from stretchguide import wording
from stretchguide.model.units import format_clock, format_duration
from stretchguide.session.keymap import BINDINGS, HURT_BINDINGS
from stretchguide.session.player import Event, EventKind, State
from stretchguide.terminal.hurt import HELP_NOW, hurt_words
from stretchguide.timeline import Phase, PhaseKind, easier_words


class Plain:
    """Writes each event as a line that begins with the time on the timeline."""

    def __init__(self, out: TextIO, emergency: Sequence[str] = ()) -> None:
        """`emergency` holds the signs of one, for the red flags."""
        self._out = out
        self._emergency = emergency
        self._help = False

    def show(self, state: State, events: Sequence[Event]) -> None:
        """Write what happened, and the keys where they were asked for."""
        asked = state.help and not self._help
        self._help = state.help
        for event in events:
            for line in lines(event, state, self._emergency):
                self._write(event.at, line)
        for binding in BINDINGS if asked else ():
            self._write(state.position, f"Key {binding.shown}: {binding.long}.")
        if events or asked:
            self._out.flush()

    def _write(self, at: float, line: str) -> None:
        self._out.write(f"{format_clock(at):>7}  {line}\n")


def lines(event: Event, state: State, emergency: Sequence[str] = ()) -> Iterator[str]:
    """What an event says, in words."""
    match event.kind:
        case EventKind.PHASE:
            yield _phase(event.phase)
        case EventKind.CUE if event.cue is not None and not event.cue.is_second:
            yield event.cue.text
        case EventKind.PAUSED:
            yield "Paused. Press space to go on."
        case EventKind.LEAD_IN:
            yield f"Back into position: {format_duration(state.lead_in)}."
        case EventKind.RESUMED:
            yield "Going on."
        case EventKind.EXTENDED:
            yield f"{wording.label(event.phase)}: {format_duration(event.phase.seconds)} in all."
        case EventKind.MUTED:
            yield "Sound off." if state.muted else "Sound on."
        case EventKind.VOICE if state.voice is None:
            yield f"There is no voice here. {wording.NO_VOICE}"
        case EventKind.VOICE:
            yield "Voice on." if state.voice else "Voice off."
        case EventKind.HURT:
            yield "Something hurts. The clock has stopped. Press a key:"
            for binding in HURT_BINDINGS:
                if binding.choice in state.choices:
                    yield f"{binding.shown}  {binding.short}. {hurt_words(binding.choice, event.phase)}"
        case EventKind.EASED:
            yield f"Ease off. {easier_words(event.phase)}" if not event.phase.eased else f"Ease off. {event.phase.eased}"
        case EventKind.RED_FLAGS:
            yield f"This session ends here. {HELP_NOW}"
            yield from emergency
            yield "Press q to end the session."
        case EventKind.FINISHED:
            yield "Done."
        case EventKind.STOPPED:
            yield "Ended early."


def _phase(phase: Phase) -> str:
    label = wording.label(phase)
    if phase.kind is PhaseKind.WAIT:
        return f"{label}: {phase.say} Press space when you are ready."
    if phase.planned is None or phase.kind in (PhaseKind.REST, PhaseKind.RELAX):
        return f"{label}, {format_duration(phase.seconds)}. {phase.say}"
    parts = [wording.name(phase), wording.side(phase)]
    if phase.sets > 1:
        parts.append(f"set {phase.set} of {phase.sets}")
    if phase.reps:
        parts.append(f"{phase.reps} repetitions")
    parts.append(format_duration(phase.seconds))
    return f"{label}: {', '.join(part for part in parts if part)}. {phase.say}"
