"""The command line as people and scripts meet it: exit codes, messages on stderr, and never a traceback."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from stretchguide import settings
from stretchguide.cli.app import app

Run = Callable[..., Result]
Start = Callable[..., "subprocess.CompletedProcess[str]"]

ROUTINE = "name: Mine\nsummary: A routine of my own.\nsteps:\n  - march-in-place\n"
FULL = Path("/dev/full")


@pytest.fixture
def run() -> Run:
    """Runs a command inside this process."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def environment(changes: dict[str, str | None]) -> dict[str, str]:
    """The environment of a test, without what a developer set for Python; None takes a variable away."""
    merged = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | changes
    return {name: value for name, value in merged.items() if value is not None}


@pytest.fixture
def start(fence: Path) -> Start:
    """Runs the program as a process of its own."""

    def run(*arguments: object, stdout: int | None = subprocess.PIPE, **changes: str | None) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "stretchguide", *map(str, arguments)]
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=environment(changes),
            timeout=30,
        )

    return run


@pytest.fixture
def folder() -> Path:
    """The folder of the user's own routines, made."""
    path = settings.user_routines()
    assert path is not None
    path.mkdir(parents=True)
    return path


def failed(done: Result, code: int) -> str:
    """What a command that failed says on stderr. It fails in words, and says nothing on stdout."""
    assert done.exit_code == code, done.output
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    return done.stderr


# --- getting help ---------------------------------------------------------------------------------------------------


def test_the_program_alone_prints_help(run: Run) -> None:
    done = run()
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == run("--help").stdout
    assert "Run 'stretchguide start' to be led through a session." in done.stdout


@pytest.mark.parametrize("command", ["start", "list", "show", "preview", "export", "check", "new", "schema", "safety"])
def test_every_command_has_help(run: Run, command: str) -> None:
    for option in ("--help", "-h"):
        done = run(command, option)
        assert (done.exit_code, done.stderr) == (0, "")
        assert "Usage:" in done.stdout


@pytest.mark.parametrize("arguments", [["--version"], ["--version", "list"]])
def test_the_version_is_one_line(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.exit_code == 0
    assert re.fullmatch(r"stretchguide \d+\.\d+\.\d+\n", done.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["--nosuch"],
        ["list", "--nosuch"],
        ["list", "too", "many"],
        ["show"],
        ["show", "a", "b"],
        ["export", "safe-hamstrings", "--format"],
        ["start", "safe-hamstrings", "--speed", "abc"],
        ["start", "safe-hamstrings", "--speed", ""],
    ],
)
def test_a_wrong_command_line_is_a_usage_error(run: Run, arguments: list[str]) -> None:
    assert "Error: " in failed(run(*arguments), 2)


@pytest.mark.parametrize("speed", ["0", "-1", "nan", "inf", "-inf", "1e9", "0.01"])
def test_a_speed_that_makes_no_sense_names_the_limits(run: Run, speed: str) -> None:
    assert "outside the limits: 0.1 to 1000" in failed(run("start", "safe-hamstrings", "--now", "--speed", speed), 2)


def test_an_unknown_kind_of_schema_names_the_kinds(run: Run) -> None:
    assert "routine, stretch, avoid, safety, sources" in failed(run("schema", "nosuch"), 2)


@pytest.mark.parametrize("kind", ["routine", "stretch", "avoid", "safety", "sources"])
def test_every_kind_of_file_has_a_schema(run: Run, kind: str) -> None:
    done = run("schema", kind)
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout)["$schema"]


def test_safety_says_when_to_stop_and_when_to_get_help(run: Run) -> None:
    done = run("safety")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Stop at once" in done.stdout
    assert "Get emergency help" in done.stdout


# --- names and files ------------------------------------------------------------------------------------------------

