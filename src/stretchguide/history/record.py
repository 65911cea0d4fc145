"""What the lines of the history say, and how they are written and read. The format is described in docs/history.md.

Every line is one JSON object that names its format and version. Dates and times are those of the place where it was
written, with the distance to UTC, so that a session belongs to the day it began where it began.
"""

import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

VERSION = 1
"""The version of the lines that are written now. Whatever changes it brings a reader for the ones before."""

NOTE_MAX = 400

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class Status(StrEnum):
    """How a session ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    HURT = "hurt"
    """Ended because something hurt."""
    INTERRUPTED = "interrupted"
    """The program, the terminal or the machine went away."""


class Feel(StrEnum):
    """How a person feels after a session, beside before."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class NewerVersionError(ValueError):
    """A line was written by a newer version of the program."""


class Practice(NamedTuple):
    """One stretch of a session. Seconds are real ones of work alone, by the side that worked.

    `muscles` are what the stretch is for. `secondary` ones are pulled on, too, and count toward no dose.
    """

    step: int
    stretch: str
    muscles: tuple[str, ...]
    secondary: tuple[str, ...]
    planned: Mapping[str, float]
    practiced: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Pain:
    """A press of the key for "something hurts": when, where, and what was chosen."""

    at: float
    stretch: str | None
    side: str
    choice: str | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a session when it begins."""

    id: str
    began: datetime
    machine: str
    routine: str
    content: str
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Session:
    """One session. `planned` and `practiced` are the sums of its seconds, both sides counted as they were worked."""

    id: str
    began: datetime
    practiced: float
    planned: float
    status: Status
    routine: str
    content: str
    machine: str
    speed: float
    stretches: tuple[Practice, ...]
    skipped: tuple[int, ...]
    """Steps that were left behind with something of them not done."""
    hurts: tuple[Pain, ...]
    feel: Feel | None
    note: str
    program: str


@dataclass(frozen=True, slots=True)
class Note:
    """A later word on a session. The latest one counts; an empty one takes the note away."""

    session: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """A session or a measurement that counts no longer."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Measured:
    """Values of one measurement by side, in the unit of the measurement."""

    id: str
    at: datetime
    what: str
    values: Mapping[str, float]
    machine: str


Line = Session | Note | Deletion | Measured


# --- making ---------------------------------------------------------------------------------------------------------


def new_id(now: datetime) -> str:
    """An id that sorts by day and that two machines will not both choose."""
    return f"{now:%Y%m%d}-{new_letters()}"


def new_letters() -> str:
    """Six letters and digits that nobody else has; those that look alike are left out."""
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(6))


# --- writing --------------------------------------------------------------------------------------------------------


def line_of(what: Line) -> str:
    """The line that says it, without the line break.

    A session begins with what sums need, in this order, and ends with the version of the program: a line without its
    end was cut off, and the beginning can be read without the rest.
    """
    data: dict[str, object]
    match what:
        case Session():
            data = {
                "id": what.id,
                "began": _written(what.began),
                "practiced": what.practiced,
                "planned": what.planned,
                "status": what.status.value,
                "routine": what.routine,
                "content": what.content,
                "machine": what.machine,
                "speed": what.speed,
                "stretches": [
                    {
                        "step": one.step,
                        "stretch": one.stretch,
                        "muscles": one.muscles,
                        **({"secondary": one.secondary} if one.secondary else {}),
                        "planned": one.planned,
                        "practiced": one.practiced,
                    }
                    for one in what.stretches
                ],
                "skipped": what.skipped,
                "hurts": [{"at": hurt.at, "stretch": hurt.stretch, "side": hurt.side, "choice": hurt.choice} for hurt in what.hurts],
                **({"feel": what.feel.value} if what.feel is not None else {}),
                **({"note": what.note} if what.note else {}),
            }
            name = "session"
            end = {"program": what.program}
        case Note():
            name, data, end = "note", {"session": what.session, "at": _written(what.at), "note": what.note}, {}
        case Deletion():
            name, data, end = "deletion", {"id": what.id, "at": _written(what.at)}, {}
        case Measured():
            name, end = "measured", {}
            data = {"id": what.id, "at": _written(what.at), "what": what.what, "values": what.values, "machine": what.machine}
    return json.dumps({"format": f"stretchguide/{name}", "version": VERSION, **data, **end}, separators=(",", ":"))


def _written(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a moment without its distance to UTC says nothing to another machine")
    return moment.isoformat(timespec="seconds")


# --- reading --------------------------------------------------------------------------------------------------------


def read_line(line: str | bytes) -> Line:
    """What a line says.

    Raises:
        NewerVersionError: it is of a version that this program does not know.
        ValueError: it is no line of a history, or only part of one.
    """
    try:
        data = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(data, dict):
        raise ValueError("not an object")
    name, version = str(data.get("format", "")), data.get("version")
    if not name.startswith("stretchguide/") or not isinstance(version, int):
        raise ValueError("not a line of a history")
    # The readers by version. One of a later version goes beside them, and the old ones stay.
    if version > VERSION:
        raise NewerVersionError(name)
    try:
        match name.removeprefix("stretchguide/"):
            case "session":
                return _session(data)
            case "note":
                return Note(_text(data["session"]), moment_of(data["at"]), _text(data["note"]))
            case "deletion":
                return Deletion(_text(data["id"]), moment_of(data["at"]))
            case "measured":
                values = _seconds(data["values"])
                return Measured(_text(data["id"]), moment_of(data["at"]), _text(data["what"]), values, _text(data["machine"]))
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"something is missing or wrong: {error}") from None
    raise ValueError("not a line of a history")


def moment_of(value: object) -> datetime:
    """A moment with its distance to UTC.

    Raises:
        ValueError: the text says none.
    """
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("a moment without its distance to UTC")
    return moment


def _session(data: Mapping[str, object]) -> Session:
    feel = data.get("feel")
    return Session(
        id=_text(data["id"]),
        began=moment_of(data["began"]),
        practiced=_number(data["practiced"]),
        planned=_number(data["planned"]),
        status=Status(_text(data["status"])),
        routine=_text(data["routine"]),
        content=_text(data["content"]),
        machine=_text(data["machine"]),
        speed=_number(data["speed"]),
        stretches=tuple(
            Practice(
                int(_number(one["step"])),
                _text(one["stretch"]),
                _words(one["muscles"]),
                _words(one.get("secondary", ())),
                _seconds(one["planned"]),
                _seconds(one["practiced"]),
            )
            for one in _objects(data["stretches"])
        ),
        skipped=tuple(int(_number(step)) for step in _list(data["skipped"])),
        hurts=tuple(
            Pain(
                _number(hurt["at"]),
                _text(hurt["stretch"]) if hurt["stretch"] is not None else None,
                _text(hurt["side"]),
                _text(hurt["choice"]) if hurt["choice"] is not None else None,
            )
            for hurt in _objects(data["hurts"])
        ),
        feel=Feel(_text(feel)) if feel is not None else None,
        note=_text(data.get("note", "")),
        program=_text(data["program"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("not a number")
    return value


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise ValueError("not a list")
    return value


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or any(not isinstance(word, str) for word in value):
        raise ValueError("not a list of texts")
    return tuple(value)


def _objects(value: object) -> Iterable[Mapping[str, object]]:
    for one in _list(value):
        if not isinstance(one, dict):
            raise ValueError("not an object")
        yield one


def _seconds(value: object) -> dict[str, float]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    for amount in value.values():
        _number(amount)
    return value
