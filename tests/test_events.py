"""`--events jsonl` and `--plain`: the same events for programs and for people who read line by line."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from typer.testing import CliRunner

from conftest import ROOT
from fakes import ScriptedKeys, stretch, timeline, timelines
from stretchguide.cli.app import app
from stretchguide.export.data import phase_data
from stretchguide.export.events import JsonLines
from stretchguide.session.keymap import BINDINGS, KEYMAP
from stretchguide.session.player import Command, EventKind, State, begin
from stretchguide.session.run import run
from stretchguide.terminal.plain import Plain
from stretchguide.timeline import Timeline
from terminals import TerminalSession, shell, stretchguide
from test_player import follow, steps

PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
BEGAN = datetime(2026, 3, 1, 18, 3, tzinfo=timezone(timedelta(hours=1)))
PROGRAM = [sys.executable, "-m", "stretchguide"]

Line = dict[str, object]
Script = list[tuple[float, str]]

EVERYTHING: Script = [(15, "space"), (20, "space"), (24, "+"), (25, "m"), (26, "b"), (40, "n"), (60, "q")]


def told(session: Timeline, script: Script | None = None) -> list[str]:
    """What a session writes as JSON lines, in made-up time."""
    keys = ScriptedKeys(script or [])
    out = io.StringIO()
    lines = JsonLines(out, "calves", lambda: BEGAN + timedelta(seconds=keys.time))
    run(session, clock=keys.clock, keys=keys, sinks=[lines])
    lines.end(0)
    return out.getvalue().splitlines()


def parsed(lines: list[str]) -> list[Line]:
    return [json.loads(line) for line in lines]


def plain(session: Timeline, script: Script | None = None) -> list[str]:
    keys = ScriptedKeys(script or [])
    out = io.StringIO()
    run(session, clock=keys.clock, keys=keys, sinks=[Plain(out)])
    return out.getvalue().splitlines()


def part(line: Line, key: str) -> Line:
    found = line[key]
    assert isinstance(found, dict)
    return found


# --- what is written ------------------------------------------------------------------------------------------------


def test_a_session_begins_with_what_is_played_and_ends_with_what_came_of_it() -> None:
    first, *_, last = parsed(told(timeline(stretch())))
    assert first == {
        "event": "begin",
        "format": "stretchguide/events",
        "version": 1,
        "time": "2026-03-01T18:03:00.000+01:00",
        "id": "calves",
        "name": "Test",
        "seconds": 75.0,
        "phases": 4,
        "steps": 1,
    }
    assert last == {
        "event": "end",
        "time": "2026-03-01T18:04:15.000+01:00",
        "status": "finished",
        "practiced": 60.0,
        "planned": 60.0,
        "exit_code": 0,
    }


def test_each_event_says_when_where_and_what() -> None:
    hold = next(line for line in parsed(told(timeline(stretch()))) if "phase" in line and part(line, "phase")["kind"] == "hold")
    assert (hold["event"], hold["at"], hold["left"], hold["lead_in"], hold["muted"]) == ("phase", 10.0, 65.0, 0.0, False)
    assert part(hold, "phase")["index"] == 1
    assert hold["stretch"] == {"id": "stretch-0", "name": "Calf stretch", "step": 1}
    assert hold["cue"] is None


def test_keys_make_events_of_their_own() -> None:
    lines = parsed(told(timeline(stretch()), EVERYTHING))
    found = {line["event"] for line in lines}
    assert {"begin", "phase", "paused", "lead-in", "resumed", "extended", "muted", "stopped", "end"} <= found
    assert [line["muted"] for line in lines if line["event"] == "muted"] == [True]
    assert next(line["lead_in"] for line in lines if line["event"] == "lead-in") == 3.0
    assert (lines[-1]["event"], lines[-1]["status"]) == ("end", "stopped")


def test_something_that_hurts_is_an_event_and_so_is_what_is_done_about_it() -> None:
    lines = parsed(told(timeline(stretch()), [(15, "x"), (20, "e"), (40, "x"), (41, "f"), (42, "q")]))
    found = [line["event"] for line in lines if line["event"] in ("hurt", "eased", "red-flags", "stopped")]
    assert found == ["hurt", "eased", "hurt", "red-flags", "stopped"]


def test_a_phase_is_written_as_preview_writes_it(safe_hamstrings: Timeline) -> None:
    for line in parsed(told(safe_hamstrings))[1:-1]:
        phase = dict(part(line, "phase"))
        expected = dict(phase_data(safe_hamstrings.phases[int(str(phase.pop("index")))]))
        for key in ("cues", "stretch", "step"):
            del expected[key]
        assert phase == json.loads(json.dumps(expected))


@settings(max_examples=25)
@given(timelines(), steps)
def test_json_lines_tell_the_events_of_the_plain_lines_and_no_seconds(session: Timeline, actions: list[float | Command]) -> None:
    script: Script = []
    now = 0.0
    keys = {command: key for key, command in KEYMAP.items()}
    for action in actions:
        if isinstance(action, int | float):
            now += action
        elif action in keys and action is not Command.HURT:  # what to choose from then is a line each
            script.append((now, keys[Command(action)]))
    script.append((now + 300, "q"))
    written, lines = parsed(told(session, script)), plain(session, script)
    assert len([line for line in lines if not is_help(line)]) == len(written) - 2
    assert not [line for line in lines if re.fullmatch(r" *\d+:\d\d(:\d\d)?  \d+", line)]
    for line in written[1:-1]:
        assert line["cue"] is None or not str(part(line, "cue")["say"]).isdigit()
        assert line["event"] in set(EventKind)


def is_help(line: str) -> bool:
    return "  Key " in line


def test_the_keys_are_told_when_they_are_asked_for_and_once() -> None:
    lines = [line for line in plain(timeline(stretch()), [(12, "?"), (20, "?"), (30, "?")]) if is_help(line)]
    assert len(lines) == 2 * len(BINDINGS)
    assert lines[0] == "   0:12  Key space: pause, or go on."


def test_nothing_is_written_between_events() -> None:
    session = timeline(stretch())
    out = io.StringIO()
    lines, state = JsonLines(out, "calves", lambda: BEGAN), begin(session)[0]
    lines.show(state, [])
    before = out.getvalue()
    for _ in range(100):
        state = follow(state, [0.01])[0]
        lines.show(state, [])
    assert out.getvalue() == before
    assert len(plain(session)) == 9


def test_each_line_is_out_before_the_next_event() -> None:
    class Counted(io.StringIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed = len(self.getvalue().splitlines())

    out = Counted()
    lines = JsonLines(out, "calves", lambda: BEGAN)

    class Check:
        def show(self, state: State, events: object) -> None:
            assert out.flushed == len(out.getvalue().splitlines())

    keys = ScriptedKeys()
    run(timeline(stretch()), clock=keys.clock, keys=keys, sinks=[lines, Check()])


# --- the page -------------------------------------------------------------------------------------------------------


def section(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.+?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found[1]


def test_the_lines_on_the_page_are_what_a_session_writes() -> None:
    example = re.search(r"```json\n(.+?)```", section("`start --events jsonl`"), re.DOTALL)
    assert example is not None
    assert "end" in example[1]
    assert set(example[1].splitlines()) <= set(told(timeline(stretch())))


def test_every_event_and_every_key_is_on_the_page() -> None:
    text = section("`start --events jsonl`")
    events = set(re.findall(r"^\| `([\w-]+)` \|", text.split("| key |")[0], re.MULTILINE))
    assert events == {"begin", "end", *EventKind}
    rows = re.findall(r"^\| ([^|]+) \|", text.split("| key |")[1], re.MULTILINE)
    documented = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    session = timeline(stretch(), stretch(method="dynamic", dose={"reps": 4, "tempo": "2s"}))
    used = set()
    for line in parsed(told(session, EVERYTHING)):
        used |= set(line) | {key for name in ("phase", "stretch", "cue") if line.get(name) for key in part(line, name)}
    assert used <= documented
    assert documented <= used | {"repetitions"}


def test_the_plain_lines_on_the_page_are_what_a_session_writes() -> None:
    example = re.search(r"```\n(.+?)```", section("Plain lines"), re.DOTALL)
    assert example is not None
    assert example[1].splitlines() == plain(timeline(stretch()), [(15, "space"), (20, "space"), (40, "q")])


# --- the program ----------------------------------------------------------------------------------------------------


@contextmanager
def playing(*arguments: str, stdin: int = subprocess.DEVNULL) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [*PROGRAM, "start", "safe-hamstrings", *arguments], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_the_program_writes_a_whole_session_for_programs() -> None:
    done = CliRunner().invoke(app, ["start", "safe-hamstrings", "--events", "jsonl", "--speed", "1000"])
    assert (done.exit_code, done.stderr) == (0, "")
    lines = parsed(done.stdout.splitlines())
    assert lines[0]["id"] == "safe-hamstrings"
    assert lines[-1]["exit_code"] == 0
    assert datetime.fromisoformat(str(lines[0]["time"])).tzinfo is not None


@pytest.mark.parametrize("arguments", [["--events", "json"], ["--events", ""], ["--events", "jsonl", "--plain"]])
def test_what_makes_no_sense_is_a_usage_error(arguments: list[str]) -> None:
    done = CliRunner().invoke(app, ["start", *arguments])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Write --events jsonl" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["--events", "jsonl"], ["--plain"], []])
def test_a_session_nobody_reads_on_ends_early_and_quietly(arguments: list[str]) -> None:
    with playing("--speed", "20", *arguments) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.stdout.close()
        process.stdout = None
        _, stderr = process.communicate(timeout=20)
        assert (process.returncode, stderr) == (6, "")


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_session_that_is_told_to_end_says_so_in_its_last_line(number: signal.Signals, code: int) -> None:
    with playing("--events", "jsonl") as process:
        assert process.stdout is not None
        lines = [process.stdout.readline(), process.stdout.readline()]
        process.send_signal(number)
        out, stderr = process.communicate(timeout=20)
        last = json.loads([*lines, *out.splitlines()][-1])
        assert (process.returncode, stderr) == (code, "")
        assert (last["event"], last["status"], last["exit_code"], last["practiced"]) == ("end", "stopped", code, 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_is_an_error_in_words() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [*PROGRAM, "start", "hips", "--events", "jsonl"], stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 5
    assert done.stderr.startswith("Cannot read or write")


@pytest.mark.slow
def test_keys_work_while_the_lines_go_somewhere_else(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    command = f"{' '.join(PROGRAM)} start safe-hamstrings --events jsonl > {file}; echo code $?; stty -a"
    with TerminalSession(["sh", "-c", command]) as session:
        deadline = time.monotonic() + 12
        while not (file.exists() and "phase" in file.read_text()):
            assert time.monotonic() < deadline
            session.pump(0.05)
        session.send("nmq")
        shown = session.wait("code 6")
        session.wait(" icanon")
        assert "\x1b" not in shown
    events = [line["event"] for line in parsed(file.read_text().splitlines())]
    assert events[-3:] == ["muted", "stopped", "end"]
    assert "\a" not in file.read_text()


def test_what_a_person_has_to_know_is_told_beside_the_lines(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    command = f"{' '.join(PROGRAM)} start safe-hamstrings --events jsonl > {file}; echo code $?"
    with TerminalSession(["sh", "-c", command], rows=60) as session:
        session.wait("Get ready: ")
        session.send("x")
        session.wait("Something hurts. The clock has stopped.")
        session.send("f")
        session.wait("Press q to end the session.")
        session.send("q")
        session.wait("code 7")
    last = parsed(file.read_text().splitlines())[-1]
    assert (last["status"], last["exit_code"]) == ("stopped", 7)


@pytest.mark.slow
def test_on_a_terminal_the_lines_take_the_place_of_the_screen_and_the_bell_still_rings() -> None:
    with stretchguide("start", "safe-hamstrings", "--events", "jsonl", "--speed", "500", columns=500) as session:
        assert session.exit_code() == 0
        lines = parsed([line.replace("\a", "") for line in session.raw.splitlines() if line.strip("\a\r\n")])
        assert (lines[0]["event"], lines[-1]["event"]) == ("begin", "end")
        assert session.raw.count("\a") >= 3
        assert "\x1b" not in session.raw


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs job control")
def test_in_the_background_a_session_plays_on_without_keys(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    with shell() as session:
        session.send(f"clear; stretchguide start safe-hamstrings --events jsonl --speed 500 > {file} & wait $!; echo code $?\n")
        session.wait("code 0", seconds=20)
    assert parsed(file.read_text().splitlines())[-1]["status"] == "finished"
