"""The words for phases, sides and doses, the same on the screen, in plain lines and in exports."""

from collections.abc import Sequence

from stretchguide.model.anatomy import Context, Equipment, Method, Side, Sides
from stretchguide.model.stretch import Dose, Stretch
from stretchguide.model.units import format_duration
from stretchguide.model.words import listed as listed
from stretchguide.model.words import plural as plural
from stretchguide.timeline import REST_SECONDS, Phase, PhaseKind

_LABELS = {
    PhaseKind.READY: "Get ready",
    PhaseKind.HOLD: "Hold",
    PhaseKind.MOVE: "Move",
    PhaseKind.CONTRACT: "Press",
    PhaseKind.RELAX: "Let go",
    PhaseKind.SWITCH: "Change sides",
    PhaseKind.REST: "Rest",
    PhaseKind.WAIT: "Wait",
}


def label(phase: Phase) -> str:
    """What to do in a phase, in one or two words."""
    if phase.kind is PhaseKind.CONTRACT and phase.planned is not None and phase.planned.stretch.method is Method.ISOMETRIC:
        return "Hold"
    return _LABELS[phase.kind]


def side(phase: Phase) -> str:
    """The side that works, in words; empty where there is nothing to say."""
    if phase.side is not Side.BOTH:
        return f"{phase.side.upper()} side"
    if phase.planned is None:
        return ""
    return "sides take turns" if phase.planned.stretch.sides is Sides.ALTERNATING else "both sides"


def name(phase: Phase) -> str:
    """What is done in a phase: the name of the stretch, or the phase itself."""
    return phase.planned.stretch.name if phase.planned is not None else label(phase)


def dose(stretch: Stretch, dose: Dose) -> str:
    """A dose in words: `30 s hold, 2 sets on each side`."""
    match stretch.method:
        case Method.STATIC:
            work = f"{format_duration(dose.hold or 0)} hold"
        case Method.DYNAMIC:
            work = f"{plural(dose.reps or 0, 'repetition')}, {format_duration(dose.tempo or 0)} each"
        case Method.ISOMETRIC:
            rest = format_duration(dose.rest or REST_SECONDS)
            work = f"{plural(dose.reps or 0, 'push', 'pushes')} of {format_duration(dose.hold or 0)}, {rest} between them"
        case Method.PNF:
            press, relax, hold = (format_duration(seconds or 0) for seconds in (dose.contract, dose.relax, dose.hold))
            work = f"press {press}, let go {relax}, hold {hold}"
    sets = plural(dose.sets, "set") if (dose.sets or 1) > 1 and dose.sets else ""
    sides = {Sides.EACH: "on each side", Sides.ALTERNATING: "sides taking turns", Sides.BOTH: ""}[stretch.sides]
    tail = " ".join(part for part in (sets, sides) if part)
    return f"{work}, {tail}" if tail else work


_EQUIPMENT = {
    Equipment.DOWEL: "stick such as a broom handle",
    Equipment.STRAP: "strap or belt",
    Equipment.STEP: "low step",
}


def equipment(items: Sequence[Equipment]) -> str:
    """What has to be at hand, in words; "nothing" where nothing has to."""
    return ", ".join(_EQUIPMENT.get(item, item.value) for item in items) or "nothing"


WHEN = {
    Context.ANY: "any time",
    Context.BEFORE: "before training",
    Context.AFTER: "after training",
    Context.DESK: "at the desk",
    Context.MORNING: "in the morning",
    Context.BEDTIME: "before sleep",
}
"""Contexts in words."""

NO_VOICE = "To hear one, install espeak-ng or stretchguide[voice]."
"""What helps where no voice was found."""
