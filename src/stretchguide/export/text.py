"""Plain text, 80 columns wide."""

import textwrap
from collections.abc import Sequence

from stretchguide.export.document import Block, Fields, Heading, Items, Paragraph

WIDTH = 80
LABEL = 12


def render(blocks: Sequence[Block]) -> str:
    """The blocks as text that can be printed or mailed: no line is longer than 80 characters, unless a single word is."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading(level, text):
                title = textwrap.wrap(text, WIDTH) or [""]
                lines += ["", *title, ("=" if level == 1 else "-") * max(map(len, title))]
            case Paragraph(text):
                lines += ["", *textwrap.wrap(text, WIDTH)]
            case Fields(rows):
                lines.append("")
                for label, text in rows:
                    lines += _hanging(f"{label}:".ljust(LABEL), text)
            case Items(entries, numbered):
                lines.append("")
                for index, entry in enumerate(entries, 1):
                    lines += _hanging(f"{index}. ".rjust(5) if numbered else "   - ", entry)
    return "\n".join(line.rstrip() for line in lines).lstrip("\n") + "\n"


def _hanging(first: str, text: str) -> list[str]:
    first = first if first.endswith(" ") else first + " "
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=" " * len(first)) or [first]
