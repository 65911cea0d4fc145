"""How a screen is drawn, and text cut into rows: what every screen of a session shares."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from rich.console import Console
from rich.text import Text

from stretchguide.terminal.figure import Mode

# Wrapping needs a console for nothing but its tab size.
_WRAPPER = Console(width=80, color_system=None, legacy_windows=False)


@dataclass(frozen=True, slots=True)
class Look:
    """How to draw: the time of day, how fast the session runs, and whether the terminal can show more than ASCII."""

    now: datetime
    speed: float = 1.0
    unicode: bool = True
    figure: Mode | None = None
    """How the figure is drawn, or None where there is none."""
    motion: bool = True
    """Whether the figure moves."""
    emergency: tuple[str, ...] = ()
    """The signs of an emergency, shown under the red flags."""

    def glyph(self, fine: str, plain: str) -> str:
        """The fine character, or the plain one where the terminal cannot show it."""
        return fine if self.unicode else plain


def wrap(text: str, width: int, *, style: str = "", lines: int = 99) -> list[Text]:
    """The text in rows of at most `width` cells."""
    if not text:
        return []
    rows = [row.copy() for row in _wrapped(text, max(width, 1), style)]
    if len(rows) > lines:
        rows = rows[:lines]
        rows[-1].truncate(max(width - 4, 0), overflow="crop")
        rows[-1].append(" ...")
    return rows


@lru_cache(maxsize=128)
def _wrapped(text: str, width: int, style: str) -> tuple[Text, ...]:
    rows = Text(text, style=style).wrap(_WRAPPER, width)
    for row in rows:
        row.rstrip()
    return tuple(rows)


def indented(rows: list[Text]) -> list[Text]:
    """Rows one cell further in."""
    return [Text(" ").append_text(row) for row in rows]
