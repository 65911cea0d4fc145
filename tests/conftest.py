"""Fixtures for every test, and a fence: no test can touch the real home."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from stretchguide import settings as program_settings
from stretchguide.library.files import Origin, Root
from stretchguide.library.library import Library
from stretchguide.timeline import Timeline

settings.register_profile("default", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def fence(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own for each test, and proof that the program sees no other."""
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith(("XDG_", "LC_")) or name in ("LANG", "NO_COLOR", "COLUMNS", "LINES")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("SSH_CONNECTION", "a test")  # nobody wants to hear the tests
    program_settings._absolute.cache_clear()
    folder = program_settings.config_folder()
    assert folder is None or sys.platform != "linux" or home in folder.parents, "a test would touch the real home"
    yield home
    program_settings._absolute.cache_clear()


@pytest.fixture(scope="session")
def bundled() -> Path:
    """The folder of the bundled routines."""
    return ROOT / "routines"


@pytest.fixture(scope="session")
def library(bundled: Path) -> Library:
    """The bundled library."""
    return Library([Root(bundled, Origin.BUNDLED)])


@pytest.fixture(scope="session")
def safe_hamstrings(library: Library) -> Timeline:
    """A small real session."""
    return library.timeline(library.find("safe-hamstrings"))
