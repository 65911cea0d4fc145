"""What lists and completion need of every file, without reading YAML: one JSON file, keyed by content.

An index comes with the bundled routines; what is not in it, such as the user's own files, is summarized once and kept in
the cache folder. A summary is found by a digest of what the file says, so it can be missing but never out of date.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypedDict

from stretchguide import __version__
from stretchguide.errors import StretchguideError
from stretchguide.library.files import Entry, Kind, Root, catalog, slug, write_whole

FORMAT = 1
FILE_NAME = "index.json"
SIZE_MAX = 1_000_000


class Summary(TypedDict, total=False):
    """What is known of a file without opening it. Which keys there are depends on the kind."""

    id: str
    name: str
    summary: str
    context: str
    before: list[str]
    level: str
    seconds: float
    equipment: list[str]
    stretches: list[str]
    targets: list[str]
    region: str
    position: str
    positions: list[str]
    method: str
    sides: str
    aliases: list[str]
    problems: int


class Record(TypedDict):
    """One line of the index: a summary, and the digests of the stretches it was made with."""

    depends: dict[str, str]
    summary: Summary


_NEEDED: dict[Kind, tuple[str, ...]] = {
    Kind.ROUTINE: ("id", "name", "summary", "context", "before", "level", "seconds", "equipment", "targets", "positions", "stretches"),
    Kind.STRETCH: ("id", "name", "summary", "aliases", "region", "targets", "seconds", "position", "method", "sides", "level", "equipment"),
    Kind.AVOID: ("id", "name", "aliases", "stretches"),
}
_LISTS = ("aliases", "before", "equipment", "positions", "stretches", "targets")


class Index:
    """Summaries of every file in some folders."""

    def __init__(self, roots: Sequence[Root], cache: Path | None, *, shipped: bool = True) -> None:
        self._roots = roots
        self._cache = cache / FILE_NAME if cache is not None else None
        self._catalog = catalog(roots)
        self._digests = {key: _digest(entry) for key, entry in self._catalog.items()}
        current = {self._digests[key]: entry for key, entry in self._catalog.items()}
        self._shipped = _records(roots[0].path / FILE_NAME, current) if roots and shipped else {}
        self._known = _records(self._cache, current) if self._cache is not None else {}

    def summaries(self, *kinds: Kind) -> list[tuple[Entry, Summary]]:
        """Every entry of these kinds with its summary, by id. What is not in the index yet is added to it."""
        wanted = sorted((entry for entry in self._catalog.values() if entry.kind in kinds), key=lambda e: (kinds.index(e.kind), e.id))
        records = {entry: self._record(entry) for entry in wanted}
        missing = [entry for entry, record in records.items() if record is None]
        if missing:
            from stretchguide.library.summaries import summarize

            for entry, record in summarize(self._roots, missing, self._digests).items():
                records[entry] = record
                self._known[self._digests[entry.kind, entry.id]] = record
            self._keep()
        return [(entry, record["summary"]) for entry, record in records.items() if record is not None]

    def names(self) -> dict[str, list[Entry]]:
        """Every id, name and alias as `slug` writes them, with what it may mean."""
        found: dict[str, list[Entry]] = {}
        for entry, summary in self.summaries(Kind.ROUTINE, Kind.STRETCH, Kind.AVOID):
            for name in {slug(text) for text in (entry.id, summary["name"], *summary.get("aliases", []))}:
                found.setdefault(name, []).append(entry)
        return found

    def records(self, *kinds: Kind) -> dict[str, Record]:
        """The records of these kinds by digest: what an index that is shipped says."""
        entries = [entry for entry, _ in self.summaries(*kinds)]
        found = {self._digests[entry.kind, entry.id]: self._record(entry) for entry in entries}
        return {digest: record for digest, record in found.items() if record is not None}

    def _record(self, entry: Entry) -> Record | None:
        digest = self._digests[entry.kind, entry.id]
        for records in (self._shipped, self._known):
            record = records.get(digest)
            if record is not None and all(
                self._digests.get((Kind.STRETCH, id)) == made_with for id, made_with in record["depends"].items()
            ):
                return record
        return None

    def _keep(self) -> None:
        """Write the cache. It can be made anew at any time, so that failing to is no problem."""
        if self._cache is None or (self._cache.exists() and not self._cache.is_file()):
            return
        # What is wrong with a file can depend on files that are not there: that is looked at anew every time.
        kept = {digest: record for digest, record in self._known.items() if "problems" not in record["summary"]}
        try:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._cache, dumps(kept), replace=True)
        except (OSError, StretchguideError):
            pass


def dumps(records: dict[str, Record]) -> str:
    """An index as text, one record a line."""
    lines = ",\n".join(f"{json.dumps(digest)}: {json.dumps(record)}" for digest, record in sorted(records.items()))
    return f'{{"format": {FORMAT}, "version": {json.dumps(__version__)}, "files": {{\n{lines}\n}}}}\n'


def _records(path: Path, current: Mapping[str, Entry]) -> dict[str, Record]:
    """The records of an index that are about files there are."""
    try:
        data = json.loads(path.read_bytes()) if path.is_file() else {}
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("version") != __version__:
        return {}
    files = data.get("files")
    if not isinstance(files, dict):
        return {}
    return {digest: files[digest] for digest, entry in current.items() if _is_sound(files.get(digest), entry)}


def _is_sound(record: object, entry: Entry) -> bool:
    """Whether a record says what is needed of the file: an index can be cut short, or written by something else."""
    match record:
        case {"depends": dict(), "summary": {"id": entry.id} as summary}:
            return all(_fits(name, summary.get(name)) for name in _NEEDED.get(entry.kind, ()))
    return False


def _fits(name: str, value: object) -> bool:
    if name == "seconds":
        return isinstance(value, int | float) and math.isfinite(value)
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)


def _digest(entry: Entry) -> str:
    digest = hashlib.blake2b(f"{entry.kind}/{entry.region}/{entry.id}\0".encode("utf-8", "surrogateescape"), digest_size=12)
    try:
        if entry.path.is_file():
            with entry.path.open("rb") as file:
                digest.update(file.read(SIZE_MAX + 1))
    except OSError as error:
        digest.update(str(error).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
