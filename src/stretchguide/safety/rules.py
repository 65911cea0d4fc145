"""Every safety rule: what it asks for, why, how sure that is, and who holds what to it.

`check_stretch` and `check_routine` run the rules over one file. A file may allow itself an exception with a reason;
an exception that nothing needs is itself a finding.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stretchguide.model.rule import RuleName
from stretchguide.model.safety import Avoid
from stretchguide.model.stretch import Allowance, Stretch
from stretchguide.safety import routine_rules, stretch_rules
from stretchguide.safety.finding import Finding, Knowledge, Severity, Where
from stretchguide.safety.routine_rules import Plan


class Held(StrEnum):
    """What is held to a rule, and when."""

    STRETCH = "a stretch, by 'check'"
    ROUTINE = "a routine, by 'check'"
    BOTH = "stretches and routines, by 'check'"
    LOADING = "every file, when it is read"
    HISTORY = "a week of your history"
    SESSION = "the session itself"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, as `check --explain` tells it."""

    name: RuleName
    title: str
    """What it asks for."""
    why: str
    grade: str
    """A trial or consistent measurements, B indirect data, C mechanism, D expert or guideline, E choice of design."""
    judgment: bool
    """Whether the threshold is a choice of ours rather than a measured one."""
    worst: Severity
    held: Held
    sources: tuple[str, ...] = ()


