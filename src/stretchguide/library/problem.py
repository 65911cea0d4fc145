"""The one type for what is wrong with a file, and where."""

from dataclasses import dataclass
from pathlib import Path

from stretchguide.errors import InvalidError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a file. Lines and columns count from 1."""

    path: Path
    line: int
    column: int
    where: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}: "
        return place + (f"{self.where}: {self.message}" if self.where else self.message)


class InvalidFileError(InvalidError):
    """A file that cannot be used, with every problem found in it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))
