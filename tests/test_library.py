"""Finding files by name, loading them, and saying everything that is wrong with a library."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from stretchguide.errors import DataError, InvalidError, NotFoundError
from stretchguide.library.files import Entry, Kind, Origin, Root, write_whole
from stretchguide.library.library import Library
from stretchguide.library.problem import InvalidFileError, Problem

ROUTINE = "name: Mine\nsummary: A routine of my own.\nsteps:\n"

STRETCH = """\
name: {name}
targets: {{primary: [hamstrings]}}
position: chair
method: static
sides: both
dose: {{hold: 30s}}
setup: Sit down.
steps: [Lean forward.]
breathing: Breathe.
safety: [Stop when it hurts.]
"""


class Folder:
    """A folder of routines of somebody's own, over the bundled ones."""

    def __init__(self, path: Path, bundled: Path) -> None:
        self.path = path
        self._bundled = bundled

    def write(self, name: str, content: str) -> Path:
        """Put a file into the folder."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    def routine(self, *steps: str, name: str = "mine.yaml") -> Path:
        """Put a routine into the folder."""
        return self.write(name, ROUTINE + "".join(f"  - {step}\n" for step in steps))

    def stretch(self, id: str, *, name: str = "A stretch", more: str = "") -> Path:
        """Put a stretch into the folder."""
        return self.write(f"stretches/mine/{id}.yaml", STRETCH.format(name=name) + more)

    def library(self) -> Library:
        """The library as it is now."""
        return Library([Root(self._bundled, Origin.BUNDLED), Root(self.path, Origin.USER)])

    def problems(self, id: str = "mine") -> list[Problem]:
        """What is wrong with one routine of the folder."""
        library = self.library()
        return library.check(library.find(id))


@pytest.fixture
def own(tmp_path: Path, bundled: Path) -> Folder:
    return Folder(tmp_path / "routines", bundled)


# --- finding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("safe-hamstrings", "safe-hamstrings"),
        ("seated-hamstring", "seated-hamstring"),
        ("Safe Hamstrings", "safe-hamstrings"),
        ("  safe   hamstrings ", "safe-hamstrings"),
        ("safe_hamstrings", "safe-hamstrings"),
        ("SAFE-HAM", "safe-hamstrings"),
        ("safe", "safe-hamstrings"),
        ("seated-ham", "seated-hamstring"),
        ("seated ham", "seated-hamstring"),
    ],
)
def test_a_name_is_found_by_id_by_its_beginning_and_by_its_words(library: Library, name: str, id: str) -> None:
    assert library.find(name).id == id


def test_an_id_is_found_even_where_it_begins_another_one(own: Folder) -> None:
    own.routine("march-in-place", name="leg.yaml")
    own.routine("march-in-place", name="leg-day.yaml")
    assert own.library().find("leg").id == "leg"


def test_a_beginning_that_fits_several_names_them_all(library: Library) -> None:
    with pytest.raises(NotFoundError, match=r"'seated-butterfly', 'seated-calf'.* Write more of the name"):
        library.find("seated")


@pytest.mark.parametrize(
    ("name", "near"),
    [("safe-hamstring-s", "safe-hamstrings"), ("seatd-hamstring", "seated-hamstring"), ("befor workout", "before-workout")],
)
def test_a_miss_suggests_the_nearest_names(library: Library, name: str, near: str) -> None:
    with pytest.raises(NotFoundError, match=f"called '{name}'. Did you mean .*'{near}'") as caught:
        library.find(name)
    assert str(caught.value).count("'") <= 2 + 2 * 3


@pytest.mark.parametrize("name", ["", "   ", "-", "zzzzzz", "🦵", "*", "a\nb"])
def test_a_name_like_nothing_at_all_points_to_the_list(library: Library, name: str) -> None:
    with pytest.raises(NotFoundError, match="stretchguide list"):
        library.find(name)


def test_a_routine_goes_before_a_stretch_of_the_same_name(own: Folder) -> None:
    own.routine("march-in-place", name="seated-hamstring.yaml")
    assert own.library().find("seated-hamstring").kind is Kind.ROUTINE
    assert own.library().find("seated-hamstring", [Kind.STRETCH]).kind is Kind.STRETCH


def test_a_file_with_any_name_is_found_by_just_that_name(own: Folder) -> None:
    own.routine("march-in-place", name="Evening Legs.yaml")
    library = own.library()
    assert library.timeline(library.find("Evening Legs")).routine.name == "Mine"


def test_a_path_works_where_a_name_does(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library([Root(bundled, Origin.BUNDLED)])
    monkeypatch.chdir(bundled)
    for path in (bundled / "safe-hamstrings.yaml", Path("safe-hamstrings.yaml"), Path("stretches/../safe-hamstrings.yaml")):
        entry = library.find(str(path))
        assert (entry.kind, entry.id, entry.origin) == (Kind.ROUTINE, "safe-hamstrings", Origin.FILE)
        assert library.timeline(entry).stretches


def test_a_path_to_nothing_is_not_found(library: Library, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no such file"):
        library.find(str(tmp_path / "none.yaml"))


def test_a_folder_cannot_be_played(library: Library, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="this is a folder"):
        library.find(f"{tmp_path}{os.sep}")


@pytest.mark.parametrize("file", ["safety.yaml", "sources.yaml"])
def test_a_file_of_another_kind_is_not_a_routine(library: Library, bundled: Path, file: str) -> None:
    with pytest.raises(InvalidError, match=r"this is a \w+ file. A routine or stretch is needed here"):
        library.find(str(bundled / file))


# --- files of one's own ---------------------------------------------------------------------------------------------


def test_a_file_of_the_user_shadows_the_bundled_one(own: Folder) -> None:
    path = own.routine("march-in-place", name="safe-hamstrings.yaml")
    library = own.library()
    entry = library.find("safe-hamstrings")
    assert (entry.path, entry.origin) == (path, Origin.USER)
    assert library.timeline(entry).routine.name == "Mine"


def test_a_stretch_of_the_user_shadows_the_bundled_one_in_every_routine(own: Folder) -> None:
    own.stretch("seated-hamstring", name="My way")
    library = own.library()
    names = [planned.stretch.name for planned in library.timeline(library.find("safe-hamstrings")).stretches]
    assert "My way" in names
    assert "Seated hamstring stretch" not in names


def test_both_endings_of_yaml_are_read_and_hidden_files_are_not(own: Folder) -> None:
    own.routine("march-in-place", name="one.yml")
    own.routine("march-in-place", name=".two.yaml")
    own.routine("march-in-place", name="three.txt")
    mine = [entry.path.name for entry in own.library().entries(Kind.ROUTINE) if entry.origin is Origin.USER]
    assert mine == ["one.yml"]


def test_a_folder_that_is_not_there_is_an_empty_one(own: Folder, library: Library) -> None:
    assert own.library().entries(Kind.ROUTINE) == library.entries(Kind.ROUTINE)


def test_one_broken_file_does_not_hide_the_rest(own: Folder) -> None:
    own.write("broken.yaml", "name: [")
    own.routine("march-in-place")
    library = own.library()
    assert library.timeline(library.find("mine")).stretches
    with pytest.raises(InvalidFileError):
        library.timeline(library.find("broken"))


@pytest.mark.parametrize("name", ["broken.yaml", "stretches/legs/broken.yaml", "avoid/broken.yaml", "safety.yaml", "sources.yaml"])
def test_checking_everything_reports_a_broken_file_of_any_kind_and_goes_on(own: Folder, name: str) -> None:
    broken = own.write(name, "name: [")
    other = own.write("zz.yaml", "name: x\nsummary: y\nsteps: [no-such]\n")
    assert {problem.path for problem in own.library().check_all()} == {broken, other}


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and does not read")
@pytest.mark.parametrize("name", ["unread.yaml", "sources.yaml", "stretches/mine/unread.yaml"])
def test_checking_everything_reports_a_file_that_cannot_be_read_and_goes_on(own: Folder, name: str) -> None:
    other = own.write("zz.yaml", "name: x\nsummary: y\nsteps: [no-such]\n")
    unread = own.path / name
    unread.parent.mkdir(parents=True, exist_ok=True)
    unread.symlink_to("/proc/self/mem")
    found = own.library().check_all()
    assert {problem.path for problem in found} == {unread, other}
    assert next(problem for problem in found if problem.path == unread).message.startswith("cannot be read")


def test_sources_of_the_user_are_added_to_the_bundled_ones(own: Folder) -> None:
    own.write("sources.yaml", "sources:\n  my-book: {cite: A book., grade: D, says: Stretch.}\n")
    own.write("mine.yaml", ROUTINE + "  - march-in-place\nsources: [my-book, acsm-2021]\n")
    assert own.library().check_all() == []


def test_a_shadowed_file_is_checked_too(own: Folder) -> None:
    own.stretch("seated-hamstring", more="sources: [no-such]\n")
    assert [problem.where for problem in own.library().check_all()] == ["sources[0]"]


def test_a_stretch_file_must_be_named_like_an_id(own: Folder) -> None:
    path = own.stretch("My Stretch")
    assert [(problem.path, "is not an id" in problem.message) for problem in own.library().check_all()] == [(path, True)]


def test_a_routine_finds_the_stretches_in_the_folder_beside_it(own: Folder, bundled: Path) -> None:
    own.stretch("my-stretch", name="All mine")
    path = own.routine("my-stretch", "march-in-place")
    library = Library([Root(bundled, Origin.BUNDLED)])
    names = [planned.stretch.name for planned in library.timeline(library.find(str(path))).stretches]
    assert names[0] == "All mine"
    assert len(names) == 2


def test_two_routines_from_different_folders_each_find_their_own_stretches(tmp_path: Path, bundled: Path) -> None:
    library = Library([Root(bundled, Origin.BUNDLED)])
    entries = []
    for place in ("one", "two"):
        folder = Folder(tmp_path / place, bundled)
        folder.stretch(f"{place}-stretch", name=place)
        entries.append(library.find(str(folder.routine(f"{place}-stretch"))))
    assert [library.timeline(entry).stretches[0].stretch.name for entry in entries] == ["one", "two"]


@pytest.mark.parametrize("name", ["my-stretch.yaml", "My Stretch.yaml", "Dehnübung 1.yml", "x.y.yaml"])
def test_a_stretch_file_given_as_a_path_plays_on_its_own_whatever_it_is_called(own: Folder, name: str) -> None:
    path = own.write(name, STRETCH.format(name="Alone"))
    library = own.library()
    entry = library.find(str(path))
    timeline = library.timeline(entry)
    assert (entry.kind, timeline.routine.name, len(timeline.stretches)) == (Kind.STRETCH, "Alone", 1)


# --- checking -------------------------------------------------------------------------------------------------------


def test_nothing_is_wrong_with_the_bundled_library(library: Library) -> None:
    assert library.check_all() == []


def test_every_bundled_routine_has_a_timeline(library: Library) -> None:
    for entry in library.entries(Kind.ROUTINE):
        assert library.timeline(entry).seconds > 0


def test_an_unknown_stretch_is_a_problem_at_its_name_with_a_suggestion(own: Folder) -> None:
    own.routine("march-in-place", "seatd-hamstring", "{stretch: bridg, reps: 5}")
    first, second = own.problems()
    assert (first.line, first.column, first.where) == (5, 5, "steps[1].stretch")
    assert "there is no stretch called 'seatd-hamstring'. Did you mean 'seated-hamstring'" in first.message
    assert (second.line, second.column) == (6, 15)
    assert "'bridge'" in second.message


@pytest.mark.parametrize(
    ("step", "column", "where", "words"),
    [
        ("{stretch: seated-hamstring, reps: 5}", 39, "steps[0].reps", "'reps' does not go with a static stretch"),
        ("{stretch: seated-hamstring, tempo: 3}", 40, "steps[0].tempo", "'tempo' does not go with a static stretch"),
        ("{stretch: leg-swing, hold: 30s}", 32, "steps[0].hold", "'hold' does not go with a dynamic stretch"),
        ("{stretch: march-in-place, reps: 5}", 37, "steps[0].reps", "use an even number"),
        ("{stretch: leg-swing, reps: 200, tempo: 30m}", 32, "steps[0].reps", "between 1 s and 30 min"),
    ],
)
def test_a_dose_that_does_not_fit_is_a_problem_at_its_field(own: Folder, step: str, column: int, where: str, words: str) -> None:
    own.routine(step)
    (problem,) = own.problems()
    assert (problem.line, problem.column, problem.where) == (4, column, where)
    assert words in problem.message


@pytest.mark.parametrize("steps", [["{rest: 10s}"], ["{wait: Get a mat.}"], ["{rest: 10s}", "{wait: Get a mat.}"]])
def test_a_routine_of_nothing_but_rests_is_none(own: Folder, steps: list[str]) -> None:
    own.routine(*steps)
    (problem,) = own.problems()
    assert (problem.line, problem.where, problem.message) == (4, "steps", "a routine needs at least one stretch")


def test_a_routine_of_more_than_three_hours_is_too_long(own: Folder) -> None:
    own.routine("march-in-place", *["{rest: 30m}"] * 6)
    (problem,) = own.problems()
    assert problem.where == "steps"
    assert "3 hours are the limit" in problem.message


def test_a_routine_of_just_under_three_hours_is_fine(own: Folder) -> None:
    own.routine("march-in-place", *["{rest: 30m}"] * 5)
    assert own.problems() == []


def test_a_broken_stretch_is_reported_where_it_is_used_and_where_it_is_wrong(own: Folder) -> None:
    stretch = own.write("stretches/mine/bad.yaml", "name: x\n")
    routine = own.routine("bad", "no-such")
    library = own.library()
    entry = library.find("mine")
    with pytest.raises(InvalidFileError) as caught:
        library.timeline(entry)
    assert {problem.path for problem in caught.value.problems} == {stretch, routine}
    assert [(problem.path, problem.line) for problem in library.check(entry)] == [(routine, 4), (routine, 5)]


@pytest.mark.parametrize("field", ["easier", "harder"])
def test_a_variation_must_name_a_stretch_there_is(own: Folder, field: str) -> None:
    own.stretch("mine", more=f"{field}: {{say: Do this., stretch: seatd-hamstring}}\n")
    (problem,) = own.library().check_all()
    assert (problem.line, problem.where) == (11, f"{field}.stretch")
    assert "'seated-hamstring'" in problem.message


def test_a_source_must_be_one_there_is(own: Folder) -> None:
    own.write("mine.yaml", ROUTINE + "  - march-in-place\nsources: [acsm-2020]\n")
    (problem,) = own.problems()
    assert (problem.line, problem.column, problem.where) == (5, 11, "sources[0]")
    assert "Did you mean 'acsm-2021'?" in problem.message


def test_a_missing_source_does_not_keep_a_routine_from_playing(own: Folder) -> None:
    own.write("mine.yaml", ROUTINE + "  - march-in-place\nsources: [acsm-2020]\n")
    library = own.library()
    assert library.timeline(library.find("mine")).seconds > 0


def test_problems_come_in_the_order_of_the_lines(own: Folder) -> None:
    own.routine("no-such", "{stretch: seated-hamstring, reps: 5}", "nor-this")
    assert [problem.line for problem in own.problems()] == [4, 5, 6]


def test_a_library_without_any_folder_finds_nothing_and_has_no_problems() -> None:
    assert Library([]).check_all() == []
    with pytest.raises(NotFoundError):
        Library([]).find("anything")


# --- writing files --------------------------------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file that is there already."""
    path = tmp_path / "place" / "file.txt"
    path.parent.mkdir()
    path.write_text("old")
    return path


