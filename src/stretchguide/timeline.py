"""A routine expanded into a flat list of phases: the one source of everything that is seen, heard and exported.

Sides, sets, lead-ins, transitions, halfway marks and 3-2-1 counts are worked out here and nowhere else.
All times are in seconds. Nothing here knows a clock.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from stretchguide.model.anatomy import Context, Equipment, Method, Position, Side, Sides
from stretchguide.model.routine import RestStep, Routine, StretchStep, WaitStep
from stretchguide.model.stretch import Dose, Stretch
from stretchguide.model.units import PHASE_SECONDS_MAX

REST_SECONDS = 5.0
"""Rest between sets, and between the pushes of an isometric stretch, where the file names none."""

HALFWAY_FROM = 20.0
"""Work phases at least this long say when half of the time is over."""

COUNT_FROM = 10.0
"""Work phases at least this long count down their last three seconds."""

CUE_GAP = 4.0
"""The least distance of the safety cue from any other cue."""

COME_BACK = "Do less: come back a little, to where nothing hurts."
"""How to make any stretch easier, where its file knows no better."""


class PhaseKind(StrEnum):
    """What a person does during a phase."""

    READY = "ready"
    HOLD = "hold"
    MOVE = "move"
    CONTRACT = "contract"
    RELAX = "relax"
    SWITCH = "switch"
    REST = "rest"
    WAIT = "wait"

    @property
    def is_work(self) -> bool:
        """Whether its seconds count as practiced."""
        return self in (PhaseKind.HOLD, PhaseKind.MOVE, PhaseKind.CONTRACT)


class CueKind(StrEnum):
    """What a cue is for."""

    GUIDE = "guide"
    SAFETY = "safety"
    COUNT = "count"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class Cue:
    """A line due `at` seconds after the start of its phase."""

    at: float
    text: str
    kind: CueKind

    @property
    def is_second(self) -> bool:
        """Whether it counts a second, 3, 2 or 1: a sound says that better than a line."""
        return self.kind is CueKind.COUNT and self.text.isdigit()


@dataclass(frozen=True, slots=True)
class Planned:
    """A stretch as this routine does it: its full dose, and its number among the stretches of the routine, from 1."""

    id: str
    number: int
    stretch: Stretch
    dose: Dose
    easier: "Planned | None" = None
    """The stretch that can take over if this one hurts: its own dose, in as many sets. Not every stretch has one."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A span of the session in which one thing is done. `start` and `seconds` place it; a wait has no length."""

    kind: PhaseKind
    planned: Planned | None
    side: Side
    set: int
    sets: int
    start: float
    seconds: float
    say: str
    """The line due when the phase begins."""
    cues: tuple[Cue, ...] = ()
    tempo: float | None = None
    """Seconds of one repetition, in a `move` phase."""
    eased: str = ""
    """How to make it easier, once that was asked for."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.seconds <= 0 and self.kind is not PhaseKind.WAIT

    @property
    def end(self) -> float:
        """Where the next phase begins, in seconds from the start of the session."""
        return self.start + self.seconds

    @property
    def reps(self) -> int:
        """Repetitions in a `move` phase, 0 in others."""
        return round(self.seconds / self.tempo) if self.tempo else 0


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that belong to the person rather than to the routine."""

    lead_in: float = 5.0
    """Time to settle before each stretch, on top of the time to change position."""
    opening: float = 5.0
    """Further time before the first stretch."""
    pace: float = 1.0
    """How many times longer changing position and changing sides take."""
    switch: float | None = None
    """Time to change sides; None is what the position needs."""


STANDARD = Timing()
"""The times where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole session: phases that follow each other without a gap from 0 on."""

    routine: Routine
    stretches: tuple[Planned, ...]
    phases: tuple[Phase, ...]
    timing: Timing = STANDARD

    @property
    def seconds(self) -> float:
        """Length of the session."""
        return self.phases[-1].end

    @property
    def equipment(self) -> tuple[Equipment, ...]:
        """What has to be at hand, in the order it is needed."""
        return tuple(dict.fromkeys(item for planned in self.stretches for item in planned.stretch.equipment))


def compile(routine: Routine, stretches: Mapping[str, Stretch], timing: Timing = STANDARD) -> Timeline:
    """Expand a routine into its timeline. The same input always gives the same timeline.

    `stretches` holds every stretch the routine names, by id, and may hold the easier ones those name; doses that do not
    fit a method are the loader's business.

    Raises:
        KeyError: a stretch is missing.
    """
    planned: list[Planned] = []
    phases: list[Phase] = []
    position: Position | None = None
    for step in routine.steps:
        match step:
            case RestStep():
                drafts = [_plain(PhaseKind.REST, step.rest, step.say or "Rest.")]
            case WaitStep():
                drafts = [_plain(PhaseKind.WAIT, 0.0, step.wait)]
            case _:
                stretch = stretches[step.stretch]
                current = _planned(step, len(planned) + 1, stretches)
                planned.append(current)
                moving = timing.opening if position is None else transition(position, stretch.position, routine.context)
                drafts = _drafted(current, _order(current), timing.lead_in + moving * timing.pace, timing)
                position = stretch.position
        phases += drafts
    return Timeline(routine, tuple(planned), _placed([_marked(phase) for phase in phases]), timing)


