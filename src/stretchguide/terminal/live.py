"""The screen sink: draws what changed, and nothing else, in one write."""

from collections.abc import Callable, Sequence
from datetime import datetime

from rich.console import Console
from rich.text import Text

from stretchguide.session.player import Event, State
from stretchguide.terminal.keys import Terminal
from stretchguide.terminal.screen import Look, frame

BEGIN_UPDATE = "\x1b[?2026h"
END_UPDATE = "\x1b[?2026l"


class Live:
    """Paints the session on a full-screen terminal. Rows that did not change are not written again."""

    def __init__(self, terminal: Terminal, *, now: Callable[[], datetime], speed: float = 1.0, unicode: bool = True) -> None:
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
            if index >= len(self._painted) or not _same(row, self._painted[index]):
                clear = "\x1b[K" if row.cell_len < width else ""
                output.append(f"\x1b[{index + 1};1H{self._rendered(row)}{clear}")
        self._painted = rows
        if output:
            self._terminal.write(BEGIN_UPDATE + "".join(output) + END_UPDATE)

    def _rendered(self, row: Text) -> str:
        with self._console.capture() as capture:
            self._console.print(row, end="", no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
        return capture.get()


def _same(row: Text, painted: Text) -> bool:
    return row.plain == painted.plain and row.spans == painted.spans and row.style == painted.style
