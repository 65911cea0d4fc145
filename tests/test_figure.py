"""The figure in the terminal: dots to characters, and what moves when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from fakes import stretch, timeline
from stretchguide.body.shapes import Disc, Figure, Role, Stroke
from stretchguide.errors import UsageError
from stretchguide.model.anatomy import Side
from stretchguide.session import motion
from stretchguide.terminal.figure import Mode, figure_mode, picture
from stretchguide.timeline import PhaseKind

points = st.tuples(st.floats(-0.2, 1.2), st.floats(-0.2, 1.2))
shapes = st.one_of(
    st.builds(Stroke, st.lists(points, min_size=1, max_size=5).map(tuple), st.floats(0, 0.2), st.sampled_from(Role)),
    st.builds(Disc, points, st.floats(0, 0.2), st.sampled_from(Role)),
)


def unit(*inside: Stroke | Disc) -> Figure:
    return Figure(inside, (0.0, 0.0), (1.0, 1.0))


def lit(rows: list[Text]) -> list[list[bool]]:
    """The dots of a braille picture, row by row."""
    dots = [[False] * (2 * len(row.plain)) for row in rows for _ in range(4)]
    bits = (0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80)
    for y, row in enumerate(rows):
        for x, char in enumerate(row.plain):
            code = ord(char) - 0x2800 if char != " " else 0
            for n, bit in enumerate(bits):
                dots[4 * y + n // 2][2 * x + n % 2] = bool(code & bit)
    return dots


@given(st.lists(shapes, max_size=6).map(tuple), st.integers(1, 60), st.integers(1, 30), st.sampled_from(Mode), st.floats(-1, 1))
def test_any_figure_fits_exactly(inside: tuple[Stroke | Disc, ...], columns: int, rows: int, mode: Mode, breath: float) -> None:
    drawn = picture(Figure(inside, (0.0, 0.0), (1.0, 1.0)), columns, rows, mode, breath=breath)
    assert len(drawn) == rows
    assert all(row.cell_len == columns for row in drawn)
    assert mode is not Mode.ASCII or all(row.plain.isascii() for row in drawn)


def test_a_line_is_where_it_should_be_and_one_dot_thin() -> None:
    dots = lit(picture(unit(Stroke(((0.0, 0.0), (1.0, 0.0)), 0.0, Role.PROP)), 10, 5, Mode.BRAILLE))
    assert all(dots[-1])
    assert not any(any(row) for row in dots[:-1])


def test_lengths_come_out_the_same_in_both_directions() -> None:
    dots = lit(
        picture(
            unit(Stroke(((0.0, 0.5), (1.0, 0.5)), 0.0, Role.FAR), Stroke(((0.5, 0.0), (0.5, 1.0)), 0.0, Role.FAR)), 40, 10, Mode.BRAILLE
        )
    )
    across = max(sum(row) for row in dots)
    down = max(sum(row[x] for row in dots) for x in range(80))
    assert abs(across - down) <= 1


def test_near_limbs_are_thick_and_far_limbs_thin() -> None:
    def dots(role: Role) -> int:
        return sum(
            map(sum, lit(picture(unit(Stroke(((0.2, 0.2), (0.8, 0.8)), 0.04 if role is Role.NEAR else 0.015, role)), 40, 20, Mode.BRAILLE)))
        )

    assert dots(Role.NEAR) > 2 * dots(Role.FAR)


def test_the_moving_segment_has_the_accent() -> None:
    moving = Stroke(((0.2, 0.5), (0.8, 0.5)), 0.04, Role.MOVING)
    rows = picture(unit(Stroke(((0.0, 0.0), (1.0, 0.0)), 0.0, Role.GROUND), moving), 30, 15, Mode.BRAILLE)
    styles = {str(span.style) for row in rows for span in row.spans}
    assert "bold magenta" in styles
    assert "dim" in styles


def test_what_is_near_stands_out_from_what_is_behind() -> None:
    behind = Stroke(((0.5, 0.0), (0.5, 1.0)), 0.0, Role.FAR)
    before = Stroke(((0.2, 0.5), (0.8, 0.5)), 0.04, Role.NEAR)
    alone, crossed = (lit(picture(unit(*shapes), 40, 20, Mode.BRAILLE)) for shapes in ((behind,), (behind, before)))
    cut = [(x, y) for y in range(80) for x in range(80) if alone[y][x] and not crossed[y][x]]
    assert cut


def test_something_solid_has_no_hole_in_it() -> None:
    corners = ((0.1, 0.1), (0.1, 0.9), (0.9, 0.9), (0.9, 0.1))
    outline, solid = (lit(picture(unit(Stroke(corners, 0.0, Role.NEAR, filled=filled)), 20, 10, Mode.BRAILLE)) for filled in (False, True))
    assert not outline[20][20]
    assert solid[20][20]
    assert not solid[20][1]


def test_a_gap_is_a_hole_and_a_tiny_one_is_left_out() -> None:
    head = Disc((0.5, 0.5), 0.4, Role.MOVING)
    for radius, hole in ((0.1, True), (0.01, False)):
        dots = lit(picture(unit(head, Disc((0.5, 0.5), radius, Role.GAP)), 20, 10, Mode.BRAILLE))
        assert dots[20][20] is not hole
        assert dots[20][8]


def test_what_is_painted_later_hides_the_accent_below() -> None:
    arm, head = Stroke(((0.1, 0.5), (0.9, 0.5)), 0.05, Role.MOVING), Disc((0.5, 0.5), 0.3, Role.NEAR)
    behind, before = (picture(unit(*shapes), 20, 10, Mode.BRAILLE)[5] for shapes in ((arm, head), (head, arm)))
    assert not any(span.start <= 10 < span.end and "magenta" in str(span.style) for span in behind.spans)
    assert any(span.start <= 10 < span.end and "magenta" in str(span.style) for span in before.spans)


@pytest.mark.parametrize(
    ("asked", "unicode", "mode"),
    [
        ("auto", True, Mode.BRAILLE),
        ("auto", False, Mode.ASCII),
        ("blocks", True, Mode.BLOCKS),
        ("ascii", True, Mode.ASCII),
        ("off", True, None),
    ],
)
def test_the_mode_that_is_asked_for(asked: str, unicode: bool, mode: Mode | None) -> None:
    assert figure_mode(asked, unicode=unicode) is mode


def test_an_unknown_mode_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="braille"):
        figure_mode("photo", unicode=True)


def test_getting_ready_shows_the_movement_again_and_again() -> None:
    ready = timeline(stretch()).phases[0]
    assert motion.progress(ready, 0) == pytest.approx(0)
    assert motion.progress(ready, 0.6 * motion.SHOW_SECONDS) == pytest.approx(1)
    assert motion.progress(ready, 0.999 * motion.SHOW_SECONDS) == pytest.approx(0, abs=0.01)
    assert motion.progress(ready, 1.6 * motion.SHOW_SECONDS) == pytest.approx(1)


def test_a_hold_stands_still_and_breathes() -> None:
    hold = timeline(stretch()).phases[1]
    assert {motion.progress(hold, n / 4) for n in range(100)} == {1.0}
    breaths = [motion.breath(hold, n / 4) for n in range(40)]
    assert max(breaths) > 0.9
    assert min(breaths) < -0.9


def test_repetitions_are_shown_at_their_tempo() -> None:
    move = timeline(stretch(method="dynamic", sides="both", dose={"reps": 5, "tempo": "4s"})).phases[1]
    assert [round(motion.progress(move, at), 3) for at in (0, 2, 4, 6, 8)] == [0, 1, 0, 1, 0]


def test_sides_that_take_turns_take_turns() -> None:
    session = timeline(stretch(method="dynamic", sides="alternating", dose={"reps": 4, "tempo": "2s"}), stretch())
    move = session.phases[1]
    assert [motion.side(move, at) for at in (0.5, 2.5, 4.5)] == [Side.LEFT, Side.RIGHT, Side.LEFT]
    assert motion.side(session.phases[-1], 3.0) is Side.RIGHT


@given(st.floats(0, 2000))
def test_progress_is_between_start_and_hold(elapsed: float) -> None:
    push = stretch(method="isometric", sides="both", dose={"hold": "5s", "reps": 2})
    for phase in timeline(push, stretch(sides="each"), stretch(method="dynamic", sides="both", dose={"reps": 5, "tempo": "4s"})).phases:
        assert 0 <= motion.progress(phase, elapsed) <= 1
        assert phase.kind is PhaseKind.HOLD or motion.breath(phase, elapsed) == 0
