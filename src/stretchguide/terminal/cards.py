"""What is shown before and after a session, on the ordinary screen, so that it stays there."""

from collections.abc import Sequence

from rich.text import Text

from stretchguide.model.anatomy import Side
from stretchguide.model.safety import Safety
from stretchguide.model.units import format_clock, format_duration
from stretchguide.session.player import HurtChoice, SessionResult
from stretchguide.terminal.hurt import HELP_NOW
from stretchguide.terminal.look import Look, wrap
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


def summary(result: SessionResult, safety: Safety, width: int) -> list[Text]:
    """What was done, side by side; where something hurt, and if that ended the session, what to watch for."""
    width = min(width, WIDEST)
    done = [(planned, sides) for planned, sides in result.by_stretch if sum(sides.values()) >= 1]
    spent = format_duration(round(result.practiced))
    first = "You are done." if result.finished else "You ended because something hurt." if result.hurt else "You ended early."
    stretches = plural(len({planned.number for planned, _ in done}), "stretch", "stretches")
    total = len({planned.number for planned, _ in result.by_stretch})
    rows = [Text(), *_indented(wrap(f"{first} You practiced {spent}: {stretches} of {total}.", width - 2, style="bold"))]
    name_width = max((len(planned.stretch.name) for planned, _ in done), default=0) + 2
    for planned, sides in done:
        if Side.BOTH in sides:
            amount = f"{format_clock(round(sides[Side.BOTH])):>5}"
        else:
            amount = f"{format_clock(round(sides.get(Side.LEFT, 0))):>5} left  {format_clock(round(sides.get(Side.RIGHT, 0))):>5} right"
        row = Text(f"   {planned.stretch.name.ljust(name_width)}{amount}")
        row.truncate(width)
        rows.append(row)
    if result.hurts:
        rows += _hurts(result, width)
    if result.hurt:
        rows += _watch(safety, width, emergency=result.hurts[-1].choice is HurtChoice.RED_FLAG)
    return [*rows, Text()]


_CHOSEN = {
    HurtChoice.EASE: "eased off",
    HurtChoice.SKIP: "skipped",
    HurtChoice.END: "ended",
    HurtChoice.RED_FLAG: "red flags",
    HurtChoice.GO_ON: "went on",
    None: "no answer",
}


def _hurts(result: SessionResult, width: int) -> list[Text]:
    """Where something hurt, and what was chosen."""
    names = {planned.id: planned.stretch.name for planned, _ in result.by_stretch}
    rows = [Text(), Text(" Something hurt", style="bold")]
    for hurt in result.hurts:
        name = names[hurt.stretch] if hurt.stretch is not None else "Between stretches"
        side = f", {hurt.side} side" if hurt.side is not Side.BOTH else ""
        rows += _indented(wrap(f"  {name}{side}, at {format_clock(round(hurt.at))}: {_CHOSEN[hurt.choice]}", width - 2))
    return rows


def _watch(safety: Safety, width: int, *, emergency: bool) -> list[Text]:
    """What to watch for after something hurt. After the red flags, the signs of an emergency as well."""
    rows: list[Text] = []
    if emergency:
        rows += [Text(), *_indented(wrap(HELP_NOW, width - 2, style="bold")), *_items(safety.emergency, width)]
    rows += [Text(), *_indented(wrap("What to watch for: see a doctor or physiotherapist if", width - 2, style="bold"))]
    rows += _items(safety.see_clinician, width)
    if not emergency:
        rows += [Text(), *_indented(wrap("'stretchguide safety' lists the signs of an emergency.", width - 2))]
    return rows


def _items(lines: Sequence[str], width: int) -> list[Text]:
    return [Text("   - " if not index else "     ").append_text(row) for line in lines for index, row in enumerate(wrap(line, width - 5))]


def _indented(rows: list[Text]) -> list[Text]:
    return [Text(" ").append_text(row) for row in rows]
