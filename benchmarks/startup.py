"""How long commands take until they have answered, beside a Python that does nothing. Prints; never fails.

Run with:  python benchmarks/startup.py [rounds]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

PROGRAM = [sys.executable, "-m", "stretchguide"]
HOME = tempfile.TemporaryDirectory()
"""Sessions are kept, so they get a home of their own."""
BUDGETS = {"--version": "3", "start --now": "30"}


def seconds_of(command: list[str]) -> float:
    """Seconds until a command has ended."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env=environment())
    return time.perf_counter() - began


def first_frame() -> float:
    """Seconds until `start --now` has drawn its first frame on a terminal of its own."""
    import pty  # not everywhere

    began = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.execve(PROGRAM[0], [*PROGRAM, "start", "--now"], {**environment(), "TERM": "xterm-256color"})
    drawn = b""
    while b"\x1b[?2026l" not in drawn:
        drawn += os.read(terminal, 65536)
    passed = time.perf_counter() - began
    os.write(terminal, b"q")
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        pass
    os.waitpid(process, 0)
    os.close(terminal)
    return passed


def environment(**extra: str) -> dict[str, str]:
    """The environment of every run."""
    return {**os.environ, "HOME": HOME.name, "XDG_DATA_HOME": "", "XDG_STATE_HOME": "", **extra}


def completion() -> float:
    """Seconds of one press of Tab after `stretchguide show sea`."""
    asked = environment(_STRETCHGUIDE_COMPLETE="complete_bash", COMP_WORDS="stretchguide show sea", COMP_CWORD="2")
    began = time.perf_counter()
    code = "import sys; sys.argv[0] = 'stretchguide'; from stretchguide.__main__ import main; main()"
    subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env=asked)
    return time.perf_counter() - began


def main() -> None:
    """Measure everything in turns, so that a busy moment hits all alike."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    measures: dict[str, Callable[[], float]] = {
        "python -c pass": lambda: seconds_of([sys.executable, "-c", "pass"]),
        "--version": lambda: seconds_of([*PROGRAM, "--version"]),
        "--help": lambda: seconds_of([*PROGRAM, "--help"]),
        "list": lambda: seconds_of([*PROGRAM, "list"]),
        "completion": completion,
        "start --now": first_frame,
    }
    times: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            times[name].append(measure())
    floor = statistics.median(times["python -c pass"])
    print(f"{'':<16}{'median':>10}{'fastest':>10}{'times floor':>14}{'budget':>9}")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:<16}{median * 1000:>7.0f} ms{min(values) * 1000:>7.0f} ms{median / floor:>14.1f}{BUDGETS.get(name, ''):>9}")


if __name__ == "__main__":
    main()
