"""The YAML reader: every scalar stays text, and everything wrong with a file is said at once, with its place."""

import json
import os
import random
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from stretchguide.errors import DataError, NotFoundError
from stretchguide.library.problem import InvalidFileError, Problem
from stretchguide.library.source import PROBLEMS_MAX, SIZE_MAX, Source, parse, read
from stretchguide.model.routine import Routine
from stretchguide.model.safety import Sources
from stretchguide.model.stretch import Stretch

GOOD = """\
name: Legs
summary: Loosens the legs.
steps:
  - march-in-place
"""


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a routine file and says where it is."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "routine.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def problems(source: Source, model: type[BaseModel] = Routine) -> list[Problem]:
    with pytest.raises(InvalidFileError) as caught:
        source.validate(model)
    return caught.value.problems


def said(text: str, model: type[BaseModel] = Routine) -> list[str]:
    """Every problem of a text as `line:column: where: message`."""
    return [str(problem).removeprefix("x.yaml:") for problem in problems(parse(text, Path("x.yaml")), model)]


def only(text: str) -> str:
    """The one problem of a text."""
    found = said(text)
    assert len(found) == 1, found
    return found[0]


# --- every scalar stays text ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scalar", ["no", "1:30", "0:45", "010", "null", "~", "true", "1e3", "2026-01-01", "0x1f", "1_000", ".inf", "=", "<<"]
)
def test_a_scalar_stays_the_text_that_was_written(scalar: str) -> None:
    source = parse(f"key: {scalar}\nlist: [{scalar}]\n", Path("x.yaml"))
    assert source.data == {"key": scalar, "list": [scalar]}
    assert not source.problems


def test_keys_stay_text_too() -> None:
    assert parse("no: 1\n010: 2\n1:30: 3\n", Path("x.yaml")).data == {"no": "1", "010": "2", "1:30": "3"}


def test_an_empty_value_is_empty_text() -> None:
    assert parse("key:\nlist:\n  -\n", Path("x.yaml")).data == {"key": "", "list": [""]}


def test_every_style_of_quotes_and_blocks_is_read() -> None:
    text = "a: 'it''s'\nb: \"x\\u00e9\"\nc: |\n  one\n  two\nd: >\n  one\n  two\n"
    assert parse(text, Path("x.yaml")).data == {"a": "it's", "b": "xé", "c": "one\ntwo\n", "d": "one two\n"}


def test_a_good_file_becomes_its_model() -> None:
    routine = parse(GOOD, Path("x.yaml")).validate(Routine)
    assert (routine.name, routine.summary, len(routine.steps)) == ("Legs", "Loosens the legs.", 1)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_ends_of_every_system_are_read_and_counted(end: str) -> None:
    text = GOOD.replace("\n", end)
    assert parse(text, Path("x.yaml")).validate(Routine).name == "Legs"
    assert only(f"{text}level: easy{end}").startswith("5:8: level: ")


@pytest.mark.parametrize("around", ["---\n{}", "{}...\n", "%YAML 1.1\n---\n{}", "# a comment\n\n{}", "\n\n{}\n\n"])
def test_one_document_may_be_marked_as_such(around: str) -> None:
    assert parse(around.format(GOOD), Path("x.yaml")).validate(Routine).name == "Legs"


def test_an_anchor_that_nothing_refers_to_does_no_harm() -> None:
    assert parse(GOOD.replace("Legs", "&legs Legs"), Path("x.yaml")).validate(Routine).name == "Legs"


