"""Players and engines as real processes: ones that work, that hang, that crash, that print garbage. The session never waits."""

import io
import os
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fakes import Recorder, ScriptedKeys, stretch, timeline
from sounds import CRASH, FOREVER, GARBAGE, NO_DEVICE, PLAYS, WORKS, children, install, speak_into
from stretchguide.cli.app import app
from stretchguide.errors import UsageError
from stretchguide.model.hearing import Output
from stretchguide.session.player import Event, EventKind, State, Status
from stretchguide.session.run import run
from stretchguide.sound import audio, coach, player, studio
from stretchguide.sound.bell import BELL
from stretchguide.sound.cache import SpeechCache
from stretchguide.sound.children import Channel, Errand
from stretchguide.sound.engines import ENGINES, Voice, find, request
from stretchguide.sound.options import SoundOptions
from stretchguide.sound.player import PLAYERS, Speaker
from stretchguide.sound.sinks import Sound, open_sound
from stretchguide.sound.speech import Speech
from stretchguide.sound.studio import Renderer
from stretchguide.timeline import Timeline

Install = Callable[[str, str], Path]

HOSTILE = ["-w /tmp/x", "--", "$(touch /tmp/x); `id` | cat > x", "'; DROP", "a\nb", "\u202eevil", "ümläut", "<speak>", "%s%n"]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fence: Path) -> Iterator[Install]:
    """Puts programs on a PATH that has nothing else. No helper is left behind."""
    folder = tmp_path / "bin"
    folder.mkdir()
    speak_into(tmp_path / "voice.wav", 0.8)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("VOICE_WAV", str(tmp_path / "voice.wav"))
    before = children()
    yield lambda name, script: install(folder, name, script)
    assert children() <= before, "a helper process was left behind"


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def until(true: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait in real time for another process or thread."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)


# --- finding voices -------------------------------------------------------------------------------------------------


def found(wanted: str, *here: str, platform: str = "linux", voices: Path | None = None) -> list[str]:
    """The engines that are found where these programs and modules are."""
    which = {name: f"/bin/{name}" for name in here}
    voices_found = find(wanted, which=which.get, has_module=here.__contains__, platform=platform, voices=voices)
    return [voice.engine for voice in voices_found]


def test_auto_takes_what_the_system_has_before_the_extra() -> None:
    assert found("auto", "say", "espeak-ng", "espeakng_loader", platform="darwin") == ["say", "espeak-ng", "voice"]
    assert found("auto", "powershell", "espeakng_loader", platform="win32") == ["sapi", "voice"]
    assert found("auto", "espeak-ng", "spd-say", "espeakng_loader") == ["espeak-ng", "spd-say", "voice"]
    assert found("auto", "espeakng_loader") == ["voice"]
    assert found("auto", "powershell", "say") == []
    assert found("off", "espeak-ng") == []


def test_a_voice_is_picked_by_name_and_never_replaced_by_another() -> None:
    assert found("spd-say", "espeak-ng", "spd-say") == ["spd-say"]
    for wanted in ("say", "sapi", "espeak-ng", "voice", "voice-hq"):
        with pytest.raises(UsageError, match=r"not here: .*\."):
            found(wanted)
    with pytest.raises(UsageError, match=r"There is no voice 'robot'\. Voices: auto, off, say"):
        found("robot")


def test_the_fine_voice_needs_a_file_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="voice file"):
        found("voice-hq", "piper", voices=tmp_path)
    (tmp_path / "joe.onnx").touch()
    assert found("voice-hq", "piper", voices=tmp_path) == ["voice-hq"]
    assert found(f"voice-hq:{tmp_path / 'joe.onnx'}", "piper") == ["voice-hq"]
    with pytest.raises(UsageError, match="voice file"):
        found("voice-hq:no-such.onnx", "piper", voices=tmp_path)
    assert "voice-hq" not in found("auto", "piper", voices=tmp_path)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ENGINES)
