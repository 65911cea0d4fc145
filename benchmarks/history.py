"""How long a hundred thousand sessions take: reading the history, and the commands that sum it up. Prints; never fails.

Run with:  python benchmarks/history.py [sessions] [years]
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from stretchguide.history.doses import by_muscle
from stretchguide.history.record import Practice, Session, Status, line_of
from stretchguide.history.store import Store

MUSCLES = ("hamstrings", "quadriceps", "hip-flexors", "glutes", "gastrocnemius", "pectorals", "lats", "adductors")


def session(number: int, began: datetime) -> Session:
    """A session of eight stretches."""
    stretches = tuple(
        Practice(step, f"stretch-of-{muscle}", (muscle,), ("core",), {"left": 30, "right": 30}, {"left": 30, "right": 29.5})
        for step, muscle in enumerate(MUSCLES, 1)
    )
    id = f"{began:%Y%m%d}-{number:06}"
    return Session(
        id, began, 476.0, 480.0, Status.FINISHED, "full-body", "0123456789abcdef", "bench", 1.0, stretches, (), (), None, "", "0.1.0"
    )


def main() -> None:
    """Write the sessions of some years into a folder of their own, and measure."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    years = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    now = datetime.now(timezone(timedelta(hours=1)))
    step = timedelta(days=365 * years) / sessions
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": f"{home}/data", "XDG_STATE_HOME": f"{home}/state"}
        folder = Path(home, "data", "stretchguide", "history")
        folder.mkdir(parents=True)
        halves: tuple[list[str], list[str]] = [], []
        for number in range(sessions):
            halves[number % 2].append(line_of(session(number, now - step * (sessions - number))))
        for name, lines in zip(("bench-a", "bench-b"), halves, strict=True):
            (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        size = sum(path.stat().st_size for path in folder.iterdir())
        print(f"{sessions} sessions in {years} years, two machines, {size / 1e6:.0f} MB")
        for _ in range(3):
            began = time.perf_counter()
            log = Store(folder, "bench").log()
            read = time.perf_counter()
            recent = log.since((now - timedelta(weeks=12)).date())
            by_muscle(log.sessions(recent))
            summed = time.perf_counter()
            print(f"read {(read - began) * 1000:.0f} ms, sum {len(recent)} of twelve weeks {(summed - read) * 1000:.0f} ms")
        for command in (["progress"], ["progress", "--json"], ["history"], ["history", "--week"]):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-m", "stretchguide", *command], stdout=subprocess.DEVNULL, check=False, env=environment)
            print(f"{' '.join(command):<20}{(time.perf_counter() - began) * 1000:>6.0f} ms")


if __name__ == "__main__":
    main()
