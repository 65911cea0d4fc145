"""The screens when something hurts: what can be done, and when to get help."""

from rich.text import Text

from stretchguide import wording
from stretchguide.session.keymap import HURT_BINDINGS
from stretchguide.session.player import HurtChoice, State
from stretchguide.terminal.look import Look, indented, wrap
from stretchguide.timeline import Phase, easier_words

MENU_WIDTH = 64
"""Columns of the menu that is shown when something hurts."""

HELP_NOW = "Call your local emergency number or go to an emergency department now if one of these is true:"
"""What stands above the signs of an emergency, wherever they are shown."""


def menu(state: State, look: Look, width: int, height: int) -> list[Text]:
    """What can be done, in the middle of the screen. With less room, first the space between goes, then the words."""
    across = min(width - 2, MENU_WIDTH)
    where = ", ".join(part for part in (wording.name(state.phase), wording.side(state.phase)) if part)
    offered = [binding for binding in HURT_BINDINGS if binding.choice in state.choices]
    head = [Text("Something hurts. The clock has stopped.", style="bold"), *wrap(where, across, lines=1)]
    keys = [_key(binding.shown, _capital(binding.short)) for binding in offered]
    said = [wrap(hurt_words(binding.choice, state.phase), across - 4, lines=3) for binding in offered]
    told = [[key, *(Text("    ").append_text(row) for row in words)] for key, words in zip(keys, said, strict=True)]
    easy = [[key, *(told[index][1:] if offered[index].choice is HurtChoice.EASE else [])] for index, key in enumerate(keys)]
    layouts = [
        [*head, Text(), *_apart(told)],
        [*head, Text(), *(row for rows in told for row in rows)],
        [*head, Text(), *(row for rows in easy for row in rows)],
        [Text("Something hurts", style="bold"), *keys],
        keys,
    ]
    rows = next((rows for rows in layouts if len(rows) <= height), None)
    if rows is None:
        return wrap("  ".join(f"{binding.shown} {binding.short}" for binding in offered), width)
    return _centered(rows, across, width, height)


def red_flags(state: State, look: Look, width: int, height: int) -> list[Text]:
    """When to get help at once, page by page where it does not fit, and the way out."""
    across = min(width - 2, MENU_WIDTH)
    rows = wrap("This session ends here.", across, style="bold")
    rows += [*wrap(HELP_NOW, across, style="bold"), Text()]
    for sign in look.emergency:
        bullet = look.glyph("•", "-")
        rows += [Text(f"{bullet if not index else ' '} ").append_text(row) for index, row in enumerate(wrap(sign, across - 2))]
    room = max(1, height - 1)
    if len(rows) + 2 <= height:
        return _centered([*rows, Text(), _key("q", "End the session")], across, width, height)
    rows = [row for row in rows if row.plain]
    pages = -(-len(rows) // room)
    page = state.page % pages
    turn = _key("q", "end").append("  ").append_text(_key("space", f"more, {page + 1} of {pages}"))
    shown = rows[page * room :][:room]
    return [*indented(shown), *[Text()] * (room - len(shown)), turn]


def hurt_words(choice: HurtChoice, phase: Phase) -> str:
    """What a choice means in a phase, in a sentence."""
    match choice:
        case HurtChoice.EASE:
            return easier_words(phase)
        case HurtChoice.SKIP:
            return "Go on with the next one."
        case HurtChoice.END:
            return "Stop here for today, and see what to watch for."
        case HurtChoice.RED_FLAG:
            return "Numbness, sudden weakness, chest pain, trouble breathing or speaking: see when to get help now."
        case HurtChoice.GO_ON:
            return "It was nothing."


def _key(key: str, what: str) -> Text:
    return Text().append(f" {key} ", style="bold reverse").append(f" {what}", style="bold")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _apart(groups: list[list[Text]]) -> list[Text]:
    """Groups of rows with an empty row between them."""
    return [row for index, rows in enumerate(groups) for row in ([Text(), *rows] if index else rows)]


def _centered(rows: list[Text], across: int, width: int, height: int) -> list[Text]:
    """Rows in the middle of the screen, as a block `across` cells wide."""
    indent = " " * max(0, (width - across) // 2)
    above = [Text()] * max(0, (height - len(rows)) // 2)
    return [*above, *(Text(indent).append_text(row) for row in rows)]
