"""Speech from a Python package, in a process of its own: `python -m stretchguide.sound.synthesize ENGINE VOICE RATE FILE`.

The text comes through standard input. A crash or a hang in the C code of an engine ends or stops this process and no other.
"""

import ctypes
import sys
import wave
from pathlib import Path

_SYNCHRONOUS = 2
_RATE_PARAMETER = 1
_UTF8 = 1
_USUAL_RATE = 170
"""Words a minute of most piper voices at their own pace."""


class _VoiceProperties(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("reserved", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


def espeak(text: str, voice: str, rate: int, path: Path) -> None:
    """Write a line spoken by espeak-ng out of the package espeakng_loader."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    hertz = library.espeak_Initialize(_SYNCHRONOUS, 0, str(espeakng_loader.get_data_path()).encode(), 0)
    if hertz <= 0:
        raise RuntimeError("espeak-ng does not start")
    sound = bytearray()

    def heard(samples: int | None, count: int, events: int | None) -> int:
        if samples and count > 0:
            sound.extend(ctypes.string_at(samples, 2 * count))
        return 0

    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(heard)
    library.espeak_SetSynthCallback(callback)
    # By properties: the same voice by name is not found in every build.
    if library.espeak_SetVoiceByProperties(ctypes.byref(_VoiceProperties(languages=(voice or "en-us").encode()))):
        raise RuntimeError(f"espeak-ng has no voice {voice}")
    library.espeak_SetParameter(_RATE_PARAMETER, rate, 0)
    words = text.encode() + b"\0"
    library.espeak_Synth(words, ctypes.c_size_t(len(words)), 0, 0, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, hertz, 0, "NONE", ""))
        file.writeframes(bytes(sound))


def piper(text: str, voice: str, rate: int, path: Path) -> None:
    """Write a line spoken by piper with a voice file."""
    from piper import PiperVoice, SynthesisConfig

    pace = SynthesisConfig(length_scale=_USUAL_RATE / rate)
    with wave.open(str(path), "wb") as file:
        PiperVoice.load(voice).synthesize_wav(text, file, syn_config=pace)


if __name__ == "__main__":
    _engine, _voice, _rate, _path = sys.argv[1:]
    {"voice": espeak, "voice-hq": piper}[_engine](sys.stdin.buffer.read().decode(), _voice, int(_rate), Path(_path))
