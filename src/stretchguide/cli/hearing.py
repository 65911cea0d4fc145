"""The options for what is heard, shared by the commands that have sound."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from stretchguide.model.hearing import Cues, Output
from stretchguide.sound.options import AUTO, OFF, SoundOptions

if TYPE_CHECKING:
    from stretchguide.model.settings import Preferences

CUES, OUTPUTS = "|".join(Cues), "|".join(Output)


def complete_voice(incomplete: str) -> list[tuple[str, str]]:
    """Voices, with what they are."""
    from stretchguide.sound.engines import ENGINES

    known = {AUTO: "the first one that works", OFF: "no voice", **{id: engine.about for id, engine in ENGINES.items()}}
    return [(id, about) for id, about in known.items() if id.startswith(incomplete)]


def complete_cues(incomplete: str) -> list[str]:
    """How much a voice says."""
    return [level.value for level in Cues if level.startswith(incomplete)]


def complete_output(incomplete: str) -> list[str]:
    """What signals come from."""
    return [output.value for output in Output if output.startswith(incomplete)]


VoiceOption = Annotated[
    str | None,
    typer.Option(
        "--voice",
        metavar="[auto|off|ENGINE[:VOICE]]",
        help="Speak, with the voice there is or the one named.",
        autocompletion=complete_voice,
    ),
]
CuesOption = Annotated[str | None, typer.Option(metavar=CUES, help="How much the voice says.", autocompletion=complete_cues)]
RateOption = Annotated[str | None, typer.Option(metavar="WORDS", help="How fast the voice speaks, in words a minute.")]
VolumeOption = Annotated[str | None, typer.Option(metavar="0-100", help="How loud tones and voice are.")]
OutputOption = Annotated[
    str | None, typer.Option("--sound", metavar=OUTPUTS, help="What sounds the signals.", autocompletion=complete_output)
]


class VoiceCommand(TyperCommand):
    """A command whose `--voice` may stand alone: `--voice` before anything but a voice means `--voice auto`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # Typer does not export the type of its vendored context.
        """Give a lone `--voice` its value."""
        from stretchguide.sound.engines import ENGINES

        own = args[: args.index("--")] if "--" in args else args
        for index, arg in enumerate(own):
            following = own[index + 1].partition(":")[0] if index + 1 < len(own) else ""
            if arg == "--voice" and following not in (AUTO, OFF, *ENGINES):
                args[index] = f"--voice={AUTO}"
        return super().parse_args(ctx, args)


def sound_options(wanted: "Preferences", *, silent: str = OFF) -> SoundOptions:
    """What the settings say of sound. `silent` is the voice where nobody says one."""
    from stretchguide.model.settings import SaidBy

    settings = wanted.settings
    voice = silent if wanted.origins["voice"][0] is SaidBy.DEFAULT else settings.voice
    return SoundOptions(voice, settings.rate, settings.volume, settings.cues, settings.sound)
