"""What playing costs on a 120x40 terminal: share of one core, and bytes a second to the terminal. Prints; never fails.

Run with:  python benchmarks/playing.py [seconds]      (needs /proc, so Linux)
"""

import fcntl
import os
import pty
import select
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path


def cpu_seconds(process: int) -> float:
    """Seconds of processor time a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Play for a while and look."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    home = tempfile.TemporaryDirectory()  # sessions are kept
    process, terminal = pty.fork()
    if process == 0:
        os.environ |= {"TERM": "xterm-256color", "HOME": home.name, "XDG_DATA_HOME": "", "XDG_STATE_HOME": ""}
        os.execv(sys.executable, [sys.executable, "-m", "stretchguide", "start", "--now"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def pump(until: float) -> int:
        received = 0
        while (left := until - time.monotonic()) > 0:
            if select.select([terminal], [], [], left)[0]:
                received += len(os.read(terminal, 65536))
        return received

    pump(time.monotonic() + 2)
    before = cpu_seconds(process)
    received = pump(time.monotonic() + seconds)
    used = cpu_seconds(process) - before
    os.write(terminal, b"q")
    os.waitpid(process, 0)
    print(f"{used / seconds:.1%} of a core (budget 4 %), {received / seconds:.0f} bytes a second (budget 3000)")


if __name__ == "__main__":
    main()
