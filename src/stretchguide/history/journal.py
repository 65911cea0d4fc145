"""The journal of a session under way: a file of its own, so that a power cut loses no more than the current phase.

A sink notes where the session is whenever a phase begins. A thread writes it and brings it to the disk, so that a slow
disk never delays a session. The file is locked for as long as the session lives; one that is not was left behind.
"""

import json
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

from stretchguide.errors import DataError
from stretchguide.history.left import ENDING, RECORDED
from stretchguide.history.record import Session, line_of
from stretchguide.history.store import try_lock
from stretchguide.session.player import Event, EventKind, State

CLOSE_SECONDS = 3.0
"""How long the end of a session waits for a disk."""

_NOTED = (
    EventKind.PHASE,
    EventKind.PAUSED,
    EventKind.HURT,
    EventKind.EASED,
    EventKind.RED_FLAGS,
    EventKind.FINISHED,
    EventKind.STOPPED,
)


class Journal:
    """A sink that keeps where a session is. `last` is the newest state it has seen."""

    def __init__(self, folder: Path, id: str, routine: str, describe: Callable[[State], Session]) -> None:
        """Begin a journal.

        Raises:
            DataError: it cannot be written.
        """
        self._path = folder / f"{id}{ENDING}"
        self._routine = routine
        self._describe = describe
        self._waiting: SimpleQueue[State | None] = SimpleQueue()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as error:
            raise DataError(f"{self._path}: cannot be written: {error.strerror or error}.") from None
        try_lock(self._handle)
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def show(self, state: State, events: Sequence[Event]) -> None:
        """Note the state where something began or ended."""
        if any(event.kind in _NOTED for event in events):
            self._waiting.put(state)

    def close(self, *, keep: bool, recorded: bool = False) -> None:
        """End the journal. Kept, it says where to go on, and whether the history has it; otherwise nothing is left of it."""
        self._waiting.put(None)
        self._thread.join(CLOSE_SECONDS)
        with suppress(OSError):
            if keep and recorded:
                os.write(self._handle, b"\n" + RECORDED + b"\n")
            if not self._thread.is_alive():
                os.close(self._handle)
            if not keep:
                self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        while (state := self._waiting.get()) is not None:
            place = {
                "routine": self._routine,
                "ahead": len(state.timeline.phases) - state.index,
                "practiced": [round(seconds, 2) for seconds in state.practiced],
                "eased": [[one.index, one.elapsed, list(one.keep)] for one in state.eased],
            }
            line = f'{{"place":{json.dumps(place)},"session":{line_of(self._describe(state))}}}\n'
            # A disk that is full or gone now may be there for the next phase; the end of the session says if it is not.
            with suppress(OSError):
                os.write(self._handle, line.encode())
                os.fsync(self._handle)
