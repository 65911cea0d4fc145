"""The options for what is heard, shared by the commands that have sound."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from stretchguide.sound.engines import AUTO, ENGINES, OFF

if TYPE_CHECKING:
    from stretchguide.sound.options import SoundOptions

VOICES = "|".join([AUTO, OFF, *ENGINES])
CUES = "few|normal|full"
OUTPUTS = "auto|tones|bell"


def complete_voice(incomplete: str) -> list[tuple[str, str]]:
    """Voices, with what they are."""
    known = {AUTO: "the first one that works", OFF: "no voice", **{id: engine.about for id, engine in ENGINES.items()}}
    return [(id, about) for id, about in known.items() if id.startswith(incomplete)]


def complete_cues(incomplete: str) -> list[str]:
    """How much a voice says."""
    return [level for level in CUES.split("|") if level.startswith(incomplete)]


def complete_output(incomplete: str) -> list[str]:
    """What signals come from."""
    return [output for output in OUTPUTS.split("|") if output.startswith(incomplete)]


Voice = Annotated[
    str,
    typer.Option(
        metavar=f"[{VOICES}]", help="Speak. Alone it means auto; ENGINE:VOICE picks a voice of an engine.", autocompletion=complete_voice
    ),
]
Cues = Annotated[str, typer.Option(metavar=CUES, help="How much the voice says.", autocompletion=complete_cues)]
Rate = Annotated[int, typer.Option(help="How fast the voice speaks, in words a minute.")]
Volume = Annotated[int, typer.Option(help="How loud tones and voice are, from 0 to 100.")]
Output = Annotated[str, typer.Option(metavar=OUTPUTS, help="What sounds the signals.", autocompletion=complete_output)]


class VoiceCommand(TyperCommand):
    """A command whose `--voice` may stand alone: `--voice` before anything but a voice means `--voice auto`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # Typer does not export the type of its vendored context.
        """Give a lone `--voice` its value."""
        own = args[: args.index("--")] if "--" in args else args
        for index, arg in enumerate(own):
            following = own[index + 1].partition(":")[0] if index + 1 < len(own) else ""
            if arg == "--voice" and following not in (AUTO, OFF, *ENGINES):
                args[index] = f"--voice={AUTO}"
        return super().parse_args(ctx, args)


def sound_options(*, voice: str, cues: str, rate: int, volume: int, output: str = "auto") -> "SoundOptions":
    """What was chosen.

    Raises:
        UsageError: a choice makes no sense.
    """
    from stretchguide.errors import UsageError
    from stretchguide.sound.coach import Cues
    from stretchguide.sound.options import Output, SoundOptions

    if cues not in list(Cues):
        raise UsageError(f"There is no --cues '{cues}'. Choices: {CUES.replace('|', ', ')}.")
    if output not in list(Output):
        raise UsageError(f"There is no --sound '{output}'. Choices: {OUTPUTS.replace('|', ', ')}.")
    return SoundOptions(voice, rate, volume, Cues(cues), Output(output))
