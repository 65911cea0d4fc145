"""Which easier stretches a session can turn to when something hurts."""

from pathlib import Path

import pytest

from stretchguide.cli.fitting import prepare
from stretchguide.library.files import Origin, Root
from stretchguide.library.library import Library
from stretchguide.model.profile import Profile


@pytest.mark.parametrize("name", ["half-kneeling-hip-flexor", "wall-calf"])
def test_a_session_knows_the_easier_stretch_of_its_files(library: Library, name: str) -> None:
    planned = prepare(library, library.find(name), None).timeline.stretches[0]
    assert planned.stretch.easier is not None
    assert planned.easier is not None
    assert planned.easier.id == planned.stretch.easier.stretch


def test_an_easier_stretch_that_is_wrong_stops_no_session(bundled: Path, tmp_path: Path) -> None:
    broken = tmp_path / "stretches" / "mine" / "split-stance-hip-flexor.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("name: [", encoding="utf-8")
    library = Library([Root(bundled, Origin.BUNDLED), Root(tmp_path, Origin.USER)])
    assert prepare(library, library.find("half-kneeling-hip-flexor"), None).timeline.stretches[0].easier is None


def test_an_easier_stretch_that_does_not_suit_the_person_is_not_turned_to(library: Library) -> None:
    entry = library.find("childs-pose")
    equipment = [item.value for item in library.stretch(entry).equipment]
    assert prepare(library, entry, Profile.model_validate({"age": "18-64"})).timeline.stretches[0].easier is not None
    assert prepare(library, entry, Profile.model_validate({"equipment": equipment})).timeline.stretches[0].easier is None
