"""The safety rules: each with something it lets pass and something it finds, and the bundled files without findings."""

import re
from collections.abc import Callable, Mapping

import pytest

from conftest import ROOT
from fakes import stretch
from stretchguide.library.files import Kind, Origin, Root
from stretchguide.library.library import Library
from stretchguide.model.anatomy import Condition, Method, Muscle, Side
from stretchguide.model.pose import Anchor, Pose
from stretchguide.model.routine import Routine
from stretchguide.model.rule import RuleName
from stretchguide.model.safety import Limit
from stretchguide.model.stretch import Stretch
from stretchguide.safety import routine_rules, stretch_rules
from stretchguide.safety.finding import Finding, Knowledge, Severity
from stretchguide.safety.posture import Posture, is_one_sided
from stretchguide.safety.routine_rules import Plan
from stretchguide.safety.rules import BY_NAME, RULES, Held, check_avoided, check_routine, check_stretch
from stretchguide.safety.week import check_week
from stretchguide.timeline import compile

LIBRARY = Library([Root(ROOT / "routines", Origin.BUNDLED)])
STRETCHES = {entry.id: LIBRARY.stretch(entry) for entry in LIBRARY.entries(Kind.STRETCH)}
AVOIDED = {entry.id: LIBRARY.avoided(entry) for entry in LIBRARY.entries(Kind.AVOID)}
ROUTINES = {entry.id: LIBRARY.routine(entry) for entry in LIBRARY.entries(Kind.ROUTINE)}
KNOWN = Knowledge(LIBRARY.safety(), AVOIDED, STRETCHES)

Example = Stretch | Plan


def posed(anchor: str = "standing", support: float = 0.0, start: object = None, **hold: object) -> dict[str, object]:
    """A pose: upright, with everything that is named changed."""
    return {"anchor": anchor, "support": support, "hold": {"trunk": 0, "hip": 0, "knee": 0} | hold, "start": start or {}}


def naming_all(**changes: object) -> Stretch:
    """A stretch for both sides that names every condition, so that only what it does can be found."""
    return stretch(**{"sides": "both", "setup": "Stand.", "avoid_with": list(Condition)} | changes)


def hamstrings(**changes: object) -> Stretch:
    return naming_all(**{"targets": {"primary": ["hamstrings"]}} | changes)


def moving(**changes: object) -> Stretch:
    return naming_all(**{"method": "dynamic", "dose": {"reps": 20, "tempo": "3s"}, "targets": {"primary": ["whole-body"]}} | changes)


def pnf(**dose: object) -> Stretch:
    return naming_all(method="pnf", dose={"contract": "5s", "relax": "2s", "hold": "20s", "effort": 40} | dose)


def plan(*stretches: Stretch, **changes: object) -> Plan:
    named = {f"stretch-{index}": item for index, item in enumerate(stretches)}
    routine = Routine.model_validate({"name": "Test", "summary": "A test.", "steps": list(named), **changes})
    return Plan(routine, compile(routine, named))


def found(example: Example, rule: RuleName) -> list[Finding]:
    """What one rule finds."""
    findings = check_stretch(example, KNOWN) if isinstance(example, Stretch) else check_routine(example, KNOWN)
    return [finding for finding in findings if finding.rule is rule]


ROUNDED = posed(trunk=20, lumbar=20)
NEEDS_NOTHING = {"allow": [{"rule": "bouncing", "because": "It used to."}]}
HEAD_DOWN = posed(trunk=140, hip=130, lumbar=10)
LEANING = posed(trunk=60, hip=60, shoulder=90)

