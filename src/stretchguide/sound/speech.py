"""The voice of a session: says the lines of the phase it is in."""

from collections import deque
from collections.abc import Callable, Sequence

from stretchguide.model.hearing import Cues
from stretchguide.session.player import Event, EventKind, State, Status
from stretchguide.session.run import FRAME_SECONDS, Clock
from stretchguide.sound import coach
from stretchguide.sound.children import Channel, wait
from stretchguide.sound.coach import Line
from stretchguide.sound.engines import ENGINES
from stretchguide.sound.player import Speaker
from stretchguide.sound.spoken import spoken
from stretchguide.sound.studio import Renderer, Studio
from stretchguide.timeline import Phase, Timeline

STOP_SECONDS = 1.0
"""Time for an engine to be told to be silent."""


class Speech:
    """Says the lines of a phase, one at a time, if they are ready and on time. A change of phase or a pause cuts a line off.

    What is said in the phases of the timeline is made in the background from now on.
    """

    def __init__(self, timeline: Timeline, cues: Cues, renderer: Renderer, speaker: Speaker, clock: Clock, *, speed: float) -> None:
        self._cues = cues
        self._renderer = renderer
        self._studio = Studio(renderer, cues, speed)
        self._speaker = speaker
        self._clock = clock
        self._speed = speed
        self._channel = Channel(clock)
        self._stopper = Channel(clock)
        self._phase: Phase | None = None
        self._entered = 0.0
        self._lines: deque[Line] = deque()
        self._said: set[str] = set()
        self._asked = ""
        self._made = 0
        self._waiting = False
        """Whether some of the lines are not made yet."""
        self._studio.open(timeline.phases)

    def show(self, state: State, events: Sequence[Event]) -> None:
        """Say what is due."""
        self._stopper.busy()
        if not state.voice or state.muted or state.status is Status.STOPPED:
            self._cut()
            self._phase = None
            return
        for event in events:
            match event.kind:
                case EventKind.PHASE | EventKind.RESUMED | EventKind.HURT | EventKind.FINISHED:
                    self._cut()
                case EventKind.PAUSED:
                    self._ask(coach.PAUSED)
                case EventKind.LEAD_IN:
                    # Back into position: what was advised, or else where we are.
                    self._ask(spoken(event.phase.eased) if self._advised(events) else coach.opening(event.phase))
        if state.phase is not self._phase:
            self._enter(state)
        elif self._waiting and len(self._renderer.clips) != self._made:
            self._plan(state.phase, state.elapsed)  # more lengths are known, and may change what there is room for
        if state.status in (Status.RUNNING, Status.WAITING):
            self._say_due(state)
        elif self._asked in self._renderer.clips:
            if state.status is not Status.LEAD_IN or self._renderer.seconds(self._asked) * self._speed < state.lead_in:
                self._say(self._asked)
            self._asked = ""

    def ring_out(self, sleep: Callable[[float], None]) -> None:
        """Say that the session is done."""
        if self._phase is not None:
            self._say(coach.DONE)
            wait(self._channel, sleep)

    def close(self) -> None:
        """Be silent, and end everything."""
        self._cut()
        self._channel.close()
        self._stopper.close()
        self._studio.close()

    @property
    def failed(self) -> bool:
        """Whether a voice was there and every one has failed."""
        return self._renderer.voice is None

    def _ask(self, text: str) -> None:
        """Say something in between, as soon as it is ready."""
        self._cut()
        self._asked = text
        if text not in self._renderer.clips:
            self._studio.hurry(text)

    @staticmethod
    def _advised(events: Sequence[Event]) -> bool:
        return any(event.kind is EventKind.EASED for event in events)

    def _enter(self, state: State) -> None:
        """Begin with another phase, or with one that has become longer or shorter: then what was said stays said."""
        before, self._phase = self._phase, state.phase
        if before is None or (before.start, before.kind) != (state.phase.start, state.phase.kind) or state.elapsed == 0:
            self._said.clear()
            self._entered = self._clock()
        self._plan(state.phase, state.elapsed)

    def _plan(self, phase: Phase, begin: float) -> None:
        """Place what is still to be said in a phase from a moment on, with the lengths that are known by now."""
        seconds, speed = self._renderer.seconds, self._speed
        self._lines = deque(coach.lines(phase, self._cues, seconds, speed=speed, begin=begin, said=self._said))
        self._made = len(self._renderer.clips)
        self._waiting = any(line.text not in self._renderer.clips for line in self._lines)
        if self._waiting:
            self._studio.hurry(phase)

    def _say_due(self, state: State) -> None:
        moment = state.elapsed if state.status is Status.RUNNING else self._clock() - self._entered
        slack = FRAME_SECONDS * self._speed
        while self._lines and self._lines[0].at <= moment:
            line = self._lines[0]
            clip = self._renderer.clips.get(line.text)
            if moment > line.until + slack or (clip is not None and clip.seconds * self._speed > line.seconds + slack / 2):
                self._plan(state.phase, moment)  # too late, or longer than it was thought to be
            elif clip is None or self._channel.busy():
                return
            else:
                self._lines.popleft()
                self._said.add(line.text)
                self._say(line.text)

    def _say(self, text: str) -> None:
        """Begin to say a line, if it is ready."""
        clip = self._renderer.clips.get(text)
        if clip is None:
            return
        if clip.path is not None:
            self._speaker.play(self._channel, clip.path, clip.seconds)
        else:
            self._channel.play(clip.argv, clip.seconds * 2, self._spoken)

    def _spoken(self, good: bool) -> None:
        if not good:
            self._renderer.failed()

    def _cut(self) -> None:
        """Be silent at once."""
        self._asked = ""
        if not self._channel.busy():
            return
        self._channel.stop()
        voice = self._renderer.voice
        if voice is not None and (stop := ENGINES[voice.engine].stop) is not None:
            self._stopper.play(stop(voice), STOP_SECONDS, lambda good: None)
