"""`doctor`: it looks at broken machines, so nothing may break it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import ROOT
from sounds import CRASH, NO_DEVICE, PLAYS, WORKS, install, speak_into
from stretchguide import settings
from stretchguide.cli.app import app
from stretchguide.cli.doctor import CHECKS, Health, examine
from terminals import stretchguide

PROGRAM = [sys.executable, "-m", "stretchguide", "doctor"]
PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")


def found(*arguments: str, code: int = 0) -> dict[str, tuple[str, str]]:
    """What is found by name: how it is, and the words for it."""
    done = CliRunner().invoke(app, ["doctor", "--json", *arguments])
    assert done.exit_code == code, done.output
    data = json.loads(done.stdout)
    assert (data["format"], data["version"]) == ("stretchguide/doctor", 1)
    return {finding["name"]: (finding["health"], finding["text"]) for finding in data["findings"]}


def outside(changes: Mapping[str, str | None], *, code: int = 0) -> str:
    """What a process of its own writes with another environment."""
    merged = {**{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}, **changes}
    environment = {name: value for name, value in merged.items() if value is not None}
    done = subprocess.run(PROGRAM, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment, timeout=30)
    assert (done.returncode, done.stderr) == (code, ""), done.stderr + done.stdout
    return done.stdout


@pytest.fixture
def folder() -> Path:
    """The config folder, made."""
    path = settings.config_folder()
    assert path is not None
    path.mkdir(parents=True)
    return path


def test_a_healthy_machine_has_no_problem_and_every_name_is_documented() -> None:
    findings = found()
    assert not [name for name, (health, _) in findings.items() if health == Health.PROBLEM]
    assert len(findings) == len(CHECKS)
    section = re.search(r"^## `doctor --json`\n(.+?)^## ", PAGE, re.MULTILINE | re.DOTALL)
    assert section is not None
    assert re.findall(r"`([A-Za-z]+)`", section[1].split("Names: ")[1]) == list(findings)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_it_is_one_screen(columns: int, rows: int) -> None:
    with stretchguide("doctor", columns=columns, rows=rows, STRETCHGUIDE_VOLUM="3", SSH_TTY="/dev/pts/1") as session:
        assert session.exit_code() == 0
        shown = session.text()
        assert "program" in shown
        assert "cache" in shown
        for part in (f"xterm-256color, {columns} x {rows}", "256 colors", "Single key presses", "Braille", "another machine"):
            assert part in shown


def test_a_small_terminal_keeps_whole_words() -> None:
    with stretchguide("doctor", columns=40, rows=60) as session:
        assert session.exit_code() == 0
        words = session.text().split()
        assert {"From", "show", "everything."} <= set(words)


def test_colors_are_words_too_and_go_away_with_no_color() -> None:
    with stretchguide("doctor", NO_COLOR="1") as session:
        assert session.exit_code() == 0
        assert "because NO_COLOR is set" in session.text()
        assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", session.raw)


@pytest.mark.slow
def test_the_bell_rings_only_on_request() -> None:
    for arguments, rings in ((["doctor"], 0), (["doctor", "--test-sound"], 1)):
        with stretchguide(*arguments) as session:
            assert session.exit_code() == 0
            assert session.raw.count("\a") == rings


@pytest.mark.slow
@pytest.mark.parametrize(
    ("player", "engine", "words", "played", "rings"),
    [
        (PLAYS, WORKS, "A tone was played. espeak-ng said a sentence.", 2, 0),
        (PLAYS, CRASH, "A tone was played. No voice spoke.", 1, 0),
        (NO_DEVICE, WORKS, "No tone could be played. The bell rings once. No voice spoke.", 0, 1),
        (CRASH, CRASH, "No tone could be played. The bell rings once. No voice spoke.", 0, 1),
    ],
)
def test_a_tone_and_a_sentence_are_played_on_request(
    tmp_path: Path, fence: Path, monkeypatch: pytest.MonkeyPatch, player: str, engine: str, words: str, played: int, rings: int
) -> None:
    speak_into(tmp_path / "voice.wav", 0.3)
    folder = tmp_path / "bin"
    folder.mkdir()
    install(folder, "aplay", player)
    install(folder, "espeak-ng", engine)
    monkeypatch.delenv("SSH_CONNECTION")
    with stretchguide("doctor", "--test-sound", PATH=str(folder), VOICE_WAV=str(tmp_path / "voice.wav")) as session:
        assert session.exit_code() == 0
        assert words in " ".join(session.text().split())
        assert session.raw.count("\a") == rings
    heard = fence / "played"
    assert (len(heard.read_text().splitlines()) if heard.exists() else 0) == played


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"TERM": None}, "program"),
        ({"TERM": "nosuch"}, "program"),
        ({"TERM": "\x1b[31m"}, "program"),
        ({"LC_ALL": "C"}, "LANG=C.UTF-8"),
        ({"LC_ALL": "xx_YY.nosuch"}, "program"),
        ({"PATH": ""}, "voice     note"),
        ({"PATH": None}, "program"),
        ({"COLUMNS": "0", "LINES": "x"}, "program"),
        ({"COLUMNS": "5"}, "program"),
        ({"SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}, "only the bell reaches you"),
        ({"STRETCHGUIDE_VOLUM": "3"}, "STRETCHGUIDE_VOLUM: no setting is called that"),
        ({"PYTHONIOENCODING": "ascii"}, "program"),
        ({"VISUAL": "'", "EDITOR": "'"}, "program"),
        ({"TMPDIR": "/nowhere"}, "program"),
    ],
)
def test_odd_environments_are_no_problem(changes: dict[str, str | None], words: str) -> None:
    out = outside(changes)
    assert words in out
    assert "\x1b" not in out


@pytest.mark.slow
@pytest.mark.parametrize("value", ["101", "", "\x1b[31m"])
def test_a_wrong_variable_is_a_problem_that_is_named_once(value: str) -> None:
    text = outside({"STRETCHGUIDE_VOLUME": value}, code=5 if value else 0)
    assert text.count("STRETCHGUIDE_VOLUME") == (1 if value else 0)
    assert "\x1b" not in text


def test_a_mistake_in_the_settings_is_a_problem_with_its_place(folder: Path) -> None:
    (folder / "settings.yaml").write_text("# mine\nvolume: 101\nfigure: photo\n")
    findings = found(code=5)
    assert findings["settings"][0] == "problem"
    assert f"{folder / 'settings.yaml'}:2:9: volume: 101 is too large" in findings["settings"][1]
    assert [name for name, (health, _) in findings.items() if health == "problem"] == ["settings"]


def test_settings_that_hold_are_counted(folder: Path) -> None:
    (folder / "settings.yaml").write_text("volume: 10\nfigure: blocks\n")
    findings = found()
    assert findings["settings"] == ("ok", "~/.config/stretchguide/settings.yaml: 2 set.")
    assert findings["figure"] == ("ok", "Blocks. Chosen in your settings.")


def test_a_profile_that_cannot_be_read_is_a_problem(folder: Path) -> None:
    (folder / "profile.yaml").write_text("age: 18-64\n")
    assert found()["profile"] == ("ok", "Yours is read.")
    (folder / "profile.yaml").write_text("age: old\n")
    findings = found(code=5)
    assert [name for name, (health, _) in findings.items() if health == "problem"] == ["profile"]
    assert "profile.yaml:1:6: age: 'old'" in findings["profile"][1]


def test_mistakes_in_routines_are_a_problem(folder: Path) -> None:
    (folder / "routines").mkdir()
    (folder / "routines" / "mine.yaml").write_text("name: Mine\n")
    assert found(code=5)["library"] == (
        "problem",
        "15 routines, 66 stretches; 1 of the files yours. 2 problems in them: run 'stretchguide check'.",
    )


@pytest.mark.parametrize("kind", ["config", "data", "cache"])
def test_a_folder_that_takes_no_file_is_a_problem(fence: Path, kind: str) -> None:
    path = {"config": settings.config_folder, "data": settings.data_folder, "cache": settings.cache_folder}[kind]()
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("in the way")
    if kind == "cache":
        assert found()[kind][0] == "note"
    else:
        findings = found(code=5)
        assert findings[kind][0] == "problem"
        assert "Not a directory" in findings[kind][1]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing stops root")
def test_a_folder_of_somebody_else_is_a_problem(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        assert found(code=5)["config"][0] == "problem"
    finally:
        folder.chmod(0o700)


def test_without_a_home_it_says_what_is_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pwd = pytest.importorskip("pwd")

    def nobody(_: object) -> None:
        raise KeyError("no such user")

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.delenv("HOME")
    monkeypatch.chdir(tmp_path)
    settings._absolute.cache_clear()
    findings = found(code=5)
    assert findings["config"] == ("problem", "There is no place for it, so your routines and settings cannot be kept. Set HOME.")
    assert findings["cache"][0] == "note"
    assert list(tmp_path.iterdir()) == []


def test_a_look_leaves_no_trace(fence: Path) -> None:
    before = sorted(fence.rglob("*"))
    examine()
    assert [path for path in sorted(fence.rglob("*")) if "cache" not in str(path)] == before


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
def test_closed_streams_are_no_error() -> None:
    command = f"'{sys.executable}' -m stretchguide doctor --test-sound <&- >&-"
    done = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True, timeout=30)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
