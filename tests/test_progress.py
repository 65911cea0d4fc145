"""Sums over the history: doses, streak, suggestions, measurements, and the pages that show them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from conftest import ROOT
from stretchguide.cli.app import app
from stretchguide.cli.measure import measure
from stretchguide.cli.progress import ASCII, UNICODE, calendar, summed
from stretchguide.cli.records import open_store
from stretchguide.history.change import changes, plotted, too_soon
from stretchguide.history.doses import CARED_FOR, Dose, by_muscle, by_week, filling, monday_of, neglected, of_session
from stretchguide.history.record import Measured, Practice, Session
from stretchguide.history.store import Store
from stretchguide.history.streak import streak_of
from stretchguide.history.suggest import Choice, Done, suggest, suggest_before
from stretchguide.library.library import Library
from stretchguide.model.anatomy import Context, Level, Occasion
from stretchguide.model.measurement import Better, Measurement, Unit
from terminals import stretchguide
from test_history import session

Run = Callable[..., Result]

NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)  # a Wednesday
TODAY = NOW.date()


@pytest.fixture
def run() -> Run:
    """Runs a command inside this process."""
    return lambda *arguments, **options: CliRunner().invoke(app, [str(argument) for argument in arguments], **options)


def practiced(began: datetime, *, seconds: float | None = None, **muscles: tuple[float, float] | float) -> Session:
    """A session with seconds by muscle: left and right, or both at once."""
    stretches = []
    for step, (muscle, amount) in enumerate(muscles.items(), 1):
        sides = {"left": amount[0], "right": amount[1]} if isinstance(amount, tuple) else {"both": amount}
        stretches.append(Practice(step, f"a-{step}", (muscle.replace("_", "-"),), ("core",), sides, sides))
    total = sum(sum(one.practiced.values()) for one in stretches) if seconds is None else seconds
    return session(began, total, stretches=tuple(stretches))


# --- doses ----------------------------------------------------------------------------------------------------------


def test_work_on_both_sides_counts_for_each_and_what_is_pulled_on_besides_counts_nothing() -> None:
    found = of_session(practiced(NOW, hamstrings=(60, 50), lats=30))
    assert found == {"hamstrings": Dose(60, 50, 0), "lats": Dose(30, 30, 0)}


def test_a_session_reaches_its_floor_with_sixty_seconds_on_each_side_whatever_the_stretches() -> None:
    one = Practice(1, "a", ("glutes",), (), {}, {"left": 30, "right": 30})
    assert of_session(session(NOW, stretches=(one, one)))["glutes"] == Dose(60, 60, 1)
    assert of_session(session(NOW, stretches=(one,)))["glutes"].sessions == 0


@given(st.lists(st.tuples(st.integers(0, 800), st.integers(0, 300), st.integers(0, 300)), max_size=20))
def test_weeks_add_up_to_everything(items: list[tuple[int, int, int]]) -> None:
    made = [practiced(NOW - timedelta(days=days), glutes=(left, right)) for days, left, right in items]
    everything = by_muscle(made).get("glutes", Dose())
    weeks = [week.get("glutes", Dose()) for week in by_week(made).values()]
    assert sum(week.left for week in weeks) == everything.left
    assert sum(week.right for week in weeks) == everything.right
    assert sum(week.sessions for week in weeks) == everything.sessions


@pytest.mark.parametrize(
    ("left", "right", "uneven"), [(0, 0, False), (60, 0, True), (59, 0, False), (600, 540, False), (600, 450, True), (0, 300, True)]
)
def test_sides_that_differ_clearly_are_told(left: float, right: float, uneven: bool) -> None:
    assert Dose(left, right).is_uneven is uneven


def test_a_leap_day_and_the_turn_of_a_year_lie_in_their_weeks() -> None:
    assert monday_of(date(2028, 2, 29)) == date(2028, 2, 28)
    assert monday_of(date(2027, 1, 1)) == date(2026, 12, 28)


def test_a_session_in_the_night_of_a_clock_change_stays_on_its_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for moment in (datetime(2026, 3, 29, 1, 59, tzinfo=berlin), datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=1)):
        assert list(by_week([practiced(moment, glutes=60)])) == [monday_of(moment.date())]


def test_what_is_missing_is_named_and_the_routine_that_reaches_most_of_it() -> None:
    enough = {muscle.value: Dose(60, 60) for muscle in CARED_FOR}
    assert neglected(enough) == []
    assert neglected(enough | {"lats": Dose(60, 0), "glutes": Dose(59, 70)}) == ["lats", "glutes"]
    targets = {"a": (["lats"], 60.0), "b": (["lats", "glutes"], 300.0), "c": (["glutes", "lats", "core"], 200.0)}
    assert filling(["lats", "glutes"], targets) == ("c", ["lats", "glutes"])
    assert filling(["soleus"], targets) is None


# --- streak ---------------------------------------------------------------------------------------------------------


def days(*back: int) -> list[date]:
    return [TODAY - timedelta(days=number) for number in back]


@pytest.mark.parametrize(
    ("practiced_on", "weeks"),
    [
        ([], 0),
        (days(0), 0),
        (days(0, 1), 1),
        (days(7, 8), 1),  # this week has nothing yet, and ends nothing
        (days(0, 1, 7, 8), 2),
        (days(0, 1, 7), 1),  # a week with one day is not counted
        (days(0, 1, 14, 15), 2),  # a week off
        (days(0, 1, 21, 22), 1),  # two of them
        (days(14, 15), 1),
        (days(21, 22), 0),
    ],
)
def test_a_streak_forgives(practiced_on: list[date], weeks: int) -> None:
    assert streak_of(practiced_on, TODAY).weeks == weeks


@given(st.sets(st.integers(-3, 400), max_size=60), st.integers(-3, 400))
def test_a_further_day_never_harms_a_streak(back: set[int], more: int) -> None:
    before, after = streak_of(days(*back), TODAY), streak_of(days(*back, more), TODAY)
    assert (after.weeks, after.longest, after.days) >= (before.weeks, before.longest, before.days)
    assert before.longest >= before.weeks
    assert 0 <= before.days <= 7


def test_days_that_are_not_yet_count_for_nothing_but_tomorrow_may_be_elsewhere() -> None:
    assert streak_of(days(-2, -3), TODAY).days == 0
    assert streak_of(days(-1, 0), TODAY).days == 2


# --- what to play ---------------------------------------------------------------------------------------------------

CHOICES = (
    Choice("any-legs", "Legs", Context.ANY, Level.BEGINNER, 600, ("hamstrings", "quadriceps")),
    Choice("any-arms", "Arms", Context.ANY, Level.BEGINNER, 500, ("lats", "pectorals")),
    Choice("any-hard", "Hard", Context.ANY, Level.ADVANCED, 100, ("lats", "pectorals")),
    Choice("morning", "Morning", Context.MORNING, Level.BEGINNER, 300, ("glutes",)),
    Choice("night", "Night", Context.BEDTIME, Level.BEGINNER, 300, ("glutes",), (Occasion.BED,)),
    Choice("desk", "Desk", Context.DESK, Level.BEGINNER, 200, ("upper-trapezius",), (Occasion.DESK,)),
    Choice("run", "Run", Context.BEFORE, Level.BEGINNER, 300, ("hip-flexors",), (Occasion.RUN,)),
    Choice("warm-up", "Warm-up", Context.BEFORE, Level.BEGINNER, 300, ("hip-flexors",), (Occasion.RUN, Occasion.RIDE)),
)
NEW = Done({}, {}, 0.0)


def suggested(hour: int, done: Done = NEW, configured: str | None = None) -> str:
    found = suggest(configured, NOW.replace(hour=hour), done, CHOICES)
    assert found is not None
    assert found[1].endswith(".")
    assert len(found[1].splitlines()) == 1
    return found[0]


def test_the_routine_of_the_settings_goes_before_everything() -> None:
    assert suggested(7, configured="mine") == "mine"


@pytest.mark.parametrize(("hour", "id"), [(3, "any-arms"), (2, "night"), (7, "morning"), (15, "any-arms"), (22, "night")])
def test_the_hour_decides_first_and_a_beginning_is_short(hour: int, id: str) -> None:
    assert suggested(hour) == id


def test_what_was_done_today_is_not_suggested_again() -> None:
    done = Done({"morning": NOW.replace(hour=6)}, {}, 100.0)
    assert suggested(7, done) != "morning"
    assert suggested(7, Done({"morning": NOW.replace(hour=6) - timedelta(days=1)}, {}, 0.0)) == "morning"


def test_what_the_week_lacks_decides() -> None:
    legs = {muscle: Dose(300, 300) for muscle in ("hamstrings", "quadriceps")}
    arms = {muscle: Dose(300, 300) for muscle in ("lats", "pectorals")}
    last = {"any-legs": NOW - timedelta(days=3), "any-arms": NOW - timedelta(days=2), "any-hard": NOW - timedelta(days=4)}
    assert suggested(15, Done(last, legs, 0.0)) == "any-hard", "both reach the arms, and this one is the longest ago"
    assert suggested(15, Done(last, arms, 0.0)) == "any-legs"
    assert suggested(15, Done(last, arms | legs, 0.0)) == "any-hard"


def test_a_day_at_the_desk_that_had_its_session_gets_a_break() -> None:
    assert suggested(15, Done({"any-legs": NOW - timedelta(hours=6)}, {}, 400.0)) == "desk"
    saturday = NOW + timedelta(days=3)
    found = suggest(None, saturday, Done({"any-legs": saturday - timedelta(hours=6)}, {}, 400.0), CHOICES)
    assert found is not None
    assert found[0] != "desk"


def test_before_something_the_own_routine_and_then_the_one_made_for_it() -> None:
    found = suggest_before(Occasion.RUN, NEW, CHOICES)
    assert found is not None
    assert found[0] == "run"
    assert suggest_before(Occasion.RIDE, NEW, CHOICES) == ("warm-up", "It suits this, too.")
    own = Choice("mine", "Mine", Context.ANY, Level.ADVANCED, 900, (), (Occasion.RUN, Occasion.RIDE, Occasion.LIFT), own=True)
    assert suggest_before(Occasion.RUN, NEW, (*CHOICES, own)) == ("mine", "It is your own for this.")
    assert suggest_before(Occasion.LIFT, NEW, CHOICES) is None


@given(st.integers(0, 23), st.integers(0, 400))
def test_there_is_always_something_to_suggest(hour: int, spent: int) -> None:
    everything = {choice.id: NOW - timedelta(hours=1) for choice in CHOICES}
    assert suggest(None, NOW.replace(hour=hour), Done(everything, {}, float(spent)), CHOICES) is not None
    assert suggest(None, NOW, NEW, ()) is None


@pytest.mark.slow
@pytest.mark.parametrize("occasion", Occasion)
def test_every_occasion_has_a_bundled_routine(run: Run, occasion: Occasion) -> None:
    done = run("start", "--before", occasion, "--speed", "1000")
    assert done.exit_code == 0
    assert "Chosen for you: " in done.stderr


def test_an_occasion_that_is_none_names_them(run: Run) -> None:
    done = run("start", "--before", "swim")
    assert (done.exit_code, "run, lift, ride, desk, bed" in done.stderr) == (2, True)
    assert run("start", "hips", "--before", "run").exit_code == 2


def test_start_without_a_name_says_why(run: Run) -> None:
    done = run("start", "--speed", "1000")
    assert done.exit_code == 0
    assert len([line for line in done.stderr.splitlines() if line.startswith("Chosen for you: ")]) == 1


@pytest.mark.slow
def test_the_overview_says_why() -> None:
    with stretchguide("start", rows=40) as session:
        shown = session.wait(lambda text: "Press Enter" in text or "an hour ago" in text)
        if "an hour ago" in shown:
            session.send("n")
            shown = session.wait("Press Enter")
        assert "Chosen for you:" in shown
        session.send("q")
        assert session.exit_code() == 6


# --- the page -------------------------------------------------------------------------------------------------------


def fill(store: Store, now: datetime | None = None) -> None:
    """Three years, two machines, holidays, zones."""
    now = now or datetime.now(UTC)
    mine: list[Session] = []
    others: list[Session] = []
    for back in range(3 * 365):
        if back % 3 and not 60 <= back <= 80:
            began = now.astimezone(ZoneInfo("Europe/Berlin" if back % 2 else "America/Los_Angeles")) - timedelta(days=back)
            (mine if back % 5 else others).append(practiced(began, hamstrings=(70, 70), glutes=(90, 20), lats=40))
    store.append(*mine)
    Store(store.folder, "other").append(*others)


def test_progress_sums_up_years_of_two_machines() -> None:
    store = open_store()
    fill(store, NOW)
    found = summed(store.log(), TODAY)
    assert found.week["hamstrings"] == Dose(140, 140, 2)  # Monday to Wednesday, two of them
    assert found.week["glutes"].is_uneven
    assert (found.streak.weeks, found.streak.longest) == (9, 145)
    assert "quadriceps" in found.neglected
    assert "hamstrings" not in found.neglected
    assert found.routine is not None


def test_sessions_of_a_wrong_clock_are_left_out() -> None:
    store = open_store()
    store.append(practiced(NOW + timedelta(days=400), lats=60), practiced(NOW, glutes=60), session(NOW, id="x"))
    with store.path.open("a", encoding="utf-8") as file:
        line = store.path.read_text(encoding="utf-8").splitlines()[1]
        file.write(line.replace("2026-11-25T", "2026-02-31T").replace('"id":"', '"id":"y') + "\n")
    found = summed(store.log(), TODAY)
    assert list(found.days) == [TODAY]
    assert set(found.week) == {"glutes", "gastrocnemius"}


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "COLUMNS": "80", **more}


@pytest.mark.slow
@pytest.mark.parametrize("more", [{}, {"LC_ALL": "C", "LANG": "C"}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_the_page_fits_and_needs_no_color(more: dict[str, str]) -> None:
    fill(open_store())
    done = subprocess.run(
        [sys.executable, "-m", "stretchguide", "progress"], env=environment(**more), capture_output=True, encoding="utf-8", check=True
    )
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    for words in ("hamstrings", "Mon", "Jan", "in a row", "Less than 60 s", "glutes"):
        assert words in done.stdout
    if more.get("LC_ALL") == "C":
        assert done.stdout.isascii()


def test_the_page_is_the_same_on_a_terminal() -> None:
    fill(open_store())
    with stretchguide("progress", rows=60) as terminal:
        shown = terminal.wait("stretchguide start")
        assert "8 weeks" in shown
        assert terminal.exit_code() == 0


def test_progress_as_json(run: Run) -> None:
    fill(open_store())
    data = json.loads(run("progress", "--json").stdout)
    assert (data["format"], data["dose"]) == ("stretchguide/progress", {"session": 60.0, "week_floor": 180.0, "week": 600.0})
    assert {len(muscle["weeks"]) for muscle in data["muscles"]} == {8}


@pytest.mark.parametrize("command", ["history", "progress"])
def test_a_history_that_cannot_be_read_is_no_empty_one(run: Run, command: str) -> None:
    store = open_store()
    store.folder.parent.mkdir(parents=True, exist_ok=True)
    store.folder.write_text("a file where a folder belongs")
    done = run(command)
    assert done.exit_code == 5
    assert "cannot be read" in done.stderr
    assert "stretchguide start" not in done.stdout


def test_an_empty_history_says_what_to_do(run: Run) -> None:
    assert "stretchguide start" in run("progress").stdout
    assert "stretchguide start" in run("history").stdout
    assert json.loads(run("progress", "--json").stdout)["days"] == {}


@given(st.dictionaries(st.integers(0, 500), st.floats(0, 5000), max_size=50), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_calendar_has_a_mark_for_every_day_up_to_today(spent: dict[int, float], today: date) -> None:
    by_day = {today - timedelta(days=back): seconds for back, seconds in spent.items()}
    for marks in (ASCII, UNICODE):
        lines = calendar(by_day, today, marks, 53)
        rows = [line.plain[5:] for line in lines[1:8]]
        assert {len(row) for row in rows} == {53}
        shown = "".join(rows)
        assert len(shown.replace(" ", "")) == 52 * 7 + today.weekday() + 1
        inside = [seconds for day, seconds in by_day.items() if seconds > 0 and day >= monday_of(today) - timedelta(weeks=52)]
        assert len([mark for mark in shown if mark in marks.days[1:]]) == len(inside)


# --- measuring ------------------------------------------------------------------------------------------------------

KNEE = Measurement(
    name="Knee",
    targets=("hamstrings",),
    unit=Unit.DEGREES,
    better=Better.LESS,
    change=8,
    least=0,
    most=90,
    procedure=("One.", "Two."),
)


def measured(back: int, **values: float) -> Measured:
    at = NOW - timedelta(days=back)
    return Measured(f"{back}", at, "knee", values, "m")


@pytest.mark.parametrize(("now", "counts", "better"), [(26, True, True), (26.1, False, True), (42, True, False), (34, False, False)])
def test_a_change_is_one_only_past_what_chance_does(now: float, counts: bool, better: bool) -> None:
    (change,) = changes(KNEE, [measured(20, left=34), measured(10, left=10), measured(1, left=now)])
    assert (change.counts, change.better, change.before) == (counts, better, 34)


def test_decimals_that_people_write_are_as_far_apart_as_they_look() -> None:
    wall = KNEE.model_copy(update={"change": 1.0})
    (change,) = changes(wall, [measured(9, left=7.1), measured(1, left=8.1)])
    assert change.counts


def test_more_often_than_weekly_is_too_soon() -> None:
    assert too_soon([measured(8, left=1)], NOW) is None
    assert too_soon([measured(6, left=1)], NOW) == timedelta(days=6)
    assert too_soon([], NOW) is None


@given(st.lists(st.tuples(st.integers(0, 900), st.floats(-40, 110), st.floats(-40, 110)), min_size=1, max_size=20))
def test_a_plot_has_its_size_and_both_sides(items: list[tuple[int, float, float]]) -> None:
    items.sort(reverse=True)
    lines = plotted([measured(back, left=left, right=right) for back, left, right in items], 40, 9)
    assert len(lines) == 11
    cells = [line.partition("|")[2] for line in lines[:9]]
    assert max(map(len, cells)) <= 40
    assert set("".join(cells)) <= set(" LR*")
    assert "".join(cells).strip()


def test_measuring_shows_the_procedure_first_and_keeps_the_values(run: Run) -> None:
    done = run("measure", "knee-extension-lag", "--left", "34", "--right", "30")
    assert done.exit_code == 0
    assert done.stdout.index("Lie on your back") < done.stdout.index("Noted.")
    listed = run("measure").stdout
    assert "34" in listed
    assert "Sit-and-reach is not here" in listed
    (one,) = [row for row in json.loads(run("measure", "--json").stdout)["measurements"] if row["values"]]
    assert (one["id"], one["values"][0]["left"]) == ("knee-extension-lag", 34)
    assert run("history", "delete", one["values"][0]["id"], "--yes").exit_code == 0
    assert not [row for row in json.loads(run("measure", "--json").stdout)["measurements"] if row["values"]]


def test_a_change_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    for back, left in ((30, 34), (0, 25)):
        measure("knee-ext", left=left, right=30, value=None, plot=False, json=False, now=datetime.now().astimezone() - timedelta(days=back))
    shown = capsys.readouterr().out
    assert "A change of 9: more range." in shown
    assert "No change: less than 8 degrees can be chance." in shown
    measure("knee-ext", left=None, right=None, value=None, plot=True, json=False)
    assert "L" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["sit-and-reach"], 3),
        (["nothing"], 3),
        (["knee-to-wall", "--value", "7"], 2),
        (["hip-hinge-angle", "--left", "7"], 2),
        (["knee-to-wall", "--left", "700"], 2),
        (["knee-to-wall", "--left", "nan"], 2),
        (["--left", "7"], 2),
    ],
)
def test_what_makes_no_sense_is_refused(run: Run, arguments: list[str], code: int) -> None:
    assert run("measure", *arguments).exit_code == code
    assert open_store().log().measured == ()


def test_on_a_terminal_the_values_are_asked_for() -> None:
    with stretchguide("measure", "knee-to-wall") as terminal:
        terminal.wait("left: ")
        terminal.send("much\r")
        terminal.wait("That is no number")
        terminal.send("7,5\r")
        terminal.wait("right: ")
        terminal.send("\r")
        terminal.wait("Noted.")
        assert terminal.exit_code() == 0
    (one,) = open_store().log().measured
    assert one.values == {"left": 7.5}


def test_every_measurement_names_its_sides_and_a_change(library: Library) -> None:
    known = library.measurements()
    assert len(known.measurements) == 9
    assert set(known.sources) <= set(library.sources().sources)


def test_a_file_of_measurements_that_is_wrong_is_named_with_its_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "measurements.yaml"
    text = (ROOT / "routines" / "measurements.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("change: 8", "change: 0", 1).replace("most: 25", "most: -1", 1), encoding="utf-8")
    done = run("check", path)
    assert done.exit_code == 4
    assert "knee-extension-lag.change" in done.output
    assert "knee-to-wall.most" in done.output