BY_NAME = [["show"], ["show", "--json"], ["preview"], ["preview", "--json"], ["export"], ["start", "--now"]]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of all sorts, and the folder that everything happens in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(ROUTINE)
    (tmp_path / "empty.yaml").touch()
    (tmp_path / "binary.yaml").write_bytes(bytes(range(256)))
    (tmp_path / "text.txt").write_text("not YAML: at all: [")
    (tmp_path / "unknown.yaml").write_text(ROUTINE.replace("march-in-place", "mach-in-place"))
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    return tmp_path


@pytest.mark.parametrize("command", BY_NAME, ids=" ".join)
@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("none.yaml", 3, "there is no such file"),
        ("no/such/path", 3, "there is no such file"),
        ("safe-hamstring-s", 3, "Did you mean 'safe-hamstrings'"),
        ("seated", 3, "could be"),
        ("", 3, "stretchguide list"),
        ("empty.yaml", 4, "empty.yaml:1:1: the file is empty"),
        ("binary.yaml", 4, "this does not look like text"),
        ("./text.txt", 4, "text.txt:1:"),
        (
            "unknown.yaml",
            4,
            "unknown.yaml:4:5: steps[0].stretch: there is no stretch called 'mach-in-place'. Did you mean 'march-in-place'",
        ),
        ("folder.yaml", 5, "this is a folder"),
        ("loop.yaml", 5, "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_named_with_a_reason(run: Run, files: Path, command: list[str], name: str, code: int, words: str) -> None:
    assert words in failed(run(*command, name), code)


@pytest.mark.parametrize("command", [*BY_NAME[:-1], ["start", "--speed", "1000"]], ids=" ".join)
@pytest.mark.parametrize("name", ["good.yaml", "./good.yaml", "safe-hamstrings", "seated-hamstring"])
def test_a_file_or_a_name_that_can_be_used_is(run: Run, files: Path, command: list[str], name: str) -> None:
    done = run(*command, name)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_a_broken_file_of_the_user_is_named_below_the_list(run: Run, folder: Path) -> None:
    (folder / "broken.yaml").write_text("name: [")
    done = run("list")
    assert done.exit_code == 0
    assert "safe-hamstrings" in done.stdout
    assert "broken" not in done.stdout
    assert f"{folder / 'broken.yaml'}: this file has problems. Run 'stretchguide check" in done.stderr


def test_a_broken_file_of_the_user_is_in_the_json_with_its_problems(run: Run, folder: Path) -> None:
    (folder / "broken.yaml").write_text("name: [")
    rows = json.loads(run("list", "--json").stdout)["routines"]
    (broken,) = [row for row in rows if row["id"] == "broken"]
    assert broken["problems"] == 1
    assert broken["origin"] == "user"


def test_a_summary_in_the_list_tells_the_length_and_origin(run: Run) -> None:
    (row,) = [row for row in json.loads(run("list", "--json").stdout)["routines"] if row["id"] == "safe-hamstrings"]
    assert row["seconds"] == json.loads(run("preview", "safe-hamstrings", "--json").stdout)["seconds"]
    assert row["origin"] == "bundled"
    assert Path(row["path"]).is_file()


# --- check ----------------------------------------------------------------------------------------------------------


def test_checking_the_whole_library_finds_nothing(run: Run) -> None:
    done = run("check")
    assert (done.exit_code, done.stdout) == (0, "")
    assert re.fullmatch(r"\d+ files checked, no problems\.\n", done.stderr)


def test_checking_the_whole_library_reads_the_files_of_the_user_too(run: Run, folder: Path) -> None:
    (folder / "broken.yaml").write_text("name: [")
    done = run("check")
    assert done.exit_code == 4
    assert done.stdout.startswith(f"{folder / 'broken.yaml'}:")


def test_each_problem_is_a_line_with_path_line_column_place_and_message(run: Run, files: Path) -> None:
    (files / "bad.yaml").write_text(
        "name: A\nsumary: B\nlevel: |\n  no\n  such\nsteps:\n  - {stretch: march-in-place, hold: 1h}\n  - mach\n"
    )
    done = run("check", "bad.yaml")
    assert done.exit_code == 4
    found = [re.fullmatch(r"bad\.yaml:(\d+):(\d+): ([\w.\[\]]+): (.+)", line) for line in done.stdout.splitlines()]
    assert [match and (int(match[1]), match[3]) for match in found] == [
        (1, "summary"),
        (2, "sumary"),
        (3, "level"),
        (7, "steps[0].hold"),
        (8, "steps[1].stretch"),
    ]
    assert done.stderr == "1 file checked, 5 problems.\n"


def test_check_as_json_has_the_same_problems_with_their_places(run: Run, files: Path) -> None:
    done = run("check", "unknown.yaml", "good.yaml", "--json")
    assert done.exit_code == 4
    data = json.loads(done.stdout)
    (problem,) = data["problems"]
    assert data["files"] == 2
    assert set(problem) == {"path", "line", "column", "where", "message"}
    assert (problem["path"], problem["line"], problem["column"], problem["where"]) == ("unknown.yaml", 4, 5, "steps[0].stretch")
    assert run("check", "unknown.yaml").stdout == "{path}:{line}:{column}: {where}: {message}\n".format(**problem)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["good.yaml"], 0),
        (["good.yaml", "good.yaml"], 0),
        (["safe-hamstrings", "seated-hamstring"], 0),
        (["empty.yaml"], 4),
        (["good.yaml", "binary.yaml"], 4),
        (["none.yaml"], 3),
        (["folder.yaml"], 5),
        (["loop.yaml"], 5),
        (["none.yaml", "good.yaml"], 3),
        (["none.yaml", "empty.yaml"], 4),
        (["text.txt"], 4),
        (["no-such-name"], 3),
    ],
)
def test_check_goes_through_every_file_and_its_exit_code_says_the_worst(run: Run, files: Path, names: list[str], code: int) -> None:
    done = run("check", *names)
    assert done.exit_code == code
    assert "checked" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_counts_the_files_it_could_read(run: Run, files: Path) -> None:
    done = run("check", "none.yaml", "good.yaml")
    assert "none.yaml: there is no such file" in done.stderr
    assert done.stderr.endswith("1 file checked, no problems.\n")


