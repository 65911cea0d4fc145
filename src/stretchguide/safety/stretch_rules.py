"""The rules a single stretch is held to. Each takes a stretch and gives what it finds, in the order of the file."""

import re
from collections.abc import Callable, Iterator, Mapping

from stretchguide.body.load import FULL_FLEXION, LoadUnknownError, pose_load
from stretchguide.model.anatomy import Condition, Method, Muscle, Sides
from stretchguide.model.rule import RuleName
from stretchguide.model.safety import Limit
from stretchguide.model.stretch import Stretch
from stretchguide.safety.finding import Finding, Knowledge, Severity, Where
from stretchguide.safety.nearest import nearest
from stretchguide.safety.posture import TOLERANCE, Posture, is_one_sided
from stretchguide.safety.words import recognize

StretchCheck = Callable[[Stretch, Knowledge], Iterator[Finding]]

BLOCK_FLEXION = 0.60 * FULL_FLEXION
"""An unsupported low back that rounds further than this, in degrees, keeps a file from being played (rule R2)."""

STILL = 5.0
"""What pelvis and low back may move, in degrees, in a stretch of the hamstrings (rule R6)."""

HOLD_SECONDS = (10.0, 60.0)
"""The shortest and the longest hold (rule R9; `acsm-2021`)."""

EFFORT_MAX = 40
"""The most a push against resistance asks for, in percent of full strength (rule R10)."""

CONTRACT_SECONDS = (3.0, 6.0)
"""How long such a push lasts (rule R10)."""

TEMPO_MIN = 1.2
"""A repetition quicker than this, in seconds, is a bounce (rule R11)."""

LOAD_RATIO_MAX = 3.0
"""Times the load of standing from which on some conditions have to be named (rule R17)."""

FLEXED_SECONDS_MAX = 60.0
"""How long the low back stays rounded (rule R5; `mcgill-brown-1992`)."""

BOUNCING = "ballistic-bounce"
"""The entry under `routines/avoid` that is about how one moves rather than about a stretch."""

_LOAD_CONDITIONS = (Condition.ACUTE_RADICULAR, Condition.FLEXION_INTOLERANT, Condition.OSTEOPOROSIS)

_FORCED = re.compile(
    r"\b(?:through|past|despite|ignore|into) (?:the |any |all |your |some )?pain\b|\bno pain,? no gain\b"
    r"|\buntil it (?:really )?(?:hurts|burns)\b|\bas (?:hard|forcefully) as (?:you can|possible)\b|\bforce (?:the|your|it)\b"
    r"|\bas far as (?:it|you) (?:possibly )?(?:will go|can)\b(?! (?:keep|hold|stay|without|while|with|comfortably))",
    re.IGNORECASE,
)

_DENIED = re.compile(r"\b(?:not|never|no|don['’]t|avoid|without|stop|instead of|rather than)\b[^.!?;]*$", re.IGNORECASE)
"""What is said before something in the same sentence when it is not asked for."""

_MOVES: tuple[tuple[str, str], ...] = (
    ("knee", r"\bknees?\b|\bleg extension\b|\blower legs?\b|\bshins?\b"),
    ("hip", r"\bhips?\b|\bthighs?\b|\blegs? (?:swing|lift|move|rise)|\btrunk\b|\bpelvis\b|\blegs? only\b|\bleg moves\b"),
    ("lumbar", r"\bpelvis\b|\blow(?:er)? back\b|\bspine\b|\bback (?:moves|rounds|bends)\b"),
)
"""The words for each joint in a line that says what alone moves."""


