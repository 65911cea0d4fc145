"""The commands and their options. What a command does is imported when it runs, so that help and completion stay quick."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from stretchguide import __version__
from stretchguide.cli.boundary import Boundary
from stretchguide.cli.complete import (
    complete_condition,
    complete_figure,
    complete_format,
    complete_kind,
    complete_measurement,
    complete_name,
    complete_occasion,
    complete_profile_part,
    complete_profile_value,
    complete_routine,
    complete_rule,
    complete_setting,
)
from stretchguide.cli.hearing import CuesOption, OutputOption, RateOption, VoiceCommand, VoiceOption, VolumeOption
from stretchguide.export.exporters import FORMATS

FORMAT_NAMES = "|".join(FORMATS)
FIGURES = "auto|braille|blocks|ascii|off"
OCCASIONS = "run|lift|ride|desk|bed"
CHECK_FORMATS = "text|json|sarif"
KINDS = "routine|stretch|avoid|safety|sources|profile|measurements|settings"
PARTS = "condition|unsure|age|equipment|effort"

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
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="A routine or a stretch: its name, or the path of a YAML file. Without it, one is suggested.",
            autocompletion=complete_routine,
        ),
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar=OCCASIONS, help="Play what suits before this.", autocompletion=complete_occasion)
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the session that was broken off.")] = False,
    now: Annotated[bool, typer.Option("--now", help="Begin at once, without the overview.")] = False,
    speed: Annotated[float, typer.Option(help="Play this many times faster, for a look or a test.")] = 1.0,
    plain: Annotated[bool, typer.Option("--plain", help="Write one line per event instead of drawing a screen.")] = False,
    events: Annotated[
        str | None, typer.Option(metavar="jsonl", help="Write one JSON object per event, for status bars and scripts. See docs/json.md.")
    ] = None,
    mute: Annotated[bool, typer.Option("--mute", help="Start with the sound off.")] = False,
    voice: VoiceOption = None,
    cues: CuesOption = None,
    rate: RateOption = None,
    volume: VolumeOption = None,
    sound: OutputOption = None,
    flash: Annotated[bool, typer.Option("--flash", help="Flash the screen at every change, for those who cannot hear it.")] = False,
    figure: Annotated[str | None, typer.Option(metavar=FIGURES, help="How to draw the figure.", autocompletion=complete_figure)] = None,
    no_motion: Annotated[bool, typer.Option("--no-motion", help="Keep the figure still.")] = False,
    motion: Annotated[bool, typer.Option("--motion", help="Let it move, where your settings say no.")] = False,
    lead_in: Annotated[str | None, typer.Option(metavar="SECONDS", help="Time to settle before each stretch, 0 to 60.")] = None,
    switch: Annotated[str | None, typer.Option(metavar="SECONDS", help="Time to change sides, 3 to 60.")] = None,
    as_written: Annotated[
        bool, typer.Option("--as-written", help="Play the file unchanged although some of it does not suit your profile. Asks once.")
    ] = False,
) -> int:
    """Lead you through a session, step by step.

    What you always want can stand in the settings file: see 'stretchguide settings'.
    """
    from stretchguide.cli.choosing import Asked
    from stretchguide.cli.play import play

    flags = {"voice": voice, "rate": rate, "cues": cues, "volume": volume, "sound": sound, "flash": "yes" if flash else None}
    flags |= {"figure": figure, "motion": "no" if no_motion else "yes" if motion else None, "lead_in": lead_in, "switch": switch}
    asked = Asked(name, before, resume, as_written)
    return play(asked, flags=flags, now=now, speed=speed, plain=plain, events=events, muted=mute)


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
    figure: Annotated[str | None, typer.Option(metavar=FIGURES, help="How to draw the figure.", autocompletion=complete_figure)] = None,
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
    voice: VoiceOption = None,
    cues: CuesOption = None,
    rate: RateOption = None,
    volume: VolumeOption = None,
) -> int:
    """Export a routine or a stretch, to print, to mail, or for other programs."""
    from stretchguide.cli.browse import export

    flags = {"voice": voice, "rate": rate, "cues": cues, "volume": volume}
    return export(name, format=format, output=output, force=force, flags=flags)


@app.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="YAML files. Without any: the whole library, your profile and your settings."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(metavar="RULE", help="Say what a safety rule asks for and why; 'all' names them.", autocompletion=complete_rule),
    ] = None,
    format: Annotated[str, typer.Option(metavar=CHECK_FORMATS, help="How to write what is found.")] = "text",
    json: Json = False,
) -> int:
    """Check files: what is wrong, and what the safety rules find, each with its line and column."""
    if explain is not None:
        from stretchguide.cli.check import explain as tell

        return tell(explain)
    from stretchguide.cli.check import check

    return check(files or [], format="json" if json else format)


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
def safety(
    condition: Annotated[
        str | None,
        typer.Argument(metavar="[CONDITION]", help="A condition: what is left out with it, and why.", autocompletion=complete_condition),
    ] = None,
    json: Json = False,
) -> int:
    """Say how hard is right, when to stop, when to get help, and what this tool is not."""
    from stretchguide.cli.browse import safety

    return safety(condition, json=json)


profile = typer.Typer()
app.add_typer(profile, name="profile")

Part = Annotated[str, typer.Argument(metavar=PARTS, help="What it is about.", autocompletion=complete_profile_part)]


@profile.callback(invoke_without_command=True)
def profile_(context: typer.Context) -> int:
    """Ask what sessions should know of your health: conditions, age, equipment, how hard.

    The answers stay in a file on this machine. Every question can be skipped.
    """
    if context.invoked_subcommand is not None:
        return 0
    from stretchguide.cli.profile import ask

    return ask()


@profile.command("show")
def profile_show(json: Json = False) -> int:
    """Show your profile."""
    from stretchguide.cli.profile import show

    return show(json=json)


@profile.command("set")
def profile_set(
    part: Part,
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VALUE]...", help="Words or names; 'none' for no equipment at all.", autocompletion=complete_profile_value),
    ] = None,
) -> int:
    """Add conditions, or set age, equipment or effort.

    'unsure' adds conditions that you do not know about.
    """
    from stretchguide.cli.profile import set_part

    return set_part(part, values or [])


@profile.command("unset")
def profile_unset(
    part: Part,
    values: Annotated[
        list[str] | None, typer.Argument(metavar="[CONDITION]...", help="The conditions.", autocompletion=complete_profile_value)
    ] = None,
) -> int:
    """Take conditions out, or leave age, equipment or effort open again."""
    from stretchguide.cli.profile import unset_part

    return unset_part(part, values or [])


@profile.command("conditions")
def profile_conditions() -> int:
    """List the conditions a profile can have, with what they mean."""
    from stretchguide.cli.profile import conditions

    return conditions()


@profile.command("clear")
def profile_clear(yes: Annotated[bool, typer.Option("--yes", help="Remove it without asking.")] = False) -> int:
    """Remove your profile."""
    from stretchguide.cli.profile import clear

    return clear(yes=yes)


@profile.command("path")
def profile_path() -> int:
    """Print where your profile is, or would be."""
    from stretchguide.cli.profile import print_path

    return print_path()


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


history = typer.Typer()
app.add_typer(history, name="history")

SessionId = Annotated[str, typer.Argument(metavar="ID", help="The id, the beginning or the end of it, or 'last'.")]


@history.callback(invoke_without_command=True)
def history_(
    context: typer.Context,
    week: Annotated[bool, typer.Option("--week", help="The sessions since Monday.")] = False,
    month: Annotated[bool, typer.Option("--month", help="The sessions of this month.")] = False,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="The sessions since a day, such as 2026-01-31.")] = None,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Write a table for spreadsheets.")] = False,
) -> int:
    """Show your last sessions. They stay in files on your machine."""
    if context.invoked_subcommand is not None:
        return 0
    from stretchguide.cli.past import history

    return history(week=week, month=month, since=since, json=json, csv=csv)


@history.command("show")
def history_show(id: SessionId, json: Json = False) -> int:
    """Show one session, stretch by stretch."""
    from stretchguide.cli.past import show

    return show(id, json=json)


@history.command("note")
def history_note(
    id: SessionId,
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]...", help="The note. Without it, you are asked.")] = None,
) -> int:
    """Put a note on a session."""
    from stretchguide.cli.past import note

    return note(id, words or [])


@history.command("delete")
def history_delete(
    id: SessionId,
    yes: Annotated[bool, typer.Option("--yes", help="Delete it without asking.")] = False,
) -> int:
    """Delete a session or a measurement. Asks first."""
    from stretchguide.cli.past import delete

    return delete(id, yes=yes)


@history.command("path")
def history_path() -> int:
    """Print the folder of your history."""
    from stretchguide.cli.past import print_path

    return print_path()


@app.command()
def measure(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="What to measure. Without it: what there is.", autocompletion=complete_measurement),
    ] = None,
    left: Annotated[float | None, typer.Option(help="The value of the left side, instead of being asked.")] = None,
    right: Annotated[float | None, typer.Option(help="The value of the right side.")] = None,
    value: Annotated[float | None, typer.Option(help="The value, where there are no sides.")] = None,
    plot: Annotated[bool, typer.Option("--plot", help="Only show what was measured, over time.")] = False,
    json: Json = False,
) -> int:
    """Measure your range at home: how to do it, your values, and whether they changed by more than chance."""
    from stretchguide.cli.measure import measure

    return measure(name, left=left, right=right, value=value, plot=plot, json=json)


@app.command()
def progress(json: Json = False) -> int:
    """Show your weeks: each muscle, left and right, beside what the evidence says; a calendar; what is missing."""
    from stretchguide.cli.progress import progress

    return progress(json=json)
