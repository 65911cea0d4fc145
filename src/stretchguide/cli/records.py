"""Where the history of this machine is, and the sessions that were broken off."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from stretchguide.errors import DataError
from stretchguide.history.left import Left, left_behind, mark_recorded
from stretchguide.history.record import Status
from stretchguide.history.store import Store, machine_name
from stretchguide.settings import data_folder, state_folder

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
