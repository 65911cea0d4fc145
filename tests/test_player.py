"""What holds for the player, whatever is pressed and however time comes."""

import itertools
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import stretch, timeline, timelines
from stretchguide.model.anatomy import Side, Sides
from stretchguide.model.routine import Routine
from stretchguide.session.player import (
    EASE_SECONDS,
    LEAD_IN_SECONDS,
    Command,
    Event,
    EventKind,
    Hurt,
    HurtChoice,
    Start,
    State,
    Status,
    begin,
    press,
    result,
    tick,
)
from stretchguide.timeline import COME_BACK, CueKind, PhaseKind, Timeline, compile

steps = st.lists(
    st.one_of(
        st.integers(0, 80).map(lambda n: n / 4),
        st.sampled_from([c for c in Command if c is not Command.QUIT]),
        st.sampled_from([HurtChoice.EASE, HurtChoice.SKIP, HurtChoice.GO_ON]),
    ),
    max_size=40,
)
"""Anything a session can meet: seconds that pass, and keys."""


def follow(state: State, actions: Sequence[float | Command | HurtChoice]) -> tuple[State, list[Event]]:
    """The state after some actions, with everything that happened."""
    events: list[Event] = []
    for action in actions:
        state, happened = press(state, action) if isinstance(action, Command | HurtChoice) else tick(state, action)
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
def test_whatever_is_pressed_the_state_stays_sane(session: Timeline, actions: list[float | Command | HurtChoice]) -> None:
    state, _ = begin(session)
    running = 0.0
    for action in actions:
        before = state
        state, _ = follow(state, [action])
        if isinstance(action, float):
            running += action
        assert 0 <= state.elapsed <= state.phase.seconds
        assert 0 <= state.position <= state.timeline.seconds
        assert 0 <= state.lead_in <= EASE_SECONDS
        assert (state.lead_in > 0) == (state.status is Status.LEAD_IN)
        assert len(state.practiced) == len(state.timeline.phases)
        assert sum(state.practiced) <= running + 1e-9
        assert isinstance(action, float) or sum(state.practiced) == pytest.approx(sum(before.practiced))
        assert all(seconds == 0 for phase, seconds in zip(state.timeline.phases, state.practiced, strict=True) if not phase.kind.is_work)
        if state.status is Status.WAITING:
            assert state.phase.kind is PhaseKind.WAIT


@given(timelines(), steps, st.integers(1, 4000).map(lambda n: n / 4))
def test_paused_or_waiting_no_time_passes(session: Timeline, actions: list[float | Command | HurtChoice], seconds: float) -> None:
    state, _ = follow(begin(session)[0], actions)
    if state.status not in (Status.PAUSED, Status.WAITING, Status.HURT):
        state, _ = press(state, Command.SUSPEND)
    if not state.status.is_over:
        assert tick(state, seconds) == (state, [])


@given(timelines(), steps)
def test_an_ended_session_stays_ended(session: Timeline, actions: list[float | Command | HurtChoice]) -> None:
    state, events = press(follow(begin(session)[0], actions)[0], Command.QUIT)
    assert state.status.is_over
    assert state.status is Status.FINISHED or [event.kind for event in events] == [EventKind.STOPPED]
    assert follow(state, [5.0, *Command, *HurtChoice]) == (state, [])


@given(timelines(), steps)
def test_mute_and_help_change_nothing_else(session: Timeline, actions: list[float | Command | HurtChoice]) -> None:
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


def easier_pair(**changes: object) -> Timeline:
    """Calf stretch, two sets on each side, with an easier stretch of 20 s on a chair; then a second stretch."""
    hard = stretch(dose={"hold": "30s", "sets": 2}, easier={"say": "Sit down, left heel out.", "stretch": "easy"}, **changes)
    easy = stretch(name="Easy calf stretch", position="chair", dose={"hold": "20s"})
    routine = {"name": "Test", "summary": "A test.", "steps": ["hard", {"rest": "10s"}, "after"]}
    return compile(Routine.model_validate(routine), {"hard": hard, "easy": easy, "after": stretch(name="After")})


