"""The commands and their options. What a command does is imported when it runs, so that help and completion stay quick."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from stretchguide import __version__
from stretchguide.cli.boundary import Boundary
from stretchguide.cli.complete import complete_figure, complete_format, complete_kind, complete_name, complete_routine, complete_setting
from stretchguide.export.exporters import EXPORTERS

FORMATS = "|".join(EXPORTERS)
FIGURES = "auto|braille|blocks|ascii|off"
KINDS = "routine|stretch|avoid|safety|sources|settings"

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


@app.command()
def start(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="A routine or a stretch: its name, or the path of a YAML file.", autocompletion=complete_routine
        ),
    ] = None,
    now: Annotated[bool, typer.Option("--now", help="Begin at once, without the overview.")] = False,
    speed: Annotated[float, typer.Option(help="Play this many times faster, for a look or a test.")] = 1.0,
    plain: Annotated[bool, typer.Option("--plain", help="Write one line per event instead of drawing a screen.")] = False,
    events: Annotated[
        str | None, typer.Option(metavar="jsonl", help="Write one JSON object per event, for status bars and scripts. See docs/json.md.")
    ] = None,
    mute: Annotated[bool, typer.Option("--mute", help="Start with the sound off.")] = False,
    figure: Annotated[str | None, typer.Option(metavar=FIGURES, help="How to draw the figure.", autocompletion=complete_figure)] = None,
    motion: Annotated[bool | None, typer.Option("--motion/--no-motion", help="Let the figure move, or keep it still.")] = None,
    lead_in: Annotated[str | None, typer.Option(metavar="SECONDS", help="Time to settle before each stretch, 0 to 60.")] = None,
    switch: Annotated[str | None, typer.Option(metavar="SECONDS", help="Time to change sides, 3 to 60.")] = None,
) -> int:
    """Lead you through a session, step by step.

    What you always want can stand in the settings file: see 'stretchguide settings'.
    """
    from stretchguide.cli.play import play

    flags = {"figure": figure, "motion": None if motion is None else "yes" if motion else "no", "lead_in": lead_in, "switch": switch}
    return play(name, flags=flags, now=now, speed=speed, plain=plain, events=events, muted=mute)


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


@app.command()
def export(
    name: Name,
    format: Annotated[str, typer.Option(metavar=FORMATS, help="What to write.", autocompletion=complete_format)] = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of the screen.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> int:
    """Export a routine or a stretch, to print, to mail, or for other programs."""
    from stretchguide.cli.browse import export

    return export(name, format=format, output=output, force=force)


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


@app.command()
def doctor(
    test_sound: Annotated[bool, typer.Option("--test-sound", help="Play a tone and a sentence as well.")] = False,
    json: Json = False,
) -> int:
    """Say what this terminal and this machine can do, and whether your files can be read and written."""
    from stretchguide.cli.doctor import doctor

    return doctor(test_sound=test_sound, json=json)


Setting = Annotated[
    str, typer.Argument(metavar="NAME", help="A setting, as 'stretchguide settings show' names it.", autocompletion=complete_setting)
]

settings = typer.Typer(rich_markup_mode=app.rich_markup_mode)
app.add_typer(settings, name="settings")


@settings.callback(invoke_without_command=True)
def settings_root(context: typer.Context) -> int | None:
    """Show or change what you always want: voice, volume, figure, motion, times and more.

    docs/settings.md describes every setting.
    """
    return settings_show() if context.invoked_subcommand is None else None


@settings.command("show")
def settings_show(json: Json = False) -> int:
    """Say every setting that holds, and where it was said."""
    from stretchguide.cli.preferences import show

    return show(json=json)


@settings.command("path")
def settings_path() -> int:
    """Say where the settings file is, or would be."""
    from stretchguide.cli.preferences import path

    return path()


@settings.command("set")
def settings_set(
    name: Setting,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it is from now on, such as 50, 8s, yes or off.")],
) -> int:
    """Set one setting, and keep the rest of the file as it is."""
    from stretchguide.cli.preferences import change

    return change(name, value)


@settings.command("unset")
def settings_unset(name: Setting) -> int:
    """Take one setting out, so that it is as it comes again."""
    from stretchguide.cli.preferences import change

    return change(name, None)


@settings.command("edit")
def settings_edit() -> int:
    """Open the settings file in your editor, and check it afterwards."""
    from stretchguide.cli.preferences import edit

    return edit()
