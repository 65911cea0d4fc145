"""A tone and a sentence, one after the other, for somebody who wants to know what is heard."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from stretchguide.model.hearing import Output
from stretchguide.session.run import Clock
from stretchguide.sound import audio, player, tones
from stretchguide.sound.children import Channel, Errand, wait
from stretchguide.sound.options import SoundOptions
from stretchguide.sound.player import Speaker
from stretchguide.sound.signals import Signal
from stretchguide.sound.sinks import find_voices
from stretchguide.sound.studio import Renderer

SENTENCE = "Hello. This is the voice of your sessions."


@dataclass(frozen=True, slots=True)
class Sample:
    """What was played, as far as the programs that play say: a tone, and a sentence by the engine named here."""

    tone: bool
    engine: str | None


def play_sample(options: SoundOptions, *, clock: Clock, sleep: Callable[[float], None], voices: Path | None, remote: bool) -> Sample:
    """Play a tone and a sentence, and wait until they are over. `remote` and `voices` are as for a session.

    Raises:
        UsageError: the voice that was asked for is not there.
        OSError: there is no room for temporary files.
    """
    found = find_voices(options.voice, options.rate, voices)
    errand, speaker = Errand(), Speaker(player.find(shutil.which), clock)
    with tempfile.TemporaryDirectory(prefix="stretchguide-", ignore_cleanup_errors=True) as own, closing(Channel(clock)) as channel:
        if options.output is Output.TONES or (options.output is Output.AUTO and not remote):
            tone = Path(own, "tone.wav")
            audio.write(tone, audio.louder(tones.samples(Signal.START), audio.gain(options.volume)))
            speaker.probe(tone, errand)  # the first player that plays it is the one
        renderer = Renderer(found, None, Path(own), options.volume)
        clip = renderer.clip(SENTENCE) if not remote else None
        voice = renderer.voice
        if clip is None or voice is None:
            return Sample(speaker.ready, None)
        said: list[bool] = []
        if clip.path is not None:
            speaker.play(channel, clip.path, clip.seconds)
            said.append(speaker.ready)
        else:
            channel.play(clip.argv, clip.seconds, said.append)
        wait(channel, sleep)
        return Sample(speaker.ready, voice.engine if all(said) else None)
