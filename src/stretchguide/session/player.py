"""The player: a position on a timeline, moved by seconds and commands. No clock, no terminal, no text for people.

`tick` and `press` take a state and give the next one, with the events that happened on the way.
Where something hurts, the player waits for an answer; from the red flags on, all that is left is to end the session.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from stretchguide.model.anatomy import Side
from stretchguide.timeline import Cue, Phase, PhaseKind, Planned, Timeline, behind, ease, extend

LEAD_IN_SECONDS = 3.0
"""Time to get back into position whenever a key puts a person into the middle of work."""

RESUME_SECONDS = 10.0
"""Time to get back into position where a session goes on that was broken off."""

SKIPPED_SECONDS = 0.5
"""Work that lacks less than this was done, whatever sums of seconds come to."""

EASE_SECONDS = 8.0
"""Time to read how to make it easier, and to do so, before the work goes on."""

ADJUST_SECONDS = 5.0
"""What one press of plus or minus adds to or takes from a phase."""


class Status(StrEnum):
    """What the player is doing."""

    RUNNING = "running"
    LEAD_IN = "lead-in"
    PAUSED = "paused"
    WAITING = "waiting"
    HURT = "hurt"
    """Something hurts: what to do is asked."""
    RED_FLAGS = "red-flags"
    """The signs of an emergency are shown. The session does not go on."""
    FINISHED = "finished"
    STOPPED = "stopped"

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen."""
        return self in (Status.FINISHED, Status.STOPPED)


class Command(StrEnum):
    """What a person, or the loop, can ask of the player."""

    PAUSE = "pause"
    NEXT = "next"
    BACK = "back"
    RESTART = "restart"
    LONGER = "longer"
    SHORTER = "shorter"
    MUTE = "mute"
    VOICE = "voice"
    HELP = "help"
    HURT = "hurt"
    QUIT = "quit"
    SUSPEND = "suspend"
    """Nobody was there for a while: the machine slept, or the program was stopped."""


class HurtChoice(StrEnum):
    """What to do when something hurts."""

    EASE = "ease"
    SKIP = "skip"
    END = "end"
    RED_FLAG = "red-flag"
    GO_ON = "go-on"


class EventKind(StrEnum):
    """What can happen in a session."""

    PHASE = "phase"
    CUE = "cue"
    PAUSED = "paused"
    LEAD_IN = "lead-in"
    RESUMED = "resumed"
    EXTENDED = "extended"
    MUTED = "muted"
    VOICE = "voice"
    HURT = "hurt"
    EASED = "eased"
    RED_FLAGS = "red-flags"
    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at `at` seconds of the timeline, during `phase`, which is number `index` of it from 0."""

    kind: EventKind
    at: float
    phase: Phase
    index: int
    cue: Cue | None = None


@dataclass(frozen=True, slots=True)
class Hurt:
    """Something hurt: where in the session, and what was chosen. `at` is in seconds of the timeline."""

    at: float
    stretch: str | None
    """Id of the stretch; None between stretches."""
    side: Side
    set: int
    choice: HurtChoice | None = None
    """None if it was never answered."""


@dataclass(frozen=True, slots=True)
class Eased:
    """A stretch made easier on the way: in which phase, how many seconds into it, and which phases behind it were under way already."""

    index: int
    elapsed: float
    keep: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Where a session is. `elapsed` seconds of phase `index` are over; `practiced` counts work seconds by phase."""

    timeline: Timeline
    index: int
    elapsed: float
    status: Status
    practiced: tuple[float, ...]
    lead_in: float = 0.0
    muted: bool = False
    voice: bool | None = None
    """Whether a voice speaks, or None where there is none."""
    help: bool = False
    interactive: bool = True
    """Whether somebody can press a key. If not, waits do not wait."""
    hurts: tuple[Hurt, ...] = ()
    page: int = 0
    """How many pages of the red flags were turned over."""
    eased: tuple[Eased, ...] = ()
    """What was made easier so far, in order."""

    @property
    def phase(self) -> Phase:
        """The phase the session is in."""
        return self.timeline.phases[self.index]

    @property
    def position(self) -> float:
        """Seconds from the start of the timeline."""
        return self.phase.start + self.elapsed

    @property
    def remaining(self) -> float:
        """Seconds left of the phase."""
        return max(0.0, self.phase.seconds - self.elapsed)

    @property
    def choices(self) -> tuple[HurtChoice, ...]:
        """What can be done if something hurts now. Between stretches there is nothing to make easier or to skip."""
        if self.phase.planned is None:
            return (HurtChoice.END, HurtChoice.RED_FLAG, HurtChoice.GO_ON)
        return tuple(HurtChoice)

    @property
    def left(self) -> float:
        """Seconds left of the session, with the lead-in that is running."""
        return max(0.0, self.timeline.seconds - self.position) + self.lead_in

    @property
    def until_next(self) -> float | None:
        """Seconds until the next cue or phase, or None while no time passes."""
        match self.status:
            case Status.LEAD_IN:
                return self.lead_in
            case Status.RUNNING:
                ahead = [cue.at for cue in self.phase.cues if cue.at > self.elapsed]
                return min([*ahead, self.phase.seconds]) - self.elapsed
        return None


