"""`list`: what there is, from the index alone."""

import json as json_module
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stretchguide.cli.roots import open_index
from stretchguide.errors import UsageError
from stretchguide.library.files import Entry, Kind, Origin
from stretchguide.library.index import Summary
from stretchguide.model.anatomy import Context, Region
from stretchguide.settings import profile_path

if TYPE_CHECKING:
    from stretchguide.cli.fitting import Mark

VERSION = 1

Row = tuple[Entry, Summary]

_HEADINGS = {
    "before": "Before training",
    "after": "After training",
    "desk": "At the desk",
    "morning": "In the morning",
    "bedtime": "Before sleep",
    "any": "Any time",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed down to. Whatever is None does not matter."""

    target: str | None = None
    position: str | None = None
    equipment: tuple[str, ...] = ()
    context: str | None = None
    max_minutes: float | None = None
    level: str | None = None


def print_list(wanted: Wanted, *, stretches: bool, json: bool) -> int:
    """Print the routines, or the stretches, that are wanted."""
    if stretches and wanted.context is not None:
        raise UsageError("--context goes with routines: leave out --stretches.")
    found = open_index().summaries(Kind.STRETCH if stretches else Kind.ROUTINE)
    usable = [(entry, summary) for entry, summary in found if "problems" not in summary]
    chosen = _narrowed(usable, wanted)
    marks = marked(entry for entry, _ in chosen)
    broken = [(entry, summary) for entry, summary in found if "problems" in summary]
    if json:
        kind = "stretches" if stretches else "routines"
        rows = [{**_data(entry, summary), **_suits(marks.get(entry))} for entry, summary in [*chosen, *broken]]
        print(json_module.dumps({"format": f"stretchguide/{kind}", "version": VERSION, kind: rows}, indent=2))
        return 0
    if stretches:
        _print_groups(chosen, marks, "region", [(region, region.replace("-", " ").capitalize()) for region in [*Region, *_others(chosen)]])
    else:
        _print_groups(chosen, marks, "context", [(context, _HEADINGS[context]) for context in (*list(Context)[1:], Context.ANY)])
    if not chosen:
        print("Nothing fits all of that. Leave something out.", file=sys.stderr)
    for entry, _ in broken:
        print(f"{entry.path}: this file has problems. Run 'stretchguide check {entry.path}'.", file=sys.stderr)
    return 0


def _narrowed(rows: list[Row], wanted: Wanted) -> list[Row]:
    """The rows that fit everything that is wanted.

    Raises:
        UsageError: a value fits nothing there is; the message names the values there are.
    """
    if wanted.target is not None:
        target = _known("target", wanted.target, (word for _, summary in rows for word in _targets(summary)))
        rows = [row for row in rows if target in _targets(row[1])]
    if wanted.position is not None:
        position = _known("position", wanted.position, (word for _, summary in rows for word in _positions(summary)))
        rows = [row for row in rows if set(_positions(row[1])) == {position}]
    if wanted.equipment:
        there = {word for _, summary in rows for word in summary["equipment"]}
        at_hand = {_known("equipment", word, [*there, "none"]) for word in wanted.equipment}
        rows = [row for row in rows if set(row[1]["equipment"]) <= at_hand]
    if wanted.context is not None:
        context = _known("context", wanted.context, (summary["context"] for _, summary in rows))
        rows = [row for row in rows if row[1]["context"] == context]
    if wanted.level is not None:
        level = _known("level", wanted.level, (summary["level"] for _, summary in rows))
        rows = [row for row in rows if row[1]["level"] == level]
    if wanted.max_minutes is not None:
        longest = wanted.max_minutes * 60
        # The minutes that are shown decide, so that a routine of "5 min" fits into five minutes.
        rows = [row for row in rows if round(row[1]["seconds"] / 60) * 60 <= longest or row[1]["seconds"] <= longest]
    return rows


def _known(option: str, value: str, values: Iterable[str]) -> str:
    there = sorted(set(values))
    wanted = "-".join(value.lower().replace("_", " ").split())
    if wanted not in there:
        raise UsageError(f"Nothing has the {option} '{value}'. There is: {', '.join(there)}.")
    return wanted


def _targets(summary: Summary) -> set[str]:
    """Muscles, and for a stretch the region it is filed under."""
    return {*summary["targets"], *([summary["region"]] if "region" in summary else [])}


def _positions(summary: Summary) -> list[str]:
    return [summary["position"]] if "position" in summary else summary["positions"]


def _others(rows: list[Row]) -> list[str]:
    """Folders of the user's own that are no region."""
    return sorted({summary["region"] for _, summary in rows} - set(Region))


def _data(entry: Entry, summary: Summary) -> dict[str, object]:
    return {**summary, "origin": entry.origin.value, "path": str(entry.path)}


def marked(entries: Iterable[Entry]) -> "dict[Entry, Mark]":
    """What does not suit the profile of this machine. Without one, nothing more is read for it."""
    path = profile_path()
    if path is None or not path.exists():
        return {}
    from stretchguide.cli.fitting import marks, personal_profile
    from stretchguide.cli.roots import open_library

    mark = marks(open_library(), personal_profile())
    return {entry: found for entry in entries if (found := mark(entry)) is not None}


def _suits(mark: "Mark | None") -> dict[str, object]:
    return {} if mark is None else {"suits": mark.suits.value, "changes": list(mark.words)}


def _print_groups(rows: list[Row], marks: "dict[Entry, Mark]", key: str, groups: list[tuple[str, str]]) -> None:
    """The rows by group, the shortest first. Where a person reads, there are headings, and lines are cut at the edge."""
    person = sys.stdout.isatty()
    edge = shutil.get_terminal_size().columns
    columns = {entry: _columns(entry, summary, marks.get(entry), brief=person) for entry, summary in rows}
    widths = [max(len(cells[n]) for cells in columns.values()) for n in range(3)] if columns else []
    for value, heading in groups:
        members = [(entry, summary) for entry, summary in rows if dict(summary).get(key) == value]
        if person and members:
            print(heading)
        for entry, _ in sorted(members, key=lambda row: (row[1]["seconds"] if key == "context" else 0, row[0].id)):
            *cells, last = columns[entry]
            line = "  ".join([*(cell.ljust(width) for cell, width in zip(cells, widths, strict=True) if width), last])
            print(_cut(f"  {line}", edge) if person else line)
    if person and columns:
        print("\n'stretchguide start NAME' plays one, 'stretchguide show NAME' tells more.")


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: max(width - 3, 0)].rstrip(" ,.") + "..."


def _columns(entry: Entry, summary: Summary, suits: "Mark | None", *, brief: bool) -> tuple[str, str, str, str]:
    """The cells of a row. Words before the last tell what is not bundled, and what does not suit the profile."""
    mark = "(yours) " if entry.origin is Origin.USER else ""
    if suits is not None:
        words = {"not": "(not for you) ", "with care": "(with care) " if "position" in summary else "(changed for you) "}
        mark += words.get(suits.suits, "")
    if "position" in summary:
        return entry.id, summary["position"].replace("-", " "), summary["method"], mark + summary["name"]
    minutes = f"{max(1, round(summary['seconds'] / 60)):>3} min"
    return entry.id, minutes, "" if brief else summary["level"], mark + summary["summary"]
