"""Stand-ins for time, keys and sinks, and made-up stretches of every kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from stretchguide.model.anatomy import Condition, Equipment, Method, Muscle, Position, Sides
from stretchguide.model.profile import EFFORT_MAX, AgeBand, Profile
from stretchguide.model.routine import Routine
from stretchguide.model.stretch import Stretch, Variation
from stretchguide.session.player import Event, EventKind, State
from stretchguide.timeline import Timeline, compile


@dataclass
class ScriptedKeys:
    """Keys pressed at given seconds. Waiting for one is what makes the time of its clock pass."""

    script: Sequence[tuple[float, str]] = ()
    time: float = 0.0
    late: float = 0.0
    """Seconds that every wait takes too long: a busy machine."""

    def __post_init__(self) -> None:
        self._script = list(self.script)

    def clock(self) -> float:
        return self.time

    def read(self, timeout: float) -> str | None:
        assert timeout > 0, "the loop must always give time a chance to pass"
        if self._script and self._script[0][0] <= self.time + timeout:
            at, key = self._script.pop(0)
            self.time = max(self.time, at)
            if key.startswith("sleep "):  # a closed lid
                self.time += float(key.removeprefix("sleep "))
                return None
            return key
        self.time += timeout + self.late
        return None


@dataclass
class Recorder:
    """A sink that keeps everything, with the time it came."""

    keys: ScriptedKeys
    events: list[tuple[float, Event]] = field(default_factory=list)
    states: list[State] = field(default_factory=list)

    def show(self, state: State, events: Sequence[Event]) -> None:
        self.states.append(state)
        self.events += [(self.keys.time, event) for event in events]

    def kinds(self) -> list[EventKind]:
        return [event.kind for _, event in self.events]

    def when(self, kind: EventKind) -> list[float]:
        return [at for at, event in self.events if event.kind is kind]


def stretch(**changes: object) -> Stretch:
    """A small stretch; everything can be changed."""
    data: dict[str, object] = {
        "name": "Calf stretch",
        "targets": {"primary": ["gastrocnemius"]},
        "position": "standing",
        "method": "static",
        "sides": "each",
        "dose": {"hold": "30s"},
        "setup": "Stand facing a wall, left foot behind.",
        "steps": ["Lean forward."],
        "breathing": "Breathe out slowly.",
        "safety": ["Keep the left heel down."],
    }
    return Stretch.model_validate(data | changes)


def timeline(*stretches: Stretch, **changes: object) -> Timeline:
    """A session of some stretches, one after another."""
    named = {f"stretch-{index}": item for index, item in enumerate(stretches)}
    routine = {"name": "Test", "summary": "A test.", "steps": list(named), **changes}
    return compile(Routine.model_validate(routine), named)


quarters = st.integers(4, 400).map(lambda n: n / 4)
"""Seconds from 1 to 100 in quarters, so that sums are exact."""


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    """A stretch of any method, on any sides, in any position."""
    method = draw(st.sampled_from(Method))
    sides = draw(st.sampled_from(Sides))
    reps = draw(st.integers(1, 10)) * (2 if sides is Sides.ALTERNATING else 1)
    dose: dict[str, object]
    match method:
        case Method.STATIC:
            dose = {"hold": draw(quarters)}
        case Method.DYNAMIC:
            dose = {"reps": reps, "tempo": draw(st.sampled_from([1.25, 2, 4.5]))}
        case Method.PNF:
            dose = {"contract": draw(quarters), "relax": 2, "hold": draw(quarters), "effort": 40}
        case Method.ISOMETRIC:
            dose = {"hold": draw(quarters), "reps": reps}
    dose["sets"] = draw(st.integers(1, 4))
    if draw(st.booleans()):
        dose["rest"] = draw(quarters)
    first_work = dose.get("hold") or reps * float(str(dose.get("tempo", 0)))
    cues = [at for at in draw(st.lists(quarters, max_size=3)) if at < float(str(first_work))]
    return stretch(
        method=method,
        sides=sides,
        position=draw(st.sampled_from(Position)),
        targets={"primary": [draw(st.sampled_from(Muscle))]},
        dose=dose,
        cues=[{"at": at, "say": f"Cue at {at}."} for at in cues],
    )


@st.composite
def timelines(draw: st.DrawFn, *, easier: bool = False) -> Timeline:
    """A session of one to four stretches, with rests and waits between them. `easier`: each with an easier one or advice."""
    items = draw(st.lists(stretches(), min_size=1, max_size=4))
    named = {f"stretch-{index}": item for index, item in enumerate(items)}
    others: dict[str, Stretch] = {}
    if easier:
        others = {f"easy-{index}": draw(stretches()) for index in range(len(items)) if draw(st.booleans())}
        for index, item in enumerate(items):
            variation = Variation(say="Do less with the left leg.", stretch=f"easy-{index}" if f"easy-{index}" in others else None)
            named[f"stretch-{index}"] = item.model_copy(update={"easier": variation})
    steps: list[object] = []
    for name in named:
        steps.append(name)
        extra = draw(st.sampled_from([None, {"rest": "10s"}, {"wait": "Get a strap."}]))
        if extra:
            steps.append(extra)
    routine = {"name": "Test", "summary": "A test.", "steps": steps, "context": draw(st.sampled_from(["any", "desk"]))}
    return compile(Routine.model_validate(routine), named | others)


@st.composite
def profiles(draw: st.DrawFn, most: int = len(Condition)) -> Profile:
    """What a person may say of themselves, with at most so many conditions."""
    conditions = draw(st.lists(st.sampled_from(Condition), unique=True, max_size=most))
    split = draw(st.integers(0, len(conditions)))
    return Profile(
        conditions=tuple(conditions[:split]),
        unsure=tuple(conditions[split:]),
        age=draw(st.none() | st.sampled_from(AgeBand)),
        equipment=draw(st.none() | st.lists(st.sampled_from(Equipment), unique=True).map(tuple)),
        effort=draw(st.none() | st.integers(1, EFFORT_MAX)),
    )
