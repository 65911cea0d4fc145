"""Settings: what is said in files, variables and flags, what holds, and where it was said."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from conftest import ROOT
from stretchguide import settings as program_settings
from stretchguide.cli.app import FIGURES, app
from stretchguide.cli.preferences import STARTER, preferences
from stretchguide.errors import DataError, UsageError
from stretchguide.library.preferences import changed, file_layer, text_layer
from stretchguide.library.problem import InvalidFileError
from stretchguide.library.source import parse
from stretchguide.model.settings import Layer, SaidBy, Settings, merge
from stretchguide.settings import editor, unknown_variables, variables
from stretchguide.terminal import figure
from terminals import stretchguide

PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def path() -> Path:
    """Where the settings file is, in a folder that exists."""
    path = program_settings.settings_path()
    assert path is not None
    path.parent.mkdir(parents=True)
    return path


# --- what holds -----------------------------------------------------------------------------------------------------

SAID = {
    "routine": ["desk-reset", "before-run"],
    "voice": ["auto", "espeak-ng:en-gb"],
    "rate": ["80", "400"],
    "cues": ["few", "full"],
    "volume": ["0", "99"],
    "sound": ["tones", "bell"],
    "figure": ["ascii", "off"],
    "motion": ["no", "yes"],
    "flash": ["on", "off"],
    "lead_in": ["0", "8s"],
    "switch": ["3s", "0:20"],
}

said = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in SAID.items()})


def layer(said_by: SaidBy, values: dict[str, str]) -> Layer:
    return text_layer(said_by, {name: (f"{said_by} {name}", value) for name, value in values.items()})


@given(st.tuples(said, said, said))
def test_for_each_setting_the_first_that_says_it_decides(texts: tuple[dict[str, str], ...]) -> None:
    layers = [layer(who, values) for who, values in zip(SaidBy, texts, strict=False)]
    found = merge(layers)
    for name in Settings.model_fields:
        first = next((one for one, values in zip(layers, texts, strict=True) if name in values), None)
        expected = Settings() if first is None else first.settings
        assert getattr(found.settings, name) == getattr(expected, name)
        assert found.origins[name] == ((SaidBy.DEFAULT, "") if first is None else (first.said_by, f"{first.said_by} {name}"))


def test_every_setting_is_tried_here_and_every_value_is_one_it_can_have() -> None:
    assert set(SAID) == set(Settings.model_fields)
    for name, values in SAID.items():
        for value in values:
            assert layer(SaidBy.FILE, {name: value}).settings.model_fields_set == {name}


def test_flags_win_over_the_environment_over_the_file_over_the_defaults(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("figure: blocks\nmotion: no\nlead_in: 9s\n")
    monkeypatch.setenv("STRETCHGUIDE_FIGURE", "ascii")
    monkeypatch.setenv("STRETCHGUIDE_MOTION", "yes")
    found = preferences({"figure": "off", "switch": None})
    assert (found.settings.figure, found.settings.motion, found.settings.lead_in, found.settings.switch) == ("off", True, 9.0, None)
    assert found.origins["figure"] == (SaidBy.FLAG, "--figure")
    assert found.origins["motion"] == (SaidBy.ENVIRONMENT, "STRETCHGUIDE_MOTION")
    assert found.origins["lead_in"] == (SaidBy.FILE, f"{path}:3")
    assert found.origins["switch"] == (SaidBy.DEFAULT, "")


def test_the_ways_to_draw_the_figure_are_the_same_everywhere() -> None:
    assert set(FIGURES.split("|")) == set(figure.FIGURES) == {str(value) for value in SAID["figure"]} | {"auto", "braille", "blocks"}


# --- the environment ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, {}),
        ({"STRETCHGUIDE_VOLUME": "30", "STRETCHGUIDE_LEAD_IN": " 8s "}, {"volume": "30", "lead_in": "8s"}),
        ({"STRETCHGUIDE_VOLUME": "  ", "VOLUME": "30"}, {}),
        ({"STRETCHGUIDE_NO_MOTION": "1"}, {"motion": "no"}),
        ({"STRETCHGUIDE_NO_MOTION": "no"}, {"motion": "no"}),
        ({"STRETCHGUIDE_NO_MOTION": ""}, {}),
        ({"STRETCHGUIDE_NO_MOTION": "1", "STRETCHGUIDE_MOTION": "yes"}, {"motion": "yes"}),
    ],
)
def test_each_setting_has_a_variable(environment: dict[str, str], found: dict[str, str]) -> None:
    assert {name: value for name, (_, value) in variables(Settings.model_fields, environment).items()} == found


def test_a_variable_that_names_no_setting_is_noticed() -> None:
    environment = {"STRETCHGUIDE_VOLUM": "3", "STRETCHGUIDE_VOLUME": "3", "STRETCHGUIDE_NO_MOTION": "1", "_STRETCHGUIDE_COMPLETE": "x"}
    assert unknown_variables(Settings.model_fields, environment) == ["STRETCHGUIDE_VOLUM"]


def test_a_wrong_value_names_the_variable_or_the_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHGUIDE_VOLUME", "loud")
    monkeypatch.setenv("STRETCHGUIDE_CUES", "many")
    done = run("start", "--now", "--speed", "1000")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "STRETCHGUIDE_VOLUME: 'loud' is not a whole number." in done.stderr
    assert "STRETCHGUIDE_CUES: 'many' is not one of them: few, normal, full." in done.stderr
    monkeypatch.delenv("STRETCHGUIDE_VOLUME")
    monkeypatch.delenv("STRETCHGUIDE_CUES")
    for flag, value, words in (
        ("--figure", "photo", "--figure: 'photo' is not one of them: auto, braille, blocks, ascii, off."),
        ("--lead-in", "2m", "--lead-in: 2 min is outside the limits: 0 s to 1 min."),
        ("--switch", "1", "--switch: 1 s is outside the limits: 3 s to 1 min."),
    ):
        done = run("start", "--now", flag, value)
        assert (done.exit_code, done.stderr.strip()) == (2, words)


# --- the file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("volume: 101\n", "1:9: volume: 101 is too large: at most 100"),
        ("volume: -1\n", "1:9: volume: -1 is too small: at least 0"),
        ("# loud\n\nvolume: loud\n", "3:9: volume: 'loud' is not a whole number"),
        ("motion: maybe\n", "1:9: motion: 'maybe' is not yes or no"),
        ("motion: [yes]\n", "1:9: motion: yes or no is needed here"),
        ("lead_in: 90\n", "1:10: lead_in: 1 min 30 s is outside the limits: 0 s to 1 min"),
        ("switch: soon\n", "1:9: switch: 'soon' is not a duration like 45s, 1:30 or 1m30s"),
        ("cues: norml\n", "1:7: cues: 'norml' is not one of them. Did you mean 'normal'?"),
        ("volum: 3\n", "1:1: volum: 'volum' is not known here. Did you mean 'volume'?"),
        ("routine: Before Workout\n", "1:10: routine: 'Before Workout' is not an id"),
        ("voice:\n", "1:7: voice: is empty"),
        ("volume: 3\nvolume: 4\n", "2:1: duplicate key 'volume'"),
        ("- volume\n", "1:1: a group of keys is needed here"),
        ("volume: \x1b[31m3\n", "1:9: control character"),
    ],
)
def test_a_mistake_in_the_file_has_a_place(path: Path, text: str, problem: str) -> None:
    path.write_text(text)
    for command in (["start", "--now"], ["settings"], ["preview", "before-workout"], ["show", "before-workout"]):
        done = run(*command)
        assert (done.exit_code, done.stdout) == (4, ""), done.output
        assert f"{path}:{problem}" in done.stderr


def test_check_looks_at_the_settings_too(path: Path) -> None:
    before = run("check").stderr
    path.write_text("volume: 101\n")
    done = run("check")
    assert (done.exit_code, f"{path}:1:9: volume: 101 is too large" in done.stdout) == (4, True)
    assert int(done.stderr.split()[0]) == int(before.split()[0]) + 1


def test_several_mistakes_come_out_at_once(path: Path) -> None:
    path.write_text("volume: 101\ncues: many\nvoise: off\n")
    with pytest.raises(InvalidFileError) as error:
        file_layer(path)
    assert [problem.line for problem in error.value.problems] == [1, 2, 3]


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", STARTER])
def test_a_file_of_comments_says_nothing(path: Path, text: str) -> None:
    path.write_text(text)
    assert file_layer(path).settings == Settings()
    assert run("check", str(path)).exit_code == 0


def test_a_folder_in_place_of_the_file_is_an_error_in_words(path: Path) -> None:
    path.mkdir()
    done = run("settings")
    assert (done.exit_code, done.stdout) == (5, "")
    assert "this is a folder" in done.stderr


def test_listing_needs_no_settings(path: Path) -> None:
    path.write_text("volume: 101\n")
    for command in (["list"], ["--help"], ["safety"], ["settings", "path"]):
        assert run(*command).exit_code == 0


def test_listing_loads_no_settings(path: Path) -> None:
    code = "import sys; from stretchguide.cli.app import app; app(['list'], standalone_mode=False)"
    loaded = "print(sorted(n for n in sys.modules if n.split('.')[0] in ('pydantic', 'yaml') or n.endswith('preferences')))"
    done = subprocess.run(
        [sys.executable, "-c", f"import atexit, sys\natexit.register(lambda: {loaded})\n{code}"], capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


# --- what it is good for --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_start_plays_the_routine_of_the_settings(path: Path) -> None:
    path.write_text("routine: desk-reset\n")
    done = run("start", "--now", "--speed", "1000")
    out = done.stdout
    assert "It is the routine of your settings." in done.stderr
    assert "Seated cat-cow" in out or "chair" in out.lower()
    assert out != run("start", "before-workout", "--now", "--speed", "1000").stdout
    assert out == run("start", "desk-reset", "--now", "--speed", "1000").stdout


def test_a_routine_that_is_not_there_names_who_asked_for_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("# mine\nroutine: desk-rest\n")
    done = run("start")
    assert done.exit_code == 3
    assert f"{path}:2: routine: There is no routine or stretch called 'desk-rest'. Did you mean 'desk-reset'" in done.stderr
    monkeypatch.setenv("STRETCHGUIDE_ROUTINE", "nosuch")
    assert run("start").stderr.startswith("STRETCHGUIDE_ROUTINE: routine: There is no")


def phases(*arguments: str) -> list[dict[str, object]]:
    data = json.loads(run("preview", *arguments, "--json").stdout)
    return [dict(phase) for phase in data["phases"]]


def test_lead_in_and_switch_change_only_their_phases(path: Path) -> None:
    before = phases("safe-hamstrings")
    path.write_text("lead_in: 9s\nswitch: 12s\n")
    after = phases("safe-hamstrings")
    assert [phase["kind"] for phase in before] == [phase["kind"] for phase in after]
    for old, new in zip(before, after, strict=True):
        match old["kind"]:
            case "switch":
                assert new["seconds"] == 12
            case "ready":
                assert float(str(new["seconds"])) == float(str(old["seconds"])) + 4
            case _:
                assert new["seconds"] == old["seconds"]


def test_preview_export_and_start_agree_on_the_times(path: Path) -> None:
    path.write_text("lead_in: 0\nswitch: 20\n")
    total = float(str(json.loads(run("preview", "safe-hamstrings", "--json").stdout)["seconds"]))
    assert json.loads(run("export", "safe-hamstrings", "--format", "json").stdout)["seconds"] == total
    lines = run("start", "safe-hamstrings", "--events", "jsonl", "--speed", "1000").stdout.splitlines()
    assert json.loads(lines[0])["seconds"] == total
    flags = run("start", "safe-hamstrings", "--events", "jsonl", "--speed", "1000", "--lead-in", "5", "--switch", "20").stdout
    assert json.loads(flags.splitlines()[0])["seconds"] > total


def test_show_draws_the_figure_of_the_settings(path: Path) -> None:
    path.write_text("figure: off\n")
    assert not re.search("[\u2801-\u28ff]", run("show", "seated-hamstring").stdout)
    assert re.search("[\u2801-\u28ff]", run("show", "seated-hamstring", "--figure", "braille").stdout)


def test_times_of_the_settings_and_of_the_profile_add_up(path: Path) -> None:
    path.write_text("lead_in: 9s\n")
    before = run("start", "safe-hamstrings", "--events", "jsonl", "--speed", "1000").stdout
    (path.parent / "profile.yaml").write_text("age: 65-plus\n")
    after = run("start", "safe-hamstrings", "--events", "jsonl", "--speed", "1000").stdout
    ready = [json.loads(out.splitlines()[1])["phase"]["seconds"] for out in (before, after)]
    assert ready == [9 + 5, 9 + 5 * 1.5]


@pytest.mark.slow
def test_no_figure_and_no_motion_by_settings_show_on_the_screen(path: Path) -> None:
    path.write_text("figure: off\n")
    with stretchguide("start", "safe-hamstrings", "--now", "--speed", "1") as session:
        shown = session.wait("GET READY")
        assert not re.search("[\u2801-\u28ff]", shown)
        session.send("q")
        assert session.exit_code() == 6
    with stretchguide("start", "safe-hamstrings", "--now", "--figure", "braille") as session:
        session.wait(lambda shown: bool(re.search("[\u2801-\u28ff]", shown)))
        session.send("q")
        session.exit_code()


# --- the commands ---------------------------------------------------------------------------------------------------


def test_show_says_every_setting_and_where_it_was_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("volume: 30\n")
    monkeypatch.setenv("STRETCHGUIDE_NO_MOTION", "1")
    shown = run("settings", "show").stdout
    assert run("settings").stdout == shown
    rows = {line.split()[0]: line for line in shown.splitlines()}
    assert list(rows) == list(Settings.model_fields)
    assert re.fullmatch(r"volume +30 +settings.yaml:1", rows["volume"])
    assert re.fullmatch(r"motion +no +STRETCHGUIDE_NO_MOTION", rows["motion"])
    assert re.fullmatch(r"switch +by position +default", rows["switch"])


def test_show_as_json(path: Path) -> None:
    path.write_text("switch: 8s\n")
    data = json.loads(run("settings", "show", "--json").stdout)
    assert (data["format"], data["version"], data["path"]) == ("stretchguide/settings", 1, str(path))
    assert list(data["settings"]) == list(Settings.model_fields)
    assert data["settings"]["switch"] == {"value": 8.0, "said_by": "file", "where": f"{path}:1"}
    assert data["settings"]["voice"] == {"value": "off", "said_by": "default", "where": None}


def test_path_is_one_line_whether_or_not_there_is_a_file(path: Path) -> None:
    assert run("settings", "path").stdout == f"{path}\n"


@pytest.fixture
def edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that takes the file from `new.txt` and remembers how it was called."""
    script = tmp_path / "an editor.py"
    script.write_text(
        "import pathlib, sys\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        "folder.joinpath('called.txt').write_text('\\n'.join(sys.argv[1:]))\n"
        "new = folder / 'new.txt'\n"
        "new.exists() and pathlib.Path(sys.argv[-1]).write_text(new.read_text())\n"
    )
    monkeypatch.setenv("VISUAL", shlex.join([sys.executable, str(script), "--wait"]))
    monkeypatch.setenv("EDITOR", "/not/this/one")
    return tmp_path


