"""A real pseudo-terminal with a screen that can be looked at."""

import os
import re
import sys
import time
from collections.abc import Callable

import pexpect
import pyte

PROMPT = "ready> "


class TerminalSession:
    """A program on a terminal of its own. What it writes ends up on `screen`, and as it was sent in `raw`."""

    def __init__(self, command: list[str], *, columns: int = 80, rows: int = 24, **environment: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self.raw = ""
        env = {**os.environ, "PS1": PROMPT, **environment}
        self.child = pexpect.spawn(command[0], command[1:], dimensions=(rows, columns), env=env, encoding="utf-8", codec_errors="replace")

    def __enter__(self) -> "TerminalSession":
        return self

    def __exit__(self, *_: object) -> None:
        if not self.child.closed:
            self.child.close(force=True)

    def pump(self, seconds: float = 0.0) -> None:
        """Take in what the program writes during some seconds."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                text = self.child.read_nonblocking(65536, timeout=0.02)
            except pexpect.TIMEOUT:
                text = ""
            except pexpect.EOF:
                return
            self.raw += text
            self._stream.feed(text)
            if not text and time.monotonic() >= deadline:
                return

    def text(self) -> str:
        return "\n".join(self.screen.display)

    def wait(self, until: str | Callable[[str], bool], seconds: float = 12.0) -> str:
        """The screen as soon as it shows a text, or as soon as something holds for it."""
        deadline = time.monotonic() + seconds
        while True:
            self.pump()
            shown = self.text()
            if until in shown if isinstance(until, str) else until(shown):
                return shown
            if time.monotonic() > deadline or (not self.child.isalive() and not shown.strip()):
                raise AssertionError(f"not seen in {seconds} s: {until!r}\n{shown}")

    @property
    def pid(self) -> int:
        assert self.child.pid is not None
        return self.child.pid

    def hang_up(self) -> int:
        """Take the terminal away, and give the code the program ends with."""
        terminal = self.child.ptyproc  # type: ignore[attr-defined]  # the stubs leave it out
        terminal.fileobj.close()
        terminal.closed = self.child.closed = True
        _, status = os.waitpid(self.pid, 0)
        self.child.terminated = True
        return os.waitstatus_to_exitcode(status)

    def send(self, keys: str) -> None:
        self.child.send(keys)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def exit_code(self, seconds: float = 12.0) -> int:
        """The exit code, once the program has ended by itself."""
        deadline = time.monotonic() + seconds
        while self.child.isalive():
            self.pump()
            assert time.monotonic() < deadline, f"still running:\n{self.text()}"
        self.pump()
        self.child.wait()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0))


def stretchguide(*arguments: str, columns: int = 80, rows: int = 24, **environment: str) -> TerminalSession:
    """The program itself on a terminal."""
    return TerminalSession([sys.executable, "-m", "stretchguide", *arguments], columns=columns, rows=rows, **environment)


def shell() -> TerminalSession:
    """An interactive shell with job control, which knows `stretchguide`."""
    session = TerminalSession(["bash", "--norc", "--noprofile", "-i"], columns=100, rows=30)
    session.wait(PROMPT)
    session.send(f'stretchguide() {{ {sys.executable} -m stretchguide "$@"; }}; clear\n')
    session.wait(lambda shown: shown.startswith(PROMPT))
    return session


def ask(session: TerminalSession, command: str) -> str:
    """What a shell command prints."""
    session.send(f"clear; echo [$({command})]\n")
    shown = session.wait(lambda text: bool(re.search(r"^\[.*\]", text, re.MULTILINE | re.DOTALL)))
    found = re.search(r"^\[(.*?)\]", shown, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1].replace("\n", "").replace(" ", "")
