"""Large digits, readable from two metres away."""

_ROWS = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": (" █ ", "██ ", " █ ", " █ ", "███"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", "███", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", "  █", "  █"),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
    ":": (" ", "█", " ", "█", " "),
}
HEIGHT = 5

LARGEST = 3
"""Cells in a dot of the largest digits: 15 rows are read from across a room."""


def large(text: str, *, width: int, height: int, block: str = "█") -> list[str]:
    """The digits and colons of `text` as rows of blocks, as large as fits. Empty if even the smallest does not fit.

    `width` and `height` are in character cells. A block is about twice as high as wide, so each dot is drawn two cells wide.
    """
    for scale in range(min(height // HEIGHT, LARGEST), 0, -1):
        dot = block * 2 * scale
        gap = "  " * scale
        rows = [
            gap.join("".join(dot if cell == "█" else " " * len(dot) for cell in _ROWS[char][row]) for char in text) for row in range(HEIGHT)
        ]
        if len(rows[0]) <= width:
            return [row for row in rows for _ in range(scale)]
    return []