EXAMPLES: list[tuple[RuleName, Example, Example, Severity]] = [
    (
        RuleName.LEFT_OUT,
        naming_all(steps=["Keep the back long and lean forward a little."]),
        naming_all(setup="Stand with straight knees.", steps=["Bend down and touch your toes."]),
        Severity.BLOCK,
    ),
    (RuleName.LUMBAR_FLEXION, naming_all(pose=posed(lumbar=15)), naming_all(pose=posed(lumbar=16)), Severity.WARN),
    (RuleName.LUMBAR_FLEXION, naming_all(pose=posed(lumbar=15)), naming_all(pose=posed(lumbar=30)), Severity.WARN),
    (RuleName.LUMBAR_FLEXION, naming_all(pose=posed(lumbar=15)), naming_all(pose=posed(lumbar=31)), Severity.BLOCK),
    (
        RuleName.LUMBAR_FLEXION,
        naming_all(pose=posed(support=0.5, lumbar=25)),
        naming_all(pose=posed(support=0.49, lumbar=25)),
        Severity.WARN,
    ),
    (
        RuleName.LUMBAR_FLEXION,
        naming_all(pose=posed(support=0.5, lumbar=25)),
        naming_all(pose=posed(support=0.5, lumbar=45)),
        Severity.WARN,
    ),
    (RuleName.LUMBAR_FLEXION, naming_all(pose=posed()), naming_all(pose=posed(start={"lumbar": 31})), Severity.BLOCK),
    (RuleName.LUMBAR_EXTENSION, naming_all(pose=posed(lumbar=-35)), naming_all(pose=posed(lumbar=-36)), Severity.WARN),
    (RuleName.LUMBAR_EXTENSION, naming_all(pose=posed()), naming_all(pose=posed(start={"lumbar": -36})), Severity.WARN),
    (
        RuleName.LONG_FLEXION,
        naming_all(pose=ROUNDED, dose={"hold": "60s"}),
        naming_all(pose=ROUNDED, dose={"hold": "61s"}),
        Severity.WARN,
    ),
    (
        RuleName.ONLY_MOVEMENT,
        hamstrings(pose=posed(trunk=30, hip=30, start={"trunk": 25, "hip": 30})),
        hamstrings(pose=posed(trunk=30, hip=30, start={"trunk": 24, "hip": 30})),
        Severity.WARN,
    ),
    (
        RuleName.ONLY_MOVEMENT,
        hamstrings(only_movement="Only the hips bend.", pose=posed(trunk=30, hip=30, start={"trunk": 0, "hip": 0})),
        hamstrings(only_movement="Only the hips bend.", pose=posed(trunk=30, lumbar=10, start={"trunk": 0, "lumbar": 0})),
        Severity.WARN,
    ),
    (
        RuleName.ONLY_MOVEMENT,
        naming_all(only_movement="Only the knee moves.", pose=posed(start={"knee": 60})),
        naming_all(only_movement="Only the knee moves.", pose=posed(start={"hip": 60})),
        Severity.WARN,
    ),
    (
        RuleName.ONLY_MOVEMENT,
        naming_all(only_movement="Only the wrists move.", pose=posed(start={"hip": 60})),
        naming_all(only_movement="Only the knee moves.", pose=posed(start={"lumbar": 10})),
        Severity.WARN,
    ),
    (RuleName.HOLD_LENGTH, naming_all(dose={"hold": "10s"}), naming_all(dose={"hold": "9s"}), Severity.NOTE),
    (RuleName.HOLD_LENGTH, naming_all(dose={"hold": "60s"}), naming_all(dose={"hold": "61s"}), Severity.NOTE),
    (
        RuleName.HOLD_LENGTH,
        plan(naming_all(), steps=[{"stretch": "stretch-0", "hold": "60s"}]),
        plan(naming_all(), steps=[{"rest": "5s"}, {"stretch": "stretch-0", "hold": "61s"}]),
        Severity.NOTE,
    ),
    (RuleName.CONTRACT_RELAX, pnf(), pnf(effort=41), Severity.WARN),
    (RuleName.CONTRACT_RELAX, pnf(contract="3s"), pnf(contract="2s"), Severity.WARN),
    (RuleName.CONTRACT_RELAX, pnf(contract="6s"), pnf(contract="7s"), Severity.WARN),
    (RuleName.CONTRACT_RELAX, pnf(), pnf(effort=None), Severity.WARN),
    (RuleName.BOUNCING, moving(steps=["Never bounce."]), moving(steps=["Bounce at the end."]), Severity.BLOCK),
    (RuleName.BOUNCING, moving(dose={"reps": 8, "tempo": "1.2s"}), moving(dose={"reps": 8, "tempo": "1.1s"}), Severity.WARN),
    (
        RuleName.EFFORT,
        naming_all(steps=["Never push through the pain."]),
        naming_all(steps=["Push through the pain."]),
        Severity.WARN,
    ),
    (
        RuleName.EFFORT,
        naming_all(steps=["Lean as far as you can while the heel stays down."]),
        naming_all(cues=[{"at": "5s", "say": "Do not stop. Lean as far as you can."}]),
        Severity.WARN,
    ),
    (
        RuleName.SIDE_BALANCE,
        stretch(pose=posed(hip={"left": 40, "right": 0})),
        naming_all(pose=posed(hip={"left": 40, "right": 0})),
        Severity.WARN,
    ),
    (
        RuleName.SIDE_BALANCE,
        naming_all(steps=["Cross the left leg over the other one."]),
        naming_all(steps=["Lift the left leg."]),
        Severity.WARN,
    ),
    (
        RuleName.SIDE_BALANCE,
        plan(moving(sides="alternating", dose={"reps": 6, "tempo": "3s"})),
        plan(moving(sides="alternating", method="isometric", dose={"hold": "5s", "reps": 4}), steps=[{"stretch": "stretch-0", "reps": 5}]),
        Severity.WARN,
    ),
    (
        RuleName.CONDITION_LIMITS,
        naming_all(pose=posed(hip=100)),
        stretch(sides="both", setup="Stand.", pose=posed(hip=100)),
        Severity.WARN,
    ),
    (
        RuleName.HEAD_BELOW_HIPS,
        naming_all(pose=HEAD_DOWN),
        naming_all(pose=HEAD_DOWN, avoid_with=["high-blood-pressure", "neck-vascular-vertigo"]),
        Severity.WARN,
    ),
    (RuleName.SPINE_LOAD, naming_all(pose=LEANING), naming_all(pose=LEANING, avoid_with=["osteoporosis"]), Severity.NOTE),
    (
        RuleName.SUBSTITUTE,
        naming_all(easier={"say": "Do the other one.", "stretch": "lying-hamstring"}),
        naming_all(avoid_with=[], easier={"say": "Do the other one.", "stretch": "lying-hamstring"}),
        Severity.BLOCK,
    ),
    (
        RuleName.STATIC_BEFORE_WORKOUT,
        plan(naming_all(dose={"hold": "59s"}), moving(), context="before"),
        plan(naming_all(dose={"hold": "30s", "sets": 2}), moving(), context="before"),
        Severity.WARN,
    ),
    (
        RuleName.STATIC_BEFORE_WORKOUT,
        plan(stretch(dose={"hold": "59s"}), moving(), context="before"),
        plan(stretch(dose={"hold": "59s"}), context="before"),
        Severity.NOTE,
    ),
    (RuleName.STATIC_BEFORE_WORKOUT, plan(pnf(), moving()), plan(pnf(), moving(), context="before"), Severity.WARN),
    (
        RuleName.AFTER_WAKING,
        plan(naming_all(), naming_all(pose=posed(lumbar=10)), context="morning"),
        plan(naming_all(), naming_all(pose=posed(lumbar=11)), context="morning"),
        Severity.WARN,
    ),
    (
        RuleName.LONG_FLEXION,
        plan(naming_all(pose=ROUNDED), steps=[{"stretch": "stretch-0", "hold": "60s"}]),
        plan(naming_all(pose=ROUNDED), steps=[{"stretch": "stretch-0", "hold": "61s"}]),
        Severity.WARN,
    ),
    (
        RuleName.LONG_FLEXION,
        plan(naming_all(pose=ROUNDED), moving(pose=LEANING), steps=["stretch-0", {"rest": "120s"}, "stretch-1"]),
        plan(naming_all(pose=ROUNDED), moving(pose=LEANING)),
        Severity.NOTE,
    ),
    (
        RuleName.LONG_FLEXION,
        plan(naming_all(pose=ROUNDED), moving(dose={"reps": 40, "tempo": "3s"}), context="before"),
        plan(naming_all(pose=ROUNDED), moving(), context="before"),
        Severity.NOTE,
    ),
    (RuleName.FRONT_AND_BACK, plan(hamstrings(), naming_all(targets={"primary": ["quadriceps"]})), plan(hamstrings()), Severity.NOTE),
    (
        RuleName.FLOOR_CHANGES,
        plan(moving(position="supine"), moving(), moving(position="chair")),
        plan(moving(position="supine"), moving(), moving(position="prone")),
        Severity.WARN,
    ),
    (
        RuleName.WARM_UP_FIRST,
        plan(moving(dose={"reps": 10, "tempo": "4s"}), naming_all()),
        plan(moving(dose={"reps": 13, "tempo": "3s"}), naming_all()),
        Severity.NOTE,
    ),
    (RuleName.WARM_UP_FIRST, plan(naming_all(), context="desk"), plan(naming_all()), Severity.NOTE),
    (RuleName.USELESS_ALLOWANCE, moving(dose={"reps": 8, "tempo": "1s"}, **NEEDS_NOTHING), moving(**NEEDS_NOTHING), Severity.WARN),
    (
        RuleName.USELESS_ALLOWANCE,
        plan(naming_all(), allow=[{"rule": "warm-up-first", "because": "It is one stretch."}]),
        plan(moving(), **NEEDS_NOTHING),
        Severity.WARN,
    ),
]

