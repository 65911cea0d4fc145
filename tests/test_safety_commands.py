"""The safety rules and the profile as people meet them: `check`, `start`, `list`, `show` and `safety`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sarif_pydantic import Sarif
from typer.testing import CliRunner, Result

from stretchguide import settings
from stretchguide.cli.app import app
from stretchguide.model.rule import RuleName
from terminals import stretchguide

Run = Callable[..., Result]

FOLD = """\
name: Deep fold
targets: {primary: [hamstrings]}
position: standing
method: static
sides: both
dose: {hold: 30s}
setup: Stand with straight knees.
steps:
  - Bend down and touch your toes.
breathing: Breathe.
safety: [Stay easy.]
"""
SHORT = FOLD.replace("Bend down and touch your toes.", "Lean a little, with a long back.").replace("30s", "5s")


@pytest.fixture
def run() -> Run:
    """Runs a command inside this process."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def fold(tmp_path: Path) -> Path:
    path = tmp_path / "fold.yaml"
    path.write_text(FOLD, encoding="utf-8")
    return path


def said(text: str) -> None:
    """Give this machine a profile."""
    path = settings.profile_path()
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_what_blocks_is_found_with_its_place_and_a_safer_stretch(run: Run, fold: Path) -> None:
    done = run("check", fold)
    assert done.exit_code == 4
    assert f"{fold}:9:5: block left-out: 'touch your toes' describes: " in done.stdout
    assert "Try seated-hamstring (Seated hamstring stretch)." in done.stdout
    assert "'stretchguide check --explain left-out' says why." in done.stderr


def test_warnings_and_notes_do_not_fail(run: Run, fold: Path) -> None:
    fold.write_text(SHORT, encoding="utf-8")
    done = run("check", fold)
    assert done.exit_code == 0
    assert ": note hold-length: " in done.stdout


def test_an_exception_is_kept_and_one_that_nothing_needs_is_found(run: Run, fold: Path) -> None:
    allow = "allow:\n  - {rule: left-out, because: A physiotherapist asked for it.}\n"
    fold.write_text(FOLD + allow, encoding="utf-8")
    done = run("check", fold)
    assert (done.exit_code, "left-out" in done.stdout) == (0, False)
    fold.write_text(SHORT + allow, encoding="utf-8")
    assert ":13:12: warn useless-allowance: " in run("check", fold).stdout


def test_files_with_problems_come_first_and_are_not_held_to_rules(run: Run, fold: Path) -> None:
    fold.write_text(FOLD.replace("sides: both", "sides: booth"), encoding="utf-8")
    done = run("check", fold)
    assert done.exit_code == 4
    assert "sides" in done.stdout
    assert "left-out" not in done.stdout


def test_findings_as_data(run: Run, fold: Path) -> None:
    data = json.loads(run("check", "--json", fold).stdout)
    found = next(one for one in data["findings"] if one["severity"] == "block")
    assert (found["rule"], found["line"], found["column"], found["where"], found["grade"]) == ("left-out", 9, 5, "steps[0]", "C/D")
    assert found["why"]
    assert found["instead"]


