"""Lists, look-up by what people call things, and pages."""

import json

import pytest
from typer.testing import CliRunner, Result

from stretchguide.cli.app import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def ids(*arguments: str) -> list[str]:
    result = run("list", *arguments)
    assert result.exit_code == 0, result.output
    return [line.split()[0] for line in result.stdout.splitlines()]


def details(*arguments: str) -> list[dict[str, object]]:
    data = json.loads(run("list", "--json", *arguments).stdout)
    return list(data["stretches" if "--stretches" in arguments else "routines"])


def test_list_names_every_routine_and_every_stretch_once() -> None:
    assert len(ids()) == len(set(ids())) == 14
    assert len(ids("--stretches")) == len(set(ids("--stretches"))) == 66


def test_target_narrows_to_what_works_on_it() -> None:
    assert "seated-hamstring" in ids("--stretches", "--target", "hamstrings")
    assert all("hamstrings" in (*row["targets"], row["region"]) for row in details("--stretches", "--target", "hamstrings"))  # type: ignore[misc]
    assert "safe-hamstrings" in ids("--target", "Hamstrings")
    assert "safe-hamstrings" not in ids("--target", "pectorals")


def test_position_wants_all_of_it_there() -> None:
    assert ids("--position", "chair") == ["desk-reset"]
    assert {row["position"] for row in details("--stretches", "--position", "side lying")} == {"side-lying"}


def test_equipment_is_what_you_have() -> None:
    nothing = ids("--stretches", "--equipment", "none")
    mat = ids("--stretches", "--equipment", "mat")
    assert "march-in-place" in nothing
    assert set(nothing) < set(mat)
    assert "seated-hamstring" not in mat
    assert "seated-hamstring" in ids("--stretches", "--equipment", "mat", "--equipment", "chair")


def test_context_level_and_minutes_narrow_further() -> None:
    assert ids("--context", "before", "--max-minutes", "6") == ["before-workout"]
    assert all(float(str(row["seconds"])) <= 5.5 * 60 for row in details("--max-minutes", "5"))
    assert {row["level"] for row in details("--level", "intermediate")} == {"intermediate"}


@pytest.mark.parametrize(
    ("option", "value", "there"),
    [
        ("--target", "brain", "hamstrings"),
        ("--position", "flying", "chair"),
        ("--equipment", "rowing machine", "none"),
        ("--context", "befor", "before"),
        ("--level", "expert", "beginner"),
    ],
)
def test_a_value_that_is_not_there_names_those_that_are(option: str, value: str, there: str) -> None:
    result = run("list", option, value)
    assert result.exit_code == 2
    assert value in result.stderr
    assert there in result.stderr.partition("There is:")[2]


def test_nothing_left_says_so_and_is_no_error() -> None:
    result = run("list", "--context", "bedtime", "--max-minutes", "1")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing fits" in result.stderr


def test_context_goes_with_routines_only() -> None:
    assert run("list", "--stretches", "--context", "before").exit_code == 2


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("seated-hamstring", "Seated hamstring stretch"),
        ("Seated hamstring stretch", "Seated hamstring stretch"),
        ("seated hamstring", "Seated hamstring stretch"),
        ("piriformis stretch", "Lying figure four"),
        ("safe", "Safe hamstrings"),
        ("toe touch", "Standing toe touch"),
        ("Sit and Reach", "toe reach"),
        ("pike", "toe"),
    ],
)
def test_show_finds_things_by_what_people_call_them(asked: str, title: str) -> None:
    result = run("show", asked)
    assert result.exit_code == 0, result.stderr
    assert title.lower() in result.stdout.lower()


def test_a_stretch_that_is_left_out_says_why_how_sure_and_what_instead() -> None:
    shown = " ".join(run("show", "toe touch").stdout.split())
    for part in ("What happens", "How sure is that", "Healthy backs usually tolerate it", "Do this instead", "seated-hamstring"):
        assert part in shown


@pytest.mark.parametrize("command", ["start", "preview", "export"])
def test_a_stretch_that_is_left_out_does_not_play(command: str) -> None:
    result = run(command, "toe touch")
    assert result.exit_code == 3
    assert "left out" in result.stderr
    assert "seated-hamstring" in result.stderr


def test_a_near_miss_suggests_names_and_aliases() -> None:
    assert "'seated-hamstring'" in run("show", "seated-hamstrng").stderr
    assert "'lying-figure-four'" in run("show", "piriformis strech").stderr


@pytest.mark.parametrize("name", ["seated-hamstring", "standing-quad"])
def test_the_page_of_a_stretch_has_everything(name: str) -> None:
    shown = run("show", name).stdout
    parts = ("Works on", "Dose", "Set-up", "Breathing", "Safety", "Easier", "Harder", "Leave it out with", "Where this comes from")
    for part in (*parts, "  1  "):
        assert part in shown


def test_the_page_of_a_routine_has_its_steps_with_doses() -> None:
    shown = run("show", "safe-hamstrings").stdout
    dose = "30 s hold, 2 sets on each side"
    for part in ("Total time", "Equipment", "3  Seated hamstring stretch", dose, "Stop at once", "not medical advice"):
        assert part in shown


@pytest.mark.parametrize(
    ("name", "form"),
    [("safe-hamstrings", "stretchguide/routine"), ("seated-hamstring", "stretchguide/stretch"), ("toe touch", "stretchguide/avoid")],
)
def test_show_json_names_its_format(name: str, form: str) -> None:
    data = json.loads(run("show", name, "--json").stdout)
    assert (data["format"], data["version"], data["origin"]) == (form, 1, "bundled")
    assert data["name"]


def test_the_safety_page_says_when_to_stop_and_what_this_is_not() -> None:
    shown = run("safety").stdout
    for part in ("Stop at once", "Get emergency help", "not medical advice", "3 to 4 out of 10"):
        assert part in shown


def test_a_page_draws_start_and_hold_side_by_side() -> None:
    shown = run("show", "seated-hamstring", "--figure", "braille").stdout
    captions = next(line for line in shown.splitlines() if "start" in line and "hold" in line)
    assert captions.index("start") < captions.index("hold")
    assert any("\u2801" <= char <= "\u28ff" for char in shown)


def test_a_page_of_what_is_left_out_draws_the_safer_stretch_beside_it() -> None:
    shown = run("show", "toe touch", "--figure", "ascii").stdout
    picture = shown.partition("This one is left out")[0]
    assert picture.isascii()
    assert "#" in picture
    assert "left out" in picture
    assert "instead: Seated hamstring stretch" in picture


def test_a_figure_can_be_left_out_and_an_unknown_one_is_named() -> None:
    assert run("show", "seated-hamstring", "--figure", "off").stdout.isascii()
    wrong = run("show", "seated-hamstring", "--figure", "photo")
    assert (wrong.exit_code, "braille" in wrong.stderr) == (2, True)


def test_body_tells_the_load_with_its_caveat() -> None:
    shown = " ".join(run("show", "seated-hamstring", "--body").stdout.split())
    for part in ("1.5 times standing", "0% of how far it goes", "one man", "not the same as pain"):
        assert part in shown
    assert "times standing" not in run("show", "seated-hamstring").stdout


def test_body_says_so_where_the_model_does_not_hold() -> None:
    shown = " ".join(run("show", "cat-camel", "--body").stdout.split())
    assert "not known for this pose" in shown
    assert "times standing" not in shown
    assert "times standing" not in run("show", "forced-partner-push", "--body").stdout
    assert "times standing" in run("show", "toe touch", "--body").stdout
