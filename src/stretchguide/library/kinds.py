"""Which model reads which kind of file, and how to tell the kinds apart."""

from pathlib import Path

from pydantic import BaseModel

from stretchguide.library.files import Kind
from stretchguide.library.source import Data
from stretchguide.model.routine import Routine
from stretchguide.model.stretch import Stretch


def model_of(kind: Kind) -> type[BaseModel]:
    """The model of a kind of file. Playing needs two of them: the others are imported when they are asked for."""
    match kind:
        case Kind.ROUTINE:
            return Routine
        case Kind.STRETCH:
            return Stretch
        case Kind.PROFILE:
            from stretchguide.model.profile import Profile

            return Profile
        case Kind.MEASUREMENTS:
            from stretchguide.model.measurement import Measurements

            return Measurements
    from stretchguide.model import safety
    from stretchguide.model.settings import Settings

    others: dict[Kind, type[BaseModel]] = {
        Kind.AVOID: safety.Avoid,
        Kind.SAFETY: safety.Safety,
        Kind.SOURCES: safety.Sources,
        Kind.SETTINGS: Settings,
    }
    return others[kind]


def kind_of(path: Path, data: Data) -> Kind:
    """What the file at `path` is: by its keys, and failing that by its folder."""
    keys = set(data) if isinstance(data, dict) else set()
    folders = {parent.name for parent in path.absolute().parents}
    if {"stop_now", "disclaimer"} & keys:
        return Kind.SAFETY
    if {"instead", "what_happens"} & keys:
        return Kind.AVOID
    if {"dose", "setup", "targets", "pose", "method"} & keys:
        return Kind.STRETCH
    if "measurements" in keys:
        return Kind.MEASUREMENTS
    if path.stem in (Kind.SAFETY, Kind.SOURCES, Kind.MEASUREMENTS) or (path.stem == Kind.SETTINGS and "steps" not in keys):
        return Kind(path.stem)
    if {"conditions", "unsure", "age"} & keys or (path.stem == Kind.PROFILE and not {"summary", "steps"} & keys):
        return Kind.PROFILE
    if "summary" not in keys and {"stretches", "avoid"} & folders:
        return Kind.STRETCH if "stretches" in folders else Kind.AVOID
    return Kind.ROUTINE
