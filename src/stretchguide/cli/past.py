"""`history`: what was practiced, and how to correct it."""

import csv as csv_module
import json as json_module
import sys
from collections.abc import Sequence
from datetime import date, datetime

from rich.console import Console
from rich.text import Text

from stretchguide.cli.records import open_store, recover
from stretchguide.errors import ExitCode, NotFoundError, UsageError
from stretchguide.history.doses import monday_of
from stretchguide.history.record import NOTE_MAX, VERSION, Deletion, Measured, Note, Session, Status, line_of
from stretchguide.history.store import Head, Log, Store
from stretchguide.model.words import format_clock, format_duration, plural
from stretchguide.settings import shows_unicode

SHOWN = 20
"""How many sessions a table has where nothing else is asked for."""

COLUMNS = ("id", "began", "routine", "status", "practiced", "planned", "speed", "skipped", "hurts", "feel", "note", "machine", "program")
"""The columns of `--csv`."""

Found = Session | Measured


def history(*, week: bool, month: bool, since: str | None, json: bool, csv: bool, now: datetime | None = None) -> int:
    """Print the last sessions, or those of some span of time."""
    if week + month + (since is not None) > 1 or (json and csv):
        raise UsageError("Ask for one of --week, --month and --since, and for one of --json and --csv.")
    today = (now or datetime.now().astimezone()).date()
    first = monday_of(today) if week else today.replace(day=1) if month else _day(since) if since is not None else None
    log = read_log()
    heads = log.latest(len(log.heads) if json or csv else SHOWN) if first is None else log.since(first)
    if json or csv:
        sessions = list(log.sessions(heads))
        if json:
            _print_json(log, sessions)
        else:
            _print_csv(sessions)
        return ExitCode.FINISHED
    if heads:
        page = console()
        for row in table(list(log.sessions(heads))):
            row.truncate(page.width, overflow="ellipsis" if shows_unicode() else "crop")
            page.print(row, no_wrap=True)
        count = plural(len(heads), "session") if len(heads) == len(log.heads) else f"{len(heads)} of {len(log.heads)} sessions"
        print(f"{count}, {format_duration(round(sum(head.practiced for head in heads)))} practiced.")
    elif not log.problems:
        print("No sessions since then." if log.heads else "No sessions yet. 'stretchguide start' begins one.")
    return tell(log)


def show(id: str, *, json: bool) -> int:
    """Print one session, or one measurement."""
    log = read_log()
    found = _find(log, id)
    if json:
        print(json_module.dumps(_data(found), indent=2))
        return ExitCode.FINISHED
    if isinstance(found, Measured):
        values = ", ".join(f"{side} {value:g}" for side, value in found.values.items())
        print(f"{shown(found.what)}: {shown(values)}\n{found.at:%Y-%m-%d %H:%M}, {shown(found.id)}")
        return ExitCode.FINISHED
    print(f"{shown(found.routine)}, {found.began:%Y-%m-%d %H:%M} ({shown(found.id)})")
    print(f"{ended(found)}. You practiced {_clock(found.practiced)} of {_clock(found.planned)}.")
    if found.speed != 1:
        print(f"It was played {found.speed:g} times as fast.")
    if found.feel is not None:
        print(f"You felt {found.feel} afterwards.")
    if found.note:
        print(f"Note: {shown(found.note)}")
    width = max((len(shown(stretch.stretch)) for stretch in found.stretches), default=0)
    for stretch in found.stretches:
        sides = "  ".join(
            f"{_clock(stretch.practiced.get(side, 0.0))} of {_clock(planned)}{'' if side == 'both' else f' {shown(side)}'}"
            for side, planned in stretch.planned.items()
        )
        mark = "  left out, or part of it" if stretch.step in found.skipped else ""
        print(f"  {stretch.step:>2}  {shown(stretch.stretch).ljust(width)}  {sides}{mark}")
    for hurt in found.hurts:
        where = shown(hurt.stretch) if hurt.stretch is not None else "between stretches"
        side = f", {shown(hurt.side)} side" if hurt.side != "both" else ""
        choice = f": {shown(hurt.choice).replace('-', ' ')}" if hurt.choice is not None else ""
        print(f"  Something hurt at {_clock(hurt.at)}, {where}{side}{choice}.")
    return ExitCode.FINISHED


def note(id: str, words: Sequence[str]) -> int:
    """Put a note on a session, in place of the one before."""
    store = open_store()
    session = _session(read_log(store), id)
    text = " ".join(words)
    if not words:
        if not sys.stdin.isatty():
            raise UsageError("Say what to note: 'stretchguide history note ID WORDS'.")
        print("Your note, and Enter. Nothing takes the note away.")
        text = sys.stdin.readline()
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if len(text) > NOTE_MAX:
        raise UsageError(f"The note has {len(text)} characters. {NOTE_MAX} are the limit.")
    store.append(Note(session.id, datetime.now().astimezone(), text))
    print(f"Noted for {shown(session.id)}." if text else f"The note of {shown(session.id)} is gone.")
    return ExitCode.FINISHED


