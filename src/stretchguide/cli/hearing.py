"""The options for what is heard, shared by the commands that have sound."""

from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from stretchguide.errors import UsageError
from stretchguide.sound.options import AUTO, OFF, Cues, Output, SoundOptions

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
    str,
    typer.Option(
        "--voice",
        metavar="[auto|off|ENGINE[:VOICE]]",
        help="Speak, with the voice there is or the one named.",
        autocompletion=complete_voice,
    ),
]
CuesOption = Annotated[str, typer.Option(metavar=CUES, help="How much the voice says.", autocompletion=complete_cues)]
RateOption = Annotated[int, typer.Option(help="How fast the voice speaks, in words a minute.")]
VolumeOption = Annotated[int, typer.Option(help="How loud tones and voice are, from 0 to 100.")]
OutputOption = Annotated[str, typer.Option("--sound", metavar=OUTPUTS, help="What sounds the signals.", autocompletion=complete_output)]


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


def sound_options(*, voice: str, cues: str, rate: int, volume: int, output: str = Output.AUTO) -> SoundOptions:
    """What was chosen.

    Raises:
        UsageError: a choice makes no sense.
    """
    if cues not in list(Cues):
        raise UsageError(f"There is no --cues '{cues}'. Choices: {', '.join(Cues)}.")
    if output not in list(Output):
        raise UsageError(f"There is no --sound '{output}'. Choices: {', '.join(Output)}.")
    return SoundOptions(voice, rate, volume, Cues(cues), Output(output))
