"""Making the summaries of the index: the slow part, which reads and compiles files."""

from collections.abc import Iterable, Mapping, Sequence

from stretchguide.errors import StretchguideError
from stretchguide.library.files import Entry, Kind, Root
from stretchguide.library.index import Record, Summary
from stretchguide.library.library import Library, stretch_ids
from stretchguide.model.stretch import Stretch


def summarize(roots: Sequence[Root], entries: Iterable[Entry], digests: Mapping[tuple[Kind, str], str]) -> dict[Entry, Record]:
    """A record for each entry. A file that cannot be used gets one that says so."""
    library = Library(roots)
    records: dict[Entry, Record] = {}
    for entry in entries:
        depends: list[str] = []
        try:
            summary, depends = _summary(library, entry)
        except StretchguideError as error:
            summary = {"id": entry.id, "name": entry.id, "problems": len(str(error).splitlines())}
        records[entry] = {"depends": {id: digests.get((Kind.STRETCH, id), "") for id in depends}, "summary": summary}
    return records


def _summary(library: Library, entry: Entry) -> tuple[Summary, list[str]]:
    match entry.kind:
        case Kind.ROUTINE:
            timeline = library.timeline(entry)
            routine = timeline.routine
            ids = stretch_ids(routine)
            summary: Summary = {
                "id": entry.id,
                "name": routine.name,
                "summary": routine.summary,
                "context": routine.context.value,
                "before": [occasion.value for occasion in routine.before],
                "level": routine.level.value,
                "seconds": timeline.seconds,
                "equipment": [item.value for item in timeline.equipment],
                "targets": list(dict.fromkeys(target for planned in timeline.stretches for target in _targets(planned.stretch))),
                "positions": list(dict.fromkeys(planned.stretch.position.value for planned in timeline.stretches)),
                "stretches": ids,
            }
            return summary, ids
        case Kind.STRETCH:
            stretch = library.stretch(entry)
            return {
                "id": entry.id,
                "name": stretch.name,
                "aliases": list(stretch.aliases),
                "region": entry.region,
                "targets": _targets(stretch),
                "summary": stretch.why or "",
                "seconds": library.timeline(entry).seconds,
                "position": stretch.position.value,
                "method": stretch.method.value,
                "sides": stretch.sides.value,
                "level": stretch.level.value,
                "equipment": [item.value for item in stretch.equipment],
            }, []
        case _:
            avoided = library.avoided(entry)
            return {"id": entry.id, "name": avoided.name, "aliases": list(avoided.aliases), "stretches": list(avoided.instead)}, []


def _targets(stretch: Stretch) -> list[str]:
    return [muscle.value for muscle in stretch.targets.primary]