def left_out(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """The words describe a stretch that is left out."""
    for match in recognize(stretch):
        avoided = known.avoided.get(match.movement)
        if match.movement == BOUNCING or avoided is None:
            continue
        what = f"'{match.words}' describes: {avoided.name}. {avoided.what_happens}"
        yield Finding(RuleName.LEFT_OUT, Severity.BLOCK, match.where, what, _offer(avoided.instead, known))


def bouncing(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """It bounces, in words or by its tempo."""
    instead = "Hold still at a gentle pull, or move slowly enough to stop anywhere."
    for match in recognize(stretch):
        if match.movement == BOUNCING:
            what = f"'{match.words}' asks for bouncing, which takes the muscle past the pull you can feel coming."
            yield Finding(RuleName.BOUNCING, Severity.BLOCK, match.where, what, instead)
    if stretch.dose.tempo is not None and stretch.dose.tempo < TEMPO_MIN:
        what = f"A repetition in {stretch.dose.tempo:g} s is a bounce. {TEMPO_MIN:g} s is the least."
        yield Finding(RuleName.BOUNCING, Severity.WARN, ("dose", "tempo"), what, instead)


def lumbar_flexion(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """The low back rounds too far."""
    limit = passed_flexion(stretch, known)
    if stretch.pose is None or limit is None:
        return
    posture = Posture.of(stretch.pose)
    supported = " while hands, floor or backrest carry you" if posture.supported else ""
    bend = f"{posture.lumbar_flexion:g} of about {FULL_FLEXION:g} degrees"
    what = f"The low back rounds by {bend}{supported}. {limit:g} is the limit."
    severity = Severity.BLOCK if not posture.supported and posture.lumbar_flexion > BLOCK_FLEXION else Severity.WARN
    where: Where = ("pose", "hold" if posture.held_flexion == posture.lumbar_flexion else "start", "lumbar")
    instead = f"Bend at the hips and keep the back long. {_same_target(stretch, known)}".rstrip()
    yield Finding(RuleName.LUMBAR_FLEXION, severity, where, what, instead)


def passed_flexion(stretch: Stretch, known: Knowledge) -> float | None:
    """The limit for everybody that the low back rounds past, in degrees; None if it does not."""
    if stretch.pose is None:
        return None
    posture = Posture.of(stretch.pose)
    limit = (known.limits.lumbar_flexion_supported if posture.supported else known.limits.lumbar_flexion).default
    return limit if limit is not None and posture.lumbar_flexion > limit else None


def lumbar_extension(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """The low back arches too far."""
    limit = known.limits.lumbar_extension.default
    if stretch.pose is None or limit is None:
        return
    arched = Posture.of(stretch.pose).lumbar_extension
    if arched > limit:
        what = f"The low back arches by {arched:g} degrees. {limit:g} is the limit."
        where: Where = ("pose", "hold" if (stretch.pose.hold.lumbar or 0) == -arched else "start", "lumbar")
        yield Finding(
            RuleName.LUMBAR_EXTENSION, Severity.WARN, where, what, "Go only as far as the hips stay down and the back feels easy."
        )


def long_flexion(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """The low back stays rounded for long."""
    if stretch.pose is None or stretch.method is not Method.STATIC or stretch.dose.hold is None:
        return
    limit = known.limits.lumbar_flexion.default or 0
    if Posture.of(stretch.pose).held_flexion > limit and stretch.dose.hold > FLEXED_SECONDS_MAX:
        what = f"The low back stays rounded for {stretch.dose.hold:g} s. {FLEXED_SECONDS_MAX:g} s is the limit."
        yield Finding(RuleName.LONG_FLEXION, Severity.WARN, ("dose", "hold"), what, "Shorten the hold, or do two sets with a rest upright.")


def only_movement(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """More moves than it says, or the back joins in stretching the hamstrings."""
    if stretch.pose is None:
        return
    posture = Posture.of(stretch.pose)
    said = stretch.only_movement
    named = {joint for joint, words in _MOVES if said is not None and re.search(words, said, re.IGNORECASE)}
    if Muscle.HAMSTRINGS in stretch.targets.primary:
        instead = "Start and hold with the same low back. Tip the pelvis before the stretch begins. " + _same_target(stretch, known)
        if posture.lumbar_change > STILL:
            what = f"The low back bends by {posture.lumbar_change:g} degrees on the way into the stretch. {STILL:g} is the limit."
            yield Finding(RuleName.ONLY_MOVEMENT, Severity.WARN, ("pose", "start"), what, instead)
            return
        if posture.pelvis_change > STILL and "hip" not in named:
            what = f"The pelvis tips by {posture.pelvis_change:g} degrees on the way into the stretch. {STILL:g} is the limit."
            yield Finding(RuleName.ONLY_MOVEMENT, Severity.WARN, ("pose", "start"), what, instead + " A hinge says: only the hips bend.")
            return
    if said is None or not named:
        return
    moved = {"knee": posture.knee_change, "hip": posture.hip_change, "lumbar": posture.lumbar_change}
    for joint, change in moved.items():
        # Joints that hang together, as hip and knee do while the pelvis rocks, move a little along.
        if joint not in named and change > (STILL if joint == "lumbar" else 4 * STILL):
            what = f"It says '{said}', but in the pose the {_joint(joint)} moves by {change:g} degrees."
            yield Finding(RuleName.ONLY_MOVEMENT, Severity.WARN, ("pose", "start"), what, "Change the pose, or say what moves.")


def hold_length(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """The hold is shorter or longer than is of use."""
    if stretch.method in (Method.STATIC, Method.PNF) and stretch.dose.hold is not None:
        yield from hold_findings(stretch.dose.hold, ("dose", "hold"))


def hold_findings(seconds: float, where: Where) -> Iterator[Finding]:
    """What rule R9 says of one hold."""
    shortest, longest = HOLD_SECONDS
    if not shortest <= seconds <= longest:
        what = f"The hold lasts {seconds:g} s. Holds of {shortest:g} to {longest:g} s are what guidelines name."
        instead = "Use more sets instead of longer holds." if seconds > longest else "Hold a little longer, or make it a movement."
        yield Finding(RuleName.HOLD_LENGTH, Severity.NOTE, where, what, instead)


def contract_relax(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """The push in a contract-relax stretch is too hard, too short or too long."""
    if stretch.method is not Method.PNF:
        return
    if stretch.dose.effort is not None and stretch.dose.effort > EFFORT_MAX:
        what = f"The push uses {stretch.dose.effort} percent of full strength. {EFFORT_MAX} percent works as well."
        yield Finding(RuleName.CONTRACT_RELAX, Severity.WARN, ("dose", "effort"), what, f"Say effort: {EFFORT_MAX} or less.")
    elif stretch.dose.effort is None:
        what = "It does not say how hard to push, so somebody may push with full strength."
        yield Finding(RuleName.CONTRACT_RELAX, Severity.WARN, ("dose",), what, f"Say effort: {EFFORT_MAX} or less.")
    shortest, longest = CONTRACT_SECONDS
    if stretch.dose.contract is not None and not shortest <= stretch.dose.contract <= longest:
        what = f"The push lasts {stretch.dose.contract:g} s. {shortest:g} to {longest:g} s are what guidelines name."
        yield Finding(RuleName.CONTRACT_RELAX, Severity.WARN, ("dose", "contract"), what, "Push gently for 5 s and keep talking.")


def effort(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """The words ask for more than a gentle pull."""
    texts: list[tuple[Where, str]] = [(("setup",), stretch.setup)]
    texts += [(("steps", index), step) for index, step in enumerate(stretch.steps)]
    texts += [(("cues", index, "say"), cue.say) for index, cue in enumerate(stretch.cues)]
    for where, text in texts:
        for found in _FORCED.finditer(text):
            if not _DENIED.search(text, 0, found.start()):
                what = f"'{found[0]}' asks for more than a gentle pull."
                instead = "Say how far in words of feeling: to a clear pull, 3 to 4 out of 10, never pain."
                yield Finding(RuleName.EFFORT, Severity.WARN, where, what, instead)
                break


def side_balance(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """Only one side gets the stretch."""
    if stretch.sides is not Sides.BOTH:
        return
    instead = "Say 'sides: each', and both sides get their full time."
    if stretch.pose is not None and stretch.pose.start is not None and is_one_sided(stretch.pose):
        what = "Left and right do different things in the pose, but it is done only once."
        yield Finding(RuleName.SIDE_BALANCE, Severity.WARN, ("sides",), what, instead)
        return
    words = " ".join([stretch.setup, *stretch.steps]).lower()
    named = {
        side
        for side in ("left", "right")
        if re.search(rf"\b{side} (?:leg|knee|foot|arm|hand|side|hip|ankle|heel|shoulder|elbow|thigh)\b", words)
    }
    if len(named) == 1 and not re.search(r"\b(?:other|each|both|opposite|switch|repeat|swap|change|alternate)\b", words):
        yield Finding(
            RuleName.SIDE_BALANCE, Severity.WARN, ("sides",), f"Only the {named.pop()} side is named, and it is done only once.", instead
        )


def condition_limits(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """It goes further than some conditions allow without naming them."""
    missing: dict[str, list[Condition]] = {}
    clearly: list[Condition] = []
    for condition, why, exact in beyond_limits(stretch, known):
        if condition in stretch.avoid_with or (condition in stretch.caution_with and not exact):
            continue
        missing.setdefault(why[0].lower() + why[1:], []).append(condition)
        clearly += [condition] if exact else []
    if not missing:
        return
    what = "It goes further than some conditions allow without naming them: "
    what += "; ".join(f"{why} ({', '.join(conditions)})" for why, conditions in missing.items()) + "."
    careful = [condition for conditions in missing.values() for condition in conditions if condition not in clearly]
    advice = [f"{_and(list(dict.fromkeys(clearly)))} under avoid_with"] if clearly else []
    advice += [f"{_and(list(dict.fromkeys(careful)))} under avoid_with or caution_with"] if careful else []
    where: Where = ("avoid_with",) if stretch.avoid_with else ()
    instead = f"Name {', and '.join(advice)}, or go less far in the pose."
    yield Finding(RuleName.CONDITION_LIMITS, Severity.WARN, where, what, instead)


def beyond_limits(stretch: Stretch, known: Knowledge) -> Iterator[tuple[Condition, str, bool]]:
    """The conditions whose limits a stretch passes: which, how, and whether by more than a pose is exact."""
    limits = known.limits
    for condition, muscles in limits.holds_left_out.items():
        held = next((muscle for muscle in muscles if muscle in stretch.targets.primary), None)
        if held is not None and stretch.method in (Method.STATIC, Method.PNF):
            yield condition, f"It holds a stretch of the {held.replace('-', ' ')}", False
    if stretch.pose is None:
        return
    posture = Posture.of(stretch.pose)
    flexion = limits.lumbar_flexion_supported if posture.supported else limits.lumbar_flexion
    measures: list[tuple[str, float, Limit]] = [
        ("The low back rounds by {} degrees", posture.lumbar_flexion, flexion),
        ("The low back arches by {} degrees", posture.lumbar_extension, limits.lumbar_extension),
        ("A hip bends by {} degrees", posture.hip_flexion, limits.hip_flexion),
        ("A hip bends by {} degrees with the knee nearly straight", posture.straight_leg_hip_flexion, limits.straight_leg_hip_flexion),
        ("A thigh goes back by {} degrees", posture.hip_extension, limits.hip_extension),
        ("A knee that carries you bends by {} degrees", posture.loaded_knee_flexion, limits.loaded_knee_flexion),
    ]
    for words, value, limit in measures:
        for condition, most in limit.conditions.items():
            if value > most:
                yield condition, words.format(f"{value:g}"), value > most + TOLERANCE


def head_below_hips(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """The head hangs below the hips, which raises the pressure in the eyes and in the head."""
    if stretch.pose is None or not Posture.of(stretch.pose).head_below_hips:
        return
    missing = [c for c in known.limits.head_below_hips_left_out if c not in stretch.avoid_with + stretch.caution_with]
    if missing:
        what = f"The head is below the hips, but {_and(missing)} {'is' if len(missing) == 1 else 'are'} not named."
        where: Where = ("avoid_with",) if stretch.avoid_with else ()
        yield Finding(RuleName.HEAD_BELOW_HIPS, Severity.WARN, where, what, "Name them under avoid_with, or keep the head up.")


def spine_load(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """The low back carries much, and those whom that matters to are not named."""
    if stretch.pose is None:
        return
    try:
        ratio = pose_load(stretch.pose).ratio
    except LoadUnknownError:
        return
    missing = [c for c in _LOAD_CONDITIONS if c not in stretch.avoid_with + stretch.caution_with]
    if ratio > LOAD_RATIO_MAX and missing:
        carries = f"The low back carries about {ratio:.1f} times what it does in standing"
        what = f"{carries}, but {_and(missing)} {'is' if len(missing) == 1 else 'are'} not named."
        yield Finding(RuleName.SPINE_LOAD, Severity.NOTE, ("pose",), what, "Name them under avoid_with, or lean less far.")


def substitute(stretch: Stretch, known: Knowledge) -> Iterator[Finding]:
    """The easier way is no easier for some of those who need it."""
    if stretch.easier is None or stretch.easier.stretch is None:
        return
    easier = known.stretches.get(stretch.easier.stretch)
    worse = [c for c in easier.avoid_with if c not in stretch.avoid_with] if easier is not None else []
    if worse:
        what = f"The easier stretch is to be avoided with {_and(worse)}, but this one is not."
        instead = "Name another stretch, or only say how to make this one easier."
        yield Finding(RuleName.SUBSTITUTE, Severity.BLOCK, ("easier", "stretch"), what, instead)


def _joint(joint: str) -> str:
    return "low back" if joint == "lumbar" else joint


def _and(conditions: list[Condition]) -> str:
    return ", ".join(conditions[:-1]) + " and " + conditions[-1] if len(conditions) > 1 else conditions[0]


def _offer(ids: tuple[str, ...], known: Knowledge) -> str:
    """The first of some stretches that there is, as advice."""
    there = next((id for id in ids if id in known.stretches), None)
    return f"Try {there} ({known.stretches[there].name})." if there is not None else "Leave it out."


def _same_target(stretch: Stretch, known: Knowledge) -> str:
    """Advice to try the nearest stretch of the same muscle that keeps to the limits."""
    found = next((id for id in nearest(stretch, known.stretches) if passed_flexion(known.stretches[id], known) is None), None)
    return f"Try {found} ({known.stretches[found].name})." if found is not None else ""


CHECKS: Mapping[RuleName, StretchCheck] = {
    RuleName.LEFT_OUT: left_out,
    RuleName.LUMBAR_FLEXION: lumbar_flexion,
    RuleName.LUMBAR_EXTENSION: lumbar_extension,
    RuleName.LONG_FLEXION: long_flexion,
    RuleName.ONLY_MOVEMENT: only_movement,
    RuleName.HOLD_LENGTH: hold_length,
    RuleName.CONTRACT_RELAX: contract_relax,
    RuleName.BOUNCING: bouncing,
    RuleName.EFFORT: effort,
    RuleName.SIDE_BALANCE: side_balance,
    RuleName.CONDITION_LIMITS: condition_limits,
    RuleName.HEAD_BELOW_HIPS: head_below_hips,
    RuleName.SPINE_LOAD: spine_load,
    RuleName.SUBSTITUTE: substitute,
}
