"""What files, variables and flags say of the settings, checked. A mistake names the place it is in."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from stretchguide.errors import DataError, NotFoundError, UsageError
from stretchguide.library.problem import InvalidFileError
from stretchguide.library.source import Data, Source, parse, read
from stretchguide.model.settings import Layer, SaidBy, Settings

_PLAIN = re.compile(r"[A-Za-z0-9][\w.:/+-]*")


def file_layer(path: Path | None) -> Layer:
    """What the settings file says. A file that is not there says nothing.

    Raises:
        InvalidFileError: with every problem of the file, with line and column.
        DataError: the file cannot be read.
    """
    if path is None:
        return _silent(SaidBy.FILE)
    try:
        source = read(path)
    except NotFoundError:
        return _silent(SaidBy.FILE)
    settings = source.validate(Settings)
    return Layer(SaidBy.FILE, settings, {name: f"{path}:{source.places[name,][0]}" for name in settings.model_fields_set})


def text_layer(said_by: SaidBy, said: Mapping[str, tuple[str, str]]) -> Layer:
    """What flags or variables say: by the name of the setting, who says it, and the text.

    Raises:
        UsageError: names each of them that makes no sense.
    """
    # Messages name the value: nothing in it may steer the terminal they appear on.
    if not said:
        return _silent(said_by)
    values: dict[str, Data] = {
        name: "".join(char if char.isprintable() else "\ufffd" for char in value) for name, (_, value) in said.items()
    }
    source = Source(Path(), "", values, {(): (1, 1), **{(name,): (line, 1) for line, name in enumerate(values, 1)}})
    try:
        settings = source.validate(Settings)
    except InvalidFileError as error:
        raise UsageError("\n".join(f"{said[problem.where][0]}: {problem.message}." for problem in error.problems)) from None
    return Layer(said_by, settings, {name: who for name, (who, _) in said.items()})


def _silent(said_by: SaidBy) -> Layer:
    """Nothing said. Most of the time that is all: nothing is built to check it."""
    return Layer(said_by, Settings.model_construct(), {})


def _harmless(text: str) -> str:
    """The text without what could steer the terminal that a message about it appears on."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def changed(text: str, path: Path, name: str, value: str | None) -> str:
    """The text of a settings file with one setting changed, or for None taken out. Comments stay.

    A setting that is commented out is put to use where it stands; a new one comes last. A value is quoted where YAML needs it.

    Raises:
        InvalidFileError: the file has problems already.
        DataError: the file is written in a way that has to be edited by hand.
    """
    before = parse(text, path).validate(Settings)
    wanted = _said(before)
    wanted.pop(name, None)
    if value is not None:
        wanted |= _said(text_layer(SaidBy.FILE, {name: (name, value)}).settings)
    after = "\n".join([*_edited(text.splitlines(), name, value), ""])
    try:
        found = _said(parse(after, path).validate(Settings))
    except InvalidFileError:
        found = None
    if found != wanted:
        raise DataError(f"{path}: this file has to be changed by hand. Run 'stretchguide settings edit'.")
    return after


def _said(settings: Settings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in settings.model_fields_set}


def _edited(lines: list[str], name: str, value: str | None) -> list[str]:
    """The lines of a file with a key a line, with one of them changed, put to use, added or commented out."""
    in_use, unused = re.compile(rf"{name}\s*:"), re.compile(rf"#\s*{name}: +\S+(\s+#.*)?$")
    used = next((index for index, line in enumerate(lines) if in_use.match(line)), None)
    if value is None:
        return [f"# {line}" if index == used else line for index, line in enumerate(lines)]
    setting = f"{name}: {value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)}"
    at = used if used is not None else next((index for index, line in enumerate(lines) if unused.match(line)), None)
    if at is None:
        return [*lines, setting]
    comment = re.compile(r"(?<=\s)#.*").search(lines[at], 1)
    line = setting if comment is None else f"{setting:<{comment.start() - 2}}  {comment[0]}"
    return [*lines[:at], line, *lines[at + 1 :]]
