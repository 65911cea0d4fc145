"""Keeping sessions: the journal while one runs, its line in the history when it is over, and where one goes on."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType

from stretchguide.cli.records import NO_FOLDER, journals, open_store
from stretchguide.errors import DataError
from stretchguide.history.journal import Journal
from stretchguide.history.left import Left
from stretchguide.history.record import Beginning, Feel, Session, Status, new_id
from stretchguide.history.result import content_hash, from_result
from stretchguide.history.store import Store
from stretchguide.library.files import Entry, Origin
from stretchguide.session import player
from stretchguide.session.player import Eased, Event, Start, State, eased_again
from stretchguide.timeline import Timeline


def start_of(left: Left, timeline: Timeline) -> Start | None:
    """Where the session goes on, or None if the routine has changed since."""
    if left.session.content != content_hash(timeline):
        return None
    eased = tuple(Eased(*one) for one in left.place.eased)
    try:
        phases = len(eased_again(timeline, eased).phases)
    except (IndexError, StopIteration):  # somebody has edited the journal
        return None
    if not 0 < left.place.ahead <= phases or len(left.place.practiced) != phases:
        return None
    return Start(phases - left.place.ahead, left.place.practiced, eased)


class Keeping:
    """A session that is kept. It is a sink while the session runs; leaving it writes the history, whatever happened.

    A disk that cannot be written is told once, and the session plays on.
    """

    def __init__(self, entry: Entry, timeline: Timeline, *, speed: float, resumed: Left | None = None) -> None:
        self.feel: Feel | None = None
        self._last: State | None = None
        self._told = False
        self._journal: Journal | None = None
        now = datetime.now().astimezone()
        self._store: Store | None = None
        self._missing: DataError | None = None
        try:
            self._store = open_store()
        except DataError as error:
            self._missing = error
        machine = self._store.machine if self._store is not None else ""
        self._beginning = Beginning(new_id(now), now, machine, entry.id, content_hash(timeline), speed)
        if resumed is not None:
            before = resumed.session
            self._beginning = Beginning(before.id, before.began, machine, before.routine, before.content, speed)
        self._routine = str(entry.path.absolute()) if entry.origin is Origin.FILE else entry.id

    def __enter__(self) -> "Keeping":
        """Begin the journal."""
        folder = journals()
        try:
            if self._store is None or folder is None:
                raise self._missing or DataError(NO_FOLDER)
            self._store.append()
            self._journal = Journal(folder, self._beginning.id, self._routine, self._record)
        except DataError as error:
            self._tell(error, "may not be")
        return self

    def show(self, state: State, events: Sequence[Event]) -> None:
        """Take in where the session is."""
        self._last = state
        if self._journal is not None:
            self._journal.show(state, events)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Write the line of the session, and end the journal."""
        if self._last is None:
            if self._journal is not None:
                self._journal.close(keep=False)
            return
        record = self._record(self._last)
        kept = False
        if self._store is not None:
            try:
                self._store.append(record)
                kept = True
            except DataError as problem:
                self._tell(problem, "is not")
        if self._journal is not None:
            self._journal.close(keep=not kept or record.status is Status.INTERRUPTED, recorded=kept)

    def _record(self, state: State) -> Session:
        return from_result(self._beginning, player.result(state), state.timeline, status=_status(state), feel=self.feel)

    def _tell(self, error: DataError, how: str) -> None:
        if self._told:
            return
        self._told = True
        with suppress(OSError):
            print(f"{error} This session {how} in your history. Free some space, or see to the folder.", file=sys.stderr)


def _status(state: State) -> Status:
    if state.status is player.Status.FINISHED:
        return Status.FINISHED
    if player.result(state).hurt or state.status in (player.Status.HURT, player.Status.RED_FLAGS):
        return Status.HURT
    return Status.STOPPED if state.status is player.Status.STOPPED else Status.INTERRUPTED
