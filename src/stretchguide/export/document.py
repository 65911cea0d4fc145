"""What an export says, before it is known how it looks: headings, paragraphs, fields and lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stretchguide.body.load import LoadUnknownError, pose_load
from stretchguide.model.anatomy import Condition, Sides
from stretchguide.model.pose import Pose
from stretchguide.model.safety import Avoid, Safety, Sources
from stretchguide.model.stretch import Dose, Stretch
from stretchguide.model.units import format_duration
from stretchguide.timeline import Phase, PhaseKind, Planned, Timeline
from stretchguide.wording import WHEN, dose, equipment, listed

SIDES_NOTE = "Texts name the left side. On the right side, read right for left and left for right."


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is the title of the whole."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Short facts with their labels."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered where the order matters."""

    entries: tuple[str, ...]
    numbered: bool = False


Block = Heading | Paragraph | Fields | Items


def routine_document(timeline: Timeline, safety: Safety, sources: Sources) -> list[Block]:
    """A whole routine with everything about its stretches, to print or to mail."""
    blocks = about(timeline)
    if any(planned.stretch.sides is Sides.EACH for planned in timeline.stretches):
        blocks.append(Paragraph(SIDES_NOTE))
    for phase, planned in _steps(timeline):
        if planned is None:
            blocks += [Heading(2, _pause(phase)), Paragraph(phase.say)]
        else:
            blocks.append(Heading(2, f"{planned.number}. {planned.stretch.name}"))
            blocks += how_to(planned.stretch, planned.dose)
    return blocks + closing(safety) + cited(timeline.routine.sources, sources)


def routine_page(timeline: Timeline, safety: Safety, sources: Sources) -> list[Block]:
    """A routine at a glance: what it is for, its stretches with their doses, what to take care of."""
    rows = []
    for phase, planned in _steps(timeline):
        if planned is None:
            rows.append(("", f"{_pause(phase)}. {phase.say}"))
        else:
            rows.append((f"{planned.number}  {planned.stretch.name}", dose(planned.stretch, planned.dose)))
    return [*about(timeline), Heading(2, "Steps"), Fields(tuple(rows)), *closing(safety), *cited(timeline.routine.sources, sources)]


def about(timeline: Timeline) -> list[Block]:
    """What a routine is for, how long it takes, what it needs."""
    routine = timeline.routine
    blocks: list[Block] = [
        Heading(1, routine.name),
        Paragraph(routine.summary),
        Fields(
            (
                ("Total time", format_duration(round(timeline.seconds))),
                ("Equipment", equipment(timeline.equipment)),
                ("Level", str(routine.level)),
                ("When", WHEN[routine.context]),
            )
        ),
    ]
    if routine.notes:
        blocks.append(Paragraph(routine.notes))
    return blocks


def _steps(timeline: Timeline) -> Iterator[tuple[Phase, Planned | None]]:
    """The steps of a routine in order, each with its first phase."""
    last = 0
    for phase in timeline.phases:
        if phase.planned is None:
            yield phase, None
        elif phase.planned.number != last:
            last = phase.planned.number
            yield phase, phase.planned


def _pause(phase: Phase) -> str:
    return f"Rest: {format_duration(phase.seconds)}" if phase.kind is PhaseKind.REST else "Wait"


def stretch_document(stretch: Stretch, safety: Safety, sources: Sources) -> list[Block]:
    """One stretch, to print or to mail."""
    blocks: list[Block] = [Heading(1, stretch.name)]
    if stretch.why:
        blocks.append(Paragraph(stretch.why))
    facts = (
        ("Works on", listed(stretch.targets.primary)),
        ("Also", listed(stretch.targets.secondary)),
        ("Position", listed([stretch.position])),
        ("Level", str(stretch.level)),
    )
    blocks.append(Fields(tuple(row for row in facts if row[1])))
    if stretch.sides is Sides.EACH:
        blocks.append(Paragraph(SIDES_NOTE))
    blocks += how_to(stretch, stretch.dose)
    variations = [(label, other) for label, other in (("Easier", stretch.easier), ("Harder", stretch.harder)) if other is not None]
    if variations:
        rows = [(label, f"{other.say} See {other.stretch}." if other.stretch else other.say) for label, other in variations]
        blocks.append(Fields(tuple(rows)))
    for label, conditions in (("Leave it out with", stretch.avoid_with), ("Take care with", stretch.caution_with)):
        if conditions:
            blocks += [Heading(2, label), Items(tuple(condition_name(c, safety) for c in conditions))]
    return blocks + closing(safety) + cited(stretch.sources, sources)


