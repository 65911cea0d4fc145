"""The formats there are. Help texts and choices are made from `EXPORTERS`; what a format needs is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stretchguide.export.document import Block
    from stretchguide.model.safety import Safety, Sources
    from stretchguide.sound.track import Recorder
    from stretchguide.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Subject:
    """What is exported: a routine, or a stretch on its own, which is then the only one of its timeline."""

    id: str
    timeline: Timeline
    safety: Safety
    sources: Sources
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format: what it is for, and how a subject becomes it."""

    about: str
    render: Callable[[Subject], str]


@dataclass(frozen=True, slots=True)
class Recording:
    """One format to listen to: what it is for, and how a timeline becomes it, piece by piece.

    What it needs beyond the program raises `ImportError` with the first piece.
    """

    about: str
    record: Callable[[Timeline, Recorder], Iterator[bytes]]


def _blocks(subject: Subject) -> list[Block]:
    from stretchguide.export.document import routine_document, stretch_document

    if subject.alone:
        return stretch_document(subject.timeline.stretches[0].stretch, subject.safety, subject.sources)
    return routine_document(subject.timeline, subject.safety, subject.sources)


def _text(subject: Subject) -> str:
    from stretchguide.export.text import render

    return render(_blocks(subject))


def _markdown(subject: Subject) -> str:
    from stretchguide.export.markdown import render

    return render(_blocks(subject))


def _json(subject: Subject) -> str:
    from stretchguide.export.data import render, timeline_data

    return render(timeline_data(subject.id, subject.timeline))


def _svg(subject: Subject) -> str:
    from stretchguide.export.svg import routine_svg, stretch_svg

    return stretch_svg(subject.timeline.stretches[0].stretch) if subject.alone else routine_svg(subject.timeline)


def _wav(timeline: Timeline, recorder: Recorder) -> Iterator[bytes]:
    from stretchguide.sound.track import wav

    return wav(timeline, recorder)


def _mp3(timeline: Timeline, recorder: Recorder) -> Iterator[bytes]:
    from stretchguide.sound.track import mp3

    return mp3(timeline, recorder)


EXPORTERS: dict[str, Exporter] = {
    "text": Exporter("plain text to print or mail, 80 columns wide", _text),
    "markdown": Exporter("Markdown", _markdown),
    "svg": Exporter("a drawing: start and hold of a stretch, or every stretch of a routine", _svg),
    "json": Exporter("the whole timeline, for programs", _json),
}

RECORDINGS: dict[str, Recording] = {
    "wav": Recording("the whole guided session as sound, to take along", _wav),
    "mp3": Recording("the same, smaller; needs stretchguide[mp3]", _mp3),
}

FORMATS: dict[str, str] = {name: format.about for name, format in (EXPORTERS | RECORDINGS).items()}
"""Every format there is, with what it is for."""
