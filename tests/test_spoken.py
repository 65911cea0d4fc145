"""What is said, in which words, and when."""

import re
from collections.abc import Callable
from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import stretch, timeline, timelines
from stretchguide.library.files import Kind
from stretchguide.library.library import Library
from stretchguide.model.hearing import Cues
from stretchguide.sound import coach, tones
from stretchguide.sound.coach import Line, lines
from stretchguide.sound.signals import Signal, of_cue, of_phase
from stretchguide.sound.spoken import Cut, phrasings, spoken
from stretchguide.sound.studio import estimate
from stretchguide.timeline import Phase, PhaseKind, Timeline, extend


def measured(text: str) -> float:
    return estimate(text, 160)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Hold 30 s.", "Hold thirty seconds."),
        ("1 s", "One second."),
        ("1:30", "One minute thirty seconds."),
        ("0:45 left", "Forty-five seconds left."),
        ("1 min 30 s", "One minute thirty seconds."),
        ("1m30s", "One minute thirty seconds."),
        ("1.2 s each", "One point two seconds each."),
        ("effort 5/10", "Effort five out of ten."),
        ("90/90 hip stretch", "Ninety ninety hip stretch."),
        ("bend 1/2 as far, ½ of it", "Bend one half as far, one half of it."),
        ("about 2 inches (5 cm) away", "About two inches away."),
        ("5 cm, 45°, 30%", "Five centimeters, forty-five degrees, thirty percent."),
        ("e.g. on a mat", "For example on a mat."),
        ("approx. 10-15 reps", "About ten to fifteen repetitions."),
        ("10\u201315 times", "Ten to fifteen times."),
        ("2 x 30 s", "Two times thirty seconds."),
        ("hips and/or knees", "Hips or knees."),
        ("hips/knees", "Hips or knees."),
        ("the 1st, 2nd, 3rd, 12th and 20th", "The first, second, third, twelfth and twentieth."),
        ("1,000 or 12 345 678 or 1234567", None),
        ("LEFT side", "Left side."),
        ("a ((b) c) d", "A d."),
        ("(only shown)", ""),
        ("- -w /etc/passwd", "W or etc or passwd."),
        ("It\u2019s easy", "It's easy."),
        ("Rest & breathe... then go", "Rest and breathe. then go."),
        ("\u0663 s", "Three seconds."),
        ("!?", ""),
        ("side-lying", "Side-lying."),
    ],
)
def test_text_is_spoken_as_words(written: str, said: str | None) -> None:
    assert said is None or spoken(written) == said
    assert not re.search(r"\d", spoken(written))


@given(st.text(max_size=80) | st.text("0123456789/()[]{}.:,-\u2013° %xmsinchkAZ'&+½", max_size=40))
def test_nothing_but_words_and_stops_is_spoken(text: str) -> None:
    said = spoken(text)
    assert not re.search(r"\d|[^\w\s.,;:?!'-]|_", re.sub(r"[\u0300-\u036f]", "", said)) or not said.isascii()
    assert not set(said) & set('0123456789/()[]{}<>%°&+=_*#@"\\|`$\x1b\n')
    assert said == "" or said[-1] in ".?!"
    assert not said.startswith(("-", " ", "."))
    assert "  " not in said


@given(st.lists(st.sampled_from(["(", ")", "word", "5 s", "[", "]", " "]), max_size=30))
def test_parentheses_are_never_spoken_however_they_stand(parts: list[str]) -> None:
    assert not set(spoken("".join(parts))) & set("()[]")


def test_every_text_of_the_library_can_be_spoken(library: Library) -> None:
    for entry in library.entries(Kind.STRETCH):
        item = library.stretch(entry)
        for text in [item.name, item.setup, item.breathing, *item.steps, *item.safety, *(cue.say for cue in item.cues)]:
            said = spoken(text)
            assert said, text
            assert entry.id not in said or "-" not in entry.id, text
            assert not re.search(r"[\d()/%°]", said), text


def test_shortening_leaves_whole_thoughts() -> None:
    assert phrasings("Sit tall. Look ahead.") == ["Sit tall. Look ahead.", "Sit tall."]
    assert phrasings("Sit tall, chest up.") == ["Sit tall, chest up.", "Sit tall."]
    assert phrasings("Sit tall, chest up.", Cut.SENTENCES) == ["Sit tall, chest up."]
    assert phrasings("Sit tall. Look ahead.", Cut.NONE) == ["Sit tall. Look ahead."]
    assert phrasings("If it hurts, stop.") == ["If it hurts, stop."]
    assert phrasings("Touch the head, back and tailbone.") == ["Touch the head, back and tailbone."]
    assert phrasings("") == []


# --- when -----------------------------------------------------------------------------------------------------------

levels = st.sampled_from(Cues)
paces = st.sampled_from([80, 160, 400])


def sounding(phase: Phase, speed: float = 1.0) -> list[tuple[float, float, Signal]]:
    opened = of_phase(phase)
    found = [] if opened is None else [(0.0, opened)]
    found += [(cue.at, signal) for cue in phase.cues if (signal := of_cue(cue)) is not None]
    return [(at, at + tones.seconds(signal) * speed, signal) for at, signal in found]


def check(phase: Phase, said: tuple[Line, ...], speed: float = 1.0) -> None:
    end = inf if phase.kind is PhaseKind.WAIT else phase.seconds
    for line in said:
        assert 0 <= line.at <= line.until, line
        assert line.until + line.seconds <= end + 1e-9, line
        assert spoken(line.text) == line.text, "words stay words"
    for before, after in pairwise(said):
        assert before.until + before.seconds <= after.at + 1e-9, "nothing talks over itself"
    for line in said:
        for begin, over, signal in sounding(phase, speed):
            free = line.at + line.seconds <= begin + 1e-9 or line.at >= over - 1e-9
            may_run_over = signal is Signal.COUNT and (line is said[0] or phase.kind is PhaseKind.READY)
            assert free or may_run_over, (line, signal)


