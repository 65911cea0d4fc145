"""What suits a person, and routines made to fit: nothing unsuitable stays, and nothing gets worse."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from fakes import profiles, stretch
from stretchguide.library.files import Kind, Origin, Root
from stretchguide.library.library import Library
from stretchguide.model.anatomy import Condition, Context, Equipment, Method, Position, Side
from stretchguide.model.profile import AgeBand, Profile
from stretchguide.model.routine import Routine, StretchStep
from stretchguide.model.rule import RuleName
from stretchguide.safety.finding import Knowledge
from stretchguide.safety.nearest import nearest
from stretchguide.safety.routine_rules import FLOOR_CHANGES_MAX, Plan, count_floor_changes
from stretchguide.safety.rules import check_routine
from stretchguide.safety.substitution import Change, ChangeKind, Fitted, fit, told
from stretchguide.safety.suitability import (
    Suits,
    condition_limits,
    conditions_of,
    effort_cap,
    nothing_suits,
    suitability,
)
from stretchguide.timeline import PhaseKind, Timing, compile

LIBRARY = Library([Root(ROOT / "routines", Origin.BUNDLED)])
STRETCHES = {entry.id: LIBRARY.stretch(entry) for entry in LIBRARY.entries(Kind.STRETCH)}
ROUTINES = {entry.id: LIBRARY.routine(entry) for entry in LIBRARY.entries(Kind.ROUTINE)}
KNOWN = Knowledge(LIBRARY.safety(), {}, STRETCHES)
PLAYABLE = [condition for condition in Condition if condition not in KNOWN.limits.nothing_with]
RANK = {Suits.WELL: 0, Suits.WITH_CARE: 1, Suits.NOT: 2}

routines = st.sampled_from(sorted(ROUTINES)).map(ROUTINES.__getitem__)


def playable(profile: Profile) -> Profile:
    return Profile(
        conditions=tuple(c for c in profile.conditions if c in PLAYABLE),
        unsure=tuple(c for c in profile.unsure if c in PLAYABLE),
        age=profile.age,
        equipment=profile.equipment,
        effort=profile.effort,
    )


people = profiles(most=4).map(playable)


def fitted(routine: Routine, profile: Profile, *, just_up: bool = False) -> Fitted:
    named = {step.stretch: STRETCHES[step.stretch] for step in routine.steps if isinstance(step, StretchStep)}
    return fit(routine, named, profile, KNOWN, just_up=just_up)


def routine(*steps: object, **changes: object) -> Routine:
    return Routine.model_validate({"name": "Test", "summary": "A test.", "steps": list(steps), **changes})


def kinds(changes: Iterable[Change]) -> list[ChangeKind]:
    return [change.kind for change in changes]


def positions(routine: Routine) -> list[Position]:
    return [STRETCHES[step.stretch].position for step in routine.steps if isinstance(step, StretchStep)]


def holds_together(before: Routine, profile: Profile, just_up: bool) -> None:
    """Everything that has to be true of a fitted routine."""
    done = fitted(before, profile, just_up=just_up)
    for step in done.routine.steps:
        if isinstance(step, StretchStep):
            verdict = suitability(STRETCHES[step.stretch], without_lying(profile), KNOWN, just_up=just_up)
            assert verdict.suits is not Suits.NOT, step.stretch
            assert done.stretches[step.stretch].dose == STRETCHES[step.stretch].dose
    assert count_floor_changes(positions(done.routine)) <= max(FLOOR_CHANGES_MAX, count_floor_changes(positions(before)))
    for change in done.changes:
        step = before.steps[change.step]
        assert isinstance(step, StretchStep)
        if change.kind is not ChangeKind.HOLD:
            assert change.stretch == step.stretch
        if change.kind is ChangeKind.REPLACED:
            assert change.by is not None
            assert set(STRETCHES[change.by].targets.primary) & set(STRETCHES[change.stretch].targets.primary)
            assert STRETCHES[change.by].position in positions(before) or not set(positions(before)) & set(positions(done.routine))
        if change.kind is ChangeKind.EASED:
            easier = STRETCHES[change.stretch].easier
            assert easier is not None
            assert easier.stretch == change.by
    left_out = kinds(done.changes).count(ChangeKind.LEFT_OUT)
    assert len(done.routine.steps) == len(before.steps) - left_out
    for sentence in told(done.changes):
        assert re.fullmatch(r"[A-Z].*\.", sentence), sentence
        assert not re.search(r"\b[a-z]+_[a-z]+|None|\(\)|\.\.", sentence), sentence
        assert not any(f" {condition} " in f" {sentence} " for condition in Condition if "-" in condition)
        assert not any(re.search(rf"\b{id}\b", sentence) for id in STRETCHES if "-" in id and id not in sentence_words()), sentence
    if done.is_empty:
        return
    worst = (RuleName.STATIC_BEFORE_WORKOUT, RuleName.AFTER_WAKING, RuleName.FLOOR_CHANGES, RuleName.SIDE_BALANCE)
    broken, first = broken_rules(done.routine), broken_rules(before)
    assert all(broken[rule] <= first[rule] for rule in worst)
    if Condition.PREGNANCY in conditions_of(profile):
        assert longest_on_the_back(done.routine) <= KNOWN.limits.supine_seconds.conditions[Condition.PREGNANCY]


@cache
def sentence_words() -> set[str]:
    """Ids that are words of plain language, too."""
    names = " ".join(one.name.lower() for one in STRETCHES.values())
    return {id for id in STRETCHES if id in names}


def without_lying(profile: Profile) -> Profile:
    """The profile without the condition for which time on the back counts: `longest_on_the_back` is about that."""
    lying = KNOWN.limits.supine_seconds.conditions
    return profile.model_copy(
        update={name: tuple(c for c in getattr(profile, name) if c not in lying) for name in ("conditions", "unsure")}
    )


def longest_on_the_back(routine: Routine) -> float:
    """From the first work on the back to when one gets up, in seconds."""
    longest = lying = 0.0
    for phase in compile(routine, STRETCHES).phases:
        if phase.planned is not None and phase.planned.stretch.position is not Position.SUPINE:
            lying = 0.0
        elif lying or phase.kind.is_work:
            lying += phase.seconds
        longest = max(longest, lying)
    return longest


def broken_rules(routine: Routine) -> Counter[RuleName]:
    found = check_routine(Plan(routine, compile(routine, STRETCHES)), KNOWN)
    return Counter(finding.rule for finding in found)


@pytest.mark.slow
@pytest.mark.parametrize("condition", PLAYABLE)
def test_every_routine_fits_everybody_with_a_condition(condition: Condition) -> None:
    for before in ROUTINES.values():
        holds_together(before, Profile(conditions=(condition,)), just_up=False)


@pytest.mark.slow
@settings(max_examples=80)
@given(routines, people, st.booleans())
def test_every_routine_fits_everybody(before: Routine, profile: Profile, just_up: bool) -> None:
    holds_together(before, profile, just_up)
    assert fitted(before, profile, just_up=just_up) == fitted(before, profile, just_up=just_up)


@pytest.mark.parametrize("id", ROUTINES)
def test_an_empty_profile_changes_nothing(id: str) -> None:
    done = fitted(ROUTINES[id], Profile())
    assert (done.routine, done.changes) == (ROUTINES[id], ())


@given(st.sampled_from(sorted(STRETCHES)), people, st.sampled_from(Condition))
def test_one_more_condition_never_makes_a_stretch_suit_better(id: str, profile: Profile, more: Condition) -> None:
    also = profile.answered([more], yes=[more])
    assert RANK[suitability(STRETCHES[id], also, KNOWN).suits] >= RANK[suitability(STRETCHES[id], profile, KNOWN).suits]


@given(st.sampled_from(sorted(STRETCHES)), people)
def test_unsure_counts_as_if_it_applied(id: str, profile: Profile) -> None:
    every = profile.conditions + profile.unsure
    sure = profile.model_copy(update={"conditions": every, "unsure": ()})
    assert suitability(STRETCHES[id], profile, KNOWN).suits is suitability(STRETCHES[id], sure, KNOWN).suits


# --- suits ----------------------------------------------------------------------------------------------------------


def suits(profile: Profile, changes: Mapping[str, object], *, just_up: bool = False, lying: float = 0.0) -> tuple[Suits, str]:
    found = suitability(stretch(**changes), profile, KNOWN, just_up=just_up, lying=lying)
    return found.suits, "; ".join(found.reasons)


def having(*conditions: str, **more: object) -> Profile:
    return Profile.model_validate({"conditions": conditions, **more})


UPRIGHT = {"trunk": 0, "hip": 0, "knee": 0}


def posed(anchor: str = "standing", **hold: object) -> dict[str, object]:
    return {"anchor": anchor, "hold": UPRIGHT | hold}


PNF = {"method": "pnf", "dose": {"contract": "5s", "relax": "2s", "hold": "20s", "effort": 40}}
LEGS = {"targets": {"primary": ["hamstrings"]}}


@pytest.mark.parametrize(
    ("profile", "changes", "expected", "words"),
    [
        (having("osteoporosis"), {}, Suits.WELL, ""),
        (having("osteoporosis"), {"caution_with": ["osteoporosis"]}, Suits.WITH_CARE, "osteoporosis or a fracture from a minor fall"),
        (having("osteoporosis"), {"avoid_with": ["osteoporosis"]}, Suits.NOT, "osteoporosis or a fracture from a minor fall"),
        (having(unsure=["osteoporosis"]), {"avoid_with": ["osteoporosis"]}, Suits.NOT, "osteoporosis"),
        (having("dvt-suspected"), {}, Suits.NOT, "swollen, warm or painful leg"),
        (having("pregnancy"), {"position": "prone"}, Suits.NOT, "pregnancy"),
        (having("floor-transfer-limited"), {"position": "supine"}, Suits.NOT, "getting down to the floor is hard"),
        (having("hypermobility"), PNF, Suits.NOT, "very bendy joints, so no contract-relax"),
        (having("glaucoma"), {"pose": posed(trunk=140, hip=130, lumbar=10)}, Suits.NOT, "so the head stays above the hips"),
        (having("osteoporosis"), {"pose": posed(lumbar=10)}, Suits.WELL, ""),
        (having("osteoporosis"), {"pose": posed(lumbar=15)}, Suits.WITH_CARE, "osteoporosis"),
        (having("osteoporosis"), {"pose": posed(lumbar=16)}, Suits.NOT, "fall: the low back rounds by 16 degrees"),
        (having("hamstring-tendinopathy"), LEGS, Suits.WITH_CARE, "pain at the sitting bone"),
        (having(equipment=["mat"]), {"equipment": ["mat"]}, Suits.WELL, ""),
        (having(equipment=["mat"]), {"equipment": ["mat", "strap"]}, Suits.NOT, "it needs a strap"),
        (having(equipment=[]), {"equipment": ["mat", "strap"]}, Suits.NOT, "it needs a mat, strap or belt"),
    ],
)
def test_a_stretch_suits_or_says_why_not(profile: Profile, changes: dict[str, object], expected: Suits, words: str) -> None:
    found, why = suits(profile, changes)
    assert found is expected
    assert words in why


def test_in_the_first_hour_the_back_rounds_less() -> None:
    assert suits(Profile(), {"pose": posed(lumbar=10)}, just_up=True)[0] is Suits.WELL
    assert suits(Profile(), {"pose": posed(lumbar=11)})[0] is Suits.WELL
    assert suits(Profile(), {"pose": posed(lumbar=11)}, just_up=True) == (
        Suits.NOT,
        "the low back rounds by 11 degrees, and 10 is the limit in the first hour after getting up",
    )
    assert suits(Profile(), {}, just_up=True)[0] is Suits.WELL


def test_time_on_the_back_adds_up() -> None:
    once = {"position": "supine", "sides": "both", "dose": {"hold": "40s"}}
    assert suits(having("pregnancy"), once)[0] is Suits.WELL
    assert suits(having("pregnancy"), once, lying=40)[0] is Suits.NOT
    assert suits(having("osteoporosis"), once, lying=400)[0] is Suits.WELL


def test_nothing_suits_with_a_suspected_clot_even_if_unsure() -> None:
    for profile in (having("dvt-suspected"), having(unsure=["dvt-suspected"])):
        assert nothing_suits(profile, KNOWN) == (Condition.DVT_SUSPECTED,)
    assert nothing_suits(having("osteoporosis"), KNOWN) == ()


@pytest.mark.parametrize(
    ("profile", "cap"),
    [
        (Profile(), None),
        (Profile(effort=4), None),
        (Profile(effort=3), 3),
        (having("pregnancy"), 3),
        (having("pregnancy", "hypermobility"), 2),
        (having(unsure=["hypermobility"]), 2),
        (having("hypermobility", effort=1), 1),
        (having("glaucoma"), None),
    ],
)
def test_the_lowest_cap_of_effort_counts(profile: Profile, cap: int | None) -> None:
    assert effort_cap(profile, KNOWN) == cap


@pytest.mark.parametrize("condition", Condition)
def test_limits_of_a_condition_are_told_in_sentences(condition: Condition) -> None:
    said = condition_limits(condition, KNOWN.limits)
    assert all(re.fullmatch(r"[A-Z].*\.", line) and "{" not in line for line in said)
    assert bool(said) == (str(condition) in str(KNOWN.limits.model_dump(mode="json", exclude={"nothing_with"})))


def test_nearest_puts_the_most_alike_first_and_never_the_stretch_itself() -> None:
    for id, one in STRETCHES.items():
        order = nearest(one, STRETCHES)
        assert id not in order
        assert len(set(order)) == len(order)
        same = [STRETCHES[other].position is one.position for other in order]
        assert same == sorted(same, reverse=True)
        assert all(set(one.targets.primary) & set(STRETCHES[other].targets.primary) for other in order)


# --- fitting --------------------------------------------------------------------------------------------------------


def test_what_does_not_suit_is_replaced_in_a_position_in_use() -> None:
    session = routine("contract-relax-hamstring", "lying-figure-four")
    done = fitted(session, having(equipment=["mat"]))
    (change,) = done.changes
    assert (change.kind, change.step, change.stretch) == (ChangeKind.REPLACED, 0, "contract-relax-hamstring")
    assert change.by is not None
    assert STRETCHES[change.by].position is Position.SUPINE
    (line,) = told(done.changes)
    assert line == f"{STRETCHES[change.by].name} instead of {STRETCHES['contract-relax-hamstring'].name}. Why: {change.reasons[0]}."


def test_where_nothing_suits_it_is_left_out_and_said() -> None:
    two = {"one": stretch(), "two": stretch(name="Strap stretch", equipment=["strap"])}
    done = fit(routine("one", "two"), two, having(equipment=[]), Knowledge(KNOWN.safety, {}, two))
    assert [step.stretch for step in done.routine.steps if isinstance(step, StretchStep)] == ["one"]
    assert told(done.changes) == ("Left out: Strap stretch. Why: it needs a strap or belt.",)


def test_a_routine_of_which_nothing_suits_is_empty() -> None:
    two = {"it": stretch(avoid_with=["glaucoma"])}
    done = fit(routine("it", {"rest": "10s"}), two, having("glaucoma"), Knowledge(KNOWN.safety, {}, {}))
    assert done.is_empty
    assert kinds(done.changes) == [ChangeKind.LEFT_OUT]


def test_care_tells_the_easier_way_while_getting_ready() -> None:
    id = next(id for id, one in STRETCHES.items() if one.caution_with and one.easier is not None and one.easier.stretch is None)
    one = STRETCHES[id]
    assert one.easier is not None
    done = fitted(routine(id), Profile(conditions=one.caution_with[:1]))
    assert kinds(done.changes) == [ChangeKind.CARE]
    assert done.stretches[id].setup == f"{one.setup} {one.easier.say}"


def test_care_without_an_easier_way_says_to_go_less_far() -> None:
    plain = stretch(caution_with=["osteoporosis"])
    done = fit(routine("it"), {"it": plain}, having("osteoporosis"), KNOWN)
    assert done.stretches["it"].setup == f"{plain.setup} Go less far than you could."


def test_care_takes_the_easier_stretch_where_it_suits() -> None:
    eased = [
        (id, condition)
        for id, one in STRETCHES.items()
        if one.easier is not None and one.easier.stretch is not None
        for condition in one.caution_with
        if ChangeKind.EASED in kinds(fitted(routine(id), Profile(conditions=(condition,))).changes)
    ]
    assert eased
    id, condition = eased[0]
    done = fitted(routine(id), Profile(conditions=(condition,)))
    assert ", the easier one, instead of " in told(done.changes)[0]


@pytest.mark.parametrize(
    ("hold", "context", "held", "words"),
    [
        ("20s", "any", 30.0, "Held for 30 s instead of 20 s, since holds of 30 to 60 s do more from 65 on: Wall calf"),
        ("90s", "any", 60.0, "Held for 60 s instead of 90 s"),
        ("45s", "any", None, ""),
        ("20s", "before", None, ""),
    ],
)
def test_holds_follow_the_age(hold: str, context: str, held: float | None, words: str) -> None:
    session = routine({"stretch": "wall-calf", "hold": hold}, context=context)
    done = fitted(session, Profile(age=AgeBand.OLDER))
    (step,) = done.routine.steps
    assert isinstance(step, StretchStep)
    assert step.hold == (held if held is not None else float(hold[:-1]))
    assert "".join(told(done.changes)).startswith(words)
    assert fitted(session, Profile(age=AgeBand.ADULT)).changes == ()


def test_a_dose_goes_along_where_it_means_the_same() -> None:
    session = routine({"stretch": "lying-hamstring", "hold": "25s", "sets": 1}, "lying-figure-four", "open-book")
    done = fitted(session, having(equipment=["mat", "wall", "doorway"]))
    (step, *_) = done.routine.steps
    assert isinstance(step, StretchStep)
    assert (STRETCHES[step.stretch].method, step.hold, step.sets) == (Method.STATIC, 25.0, 1)


@pytest.mark.parametrize("condition", PLAYABLE)
def test_before_training_no_hold_takes_the_place_of_a_movement(condition: Condition) -> None:
    for before in ROUTINES.values():
        if before.context is not Context.BEFORE:
            continue
        for equipment in (None, (Equipment.WALL,), (Equipment.MAT, Equipment.STRAP)):
            done = fitted(before, Profile(conditions=(condition,), equipment=equipment))
            for change in done.changes:
                if change.by is not None and STRETCHES[change.by].method is Method.STATIC:
                    assert STRETCHES[change.stretch].method is Method.STATIC
                    (step,) = (step for step in done.routine.steps if isinstance(step, StretchStep) and step.stretch == change.by)
                    assert step.hold is not None
                    assert (step.hold <= 20, step.sets) == (True, 1)


def test_time_on_the_back_is_that_of_the_step_and_goes_on_in_a_rest() -> None:
    lying = stretch(position="supine", sides="both", dose={"hold": "20s"})
    two = {"first": lying, "second": lying.model_copy(update={"name": "Other"})}
    pregnant = having("pregnancy")

    def changed(*steps: object) -> list[ChangeKind]:
        return kinds(fit(routine(*steps), two, pregnant, Knowledge(KNOWN.safety, {}, two)).changes)

    assert changed({"stretch": "first", "hold": "40s"}) == []
    assert changed({"stretch": "first", "hold": "60s"}) == [ChangeKind.LEFT_OUT]
    assert changed({"stretch": "first", "hold": "10s"}, {"wait": "Go on."}, {"stretch": "second", "hold": "10s"}) == []
    assert changed({"stretch": "first", "hold": "10s"}, {"rest": "30s"}, {"stretch": "second", "hold": "10s"}) == [ChangeKind.LEFT_OUT]
    assert changed({"rest": "60s"}, "first") == []


def test_a_refused_stretch_takes_nobodys_place() -> None:
    bad = stretch(name="Toe touch", setup="Stand.", steps=["Bend down and touch your toes."])
    avoid = LIBRARY.avoided(LIBRARY.find("standing-toe-touch", (Kind.AVOID,)))
    known = Knowledge(KNOWN.safety, {"standing-toe-touch": avoid}, {"bad": bad})
    done = fit(routine("it"), {"it": stretch(avoid_with=["osteoporosis"])}, having("osteoporosis"), known)
    assert kinds(done.changes) == [ChangeKind.LEFT_OUT]


# --- pace -----------------------------------------------------------------------------------------------------------


def test_a_slower_pace_lengthens_changing_and_nothing_else() -> None:
    for before in ROUTINES.values():
        usual, slow = compile(before, STRETCHES), compile(before, STRETCHES, Timing(pace=1.5))
        for one, other in zip(usual.phases, slow.phases, strict=True):
            assert (one.kind, one.side) == (other.kind, other.side)
            if one.kind in (PhaseKind.READY, PhaseKind.SWITCH):
                assert other.seconds > one.seconds
                assert one.side in Side
            else:
                assert other.seconds == one.seconds