def transition(before: Position, after: Position, context: Context = Context.ANY) -> float:
    """Seconds to get from one position into another: practical estimates, with one breath to spare."""
    if after.on_floor and not before.on_floor:
        return 15.0
    if before.on_floor and not after.on_floor:
        return 10.0 if (before, after) == (Position.HALF_KNEELING, Position.STANDING) else 20.0
    if before is after:
        return 4.0 if context is Context.DESK else 6.0
    return 8.0


def switch_seconds(position: Position) -> float:
    """Seconds to change sides in a position."""
    return {Position.SIDE_LYING: 10.0, Position.HALF_KNEELING: 8.0}.get(position, 5.0)


def for_side(text: str, side: Side) -> str:
    """The text for the side that works. Files are written for the left side; for the right, the two words change places."""
    if side is not Side.RIGHT:
        return text
    return re.sub(r"\b(left|right)\b(?! angle)", lambda found: _mirror(found[0]), text, flags=re.IGNORECASE)


def extend(timeline: Timeline, index: int, seconds: float, *, elapsed: float) -> Timeline:
    """The timeline with phase `index` made longer, or shorter where `seconds` is negative.

    `elapsed` seconds of the phase are over: it never gets shorter than that, nor longer than 30 minutes, and marks
    already passed stay as they were. Everything after it moves along.
    """
    phase = timeline.phases[index]
    length = min(max(phase.seconds + seconds, elapsed), max(PHASE_SECONDS_MAX, phase.seconds))
    longer = replace(phase, seconds=length)
    past = tuple(cue for cue in phase.cues if cue.at <= elapsed)
    passed = {cue.text for cue in past if cue.kind is CueKind.COUNT}
    written = tuple(cue for cue in phase.cues if cue.kind is not CueKind.COUNT and elapsed < cue.at < length)
    marks = tuple(cue for cue in _marks(longer) if cue.at > elapsed and not (cue.text == "Halfway." and cue.text in passed))
    changed = replace(longer, cues=_sorted(past + written + marks))
    return replace(timeline, phases=_placed([*timeline.phases[:index], changed, *timeline.phases[index + 1 :]]))


def easier_words(phase: Phase) -> str:
    """How to make the stretch of a phase easier, in the words of its file. Where those do not help, it is to do less."""
    easier = phase.planned.stretch.easier if phase.planned is not None else None
    words = for_side(easier.say, phase.side) if easier is not None else COME_BACK
    return words if words != phase.eased else COME_BACK


def behind(timeline: Timeline, index: int) -> int:
    """Where the step of phase `index` is over: the first phase of another step, or the number of phases if it is the last."""

    def number(phase: Phase) -> int | None:
        return phase.planned.number if phase.planned is not None else None

    phases = timeline.phases
    return next((i for i in range(index, len(phases)) if number(phases[i]) != number(phases[index])), len(phases))


def ease(timeline: Timeline, index: int, *, elapsed: float, keep: Collection[int] = ()) -> Timeline:
    """The timeline with the stretch of phase `index` made easier, `elapsed` seconds into that phase.

    Where an easier stretch is planned, phase `index` ends here. Time to get ready follows, and the easier stretch for the
    sets and sides not done yet. Of the phases it takes the place of, those in `keep` stay, with nothing left to do. Where
    there is only advice, the phases stay as they are: the advice takes the place of what they say and of their guiding cues.
    """
    phases = timeline.phases
    phase, planned = phases[index], phases[index].planned
    if planned is None:
        return timeline
    if planned.easier is None:
        words = for_side(easier_words(phase), phase.side)  # as a file has them, for the left side
        return replace(timeline, phases=tuple(_advised(other, words) if other.planned is planned else other for other in phases))
    timing = timeline.timing
    easier, context, rest = planned.easier, timeline.routine.context, behind(timeline, index)

    def change(before: Planned, after: Planned) -> float:
        return transition(before.stretch.position, after.stretch.position, context) * timing.pace

    cut = replace(phase, seconds=elapsed, cues=tuple(cue for cue in phase.cues if cue.at <= elapsed))
    kept = [replace(phases[i], seconds=0.0, cues=()) for i in range(index + 1, rest) if i in keep]
    ready = timing.lead_in + change(planned, easier)
    drafts = [_marked(draft) for draft in _drafted(easier, _left_of(planned, phase, easier), ready, timing)]
    eased = replace(timeline, phases=_placed([*phases[:index], cut, *kept, *drafts, *phases[rest:]]))
    for place in range(index + 1 + len(kept) + len(drafts), len(eased.phases)):
        following = eased.phases[place].planned
        if following is not None:  # time to get there was planned from the position of the stretch that was left
            return extend(eased, place, max(0.0, change(easier, following) - change(planned, following)), elapsed=0.0)
    return eased


