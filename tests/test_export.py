"""Exports and pages: complete, readable, and never obeying what the texts contain."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from typer.testing import CliRunner, Result

from stretchguide import settings
from stretchguide.cli.app import app
from stretchguide.export import markdown, text
from stretchguide.export.document import Block, Fields, Heading, Items, Paragraph
from stretchguide.export.exporters import EXPORTERS, Subject
from stretchguide.library.files import Kind
from stretchguide.library.library import Library
from stretchguide.model.anatomy import Sides
from stretchguide.model.stretch import Stretch
from stretchguide.timeline import Timeline
from stretchguide.wording import dose

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs a command of the program."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def subject(library: Library, name: str) -> Subject:
    entry = library.find(name)
    return Subject(entry.id, library.timeline(entry), library.safety(), library.sources(), entry.kind is Kind.STRETCH)


def flat(content: str) -> str:
    """Text without its line breaks, to look for sentences in it."""
    return " ".join(content.split())


def everything(library: Library) -> list[str]:
    return [entry.id for entry in library.entries(Kind.ROUTINE, Kind.STRETCH)]


# --- text -----------------------------------------------------------------------------------------------------------


def test_text_is_at_most_eighty_columns_wide(library: Library) -> None:
    for name in everything(library):
        content = EXPORTERS["text"].render(subject(library, name))
        assert max(map(len, content.splitlines())) <= 80, name
        assert content.isprintable() or set(content) - set("\n") <= {c for c in content if c.isprintable()}
        assert content.endswith("\n")
        assert not content.startswith("\n")
        assert not re.search(" $", content, re.MULTILINE)


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_a_routine_has_everything_a_person_needs_without_the_program(library: Library, safe_hamstrings: Timeline, format: str) -> None:
    content = flat(EXPORTERS[format].render(subject(library, "safe-hamstrings")).replace("\\", ""))
    assert safe_hamstrings.routine.name in content
    assert "Total time:" in content
    assert "5 min" in content
    assert "Equipment:" in content
    assert "chair" in content
    for planned in safe_hamstrings.stretches:
        stretch = planned.stretch
        assert f"{planned.number}. {stretch.name}" in content
        assert dose(stretch, planned.dose) in content
        for sentence in (stretch.setup, stretch.breathing, *stretch.steps, *stretch.safety, *stretch.mistakes):
            assert sentence in content
        if stretch.only_movement:
            assert stretch.only_movement in content
    for sign in library.safety().stop_now:
        assert sign in content
    assert library.safety().disclaimer in content


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_sides_are_said_with_the_dose(library: Library, format: str) -> None:
    for entry in library.entries(Kind.STRETCH):
        content = flat(EXPORTERS[format].render(subject(library, entry.id)))
        sides = library.stretch(entry).sides
        assert ("on each side" in content) == (sides is Sides.EACH), entry.id
        assert ("sides taking turns" in content) == (sides is Sides.ALTERNATING), entry.id


def test_a_stretch_on_its_own_says_who_should_leave_it_out(library: Library) -> None:
    stretch = library.stretch(library.find("seated-hamstring"))
    content = flat(EXPORTERS["text"].render(subject(library, "seated-hamstring")))
    assert stretch.easier is not None
    assert stretch.harder is not None
    assert stretch.why is not None
    assert stretch.easier.say in content
    assert stretch.harder.say in content
    assert stretch.why in content
    for condition in (*stretch.avoid_with, *stretch.caution_with):
        assert library.safety().conditions[condition].name in content


def test_rests_and_waits_are_in_the_export(library: Library, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("name: A\nsummary: B\nsteps:\n  - march-in-place\n  - {rest: 90s, say: Drink some water.}\n  - {wait: Get a mat.}\n")
    content = run("export", path).stdout
    assert re.search("^Rest:? 1 min 30 s$", content, re.MULTILINE)
    assert "Drink some water." in content
    assert "Get a mat." in content


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=90)
sentences = st.lists(words, min_size=1, max_size=40).map(" ".join)


def blocks(sentence: str) -> list[Block]:
    """Each kind of block with the sentence in it."""
    return [
        Heading(1, sentence),
        Heading(2, sentence),
        Paragraph(sentence),
        Fields((("Label", sentence),)),
        Items((sentence,)),
        Items((sentence,), numbered=True),
    ]


@given(sentences)
def test_text_of_any_kind_is_wrapped_and_nothing_of_it_is_lost(sentence: str) -> None:
    for block in blocks(sentence):
        content = text.render([block])
        assert max(map(len, content.splitlines())) <= 80
        assert re.sub(r"\s", "", sentence) in re.sub(r"\s", "", content)


# --- Markdown -------------------------------------------------------------------------------------------------------


def shown(content: str) -> str:
    """What a reader of Markdown shows, without the tags of its own."""
    return html.unescape(re.sub(r"<[^>]*>", "", MarkdownIt("commonmark").render(content))).strip()


def lists(content: str) -> int:
    return sum(token.type in ("bullet_list_open", "ordered_list_open") for token in MarkdownIt("commonmark").parse(content))


TRICKY = [
    "*not bold*",
    "**a** __b__ _c_",
    "<script>alert(1)</script>",
    "<!-- gone -->",
    "# no heading",
    "a #",
    "1. no list",
    "1) no list",
    "1.",
    "12. March",
    "- no list",
    "-",
    "+ no list",
    "--- ",
    "===",
    "> no quote",
    "`code`",
    "```",
    "[a](https://example.org)",
    "![a](b)",
    "<https://example.org>",
    "[a]: b",
    "~~a~~",
    "a | b",
    "&lt;b&gt; &amp; &copy;",
    "back\\slash \\* \\",
    "[bold red]x[/]",
    "{{ x }} {% y %}",
    "1.5 m",
    "-5 degrees",
]


@pytest.mark.parametrize("sentence", TRICKY)
def test_markdown_shows_what_a_text_says_and_obeys_none_of_it(sentence: str) -> None:
    for block in blocks(sentence.strip()):
        content = markdown.render([block])
        assert shown(content).removeprefix("Label:").strip() == sentence.strip(), content
        assert lists(content) == isinstance(block, Fields | Items), content


@given(sentences)
def test_markdown_shows_any_text_as_it_is(sentence: str) -> None:
    for block in blocks(sentence):
        content = markdown.render([block])
        assert shown(content).removeprefix("Label:").strip() == sentence
        assert lists(content) == isinstance(block, Fields | Items)


def test_markdown_has_one_title_and_a_heading_for_each_step(library: Library, safe_hamstrings: Timeline) -> None:
    content = EXPORTERS["markdown"].render(subject(library, "safe-hamstrings"))
    assert re.findall("^# (.*)$", content, re.MULTILINE) == ["Safe hamstrings"]
    headings = re.findall(r"^## \d+\\\. (.*)$", content, re.MULTILINE)
    assert headings == [planned.stretch.name for planned in safe_hamstrings.stretches]


# --- JSON -----------------------------------------------------------------------------------------------------------


def keys_of(section: str) -> set[str]:
    """The keys that the documentation names in the table of a section."""
    documentation = Path(__file__).resolve().parents[1] / "docs/json.md"
    body = documentation.read_text().split(f"## {section}")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in body.splitlines() if line.startswith("| `")]
    return {key for cell in cells for key in re.findall("`([a-z]+)`", cell)}


def test_json_of_a_routine_is_what_the_documentation_says(library: Library, safe_hamstrings: Timeline) -> None:
    data: dict[str, Any] = json.loads(EXPORTERS["json"].render(subject(library, "safe-hamstrings")))
    assert (data["format"], data["version"], data["id"]) == ("stretchguide/timeline", 1, "safe-hamstrings")
    assert set(data) == {
        *("format", "version", "id", "name", "summary", "context", "level", "seconds", "equipment", "phases", "stretches"),
    }
    assert data["seconds"] == safe_hamstrings.seconds
    assert list(data["stretches"]) == [planned.id for planned in safe_hamstrings.stretches]
    assert len(data["phases"]) == len(safe_hamstrings.phases)
    start = 0.0
    for phase in data["phases"]:
        assert phase["start"] == start
        assert phase["side"] in ("left", "right", "both")
        assert ("repetitions" in phase) == (phase["kind"] == "move")
        assert all(set(cue) == {"at", "kind", "say"} for cue in phase["cues"])
        start += phase["seconds"]
    assert start == data["seconds"]
    assert {key for phase in data["phases"] for key in phase} == keys_of("`preview NAME --json`")


def test_the_stretches_of_the_json_are_whole_and_can_be_loaded_again(library: Library) -> None:
    data = json.loads(EXPORTERS["json"].render(subject(library, "safe-hamstrings")))
    for id, stretch in data["stretches"].items():
        assert Stretch.model_validate(stretch) == library.stretch(library.find(id, [Kind.STRETCH]))


def test_json_is_ascii_and_has_no_number_that_is_none(library: Library) -> None:
    for name in everything(library):
        content = EXPORTERS["json"].render(subject(library, name))
        assert content.isascii()
        json.loads(content, parse_constant=lambda constant: pytest.fail(constant))


@pytest.mark.parametrize(
    ("command", "format"),
    [
        (["show", "safe-hamstrings"], "routine"),
        (["show", "seated-hamstring"], "stretch"),
        (["preview", "safe-hamstrings"], "timeline"),
        (["preview", "seated-hamstring"], "timeline"),
        (["list"], "routines"),
        (["list", "--stretches"], "stretches"),
        (["check"], "check"),
    ],
)
def test_every_json_output_names_its_format_and_version(run: Run, command: list[str], format: str) -> None:
    done = run(*command, "--json")
    assert done.exit_code == 0
    data = json.loads(done.stdout)
    assert (data["format"], data["version"]) == (f"stretchguide/{format}", 1)


def test_json_of_a_preview_is_that_of_the_export(run: Run) -> None:
    assert run("preview", "safe-hamstrings", "--json").stdout == run("export", "safe-hamstrings", "--format", "json").stdout


# --- what is written is shown ---------------------------------------------------------------------------------------

MARKUP = "[bold red]x[/] :smile: [link=a]b[/link]"


@pytest.fixture
def own() -> Path:
    """A routine of the user's own, with a stretch of its own, whose texts look like orders to a terminal library."""
    folder = settings.user_routines()
    assert folder is not None
    (folder / "stretches/mine").mkdir(parents=True)
    (folder / "own.yaml").write_text(f'name: "{MARKUP}"\nsummary: "{MARKUP}"\nsteps:\n  - own-stretch\n')
    (folder / "stretches/mine/own-stretch.yaml").write_text(
        f'name: "{MARKUP}"\ntargets: {{primary: [hamstrings]}}\nposition: chair\nmethod: static\nsides: both\ndose: {{hold: 30s}}\n'
        f'setup: "{MARKUP}"\nsteps: ["{MARKUP}"]\nbreathing: "{MARKUP}"\nsafety: ["{MARKUP}"]\n'
    )
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ["show", "own"],
        ["show", "own-stretch"],
        ["preview", "own"],
        ["export", "own"],
        ["export", "own-stretch"],
        ["list"],
        ["list", "--stretches"],
        ["start", "own", "--now", "--speed", "1000"],
    ],
)
def test_markup_in_texts_is_shown_as_it_is_written(run: Run, own: Path, command: list[str]) -> None:
    done = run(*command)
    assert done.exit_code == 0, done.output
    assert MARKUP in done.stdout
    assert "\x1b" not in done.stdout


