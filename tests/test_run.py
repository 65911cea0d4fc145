"""Whole sessions in made-up time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import Recorder, ScriptedKeys, stretch, timeline
from stretchguide.session.keymap import BINDINGS, HURT_BINDINGS, HURT_KEYMAP, KEYMAP
from stretchguide.session.player import Command, EventKind, HurtChoice, State, Status, result
from stretchguide.session.run import FRAME_SECONDS, SUSPENDED, run
from stretchguide.timeline import PhaseKind, Timeline


def played(
    session: Timeline, script: list[tuple[float, str]], *, speed: float = 1.0, late: float = 0.0, interactive: bool = True
) -> tuple[State, Recorder]:
    keys = ScriptedKeys(script, late=late)
    recorder = Recorder(keys)
    state = run(session, clock=keys.clock, keys=keys, sinks=[recorder], speed=speed, interactive=interactive)
    return state, recorder


@pytest.fixture
def session() -> Timeline:
    """Ready 10 s, hold left 30 s, switch 5 s, hold right 30 s."""
    return timeline(stretch())


def test_a_session_takes_its_time_to_the_millisecond(safe_hamstrings: Timeline) -> None:
    state, recorder = played(safe_hamstrings, [])
    assert state.status is Status.FINISHED
    assert recorder.keys.time == pytest.approx(safe_hamstrings.seconds, abs=0.01)
    for at, event in recorder.events:
        assert event.at <= at + 1e-6
        assert at == pytest.approx(event.at, abs=0.005)


def test_a_slow_machine_is_late_but_never_drifts(safe_hamstrings: Timeline) -> None:
    _, recorder = played(safe_hamstrings, [], late=0.03)
    assert recorder.keys.time == pytest.approx(safe_hamstrings.seconds, abs=0.05)
    assert all(at - event.at < 0.05 for at, event in recorder.events)


@pytest.mark.parametrize("speed", [0.5, 3.0, 200.0])
def test_speed_changes_the_clock_and_nothing_else(safe_hamstrings: Timeline, speed: float) -> None:
    normal = played(safe_hamstrings, [])[1]
    state, recorder = played(safe_hamstrings, [], speed=speed)
    assert recorder.keys.time == pytest.approx(safe_hamstrings.seconds / speed, abs=0.01 * max(1, speed) / speed + 0.005)
    assert [event for _, event in recorder.events] == [event for _, event in normal.events]
    assert result(state).practiced == pytest.approx(result(state).planned)


def test_two_hundred_stray_keys_a_second_change_nothing(session: Timeline) -> None:
    stray = [(n / 200, "wyzk"[n % 4]) for n in range(200 * 75)]
    calm = played(session, [])[1]
    state, recorder = played(session, stray)
    assert state.status is Status.FINISHED
    assert recorder.keys.time == pytest.approx(75, abs=0.01)
    assert [event for _, event in recorder.events] == [event for _, event in calm.events]
    assert len(recorder.states) <= 75 / FRAME_SECONDS + len(recorder.events) + 2


def test_a_paused_minute_adds_a_minute_and_a_lead_in(session: Timeline) -> None:
    state, recorder = played(session, [(20, "space"), (80, "space")])
    assert recorder.keys.time == pytest.approx(75 + 60 + 3, abs=0.02)
    assert result(state).practiced == pytest.approx(60)
    assert recorder.when(EventKind.PAUSED) == [pytest.approx(20)]
    assert recorder.when(EventKind.LEAD_IN) == [pytest.approx(80)]
    assert recorder.when(EventKind.RESUMED) == [pytest.approx(83, abs=0.01)]


def test_a_closed_lid_pauses_and_its_time_is_not_counted(session: Timeline) -> None:
    state, recorder = played(session, [(20, "sleep 3600"), (3700, "space")])
    assert recorder.kinds().count(EventKind.PAUSED) == 1
    assert result(state).practiced == pytest.approx(60, abs=0.5)
    assert state.status is Status.FINISHED


def test_where_nobody_can_press_a_key_a_gap_goes_on_by_itself(session: Timeline) -> None:
    state, recorder = played(session, [(20, "sleep 60")], interactive=False)
    assert state.status is Status.FINISHED
    assert [kind for kind in recorder.kinds() if kind in (EventKind.PAUSED, EventKind.LEAD_IN)] == [EventKind.PAUSED, EventKind.LEAD_IN]


def test_coming_back_from_the_background_pauses(session: Timeline) -> None:
    state, recorder = played(session, [(20, SUSPENDED), (30, "q")])
    assert state.status is Status.STOPPED
    assert state.position == pytest.approx(20, abs=0.3)
    assert EventKind.PAUSED in recorder.kinds()


def test_a_clock_that_goes_back_stops_no_session(session: Timeline) -> None:
    keys = ScriptedKeys()
    jumps = iter([0.0, 0.0, -100.0])
    offset = 0.0

    def clock() -> float:
        nonlocal offset
        offset += next(jumps, 0.0)
        return keys.clock() + offset

    state = run(session, clock=clock, keys=keys, sinks=[])
    assert state.status is Status.FINISHED


def test_a_key_counts_the_time_up_to_it(session: Timeline) -> None:
    state, _ = played(session, [(17.1, "n"), (30, "q")])
    assert state.practiced[1] == pytest.approx(7.1)


def test_q_ends_at_once(session: Timeline) -> None:
    state, recorder = played(session, [(12.3, "q")])
    assert (state.status, recorder.keys.time) == (Status.STOPPED, 12.3)


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from([*KEYMAP, "x", "up"])).filter(lambda pair: pair[1] != "q"), max_size=30))
def test_whatever_is_pressed_the_session_can_be_ended(presses: list[tuple[int, str]]) -> None:
    script: list[tuple[float, str]] = [(float(at), key) for at, key in sorted(presses)]
    state, recorder = played(timeline(stretch()), [*script, (2000.0, "q"), (2001.0, "q")])
    assert state.status.is_over
    assert sum(state.practiced) <= recorder.keys.time


def test_every_command_of_a_person_has_a_key_and_no_key_has_two() -> None:
    keys = [key for binding in BINDINGS for key in binding.keys]
    assert len(keys) == len(set(keys))
    assert {binding.command for binding in BINDINGS} == set(Command) - {Command.SUSPEND}


def test_the_default_session_has_a_warm_up_first_and_both_sides_of_everything(safe_hamstrings: Timeline) -> None:
    _, recorder = played(safe_hamstrings, [])
    phases = [event.phase for _, event in recorder.events if event.kind is EventKind.PHASE]
    assert [phase.kind for phase in phases[:2]] == [PhaseKind.READY, PhaseKind.MOVE]
    assert phases == list(safe_hamstrings.phases)


def test_x_stops_the_clock_until_a_choice(session: Timeline) -> None:
    state, recorder = played(session, [(20, "x"), (30, "space"), (40, "x"), (50, "escape"), (60, "enter"), (320, "g")])
    assert state.status is Status.FINISHED
    assert recorder.keys.time == pytest.approx(75 + 300 + 3, abs=0.02)
    assert [hurt.choice for hurt in state.hurts] == [HurtChoice.GO_ON]
    assert state.hurts[0].at == pytest.approx(20)
    assert result(state).practiced == pytest.approx(60)


@pytest.mark.parametrize(("keys", "choice"), [("xq", HurtChoice.END), ("XQ", HurtChoice.END), ("xfq", HurtChoice.RED_FLAG)])
def test_x_and_then_the_end(session: Timeline, keys: str, choice: HurtChoice) -> None:
    state, _ = played(session, [(20.0 + index, key) for index, key in enumerate(keys)])
    assert state.status is Status.STOPPED
    assert result(state).hurt
    assert state.hurts[0].choice is choice


@pytest.mark.parametrize("interruption", [SUSPENDED, "sleep 3600"])
def test_set_aside_the_question_is_still_there(session: Timeline, interruption: str) -> None:
    state, recorder = played(session, [(20, "x"), (25, interruption), (4000, "s")])
    assert EventKind.PAUSED not in recorder.kinds()
    assert (state.status, state.hurts[0].choice) == (Status.FINISHED, HurtChoice.SKIP)


@given(st.lists(st.sampled_from([*KEYMAP, *HURT_KEYMAP, "escape", "up", SUSPENDED]).filter(lambda key: key not in "qQ"), max_size=30))
def test_no_key_but_the_last_one_leaves_the_red_flags(keys: list[str]) -> None:
    state, recorder = played(timeline(stretch()), [(20, "x"), (21, "f"), *((22.0 + n, key) for n, key in enumerate(keys)), (2000, "q")])
    assert recorder.keys.time == 2000
    assert state.position == pytest.approx(20)
    assert (state.status, result(state).hurt) == (Status.STOPPED, True)


def test_every_choice_has_a_key_that_is_not_hit_by_accident() -> None:
    keys = [key for binding in HURT_BINDINGS for key in binding.keys]
    assert len(keys) == len(set(keys))
    assert [binding.choice for binding in HURT_BINDINGS] == list(HurtChoice)
    assert not {"space", "enter", "escape", "x", "X"} & set(keys)
