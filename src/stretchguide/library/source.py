"""YAML text to plain data and back to places: every scalar stays text, every node knows its line and column.

The reader works on parser events, so nothing in a file can make it recurse, expand aliases or build objects.
What it refuses is a problem with a position: tabs, duplicate keys, aliases, tags, second documents, deep nesting,
characters that could steer a terminal, bytes that are not UTF-8, and files over 1 MB.
"""

import codecs
import difflib
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from stretchguide.errors import DataError, FieldProblems, NotFoundError
from stretchguide.library.problem import InvalidFileError, Problem

SIZE_MAX = 1_000_000
DEPTH_MAX = 32
PROBLEMS_MAX = 100

Location = tuple[str | int, ...]
Data = str | list["Data"] | dict[str, "Data"]
ModelType = TypeVar("ModelType", bound=BaseModel)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEY = "\0key"
_DANGEROUS = re.compile(
    # C0 and C1 controls but for tab and line feed, and the marks that reorder or hide text.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
_UNREADABLE = re.compile(
    # What no file may hold as it is: the same but for the ends of lines, and what is no character at all.
    f"(?!\r){_DANGEROUS.pattern}|[\ud800-\udfff\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(slots=True)
class Source:
    """One file read: its text, its data, where each node is, and what was wrong already."""

    path: Path
    text: str
    data: Data = ""
    places: dict[Location, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True
    empty: bool = False
    """Whether there is nothing in it but comments. That is enough for a model that needs nothing."""
    spoilt: set[tuple[int, int]] = field(default_factory=set)
    """Where something stands for what could not be read: what the models say of it means nothing."""

    def problem(self, location: Location, message: str, *, at_key: bool = False) -> Problem:
        """A problem at a node, or at the nearest node above it that exists."""
        known: Location = ()
        for segment in location:
            # Parts that pydantic adds to a path, such as the name of a union member, are not in the file.
            if (*known, segment) in self.places:
                known = (*known, segment)
        line, column = self.places.get((*known, _KEY) if at_key else known) or self.places.get(known, (1, 1))
        return Problem(self.path, line, column, _where(location, self.places), message)

    def validate(self, model: type[ModelType]) -> ModelType:
        """The model this file describes.

        Raises:
            InvalidFileError: with every problem of the file at once.
        """
        if self.empty and not any(field.is_required() for field in model.model_fields.values()):
            return model()
        if not self.readable:
            raise InvalidFileError(_first(self.problems))
        problems = list(self.problems)
        try:
            result = model.model_validate(self.data)
        except ValidationError as error:
            problems += self._explain(error, model)
        if problems:
            raise InvalidFileError(_first(problems))
        return result

    def _explain(self, error: ValidationError, model: type[BaseModel]) -> Iterator[Problem]:
        details = error.errors(include_url=False)[: PROBLEMS_MAX + 1]
        for detail in details:
            location: Location = tuple(detail["loc"])
            raised = detail.get("ctx", {}).get("error")
            if isinstance(raised, FieldProblems):
                for below, message in raised.problems:
                    yield self.problem(location + below, message)
            elif detail["type"] == "too_short" and any(
                len(d["loc"]) > len(location) and d["loc"][: len(location)] == location for d in details
            ):
                continue  # the items are there, but each of them is wrong: that is reported already
            else:
                unknown = detail["type"] == "extra_forbidden" or location[-1:] == ("[key]",)
                problem = self.problem(location, _message(detail, _known_keys(model, location)), at_key=unknown)
                if (problem.line, problem.column) not in self.spoilt:
                    yield problem


def _first(problems: list[Problem]) -> list[Problem]:
    """As many problems as anybody reads."""
    found = sorted(set(problems))
    if len(found) <= PROBLEMS_MAX:
        return found
    rest = found[PROBLEMS_MAX]
    return [
        *found[:PROBLEMS_MAX],
        Problem(rest.path, rest.line, rest.column, "", f"there is more: mend these {PROBLEMS_MAX} problems first"),
    ]


def _known_keys(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that may stand where the last part of `location` does."""
    models = [model]
    for segment in location[:-1]:
        if isinstance(segment, str):
            below = [m.model_fields[segment].annotation for m in models if segment in m.model_fields]
            models = [found for annotation in below for found in _models_in(annotation)] or models
    return sorted({name for found in models for name in found.model_fields})


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _where(location: Location, places: dict[Location, tuple[int, int]]) -> str:
    """The location as people read it: `steps[2].hold`."""
    shown = ""
    known: Location = ()
    for index, segment in enumerate(location):
        last = index == len(location) - 1
        if (*known, segment) in places:
            known = (*known, segment)
        elif not last or (isinstance(segment, str) and (" " in segment or segment == "[key]")):
            continue
        shown += f"[{segment}]" if isinstance(segment, int) else f".{_short(segment)}"
    return shown.lstrip(".")


def _short(given: object) -> str:
    """What a file says, short enough to be named in a message of one line."""
    text = " ".join(str(given).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _near(word: str, words: list[str]) -> str:
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return f". Did you mean '{near[0]}'?" if near else ""


def _message(detail: ErrorDetails, siblings: list[str]) -> str:
    """What pydantic found, in plain words."""
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    name = _short(detail["loc"][-1]) if detail["loc"] else "the file"
    shown = _short(given)
    match kind:
        case "missing":
            return f"'{name}' is missing"
        case "extra_forbidden":
            return f"'{name}' is not known here" + (_near(name, siblings) or (f". Known: {', '.join(siblings)}" if siblings else ""))
        case "enum":
            choices = re.findall(r"'([^']+)'", str(context["expected"]))
            near = _near(given, choices) if isinstance(given, str) else ""
            return (
                f"'{shown}' is not one of them" + (near or f": {', '.join(choices)}")
                if isinstance(given, str)
                else f"one of {', '.join(choices)} is needed"
            )
        case "string_pattern_mismatch" if context.get("pattern", "").startswith("^[a-z0-9]"):
            return f"'{shown}' is not an id. Ids are lower-case words joined by hyphens, such as seated-hamstring"
        case "string_type":
            return "a text is needed here, not a list or a group of keys"
        case "too_short":
            return "is empty" if isinstance(given, str) else "at least one entry is needed"
        case "too_long":
            limit = context.get("max_length")
            unit = "characters" if isinstance(given, str) else "entries"
            return f"is too long: {limit} {unit} at most"
        case "string_too_long":
            return f"is too long: {context['max_length']} characters at most"
        case "int_parsing" | "int_type" | "int_from_float":
            return f"'{shown}' is not a whole number" if isinstance(given, str) else "a whole number is needed here"
        case "float_parsing" | "float_type" | "finite_number":
            return f"'{shown}' is not a number" if isinstance(given, str) else "a number is needed here"
        case "greater_than_equal":
            return f"{shown} is too small: at least {context['ge']:g}"
        case "less_than_equal":
            return f"{shown} is too large: at most {context['le']:g}"
        case "tuple_type":
            return "a list is needed here: one entry a line, each after '- '"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "a group of keys is needed here, such as 'name: …'"
    message = detail["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def read(path: Path) -> Source:
    """The file as text and data, with the problems of the YAML itself. Problems do not raise; a file that is not there does.

    Raises:
        NotFoundError: there is no such file.
        DataError: the file cannot be read.
    """
    text, problem = _read_text(path)
    source = Source(path, text)
    if problem is not None:
        source.problems.append(problem)
        source.readable = False
    else:
        _parse(source)
    return source


def parse(text: str, path: Path) -> Source:
    """Like `read`, for text that is already at hand."""
    source = Source(path, text)
    _parse(source)
    return source


def read_bytes(path: Path) -> bytes:
    """At most one byte more than the size limit.

    Raises:
        NotFoundError: there is no such file.
        DataError: it is a folder or a device, or reading fails.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise DataError(f"{path}: this is a folder. Name a YAML file in it.")
        if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
            raise DataError(f"{path}: this is not a file. Name a YAML file.")
        with path.open("rb") as file:
            return file.read(SIZE_MAX + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFoundError(f"{path}: there is no such file. Check the path, or run 'stretchguide list'.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DataError(f"{path}: cannot be read: {reason}.") from None


def _read_text(path: Path) -> tuple[str, Problem | None]:
    raw = read_bytes(path)
    if len(raw) > SIZE_MAX:
        return "", Problem(path, 1, 1, "", "the file is over 1 MB: a routine is a few kilobytes of text")
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode(), None
    except UnicodeDecodeError as error:
        raw = raw.removeprefix(codecs.BOM_UTF8)
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        what = (
            "this does not look like text" if b"\0" in raw[:4096] else f"byte 0x{raw[error.start]:02x} is not UTF-8: save the file as UTF-8"
        )
        return "", Problem(path, line, column, "", what)


def _clean(source: Source) -> str:
    """The text with a stand-in for each character that may not be in it."""

    def wrong(at: int, message: str) -> None:
        before = _LINE_END.split(source.text[:at])
        source.problems.append(Problem(source.path, len(before), len(before[-1]) + 1, "", message))

    if "\0" in source.text:
        wrong(source.text.index("\0"), "this does not look like text")
        source.readable = False
        return ""
    for found in islice(_UNREADABLE.finditer(source.text), PROBLEMS_MAX + 1):
        wrong(found.start(), f"control character {_name(found[0])} is not allowed")
    return _UNREADABLE.sub("\ufffd", source.text)


def _name(character: str) -> str:
    return unicodedata.name(character, f"U+{ord(character):04X}")


def _parse(source: Source) -> None:
    """Walk the events of the file into `data` and `places`."""
    stack: list[tuple[list[Data] | dict[str, Data], Location, list[str]]] = []
    documents = 0

    def wrong(mark: Any, message: str, *, fatal: bool = False) -> None:
        source.problems.append(Problem(source.path, mark.line + 1, mark.column + 1, "", message))
        if fatal or len(source.problems) > PROBLEMS_MAX:
            source.readable = False

    def spoilt(mark: Any) -> None:
        source.spoilt.add((mark.line + 1, mark.column + 1))

    def put(value: Data, mark: Any) -> Location:
        place = (mark.line + 1, mark.column + 1)
        if not stack:
            source.data = value
            source.places[()] = place
            return ()
        container, base, pending = stack[-1]
        if isinstance(container, list):
            location: Location = (*base, len(container))
            container.append(value)
        elif not pending:
            if not isinstance(value, str):
                wrong(mark, "a key must be a plain word")
                spoilt(mark)
                value = f"{_KEY}{place}"
            if value in container:
                wrong(mark, f"duplicate key '{_short(value)}'")
            pending.append(value)
            source.places[(*base, value, _KEY)] = place
            return base
        else:
            key = pending.pop()
            location = (*base, key)
            container[key] = value
        source.places[location] = place
        return location

    text = _clean(source)
    if not source.readable:
        return
    try:
        for event in yaml.parse(text, _LOADER):
            if not source.readable:
                return
            match event:
                case yaml.ScalarEvent():
                    if found := _DANGEROUS.search(event.value):
                        wrong(event.start_mark, f"control character {_name(found[0])} is not allowed")
                    put(_DANGEROUS.sub("\ufffd", event.value), event.start_mark)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    if len(stack) >= DEPTH_MAX:
                        wrong(event.start_mark, f"nested too deeply: {DEPTH_MAX} levels at most", fatal=True)
                        return
                    value: list[Data] | dict[str, Data] = {} if isinstance(event, yaml.MappingStartEvent) else []
                    stack.append((value, put(value, event.start_mark), []))
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    stack.pop()
                case yaml.AliasEvent():
                    wrong(event.start_mark, "aliases are not allowed: write the text out")
                    spoilt(event.start_mark)
                    put("", event.start_mark)
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        wrong(event.start_mark, "one document a file: split it at this line", fatal=True)
                        return
            if getattr(event, "tag", None) is not None:
                wrong(event.start_mark, "tags are not allowed")
    except yaml.MarkedYAMLError as error:
        wrong(error.problem_mark or error.context_mark, _yaml_message(error), fatal=True)
    if source.readable and not documents:
        source.problems.append(Problem(source.path, 1, 1, "", "the file is empty: start with 'name: …', or run 'stretchguide new NAME'"))
        source.readable = False
        source.empty = True


def _yaml_message(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "this is not YAML"
    if "cannot start any token" in problem:
        return "a tab or a stray character: indent with spaces, and put text with special characters in quotes"
    if "mapping values are not allowed" in problem:
        return "a colon in the wrong place: put text that has ': ' in it in quotes"
    return problem