def test_edit_opens_a_starter_file_with_a_schema_beside_it(edits: Path) -> None:
    done = run("settings", "edit")
    path = program_settings.settings_path()
    assert path is not None
    assert (done.exit_code, done.stdout) == (0, f"{path}: no problems. It sets nothing yet.\n")
    assert (edits / "called.txt").read_text().splitlines() == ["--wait", str(path)]
    assert path.read_text() == STARTER
    first = STARTER.splitlines()[0]
    schema = json.loads((path.parent / first.split("=")[1]).read_text())
    assert schema == json.loads(run("schema", "settings").stdout)


def test_edit_checks_what_was_written(edits: Path, path: Path) -> None:
    (edits / "new.txt").write_text("volume: 30\ncues: many\n")
    done = run("settings", "edit")
    assert (done.exit_code, done.stdout) == (4, "")
    assert f"{path}:2:7: cues: 'many' is not one of them" in done.stderr
    (edits / "new.txt").write_text("volume: 30\n")
    assert run("settings", "edit").stdout.endswith("It sets volume.\n")


@pytest.mark.parametrize(
    ("chosen", "code", "words"),
    [
        ("/no/such/editor -x", 5, "/no/such/editor: cannot be run: No such file"),
        ("'unclosed", 2, "cannot be read: No closing quotation"),
        (f"{sys.executable} -c 'raise SystemExit(3)'", 5, "ended with code 3"),
    ],
)
def test_an_editor_that_does_not_work_is_an_error_in_words(
    monkeypatch: pytest.MonkeyPatch, path: Path, chosen: str, code: int, words: str
) -> None:
    monkeypatch.setenv("VISUAL", chosen)
    done = run("settings", "edit")
    assert done.exit_code == code, done.output
    assert words in done.stderr


