"""Tones by analysis: level, length, pitch. Recordings to the sample."""

from __future__ import annotations

import io
import subprocess
import sys
import wave
from array import array
from itertools import combinations, pairwise
from math import cos, log2, pi, sin, sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from fakes import stretch, timeline, timelines
from sounds import speak_into
from stretchguide.model.hearing import Cues
from stretchguide.sound import audio, coach, tones, track
from stretchguide.sound.engines import Voice
from stretchguide.sound.signals import Signal, of_cue, of_phase
from stretchguide.sound.studio import Clip, Renderer
from stretchguide.sound.tones import SAMPLE_RATE, TONES
from stretchguide.timeline import Timeline


def strength(samples: array[int], hertz: float) -> float:
    """How much of a pitch is in a sound, by the algorithm of Goertzel; 1 is all of a sine at full scale."""
    turn = 2 * pi * hertz / SAMPLE_RATE
    before = last = 0.0
    for sample in samples:
        before, last = last, sample / 32767 + 2 * cos(turn) * last - before
    return 2 * sqrt(abs(before * before + last * last - 2 * cos(turn) * before * last)) / max(1, len(samples))


def notes(signal: Signal) -> list[tuple[tones.Note, array[int]]]:
    """Each sounding note of a signal with its samples."""
    found = []
    position = 0.0
    for note in TONES[signal]:
        begin = round(position * SAMPLE_RATE)
        position += note.seconds
        if note.hertz:
            found.append((note, tones.samples(signal)[begin : round(position * SAMPLE_RATE)]))
    return found


@pytest.mark.parametrize("signal", Signal)
def test_a_tone_is_short_soft_at_both_ends_and_never_clipped(signal: Signal) -> None:
    sound = tones.samples(signal)
    assert len(sound) == pytest.approx(tones.seconds(signal) * SAMPLE_RATE, abs=len(TONES[signal]))
    assert 0.08 <= tones.seconds(signal) <= (0.9 if signal is Signal.END else 0.5)
    assert 0.2 * 32767 < max(sound) <= tones.PEAK * 32767
    assert sound[0] == sound[-1] == 0
    assert abs(sum(sound)) / len(sound) < 40, "no offset"
    for _, note in notes(signal):
        edge = SAMPLE_RATE // 1000
        assert max(map(abs, note[:edge])) < 0.1 * max(note), "a soft attack"
        assert max(map(abs, note[-edge:])) < 0.1 * max(note), "a soft decay"


@pytest.mark.parametrize("signal", Signal)
def test_a_note_has_the_pitch_it_should_and_no_other(signal: Signal) -> None:
    for note, sound in notes(signal):
        there = strength(sound, note.hertz)
        assert there > 0.15
        for other in {other.hertz for tone in TONES.values() for other in tone if other.hertz} | {200.0, 2500.0}:
            if abs(log2(other / note.hertz) - round(log2(other / note.hertz))) > 0.1:  # octaves are mixed in
                assert strength(sound, other) < there / 3, (note, other)


def test_no_two_signals_have_the_same_melody() -> None:
    def melody(signal: Signal) -> tuple[int, tuple[int, ...], bool]:
        pitches = [note.hertz for note in TONES[signal] if note.hertz]
        steps = tuple((b > a) - (b < a) for a, b in pairwise(pitches))
        return len(pitches), steps, pitches[0] > 500

    assert all(melody(one) != melody(other) for one, other in combinations(Signal, 2))


@given(st.integers(0, 100))
def test_volume_scales_and_never_clips(volume: int) -> None:
    sound = audio.louder(tones.samples(Signal.COUNT), audio.gain(volume))
    assert max(sound) == pytest.approx(max(tones.samples(Signal.COUNT)) * (volume / 100) ** 2, abs=1)


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "channels"), [(22050, 1), (16000, 1), (44100, 2), (48000, 1), (8000, 2)])
def test_a_file_of_any_rate_becomes_ours(tmp_path: Path, rate: int, channels: int) -> None:
    speak_into(tmp_path / "a.wav", 0.5, rate=rate, channels=channels, pad=0.2)
    sound = audio.read(tmp_path / "a.wav")
    assert audio.seconds(sound) == pytest.approx(0.9, abs=0.001)
    assert strength(sound, 200) > 5 * strength(sound, 400)


def test_speech_loses_its_silence_and_gets_our_level(tmp_path: Path) -> None:
    speak_into(tmp_path / "a.wav", 0.5, pad=0.4)
    heard = audio.speech(audio.read(tmp_path / "a.wav"))
    assert audio.seconds(heard) == pytest.approx(0.55, abs=0.03)
    assert max(heard) == pytest.approx(audio.SPEECH_PEAK * 32767, abs=2)
    assert audio.speech(array("h", bytes(2000))) == array("h")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"garbage" * 1000, audio.header(1000), audio.header(1000) + b"x" * 999, audio.header(0)])
