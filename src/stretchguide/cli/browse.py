"""`show`, `preview`, `export` and `safety`: reading what is there."""

import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from rich.console import Console
from rich.text import Text

from stretchguide.body.shapes import Figure
from stretchguide.body.strokes import draw
from stretchguide.cli.fitting import Mark, marks, personal_profile
from stretchguide.cli.hearing import sound_options
from stretchguide.cli.knowledge import knowledge
from stretchguide.cli.preferences import preferences, timing
from stretchguide.cli.roots import open_library
from stretchguide.errors import NotFoundError, UsageError
from stretchguide.export.data import VERSION, Json, model_data, render, timeline_data
from stretchguide.export.document import (
    Block,
    Fields,
    Heading,
    Items,
    Paragraph,
    avoid_document,
    body_document,
    routine_page,
    stretch_document,
)
from stretchguide.export.exporters import EXPORTERS, FORMATS, RECORDINGS, Recording, Subject
from stretchguide.library.files import Entry, Kind, slug, write_whole
from stretchguide.library.library import Library
from stretchguide.model.anatomy import Condition
from stretchguide.model.profile import Profile
from stretchguide.model.safety import Safety
from stretchguide.model.stretch import Stretch
from stretchguide.model.units import format_clock
from stretchguide.safety.suitability import Suits, condition_limits, suitability
from stretchguide.settings import shows_unicode, speech_folder, voices_folder
from stretchguide.sound.options import AUTO, OFF, SoundOptions
from stretchguide.terminal.figure import Mode, figure_mode, side_by_side
from stretchguide.timeline import Timeline
from stretchguide.wording import NO_VOICE, label, side

WIDEST = 88

PICTURE = (40, 14)
"""Columns and rows of a figure on a page."""


def show(name: str, *, json: bool, figure: str | None = None, body: bool = False) -> int:
    """Print a page about a routine, a stretch, or one that is left out. `body` adds what the low back carries."""
    mode = figure_mode(preferences({"figure": figure}).settings.figure, unicode=shows_unicode())
    library = open_library()
    entry = library.find(name, (Kind.ROUTINE, Kind.STRETCH, Kind.AVOID))
    if entry.kind is Kind.AVOID:
        return _show_avoided(library, entry, json=json, mode=mode, body=body)
    timeline = library.timeline(entry)
    if json:
        if entry.kind is Kind.STRETCH:
            stretch = library.stretch(entry)
            data: Json = {"format": "stretchguide/stretch", "version": VERSION, "id": entry.id, **model_data(stretch)}
        else:
            data = {
                "format": "stretchguide/routine",
                "version": VERSION,
                **_without(timeline_data(entry.id, timeline), "format", "version", "phases"),
            }
        print(render({**data, "origin": entry.origin, "path": str(entry.path)}), end="")
        return 0
    safety, sources = library.safety(), library.sources()
    suits = _for_you(marks(library, personal_profile())(entry))
    if entry.kind is Kind.STRETCH:
        stretch = library.stretch(entry)
        drawn = [] if stretch.pose is None else [("start", _drawn(stretch, 0.0)), ("hold", _drawn(stretch, 1.0))]
        blocks = stretch_document(stretch, safety, sources)
        print_blocks(_with(blocks, suits) + (body_document(stretch.pose) if body else []), _pictures(drawn, mode))
    else:
        print_blocks(_with(routine_page(timeline, safety, sources), suits))
    return 0


def _with(page: list[Block], more: list[Block]) -> list[Block]:
    """A page with more on it, before its first section."""
    first = next((index for index, block in enumerate(page) if isinstance(block, Heading) and block.level > 1), len(page))
    return page[:first] + more + page[first:]


def _for_you(mark: Mark | None) -> list[Block]:
    """What the profile of this machine says of what is shown."""
    if mark is None:
        return []
    first = {Suits.NOT: "Your profile says that this is not for you.", Suits.WITH_CARE: "Your profile asks for care here."}
    return [Heading(2, "For you"), Paragraph(first[mark.suits]), Items(mark.words)]


def _drawn(stretch: Stretch, progress: float) -> Figure:
    assert stretch.pose is not None
    return draw(stretch.pose, progress=progress, equipment=stretch.equipment)


