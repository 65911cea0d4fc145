"""The health profile: what it may say, how it lies on disk, the questions, and the commands."""

import io
import json
import os
import re
import stat
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from conftest import ROOT
from fakes import profiles
from stretchguide import settings
from stretchguide.cli.app import app
from stretchguide.cli.profile import interviewed
from stretchguide.cli.questions import GROUPS, Interview, Outcome, Topic, answer, begin, page
from stretchguide.errors import DataError
from stretchguide.library.files import Origin, Root
from stretchguide.library.library import Library
from stretchguide.library.personal import clear_profile, load_profile, profile_text, save_profile
from stretchguide.library.problem import InvalidFileError
from stretchguide.library.source import parse
from stretchguide.model.anatomy import Condition, Equipment
from stretchguide.model.profile import EFFORT_MAX, AgeBand, Profile
from stretchguide.model.safety import Safety
from terminals import stretchguide

Run = Callable[..., Result]

SAFETY = Library([Root(ROOT / "routines", Origin.BUNDLED)]).safety()
FULL = Path("/dev/full")
SOME = Profile(
    conditions=(Condition.OSTEOPOROSIS, Condition.GLAUCOMA),
    unsure=(Condition.NECK_RADICULAR,),
    age=AgeBand.OLDER,
    equipment=(Equipment.CHAIR, Equipment.MAT),
    effort=3,
)

unless_root = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="permissions do not bind this user")


@pytest.fixture
def path() -> Path:
    """Where the profile of this test is."""
    path = settings.profile_path()
    assert path is not None
    return path


@pytest.fixture
def run() -> Run:
    """Runs a command inside this process."""
    return lambda *arguments, **options: CliRunner().invoke(app, [str(argument) for argument in arguments], **options)