@pytest.mark.parametrize(
    "file", ["safety.yaml", "sources.yaml", "avoid/standing-toe-touch.yaml", "stretches/hamstrings/seated-hamstring.yaml"]
)
def test_every_kind_of_file_can_be_checked_by_its_path(run: Run, bundled: Path, file: str) -> None:
    done = run("check", bundled / file)
    assert (done.exit_code, done.stdout) == (0, "")


# --- new ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "id"), [("evening-legs", "evening-legs"), ("Evening Legs", "evening-legs"), ("no", "no"), ("123", "123"), ("a_b.c", "a-b-c")]
)
def test_a_new_routine_is_ready_to_play(run: Run, name: str, id: str) -> None:
    done = run("new", name)
    assert (done.exit_code, done.stderr) == (0, "")
    folder = settings.user_routines()
    assert folder is not None
    path = folder / f"{id}.yaml"
    assert str(path) in done.stdout
    assert f"stretchguide start {id}" in done.stdout
    assert run("check", path).exit_code == 0
    assert json.loads(run("preview", id, "--json").stdout)["seconds"] > 60
    assert any(row["id"] == id and row["origin"] == "user" for row in json.loads(run("list", "--json").stdout)["routines"])


def test_a_new_routine_finds_its_schema_beside_it(run: Run) -> None:
    run("new", "evening-legs")
    folder = settings.user_routines()
    assert folder is not None
    first = (folder / "evening-legs.yaml").read_text().splitlines()[0]
    schema = folder / first.partition("$schema=")[2]
    assert json.loads(schema.read_text()) == json.loads(run("schema", "routine").stdout)
    assert run("check").exit_code == 0


def test_a_new_routine_can_go_anywhere(run: Run, files: Path) -> None:
    done = run("new", "evening-legs", "-o", "mine.yaml")
    assert done.exit_code == 0
    assert run("check", "mine.yaml").exit_code == 0
    assert settings.user_routines() is None or not any((settings.user_routines() or files).glob("*.yaml"))