RULES: tuple[Rule, ...] = (
    Rule(
        RuleName.LEFT_OUT,
        "No stretch is one of those that are left out.",
        "Toe touches, the plough, the hurdler and their like take the low back, the neck or the knee to the end of their range. Healthy "
        "bodies "
        "usually tolerate that. Other stretches reach the same muscles without it, so there is nothing to gain. The words of a stretch are "
        "looked at, with what they say not to do understood as such.",
        "C/D",
        True,
        Severity.BLOCK,
        Held.STRETCH,
        ("gajdosik-1994", "adams-1994", "saraceni-2020", "jasien-2015"),
    ),
    Rule(
        RuleName.LUMBAR_FLEXION,
        "The low back rounds by at most 15 degrees, or 25 while hands, floor or backrest carry you. More than 30 unsupported blocks.",
        "A low back bends about 50 degrees in all. Past 60 percent of that, the ligaments and discs begin to carry. No study shows that "
        "stretching "
        "there injures living people, and none gives a threshold. We stay clear of it because the hips can bend instead.",
        "C/E",
        True,
        Severity.BLOCK,
        Held.STRETCH,
        ("adams-1994", "saraceni-2020", "brooke-wavell-2022"),
    ),
    Rule(
        RuleName.LUMBAR_EXTENSION,
        "The low back arches by at most 35 degrees.",
        "Textbooks name 20 to 35 degrees as what a low back arches. Further, the small joints of the spine carry the movement.",
        "E",
        True,
        Severity.WARN,
        Held.STRETCH,
    ),
    Rule(
        RuleName.AFTER_WAKING,
        "In a morning routine, the low back rounds by at most 10 degrees.",
        "Discs take up water overnight. Early in the day, bending strains them about three times more. In one trial, people with lasting "
        "back pain "
        "who avoided bending early in the day had less of it.",
        "A for lasting back pain, B otherwise",
        True,
        Severity.WARN,
        Held.ROUTINE,
        ("adams-1987", "snook-1998"),
    ),
    Rule(
        RuleName.LONG_FLEXION,
        "The low back stays rounded for at most 60 s, and stays upright for 2 minutes before it is loaded.",
        "A rounded back slowly gives way, and half of its stiffness is back after two minutes upright.",
        "B",
        True,
        Severity.WARN,
        Held.BOTH,
        ("mcgill-brown-1992",),
    ),
    Rule(
        RuleName.ONLY_MOVEMENT,
        "What is said to move alone moves alone. On the way into a stretch of the hamstrings, low back and pelvis move by at most 5 "
        "degrees.",
        "In one small trial, hamstring stretching worked with the pelvis tipped forward and kept there, and not with it rolled back. Then "
        "the "
        "muscle gets the stretch, and the back lends nothing to it.",
        "B",
        True,
        Severity.WARN,
        Held.STRETCH,
        ("sullivan-1992",),
    ),
    Rule(
        RuleName.HOLD_LENGTH,
        "Holds last 10 to 60 s; 30 to 60 s from the age of 65 on.",
        "Guidelines name 10 to 30 s for most adults, and 60 s in all for each muscle. In people over 65, 60 s gained most.",
        "D, A from 65 on",
        False,
        Severity.NOTE,
        Held.BOTH,
        ("acsm-2021", "feland-2001", "bandy-1997"),
    ),
    Rule(
        RuleName.CONTRACT_RELAX,
        "In contract-relax, you push with at most 40 percent of your strength, for 3 to 6 s, and keep talking.",
        "A gentle push works as well as a hard one. Holding the breath raises the blood pressure.",
        "D/E",
        True,
        Severity.WARN,
        Held.STRETCH,
        ("acsm-2021", "cardiovascular-valsalva"),
    ),
    Rule(
        RuleName.BOUNCING,
        "Nothing bounces, and a repetition takes at least 1.2 s.",
        "A bounce goes past the pull before you can feel it and stop. Slow movement and holds gain as much or more.",
        "D/E",
        True,
        Severity.BLOCK,
        Held.STRETCH,
        ("konrad-2024",),
    ),
    Rule(
        RuleName.EFFORT,
        "The words ask for a clear pull, never for pain.",
        "Guidelines name tightness or slight discomfort. That is 3 to 4 out of 10 here, and less with some conditions.",
        "D",
        False,
        Severity.WARN,
        Held.STRETCH,
        ("acsm-2021",),
    ),
    Rule(
        RuleName.SIDE_BALANCE,
        "Left and right get the same time.",
        "It is how people plan it, and the second side is the one that ends up shorter.",
        "E",
        True,
        Severity.WARN,
        Held.BOTH,
    ),
    Rule(
        RuleName.CONDITION_LIMITS,
        "A stretch that goes past the limit of a condition names that condition.",
        "With some conditions, less is right: less bend of an artificial hip, less rounding with osteoporosis. A stretch that names them "
        "can be "
        "replaced for the people it does not suit. Poses are drawings: within 5 degrees of a limit, caution is enough.",
        "D",
        True,
        Severity.WARN,
        Held.STRETCH,
        ("brooke-wavell-2022",),
    ),
    Rule(
        RuleName.HEAD_BELOW_HIPS,
        "A stretch with the head below the hips names glaucoma, high blood pressure and dizziness with neck movement.",
        "The pressure in the eyes rises within a minute when the head is low, and falls again within two.",
        "A for the eyes, D otherwise",
        False,
        Severity.WARN,
        Held.STRETCH,
        ("jasien-2015",),
    ),
    Rule(
        RuleName.SPINE_LOAD,
        "A stretch in which the low back carries more than 3 times what it does in standing names those it matters to.",
        "The number is an estimate and says nothing about danger. It matters to people with leg symptoms from the back, with pain in "
        "bending, and "
        "with osteoporosis.",
        "C/E",
        True,
        Severity.NOTE,
        Held.STRETCH,
        ("wilke-1999", "dreischarf-2015"),
    ),
    Rule(
        RuleName.SUBSTITUTE,
        "What takes the place of a stretch is itself allowed, and suits everybody the stretch suits.",
        "The easier stretch takes over when something hurts or a condition asks for care. It must not be worse for anybody.",
        "E",
        False,
        Severity.BLOCK,
        Held.STRETCH,
    ),
    Rule(
        RuleName.STATIC_BEFORE_WORKOUT,
        "Right before training, holds stay under 60 s for each muscle and side, something moves after them, and nothing is contract-relax.",
        "Under 60 s, holds cost about 1 percent of strength and power; from 60 s on, 4 to 5 percent. Movement afterwards takes that back.",
        "A",
        False,
        Severity.WARN,
        Held.ROUTINE,
        ("behm-2016", "kay-blazevich-2012", "chaabene-2019"),
    ),
    Rule(
        RuleName.FRONT_AND_BACK,
        "A routine for the hamstrings works on the front of the thigh or the hip, too, or another one in the same week does.",
        "Muscles on both sides tip the pelvis. That working on both frees it is plausible, and has hardly been tested.",
        "E",
        True,
        Severity.NOTE,
        Held.ROUTINE,
    ),
    Rule(
        RuleName.FLOOR_CHANGES,
        "A routine goes down to the floor and up again at most once.",
        "Getting up from the floor and turning over cost the back more than most stretches do, and they cost time.",
        "E",
        True,
        Severity.WARN,
        Held.ROUTINE,
        ("rohlmann-2012",),
    ),
    Rule(
        RuleName.WARM_UP_FIRST,
        "Before the first hold, 40 s of movement, except at the desk and before sleep.",
        "Guidelines ask for warm muscle. How many seconds that takes is our choice.",
        "D",
        True,
        Severity.NOTE,
        Held.ROUTINE,
        ("acsm-2021",),
    ),
    Rule(
        RuleName.WEEKLY_DOSE,
        "Each muscle gets 3 to 15 minutes of work a week on each side.",
        "Gains level off at about 10 minutes a week. Three sessions of 60 s are a floor that makes sense.",
        "A/B",
        True,
        Severity.NOTE,
        Held.HISTORY,
        ("ingram-2025",),
    ),
    Rule(
        RuleName.JOINT_LIMITS,
        "No pose takes a joint past what joints do.",
        "The limits lie inside the ranges of motion in textbooks. A pose beyond them is a mistake in the file.",
        "E",
        True,
        Severity.BLOCK,
        Held.LOADING,
    ),
    Rule(
        RuleName.STOP_SIGNAL,
        "When something hurts, the clock stops. After a red flag, nothing goes on.",
        "Sharp pain, tingling, weakness or dizziness are no part of stretching.",
        "D",
        False,
        Severity.BLOCK,
        Held.SESSION,
        ("myers-2021",),
    ),
    Rule(
        RuleName.USELESS_ALLOWANCE,
        "An exception is there because something needs it.",
        "An exception that outlives its reason hides the next thing that is wrong.",
        "E",
        False,
        Severity.WARN,
        Held.BOTH,
    ),
)

