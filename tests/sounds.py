"""Fake players and engines: real programs on a PATH of their own."""

import os
import stat
import wave
from array import array
from collections.abc import Callable
from math import pi, sin
from pathlib import Path

Install = Callable[[str, str], Path]
"""Puts a program of a name, with the lines of a shell script, on the PATH."""

FOREVER = "exec sleep 1000"
CRASH = "kill -SEGV $$"

WORKS = 'cat > "$HOME/said"; while [ $# -gt 0 ]; do [ "$1" = -w ] && cp "$VOICE_WAV" "$2"; shift; done; echo x >> "$HOME/rendered"; exit 0'
"""An engine with the options of espeak-ng that says the same sound whatever it reads."""

GARBAGE = 'echo garbage; while [ $# -gt 0 ]; do [ "$1" = -w ] && head -c 5000 /dev/zero > "$2"; shift; done; exit 0'

PLAYS = 'for last; do :; done; [ -s "$last" ] || exit 1; echo "$(basename "$last")" >> "$HOME/played"; exit 0'
NO_DEVICE = 'echo "ALSA lib: no sound card" >&2; exit 1'


def install(folder: Path, name: str, script: str) -> Path:
    """A program on disk."""
    path = folder / name
    path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def speak_into(path: Path, seconds: float, *, rate: int = 22050, channels: int = 1, pad: float = 0.3) -> None:
    """A WAV file like one of an engine: sound with silence around it."""
    silence = array("h", bytes(2 * channels * round(pad * rate)))
    heard = array("h", (round(9000 * sin(2 * pi * 200 * (n // channels) / rate)) for n in range(channels * round(seconds * rate))))
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes((silence + heard + silence).tobytes())


def children() -> set[int]:
    """Processes that descend from this one, those that ended and were not looked after, too."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    return {child for child, parent in parents.items() if parent == os.getpid()}