@dataclass(frozen=True, slots=True)
class SessionResult:
    """What a session came to. Seconds count only work that was really done."""

    finished: bool
    planned: float
    practiced: float
    by_stretch: tuple[tuple[Planned, dict[Side, float]], ...]
    """By stretch in order; where an easier one took over, both, with the same number."""
    skipped: tuple[int, ...] = ()
    """Numbers of the stretches that were left behind with something of them not done."""
    hurts: tuple[Hurt, ...] = ()
    hurt: bool = False
    """Whether it ended because something hurt."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a session goes on that was broken off: the phase, the work seconds so far by phase, and what was made easier."""

    index: int
    practiced: tuple[float, ...]
    eased: tuple[Eased, ...] = ()


def begin(
    timeline: Timeline, *, interactive: bool = True, muted: bool = False, voice: bool | None = None, start: Start | None = None
) -> tuple[State, list[Event]]:
    """The start of a session, with its first events. Into work that was broken off, a lead-in comes first.

    What was made easier before `start` is made easier again.
    """
    eased = start.eased if start is not None else ()
    timeline = eased_again(timeline, eased)
    practiced = (0.0,) * len(timeline.phases) if start is None else start.practiced
    state = State(timeline, 0, 0.0, Status.RUNNING, practiced, muted=muted, voice=voice, interactive=interactive, eased=eased)
    state, events = _enter(state, 0 if start is None else start.index)
    if start is not None and state.status is Status.RUNNING and state.phase.kind.is_work:
        state = replace(state, status=Status.LEAD_IN, lead_in=RESUME_SECONDS)
        events.append(_event(state, EventKind.LEAD_IN))
    return state, events


def eased_again(timeline: Timeline, eased: Sequence[Eased]) -> Timeline:
    """A timeline with stretches made easier as they were before."""
    for one in eased:
        timeline = ease(timeline, one.index, elapsed=one.elapsed, keep=one.keep)
    return timeline


def tick(state: State, seconds: float) -> tuple[State, list[Event]]:
    """Let time pass. However much passes at once, every phase and cue on the way happens, in order."""
    events: list[Event] = []
    if state.status is Status.LEAD_IN:
        used = min(seconds, state.lead_in)
        seconds -= used
        state = replace(state, lead_in=state.lead_in - used)
        if state.lead_in > 0:
            return state, events
        state = replace(state, status=Status.RUNNING, lead_in=0.0)
        events.append(_event(state, EventKind.RESUMED))
    while state.status is Status.RUNNING:
        phase = state.phase
        step = min(seconds, state.remaining)
        reached = phase.seconds if step == state.remaining else state.elapsed + step
        events += [
            Event(EventKind.CUE, phase.start + cue.at, phase, state.index, cue)
            for cue in phase.cues
            if state.elapsed < cue.at <= reached and cue.at < phase.seconds
        ]
        state = replace(_credited(state, step), elapsed=reached)
        seconds -= step
        if reached < phase.seconds:
            break
        state, entered = _enter(state, state.index + 1)
        events += entered
    return state, events


