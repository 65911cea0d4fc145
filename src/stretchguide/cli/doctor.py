"""`doctor`: what this terminal and this machine can do, and whether the user's files can be read and written."""

import json as json_module
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from rich.console import Console
from rich.text import Text

from stretchguide import __version__
from stretchguide.cli.fitting import personal_profile
from stretchguide.cli.hearing import sound_options
from stretchguide.cli.preferences import preferences
from stretchguide.cli.roots import open_library
from stretchguide.errors import ExitCode, StretchguideError
from stretchguide.library.files import Kind, Origin, catalog
from stretchguide.model.settings import FigureChoice, Settings
from stretchguide.session.clock import awake_clock
from stretchguide.settings import (
    cache_folder,
    config_folder,
    data_folder,
    is_dumb,
    is_remote,
    multiplexer,
    settings_path,
    shows_unicode,
    terminal_name,
    unknown_variables,
    voices_folder,
)
from stretchguide.sound.bell import BELL
from stretchguide.sound.options import AUTO, RATE
from stretchguide.sound.player import PLAYERS
from stretchguide.sound.sample import play_sample
from stretchguide.sound.sinks import find_voices
from stretchguide.terminal.figure import figure_mode
from stretchguide.terminal.keys import has_keys
from stretchguide.wording import NO_VOICE, plural

VERSION = 1

FULL_SIZE = (80, 24)
"""Columns and rows from which on a session shows everything."""

WIDEST = 100
INDENT = 19


class Health(StrEnum):
    """How a thing is: a note is worth knowing and stops nothing; a problem keeps your files from being read or written."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in a sentence or two, the second of them what to do."""

    name: str
    health: Health
    text: str


def _program() -> Finding:
    return Finding("program", Health.OK, f"stretchguide {__version__}, Python {platform.python_version()} on {platform.system()}")


def _terminal() -> Finding:
    name = ", ".join(part for part in (terminal_name() or "no TERM", multiplexer()) if part)
    if not sys.stdout.isatty():
        return Finding("terminal", Health.NOTE, "Output goes to a file or a pipe: sessions are lines of text.")
    columns, rows = shutil.get_terminal_size()
    text = f"{name}, {columns} x {rows}"
    if is_dumb():
        return Finding("terminal", Health.NOTE, f"{text}. It cannot place text: sessions are lines of text. Set TERM if that is wrong.")
    if columns < FULL_SIZE[0] or rows < FULL_SIZE[1]:
        return Finding("terminal", Health.NOTE, f"{text}. From {FULL_SIZE[0]} x {FULL_SIZE[1]} on, sessions show everything.")
    return Finding("terminal", Health.OK, text)


def _color() -> Finding:
    console = Console()
    depths = {"standard": "8 colors", "256": "256 colors", "truecolor": "16 million colors", "windows": "8 colors"}
    if console.no_color:
        return Finding("color", Health.OK, "None, because NO_COLOR is set.")
    if console.color_system is None:
        return Finding("color", Health.NOTE, "None.")
    return Finding("color", Health.OK, depths[console.color_system])


def _unicode() -> Finding:
    if shows_unicode():
        return Finding("Unicode", Health.OK, "Yes.")
    return Finding("Unicode", Health.NOTE, "No: figures are drawn in ASCII. A locale such as LANG=C.UTF-8 turns it on.")


def _keys() -> Finding:
    if has_keys(sys.stdin):
        return Finding("keys", Health.OK, "Single key presses can be read.")
    return Finding("keys", Health.NOTE, "No keyboard here: sessions run through without one.")


def _figure() -> Finding:
    try:
        asked = preferences().settings.figure
    except StretchguideError:
        asked = FigureChoice.AUTO  # what is wrong with the settings is said on their line
    mode = figure_mode(asked, unicode=shows_unicode())
    chosen = " Chosen in your settings." if asked is not FigureChoice.AUTO else ""
    return Finding("figure", Health.OK, f"{mode.value.capitalize() if mode else 'Off'}.{chosen}")


def _sound() -> Finding:
    if is_remote():
        return Finding("sound", Health.NOTE, "You are on another machine: only the bell reaches you.")
    found = "winsound" if sys.platform == "win32" else next(filter(shutil.which, PLAYERS), None)
    if found is None:
        return Finding("sound", Health.NOTE, f"The bell only. With one of {', '.join(PLAYERS)} there are tones.")
    return Finding("sound", Health.OK, f"{found}, and the bell.")


def _voice() -> Finding:
    voices = find_voices(AUTO, RATE, voices_folder())
    if not voices:
        return Finding("voice", Health.NOTE, f"None. {NO_VOICE}")
    return Finding("voice", Health.OK, f"{', '.join(dict.fromkeys(voice.engine for voice in voices))}.")


def _settings() -> Finding:
    said = preferences()
    if unknown := unknown_variables(Settings.model_fields):
        return Finding("settings", Health.NOTE, f"{', '.join(unknown)}: no setting is called that. See 'stretchguide settings'.")
    path = settings_path()
    if path is None or not path.exists():
        return Finding("settings", Health.OK, "No file yet: 'stretchguide settings edit' makes one.")
    names = [name for name, (_, where) in said.origins.items() if where]
    return Finding("settings", Health.OK, f"{_home(path)}: {len(names)} set.")


