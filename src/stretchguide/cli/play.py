"""`start`: wiring of a session. The clock, the keys and the sinks come together here."""

import math
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from stretchguide.cli.choosing import choose
from stretchguide.cli.fitting import Prepared, is_morning, personal_profile, prepare
from stretchguide.cli.keeping import Keeping, forget, is_fresh, open_store, recover, start_of
from stretchguide.cli.roots import open_library
from stretchguide.errors import DataError, ExitCode, InvalidError, NotFoundError, StretchguideError, UsageError
from stretchguide.history.journal import Left
from stretchguide.history.record import Feel
from stretchguide.session.clock import awake_clock
from stretchguide.session.player import Start, State, Status, result
from stretchguide.session.run import FRAME_SECONDS, Sink, run
from stretchguide.settings import is_dumb, shows_unicode, wants_motion
from stretchguide.sound.bell import Bell
from stretchguide.terminal.cards import changes
from stretchguide.terminal.figure import figure_mode
from stretchguide.terminal.keys import NoKeys, Terminal
from stretchguide.terminal.live import Live
from stretchguide.terminal.plain import Plain
from stretchguide.terminal.screen import Look

if TYPE_CHECKING:
    from stretchguide.library.library import Library
    from stretchguide.model.safety import Safety

SPEED_MAX = 1000.0

FELT_SECONDS = 60.0
"""How long the question at the end waits: nobody may be there any more."""

MOVING_FRAME_SECONDS = 0.125
"""Eight pictures a second: smooth enough to follow, cheap enough to forget."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says to play: a name, what comes after the session, or to go on with the last one."""

    name: str | None = None
    before: str | None = None
    resume: bool = False
    as_written: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is played, and where it goes on if it was broken off."""

    prepared: Prepared
    left: Left | None = None
    start: Start | None = None


def play(asked: Asked, *, now: bool, speed: float, plain: bool, muted: bool, figure: str, motion: bool) -> ExitCode:
    """Lead through a session that suits the person, keep it in the history, and say how it ended."""
    if not math.isfinite(speed) or not 0.1 <= speed <= SPEED_MAX:
        raise UsageError(f"--speed {speed:g} is outside the limits: 0.1 to {SPEED_MAX:g}.")
    library = open_library()
    person = sys.stdin.isatty() and sys.stdout.isatty()
    chosen = _chosen(library, asked, may_ask=person and not now, person=person)
    if chosen is None:
        return ExitCode.STOPPED_EARLY
    prepared, timeline = chosen.prepared, chosen.prepared.timeline
    unicode = shows_unicode()
    mode = figure_mode(figure, unicode=unicode)
    motion = motion and wants_motion()
    kept = Keeping(prepared.entry, timeline, speed=speed, resumed=chosen.left)
    if not person:
        for line in (*prepared.changes, *prepared.notices):
            print(line, file=sys.stderr)
        with kept, NoKeys() as silence:
            state = run(
                timeline,
                clock=awake_clock,
                keys=silence,
                sinks=[kept, Plain(sys.stdout)],
                speed=speed,
                interactive=False,
                muted=muted,
                start=chosen.start,
            )
        return _code(state)

    def look() -> Look:
        return Look(datetime.now(), speed, unicode, mode, motion, safety.emergency)

    safety = library.safety()
    if not now and not _agreed(prepared, safety, look()):
        return ExitCode.STOPPED_EARLY
    fullscreen = not plain and not is_dumb()
    bell = Bell(sys.stdout, awake_clock)
    frame = MOVING_FRAME_SECONDS if fullscreen and mode is not None and motion else FRAME_SECONDS
    with kept:
        with Terminal(sys.stdin, sys.stdout, fullscreen=fullscreen) as terminal:
            picture: Sink = Live(terminal, look) if fullscreen else Plain(sys.stdout, safety.emergency)
            state = run(
                timeline,
                clock=awake_clock,
                keys=terminal,
                sinks=[kept, picture, bell],
                speed=speed,
                muted=muted,
                frame=frame,
                start=chosen.start,
            )
            bell.finish(time.sleep)
        from stretchguide.terminal.cards import summary

        _print(lambda width, height: summary(result(state), safety, width))
        if state.status is Status.FINISHED and speed == 1:
            kept.feel = _felt()
    return _code(state)


def _chosen(library: "Library", asked: Asked, *, may_ask: bool, person: bool) -> Chosen | None:
    """What to play: the session that was broken off, what was named, or what is suggested. None if the person would rather not."""
    if asked.resume and (asked.name is not None or asked.before is not None):
        raise UsageError("--resume goes on with the session that was broken off. Leave out the name and --before.")
    left = _left()
    if asked.resume:
        if left is None:
            raise NotFoundError("There is no session that was broken off. 'stretchguide start' begins a new one.")
        resumed = _resumed(library, left, asked)
        if resumed is None:
            raise InvalidError(f"'{left.session.routine}' has changed since. Begin anew with 'stretchguide start {left.session.routine}'.")
        return resumed
    entry, reason = choose(library, asked.name, asked.before)
    if left is not None and is_fresh(left) and asked.before is None and (asked.name is None or entry.id == left.session.routine):
        what = f"Your session of '{left.session.routine}' from {left.session.began:%H:%M} was broken off."
        if not may_ask:
            print(f"{what} 'stretchguide start --resume' goes on with it.", file=sys.stderr)
        else:
            with suppress(StretchguideError):
                resumed = _resumed(library, left, asked)
                if resumed is not None and _asked(f"{what} Go on from there?"):
                    return resumed
            forget(left)
    profile = personal_profile()
    # Where nobody can be asked, the stricter answer counts.
    just_up = is_morning(library, entry) and (not may_ask or _asked("Did you get up less than an hour ago?"))
    prepared = prepare(library, entry, profile, just_up=just_up)
    if asked.as_written and prepared.changes:
        if not person:
            raise UsageError("--as-written asks before it plays what does not suit you. Run it on a terminal.")
        _print(lambda width, height: changes(prepared.changes, width))
        if not _asked("Play the file as written all the same?"):
            return None
        prepared = prepare(library, entry, profile, as_written=True)
    if reason is not None:
        prepared = replace(prepared, notices=(reason, *prepared.notices))
        if person and not may_ask:
            print(reason, file=sys.stderr)
    return Chosen(prepared)


def _left() -> Left | None:
    """The session that was broken off, if there is one that can go on."""
    try:
        return next(iter(recover(open_store())), None)
    except DataError:
        return None  # it is told when the session begins


def _resumed(library: "Library", left: Left, asked: Asked) -> Chosen | None:
    """The session that was broken off, from where it was; None if its routine has changed since."""
    entry = library.find(left.place.routine)
    for just_up in (False, True):
        prepared = prepare(library, entry, personal_profile(), just_up=just_up, as_written=asked.as_written)
        start = start_of(left, prepared.timeline)
        if start is not None:
            return Chosen(prepared, left, start)
    return None


def _felt() -> Feel | None:
    """Ask how it was: one key. Enter, any other key or a minute without one leaves it open."""
    with Terminal(sys.stdin, sys.stdout, fullscreen=False) as terminal:
        terminal.write(" How do you feel? b better, s same, w worse; Enter skips.\n")
        key = terminal.read(FELT_SECONDS)
    return {"b": Feel.BETTER, "s": Feel.SAME, "w": Feel.WORSE}.get((key or "").lower())


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
