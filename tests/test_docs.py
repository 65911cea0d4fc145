"""The documents say what the program does: every command and example in them is run."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from conftest import ROOT
from stretchguide.cli.app import app
from stretchguide.export.exporters import EXPORTERS
from stretchguide.library.files import Origin, Root
from stretchguide.library.library import Library
from stretchguide.session.keymap import BINDINGS, HURT_BINDINGS

README = (ROOT / "README.md").read_text(encoding="utf-8")
# Installing completion would change the files of a shell.
EXAMPLES = re.findall(r"^stretchguide (?!--install-completion)(.+?)(?:\s+#.*)?$", README, re.MULTILINE)
COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]  # a group has them


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    routine = re.search(r"```yaml\n(.+?)```", README, re.DOTALL)
    assert routine is not None
    (tmp_path / "my-routine.yaml").write_text(routine[1], encoding="utf-8")


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_command_of_the_readme_works(example: str) -> None:
    arguments = shlex.split(example)
    if arguments[0] == "start":
        arguments += ["--speed", "1000"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert result.output


def test_the_readme_shows_every_command() -> None:
    shown = {example.split()[0] for example in EXAMPLES}
    assert set(COMMANDS) <= shown | {"schema"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_explains_itself(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    found = get_command(app).commands[command]  # type: ignore[attr-defined]  # a group has them
    for below in (found, *getattr(found, "commands", {}).values()):
        assert below.help, below.name
        for parameter in below.params:
            assert getattr(parameter, "help", None), f"{below.name}: {parameter.name}"


def test_the_readme_names_every_key() -> None:
    table = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", README, re.MULTILINE)
    keys = {key for cells, _ in table for key in re.split(r"[, ]+", cells)}
    assert {binding.shown for binding in BINDINGS} | {binding.shown for binding in HURT_BINDINGS} <= keys


def test_the_routine_of_the_readme_is_valid_and_plays(bundled: Path) -> None:
    library = Library([Root(bundled, Origin.BUNDLED)])
    entry = library.find("./my-routine.yaml")
    assert library.check(entry) == []
    assert library.timeline(entry).seconds > 200


def test_help_names_every_export_format() -> None:
    shown = CliRunner().invoke(app, ["export", "--help"]).output
    assert all(name in shown for name in EXPORTERS)


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "routines").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_contributing_guide_stays_short() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 60


def test_every_json_format_is_documented() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    formats = set(re.findall(r'"stretchguide/(\w+)"', source)) | {"routines", "stretches"}
    assert {name for name in formats if f"stretchguide/{name}" not in page} == set()


def test_generated_files_are_fresh() -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("refresh", ROOT / "tools" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    refresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(refresh)
    stale = [path.name for path, text in refresh.generated().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    assert stale == [], "run python tools/refresh.py"
