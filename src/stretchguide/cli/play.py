"""`start`: wiring of a session. The clock, the keys and the sinks come together here."""

import math
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from stretchguide.cli.asking import felt, print_rows
from stretchguide.cli.choosing import Asked, choose
from stretchguide.cli.fitting import Prepared
from stretchguide.cli.hearing import sound_options
from stretchguide.cli.keeping import Keeping
from stretchguide.cli.preferences import preferences
from stretchguide.cli.roots import open_library
from stretchguide.errors import ExitCode, UsageError
from stretchguide.library.files import Entry
from stretchguide.session.clock import awake_clock
from stretchguide.session.player import Start, State, Status, result
from stretchguide.session.run import FRAME_SECONDS, Sink, run
from stretchguide.settings import is_dumb, is_remote, shows_unicode, speech_folder, voices_folder
from stretchguide.sound.options import OFF
from stretchguide.sound.sinks import Sound, open_sound
from stretchguide.terminal.figure import figure_mode
from stretchguide.terminal.keys import Ended, NoKeys, Terminal, has_keys
from stretchguide.terminal.live import Live
from stretchguide.terminal.look import Look
from stretchguide.terminal.plain import Plain
from stretchguide.timeline import Timeline
from stretchguide.wording import NO_VOICE

if TYPE_CHECKING:
    from stretchguide.export.events import JsonLines
    from stretchguide.model.safety import Safety

SPEED_MAX = 1000.0

EVENTS = "jsonl"
"""The format of events there is."""

MOVING_FRAME_SECONDS = 0.125
"""Eight pictures a second: smooth enough to follow, cheap enough to forget."""


def play(
    asked: Asked,
    *,
    flags: Mapping[str, str | None],
    now: bool,
    speed: float,
    plain: bool,
    events: str | None,
    muted: bool,
) -> ExitCode:
    """Lead through a session that suits the person, keep it in the history, and say how it ended.

    `flags` has what the command line says of settings.
    """
    if not math.isfinite(speed) or not 0.1 <= speed <= SPEED_MAX:
        raise UsageError(f"--speed {speed:g} is outside the limits: 0.1 to {SPEED_MAX:g}.")
    if events is not None and (plain or events != EVENTS):
        raise UsageError(f"--events {events} makes no sense here. Write --events {EVENTS}, without --plain.")
    wanted = preferences(flags)
    settings = wanted.settings
    library = open_library()
    person = events is None and sys.stdin.isatty() and sys.stdout.isatty()
    chosen = choose(library, asked, wanted, person=person, may_ask=person and not now)
    if chosen is None:
        return ExitCode.STOPPED_EARLY
    prepared = chosen.prepared
    timeline = prepared.timeline
    if not person:
        for line in (*prepared.changes, *prepared.notices):
            print(line, file=sys.stderr)
    safety = library.safety()
    # Where the lines go to a program, whoever sits at the keyboard still presses keys and listens.
    interactive = person or (events is not None and has_keys(sys.stdin))
    sound = sound_options(wanted)
    opened = open_sound(
        timeline,
        sound,
        clock=awake_clock,
        out=sys.stdout if person else sys.stderr if interactive and sys.stderr.isatty() else None,
        cache=speech_folder(),
        voices=voices_folder(),
        remote=is_remote() or not interactive,
        speed=speed,
        later=now and person,
    )
    kept = Keeping(prepared.entry, timeline, speed=speed, resumed=chosen.left)
    with opened as heard:
        if sound.voice != OFF and not heard.can_speak:
            print(f"No voice was found: this session is for the eyes. {NO_VOICE}", file=sys.stderr)
        voice = sound.voice != OFF if heard.can_speak else None
        if not person:
            told = _events(prepared.entry) if events is not None else None
            lines: list[Sink] = [kept, told or Plain(sys.stdout, safety.emergency), heard]
            if told is not None and sys.stderr.isatty() and not sys.stdout.isatty():
                lines.append(Plain(sys.stderr, safety.emergency))
            with kept:
                return _write(
                    timeline, told, lines, heard, speed=speed, interactive=interactive, muted=muted, voice=voice, start=chosen.start
                )
        unicode = shows_unicode()
        mode = figure_mode(settings.figure, unicode=unicode)
        motion = settings.motion

        def look() -> Look:
            return Look(datetime.now(), speed, unicode, mode, motion, safety.emergency)

        if not now and not _agreed(prepared, safety, look()):
            return ExitCode.STOPPED_EARLY
        fullscreen = not plain and not is_dumb()
        frame = MOVING_FRAME_SECONDS if fullscreen and mode is not None and motion else FRAME_SECONDS
        with kept:
            with Terminal(sys.stdin, sys.stdout, fullscreen=fullscreen) as terminal:
                picture: Sink = Live(terminal, look, flash=settings.flash) if fullscreen else Plain(sys.stdout, safety.emergency)
                state = run(
                    timeline,
                    clock=awake_clock,
                    keys=terminal,
                    sinks=[picture, kept, heard],
                    speed=speed,
                    muted=muted,
                    voice=voice,
                    frame=frame,
                    start=chosen.start,
                )
            from stretchguide.terminal.cards import summary

            print_rows(lambda width, height: summary(result(state), safety, width))
            if state.status is Status.FINISHED and speed == 1:
                kept.feel = felt()
        _end(state, heard)
    return _code(state)


def _events(entry: Entry) -> "JsonLines":
    from stretchguide.export.events import JsonLines

    return JsonLines(sys.stdout, entry.id, lambda: datetime.now().astimezone())


def _write(
    timeline: Timeline,
    told: "JsonLines | None",
    sinks: Sequence[Sink],
    heard: Sound,
    *,
    speed: float,
    interactive: bool,
    muted: bool,
    voice: bool | None,
    start: Start | None,
) -> ExitCode:
    """Lead through a session that is written line by line. `told` is the sink that wants to know how it ended."""
    try:
        with Terminal(sys.stdin, sys.stdout, fullscreen=False) if interactive else NoKeys() as keys:
            state = run(
                timeline,
                clock=awake_clock,
                keys=keys,
                sinks=sinks,
                speed=speed,
                interactive=interactive,
                muted=muted,
                voice=voice,
                start=start,
            )
        if told is not None:
            told.end(_code(state))
    except BrokenPipeError:
        return ExitCode.STOPPED_EARLY  # nobody reads on
    except (KeyboardInterrupt, Ended) as cut:
        if told is not None:
            with suppress(OSError):
                told.end(cut.exit_code if isinstance(cut, Ended) else ExitCode.INTERRUPTED)
        raise
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


def _agreed(prepared: Prepared, safety: "Safety", look: Look) -> bool:
    """Show what is coming and wait for Enter; false if the person would rather not."""
    from stretchguide.terminal.cards import overview

    notes = (*prepared.changes, *prepared.notices)
    print_rows(lambda width, height: overview(prepared.timeline, prepared.effort, safety.disclaimer, notes, look, width, height))
    with Terminal(sys.stdin, sys.stdout, fullscreen=False) as terminal:
        terminal.write(" Press Enter to begin, or q to leave.\n")
        while True:
            key = terminal.read(3600.0)
            if key in ("enter", "space"):
                return True
            if key in ("q", "escape"):
                return False
