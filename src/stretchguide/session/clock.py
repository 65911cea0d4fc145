"""The clock of a session."""

import time


def awake_clock() -> float:
    """Seconds from a fixed moment, the time a machine sleeps included, so that a closed lid shows as a gap.

    Setting the time of day does not change it.
    """
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux: its monotonic clock stands still during sleep
    return time.clock_gettime(boot) if boot is not None else time.monotonic()