def press(state: State, command: Command | HurtChoice) -> tuple[State, list[Event]]:
    """Do what a key asks. The time up to the key is ticked before."""
    if state.status.is_over:
        return state, []
    if command is Command.MUTE:
        state = replace(state, muted=not state.muted)
        return state, [_event(state, EventKind.MUTED)]
    if command is Command.VOICE:
        # Where there is none, the help says why nothing is heard.
        state = replace(state, help=True) if state.voice is None else replace(state, voice=not state.voice)
        return state, [_event(state, EventKind.VOICE)]
    if state.status is Status.RED_FLAGS:
        return _page(state, command)
    if isinstance(command, HurtChoice):
        return _choose(state, command)
    if state.status is Status.HURT:
        return _choose(state, HurtChoice.END) if command is Command.QUIT else (state, [])
    match command:
        case Command.PAUSE:
            return _toggle(state)
        case Command.SUSPEND:
            return _toggle(state) if state.status in (Status.RUNNING, Status.LEAD_IN) else (state, [])
        case Command.NEXT:
            return _jump(state, next((stop for stop in _stops(state.timeline) if stop > state.index), len(state.timeline.phases)))
        case Command.BACK:
            before = [stop for stop in _stops(state.timeline) if stop <= state.index]
            return _jump(state, before[-2] if len(before) > 1 else 0)
        case Command.RESTART:
            return _jump(state, max((stop for stop in _stops(state.timeline) if stop <= state.index), default=0))
        case Command.LONGER | Command.SHORTER:
            return _extended(state, ADJUST_SECONDS if command is Command.LONGER else -ADJUST_SECONDS)
        case Command.HELP:
            return replace(state, help=not state.help), []
        case Command.HURT:
            phase = state.phase
            hurt = Hurt(state.position, phase.planned.id if phase.planned is not None else None, phase.side, phase.set)
            state = replace(state, status=Status.HURT, lead_in=0.0, help=False, hurts=(*state.hurts, hurt))
            return state, [_event(state, EventKind.HURT)]
        case Command.QUIT:
            return _ended(state)


def result(state: State) -> SessionResult:
    """What the session came to so far."""
    by_stretch: dict[tuple[int, str], tuple[Planned, dict[Side, float]]] = {}
    skipped: dict[int, None] = {}
    for index, (phase, practiced) in enumerate(zip(state.timeline.phases, state.practiced, strict=True)):
        if phase.planned is None:
            continue
        _, sides = by_stretch.setdefault((phase.planned.number, phase.planned.id), (phase.planned, {}))
        if phase.kind.is_work:
            sides[phase.side] = sides.get(phase.side, 0.0) + practiced
            passed = index < state.index or state.status is Status.FINISHED
            if passed and practiced < phase.seconds - SKIPPED_SECONDS:
                skipped[phase.planned.number] = None
    return SessionResult(
        finished=state.status is Status.FINISHED,
        planned=sum(phase.seconds for phase in state.timeline.phases if phase.kind.is_work),
        practiced=sum(state.practiced),
        by_stretch=tuple(by_stretch.values()),
        skipped=tuple(skipped),
        hurts=state.hurts,
        hurt=any(hurt.choice in (HurtChoice.END, HurtChoice.RED_FLAG) for hurt in state.hurts),
    )


def _event(state: State, kind: EventKind) -> Event:
    return Event(kind, state.position, state.phase, state.index)


def _credited(state: State, seconds: float) -> State:
    if not state.phase.kind.is_work or not seconds:
        return state
    practiced = list(state.practiced)
    practiced[state.index] += seconds
    return replace(state, practiced=tuple(practiced))


def _enter(state: State, index: int) -> tuple[State, list[Event]]:
    """Begin phase `index`, or end the session behind the last one."""
    if index >= len(state.timeline.phases):
        last = len(state.timeline.phases) - 1
        state = replace(state, index=last, elapsed=state.timeline.phases[last].seconds, status=Status.FINISHED, lead_in=0.0)
        return state, [_event(state, EventKind.FINISHED)]
    if state.timeline.phases[index].is_empty:
        return _enter(state, index + 1)
    state = replace(state, index=index, elapsed=0.0)
    if state.phase.kind is PhaseKind.WAIT and state.interactive and state.status is not Status.PAUSED:
        state = replace(state, status=Status.WAITING)
    return state, [_event(state, EventKind.PHASE)]


def _toggle(state: State) -> tuple[State, list[Event]]:
    match state.status:
        case Status.WAITING:
            return _jump(state, state.index + 1)
        case Status.PAUSED:
            return _resumed(state, LEAD_IN_SECONDS)
    state = replace(state, status=Status.PAUSED, lead_in=0.0)
    return state, [_event(state, EventKind.PAUSED)]