def _profile() -> Finding:
    profile = personal_profile()
    return Finding("profile", Health.OK, "Yours is read." if profile is not None else "None: 'stretchguide profile' asks the questions.")


def _library() -> Finding:
    library = open_library()
    own = [entry for root in library.roots if root.origin is Origin.USER for entry in catalog([root]).values()]
    counts = ", ".join(
        plural(len(library.entries(kind)), kind.value, many) for kind, many in ((Kind.ROUTINE, "routines"), (Kind.STRETCH, "stretches"))
    )
    text = f"{counts}; {len(own) or 'none'} of the files yours."
    if problems := library.check_all():
        return Finding("library", Health.PROBLEM, f"{text} {plural(len(problems), 'problem')} in them: run 'stretchguide check'.")
    return Finding("library", Health.OK, text)


def _config() -> Finding:
    return _folder("config", config_folder(), "your routines and settings cannot be kept")


def _data() -> Finding:
    return _folder("data", data_folder(), "what you did cannot be kept")


def _cache() -> Finding:
    found = _folder("cache", cache_folder(), "some commands are slower")
    return Finding(found.name, Health.NOTE, found.text) if found.health is Health.PROBLEM else found


def _folder(name: str, folder: Path | None, lost: str) -> Finding:
    """Whether a folder, or where it is not there yet, the one it would be made in, takes a file."""
    if folder is None:
        return Finding(name, Health.PROBLEM, f"There is no place for it, so {lost}. Set HOME.")
    there = next(parent for parent in (folder, *folder.parents) if os.path.lexists(parent))
    try:
        list(there.iterdir())
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"a line\n")
            file.flush()
    except OSError as error:
        return Finding(name, Health.PROBLEM, f"{_home(there)}: {error.strerror}, so {lost}. Make it a folder of yours.")
    return Finding(name, Health.OK, _home(folder) + ("" if there == folder else " (made when it is needed)"))


CHECKS: tuple[Callable[[], Finding], ...] = (
    _program,
    _terminal,
    _color,
    _unicode,
    _keys,
    _figure,
    _sound,
    _voice,
    _settings,
    _profile,
    _library,
    _config,
    _data,
    _cache,
)
"""What is looked at, in the order it is shown."""


def examine() -> list[Finding]:
    """What every check finds. A check that cannot be made is a problem itself."""
    findings = []
    for check in CHECKS:
        try:
            found = check()
        except (StretchguideError, OSError, ValueError) as error:
            found = Finding(check.__name__.strip("_"), Health.PROBLEM, str(error))
        # One paragraph, and nothing from the environment that could steer the terminal.
        text = "".join(char if char.isprintable() else " " for char in found.text)
        findings.append(replace(found, text=" ".join(text.split())))
    return findings


def doctor(*, test_sound: bool, json: bool) -> ExitCode:
    """Say what was found. A problem is an exit code of its own."""
    findings = examine()
    if json:
        data = {"format": "stretchguide/doctor", "version": VERSION, "findings": [asdict(finding) for finding in findings]}
        print(json_module.dumps(data, indent=2))
    else:
        _print(findings)
    if test_sound:
        _test_sound()
    problems = sum(finding.health is Health.PROBLEM for finding in findings)
    return ExitCode.DATA if problems else ExitCode.FINISHED


STYLES = {Health.OK: "green", Health.NOTE: "yellow", Health.PROBLEM: "bold red"}


def _print(findings: list[Finding]) -> None:
    """A line for each finding; on a terminal as many as its width asks for."""
    width = shutil.get_terminal_size().columns
    console = Console(width=width, highlight=False, markup=False, emoji=False, legacy_windows=False)
    for finding in findings:
        head = Text().append(f"{finding.name:<9} ", style="bold").append(f"{finding.health:<8} ", style=STYLES[finding.health])
        if not console.is_terminal:
            print(f"{head.plain}{finding.text}")
            continue
        for line in Text(finding.text).wrap(console, max(min(width, WIDEST) - INDENT, 20)):
            line.rstrip()
            console.print(head.append_text(line), soft_wrap=True)
            head = Text(" " * INDENT)


def _test_sound() -> None:
    """A tone and a sentence, on whatever plays them; the bell where no tone is heard."""
    try:
        options = sound_options(preferences(), silent=AUTO)
        played = play_sample(options, clock=awake_clock, sleep=time.sleep, voices=voices_folder(), remote=is_remote())
    except (StretchguideError, OSError) as error:
        print(error, file=sys.stderr)
        return
    stream = next((stream for stream in (sys.stdout, sys.stderr) if stream.isatty()), None)
    if not played.tone and stream is not None:
        stream.write(BELL)
        stream.flush()
    tone = "A tone was played." if played.tone else "No tone could be played. The bell rings once."
    voice = f"{played.engine} said a sentence." if played.engine is not None else "No voice spoke."
    print(f"{tone} {voice} If you hear nothing, look at the volume of this machine.", file=sys.stderr)


def _home(path: Path) -> str:
    """The path, with '~' for the home."""
    try:
        return f"~{os.sep}{path.relative_to(Path.home())}"
    except (RuntimeError, ValueError):
        return str(path)