def delete(id: str, *, yes: bool) -> int:
    """Delete a session or a measurement: it counts no longer, and is shown no longer."""
    store = open_store()
    found = _find(read_log(store), id)
    what = shown(found.routine if isinstance(found, Session) else found.what)
    when = found.began if isinstance(found, Session) else found.at
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("Deleting asks first. Run it on a terminal, or with --yes.")
        print(f"Delete {what} of {when:%Y-%m-%d %H:%M} from your history? y or n, then Enter.")
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            print("Nothing is deleted.")
            return ExitCode.STOPPED_EARLY
    store.append(Deletion(found.id, datetime.now().astimezone()))
    print(f"Deleted: {what}, {when:%Y-%m-%d %H:%M}. Its line stays in {store.folder}, marked as deleted.")
    return ExitCode.FINISHED


def print_path() -> int:
    """Print the folder of the history."""
    print(open_store().folder)
    return ExitCode.FINISHED


# --- shared with progress and measure -------------------------------------------------------------------------------


def read_log(store: Store | None = None) -> Log:
    """Everything in the history, with the sessions that were broken off."""
    store = store or open_store()
    recover(store)
    return store.log()


def tell(log: Log) -> ExitCode:
    """Say what of the history could not be read, and how that ends a command: a line that is skipped is no failure, a file is."""
    for problem in log.problems:
        print(problem, file=sys.stderr)
    if log.unreadable:
        lines = "1 line" if log.unreadable == 1 else f"{log.unreadable} lines"
        print(f"{lines} of the history cannot be read. They are skipped and left as they are.", file=sys.stderr)
    if log.newer:
        lines = "1 line" if log.newer == 1 else f"{log.newer} lines"
        print(f"{lines} of the history come from a newer stretchguide and are skipped. Update this one to see them.", file=sys.stderr)
    return ExitCode.DATA if log.problems else ExitCode.FINISHED


def shown(text: str) -> str:
    """What a file says, safe to print."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def console() -> Console:
    """Where tables and bars are printed: 80 columns where nobody says otherwise."""
    terminal = Console(highlight=False, markup=False, emoji=False, legacy_windows=False)
    terminal.width = max(40, min(terminal.width, 100)) if sys.stdout.isatty() else 80
    return terminal


def print_lines(page: Console, lines: Sequence[Text]) -> None:
    """Lines that are folded at words where they are too long."""
    for line in lines:
        page.print(line, soft_wrap=False)


def ended(session: Session) -> str:
    """How a session ended, in words."""
    return {
        Status.FINISHED: "Finished",
        Status.STOPPED: "Ended early",
        Status.HURT: "Ended because something hurt",
        Status.INTERRUPTED: "Interrupted",
    }[session.status]


def table(sessions: Sequence[Session]) -> list[Text]:
    """Sessions as rows: when, how much, what, how it ended and felt, and the id."""
    width = max((len(shown(session.routine)) for session in sessions), default=0)
    width = min(width, 25)
    rows = [Text(f"{'began':<16}  {'id':<15}  {'practiced':>11}  {'routine'}", style="dim")]
    for session in sessions:
        row = Text(f"{session.began:%Y-%m-%d %H:%M}  ").append(f"{shown(session.id):<15}  ", style="dim")
        row.append(f"{_clock(session.practiced)}/{_clock(session.planned)}".rjust(11) + "  ")
        row.append(shown(session.routine)[:width].ljust(width + 1))
        if session.status is not Status.FINISHED:
            row.append(f" {session.status}", style="red" if session.status is Status.HURT else "yellow")
        if session.feel is not None:
            row.append(f" {session.feel}")
        if session.note:
            row.append(f" {shown(session.note)}", style="dim")
        rows.append(row)
    return rows


def _print_json(log: Log, sessions: Sequence[Session]) -> None:
    data = {
        "format": "stretchguide/history",
        "version": VERSION,
        "sessions": [_data(session) for session in sessions],
        "unreadable": log.unreadable,
        "newer": log.newer,
    }
    print(json_module.dumps(data, indent=2))


def _print_csv(sessions: Sequence[Session]) -> None:
    writer = csv_module.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for session in sessions:
        data = _data(session)
        data |= {"skipped": " ".join(str(step) for step in session.skipped), "hurts": len(session.hurts)}
        writer.writerow([data.get(column, "") for column in COLUMNS])


def _data(found: Found) -> dict[str, object]:
    data: dict[str, object] = json_module.loads(line_of(found))
    return data


def _find(log: Log, id: str) -> Found:
    """The session or measurement that is meant: by its id, the beginning or the end of just one, or 'last'.

    Raises:
        NotFoundError: there is none, or more than one could be meant.
    """
    known: dict[str, Head | Measured] = {head.id: head for head in log.heads} | {one.id: one for one in log.measured}
    if id == "last" and log.heads:
        id = log.latest(1)[0].id
    meant = [known[id]] if id in known else [one for name, one in known.items() if id and (name.startswith(id) or name.endswith(id))]
    if len(meant) > 1:
        names = ", ".join(shown(one.id) for one in meant[-3:])
        raise NotFoundError(f"'{shown(id)}' could be {len(meant)} entries, such as {names}. Write more of the id.")
    for one in meant:
        if isinstance(one, Measured):
            return one
        for session in log.sessions([one]):
            return session
    raise NotFoundError(f"There is nothing with the id '{shown(id)}'. 'stretchguide history' shows the ids, and 'last' means the last one.")


def _session(log: Log, id: str) -> Session:
    found = _find(log, id)
    if isinstance(found, Measured):
        raise UsageError(f"'{shown(found.id)}' is a measurement. Notes are for sessions.")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"--since '{shown(text)[:40]}' is no day. Write it as 2026-01-31.") from None


def _clock(seconds: float) -> str:
    return format_clock(round(seconds))