def _resumed(state: State, lead_in: float) -> tuple[State, list[Event]]:
    """Go on where the session stands. Into work that means a lead-in first."""
    if state.phase.kind.is_work:
        state = replace(state, status=Status.LEAD_IN, lead_in=lead_in)
        return state, [_event(state, EventKind.LEAD_IN)]
    state = replace(state, status=Status.WAITING if state.phase.kind is PhaseKind.WAIT else Status.RUNNING)
    return state, [_event(state, EventKind.RESUMED)]


def _ended(state: State) -> tuple[State, list[Event]]:
    state = replace(state, status=Status.STOPPED, lead_in=0.0)
    return state, [_event(state, EventKind.STOPPED)]


def _choose(state: State, choice: HurtChoice) -> tuple[State, list[Event]]:
    """Do what was chosen where something hurts. What is not offered does nothing."""
    if state.status is not Status.HURT or choice not in state.choices:
        return state, []
    state = replace(state, hurts=(*state.hurts[:-1], replace(state.hurts[-1], choice=choice)))
    match choice:
        case HurtChoice.EASE:
            return _eased(state)
        case HurtChoice.SKIP:
            return _jump(state, behind(state.timeline, state.index))
        case HurtChoice.END:
            return _ended(state)
        case HurtChoice.RED_FLAG:
            state = replace(state, status=Status.RED_FLAGS)
            return state, [_event(state, EventKind.RED_FLAGS)]
        case HurtChoice.GO_ON:
            return _resumed(state, LEAD_IN_SECONDS)


def _eased(state: State) -> tuple[State, list[Event]]:
    """Go on with an easier stretch where there is one, else with the same one and the advice how to make it easier."""
    index, practiced = state.index, state.practiced
    first = behind(state.timeline, index)
    kept = [place for place in range(index + 1, first) if practiced[place]]
    change = Eased(index, state.elapsed, tuple(kept))
    state = replace(state, timeline=eased_again(state.timeline, (change,)), eased=(*state.eased, change))
    events = [_event(state, EventKind.EASED)]
    if state.phase.eased:
        state, happened = _resumed(state, EASE_SECONDS)
    else:
        credit = (*practiced[: index + 1], *(practiced[place] for place in kept))
        new = (0.0,) * (len(state.timeline.phases) - len(credit) - len(practiced[first:]))
        state = replace(state, practiced=(*credit, *new, *practiced[first:]))
        state, happened = _jump(state, index + 1)
    return state, events + happened


def _page(state: State, command: Command | HurtChoice) -> tuple[State, list[Event]]:
    """Turn the pages of the red flags, or end the session: there is no other way on."""
    match command:
        case Command.QUIT | HurtChoice.END:
            return _ended(state)
        case Command.NEXT | Command.PAUSE:
            return replace(state, page=state.page + 1), []
        case Command.BACK:
            return replace(state, page=max(0, state.page - 1)), []
    return state, []


def _stops(timeline: Timeline) -> list[int]:
    """The phases that next and back go to: the pushes and pauses inside one set count as one."""
    stops: list[int] = []
    inside = False
    for index, phase in enumerate(timeline.phases):
        if not phase.is_empty:
            before, inside = inside, phase.kind.is_work or phase.kind is PhaseKind.RELAX
            if not (before and inside):
                stops.append(index)
    return stops


def _jump(state: State, index: int) -> tuple[State, list[Event]]:
    """Go to a phase because a key said so. Into work that means a lead-in first; a paused session stays paused."""
    paused = state.status is Status.PAUSED
    state, events = _enter(replace(state, status=Status.PAUSED if paused else Status.RUNNING, lead_in=0.0), index)
    if state.status is Status.RUNNING and state.phase.kind.is_work:
        state = replace(state, status=Status.LEAD_IN, lead_in=LEAD_IN_SECONDS)
        events.append(_event(state, EventKind.LEAD_IN))
    return state, events


def _extended(state: State, seconds: float) -> tuple[State, list[Event]]:
    if state.phase.kind is PhaseKind.WAIT:
        return state, []
    state = replace(state, timeline=extend(state.timeline, state.index, seconds, elapsed=state.elapsed))
    events = [_event(state, EventKind.EXTENDED)]
    if state.remaining <= 0 and state.status is not Status.PAUSED:
        state, entered = _enter(replace(state, status=Status.RUNNING, lead_in=0.0), state.index + 1)
        events += entered
    return state, events