def test_no_text_becomes_an_option_or_a_script(name: str, text: str) -> None:
    engine = ENGINES[name]
    voice = Voice(name, "/bin/speaker", "en")
    if engine.write is not None:
        assert text not in engine.write(voice, Path("/tmp/a.wav"))
        assert request(voice, text, Path("/tmp/a.wav")).endswith(text)
    if engine.speak is not None:
        argv = engine.speak(voice, text)
        assert argv[-2:] == ["--", text]
        assert argv.index("--") == len(argv) - 2


@pytest.mark.parametrize("rate", [80, 160, 400])
@pytest.mark.parametrize("name", ENGINES)
def test_a_rate_reaches_every_engine(name: str, rate: int) -> None:
    engine, path = ENGINES[name], Path("/tmp/a.wav")

    def all_of(voice: Voice) -> str:
        argv = engine.write(voice, path) if engine.write else engine.speak(voice, "x") if engine.speak else []
        return " ".join(argv) + request(voice, "x", path)

    others = {all_of(Voice(name, "p", "", other)) for other in (80, 160, 400) if other != rate}
    assert all_of(Voice(name, "p", "", rate)) not in others


def test_options_have_limits() -> None:
    for rate, volume in ((20, 50), (1000, 50), (160, -1), (160, 101)):
        with pytest.raises(UsageError, match="outside the limits"):
            SoundOptions(rate=rate, volume=volume)


# --- rendering ------------------------------------------------------------------------------------------------------


def renderer(tmp_path: Path, *names: str, cache: SpeechCache | None = None, volume: int = 100) -> Renderer:
    own = tmp_path / "own"
    own.mkdir(exist_ok=True)
    voices = [Voice(name, str(tmp_path / "bin" / ENGINES[name].program)) for name in names]
    return Renderer(voices, cache, own, volume)


def test_a_line_is_made_once_and_then_found_in_the_cache(program: Install, tmp_path: Path, fence: Path) -> None:
    program("espeak-ng", WORKS)
    cache = SpeechCache(tmp_path / "cache")
    first = renderer(tmp_path, "espeak-ng", cache=cache)
    clip = first.clip("Hold.")
    assert clip is not None
    assert clip.seconds == pytest.approx(0.85, abs=0.03)
    assert (fence / "said").read_text() == "Hold."
    assert first.clip("Hold.") == clip
    assert renderer(tmp_path, "espeak-ng", cache=cache).clip("Hold.") == clip
    assert len(lines(fence / "rendered")) == 1
    assert renderer(tmp_path, "espeak-ng", cache=cache).clip("Move.") != clip


def test_volume_makes_a_quieter_copy_of_the_same_line(program: Install, tmp_path: Path) -> None:
    program("espeak-ng", WORKS)
    cache = SpeechCache(tmp_path / "cache")
    loud = renderer(tmp_path, "espeak-ng", cache=cache).clip("Hold.")
    quiet = renderer(tmp_path, "espeak-ng", cache=cache, volume=50).clip("Hold.")
    assert loud is not None
    assert quiet is not None
    assert loud.path is not None
    assert quiet.path is not None
    assert max(audio.read(quiet.path)) == pytest.approx(max(audio.read(loud.path)) / 4, abs=1)


@pytest.mark.parametrize("script", [CRASH, GARBAGE, "exit 0", "exit 3", FOREVER])
def test_an_engine_that_fails_twice_makes_way_for_the_next(
    program: Install, tmp_path: Path, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "RENDER_SECONDS", 0.2)
    program("espeak-ng", script)
    program("spd-say", "exit 0")
    made = renderer(tmp_path, "espeak-ng", "spd-say")
    assert made.clip("Hold.") is None
    clip = made.clip("Move.")
    assert clip is not None
    assert clip.argv[-2:] == ("--", "Move.")
    assert made.clip("Hold.") is not None, "the next engine gets the lines the first one lost"


PIPER = """
import os, time
class SynthesisConfig:
    def __init__(self, length_scale): self.length_scale = length_scale
class PiperVoice:
    @classmethod
    def load(cls, path): assert path == "joe.onnx"; return cls()
    def synthesize_wav(self, text, file, syn_config):
        assert text == "Hold.", text
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(b"\\0\\x20" * int(16000 * syn_config.length_scale))
"""


