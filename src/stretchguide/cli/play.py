"""`start`: wiring of a session. The clock, the keys and the sinks come together here."""

import math
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from stretchguide.cli.fitting import Prepared, is_morning, personal_profile, prepare
from stretchguide.cli.roots import open_library
from stretchguide.errors import ExitCode, UsageError
from stretchguide.session.clock import awake_clock
from stretchguide.session.player import State, Status, result
from stretchguide.session.run import FRAME_SECONDS, Sink, run
from stretchguide.settings import is_dumb, is_remote, shows_unicode, speech_folder, voices_folder, wants_motion
from stretchguide.sound.options import OFF, SoundOptions
from stretchguide.sound.sinks import Sound, open_sound
from stretchguide.terminal.cards import changes
from stretchguide.terminal.figure import figure_mode
from stretchguide.terminal.keys import NoKeys, Terminal
from stretchguide.terminal.live import Live
from stretchguide.terminal.plain import Plain
from stretchguide.terminal.screen import Look
from stretchguide.wording import NO_VOICE

if TYPE_CHECKING:
    from stretchguide.model.safety import Safety

SPEED_MAX = 1000.0

MOVING_FRAME_SECONDS = 0.125
"""Eight pictures a second: smooth enough to follow, cheap enough to forget."""


def play(
    name: str,
    *,
    now: bool,
    speed: float,
    plain: bool,
    muted: bool,
    sound: SoundOptions,
    flash: bool,
    figure: str,
    motion: bool,
    as_written: bool,
) -> ExitCode:
    """Lead through a session that suits the person, and say how it ended."""
    if not math.isfinite(speed) or not 0.1 <= speed <= SPEED_MAX:
        raise UsageError(f"--speed {speed:g} is outside the limits: 0.1 to {SPEED_MAX:g}.")
    library = open_library()
    entry = library.find(name)
    person = sys.stdin.isatty() and sys.stdout.isatty()
    profile = personal_profile()
    # Where nobody can be asked, the stricter answer counts.
    just_up = is_morning(library, entry) and (now or not person or _asked("Did you get up less than an hour ago?"))
    prepared = prepare(library, entry, profile, just_up=just_up, as_written=as_written)
    if as_written and prepared.changes:
        if not person:
            raise UsageError("--as-written asks before it plays what does not suit you. Run it on a terminal.")
        _print(lambda width, height: changes(prepared.changes, width))
        if not _asked("Play the file as written all the same?"):
            return ExitCode.STOPPED_EARLY
        prepared = replace(prepared, changes=())
    timeline = prepared.timeline
    unicode = shows_unicode()
    mode = figure_mode(figure, unicode=unicode)
    motion = motion and wants_motion()
    opened = open_sound(
        timeline,
        sound,
        clock=awake_clock,
        out=sys.stdout if person else None,
        cache=speech_folder(),
        voices=voices_folder(),
        remote=is_remote() or not person,
        speed=speed,
    )
    with opened as heard:
        if sound.voice != OFF and not heard.can_speak:
            print(f"No voice was found: this session is for the eyes. {NO_VOICE}", file=sys.stderr)
        voice = sound.voice != OFF if heard.can_speak else None
        if not person:
            for line in (*prepared.changes, *prepared.notices):
                print(line, file=sys.stderr)
            lines: list[Sink] = [Plain(sys.stdout), heard]
            with NoKeys() as silence:
                state = run(
                    timeline, clock=awake_clock, keys=silence, sinks=lines, speed=speed, interactive=False, muted=muted, voice=voice
                )
            _end(state, heard)
            return _code(state)

        safety = library.safety()

        def look() -> Look:
            return Look(datetime.now(), speed, unicode, mode, motion, safety.emergency)

        if not now and not _agreed(prepared, safety, look()):
            return ExitCode.STOPPED_EARLY
        fullscreen = not plain and not is_dumb()
        frame = MOVING_FRAME_SECONDS if fullscreen and mode is not None and motion else FRAME_SECONDS
        with Terminal(sys.stdin, sys.stdout, fullscreen=fullscreen) as terminal:
            picture: Sink = Live(terminal, look, flash=flash) if fullscreen else Plain(sys.stdout, safety.emergency)
            sinks = [picture, heard]
            state = run(timeline, clock=awake_clock, keys=terminal, sinks=sinks, speed=speed, muted=muted, voice=voice, frame=frame)
        from stretchguide.terminal.cards import summary

        _print(lambda width, height: summary(result(state), safety, width))
        _end(state, heard)
    return _code(state)


def _end(state: State, heard: Sound) -> None:
    """Let what sounds at the end of a session be heard to its end."""
    if heard.voice_failed:
        print("The voice stopped working. Try another one: --voice NAME.", file=sys.stderr)
    if state.status is Status.FINISHED:
        heard.ring_out(time.sleep)


def _code(state: State) -> ExitCode:
    if state.status is Status.FINISHED:
        return ExitCode.FINISHED
    return ExitCode.HURT if result(state).hurt else ExitCode.STOPPED_EARLY


def _asked(question: str) -> bool:
    """Ask something and wait for y or n; anything else that ends a question is a no."""
    with Terminal(sys.stdin, sys.stdout, fullscreen=False) as terminal:
        terminal.write(f"\n {question} y or n\n")
        while True:
            key = terminal.read(3600.0)
            if key == "y":
                return True
            if key in ("n", "q", "escape", "enter"):
                return False


def _agreed(prepared: Prepared, safety: "Safety", look: Look) -> bool:
    """Show what is coming and wait for Enter; false if the person would rather not."""
    from stretchguide.terminal.cards import overview

    notes = (*prepared.changes, *prepared.notices)
    _print(lambda width, height: overview(prepared.timeline, prepared.effort, safety.disclaimer, notes, look, width, height))
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
