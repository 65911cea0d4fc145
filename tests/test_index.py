"""Summaries without reading YAML: always right, quick when nothing changed, and never in the way."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stretchguide.library.files import Entry, Kind, Origin, Root
from stretchguide.library.index import Index, Summary
from stretchguide.library.library import Library

KINDS = (Kind.ROUTINE, Kind.STRETCH, Kind.AVOID)
Records = dict[str, Any]


class Place:
    """A small folder of routines with a cache of its own: no index comes with it."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root = root
        self.cache = cache

    @property
    def file(self) -> Path:
        """The index in the cache folder."""
        return self.cache / "index.json"

    def all(self) -> dict[str, Summary]:
        """A new look at everything, as another run of the program takes it."""
        return {f"{entry.kind}/{entry.id}": summary for entry, summary in self.index().summaries(*KINDS)}

    def index(self) -> Index:
        """The index, opened anew."""
        return Index(self.roots, self.cache)

    @property
    def roots(self) -> list[Root]:
        """The folder as a library."""
        return [Root(self.root, Origin.BUNDLED)]

    def edit(self, name: str, old: str, new: str, *, hidden: bool = False) -> None:
        """Change a file. Hidden: size and times stay what they were."""
        path = self.root / name
        before = path.stat()
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        if hidden:
            assert path.stat().st_size == before.st_size
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.fixture
def place(tmp_path: Path, bundled: Path) -> Place:
    root = tmp_path / "routines"
    for name in (
        "safe-hamstrings.yaml",
        "safety.yaml",
        "sources.yaml",
        "avoid/standing-toe-touch.yaml",
        "stretches/warm-up/march-in-place.yaml",
        "stretches/hamstrings/hip-hinge.yaml",
        "stretches/hamstrings/seated-hamstring.yaml",
        "stretches/hamstrings/lying-knee-straightener.yaml",
        "stretches/lower-back/pelvic-tilt.yaml",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(bundled / name, root / name)
    (root / "safe-hamstrings.yaml").write_text(
        "name: Safe\nsummary: Safe for the back.\nsteps:\n  - {stretch: seated-hamstring, sets: 2}\n  - march-in-place\n"
    )
    return Place(root, tmp_path / "cache")


# --- right ----------------------------------------------------------------------------------------------------------


def test_a_summary_says_what_the_library_says(bundled: Path, library: Library, tmp_path: Path) -> None:
    index = Index([Root(bundled, Origin.BUNDLED)], tmp_path)
    for entry, summary in index.summaries(Kind.ROUTINE):
        timeline = library.timeline(entry)
        assert summary["id"] == entry.id
        assert (summary["name"], summary["summary"]) == (timeline.routine.name, timeline.routine.summary)
        assert (summary["context"], summary["level"]) == (timeline.routine.context, timeline.routine.level)
        assert summary["seconds"] == timeline.seconds
        assert summary["equipment"] == list(timeline.equipment)
        assert summary["stretches"] == list(dict.fromkeys(planned.id for planned in timeline.stretches))
    for entry, summary in index.summaries(Kind.STRETCH):
        stretch = library.stretch(entry)
        assert (summary["id"], summary["name"], summary["region"]) == (entry.id, stretch.name, entry.path.parent.name)
        assert summary["aliases"] == list(stretch.aliases)
        assert summary["targets"] == list(stretch.targets.primary)
        assert (summary["position"], summary["method"], summary["sides"]) == (stretch.position, stretch.method, stretch.sides)
        assert (summary["level"], summary["equipment"]) == (stretch.level, list(stretch.equipment))
    for entry, summary in index.summaries(Kind.AVOID):
        avoided = library.avoided(entry)
        assert (summary["id"], summary["name"], summary["stretches"]) == (entry.id, avoided.name, list(avoided.instead))


def test_every_entry_is_there_once_by_kind_and_id(bundled: Path, library: Library, tmp_path: Path) -> None:
    found = [entry for entry, _ in Index([Root(bundled, Origin.BUNDLED)], tmp_path).summaries(*KINDS)]
    assert found == library.entries(*KINDS)


def test_the_second_look_says_the_same_as_the_first(place: Place) -> None:
    first = place.all()
    assert place.file.is_file()
    assert place.all() == first


def test_the_second_look_changes_nothing_on_disk(place: Place) -> None:
    place.all()
    before = place.file.stat()
    place.all()
    after = place.file.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("hidden", [False, True], ids=["", "same size and time"])
def test_a_changed_file_is_seen_at_once(place: Place, hidden: bool) -> None:
    place.all()
    place.edit("safe-hamstrings.yaml", "name: Safe", "name: Soft", hidden=hidden)
    assert place.all()["routine/safe-hamstrings"]["name"] == "Soft"


@pytest.mark.parametrize("hidden", [False, True], ids=["", "same size and time"])
def test_a_changed_stretch_changes_the_length_of_its_routines(place: Place, hidden: bool) -> None:
    before = place.all()["routine/safe-hamstrings"]["seconds"]
    place.edit("stretches/hamstrings/seated-hamstring.yaml", "hold: 30s", "hold: 40s", hidden=hidden)
    assert place.all()["routine/safe-hamstrings"]["seconds"] == before + 2 * 2 * 10


def test_a_new_file_is_seen_at_once(place: Place) -> None:
    place.all()
    shutil.copy(place.root / "safe-hamstrings.yaml", place.root / "another.yaml")
    assert "routine/another" in place.all()


def test_a_file_that_is_gone_is_gone_at_once(place: Place) -> None:
    place.all()
    (place.root / "stretches/hamstrings/hip-hinge.yaml").unlink()
    assert "stretch/hip-hinge" not in place.all()


def test_a_renamed_file_has_its_new_name_at_once(place: Place) -> None:
    place.all()
    (place.root / "safe-hamstrings.yaml").rename(place.root / "soft.yaml")
    found = place.all()
    assert found["routine/soft"]["id"] == "soft"
    assert "routine/safe-hamstrings" not in found


def test_a_stretch_moved_to_another_region_is_listed_there(place: Place) -> None:
    place.all()
    (place.root / "stretches/glutes").mkdir()
    (place.root / "stretches/hamstrings/hip-hinge.yaml").rename(place.root / "stretches/glutes/hip-hinge.yaml")
    assert place.all()["stretch/hip-hinge"]["region"] == "glutes"


def test_a_routine_whose_stretch_disappears_has_problems_and_none_when_it_is_back(place: Place) -> None:
    stretch = place.root / "stretches/warm-up/march-in-place.yaml"
    good = place.all()
    aside = place.root.parent / "aside.yaml"
    stretch.rename(aside)
    assert place.all()["routine/safe-hamstrings"]["problems"] == 1
    aside.rename(stretch)
    assert place.all() == good


def test_a_folder_of_the_user_shadows_the_bundled_one(place: Place, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "safe-hamstrings.yaml").write_text("name: My own\nsummary: x\nsteps: [march-in-place]\n")
    roots = [*place.roots, Root(own, Origin.USER)]
    for _ in range(2):
        found = {entry.id: (entry.origin, summary["name"]) for entry, summary in Index(roots, place.cache).summaries(Kind.ROUTINE)}
        assert found == {"safe-hamstrings": (Origin.USER, "My own")}
    assert place.all()["routine/safe-hamstrings"]["name"] == "Safe"


# --- broken files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"name: [", b"\xff\xfe", b"name: x\n", b"[" * 10_000, b"\0" * 2_000_000])
@pytest.mark.parametrize("name", ["broken.yaml", "stretches/legs/broken.yaml", "avoid/broken.yaml"])
def test_a_broken_file_is_listed_with_its_problems_and_hides_nothing(place: Place, name: str, content: bytes) -> None:
    good = place.all()
    (place.root / name).parent.mkdir(exist_ok=True)
    (place.root / name).write_bytes(content)
    for _ in range(2):
        found = place.all()
        (broken,) = [key for key in found if key not in good]
        assert found[broken]["id"] == "broken"
        assert found[broken]["problems"] >= 1
        assert {key: found[key] for key in good} == good


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and does not read")
def test_a_file_that_cannot_be_read_is_listed_with_a_problem(place: Place) -> None:
    (place.root / "unread.yaml").symlink_to("/proc/self/mem")
    assert place.all()["routine/unread"]["problems"] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="needs names that are not Unicode")