def work(session: Timeline, name: str) -> list[tuple[int, Side, float]]:
    return [(p.set, p.side, p.seconds) for p in session.phases if p.kind.is_work and p.planned and p.planned.stretch.name == name]


def hurt_at(session: Timeline, seconds: float) -> State:
    return press(at(session, seconds), Command.HURT)[0]


@given(timelines(), steps)
def test_when_something_hurts_no_time_passes_until_an_answer(session: Timeline, actions: list[float | Command | HurtChoice]) -> None:
    state, _ = follow(begin(session)[0], [*actions, Command.HURT])
    if state.status is Status.HURT:
        waits = [c for c in Command if c not in (Command.QUIT, Command.MUTE, Command.VOICE, Command.HURT)]
        assert follow(state, [1000.0, *waits, Command.HURT, 1000.0]) == (state, [])
        assert state.until_next is None


@given(timelines(), steps, st.lists(st.sampled_from([*Command, *HurtChoice]), max_size=30))
def test_from_the_red_flags_nothing_goes_on(
    session: Timeline, actions: list[float | Command | HurtChoice], keys: list[Command | HurtChoice]
) -> None:
    state, _ = follow(begin(session)[0], [*actions, Command.HURT, HurtChoice.RED_FLAG])
    if state.status is not Status.RED_FLAGS:
        return
    for key in keys:
        after, events = follow(state, [key, 100.0])
        assert after.status in (Status.RED_FLAGS, Status.STOPPED)
        assert (after.position, after.practiced) == (state.position, state.practiced)
        assert {event.kind for event in events} <= {EventKind.STOPPED, EventKind.MUTED, EventKind.VOICE}
        state = after
    assert result(press(state, Command.QUIT)[0]).hurt


@given(timelines(easier=True), steps)
def test_easing_off_keeps_the_timeline_whole(session: Timeline, actions: list[float | Command | HurtChoice]) -> None:
    state, _ = follow(begin(session)[0], actions)
    before, shortened_away = state.practiced, state.phase.is_empty
    state, _ = follow(state, [Command.HURT, HurtChoice.EASE])
    phases = state.timeline.phases
    assert all(a.end == b.start for a, b in itertools.pairwise(phases))
    assert len(phases) == len(state.practiced)
    assert sum(state.practiced) == pytest.approx(sum(before))
    assert state.status.is_over or shortened_away or not state.phase.is_empty
    assert {planned.number for planned in session.stretches} == {phase.planned.number for phase in phases if phase.planned}
    if not state.status.is_over:
        assert tick(state, 100_000)[0].status in (Status.FINISHED, Status.WAITING, Status.PAUSED, Status.HURT)


@given(timelines(easier=True), steps)
def test_a_session_that_goes_on_has_what_was_made_easier(session: Timeline, actions: list[float | Command | HurtChoice]) -> None:
    state, _ = follow(begin(session)[0], [*actions, Command.HURT, HurtChoice.EASE])
    again, _ = begin(session, start=Start(state.index, state.practiced, state.eased))
    assert [(p.kind, p.planned, p.side, p.set) for p in again.timeline.phases] == [
        (p.kind, p.planned, p.side, p.set) for p in state.timeline.phases
    ]
    assert again.phase.eased == state.phase.eased or again.index != state.index
    assert again.practiced == state.practiced


@given(timelines(easier=True), st.integers(0, 2000).map(lambda n: n / 4))
def test_easier_from_the_first_set_on_both_sides_get_the_same(session: Timeline, seconds: float) -> None:
    state = at(session, seconds)
    planned, number = state.phase.planned, state.phase.set
    if state.status is not Status.RUNNING or planned is None or planned.easier is None or number > 1 or state.phase.side is Side.RIGHT:
        return
    eased, _ = follow(state, [Command.HURT, HurtChoice.EASE])
    sides: Counter[Side] = Counter()
    for phase in eased.timeline.phases:
        if phase.planned is planned.easier and phase.kind.is_work:
            sides[phase.side] += round(phase.seconds * 4)
    assert sides
    if planned.easier.stretch.sides is Sides.EACH:
        assert sides[Side.LEFT] == sides[Side.RIGHT]


