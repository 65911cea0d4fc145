"""The settings that hold, and `settings`: showing and changing them."""

import difflib
import json as json_module
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from stretchguide.errors import DataError, ExitCode, NotFoundError, UsageError
from stretchguide.library.files import Kind, write_whole
from stretchguide.library.preferences import changed, file_layer, text_layer
from stretchguide.library.source import read
from stretchguide.model.settings import Preferences, SaidBy, Settings, merge
from stretchguide.model.units import format_duration
from stretchguide.settings import editor, settings_path, variables
from stretchguide.timeline import Timing

VERSION = 1

STARTER = """\
# yaml-language-server: $schema=schema/settings.json
# Your settings. Take away the '#' in front of a line to set it. 'stretchguide settings show' says what holds.
# A variable such as STRETCHGUIDE_VOLUME says more than this file, and an option on the command line says most.

# routine: before-workout   # what 'stretchguide start' plays without a name; without it, what suits
# voice: off                # who speaks: auto, off, an engine such as espeak-ng, or ENGINE:VOICE
# rate: 160                 # how fast the voice speaks, in words a minute, 80 to 400
# cues: normal              # how much the voice says: few, normal or full
# volume: 100               # how loud tones and voice are, 0 to 100
# sound: auto               # what sounds the signals: auto, tones or bell
# figure: auto              # auto, braille, blocks, ascii or off
# motion: yes               # whether the figure moves
# flash: no                 # whether the screen flashes at every change
# lead_in: 5s               # time to settle before each stretch, 0s to 1m
# switch: 8s                # time to change sides, 3s to 1m; without it, what the position needs
"""


def preferences(flags: Mapping[str, str | None] | None = None) -> Preferences:
    """What holds: flags before the environment before the settings file before the defaults.

    `flags` has settings by name; None is one that was not given.

    Raises:
        UsageError: a flag or a variable makes no sense.
        InvalidFileError: the settings file has problems.
        DataError: the settings file cannot be read.
    """
    given = {name: (f"--{name.replace('_', '-')}", value) for name, value in (flags or {}).items() if value is not None}
    return merge(
        [
            text_layer(SaidBy.FLAG, given),
            text_layer(SaidBy.ENVIRONMENT, variables(Settings.model_fields)),
            file_layer(settings_path()),
        ]
    )


def timing(said: Preferences) -> Timing:
    """The times of a session that the settings decide."""
    return Timing(lead_in=said.settings.lead_in, switch=said.settings.switch)


def show(*, json: bool) -> int:
    """Say every setting that holds, and where it was said."""
    path, said = settings_path(), preferences()
    if json:
        rows = {
            name: {"value": value, "said_by": said.origins[name][0], "where": said.origins[name][1] or None}
            for name, value in said.settings.model_dump(mode="json").items()
        }
        data = {"format": "stretchguide/settings", "version": VERSION, "path": str(path) if path is not None else None, "settings": rows}
        print(json_module.dumps(data, indent=2))
        return ExitCode.FINISHED
    for name in Settings.model_fields:
        said_by, where = said.origins[name]
        print(f"{name:<9} {shown(said.settings, name):<16} {_short(where, path) or said_by}")
    if sys.stdout.isatty() and path is not None:
        print(f"\n{path}" if path.exists() else "\nThere is no settings file yet. 'stretchguide settings edit' makes one.")
    return ExitCode.FINISHED


def shown(settings: Settings, name: str) -> str:
    """A setting as people write it."""
    match getattr(settings, name):
        case None:
            return "by position" if name == "switch" else "what suits"
        case bool(value):
            return "yes" if value else "no"
        case float(value):
            return format_duration(value)
        case value:
            return str(value)


def _short(where: str, path: Path | None) -> str:
    """The place without the folder of the settings file: that is said once for all."""
    return where.removeprefix(f"{path.parent}/") if path is not None else where


def path() -> int:
    """Say where the settings file is, or would be."""
    print(_file())
    return ExitCode.FINISHED


def edit() -> int:
    """Open the settings file in an editor, and check it afterwards."""
    path = _file()
    command = _editor()
    if not path.exists():
        _make_place(path)
        write_whole(path, STARTER, replace=False)
    try:
        ended = subprocess.run([*command, str(path)], check=False).returncode
    except OSError as error:
        raise DataError(f"{command[0]}: cannot be run: {error.strerror}. Set EDITOR to a program that opens text files.") from None
    if ended != 0:
        raise DataError(f"{shlex.join(command)} ended with code {ended}. The settings are in {path}.")
    said = file_layer(path)
    count = len(said.where)
    print(f"{path}: no problems. It sets {', '.join(said.where) if count else 'nothing yet'}.")
    return ExitCode.FINISHED


def change(name: str, value: str | None) -> int:
    """Write a setting into the settings file, or with None take it out. Comments stay."""
    names = list(Settings.model_fields)
    if name not in names:
        near = difflib.get_close_matches(name.lower().replace("-", "_"), names, n=1, cutoff=0.5)
        hint = f"Did you mean '{near[0]}'?" if near else f"There is: {', '.join(names)}."
        raise UsageError(f"There is no setting called '{name}'. {hint}")
    if value is not None:
        value = " ".join(value.split())
        text_layer(SaidBy.FILE, {name: (name, value)})
    path = _file()
    try:
        text = read(path).text
    except NotFoundError:
        text = STARTER
        _make_place(path)
    write_whole(path, changed(text, path, name, value), replace=True)
    said = preferences()
    by, where = said.origins[name]
    print(f"{name}: {shown(said.settings, name)}" + (f", because {where} says so." if by in (SaidBy.FLAG, SaidBy.ENVIRONMENT) else "."))
    return ExitCode.FINISHED


def _file() -> Path:
    path = settings_path()
    if path is None:
        raise DataError("There is no folder for your settings on this system. Set HOME, or use variables such as STRETCHGUIDE_VOLUME.")
    return path


def _editor() -> list[str]:
    try:
        command = editor()
    except ValueError as error:
        raise UsageError(f"VISUAL or EDITOR cannot be read: {error}.") from None
    if not command:
        raise DataError("There is no editor. Set EDITOR to a program that opens text files.")
    return command


def _make_place(path: Path) -> None:
    """The folder of the settings file, with its schema in it, so that editors complete and check what is written."""
    from stretchguide.library.schema import schema_text

    folder = path.parent / "schema"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder}: cannot be made: {error.strerror}. 'stretchguide doctor' says more.") from None
    write_whole(folder / f"{Kind.SETTINGS}.json", schema_text(Kind.SETTINGS), replace=True)
