"""Where things are, and what the environment says. Nothing else reads the environment."""

import os
import shlex
import shutil
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

VARIABLE = "STRETCHGUIDE_"
"""What the variables of this program begin with."""

EDITORS = ("sensible-editor", "nano", "vi", "notepad")
"""What opens a file where neither VISUAL nor EDITOR says it, the first that is there."""


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


def data_folder() -> Path | None:
    """The folder for what the program keeps for the user, or None."""
    return _absolute("data")


def state_folder() -> Path | None:
    """The folder for what belongs to this machine alone, such as sessions under way, or None."""
    return _absolute("state")


def settings_path() -> Path | None:
    """The settings file, whether or not it is there; None where there is no folder for it."""
    folder = config_folder()
    return folder / "settings.yaml" if folder is not None else None


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
        folder = Path(getattr(folders, f"user_{kind}_dir"))
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


def variables(names: Iterable[str], environment: Mapping[str, str] | None = None) -> dict[str, tuple[str, str]]:
    """What the environment says of settings: by the name of the setting, the variable and its value. Empty ones say nothing."""
    environment = os.environ if environment is None else environment
    found = {name: (VARIABLE + name.upper(), environment.get(VARIABLE + name.upper(), "").strip()) for name in names}
    if "motion" in found and not found["motion"][1] and environment.get("STRETCHGUIDE_NO_MOTION"):
        found["motion"] = ("STRETCHGUIDE_NO_MOTION", "no")  # set to anything
    return {name: (variable, value) for name, (variable, value) in found.items() if value}


def unknown_variables(names: Iterable[str], environment: Mapping[str, str] | None = None) -> list[str]:
    """Variables that look like ours but name no setting: somebody mistyped one."""
    environment = os.environ if environment is None else environment
    known = {VARIABLE + name.upper() for name in (*names, "no_motion")}
    return sorted(name for name in environment if name.startswith(VARIABLE) and name not in known)


def editor(environment: Mapping[str, str] | None = None) -> list[str]:
    """The program that opens a text file, as a list of arguments; empty where there is none.

    Raises:
        ValueError: VISUAL or EDITOR has a quote that is not closed.
    """
    environment = os.environ if environment is None else environment
    for name in ("VISUAL", "EDITOR"):
        if chosen := environment.get(name, "").strip():
            return shlex.split(chosen, posix=os.name == "posix")
    return [found for found in map(shutil.which, EDITORS) if found][:1]


def terminal_name(environment: Mapping[str, str] | None = None) -> str:
    """What the terminal calls itself; empty where it does not."""
    environment = os.environ if environment is None else environment
    return environment.get("TERM", "")


def multiplexer(environment: Mapping[str, str] | None = None) -> str:
    """What stands between the program and the terminal: tmux, screen, or nothing."""
    environment = os.environ if environment is None else environment
    return "tmux" if environment.get("TMUX") else "screen" if environment.get("STY") else ""


def is_dumb(environment: Mapping[str, str] | None = None) -> bool:
    """Whether the terminal cannot place text: then lines are all there is."""
    environment = os.environ if environment is None else environment
    return environment.get("TERM", "dumb" if sys.platform != "win32" else "windows") in ("dumb", "unknown", "")


def is_remote(environment: Mapping[str, str] | None = None) -> bool:
    """Whether the person sits at another machine, where nothing that is played here is heard."""
    environment = os.environ if environment is None else environment
    return bool(environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"))
