"""The package as people get it: built, installed into an empty environment, used far from the checkout. Slow."""

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from terminals import TerminalSession

pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True, timeout=300)
    return folder


@pytest.fixture(scope="module")
def command(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script of the installed wheel."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
    (wheel,) = built.glob("*.whl")
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True, timeout=300)
    return folder / "bin" / "stretchguide"


@pytest.fixture
def run(command: Path, tmp_path: Path) -> Run:
    """Run the installed program in an empty folder."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run([command, *arguments], cwd=tmp_path, env=clean, capture_output=True, text=True, timeout=60, check=False)

    return run


def test_wheel_and_sdist_carry_the_routines(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    bundled = {path.relative_to(ROOT).as_posix() for path in (ROOT / "routines").rglob("*.*") if path.is_file()}
    assert {f"stretchguide/{name}" for name in bundled} <= inside
    assert {"stretchguide/py.typed", "stretchguide/routines/index.json", "stretchguide/routines/schema/routine.json"} <= inside
    assert any(name.endswith("licenses/LICENSE") for name in inside)
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert bundled | {"README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "src/stretchguide/cli/app.py"} <= names


def test_the_installed_program_lists_checks_and_exports(run: Run, tmp_path: Path) -> None:
    listed = run("list")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert len(listed.stdout.splitlines()) == 14
    checked = run("check")
    assert (checked.returncode, checked.stdout) == (0, "")
    assert run("export", "safe-hamstrings", "-o", "page.txt").returncode == 0
    assert "Seated hamstring stretch" in (tmp_path / "page.txt").read_text()
    assert run("new", "evening legs").returncode == 0
    assert "evening-legs" in run("list").stdout
    assert run("--version").stdout.startswith("stretchguide ")


def test_the_installed_program_needs_only_what_it_declares(run: Run, command: Path) -> None:
    listed = subprocess.run([command.parent / "pip", "list", "--format", "freeze"], capture_output=True, text=True, check=True)
    names = {line.partition("==")[0].lower() for line in listed.stdout.splitlines()}
    assert not names & {"pytest", "hypothesis", "textual", "numpy"}
    assert len(names) <= 20


def test_a_whole_session_of_the_installed_program(command: Path) -> None:
    with TerminalSession([str(command), "start", "before-workout", "--now", "--speed", "200"]) as session:
        session.wait("You are done.", seconds=30)
        assert session.exit_code() == 0


def test_a_whole_session_without_a_terminal(run: Run) -> None:
    played = run("start", "before-workout", "--now", "--speed", "200")
    assert (played.returncode, played.stderr) == (0, "")
    assert played.stdout.splitlines()[-1].endswith("Done.")