def test_no_shell_ever_sees_the_editor(monkeypatch: pytest.MonkeyPatch, path: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("VISUAL", f"{sys.executable} -c pass ; touch {tmp_path / 'stolen'}")
    run("settings", "edit")
    assert not (tmp_path / "stolen").exists()


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, ["code", "--wait"]),
        ({"VISUAL": " ", "EDITOR": "'my editor' -n"}, ["my editor", "-n"]),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="quotes are others there")
def test_visual_goes_before_editor(environment: dict[str, str], command: list[str]) -> None:
    assert editor(environment) == command


def test_set_and_unset_keep_the_rest_of_the_file(path: Path) -> None:
    for name, values in SAID.items():
        done = run("settings", "set", name, values[1])
        assert done.exit_code == 0, done.output
    text = path.read_text()
    assert file_layer(path).settings == layer(SaidBy.FILE, {name: values[1] for name, values in SAID.items()}).settings
    assert [line.split("#")[-1] for line in text.splitlines()] == [line.split("#")[-1] for line in STARTER.splitlines()]
    for name in SAID:
        assert run("settings", "unset", name).exit_code == 0
    assert file_layer(path).where == {}
    run("settings", "unset", "volume")
    assert [line.split("#")[-1] for line in path.read_text().splitlines()] == [line.split("#")[-1] for line in STARTER.splitlines()]