def how_to(stretch: Stretch, amount: Dose) -> list[Block]:
    """Dose, set-up, steps, breathing, and what to take care of."""
    facts = [("Dose", dose(stretch, amount))]
    if stretch.equipment:
        facts.append(("Equipment", equipment(stretch.equipment)))
    facts.append(("Set-up", stretch.setup))
    after = [("Breathing", stretch.breathing)]
    if stretch.only_movement:
        after.append(("Remember", stretch.only_movement))
    if stretch.mistakes:
        after.append(("Watch for", " ".join(stretch.mistakes)))
    after.append(("Safety", " ".join(stretch.safety)))
    return [Fields(tuple(facts)), Items(stretch.steps, numbered=True), Fields(tuple(after))]


def closing(safety: Safety) -> list[Block]:
    """How hard is right, when to stop, and what this is not."""
    return [
        Heading(2, "How hard, and when to stop"),
        Paragraph(safety.effort),
        Paragraph("Stop at once when:"),
        Items(safety.stop_now),
        Paragraph(safety.disclaimer),
    ]


def avoid_document(avoid: Avoid, instead: Mapping[str, str], safety: Safety, sources: Sources) -> list[Block]:
    """A stretch that is left out: what happens in it, how sure that is, and what to do instead, by id and name."""
    blocks: list[Block] = [
        Heading(1, avoid.name),
        Paragraph("This one is left out of stretchguide."),
        Heading(2, "What happens"),
        Paragraph(avoid.what_happens),
        Heading(2, "How sure is that"),
        Paragraph(avoid.honesty),
        Fields((("Based on", ", ".join(EVIDENCE[kind] for kind in avoid.evidence)),)),
        Heading(2, "Do this instead"),
        Items(tuple(f"{name} ({id})" for id, name in instead.items())),
    ]
    if avoid.worst_when:
        blocks += [Heading(2, "Least suitable"), Items(avoid.worst_when)]
    if avoid.worst_for:
        blocks += [Heading(2, "Leave it out above all with"), Items(tuple(condition_name(c, safety) for c in avoid.worst_for))]
    return [*blocks, *cited(avoid.sources, sources), Paragraph(safety.disclaimer)]


def condition_name(condition: Condition, safety: Safety) -> str:
    """A condition in words people use of themselves."""
    return safety.conditions[condition].name if condition in safety.conditions else listed([condition])


def cited(keys: Sequence[str], sources: Sources) -> list[Block]:
    """What the sources say, how good they are, and where to find them."""
    found = [sources.sources[key] for key in keys if key in sources.sources]
    if not found:
        return []
    rows = tuple(f"{s.says} {s.cite} {f'doi.org/{s.doi}' if s.doi else s.url or ''}".rstrip() + f" [{GRADES[s.grade]}]" for s in found)
    return [Heading(2, "Where this comes from"), Items(rows)]


EVIDENCE = {
    "measured": "measurements in people",
    "mechanistic": "how tissue behaves in the laboratory or in a model",
    "guideline": "the advice of professional bodies",
    "convention": "what teachers usually say",
}
"""Kinds of evidence in words."""

GRADES = {
    "A": "trials or consistent measurements",
    "B": "indirect evidence",
    "C": "mechanism",
    "D": "expert advice",
}
"""Grades of evidence in words."""


def body_document(pose: Pose | None) -> list[Block]:
    """What the low back carries in the hold, as a ratio to standing, and how little that proves."""
    title = Heading(2, "What the low back carries")
    if pose is None:
        return [title, Paragraph("This stretch has no pose, so there is nothing to work it out from.")]
    try:
        carried = pose_load(pose)
    except LoadUnknownError as error:
        return [title, Paragraph(str(error))]
    rows = (
        ("Load on the lowest discs", f"{carried.ratio:.1f} times standing"),
        ("Compression", f"about {round(carried.compression, -1):.0f} N"),
        ("Pressure", f"about {carried.pressure:.1f} MPa"),
        ("Turning force", f"about {carried.moment:.0f} Nm"),
        ("Bend of the low back", f"{max(carried.flexion, 0):.0%} of how far it goes"),
    )
    return [title, Fields(rows), Paragraph(BODY_CAVEAT)]


BODY_CAVEAT = (
    "This is an estimate from a simple model, fitted to measurements in one man. Read the ratio, not the newtons. "
    "It is for information only: it does not tell a good stretch from a bad one, and load is not the same as pain."
)
"""What has to stand beside every number of the load model."""
