"""Helper processes: started without a shell, without our terminal, and ended with everything they started themselves."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from stretchguide.session.run import Clock

PATIENCE = 3.0
"""Seconds a player may take longer than its sound lasts, before it counts as stuck."""

RING_OUT_SECONDS = 4.0
"""The longest that anything is waited for when a session is over."""

STEP_SECONDS = 0.05


def start(argv: Sequence[str], *, reads: bool = False) -> subprocess.Popen[bytes]:
    """Start a helper. What it prints goes nowhere, so that no message of it tears the screen.

    Raises:
        OSError: it cannot be started.
    """
    return subprocess.Popen(
        argv,
        stdin=subprocess.PIPE if reads else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def end(child: subprocess.Popen[bytes]) -> None:
    """End a helper at once, with what it started. Does not wait for it."""
    with suppress(OSError):
        if child.poll() is None:
            child.kill() if sys.platform == "win32" else os.killpg(child.pid, signal.SIGKILL)


class Errand:
    """Runs one helper after another, each to its end. `stop`, from another thread, ends the one that runs and all to come."""

    def __init__(self) -> None:
        self.stopped = False
        self._child: subprocess.Popen[bytes] | None = None

    def run(self, argv: Sequence[str], text: str, seconds: float) -> bool:
        """Run a helper that reads `text`, for at most `seconds`, and say whether it succeeded."""
        if self.stopped:
            return False
        try:
            child = self._child = start(argv, reads=True)
        except OSError:
            return False
        if self.stopped:
            end(child)
        try:
            child.communicate(text.encode(errors="replace"), timeout=seconds)
        except (subprocess.TimeoutExpired, OSError):
            end(child)
            with suppress(subprocess.TimeoutExpired):
                child.wait(1.0)
        return child.returncode == 0

    def stop(self) -> None:
        """End what runs, and let nothing follow."""
        self.stopped = True
        if self._child is not None:
            end(self._child)


class Channel:
    """Sounds one helper at a time and waits for none. Asking whether it is busy also looks after helpers that ended or hang."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._child: subprocess.Popen[bytes] | None = None
        self._ended: Callable[[bool], None] = lambda good: None
        self._over = 0.0
        self._gone: list[subprocess.Popen[bytes]] = []

    def play(self, argv: Sequence[str], seconds: float, ended: Callable[[bool], None]) -> None:
        """Start a helper that sounds for about `seconds`, in place of the one before. `ended` hears whether it worked."""
        self.stop()
        self._ended, self._over = ended, self._clock() + seconds + PATIENCE
        try:
            self._child = start(argv)
        except OSError:
            ended(False)

    def stop(self) -> None:
        """Cut off what sounds. That is no failure."""
        if self.busy() and self._child is not None:
            end(self._child)
            self._gone.append(self._child)
            self._child = None

    def close(self) -> None:
        """Cut off what sounds, and wait until its process is gone, though not for long."""
        self.stop()
        for child in self._gone:
            with suppress(subprocess.TimeoutExpired):
                child.wait(1.0)
        self._gone.clear()

    def busy(self) -> bool:
        """Whether something sounds."""
        self._gone = [child for child in self._gone if child.poll() is None]
        if self._child is None:
            return False
        code = self._child.poll()
        if code is None and self._clock() < self._over:
            return True
        end(self._child)
        self._gone.append(self._child)
        self._child = None
        self._ended(code == 0)
        return False


def wait(channel: Channel, sleep: Callable[[float], None]) -> None:
    """Wait until a channel is silent, though not for long."""
    waited = 0.0
    while channel.busy() and waited < RING_OUT_SECONDS:
        sleep(STEP_SECONDS)
        waited += STEP_SECONDS
