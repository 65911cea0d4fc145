"""Keeping sessions: the journal while one runs, its line in the history when it is over, and what was left behind."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from stretchguide.errors import DataError
from stretchguide.history.journal import Journal, Left, left_behind, mark_recorded
from stretchguide.history.record import Beginning, Feel, Session, Status, content_hash, from_result, new_id
from stretchguide.history.store import Store, machine_name
from stretchguide.library.files import Entry, Origin
from stretchguide.session import player
from stretchguide.session.player import Event, Start, State
from stretchguide.settings import data_folder, state_folder
from stretchguide.timeline import Timeline

OFFERED_FOR = timedelta(hours=12)
"""How long a session that was broken off is offered again. Later, '--resume' still goes on with it."""

NO_FOLDER = "There is no folder for the history on this system."


def open_store() -> Store:
    """The history of this machine.

    Raises:
        DataError: the system has no folder for it.
    """
    folder = data_folder()
    if folder is None:
        raise DataError(f"{NO_FOLDER} Set HOME, then try again.")
    return Store(folder / "history", machine_name(state_folder()))


def journals() -> Path | None:
    """Where the sessions under way are noted."""
    folder = state_folder()
    return folder / "running" if folder is not None else None


def recover(store: Store) -> list[Left]:
    """Put the sessions that were broken off into the history. Those that can go on are given, the newest last."""
    folder = journals()
    left: list[Left] = []
    for one in left_behind(folder) if folder is not None else ():
        if not one.recorded:
            try:
                store.append(one.session)
            except DataError:
                continue  # the journal stays, and the next time is another chance
            mark_recorded(one)
        if one.session.status is Status.INTERRUPTED:
            left.append(one)
        else:
            forget(one)
    left.sort(key=lambda one: one.session.began)
    # Only the last one can go on: the others are in the history.
    for one in left[:-1]:
        forget(one)
    return left[-1:]


def forget(left: Left) -> None:
    """Remove the journal of a session that the history has."""
    with suppress(OSError):
        left.path.unlink()


def is_fresh(left: Left) -> bool:
    """Whether a session was broken off so lately that going on makes sense without being asked for."""
    return abs(datetime.now().astimezone() - left.session.began) < OFFERED_FOR


def start_of(left: Left, timeline: Timeline) -> Start | None:
    """Where the session goes on, or None if the routine has changed since, or an easier stretch took a place in it."""
    phases = len(timeline.phases)
    if left.session.content != content_hash(timeline) or not 0 < left.place.ahead <= phases:
        return None
    if len(left.place.practiced) != phases:
        return None
    return Start(phases - left.place.ahead, left.place.practiced)


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
        self._store = Store(data / "history", machine_name(state_folder())) if (data := data_folder()) is not None else None
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
                raise DataError(NO_FOLDER)
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
