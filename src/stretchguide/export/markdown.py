"""Markdown that any reader of it shows the same way."""

import re
from collections.abc import Sequence

from stretchguide.export.document import Block, Fields, Heading, Items, Paragraph

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def render(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown. Whatever the texts contain is shown, never obeyed."""
    parts: list[str] = []
    for block in blocks:
        match block:
            case Heading(level, text):
                parts.append(f"{'#' * level} {_escaped(text)}")
            case Paragraph(text):
                parts.append(_escaped(text))
            case Fields(rows):
                parts.append("\n".join(f"- **{_escaped(label)}:** {_escaped(text)}" for label, text in rows))
            case Items(entries, numbered):
                parts.append("\n".join(f"{f'{i}.' if numbered else '-'} {_escaped(entry)}" for i, entry in enumerate(entries, 1)))
    return "\n\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    # A number with a period at the start of a block would become a list; so would a dash or a plus.
    return re.sub(r"^(\d*)([-+.)])", r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
