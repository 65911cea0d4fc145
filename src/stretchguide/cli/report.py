"""Problems as people read them: a line each, and where a person is reading, the line of the file with a caret."""

import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from stretchguide.errors import StretchguideError
from stretchguide.library.problem import InvalidFileError, Problem


def error_lines(error: StretchguideError) -> Iterator[str]:
    """The lines of an error message."""
    if not isinstance(error, InvalidFileError):
        yield str(error)
        return
    problems = error.problems
    yield from problem_lines(problems, caret=is_read_by_person(sys.stderr))
    files = len({problem.path for problem in problems})
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    yield f"{count} in {'1 file' if files == 1 else f'{files} files'}. Mend the file, then try again."


def problem_lines(problems: list[Problem], *, caret: bool) -> Iterator[str]:
    """One line for each problem, with the line it is about where a caret is wanted."""
    for problem in problems:
        yield str(problem)
        if caret:
            yield from pointed_lines(problem)


def pointed_lines(problem: Problem) -> Iterator[str]:
    """The line of a file that a problem is about, and a caret below it."""
    yield from _pointed(_lines(problem.path), problem)


def is_read_by_person(stream: TextIO) -> bool:
    """Whether what is written there appears on a terminal."""
    try:
        return stream.isatty()
    except ValueError:
        return False


@lru_cache(maxsize=8)
def _lines(path: Path) -> list[str]:
    from stretchguide.library.source import read_bytes

    try:
        return read_bytes(path).decode("utf-8-sig", "replace").splitlines()
    except StretchguideError:
        return []


def _pointed(lines: list[str], problem: Problem) -> Iterator[str]:
    if not 0 < problem.line <= len(lines):
        return
    line = "".join(char if char.isprintable() else " " if char == "\t" else "\ufffd" for char in lines[problem.line - 1])
    start = max(0, problem.column - 60)
    yield f"    {line[start : start + 72]}"
    yield f"    {' ' * (problem.column - 1 - start)}^"