# --- places and words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (GOOD.replace("name: Legs\n", ""), "1:1: name: 'name' is missing"),
        (GOOD + "level: easy\n", "5:8: level: 'easy' is not one of them: beginner, intermediate, advanced"),
        (GOOD + "level: beginer\n", "5:8: level: 'beginer' is not one of them. Did you mean 'beginner'?"),
        (GOOD + "sumary: x\n", "5:1: sumary: 'sumary' is not known here. Did you mean 'summary'?"),
        (GOOD + "name: Arms\n", "5:1: duplicate key 'name'"),
        (GOOD + "minutes: soon\n", "5:10: minutes: 'soon' is not a number"),
        (GOOD + "minutes: nan\n", "5:10: minutes: 'nan' is not a number"),
        (GOOD + "minutes: 0\n", "5:10: minutes: 0 is too small: at least 0.5"),
        (GOOD + "minutes: 999\n", "5:10: minutes: 999 is too large: at most 180"),
        (GOOD.replace("Legs", "[a, b]"), "1:7: name: a text is needed here, not a list or a group of keys"),
        (GOOD.replace("Legs", "''"), "1:7: name: is empty"),
        (GOOD.replace("Legs", "x" * 61), "1:7: name: is too long: 60 characters at most"),
        ("name: a\nsummary: b\nsteps: []\n", "3:8: steps: at least one entry is needed"),
        ("name: a\nsummary: b\nsteps: march\n", "3:8: steps: a list is needed here: one entry a line, each after '- '"),
        (GOOD + "  - {stretch: a, hold: 1h}\n", "5:24: steps[1].hold: '1h' is not a duration like 45s, 1:30 or 1m30s"),
        (GOOD + "  - {stretch: a, hold: 31m}\n", "5:24: steps[1].hold: 31 min is outside the limits: 1 s to 30 min"),
        (GOOD + "  - {stretch: a, hold: [1]}\n", "5:24: steps[1].hold: a duration like 45s, 1:30 or 1m30s is needed here"),
        (GOOD + "  - {stretch: a, sets: 1.5}\n", "5:24: steps[1].sets: '1.5' is not a whole number"),
        (GOOD + "  - {stretch: a, reps: 0}\n", "5:24: steps[1].reps: 0 is too small: at least 1"),
        (GOOD + "  - {stretch: a, holt: 5}\n", "5:18: steps[1].holt: 'holt' is not known here. Did you mean 'hold'?"),
        (GOOD + "  - {hold: 5}\n", "5:5: steps[1].stretch: 'stretch' is missing"),
        (GOOD + "  - {rest: 0}\n", "5:12: steps[1].rest: 0 s is outside the limits: 1 s to 30 min"),
        (GOOD + "  - [a]\n", "5:5: steps[1]: a group of keys is needed here, such as 'name: …'"),
    ],
)
def test_a_problem_is_at_its_place_and_says_what_is_needed(text: str, problem: str) -> None:
    assert only(text) == problem


def test_an_id_with_capitals_says_what_an_id_is() -> None:
    assert "5:5: steps[1].stretch: 'March In Place' is not an id." in only(GOOD + "  - March In Place\n")


def test_a_missing_field_points_at_the_group_it_is_missing_from() -> None:
    found = said("name: A\ntargets:\n  secondary: [glutes]\n", Stretch)
    assert "3:3: targets.primary: 'primary' is missing" in found
    assert "1:1: setup: 'setup' is missing" in found


def test_an_unknown_word_as_a_key_is_named_without_the_insides_of_the_checker() -> None:
    text = "name: A\npose: {anchor: chair, hold: {trunk: 1, hip: 1, knee: 1, out_of_plane: {hip-spin: 5}}}\n"
    found = next(line for line in said(text, Stretch) if line.startswith("2:"))
    assert found.startswith("2:72: pose.hold.out_of_plane.hip-spin: 'hip-spin' is not one of them")


def test_every_problem_comes_out_at_once_in_the_order_of_the_lines() -> None:
    text = "name: A\nname: B\nsumary: x\nlevel: easy\nsteps:\n  - {stretch: a, hold: 0}\n  - {rest: soon}\n  - *there\n"
    lines = [int(line.split(":")[0]) for line in said(text)]
    assert lines == [1, 2, 3, 4, 6, 7, 8]


def test_a_problem_of_a_whole_group_is_at_the_field_it_is_about(bundled: Path) -> None:
    """A dose that lacks what its method needs, and has what its method does not know."""
    text = (bundled / "stretches/hamstrings/seated-hamstring.yaml").read_text()
    line = next(number for number, row in enumerate(text.splitlines(), 1) if row.startswith("dose:"))
    found = said(text.replace("dose: {hold: 30s, sets: 2}", "dose: {reps: 8}"), Stretch)
    assert found == [
        f"{line}:7: dose: a static stretch needs 'hold'",
        f"{line}:14: dose.reps: 'reps' does not go with a static stretch",
    ]


@pytest.mark.parametrize(
    "text",
    [
        'level: "no\\nsuch\\nlevel"\n',
        "level: |\n  no\n  such\n",
        '"a\\nkey": 1\n',
        '"a\\nkey": 1\n"a\\nkey": 2\n',
        f"level: {'x' * 100_000}\n",
        f"{'k' * 1000}: 1\n",
        f"? {'k' * 5000}\n: 1\n",
        'steps: [{stretch: a, hold: "a\\nb"}]\n',
        'steps: ["a\\nb"]\n',
    ],
)
def test_a_problem_is_one_line_that_fits_whatever_the_file_says(text: str) -> None:
    for problem in said(text):
        assert problem.splitlines() == [problem]
        assert len(problem) < 300


