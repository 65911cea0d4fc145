"""What is heard of a session: one sink with tones, or the bell in their place, and a voice.

Nothing here waits. Players and engines are helper processes; what is not ready in time is not said. What only a voice needs
is imported when one is asked for.
"""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TextIO

from stretchguide.model.hearing import Output
from stretchguide.session.player import Event, State, Status
from stretchguide.session.run import Clock
from stretchguide.sound import audio, engines, player, tones
from stretchguide.sound.bell import Bell
from stretchguide.sound.children import Channel, Errand, wait
from stretchguide.sound.engines import ENGINES, Voice
from stretchguide.sound.options import AUTO, OFF, SoundOptions
from stretchguide.sound.player import Speaker
from stretchguide.sound.signals import Signal, of_event
from stretchguide.timeline import Timeline

if TYPE_CHECKING:
    from stretchguide.sound.speech import Speech
    from stretchguide.sound.studio import Renderer
    from stretchguide.sound.track import Recorder


class Signals:
    """Sounds the signals: tones where a player works, else the bell."""

    def __init__(self, speaker: Speaker, bell: Bell | None, clock: Clock, folder: Path | None, *, tones: bool, volume: int) -> None:
        self._speaker = speaker
        self._bell = bell
        self._channel = Channel(clock)
        self._folder = folder
        self._tones = tones
        self._volume = volume

    def prepare(self, errand: Errand) -> None:
        """Make the tones and look for a player that plays. Takes its time: not for the loop."""
        if self._folder is None:
            return
        try:
            for signal in Signal:
                audio.write(_file(self._folder, signal), audio.louder(tones.samples(signal), audio.gain(self._volume)))
            silence = self._folder / "silence.wav"
            audio.write(silence, array("h", bytes(2 * (tones.SAMPLE_RATE // 20))))
        except OSError:
            return  # no room for a file: the speaker stays silent, and the bell rings
        self._speaker.probe(silence, errand)

    def show(self, state: State, events: Sequence[Event]) -> None:
        """Sound the last signal of what happened."""
        self._channel.busy()
        heard = self._tones and self._speaker.ready
        found = [signal for event in events if (signal := of_event(event, state)) is not None]
        if state.muted or state.status is Status.STOPPED:
            self._channel.stop()
        elif found and heard and self._folder is not None:
            self._speaker.play(self._channel, _file(self._folder, found[-1]), tones.seconds(found[-1]))
        if self._bell is not None:
            self._bell.show(state, [] if heard else events)

    def ring_out(self, sleep: Callable[[float], None]) -> None:
        """Let the last signal end."""
        if self._bell is not None:
            self._bell.finish(sleep)
        wait(self._channel, sleep)

    def close(self) -> None:
        """Be silent."""
        self._channel.close()


def _file(folder: Path, signal: Signal) -> Path:
    return folder / f"{signal}.wav"


class Sound:
    """The sink that sounds: signals, and a voice where there is one."""

    def __init__(self, signals: Signals, errand: Errand, voice: Callable[[], Speech] | None, *, later: bool) -> None:
        self._signals = signals
        self._later = later
        self._errand = errand
        self._voice = voice
        self._speech: Speech | None = None
        self._preparing: Thread | None = None

    def prepare(self, *, voice: bool) -> None:
        """Begin to prepare, in the background: tones, a player and, with a `voice`, what is said."""
        if self._preparing is None:
            self._preparing = Thread(target=self._signals.prepare, args=(self._errand,), name="sound", daemon=True)
            self._preparing.start()
        if voice and self._voice is not None and self._speech is None:
            self._speech = self._voice()

    @property
    def can_speak(self) -> bool:
        """Whether there is a voice."""
        return self._voice is not None

    @property
    def voice_failed(self) -> bool:
        """Whether there was a voice, and it stopped working."""
        return self._speech is not None and self._speech.failed

    def show(self, state: State, events: Sequence[Event]) -> None:
        """Sound what happened, and say what is due."""
        if self._later or (state.voice and self._speech is None):  # the first state, or somebody has just asked for a voice
            self._later = False
            self.prepare(voice=bool(state.voice))
        self._signals.show(state, events)
        if self._speech is not None:
            self._speech.show(state, events)

    def ring_out(self, sleep: Callable[[float], None]) -> None:
        """After the end: let the last tone end, and say that the session is done."""
        self._signals.ring_out(sleep)
        if self._speech is not None:
            self._speech.ring_out(sleep)

    def close(self) -> None:
        """Be silent, and end every helper."""
        self._errand.stop()
        if self._preparing is not None:
            self._preparing.join(1.0)
        self._signals.close()
        if self._speech is not None:
            self._speech.close()


@contextmanager
def open_sound(
    timeline: Timeline,
    options: SoundOptions,
    *,
    clock: Clock,
    out: TextIO | None,
    cache: Path | None,
    voices: Path | None,
    remote: bool = False,
    speed: float = 1.0,
    later: bool = False,
) -> Iterator[Sound]:
    """The sound of a session: a sink for the loop. Tones and speech are made from now on, in the order of the timeline.

    `out` is where the bell rings, if anywhere. `cache` is the folder that keeps speech, `voices` the one with the user's own voice files.
    `remote` says that the person sits at another machine, where only the bell is heard. `later` waits with the making until the sink is
    shown the first state, so that it does not slow down the first picture.

    Raises:
        UsageError: the voice that was asked for is not there.
    """
    # A voice can be asked for in the middle of a session, so one is looked for in any case.
    found = find_voices(AUTO if options.voice == OFF else options.voice, options.rate, voices)
    bell = Bell(out, clock) if out is not None else None
    audible = options.output is Output.TONES or (options.output is Output.AUTO and not remote)
    with ExitStack() as stack:
        try:
            own: Path | None = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="stretchguide-", ignore_cleanup_errors=True)))
            speaker = Speaker(player.find(shutil.which), clock)
        except OSError:  # no room for a file: the bell needs none
            own, found = None, []
            speaker = Speaker([], clock)
        signals = Signals(speaker, bell, clock, own, tones=audible, volume=options.volume)

        def voice() -> Speech:
            from stretchguide.sound.speech import Speech

            assert own is not None
            return Speech(timeline, options.cues, _renderer(found, options, cache, own), speaker, clock, speed=speed)

        wanted = audible or options.voice != OFF
        sound = Sound(signals, Errand(), voice if found else None, later=later and wanted)
        stack.callback(sound.close)
        if wanted and not later:
            sound.prepare(voice=options.voice != OFF)
        yield sound


@contextmanager
def open_recorder(options: SoundOptions, *, cache: Path | None, voices: Path | None) -> Iterator[Recorder]:
    """What a recording of a session is made with. Engines that only speak aloud are no use here; without any, tones remain.

    Raises:
        UsageError: the voice that was asked for is not there.
        OSError: there is no room for temporary files.
    """
    from stretchguide.sound.track import Recorder

    found = [voice for voice in find_voices(options.voice, options.rate, voices) if ENGINES[voice.engine].write is not None]
    with tempfile.TemporaryDirectory(prefix="stretchguide-", ignore_cleanup_errors=True) as own:
        yield Recorder(_renderer(found, options, cache, Path(own)), options.cues, options.volume)


def _renderer(voices: Sequence[Voice], options: SoundOptions, cache: Path | None, own: Path) -> Renderer:
    from stretchguide.sound.cache import SpeechCache
    from stretchguide.sound.studio import Renderer

    return Renderer(voices, SpeechCache(cache) if cache is not None else None, own, options.volume)


def find_voices(wanted: str, rate: int, folder: Path | None) -> list[Voice]:
    """The voices of this machine to try for what was asked, the best one first.

    Raises:
        UsageError: there is no such voice, or it is not installed.
    """
    return engines.find(wanted, which=shutil.which, has_module=_has_module, rate=rate, voices=folder)


def _has_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
