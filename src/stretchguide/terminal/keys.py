"""The terminal as a place to read keys from: single key presses, signals, and everything put back afterwards.

`Terminal` is a context manager. Inside it, keys arrive one by one without Enter; with `fullscreen` the alternate screen is
shown and the cursor hidden. However it ends (a key, Ctrl-C, SIGTERM, SIGHUP, Ctrl-Z, an exception), the terminal is as before.
"""

import codecs
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import ClassVar, TextIO

from stretchguide.errors import ExitCode
from stretchguide.session.run import SUSPENDED

ESCAPE_SECONDS = 0.05
"""How long a lone escape may be the beginning of an arrow key."""

ENTER_SCREEN = "\x1b[?1049h\x1b[?25l\x1b[2J"
LEAVE_SCREEN = "\x1b[?2026l\x1b[0m\x1b[?25h\x1b[?1049l"

_SEQUENCES = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end", "5~": "pageup", "6~": "pagedown", "3~": "delete"}
_NAMED = {"\r": "enter", "\n": "enter", " ": "space", "\x7f": "backspace", "\x08": "backspace", "\t": "tab", "\x1b": "escape"}


class Ended(SystemExit):
    """The program was told to end by a signal, or the terminal is gone."""

    def __init__(self, code: ExitCode) -> None:
        super().__init__(int(code))
        self.exit_code = code


def next_key(buffer: str) -> tuple[str | None, str]:
    """The first key in what was typed, and the rest; no key while an escape sequence is incomplete."""
    first = buffer[0]
    if first != "\x1b":
        return _NAMED.get(first, first), buffer[1:]
    if len(buffer) == 1:
        return None, buffer
    if buffer[1] not in "[O":
        return f"alt+{buffer[1]}", buffer[2:]
    for index, char in enumerate(buffer[2:], 2):
        if "@" <= char <= "~":
            return _SEQUENCES.get(buffer[2 : index + 1], "unknown"), buffer[index + 1 :]
    return None, buffer


class _Screen:
    """What all systems share: the alternate screen and the size."""

    def __init__(self, out: TextIO, *, fullscreen: bool) -> None:
        self.out = out
        self.fullscreen = fullscreen
        self.dirty = True
        """Whether the screen must be drawn anew: it was just entered, resized or covered by something else."""
        self._inside = False

    def write(self, text: str) -> None:
        """Write to the terminal at once."""
        self.out.write(text)
        self.out.flush()

    def size(self) -> tuple[int, int]:
        """Columns and rows; 80 by 24 where the terminal does not say."""
        try:
            columns, rows = os.get_terminal_size(self.out.fileno())
        except (OSError, ValueError):
            columns, rows = 0, 0
        return columns or 80, rows or 24

    def _show(self) -> None:
        self._inside = self.dirty = True
        if self.fullscreen:
            self.write(ENTER_SCREEN)

    def _hide(self) -> None:
        if self._inside and self.fullscreen:
            with suppress(OSError, ValueError):  # where the terminal is gone, there is nothing left to restore
                self.write(LEAVE_SCREEN)
        self._inside = False


if sys.platform == "win32":
    import msvcrt

    class Terminal(_Screen):
        """Keys and screen of a Windows console."""

        _PREFIXED: ClassVar = {"H": "up", "P": "down", "K": "left", "M": "right", "G": "home", "O": "end", "I": "pageup", "Q": "pagedown"}

        def __init__(self, keyboard: TextIO, out: TextIO, *, fullscreen: bool) -> None:
            super().__init__(out, fullscreen=fullscreen)
            self._size = self.size()

        def __enter__(self) -> "Terminal":
            self._show()
            return self

        def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
            self._hide()

        def read(self, timeout: float) -> str | None:
            """The next key, or None after `timeout` seconds."""
            deadline = time.monotonic() + timeout
            while not msvcrt.kbhit():
                left = deadline - time.monotonic()
                if left <= 0:
                    self.dirty |= self._size != (size := self.size())
                    self._size = size
                    return None
                time.sleep(min(left, 0.02))
            char = msvcrt.getwch()
            if char in "\x00\xe0":
                return self._PREFIXED.get(msvcrt.getwch(), "unknown")
            if char == "\x03":
                raise KeyboardInterrupt
            return _NAMED.get(char, char)

    def has_keys(keyboard: TextIO) -> bool:
        """Whether key presses can be read one by one."""
        return keyboard.isatty()

