"""What journals tell of sessions that were broken off."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from stretchguide.history.record import Session, read_line
from stretchguide.history.store import try_lock

ENDING = ".journal"

RECORDED = b'{"recorded":true}'
"""The line that says that the history has everything before it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session was left. `ahead` phases are not over, the current one among them; `practiced` is by phase, in timeline seconds."""

    routine: str
    """What was asked for: a name, or the path of a file."""
    ahead: int
    practiced: tuple[float, ...]
    eased: tuple[tuple[int, float, tuple[int, ...]], ...] = ()
    """What was made easier, in order: in which phase, how many seconds into it, and which phases behind it stayed."""


@dataclass(frozen=True, slots=True)
class Left:
    """A session that did not end, as far as its journal tells."""

    path: Path
    session: Session
    place: Place
    recorded: bool
    """Whether the history has it."""


def left_behind(folder: Path) -> Iterator[Left]:
    """The sessions that are over without having ended, the newest last. Empty journals are cleared away."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ENDING)
    except OSError:
        return
    for path in paths:
        with suppress(OSError):
            handle = os.open(path, os.O_RDWR)
            try:
                if not try_lock(handle):
                    continue
                found = _read(path)
            finally:
                os.close(handle)
            if found is not None:
                yield found
            else:
                path.unlink()


def mark_recorded(left: Left) -> None:
    """Note in a journal that the history has its session."""
    with suppress(OSError), left.path.open("ab") as file:
        file.write(b"\n" + RECORDED + b"\n")


def _read(path: Path) -> Left | None:
    """What the last whole line says of the session."""
    recorded = False
    for line in reversed(path.read_bytes().splitlines()):
        if line == RECORDED:
            recorded = True
            continue
        try:
            data = json.loads(line)
            session = read_line(json.dumps(data["session"]))
            place = data["place"]
            if isinstance(session, Session):
                practiced = tuple(float(seconds) for seconds in place["practiced"])
                eased = tuple((int(index), float(elapsed), tuple(map(int, keep))) for index, elapsed, keep in place.get("eased", ()))
                return Left(path, session, Place(str(place["routine"]), int(place["ahead"]), practiced, eased), recorded)
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return None
