"""The health profile on disk: one file, readable by its owner only, which never leaves the machine."""

from collections.abc import Iterable
from pathlib import Path

from stretchguide.errors import DataError, NotFoundError
from stretchguide.library.files import write_whole
from stretchguide.library.problem import InvalidFileError, Problem
from stretchguide.library.source import read
from stretchguide.model.profile import EFFORT_MAX, AgeBand, Profile

_TEXT = """\
# Your health profile for stretchguide: what you said of yourself, so that sessions can leave out what does not suit you.
# It stays on this machine. stretchguide sends it nowhere, and only you can read it. It is no diagnosis.
# 'stretchguide profile' asks the questions again and writes this file anew. 'stretchguide profile clear' removes it.
# You can edit it, too. 'stretchguide profile conditions' lists the words for conditions.

# What applies to you, and what may apply although you do not know.
conditions: {conditions}
unsure: {unsure}

# Your age: {ages}.
{age}

# What you have at hand, such as [chair, mat]. Without this line, everything is taken to be at hand.
{equipment}

# How hard a stretch may get at most, from 1 to {effort_max} out of 10.
{effort}
"""


def load_profile(path: Path) -> Profile:
    """The profile at `path`; an empty one where there is no file.

    Raises:
        InvalidFileError: the file does not say what a profile must say; with every problem of it.
        DataError: the file is there and cannot be read.
    """
    try:
        source = read(path)
    except NotFoundError:
        if path.is_symlink():
            raise DataError(f"{path}: this link leads nowhere. Mend it, or remove it with 'stretchguide profile clear'.") from None
        return Profile()
    if all(not line.strip() or line.lstrip().startswith("#") for line in source.text.splitlines()):
        raise InvalidFileError(
            [Problem(path, 1, 1, "", "the file is empty: write 'conditions: []', or remove it with 'stretchguide profile clear'")]
        )
    return source.validate(Profile)


def save_profile(path: Path, profile: Profile) -> None:
    """Write the profile as a whole or not at all, readable by its owner only.

    Raises:
        DataError: it cannot be written.
    """
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
            path.parent.chmod(0o700)
    except OSError as error:
        raise DataError(f"{path.parent}: cannot be made: {error.strerror}. The profile is not saved.") from None
    write_whole(path, profile_text(profile), replace=True, private=True)


def clear_profile(path: Path) -> bool:
    """Remove the profile, and whatever an interrupted write left of it. False if there was none.

    Raises:
        DataError: it cannot be removed.
    """
    try:
        there = path.exists() or path.is_symlink()
        # Of what a link leads to, only a file was written by us: a device stays.
        target = path.resolve() if path.is_symlink() and path.is_file() else path
        for file in (target, path, *target.parent.glob(f".{target.name}.*.part")):
            file.unlink(missing_ok=True)
    except OSError as error:
        raise DataError(f"{path}: cannot be removed: {error.strerror}.") from None
    return there


def profile_text(profile: Profile) -> str:
    """The profile as its file says it, with comments for whoever opens it."""
    return _TEXT.format(
        conditions=_listed(profile.conditions),
        unsure=_listed(profile.unsure),
        ages=", ".join(AgeBand),
        age=f"age: {profile.age}" if profile.age is not None else "# age: 18-64",
        equipment=f"equipment: {_listed(profile.equipment)}" if profile.equipment is not None else "# equipment: [chair, mat]",
        effort_max=EFFORT_MAX,
        effort=f"effort: {profile.effort}" if profile.effort is not None else "# effort: 3",
    )


def _listed(words: Iterable[str]) -> str:
    """A YAML list, on one line where it is short."""
    words = list(words)
    line = f"[{', '.join(words)}]"
    return line if len(line) <= 80 else "".join(f"\n  - {word}" for word in words)