def test_a_file_name_that_is_not_unicode_is_listed(place: Place) -> None:
    shutil.copy(place.root / "safe-hamstrings.yaml", place.root / os.fsdecode(b"caf\xe9.yaml"))
    for _ in range(2):
        assert place.all()["routine/caf\udce9"]["name"] == "Safe"


# --- the cache ------------------------------------------------------------------------------------------------------


def each(change: Callable[[Any], object]) -> Callable[[Records], object]:
    """The same change to every record of an index."""

    def all(data: Records) -> None:
        for record in data["files"].values():
            change(record)

    return all


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(format=99),
        lambda data: data.update(version="0.0.0"),
        lambda data: data.pop("version"),
        lambda data: data.pop("files"),
        lambda data: data.update(files=[1, 2]),
        lambda data: data.update(files="x"),
        lambda data: data.update(files=None),
        lambda data: data["files"].update(dict.fromkeys(data["files"], None)),
        lambda data: data["files"].update(dict.fromkeys(data["files"], "x")),
        lambda data: data["files"].update({digest: {} for digest in data["files"]}),
        each(lambda record: record.update(depends=[])),
        each(lambda record: record.update(depends={"march-in-place": 5})),
        each(lambda record: record.update(summary="x")),
        each(lambda record: record.update(summary={})),
        each(lambda record: record.update(summary={"id": record["summary"]["id"]})),
        each(lambda record: record["summary"].update(id="other")),
        each(lambda record: record["summary"].update(name=["x"])),
        each(lambda record: record["summary"].update(seconds="x", aliases="x", stretches=[1])),
        each(lambda record: record["summary"].update(seconds=float("nan"), aliases=None, stretches=None)),
        each(lambda record: record["summary"].update(seconds=1e999, aliases={}, stretches={})),
    ],
)
def test_an_index_that_says_something_else_is_ignored(place: Place, change: Callable[[Records], object]) -> None:
    good = place.all()
    data = json.loads(place.file.read_text())
    change(data)
    place.file.write_text(json.dumps(data))
    assert place.all() == good


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"5",
        b'"x"',
        b"\xff",
        b"\0" * 100,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 10_000,
        "[]".encode("utf-16"),
    ],
)
def test_an_index_that_is_none_is_ignored_and_made_anew(place: Place, content: bytes) -> None:
    good = place.all()
    text = place.file.read_text()
    place.file.write_bytes(content)
    assert place.all() == good
    assert place.file.read_text() == text