ELSEWHERE = {RuleName.JOINT_LIMITS, RuleName.WEEKLY_DOSE, RuleName.STOP_SIGNAL}
"""Held to by loading (test_units and below), by a week of history (below), and by the session (test_player)."""


@pytest.mark.parametrize(("rule", "passing", "failing", "severity"), EXAMPLES, ids=[str(rule) for rule, *_ in EXAMPLES])
def test_a_rule_lets_pass_what_is_right_and_finds_what_is_wrong(
    rule: RuleName, passing: Example, failing: Example, severity: Severity
) -> None:
    assert found(passing, rule) == []
    (finding,) = found(failing, rule)
    assert finding.severity is severity
    assert list(Severity).index(severity) >= list(Severity).index(BY_NAME[rule].worst)
    for text in (finding.what, finding.instead):
        assert re.fullmatch(r"['A-Za-z].*[.]", text), text
        assert "  " not in text


def test_every_rule_has_examples_and_is_held_where_it_says() -> None:
    tested = {rule for rule, *_ in EXAMPLES}
    assert tested | ELSEWHERE == set(RuleName) == set(BY_NAME)
    assert tested.isdisjoint(ELSEWHERE)
    assert len(RULES) == len(BY_NAME)
    held: Mapping[Held, set[RuleName]] = {way: {rule.name for rule in RULES if rule.held is way} for way in Held}
    extra = {RuleName.USELESS_ALLOWANCE}
    assert set(stretch_rules.CHECKS) | extra == held[Held.STRETCH] | held[Held.BOTH]
    assert set(routine_rules.CHECKS) | extra == held[Held.ROUTINE] | held[Held.BOTH]
    assert held[Held.LOADING] | held[Held.HISTORY] | held[Held.SESSION] == ELSEWHERE


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.worst is not Severity.NOTE and rule.name not in ELSEWHERE], ids=lambda rule: rule.name
)
def test_a_rule_can_be_as_grave_as_it_says(rule: object) -> None:
    severities = {severity for name, _, _, severity in EXAMPLES if BY_NAME[name] is rule}
    assert getattr(rule, "worst") in severities  # noqa: B009


