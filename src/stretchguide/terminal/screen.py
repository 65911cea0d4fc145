"""The session screen: a state in, rows of text out. Fits any size; what matters least goes first.

At 76x22 and up there are two columns: how to do it on the left, and on the right the name, the side, the time and the cue.
Below that there is one column, down to name, side and time.
"""

from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from math import ceil

from rich.text import Text

from stretchguide import wording
from stretchguide.body.strokes import draw
from stretchguide.model.anatomy import Equipment, Side
from stretchguide.model.pose import Pose
from stretchguide.model.units import format_clock
from stretchguide.session import motion
from stretchguide.session.keymap import BINDINGS, Binding
from stretchguide.session.player import Command, State, Status
from stretchguide.terminal import digits
from stretchguide.terminal.figure import Mode, picture
from stretchguide.terminal.hurt import menu, red_flags
from stretchguide.terminal.look import Look, indented, wrap
from stretchguide.timeline import CueKind, PhaseKind, for_side, upcoming

WIDE = (76, 22)
"""Columns and rows from which on there are two columns."""

MOMENTS = 16
"""How many pictures there are from the start of a movement to its hold."""

BREATHS = 2
"""How many pictures there are from an even breath to a full one."""

FIGURE_ROWS = 12
"""A figure smaller than this cannot be followed; then it takes the place of the text."""

FIGURE_ROWS_MOST = 16
"""Larger than this a moving figure would write more to the terminal than it is worth."""

READ_SECONDS = 3.5
"""Time to read one line of instructions."""

CUE_STAYS = 3.0
"""Seconds for which "Halfway" and the like are shown before the line that was there comes back."""


_SIDE_STYLE = {Side.LEFT: "bold reverse cyan", Side.RIGHT: "bold reverse magenta"}
_LABEL_STYLE = {
    PhaseKind.HOLD: "bold reverse green",
    PhaseKind.MOVE: "bold reverse green",
    PhaseKind.CONTRACT: "bold reverse green",
    PhaseKind.RELAX: "bold reverse blue",
}


def frame(state: State, look: Look, width: int, height: int) -> list[Text]:
    """Exactly `height` rows, none wider than `width` cells."""
    draw = _Frame(state, look, width, height)
    if state.status is Status.HURT:
        rows = menu(state, look, width, height)
    elif state.status is Status.RED_FLAGS:
        rows = red_flags(state, look, width, height)
    else:
        rows = draw.wide() if width >= WIDE[0] and height >= WIDE[1] else draw.narrow()
    for row in rows:
        row.truncate(max(width, 1), overflow="ellipsis" if look.unicode else "crop")
    return (rows + [Text()] * height)[:height]


def footer(width: int, *, muted: bool = False) -> Text:
    """The keys that are shown all the time, as many as fit, and that the sound is off if it is.

    Where something hurts must be known at any width; the others are given up from the least needed on.
    """
    shown = {binding.command: (binding.shown, binding.short) for binding in BINDINGS}
    keys = [shown[command] for command in (Command.PAUSE, Command.NEXT, Command.BACK)]
    keys += [("+/-", "5 s"), *(shown[command] for command in (Command.HURT, Command.HELP, Command.QUIT))]
    off = "   sound off" if muted else ""
    fitting: set[int] = set()
    for index in (4, 0, 6, 5, 1, 2, 3):
        if 1 + sum(sum(map(len, keys[i])) + 4 for i in {*fitting, index}) - 3 + len(off) <= width:
            fitting.add(index)
    text = Text(" ")
    for index in sorted(fitting):
        text.append(keys[index][0], style="bold").append(f" {keys[index][1]}   ")
    text.rstrip()
    return text.append(off, style="bold red") if fitting else Text()


@lru_cache(maxsize=256)
def _drawn(
    pose: Pose, equipment: tuple[Equipment, ...], side: Side, moment: int, breath: int, size: tuple[int, int, Mode]
) -> tuple[Text, ...]:
    """A figure at one of the moments of its movement. A movement comes round again and again, so its pictures are kept."""
    figure = draw(pose, progress=moment / MOMENTS, side=side, equipment=equipment)
    return tuple(picture(figure, *size, breath=breath / BREATHS))


