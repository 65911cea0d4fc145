"""Sound files: 16 bits, one channel, `SAMPLE_RATE` samples a second; what comes in another shape is made to fit."""

from __future__ import annotations

import sys
import wave
from array import array
from pathlib import Path

from stretchguide.sound.tones import SAMPLE_RATE

SECONDS_MOST = 60.0
"""No line takes longer to say: a longer file is not one of ours."""

SPEECH_PEAK = 0.8
"""Of full scale: engines differ a lot in how loud they are."""

SILENCE = 200
"""Samples not louder than this are silence at the ends of speech."""


class BadSoundError(Exception):
    """A file is no sound that can be used."""


def read(path: Path) -> array[int]:
    """The samples of a WAV file.

    Raises:
        BadSoundError: it is missing, broken, empty, too long, or not 16 bits.
    """
    try:
        with path.open("rb") as file, wave.open(file) as sound:
            channels, width, rate, count = sound.getnchannels(), sound.getsampwidth(), sound.getframerate(), sound.getnframes()
            if width != 2 or not 1 <= channels <= 2 or not 4000 <= rate <= 192_000 or not 0 < count <= SECONDS_MOST * rate:
                raise BadSoundError(f"{path}: not a line of speech")
            data = sound.readframes(count)
    except (OSError, EOFError, wave.Error) as error:
        raise BadSoundError(f"{path}: {error}") from None
    if len(data) != count * channels * width:
        raise BadSoundError(f"{path}: cut off")
    samples = array("h", data)
    if sys.byteorder == "big":
        samples.byteswap()
    return _resampled(samples[::channels], rate)


def write(path: Path, samples: array[int]) -> None:
    """Write samples as a WAV file.

    Raises:
        OSError: it cannot be written.
    """
    path.write_bytes(header(len(samples)) + pcm(samples))


def header(count: int) -> bytes:
    """The first 44 bytes of a WAV file with `count` samples."""
    size = 2 * count
    parts = (b"RIFF", 36 + size, b"WAVEfmt ", 16, (1, 1), SAMPLE_RATE, 2 * SAMPLE_RATE, (2, 16), b"data", size)
    return b"".join(_field(part) for part in parts)


def pcm(samples: array[int]) -> bytes:
    """Samples as they stand in a file: the low byte first."""
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    return samples.tobytes()


def seconds(samples: array[int]) -> float:
    """How long samples sound."""
    return len(samples) / SAMPLE_RATE


def speech(samples: array[int]) -> array[int]:
    """Speech without the silence around it, as loud as all speech here; empty where nothing is heard."""
    first = next((index for index, sample in enumerate(samples) if abs(sample) > SILENCE), len(samples))
    last = next((index for index in range(len(samples) - 1, first, -1) if abs(samples[index]) > SILENCE), first)
    heard = samples[max(0, first - SAMPLE_RATE // 100) : last + SAMPLE_RATE // 20]
    return louder(heard, SPEECH_PEAK * 32767 / max(max(heard), -min(heard))) if first < len(samples) else array("h")


def louder(samples: array[int], factor: float) -> array[int]:
    """Samples times a factor, from 0 on; none gets over full scale."""
    return array("h", [max(-32768, min(32767, round(sample * factor))) for sample in samples])


def gain(volume: int) -> float:
    """The factor of a volume from 0 to 100: squared, because ears hear ratios."""
    return (volume / 100) ** 2


def _resampled(samples: array[int], rate: int) -> array[int]:
    """Samples of another rate at ours, on the straight line between neighbors."""
    if rate == SAMPLE_RATE:
        return samples
    count = len(samples) * SAMPLE_RATE // rate
    padded = samples + samples[-1:]
    result = array("h")
    for n in range(count):
        index, rest = divmod(n * rate, SAMPLE_RATE)
        here = padded[index]
        result.append(here + (padded[index + 1] - here) * rest // SAMPLE_RATE)
    return result


def _field(part: bytes | int | tuple[int, int]) -> bytes:
    match part:
        case bytes():
            return part
        case int():
            return part.to_bytes(4, "little")
        case (first, second):
            return first.to_bytes(2, "little") + second.to_bytes(2, "little")
