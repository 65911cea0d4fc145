"""The session screen at every size, and what it says."""

import re
from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from fakes import stretch, timeline, timelines
from stretchguide.cli.fitting import prepare
from stretchguide.library.files import Origin, Root
from stretchguide.library.library import Library
from stretchguide.model.anatomy import Side
from stretchguide.model.safety import Safety
from stretchguide.session.player import Command, HurtChoice, State, begin, press, result, tick
from stretchguide.terminal import digits
from stretchguide.terminal.cards import overview, summary
from stretchguide.terminal.figure import Mode
from stretchguide.terminal.look import Look, wrap
from stretchguide.terminal.screen import footer, frame
from stretchguide.timeline import Timeline
from test_player import follow, steps

LOOK = Look(datetime(2026, 3, 1, 18, 3), 1.0, True)
ASCII = Look(datetime(2026, 3, 1, 18, 3), 1.0, False)


def text_of(state: State, width: int = 80, height: int = 24, look: Look = LOOK) -> str:
    return "\n".join(row.plain for row in frame(state, look, width, height))


def at(session: Timeline, seconds: float) -> State:
    return tick(begin(session)[0], seconds)[0]


@given(timelines(), steps, st.integers(1, 130), st.integers(1, 45), st.booleans())
def test_it_fits_any_terminal_exactly(
    session: Timeline, actions: list[float | Command | HurtChoice], width: int, height: int, unicode: bool
) -> None:
    state, _ = follow(begin(session)[0], actions)
    rows = frame(state, LOOK if unicode else ASCII, width, height)
    assert len(rows) == height
    assert all(row.cell_len <= width for row in rows)
    assert unicode or all(row.plain.isascii() for row in rows)


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (100, 30), (76, 22)])
def test_a_full_screen_shows_everything(safe_hamstrings: Timeline, width: int, height: int) -> None:
    shown = text_of(at(safe_hamstrings, 110), width, height)
    for part in (
        "Safe hamstrings",
        "step 3 of 4",
        "3:24 left",
        "done 18:06",
        "Seated hamstring stretch",
        "LEFT side",
        "set 1 of 2",
        "HOLD",
        "██",
        "Leg extension is the only movement.",
        "next  Seated hamstring stretch, RIGHT side",
        "━",
        "space pause",
        "q quit",
    ):
        assert part in shown


@pytest.mark.parametrize(("width", "height"), [(30, 6), (40, 10), (60, 15), (79, 21)])
def test_a_small_screen_shows_name_side_time_and_what_to_do(safe_hamstrings: Timeline, width: int, height: int) -> None:
    shown = text_of(at(safe_hamstrings, 110), width, height)
    for part in ("Seated hamstring", "LEFT side", "HOLD"):
        assert part in shown
    assert "26" in shown or "██████" in shown


def test_twenty_by_five_still_shows_name_side_and_time(safe_hamstrings: Timeline) -> None:
    shown = text_of(at(safe_hamstrings, 110), 20, 5)
    assert "Seated ham" in shown
    assert "LEFT side" in shown
    assert "26" in shown


def test_left_is_on_the_left_and_right_on_the_right(safe_hamstrings: Timeline) -> None:
    left = next(row for row in text_of(at(safe_hamstrings, 110)).splitlines() if "LEFT side" in row)
    right = next(row for row in text_of(at(safe_hamstrings, 150)).splitlines() if "RIGHT side" in row)
    assert left.index("LEFT") < 50
    assert right.rstrip().endswith("▶")
    assert right.index("RIGHT") > 60


def test_texts_follow_the_side(safe_hamstrings: Timeline) -> None:
    assert "straighten the left knee" in text_of(at(safe_hamstrings, 110))
    assert "straighten the right knee" in text_of(at(safe_hamstrings, 150))


def test_without_unicode_the_digits_are_ascii(safe_hamstrings: Timeline) -> None:
    shown = text_of(at(safe_hamstrings, 110), look=ASCII)
    assert "######" in shown
    assert shown.isascii()


def test_pause_lead_in_and_mute_are_seen(safe_hamstrings: Timeline) -> None:
    state, _ = press(at(safe_hamstrings, 110), Command.PAUSE)
    assert "PAUSED" in text_of(state)
    assert "Press space to go on." in text_of(state)
    state, _ = follow(state, [Command.MUTE, Command.PAUSE])
    assert "BACK INTO POSITION" in text_of(state)
    assert "sound off" in text_of(state)