def test_the_titles_name_the_numbers_that_are_checked() -> None:
    limits = KNOWN.limits
    numbers = {
        RuleName.LUMBAR_FLEXION: (limits.lumbar_flexion.default, limits.lumbar_flexion_supported.default, stretch_rules.BLOCK_FLEXION),
        RuleName.LUMBAR_EXTENSION: (limits.lumbar_extension.default,),
        RuleName.AFTER_WAKING: (limits.lumbar_flexion_after_rising,),
        RuleName.LONG_FLEXION: (stretch_rules.FLEXED_SECONDS_MAX, routine_rules.UPRIGHT_SECONDS / 60),
        RuleName.ONLY_MOVEMENT: (stretch_rules.STILL,),
        RuleName.HOLD_LENGTH: stretch_rules.HOLD_SECONDS,
        RuleName.CONTRACT_RELAX: (stretch_rules.EFFORT_MAX, *stretch_rules.CONTRACT_SECONDS),
        RuleName.BOUNCING: (stretch_rules.TEMPO_MIN,),
        RuleName.SPINE_LOAD: (stretch_rules.LOAD_RATIO_MAX,),
        RuleName.STATIC_BEFORE_WORKOUT: (limits.static_seconds_before_workout + 1,),
        RuleName.WARM_UP_FIRST: (routine_rules.WARM_UP_SECONDS,),
    }
    for rule, values in numbers.items():
        for value in values:
            assert f" {value:g} " in f"{BY_NAME[rule].title} ", rule


