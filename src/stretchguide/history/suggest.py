"""What to play when nobody names it: the time of day, what was done lately, what the week lacks. Pure, and always with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from stretchguide.history.doses import CARED_FOR, NOTHING, WEEK_FLOOR, Dose
from stretchguide.model.anatomy import Context, Level, Muscle, Occasion

MORNING = (4, 10)
EVENING = (21, 3)
DESK = (9, 18)
"""Hours of the day: from the first up to the second."""

ENOUGH_FOR_TODAY = 300.0
"""Seconds of work after which the rest of a day at the desk needs no more than a break."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A routine that can be suggested. `own` ones are the user's."""

    id: str
    name: str
    context: Context
    level: Level
    seconds: float
    targets: tuple[str, ...]
    before: tuple[Occasion, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What is known of the last week: when each routine was last done, what each muscle had, and the seconds of today."""

    last: Mapping[str, datetime]
    doses: Mapping[str, Dose]
    today: float


NOTHING_DONE = Done({}, {}, 0.0)


def suggest(configured: str | None, now: datetime, done: Done, choices: Sequence[Choice]) -> tuple[str, str] | None:
    """The routine to play now and why, in one line; None where there is nothing to choose from."""
    if configured is not None:
        return configured, "It is the routine of your settings."
    free = [choice for choice in choices if not _is_today(done.last.get(choice.id), now)]
    hour = now.hour
    if MORNING[0] <= hour < MORNING[1] and (found := _best(free, Context.MORNING, done)):
        return found.id, "It is morning."
    if (hour >= EVENING[0] or hour < EVENING[1]) and (found := _best(free, Context.BEDTIME, done)):
        return found.id, "It is late: something quiet before sleep."
    at_work = now.weekday() < 5 and DESK[0] <= hour < DESK[1]
    if at_work and done.today >= ENOUGH_FOR_TODAY and (found := _best(choices, Context.DESK, done)):
        return found.id, "You have practiced today: a short break will do."
    if not done.last:
        beginner = [choice for choice in free if choice.context is Context.ANY and choice.level is Level.BEGINNER]
        if beginner:
            return min(beginner, key=lambda choice: (choice.seconds, choice.id)).id, "It is short, and good to begin with."
    found = _best(free, Context.ANY, done) or _best(choices, Context.ANY, done) or _best(choices, None, done)
    if found is None:
        return None
    lacking = [muscle for muscle in found.targets if muscle in CARED_FOR and _lack(muscle, done) > 0]
    if not lacking:
        return found.id, "You have had enough of everything this week, and this one is the longest ago."
    words = " and ".join(Muscle(muscle).replace("-", " ") for muscle in sorted(lacking, key=lambda muscle: -_lack(muscle, done))[:2])
    return found.id, f"The last seven days had little for {words}."


def suggest_before(occasion: Occasion, done: Done, choices: Sequence[Choice]) -> tuple[str, str] | None:
    """The routine to play before something, and why: the user's own first, then the one made for just this."""
    fitting = [choice for choice in choices if occasion in choice.before]
    if not fitting:
        return None
    best = min(fitting, key=lambda choice: (not choice.own, len(choice.before), -_need(choice, done), choice.id))
    return best.id, "It is your own for this." if best.own else "It is made for this." if len(best.before) == 1 else "It suits this, too."


def _best(choices: Sequence[Choice], context: Context | None, done: Done) -> Choice | None:
    """What the week lacks most of; of equals, what was done longest ago; of those, the easiest and shortest."""
    fitting = [choice for choice in choices if context is None or choice.context is context]

    def rank(choice: Choice) -> tuple[float, float, int, float, str]:
        last = done.last.get(choice.id)
        return (
            -_need(choice, done),
            last.timestamp() if last is not None else 0.0,
            list(Level).index(choice.level),
            choice.seconds,
            choice.id,
        )

    return min(fitting, key=rank, default=None)


def _need(choice: Choice, done: Done) -> float:
    """How much the main groups it works on lack on average; in tenths, so that little decides nothing."""
    targets = [muscle for muscle in choice.targets if muscle in CARED_FOR]
    return round(sum(_lack(muscle, done) for muscle in targets) / len(targets), 1) if targets else 0.0


def _lack(muscle: str, done: Done) -> float:
    """From 0, the floor of a week is reached, to 1, there was nothing."""
    return max(0.0, 1 - done.doses.get(muscle, NOTHING).least / WEEK_FLOOR)


def _is_today(last: datetime | None, now: datetime) -> bool:
    return last is not None and timedelta(0) <= now - last < timedelta(hours=12)
