"""The safety rules that a week of practice is held to. Needs no model of a file, so that a page of sums stays quick."""

from collections.abc import Iterator, Mapping

from stretchguide.model.anatomy import Muscle, Side
from stretchguide.model.rule import RuleName

WEEKLY_SECONDS = (3 * 60.0, 15 * 60.0)
"""Held stretching a week for one muscle on one side: the goal, and what adds nothing (rule R8; `ingram-2025`)."""

FRONT = {Muscle.QUADRICEPS, Muscle.RECTUS_FEMORIS, Muscle.HIP_FLEXORS}
"""The muscles that tip the pelvis the other way than the hamstrings (rule R13)."""


def check_week(seconds: Mapping[tuple[Muscle, Side], float], *, over: bool) -> Iterator[tuple[RuleName, str]]:
    """What the rules say of a week of practice, given in seconds by muscle and side: the rule, and a sentence.

    While a week is not `over`, too little is no finding.
    """
    goal, enough = WEEKLY_SECONDS
    for (muscle, side), spent in sorted(seconds.items()):
        who = muscle.replace("-", " ").capitalize() + ("" if side is Side.BOTH else f", {side} side")
        if over and spent < goal:
            yield RuleName.WEEKLY_DOSE, f"{who}: {spent / 60:.1f} of {goal / 60:g} minutes in a week."
        elif spent > enough:
            yield RuleName.WEEKLY_DOSE, f"{who}: {spent / 60:.1f} minutes in a week. More than {enough / 60:g} add nothing."
    worked = {muscle for (muscle, _), spent in seconds.items() if spent}
    if Muscle.HAMSTRINGS in worked and not worked & FRONT:
        words = "Hamstrings, but neither quadriceps nor hip flexors in this week. Side-lying-quad and standing-quad go with them."
        yield RuleName.FRONT_AND_BACK, words