else:
    import select
    import signal
    import termios
    import tty

    def has_keys(keyboard: TextIO) -> bool:
        """Whether key presses can be read one by one: it is a terminal, and ours to read from, not only to write to."""
        try:
            termios.tcgetattr(keyboard.fileno())
            return os.tcgetpgrp(keyboard.fileno()) == os.getpgrp()
        except (OSError, ValueError, termios.error):
            return False

    class Terminal(_Screen):
        """Keys and screen of a POSIX terminal."""

        def __init__(self, keyboard: TextIO, out: TextIO, *, fullscreen: bool) -> None:
            super().__init__(out, fullscreen=fullscreen)
            self._fd = keyboard.fileno()
            self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
            self._typed = ""
            self._continued = False
            self._ended = False

        def __enter__(self) -> "Terminal":
            self._wake, self._waker = os.pipe()
            os.set_blocking(self._wake, False)
            os.set_blocking(self._waker, False)
            self._old_waker = signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
            handlers = {
                signal.SIGTERM: self._on_end,
                signal.SIGHUP: self._on_end,
                signal.SIGTSTP: self._on_stop,
                signal.SIGCONT: self._on_continue,
                signal.SIGWINCH: self._on_resize,
            }
            self._old_handlers = {number: signal.signal(number, handler) for number, handler in handlers.items()}
            try:
                self._enter()
            except BaseException:
                self.__exit__(None, None, None)
                raise
            return self

        def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
            with self._undisturbed():
                self._leave()
                signal.set_wakeup_fd(self._old_waker)
                for number, handler in self._old_handlers.items():
                    signal.signal(number, handler)
                os.close(self._wake)
                os.close(self._waker)

        def read(self, timeout: float) -> str | None:
            """The next key; `SUSPENDED` after the program was stopped and went on; None after `timeout` seconds or a signal."""
            deadline = time.monotonic() + timeout
            while True:
                if self._continued:
                    self._continued = False
                    return SUSPENDED
                if self._typed:
                    key, self._typed = next_key(self._typed)
                    if key is not None:
                        return key
                left = max(0.0, deadline - time.monotonic())
                escaping = bool(self._typed)
                ready, _, _ = select.select([self._fd, self._wake], [], [], min(left, ESCAPE_SECONDS) if escaping else left)
                if self._wake in ready:
                    os.read(self._wake, 512)
                    if self._fd not in ready:
                        return SUSPENDED if self._took_continue() else None
                if self._fd in ready:
                    try:
                        typed = os.read(self._fd, 1024)
                    except OSError:
                        typed = b""
                    if not typed:  # the terminal is gone
                        raise Ended(ExitCode.HANGUP)
                    self._typed += self._decoder.decode(typed)
                elif escaping and left > 0:
                    # Nothing followed in time: the escape stands for itself, and what came after it is typing.
                    key, self._typed = "escape", self._typed[1:]
                    return key
                elif left <= 0:
                    return None

        def _took_continue(self) -> bool:
            continued, self._continued = self._continued, False
            return continued

        def _enter(self) -> None:
            self._saved = termios.tcgetattr(self._fd)
            tty.setcbreak(self._fd, termios.TCSADRAIN)
            self._show()

        def _leave(self) -> None:
            if not self._inside:
                return
            self._hide()
            with suppress(termios.error):
                termios.tcsetattr(self._fd, termios.TCSADRAIN, self._saved)

        @contextmanager
        def _undisturbed(self) -> Iterator[None]:
            """No signal interrupts what happens inside: half a restored terminal is a broken one."""
            blocked = {signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGTSTP}
            before = signal.pthread_sigmask(signal.SIG_BLOCK, blocked)
            try:
                yield
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)

        def _on_end(self, number: int, frame: FrameType | None) -> None:
            self._ended = True
            raise Ended(ExitCode(128 + number))

        def _on_stop(self, number: int, frame: FrameType | None) -> None:
            self._leave()
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTSTP)

        def _on_continue(self, number: int, frame: FrameType | None) -> None:
            if self._ended:
                return  # a terminal that goes away sends this, too
            signal.signal(signal.SIGTSTP, self._on_stop)
            with suppress(termios.error, OSError):
                self._leave()
                self._enter()
            self._continued = True

        def _on_resize(self, number: int, frame: FrameType | None) -> None:
            self.dirty = True


class NoKeys:
    """Where there is no keyboard: waiting is only waiting, and signals end the program with their exit codes."""

    def __enter__(self) -> "NoKeys":
        import signal

        def end(number: int, frame: FrameType | None) -> None:
            raise Ended(ExitCode(128 + number))

        numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
        self._old_handlers = {number: signal.signal(number, end) for number in numbers}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        import signal

        for number, handler in self._old_handlers.items():
            signal.signal(number, handler)

    def read(self, timeout: float) -> str | None:
        """Nothing, after `timeout` seconds."""
        time.sleep(timeout)
        return None