def test_every_source_of_a_rule_is_there() -> None:
    known = LIBRARY.sources().sources
    assert {key for rule in RULES for key in rule.sources} <= set(known)


@pytest.mark.parametrize("id", STRETCHES)
def test_bundled_stretches_are_without_findings(id: str) -> None:
    assert check_stretch(STRETCHES[id], KNOWN) == []


@pytest.mark.parametrize("id", ROUTINES)
def test_bundled_routines_are_without_findings(id: str) -> None:
    assert check_routine(Plan(ROUTINES[id], compile(ROUTINES[id], STRETCHES)), KNOWN) == []


@pytest.mark.parametrize("id", AVOIDED)
def test_what_is_offered_instead_is_itself_without_findings(id: str) -> None:
    assert check_avoided(AVOIDED[id], KNOWN) == []


def test_every_stretch_that_is_left_out_would_be_refused() -> None:
    for avoided in AVOIDED.values():
        findings = check_stretch(naming_all(name=avoided.name), KNOWN)
        blocks = {finding.rule for finding in findings if finding.severity is Severity.BLOCK}
        assert blocks & {RuleName.LEFT_OUT, RuleName.BOUNCING}, avoided.name


def test_a_finding_names_a_safer_stretch_for_the_same_muscle() -> None:
    (finding,) = found(hamstrings(pose=posed(lumbar=40)), RuleName.LUMBAR_FLEXION)
    named = re.search(r"Try ([a-z-]+) \(", finding.instead)
    assert named is not None
    assert Muscle.HAMSTRINGS in STRETCHES[named[1]].targets.primary
    assert check_stretch(STRETCHES[named[1]], KNOWN) == []
    assert finding.where == ("pose", "hold", "lumbar")


def test_without_anything_to_offer_the_advice_stays_a_sentence() -> None:
    empty = Knowledge(KNOWN.safety, AVOIDED, {})
    toe_touch = naming_all(name="Standing toe touch", pose=posed(lumbar=40))
    assert {finding.instead for finding in check_stretch(toe_touch, empty)} == {"Leave it out.", "Bend at the hips and keep the back long."}


def test_an_entry_that_is_not_there_refuses_nothing() -> None:
    nothing = Knowledge(KNOWN.safety, {}, STRETCHES)
    assert check_stretch(naming_all(name="Standing toe touch"), nothing) == []


def test_an_allowance_keeps_one_rule_quiet_and_the_others_loud() -> None:
    allow = [{"rule": "lumbar-flexion", "because": "A physiotherapist asked for it."}]
    bent = naming_all(pose=posed(lumbar=40), dose={"hold": "5s"}, allow=allow)
    assert [finding.rule for finding in check_stretch(bent, KNOWN)] == [RuleName.HOLD_LENGTH]


def test_the_gravest_comes_first() -> None:
    findings = check_stretch(naming_all(dose={"hold": "5s"}, pose=posed(lumbar=40), steps=["Ignore the pain."]), KNOWN)
    assert [finding.severity for finding in findings] == [Severity.BLOCK, Severity.WARN, Severity.NOTE]


def refusing(id: str) -> Knowledge:
    """A library in which one stretch is refused."""
    refused = STRETCHES[id].model_copy(update={"pose": Pose.model_validate(posed(lumbar=45))})
    return Knowledge(KNOWN.safety, AVOIDED, STRETCHES | {id: refused})


def test_an_easier_stretch_that_is_itself_refused_is_refused_with_it() -> None:
    harder = naming_all(easier={"say": "Do the other one.", "stretch": "lying-hamstring"})
    (finding,) = check_stretch(harder, refusing("lying-hamstring"))
    assert (finding.rule, finding.severity, finding.where) == (RuleName.SUBSTITUTE, Severity.BLOCK, ("easier", "stretch"))