def test_an_easier_stretch_does_the_sets_and_sides_that_are_left() -> None:
    session = easier_pair()
    state, events = follow(hurt_at(session, 10 + 30 + 5 + 12), [HurtChoice.EASE])
    assert work(state.timeline, "Calf stretch") == [(1, Side.LEFT, 30), (1, Side.RIGHT, 12)]
    assert work(state.timeline, "Easy calf stretch") == [(1, Side.RIGHT, 20), (2, Side.LEFT, 20), (2, Side.RIGHT, 20)]
    assert [event.kind for event in events] == [EventKind.EASED, EventKind.PHASE]
    assert (state.phase.kind, state.phase.side, state.status) == (PhaseKind.READY, Side.RIGHT, Status.RUNNING)
    assert state.phase.planned is not None
    assert state.phase.planned.number == 1
    done = result(tick(state, 1000)[0])
    assert [(planned.number, planned.id, sides) for planned, sides in done.by_stretch[:2]] == [
        (1, "hard", {Side.LEFT: 30, Side.RIGHT: 12}),
        (1, "easy", {Side.RIGHT: 40, Side.LEFT: 20}),
    ]
    assert done.skipped == ()
    assert done.hurts == (Hurt(57, "hard", Side.RIGHT, 1, HurtChoice.EASE),)
    assert (done.finished, done.hurt) == (True, False)


def test_what_was_practiced_before_going_back_is_not_lost_by_easing_off() -> None:
    session = easier_pair()
    state, _ = follow(at(session, 10 + 30 + 5 + 12), [Command.BACK, Command.BACK, LEAD_IN_SECONDS, 4.0, Command.HURT, HurtChoice.EASE])
    assert result(state).practiced == 30 + 12 + 4
    assert result(state).by_stretch[0][1] == {Side.LEFT: 34, Side.RIGHT: 12}
    state, _ = follow(state, [Command.BACK])
    assert state.phase.planned is not None
    assert state.phase.planned.id == "hard"
    again, _ = follow(state, [Command.HURT, HurtChoice.EASE])
    assert len(work(again.timeline, "Easy calf stretch")) == 4


def test_what_follows_an_easier_stretch_has_the_time_to_get_there() -> None:
    hard = stretch(position="half-kneeling", easier={"say": "Sit down.", "stretch": "easy"})
    named = {"hard": hard, "easy": stretch(position="supine"), "after": stretch()}
    session = compile(Routine.model_validate({"name": "T", "summary": "T.", "steps": ["hard", "after"]}), named)
    state, _ = follow(hurt_at(session, 12), [HurtChoice.EASE])
    assert [p.seconds for p in state.timeline.phases if p.kind is PhaseKind.READY] == [10, 13, 25]


def test_without_an_easier_stretch_its_words_stay_with_the_stretch() -> None:
    session = timeline(stretch(easier={"say": "Bend the left knee."}, cues=[{"at": "15s", "say": "Sink deeper."}]), stretch())
    state, events = follow(hurt_at(session, 20), [HurtChoice.EASE])
    assert [event.kind for event in events] == [EventKind.EASED, EventKind.LEAD_IN]
    assert (state.status, state.lead_in, state.elapsed) == (Status.LEAD_IN, EASE_SECONDS, 10)
    eased = [phase for phase in state.timeline.phases if phase.eased]
    assert [phase.say for phase in eased if phase.kind.is_work] == ["Bend the left knee.", "Bend the right knee."]
    assert not [cue for phase in eased for cue in phase.cues if cue.kind is CueKind.GUIDE]
    assert {phase.planned.number for phase in eased if phase.planned} == {1}
    state, _ = follow(state, [Command.HURT, HurtChoice.EASE])
    assert state.phase.eased == COME_BACK


