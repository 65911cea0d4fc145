"""Tones made from sine waves: no audio files, the standard library only.

Each signal has a shape of its own, so that it is known without looking and by people who hear no fine pitch: one rising
step starts work, one falling step ends it, two equal notes are the half, short high ones count, a long low one is the pause,
and a run upward is the end.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from math import cos, pi, sin

from stretchguide.sound.signals import Signal

SAMPLE_RATE = 22050
"""Samples a second, of one channel with 16 bits each: of all sound in this program."""

PEAK = 0.5
"""Of full scale: loud enough beside speech, and never clipped."""

ATTACK = 0.01
DECAY = 0.06
"""Seconds a note takes to come and to go, so that nothing clicks."""

OVERTONE = 0.25
"""How much of the octave is mixed in: small loudspeakers have little below it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A pitch in hertz for some seconds; no pitch is silence."""

    hertz: float
    seconds: float


C5, E5, G5, A5, C6 = 523.25, 659.25, 783.99, 880.0, 1046.5
_GAP = Note(0.0, 0.06)

TONES: dict[Signal, tuple[Note, ...]] = {
    Signal.START: (Note(C5, 0.12), Note(C6, 0.24)),
    Signal.HALFWAY: (Note(E5, 0.1), _GAP, Note(E5, 0.1)),
    Signal.COUNT: (Note(A5, 0.1),),
    Signal.SWITCH: (Note(G5, 0.16), Note(C5, 0.24)),
    Signal.PAUSE: (Note(330.0, 0.4),),
    Signal.END: (Note(C5, 0.14), Note(E5, 0.14), Note(G5, 0.14), Note(C6, 0.4)),
}
"""The notes of every signal."""


def seconds(signal: Signal) -> float:
    """How long a signal sounds."""
    return sum(note.seconds for note in TONES[signal])


def samples(signal: Signal) -> array[int]:
    """A signal as samples at `SAMPLE_RATE`."""
    sound = array("h")
    for note in TONES[signal]:
        sound.extend(_note(note))
    return sound


def _note(note: Note) -> array[int]:
    count = round(note.seconds * SAMPLE_RATE)
    loud = PEAK * 32767 / (1 + OVERTONE) if note.hertz else 0.0
    turn = 2 * pi * note.hertz / SAMPLE_RATE
    return array(
        "h",
        (round(loud * _envelope(n, count) * (sin(turn * n) + OVERTONE * sin(2 * turn * n))) for n in range(count)),
    )


def _envelope(n: int, count: int) -> float:
    """How loud sample `n` of a note is, from 0 to 1: soft at both ends."""
    rising = min(1.0, n / (ATTACK * SAMPLE_RATE))
    falling = min(1.0, (count - 1 - n) / (DECAY * SAMPLE_RATE))
    return (1 - cos(pi * min(rising, falling))) / 2