BY_NAME: Mapping[RuleName, Rule] = {rule.name: rule for rule in RULES}


def check_stretch(stretch: Stretch, known: Knowledge) -> list[Finding]:
    """What the rules find in a stretch, the gravest first, without what the file allows itself."""
    found = [finding for check in stretch_rules.CHECKS.values() for finding in check(stretch, known)]
    easier = stretch.easier.stretch if stretch.easier is not None else None
    if easier is not None and easier in known.stretches and (blocks := _blocking(known.stretches[easier], known)):
        found.append(_substitute(("easier", "stretch"), easier, blocks))
    return _allowed(found, stretch.allow)


def check_routine(plan: Plan, known: Knowledge) -> list[Finding]:
    """What the rules find in a routine, the gravest first, without what the file allows itself; nothing of its stretches."""
    found = (finding for check in routine_rules.CHECKS.values() for finding in check(plan, known))
    return _allowed(found, plan.routine.allow)


def check_avoided(avoided: Avoid, known: Knowledge) -> list[Finding]:
    """What the rules find in an entry about a stretch that is left out: what it offers instead must not be left out, too."""
    offered = [(index, id) for index, id in enumerate(avoided.instead) if id in known.stretches]
    return [_substitute(("instead", index), id, blocks) for index, id in offered if (blocks := _blocking(known.stretches[id], known))]


def _blocking(stretch: Stretch, known: Knowledge) -> list[Finding]:
    """What keeps a stretch from being played."""
    found = [finding for check in stretch_rules.CHECKS.values() for finding in check(stretch, known)]
    return [finding for finding in _allowed(found, stretch.allow) if finding.severity is Severity.BLOCK]


def _substitute(where: Where, id: str, blocks: list[Finding]) -> Finding:
    what = f"{id} is offered instead, but is itself refused. {blocks[0].what}"
    return Finding(RuleName.SUBSTITUTE, Severity.BLOCK, where, what, "Name a stretch without findings.")


def _allowed(found: Iterable[Finding], allowances: tuple[Allowance, ...]) -> list[Finding]:
    names = {allowance.rule for allowance in allowances}
    findings = list(found)
    kept = [finding for finding in findings if finding.rule not in names]
    for index, allowance in enumerate(allowances):
        if allowance.rule not in {finding.rule for finding in findings}:
            what = f"It allows {allowance.rule}, but nothing here breaks that rule."
            where = ("allow", index, "rule")
            kept.append(Finding(RuleName.USELESS_ALLOWANCE, Severity.WARN, where, what, "Take the exception out."))
    return sorted(kept, key=lambda finding: list(Severity).index(finding.severity))
