"""Completion: reads the index only, and stays silent about anything that goes wrong."""

import typer

from stretchguide.export.exporters import FORMATS
from stretchguide.library.files import Kind


def complete_routine(incomplete: str) -> list[tuple[str, str]]:
    """Routine names."""
    return _names(incomplete, Kind.ROUTINE)


def complete_name(incomplete: str) -> list[tuple[str, str]]:
    """Routine and stretch names."""
    return _names(incomplete, Kind.ROUTINE, Kind.STRETCH)


def complete_format(incomplete: str) -> list[tuple[str, str]]:
    """Export formats."""
    return [(name, about) for name, about in FORMATS.items() if name.startswith(incomplete)]


def complete_figure(incomplete: str) -> list[str]:
    """Ways to draw the figure."""
    return [name for name in ("auto", "braille", "blocks", "ascii", "off") if name.startswith(incomplete)]


def complete_kind(incomplete: str) -> list[str]:
    """Kinds of files."""
    return [kind.value for kind in Kind if kind.startswith(incomplete)]


def complete_condition(incomplete: str) -> list[str]:
    """Health conditions."""
    from stretchguide.model.anatomy import Condition

    return [condition.value for condition in Condition if condition.startswith(incomplete)]


def complete_occasion(incomplete: str) -> list[str]:
    """What a routine can be done before."""
    return [word for word in ("run", "lift", "ride", "desk", "bed") if word.startswith(incomplete)]


def complete_measurement(incomplete: str) -> list[tuple[str, str]]:
    """What can be measured."""
    from stretchguide.cli.roots import open_library
    from stretchguide.errors import StretchguideError

    try:
        known = open_library().measurements().measurements
    except StretchguideError:
        return []
    return [(id, measurement.name) for id, measurement in known.items() if id.startswith(incomplete)]


def complete_rule(incomplete: str) -> list[str]:
    """Safety rules."""
    from stretchguide.model.rule import RuleName

    return [name.value for name in RuleName if name.startswith(incomplete)]


def complete_profile_part(incomplete: str) -> list[str]:
    """Parts of the profile."""
    return [part for part in ("condition", "unsure", "age", "equipment", "effort") if part.startswith(incomplete)]


def complete_profile_value(context: typer.Context, incomplete: str) -> list[str]:
    """What the part of the profile that is named before can be."""
    from stretchguide.model.anatomy import Condition, Equipment

    values: dict[str, list[str]] = {
        "condition": list(Condition),
        "unsure": list(Condition),
        "age": ["under-18", "18-64", "65-plus"],
        "equipment": [*Equipment, "none"],
        "effort": ["1", "2", "3", "4"],
    }
    return [str(value) for value in values.get(str(context.params.get("part")), []) if value.startswith(incomplete)]


def complete_setting(incomplete: str) -> list[str]:
    """Names of settings."""
    from stretchguide.model.settings import Settings

    return [name for name in Settings.model_fields if name.startswith(incomplete)]


def _names(incomplete: str, *kinds: Kind) -> list[tuple[str, str]]:
    from stretchguide.cli.roots import open_index

    summaries = open_index().summaries(*kinds)
    return [(entry.id, summary.get("summary") or summary["name"]) for entry, summary in summaries if entry.id.startswith(incomplete)]