@pytest.mark.parametrize("size", [(80, 24), (50, 14)])
def test_help_names_every_key(safe_hamstrings: Timeline, size: tuple[int, int]) -> None:
    state, _ = press(at(safe_hamstrings, 110), Command.HELP)
    shown = text_of(state, *size)
    for part in ("space", "restart this hold", "sound off", "end the session", "Sharp pain"):
        assert part in shown


def test_v_without_a_voice_says_how_to_get_one(safe_hamstrings: Timeline) -> None:
    state, _ = press(at(safe_hamstrings, 110), Command.VOICE)
    assert "no voice was found. To hear one, install espeak-ng" in text_of(state, 100, 30)
    speaking = replace(at(safe_hamstrings, 110), voice=True, help=True)
    assert "it is on now" in text_of(speaking, 100, 30)
    assert "it is off now" in text_of(press(speaking, Command.VOICE)[0], 100, 30)


def test_a_wait_says_what_for_and_how_to_go_on() -> None:
    session = timeline(stretch(sides="both"), steps=["stretch-0", {"wait": "Get your mat and a strap."}, "stretch-0"])
    shown = text_of(tick(begin(session)[0], 1000)[0])
    assert "Get your mat and a strap." in shown
    assert "Press space when you are ready." in shown


def test_repetitions_are_counted() -> None:
    session = timeline(stretch(method="dynamic", sides="both", dose={"reps": 8, "tempo": "4s"}))
    assert "repetition 3 of 8" in text_of(at(session, 10 + 9))


def test_halfway_is_shown_for_a_moment(safe_hamstrings: Timeline) -> None:
    assert "Halfway." in text_of(at(safe_hamstrings, 106.5 + 15))
    assert "Halfway." not in text_of(at(safe_hamstrings, 106.5 + 19))


def test_names_are_shown_never_obeyed_as_markup() -> None:
    session = timeline(stretch(name="[bold red]Calf[/] \\[x]"))
    assert "[bold red]Calf[/] \\[x]" in text_of(at(session, 12))


def test_wide_letters_take_two_cells() -> None:
    session = timeline(stretch(name="前屈ストレッチ" * 5))
    for width in (20, 40, 80, 81):
        assert all(row.cell_len <= width for row in frame(at(session, 12), LOOK, width, 24))


def test_finish_time_follows_the_speed(safe_hamstrings: Timeline) -> None:
    fast = Look(datetime(2026, 3, 1, 18, 0), 10.0, True)
    assert "done 18:00" in text_of(at(safe_hamstrings, 30), look=fast)


@given(st.from_regex(r"[0-9]{1,3}(:[0-9]{2})?", fullmatch=True), st.integers(1, 120), st.integers(1, 40))
def test_digits_are_as_large_as_fits(text: str, width: int, height: int) -> None:
    rows = digits.large(text, width=width, height=height)
    assert len(rows) <= height
    assert all(len(row) <= width for row in rows)
    if width >= 8 * len(text) and height >= 5:
        assert rows


def test_the_footer_drops_keys_rather_than_cutting_them() -> None:
    for width in range(10, 90):
        shown = footer(width).plain
        assert len(shown) <= width
        assert "x something hurts" in shown or width < 18
        assert "space pause" in shown or width < 32


def test_wrapping_says_when_it_left_something_out() -> None:
    assert [row.plain for row in wrap("one two three", 7)] == ["one two", "three"]
    assert wrap("one two three four", 9, lines=1)[0].plain.endswith("...")
    assert wrap("", 10) == []


DRAWN = Look(datetime(2026, 3, 1, 18, 3), 1.0, True, Mode.BRAILLE)
DOTS = re.compile("[\u2801-\u28ff]")


@given(st.integers(0, 1300), st.integers(1, 130), st.integers(1, 45), st.sampled_from([*Mode, None]), st.booleans())
def test_with_a_figure_it_fits_any_terminal_exactly(quarter: int, width: int, height: int, mode: Mode | None, motion: bool) -> None:
    session = real_session()
    rows = frame(at(session, quarter / 4), Look(datetime(2026, 3, 1), 1.0, mode is not Mode.ASCII, mode, motion), width, height)
    assert len(rows) == height
    assert all(row.cell_len <= width for row in rows)
    assert mode is not Mode.ASCII or all(row.plain.isascii() for row in rows)


@cache
def real_session() -> Timeline:
    library = Library([Root(ROOT / "routines", Origin.BUNDLED)])
    return library.timeline(library.find("safe-hamstrings"))