def _pictures(drawn: list[tuple[str, Figure]], mode: Mode | None) -> list[Text]:
    """Figures side by side, as wide as the page allows."""
    if mode is None or not drawn:
        return []
    columns = max(min(_console().width, WIDEST) // len(drawn) - 4, 8)
    return side_by_side(drawn, min(columns, PICTURE[0]), PICTURE[1], mode)


def _show_avoided(library: Library, entry: Entry, *, json: bool, mode: Mode | None, body: bool) -> int:
    avoided = library.avoided(entry)
    if json:
        data: Json = {"format": "stretchguide/avoid", "version": VERSION, "id": entry.id, **model_data(avoided)}
        print(render({**data, "origin": entry.origin, "path": str(entry.path)}), end="")
        return 0
    stretches = {id: library.stretch(library.find(id, (Kind.STRETCH,))) for id in avoided.instead}
    safer = next((stretch for stretch in stretches.values() if stretch.pose is not None), None)
    drawn = []
    if avoided.pose is not None and safer is not None:
        drawn = [("left out", draw(avoided.pose)), (f"instead: {safer.name}", _drawn(safer, 1.0))]
    instead = {id: stretch.name for id, stretch in stretches.items()}
    blocks = avoid_document(avoided, instead, library.safety(), library.sources())
    # Lying, the model knows only rest: it would miss what makes these stretches hard on the back.
    if body and avoided.pose is not None and avoided.pose.support < 1:
        blocks += body_document(avoided.pose)
    print_blocks(blocks, _pictures(drawn, mode))
    return 0


def preview(name: str, *, json: bool) -> int:
    """Print the timeline, with the times of the settings, as it would be played."""
    library = open_library()
    entry = library.find(name)
    timeline = library.timeline(entry, timing(preferences()))
    if json:
        print(render(timeline_data(entry.id, timeline)), end="")
        return 0
    console = _console()
    rows = [("start", "seconds", "phase", "side", "stretch")]
    for phase in timeline.phases:
        what = phase.planned.stretch.name if phase.planned is not None else phase.say
        if phase.sets > 1:
            what += f", set {phase.set} of {phase.sets}"
        rows.append((format_clock(phase.start), f"{phase.seconds:g}", label(phase).lower(), side(phase).removesuffix(" side"), what))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for index, row in enumerate(rows):
        line = f"{row[0]:>{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]:<{widths[3]}}  {row[4]}"
        console.print(Text(line, style="bold" if index == 0 else ""), no_wrap=True, overflow="ellipsis", crop=console.is_terminal)
    console.print(Text(f"{format_clock(timeline.seconds):>{widths[0]}}  end", style="bold"))
    return 0


def export(name: str, *, format: str, output: Path | None, force: bool, flags: Mapping[str, str | None]) -> int:
    """Write a routine or a stretch in one of the formats. `flags` has what the command line says of settings."""
    if format not in FORMATS:
        raise UsageError(f"There is no format '{format}'. Formats: {', '.join(FORMATS)}.")
    if format in RECORDINGS and output is None and sys.stdout.isatty():
        raise UsageError(f"The format '{format}' is no text. Name a file for it: -o {name}.{format}")
    library = open_library()
    entry = library.find(name)
    wanted = preferences(flags)
    timeline = library.timeline(entry, timing(wanted))
    if format in RECORDINGS:
        return _record(RECORDINGS[format], timeline, output, sound_options(wanted, silent=AUTO), force=force)
    alone = entry.kind is Kind.STRETCH
    content = EXPORTERS[format].render(Subject(entry.id, timeline, library.safety(), library.sources(), alone))
    if output is None:
        sys.stdout.write(content)
    else:
        write_whole(output, content, replace=force)
        print(f"{output}: written.", file=sys.stderr)
    return 0


def _record(recording: Recording, timeline: Timeline, output: Path | None, sound: SoundOptions, *, force: bool) -> int:
    """Write a session as sound."""
    from stretchguide.sound.sinks import open_recorder

    with open_recorder(sound, cache=speech_folder(), voices=voices_folder()) as recorder:
        pieces = recording.record(timeline, recorder)
        try:
            if output is None:
                sys.stdout.buffer.writelines(pieces)
            else:
                write_whole(output, pieces, replace=force)
                print(f"{output}: written.", file=sys.stderr)
        except ImportError as error:
            raise UsageError(f"This format needs a package that is not installed: {error.name}. Install stretchguide[mp3].") from None
        if recorder.renderer.voice is None and sound.voice != OFF:
            print(f"There are tones only: no voice that can write files was found, or none works. {NO_VOICE}", file=sys.stderr)
    return 0


def safety(condition: str | None, *, json: bool) -> int:
    """Print the safety texts; with a condition, what is left out with it and why."""
    library = open_library()
    texts = library.safety()
    if condition is not None:
        return _safety_with(library, _condition(condition, texts), json=json)
    if json:
        print(render({"format": "stretchguide/safety", "version": VERSION, **model_data(texts)}), end="")
        return 0
    print_blocks(
        [
            Heading(1, "Stretching safely"),
            Paragraph(texts.disclaimer),
            Heading(2, "How hard"),
            Paragraph(texts.effort),
            Heading(2, "Fine to feel"),
            Items(texts.fine_to_feel),
            Heading(2, "Stop at once"),
            Items(texts.stop_now),
            Heading(2, "See a doctor or physiotherapist"),
            Items(texts.see_clinician),
            Heading(2, "Get emergency help"),
            Items(texts.emergency),
            Heading(2, "With a condition"),
            Paragraph(
                "'stretchguide safety CONDITION' says what is left out and why. 'stretchguide profile' lets sessions take it into account:"
            ),
            Items(tuple(f"{id}: {words.name}" for id, words in texts.conditions.items())),
        ]
    )
    return 0


def _condition(name: str, texts: Safety) -> Condition:
    """The condition that is meant by its id, its name, or the beginning of either.

    Raises:
        NotFoundError: there is none, or more than one could be meant.
    """
    wanted = slug(name)
    names = {slug(word): id for id, words in texts.conditions.items() for word in (words.name, id)}
    if wanted in names:
        return names[wanted]
    beginning = {id for word, id in names.items() if wanted and word.startswith(wanted)}
    if len(beginning) == 1:
        return beginning.pop()
    near = sorted(beginning) or list(dict.fromkeys(names[word] for word in get_close_matches(wanted, names, n=3, cutoff=0.4)))
    hint = f"Did you mean {' or '.join(near)}?" if near else "'stretchguide safety' lists the ones there are."
    raise NotFoundError(f"There is no condition called '{name}'. {hint}")


def _safety_with(library: Library, condition: Condition, *, json: bool) -> int:
    """Print what is left out with a condition, what asks for care, and why."""
    known = knowledge(library)
    texts = known.safety.conditions[condition]
    profile = Profile(conditions=(condition,))
    found = {id: suitability(stretch, profile, known) for id, stretch in known.stretches.items()}
    left_out = {id: verdict.reasons for id, verdict in found.items() if verdict.suits is Suits.NOT}
    careful = [id for id, verdict in found.items() if verdict.suits is Suits.WITH_CARE]
    if json:
        data: Json = {
            "format": "stretchguide/condition",
            "version": VERSION,
            "id": condition,
            "name": texts.name,
            "description": texts.description,
            "limits": condition_limits(condition, known.limits),
            "left_out": [{"stretch": id, "why": list(why)} for id, why in left_out.items()],
            "with_care": careful,
        }
        print(render(data), end="")
        return 0
    blocks: list[Block] = [Heading(1, texts.name), Paragraph(texts.description)]
    if condition in known.limits.nothing_with:
        blocks.append(Paragraph("With this, nothing is stretched. Have it looked at today."))
        print_blocks(blocks)
        return 0
    limits = condition_limits(condition, known.limits)
    if limits:
        blocks += [Heading(2, "What is different"), Items(tuple(limits))]
    if left_out:
        named = {id: known.stretches[id].name for id in left_out}
        rows = tuple(f"{named[id]}{_detail(why, texts.name)}" for id, why in left_out.items())
        blocks += [Heading(2, "Left out"), Items(rows)]
    if careful:
        blocks += [Heading(2, "With care, in an easier way"), Items(tuple(known.stretches[id].name for id in careful))]
    if not limits and not left_out and not careful:
        blocks.append(Paragraph("Nothing here has to be left out."))
    blocks.append(Paragraph(f"To have sessions take it into account: stretchguide profile set condition {condition}"))
    print_blocks(blocks)
    return 0


def _detail(reasons: tuple[str, ...], name: str) -> str:
    """What a reason says beyond the name of the condition."""
    more = [reason[len(name) :].removeprefix(", so ").removeprefix(": ") for reason in reasons if len(reason) > len(name)]
    return f" ({'; '.join(more)})" if more else ""


def _without(data: Json, *keys: str) -> Json:
    return {key: value for key, value in data.items() if key not in keys}


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False, legacy_windows=False)


