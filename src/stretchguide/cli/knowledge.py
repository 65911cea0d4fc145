"""What the safety rules know of this library, read when they ask for it; and their findings with lines and columns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from stretchguide.errors import StretchguideError
from stretchguide.library.files import Entry, Kind
from stretchguide.library.library import Library
from stretchguide.library.problem import Problem
from stretchguide.safety.finding import Finding, Knowledge
from stretchguide.safety.routine_rules import Plan
from stretchguide.safety.rules import check_avoided, check_routine, check_stretch

T = TypeVar("T")


class _Loaded(Mapping[str, T], Generic[T]):
    """Entries of the library by id, read when they are asked for. Files with problems are not there."""

    def __init__(self, entries: list[Entry], load: Callable[[Entry], T]) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._load = load

    def __getitem__(self, id: str) -> T:
        try:
            return self._load(self._entries[id])
        except StretchguideError:
            raise KeyError(id) from None

    def __iter__(self) -> Iterator[str]:
        return (id for id in self._entries if id in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and its place in a file."""

    finding: Finding
    place: Problem


def knowledge(library: Library) -> Knowledge:
    """What the rules know of a library."""
    return Knowledge(
        library.safety(),
        _Loaded(library.entries(Kind.AVOID), library.avoided),
        _Loaded(library.entries(Kind.STRETCH), library.stretch),
    )


def findings(library: Library, known: Knowledge, entry: Entry) -> list[Located]:
    """What the rules find in a file that has no other problems, the gravest first."""
    match entry.kind:
        case Kind.STRETCH:
            found = check_stretch(library.stretch(entry), known)
        case Kind.ROUTINE:
            found = check_routine(Plan(library.routine(entry), library.timeline(entry)), known)
        case Kind.AVOID:
            found = check_avoided(library.avoided(entry), known)
        case _:
            found = []
    return [Located(finding, library.locate(entry, finding.where, f"{finding.what} {finding.instead}".rstrip())) for finding in found]