def test_a_usual_screen_shows_the_figure_and_tells_the_steps_one_by_one(safe_hamstrings: Timeline) -> None:
    start = next(p.start for p in safe_hamstrings.phases if p.planned and p.planned.number == 3)
    screens = [text_of(at(safe_hamstrings, start + second), look=DRAWN) for second in (0.5, 4, 9.5, 12)]
    assert all(DOTS.search(shown) for shown in screens)
    told = [" ".join(" ".join(row[41:] for row in shown.splitlines()).split()) for shown in screens]
    assert "Sit on the front half" in told[0]
    assert "Tip the pelvis" in told[1]
    assert any("Keep that hollow" in shown for shown in told)


def test_a_large_screen_shows_figure_and_steps(safe_hamstrings: Timeline) -> None:
    shown = text_of(at(safe_hamstrings, 110), 120, 40, DRAWN)
    assert DOTS.search(shown)
    assert "Slowly straighten the left knee" in shown


def test_a_small_screen_has_no_figure(safe_hamstrings: Timeline) -> None:
    assert not DOTS.search(text_of(at(safe_hamstrings, 110), 70, 24, DRAWN))


def test_the_figure_moves_while_getting_ready_and_stands_still_without_motion(safe_hamstrings: Timeline) -> None:
    def dots(second: float, look: Look) -> list[str]:
        return ["".join(DOTS.findall(row)) for row in text_of(at(safe_hamstrings, second), look=look).splitlines()]

    still = Look(datetime(2026, 3, 1, 18, 3), 1.0, True, Mode.BRAILLE, motion=False)
    assert dots(94, DRAWN) != dots(96, DRAWN)
    assert dots(94, still) == dots(96, still)


def test_the_figure_mirrors_with_the_side(safe_hamstrings: Timeline) -> None:
    def columns(second: float) -> tuple[float, float]:
        rows = [row[:38] for row in text_of(at(safe_hamstrings, second), look=DRAWN).splitlines()[3:17]]
        lit = [x for row in rows for x, char in enumerate(row) if DOTS.match(char)]
        head = [x for x, char in enumerate(rows[0]) if DOTS.match(char)]
        return sum(head) / len(head), sum(lit) / len(lit)

    left, right = columns(110), columns(150)
    assert left[0] < left[1]
    assert right[0] > right[1]


@pytest.fixture
def safety(library: Library) -> Safety:
    return library.safety().model_copy(update={"disclaimer": "This is not medical advice.", "effort": "Go to a clear pull."})


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (40, 26)])
def test_the_overview_says_time_equipment_steps_and_what_it_is_not(
    safe_hamstrings: Timeline, safety: Safety, width: int, height: int
) -> None:
    rows = overview(safe_hamstrings, safety.effort, safety.disclaimer, (), LOOK, width, height)
    shown = " ".join(" ".join(row.plain for row in rows).split())
    for part in ("Safe hamstrings", "5 min 14 s", "chair", "Seated hamstring stretch", "clear pull", "not medical advice"):
        assert part in shown
    assert all(row.cell_len <= width for row in rows)
    assert len(rows) < height


def test_a_long_routine_still_fits_the_overview(safety: Safety) -> None:
    session = timeline(*[stretch(name=f"Stretch {number}") for number in range(60)])
    rows = overview(session, safety.effort, safety.disclaimer, (), LOOK, 80, 24)
    assert len(rows) < 24
    assert any("more" in row.plain for row in rows)


def test_the_summary_tells_each_side(safe_hamstrings: Timeline, safety: Safety) -> None:
    state, _ = press(at(safe_hamstrings, 120), Command.QUIT)
    shown = "\n".join(row.plain for row in summary(result(state), safety, 80))
    assert "You ended early. You practiced" in shown
    assert "Seated hamstring stretch" in shown
    assert "0:14 left" in shown or "0:13 left" in shown or "0:15 left" in shown


SIGNS = Look(datetime(2026, 3, 1, 18, 3), 1.0, True, emergency=tuple(f"Sign number {n} of an emergency, in some words." for n in range(5)))
SIZES = [(80, 24), (120, 40), (40, 12), (30, 6)]


@pytest.mark.parametrize("size", [*SIZES, (20, 5), (20, 3)])
def test_when_something_hurts_every_choice_is_shown(safe_hamstrings: Timeline, size: tuple[int, int]) -> None:
    state, _ = press(at(safe_hamstrings, 150), Command.HURT)
    shown = " ".join(text_of(state, *size).split()).lower()
    for part in ("ease off", "skip this stretch", "end the session", "red flags", "go on"):
        assert part[:14] in shown or size == (20, 3)
    if size[1] >= 12:
        assert "sit on a cushion without leaning forward, and straighten the knee only halfway." in shown
        assert "right side" in shown
        assert "the clock has stopped" in shown