def test_what_is_offered_instead_of_what_is_left_out_must_not_be_refused() -> None:
    avoided = next(avoided for avoided in AVOIDED.values())
    (finding,) = check_avoided(avoided, refusing(avoided.instead[0]))
    assert (finding.rule, finding.where) == (RuleName.SUBSTITUTE, ("instead", 0))


def test_an_easier_way_in_words_alone_or_to_a_stretch_that_is_not_there_is_not_held_to_anything() -> None:
    for easier in ({"say": "Lean less."}, {"say": "Lean less.", "stretch": "nosuch"}):
        assert check_stretch(naming_all(avoid_with=[], easier=easier), KNOWN) == []


def test_where_the_load_is_not_known_nothing_is_said_of_it() -> None:
    standing_so = moving(pose=posed("plough"))
    assert found(standing_so, RuleName.SPINE_LOAD) == []
    assert found(plan(naming_all(pose=ROUNDED), standing_so), RuleName.LONG_FLEXION) == []


# --- conditions -----------------------------------------------------------------------------------------------------

MEASURES: list[tuple[str, Callable[[float], dict[str, object]]]] = [
    ("lumbar_flexion", lambda angle: posed(lumbar=angle)),
    ("lumbar_flexion_supported", lambda angle: posed(support=1.0, lumbar=angle)),
    ("lumbar_extension", lambda angle: posed(lumbar=-angle)),
    ("hip_flexion", lambda angle: posed("chair", hip=angle, knee=90)),
    ("straight_leg_hip_flexion", lambda angle: posed("supine", 1.0, trunk=-90, hip=angle)),
    ("hip_extension", lambda angle: posed(hip=-angle)),
    ("loaded_knee_flexion", lambda angle: posed(knee=angle)),
]
LIMITED = [
    (name, condition, make)
    for name, make in MEASURES
    for condition in (getattr(KNOWN.limits, name).conditions if isinstance(getattr(KNOWN.limits, name), Limit) else ())
]


@pytest.mark.parametrize(("name", "condition", "make"), LIMITED, ids=[f"{name}-{condition}" for name, condition, _ in LIMITED])
def test_near_a_limit_care_is_enough_and_beyond_it_the_stretch_is_avoided(
    name: str, condition: Condition, make: Callable[[float], dict[str, object]]
) -> None:
    most = getattr(KNOWN.limits, name).conditions[condition]
    others = [other for other in Condition if other is not condition]

    def findings(angle: float, **named: object) -> list[Finding]:
        both = {"avoid_with": others} | named
        return found(naming_all(pose=make(angle), **both), RuleName.CONDITION_LIMITS)

    assert findings(most) == []
    assert condition in findings(most + 1)[0].what
    assert findings(most + 5, caution_with=[condition]) == []
    assert "avoid_with" in findings(most + 6, caution_with=[condition])[0].instead
    assert findings(most + 6, avoid_with=list(Condition)) == []


def test_a_held_stretch_of_a_muscle_that_is_not_held_asks_for_care() -> None:
    others = [condition for condition in Condition if condition is not Condition.HAMSTRING_TENDINOPATHY]
    (finding,) = found(hamstrings(avoid_with=others), RuleName.CONDITION_LIMITS)
    assert "It goes further than some conditions allow without naming them: it holds a stretch of the hamstrings" in finding.what
    assert found(hamstrings(avoid_with=others, caution_with=["hamstring-tendinopathy"]), RuleName.CONDITION_LIMITS) == []
    assert found(hamstrings(avoid_with=others, method="dynamic", dose={"reps": 8, "tempo": "3s"}), RuleName.CONDITION_LIMITS) == []


def test_what_is_clear_and_what_is_near_are_told_apart() -> None:
    bent = stretch(sides="both", setup="Stand.", pose=posed(lumbar=14))
    (finding,) = found(bent, RuleName.CONDITION_LIMITS)
    advice = "Name acute-radicular under avoid_with, and flexion-intolerant-back-pain and osteoporosis under avoid_with or caution_with"
    assert finding.instead.startswith(advice)


