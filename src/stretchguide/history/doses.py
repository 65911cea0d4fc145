"""How much was practiced, muscle by muscle and side by side, beside what the evidence says. Pure: sessions in, numbers out.

Seconds of a stretch count for each muscle it is for; muscles it only pulls on along the way count nothing. Work on both
sides at once counts for each of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stretchguide.history.record import Session
from stretchguide.model.anatomy import Muscle

SESSION_SECONDS = 60.0
"""A session that does something for a muscle: 60 seconds of it on each side (acsm-2021, ayala-2010)."""

WEEK_SECONDS = 600.0
"""Where gains level off: 10 minutes a week for a muscle (ingram-2025)."""

WEEK_FLOOR = 180.0
"""A floor for a week: three sessions of 60 seconds. Derived from the two above."""

UNEVEN_SECONDS = 60.0
"""Sides this far apart in a week are worth a word, if they are also far apart beside each other."""

UNEVEN_SHARE = 1.25

CARED_FOR: tuple[Muscle, ...] = (
    Muscle.HAMSTRINGS,
    Muscle.QUADRICEPS,
    Muscle.HIP_FLEXORS,
    Muscle.GLUTES,
    Muscle.ADDUCTORS,
    Muscle.GASTROCNEMIUS,
    Muscle.SOLEUS,
    Muscle.THORACIC_MOBILITY,
    Muscle.PECTORALS,
    Muscle.LATS,
    Muscle.UPPER_TRAPEZIUS,
)
"""The main groups, which guidelines ask for: what is missing among them is named."""


@dataclass(frozen=True, slots=True)
class Dose:
    """Seconds of one muscle in some span of time, and in how many sessions each side had 60 of them."""

    left: float = 0.0
    right: float = 0.0
    sessions: int = 0

    @property
    def least(self) -> float:
        """What the side with less had."""
        return min(self.left, self.right)

    @property
    def most(self) -> float:
        """What the side with more had."""
        return max(self.left, self.right)

    @property
    def is_uneven(self) -> bool:
        """Whether one side had clearly more."""
        return self.most - self.least >= UNEVEN_SECONDS and self.most > self.least * UNEVEN_SHARE

    def __add__(self, other: "Dose") -> "Dose":
        return Dose(self.left + other.left, self.right + other.right, self.sessions + other.sessions)


NOTHING = Dose()


def monday_of(day: date) -> date:
    """The first day of the week of a day."""
    return day - timedelta(days=day.weekday())


def of_session(session: Session) -> dict[str, Dose]:
    """What one session did for each muscle."""
    seconds: dict[str, tuple[float, float]] = {}
    for stretch in session.stretches:
        both = stretch.practiced.get("both", 0.0)
        left, right = stretch.practiced.get("left", 0.0) + both, stretch.practiced.get("right", 0.0) + both
        if left or right:
            for muscle in dict.fromkeys(stretch.muscles):
                before = seconds.get(muscle, (0.0, 0.0))
                seconds[muscle] = before[0] + left, before[1] + right
    return {muscle: Dose(left, right, int(min(left, right) >= SESSION_SECONDS)) for muscle, (left, right) in seconds.items()}


def by_muscle(sessions: Iterable[Session]) -> dict[str, Dose]:
    """What some sessions did for each muscle together, the most practiced first."""
    total: dict[str, Dose] = {}
    for session in sessions:
        for muscle, dose in of_session(session).items():
            total[muscle] = total.get(muscle, NOTHING) + dose
    return dict(sorted(total.items(), key=lambda item: (-item[1].most, item[0])))


def by_week(sessions: Iterable[Session]) -> dict[date, dict[str, Dose]]:
    """What each week did for each muscle, by the monday of the week."""
    weeks: dict[date, list[Session]] = {}
    for session in sessions:
        weeks.setdefault(monday_of(session.began.date()), []).append(session)
    return {monday: by_muscle(inside) for monday, inside in sorted(weeks.items())}


def neglected(doses: Mapping[str, Dose]) -> list[str]:
    """Main groups with less than 60 seconds on a side in the span the doses are of, those with least first."""
    missing = [muscle for muscle in CARED_FOR if doses.get(muscle, NOTHING).least < SESSION_SECONDS]
    return [muscle.value for muscle in sorted(missing, key=lambda muscle: doses.get(muscle, NOTHING).least)]


def filling(missing: Sequence[str], targets: Mapping[str, tuple[Sequence[str], float]]) -> tuple[str, list[str]] | None:
    """The routine that reaches most of what is missing, the shortest of several, and what it reaches; None if none does.

    `targets` has the muscles and the seconds of each routine by its id.
    """

    def reached(id: str) -> list[str]:
        return [muscle for muscle in missing if muscle in targets[id][0]]

    best = min(targets, key=lambda id: (-len(reached(id)), targets[id][1], id), default=None)
    return (best, reached(best)) if best is not None and reached(best) else None
