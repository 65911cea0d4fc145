"""Durations, numbers and lists as people write them. Light: commands that read no YAML need it, too."""

import re
from collections.abc import Sequence

_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(\.\d{1,3})?", re.ASCII)
_UNITS = re.compile(r"(?:(\d{1,4})\s?(?:m|min))?\s?(?:(\d{1,6}(?:\.\d{1,3})?)\s?(?:s|sec)?)?", re.ASCII)


def parse_duration(text: str) -> float:
    """Seconds meant by `45`, `45s`, `1:30`, `1m30s`, `2m` or `1.2s`.

    Raises:
        ValueError: the text is not written in one of these ways.
    """
    text = text.strip().lower()
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 60 + int(clock[2]) + float(clock[3] or 0)
    units = _UNITS.fullmatch(text)
    if units is None or not (units[1] or units[2]):
        raise ValueError("not a duration like 45s, 1:30 or 1m30s")
    return int(units[1] or 0) * 60 + float(units[2] or 0)


def format_duration(seconds: float) -> str:
    """The duration for people: `45 s`, `1 min`, `1 min 30 s`, `1.2 s`."""
    minutes, rest = divmod(round(seconds, 1), 60)
    shown = f"{rest:g} s"
    if not minutes:
        return shown
    return f"{minutes:.0f} min {shown}" if rest else f"{minutes:.0f} min"


def format_clock(seconds: float) -> str:
    """The duration as a clock shows it: `0:07`, `4:02`, `1:02:03`. Parts of a second are dropped."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def plural(count: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence."""
    return ", ".join(word.replace("-", " ") for word in words)