def test_the_easier_way_is_told_for_the_side() -> None:
    session = timeline(stretch(easier={"say": "Bend the left knee."}), stretch())
    state, _ = press(at(session, 50), Command.HURT)
    assert "Bend the right knee." in text_of(state)
    assert "nothing hurts" in text_of(press(at(session, 100), Command.HURT)[0])


def test_what_makes_it_easier_stays_on_the_screen() -> None:
    session = timeline(stretch(easier={"say": "Bend the left knee."}, cues=[{"at": "20s", "say": "Breathe."}]))
    state, _ = follow(at(session, 12), [Command.HURT, HurtChoice.EASE])
    for seconds in (1, 10, 6, 8, 12, 20):
        state, _ = tick(state, seconds)
        assert f"Bend the {'right' if state.phase.side is Side.RIGHT else 'left'} knee." in text_of(state) or "Halfway" in text_of(state)


def test_a_small_screen_tells_how_to_ease_off_in_full_before_it_counts(safe_hamstrings: Timeline) -> None:
    state, _ = follow(at(safe_hamstrings, 110), [Command.HURT, HurtChoice.EASE])
    assert "and straighten the knee only halfway." in " ".join(text_of(state, 40, 12).split())
    assert "██" in text_of(tick(state, 10)[0], 40, 12)


@pytest.mark.parametrize("size", [*SIZES, (20, 5)])
def test_the_red_flags_are_shown_in_full_page_by_page(safe_hamstrings: Timeline, size: tuple[int, int]) -> None:
    state, _ = follow(at(safe_hamstrings, 150), [Command.HURT, HurtChoice.RED_FLAG])
    seen = ""
    for _ in range(30):
        page = text_of(state, *size, look=SIGNS)
        assert " q " in page
        seen += " ".join(" ".join(page.splitlines()[:-1]).split()) + " "
        state, _ = press(state, Command.NEXT)
    for part in ("Call your local emergency number", *(f"Sign number {n} of an emergency, in some words." for n in range(5))):
        assert part in seen


@given(timelines(), steps, st.integers(1, 130), st.integers(1, 45), st.booleans(), st.integers(0, 9))
def test_menu_and_red_flags_fit_any_terminal(
    session: Timeline, actions: list[float | Command | HurtChoice], width: int, height: int, unicode: bool, page: int
) -> None:
    look = Look(datetime(2026, 3, 1), 1.0, unicode, emergency=SIGNS.emergency)
    state, _ = follow(begin(session)[0], [*actions, Command.HURT])
    for shown in (state, follow(state, [HurtChoice.RED_FLAG, *[Command.NEXT] * page])[0]):
        rows = frame(shown, look, width, height)
        assert len(rows) == height
        assert all(row.cell_len <= width for row in rows)
        assert unicode or all(row.plain.isascii() for row in rows)


@pytest.mark.parametrize("size", [*SIZES, (20, 5)])
def test_the_key_for_pain_is_always_shown(safe_hamstrings: Timeline, size: tuple[int, int]) -> None:
    assert "x something hurts" in text_of(at(safe_hamstrings, 110), *size)


@pytest.mark.parametrize(("choice", "parts"), [
    (HurtChoice.END, ["You ended because something hurt.", "Seated hamstring stretch, left side, at 1:50: ended",
     "Pain stays through the night", "stretchguide safety"]),
    (HurtChoice.RED_FLAG, ["You ended because something hurt.", "Call your local emergency number",
     "cough up blood", "Pain stays through the night"]),
])  # fmt: skip
def test_the_summary_after_pain_says_what_to_watch_for(
    safe_hamstrings: Timeline, safety: Safety, choice: HurtChoice, parts: list[str]
) -> None:
    state, _ = follow(at(safe_hamstrings, 110), [Command.HURT, choice, Command.QUIT])
    for width in (80, 30):
        shown = " ".join(" ".join(row.plain for row in summary(result(state), safety, width)).split())
        assert all(part in shown for part in parts)


def test_an_eased_stretch_is_one_stretch_in_the_summary(library: Library, safety: Safety) -> None:
    session = prepare(library, library.find("half-kneeling-hip-flexor"), None).timeline
    state, _ = follow(at(session, 30), [Command.HURT, HurtChoice.EASE, 1000.0])
    shown = "\n".join(row.plain for row in summary(result(state), safety, 80))
    assert "You are done." in shown
    assert "1 stretch of 1" in shown
    assert "eased off" in shown
    assert library.stretch(library.find("split-stance-hip-flexor")).name in shown
