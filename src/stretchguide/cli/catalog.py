"""`list`: what there is, from the index alone."""

import json as json_module
import shutil
import sys

from stretchguide.cli.roots import open_index
from stretchguide.library.files import Entry, Kind, Origin
from stretchguide.library.index import Summary

VERSION = 1


def print_list(*, stretches: bool, json: bool) -> int:
    """Print every routine, or every stretch."""
    found = open_index().summaries(Kind.STRETCH if stretches else Kind.ROUTINE)
    if json:
        kind = "stretches" if stretches else "routines"
        rows = [_data(entry, summary) for entry, summary in found]
        print(json_module.dumps({"format": f"stretchguide/{kind}", "version": VERSION, kind: rows}, indent=2))
        return 0
    usable = [(entry, summary) for entry, summary in found if not summary.get("problems")]
    if stretches:
        _print_stretches(usable)
    else:
        _print_routines(usable)
    broken = [entry for entry, summary in found if summary.get("problems")]
    for entry in broken:
        print(f"{entry.path}: this file has problems. Run 'stretchguide check {entry.path}'.", file=sys.stderr)
    return 0


def _data(entry: Entry, summary: Summary) -> dict[str, object]:
    return {**summary, "origin": entry.origin.value, "path": str(entry.path)}


def _print_routines(found: list[tuple[Entry, Summary]]) -> None:
    rows = [
        (entry.id, f"{_minutes(summary['seconds']):>7}", summary["level"], _mark(entry) + summary["summary"]) for entry, summary in found
    ]
    _print_table(rows)
    if sys.stdout.isatty():
        print("\nstretchguide start NAME plays one, stretchguide show NAME tells more.")


def _print_stretches(found: list[tuple[Entry, Summary]]) -> None:
    region = None
    widest = max((len(entry.id) for entry, _ in found), default=0)
    for entry, summary in sorted(found, key=lambda pair: (pair[1]["region"], pair[0].id)):
        if summary["region"] != region:
            print(f"{'' if region is None else chr(10)}{summary['region'].replace('-', ' ').capitalize()}")
            region = summary["region"]
        _print_table(
            [("  " + entry.id, summary["position"].replace("-", " "), summary["method"], _mark(entry) + summary["name"])], widest + 2
        )


def _mark(entry: Entry) -> str:
    """A word before whatever is not bundled, so that a file of the user's own that shadows another is seen."""
    return "(yours) " if entry.origin is Origin.USER else ""


def _minutes(seconds: float) -> str:
    return f"{max(1, round(seconds / 60))} min"


def _print_table(rows: list[tuple[str, str, str, str]], first: int = 0) -> None:
    """Columns in line; on a terminal the last one is cut at the edge."""
    first = max([first, *(len(row[0]) for row in rows)], default=first)
    second = max([12 if first and len(rows) == 1 else 0, *(len(row[1]) for row in rows)], default=0)
    third = max([9 if len(rows) == 1 else 0, *(len(row[2]) for row in rows)], default=0)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for row in rows:
        line = f"{row[0]:<{first}}  {row[1]:<{second}}  {row[2]:<{third}}  {row[3]}"
        if width and len(line) > width:
            line = line[: width - 3].rstrip() + "..."
        print(line)