# --- what a pose asks for -------------------------------------------------------------------------------------------


def test_a_pose_is_measured_at_its_start_and_at_its_hold() -> None:
    pose = Pose.model_validate(posed(lumbar=5, hip={"left": 80, "right": -10}, start={"lumbar": 20, "hip": {"left": 0}}))
    posture = Posture.of(pose)
    assert (posture.lumbar_flexion, posture.held_flexion, posture.lumbar_extension, posture.lumbar_change) == (20, 5, 0, 15)
    assert (posture.hip_flexion, posture.straight_leg_hip_flexion, posture.hip_extension, posture.hip_change) == (80, 80, 10, 80)
    assert Posture.of(Pose.model_validate(posed(hip=80, knee=45))).straight_leg_hip_flexion == 0


@pytest.mark.parametrize("anchor", Anchor)
def test_a_bent_knee_counts_where_it_carries(anchor: Anchor) -> None:
    left, right = (
        Posture.of(Pose.model_validate(posed(anchor, knee=knee))).loaded_knee_flexion
        for knee in ({"left": 100, "right": 0}, {"left": 0, "right": 100})
    )
    free = {Anchor.CHAIR, Anchor.FLOOR_SIT, Anchor.SUPINE, Anchor.PRONE, Anchor.SIDE_LYING, Anchor.BRIDGE, Anchor.BED_EDGE}
    free |= {Anchor.PRESS_UP, Anchor.PLOUGH, Anchor.STANDING_RIGHT}
    assert left == (0 if anchor in free else 100)
    assert right == (0 if anchor in free - {Anchor.STANDING_RIGHT} | {Anchor.STANDING_LEFT} else 100)


def test_the_head_is_below_the_hips_only_where_it_hangs() -> None:
    below = {id for id, one in (STRETCHES | AVOIDED).items() if one.pose is not None and Posture.of(one.pose).head_below_hips}
    assert below == {"plough"}
    assert Posture.of(Pose.model_validate(HEAD_DOWN)).head_below_hips


def test_a_turned_head_makes_a_pose_one_sided() -> None:
    assert is_one_sided(Pose.model_validate(posed(out_of_plane={"neck-rotation": 30})))
    assert not is_one_sided(Pose.model_validate(posed(out_of_plane={"neck-rotation": 5})))


# --- rules held elsewhere -------------------------------------------------------------------------------------------


def test_a_week_is_told_below_three_and_above_fifteen_minutes() -> None:
    seconds = {(Muscle.GLUTES, Side.LEFT): 179.0, (Muscle.GLUTES, Side.RIGHT): 180.0, (Muscle.SOLEUS, Side.BOTH): 901.0}
    seconds[Muscle.PIRIFORMIS, Side.LEFT] = 900.0
    little = (RuleName.WEEKLY_DOSE, "Glutes, left side: 3.0 of 3 minutes in a week.")
    much = (RuleName.WEEKLY_DOSE, "Soleus: 15.0 minutes in a week. More than 15 add nothing.")
    assert list(check_week(seconds, over=True)) == [little, much]
    assert list(check_week(seconds, over=False)) == [much]


@pytest.mark.parametrize(("other", "told"), [(Muscle.GLUTES, True), (Muscle.QUADRICEPS, False), (Muscle.HIP_FLEXORS, False)])
def test_a_week_of_hamstrings_wants_the_front_too(other: Muscle, told: bool) -> None:
    found = [rule for rule, _ in check_week({(Muscle.HAMSTRINGS, Side.BOTH): 200, (other, Side.BOTH): 200}, over=True)]
    assert (RuleName.FRONT_AND_BACK in found) is told


@pytest.mark.parametrize(("angle", "refused"), [(150, False), (151, True)])
def test_a_joint_past_what_joints_do_is_refused_when_it_is_read(angle: int, refused: bool) -> None:
    if refused:
        with pytest.raises(ValueError, match="151 degrees is outside what the knee can do"):
            naming_all(pose=posed(knee=angle))
    else:
        naming_all(pose=posed(knee=angle))


def test_no_method_but_the_four_can_bounce() -> None:
    assert set(Method) == {Method.STATIC, Method.DYNAMIC, Method.PNF, Method.ISOMETRIC}