@pytest.mark.parametrize("target", [[], ["-o", "mine.yaml"]], ids=["in the folder", "anywhere"])
def test_a_new_routine_replaces_an_old_one_only_on_request(run: Run, files: Path, target: list[str]) -> None:
    assert run("new", "legs", *target).exit_code == 0
    folder = settings.user_routines()
    assert folder is not None
    path = files / "mine.yaml" if target else folder / "legs.yaml"
    path.write_text("precious")
    assert "exists already" in failed(run("new", "legs", *target), 5)
    assert path.read_text() == "precious"
    assert run("new", "legs", *target, "--force").exit_code == 0
    assert run("check", path).exit_code == 0


@pytest.mark.parametrize(
    "name", ["../evil", "..", "a/b", "/etc/passwd", "", " ", "-", "a\nb", "a\0b", "\x1b[31m", "🦵", "Übung", "x" * 61, "x" * 5000, "a:b"]
)
def test_a_name_that_can_be_no_file_of_the_folder_is_refused(run: Run, fence: Path, name: str) -> None:
    assert "Use words such as evening-legs" in failed(run("new", "--", name), 2)
    assert not list(fence.rglob("*.yaml"))


@pytest.mark.parametrize("name", ["safety", "sources", "Safety"])
def test_a_new_routine_never_takes_the_place_of_the_safety_texts(run: Run, name: str) -> None:
    failed(run("new", name), 2)
    failed(run("new", name, "--force"), 2)
    assert run("safety").exit_code == 0


def test_a_bundled_routine_is_shadowed_only_on_request(run: Run) -> None:
    assert "comes with stretchguide" in failed(run("new", "before-workout"), 2)
    assert run("new", "before-workout", "--force").exit_code == 0
    assert json.loads(run("show", "before-workout", "--json").stdout)["origin"] == "user"


@pytest.mark.parametrize("target", ["no/such/folder.yaml", "good.yaml/below.yaml"])
def test_a_new_routine_in_a_place_that_is_none_says_so(run: Run, files: Path, target: str) -> None:
    assert "cannot be written" in failed(run("new", "legs", "-o", target), 5)


def test_a_home_that_cannot_be_written_is_named(run: Run, fence: Path) -> None:
    folder = settings.config_folder()
    assert folder is not None
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file in the way")
    message = failed(run("new", "legs"), 5)
    assert str(folder) in message
    assert "--output" in message


# --- a process of its own -------------------------------------------------------------------------------------------


def clean(done: "subprocess.CompletedProcess[str]", code: int = 0) -> str:
    """What a process wrote, after a look at how it ended."""
    assert "Traceback" not in done.stderr, done.stderr
    assert "Exception ignored" not in done.stderr, done.stderr
    assert done.returncode == code, done.stderr
    return done.stdout or ""


def test_a_session_without_a_terminal_is_plain_lines_of_ascii(start: Start) -> None:
    out = clean(start("start", "safe-hamstrings", "--now", "--speed", "1000", LC_ALL="C", TERM="dumb"))
    lines = out.splitlines()
    assert out.isascii()
    assert "\x1b" not in out
    assert "\a" not in out
    assert all(re.fullmatch(r" *\d+:\d\d  \S.*", line) for line in lines)
    assert lines[-1].endswith("Done.")
    assert sum("LEFT side" in line for line in lines) == sum("RIGHT side" in line for line in lines) > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "command"),
    [
        ({"LANG": "C"}, ["list"]),
        ({"LC_ALL": "C"}, ["show", "own"]),
        ({"LC_ALL": "POSIX"}, ["export", "own"]),
        ({"PYTHONIOENCODING": "latin-1"}, ["preview", "own"]),
        ({"PYTHONIOENCODING": "ascii"}, ["start", "own", "--now", "--speed", "1000"]),
        ({"LANG": None, "TERM": None}, ["list", "--stretches"]),
    ],
)
def test_no_locale_or_encoding_stops_a_command(start: Start, folder: Path, changes: dict[str, str | None], command: list[str]) -> None:
    (folder / "own.yaml").write_text("name: Rücken 背中 🦵\nsummary: Für den Rücken … 背中\nsteps: [march-in-place]\n")
    shutil.copy(folder / "own.yaml", folder / os.fsdecode(b"caf\xe9.yaml"))
    assert clean(start(*command, **changes))


