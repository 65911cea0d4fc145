"""`profile`: asking, showing, changing and removing the health profile."""

import difflib
import io
import json as json_module
import shutil
import sys
import textwrap
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TextIO, TypeVar

from stretchguide.cli.questions import Interview, Outcome, advice, answer, begin, condition_lines, hint, page, profile_lines
from stretchguide.cli.roots import open_library
from stretchguide.errors import DataError, ExitCode, UsageError
from stretchguide.library.files import slug
from stretchguide.library.personal import clear_profile, load_profile, save_profile
from stretchguide.model.anatomy import Condition, Equipment
from stretchguide.model.profile import EFFORT_MAX, AgeBand, Profile
from stretchguide.model.safety import Safety
from stretchguide.settings import profile_path

VERSION = 1

Word = TypeVar("Word", bound=str)

PARTS = ("condition", "unsure", "age", "equipment", "effort")
"""What `set` and `unset` can change."""

PROMPT = "> "


def ask() -> int:
    """Ask the questions, and save the answers if the person wants that."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The questions need a terminal. Without one, say it in words: 'stretchguide profile set condition NAME'. "
            "'stretchguide profile conditions' lists the names."
        )
    path = _path()
    before = load_profile(path)
    safety = open_library().safety()
    _print(
        "Some questions about your health, so that sessions can leave out what does not suit you. Each of them can be skipped. "
        f"The answers stay in a file on this machine and are sent nowhere. {safety.disclaimer}"
    )
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    try:
        interview = interviewed(begin(safety, before), sys.stdin, sys.stdout, shutil.get_terminal_size)
    except KeyboardInterrupt:
        print("\nNothing is saved.")
        raise
    if interview is None or interview.outcome is Outcome.LEAVE:
        _print("Nothing is saved.")
        return ExitCode.STOPPED_EARLY
    save_profile(path, interview.profile)
    _print(f"Saved in {path}. See it with 'stretchguide profile show', remove it with 'stretchguide profile clear'.")
    return ExitCode.FINISHED


def interviewed(interview: Interview, typed: TextIO, out: TextIO, size: Callable[[], tuple[int, int]]) -> Interview | None:
    """Ask until the questions end. None if what is typed ends first."""
    while interview.outcome is None:
        width, height = size()
        lines = hint(interview, width) if interview.hint else page(interview, width, height)
        out.write("\n".join([*lines, PROMPT]))
        out.flush()
        line = typed.readline()
        if not line:
            out.write("\n")
            return None
        interview = answer(interview, line)
    return interview


def show(*, json: bool) -> int:
    """Print the profile."""
    path = profile_path()
    profile = load_profile(path) if path is not None else Profile()
    exists = path is not None and path.exists()
    if json:
        data = {"path": str(path) if path is not None else None, "exists": exists, **profile.model_dump(mode="json")}
        print(json_module.dumps({"format": "stretchguide/profile", "version": VERSION, **data}, indent=2))
        return ExitCode.FINISHED
    if not exists:
        _print("You have no profile. Sessions take you for somebody without health conditions. 'stretchguide profile' asks the questions.")
        return ExitCode.FINISHED
    safety = open_library().safety()
    print("Your profile")
    for line in profile_lines(profile, safety, _width()):
        print(line)
    for line in advice(safety, (*profile.conditions, *profile.unsure), profile):
        print()
        _print(line)
    print()
    _print(f"It is in {path} and stays on this machine. Change it with 'stretchguide profile'.")
    return ExitCode.FINISHED


def conditions() -> int:
    """Print every condition with what it means."""
    for line in condition_lines(open_library().safety(), _width()):
        print(line)
    return ExitCode.FINISHED


def set_part(part: str, values: list[str]) -> int:
    """Put something into the profile. Conditions are added; age, equipment and effort are replaced."""
    path, part = _path(), _part(part)
    if not values:
        raise UsageError(_USES[part])
    before, safety = load_profile(path), open_library().safety()
    after = before
    match part:
        case "condition":
            after = before.answered(named := _conditions(values, safety), yes=named)
        case "unsure":
            after = before.answered(named := _conditions(values, safety), unsure=named)
        case "age":
            after = before.model_copy(update={"age": _age(_single(part, values))})
        case "equipment":
            words = {item.value: item for item in Equipment}
            at_hand = [] if [slug(value) for value in values] == ["none"] else [_meant("equipment", value, words) for value in values]
            after = before.model_copy(update={"equipment": tuple(dict.fromkeys(at_hand))})
        case "effort":
            after = before.model_copy(update={"effort": _effort(_single(part, values))})
    return _save(path, before, after, safety)


def unset_part(part: str, values: list[str]) -> int:
    """Take something out of the profile."""
    path, part = _path(), _part(part)
    before, safety = load_profile(path), open_library().safety()
    after = before
    match part:
        case "condition" | "unsure":
            if not values:
                raise UsageError(f"Say which: 'stretchguide profile unset {part} NAME'. 'stretchguide profile clear' removes everything.")
            there = before.unsure if part == "unsure" else (*before.conditions, *before.unsure)
            after = before.answered([condition for condition in _conditions(values, safety) if condition in there])
        case _:
            if values:
                raise UsageError(f"Write 'stretchguide profile unset {part}', without '{values[0]}'.")
            after = before.model_copy(update={part: None})
    return _save(path, before, after, safety)


def clear(*, yes: bool) -> int:
    """Remove the profile, after asking."""
    path = _path()
    if not path.exists() and not path.is_symlink():
        clear_profile(path)
        print("There is no profile to remove.")
        return ExitCode.FINISHED
    if not yes:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise UsageError("Nobody is there to ask. Write 'stretchguide profile clear --yes' to remove the profile.")
        print(f"Remove {path}? y removes it, Enter keeps it.\n{PROMPT}", end="", flush=True)
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            print("The profile stays as it is.")
            return ExitCode.STOPPED_EARLY
    clear_profile(path)
    print(f"{path}: removed.")
    return ExitCode.FINISHED


def print_path() -> int:
    """Print where the profile is, or would be."""
    print(_path())
    return ExitCode.FINISHED


def _path() -> Path:
    path = profile_path()
    if path is None:
        raise DataError("There is no folder for your profile on this system. Set HOME or XDG_CONFIG_HOME to a folder.")
    return path


def _save(path: Path, before: Profile, after: Profile, safety: Safety) -> int:
    """Save a profile that has changed, and say what has to be said about the change."""
    if after == before:
        print("Nothing changes: your profile says that already.")
        return ExitCode.FINISHED
    save_profile(path, after)
    print("Saved. Your profile now:")
    for line in profile_lines(after, safety, _width()):
        print(line)
    known = {*before.conditions, *before.unsure}
    for line in advice(safety, [condition for condition in (*after.conditions, *after.unsure) if condition not in known], after):
        _print(line, sys.stderr)
    return ExitCode.FINISHED


# --- words on the command line --------------------------------------------------------------------------------------

_USES = {
    "condition": "Say which: 'stretchguide profile set condition NAME'. 'stretchguide profile conditions' lists the names.",
    "unsure": "Say which: 'stretchguide profile set unsure NAME'. 'stretchguide profile conditions' lists the names.",
    "age": f"Say which: 'stretchguide profile set age BAND'. Bands: {', '.join(AgeBand)}.",
    "equipment": f"Say which: 'stretchguide profile set equipment NAME', or none. Equipment: {', '.join(Equipment)}.",
    "effort": f"Say how much: 'stretchguide profile set effort NUMBER', from 1 to {EFFORT_MAX}.",
}


def _part(given: str) -> str:
    return _meant("part of the profile", given, {part: part for part in PARTS} | {"conditions": "condition"}, PARTS)


def _single(part: str, values: list[str]) -> str:
    if len(values) > 1:
        raise UsageError(f"One is enough, and there are {len(values)}. {_USES[part]}")
    return values[0]


def _age(given: str) -> AgeBand:
    """A band by its word, or by years."""
    if given.isascii() and given.isdigit() and len(given) <= 3:
        return AgeBand.UNDER_18 if int(given) < 18 else AgeBand.ADULT if int(given) < 65 else AgeBand.OLDER
    return _meant("age", given, {band.value: band for band in AgeBand})


def _effort(given: str) -> int:
    if given not in [str(number) for number in range(1, EFFORT_MAX + 1)]:
        raise UsageError(f"'{_shown(given)}' is no effort. {_USES['effort']}")
    return int(given)


def _conditions(values: Iterable[str], safety: Safety) -> list[Condition]:
    """The conditions that are meant, by their words or by their names."""
    names = {slug(text.name): condition for condition, text in safety.conditions.items()}
    known = names | {condition.value: condition for condition in Condition}
    return [_meant("condition", value, known, (), "'stretchguide profile conditions' lists them.") for value in values]


def _meant(what: str, given: str, known: Mapping[str, Word], listed: Collection[str] = (), otherwise: str = "") -> Word:
    """The word that is meant. Spaces, underscores and capitals do not matter.

    Raises:
        UsageError: there is none; the message names the nearest, or all there are.
    """
    wanted = slug(given)
    if wanted in known:
        return known[wanted]
    near = [known[word] for word in difflib.get_close_matches(wanted, known, n=3, cutoff=0.6)]
    words = {word for word in wanted.split("-") if len(word) > 2}
    alike = sorted(known, key=lambda word: -len(words & set(word.split("-"))))
    near += [known[word] for word in alike if words & set(word.split("-"))]
    found = [f"'{word}'" for word in dict.fromkeys(near)][:3]
    if found:
        help = f"Did you mean {' or '.join(found)}?"
    else:
        help = otherwise or f"There is: {', '.join(listed or dict.fromkeys(known.values()))}."
    raise UsageError(f"There is no {what} called '{_shown(given)}'. {help}")


def _shown(given: str) -> str:
    """What was typed, safe to print."""
    text = "".join(char if char.isprintable() else "\ufffd" for char in given)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _print(text: str, out: TextIO | None = None) -> None:
    """A paragraph, as wide as the page."""
    lines = textwrap.wrap(text, min(_width(), 88) - 1, break_long_words=False, break_on_hyphens=False)
    print("\n".join(lines), file=out or sys.stdout)


def _width() -> int:
    return max(shutil.get_terminal_size().columns, 20)
