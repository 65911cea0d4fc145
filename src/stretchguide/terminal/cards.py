"""What is shown before and after a session, on the ordinary screen, so that it stays there."""

from collections.abc import Sequence

from rich.text import Text

from stretchguide.model.anatomy import Side
from stretchguide.model.units import format_clock, format_duration
from stretchguide.session.player import SessionResult
from stretchguide.terminal.screen import Look, wrap
from stretchguide.timeline import Timeline
from stretchguide.wording import WHEN, dose, equipment, plural

WIDEST = 100


def overview(timeline: Timeline, effort: str, disclaimer: str, notes: Sequence[str], look: Look, width: int, height: int) -> list[Text]:
    """What is coming: time, equipment, stretches, what was changed for this person, what to know. Fits the screen where there is room."""
    width = min(width, WIDEST)
    routine = timeline.routine
    dot = look.glyph("·", "-")
    facts = [
        format_duration(round(timeline.seconds)),
        plural(len(timeline.stretches), "stretch", "stretches"),
        str(routine.level),
        WHEN[routine.context],
    ]
    rows = [Text(), *_indented(wrap(routine.name, width - 2, style="bold")), *_indented(wrap(routine.summary, width - 2)), Text()]
    rows += _indented(wrap(f" {dot} ".join(facts), width - 2))
    rows += _indented(wrap(f"You need: {equipment(timeline.equipment)}.", width - 2))
    if routine.notes:
        rows += _indented(wrap(routine.notes, width - 2))
    tail = changes(notes, width)[:-1] if notes else []
    tail += [Text(), *_indented(wrap(effort, width - 2))]
    tail += _indented(wrap(disclaimer, width - 2, style="dim"))
    room = height - len(rows) - len(tail) - 4
    shown = timeline.stretches if len(timeline.stretches) <= room else timeline.stretches[: max(room - 1, 3)]
    name_width = max(len(planned.stretch.name) for planned in timeline.stretches) + 2
    rows.append(Text())
    for planned in shown:
        row = Text(f" {planned.number:>2}  ", style="dim").append(planned.stretch.name, style="not dim")
        amount = dose(planned.stretch, planned.dose)
        if 5 + name_width + len(amount) <= width:
            row.append(" " * (name_width - len(planned.stretch.name))).append(amount)
        row.truncate(width, overflow="ellipsis" if look.unicode else "crop")
        rows.append(row)
    if len(shown) < len(timeline.stretches):
        rows.append(Text(f"     and {len(timeline.stretches) - len(shown)} more", style="dim"))
    return [*rows, *tail, Text()]


def changes(notes: Sequence[str], width: int) -> list[Text]:
    """What was changed for a person, and why."""
    width = min(width, WIDEST)
    rows = [Text(), Text(" For you", style="bold")]
    for note in notes:
        lines = wrap(note, width - 4)
        rows += [Text(" - " if index == 0 else "   ").append_text(line) for index, line in enumerate(lines)]
    return [*rows, Text()]


def summary(result: SessionResult, width: int) -> list[Text]:
    """What was done, side by side."""
    width = min(width, WIDEST)
    done = [(planned, sides) for planned, sides in result.by_stretch if sum(sides.values()) >= 1]
    spent = format_duration(round(result.practiced))
    first = "You are done." if result.finished else "You ended early."
    stretches = plural(len(done), "stretch", "stretches")
    rows = [Text(), *_indented(wrap(f"{first} You practiced {spent}: {stretches} of {len(result.by_stretch)}.", width - 2, style="bold"))]
    name_width = max((len(planned.stretch.name) for planned, _ in done), default=0) + 2
    for planned, sides in done:
        if Side.BOTH in sides:
            amount = f"{format_clock(round(sides[Side.BOTH])):>5}"
        else:
            amount = f"{format_clock(round(sides.get(Side.LEFT, 0))):>5} left  {format_clock(round(sides.get(Side.RIGHT, 0))):>5} right"
        row = Text(f"   {planned.stretch.name.ljust(name_width)}{amount}")
        row.truncate(width)
        rows.append(row)
    return [*rows, Text()]


def _indented(rows: list[Text]) -> list[Text]:
    return [Text(" ").append_text(row) for row in rows]