def test_an_index_cut_short_anywhere_is_ignored(place: Place) -> None:
    good = place.all()
    whole = place.file.read_bytes()
    for length in range(0, len(whole), len(whole) // 12):
        place.file.write_bytes(whole[:length])
        assert place.all() == good


def test_no_cache_folder_at_all_is_no_problem(place: Place) -> None:
    good = place.all()
    found = {f"{entry.kind}/{entry.id}": summary for entry, summary in Index(place.roots, None).summaries(*KINDS)}
    assert found == good


NO_PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")


@pytest.mark.parametrize("what", ["a file in the way", "a folder in the way", "a link to itself", pytest.param("a pipe", marks=NO_PIPES)])
def test_a_cache_that_cannot_be_used_is_no_problem(place: Place, what: str) -> None:
    good = place.all()
    shutil.rmtree(place.cache)
    if what == "a file in the way":
        place.cache.write_text("")
    else:
        place.cache.mkdir()
    if what == "a folder in the way":
        place.file.mkdir()
    if what == "a link to itself":
        place.file.symlink_to("index.json")
    if what == "a pipe":
        os.mkfifo(place.file)  # nobody is at the other end: opening it would wait for ever
    assert place.all() == good


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_cache_folder_without_permission_is_no_problem(place: Place) -> None:
    good = place.all()
    place.file.unlink()
    place.cache.chmod(0o500)
    assert place.all() == good


def test_the_cache_holds_nothing_of_files_that_are_gone_or_broken(place: Place) -> None:
    place.all()
    before = len(json.loads(place.file.read_text())["files"])
    (place.root / "stretches/hamstrings/hip-hinge.yaml").unlink()
    (place.root / "broken.yaml").write_text("name: [")
    place.all()
    assert len(json.loads(place.file.read_text())["files"]) == before - 1


def test_an_index_that_comes_with_the_folder_is_used_and_never_written(place: Place) -> None:
    good = place.all()
    place.file.rename(place.root / "index.json")
    before = (place.root / "index.json").read_bytes()
    assert place.all() == good
    assert not place.file.exists()
    place.edit("safe-hamstrings.yaml", "name: Safe", "name: Soft")
    assert place.all()["routine/safe-hamstrings"]["name"] == "Soft"
    assert (place.root / "index.json").read_bytes() == before


def test_an_index_is_ascii_so_that_nothing_on_the_way_can_spoil_it(place: Place) -> None:
    place.edit("safe-hamstrings.yaml", "name: Safe", "name: Rücken 背中")
    assert place.all()["routine/safe-hamstrings"]["name"] == "Rücken 背中"
    assert place.file.read_bytes().isascii()
    assert place.all()["routine/safe-hamstrings"]["name"] == "Rücken 背中"


def test_asking_for_one_kind_keeps_what_is_known_of_the_others(place: Place) -> None:
    place.all()
    whole = place.file.read_bytes()
    (place.root / "new.yaml").write_text("name: New\nsummary: x\nsteps: [march-in-place]\n")
    found: list[tuple[Entry, Summary]] = place.index().summaries(Kind.ROUTINE)
    assert len(found) == 2
    assert len(place.file.read_bytes()) > len(whole)


# --- quick ----------------------------------------------------------------------------------------------------------

SLOW = ("pydantic", "yaml", "stretchguide.session", "stretchguide.timeline", "rich")

# The name of the program decides the name of the variable that asks for completion.
RUN = "import sys; sys.argv[0] = 'stretchguide'; from stretchguide.__main__ import main; main()"


@pytest.fixture
def imported(fence: Path) -> Callable[..., tuple[set[str], str]]:
    """Runs the program in a process of its own, and gives the modules it imported and what it printed."""

    def run(*arguments: str, **environment: str) -> tuple[set[str], str]:
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", RUN, *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, **environment},
            timeout=30,
        )
        assert done.returncode == 0, done.stderr
        return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}, done.stdout

    return run


def slow(modules: set[str]) -> set[str]:
    return {module for module in modules if module.startswith(SLOW)}


def test_help_imports_nothing_slow(imported: Callable[..., tuple[set[str], str]]) -> None:
    modules, out = imported("--help")
    assert "Usage: stretchguide" in out
    assert not slow(modules)


def test_the_version_imports_next_to_nothing(imported: Callable[..., tuple[set[str], str]]) -> None:
    modules, out = imported("--version")
    assert out.startswith("stretchguide ")
    assert not slow(modules)
    assert "typer" not in modules


def test_a_second_list_imports_nothing_slow(imported: Callable[..., tuple[set[str], str]]) -> None:
    _, first = imported("list")
    modules, second = imported("list")
    assert second == first
    assert "safe-hamstrings" in second
    assert not slow(modules)


def test_completion_imports_nothing_slow(imported: Callable[..., tuple[set[str], str]]) -> None:
    imported("list", "--stretches")
    modules, out = imported(_STRETCHGUIDE_COMPLETE="complete_bash", COMP_WORDS="stretchguide show sea", COMP_CWORD="2")
    assert "seated-hamstring" in out.split()
    assert "bridge" not in out.split()
    assert not slow(modules)
