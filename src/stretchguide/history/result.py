"""From a session that was played to its record."""

import hashlib
from collections.abc import Mapping

from stretchguide import __version__
from stretchguide.history.record import Beginning, Feel, Pain, Practice, Session, Status
from stretchguide.model.anatomy import Side, Sides
from stretchguide.session.player import Hurt, SessionResult
from stretchguide.timeline import Planned, Timeline


def content_hash(timeline: Timeline) -> str:
    """A digest of what a session asks for: phase by phase, what is done, on which side, for how long, and how it is said."""
    digest = hashlib.blake2b(digest_size=8)
    for phase in timeline.phases:
        planned = phase.planned.id if phase.planned is not None else ""
        said = (phase.kind.value, planned, phase.side.value, phase.set, phase.seconds, phase.say)
        digest.update(repr(said).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def from_result(beginning: Beginning, result: SessionResult, timeline: Timeline, *, status: Status, feel: Feel | None = None) -> Session:
    """The record of a session: what it came to, in real seconds, whatever speed it was played at."""
    planned: dict[tuple[int, str], dict[Side, float]] = {}
    for phase in timeline.phases:
        if phase.planned is not None and phase.kind.is_work:
            sides = planned.setdefault((phase.planned.number, phase.planned.id), {})
            sides[phase.side] = sides.get(phase.side, 0.0) + phase.seconds
    speed = beginning.speed
    return Session(
        id=beginning.id,
        began=beginning.began,
        practiced=_rounded(result.practiced / speed),
        planned=_rounded(result.planned / speed),
        status=status,
        routine=beginning.routine,
        content=beginning.content,
        machine=beginning.machine,
        speed=speed,
        stretches=tuple(
            Practice(
                one.number,
                one.id,
                tuple(muscle.value for muscle in one.stretch.targets.primary),
                tuple(muscle.value for muscle in one.stretch.targets.secondary),
                _by_side(one, planned.get((one.number, one.id), {}), speed),
                _by_side(one, practiced, speed),
            )
            for one, practiced in result.by_stretch
        ),
        skipped=result.skipped,
        hurts=tuple(_pain(hurt) for hurt in result.hurts),
        feel=feel,
        note="",
        program=__version__,
    )


def _pain(hurt: Hurt) -> Pain:
    return Pain(_rounded(hurt.at), hurt.stretch, hurt.side.value, hurt.choice.value if hurt.choice is not None else None)


def _by_side(planned: Planned, seconds: Mapping[Side, float], speed: float) -> dict[str, float]:
    """Seconds by side. Where sides take turns within a movement, each has half of it."""
    if planned.stretch.sides is Sides.ALTERNATING and Side.BOTH in seconds:
        half = seconds[Side.BOTH] / 2
        seconds = {side: seconds.get(side, 0.0) + half for side in (Side.LEFT, Side.RIGHT)}
    return {side.value: _rounded(amount / speed) for side, amount in seconds.items()}


def _rounded(seconds: float) -> float:
    return round(seconds, 2)