def test_a_file_is_written_as_it_is(tmp_path: Path) -> None:
    write_whole(tmp_path / "new.txt", "ä\r\n", replace=False)
    assert (tmp_path / "new.txt").read_bytes() == b"\xc3\xa4\r\n"
    assert [path.name for path in tmp_path.iterdir()] == ["new.txt"]


def test_a_file_that_exists_is_kept_unless_it_is_to_be_replaced(old: Path) -> None:
    with pytest.raises(DataError, match=r"exists already.*--force"):
        write_whole(old, "new", replace=False)
    assert old.read_text() == "old"
    write_whole(old, "new", replace=True)
    assert old.read_text() == "new"


def failing(message: str) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, message)

    return fail


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_failure_leaves_the_old_file_whole_and_nothing_beside_it(old: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    monkeypatch.setattr(os, step, failing("No space left on device"))
    with pytest.raises(DataError, match=r"file\.txt: cannot be written: No space left on device"):
        write_whole(old, "new", replace=True)
    assert [(path.name, path.read_text()) for path in old.parent.iterdir()] == [("file.txt", "old")]


def test_an_interruption_leaves_nothing_behind(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(old, "new", replace=True)
    assert [path.read_text() for path in old.parent.iterdir()] == ["old"]


@pytest.mark.skipif(os.name == "nt", reason="needs permissions")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_a_replaced_file_keeps_its_permissions(old: Path, mode: int) -> None:
    old.chmod(mode)
    write_whole(old, "new", replace=True)
    assert old.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(os.name == "nt", reason="needs permissions")
def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "new.txt", "x", replace=False)
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    assert (tmp_path / "new.txt").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link_and_what_it_leads_to_is_written(old: Path) -> None:
    link = old.with_name("link.txt")
    link.symlink_to(old.name)
    write_whole(link, "new", replace=True)
    assert link.is_symlink()
    assert old.read_text() == "new"


def test_a_link_to_a_file_that_exists_is_not_written_through_by_accident(old: Path) -> None:
    link = old.with_name("link.txt")
    link.symlink_to(old.name)
    with pytest.raises(DataError, match="exists already"):
        write_whole(link, "new", replace=False)


def test_a_link_to_nowhere_makes_the_file_it_leads_to(old: Path) -> None:
    link = old.with_name("link.txt")
    link.symlink_to("target.txt")
    write_whole(link, "new", replace=False)
    assert link.is_symlink()
    assert old.with_name("target.txt").read_text() == "new"


@pytest.mark.parametrize("replace", [True, False])
def test_a_link_to_itself_cannot_be_written(old: Path, replace: bool) -> None:
    loop = old.with_name("loop.txt")
    loop.symlink_to("loop.txt")
    with pytest.raises(DataError, match="cannot be written"):
        write_whole(loop, "new", replace=replace)
    assert loop.is_symlink()


@pytest.mark.parametrize(
    "name", ["none/file.txt", "file.txt/below.txt", "x" * 300, "a\0b"], ids=["no folder", "a file in the way", "long", "NUL"]
)
def test_a_place_that_cannot_be_written_is_named(old: Path, name: str) -> None:
    with pytest.raises(DataError, match=r"cannot be written.*Choose another place"):
        write_whole(old.parent / name, "new", replace=True)
    assert [path.name for path in old.parent.iterdir()] == ["file.txt"]


def test_a_folder_is_not_replaced_by_a_file(old: Path) -> None:
    with pytest.raises(DataError, match="this is a folder"):
        write_whole(old.parent, "new", replace=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_device_is_an_error_and_stays_a_device() -> None:
    with pytest.raises(DataError, match="No space left"):
        write_whole(Path("/dev/full"), "new", replace=True)
    assert Path("/dev/full").is_char_device()


def test_an_entry_of_the_library_says_which_region_it_is_filed_under(library: Library) -> None:
    def entry(id: str) -> Entry:
        return library.find(id)

    assert entry("seated-hamstring").region == "hamstrings"
    assert entry("safe-hamstrings").region == ""


def test_unknown_stretches_come_out_together_with_mistakes_of_the_file(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("name: A\nsummary: B\nlevle: easy\nsteps:\n  - seated-hamstrng\n  - {stretch: leg-swing, hold: 20s}\n")
    problems = library.check(library.find(str(path)))
    assert [(problem.line, problem.where) for problem in problems] == [(3, "levle"), (5, "steps[0].stretch"), (6, "steps[1].hold")]


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("anchor: chair", "anchor: sofa", "pose.anchor", "'sofa' is not one of them"),
        ("    knee: {left: 20, right: 82}\n", "", "pose.hold", "name the angle of the knee"),
        ("    knee: {left: 20, right: 82}", "    knee: {left: 20, right: 182}", "pose.hold.knee.right", ""),
        ("    knee: {left: 20, right: 82}", "    knee: {left: -20, right: 82}", "pose.hold.knee.left", "outside what the knee can do"),
        ("    trunk: 10", "    trunk: nan", "pose.hold.trunk", "not a number"),
        ("    trunk: 10", "    trunk: .inf", "pose.hold.trunk", "not a number"),
        ("    trunk: 10", "    truck: 10", "pose.hold.truck", "Did you mean 'trunk'?"),
    ],
)
def test_a_bad_pose_is_named_with_its_place(
    library: Library, bundled: Path, tmp_path: Path, old: str, new: str, where: str, message: str
) -> None:
    text = (bundled / "stretches" / "hamstrings" / "seated-hamstring.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "seated.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    problems = library.check(library.find(str(path)))
    assert any(problem.where == where and message in problem.message and problem.line > 1 for problem in problems), problems
