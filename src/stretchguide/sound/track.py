"""A whole session as one recording: tones, voice and exact silence, made piece by piece so that memory stays small."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stretchguide.model.hearing import Cues
from stretchguide.sound import audio, coach, tones
from stretchguide.sound.signals import Signal, of_cue, of_phase
from stretchguide.sound.studio import Renderer
from stretchguide.sound.tones import SAMPLE_RATE
from stretchguide.timeline import Phase, PhaseKind, Timeline

TAIL_SECONDS = 4.0
"""Added behind the session: for the last tone, and the last words."""

Piece = tuple[int, "array[int]"]
"""A sound, with the sample at which it begins."""

CHUNK = SAMPLE_RATE
"""Samples of silence made at once."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """What a recording is made with: what makes the lines, how much is said, and the volume from 0 to 100."""

    renderer: Renderer
    cues: Cues
    volume: int


def wav(timeline: Timeline, recorder: Recorder) -> Iterator[bytes]:
    """The recording as a WAV file."""
    yield audio.header(length(timeline))
    for samples in record(timeline, recorder):
        yield audio.pcm(samples)


def mp3(timeline: Timeline, recorder: Recorder) -> Iterator[bytes]:
    """The recording as an MP3 file.

    Raises:
        ImportError: the package `lameenc` is not installed.
    """
    import lameenc

    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_channels(1)
    encoder.set_quality(5)
    encoder.silence()
    for samples in record(timeline, recorder):
        yield bytes(encoder.encode(audio.pcm(samples)))
    yield bytes(encoder.flush())


def length(timeline: Timeline) -> int:
    """How many samples a recording has: those of the session to the sample, and of the tail."""
    return round((timeline.seconds + TAIL_SECONDS) * SAMPLE_RATE)


def record(timeline: Timeline, recorder: Recorder) -> Iterator[array[int]]:
    """The recording from its beginning to its end, in pieces."""
    position = 0
    for start, samples in _apart(_pieces(timeline, recorder)):
        yield from _silence(start - position)
        yield samples
        position = start + len(samples)
    yield from _silence(length(timeline) - position)


def _apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces that follow each other; those that sound at the same time become one."""
    before: Piece | None = None
    for start, samples in pieces:
        if before is not None and start < before[0] + len(before[1]):
            samples = _mixed(before[1], samples, start - before[0])
            start = before[0]
        elif before is not None:
            yield before
        before = start, samples
    if before is not None:
        yield before


def _mixed(under: array[int], over: array[int], offset: int) -> array[int]:
    """Two sounds as one, the second beginning `offset` samples after the first."""
    both = under + array("h", bytes(2 * max(0, offset + len(over) - len(under))))
    for index, sample in enumerate(over, offset):
        both[index] = max(-32768, min(32767, both[index] + sample))
    return both


def _silence(count: int) -> Iterator[array[int]]:
    while count > 0:
        yield array("h", bytes(2 * min(count, CHUNK)))
        count -= CHUNK


def _pieces(timeline: Timeline, recorder: Recorder) -> Iterator[Piece]:
    """Everything that sounds, each with the sample at which it begins, in this order."""
    gain = audio.gain(recorder.volume)
    sounds = {signal: audio.louder(tones.samples(signal), gain) for signal in Signal}
    first: tuple[str, ...] = ()
    for phase in timeline.phases:
        if phase.kind is PhaseKind.WAIT:
            first += (phase.say,)  # a recording does not wait: what to wait for is said in the next phase
            continue
        pieces = [(at, sounds[signal]) for at, signal in _signals(phase)]
        pieces += _spoken(coach.lines(phase, recorder.cues, recorder.renderer.measured, first=first), recorder)
        for at, samples in sorted(pieces, key=lambda piece: piece[0]):
            yield round((phase.start + at) * SAMPLE_RATE), samples
        first = ()
    yield round(timeline.seconds * SAMPLE_RATE), sounds[Signal.END]
    at = timeline.seconds + tones.seconds(Signal.END) + coach.GAP
    done = coach.Line(at, coach.DONE, recorder.renderer.measured(coach.DONE), at)
    for at, samples in _spoken([done] if done.seconds <= TAIL_SECONDS - 1.5 else [], recorder):
        yield round(at * SAMPLE_RATE), samples


def _signals(phase: Phase) -> Iterator[tuple[float, Signal]]:
    opened = of_phase(phase)
    if opened is not None:
        yield 0.0, opened
    for cue in phase.cues:
        if (signal := of_cue(cue)) is not None:
            yield cue.at, signal


def _spoken(lines: Iterable[coach.Line], recorder: Recorder) -> Iterator[tuple[float, array[int]]]:
    for line in lines:
        clip = recorder.renderer.clip(line.text)
        if clip is not None and clip.path is not None:
            try:
                yield line.at, audio.read(clip.path)
            except audio.BadSoundError:
                continue  # somebody emptied the cache in this moment
