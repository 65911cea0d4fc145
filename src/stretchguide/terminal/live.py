"""The screen sink: draws what changed, and nothing else, in one write."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TextIO

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from rich.text import Text

from stretchguide.session.player import Event, EventKind, State
from stretchguide.terminal.look import Look
from stretchguide.terminal.screen import frame

BEGIN_UPDATE = "\x1b[?2026h"
CURSOR_COST = 8
"""About how many bytes it takes to move the cursor."""

END_UPDATE = "\x1b[?2026l"

FLASHES = (EventKind.PHASE, EventKind.PAUSED, EventKind.RESUMED)
"""What a screen flashes for, if it does."""

FLASH_APART = timedelta(seconds=1)
"""More than three flashes a second can harm; this is well below."""

_COLORS = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT, "truecolor": ColorSystem.TRUECOLOR}


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
    """Paints the session on a full-screen terminal. Rows that did not change are not written again.

    With `flash`, the picture is inverted for one frame when a phase begins, for those who cannot hear it.
    """

    def __init__(self, terminal: Display, look: Callable[[], Look], *, flash: bool = False) -> None:
        self._terminal = terminal
        self._look = look
        self._flash = flash
        self._flashed = datetime.min
        self._console = Console(file=terminal.out, legacy_windows=False, highlight=False, markup=False, emoji=False)
        self._colors = _COLORS.get(self._console.color_system or "")
        self._known: dict[Style, str] = {}
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
        look = self._look()
        rows = frame(state, look, width, height)
        if self._flash and look.now - self._flashed >= FLASH_APART and any(event.kind in FLASHES for event in events):
            self._flashed = look.now
            rows = [_inverted(row, width) for row in rows]
        pen = ""
        for index, row in enumerate(rows):
            painted = self._painted[index] if index < len(self._painted) else Text()
            behind = -1
            for column, cells in self._changes(row, painted):
                output.append(f"\x1b[{index + 1};{column + 1}H" if behind < 0 else f"\x1b[{column - behind}C")
                behind = column + len(cells)
                for char, codes in cells:
                    if codes != pen:
                        # Changing the pen once for many places is what keeps a moving figure cheap.
                        output.append(f"\x1b[0;{codes}m" if pen and codes else f"\x1b[{codes}m")
                        pen = codes
                    output.append(char)
        self._painted = rows
        if output:
            self._terminal.write(BEGIN_UPDATE + "".join(output) + ("\x1b[0m" if pen else "") + END_UPDATE)

    def _changes(self, row: Text, painted: Text) -> Iterator[tuple[int, list[tuple[str, str]]]]:
        """The parts of a row that are not what they should be: the column of each, and its characters with their styles."""
        if row.plain == painted.plain and row.spans == painted.spans and row.style == painted.style:
            return
        new, old = self._cells(row), self._cells(painted)
        missing = [(" ", "")] * (painted.cell_len - row.cell_len)
        if len(new) == row.cell_len and len(old) == painted.cell_len:
            new += missing
            old += [(" ", "")] * (len(new) - len(old))
            changed = [i for i, (a, b) in enumerate(zip(new, old, strict=True)) if a != b]
            for first, last in _runs(changed, new):
                yield first, new[first:last]
        else:  # letters of two cells: everything behind the first change
            first = next((i for i, (a, b) in enumerate(zip(new, old, strict=False)) if a != b), min(len(new), len(old)))
            yield row[:first].cell_len, new[first:] + missing

    def _cells(self, row: Text) -> list[tuple[str, str]]:
        """Every character of a row with the numbers that set its style."""
        return [(char, self._codes(style)) for text, style, _ in row.render(self._console) for char in text]

    def _codes(self, style: Style | None) -> str:
        if style is None:
            return ""
        if style not in self._known:
            shown = style.without_color if self._console.no_color else style
            self._known[style] = shown.render("\0", color_system=self._colors).partition("\0")[0][2:-1]
        return self._known[style]


def _inverted(row: Text, width: int) -> Text:
    row = row.copy()
    row.pad_right(width - row.cell_len)
    row.stylize("reverse")
    return row


def _runs(changed: list[int], cells: list[tuple[str, str]]) -> list[tuple[int, int]]:
    """Changed cells as (first, behind the last), joined where moving the cursor would cost more than writing on."""
    runs: list[tuple[int, int]] = []
    for cell in changed:
        if runs and sum(len(char.encode()) for char, _ in cells[runs[-1][1] : cell]) < CURSOR_COST:
            runs[-1] = (runs[-1][0], cell + 1)
        else:
            runs.append((cell, cell + 1))
    return runs