def test_a_file_of_nothing_but_problems_names_the_first_hundred() -> None:
    for text in ("a: 1\n" * 20_000, "".join(f"k{n}: 1\n" for n in range(5_000)), "- \x01\n" * 5_000):
        found = said(text)
        assert len(found) == PROBLEMS_MAX + 1
        assert sum("there is more" in line for line in found) == 1


# --- what YAML can do and a routine does not need -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("name: x\nsummary: 'y\n", "3:1", "unexpected end"),
        ("name: a: b\n", "1:8", "a colon in the wrong place"),
        ("name: @a\n", "1:7", "a stray character"),
        ("name: x\nsteps:\n\t- a\n", "3:1", "a tab"),
        ("\tname: x\n", "1:1", "a tab"),
        ("name: x\n\tsummary: y\n", "2:1", "tab"),
        ("name: [x\n", "2:1", "expected ',' or ']'"),
        ("name: x\n---\nname: y\n", "2:1", "one document a file"),
        ("", "1:1", "the file is empty"),
        ("\n\n", "1:1", "the file is empty"),
        ("# only\n# comments\n", "1:1", "the file is empty"),
        ("just a sentence\n", "1:1", "a group of keys is needed"),
        ("- a\n- b\n", "1:1", "a group of keys is needed"),
        (GOOD + "notes: *name\n", "5:8", "aliases are not allowed"),
        (GOOD + "notes: !!python/object/apply:os.system [ls]\n", "5:8", "tags are not allowed"),
        (GOOD + "notes: !!python/name:os.system\n", "5:8", "tags are not allowed"),
        (GOOD + "notes: !!str 5\n", "5:8", "tags are not allowed"),
        (GOOD + "notes: !mine x\n", "5:8", "tags are not allowed"),
        (GOOD + "? [a, b]\n: c\n", "5:3", "a key must be a plain word"),
        (GOOD + "? {a: b}\n: c\n", "5:3", "a key must be a plain word"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_at_its_place(text: str, place: str, words: str) -> None:
    first = said(text)[0]
    assert first.startswith(f"{place}: ")
    assert words in first


@pytest.mark.parametrize("bad", ["notes: *name\n", "? [a, b]\n: c\n"])
def test_what_could_not_be_read_is_reported_once(bad: str) -> None:
    assert len(said(GOOD + bad)) == 1


def test_merge_keys_do_not_merge() -> None:
    assert only(GOOD + "<<: {level: advanced}\n").startswith("5:1: <<: '<<' is not known here")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 1_000_000, id="a million brackets"),
        pytest.param("{" * 1_000_000, id="a million braces"),
        pytest.param("- " * 10_000, id="lists 10,000 deep"),
        pytest.param("? " * 10_000, id="keys 10,000 deep"),
        pytest.param("{a: " * 10_000, id="groups 10,000 deep"),
        pytest.param("[" * 33 + "]" * 33, id="one level too deep"),
        pytest.param("".join(" " * n + "a:\n" for n in range(1_000)), id="indented 1,000 deep"),
    ],
)
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    start = time.monotonic()
    assert any("nested too deeply" in line for line in said(text))
    assert time.monotonic() - start < 1


def test_thirty_two_levels_are_read() -> None:
    assert not parse("[" * 32 + "]" * 32, Path("x.yaml")).problems


def test_an_alias_bomb_does_not_go_off() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    source = parse("\n".join(rows), Path("x.yaml"))
    assert len(json.dumps(source.data)) < 10_000
    assert any("aliases are not allowed" in problem.message for problem in source.problems)


# --- characters -----------------------------------------------------------------------------------------------------