def _advised(phase: Phase, words: str) -> Phase:
    words = for_side(words, phase.side)
    cues = tuple(cue for cue in phase.cues if cue.kind is not CueKind.GUIDE)
    return replace(phase, say=words if phase.kind.is_work else phase.say, cues=cues, eased=words)


def _left_of(planned: Planned, phase: Phase, easier: Planned) -> list[tuple[int, Side]]:
    """The sets and sides of a stretch that are not done yet in one of its phases, in the order an easier one does them."""
    order = _order(planned)
    done = next(i for i, (number, side) in enumerate(order) if number == phase.set and side in (phase.side, Side.BOTH))
    left = order[done:]
    sets = dict.fromkeys(number for number, _ in left)
    if easier.stretch.sides is not Sides.EACH:
        return [(number, Side.BOTH) for number in sets]
    if planned.stretch.sides is not Sides.EACH:
        return [(number, side) for number, side in _order(easier) if number in sets]
    if _keeps_side(easier.stretch):
        return sorted(left, key=lambda turn: turn[1] is not left[0][1])
    return left


def _mirror(word: str) -> str:
    other = "right" if word.lower() == "left" else "left"
    if word.isupper():
        return other.upper()
    return other.capitalize() if word[0].isupper() else other


def _plain(kind: PhaseKind, seconds: float, say: str) -> Phase:
    return Phase(kind, None, Side.BOTH, 1, 1, 0.0, seconds, say)


def _order(planned: Planned) -> list[tuple[int, Side]]:
    """Sets and sides in the order they are done: sides take turns, unless changing them costs the position."""
    sets = range(1, (planned.dose.sets or 1) + 1)
    if planned.stretch.sides is not Sides.EACH:
        return [(number, Side.BOTH) for number in sets]
    sides = (Side.LEFT, Side.RIGHT)
    if _keeps_side(planned.stretch):
        return [(number, side) for side in sides for number in sets]
    return [(number, side) for number in sets for side in sides]


def _keeps_side(stretch: Stretch) -> bool:
    """Whether one side does all its sets before the other one."""
    return stretch.position is Position.SIDE_LYING or stretch.method in (Method.PNF, Method.ISOMETRIC)


def _planned(step: StretchStep, number: int, stretches: Mapping[str, Stretch]) -> Planned:
    stretch = stretches[step.stretch]
    dose = step.dose.over(stretch.dose)
    named = stretch.easier.stretch if stretch.easier is not None else None
    if named is None or named not in stretches:
        return Planned(step.stretch, number, stretch, dose)
    other = stretches[named]
    easier = Planned(named, number, other, Dose.model_construct(sets=dose.sets or 1).over(other.dose))
    return Planned(step.stretch, number, stretch, dose, easier)


def _drafted(planned: Planned, order: Sequence[tuple[int, Side]], ready: float, timing: Timing) -> list[Phase]:
    """The phases of one stretch for some sets and sides, after `ready` seconds to get ready; not yet placed in time."""
    return _with_safety(planned, list(_stretch_phases(planned, order, ready, timing)))


def _marked(phase: Phase) -> Phase:
    return replace(phase, cues=_sorted(phase.cues + _marks(phase)))


def _stretch_phases(planned: Planned, order: Sequence[tuple[int, Side]], ready: float, timing: Timing) -> Iterator[Phase]:
    stretch, dose = planned.stretch, planned.dose
    sets = dose.sets or 1
    rest = dose.rest if stretch.method is not Method.ISOMETRIC else None

    number, first = order[0]
    side_first = (Cue(max(ready - 7.0, ready / 2), "Left side first.", CueKind.SIDE),) if first is Side.LEFT else ()
    yield Phase(PhaseKind.READY, planned, first, number, sets, 0.0, ready, for_side(stretch.setup, first), side_first)
    yield from _work(planned, *order[0])
    for (number, side), (next_number, next_side) in pairwise(order):
        if side is not next_side:
            change = timing.switch if timing.switch is not None else switch_seconds(stretch.position) * timing.pace
            seconds = max(change, (rest or 0.0) if next_number > number else 0.0)
            say = f"Switch to the {next_side} side."
            yield Phase(PhaseKind.SWITCH, planned, next_side, next_number, sets, 0.0, seconds, say)
        else:
            say = f"Rest. Set {next_number} of {sets} is next."
            yield Phase(PhaseKind.REST, planned, next_side, next_number, sets, 0.0, rest or REST_SECONDS, say)
        yield from _work(planned, next_number, next_side)