def test_a_message_reaches_a_terminal_that_has_no_room_for_its_characters(start: Start, files: Path) -> None:
    out = clean(start("check", files / "empty.yaml", PYTHONIOENCODING="latin-1"), 4)
    assert "empty.yaml:1:1: the file is empty" in out


def test_without_a_variable_for_the_home_everything_is_found(start: Start, tmp_path: Path) -> None:
    places: dict[str, str | None] = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert "safe-hamstrings" in clean(start("list", HOME=None, **places))


@pytest.fixture
def homeless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No home in the environment and none in the list of users, as in a container; and the folder everything happens in."""
    pwd = pytest.importorskip("pwd")

    def nobody(_: object) -> None:
        raise KeyError("no such user")

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.delenv("HOME")
    monkeypatch.chdir(tmp_path)
    settings._absolute.cache_clear()
    assert settings.config_folder() is None
    return tmp_path


@pytest.mark.parametrize("home", [None, "nowhere"])
def test_without_a_home_everything_but_writing_into_it_works(
    run: Run, homeless: Path, monkeypatch: pytest.MonkeyPatch, home: str | None
) -> None:
    """Nothing may appear in the folder that the program happens to be run in, not even one called '~'."""
    if home is not None:
        monkeypatch.setenv("HOME", home)
        settings._absolute.cache_clear()
    for command in (["list"], ["start", "before-workout", "--now", "--speed", "1000"]):
        done = run(*command)
        assert (done.exit_code, "Traceback" in done.stderr) == (0, False), done.output
    assert "--output" in failed(run("new", "legs"), 5)
    assert list(homeless.iterdir()) == []
    assert run("new", "legs", "-o", "legs.yaml").exit_code == 0


@pytest.mark.slow
@pytest.mark.skipif(not FULL.exists(), reason="needs a full device")
@pytest.mark.parametrize(
    "command", [["list"], ["--help"], ["--version"], ["export", "safe-hamstrings"], ["start", "before-workout", "--now", "--speed", "1000"]]
)
def test_output_that_cannot_be_written_is_an_error_in_words(start: Start, command: list[str]) -> None:
    with FULL.open("w") as full:
        done = start(*command, stdout=full.fileno())
    clean(done, 5)
    assert "No space left on device" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", [["list"], ["export", "safe-hamstrings", "--format", "json"]])
def test_a_reader_that_has_seen_enough_is_no_error(start: Start, command: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = start(*command, stdout=writer)
    os.close(writer)
    clean(done)
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
def test_closed_streams_are_no_error(fence: Path) -> None:
    command = f"'{sys.executable}' -m stretchguide start safe-hamstrings --now --speed 1000 <&- >&-"
    done = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True, env=environment({}), timeout=30)
    assert (done.returncode, done.stderr) == (0, "")


def test_exit_codes_and_messages_are_the_same_from_outside(start: Start) -> None:
    done = start("show", "seatd-hamstring")
    assert clean(done, 3) == ""
    assert "'seated-hamstring'" in done.stderr


def test_an_unknown_command_from_outside(start: Start) -> None:
    done = start("nosuch")
    assert clean(done, 2) == ""
    assert "No such command 'nosuch'" in done.stderr


def test_start_names_everything_wrong_with_a_file_just_as_check_does(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("name: Mine\nsummry: x\nsteps:\n  - seated-hamstrin\n  - {stretch: hip-hinge, hold: 5m}\n", encoding="utf-8")
    checked = run("check", path).stdout.splitlines()
    started = run("start", path)
    assert len(checked) == 4
    assert started.exit_code == 4
    assert started.stderr.splitlines()[:4] == checked
