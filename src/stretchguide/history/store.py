"""The history on disk: one file of lines for each machine, all in one folder, so that any file sync can merge machines.

Lines are only ever added. A line is written in one piece under a lock and brought to the disk before it counts as
written; one that cannot be read is left where it is, skipped and counted. Reading looks at the beginning of every line and
at the rest only of those that are asked for: a hundred thousand sessions are summed up in well under a second.
"""

import os
import platform
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from stretchguide.errors import DataError
from stretchguide.history.record import Deletion, Line, Measured, NewerVersionError, Note, Session, line_of, new_letters, read_line

ENDING = ".jsonl"

# As `record.line_of` begins and ends a session. Whatever looks different is read as a whole, which takes longer.
_HEAD = re.compile(
    rb'\{"format":"stretchguide/session","version":1,"id":"([\w-]+)",'
    rb'"began":"(\d{4}-[01]\d-[0-3]\dT[0-9:]{8}[+-][0-9:]{5})","practiced":(\d+(?:\.\d+)?),"'
)
_TAIL = re.compile(rb'.*,"program":"[^"]*"\}\n', re.DOTALL)
_TAIL_LENGTH = 40
_INTERRUPTED = b'"status":"interrupted"'


class Head(NamedTuple):
    """What sums over all sessions need of one. `file` has the rest, from `start` to `end`."""

    id: str
    began: str
    """As `datetime.isoformat` writes it: the first ten characters are the day it began where it began."""
    practiced: float
    file: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Log:
    """Everything that the files say, deletions and double lines taken care of."""

    heads: Collection[Head]
    """Every session, in no order."""
    notes: dict[str, Note]
    """The latest note of each session that has a line of its own for it."""
    measured: tuple[Measured, ...]
    """Every measurement, the oldest first."""
    unreadable: int = 0
    newer: int = 0
    """Lines written by a newer version of the program."""
    problems: tuple[str, ...] = ()
    """Files that could not be read, in sentences."""

    def latest(self, count: int) -> list[Head]:
        """The last sessions, the newest first."""
        if len(self.heads) > count:
            days = sorted(head.began[:10] for head in self.heads)
            return self.since(date.fromisoformat(days[-count]) - _ELSEWHERE)[:count]
        return sorted(self.heads, key=_when, reverse=True)

    def since(self, day: date) -> list[Head]:
        """The sessions of a day and of those after it, the newest first."""
        first = day.isoformat()
        return sorted((head for head in self.heads if head.began >= first), key=_when, reverse=True)

    def sessions(self, heads: Iterable[Head]) -> Iterator[Session]:
        """The sessions as a whole, with their latest notes. What turns out to be no session after all is left out."""
        for head in heads:
            try:
                session = read_line(head.file[head.start : head.end])
            except ValueError:
                continue
            if isinstance(session, Session):
                note = self.notes.get(session.id)
                yield session if note is None else replace(session, note=note.note)


_ELSEWHERE = timedelta(days=2)
"""More than the calendars of two places can be apart."""


def _when(head: Head) -> tuple[datetime, str]:
    try:
        return datetime.fromisoformat(head.began), head.id
    except ValueError:  # a day that is in no calendar
        return datetime.min.replace(tzinfo=UTC), head.id


class Store:
    """The folder of the history. `machine` names the file that this machine writes."""

    def __init__(self, folder: Path, machine: str) -> None:
        self.folder = folder
        self.machine = machine

    @property
    def path(self) -> Path:
        """The file that this machine writes."""
        return self.folder / f"{self.machine}{ENDING}"

    def append(self, *lines: Line) -> None:
        """Add lines, and bring them to the disk. Without any, only find out whether that is possible.

        Raises:
            DataError: it cannot be written; nothing of the line is.
        """
        try:
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True, exist_ok=True)
                self.folder.chmod(0o700)
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                with locked(handle):
                    for line in lines:
                        _add(handle, line_of(line).encode())
            finally:
                os.close(handle)
            _sync_folder(self.folder)
        except OSError as error:
            raise DataError(f"{self.path}: cannot be written: {error.strerror or error}.") from None

    def log(self) -> Log:
        """Everything there is. Files of other machines are read as well as our own."""
        heads: list[Head] = []
        others: list[Line] = []
        unreadable = newer = 0
        problems: list[str] = []
        for path in self._files(problems):
            try:
                data = path.read_bytes()
            except OSError as error:
                problems.append(f"{path}: cannot be read: {error.strerror or error}. It is left out.")
                continue
            for start, end in _heads(data, heads):
                try:
                    other = read_line(data[start:end])
                except NewerVersionError:
                    newer += 1
                except ValueError:
                    unreadable += bool(data[start:end].strip())
                else:
                    if isinstance(other, Session):
                        heads.append(Head(other.id, other.began.isoformat(timespec="seconds"), other.practiced, data, start, end))
                    else:
                        others.append(other)
        gone = {other.id for other in others if isinstance(other, Deletion)}
        notes: dict[str, Note] = {}
        for note in sorted((other for other in others if isinstance(other, Note)), key=lambda note: note.at):
            notes[note.session] = note
        measured = {other.id: other for other in others if isinstance(other, Measured) and other.id not in gone}
        return Log(
            _each_once(heads, gone),
            notes,
            tuple(sorted(measured.values(), key=lambda one: (one.at, one.id))),
            unreadable,
            newer,
            tuple(problems),
        )

    def _files(self, problems: list[str]) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir() if path.suffix == ENDING and path.is_file())
        except FileNotFoundError:
            return []
        except OSError as error:
            problems.append(f"{self.folder}: cannot be read: {error.strerror or error}.")
            return []


