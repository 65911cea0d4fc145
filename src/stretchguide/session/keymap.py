"""Which keys do what. The footer, the help overlay, the menu and the documentation are made from these tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from stretchguide.session.player import Command, HurtChoice, Status


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
    Binding(Command.HURT, ("x", "X"), "x", "something hurts", "something hurts: stop at once, then choose"),
    Binding(Command.MUTE, ("m",), "m", "mute", "sound off, or on again"),
    Binding(Command.VOICE, ("v",), "v", "voice", "voice on, or off again"),
    Binding(Command.HELP, ("?", "h"), "?", "help", "show or hide this help"),
    Binding(Command.QUIT, ("q",), "q", "quit", "end the session"),
)

KEYMAP: dict[str, Command] = {key: binding.command for binding in BINDINGS for key in binding.keys}


@dataclass(frozen=True, slots=True)
class HurtBinding:
    """Keys for one thing to do when something hurts: how they are shown, and what it does in a few words."""

    choice: HurtChoice
    keys: tuple[str, ...]
    shown: str
    short: str
    long: str


# Space, Enter, Escape and x are no keys here: a person in pain, or a cat, hits those first.
HURT_BINDINGS: tuple[HurtBinding, ...] = (
    HurtBinding(HurtChoice.EASE, ("e", "E"), "e", "ease off", "ease off: an easier way from here on"),
    HurtBinding(HurtChoice.SKIP, ("s", "S"), "s", "skip this stretch", "skip this stretch and go on with the next one"),
    HurtBinding(HurtChoice.END, ("q", "Q"), "q", "end the session", "end the session and see what to watch for"),
    HurtBinding(HurtChoice.RED_FLAG, ("f", "F"), "f", "red flags", "red flags: when to get help now; the session ends"),
    HurtBinding(HurtChoice.GO_ON, ("g", "G"), "g", "go on", "go on: it was nothing"),
)

HURT_KEYMAP: dict[str, HurtChoice] = {key: binding.choice for binding in HURT_BINDINGS for key in binding.keys}


def keymap(status: Status) -> Mapping[str, Command | HurtChoice]:
    """What keys do now."""
    return HURT_KEYMAP if status is Status.HURT else KEYMAP
