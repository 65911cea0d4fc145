"""What holds for every timeline."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import stretch, stretches, timeline, timelines
from stretchguide.model.anatomy import Context, Position, Side, Sides
from stretchguide.model.routine import Routine
from stretchguide.model.stretch import Stretch
from stretchguide.timeline import CueKind, PhaseKind, Timeline, compile, ease, extend, for_side, switch_seconds, transition, upcoming


@given(timelines())
def test_phases_follow_each_other_from_zero_and_add_up(session: Timeline) -> None:
    end = 0.0
    for phase in session.phases:
        assert phase.start == end
        assert phase.seconds >= 0
        end = phase.end
    assert session.seconds == end == pytest.approx(sum(phase.seconds for phase in session.phases))


@given(timelines())
def test_only_a_wait_has_no_length(session: Timeline) -> None:
    assert all((phase.seconds == 0) == (phase.kind is PhaseKind.WAIT) for phase in session.phases)


@given(timelines())
def test_every_step_appears_in_order(session: Timeline) -> None:
    numbers = [phase.planned.number for phase in session.phases if phase.planned is not None]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, len(session.stretches) + 1))


@given(timelines())
def test_left_and_right_get_the_same_work(session: Timeline) -> None:
    for planned in session.stretches:
        if planned.stretch.sides is Sides.BOTH:
            continue
        work: Counter[Side] = Counter()
        for phase in session.phases:
            if phase.planned is planned and phase.kind.is_work:
                work[phase.side] += round(phase.seconds * 4)
        assert work[Side.LEFT] == work[Side.RIGHT]


@given(timelines())
def test_every_set_on_every_side_is_done_in_full(session: Timeline) -> None:
    for planned in session.stretches:
        holds = [p for p in session.phases if p.planned is planned and p.kind in (PhaseKind.HOLD, PhaseKind.MOVE)]
        for phase in holds:
            expected = planned.dose.hold if phase.kind is PhaseKind.HOLD else (planned.dose.reps or 0) * (planned.dose.tempo or 0)
            assert phase.seconds == expected
        if holds:
            sides = 2 if planned.stretch.sides is Sides.EACH else 1
            assert len(holds) == sides * (planned.dose.sets or 1)


@given(timelines())
def test_cues_lie_inside_their_phase_in_order(session: Timeline) -> None:
    for phase in session.phases:
        assert [cue.at for cue in phase.cues] == sorted(cue.at for cue in phase.cues)
        assert all(0 < cue.at < phase.seconds for cue in phase.cues)


@given(st.lists(stretches(), min_size=1, max_size=3))
def test_the_same_routine_always_gives_the_same_timeline(items: list[Stretch]) -> None:
    assert timeline(*items) == timeline(*items)


@given(timelines())
def test_work_begins_after_a_lead_in_that_counts_down(session: Timeline) -> None:
    for before, after in zip(session.phases, session.phases[1:], strict=False):
        if after.kind.is_work and not before.kind.is_work and before.kind is not PhaseKind.RELAX:
            assert before.kind in (PhaseKind.READY, PhaseKind.SWITCH, PhaseKind.REST)
            assert before.seconds <= 3 or [cue.text for cue in before.cues if cue.kind is CueKind.COUNT] == ["3", "2", "1"]


@given(timelines())
def test_the_safety_line_comes_at_most_once_a_stretch(session: Timeline) -> None:
    for planned in session.stretches:
        lines = [cue for phase in session.phases if phase.planned is planned for cue in phase.cues if cue.kind is CueKind.SAFETY]
        assert len(lines) <= 1


def test_a_long_hold_says_safety_halfway_and_counts_its_end() -> None:
    session = timeline(stretch(dose={"hold": "30s"}, cues=[{"at": "8s", "say": "Breathe."}]))
    ready, hold = session.phases[:2]
    assert ready.kind is PhaseKind.READY
    assert [(cue.at, cue.kind) for cue in hold.cues] == [
        (4, CueKind.SAFETY),
        (8, CueKind.GUIDE),
        (15, CueKind.COUNT),
        (27, CueKind.COUNT),
        (28, CueKind.COUNT),
        (29, CueKind.COUNT),
    ]


def test_the_safety_line_keeps_away_from_other_cues() -> None:
    hold = timeline(stretch(cues=[{"at": "5s", "say": "One."}, {"at": "11s", "say": "Two."}])).phases[1]
    safety = next(cue for cue in hold.cues if cue.kind is CueKind.SAFETY)
    assert all(abs(cue.at - safety.at) >= 4 for cue in hold.cues if cue is not safety)


def test_sides_take_turns_set_by_set() -> None:
    session = timeline(stretch(dose={"hold": "20s", "sets": 2}))
    order = [(phase.set, phase.side) for phase in session.phases if phase.kind is PhaseKind.HOLD]
    assert order == [(1, Side.LEFT), (1, Side.RIGHT), (2, Side.LEFT), (2, Side.RIGHT)]


def test_lying_on_one_side_all_its_sets_come_first() -> None:
    session = timeline(stretch(position="side-lying", dose={"hold": "20s", "sets": 2}))
    order = [(phase.set, phase.side) for phase in session.phases if phase.kind is PhaseKind.HOLD]
    assert order == [(1, Side.LEFT), (2, Side.LEFT), (1, Side.RIGHT), (2, Side.RIGHT)]
    assert [phase.kind for phase in session.phases] == [
        PhaseKind.READY,
        PhaseKind.HOLD,
        PhaseKind.REST,
        PhaseKind.HOLD,
        PhaseKind.SWITCH,
        PhaseKind.HOLD,
        PhaseKind.REST,
        PhaseKind.HOLD,
    ]


def test_contract_relax_goes_press_let_go_hold() -> None:
    session = timeline(stretch(method="pnf", dose={"contract": "5s", "relax": "2s", "hold": "20s", "effort": 40}))
    assert [phase.kind for phase in session.phases[:4]] == [PhaseKind.READY, PhaseKind.CONTRACT, PhaseKind.RELAX, PhaseKind.HOLD]
    assert "40 percent" in session.phases[1].say


def test_alternating_pushes_change_sides_every_time() -> None:
    session = timeline(stretch(method="isometric", sides="alternating", dose={"hold": "5s", "reps": 4}))
    pushes = [phase.side for phase in session.phases if phase.kind is PhaseKind.CONTRACT]
    assert pushes == [Side.LEFT, Side.RIGHT, Side.LEFT, Side.RIGHT]


def test_repetitions_take_their_tempo() -> None:
    move = timeline(stretch(method="dynamic", dose={"reps": 8, "tempo": "2.5s"})).phases[1]
    assert (move.kind, move.seconds, move.reps) == (PhaseKind.MOVE, 20, 8)


def test_texts_are_mirrored_for_the_right_side() -> None:
    session = timeline(stretch(setup="Stand on the right leg.", breathing="LEFT first. Left side, then right."))
    switch = next(phase for phase in session.phases if phase.kind is PhaseKind.SWITCH)
    right = session.phases[-1]
    assert session.phases[0].say == "Stand on the right leg."
    assert switch.say == "Switch to the right side."
    assert right.say == "RIGHT first. Right side, then left."


def test_a_right_angle_is_not_a_side() -> None:
    assert for_side("Bend the left knee to a right angle.", Side.RIGHT) == "Bend the right knee to a right angle."


@given(st.lists(st.sampled_from(["left", "right", "Left", "RIGHT", "leg", "bright", "leftover", "foot."]), max_size=9).map(" ".join))
def test_mirroring_twice_changes_nothing(text: str) -> None:
    assert for_side(for_side(text, Side.RIGHT), Side.RIGHT) == text
    assert for_side(text, Side.LEFT) == for_side(text, Side.BOTH) == text


def test_a_step_overrides_the_dose_of_the_stretch() -> None:
    routine = Routine.model_validate({"name": "T", "summary": "T.", "steps": [{"stretch": "calf", "hold": "12s", "sets": 2}]})
    session = compile(routine, {"calf": stretch(dose={"hold": "45s", "sets": 1})})
    assert [phase.seconds for phase in session.phases if phase.kind is PhaseKind.HOLD] == [12, 12, 12, 12]


@pytest.mark.parametrize(
    ("before", "after", "seconds"),
    [
        (Position.STANDING, Position.STANDING, 6),
        (Position.CHAIR, Position.STANDING, 8),
        (Position.STANDING, Position.SUPINE, 15),
        (Position.SUPINE, Position.CHAIR, 20),
        (Position.HALF_KNEELING, Position.STANDING, 10),
        (Position.SUPINE, Position.PRONE, 8),
    ],
)
def test_changing_position_takes_its_time(before: Position, after: Position, seconds: float) -> None:
    assert transition(before, after) == seconds
    assert transition(Position.CHAIR, Position.CHAIR, Context.DESK) == 4
    assert switch_seconds(Position.SIDE_LYING) > switch_seconds(Position.STANDING)


@given(timelines(), st.data())
def test_making_a_phase_longer_moves_everything_after_it(session: Timeline, data: st.DataObject) -> None:
    index = data.draw(st.sampled_from([i for i, phase in enumerate(session.phases) if phase.kind is not PhaseKind.WAIT]))
    phase = session.phases[index]
    elapsed = data.draw(st.integers(0, int(phase.seconds * 4))) / 4
    change = data.draw(st.sampled_from([-5.0, 5.0]))
    changed = extend(session, index, change, elapsed=elapsed)
    longer = changed.phases[index]
    assert longer.seconds == min(max(phase.seconds + change, elapsed), 1800)
    assert changed.seconds == pytest.approx(session.seconds + longer.seconds - phase.seconds)
    assert all(before.end == after.start for before, after in zip(changed.phases, changed.phases[1:], strict=False))
    assert all(0 < cue.at < longer.seconds or cue.at <= elapsed for cue in longer.cues)
    assert [cue for cue in longer.cues if cue.at <= elapsed] == [cue for cue in phase.cues if cue.at <= elapsed]
    assert [cue.text for cue in longer.cues].count("Halfway.") <= 1


def test_next_up_is_the_other_side_and_then_the_next_stretch() -> None:
    session = timeline(stretch(), stretch(name="Second", sides="both"))
    seen = [(phase.kind, after.side if (after := upcoming(session, i)) else None) for i, phase in enumerate(session.phases)]
    assert seen == [
        (PhaseKind.READY, Side.RIGHT),
        (PhaseKind.HOLD, Side.RIGHT),
        (PhaseKind.SWITCH, Side.BOTH),
        (PhaseKind.HOLD, Side.BOTH),
        (PhaseKind.READY, None),
        (PhaseKind.HOLD, None),
    ]


def test_an_easier_stretch_is_planned_with_its_own_dose_in_as_many_sets() -> None:
    hard = stretch(dose={"hold": "30s"}, easier={"say": "Sit down.", "stretch": "easy"})
    easy = stretch(dose={"hold": "20s", "sets": 5}, easier={"say": "Lie down.", "stretch": "hard"})
    routine = Routine.model_validate({"name": "T", "summary": "T.", "steps": [{"stretch": "hard", "hold": "60s", "sets": 2}]})
    planned = compile(routine, {"hard": hard, "easy": easy}).stretches[0]
    assert planned.easier is not None
    assert (planned.easier.id, planned.easier.number, planned.easier.dose.hold, planned.easier.dose.sets) == ("easy", 1, 20, 2)
    assert planned.easier.easier is None
    assert compile(routine, {"hard": hard}).stretches[0].easier is None


@pytest.mark.parametrize(
    ("hard", "easy", "left"),
    [
        ({"sides": "each"}, {"sides": "both"}, [(1, Side.BOTH), (2, Side.BOTH)]),
        ({"sides": "each"}, {"position": "side-lying"}, [(1, Side.RIGHT), (2, Side.RIGHT), (2, Side.LEFT)]),
        ({"sides": "both"}, {"sides": "each"}, [(2, Side.LEFT), (2, Side.RIGHT)]),
    ],
)
def test_the_easier_stretch_does_what_is_left_in_its_own_order(
    hard: dict[str, object], easy: dict[str, object], left: list[tuple[int, Side]]
) -> None:
    first = stretch(dose={"hold": "30s", "sets": 2}, easier={"say": "Sit down.", "stretch": "easy"}, **hard)
    routine = Routine.model_validate({"name": "T", "summary": "T.", "steps": ["hard"]})
    session = compile(routine, {"hard": first, "easy": stretch(**easy)})
    index = [i for i, phase in enumerate(session.phases) if phase.kind is PhaseKind.HOLD][1]
    eased = ease(session, index, elapsed=4.0)
    assert [(p.set, p.side) for p in eased.phases[index + 1 :] if p.kind is PhaseKind.HOLD] == left
    assert eased.phases[index].seconds == 4


def test_a_rest_is_not_made_easier() -> None:
    session = timeline(stretch(), steps=["stretch-0", {"rest": "20s"}])
    assert ease(session, len(session.phases) - 1, elapsed=3.0) is session
