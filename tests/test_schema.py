"""The JSON Schemas agree with the models: editors accept what the program accepts, and mark what it refuses."""

import json
from pathlib import Path
from typing import cast

import pytest
from jsonschema import Draft202012Validator

from conftest import ROOT
from stretchguide.library.files import Kind, Origin, Root, entries
from stretchguide.library.source import read

FILES = list(entries(Root(ROOT / "routines", Origin.BUNDLED)))


def schema(kind: Kind) -> Draft202012Validator:
    data = json.loads((ROOT / "routines" / "schema" / f"{kind}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(data)
    return Draft202012Validator(data)


def as_editors_see_it(value: object) -> object:
    """Scalars as a YAML editor reads them: numbers are numbers."""
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, dict):
        return {key: as_editors_see_it(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_editors_see_it(item) for item in value]
    try:
        number = float(str(value))
    except ValueError:
        return value
    return int(number) if number.is_integer() else number


@pytest.mark.parametrize("kind", Kind)
def test_every_bundled_file_passes_its_published_schema(kind: Kind) -> None:
    validator = schema(kind)
    for entry in FILES:
        if entry.kind is kind:
            errors = [error.message for error in validator.iter_errors(as_editors_see_it(read(entry.path).data))]
            assert errors == [], entry.path.name


@pytest.mark.parametrize("path", [entry.path for entry in FILES], ids=lambda path: path.stem)
def test_every_bundled_file_names_its_schema_in_its_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    assert (path.parent / first.removeprefix(prefix)).resolve().parent == ROOT / "routines" / "schema"


@pytest.mark.parametrize(
    "routine",
    [
        {"name": "A", "summary": "B.", "steps": []},
        {"name": "A", "summary": "B.", "steps": ["seated-hamstring"], "levle": "beginner"},
        {"name": "A", "summary": "B.", "steps": ["Seated Hamstring"]},
        {"name": "A", "summary": "B.", "steps": [{"stretch": "seated-hamstring", "hold": "soon"}]},
        {"name": "A", "summary": "B.", "context": "befor", "steps": ["seated-hamstring"]},
        {"name": "A", "steps": ["seated-hamstring"]},
    ],
)
def test_editors_mark_what_is_wrong_with_a_routine(routine: dict[str, object]) -> None:
    assert list(schema(Kind.ROUTINE).iter_errors(routine))


@pytest.mark.parametrize("duration", [45, "45", "45s", "1:30", "1m30s", "2m"])
def test_editors_accept_every_way_to_write_a_duration(duration: object) -> None:
    routine = {"name": "A", "summary": "B.", "steps": [{"stretch": "seated-hamstring", "hold": duration}, {"rest": duration}]}
    assert [error.message for error in schema(Kind.ROUTINE).iter_errors(cast(dict[str, object], routine))] == []
