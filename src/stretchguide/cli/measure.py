"""`measure`: home measurements, with the way to take them, and what counts as a change."""

import json as json_module
import sys
import textwrap
from datetime import datetime

from rich.text import Text

from stretchguide.cli.past import console, print_lines, read_log, shown, tell
from stretchguide.cli.records import open_store
from stretchguide.cli.roots import open_library
from stretchguide.errors import ExitCode, NotFoundError, UsageError
from stretchguide.history.change import Change, changes, plotted, too_soon
from stretchguide.history.record import Measured, new_id
from stretchguide.history.store import Log
from stretchguide.library.files import slug
from stretchguide.model.measurement import Better, Measurement, Measurements
from stretchguide.model.words import plural

VERSION = 1

PLOT_ROWS = 9
PLOT_COLUMNS = 60


def measure(
    name: str | None,
    *,
    left: float | None,
    right: float | None,
    value: float | None,
    plot: bool,
    json: bool,
    now: datetime | None = None,
) -> int:
    """Print what can be measured, or lead through one measurement and keep its values."""
    known = open_library().measurements()
    given = {side: round(number, 2) for side, number in (("left", left), ("right", right), ("both", value)) if number is not None}
    store = open_store()
    log = read_log(store)
    if name is None:
        if given:
            raise UsageError("Say what was measured: 'stretchguide measure NAME --left 30 --right 32'.")
        if json:
            _print_json(known.measurements, log)
        else:
            _print_all(known, log)
        return ExitCode.FINISHED
    id = _meant(known, name)
    measurement = known.measurements[id]
    before = [one for one in log.measured if one.what == id]
    moment = now or datetime.now().astimezone()
    _check(measurement, given)
    if not json and not plot:
        _print_procedure(known, measurement)
        ago = too_soon(before, moment)
        if ago is not None:
            days = plural(ago.days, "day") + " ago" if ago.days else "less than a day ago"
            print(f"\nYou measured {days}. Changes show after a week at the earliest.")
        if not given and sys.stdin.isatty() and sys.stdout.isatty():
            given = _asked(measurement)
    if given:
        measured = Measured(new_id(moment), moment, id, given, store.machine)
        store.append(measured)
        before = sorted([*before, measured], key=lambda one: one.at)
    if json:
        _print_json({id: measurement}, log, {id: before})
        return ExitCode.FINISHED
    if given:
        print(f"\nNoted. 'stretchguide history delete {measured.id}' takes it back.")
    _print_course(measurement, before, plot=plot)
    return tell(log)


def _meant(known: Measurements, name: str) -> str:
    wanted = slug(name)
    names = {id: id for id in known.measurements} | {slug(one.name): id for id, one in known.measurements.items()}
    meant = {names[wanted]} if wanted in names else {id for word, id in names.items() if wanted and word.startswith(wanted)}
    if len(meant) != 1:
        if "sit" in wanted.split("-") and "reach" in wanted.split("-"):
            raise NotFoundError(known.left_out)
        raise NotFoundError(f"There is no measurement called '{shown(name)}'. There is: {', '.join(known.measurements)}.")
    return meant.pop()


def _check(measurement: Measurement, given: dict[str, float]) -> None:
    if not given:
        return
    if measurement.sides == ("both" in given):
        options = "--left and --right" if measurement.sides else "--value"
        raise UsageError(f"'{measurement.name}' takes {options}.")
    for number in given.values():
        if not measurement.least <= number <= measurement.most:
            raise UsageError(_outside(measurement, number))


def _outside(measurement: Measurement, number: float) -> str:
    return f"{number:g} is outside the limits: {measurement.least:g} to {measurement.most:g} {measurement.unit}."


def _asked(measurement: Measurement) -> dict[str, float]:
    """Ask for the values. Enter alone leaves one out."""
    print(f"\nThe value in {measurement.unit}, and Enter. Enter alone leaves it out.")
    values: dict[str, float] = {}
    for side in ("left", "right") if measurement.sides else ("both",):
        while True:
            print(f"{side if measurement.sides else 'value'}: ", end="", flush=True)
            typed = sys.stdin.readline()
            if not typed.strip():
                if not typed:
                    print()
                break
            try:
                number = float(typed.strip().replace(",", "."))
            except ValueError:
                print("That is no number. Write one such as 12 or 12.5.")
                continue
            if not measurement.least <= number <= measurement.most:
                print(_outside(measurement, number))
                continue
            values[side] = round(number, 2)
            break
    return values