def test_an_extra_speaks_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "piper.py").write_text(PIPER)
    (tmp_path / "espeakng_loader.py").write_text("import os; os.abort()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    made = Renderer([Voice("voice", "espeakng_loader"), Voice("voice-hq", "piper", "joe.onnx", 170)], None, tmp_path, 100)
    assert made.clip("Move.") is None
    assert made.clip("Rest.") is None, "the first engine is given up, and the second one knows one text only"
    clip = made.clip("Hold.")
    assert clip is not None
    assert clip.seconds == pytest.approx(1.0, abs=0.01)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH")
    alone = Renderer([Voice("voice-hq", "piper", "joe.onnx", 170)], None, tmp_path, 100)
    assert alone.clip("Hold.") is None, "a file in the current folder is no module"


def test_one_bad_line_costs_no_other(program: Install, tmp_path: Path) -> None:
    program("espeak-ng", f'read line; case "$line" in bad*) {CRASH};; esac; {WORKS}')
    made = renderer(tmp_path, "espeak-ng")
    for number in "one", "two", "three":
        assert made.clip(f"bad {number}") is None
        assert made.clip(f"good {number}") is not None
    assert made.clip("bad one") is None
    assert made.voice is not None


def test_an_engine_that_cannot_write_speaks_directly(program: Install, tmp_path: Path) -> None:
    program("say", "exit 1")
    made = renderer(tmp_path, "say")
    assert made.clip("Hold.") is None
    made.clip("Move.")
    clip = made.clip("Hold.")
    assert clip is not None
    assert clip.argv[0].endswith("say")
    assert clip.path is None


def test_when_nothing_speaks_lengths_are_estimated(tmp_path: Path) -> None:
    made = renderer(tmp_path)
    assert made.clip("Hold.") is None
    assert made.measured("Hold.") > 0
    assert made.voice is None


def test_a_broken_file_in_the_cache_is_made_anew(program: Install, tmp_path: Path, fence: Path) -> None:
    program("espeak-ng", WORKS)
    cache = SpeechCache(tmp_path / "cache")
    clip = renderer(tmp_path, "espeak-ng", cache=cache).clip("Hold.")
    assert clip is not None
    assert clip.path is not None
    for content in (b"", clip.path.read_bytes()[:-7], b"junk" * 99):
        clip.path.write_bytes(content)
        assert renderer(tmp_path, "espeak-ng", cache=cache).clip("Hold.") == clip
        assert audio.read(clip.path)
    assert len(lines(fence / "rendered")) == 4


def test_without_a_place_for_the_cache_speech_lives_as_long_as_the_session(program: Install, tmp_path: Path) -> None:
    program("espeak-ng", WORKS)
    (tmp_path / "file").touch()
    for cache in (None, SpeechCache(tmp_path / "file" / "cache")):
        clip = renderer(tmp_path, "espeak-ng", cache=cache).clip("Hold.")
        assert clip is not None
        assert clip.path is not None
        assert clip.path.parent == tmp_path / "own"


def test_the_cache_keeps_within_its_limit_and_lets_go_of_what_was_not_used(tmp_path: Path) -> None:
    sound = array("h", bytes(2000))
    size = 2044
    cache = SpeechCache(tmp_path, limit=3 * size)
    paths = [cache.store(sound, "engine", number) for number in range(3)]
    for age, path in enumerate(paths):
        assert path is not None
        os.utime(path, (1000 + age, 1000 + age))
    assert cache.find("engine", 0) is not None
    cache.store(sound, "engine", 3)
    assert [cache.find("engine", number) is not None for number in range(4)] == [True, False, True, True]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 3 * size
    assert not list(tmp_path.glob("*.part"))


def test_two_sessions_may_use_the_cache_at_once(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    sound = array("h", [7] * 500)

    def work(_: int) -> None:
        cache = SpeechCache(tmp_path, limit=5000)
        for number in range(30):
            cache.store(sound, "engine", number)
            seen = cache.find("engine", number)
            assert seen is None or seen[1] == sound

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert not list(tmp_path.glob("*.part"))


# --- helpers --------------------------------------------------------------------------------------------------------


def test_an_errand_that_hangs_is_ended_with_what_it_started(program: Install, tmp_path: Path) -> None:
    script = program("slow", f'sleep 1000 & echo $! > "{tmp_path}/grandchild"; wait')
    began = time.monotonic()
    assert not Errand().run([str(script)], "text", 0.3)
    assert time.monotonic() - began < 3
    grandchild = int((tmp_path / "grandchild").read_text())
    until(lambda: not Path(f"/proc/{grandchild}").exists() or " Z " in Path(f"/proc/{grandchild}/stat").read_text())


def test_stopping_ends_an_errand_of_another_thread(program: Install) -> None:
    from concurrent.futures import ThreadPoolExecutor

    script = program("slow", FOREVER)
    errand = Errand()
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(errand.run, [str(script)], "", 60.0)
        until(children)
        errand.stop()
        assert done.result(timeout=5) is False
    assert not errand.run([str(script)], "", 60.0)


def test_a_channel_sounds_one_thing_at_a_time_and_notices_what_dies_or_hangs(program: Install) -> None:
    now = 0.0
    ended: list[bool] = []
    channel = Channel(lambda: now)
    good, bad, stuck = program("good", "exit 0"), program("bad", CRASH), program("stuck", FOREVER)
    channel.play([str(good)], 0.1, ended.append)
    until(lambda: not channel.busy())
    channel.play([str(bad)], 0.1, ended.append)
    until(lambda: not channel.busy())
    channel.play(["/no/such/program"], 0.1, ended.append)
    assert ended == [True, False, False]
    channel.play([str(stuck)], 0.1, ended.append)
    assert channel.busy()
    channel.stop()
    assert ended == [True, False, False], "cutting off is no failure"
    channel.play([str(stuck)], 0.1, ended.append)
    now = 60.0
    assert not channel.busy()
    assert ended[-1] is False
    channel.close()


def test_the_first_player_that_plays_is_taken(program: Install, tmp_path: Path, fence: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    monkeypatch.setattr(player, "PROBE_SECONDS", 0.3)
    program("pw-play", NO_DEVICE)
    program("paplay", FOREVER)
    program("aplay", PLAYS)
    speaker = Speaker(player.find(shutil.which, "linux"), time.monotonic)
    sound = tmp_path / "a.wav"
    audio.write(sound, array("h", bytes(100)))
    assert not speaker.ready
    speaker.probe(sound, Errand())
    assert speaker.ready
    channel = Channel(time.monotonic)
    speaker.play(channel, sound, 0.1)
    until(lambda: not channel.busy())
    assert lines(fence / "played") == ["a.wav", "a.wav"]


def test_every_player_gets_the_file_and_no_shell() -> None:
    for make in PLAYERS.values():
        argv = make("/bin/player", Path("/tmp/a b;c.wav"))
        assert argv[0] == "/bin/player"
        assert "/tmp/a b;c.wav" in argv


# --- sessions -------------------------------------------------------------------------------------------------------


class Watch:
    """A sink before the others, and one behind them: how long a round of theirs takes in real time."""

    def __init__(self) -> None:
        self.rounds: list[float] = []
        self._began = 0.0

    def show(self, state: State, events: object) -> None:
        self._began = time.perf_counter()

    def end(self) -> "Behind":
        return Behind(self)


class Behind:
    """The other end of a watch."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def show(self, state: State, events: object) -> None:
        self._watch.rounds.append(time.perf_counter() - self._watch._began)


class Patient:
    """A sink that waits in real time for something in every round, so that made-up time does not outrun real helpers."""

    def __init__(self, true: Callable[[], object], each: Callable[[State, Sequence[Event]], object] = lambda state, events: None) -> None:
        self._true = true
        self._each = each

    def show(self, state: State, events: Sequence[Event]) -> None:
        until(self._true)
        self._each(state, events)


def voice_of(sound: Sound) -> Speech:
    assert sound._speech is not None
    return sound._speech


def all_made(speech: Speech) -> bool:
    texts = [line.text for line in speech._lines] + [speech._asked or coach.PAUSED]
    return all(text in speech._renderer.clips for text in texts)


@contextmanager
def opened(session: Timeline, options: SoundOptions, keys: ScriptedKeys, tmp_path: Path) -> Iterator[tuple[Sound, io.StringIO]]:
    out = io.StringIO()
    with open_sound(session, options, clock=keys.clock, out=out, cache=tmp_path / "cache", voices=None) as sound:
        yield sound, out


def played(
    session: Timeline, options: SoundOptions, tmp_path: Path, script: list[tuple[float, str]] | None = None, *, ready: bool = True
) -> tuple[State, Recorder, str]:
    """A whole session in made-up time, with real helpers."""
    keys = ScriptedKeys(script or [])
    recorder = Recorder(keys)
    with opened(session, options, keys, tmp_path) as (sound, out):
        if ready:
            until(lambda: sound._signals._speaker.ready)
        state = run(session, clock=keys.clock, keys=keys, sinks=[recorder, sound], voice=options.voice != "off")
        sound.ring_out(lambda seconds: time.sleep(0.01))
    return state, recorder, out.getvalue()


VOICE = SoundOptions(voice="espeak-ng")
TONES = SoundOptions()


@pytest.mark.slow
@pytest.mark.parametrize("engine", [FOREVER, CRASH, GARBAGE])
@pytest.mark.parametrize("sounding", [FOREVER, CRASH, NO_DEVICE, PLAYS])
def test_whatever_hangs_or_dies_no_event_is_late(program: Install, tmp_path: Path, engine: str, sounding: str) -> None:
    program("espeak-ng", engine)
    program("aplay", sounding)
    session = timeline(stretch())
    state, recorder, _ = played(session, VOICE, tmp_path, ready=False)
    assert state.status is Status.FINISHED
    assert recorder.keys.time == pytest.approx(session.seconds, abs=0.01)
    assert all(at == pytest.approx(event.at, abs=0.005) for at, event in recorder.events)


def test_a_stuck_engine_and_a_stuck_player_cost_no_frame_of_real_time(program: Install, tmp_path: Path) -> None:
    """The loop asks for the time in between: with everything stuck, no round takes as long as a frame."""
    program("espeak-ng", FOREVER)
    program("aplay", FOREVER)
    session = timeline(stretch(dose={"hold": "60s"}), stretch(dose={"hold": "60s"}))
    keys = ScriptedKeys([(20.0 + 7 * n, key) for n, key in enumerate(["v", "v", "m", "m", "space", "space", "n", "b", "r", "+"])])
    watch = Watch()
    with opened(session, VOICE, keys, tmp_path) as (sound, _):
        run(session, clock=keys.clock, keys=keys, sinks=[watch, sound, watch.end()], voice=True)
    rounds = sorted(watch.rounds)
    assert len(rounds) > 500
    assert rounds[len(rounds) * 95 // 100] < 0.02
    assert rounds[-1] < 1.0, "a busy machine may take a moment, a stuck helper never comes back"


def test_tones_are_played_and_the_bell_is_silent(program: Install, tmp_path: Path, fence: Path) -> None:
    program("aplay", PLAYS)
    session = timeline(stretch())
    keys = ScriptedKeys()
    heard: list[str] = []
    with opened(session, TONES, keys, tmp_path) as (sound, out):
        until(lambda: sound._signals._speaker.ready)
        patient = Patient(lambda: not sound._signals._channel.busy())
        run(session, clock=keys.clock, keys=keys, sinks=[sound, patient])
        sound.ring_out(lambda seconds: None)
        heard = lines(fence / "played")
    count = ["count.wav"] * 3
    assert heard == [
        "silence.wav",
        *count,
        *["start.wav", "halfway.wav", *count],
        *["switch.wav", *count],
        *["start.wav", "halfway.wav", *count],
        "end.wav",
    ]
    assert out.getvalue() == ""


def test_without_a_player_the_bell_rings(program: Install, tmp_path: Path) -> None:
    _, _, out = played(timeline(stretch()), TONES, tmp_path, ready=False)
    assert out.count(BELL) == 1 + 2 + 1 + 3


def test_a_player_that_dies_in_the_middle_leaves_it_to_the_bell(program: Install, tmp_path: Path, fence: Path) -> None:
    program("aplay", f'[ -e "$HOME/unplugged" ] && exit 1; {PLAYS}')
    session = timeline(stretch(), stretch())
    keys = ScriptedKeys()
    with opened(session, TONES, keys, tmp_path) as (sound, out):
        signals = sound._signals
        until(lambda: signals._speaker.ready)

        def unplug(state: State, events: Sequence[Event]) -> None:
            if state.position > 20:
                (fence / "unplugged").touch()

        patient = Patient(lambda: not signals._channel.busy(), unplug)
        run(session, clock=keys.clock, keys=keys, sinks=[sound, patient])
        sound.ring_out(lambda seconds: None)
    assert signals._speaker.dead
    assert out.getvalue().count(BELL) >= 3 + 2


def test_the_bell_is_for_those_who_ask_and_for_those_far_away(program: Install, tmp_path: Path, fence: Path) -> None:
    program("aplay", PLAYS)
    _, _, out = played(timeline(stretch()), SoundOptions(output=Output.BELL), tmp_path, ready=False)
    assert out.count(BELL) == 7
    keys = ScriptedKeys()
    far = io.StringIO()
    with open_sound(timeline(stretch()), TONES, clock=keys.clock, out=far, cache=None, voices=None, remote=True) as sound:
        run(timeline(stretch()), clock=keys.clock, keys=keys, sinks=[sound])
        sound.ring_out(lambda seconds: None)
    assert far.getvalue().count(BELL) == 7
    assert lines(fence / "played") == []


def said(session: Timeline, options: SoundOptions, tmp_path: Path, script: list[tuple[float, str]], *, voice: bool = True) -> list[str]:
    """The texts that are begun to be spoken, in order, with a player that is done at once and everything ready."""
    keys = ScriptedKeys(script)
    texts: list[str] = []
    with opened(session, options, keys, tmp_path) as (sound, _):
        sound.prepare(voice=True)
        speech = voice_of(sound)
        until(lambda: sound._signals._speaker.ready)
        say = speech._say
        speech._say = lambda text: (texts.append(text), say(text))[1]  # type: ignore[method-assign, func-returns-value]

        patient = Patient(lambda: not speech._channel.busy() and all_made(speech))
        run(session, clock=keys.clock, keys=keys, sinks=[sound, patient], voice=voice)
        sound.ring_out(lambda seconds: None)
    return texts


@pytest.fixture
def working(program: Install) -> None:
    """An engine and a player that do what they should."""
    program("espeak-ng", WORKS)
    program("aplay", PLAYS)


SPOKEN = [
    "Calf stretch, left side.",
    "Stand facing a wall, left foot behind.",
    "Hold, thirty seconds.",
    "Keep the left heel down.",
    "Halfway.",
    "Switch to the right.",
    "Hold, thirty seconds.",
    "Halfway.",
    "The session is done.",
]


def test_a_session_is_spoken(working: None, tmp_path: Path) -> None:
    assert said(timeline(stretch()), VOICE, tmp_path, []) == SPOKEN


def test_a_line_that_turns_out_shorter_than_it_was_thought_to_be_is_said_in_full(program: Install, tmp_path: Path) -> None:
    speak_into(tmp_path / "voice.wav", 3.0)
    program("espeak-ng", f"sleep 0.1; {WORKS}")
    program("aplay", PLAYS)
    setup = "Stand facing a wall with the left foot behind. Let both feet point straight ahead and keep the heels down all the time."
    session = timeline(stretch(name="Calf stretch at the wall with a bent front knee", setup=setup))
    keys = ScriptedKeys([(9, "q")])
    with opened(session, VOICE, keys, tmp_path) as (sound, _):
        speech = voice_of(sound)
        patient = Patient(lambda: sound._signals._speaker.ready and setup in speech._renderer.clips)
        run(session, clock=keys.clock, keys=keys, sinks=[sound, patient], voice=True)
        assert speech._said == {"Calf stretch at the wall with a bent front knee, left side.", setup}


def test_v_begins_and_ends_the_voice_in_the_middle(working: None, tmp_path: Path) -> None:
    off = SoundOptions()
    assert said(timeline(stretch()), off, tmp_path, [], voice=False) == []
    assert said(timeline(stretch()), off, tmp_path, [(30, "v")], voice=False) == SPOKEN[5:]
    assert said(timeline(stretch()), VOICE, tmp_path, [(30, "v")]) == SPOKEN[:5]
    assert said(timeline(stretch()), VOICE, tmp_path, [(30, "m")]) == SPOKEN[:5]


def test_a_pause_is_said_and_a_way_back_names_stretch_and_side(working: None, tmp_path: Path) -> None:
    texts = said(timeline(stretch()), VOICE, tmp_path, [(20, "space"), (30, "space"), (60, "q")])
    assert texts[4:] == ["Paused.", "Calf stretch, left side.", "Halfway.", "Switch to the right.", "Hold, thirty seconds."]


def test_when_something_hurts_the_voice_is_silent_and_then_says_the_advice(working: None, tmp_path: Path) -> None:
    session = timeline(stretch(easier={"say": "Bend the left knee."}))
    texts = said(session, VOICE, tmp_path, [(20, "x"), (25, "e"), (40, "q")])
    assert texts[3:] == ["Keep the left heel down.", "Bend the left knee.", "Halfway."]
    assert said(session, VOICE, tmp_path, [(20, "x"), (25, "f"), (30, "v"), (40, "q")]) == texts[:4]


def test_quitting_is_silent(working: None, tmp_path: Path) -> None:
    assert said(timeline(stretch()), VOICE, tmp_path, [(5, "q")])[-1] != "The session is done."


def test_a_change_of_phase_cuts_off_what_is_said(program: Install, tmp_path: Path) -> None:
    program("espeak-ng", WORKS)
    program("aplay", f'case "$2" in *silence*) exit 0;; esac; {FOREVER}')
    session = timeline(stretch())
    keys = ScriptedKeys([(11.0, "n")])
    busy: list[tuple[float, bool]] = []
    with opened(session, VOICE, keys, tmp_path) as (sound, _):
        speech = voice_of(sound)
        until(lambda: sound._signals._speaker.ready)

        def look(state: State, events: Sequence[Event]) -> None:
            if any(event.kind is EventKind.PHASE for event in events):
                busy.append((state.position, speech._channel.busy()))

        run(session, clock=keys.clock, keys=keys, sinks=[sound, Patient(lambda: all_made(speech), look)], voice=True)
    assert [sounding for at, sounding in busy if at > 0] == [False, False, False]


def test_speed_drops_what_does_not_fit_rather_than_talk_over_itself(working: None, tmp_path: Path) -> None:
    session = timeline(stretch())
    keys = ScriptedKeys()
    with open_sound(session, VOICE, clock=keys.clock, out=None, cache=None, voices=None, speed=50.0) as sound:
        state = run(session, clock=keys.clock, keys=keys, sinks=[sound], speed=50.0, voice=True)
        assert sound._speech is not None
        assert sound._speech._said == set()
    assert state.status is Status.FINISHED


def test_a_direct_engine_is_told_to_be_silent(program: Install, tmp_path: Path, fence: Path) -> None:
    program("spd-say", f'echo "$@" >> "$HOME/spoken"; [ "$1" = --stop ] && exit 0; {FOREVER}')
    session = timeline(stretch())
    keys = ScriptedKeys([(3, "n"), (5, "q")])
    with opened(session, SoundOptions(voice="spd-say"), keys, tmp_path) as (sound, _):
        speech = voice_of(sound)

        patient = Patient(lambda: all_made(speech) and (not speech._channel.busy() or lines(fence / "spoken")))
        run(session, clock=keys.clock, keys=keys, sinks=[sound, patient], voice=True)
        until(lambda: not speech._stopper.busy())
    spoken = lines(fence / "spoken")
    assert spoken[0].endswith("-- Calf stretch, left side.")
    assert "--stop" in spoken


def test_without_room_for_files_the_bell_rings(program: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    program("espeak-ng", WORKS)
    program("aplay", PLAYS)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    _, _, out = played(timeline(stretch()), VOICE, tmp_path, ready=False)
    assert out.count(BELL) == 7
    assert not list(here.iterdir()), "the folder one happens to be in is no place for files"


# --- the command line -----------------------------------------------------------------------------------------------


@pytest.fixture
def cli(program: Install) -> Callable[..., Result]:
    """Runs a command of the program."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.slow
def test_a_lone_voice_option_means_auto(cli: Callable[..., Result], program: Install) -> None:
    program("espeak-ng", WORKS)
    program("aplay", PLAYS)
    for options in (["--voice", "safe-hamstrings"], ["safe-hamstrings", "--voice"], ["--voice", "espeak-ng", "safe-hamstrings"]):
        done = cli("start", *options, "--speed", "1000")
        assert (done.exit_code, done.stderr) == (0, ""), options
        assert "Done." in done.stdout


def test_no_voice_is_one_hint_and_a_session_for_the_eyes(cli: Callable[..., Result]) -> None:
    done = cli("start", "safe-hamstrings", "--voice", "--speed", "1000")
    assert done.exit_code == 0
    assert done.stderr.count("No voice was found") == 1
    assert "Done." in done.stdout


@pytest.mark.parametrize(
    "options",
    [["--voice", "espeak-ng"], ["--voice=robot"], ["--cues", "many"], ["--volume", "200"], ["--rate", "5"], ["--sound", "gong"]],
)
def test_a_choice_that_makes_no_sense_is_refused(cli: Callable[..., Result], options: list[str]) -> None:
    done = cli("start", "safe-hamstrings", *options, "--speed", "1000")
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_session_is_exported_as_sound(cli: Callable[..., Result], program: Install, tmp_path: Path) -> None:
    program("espeak-ng", WORKS)
    target = tmp_path / "out.wav"
    done = cli("export", "safe-hamstrings", "--format", "wav", "-o", target)
    assert (done.exit_code, done.stdout) == (0, "")
    first = target.read_bytes()
    assert len(first) == 44 + 2 * ((314 + 4) * 22050)
    assert cli("export", "safe-hamstrings", "--format", "wav", "-o", target, "--force").exit_code == 0
    assert target.read_bytes() == first, "the same again"
    assert cli("export", "safe-hamstrings", "--format", "wav", "-o", target).exit_code == 5
    quiet = cli("export", "safe-hamstrings", "--format", "wav", "--volume", "20")
    assert len(quiet.stdout_bytes) == len(first)
    assert quiet.stdout_bytes != first


def test_a_recording_without_a_voice_has_tones_and_says_so(cli: Callable[..., Result], program: Install, tmp_path: Path) -> None:
    program("spd-say", "exit 0")
    done = cli("export", "safe-hamstrings", "--format", "wav", "-o", tmp_path / "out.wav")
    assert done.exit_code == 0
    assert "tones only" in done.stderr
    chosen = cli("export", "safe-hamstrings", "--format", "wav", "--voice", "off", "-o", tmp_path / "off.wav")
    assert "tones only" not in chosen.stderr
    assert (tmp_path / "out.wav").read_bytes() == (tmp_path / "off.wav").read_bytes()


def test_mp3_is_encoded_piece_by_piece(cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    from types import SimpleNamespace

    class Encoder:
        """An encoder that keeps one byte in a thousand."""

        def __getattr__(self, name: str) -> Callable[..., None]:
            return lambda *settings: None

        def encode(self, data: bytes) -> bytes:
            assert len(data) < 500_000
            return b"m" * (len(data) // 1000)

        def flush(self) -> bytes:
            return b"end"

    monkeypatch.setitem(sys.modules, "lameenc", SimpleNamespace(Encoder=Encoder))
    done = cli("export", "safe-hamstrings", "--format", "mp3", "-o", tmp_path / "out.mp3")
    assert done.exit_code == 0, done.stderr
    content = (tmp_path / "out.mp3").read_bytes()
    assert content.endswith(b"mend")
    assert len(content) > 13_000


def test_a_format_whose_package_is_missing_says_what_to_install(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "lameenc", None)
    done = cli("export", "safe-hamstrings", "--format", "mp3", "-o", tmp_path / "out.mp3")
    assert done.exit_code == 2
    assert "stretchguide[mp3]" in done.stderr
    assert list(tmp_path.glob("*out.mp3*")) == []
