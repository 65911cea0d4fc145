"""The voices there are. Each is a program of its own, started with a list of arguments and never through a shell.

Text goes to a program through its standard input, or behind `--`: a line that begins with a hyphen is no option.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from stretchguide.errors import UsageError
from stretchguide.sound.options import AUTO, OFF, RATE

Argv = list[str]


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that was found: its engine, the program or module that speaks, which of its voices, and words a minute."""

    engine: str
    program: str
    name: str = ""
    """Which voice of the engine, in the words of the engine; empty for its usual one."""
    rate: int = RATE


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine: where it is, how it writes a line that it reads to a file, and how it speaks one directly."""

    about: str
    program: str = ""
    """The program to look for, or empty where `module` is a Python module to look for."""
    module: str = ""
    platform: str = ""
    """The only platform it makes sense on, as in `sys.platform`; empty for all."""
    write: Callable[[Voice, Path], Argv] | None = None
    speak: Callable[[Voice, str], Argv] | None = None
    stop: Callable[[Voice], Argv] | None = None
    """What silences it where ending its process does not."""
    automatic: bool = True


def _say_write(voice: Voice, path: Path) -> Argv:
    chosen = ["-v", voice.name] if voice.name else []
    return [voice.program, *chosen, "-r", str(voice.rate), "-o", str(path), "--file-format=WAVE", "--data-format=LEI16@22050", "-f", "-"]


def _say_speak(voice: Voice, text: str) -> Argv:
    return [voice.program, *(["-v", voice.name] if voice.name else []), "-r", str(voice.rate), "--", text]


# A literal: what is said and where it goes come through standard input, so nothing of them is ever read as a script.
_SAPI = (
    "[Console]::InputEncoding = [Text.Encoding]::UTF8; $in = [Console]::In; $path = $in.ReadLine(); $rate = $in.ReadLine(); "
    "$name = $in.ReadLine(); $text = $in.ReadToEnd(); Add-Type -AssemblyName System.Speech; "
    "$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer; if ($name) { $voice.SelectVoice($name) }; $voice.Rate = [int]$rate; "
    "$format = New-Object System.Speech.AudioFormat.SpeechAudioFormatInfo(22050, 'Sixteen', 'Mono'); "
    "$voice.SetOutputToWaveFile($path, $format); $voice.Speak($text); $voice.Dispose()"
)


def _sapi_write(voice: Voice, path: Path) -> Argv:
    return [voice.program, "-NoProfile", "-NonInteractive", "-Command", _SAPI]


def _espeak_write(voice: Voice, path: Path) -> Argv:
    return [voice.program, "-v", voice.name or "en-us", "-s", str(voice.rate), "-w", str(path), "--stdin"]


def _spd_speak(voice: Voice, text: str) -> Argv:
    pace = max(-100, min(100, round(100 * log(voice.rate / 180) / log(3))))
    chosen = ["--synthesis-voice", voice.name] if voice.name else []
    return [voice.program, "--wait", "--language", "en", *chosen, "--rate", str(pace), "--", text]


def _spd_stop(voice: Voice) -> Argv:
    return [voice.program, "--stop"]


def _child_write(voice: Voice, path: Path) -> Argv:
    # -P: a file in the current folder must not pass for a module.
    return [sys.executable, "-P", "-m", "stretchguide.sound.synthesize", voice.engine, voice.name, str(voice.rate), str(path)]


ENGINES: dict[str, Engine] = {
    "say": Engine("the voice of macOS", program="say", platform="darwin", write=_say_write, speak=_say_speak),
    "sapi": Engine("the voice of Windows", program="powershell", platform="win32", write=_sapi_write),
    "espeak-ng": Engine("espeak-ng, if it is installed", program="espeak-ng", write=_espeak_write),
    "spd-say": Engine("Speech Dispatcher, if it is installed", program="spd-say", speak=_spd_speak, stop=_spd_stop),
    "voice": Engine("the extra stretchguide[voice]", module="espeakng_loader", write=_child_write),
    "voice-hq": Engine("the extra stretchguide[voice-hq] with a voice file", module="piper", write=_child_write, automatic=False),
}
"""Every engine. `auto` takes the first one that is there and works, from the top."""


def request(voice: Voice, text: str, path: Path) -> str:
    """What a program that writes files reads from its standard input."""
    if voice.engine != "sapi":
        return text
    pace = max(-10, min(10, round(10 * log(voice.rate / 180) / log(3))))
    return f"{path}\n{pace}\n{voice.name}\n{text}"


def find(
    wanted: str,
    *,
    which: Callable[[str], str | None],
    has_module: Callable[[str], bool],
    rate: int = RATE,
    voices: Path | None = None,
    platform: str = sys.platform,
) -> list[Voice]:
    """The voices to try for what was asked: an engine, `ENGINE:VOICE`, `auto`, or `off`. `auto` may find none.

    `voices` is the folder with the user's voice files for `voice-hq`.

    Raises:
        UsageError: there is no such engine, or it is not installed.
    """
    if wanted == OFF:
        return []
    if wanted == AUTO:
        found = (_installed(id, "", which, has_module, rate, voices, platform) for id, engine in ENGINES.items() if engine.automatic)
        return [voice for voice in found if voice is not None]
    id, _, name = wanted.partition(":")
    if id not in ENGINES:
        raise UsageError(f"There is no voice '{id}'. Voices: {', '.join([AUTO, OFF, *ENGINES])}.")
    voice = _installed(id, name, which, has_module, rate, voices, platform)
    if voice is None:
        raise UsageError(f"The voice '{id}' is not here: {missing(id)}")
    return [voice]


def missing(id: str) -> str:
    """How to get an engine that was not found."""
    engine = ENGINES[id]
    if engine.module and id == "voice-hq":
        return "install stretchguide[voice-hq], and name a voice file: --voice voice-hq:FILE.onnx, or put one into the voices folder."
    if engine.module:
        return f"install stretchguide[{id}], or choose another one."
    if engine.platform:
        return f"it is {engine.about}. Choose another one."
    return f"install {id}, or choose another one."


def _installed(
    id: str,
    name: str,
    which: Callable[[str], str | None],
    has_module: Callable[[str], bool],
    rate: int,
    voices: Path | None,
    platform: str,
) -> Voice | None:
    engine = ENGINES[id]
    if engine.platform not in ("", platform):
        return None
    if engine.program:
        program = which(engine.program)
        return Voice(id, program, name, rate) if program else None
    if id == "voice-hq":
        name = _voice_file(name, voices)
        if not name:
            return None
    return Voice(id, engine.module, name, rate) if has_module(engine.module) else None


def _voice_file(name: str, voices: Path | None) -> str:
    """The voice file that is meant: the one named, or the first one in the folder for them; empty where there is none."""
    candidates: Sequence[Path] = [Path(name).expanduser()] if name else sorted(voices.glob("*.onnx")) if voices is not None else []
    return next((str(path.resolve()) for path in candidates if path.is_file()), "")
