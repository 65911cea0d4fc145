"""Questions that one key answers, before and after a session."""

import sys
from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from stretchguide.history.record import Feel
from stretchguide.terminal.keys import Terminal

FELT_SECONDS = 60.0
"""How long the question at the end waits: nobody may be there any more."""


def asked(question: str) -> bool:
    """Ask something and wait for y or n; anything else that ends a question is a no."""
    with Terminal(sys.stdin, sys.stdout, fullscreen=False) as terminal:
        terminal.write(f"\n {question} y or n\n")
        while True:
            key = terminal.read(3600.0)
            if key == "y":
                return True
            if key in ("n", "q", "escape", "enter"):
                return False


def felt() -> Feel | None:
    """Ask how it was: one key. Enter, any other key or a minute without one leaves it open."""
    with Terminal(sys.stdin, sys.stdout, fullscreen=False) as terminal:
        terminal.write(" How do you feel? b better, s same, w worse; Enter skips.\n")
        key = terminal.read(FELT_SECONDS)
    return {"b": Feel.BETTER, "s": Feel.SAME, "w": Feel.WORSE}.get((key or "").lower())


def print_rows(rows: Callable[[int, int], list[Text]]) -> None:
    """Rows for the width and height there is, on the ordinary screen."""
    console = Console(highlight=False, markup=False, emoji=False, legacy_windows=False)
    for row in rows(console.width, console.height):
        console.print(row, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
