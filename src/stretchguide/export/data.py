"""JSON, for other programs. The format is described in `docs/json.md`; `version` grows when it changes."""

import json
from collections.abc import Mapping

from stretchguide.model.units import Model
from stretchguide.timeline import Phase, Timeline

VERSION = 1

Json = Mapping[str, object]


def render(value: Json) -> str:
    """JSON text, readable, in ASCII so that no channel on the way can spoil it."""
    return json.dumps(value, indent=2) + "\n"


def timeline_data(id: str, timeline: Timeline) -> Json:
    """A routine with its timeline and every stretch it uses."""
    return {
        "format": "stretchguide/timeline",
        "version": VERSION,
        "id": id,
        "name": timeline.routine.name,
        "summary": timeline.routine.summary,
        "context": timeline.routine.context,
        "level": timeline.routine.level,
        "seconds": timeline.seconds,
        "equipment": list(timeline.equipment),
        "phases": [phase_data(phase) for phase in timeline.phases],
        "stretches": {planned.id: model_data(planned.stretch) for planned in timeline.stretches},
    }


def model_data(model: Model) -> Json:
    """Everything a file says, durations in seconds; what it leaves out is left out."""
    return model.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def phase_data(phase: Phase) -> Json:
    """A phase with what is said in it."""
    data: dict[str, object] = {
        "kind": phase.kind,
        "start": phase.start,
        "seconds": phase.seconds,
        "stretch": phase.planned.id if phase.planned is not None else None,
        "step": phase.planned.number if phase.planned is not None else None,
        "side": phase.side,
        "set": phase.set,
        "sets": phase.sets,
        "say": phase.say,
        "cues": [{"at": cue.at, "kind": cue.kind, "say": cue.text} for cue in phase.cues],
    }
    if phase.reps:
        data["repetitions"] = phase.reps
    return data
