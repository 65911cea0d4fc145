"""Durations and texts as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from stretchguide.model.units import Duration, Moment, Name, Spoken, Text, format_clock, format_duration, parse_duration

DURATION: TypeAdapter[float] = TypeAdapter(Duration)
MOMENT: TypeAdapter[float] = TypeAdapter(Moment)
NAME: TypeAdapter[str] = TypeAdapter(Name)
TEXT: TypeAdapter[str] = TypeAdapter(Text)
SPOKEN: TypeAdapter[str] = TypeAdapter(Spoken)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("45", 45),
        ("45s", 45),
        ("45 s", 45),
        ("45 sec", 45),
        ("45S", 45),
        ("  45s  ", 45),
        ("1:30", 90),
        ("0:45", 45),
        ("30:00", 1800),
        ("1:30.5", 90.5),
        ("1m30s", 90),
        ("1m 30s", 90),
        ("1 min 30 s", 90),
        ("1m30", 90),
        ("2m", 120),
        ("2 min", 120),
        ("1.2s", 1.2),
        ("30m", 1800),
    ],
)
def test_every_documented_way_to_write_a_duration_is_read(written: str, seconds: float) -> None:
    assert DURATION.validate_python(written) == seconds


@pytest.mark.parametrize(
    "written",
    [
        "abc",
        "",
        " ",
        "-5",
        "+5",
        "1:75",
        "1:5",
        ":30",
        "1:",
        "nan",
        "inf",
        "1e5",
        "1_0",
        "1.5m",
        "1h",
        "m",
        "s",
        "1m1m",
        "45ss",
        "1,5",
        "0x10",
    ],
)
def test_what_is_no_duration_is_refused_with_examples_of_what_is(written: str) -> None:
    with pytest.raises(ValidationError, match="is not a duration like 45s, 1:30 or 1m30s"):
        DURATION.validate_python(written)


@pytest.mark.parametrize("written", ["١٢s", "５", "３:00", "1:３0", "²", "1२"])
def test_digits_of_other_scripts_are_not_guessed_at(written: str) -> None:
    with pytest.raises(ValidationError, match="is not a duration"):
        DURATION.validate_python(written)


@pytest.mark.parametrize("written", ["0", "0s", "0:00", "0.9s", "31m", "30:01", "999999"])
def test_a_phase_lasts_from_one_second_to_thirty_minutes(written: str) -> None:
    with pytest.raises(ValidationError, match="outside the limits: 1 s to 30 min"):
        DURATION.validate_python(written)


@pytest.mark.parametrize(("written", "seconds"), [("0.5s", 0.5), ("0:01", 1), ("30m", 1800)])
def test_a_moment_may_be_shorter_than_a_second(written: str, seconds: float) -> None:
    assert MOMENT.validate_python(written) == seconds


@pytest.mark.parametrize("written", ["0", "31m"])
def test_a_moment_is_more_than_nothing_and_at_most_thirty_minutes(written: str) -> None:
    with pytest.raises(ValidationError, match="outside the limits"):
        MOMENT.validate_python(written)


@pytest.mark.parametrize("value", [None, True, [], {}, ["45"]])
def test_a_duration_is_one_piece_of_text_or_a_number(value: object) -> None:
    with pytest.raises(ValidationError, match="is needed here"):
        DURATION.validate_python(value)


def test_a_number_is_a_duration_in_seconds() -> None:
    assert DURATION.validate_python(45) == 45.0
    assert DURATION.validate_python(1.5) == 1.5


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1])
def test_a_number_that_is_no_time_is_refused(value: float) -> None:
    with pytest.raises(ValidationError):
        DURATION.validate_python(value)


def test_a_message_about_a_duration_is_one_short_line() -> None:
    with pytest.raises(ValidationError) as caught:
        DURATION.validate_python("soon\n" * 1000)
    message = caught.value.errors()[0]["msg"]
    assert "\n" not in message
    assert len(message) < 200


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(45, "45 s"), (60, "1 min"), (90, "1 min 30 s"), (1.2, "1.2 s"), (0, "0 s"), (59.96, "1 min"), (119.99, "2 min"), (3600, "60 min")],
)
def test_a_duration_is_shown_in_minutes_and_seconds(seconds: float, shown: str) -> None:
    assert format_duration(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (7, "0:07"), (59.99, "0:59"), (242, "4:02"), (3723, "1:02:03"), (36000, "10:00:00")]
)
def test_a_clock_drops_parts_of_a_second_and_shows_hours_only_where_there_are_any(seconds: float, shown: str) -> None:
    assert format_clock(seconds) == shown


tenths = st.integers(min_value=10, max_value=18000).map(lambda n: n / 10)


@given(tenths)
def test_a_duration_as_it_is_shown_can_be_written_in_a_file(seconds: float) -> None:
    assert parse_duration(format_duration(seconds)) == pytest.approx(seconds)
    assert DURATION.validate_python(format_duration(seconds)) == pytest.approx(seconds)


@given(st.integers(min_value=0, max_value=59 * 60 + 59))
def test_a_clock_below_an_hour_can_be_written_in_a_file(seconds: int) -> None:
    assert parse_duration(format_clock(seconds)) == seconds


@given(st.integers(0, 999), st.integers(0, 59))
def test_all_ways_to_write_a_duration_agree(minutes: int, seconds: int) -> None:
    ways = {f"{minutes}:{seconds:02}", f"{minutes}m{seconds}s", f"{minutes} min {seconds} s", f"{minutes * 60 + seconds}"}
    assert {parse_duration(way) for way in ways} == {minutes * 60 + seconds}


@given(st.text(max_size=20))
def test_any_text_is_a_duration_or_a_plain_refusal(text: str) -> None:
    try:
        seconds = parse_duration(text)
    except ValueError:
        return
    assert seconds >= 0
    assert text.strip().isascii()


@given(st.floats(min_value=0, max_value=100_000))
def test_clock_and_duration_never_show_sixty_seconds(seconds: float) -> None:
    assert ":60" not in format_clock(seconds)
    assert "60 s" not in format_duration(seconds)


@pytest.mark.parametrize("kind", [NAME, TEXT, SPOKEN])
def test_line_breaks_and_runs_of_spaces_become_one_space(kind: TypeAdapter[str]) -> None:
    assert kind.validate_python("  sit\n tall\t and\r\n\u00a0 breathe ") == "sit tall and breathe"


def test_letters_are_composed_so_that_the_same_text_is_always_equal() -> None:
    assert NAME.validate_python("Rücken") == NAME.validate_python("Ru\u0308cken") == "R\u00fccken"


@pytest.mark.parametrize("empty", ["", "   ", "\n\n"])
@pytest.mark.parametrize("kind", [NAME, TEXT, SPOKEN])
def test_text_of_nothing_but_space_is_empty_and_refused(kind: TypeAdapter[str], empty: str) -> None:
    with pytest.raises(ValidationError):
        kind.validate_python(empty)


@pytest.mark.parametrize(("kind", "most"), [(NAME, 60), (SPOKEN, 90), (TEXT, 400)])
def test_texts_have_a_longest_length_that_counts_what_is_shown(kind: TypeAdapter[str], most: int) -> None:
    assert kind.validate_python("  " + "x" * most + "\n") == "x" * most
    with pytest.raises(ValidationError):
        kind.validate_python("x" * (most + 1))
