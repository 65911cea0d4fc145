"""Sessions in real time, on a real keyboard. Slow: run with `pytest -m slow`."""

import io
import os
import pty
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from fakes import stretch, timeline
from sounds import FOREVER, install
from stretchguide.session.clock import awake_clock
from stretchguide.session.player import Event, EventKind, State, Status, result
from stretchguide.session.run import run
from stretchguide.sound.options import SoundOptions
from stretchguide.sound.sinks import open_sound
from stretchguide.terminal.keys import Terminal

pytestmark = pytest.mark.slow

DRIFT = 0.05


class Stopwatch:
    """Notes when each event came, in seconds of real time."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.noted: list[tuple[float, Event]] = []
        self.shown = 0

    def show(self, state: State, events: Sequence[Event]) -> None:
        self.shown += 1
        self.noted += [(time.monotonic() - self.began, event) for event in events]


@contextmanager
def keyboard() -> Iterator[tuple[Terminal, int]]:
    """A terminal to read from, and the end that types into it."""
    typing, reading = pty.openpty()
    with os.fdopen(reading) as keys, Terminal(keys, io.StringIO(), fullscreen=False) as terminal:
        yield terminal, typing
    os.close(typing)


def test_a_minute_at_two_hundred_keys_a_second_drifts_less_than_fifty_milliseconds(record_property: Callable[[str, object], None]) -> None:
    session = timeline(stretch(sides="both", dose={"hold": "40s"}), stretch(sides="both", dose={"hold": "10s"}))
    seconds = session.seconds
    assert 60 <= seconds < 75
    typed = threading.Event()

    def type_on() -> None:
        while not typed.wait(0.005):
            os.write(typing, b"z")

    with keyboard() as (terminal, typing):
        typist = threading.Thread(target=type_on)
        typist.start()
        watch = Stopwatch()
        state = run(session, clock=awake_clock, keys=terminal, sinks=[watch])
        total = time.monotonic() - watch.began
        typed.set()
        typist.join()
    late = [at - event.at for at, event in watch.noted]
    record_property("drift at the end", total - seconds)
    record_property("latest event", max(late))
    print(f"\nend {1000 * (total - seconds):.1f} ms late, latest of {len(late)} events {1000 * max(late):.1f} ms, {watch.shown} frames")
    assert state.status is Status.FINISHED
    assert abs(total - seconds) < DRIFT
    assert all(-0.002 < lateness < DRIFT for lateness in late)
    assert watch.shown < seconds * 4 + len(late) + 10


def test_a_paused_minute_is_a_minute_that_nobody_stretched() -> None:
    session = timeline(stretch(sides="both", dose={"hold": "8s"}))

    def press(keys: list[tuple[float, bytes]]) -> None:
        for wait, key in keys:
            time.sleep(wait)
            os.write(typing, key)

    with keyboard() as (terminal, typing):
        watch = Stopwatch()
        # Into the hold, pause, a stray key, and a minute later go on.
        presses: list[tuple[float, bytes]] = [(session.phases[0].seconds + 3, b" "), (30, b"z"), (30, b" ")]
        typist = threading.Thread(target=press, args=(presses,))
        typist.start()
        state = run(session, clock=awake_clock, keys=terminal, sinks=[watch])
        total = time.monotonic() - watch.began
        typist.join()
    assert total == pytest.approx(session.seconds + 60 + 3, abs=0.2)
    assert result(state).practiced == pytest.approx(8, abs=0.01)
    assert [event.kind for _, event in watch.noted].count(EventKind.PAUSED) == 1


def test_a_stuck_voice_and_a_stuck_player_cost_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("espeak-ng", "aplay"):
        install(tmp_path, name, FOREVER)
    monkeypatch.setenv("PATH", str(tmp_path))
    session = timeline(stretch(sides="both", dose={"hold": "12s"}))
    with keyboard() as (terminal, _):
        opened = open_sound(session, SoundOptions(voice="espeak-ng"), clock=awake_clock, out=io.StringIO(), cache=None, voices=None)
        with opened as sound:
            watch = Stopwatch()
            run(session, clock=awake_clock, keys=terminal, sinks=[watch, sound], voice=True)
            total = time.monotonic() - watch.began
    late = [at - event.at for at, event in watch.noted]
    print(f"\nend {1000 * (total - session.seconds):.1f} ms late, latest of {len(late)} events {1000 * max(late):.1f} ms")
    assert abs(total - session.seconds) < DRIFT
    assert max(late) < DRIFT