def test_asked_for_on_the_right_the_words_are_right_on_both_sides() -> None:
    session = timeline(stretch(easier={"say": "Bend the left knee."}))
    state, _ = follow(hurt_at(session, 50), [HurtChoice.EASE])
    assert [p.eased for p in state.timeline.phases if p.kind.is_work] == ["Bend the left knee.", "Bend the right knee."]


def test_skipping_goes_to_the_next_step_and_is_told() -> None:
    state, _ = follow(hurt_at(easier_pair(), 20), [HurtChoice.SKIP])
    assert (state.phase.kind, state.phase.planned, state.status) == (PhaseKind.REST, None, Status.RUNNING)
    assert result(state).skipped == (1,)
    state, _ = follow(state, [15.0, Command.HURT, HurtChoice.SKIP])
    assert state.status is Status.FINISHED
    assert result(state).skipped == (1, 2)


def test_what_next_leaves_out_counts_as_skipped_unless_it_is_done_later(session: Timeline) -> None:
    state, _ = follow(at(session, 20), [Command.NEXT])
    assert result(state).skipped == (1,)
    state, _ = follow(state, [Command.BACK, LEAD_IN_SECONDS, 30.0])
    assert result(state).skipped == ()
    assert result(tick(state, 1000)[0]).skipped == ()
    assert result(press(at(session, 20), Command.QUIT)[0]).skipped == ()


@pytest.mark.parametrize("before", [[], [Command.PAUSE], [Command.PAUSE, Command.PAUSE, 1.0]])
def test_if_it_was_nothing_the_hold_goes_on_after_a_lead_in(session: Timeline, before: list[float | Command | HurtChoice]) -> None:
    state, _ = follow(at(session, 20), [*before, Command.HURT, 60.0, HurtChoice.GO_ON])
    assert (state.status, state.elapsed, state.lead_in) == (Status.LEAD_IN, 10, LEAD_IN_SECONDS)
    assert state.hurts[-1].choice is HurtChoice.GO_ON


def test_between_stretches_there_is_nothing_to_ease_or_skip() -> None:
    state = hurt_at(timeline(stretch(sides="both"), steps=["stretch-0", {"wait": "Get a strap."}, "stretch-0"]), 1000)
    assert state.choices == (HurtChoice.END, HurtChoice.RED_FLAG, HurtChoice.GO_ON)
    assert follow(state, [HurtChoice.EASE, HurtChoice.SKIP]) == (state, [])
    assert follow(state, [HurtChoice.GO_ON])[0].status is Status.WAITING
    assert state.hurts[0].stretch is None


@pytest.mark.parametrize("answer", [HurtChoice.END, Command.QUIT])
def test_ending_because_it_hurts_is_told_apart_from_ending(session: Timeline, answer: HurtChoice | Command) -> None:
    state, events = follow(hurt_at(session, 20), [answer])
    assert (state.status, events[-1].kind) == (Status.STOPPED, EventKind.STOPPED)
    assert result(state).hurt
    assert result(state).hurts == (Hurt(20, "stretch-0", Side.LEFT, 1, HurtChoice.END),)
    assert not result(press(at(session, 20), Command.QUIT)[0]).hurt


def test_never_answered_is_kept_as_never_answered(session: Timeline) -> None:
    done = result(hurt_at(session, 20))
    assert (done.hurts[0].choice, done.hurt) == (None, False)


def test_restart_of_a_phase_with_nothing_left_of_it_begins_it(session: Timeline) -> None:
    state, _ = follow(begin(session)[0], [Command.PAUSE, Command.SHORTER, Command.SHORTER, Command.RESTART])
    assert state.timeline.phases[state.index].seconds > 0