@pytest.mark.parametrize("change", [("", ""), ("sides: both", "sides: booth"), ("30s", "5s")])
def test_findings_as_sarif(run: Run, fold: Path, change: tuple[str, str]) -> None:
    fold.write_text(FOLD.replace(*change) if change[0] else FOLD, encoding="utf-8")
    text = run("check", "--format", "sarif", fold).stdout
    log = Sarif.model_validate_json(text)
    assert log.version == "2.1.0"
    (run_,) = log.runs
    rules = [rule.id for rule in run_.tool.driver.rules or []]
    assert set(rules) == {"invalid-file", *RuleName}
    assert run_.results
    for result, raw in zip(run_.results, json.loads(text)["runs"][0]["results"], strict=True):
        assert result.rule_id == rules[raw["ruleIndex"]]
        place = raw["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == fold.as_uri()
        assert min(place["region"].values()) >= 1


def test_a_file_without_findings_is_a_log_without_results(run: Run) -> None:
    assert Sarif.model_validate_json(run("check", "--format", "sarif", "wall-calf").stdout).runs[0].results == []


@pytest.mark.parametrize("rule", RuleName)
def test_every_rule_is_explained(run: Run, rule: RuleName) -> None:
    done = run("check", "--explain", rule)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "grade " in done.stdout


def test_a_rule_that_does_not_exist_names_the_nearest(run: Run) -> None:
    done = run("check", "--explain", "lumbar-flexon")
    assert done.exit_code == 2
    assert "Did you mean lumbar-flexion" in done.stderr
    assert all(rule in run("check", "--explain", "all").stdout for rule in RuleName)


def test_a_refused_file_is_not_played(run: Run, fold: Path) -> None:
    done = run("start", "--now", fold)
    assert done.exit_code == 4
    assert "left-out: " in done.stderr
    assert done.stdout == ""


def test_easier_versions_in_a_circle_are_named(run: Run) -> None:
    folder = settings.user_routines()
    assert folder is not None
    (folder / "stretches" / "mine").mkdir(parents=True)
    for one, other in (("one", "two"), ("two", "one")):
        text = SHORT.replace("5s", "30s") + f"easier: {{say: The other one., stretch: {other}}}\n"
        (folder / "stretches" / "mine" / f"{one}.yaml").write_text(text, encoding="utf-8")
    done = run("check", "one")
    assert done.exit_code == 4
    assert "easier versions go round in a circle: one, two, one" in done.stdout


def test_lists_and_pages_say_what_does_not_suit(run: Run) -> None:
    assert "suits" not in run("list", "--json").stdout
    said("conditions: [floor-transfer-limited]\n")
    rows = {row["id"]: row for row in json.loads(run("list", "--stretches", "--json").stdout)["stretches"]}
    assert rows["lying-hamstring"]["suits"] == "not"
    assert "suits" not in rows["march-in-place"]
    assert "(not for you)" in run("list", "--stretches").stdout
    page = " ".join(run("show", "lying-hamstring").stdout.split())
    assert "For you Your profile says that this is not for you. - Why: getting down to the floor is hard." in page
    assert "For you" not in run("show", "march-in-place").stdout


def test_a_condition_says_what_is_left_out(run: Run) -> None:
    shown = " ".join(run("safety", "floor-transfer-limited").stdout.split())
    assert "Nothing is done on the floor." in shown
    assert "stretchguide profile set condition floor-transfer-limited" in shown
    assert "nothing is stretched" in run("safety", "dvt-suspected").stdout
    assert json.loads(run("safety", "pregnancy", "--json").stdout)["left_out"]
    assert run("safety", "nosuch").exit_code == 3


@pytest.mark.parametrize("what", [["before-workout"], ["before-workout", "--as-written"], ["--now"], [], ["--before", "run"]])
@pytest.mark.parametrize("key", ["conditions", "unsure"])
def test_with_a_suspected_clot_nothing_plays(run: Run, what: list[str], key: str) -> None:
    said(f"{key}: [dvt-suspected]\n")
    done = run("start", *what)
    assert done.exit_code == 4
    assert "nothing is stretched. Have it looked at today." in " ".join(done.stderr.split())


def test_as_written_asks_so_it_needs_a_terminal_where_something_would_change(run: Run) -> None:
    said("conditions: [floor-transfer-limited]\n")
    done = run("start", "bedtime", "--as-written")
    assert done.exit_code == 2
    assert "--as-written asks before it plays what does not suit you." in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("key", ["n", "y"])
def test_as_written_on_a_terminal(key: str) -> None:
    said("conditions: [wrist-pain]\n")
    with stretchguide("start", "morning-back", "--as-written", columns=100, rows=60) as session:
        session.wait("Did you get up less than an hour ago?")
        session.send("n")
        shown = session.wait("Play the file as written all the same?")
        assert "For you" in shown
        session.send(key)
        if key == "y":
            shown = session.wait("Press Enter to begin").split("as written all the same?")[1]
            assert "For you" not in shown
            session.send("q")
        assert session.exit_code() == 6


@pytest.mark.slow
def test_the_overview_says_what_was_changed_and_why() -> None:
    said("conditions: [floor-transfer-limited]\nage: 65-plus\n")
    with stretchguide("start", "hamstrings-and-quads", columns=100, rows=60) as session:
        shown = " ".join(session.wait("Press Enter to begin").split())
        assert "For you" in shown
        assert "Why: getting down to the floor is hard." in shown
        session.send("q")
        assert session.exit_code() == 6


TOE_TOUCH = """\
name: Morning reach
targets: {primary: [hamstrings]}
position: standing
method: static
sides: both
dose: {hold: 30s}
setup: Stand with your feet together and your knees straight.
steps: [Bend forward and reach for your toes.]
breathing: Breathe.
safety: [Stop if it hurts.]
avoid_with: [acute-radicular, hamstring-tendinopathy]
"""


@pytest.mark.slow
def test_a_person_sees_the_line_a_caret_and_whole_words(tmp_path: Path) -> None:
    path = tmp_path / "reach.yaml"
    path.write_text(TOE_TOUCH, encoding="utf-8")
    with stretchguide("check", str(path), columns=100, rows=40) as session:
        shown = session.wait("1 file checked")
        lines = [line.rstrip() for line in shown.splitlines()]
        (caret,) = [index for index, line in enumerate(lines) if line.strip() == "^"]
        assert lines[caret - 1][lines[caret].index("^") :].startswith("Bend forward and reach for your toes.")
        assert "    'reach for your toes' describes: Standing toe touch with straight knees." in shown
        assert session.exit_code() == 4