def test_a_broken_file_is_no_sound(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(audio.BadSoundError):
        audio.read(path)


def test_a_file_that_never_ends_is_no_line_of_speech(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(audio.header(SAMPLE_RATE * 61) + bytes(2 * SAMPLE_RATE * 61))
    with pytest.raises(audio.BadSoundError):
        audio.read(path)


def test_what_is_written_is_read_again_by_us_and_by_others(tmp_path: Path) -> None:
    sound = tones.samples(Signal.END)
    audio.write(tmp_path / "a.wav", sound)
    assert audio.read(tmp_path / "a.wav") == sound
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert file.getparams()[:4] == (1, 2, SAMPLE_RATE, len(sound))


# --- recordings -----------------------------------------------------------------------------------------------------


class Said(Renderer):
    """A renderer whose every line is the same second of sound."""

    def __init__(self, path: Path) -> None:
        super().__init__([Voice("voice", "")], None, path.parent, 100)
        self._clip = Clip(1.0, path)

    def clip(self, text: str) -> Clip | None:
        return self.clips.setdefault(text, self._clip)


@pytest.fixture
def silent(tmp_path: Path) -> track.Recorder:
    """Tones only."""
    return track.Recorder(Renderer([], None, tmp_path, 100), Cues.NORMAL, 100)


@pytest.fixture
def speaking(tmp_path: Path) -> track.Recorder:
    """Tones, and a second of one pitch for every line."""
    loud = array("h", (round(8000 * sin(2 * pi * 150 * n / SAMPLE_RATE)) for n in range(SAMPLE_RATE)))
    audio.write(tmp_path / "said.wav", loud)
    return track.Recorder(Said(tmp_path / "said.wav"), Cues.NORMAL, 100)


def recorded(session: Timeline, recorder: track.Recorder) -> array[int]:
    with wave.open(io.BytesIO(b"".join(track.wav(session, recorder)))) as file:
        return array("h", file.readframes(file.getnframes()))


def test_a_recording_is_as_long_as_the_session_to_the_sample(silent: track.Recorder) -> None:
    session = timeline(stretch(dose={"hold": "12.25s"}), stretch(dose={"hold": 17}))
    sound = recorded(session, silent)
    assert len(sound) == round((session.seconds + track.TAIL_SECONDS) * SAMPLE_RATE)


@given(timelines())
def test_every_recording_is_exactly_as_long_as_its_header_says(session: Timeline) -> None:
    recorder = track.Recorder(Renderer([], None, Path(), 100), Cues.NORMAL, 100)
    count = sum(len(piece) for piece in track.record(session, recorder))
    assert count == track.length(session)


def test_tones_are_at_their_places_and_between_them_is_exact_silence(silent: track.Recorder) -> None:
    session = timeline(stretch(dose={"hold": "30s"}))
    sound = recorded(session, silent)
    expected = array("h", bytes(2 * len(sound)))
    places: list[tuple[float, Signal]] = [(session.seconds, Signal.END)]
    for phase in session.phases:
        if (opened := of_phase(phase)) is not None:
            places.append((phase.start, opened))
        places += [(phase.start + cue.at, signal) for cue in phase.cues if (signal := of_cue(cue)) is not None]
    for at, signal in places:
        tone = tones.samples(signal)
        begin = round(at * SAMPLE_RATE)
        expected[begin : begin + len(tone)] = tone
    assert sound == expected
    assert [signal for _, signal in sorted(places)] == [
        *[Signal.COUNT] * 3,
        *[Signal.START, Signal.HALFWAY, *[Signal.COUNT] * 3],
        *[Signal.SWITCH, *[Signal.COUNT] * 3],
        *[Signal.START, Signal.HALFWAY, *[Signal.COUNT] * 3],
        Signal.END,
    ]


def test_speech_is_where_the_coach_puts_it(speaking: track.Recorder) -> None:
    session = timeline(stretch(dose={"hold": "30s"}))
    sound = recorded(session, speaking)
    for phase in session.phases:
        for line in coach.lines(phase, Cues.NORMAL, lambda text: 1.0):
            middle = round((phase.start + line.at + 0.5) * SAMPLE_RATE)
            assert strength(sound[middle - 2000 : middle + 2000], 150) > 0.1, line
            before = round((phase.start + line.at - 0.05) * SAMPLE_RATE)
            assert not any(sound[before : before + 200]), line


def test_sounds_at_the_same_time_are_added_and_never_clipped() -> None:
    one, other = array("h", [20000, -20000, 5]), array("h", [20000, -20000])
    assert list(track._apart([(10, one), (11, other), (50, other)])) == [
        (10, array("h", [20000, 0, -19995])),
        (50, other),
    ]
    assert list(track._apart([(0, array("h", [30000])), (0, array("h", [30000, -1]))])) == [(0, array("h", [32767, -1]))]


def test_what_to_wait_for_is_said_in_the_next_phase(speaking: track.Recorder) -> None:
    session = timeline(stretch(), stretch(), steps=["stretch-0", {"wait": "Get a strap."}, "stretch-1"])
    recorded(session, speaking)
    assert "Get a strap." in speaking.renderer.clips


def test_a_long_recording_needs_little_memory() -> None:
    program = (
        "import sys, resource; sys.path.insert(0, 'tests')\n"
        "from pathlib import Path; from fakes import stretch, timeline\n"
        "from stretchguide.sound import track; from stretchguide.sound.coach import Cues; from stretchguide.sound.studio import Renderer\n"
        "def record(hold):\n"
        "    session = timeline(stretch(sides='both', dose={'hold': hold}))\n"
        "    recorder = track.Recorder(Renderer([], None, Path(), 100), Cues.FULL, 100)\n"
        "    return sum(map(len, track.wav(session, recorder)))\n"
        "record(60); before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "size = record(1800); print(size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    size, more = map(int, done.stdout.split())
    assert size > 75_000_000
    assert more < 5_000  # kB