CONTROLS = ["\x00", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x80", "\x85", "\x9b", "\x9f"]
HIDDEN = ["\u061c", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\ufffe", "\uffff"]


@pytest.mark.parametrize("character", CONTROLS + HIDDEN, ids=lambda c: f"U+{ord(c):04X}")
@pytest.mark.parametrize("line", ["notes: ö{}x", "notes: 'ö{}x'", "# {}: öö", "notes: [ö, {}"])
def test_a_character_that_steers_or_hides_is_refused_where_it_stands(character: str, line: str) -> None:
    row = line.format(character)
    found = parse(GOOD + row + "\n", Path("x.yaml")).problems
    assert (found[0].line, found[0].column) == (5, row.index(character) + 1)
    assert character not in str(found)


@pytest.mark.parametrize("escape", ["\\e[31m", "\\x1b[2J", "\\u202e", "\\0", "\\a", "\\N", "\\L", "\\P", "\\uFEFF", "\\r"])
def test_a_character_that_steers_is_refused_when_it_is_spelled_out(escape: str) -> None:
    source = parse(f'{GOOD}notes: "red {escape} text"\n', Path("x.yaml"))
    (found,) = problems(source)
    assert (found.line, found.column) == (5, 8)
    assert found.message.startswith("control character ")


@pytest.mark.parametrize("text", ["Rücken", "背中", "👩‍🦽", "ظهر", "a\u200cb", "tab\tin text"])
def test_text_of_any_language_is_welcome(text: str) -> None:
    routine = parse(GOOD.replace("Legs", text), Path("x.yaml")).validate(Routine)
    assert routine.name == " ".join(text.split())


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_byte_order_mark_is_skipped(file: Callable[[str | bytes], Path]) -> None:
    assert read(file(b"\xef\xbb\xbf" + GOOD.encode())).validate(Routine).name == "Legs"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
@pytest.mark.parametrize(
    ("content", "line", "column", "byte"),
    [
        (b"\xe9", 1, 1, "0xe9"),
        (b"name: caf\xe9\n", 1, 10, "0xe9"),
        ("# äöü\nname: ö".encode() + b"\xff\n", 2, 8, "0xff"),
        (b"name: \xed\xa0\x80", 1, 7, "0xed"),
        (b"name: x\xc3", 1, 8, "0xc3"),
    ],
)
def test_a_byte_that_is_not_utf_8_is_named_with_its_place(
    file: Callable[[str | bytes], Path], mark: bytes, content: bytes, line: int, column: int, byte: str
) -> None:
    (found,) = problems(read(file(mark + content)))
    assert (found.line, found.column) == (line, column)
    assert found.message == f"byte {byte} is not UTF-8: save the file as UTF-8"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_refused(file: Callable[[str | bytes], Path], encoding: str) -> None:
    (found,) = problems(read(file(GOOD.encode(encoding))))
    assert found.message == "this does not look like text"


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n\0\0\0", b"\x7fELF\0\0" * 100, b"\0" * 100, bytes(range(255, -1, -1))]
)
def test_a_file_that_is_not_text_is_refused_in_one_line(file: Callable[[str | bytes], Path], content: bytes) -> None:
    assert len(problems(read(file(content)))) == 1


def test_a_file_over_a_megabyte_is_refused_without_reading_it_all(file: Callable[[str | bytes], Path]) -> None:
    path = file(GOOD)
    os.truncate(path, 100_000_000)
    start = time.monotonic()
    (found,) = problems(read(path))
    assert (found.line, found.column) == (1, 1)
    assert "over 1 MB" in found.message
    assert time.monotonic() - start < 0.5


def test_a_single_line_of_ten_megabytes_is_refused(file: Callable[[str | bytes], Path]) -> None:
    (found,) = problems(read(file(b"name: " + b"x" * 10_000_000)))
    assert "over 1 MB" in found.message


def test_a_file_of_exactly_a_megabyte_is_read(file: Callable[[str | bytes], Path]) -> None:
    path = file(GOOD + "# " + "x" * (SIZE_MAX - len(GOOD) - 2))
    assert path.stat().st_size == SIZE_MAX
    assert read(path).validate(Routine).name == "Legs"


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"none\.yaml: there is no such file"):
        read(tmp_path / "none.yaml")


def test_a_file_below_a_file_is_not_found(file: Callable[[str | bytes], Path]) -> None:
    with pytest.raises(NotFoundError):
        read(file(GOOD) / "below.yaml")


def test_a_link_to_nowhere_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to("gone.yaml")
    with pytest.raises(NotFoundError):
        read(tmp_path / "link.yaml")


def test_a_link_is_followed(tmp_path: Path, file: Callable[[str | bytes], Path]) -> None:
    (tmp_path / "link.yaml").symlink_to(file(GOOD))
    assert read(tmp_path / "link.yaml").validate(Routine).name == "Legs"