def problems(text: str, path: Path) -> list[str]:
    """What is wrong with a profile, without its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    with pytest.raises(InvalidFileError) as caught:
        load_profile(path)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def failed(done: Result, code: int) -> str:
    assert done.exit_code == code, done.output
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


# --- what it may say ------------------------------------------------------------------------------------------------


def test_a_profile_without_answers_is_empty() -> None:
    assert Profile().is_empty
    assert not SOME.is_empty
    assert not Profile(equipment=()).is_empty


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("conditions: [osteoporsis]", "1:14: conditions[0]: 'osteoporsis' is not one of them. Did you mean 'osteoporosis'?"),
        ("conditions:\n  - glaucoma\n  - glaucoma\n", "3:5: conditions[1]: 'glaucoma' is there twice"),
        ("conditions: [glaucoma]\nunsure: [glaucoma]", "2:10: unsure[0]: 'glaucoma' is among the conditions, too: leave it in one of them"),
        ("unsure: [glaucoma, glaucoma]", "1:20: unsure[1]: 'glaucoma' is there twice"),
        ("equipment: [mat, mat]", "1:18: equipment[1]: 'mat' is there twice"),
        ("equipment: [chiar]", "1:13: equipment[0]: 'chiar' is not one of them. Did you mean 'chair'?"),
        ("condition: [glaucoma]", "1:1: condition: 'condition' is not known here. Did you mean 'conditions'?"),
        ("conditions: glaucoma", "1:13: conditions: a list is needed here: one entry a line, each after '- '"),
        ("age: 40", "1:6: age: '40' is not one of them: under-18, 18-64, 65-plus"),
        ("effort: 5", "1:9: effort: 5 is too large: at most 4"),
        ("effort: 0", "1:9: effort: 0 is too small: at least 1"),
        ("effort: hard", "1:9: effort: 'hard' is not a whole number"),
        ("effort: 3\neffort: 2", "2:1: duplicate key 'effort'"),
        ('age: "\\e[31m"', "1:6: control character U+001B is not allowed"),
        ("", "1:1: the file is empty: write 'conditions: []', or remove it with 'stretchguide profile clear'"),
        ("# all\n\n  # comments\n", "1:1: the file is empty: write 'conditions: []', or remove it with 'stretchguide profile clear'"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(path: Path, text: str, found: str) -> None:
    assert found in problems(text, path)


def test_all_mistakes_come_out_at_once(path: Path) -> None:
    assert len(problems("conditions: [x, glaucoma]\nage: 7\neffort: 9\nnonsense: 1\n", path)) == 4


@given(st.text(max_size=200))
def test_nothing_in_the_file_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "profile.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load_profile(path)
    except InvalidFileError as error:
        shown = str(error)
    else:
        shown = ""
    # A letter newer than Python's tables is not "printable", and harmless: what steers a terminal is not.
    assert not [char for char in shown.replace("\n", "") if unicodedata.category(char) in ("Cc", "Cs")]


def test_nobody_may_be_asked_for_more_than_everybody() -> None:
    assert SAFETY.limits.effort.default == EFFORT_MAX


@given(profiles(), st.sets(st.sampled_from(Condition)), st.sets(st.sampled_from(Condition)))
def test_an_answer_changes_only_what_was_asked(profile: Profile, asked: set[Condition], said: set[Condition]) -> None:
    yes, unsure = said & asked, asked - said
    after = profile.answered(asked, yes=yes, unsure=unsure)
    assert Profile.model_validate(after.model_dump()) == after
    assert set(after.conditions) == (set(profile.conditions) - asked) | yes
    assert set(after.unsure) == (set(profile.unsure) - asked) | unsure
    assert (after.age, after.equipment, after.effort) == (profile.age, profile.equipment, profile.effort)


# --- on disk --------------------------------------------------------------------------------------------------------


@given(profiles())
def test_what_is_written_is_what_is_read(profile: Profile) -> None:
    assert parse(profile_text(profile), Path("profile.yaml")).validate(Profile) == profile


def test_no_file_is_an_empty_profile(path: Path) -> None:
    assert load_profile(path) == Profile()


@pytest.mark.skipif(sys.platform == "win32", reason="no permissions of this kind")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_only_the_owner_can_read_it_whatever_the_umask(path: Path, umask: int) -> None:
    path.parent.parent.mkdir(parents=True)
    before = os.umask(umask)
    try:
        save_profile(path, SOME)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert load_profile(path) == SOME


@pytest.mark.skipif(sys.platform == "win32", reason="no permissions of this kind")
def test_a_profile_that_others_could_read_is_closed_when_it_is_written(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.parent.chmod(0o755)
    path.write_text("conditions: []\n")
    path.chmod(0o644)
    save_profile(path, SOME)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o755


@pytest.mark.skipif(sys.platform == "win32", reason="no permissions of this kind")
def test_nobody_can_read_it_while_it_is_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    sync = os.fsync

    def look(handle: int) -> None:
        seen.extend(stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir())
        sync(handle)

    monkeypatch.setattr(os, "fsync", look)
    save_profile(path, SOME)
    assert seen == [0o600]


def test_the_file_says_what_it_is_and_that_it_stays_here(path: Path) -> None:
    save_profile(path, SOME)
    text = path.read_text(encoding="utf-8")
    for words in ("health profile", "stays on this machine", "It is no diagnosis", "stretchguide profile clear"):
        assert words in text
    assert all(len(line) <= 140 for line in text.splitlines())


def test_writing_leaves_nothing_else_behind(path: Path) -> None:
    save_profile(path, SOME)
    save_profile(path, Profile())
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(not FULL.exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_named_and_the_old_profile_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_profile(path, SOME)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match="No space left"):
        save_profile(path, Profile())
    monkeypatch.undo()
    assert list(path.parent.iterdir()) == [path]
    path.unlink()
    path.symlink_to(FULL)
    with pytest.raises(DataError, match="No space left"):
        save_profile(path, SOME)


@unless_root
def test_a_folder_that_cannot_be_written_is_named(path: Path) -> None:
    save_profile(path, SOME)
    path.parent.chmod(0o500)
    try:
        with pytest.raises(DataError, match="cannot be written"):
            save_profile(path, Profile())
        with pytest.raises(DataError, match="cannot be removed"):
            clear_profile(path)
        assert load_profile(path) == SOME
    finally:
        path.parent.chmod(0o700)


@unless_root
def test_a_profile_that_cannot_be_read_is_never_an_empty_one(path: Path) -> None:
    save_profile(path, SOME)
    path.chmod(0)
    with pytest.raises(DataError, match="cannot be read"):
        load_profile(path)


def test_a_file_in_the_way_of_the_folder_is_named(path: Path) -> None:
    path.parent.parent.mkdir(parents=True, exist_ok=True)
    path.parent.write_text("in the way")
    with pytest.raises(DataError, match=re.escape(str(path.parent))):
        save_profile(path, SOME)


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("/no/where")], ids=["folder", "dead link"])
def test_whatever_else_is_in_its_place_is_never_an_empty_profile(path: Path, make: Callable[[Path], None]) -> None:
    path.parent.mkdir(parents=True)
    make(path)
    with pytest.raises(DataError, match=re.escape(str(path))):
        load_profile(path)


def test_a_profile_behind_a_link_stays_there_and_is_removed_there(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir(parents=True)
    real = tmp_path / "kept" / "health.yaml"
    real.parent.mkdir()
    real.write_text("conditions: []\n")
    path.symlink_to(real)
    save_profile(path, SOME)
    assert path.is_symlink()
    assert load_profile(real) == SOME
    assert clear_profile(path)
    assert not real.exists()
    assert not path.is_symlink()


@pytest.mark.skipif(not FULL.exists(), reason="needs a device")
def test_removing_a_link_to_a_device_leaves_the_device(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.symlink_to("/dev/null")
    assert clear_profile(path)
    assert Path("/dev/null").exists()


def test_clearing_removes_what_an_interrupted_write_left(path: Path) -> None:
    save_profile(path, SOME)
    (path.parent / ".profile.yaml.abc.part").write_text("conditions: [glaucoma]")
    (path.parent / "notes.txt").write_text("mine")
    assert clear_profile(path)
    assert [file.name for file in path.parent.iterdir()] == ["notes.txt"]
    assert not clear_profile(path)


def test_two_at_once_leave_one_whole_profile(path: Path) -> None:
    path.parent.mkdir(parents=True)

    def write(profile: Profile) -> None:
        for _ in range(20):
            save_profile(path, profile)

    writers = [threading.Thread(target=write, args=(profile,)) for profile in (SOME, Profile(effort=1))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert load_profile(path) in (SOME, Profile(effort=1))
    assert list(path.parent.iterdir()) == [path]


# --- the questions --------------------------------------------------------------------------------------------------


def asked(script: str, profile: Profile | None = None) -> Interview:
    """Where a script of answers leads. The answers are parted by slashes."""
    interview = begin(SAFETY, profile or Profile())
    for typed in script.split("/"):
        assert interview.outcome is None, f"{typed!r} is left over"
        interview = answer(interview, typed)
    return interview


def number(condition: Condition) -> tuple[int, int]:
    """The question that asks for a condition, and its number there."""
    for position, question in enumerate(begin(SAFETY, Profile()).questions):
        for index, option in enumerate(question.options, 1):
            if option.value == condition:
                return position, index
    raise AssertionError(condition)


def to(condition: Condition, suffix: str = "", profile: Profile | None = None) -> Interview:
    """The interview after a condition is chosen, and nothing before it."""
    position, index = number(condition)
    return asked("/" * position + f"{index}{suffix}", profile)


def test_every_condition_is_asked_for_once_in_its_group() -> None:
    values = [
        option.value for question in begin(SAFETY, Profile()).questions if question.topic is Topic.CONDITIONS for option in question.options
    ]
    assert sorted(values) == sorted(Condition)
    assert {text.group for text in SAFETY.conditions.values()} == set(GROUPS)


def test_somebody_without_conditions_is_through_with_enter_alone() -> None:
    interview = asked("/" * 11)
    assert interview.outcome is Outcome.SAVE
    assert interview.profile.is_empty
    assert interview.warnings == frozenset()


@pytest.mark.parametrize("condition", Condition)
def test_a_number_says_that_a_condition_applies(condition: Condition) -> None:
    assert to(condition).profile == Profile(conditions=(condition,))
    assert to(condition, "?").profile == Profile(unsure=(condition,))


@pytest.mark.parametrize("typed", ["1,3", "1 3", " 3;1 ", "1, 3,", "1 3 3"])
def test_numbers_can_be_written_in_many_ways(typed: str) -> None:
    assert asked(f"//{typed}").profile.conditions == (Condition.ACUTE_RADICULAR, Condition.EXTENSION_INTOLERANT)


@pytest.mark.parametrize("typed", ["x", "4", "99", "-1", "1-3", "1 x", "yes", "1.5", "٣", "??", "\x1b[A", "1" * 400, "\ufffd", "\0", "//"])
def test_an_answer_that_makes_no_sense_is_asked_again_with_a_hint(typed: str) -> None:
    before = asked("/")
    after = answer(before, typed)
    assert "Type numbers from 1 to 3" in after.hint
    assert after.question == before.question
    assert after.profile == before.profile


def test_not_sure_asks_which() -> None:
    interview = asked("//?")
    assert interview.question.topic is Topic.WHICH_UNSURE
    assert interview.question.options == asked("/").question.options
    assert "0 for none" in answer(interview, "").hint
    assert answer(interview, "b").question.topic is Topic.CONDITIONS
    assert answer(interview, "2 3").profile.unsure == (Condition.FLEXION_INTOLERANT, Condition.EXTENSION_INTOLERANT)
    assert answer(interview, "0").profile.is_empty


def test_not_sure_leaves_what_is_known_as_it_is() -> None:
    known = Profile(conditions=(Condition.ACUTE_RADICULAR, Condition.GLAUCOMA, Condition.FLEXION_INTOLERANT))
    after = asked("//?/2", known).profile
    assert set(after.conditions) == {Condition.ACUTE_RADICULAR, Condition.GLAUCOMA}
    assert after.unsure == (Condition.FLEXION_INTOLERANT,)


def shown(interview: Interview, width: int = 80, height: int = 24) -> str:
    return " ".join(" ".join(page(interview, width, height)).split())


def test_not_sure_sends_to_a_clinician_and_names_no_diagnosis() -> None:
    interview = to(Condition.NECK_RADICULAR, "?")
    assert interview.question.topic is Topic.NOTICE
    assert "Ask a doctor or physiotherapist" in shown(interview)
    assert answer(interview, "").question.topic is Topic.CONDITIONS


@pytest.mark.parametrize("suffix", ["", "?"])
def test_a_suspected_clot_is_said_to_stop_everything(suffix: str) -> None:
    interview = to(Condition.DVT_SUSPECTED, suffix)
    assert interview.question.topic is Topic.NOTICE
    assert "nothing is stretched until a doctor has looked at it" in shown(interview)
    assert "emergency help now" in shown(interview)


@pytest.mark.parametrize("typed", ["y", "YES", "?", "not sure", "1", "2?", "1 5"])
@pytest.mark.parametrize(("before", "words"), [("", "emergency help"), ("/", "See a doctor or physiotherapist")])
def test_a_warning_sign_sends_to_help_and_lets_the_session_wait(before: str, words: str, typed: str) -> None:
    interview = asked(before + typed)
    assert interview.question.topic is Topic.NOTICE
    text = shown(interview)
    assert words in text
    assert "no diagnosis" in text
    assert "Do not stretch" in text or "let the session wait" in text
    assert "There may be a warning sign" in shown(answer(interview, "s"))
    assert answer(interview, "y").hint == "Press Enter to go on, or type q to leave."


def test_a_warning_sign_that_is_taken_back_is_forgotten() -> None:
    interview = asked("y//b/b/n/s")
    assert interview.warnings == frozenset()
    assert "warning sign" not in shown(interview)


def test_going_back_skipping_and_leaving() -> None:
    assert asked("b").hint == "This is the first question."
    assert asked("///b").position == 2
    assert asked("//2?/b").position == 2
    assert asked("s").question.topic is Topic.SAVE
    assert asked("y/s").question.topic is Topic.SAVE
    assert asked("///s/b").position == 10
    for script in ("q", "//?/q", "y/q", "s/q", "s/n", "s/no"):
        assert asked(script).outcome is Outcome.LEAVE


def test_enter_keeps_what_the_profile_says() -> None:
    interview = asked("/" * 11, SOME)
    assert interview.outcome is Outcome.SAVE
    assert interview.profile == SOME


def test_zero_takes_every_answer_back() -> None:
    interview = asked("0/0/0/0/0/0/0/0/0/a/0/", SOME)
    assert interview.outcome is Outcome.SAVE
    assert interview.profile.is_empty


def test_present_answers_are_marked() -> None:
    whole_body = "/" * 7
    assert "Osteoporosis or a fracture from a minor fall [yes]" in shown(asked("/" * 6, SOME))
    assert "[not sure]" in shown(asked("/" * 4, SOME))
    assert "65 or older [yes]" in shown(asked(whole_body, SOME))
    assert "Enter keeps your answer" in shown(asked(whole_body, SOME))


@pytest.mark.parametrize(
    ("typed", "expected"), [("1", AgeBand.UNDER_18), ("2", AgeBand.ADULT), ("3", AgeBand.OLDER), ("", None), ("0", None), ("?", None)]
)
def test_age_is_a_band_or_nothing(typed: str, expected: AgeBand | None) -> None:
    assert asked("/" * 8 + typed).profile.age == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1 2", (Equipment.MAT, Equipment.CHAIR)),
        ("10", (Equipment.BED,)),
        ("0", ()),
        ("", None),
        ("a", None),
        ("2,1,1", (Equipment.MAT, Equipment.CHAIR)),
    ],
)
def test_equipment_is_what_is_there_or_everything(typed: str, expected: tuple[Equipment, ...] | None) -> None:
    assert asked("/" * 9 + typed).profile.equipment == expected


@pytest.mark.parametrize(("typed", "expected"), [("1", 1), ("4", 4), ("", None), ("0", None)])
def test_effort_is_a_limit_or_none(typed: str, expected: int | None) -> None:
    assert asked("/" * 10 + typed).profile.effort == expected


@pytest.mark.parametrize("position", [8, 10])
@pytest.mark.parametrize("typed", ["1 2", "9", "x", "1?", "2.5"])
def test_one_number_is_asked_for_where_one_is_meant(position: int, typed: str) -> None:
    assert "Type one number" in asked("/" * position + typed).hint


ANSWERS = st.sampled_from(["", "", "", "1", "2", "1 2", "3?", "1 2? 3", "?", "0", "y", "n", "b", "d", "a", "s", "q", "x"]) | st.text(
    max_size=8
)


@given(st.lists(ANSWERS, max_size=60), profiles())
def test_no_answers_lead_to_a_profile_that_cannot_be_read_back(answers: list[str], profile: Profile) -> None:
    interview = begin(SAFETY, profile)
    for typed in answers:
        if interview.outcome is not None:
            break
        interview = answer(interview, typed)
        assert 0 <= interview.position < len(interview.questions)
        assert page(interview, 40, 20)
    assert Profile.model_validate(interview.profile.model_dump()) == interview.profile


@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 20), (120, 40)])
def test_every_page_fits_its_width_and_a_common_screen_as_a_whole(width: int, height: int) -> None:
    for profile in (Profile(), SOME, Profile(conditions=tuple(Condition))):
        interview = begin(SAFETY, profile)
        for _ in range(11):
            lines = page(interview, width, height)
            assert all(len(line) < width for line in lines)
            if interview.question.topic is not Topic.EMERGENCY and interview.question.topic is not Topic.CLINICIAN:
                assert len(lines) < height
            interview = answer(interview, "")


def test_a_low_screen_gets_descriptions_on_request() -> None:
    interview = asked("/")
    brief, full = shown(interview, 40, 10), shown(answer(interview, "d"), 40, 10)
    assert "d says more about them" in brief
    assert "runs from your back into a leg" not in brief
    assert "runs from your back into a leg" in full


def test_the_questions_are_asked_in_plain_lines() -> None:
    out = io.StringIO()
    interview = interviewed(begin(SAFETY, Profile()), io.StringIO("\n\nfoo\n2\n" + "\n" * 9), out, lambda: (80, 24))
    assert interview is not None
    assert interview.outcome is Outcome.SAVE
    assert interview.profile.conditions == (Condition.FLEXION_INTOLERANT,)
    text = out.getvalue()
    assert text.isascii()
    assert "\x1b" not in text
    assert text.count("> ") == 13
    assert text.count("Your back  (3 of 12)") == 1, "after a hint the question is not repeated"


def test_an_end_of_input_saves_nothing() -> None:
    assert interviewed(begin(SAFETY, Profile()), io.StringIO("\n\n2\n"), io.StringIO(), lambda: (80, 24)) is None


# --- safety data that is wrong never plays --------------------------------------------------------------------------


def said(old: str, new: str) -> str:
    """What is said of the safety texts after a change."""
    path = ROOT / "routines" / "safety.yaml"
    text = path.read_text(encoding="utf-8")
    assert re.search(old, text, re.DOTALL)
    with pytest.raises(InvalidFileError) as caught:
        parse(re.sub(old, new, text, count=1, flags=re.DOTALL), Path("safety.yaml")).validate(Safety)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            r"  osteoporosis:\n",
            "  osteoporsis:\n",
            "conditions.osteoporsis: 'osteoporsis' is not one of them. Did you mean 'osteoporosis'?",
        ),
        (r"  glaucoma:.*?(?=  shoulder-impingement)", "", "conditions: 'glaucoma' is missing: every condition is described"),
        (r"pregnancy: 3", "pregnansy: 3", "limits.effort.conditions.pregnansy: 'pregnansy' is not one of them. Did you mean 'pregnancy'?"),
        (r"\[dvt-suspected\]", "[dvt-suspect]", "limits.nothing_with[0]: 'dvt-suspect' is not one of them. Did you mean 'dvt-suspected'?"),
        (r"# How far.*(?=sources:)", "", "limits: 'limits' is missing"),
        (r"\nconditions:.*(?=# How far)", "\n", "conditions: 'conditions' is missing"),
        (r"    default: 15\n", "", "limits.lumbar_flexion: 'default' is missing: this limit holds for everybody"),
        (
            r"acute-radicular: \[hamstrings\]",
            "acute-radicular: [hamstring]",
            "limits.holds_left_out.acute-radicular[0]: 'hamstring' is not one of them. Did you mean 'hamstrings'?",
        ),
        (r"pregnancy: 3", "pregnancy: 7", "limits.effort.conditions.pregnancy: 7 is less strict than the default, 4"),
        (r"group: back", "group: bakc", "group: 'bakc' is not one of them. Did you mean 'back'?"),
        (r"    group: back\n", "", "conditions.acute-radicular.group: 'group' is missing"),
        (r"  methods_left_out:.*(?=  positions_left_out)", "", "limits.methods_left_out: 'methods_left_out' is missing"),
    ],
)
def test_a_mistake_in_the_safety_data_is_named_with_its_place(old: str, new: str, words: str) -> None:
    found = next(line for line in said(old, new).splitlines() if words in line)
    assert re.match(r"safety\.yaml:\d+:\d+: ", found)


# --- the commands ---------------------------------------------------------------------------------------------------


def test_without_a_terminal_the_questions_name_the_other_way(run: Run, path: Path) -> None:
    assert "stretchguide profile set condition NAME" in failed(run("profile"), 2)
    assert not path.exists()


@pytest.mark.parametrize(
    "given",
    ["high-blood-pressure", "High Blood Pressure", "high_blood_pressure", "High blood pressure that is not under control"],
)
def test_a_condition_can_be_written_in_many_ways(run: Run, path: Path, given: str) -> None:
    assert run("profile", "set", "condition", given).exit_code == 0
    assert load_profile(path).conditions == (Condition.HIGH_BLOOD_PRESSURE,)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["condition", "osteoporsis"], "Did you mean 'osteoporosis'"),
        (["condition", "blood pressure"], "Did you mean 'high-blood-pressure'"),
        (["condition", "sciatica"], "Did you mean 'acute-radicular'"),
        (["condition", "pregnant"], "Did you mean 'pregnancy'"),
        (["condition", "qqq"], "'stretchguide profile conditions' lists them"),
        (["condition", "glaucoma", "nosuch-xyz"], "'nosuch-xyz'"),
        (["condition", ""], "no condition called ''"),
        (["condition", "\x1b[31m" + "x" * 500], "no condition called '\ufffd[31mxxx"),
        (["condition"], "profile set condition NAME"),
        (["conditon", "glaucoma"], "Did you mean 'condition'"),
        (["zzz", "glaucoma"], "condition, unsure, age, equipment, effort"),
        (["age", "old"], "under-18, 18-64, 65-plus"),
        (["age", "18-64", "65-plus"], "One is enough"),
        (["equipment", "chiar"], "Did you mean 'chair'"),
        (["equipment", "yacht"], "There is: mat, chair"),
        (["effort", "5"], "from 1 to 4"),
        (["effort", "0"], "from 1 to 4"),
        (["effort", "three"], "from 1 to 4"),
    ],
)
def test_a_word_that_means_nothing_is_refused_and_nothing_is_saved(run: Run, path: Path, arguments: list[str], words: str) -> None:
    message = failed(run("profile", "set", *arguments), 2)
    assert words in message
    assert "\x1b" not in message
    assert not path.exists()


def test_conditions_add_up_and_the_rest_is_replaced(run: Run, path: Path) -> None:
    for arguments in (
        ["condition", "glaucoma"],
        ["condition", "osteoporosis", "pregnancy"],
        ["unsure", "wrist-pain", "pregnancy"],
        ["equipment", "chair", "mat", "chair"],
        ["equipment", "wall"],
        ["age", "70"],
        ["effort", "2"],
    ):
        assert run("profile", "set", *arguments).exit_code == 0
    assert load_profile(path) == Profile(
        conditions=(Condition.OSTEOPOROSIS, Condition.GLAUCOMA),
        unsure=(Condition.PREGNANCY, Condition.WRIST_PAIN),
        age=AgeBand.OLDER,
        equipment=(Equipment.WALL,),
        effort=2,
    )
    for arguments in (["condition", "glaucoma", "wrist pain"], ["unsure", "pregnancy", "osteoporosis"], ["equipment"], ["age"], ["effort"]):
        assert run("profile", "unset", *arguments).exit_code == 0
    assert load_profile(path) == Profile(conditions=(Condition.OSTEOPOROSIS,))


@pytest.mark.parametrize(("years", "band"), [("17", AgeBand.UNDER_18), ("18", AgeBand.ADULT), ("64", AgeBand.ADULT), ("65", AgeBand.OLDER)])
def test_an_age_in_years_is_kept_as_a_band_only(run: Run, path: Path, years: str, band: AgeBand) -> None:
    assert run("profile", "set", "age", years).exit_code == 0
    assert load_profile(path) == Profile(age=band)


def test_no_equipment_is_something_else_than_not_said(run: Run, path: Path) -> None:
    run("profile", "set", "equipment", "none")
    assert load_profile(path).equipment == ()
    assert "At hand: nothing" in run("profile", "show").stdout
    run("profile", "unset", "equipment")
    assert load_profile(path).equipment is None


def test_taking_out_needs_to_know_what(run: Run) -> None:
    run("profile", "set", "condition", "glaucoma")
    assert "profile unset condition NAME" in failed(run("profile", "unset", "condition"), 2)
    assert "without 'chair'" in failed(run("profile", "unset", "equipment", "chair"), 2)
    assert "Nothing changes" in run("profile", "unset", "condition", "pregnancy").stdout


def test_what_stops_everything_is_said_when_it_is_set(run: Run) -> None:
    done = run("profile", "set", "condition", "dvt-suspected")
    assert "nothing is stretched until a doctor has looked at it" in " ".join(done.stderr.split())
    again = run("profile", "set", "effort", "3")
    assert again.stderr == ""
    assert "nothing is stretched until" in " ".join(run("profile", "show").stdout.split())


def test_unsure_sends_to_a_clinician(run: Run) -> None:
    done = run("profile", "set", "unsure", "neck-radicular")
    assert "Ask a doctor or physiotherapist about it" in " ".join(done.stderr.split())


def test_show_says_everything_in_plain_words(run: Run, path: Path) -> None:
    assert "You have no profile" in run("profile", "show").stdout
    save_profile(path, SOME)
    done = run("profile", "show")
    assert (done.exit_code, done.stderr) == (0, "")
    for words in (
        "Osteoporosis or a fracture",
        "Glaucoma",
        "Not sure",
        "Neck problem with arm symptoms",
        "65 or older",
        "chair, mat",
        "3 of 10",
    ):
        assert words in done.stdout


def test_show_as_json(run: Run, path: Path) -> None:
    empty = {"format": "stretchguide/profile", "version": 1, "path": str(path), "exists": False}
    nothing: dict[str, object] = {"conditions": [], "unsure": [], "age": None, "equipment": None, "effort": None}
    assert json.loads(run("profile", "show", "--json").stdout) == empty | nothing
    save_profile(path, SOME)
    assert json.loads(run("profile", "show", "--json").stdout) == {
        **empty,
        "exists": True,
        "conditions": ["osteoporosis", "glaucoma"],
        "unsure": ["neck-radicular"],
        "age": "65-plus",
        "equipment": ["chair", "mat"],
        "effort": 3,
    }


def test_every_condition_is_listed_with_its_word(run: Run) -> None:
    done = run("profile", "conditions")
    for condition in Condition:
        assert f"\n  {condition}\n" in done.stdout


def test_a_broken_profile_is_an_error_everywhere_and_is_not_overwritten(run: Run, path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("conditions: [osteoporsis]\n")
    for command in (["show"], ["show", "--json"], ["set", "effort", "3"], ["unset", "effort"]):
        message = failed(run("profile", *command), 4)
        assert f"{path}:1:14: conditions[0]: 'osteoporsis' is not one of them. Did you mean 'osteoporosis'?" in message
    assert path.read_text() == "conditions: [osteoporsis]\n"
    assert run("profile", "clear", "--yes").exit_code == 0
    assert not path.exists()


def test_check_reads_the_profile_too(run: Run, path: Path) -> None:
    save_profile(path, SOME)
    assert run("check").exit_code == 0
    assert run("check", path).exit_code == 0
    path.write_text("conditions: [osteoporsis]\n")
    for arguments in ([], [path]):
        done = run("check", *arguments)
        assert done.exit_code == 4
        assert f"{path}:1:14: conditions[0]" in done.stdout


def test_editors_get_a_schema(run: Run) -> None:
    schema = json.loads(run("schema", "profile").stdout)
    assert set(schema["properties"]) == set(Profile.model_fields)


def test_clearing_without_a_terminal_needs_a_yes(run: Run, path: Path) -> None:
    assert "no profile" in run("profile", "clear").stdout
    save_profile(path, SOME)
    assert "--yes" in failed(run("profile", "clear"), 2)
    assert path.exists()
    assert "removed" in run("profile", "clear", "--yes").stdout
    assert not path.exists()


def test_the_path_is_printed_alone(run: Run, path: Path) -> None:
    assert run("profile", "path").stdout == f"{path}\n"


def test_without_a_home_there_is_no_profile_and_nothing_can_be_saved(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pwd = pytest.importorskip("pwd")

    def nobody(_: object) -> None:
        raise KeyError("no such user")

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.delenv("HOME")
    monkeypatch.chdir(tmp_path)
    settings._absolute.cache_clear()
    assert "You have no profile" in run("profile", "show").stdout
    assert json.loads(run("profile", "show", "--json").stdout)["path"] is None
    for arguments in (["path"], ["set", "effort", "2"], ["clear", "--yes"]):
        assert "no folder for your profile" in failed(run("profile", *arguments), 5)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["nosuch"], ["--nosuch"], ["show", "more"], ["set"], ["clear", "--no"]])
def test_a_wrong_command_line_is_a_usage_error(run: Run, arguments: list[str]) -> None:
    failed(run("profile", *arguments), 2)


@pytest.mark.parametrize("command", [[], ["show"], ["set"], ["unset"], ["conditions"], ["clear"], ["path"]])
def test_every_command_has_help(run: Run, command: list[str]) -> None:
    done = run("profile", *command, "-h")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Usage:" in done.stdout


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("profile set con", "condition"),
        ("profile set condition osteo", "osteoporosis"),
        ("profile set condition glaucoma osteo", "osteoporosis"),
        ("profile unset unsure pregn", "pregnancy"),
        ("profile set age 65", "65-plus"),
        ("profile set equipment dow", "dowel"),
        ("profile cl", "clear"),
    ],
)
def test_words_are_completed(typed: str, expected: str) -> None:
    words = f"stretchguide {typed}"
    environment = {**os.environ, "_STRETCHGUIDE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(typed.split()))}
    command = [sys.executable, "-c", "import sys; sys.argv[0] = 'stretchguide'; from stretchguide.__main__ import main; main()"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout.split() == [expected], done.stderr


# --- on a real terminal ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_questions_on_a_real_terminal(path: Path) -> None:
    with stretchguide("profile") as session:
        session.wait("Is any of this true now?")
        for typed, seen in [
            ("", "2 of 12"),
            ("", "Your back"),
            ("2", "Your hips"),
            ("oops", "That is not clear"),
            ("", "Your knees"),
            ("?", "Which are you not sure about?"),
            ("3", "Until you know"),
            ("", "Your neck"),
            ("s", "Enter saves it"),
        ]:
            session.send(f"{typed}\n")
            session.wait(seen)
        session.send("\n")
        session.wait("Saved in")
        assert session.exit_code() == 0
        assert "\x1b" not in session.raw
    assert load_profile(path) == Profile(conditions=(Condition.FLEXION_INTOLERANT,), unsure=(Condition.PATELLOFEMORAL,))


@pytest.mark.slow
@pytest.mark.parametrize(("keys", "code"), [("q\n", 6), ("\x04", 6), ("\x03", 130)])
def test_leaving_saves_nothing(path: Path, keys: str, code: int) -> None:
    with stretchguide("profile", columns=40, rows=20) as session:
        session.wait("Is any of this true now?")
        session.send("\n\n")
        session.wait("Your back")
        session.send("2\n")
        session.wait("Your hips")
        session.send(keys)
        session.wait("Nothing is saved.")
        assert session.exit_code() == code
    assert not path.exists()


def test_bytes_that_are_no_text_are_only_a_strange_answer(path: Path) -> None:
    with stretchguide("profile") as session:
        session.wait("Is any of this true now?")
        os.write(session.child.child_fd, b"\xff\xfe\xc3\n")
        session.wait("That is not clear")
        session.send("q\n")
        assert session.exit_code() == 6


@pytest.mark.slow
def test_clearing_asks_first(path: Path) -> None:
    for typed, code in (("\n", 6), ("y\n", 0)):
        save_profile(path, SOME)
        with stretchguide("profile", "clear") as session:
            session.wait("y removes it, Enter keeps it")
            session.send(typed)
            assert session.exit_code() == code
    assert not path.exists()