def _print_procedure(known: Measurements, measurement: Measurement) -> None:
    page = console()
    lines = [Text(measurement.name, style="bold")]
    for number, step in enumerate(measurement.procedure, 1):
        lines += _hanging(f"{number:>2}  ", step, page.width)
    if measurement.caution is not None:
        lines += _hanging("    ", measurement.caution, page.width)
    lines.append(Text())
    for rule in known.rules:
        lines += _hanging(" -  ", rule, page.width)
    print_lines(page, lines)


def _hanging(mark: str, text: str, width: int) -> list[Text]:
    """A paragraph beside its mark."""
    rows = textwrap.wrap(text, width - len(mark) - 1)
    return [Text(f"{mark if index == 0 else ' ' * len(mark)}{row}") for index, row in enumerate(rows)]


def _print_all(known: Measurements, log: Log) -> None:
    page = console()
    lines = [Text(f"{'':<20}{'last':<12}{'left':>7}{'right':>7}  {'':<9}since the first", style="dim")]
    for id, measurement in known.measurements.items():
        mine = [one for one in log.measured if one.what == id]
        line = Text(f"{id:<20}")
        if mine:
            last = mine[-1]
            both = last.values.get("both")
            cells = (f"{last.values[side]:g}" if side in last.values else "" for side in ("left", "right"))
            values = f"{both:g}".rjust(14) if both is not None else "".join(cell.rjust(7) for cell in cells)
            line.append(f"{last.at:%Y-%m-%d}  {values}  {measurement.unit:<9}")
            counted = [change for change in changes(measurement, mine) if change.counts]
            words = ", ".join(f"{'' if change.side == 'both' else change.side + ' '}{change.by:+g}" for change in counted)
            line.append(words or ("no change" if len(mine) > 1 else "first time"), style="green" if counted else "")
        else:
            line.append("not yet", style="dim")
        lines.append(line)
    lines += [Text(), *(line for rule in known.rules for line in _hanging(" -  ", rule, page.width)), Text(), Text(known.left_out)]
    lines += [Text(), Text("'stretchguide measure NAME' leads through one.")]
    print_lines(page, lines)
    tell(log)


def _print_course(measurement: Measurement, measured: list[Measured], *, plot: bool) -> None:
    """What was measured over time, and what of it is a change."""
    if not measured:
        if plot:
            print("Nothing was measured yet.")
        return
    if len(measured) > 1:
        sides = "L is left, R is right. " if measurement.sides else ""
        title = f"{measurement.name}, in {measurement.unit}. {sides}{measurement.better.capitalize()} means a larger range."
        print(f"\n{title}")
        for line in plotted(measured, min(PLOT_COLUMNS, console().width - 10), PLOT_ROWS):
            print(line)
    for change in changes(measurement, measured):
        print(_told(measurement, change))


def _told(measurement: Measurement, change: Change) -> str:
    side = "" if change.side == "both" else f"{change.side.capitalize()}: "
    span = f"{side}{change.before:g} on {change.since:%Y-%m-%d}, {change.now:g} {measurement.unit} now."
    if change.counts:
        word = "more" if (change.by > 0) == (measurement.better is Better.MORE) else "less"
        return f"{span} A change of {abs(change.by):g}: {word} range."
    return f"{span} No change: less than {measurement.change:g} {measurement.unit} can be chance."


def _print_json(known: dict[str, Measurement], log: Log, changed: dict[str, list[Measured]] | None = None) -> None:
    rows = []
    for id, measurement in known.items():
        mine = (changed or {}).get(id, [one for one in log.measured if one.what == id])
        rows.append(
            {
                "id": id,
                "name": measurement.name,
                "unit": measurement.unit.value,
                "better": measurement.better.value,
                "change": measurement.change,
                "values": [{"id": one.id, "at": one.at.isoformat(timespec="seconds"), **one.values} for one in mine],
                "changes": [
                    {"side": change.side, "before": change.before, "now": change.now, "counts": change.counts, "better": change.better}
                    for change in changes(measurement, mine)
                ],
            }
        )
    print(json_module.dumps({"format": "stretchguide/measurements", "version": VERSION, "measurements": rows}, indent=2))