def _heads(data: bytes, heads: list[Head]) -> list[tuple[int, int]]:
    """Add the beginning of every session to the heads. Gives where the lines are that are not as this program writes sessions."""
    others: list[tuple[int, int]] = []
    add, find, head = heads.append, data.find, _HEAD.match
    tails: set[bytes] = set()  # sound ones: there are few, and most lines end in one of them
    holes = b"\0" in data  # a power cut can leave them, and they are in no sound line
    start, length = 0, len(data)
    while start < length:
        end = find(b"\n", start) + 1 or length
        found = head(data, start)
        tail = data[end - _TAIL_LENGTH : end]
        if tail not in tails and _TAIL.fullmatch(tail):
            tails.add(tail)
        if found is None or tail not in tails or (holes and find(b"\0", start, end) >= 0):
            others.append((start, end))
        else:
            id, began, practiced = found.groups()
            add(Head(id.decode(), began.decode(), float(practiced), data, start, end))
        start = end
    return others


def _each_once(heads: list[Head], gone: Collection[str]) -> Collection[Head]:
    """Each session once, without the deleted ones.

    A session that was resumed has a second line, and a copy made by a sync has every line twice.
    """
    once = {head.id: head for head in heads}
    if len(once) < len(heads):
        for head in heads:
            if _weight(head) > _weight(once[head.id]):
                once[head.id] = head
    for id in gone:
        once.pop(id, None)
    return once.values()


def _weight(head: Head) -> tuple[float, bool]:
    """Which of two lines of one session knows more of it."""
    return head.practiced, head.file.find(_INTERRUPTED, head.start, head.end) < 0


def _add(handle: int, line: bytes) -> None:
    """Write a line at the end, after a line break where the one before was cut off."""
    size = os.fstat(handle).st_size
    torn = False
    if size:
        os.lseek(handle, size - 1, os.SEEK_SET)
        torn = os.read(handle, 1) != b"\n"
    data = (b"\n" if torn else b"") + line + b"\n"
    try:
        written = os.write(handle, data)
        if written < len(data):
            raise OSError(28, "No space left on device")
        os.fsync(handle)
    except OSError:
        with suppress(OSError):
            os.ftruncate(handle, size)
        raise


def _sync_folder(folder: Path) -> None:
    """Bring the name of a new file to the disk, where the system knows how to."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def locked(handle: int) -> Iterator[None]:
        """Nobody else who asks writes to the file in the meantime."""
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

    def try_lock(handle: int) -> bool:
        """Take the lock of a file until it is closed; false if somebody has it."""
        try:
            os.lseek(handle, 0x7FFFFFFF, os.SEEK_SET)  # behind what is written, which stays readable
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    @contextmanager
    def locked(handle: int) -> Iterator[None]:
        """Nobody else who asks writes to the file in the meantime. Some network disks know no locks: then single writes must do."""
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield
        finally:
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_UN)

    def try_lock(handle: int) -> bool:
        """Take the lock of a file until it is closed; false if somebody has it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            pass
        return True


def machine_name(state: Path | None) -> str:
    """What this machine is called in the history: its name, and letters made once, because names repeat.

    `state` is a folder that is not shared with other machines. Without one, the name alone has to do.
    """
    name = re.sub(r"[^a-z0-9]+", "-", platform.node().split(".")[0].lower()).strip("-")[:30] or "machine"
    if state is None:
        return name
    path = state / "machine"
    for _ in range(2):
        with suppress(OSError, ValueError):
            letters = path.read_text(encoding="ascii").strip()
            if re.fullmatch(r"[a-z0-9]{6}", letters):
                return f"{name}-{letters}"
            break
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="ascii") as file:
                file.write(new_letters() + "\n")
    return name
