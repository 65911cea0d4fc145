"""What a voice says during a phase, and when: pure, from the phase alone.

Lines never overlap each other, and each ends before its phase does. They keep clear of the tones, too; only what a phase
begins with and the set-up may run into the count where there is no other room. How long a line takes is asked for, so that
the same rules hold for rendered files and for estimates.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import product
from math import inf

from stretchguide import wording
from stretchguide.model.anatomy import Side, Sides
from stretchguide.model.hearing import Cues
from stretchguide.model.units import format_duration
from stretchguide.sound import tones
from stretchguide.sound.signals import Signal, of_cue, of_phase
from stretchguide.sound.spoken import Cut, phrasings, spoken
from stretchguide.timeline import CueKind, Phase, PhaseKind, for_side

GAP = 0.2
"""Seconds of quiet between two lines, and between a line and a tone."""

LATE = 2.0
"""A cue that cannot begin this soon after its moment is dropped, in seconds."""

PAUSED, DONE = "Paused.", "The session is done."

Length = Callable[[str], float]
"""How many seconds a spoken text takes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A spoken text due `at` seconds into its phase. It takes `seconds`, and may begin no later than `until`."""

    at: float
    text: str
    seconds: float
    until: float


class _Rank(IntEnum):
    """What gets its place first."""

    OPENING = 0
    SAFETY = 1
    SETUP = 2
    GUIDE = 3
    HALFWAY = 4
    SIDE = 5
    BREATHING = 6
    STEP = 7


@dataclass(frozen=True, slots=True)
class _Wish:
    """A line that is wanted. One in a `chain` comes after the one before it."""

    rank: _Rank
    text: str
    at: float = 0.0
    late: float = LATE
    chain: bool = False
    cut: Cut = Cut.CLAUSES
    otherwise: str = ""
    """What to say if there is no room for it."""


@dataclass(frozen=True, slots=True)
class _Room:
    """Where a line may be: before `end`, and clear of `tones`, each from and to."""

    end: float
    tones: tuple[tuple[float, float], ...]


def lines(
    phase: Phase,
    level: Cues,
    length: Length,
    *,
    speed: float = 1.0,
    first: Sequence[str] = (),
    begin: float = 0.0,
    said: Set[str] = frozenset(),
) -> tuple[Line, ...]:
    """The lines of a phase in the order they are spoken. `first` are texts that have to come before them.

    `speed` is how many seconds of the timeline pass in one second: speech does not get faster with it. Where a phase is under
    way, nothing is placed before `begin`, and what was `said` by then is not said again.
    """
    gap = GAP * speed
    clear, over = _rooms(phase, speed)
    taken: list[tuple[float, float]] = []
    placed: list[tuple[_Wish, _Room, Line]] = []
    behind = 0.0
    wishes = [*(_Wish(_Rank.OPENING, text, late=inf, chain=True) for text in first), *_wishes(phase, level)]
    for wish in sorted(wishes, key=lambda wish: wish.rank):
        words = [*phrasings(spoken(wish.text), wish.cut), *phrasings(spoken(wish.otherwise))]
        if wish.at < begin and not said.isdisjoint(words):
            continue
        earliest = max(wish.at, begin, behind if wish.chain else 0.0)
        for text, room in product(words, (clear, over) if wish.rank in (_Rank.OPENING, _Rank.SETUP) else (clear,)):
            seconds = length(text) * speed
            at = _free([*taken, *room.tones], seconds, earliest, wish.at + wish.late * speed, room.end, gap)
            if at is not None:
                placed.append((wish, room, Line(at, text, seconds, at)))
                taken.append((at, at + seconds))
                behind = at + seconds if wish.chain else behind
                break
    found = [replace(line, until=_until(wish, room, line, taken, speed)) for wish, room, line in placed]
    return tuple(sorted(found, key=lambda line: line.at))


def opening(phase: Phase) -> str:
    """The name of what is done and its side, as spoken when a phase begins, or is gone back to."""
    if phase.planned is None:
        return spoken(phase.say)
    name = phase.planned.stretch.name
    return spoken(name if phase.side is Side.BOTH else f"{name}, {phase.side} side")


def _wishes(phase: Phase, level: Cues) -> Iterator[_Wish]:
    more, most = level is not Cues.FEW, level is Cues.FULL
    stretch = phase.planned.stretch if phase.planned is not None else None
    match phase.kind:
        case PhaseKind.READY:
            yield _Wish(_Rank.OPENING, opening(phase), late=inf, chain=True)
            if more:
                yield _Wish(_Rank.SETUP, phase.say, late=inf, chain=True)
            if most and stretch is not None:
                for step in stretch.steps:
                    yield _Wish(_Rank.STEP, for_side(step, phase.side), late=inf, chain=True, cut=Cut.NONE)
        case PhaseKind.HOLD | PhaseKind.MOVE:
            dose = f"{phase.reps} repetitions" if phase.reps else format_duration(phase.seconds)
            yield _Wish(_Rank.OPENING, f"{wording.label(phase)}, {dose}." if more else wording.label(phase), chain=True)
            if most:
                yield _Wish(_Rank.BREATHING, phase.say, late=10.0, chain=True)
        case PhaseKind.CONTRACT:
            turn = f"{phase.side} side." if stretch is not None and stretch.sides is Sides.ALTERNATING else ""
            word = turn or wording.label(phase)
            yield _Wish(_Rank.OPENING, f"{turn} {phase.say}" if more else word, otherwise=word)
        case PhaseKind.SWITCH:
            yield _Wish(_Rank.OPENING, f"Switch to the {phase.side}.")
        case _:
            yield _Wish(_Rank.OPENING, phase.say, late=inf if phase.kind is PhaseKind.WAIT else LATE)
    for cue in phase.cues:
        match cue.kind:
            case CueKind.SAFETY:
                yield _Wish(_Rank.SAFETY, cue.text, cue.at, cut=Cut.SENTENCES)
            case CueKind.GUIDE if more:
                yield _Wish(_Rank.GUIDE, cue.text, cue.at)
            case CueKind.COUNT if more and of_cue(cue) is Signal.HALFWAY:
                yield _Wish(_Rank.HALFWAY, cue.text, cue.at)
            case CueKind.SIDE if most:
                yield _Wish(_Rank.SIDE, cue.text, cue.at)


def _rooms(phase: Phase, speed: float) -> tuple[_Room, _Room]:
    """All there is but the tones: once before the count, and once with the count taken for room."""
    opened = of_phase(phase)
    sounding = [] if opened is None else [(0.0, opened)]
    sounding += [(cue.at, signal) for cue in phase.cues if (signal := of_cue(cue)) is not None]
    end = inf if phase.kind is PhaseKind.WAIT else phase.seconds
    counts = [at for at, signal in sounding if signal is Signal.COUNT]
    kept = tuple((at, at + tones.seconds(signal) * speed) for at, signal in sounding if signal is not Signal.COUNT)
    return _Room(min([end, *counts]) - GAP * speed, kept), _Room(end - GAP * speed, kept)


def _free(taken: Sequence[tuple[float, float]], seconds: float, first: float, last: float, end: float, gap: float) -> float | None:
    """The first moment from `first` to `last` with `seconds` of room and a gap on both sides, before `end`; or None."""
    for at in sorted({first, *(over + gap for _, over in taken if over + gap > first)}):
        if at > last or at + seconds > end:
            return None
        if all(at + seconds + gap <= begin or at >= over + gap for begin, over in taken):
            return at
    return None


def _until(wish: _Wish, room: _Room, line: Line, taken: Sequence[tuple[float, float]], speed: float) -> float:
    """The latest moment at which a line is still on time and in nobody's way."""
    following = min([room.end, *(begin - GAP * speed for begin, _ in [*taken, *room.tones] if begin > line.at)])
    return max(line.at, min(wish.at + wish.late * speed, following - line.seconds))
