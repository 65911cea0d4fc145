"""Speech made ahead of time. `Renderer` makes a line and waits for it; `Studio` does so in the background, so the loop never waits."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread

from stretchguide.model.hearing import Cues
from stretchguide.sound import audio, coach
from stretchguide.sound.cache import SpeechCache
from stretchguide.sound.children import Errand
from stretchguide.sound.engines import ENGINES, Voice, request
from stretchguide.sound.options import RATE
from stretchguide.timeline import Phase

RENDER_SECONDS = 10.0
"""An engine that takes longer for one line is stuck."""

FAILURES_MOST = 2
"""After so many failures in a row an engine is given up."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A line that can be heard: a file to play or, from an engine that only speaks, the arguments that make it speak."""

    seconds: float
    path: Path | None = None
    argv: tuple[str, ...] = ()


class Renderer:
    """Makes lines with the first of some voices that works.

    `cache` keeps them for the next session, or is None. `own` is a folder for this session alone. `volume` is 0 to 100.
    """

    def __init__(self, voices: Sequence[Voice], cache: SpeechCache | None, own: Path, volume: int) -> None:
        self.errand = Errand()
        self.clips: dict[str, Clip] = {}
        self._voices = list(voices)
        self._cache = cache
        self._own = own
        self._volume = volume
        self._direct = False
        self._failures = 0
        self._failed: set[str] = set()
        self._files = 0

    @property
    def voice(self) -> Voice | None:
        """The voice in use, or None when every one has failed."""
        return self._voices[0] if self._voices else None

    def clip(self, text: str) -> Clip | None:
        """A line, made now if it is not there yet; None if it cannot be made."""
        while (voice := self.voice) is not None and text not in self.clips and text not in self._failed:
            clip = self._spoken(voice, text) or self._rendered(voice, text)
            if self.errand.stopped:
                return None
            if clip is not None:
                self._failures = 0
                self.clips[text] = clip
            else:
                self._failed.add(text)
                self.failed()
        return self.clips.get(text)

    def seconds(self, text: str) -> float:
        """How long a line takes, as far as it is made; an estimate where it is not."""
        clip = self.clips.get(text)
        return clip.seconds if clip is not None else estimate(text, self.voice.rate if self.voice is not None else RATE)

    def measured(self, text: str) -> float:
        """How long a line takes: it is made if it can be."""
        self.clip(text)
        return self.seconds(text)

    def failed(self) -> None:
        """Note that a line did not come out. An engine that fails twice in a row speaks directly if it can, or else is given up."""
        self._failures += 1
        if self._failures < FAILURES_MOST or self.voice is None:
            return
        if ENGINES[self.voice.engine].speak is not None and not self._is_direct(self.voice):
            self._direct = True
        else:
            self._direct = False
            self._voices.pop(0)
        self._failures = 0
        self._failed.clear()
        self.clips.clear()

    def _is_direct(self, voice: Voice) -> bool:
        return self._direct or ENGINES[voice.engine].write is None

    def _spoken(self, voice: Voice, text: str) -> Clip | None:
        speak = ENGINES[voice.engine].speak
        if speak is None or not self._is_direct(voice):
            return None
        return Clip(estimate(text, voice.rate), argv=tuple(speak(voice, text)))

    def _rendered(self, voice: Voice, text: str) -> Clip | None:
        """The line as a file: from the cache, or from the engine."""
        write = ENGINES[voice.engine].write
        if write is None:
            return None
        what = (voice.engine, voice.name, voice.rate, text)
        if self._cache is not None and (found := self._cache.find(*what)) is not None:
            path, samples = found
        else:
            raw = self._own / "line.wav"
            try:
                raw.unlink(missing_ok=True)
                if not self.errand.run(write(voice, raw), request(voice, text, raw), RENDER_SECONDS):
                    return None
                samples = audio.speech(audio.read(raw))
            except (OSError, audio.BadSoundError):
                return None
            if not samples:
                return None
            kept = self._cache.store(samples, *what) if self._cache is not None else None
            path = kept or self._own_file()
            if kept is None and not _written(path, samples):
                return None
        if self._volume < 100:
            path = self._own_file()
            if not _written(path, audio.louder(samples, audio.gain(self._volume))):
                return None
        return Clip(audio.seconds(samples), path)

    def _own_file(self) -> Path:
        self._files += 1
        return self._own / f"{self._files}.wav"


class Studio:
    """A renderer at work in the background."""

    def __init__(self, renderer: Renderer, cues: Cues, speed: float) -> None:
        self._renderer = renderer
        self._cues = cues
        self._speed = speed
        self._wishes: deque[Phase | str] = deque()
        self._wanted = Condition()
        self._thread = Thread(target=self._work, name="speech", daemon=True)

    def open(self, phases: Iterable[Phase]) -> None:
        """Begin to make what is said in these phases, in their order."""
        self._wishes.extend(phases)
        self._thread.start()

    def hurry(self, what: Phase | str) -> None:
        """Make a text, or what is said in a phase, next."""
        with self._wanted:
            if not self._wishes or self._wishes[0] is not what:
                self._wishes.appendleft(what)
                self._wanted.notify()

    def close(self) -> None:
        """End at once, whatever an engine is doing."""
        self._renderer.errand.stop()
        with self._wanted:
            self._wanted.notify()
        if self._thread.is_alive():
            self._thread.join(1.0)

    def _work(self) -> None:
        errand, clip = self._renderer.errand, self._renderer.clip
        while not errand.stopped:
            with self._wanted:
                while not self._wishes and not errand.stopped:
                    self._wanted.wait()
                wish = self._wishes.popleft() if self._wishes else ""
            if isinstance(wish, Phase):
                coach.lines(wish, self._cues, self._renderer.measured, speed=self._speed)
                for text in (coach.opening(wish), coach.PAUSED, coach.DONE):
                    clip(text)
            elif wish:
                clip(wish)


def estimate(text: str, rate: int) -> float:
    """About how many seconds a text takes at `rate` words a minute; a letter counts the same in every word."""
    return 0.2 + 10 * len(text) / rate


def _written(path: Path, samples: array[int]) -> bool:
    try:
        audio.write(path, samples)
    except OSError:
        return False
    return True