def print_blocks(blocks: list[Block], picture: Sequence[Text] = ()) -> None:
    """The blocks as a page on the terminal, with a picture under the title."""
    console = _console()
    width = min(console.width, WIDEST)

    def put(first: Text, text: str) -> None:
        indent = first.cell_len
        lines = Text(text).wrap(console, max(width - indent, 20))
        for index, line in enumerate(lines):
            line.rstrip()
            console.print((first.copy() if index == 0 else Text(" " * indent)).append_text(line), soft_wrap=True)

    before: Block = Heading(1, "")
    for block in blocks:
        announced = isinstance(before, Paragraph) and before.text.endswith(":")
        if isinstance(block, Heading) or (not isinstance(before, Heading) and not announced):
            console.print()
        before = block
        match block:
            case Heading(level, text):
                console.print(Text(text, style="bold underline" if level == 1 else "bold"), soft_wrap=True)
                for row in picture if level == 1 else ():
                    console.print(row, no_wrap=True, crop=False, overflow="ignore", soft_wrap=True)
                if picture and level == 1:
                    console.print()
            case Paragraph(text):
                put(Text(), text)
            case Fields(rows):
                widest = max(len(row[0]) for row in rows)
                for name, text in rows:
                    put(Text(f"{name:<{widest}}  ", style="dim"), text)
            case Items(entries, numbered):
                for index, item in enumerate(entries, 1):
                    put(Text(f"  {index}  " if numbered else "  -  ", style="dim"), item)
