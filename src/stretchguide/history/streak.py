"""A streak of weeks, which forgives: rest days are part of it, and a week off is only a week off. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from stretchguide.history.doses import monday_of

DAYS_A_WEEK = 2
"""The days that make a week count. Guidelines ask for at least two to three (acsm-2021); the others are rest days."""

DAY_SECONDS = 60.0
"""What makes a day count."""


@dataclass(frozen=True, slots=True)
class Streak:
    """`weeks` counted in a row up to now, the longest row ever, and the days so far in the week that is under way."""

    weeks: int
    longest: int
    days: int

    @property
    def left(self) -> int:
        """Days still needed for this week to count."""
        return max(0, DAYS_A_WEEK - self.days)


def streak_of(days: Iterable[date], today: date) -> Streak:
    """The streak on some day, from the days on which something was practiced.

    A week counts with two days. The week under way counts as soon as it has them, and ends nothing before. A single week
    without them is left out of the count and ends nothing, either; two in a row begin a new streak. Days after tomorrow,
    which only a wrong clock can have written, count for nothing.
    """
    practiced = {day for day in days if day <= today + timedelta(days=1)}
    per_week: dict[date, int] = {}
    for day in practiced:
        monday = monday_of(day)
        per_week[monday] = per_week.get(monday, 0) + 1
    this_week = monday_of(today)
    counted = sorted(monday for monday, number in per_week.items() if number >= DAYS_A_WEEK)
    runs: list[int] = []
    last: date | None = None
    for monday in counted:
        if last is not None and monday - last <= timedelta(weeks=2):
            runs[-1] += 1
        else:
            runs.append(1)
        last = monday
    # The week under way may still count, so that the last one that did can lie two weeks off and one more.
    alive = last is not None and this_week - last <= timedelta(weeks=2)
    return Streak(runs[-1] if alive else 0, max(runs, default=0), per_week.get(this_week, 0))