def _work(planned: Planned, number: int, side: Side) -> Iterator[Phase]:
    """The work of one set on one side."""
    stretch, dose = planned.stretch, planned.dose
    sets = dose.sets or 1
    breathing = for_side(stretch.breathing, side)
    cues = tuple(Cue(cue.at, for_side(cue.say, side), CueKind(cue.kind)) for cue in stretch.cues)

    def phase(kind: PhaseKind, seconds: float, say: str, cues: Sequence[Cue] = (), *, side: Side = side) -> Phase:
        # A cue near the end would talk over the count; in a phase shorter than the file had in mind, some come near it.
        last = seconds - CUE_GAP if seconds >= COUNT_FROM else seconds
        inside = tuple(cue for cue in cues if cue.at < seconds and cue.at <= last)
        return Phase(kind, planned, side, number, sets, 0.0, seconds, say, inside, dose.tempo if kind is PhaseKind.MOVE else None)

    match stretch.method:
        case Method.STATIC:
            yield phase(PhaseKind.HOLD, dose.hold or 0.0, breathing, cues)
        case Method.DYNAMIC:
            yield phase(PhaseKind.MOVE, (dose.reps or 0) * (dose.tempo or 0.0), breathing, cues)
        case Method.PNF:
            effort = f" Use at most {dose.effort} percent of your strength." if dose.effort else ""
            yield phase(PhaseKind.CONTRACT, dose.contract or 0.0, f"Press gently and keep breathing.{effort}")
            yield phase(PhaseKind.RELAX, dose.relax or 0.0, "Let go.")
            yield phase(PhaseKind.HOLD, dose.hold or 0.0, breathing, cues)
        case Method.ISOMETRIC:
            reps = dose.reps or 1
            for rep in range(1, reps + 1):
                turn = side
                if stretch.sides is Sides.ALTERNATING:
                    turn = Side.LEFT if rep % 2 else Side.RIGHT
                say = breathing if rep == 1 else f"Hold {rep} of {reps}."
                yield phase(PhaseKind.CONTRACT, dose.hold or 0.0, say, side=turn)
                if rep < reps:
                    yield phase(PhaseKind.RELAX, dose.rest or REST_SECONDS, "Let go.", side=turn)


def _with_safety(planned: Planned, phases: list[Phase]) -> list[Phase]:
    """The phases with the most important safety line in the first work phase that has room, else while getting ready."""
    work = [index for index, phase in enumerate(phases) if phase.kind.is_work]
    for index in [*work[:1], *(i for i, phase in enumerate(phases) if phase.kind is PhaseKind.READY)]:
        phase = phases[index]
        taken = [cue.at for cue in phase.cues + _marks(phase)]
        at = CUE_GAP
        while any(abs(at - other) < CUE_GAP for other in taken):
            at = min(other for other in taken if abs(at - other) < CUE_GAP) + CUE_GAP
        if at < phase.seconds - 1:
            line = Cue(at, for_side(planned.stretch.safety[0], phase.side), CueKind.SAFETY)
            phases[index] = replace(phase, cues=(*phase.cues, line))
            break
    return phases


def _marks(phase: Phase) -> tuple[Cue, ...]:
    """Halfway, and the last three seconds: in work that lasts, and before work begins."""
    marks: list[Cue] = []
    if phase.kind in (PhaseKind.HOLD, PhaseKind.MOVE):
        if phase.seconds >= HALFWAY_FROM:
            marks.append(Cue(phase.seconds / 2, "Halfway.", CueKind.COUNT))
        counted = phase.seconds >= COUNT_FROM
    else:
        counted = phase.kind in (PhaseKind.READY, PhaseKind.SWITCH, PhaseKind.REST) and phase.seconds > 3
    if counted:
        marks += [Cue(phase.seconds - left, str(left), CueKind.COUNT) for left in (3, 2, 1)]
    return tuple(marks)


def _sorted(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    return tuple(sorted(cues, key=lambda cue: cue.at))


def _placed(phases: Sequence[Phase]) -> tuple[Phase, ...]:
    """The phases one after another from 0 on."""
    placed: list[Phase] = []
    start = 0.0
    for phase in phases:
        placed.append(replace(phase, start=start))
        start = placed[-1].end
    return tuple(placed)


def upcoming(timeline: Timeline, index: int) -> Phase | None:
    """The work that follows the set that is under way, or about to begin, at phase `index`; None if it is the last."""

    def inside(phase: Phase) -> bool:
        return phase.kind.is_work or phase.kind is PhaseKind.RELAX

    rest = iter(timeline.phases[index:])
    begun = False
    for phase in rest:
        if inside(phase):
            begun = True
        elif begun:
            break
    return next((phase for phase in rest if phase.kind.is_work), None)
