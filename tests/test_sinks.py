"""Plain lines, the bell, keys as they are typed, and painting only what changed."""

import io
import itertools
import re
from datetime import datetime, timedelta
from typing import TextIO

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import ScriptedKeys, stretch, timeline, timelines
from stretchguide.session.player import Command, EventKind, HurtChoice, begin, tick
from stretchguide.session.run import run
from stretchguide.sound.bell import BELL, Bell
from stretchguide.terminal.keys import next_key
from stretchguide.terminal.live import Live
from stretchguide.terminal.look import Look
from stretchguide.terminal.plain import Plain
from stretchguide.terminal.screen import frame
from stretchguide.timeline import Timeline
from test_player import follow, steps


def played(session: Timeline, script: list[tuple[float, str]] | None = None) -> list[str]:
    out = io.StringIO()
    keys = ScriptedKeys(script or [])
    run(session, clock=keys.clock, keys=keys, sinks=[Plain(out, ["You go numb."])])
    return out.getvalue().splitlines()


def test_plain_lines_tell_the_whole_session_without_counting_seconds() -> None:
    lines = played(timeline(stretch(dose={"hold": "30s"})))
    assert [re.sub(r"^ +", "", line) for line in lines] == [
        "0:00  Get ready: Calf stretch, LEFT side, 10 s. Stand facing a wall, left foot behind.",
        "0:05  Left side first.",
        "0:10  Hold: Calf stretch, LEFT side, 30 s. Breathe out slowly.",
        "0:14  Keep the left heel down.",
        "0:25  Halfway.",
        "0:40  Change sides: Calf stretch, RIGHT side, 5 s. Switch to the right side.",
        "0:45  Hold: Calf stretch, RIGHT side, 30 s. Breathe out slowly.",
        "1:00  Halfway.",
        "1:15  Done.",
    ]


def test_plain_lines_tell_what_keys_did() -> None:
    lines = "\n".join(played(timeline(stretch()), [(15, "space"), (20, "space"), (24, "+"), (25, "m"), (26, "q")]))
    for part in ("Paused. Press space to go on.", "Back into position: 3 s.", "Going on.", "35 s in all.", "Sound off.", "Ended early."):
        assert part in lines


def test_plain_lines_name_repetitions_sets_rests_and_waits() -> None:
    moving = stretch(method="dynamic", sides="alternating", dose={"reps": 10, "tempo": "2s", "sets": 2})
    session = timeline(moving, steps=["stretch-0", {"rest": "20s", "say": "Have some water."}, {"wait": "Get a strap."}, "stretch-0"])
    lines = "\n".join(played(session, [(90, "space")]))
    for part in ("sides take turns, set 1 of 2, 10 repetitions, 20 s", "Rest, 20 s. Have some water.", "Wait: Get a strap. Press space"):
        assert part in lines


def rung(session: Timeline, script: list[tuple[float, str]] | None = None, *, muted: bool = False) -> list[float]:
    """The moments at which the bell rings."""

    class Out(io.StringIO):
        def write(self, text: str) -> int:
            rings.extend([keys.time] * text.count(BELL))
            return len(text)

    rings: list[float] = []
    keys = ScriptedKeys(script or [])
    bell = Bell(Out(), keys.clock)
    run(session, clock=keys.clock, keys=keys, sinks=[bell], muted=muted)

    def sleep(seconds: float) -> None:
        keys.time += seconds

    bell.finish(sleep)
    return rings


def groups(rings: list[float]) -> list[tuple[int, int]]:
    """Rings that belong together: (about when, how many)."""
    found: list[list[float]] = []
    for at in rings:
        if found and at - found[-1][-1] < 1:
            found[-1].append(at)
        else:
            found.append([at])
    return [(round(group[0]), len(group)) for group in found]


def test_the_bell_tells_start_switch_and_end_by_count() -> None:
    assert groups(rung(timeline(stretch()))) == [(10, 1), (40, 2), (45, 1), (75, 3)]


def test_rings_are_far_enough_apart_to_be_told_apart() -> None:
    rings = rung(timeline(stretch()))
    assert all(after - before >= 0.2 for before, after in itertools.pairwise(rings))


def test_mute_silences_the_bell_from_the_start_or_from_the_key_on() -> None:
    assert rung(timeline(stretch()), muted=True) == []
    assert groups(rung(timeline(stretch()), [(20, "m")])) == [(10, 1)]


def test_a_lead_in_rings_once_when_it_is_over() -> None:
    assert groups(rung(timeline(stretch()), [(20, "r"), (30, "q")])) == [(10, 1), (23, 1)]


