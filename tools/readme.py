"""Run a command of the README as it is written there. Needs nothing but Python.

python tools/readme.py test     installs and runs the tests, here
python tools/readme.py start    installs a copy of the checkout elsewhere, plays its first screens on a terminal, ends it with q
"""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def command(name: str) -> str:
    """The command in the README under the mark `<!-- command: name -->`."""
    found = re.search(rf"<!-- command: {name} -->\s*```sh\n(.+?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    if found is None or "\n" in found[1]:
        raise SystemExit(f"README.md: no single command line under '<!-- command: {name} -->'")
    return found[1]


def run_tests() -> int:
    """The test command, in this checkout."""
    return subprocess.run(["sh", "-c", command("test")], cwd=ROOT, check=False).returncode


def run_start() -> int:
    """The start command in a fresh copy of the checkout, on a terminal: overview, Enter, first screen, q."""
    line = command("start")
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder, "stretchguide")
        tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
        for name in filter(None, tracked):
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, checkout / name)
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(checkout)
            home = {"HOME": folder, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
            os.execvpe("sh", ["sh", "-c", line], {**os.environ, **home})
        seen = b""
        for expected, keys in ((b"Press Enter to begin", b"\r"), (b"GET READY", b"q"), (b"You ended early", b"")):
            seen = wait_for(terminal, expected, seen)
            os.write(terminal, keys)
        _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    restored = seen.rindex(b"\x1b[?1049l") > seen.rindex(b"\x1b[?1049h")
    print(f"{line}\nplayed, ended with q: exit code {code}, terminal {'restored' if restored else 'NOT restored'}")
    return 0 if code == 6 and restored else 1


def wait_for(terminal: int, expected: bytes, seen: bytes, seconds: float = 300.0) -> bytes:
    """What the terminal shows up to an expected text."""
    deadline = time.monotonic() + seconds
    while expected not in seen:
        if not select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise SystemExit(f"not seen: {expected.decode()}\n{seen.decode(errors='replace')}")
        try:
            seen += os.read(terminal, 65536)
        except OSError:
            raise SystemExit(f"ended without: {expected.decode()}\n{seen.decode(errors='replace')}") from None
    return seen


if __name__ == "__main__":
    sys.exit({"test": run_tests, "start": run_start}[sys.argv[1]]())