class _Frame:
    """One drawing of one state."""

    def __init__(self, state: State, look: Look, width: int, height: int) -> None:
        self.state, self.look, self.width, self.height = state, look, width, height
        self.phase = state.phase
        self.planned = state.phase.planned
        self.only_figure = False
        """Whether the figure takes the place of the text beside it."""

    # --- the pieces -------------------------------------------------------------------------------------------------

    def left_time(self) -> str:
        """Time left in the session, and when it will be over."""
        end = self.look.now + timedelta(seconds=self.state.left / self.look.speed)
        dot = self.look.glyph("·", "-")
        return f"{format_clock(ceil(self.state.left))} left {dot} done {end:%H:%M}"

    def step(self) -> str:
        """Which stretch of how many."""
        total = len(self.state.timeline.stretches)
        return f"step {self.planned.number} of {total}" if self.planned is not None else ""

    def header(self) -> Text:
        """Routine, step, time left."""
        title, right = Text(f" {self.state.timeline.routine.name}", style="bold"), Text(f"{self.left_time()} ")
        middle = self.step()
        free = self.width - title.cell_len - right.cell_len
        if free < 2:
            title.truncate(max(self.width - right.cell_len - 1, 8), overflow="ellipsis" if self.look.unicode else "crop")
            return title.append(" ").append_text(right)
        if len(middle) + 4 > free:
            return title.append(" " * free).append_text(right)
        before = (free - len(middle)) // 2
        return title.append(" " * before + middle + " " * (free - before - len(middle)), style="not bold").append_text(right)

    def rule(self) -> Text:
        """A line across."""
        return Text(" " + self.look.glyph("─", "-") * (self.width - 2), style="dim")

    def label(self) -> Text:
        """What to do, as a colored chip."""
        if self.state.status is Status.PAUSED:
            return Text(" PAUSED ", style="bold reverse red")
        if self.state.status is Status.LEAD_IN:
            return Text(" BACK INTO POSITION ", style="bold reverse yellow")
        return Text(f" {wording.label(self.phase).upper()} ", style=_LABEL_STYLE.get(self.phase.kind, "bold reverse yellow"))

    def side(self, width: int) -> Text:
        """The side in words, color and place: left is on the left, right on the right."""
        words = wording.side(self.phase)
        if self.phase.side is Side.LEFT:
            return Text(f" {self.look.glyph('◀', '<')} {words} ", style=_SIDE_STYLE[Side.LEFT])
        if self.phase.side is Side.RIGHT:
            chip = Text(f" {words} {self.look.glyph('▶', '>')} ", style=_SIDE_STYLE[Side.RIGHT])
            return Text(" " * max(0, width - chip.cell_len)).append_text(chip)
        return Text(words)

    def count(self) -> str:
        """Sets and repetitions, where there are any."""
        parts = []
        if self.phase.sets > 1:
            parts.append(f"set {self.phase.set} of {self.phase.sets}")
        if self.phase.tempo and self.phase.reps:
            rep = min(int(self.state.elapsed / self.phase.tempo) + 1, self.phase.reps)
            parts.append(f"repetition {rep} of {self.phase.reps}")
        return ", ".join(parts)

    def seconds(self) -> str:
        """What the large digits show."""
        if self.state.status is Status.LEAD_IN:
            return str(ceil(self.state.lead_in))
        left = ceil(self.state.remaining)
        return str(left) if left < 60 else format_clock(left)

    def time(self, width: int, height: int) -> list[Text]:
        """The time left of the phase, as large as there is room for."""
        if self.phase.kind is PhaseKind.WAIT:
            return [*wrap(self.phase.say, width, style="bold", lines=max(1, height - 1)), Text("Press space when you are ready.")][
                : max(height, 1)
            ]
        style = "dim" if self.state.status is Status.PAUSED else "green" if self.phase.kind.is_work else ""
        rows = digits.large(self.seconds(), width=width, height=height, block=self.look.glyph("█", "#"))
        return [Text(row, style=style) for row in rows] or [Text(self.seconds(), style=f"bold {style}")]

    def bar(self, width: int) -> Text:
        """How much of the phase is over."""
        whole = self.phase.seconds or 1.0
        done = round(width * min(1.0, self.state.elapsed / whole))
        bar = Text().append(self.look.glyph("━", "=") * done, style="green" if self.phase.kind.is_work else "bold")
        return bar.append(self.look.glyph("─", "-") * (width - done), style="dim")

    def cue(self) -> tuple[str, str]:
        """The one line that matters now, and its style."""
        if self.state.status is Status.PAUSED:
            return "Press space to go on.", "bold"
        elapsed = self.state.elapsed
        for cue in reversed(self.phase.cues):
            if cue.at > elapsed or (cue.kind is CueKind.COUNT and cue.text != "Halfway."):
                continue
            if self.phase.eased and cue.kind is not CueKind.COUNT:
                continue  # what makes it easier stays in sight
            passing = self.phase.kind is PhaseKind.READY or cue.kind in (CueKind.COUNT, CueKind.SIDE)
            if not passing or elapsed - cue.at < CUE_STAYS:
                return cue.text, "bold" if cue.kind is CueKind.SAFETY else ""
        if self.phase.eased:
            return self.phase.eased, "bold"
        if self.phase.kind is PhaseKind.READY and self.planned is not None:
            if self.only_figure:
                return self.told(), ""
            return for_side(self.planned.stretch.safety[0], self.phase.side), ""
        return self.phase.say, ""

    def told(self) -> str:
        """While getting ready beside a figure: the set-up and the steps, one after another, as long as there is time."""
        if self.planned is None:
            return ""
        lines = [self.planned.stretch.setup, *self.planned.stretch.steps]
        each = max(READ_SECONDS, self.phase.seconds / len(lines))
        return for_side(lines[min(int(self.state.elapsed / each), len(lines) - 1)], self.phase.side)

    def still(self) -> str:
        """What must not move, or else what to take care of."""
        if self.planned is None or self.planned.stretch.only_movement is None:
            return ""
        return for_side(self.planned.stretch.only_movement, self.phase.side)

    def next(self) -> Text:
        """What comes after this."""
        after = upcoming(self.state.timeline, self.state.index)
        text = Text(" next  ", style="dim")
        if after is None:
            return text.append("That is the last one.", style="not dim")
        words = wording.side(after) if after.side is not Side.BOTH else ""
        what = ", ".join(part for part in (wording.name(after), words) if part)
        if after.planned is self.planned and words and len(what) + 8 > self.width:
            what = words  # the same stretch: the side is the news
        return text.append(what, style="not dim")

    def whole(self) -> Text:
        """The whole routine in one row, with a gap between stretches."""
        width = self.width - 2
        total = self.state.timeline.seconds or 1.0
        starts = {round(width * p.start / total) for p in self.state.timeline.phases if p.kind is PhaseKind.READY and p.start}
        done = round(width * self.state.position / total)
        row = Text(" ")
        edges = sorted({0, width, min(done, width), *starts, *(start + 1 for start in starts)})
        for first, last in pairwise(edges):
            if first in starts:
                row.append(" ")
            elif first < done:
                row.append(self.look.glyph("━", "=") * (last - first), style="green")
            else:
                row.append(self.look.glyph("─", "-") * (last - first), style="dim")
        return row

    def aside(self, width: int, height: int) -> list[Text]:
        """The figure with the text below it; where there is no room for both, the figure."""
        text = self.how(width, height)
        pose = self.planned.stretch.pose if self.planned is not None else None
        if self.look.figure is None or pose is None or self.planned is None:
            return text
        room = height - len(text) - 1
        self.only_figure = room < FIGURE_ROWS
        rows = min(height if self.only_figure else room, FIGURE_ROWS_MOST)
        phase, elapsed = self.phase, self.state.elapsed
        moving = self.look.motion and self.state.status is not Status.LEAD_IN
        progress = motion.progress(phase, elapsed) if moving else 1.0
        breath = motion.breath(phase, elapsed) if moving else 0.0
        side = motion.side(phase, elapsed if moving else 0.0)
        size = (width, rows, self.look.figure)
        drawn = _drawn(pose, self.planned.stretch.equipment, side, round(progress * MOMENTS), round(breath * BREATHS), size)
        return list(drawn) if self.only_figure else [*drawn, Text(), *text]

    def how(self, width: int, height: int) -> list[Text]:
        """How to do it: the set-up while getting ready, the steps all the time."""
        if self.planned is None:
            return []
        stretch, side = self.planned.stretch, self.phase.side
        rows: list[Text] = []
        if self.phase.kind in (PhaseKind.READY, PhaseKind.SWITCH):
            rows += [*wrap(for_side(stretch.setup, side), width), Text()]
        for number, step in enumerate(stretch.steps, 1):
            lines = wrap(for_side(step, side), width - 3)
            rows += [Text(f"{number}  " if index == 0 else "   ", style="dim").append_text(line) for index, line in enumerate(lines)]
        if stretch.mistakes and self.phase.kind.is_work:
            notice = wrap(f"Watch for: {for_side(stretch.mistakes[0], side)}", width, style="dim")
            if len(rows) + 1 + len(notice) <= height:
                rows += [Text(), *notice]
        return rows[:height]

    def help(self, width: int) -> list[Text]:
        """The keys, one a row."""
        rows = [Text("Keys", style="bold")]
        for binding in BINDINGS:
            keys = " ".join(dict.fromkeys([binding.shown, *(key for key in binding.keys if len(key) > 1)]))
            rows.append(Text(f"{keys:<16}", style="bold").append(self.does(binding), style="not bold"))
        rows += wrap("Sharp pain, tingling or dizziness: stop, and press x.", width)
        rows += wrap("Ctrl-Z sets the session aside, 'fg' brings it back.", width)
        return rows

    def does(self, binding: Binding) -> str:
        """What a key does, and where it stands if that is not seen elsewhere."""
        if binding.command is not Command.VOICE:
            return binding.long
        if self.state.voice is None:
            return f"no voice was found. {wording.NO_VOICE}"
        return f"{binding.long}; it is {'on' if self.state.voice else 'off'} now"

    # --- the layouts ------------------------------------------------------------------------------------------------

    def wide(self) -> list[Text]:
        """Two columns between a header and a footer."""
        body = self.height - 7
        gap = 3
        left = min((self.width - 2 - gap) // 2, 56)
        right = self.width - 2 - gap - left
        if self.state.help:
            main = [Text("  ").append_text(row) for row in [Text(), *self.help(self.width - 4)]]
        else:
            main = _beside(self.aside(left, body - 2), self.focus(right, body - 1), left + gap, body)
        top = [self.header(), self.rule()]
        bottom = [self.rule(), self.next(), Text(), self.whole(), footer(self.width, muted=self.state.muted)]
        return [*top, *(main + [Text()] * body)[:body], *bottom]

    def focus(self, width: int, height: int) -> list[Text]:
        """Name, side, time, bar, cue: what is read from two meters away. The rows stay where they are while texts change."""
        name = wrap(wording.name(self.phase), width, style="bold", lines=2)
        label, count = self.label(), self.count()
        if label.cell_len + len(count) + 2 <= width:
            label = Text().append_text(label).append(f"  {count}")
        head = [*name, label, self.side(width), Text()]
        still = wrap(self.still(), width, style="bold", lines=2)
        cue, style = self.cue()
        around = len(head) + 3  # the bar, and an empty row on each side of it
        said = wrap(cue, width, style=style, lines=max(1, min(3, height - around - digits.HEIGHT - len(still))))
        room = height - around - max(4, len(said) + len(still))
        return [*head, *self.time(width, max(room, digits.HEIGHT)), Text(), self.bar(width), Text(), *said, *still]

    def narrow(self) -> list[Text]:
        """One column. Pieces are put in from the most important on, as long as they fit."""
        width = max(self.width - 2, 1)
        if self.state.help:
            return [Text(" ").append_text(row) for row in self.help(width)]
        cue, style = self.cue()
        waiting = self.phase.kind is PhaseKind.WAIT
        large = [Text(), *indented(self.time(width, digits.HEIGHT))]
        keys = footer(self.width, muted=self.state.muted)
        easing = self.state.status is Status.LEAD_IN and bool(self.phase.eased)  # time to read how
        small = Text("space: go on" if waiting else self.seconds(), style="bold").append("  ", style="not bold")
        pieces: list[tuple[int, list[Text]]] = [
            (6, [self.header(), self.rule()]),
            (1, indented(wrap(wording.name(self.phase), width, style="bold", lines=1))),
            (2, indented([self.side(width)]) if wording.side(self.phase) else []),
            (9, [Text(f" {self.count()}")] if self.count() else []),
            (0, indented([small.append_text(self.label())])),
            (5 if easing else 4, large),
            (10, [Text(), *indented([self.bar(width)])]),
            (4 if easing else 5, indented(wrap(cue, width, style=style, lines=max(2, min(4, self.height - 4)) if easing else 2))),
            (8, indented(wrap(self.still(), width, style="bold", lines=1))),
            (7, [self.next()]),
            (11, [Text(), self.whole()]),
            (12, [Text()]),
            (3, [keys] if keys else []),
        ]
        kept: set[int] = set()
        free = self.height
        for rank, rows in sorted(pieces, key=lambda piece: piece[0]):
            if len(rows) <= free:
                kept.add(rank)
                free -= len(rows)
        if (5 if easing else 4) in kept and not waiting:
            pieces = [(rank, indented([self.label()]) if rank == 0 else rows) for rank, rows in pieces]
        return [row for rank, rows in pieces if rank in kept for row in rows]


def _beside(left: list[Text], right: list[Text], offset: int, height: int) -> list[Text]:
    """Two columns as one: the right one begins at cell `offset`, one cell in from the edge."""
    rows = []
    for index in range(height):
        row = Text(" ")
        if 0 <= index - 1 < len(left):
            row.append_text(left[index - 1])
        if 0 <= index - 1 < len(right):
            row.append(" " * max(1, offset + 1 - row.cell_len)).append_text(right[index - 1])
        rows.append(row)
    return rows
