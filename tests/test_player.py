"""What holds for the player, whatever is pressed and however time comes."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import stretch, timeline, timelines
from stretchguide.model.anatomy import Side
from stretchguide.session.player import (
    LEAD_IN_SECONDS,
    Command,
    Event,
    EventKind,
    State,
    Status,
    begin,
    press,
    result,
    tick,
)
from stretchguide.timeline import PhaseKind, Timeline

steps = st.lists(
    st.one_of(st.integers(0, 80).map(lambda n: n / 4), st.sampled_from([c for c in Command if c is not Command.QUIT])),
    max_size=40,
)
"""Anything a session can meet: seconds that pass, and keys."""


def follow(state: State, actions: Sequence[float | Command]) -> tuple[State, list[Event]]:
    """The state after some actions, with everything that happened."""
    events: list[Event] = []
    for action in actions:
        state, happened = press(state, action) if isinstance(action, Command) else tick(state, action)
        events += happened
    return state, events


def story(events: Sequence[Event]) -> list[tuple[EventKind, float, str]]:
    return [(event.kind, event.at, event.cue.text if event.cue else "") for event in events]


@given(timelines(), st.lists(st.integers(1, 200).map(lambda n: n / 4), max_size=30))
def test_time_in_pieces_is_the_same_as_time_at_once(session: Timeline, pieces: list[float]) -> None:
    start, _ = begin(session, interactive=False)
    apart, first = follow(start, pieces)
    together, second = tick(start, sum(pieces))
    assert apart == together
    assert story(first) == story(second)


@given(timelines())
def test_left_alone_a_session_takes_its_time_and_tells_everything_once(session: Timeline) -> None:
    state, events = begin(session, interactive=False)
    almost, more = tick(state, session.seconds - 0.125)
    assert almost.status is Status.RUNNING or session.phases[-1].kind is PhaseKind.WAIT
    state, last = tick(almost, 0.125)
    events += more + last
    assert state.status is Status.FINISHED
    assert [event.phase for event in events if event.kind is EventKind.PHASE] == list(session.phases)
    cues = [(phase.start + cue.at, cue) for phase in session.phases for cue in phase.cues]
    assert [(event.at, event.cue) for event in events if event.kind is EventKind.CUE] == cues
    assert [event.kind for event in events].count(EventKind.FINISHED) == 1
    assert state.practiced == tuple(phase.seconds if phase.kind.is_work else 0 for phase in session.phases)


@given(timelines(), steps)
def test_whatever_is_pressed_the_state_stays_sane(session: Timeline, actions: list[float | Command]) -> None:
    state, _ = begin(session)
    running = 0.0
    for action in actions:
        before = state
        state, _ = follow(state, [action])
        if isinstance(action, float):
            running += action
        assert 0 <= state.elapsed <= state.phase.seconds
        assert 0 <= state.position <= state.timeline.seconds
        assert 0 <= state.lead_in <= LEAD_IN_SECONDS
        assert (state.lead_in > 0) == (state.status is Status.LEAD_IN)
        assert len(state.practiced) == len(state.timeline.phases)
        assert sum(state.practiced) <= running + 1e-9
        assert isinstance(action, float) or state.practiced == before.practiced
        assert all(seconds == 0 for phase, seconds in zip(state.timeline.phases, state.practiced, strict=True) if not phase.kind.is_work)
        if state.status is Status.WAITING:
            assert state.phase.kind is PhaseKind.WAIT


@given(timelines(), steps, st.integers(1, 4000).map(lambda n: n / 4))
def test_paused_or_waiting_no_time_passes(session: Timeline, actions: list[float | Command], seconds: float) -> None:
    state, _ = follow(begin(session)[0], actions)
    if state.status not in (Status.PAUSED, Status.WAITING):
        state, _ = press(state, Command.SUSPEND)
    if not state.status.is_over:
        assert tick(state, seconds) == (state, [])


@given(timelines(), steps)
def test_an_ended_session_stays_ended(session: Timeline, actions: list[float | Command]) -> None:
    state, events = press(follow(begin(session)[0], actions)[0], Command.QUIT)
    assert state.status.is_over
    assert state.status is Status.FINISHED or [event.kind for event in events] == [EventKind.STOPPED]
    assert follow(state, [5.0, *Command]) == (state, [])


@given(timelines(), steps)
def test_mute_and_help_change_nothing_else(session: Timeline, actions: list[float | Command]) -> None:
    quiet, _ = follow(begin(session)[0], [action for action in actions if action not in (Command.MUTE, Command.HELP)])
    state, _ = follow(begin(session)[0], actions)
    assert (state.position, state.status, state.practiced) == (quiet.position, quiet.status, quiet.practiced)


@pytest.fixture
def session() -> Timeline:
    """Ready 10 s, hold left 30 s, switch 5 s, hold right 30 s; ready 11 s, move 20 s."""
    return timeline(stretch(), stretch(method="dynamic", sides="both", dose={"reps": 10, "tempo": "2s"}))


def at(session: Timeline, seconds: float) -> State:
    return tick(begin(session)[0], seconds)[0]


def test_pausing_a_hold_gives_three_seconds_on_resume(session: Timeline) -> None:
    state, _ = press(at(session, 25), Command.PAUSE)
    assert state.status is Status.PAUSED
    state, events = press(state, Command.PAUSE)
    assert (state.status, [event.kind for event in events]) == (Status.LEAD_IN, [EventKind.LEAD_IN])
    state, _ = tick(state, 2.5)
    assert (state.elapsed, state.practiced[1]) == (15, 15)
    state, events = tick(state, 1.5)
    assert events[0].kind is EventKind.RESUMED
    assert (state.elapsed, state.practiced[1]) == (16, 16)


def test_pausing_while_getting_ready_goes_on_at_once(session: Timeline) -> None:
    state, _ = press(at(session, 4), Command.PAUSE)
    state, _ = press(state, Command.PAUSE)
    assert (state.status, state.elapsed) == (Status.RUNNING, 4)


def test_pausing_again_during_the_lead_in_pauses(session: Timeline) -> None:
    state, _ = follow(at(session, 25), [Command.PAUSE, Command.PAUSE, 1.0, Command.PAUSE])
    assert (state.status, state.lead_in, state.elapsed) == (Status.PAUSED, 0, 15)


def test_next_leaves_the_rest_out_and_counts_nothing_for_it(session: Timeline) -> None:
    state, _ = press(at(session, 20), Command.NEXT)
    assert (state.phase.kind, state.status) == (PhaseKind.SWITCH, Status.RUNNING)
    assert result(state).practiced == 10


def test_next_into_work_gives_a_lead_in(session: Timeline) -> None:
    state, events = press(at(session, 3), Command.NEXT)
    assert (state.phase.kind, state.status) == (PhaseKind.HOLD, Status.LEAD_IN)
    assert [event.kind for event in events] == [EventKind.PHASE, EventKind.LEAD_IN]


def test_next_on_the_last_phase_finishes(session: Timeline) -> None:
    state, events = press(at(session, session.seconds - 1), Command.NEXT)
    assert (state.status, events[-1].kind) == (Status.FINISHED, EventKind.FINISHED)
    assert state.left == 0


def test_back_goes_to_what_came_before_and_says_its_text_again(session: Timeline) -> None:
    state, events = press(at(session, 42), Command.BACK)
    assert (state.phase.kind, state.phase.side, state.elapsed) == (PhaseKind.HOLD, Side.LEFT, 0)
    assert events[0].phase.say == state.phase.say
    state, _ = follow(state, [Command.BACK, Command.BACK, Command.BACK])
    assert state.index == 0


def test_restart_begins_the_same_hold_again(session: Timeline) -> None:
    state, _ = press(at(session, 30), Command.RESTART)
    assert (state.index, state.elapsed, state.status) == (1, 0, Status.LEAD_IN)
    assert result(state).practiced == 20


def test_a_set_of_pushes_counts_as_one_for_next_back_and_restart() -> None:
    session = timeline(stretch(method="isometric", sides="both", dose={"hold": "5s", "reps": 4, "rest": "2s"}), stretch())
    inside = at(session, 10 + 5 + 2 + 3)
    assert press(inside, Command.RESTART)[0].index == 1
    assert press(inside, Command.NEXT)[0].phase.kind is PhaseKind.READY
    assert press(inside, Command.BACK)[0].index == 0


def test_five_seconds_more_and_less(session: Timeline) -> None:
    state, events = press(at(session, 30), Command.LONGER)
    assert (state.phase.seconds, state.remaining, events[0].kind) == (35, 15, EventKind.EXTENDED)
    state, _ = follow(state, [Command.SHORTER, Command.SHORTER])
    assert (state.phase.seconds, state.remaining) == (25, 5)
    state, events = press(state, Command.SHORTER)
    assert state.phase.kind is PhaseKind.SWITCH
    assert [event.kind for event in events] == [EventKind.EXTENDED, EventKind.PHASE]


def test_the_last_count_moves_with_the_end(session: Timeline) -> None:
    state, _ = press(at(session, 36), Command.LONGER)
    state, events = tick(state, 9)
    assert [(event.at, event.cue.text) for event in events if event.cue is not None] == [(42, "3"), (43, "2"), (44, "1")]


def test_a_wait_waits_for_a_key() -> None:
    session = timeline(stretch(sides="both", dose={"hold": "10s"}), steps=["stretch-0", {"wait": "Get a strap."}, "stretch-0"])
    state, events = tick(begin(session)[0], 100)
    assert (state.status, state.phase.say) == (Status.WAITING, "Get a strap.")
    assert events[-1].kind is EventKind.PHASE
    state, _ = press(state, Command.PAUSE)
    assert (state.status, state.phase.kind) == (Status.RUNNING, PhaseKind.READY)
    assert press(tick(begin(session)[0], 100)[0], Command.LONGER)[1] == []


def test_where_nobody_can_press_a_key_a_wait_does_not_wait() -> None:
    session = timeline(stretch(sides="both"), steps=["stretch-0", {"wait": "Get a strap."}])
    state, _ = tick(begin(session, interactive=False)[0], session.seconds)
    assert state.status is Status.FINISHED


def test_the_result_tells_each_side(session: Timeline) -> None:
    state, _ = press(at(session, 10 + 30 + 5 + 12), Command.QUIT)
    done = result(state)
    assert (done.finished, done.practiced, done.planned) == (False, 42, 80)
    assert done.by_stretch[0][1] == {Side.LEFT: 30, Side.RIGHT: 12}
    assert done.by_stretch[1][1] == {Side.BOTH: 0}
