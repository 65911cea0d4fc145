"""Where things are, and what the environment says. Nothing else reads the environment."""

import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

DEFAULT_ROUTINE = "before-workout"


def bundled_folder() -> Path:
    """The routines that come with the program: in an installed package, or in a checkout."""
    package = Path(__file__).resolve().parent
    checkout = package.parents[1]
    # An editable install may leave a stale copy beside the package: a checkout knows better.
    if (checkout / "pyproject.toml").is_file() and (checkout / "routines").is_dir():
        return checkout / "routines"
    return package / "routines"


def config_folder() -> Path | None:
    """The folder of the user's own routines and settings, or None where the system has no home for them."""
    return _absolute("config")


def cache_folder() -> Path | None:
    """The folder for what can be made anew at any time, or None."""
    return _absolute("cache")


def user_routines() -> Path | None:
    """The folder of the user's own routines: same layout as the bundled one."""
    folder = config_folder()
    return folder / "routines" if folder is not None else None


def speech_folder() -> Path | None:
    """The folder for spoken lines, which can be made anew at any time, or None."""
    folder = cache_folder()
    return folder / "speech" if folder is not None else None


def voices_folder() -> Path | None:
    """The folder for the user's own voice files, or None."""
    folder = config_folder()
    return folder / "voices" if folder is not None else None


def profile_path() -> Path | None:
    """The file of the user's health profile, or None."""
    folder = config_folder()
    return folder / "profile.yaml" if folder is not None else None


@cache
def _absolute(kind: str) -> Path | None:
    from platformdirs import PlatformDirs

    folders = PlatformDirs("stretchguide", appauthor=False)
    try:
        folder = folders.user_config_path if kind == "config" else folders.user_cache_path
    except RuntimeError:
        return None  # newer versions of platformdirs say it this way
    # Without a home, '~' stays as it is: better no folder than one called '~' wherever the program is run.
    return folder if folder.is_absolute() else None


def shows_unicode(environment: Mapping[str, str] | None = None, encoding: str | None = None) -> bool:
    """Whether the terminal can show more than ASCII, as far as the locale tells.

    Python turns the C locale into UTF-8 for itself, so a plain `LANG=C` has to be read from the environment.
    """
    environment = os.environ if environment is None else environment
    encoding = encoding if encoding is not None else getattr(sys.stdout, "encoding", None) or "ascii"
    if "utf" not in encoding.lower():
        return False
    decisive = environment.get("LC_ALL") or environment.get("LANG") or ""
    if not environment.get("LC_ALL") and environment.get("LC_CTYPE") not in (None, "", "C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"):
        decisive = environment["LC_CTYPE"]
    return decisive not in ("C", "POSIX")


def wants_motion(environment: Mapping[str, str] | None = None) -> bool:
    """Whether figures may move: not if STRETCHGUIDE_NO_MOTION is set to anything."""
    environment = os.environ if environment is None else environment
    return not environment.get("STRETCHGUIDE_NO_MOTION")


def is_dumb(environment: Mapping[str, str] | None = None) -> bool:
    """Whether the terminal cannot place text: then lines are all there is."""
    environment = os.environ if environment is None else environment
    return environment.get("TERM", "dumb" if sys.platform != "win32" else "windows") in ("dumb", "unknown", "")


def is_remote(environment: Mapping[str, str] | None = None) -> bool:
    """Whether the person sits at another machine, where nothing that is played here is heard."""
    environment = os.environ if environment is None else environment
    return bool(environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"))
