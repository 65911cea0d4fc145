"""`start`: wiring of a session. The clock, the keys and the sinks come together here."""

import math
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from stretchguide.cli.roots import open_library
from stretchguide.errors import ExitCode, UsageError
from stretchguide.session.clock import awake_clock
from stretchguide.session.player import State, Status, result
from stretchguide.session.run import FRAME_SECONDS, Sink, run
from stretchguide.settings import is_dumb, is_remote, shows_unicode, speech_folder, voices_folder, wants_motion
from stretchguide.sound.engines import OFF
from stretchguide.sound.options import SoundOptions
from stretchguide.sound.sinks import open_sound
from stretchguide.terminal.figure import figure_mode
from stretchguide.terminal.keys import NoKeys, Terminal
from stretchguide.terminal.live import Live
from stretchguide.terminal.plain import Plain
from stretchguide.terminal.screen import Look
from stretchguide.timeline import Timeline
from stretchguide.wording import NO_VOICE

if TYPE_CHECKING:
    from stretchguide.model.safety import Safety

SPEED_MAX = 1000.0

MOVING_FRAME_SECONDS = 0.125
"""Eight pictures a second: smooth enough to follow, cheap enough to forget."""


def play(name: str, *, now: bool, speed: float, plain: bool, muted: bool, sound: SoundOptions, figure: str, motion: bool) -> ExitCode:
    """Lead through a session, and say how it ended."""
    if not math.isfinite(speed) or not 0.1 <= speed <= SPEED_MAX:
        raise UsageError(f"--speed {speed:g} is outside the limits: 0.1 to {SPEED_MAX:g}.")
    library = open_library()
    timeline = library.timeline(library.find(name))
    unicode = shows_unicode()
    mode = figure_mode(figure, unicode=unicode)
    motion = motion and wants_motion()
    here = sys.stdin.isatty() and sys.stdout.isatty()
    opened = open_sound(
        timeline,
        sound,
        clock=awake_clock,
        out=sys.stdout if here else None,
        cache=speech_folder(),
        voices=voices_folder(),
        remote=is_remote() or not here,
        speed=speed,
    )
    with opened as heard:
        if sound.voice != OFF and not heard.can_speak:
            print(f"No voice was found: this session is for the eyes. {NO_VOICE}", file=sys.stderr)
        voice = sound.voice != OFF if heard.can_speak else None
        if not here:
            with NoKeys() as silence:
                sinks: list[Sink] = [Plain(sys.stdout), heard]
                state = run(
                    timeline, clock=awake_clock, keys=silence, sinks=sinks, speed=speed, interactive=False, muted=muted, voice=voice
                )
        else:

            def look() -> Look:
                return Look(datetime.now(), speed, unicode, mode, motion)

            if not now and not _agreed(timeline, library.safety(), look()):
                return ExitCode.STOPPED_EARLY
            fullscreen = not plain and not is_dumb()
            frame = MOVING_FRAME_SECONDS if fullscreen and mode is not None and motion else FRAME_SECONDS
            with Terminal(sys.stdin, sys.stdout, fullscreen=fullscreen) as terminal:
                picture: Sink = Live(terminal, look) if fullscreen else Plain(sys.stdout)
                state = run(
                    timeline, clock=awake_clock, keys=terminal, sinks=[picture, heard], speed=speed, muted=muted, voice=voice, frame=frame
                )
            from stretchguide.terminal.cards import summary

            _print(lambda width, height: summary(result(state), width))
        if heard.voice_failed:
            print("The voice stopped working. Try another one: --voice NAME.", file=sys.stderr)
        if state.status is Status.FINISHED:
            heard.ring_out(time.sleep)
    return _code(state)


def _code(state: State) -> ExitCode:
    return ExitCode.FINISHED if state.status is Status.FINISHED else ExitCode.STOPPED_EARLY


def _agreed(timeline: Timeline, safety: "Safety", look: Look) -> bool:
    """Show what is coming and wait for Enter; false if the person would rather not."""
    from stretchguide.terminal.cards import overview

    _print(lambda width, height: overview(timeline, safety, look, width, height))
    with Terminal(sys.stdin, sys.stdout, fullscreen=False) as terminal:
        terminal.write(" Press Enter to begin, or q to leave.\n")
        while True:
            key = terminal.read(3600.0)
            if key in ("enter", "space"):
                return True
            if key in ("q", "escape"):
                return False


def _print(rows: Callable[[int, int], list[Text]]) -> None:
    console = Console(highlight=False, markup=False, emoji=False, legacy_windows=False)
    for row in rows(console.width, console.height):
        console.print(row, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