def test_a_link_to_itself_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    with pytest.raises(DataError, match=r"loop\.yaml: cannot be read"):
        read(tmp_path / "loop.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="this is a folder"):
        read(tmp_path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a system with devices")
def test_a_device_is_no_file() -> None:
    with pytest.raises(DataError, match="this is not a file"):
        read(Path("/dev/zero"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_file_without_permission_cannot_be_read(file: Callable[[str | bytes], Path]) -> None:
    path = file(GOOD)
    path.chmod(0)
    with pytest.raises(DataError, match="cannot be read: Permission denied"):
        read(path)


MEMORY = Path("/proc/self/mem")


@pytest.mark.skipif(not MEMORY.exists(), reason="needs a file that opens and does not read")
def test_a_file_whose_reading_fails_cannot_be_read() -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read(MEMORY)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")
def test_a_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(GOOD,))
    writer.start()
    assert read(pipe).validate(Routine).name == "Legs"
    writer.join()


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 300 + ".yaml"], ids=["NUL", "too long"])
def test_a_name_no_file_can_have_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read(tmp_path / name)


# --- anything at all ------------------------------------------------------------------------------------------------


def inside(found: list[Problem], text: str) -> bool:
    """Whether every problem has a place in the text, or right behind it."""
    lines = len(re.split("\r\n|\r|\n", text)) + 1
    return all(1 <= problem.line <= lines and problem.column >= 1 for problem in found)


def outcome(source: Source, model: type[BaseModel]) -> list[Problem]:
    """What is wrong with a file, nothing if it loads. Anything but the documented error passes through."""
    try:
        source.validate(model)
    except InvalidFileError as error:
        return error.problems
    return []


yaml_like = st.lists(
    st.one_of(
        st.sampled_from([*"-?:,[]{}#&*!|>'\"%@` \n\t\\", "\n", "\n  ", ": ", "- ", "name: ", "steps:", "---\n", "...\n"]),
        st.text(max_size=5),
    ),
    max_size=40,
).map("".join)


@given(yaml_like, st.sampled_from([Routine, Stretch, Sources]))
def test_any_text_is_read_or_refused_with_places(text: str, model: type[BaseModel]) -> None:
    source = parse(text, Path("x.yaml"))
    found = outcome(source, model)
    assert inside(found, text)
    assert not any(re.search("[\x00-\x1f\x7f-\x9f]", str(problem)) for problem in found)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "any.yaml"
    path.write_bytes(content)
    assert problems(read(path))


# Characters that are refused have tests of their own.
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cs", "Cn")), max_size=12)
Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None
json_data: st.SearchStrategy[Json] = st.recursive(
    st.one_of(words, st.integers(), st.floats(allow_nan=False), st.booleans(), st.none()),
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(words, below, max_size=4)),
    max_leaves=12,
)


def as_text(data: Json) -> object:
    """The data with each scalar as the text that JSON writes for it."""
    if isinstance(data, list):
        return [as_text(item) for item in data]
    if isinstance(data, dict):
        return {key: as_text(value) for key, value in data.items()}
    return data if isinstance(data, str) else json.dumps(data)


@given(json_data)
def test_json_is_read_as_it_is_with_scalars_as_text(data: Json) -> None:
    source = parse(json.dumps(data, ensure_ascii=False), Path("x.yaml"))
    assert not source.problems
    assert source.data == as_text(data)


def mutated(lines: list[str], change: random.Random) -> list[str]:
    """The lines with one of them gone, doubled, cut, indented, or changed in one character."""
    at = change.randrange(len(lines))
    line = lines[at]
    middle = change.randrange(len(line) + 1)
    new: list[str] = change.choice(
        [
            [],
            [line, line],
            [line[:middle]],
            [" " + line],
            [line.lstrip()],
            ["\t" + line],
            [line[:middle] + change.choice(":{}[]'\"#-!&*|>%@\\\0\x1b\u202e é") + line[middle:]],
            [line[:middle] + line[middle + 1 :]],
        ]
    )
    return lines[:at] + new + lines[at + 1 :]


@pytest.mark.parametrize(
    ("file", "model"),
    [
        ("safe-hamstrings.yaml", Routine),
        ("before-workout.yaml", Routine),
        ("stretches/hamstrings/seated-hamstring.yaml", Stretch),
        ("stretches/hamstrings/contract-relax-hamstring.yaml", Stretch),
    ],
)
@given(change=st.randoms(use_true_random=False), times=st.integers(1, 3))
def test_a_damaged_file_loads_or_says_where_it_is_wrong(
    bundled: Path, file: str, model: type[BaseModel], change: random.Random, times: int
) -> None:
    lines = (bundled / file).read_text().splitlines()
    for _ in range(times):
        lines = mutated(lines, change)
    text = "\n".join(lines) + "\n"
    assert inside(outcome(parse(text, Path("x.yaml")), model), text)