def test_going_on_after_a_pause_rings_the_start() -> None:
    session = timeline(stretch())
    assert (33, 1) in groups(rung(session, [(20, "space"), (30, "space"), (40, "q")]))
    assert EventKind.RESUMED in EventKind


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("q", ["q"]),
        (" ", ["space"]),
        ("\r\n", ["enter", "enter"]),
        ("\x1b[C\x1b[D", ["right", "left"]),
        ("\x1bOC", ["right"]),
        ("\x1b[5~", ["pageup"]),
        ("\x1b[1;5C", ["unknown"]),
        ("\x1bx", ["alt+x"]),
        ("é+", ["é", "+"]),
        ("\x1b", []),
        ("\x1b[", []),
        ("nn\x1b[", ["n", "n"]),
    ],
)
def test_keys_as_terminals_send_them(typed: str, keys: list[str]) -> None:
    found = []
    rest = typed
    while rest:
        key, rest = next_key(rest)
        if key is None:
            break
        found.append(key)
    assert found == keys


@given(st.text(min_size=1, max_size=30))
def test_whatever_is_typed_is_used_up_or_waits_as_an_escape(typed: str) -> None:
    key, rest = next_key(typed)
    assert len(rest) < len(typed) if key is not None else rest.startswith("\x1b")


class Paper:
    """A terminal that only takes what is written."""

    def __init__(self, columns: int, rows: int) -> None:
        self.out: TextIO = io.StringIO()
        self.dirty = True
        self.columns, self.rows = columns, rows

    def size(self) -> tuple[int, int]:
        return self.columns, self.rows

    def write(self, text: str) -> None:
        self.out.write(text)

    def written(self) -> str:
        assert isinstance(self.out, io.StringIO)
        return self.out.getvalue()


@given(timelines(), steps, st.integers(20, 130), st.integers(4, 45))
def test_painting_only_changes_shows_the_same_as_painting_everything(
    session: Timeline, actions: list[float | Command | HurtChoice], columns: int, rows: int
) -> None:
    paper = Paper(columns, rows)
    now = datetime(2026, 3, 1, 18, 3)
    live = Live(paper, lambda: Look(now))
    state, _ = begin(session)
    for action in actions:
        live.show(state, [])
        state, _ = follow(state, [action])
    live.show(state, [])
    screen = pyte.Screen(columns, rows)
    pyte.Stream(screen).feed(paper.written())
    expected = [row.plain for row in frame(state, Look(now), columns, rows)]
    assert [line.rstrip() for line in screen.display] == [line.rstrip() for line in expected]


def test_nothing_is_written_while_nothing_changes(safe_hamstrings: Timeline) -> None:
    paper = Paper(120, 40)
    now = datetime(2026, 3, 1, 18, 3)
    live = Live(paper, lambda: Look(now))
    state, _ = tick(begin(safe_hamstrings)[0], 20)
    live.show(state, [])
    written = len(paper.written())
    live.show(state, [])
    assert len(paper.written()) == written
    live.show(tick(state, 1)[0], [])
    assert len(paper.written()) - written < 3000


def test_a_flash_inverts_the_picture_for_one_frame_and_never_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    paper, time = Paper(80, 24), [datetime(2026, 3, 1, 18, 3)]
    live = Live(paper, lambda: Look(time[0]), flash=True)
    state, events = begin(timeline(stretch()))

    def inverted() -> bool:
        screen = pyte.Screen(80, 24)
        pyte.Stream(screen).feed(paper.written())
        return all(screen.buffer[row][column].reverse for row in range(24) for column in range(80))

    live.show(state, events)
    assert inverted()
    live.show(state, [])
    assert not inverted()
    live.show(state, events)
    assert not inverted(), "a moment ago it flashed"
    time[0] += timedelta(seconds=2)
    live.show(state, [])
    assert not inverted()
    live.show(state, events)
    assert inverted()


def test_plain_lines_offer_what_to_do_when_something_hurts() -> None:
    session = timeline(stretch(easier={"say": "Bend the left knee."}))
    lines = "\n".join(played(session, [(15, "x"), (20, "e"), (40, "x"), (41, "f"), (42, "space"), (43, "q")]))
    for part in (
        "0:15  Something hurts. The clock has stopped. Press a key:",
        "e  ease off. Bend the left knee.",
        "s  skip this stretch.",
        "f  red flags.",
        "g  go on. It was nothing.",
        "Ease off. Bend the left knee.",
        "Back into position: 8 s.",
        "This session ends here. Call your local emergency number",
        "You go numb.",
        "Press q to end the session.",
        "Ended early.",
    ):
        assert part in lines


def test_the_bell_is_silent_when_something_hurts() -> None:
    assert groups(rung(timeline(stretch()), [(10.1, "x"), (40, "q")])) == [(10, 1)]
    assert groups(rung(timeline(stretch()), [(40.1, "x"), (60, "q")])) == [(10, 1), (40, 1)]
