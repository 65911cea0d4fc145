"""What an export says, before it is known how it looks: headings, paragraphs, fields and lists."""

from dataclasses import dataclass

from stretchguide.model.anatomy import Sides
from stretchguide.model.safety import Safety
from stretchguide.model.stretch import Dose, Stretch
from stretchguide.model.units import format_duration
from stretchguide.timeline import PhaseKind, Timeline
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


def routine_document(timeline: Timeline, safety: Safety) -> list[Block]:
    """A whole routine, to print or to mail."""
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
    if any(planned.stretch.sides is Sides.EACH for planned in timeline.stretches):
        blocks.append(Paragraph(SIDES_NOTE))
    shown: set[int] = set()
    for phase in timeline.phases:
        if phase.planned is None:
            what = f"Rest: {format_duration(phase.seconds)}" if phase.kind is PhaseKind.REST else "Wait"
            blocks += [Heading(2, what), Paragraph(phase.say)]
        elif phase.planned.number not in shown:
            planned = phase.planned
            shown.add(planned.number)
            blocks.append(Heading(2, f"{planned.number}. {planned.stretch.name}"))
            blocks += how_to(planned.stretch, planned.dose)
    return blocks + closing(safety)


def stretch_document(stretch: Stretch, safety: Safety) -> list[Block]:
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
    for label, variation in (("Easier", stretch.easier), ("Harder", stretch.harder)):
        if variation is not None:
            other = f" See {variation.stretch}." if variation.stretch else ""
            blocks.append(Fields(((label, variation.say + other),)))
    for label, conditions in (("Leave it out with", stretch.avoid_with), ("Take care with", stretch.caution_with)):
        if conditions:
            names = [safety.conditions[c].name if c in safety.conditions else listed([c]) for c in conditions]
            blocks += [Heading(2, label), Items(tuple(names))]
    return blocks + closing(safety)


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
        Paragraph("Stop at once if you notice:"),
        Items(safety.stop_now),
        Paragraph(safety.disclaimer),
    ]
