"""Rendered speech on disk, found again by what it says. Nothing here is needed: all of it can be made anew."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from array import array
from contextlib import suppress
from pathlib import Path

from stretchguide.sound import audio

LIMIT_BYTES = 50_000_000
"""About twenty minutes of speech: some hundred sessions, as most lines come again."""


class SpeechCache:
    """A folder of WAV files named by their content. Several sessions may use it at once."""

    def __init__(self, folder: Path, limit: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit = limit

    def find(self, *what: object) -> tuple[Path, array[int]] | None:
        """The file and the samples of what was stored, or None. A broken file counts as none."""
        path = self._path(what)
        try:
            samples = audio.read(path)
        except audio.BadSoundError:
            return None
        with suppress(OSError):
            os.utime(path)  # used now: this one stays longest
        return path, samples

    def store(self, samples: array[int], *what: object) -> Path | None:
        """Keep samples, and give the file; None where it cannot be written. What was not used for longest goes."""
        path = self._path(what)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._folder)
            os.close(handle)
            temporary = Path(name)
            try:
                audio.write(temporary, samples)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
            self._trim()
        except OSError:
            return None
        return path

    def _path(self, what: tuple[object, ...]) -> Path:
        return self._folder / (hashlib.sha256(json.dumps(what).encode()).hexdigest() + ".wav")

    def _trim(self) -> None:
        """Delete what was not used for longest, until the rest is within the limit."""
        found: list[tuple[float, int, str]] = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    about = entry.stat()
                    found.append((about.st_mtime, about.st_size, entry.path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self._limit:
                break
            with suppress(FileNotFoundError):
                Path(path).unlink()
            total -= size
