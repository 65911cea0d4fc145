"""The commands and their options. What a command does is imported when it runs, so that help and completion stay quick."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from stretchguide import __version__
from stretchguide.cli.boundary import Boundary
from stretchguide.cli.complete import complete_figure, complete_format, complete_kind, complete_name, complete_routine
from stretchguide.cli.hearing import Cues, Output, Rate, Voice, VoiceCommand, Volume, sound_options
from stretchguide.export.exporters import FORMATS
from stretchguide.settings import DEFAULT_ROUTINE
from stretchguide.sound.engines import AUTO, OFF, RATE

FORMAT_NAMES = "|".join(FORMATS)
FIGURES = "auto|braille|blocks|ascii|off"
KINDS = "routine|stretch|avoid|safety|sources"

app = typer.Typer(
    cls=Boundary,
    # The help on a terminal is set by rich; anywhere else plain text is quicker and easier to read.
    rich_markup_mode="rich" if sys.stdout is not None and sys.stdout.isatty() else None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help="Write JSON for programs. The format is described in docs/json.md.")]
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A routine or a stretch: its name, or the path of a YAML file.", autocompletion=complete_name)
]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"stretchguide {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    """Guided stretching in the terminal.

    Run 'stretchguide start' to be led through a session.
    """
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command(cls=VoiceCommand)
def start(
    name: Annotated[
        str,
        typer.Argument(
            metavar="[NAME]", help="A routine or a stretch: its name, or the path of a YAML file.", autocompletion=complete_routine
        ),
    ] = DEFAULT_ROUTINE,
    now: Annotated[bool, typer.Option("--now", help="Begin at once, without the overview.")] = False,
    speed: Annotated[float, typer.Option(help="Play this many times faster, for a look or a test.")] = 1.0,
    plain: Annotated[bool, typer.Option("--plain", help="Write one line per event instead of drawing a screen.")] = False,
    mute: Annotated[bool, typer.Option("--mute", help="Start with the sound off.")] = False,
    voice: Voice = OFF,
    cues: Cues = "normal",
    rate: Rate = RATE,
    volume: Volume = 100,
    sound: Output = "auto",
    figure: Annotated[str, typer.Option(metavar=FIGURES, help="How to draw the figure.", autocompletion=complete_figure)] = "auto",
    no_motion: Annotated[bool, typer.Option("--no-motion", help="Keep the figure still. STRETCHGUIDE_NO_MOTION=1 does the same.")] = False,
) -> int:
    """Lead you through a session, step by step."""
    from stretchguide.cli.play import play

    heard = sound_options(voice=voice, cues=cues, rate=rate, volume=volume, output=sound)
    return play(name, now=now, speed=speed, plain=plain, muted=mute, sound=heard, figure=figure, motion=not no_motion)


@app.command("list")
def list_(
    stretches: Annotated[bool, typer.Option("--stretches", help="List the stretches instead of the routines.")] = False,
    target: Annotated[str | None, typer.Option(help="Only what works on this, such as hamstrings.")] = None,
    position: Annotated[str | None, typer.Option(help="Only what is done all in this position, such as chair.")] = None,
    equipment: Annotated[
        list[str] | None, typer.Option(help="Only what needs no more than this. Can be given more than once; 'none' for nothing.")
    ] = None,
    context: Annotated[str | None, typer.Option(help="Only routines for this: before, after, desk, morning, bedtime or any.")] = None,
    max_minutes: Annotated[float | None, typer.Option("--max-minutes", help="Only what takes no longer.")] = None,
    level: Annotated[str | None, typer.Option(help="Only this level: beginner, intermediate or advanced.")] = None,
    json: Json = False,
) -> int:
    """List the routines, or the stretches."""
    from stretchguide.cli.catalog import Wanted, print_list

    wanted = Wanted(target, position, tuple(equipment or ()), context, max_minutes, level)
    return print_list(wanted, stretches=stretches, json=json)


@app.command()
def show(
    name: Name,
    figure: Annotated[str, typer.Option(metavar=FIGURES, help="How to draw the figure.", autocompletion=complete_figure)] = "auto",
    body: Annotated[bool, typer.Option("--body", help="Add what the low back carries in this position, as a ratio to standing.")] = False,
    json: Json = False,
) -> int:
    """Show a routine or a stretch: what, how, how much, and what to take care of."""
    from stretchguide.cli.browse import show

    return show(name, json=json, figure=figure, body=body)


@app.command()
def preview(name: Name, json: Json = False) -> int:
    """Show the timeline of a session: every phase with its start, side and seconds."""
    from stretchguide.cli.browse import preview

    return preview(name, json=json)


@app.command(cls=VoiceCommand)
def export(
    name: Name,
    format: Annotated[str, typer.Option(metavar=FORMAT_NAMES, help="What to write.", autocompletion=complete_format)] = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of the screen.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    voice: Voice = AUTO,
    cues: Cues = "normal",
    rate: Rate = RATE,
    volume: Volume = 100,
) -> int:
    """Export a routine or a stretch, to print, to mail, or for other programs."""
    from stretchguide.cli.browse import export

    sound = sound_options(voice=voice, cues=cues, rate=rate, volume=volume)
    return export(name, format=format, output=output, force=force, sound=sound)


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="YAML files. Without any, the whole library is checked.")
    ] = None,
    json: Json = False,
) -> int:
    """Check files, and say everything that is wrong with them, each problem with its line and column."""
    from stretchguide.cli.author import check

    return check(files or [], json=json)


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the routine is called, such as evening-legs.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of your routines folder.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> int:
    """Write a starter routine of your own, with comments, ready to play."""
    from stretchguide.cli.author import new

    return new(name, output=output, force=force)


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(metavar=KINDS, help="What kind of file.", autocompletion=complete_kind)] = "routine",
) -> int:
    """Print the JSON Schema of a kind of file, for editors."""
    from stretchguide.cli.author import schema

    return schema(kind)


@app.command()
def safety() -> int:
    """Say how hard is right, when to stop, when to get help, and what this tool is not."""
    from stretchguide.cli.browse import safety

    return safety()
