"""A session while it happens, as JSON lines for status bars and scripts. The format is described in `docs/json.md`."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TextIO

from stretchguide.export.data import VERSION, Json, phase_data
from stretchguide.session.player import Event, State, Status, result


class JsonLines:
    """Writes one JSON object a line: first what is played, then each event that a plain line would tell, last what came of it.

    `now` gives the time of day with its zone. Each line is flushed, so that whoever reads it can act on it.
    """

    def __init__(self, out: TextIO, id: str, now: Callable[[], datetime]) -> None:
        self._out = out
        self._id = id
        self._now = now
        self._state: State | None = None

    def show(self, state: State, events: Sequence[Event]) -> None:
        """Write what happened."""
        if self._state is None:
            self._write(
                {
                    "event": "begin",
                    "format": "stretchguide/events",
                    "version": VERSION,
                    "time": self._time(),
                    "id": self._id,
                    "name": state.timeline.routine.name,
                    "seconds": state.timeline.seconds,
                    "phases": len(state.timeline.phases),
                    "steps": len(state.timeline.stretches),
                }
            )
        self._state = state
        for event in events:
            if event.cue is None or not event.cue.is_second:
                self._write(self._data(event, state))

    def end(self, exit_code: int) -> None:
        """Write how the session ended, and the code the program ends with."""
        if self._state is None:
            return
        practiced = result(self._state)
        self._write(
            {
                "event": "end",
                "time": self._time(),
                "status": self._state.status if self._state.status.is_over else Status.STOPPED,
                "practiced": round(practiced.practiced, 3),
                "planned": practiced.planned,
                "exit_code": exit_code,
            }
        )

    def _data(self, event: Event, state: State) -> Json:
        phase = phase_data(event.phase)
        planned, cue = event.phase.planned, event.cue
        return {
            "event": event.kind,
            "time": self._time(),
            "at": round(event.at, 3),
            "left": round(max(0.0, state.timeline.seconds - event.at), 3),
            "lead_in": state.lead_in,
            "muted": state.muted,
            "phase": {"index": event.index, **{key: phase[key] for key in phase if key not in ("stretch", "step", "cues")}},
            "stretch": {"id": planned.id, "name": planned.stretch.name, "step": planned.number} if planned is not None else None,
            "cue": {"kind": cue.kind, "say": cue.text} if cue is not None else None,
        }

    def _time(self) -> str:
        return self._now().isoformat(timespec="milliseconds")

    def _write(self, data: Json) -> None:
        self._out.write(json.dumps(data) + "\n")
        self._out.flush()
