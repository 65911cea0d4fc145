"""What can go wrong for a person, and the exit code that goes with it. Words only: nothing is printed here."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Every exit code the program uses. Scripts may rely on them."""

    FINISHED = 0
    BUG = 1
    USAGE = 2
    NOT_FOUND = 3
    INVALID = 4
    DATA = 5
    STOPPED_EARLY = 6
    HURT = 7
    HANGUP = 129
    INTERRUPTED = 130
    TERMINATED = 143


class StretchguideError(Exception):
    """A problem a person can act on. `str()` is the whole message: what, where, and what to do next."""

    exit_code: ExitCode = ExitCode.BUG


class UsageError(StretchguideError):
    """The command line asks for something that makes no sense."""

    exit_code = ExitCode.USAGE


class NotFoundError(StretchguideError):
    """A routine, a stretch or a file does not exist."""

    exit_code = ExitCode.NOT_FOUND


class InvalidError(StretchguideError):
    """A file does not say what a routine or a stretch must say."""

    exit_code = ExitCode.INVALID


class DataError(StretchguideError):
    """A file cannot be read or written."""

    exit_code = ExitCode.DATA


class FieldProblems(ValueError):
    """Problems of single fields found by a check that looks at several of them.

    `problems` holds pairs of a path below the model that raised it, such as `("dose", "reps")`, and a message.
    It is a `ValueError`, so that pydantic collects it with everything else that is wrong in the file.
    """

    def __init__(self, problems: list[tuple[tuple[str | int, ...], str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(message for _, message in problems))