@pytest.mark.parametrize("voice", ["voice-hq:/a b/My voice.onnx", "a: b", "x # y", "voice-hq:C:\\a\\b.onnx", "yes'\"", "a\nvolume: 3", "é"])
def test_a_value_is_quoted_where_it_has_to_be(path: Path, voice: str) -> None:
    path.write_text("voice: auto   # mine\n")
    assert run("settings", "set", "voice", voice).exit_code == 0
    assert file_layer(path).settings.voice == " ".join(voice.split())
    assert file_layer(path).settings.model_fields_set == {"voice"}
    assert "# mine" in path.read_text()


def test_words_about_a_setting_are_no_setting(path: Path) -> None:
    path.write_text("# volume: I like it low\n#volume: 20\ncues: few\n")
    run("settings", "set", "volume", "30")
    assert path.read_text() == "# volume: I like it low\nvolume: 30\ncues: few\n"


def test_set_says_when_something_else_holds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("settings", "set", "volume", "30").stdout == "volume: 30.\n"
    monkeypatch.setenv("STRETCHGUIDE_VOLUME", "90")
    assert run("settings", "set", "volume", "40").stdout == "volume: 90, because STRETCHGUIDE_VOLUME says so.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["set", "volum", "3"], 2, "Did you mean 'volume'?"),
        (["set", "lead-in", "3"], 2, "Did you mean 'lead_in'?"),
        (["set", "volume", "loud"], 2, "volume: 'loud' is not a whole number."),
        (["set", "routine", "a\nvolume: 3"], 2, "is not an id"),
        (["unset", "everything"], 2, "There is: routine, voice"),
    ],
)
def test_set_refuses_what_is_no_setting(path: Path, arguments: list[str], code: int, words: str) -> None:
    done = run("settings", *arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert words in done.stderr
    assert not path.exists()


@pytest.mark.parametrize("text", ["{volume: 30}\n", "? volume\n: 30\n", '"volume": 30\n', "cues: few\n...\n"])
def test_a_file_that_cannot_be_changed_line_by_line_stays_as_it_is(path: Path, text: str) -> None:
    path.write_text(text)
    done = run("settings", "set", "volume", "40")
    if done.exit_code == 0:
        assert file_layer(path).settings.volume == 40
    else:
        assert (done.exit_code, path.read_text()) == (5, text)
        assert "by hand" in done.stderr


@given(said, st.sampled_from(list(SAID)), st.booleans(), st.booleans())
def test_changing_one_setting_changes_no_other(values: dict[str, str], name: str, second: bool, starter: bool) -> None:
    path = Path("settings.yaml")
    text = (STARTER if starter else "# mine\n") + "".join(f"{key}: {value}   # why: {key}: 3\n" for key, value in values.items())
    value = SAID[name][second]
    after = changed(text, path, name, value)
    assert parse(after, path).validate(Settings) == layer(SaidBy.FILE, {**values, name: value}).settings
    assert after.count("why") == len(values)
    without = changed(after, path, name, None)
    expected = {key: value for key, value in values.items() if key != name}
    assert parse(without, path).validate(Settings).model_fields_set == set(expected)


def test_without_a_home_there_is_no_file_but_there_are_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pwd = pytest.importorskip("pwd")

    def nobody(_: object) -> None:
        raise KeyError("no such user")

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.delenv("HOME")
    monkeypatch.chdir(tmp_path)
    program_settings._absolute.cache_clear()
    assert program_settings.settings_path() is None
    for command in (["path"], ["set", "volume", "3"], ["edit"]):
        done = run("settings", *command)
        assert (done.exit_code, done.stdout) == (5, "")
        assert "Set HOME" in done.stderr
    monkeypatch.setenv("STRETCHGUIDE_VOLUME", "3")
    assert json.loads(run("settings", "show", "--json").stdout)["settings"]["volume"]["value"] == 3
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_made_is_an_error_in_words(path: Path) -> None:
    (path.parent / "schema").write_text("in the way")
    done = run("settings", "set", "volume", "40")
    assert done.exit_code == 5
    assert "cannot be made" in done.stderr


# --- the documents --------------------------------------------------------------------------------------------------


def test_the_starter_file_names_every_setting_with_a_value_it_can_have() -> None:
    lines = re.findall(r"^# (\w+: \S+) +# \S", STARTER, re.MULTILINE)
    said_there = parse("\n".join(lines), Path("settings.yaml")).validate(Settings)
    assert said_there.model_fields_set == set(Settings.model_fields)
    assert said_there.model_copy(update={"switch": None, "routine": None}) == Settings()


def test_the_page_about_settings_names_every_setting_its_variable_and_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
    assert [row[0] for row in rows] == list(Settings.model_fields)
    for name, default, variable, _ in rows:
        assert variable == f"`STRETCHGUIDE_{name.upper()}`"
        if getattr(Settings(), name) is None:
            assert default.startswith("what ")
        else:
            assert getattr(layer(SaidBy.FILE, {name: default.strip("`")}).settings, name) == getattr(Settings(), name)


def test_the_example_on_the_page_is_valid() -> None:
    example = re.search(r"```yaml\n(.+?)```", PAGE, re.DOTALL)
    assert example is not None
    assert parse(example[1], Path("settings.yaml")).validate(Settings).model_fields_set


def test_the_schema_says_what_the_program_says() -> None:
    validator = Draft202012Validator(json.loads((ROOT / "routines" / "schema" / "settings.json").read_text(encoding="utf-8")))
    for good in ({}, {"volume": 30}, {"motion": True}, {"motion": "no"}, {"lead_in": 0}, {"switch": "8s"}, {"voice": "espeak-ng"}):
        assert validator.is_valid(good), good
    for bad in ({"volum": 3}, {"motion": "maybe"}, {"cues": "many"}, {"rate": 79}, {"routine": "A B"}, {"switch": "soon"}):
        assert not validator.is_valid(bad), bad


def test_a_wrong_text_is_a_usage_error_with_every_name() -> None:
    with pytest.raises(UsageError, match=r"A: 'x' is not a whole number\.\nB: 'y' is not yes or no\."):
        text_layer(SaidBy.ENVIRONMENT, {"volume": ("A", "x"), "motion": ("B", "y")})
    with pytest.raises(DataError):
        changed("{volume: 3}", Path("x"), "volume", "4")
