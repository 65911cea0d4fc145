"""The import rule of docs/architecture.md, read off the source."""

import ast
import re
from pathlib import Path

import pytest

from conftest import ROOT

SOURCE = ROOT / "src" / "stretchguide"

ROOMS = {
    "errors": set(),
    "model": {"errors"},
    "timeline": {"model"},
    "wording": {"model", "timeline"},
    "library": {"errors", "model", "timeline"},
    "body": {"model"},
    "safety": {"model", "timeline", "wording", "body"},
    "session": {"timeline", "model"},
    "terminal": {"session", "timeline", "wording", "body", "model", "errors"},
    "sound": {"session", "timeline", "wording", "model", "errors"},
    "export": {"session", "timeline", "wording", "body", "model", "sound"},
    "history": {"session", "timeline", "model", "errors"},
    "settings": set(),
}
PURE = [
    "errors.py",
    "model",
    "timeline.py",
    "wording.py",
    "body",
    "safety",
    "session/player.py",
    "session/keymap.py",
    "session/motion.py",
    "sound/signals.py",
    "sound/tones.py",
    "sound/spoken.py",
    "sound/coach.py",
    "sound/options.py",
    "cli/questions.py",
]
DATED = ["history/doses.py", "history/streak.py", "history/suggest.py", "history/change.py"]
"""Pure as well, but their business are days: they take them, and ask no clock."""
IMPURE = {"rich", "typer", "yaml", "os", "sys", "time", "pathlib", "datetime", "subprocess", "random"}


def imports(path: Path) -> set[str]:
    """Every module a file imports, inside functions, too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def files(*names: str) -> list[Path]:
    return sorted(path for name in names for path in ([SOURCE / name] if name.endswith(".py") else (SOURCE / name).rglob("*.py")))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    paths = files(room) or files(f"{room}.py")
    assert paths
    for path in paths:
        ours = {name.split(".")[1] for name in imports(path) if name.startswith("stretchguide.")}
        assert ours <= ROOMS[room] | {room, "__version__"}, path


@pytest.mark.parametrize("path", files(*PURE), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_pure_room_knows_no_clock_terminal_or_file(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & IMPURE


@pytest.mark.parametrize("path", files(*DATED), ids=lambda path: path.name)
def test_sums_over_days_ask_no_clock(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & (IMPURE - {"datetime"})
    assert not re.search(r"\.(now|today|utcnow)\(", path.read_text(encoding="utf-8"))


def test_only_settings_read_the_environment() -> None:
    readers = {path.name for path in files(*ROOMS, "cli") if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))}
    assert readers | {"settings.py"} == {"settings.py"}


def test_every_room_is_known_and_described() -> None:
    rooms = {
        path.stem for path in SOURCE.iterdir() if path.name not in ("__init__.py", "__main__.py", "py.typed", "__pycache__", "routines")
    }
    assert rooms == set(ROOMS) | {"cli"}
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for room in rooms:
        assert re.search(rf"\| `{room}(\.py|/)` \|", page), room


def test_nothing_private_of_typer_or_rich_is_used() -> None:
    for path in files(*ROOMS, "cli"):
        assert not [name for name in imports(path) if re.match(r"(typer|rich|pydantic|yaml)\.(.*\.)?_", name)], path
