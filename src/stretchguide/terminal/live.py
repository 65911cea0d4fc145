"""The screen sink: draws what changed, and nothing else, in one write."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TextIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from stretchguide.session.player import Event, State
from stretchguide.terminal.screen import Look, frame

BEGIN_UPDATE = "\x1b[?2026h"
END_UPDATE = "\x1b[?2026l"


class Display(Protocol):
    """Where frames are painted: as much of a terminal as painting needs."""

    out: TextIO
    dirty: bool

    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        ...

    def write(self, text: str) -> None:
        """Write at once."""
        ...


class Live:
    """Paints the session on a full-screen terminal. Rows that did not change are not written again."""

    def __init__(self, terminal: Display, *, now: Callable[[], datetime], speed: float = 1.0, unicode: bool = True) -> None:
        self._terminal = terminal
        self._now = now
        self._speed = speed
        self._unicode = unicode
        self._console = Console(file=terminal.out, legacy_windows=False, highlight=False, markup=False, emoji=False)
        self._painted: list[Text] = []
        self._size = (0, 0)

    def show(self, state: State, events: Sequence[Event]) -> None:
        """Draw the state."""
        size = self._terminal.size()
        output: list[str] = []
        if self._terminal.dirty or size != self._size:
            self._terminal.dirty = False
            self._painted, self._size = [], size
            output.append("\x1b[2J")
        width, height = size
        rows = frame(state, Look(self._now(), self._speed, self._unicode), width, height)
        for index, row in enumerate(rows):
            painted = self._painted[index] if index < len(self._painted) else None
            output.append(self._update(index, row, painted))
        self._painted = rows
        if any(output):
            self._terminal.write(BEGIN_UPDATE + "".join(output) + END_UPDATE)

    def _update(self, index: int, row: Text, painted: Text | None) -> str:
        """What turns a row of the screen into what it should be: the part between the first and the last change."""
        if painted is None:
            return f"\x1b[{index + 1};1H{self._rendered(row)}" if row.plain else ""
        if row.plain == painted.plain and row.spans == painted.spans and row.style == painted.style:
            return ""
        new, old = self._cells(row), self._cells(painted)
        first = next((i for i, (a, b) in enumerate(zip(new, old, strict=False)) if a != b), min(len(new), len(old)))
        last = len(new)
        if row.cell_len == painted.cell_len and len(new) == len(old) == row.cell_len:
            last = next(i for i in range(len(new), first, -1) if new[i - 1] != old[i - 1]) if first < len(new) else first
        part = row[first:last] if last > first else Text()
        clear = "\x1b[K" if row.cell_len < painted.cell_len else ""
        return f"\x1b[{index + 1};{row[:first].cell_len + 1}H{self._rendered(part)}{clear}" if part.plain or clear else ""

    def _cells(self, row: Text) -> list[tuple[str, Style | None]]:
        """Every character of a row with its style."""
        return [(char, segment.style) for segment in row.render(self._console) for char in segment.text]

    def _rendered(self, row: Text) -> str:
        with self._console.capture() as capture:
            self._console.print(row, end="", no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
        return capture.get()
