"""What a session tells without words: the same signals for tones, for the bell, and in a recording."""

from enum import StrEnum

from stretchguide.session.player import Event, EventKind, State, Status
from stretchguide.timeline import Cue, CueKind, Phase, PhaseKind


class Signal(StrEnum):
    """A signal, told apart without looking."""

    START = "start"
    HALFWAY = "halfway"
    COUNT = "count"
    SWITCH = "switch"
    PAUSE = "pause"
    END = "end"


def of_phase(phase: Phase) -> Signal | None:
    """The signal that begins a phase: work starts, something else comes, or the session waits. None opens the session."""
    if phase.kind.is_work:
        return Signal.START
    if phase.kind is PhaseKind.WAIT:
        return Signal.PAUSE
    return Signal.SWITCH if phase.start > 0 else None


def of_cue(cue: Cue) -> Signal | None:
    """The signal of a cue: halfway, or one of the last seconds."""
    if cue.kind is not CueKind.COUNT:
        return None
    return Signal.HALFWAY if cue.text == "Halfway." else Signal.COUNT


def of_event(event: Event, state: State) -> Signal | None:
    """The signal of something that happened."""
    match event.kind:
        case EventKind.FINISHED:
            return Signal.END
        case EventKind.PAUSED | EventKind.HURT:
            return Signal.PAUSE
        case EventKind.RESUMED if event.phase.kind.is_work:
            return Signal.START
        case EventKind.PHASE if state.status not in (Status.PAUSED, Status.LEAD_IN):
            return of_phase(event.phase)
        case EventKind.CUE if event.cue is not None:
            return of_cue(event.cue)
    return None
