"""Completion: reads the index only, and stays silent about anything that goes wrong."""

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


def _names(incomplete: str, *kinds: Kind) -> list[tuple[str, str]]:
    from stretchguide.cli.roots import open_index

    summaries = open_index().summaries(*kinds)
    return [(entry.id, summary.get("summary") or summary["name"]) for entry, summary in summaries if entry.id.startswith(incomplete)]
