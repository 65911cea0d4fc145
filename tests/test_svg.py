"""SVG drawings: valid, accessible, self-contained, and of what they say."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from typer.testing import CliRunner

from fakes import stretch, timeline
from stretchguide.cli.app import app
from stretchguide.export.svg import routine_svg, stretch_svg
from stretchguide.library.files import Kind
from stretchguide.library.library import Library
from stretchguide.timeline import Timeline

SVG = "{http://www.w3.org/2000/svg}"


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def test_a_stretch_is_drawn_at_its_start_and_in_its_hold(library: Library) -> None:
    drawing = parsed(stretch_svg(library.stretch(library.find("seated-hamstring"))))
    assert [text.text for text in drawing.iter(f"{SVG}text")] == ["Seated hamstring stretch", "start", "hold"]
    start, hold = drawing.findall(f"{SVG}g")
    assert ElementTree.tostring(start) != ElementTree.tostring(hold)
    assert drawing.find(f".//{SVG}path[@class='moving']") is not None


def test_a_routine_is_a_contact_sheet_in_order(safe_hamstrings: Timeline) -> None:
    drawing = parsed(routine_svg(safe_hamstrings))
    captions = [text.text for text in drawing.iter(f"{SVG}text")]
    assert captions == ["Safe hamstrings", *(f"{p.number}. {p.stretch.name}" for p in safe_hamstrings.stretches)]
    assert len(drawing.findall(f"{SVG}g")) == 4


def test_it_can_be_read_without_seeing_it(library: Library) -> None:
    drawing = parsed(stretch_svg(library.stretch(library.find("seated-hamstring"))))
    assert drawing.get("role") == "img"
    title, about = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
    assert title is not None
    assert about is not None
    assert drawing.get("aria-labelledby") == f"{title.get('id')} {about.get('id')}"
    assert "Slowly straighten the left knee" in (about.text or "")


def test_it_needs_nothing_from_elsewhere_and_follows_the_color_scheme(library: Library) -> None:
    for entry in library.entries(Kind.STRETCH):
        text = stretch_svg(library.stretch(entry))
        assert parsed(text).get("viewBox")
        assert not re.search(r"<script|href|url\(|@import|https?://(?!www\.w3\.org/2000/svg)", text)
        assert "prefers-color-scheme: dark" in text
        assert "nan" not in text.partition("</style>")[2]
        assert len(text) < 20_000


def test_everything_stays_inside_the_picture(library: Library) -> None:
    for entry in library.entries(Kind.STRETCH):
        drawing = parsed(stretch_svg(library.stretch(entry)))
        width, height = (float(number) for number in (drawing.get("viewBox") or "").split()[2:])
        for path in drawing.iter(f"{SVG}path"):
            numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", path.get("d") or "")]
            assert all(0 <= x <= width for x in numbers[::2]), entry.id
            assert all(0 <= y <= height for y in numbers[1::2]), entry.id


def test_names_are_shown_never_obeyed() -> None:
    session = timeline(stretch(name="<script>alert(1)</script> & more"))
    for text in (routine_svg(session), stretch_svg(session.stretches[0].stretch)):
        assert "<script" not in text
        parsed(text)


@pytest.mark.parametrize("name", ["seated-hamstring", "desk-reset"])
def test_the_command_writes_it(name: str) -> None:
    result = CliRunner().invoke(app, ["export", name, "--format", "svg"])
    assert result.exit_code == 0
    parsed(result.stdout)