@given(timelines(), levels, paces, st.sampled_from([0.5, 1.0, 3.0, 20.0]))
def test_lines_never_overlap_and_end_inside_their_phase(session: Timeline, level: Cues, pace: int, speed: float) -> None:
    for phase in session.phases:
        check(phase, lines(phase, level, lambda text: estimate(text, pace), speed=speed), speed)


@given(timelines(), levels, st.floats(0, 30), st.floats(-20, 20))
def test_a_phase_under_way_is_placed_from_now_on(session: Timeline, level: Cues, moment: float, change: float) -> None:
    index = min(1, len(session.phases) - 1)
    phase = session.phases[index]
    moment = min(moment, phase.seconds)
    if phase.kind is not PhaseKind.WAIT:
        phase = extend(session, index, change, elapsed=moment).phases[index]
    whole = lines(phase, level, measured)
    said = {line.text for line in whole if line.at < moment}
    rest = lines(phase, level, measured, begin=moment, said=said)
    check(phase, rest)
    assert all(line.at >= moment for line in rest)


@given(timelines(), st.floats(0.1, 12))
def test_lengths_decide_and_are_believed(session: Timeline, seconds: float) -> None:
    for phase in session.phases:
        said = lines(phase, Cues.FULL, lambda text: seconds)
        check(phase, said)
        assert all(line.seconds == seconds for line in said)


def texts(session: Timeline, level: Cues, length: Callable[[str], float] = measured) -> list[str]:
    return [line.text for phase in session.phases for line in lines(phase, level, length)]


def test_the_voice_names_stretch_and_side_then_the_set_up_and_the_switch() -> None:
    session = timeline(stretch(dose={"hold": "30s"}))
    assert texts(session, Cues.NORMAL) == [
        "Calf stretch, left side.",
        "Stand facing a wall, left foot behind.",
        "Hold, thirty seconds.",
        "Keep the left heel down.",
        "Halfway.",
        "Switch to the right.",
        "Hold, thirty seconds.",
        "Halfway.",
    ]


def test_few_is_names_sides_changes_and_care_and_full_adds_breathing() -> None:
    session = timeline(stretch(dose={"hold": "30s"}))
    few = ["Calf stretch, left side.", "Hold.", "Keep the left heel down.", "Switch to the right.", "Hold."]
    assert texts(session, Cues.FEW) == few
    full = texts(session, Cues.FULL)
    assert set(texts(session, Cues.NORMAL)) < set(full)
    assert "Breathe out slowly." in full


def test_counting_is_left_to_the_tones() -> None:
    session = timeline(stretch(dose={"hold": "30s"}))
    assert not {"Three.", "Two.", "One."} & set(texts(session, Cues.FULL))


def test_rests_waits_pushes_and_letting_go_are_said() -> None:
    session = timeline(
        stretch(method="pnf", dose={"contract": "6s", "relax": "2s", "hold": "20s", "effort": 40}),
        steps=["stretch-0", {"rest": "10s"}, {"wait": "Get a strap."}],
    )
    said = texts(session, Cues.NORMAL)
    for text in ("Let go.", "Rest.", "Get a strap."):
        assert text in said
    assert any(text.startswith("Press gently and keep breathing.") for text in said)
    assert "Press." in texts(session, Cues.FEW)


def test_a_short_push_says_the_short_word() -> None:
    session = timeline(stretch(method="isometric", sides="both", dose={"hold": "3s", "reps": 3}, breathing="Breathe " * 10))
    said = texts(session, Cues.NORMAL)
    assert "Hold." in said
    assert "Hold two of three." in said
    assert said.count("Let go.") == 2


def test_the_way_back_into_a_rest_says_the_rest() -> None:
    session = timeline(stretch(sides="both"), steps=["stretch-0", {"rest": "10s", "say": "Have some water."}])
    assert coach.opening(session.phases[-1]) == "Have some water."
    assert coach.opening(session.phases[0]) == "Calf stretch."


def test_pushes_that_take_turns_name_the_side() -> None:
    session = timeline(stretch(method="isometric", sides="alternating", dose={"hold": "4s", "reps": 4}))
    pushes = [
        [line.text for line in lines(phase, level, measured)]
        for level in (Cues.NORMAL, Cues.FEW)
        for phase in session.phases
        if phase.kind is PhaseKind.CONTRACT
    ]
    assert pushes[1:3] == [["Right side. Hold two of four."], ["Left side. Hold three of four."]]
    assert pushes[5:7] == [["Right side."], ["Left side."]]


def test_what_does_not_fit_is_shortened_or_not_begun() -> None:
    long = stretch(setup="Stand tall with space around you. " + "Then think about every part of your body at length. " * 5)
    said = texts(timeline(long), Cues.NORMAL)
    assert [text for text in said if "Stand tall" in text] == [
        "Stand tall with space around you. Then think about every part of your body at length."
    ]
    assert texts(timeline(long), Cues.FULL, lambda text: 60.0) == []


def test_every_session_of_the_library_says_names_and_switches(library: Library) -> None:
    for entry in library.entries(Kind.ROUTINE):
        session = library.timeline(entry)
        for phase in session.phases:
            said = lines(phase, Cues.NORMAL, measured)
            if phase.kind in (PhaseKind.READY, PhaseKind.SWITCH, PhaseKind.REST, PhaseKind.RELAX):
                assert said, (entry.id, phase.kind, phase.start)
            if phase.kind is PhaseKind.READY:
                assert said[0].text == coach.opening(phase)
