"""Which keys do what. The footer, the help overlay and the documentation are made from this table."""

from dataclasses import dataclass

from stretchguide.session.player import Command


@dataclass(frozen=True, slots=True)
class Binding:
    """Keys for one command: how they are shown, and what they do in a few words."""

    command: Command
    keys: tuple[str, ...]
    shown: str
    short: str
    long: str


BINDINGS: tuple[Binding, ...] = (
    Binding(Command.PAUSE, ("space", "enter", "p"), "space", "pause", "pause, or go on"),
    Binding(Command.NEXT, ("n", "right"), "n", "next", "next: begin now, or leave the rest out"),
    Binding(Command.BACK, ("b", "left"), "b", "back", "back to what came before"),
    Binding(Command.RESTART, ("r",), "r", "restart", "restart this hold"),
    Binding(Command.LONGER, ("+", "="), "+", "5 s more", "5 seconds more"),
    Binding(Command.SHORTER, ("-", "_"), "-", "5 s less", "5 seconds less"),
    Binding(Command.MUTE, ("m",), "m", "mute", "sound off, or on again"),
    Binding(Command.VOICE, ("v",), "v", "voice", "voice on, or off again"),
    Binding(Command.HELP, ("?", "h"), "?", "help", "show or hide this help"),
    Binding(Command.QUIT, ("q",), "q", "quit", "end the session"),
)

KEYMAP: dict[str, Command] = {key: binding.command for binding in BINDINGS for key in binding.keys}
