"""`progress`: what the weeks came to, muscle by muscle and side by side, beside what the evidence says."""

import json as json_module
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rich.console import Console
from rich.text import Text

from stretchguide.cli.catalog import marked
from stretchguide.cli.past import console, print_lines, read_log, shown, tell
from stretchguide.cli.roots import open_index
from stretchguide.errors import ExitCode
from stretchguide.history import doses
from stretchguide.history.doses import NOTHING, SESSION_SECONDS, WEEK_FLOOR, WEEK_SECONDS, Dose, by_muscle, by_week, monday_of
from stretchguide.history.store import Log
from stretchguide.history.streak import DAY_SECONDS, DAYS_A_WEEK, Streak, streak_of
from stretchguide.library.files import Kind
from stretchguide.model.anatomy import Context, Muscle, Side
from stretchguide.model.rule import RuleName
from stretchguide.model.words import format_clock, format_duration, listed, plural
from stretchguide.safety.week import check_week
from stretchguide.settings import shows_unicode

VERSION = 1

WEEKS = 8
"""Weeks of the trend, the one under way included."""

NEGLECT_DAYS = 14
"""What had too little for so many days is named."""

YEAR_WEEKS = 53

BAR = 12
"""Cells of a bar: the 10 minutes of a week at which gains level off."""

MUSCLES_SHOWN = 14

LEVELS = (0.0, 300.0, 600.0, 1200.0)
"""Seconds of a day above which its mark in the calendar gets heavier."""