def test_a_file_of_the_users_own_is_marked_in_the_list(run: Run, own: Path) -> None:
    (line,) = [line for line in run("list").stdout.splitlines() if line.split()[0] == "own"]
    assert "(yours)" in line


# --- writing to a file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", list(EXPORTERS))
@pytest.mark.parametrize("name", ["safe-hamstrings", "seated-hamstring"])
def test_a_file_gets_what_the_screen_would(run: Run, tmp_path: Path, name: str, format: str) -> None:
    target = tmp_path / "out"
    done = run("export", name, "--format", format, "-o", target)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "written" in done.stderr
    assert target.read_text() == run("export", name, "--format", format).stdout


def test_a_file_that_exists_is_replaced_only_on_request(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("precious")
    done = run("export", "safe-hamstrings", "-o", target)
    assert done.exit_code == 5
    assert "exists already" in done.stderr
    assert target.read_text() == "precious"
    assert run("export", "safe-hamstrings", "-o", target, "--force").exit_code == 0
    assert target.read_text().startswith("Safe hamstrings\n===")


def test_nothing_is_written_when_the_export_fails(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("precious")
    assert run("export", "no-such", "-o", target, "--force").exit_code == 3
    assert run("export", "safe-hamstrings", "--format", "pdf", "-o", target, "--force").exit_code == 2
    assert target.read_text() == "precious"


def test_an_unknown_format_names_the_ones_there_are(run: Run) -> None:
    done = run("export", "safe-hamstrings", "--format", "pdf")
    assert (done.exit_code, done.stdout) == (2, "")
    assert all(format in done.stderr for format in EXPORTERS)