COLORS = ("dim", "green", "green", "bright_green", "bold bright_green")


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters that bars, trends and calendars are made of."""

    full: str
    part: str
    empty: str
    floor: str
    trend: str
    days: str


UNICODE = Marks("█", "▏▎▍▌▋▊▉", "·", "┊", " ▁▂▃▄▅▆▇█", "·░▒▓█")
ASCII = Marks("#", "", ".", "|", " .:-=+*##", ".-+*#")


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything that is shown. `weeks` go back from the one under way; days are those on which sessions began."""

    today: date
    days: Mapping[date, float]
    weeks: Mapping[date, Mapping[str, Dose]]
    streak: Streak
    neglected: Sequence[str]
    routine: tuple[str, Sequence[str]] | None
    """The routine that reaches most of what is neglected, and what it reaches."""

    @property
    def monday(self) -> date:
        """The first day of the week under way."""
        return monday_of(self.today)

    @property
    def shown(self) -> date:
        """The first day of the week that is shown: the last one where the one under way has nothing yet."""
        last = self.monday - timedelta(weeks=1)
        return last if last in self.weeks and self.monday not in self.weeks else self.monday

    @property
    def week(self) -> Mapping[str, Dose]:
        """What the week that is shown came to."""
        return self.weeks.get(self.shown, {})

    @property
    def mondays(self) -> list[date]:
        """The first days of the weeks of the trend, the oldest first."""
        return [self.monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def progress(*, json: bool, now: datetime | None = None) -> int:
    """Print how it goes."""
    log = read_log()
    found = summed(log, (now or datetime.now().astimezone()).date())
    if json:
        print(json_module.dumps(_data(found, log), indent=2))
        return ExitCode.FINISHED
    if found.days or not log.problems:
        page = console()
        print_lines(page, _lines(found, UNICODE if shows_unicode() else ASCII, page))
    return tell(log)


def summed(log: Log, today: date) -> Progress:
    """What the history comes to on a day. Sessions that begin after tomorrow were written by a wrong clock, and are left out."""
    tomorrow = (today + timedelta(days=1)).isoformat()
    by_day: dict[str, float] = {}
    for head in log.heads:
        day = head.began[:10]
        by_day[day] = by_day.get(day, 0.0) + head.practiced
    days: dict[date, float] = {}
    for text, seconds in by_day.items():
        if text <= tomorrow:
            try:
                days[date.fromisoformat(text)] = seconds
            except ValueError:
                continue  # a day that is in no calendar
    first = monday_of(today) - timedelta(weeks=WEEKS - 1)
    recent = list(log.sessions(head for head in log.since(first) if head.began[:10] <= tomorrow))
    lately = by_muscle(session for session in recent if session.began.date() > today - timedelta(days=NEGLECT_DAYS))
    missing = doses.neglected(lately) if days else []
    return Progress(
        today,
        days,
        by_week(recent),
        streak_of((day for day, seconds in days.items() if seconds >= DAY_SECONDS), today),
        missing,
        doses.filling(missing, _targets()) if missing else None,
    )


def _targets() -> dict[str, tuple[Sequence[str], float]]:
    """What each routine reaches, and its seconds. Those before training are for something else, and some do not suit the profile."""
    rows = open_index().summaries(Kind.ROUTINE)
    usable = [(entry, row) for entry, row in rows if "problems" not in row and row["context"] != Context.BEFORE]
    unsuited = {entry for entry, mark in marked(entry for entry, _ in usable).items() if mark.suits == "not"}
    return {entry.id: (row["targets"], row["seconds"]) for entry, row in usable if entry not in unsuited}


def _data(found: Progress, log: Log) -> dict[str, object]:
    muscles = sorted({muscle for week in found.weeks.values() for muscle in week})
    return {
        "format": "stretchguide/progress",
        "version": VERSION,
        "today": found.today.isoformat(),
        "monday": found.monday.isoformat(),
        "dose": {"session": SESSION_SECONDS, "week_floor": WEEK_FLOOR, "week": WEEK_SECONDS},
        "muscles": [
            {
                "muscle": muscle,
                "weeks": [
                    {"monday": monday.isoformat(), "left": round(dose.left, 1), "right": round(dose.right, 1), "sessions": dose.sessions}
                    for monday in found.mondays
                    for dose in [found.weeks.get(monday, {}).get(muscle, NOTHING)]
                ],
                "uneven": found.week.get(muscle, NOTHING).is_uneven,
            }
            for muscle in muscles
        ],
        "streak": {
            "weeks": found.streak.weeks,
            "longest": found.streak.longest,
            "days": found.streak.days,
            "days_needed": DAYS_A_WEEK,
        },
        "days": {day.isoformat(): round(seconds, 1) for day, seconds in sorted(found.days.items())},
        "rules": [{"rule": rule, "what": what} for rule, what in _rules(found)],
        "neglected": list(found.neglected),
        "routine": found.routine[0] if found.routine is not None else None,
        "unreadable": log.unreadable,
        "newer": log.newer,
    }


def _lines(found: Progress, marks: Marks, page: Console) -> list[Text]:
    if not found.days:
        return [Text("There is nothing to see yet. 'stretchguide start' begins a session.")]
    lines = [*_week(found, marks), Text()]
    lines += [Text(line) for line in _sides(found)]
    # Too little shows in the bars; here is what they do not show.
    lines += [Text(what) for rule, what in _rules(found) if rule is not RuleName.WEEKLY_DOSE or "add nothing" in what]
    lines += [Text(line) for line in _row(found.streak)]
    lines += [Text(), *calendar(found.days, found.today, marks, min(YEAR_WEEKS, page.width - 6)), Text()]
    lines += [Text(line) for line in _missing(found)]
    return lines


def _week(found: Progress, marks: Marks) -> list[Text]:
    """The week under way, or the last one: a row for each muscle."""
    sunday = found.shown + timedelta(days=6)
    days = [day for day in found.days if found.shown <= day <= sunday]
    title = "This week" if found.shown == found.monday else "Last week"
    title += f", {found.shown.day} {found.shown:%b} to {sunday.day} {sunday:%b}"
    spent = sum(found.days[day] for day in days)
    lines = [Text(f"{title}: {plural(len(days), 'day')}, {_spent(spent)} of work" if days else f"{title}: nothing yet", style="bold")]
    muscles = dict(found.week)
    for monday in reversed(found.mondays):
        for muscle in found.weeks.get(monday, {}):
            muscles.setdefault(muscle, NOTHING)
    if not muscles:
        return lines
    lines += [Text(), Text(f"{'':<19}{'left':<{BAR + 7}}{'right':<{BAR + 6}}{'60 s':>5}  {WEEKS} weeks", style="dim")]
    for muscle, dose in list(muscles.items())[:MUSCLES_SHOWN]:
        line = Text(f"{shown(muscle).replace('-', ' ')[:18]:<19}")
        for side in (dose.left, dose.right):
            line.append_text(_bar(side, marks)).append(f"{format_clock(round(side)):>6} ")
        times = f"{dose.sessions}x" if dose.sessions else ""
        line.append(f"{times:>4}  ")
        line.append(
            "".join(_level(found.weeks.get(monday, {}).get(muscle, NOTHING).least, marks) for monday in found.mondays), style="cyan"
        )
        lines.append(line)
    if len(muscles) > MUSCLES_SHOWN:
        lines.append(Text(f"and {len(muscles) - MUSCLES_SHOWN} more in 'stretchguide progress --json'", style="dim"))
    words = (
        f"A full bar is 10 min, where gains level off; {marks.floor} is a floor of 3 min.",
        "60 s: sessions with that much on each side. Only work counts, and only for",
        "the muscles that a stretch is for.",
    )
    lines += [Text(line, style="dim") for line in words]
    return lines


def _bar(seconds: float, marks: Marks) -> Text:
    """A bar, with the floor of a week marked where it does not reach so far."""
    share = min(seconds / WEEK_SECONDS, 1.0) * BAR
    cells = marks.full * int(share)
    steps = len(marks.part) + 1
    if (step := int((share - int(share)) * steps)) and marks.part:
        cells += marks.part[step - 1]
    elif seconds and not cells:
        cells = (marks.part or marks.full)[0]
    empty = list(marks.empty * BAR)
    empty[int(WEEK_FLOOR / WEEK_SECONDS * BAR)] = marks.floor
    style = "green" if seconds >= WEEK_FLOOR else "yellow"
    return Text().append(cells, style=style).append("".join(empty[len(cells) :]), style="dim")


def _level(seconds: float, marks: Marks) -> str:
    """One cell of a trend."""
    if not seconds:
        return marks.empty
    return marks.trend[1 + min(int(seconds / WEEK_SECONDS * (len(marks.trend) - 1)), len(marks.trend) - 2)]


def _sides(found: Progress) -> list[str]:
    uneven = [(muscle, dose) for muscle, dose in found.week.items() if dose.is_uneven]
    if not uneven:
        return ["Left and right are even."] if found.week else []
    words = []
    for muscle, dose in uneven:
        side = "left" if dose.left > dose.right else "right"
        words.append(f"{shown(muscle).replace('-', ' ')} {format_clock(round(dose.most - dose.least))} more {side}")
    return [f"Left and right differ: {', '.join(words)}."]


def _rules(found: Progress) -> list[tuple[RuleName, str]]:
    """What the safety rules say of the week that is shown."""
    known = {muscle: dose for muscle, dose in found.week.items() if muscle in list(Muscle)}
    seconds = {
        (Muscle(muscle), side): spent
        for muscle, dose in known.items()
        for side, spent in (((Side.BOTH, dose.left),) if dose.left == dose.right else ((Side.LEFT, dose.left), (Side.RIGHT, dose.right)))
    }
    return list(check_week(seconds, over=found.shown != found.monday))


def _row(streak: Streak) -> list[str]:
    """The streak, in words that blame nobody."""
    longest = f", the longest row so far is {streak.longest}" if streak.longest > streak.weeks else ""
    first = f"{plural(streak.weeks, 'week')} in a row with {DAYS_A_WEEK} days or more{longest}."
    if not streak.weeks:
        first = f"A week counts with {DAYS_A_WEEK} days{longest}. The other days are for rest."
    if streak.days >= DAYS_A_WEEK:
        second = f"This week counts: {plural(streak.days, 'day')}."
    else:
        second = f"{plural(streak.left, 'more day')} and this week counts. A single week off ends nothing."
    return [f"{first} {second}"]


def calendar(days: Mapping[date, float], today: date, marks: Marks, weeks: int) -> list[Text]:
    """The last weeks as columns, a mark for each day, months above, and what the marks mean below."""
    first = monday_of(today) - timedelta(weeks=weeks - 1)
    mondays = [first + timedelta(weeks=week) for week in range(weeks)]
    heading = ""
    for column, monday in enumerate(mondays):
        # The month is named above the week in which it begins, where there is room.
        begins = [day for day in (monday + timedelta(days=n) for n in range(7)) if day.day == 1]
        if begins and len(heading) <= column and column + 3 <= weeks:
            heading = heading.ljust(column) + f"{begins[0]:%b} "
    lines = [Text(f"{'':<5}{heading.rstrip()}", style="dim")]
    for weekday, name in enumerate(("Mon", "", "Wed", "", "Fri", "", "Sun")):
        line = Text(f"{name:<5}", style="dim")
        for monday in mondays:
            day = monday + timedelta(days=weekday)
            level = sum(days.get(day, 0.0) > least for least in LEVELS)
            line.append(marks.days[level] if day <= today else " ", style=f"not dim {COLORS[level]}" if level else "dim")
        lines.append(line)
    legend = Text("     ", style="dim")
    for mark, color, words in zip(marks.days, COLORS, ("none", "up to 5 min", "10", "20", "more"), strict=True):
        legend.append(mark, style=f"not dim {color}").append(f" {words}   ")
    return [*lines, legend]


def _missing(found: Progress) -> list[str]:
    if not found.neglected:
        return ["Every main group had something in the last two weeks."]
    lines = [f"Less than {SESSION_SECONDS:g} s a side in the last two weeks: {listed(found.neglected)}."]
    if found.routine is not None:
        id, reached = found.routine
        lines.append(f"'stretchguide start {id}' reaches {listed(reached)}.")
    return lines


def _spent(seconds: float) -> str:
    return format_duration(round(seconds)) if seconds < 600 else f"{round(seconds / 60)} min"
