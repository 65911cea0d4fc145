"""The history: lines and files, two machines, two processes, torn lines, broken-off sessions, full disks."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from fakes import ScriptedKeys, stretch, timeline, timelines
from stretchguide import settings
from stretchguide.cli import records
from stretchguide.cli.app import app
from stretchguide.cli.keeping import Keeping, start_of
from stretchguide.cli.records import open_store, recover
from stretchguide.errors import DataError
from stretchguide.history.journal import Journal
from stretchguide.history.left import left_behind
from stretchguide.history.record import (
    Beginning,
    Deletion,
    Feel,
    Measured,
    NewerVersionError,
    Note,
    Pain,
    Practice,
    Session,
    Status,
    line_of,
    new_id,
    read_line,
)
from stretchguide.history.result import content_hash, from_result
from stretchguide.history.store import Store, machine_name
from stretchguide.library.files import Entry, Kind, Origin
from stretchguide.session.player import Command, HurtChoice, begin, press, result, tick
from stretchguide.session.run import run as play
from stretchguide.timeline import Timeline
from terminals import stretchguide

Run = Callable[..., Result]

FULL = Path("/dev/full")
unless_root = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="permissions do not bind this user")

words = st.text(max_size=12)
seconds = st.floats(0, 5000).map(lambda value: round(value, 2))
moments = st.datetimes(
    datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
).map(lambda moment: moment.replace(microsecond=0))
sides = st.dictionaries(st.sampled_from(["left", "right", "both"]), seconds, max_size=3)
muscles = st.lists(words, max_size=3).map(tuple)
practices = st.builds(
    Practice, st.integers(1, 99), words, st.lists(words, max_size=3).map(tuple), st.lists(words, max_size=2).map(tuple), sides, sides
)
sessions = st.builds(
    Session,
    id=st.from_regex(r"[0-9]{8}-[a-z]{6}", fullmatch=True),
    began=moments,
    practiced=seconds,
    planned=seconds,
    status=st.sampled_from(Status),
    routine=words,
    content=words,
    machine=words,
    speed=st.sampled_from([0.5, 1.0, 20.0]),
    stretches=st.lists(practices, max_size=3).map(tuple),
    skipped=st.lists(st.integers(1, 9), max_size=3).map(tuple),
    hurts=st.lists(st.builds(Pain, seconds, st.none() | words, words, st.none() | words), max_size=2).map(tuple),
    feel=st.none() | st.sampled_from(Feel),
    note=words,
    program=words,
)


def session(began: datetime, practiced: float = 60.0, **changes: object) -> Session:
    """A small session."""
    data: dict[str, object] = {
        "id": new_id(began),
        "began": began,
        "practiced": practiced,
        "planned": practiced,
        "status": Status.FINISHED,
        "routine": "hips",
        "content": "0" * 16,
        "machine": "a",
        "speed": 1.0,
        "stretches": (Practice(1, "calf", ("gastrocnemius",), (), {"both": practiced}, {"both": practiced}),),
        "skipped": (),
        "hurts": (),
        "feel": None,
        "note": "",
        "program": "0.1.0",
    }
    return Session(**(data | changes))  # type: ignore[arg-type]  # tests change what they like


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "history", "laptop")


@pytest.fixture
def run() -> Run:
    """Runs a command inside this process."""
    return lambda *arguments, **options: CliRunner().invoke(app, [str(argument) for argument in arguments], **options)


# --- lines ----------------------------------------------------------------------------------------------------------


@given(sessions)
def test_a_session_comes_back_as_it_was_written(written: Session) -> None:
    line = line_of(written)
    assert "\n" not in line
    assert read_line(line) == written


@given(moments, words, sides)
def test_notes_deletions_and_measurements_come_back(at: datetime, word: str, values: dict[str, float]) -> None:
    for line in (Note("id", at, word), Deletion("id", at), Measured("id", at, word, values, "machine")):
        assert read_line(line_of(line)) == line


@given(sessions, st.integers(0, 400))
def test_a_line_that_is_cut_off_is_no_session(written: Session, kept: int) -> None:
    line = line_of(written)
    if kept < len(line):
        with pytest.raises(ValueError, match=r".*"):
            read_line(line[:kept])


@given(st.binary(max_size=80))
def test_anything_else_is_refused_in_one_way(line: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_line(line)


HOSTILE = ["[" * 100_000, '{"format":"stretchguide/session","version":1}', '{"format":"stretchguide/x","version":1}', "NaN", "7"]


@pytest.mark.parametrize("line", HOSTILE)
def test_hostile_lines_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_line(line)


def test_a_line_of_a_newer_version_is_told_apart() -> None:
    data = json.loads(line_of(session(datetime.now(UTC))))
    with pytest.raises(NewerVersionError):
        read_line(json.dumps({**data, "version": 2, "stretches": "something new"}))


def test_a_moment_without_its_distance_to_utc_is_not_written() -> None:
    with pytest.raises(ValueError, match="UTC"):
        line_of(session(datetime(2026, 1, 1)))


# --- what a session came to -----------------------------------------------------------------------------------------


def played(what: Timeline, passed: float, **options: object) -> Session:
    state, _ = begin(what, interactive=False)
    state, _ = tick(state, passed)
    beginning = Beginning("id", datetime.now(UTC), "machine", "routine", content_hash(what), **options)  # type: ignore[arg-type]
    return from_result(beginning, result(state), state.timeline, status=Status.FINISHED)


@given(timelines(), st.floats(0, 2000))
def test_the_seconds_of_a_record_are_those_that_were_worked(what: Timeline, passed: float) -> None:
    record = played(what, passed)
    assert sum(sum(one.practiced.values()) for one in record.stretches) == pytest.approx(record.practiced, abs=0.2)
    assert sum(sum(one.planned.values()) for one in record.stretches) == pytest.approx(record.planned, abs=0.2)
    assert record.practiced <= record.planned + 0.1


def test_a_session_played_faster_counts_in_real_seconds() -> None:
    what = timeline(stretch(sides="both", dose={"hold": "40s"}))
    assert played(what, 1000).practiced == 40
    assert played(what, 1000, speed=20.0).practiced == 2


def test_sides_that_take_turns_get_half_each() -> None:
    what = timeline(stretch(sides="alternating", method="dynamic", dose={"reps": 10, "tempo": 2}))
    assert played(what, 1000).stretches[0].practiced == {"left": 10, "right": 10}


def test_the_digest_follows_what_is_asked_for() -> None:
    one, same = timeline(stretch()), timeline(stretch())
    assert content_hash(one) == content_hash(same)
    assert content_hash(one) != content_hash(timeline(stretch(dose={"hold": "31s"})))
    assert content_hash(one) != content_hash(timeline(stretch(setup="Stand elsewhere.")))


def test_pain_and_what_was_skipped_are_in_the_record() -> None:
    what = timeline(stretch(sides="both"), stretch(sides="both"))
    state, _ = tick(begin(what)[0], 20)
    for command in (Command.HURT, HurtChoice.SKIP):
        state, _ = press(state, command)
    record = from_result(Beginning("id", datetime.now(UTC), "m", "r", "c"), result(state), state.timeline, status=Status.STOPPED)
    assert [(hurt.stretch, hurt.choice) for hurt in record.hurts] == [("stretch-0", "skip")]
    assert record.skipped == (1,)


# --- files ----------------------------------------------------------------------------------------------------------


def test_files_of_two_machines_are_read_together(tmp_path: Path) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    one, other = Store(tmp_path, "one"), Store(tmp_path, "other")
    one.append(session(noon))
    other.append(session(noon - timedelta(hours=1)))
    one.append(session(noon + timedelta(hours=1)))
    assert [head.began[11:13] for head in one.log().latest(9)] == ["13", "12", "11"]
    assert {path.name for path in tmp_path.iterdir()} == {"one.jsonl", "other.jsonl"}


def test_a_session_deleted_on_one_machine_is_gone_on_the_other(tmp_path: Path) -> None:
    one, other = Store(tmp_path, "one"), Store(tmp_path, "other")
    kept, gone = session(datetime.now(UTC)), session(datetime.now(UTC))
    one.append(kept, gone)
    other.append(Deletion(gone.id, datetime.now(UTC)))
    assert [head.id for head in one.log().heads] == [kept.id]
    assert gone.id in one.path.read_text(encoding="utf-8"), "lines are never rewritten"


def test_a_copy_made_by_a_sync_counts_once(store: Store) -> None:
    store.append(session(datetime.now(UTC)))
    (store.folder / "laptop (copy of Tuesday).jsonl").write_bytes(store.path.read_bytes())
    assert len(store.log().heads) == 1


def test_of_two_lines_of_a_session_the_one_that_knows_more_counts(store: Store) -> None:
    first = session(datetime.now(UTC), 20, status=Status.INTERRUPTED)
    longer = session(first.began, 50, id=first.id)
    store.append(first, longer, session(first.began, 30, id=first.id, status=Status.INTERRUPTED))
    assert [one.practiced for one in store.log().sessions(store.log().heads)] == [50]
    store.append(session(first.began, 20, id="x", status=Status.INTERRUPTED), session(first.began, 20, id="x"))
    assert {one.status for one in store.log().sessions(store.log().heads)} == {Status.FINISHED}


def test_a_torn_line_is_kept_skipped_and_counted_and_the_next_one_is_whole(store: Store) -> None:
    store.append(session(datetime.now(UTC)))
    whole = store.path.read_bytes()
    for cut in range(1, len(whole), 37):
        store.path.write_bytes(whole + whole[:cut])
        store.append(session(datetime.now(UTC)))
        log = store.log()
        assert (len(log.heads), log.unreadable) == (2, 1)
        assert store.path.read_bytes().startswith(whole + whole[:cut])


def test_holes_of_a_power_cut_are_an_unreadable_line(store: Store) -> None:
    store.append(session(datetime.now(UTC)))
    line = store.path.read_bytes()
    store.path.write_bytes(line + b"\0" * 500 + b"\n" + line[:90] + b"\0" * 40 + line[130:])
    log = store.log()
    assert (len(log.heads), log.unreadable) == (1, 2)


def test_lines_of_a_newer_version_are_kept_and_counted(store: Store) -> None:
    store.append(session(datetime.now(UTC)))
    newer = store.path.read_bytes().replace(b'"version":1', b'"version":2')
    with store.path.open("ab") as file:
        file.write(newer)
    store.append(session(datetime.now(UTC)))
    log = store.log()
    assert (len(log.heads), log.newer, log.unreadable) == (2, 1, 0)
    assert newer in store.path.read_bytes()


def test_a_line_written_by_hand_counts_like_any_other(store: Store) -> None:
    store.append(session(datetime.now(UTC), id="20260101-aaaaaa"))
    data = json.loads(store.path.read_text(encoding="utf-8"))
    reordered = {key: data[key] for key in reversed(data)} | {"id": "mine"}
    store.path.write_text(json.dumps(reordered) + "\r\n\n  \n", encoding="utf-8")
    log = store.log()
    assert ([head.id for head in log.heads], log.unreadable) == (["mine"], 0)
    assert next(iter(log.sessions(log.heads))).practiced == 60


APPEND = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from stretchguide.history.record import Note
from stretchguide.history.store import Store

store = Store(Path(sys.argv[1]), "shared")
print("ready", flush=True)
sys.stdin.readline()
for number in range(40):
    store.append(Note(f"{sys.argv[2]}-{number}", datetime.now(timezone.utc), "x" * 3000))
"""


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", APPEND, str(tmp_path), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name in ("one", "two", "three")
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.communicate("\n", timeout=60)
    log = Store(tmp_path, "shared").log()
    assert (len(log.notes), log.unreadable) == (120, 0)


@pytest.mark.skipif(not FULL.exists(), reason="needs a full device")
def test_a_full_disk_is_an_error_in_words(store: Store) -> None:
    store.folder.mkdir()
    store.path.symlink_to(FULL)
    with pytest.raises(DataError, match="No space left"):
        store.append(session(datetime.now(UTC)))


def test_half_a_line_is_taken_back_where_the_disk_gets_full(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.append(session(datetime.now(UTC)))
    before = store.path.read_bytes()
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:50]))
    with pytest.raises(DataError, match="No space left"):
        store.append(session(datetime.now(UTC)))
    assert store.path.read_bytes() == before


def test_a_folder_that_is_a_file_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "history").write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match="history"):
        Store(tmp_path / "history", "laptop").append()


@unless_root
def test_a_file_that_cannot_be_read_leaves_the_others(store: Store) -> None:
    store.append(session(datetime.now(UTC)))
    other = store.folder / "other.jsonl"
    other.write_text("{}", encoding="utf-8")
    other.chmod(0)
    log = store.log()
    assert len(log.heads) == 1
    assert "other.jsonl: cannot be read" in log.problems[0]


def test_only_the_owner_reads_the_history(store: Store) -> None:
    store.append(session(datetime.now(UTC)))
    assert (store.path.stat().st_mode & 0o777, store.folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_machine_keeps_its_name_and_two_have_different_ones(tmp_path: Path) -> None:
    one = machine_name(tmp_path / "one")
    assert machine_name(tmp_path / "one") == one
    assert machine_name(tmp_path / "two") != one
    assert machine_name(None) == one.rpartition("-")[0]
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert machine_name(tmp_path / "file") == machine_name(None)


# --- days, zones, clocks --------------------------------------------------------------------------------------------


def test_a_session_belongs_to_the_day_it_began_where_it_began(store: Store) -> None:
    tokyo = datetime(2026, 2, 28, 23, 50, tzinfo=ZoneInfo("Asia/Tokyo"))
    honolulu = datetime(2026, 2, 28, 23, 50, tzinfo=ZoneInfo("Pacific/Honolulu"))
    store.append(session(honolulu, id="h"), session(tokyo, id="t"))
    log = store.log()
    assert [head.id for head in log.since(date(2026, 2, 28))] == ["h", "t"], "by the moment, the newest first"
    assert log.since(date(2026, 3, 1)) == []
    assert {head.began[:10] for head in log.heads} == {"2026-02-28"}


def test_the_hour_that_comes_twice_is_two_hours(store: Store) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=0)
    second = datetime(2026, 10, 25, 2, 15, tzinfo=berlin, fold=1)
    store.append(session(second, id="second"), session(first, id="first"))
    assert [head.id for head in store.log().latest(2)] == ["second", "first"]


def test_a_clock_that_is_set_back_changes_no_order_of_lines(store: Store) -> None:
    now = datetime(2026, 5, 5, 12, tzinfo=UTC)
    store.append(session(now, id="b"), session(now - timedelta(days=400), id="a"))
    assert [head.id for head in store.log().latest(2)] == ["b", "a"]


@given(st.lists(moments, min_size=1, max_size=30), st.integers(1, 10))
def test_the_latest_are_the_latest(tmp_path_factory: pytest.TempPathFactory, began: Sequence[datetime], count: int) -> None:
    store = Store(tmp_path_factory.mktemp("history"), "laptop")
    store.append(*(session(moment, id=f"{number:03}") for number, moment in enumerate(began)))
    latest = [head.id for head in store.log().latest(count)]
    wanted = sorted(range(len(began)), key=lambda number: (began[number], f"{number:03}"), reverse=True)
    assert latest == [f"{number:03}" for number in wanted[:count]]


# --- journals -------------------------------------------------------------------------------------------------------


def test_a_journal_loses_no_more_than_the_phase_that_was_under_way(tmp_path: Path) -> None:
    what = timeline(stretch(sides="both"), stretch(sides="both"))
    beginning = Beginning("id", datetime.now(UTC), "m", "r", content_hash(what))
    journal = Journal(tmp_path, "id", "r", lambda state: from_result(beginning, result(state), state.timeline, status=Status.INTERRUPTED))
    state, events = begin(what)
    journal.show(state, events)
    for _ in range(60):
        state, events = tick(state, 1.0)
        journal.show(state, events)
    journal._waiting.put(None)
    journal._thread.join()
    assert list(left_behind(tmp_path)) == [], "a session that lives is left alone"
    os.close(journal._handle)  # a process that is gone
    (left,) = left_behind(tmp_path)
    began = state.phase.start
    full, _ = tick(begin(what)[0], began)
    assert left.session.practiced == pytest.approx(result(full).practiced)
    assert start_of(left, what) is not None
    assert start_of(left, timeline(stretch(sides="both"), stretch(sides="both", dose={"hold": "31s"}))) is None


def test_a_slow_disk_delays_no_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop is never held up: each look at the journal takes no time although every sync takes a second."""
    released = threading.Event()
    monkeypatch.setattr(os, "fsync", lambda handle: released.wait(5))
    what = timeline(stretch(), stretch())
    beginning = Beginning("id", datetime.now(UTC), "m", "r", "c")
    journal = Journal(tmp_path, "id", "r", lambda state: from_result(beginning, result(state), state.timeline, status=Status.INTERRUPTED))
    state, events = begin(what)
    spent = 0.0
    while not state.status.is_over and state.elapsed < 1e6:
        began = time.perf_counter()
        journal.show(state, events)
        spent = max(spent, time.perf_counter() - began)
        state, events = tick(state, 5.0)
    released.set()
    journal.close(keep=False)
    assert spent < 0.2
    assert list(tmp_path.iterdir()) == []


def test_a_torn_journal_tells_what_its_last_whole_line_says(tmp_path: Path) -> None:
    what = timeline(stretch(sides="both"))
    beginning = Beginning("id", datetime.now(UTC), "m", "r", content_hash(what))
    journal = Journal(tmp_path, "id", "r", lambda state: from_result(beginning, result(state), state.timeline, status=Status.INTERRUPTED))
    journal.show(*begin(what))
    journal.close(keep=True)
    path = tmp_path / "id.journal"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    assert [left.session.id for left in left_behind(tmp_path)] == ["id"]
    path.write_bytes(whole[: len(whole) // 2])
    assert list(left_behind(tmp_path)) == []
    assert not path.exists(), "nothing to keep"


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    path = tmp_path / "short.yaml"
    path.write_text("name: Short\nsummary: Short.\nsteps:\n  - {stretch: hip-hinge, reps: 2}\n", encoding="utf-8")
    return Entry(Kind.ROUTINE, "short", path, Origin.FILE)


def keep(entry: Entry, what: Timeline, keys: ScriptedKeys) -> Keeping:
    kept = Keeping(entry, what, speed=1.0)
    with kept:
        play(what, clock=keys.clock, keys=keys, sinks=[kept])
    return kept


def test_a_session_is_one_line(entry: Entry) -> None:
    keep(entry, timeline(stretch(sides="both")), ScriptedKeys())
    store = open_store()
    (one,) = store.log().sessions(store.log().heads)
    assert (one.status, one.practiced, one.routine) == (Status.FINISHED, 30, "short")
    assert one.began.utcoffset() is not None
    folder = records.journals()
    assert folder is not None
    assert list(folder.iterdir()) == []
    assert len(store.path.read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize(("keys", "status"), [([(20.0, "q")], Status.STOPPED), ([(20.0, "x"), (21.0, "q")], Status.HURT)])
def test_a_session_that_ends_early_is_kept_with_how(entry: Entry, keys: list[tuple[float, str]], status: Status) -> None:
    keep(entry, timeline(stretch(sides="both")), ScriptedKeys(keys))
    store = open_store()
    (one,) = store.log().sessions(store.log().heads)
    assert (one.status, recover(store)) == (status, [])
    assert 0 < one.practiced < 30


def test_a_session_that_raises_is_kept_and_can_go_on(entry: Entry) -> None:
    class Gone(ScriptedKeys):
        def read(self, timeout: float) -> str | None:
            if self.time > 20:
                raise KeyboardInterrupt
            return super().read(timeout)

    what = timeline(stretch(sides="both"), stretch(sides="both"))
    with pytest.raises(KeyboardInterrupt):
        keep(entry, what, Gone())
    store = open_store()
    (one,) = store.log().sessions(store.log().heads)
    assert one.status is Status.INTERRUPTED
    (left,) = recover(store)
    assert len(store.path.read_text(encoding="utf-8").splitlines()) == 1, "recorded once"
    start = start_of(left, what)
    assert start is not None
    kept = Keeping(entry, what, speed=1.0, resumed=left)
    keys = ScriptedKeys()
    with kept:
        state = play(what, clock=keys.clock, keys=keys, sinks=[kept], start=start)
    (one,) = store.log().sessions(store.log().heads)
    assert (one.id, one.status, one.began) == (left.session.id, Status.FINISHED, left.session.began)
    assert one.practiced == result(state).practiced
    assert recover(store) == []


@pytest.mark.skipif(not FULL.exists(), reason="needs a full device")
def test_a_full_disk_is_told_once_and_the_session_plays_on(entry: Entry, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store()
    store.append()
    store.path.unlink()
    store.path.symlink_to(FULL)
    kept = keep(entry, timeline(stretch(sides="both"), stretch(sides="both")), ScriptedKeys())
    assert kept._last is not None
    assert kept._last.status.is_over
    (told,) = capsys.readouterr().err.splitlines()
    assert "No space left on device" in told
    assert "is not in your history" in told
    store.path.unlink()
    assert recover(store) == []
    (one,) = store.log().sessions(store.log().heads)
    assert one.practiced == 60, "the journal had it"


def test_a_folder_that_vanishes_is_made_again_and_one_that_cannot_be_is_told(entry: Entry, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    data = open_store().folder.parent

    class Vanishing(ScriptedKeys):
        gone = False

        def read(self, timeout: float) -> str | None:
            if self.time > 5 and not self.gone:
                self.gone = True
                shutil.rmtree(data)
            return super().read(timeout)

    keep(entry, timeline(stretch(sides="both")), Vanishing())
    assert len(open_store().log().heads) == 1
    shutil.rmtree(data)
    data.write_text("a file in its place", encoding="utf-8")
    keep(entry, timeline(stretch(sides="both")), ScriptedKeys())
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_without_a_home_a_session_plays_and_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("data_folder", "state_folder"):
        monkeypatch.setattr(records, name, lambda: None)
    done = run("start", "safe-hamstrings", "--speed", "1000")
    assert done.exit_code == 0
    assert done.stderr.count("no folder for the history") == 1
    assert run("history").exit_code == 5


# --- the real program -----------------------------------------------------------------------------------------------

SHORT = """\
name: Short
summary: Some short holds.
steps:
  - {stretch: seated-hamstring, hold: 2s, sets: 2}
  - {stretch: hip-hinge, reps: 2}
"""


@pytest.fixture
def short() -> str:
    folder = settings.user_routines()
    assert folder is not None
    folder.mkdir(parents=True)
    (folder / "short.yaml").write_text(SHORT, encoding="utf-8")
    return "short"


@pytest.mark.slow
def test_kill_9_loses_no_more_than_a_phase_and_the_next_start_goes_on(short: str, run: Run) -> None:
    with stretchguide("start", short, "--now", "--mute") as session:
        session.wait("GET READY")
        session.send("nn")
        session.wait(lambda text: "RIGHT" in text or "set 1" in text)
        session.wait("CHANGE SIDES")
        os.kill(session.pid, signal.SIGKILL)
        session.child.wait()
    listed = json.loads(run("history", "--json").stdout)["sessions"]
    assert [(one["status"], one["routine"]) for one in listed] == [("interrupted", short)]
    assert len(json.loads(run("history", "--json").stdout)["sessions"]) == 1
    with stretchguide("start", short, "--mute") as session:
        session.wait("was broken off. Go on from there?")
        session.send("y")
        session.wait("Press Enter to begin")
        session.send("\r")
        session.wait("CHANGE SIDES")
        session.send("nnnnnnnnnnnnnnnn")
        session.wait("How do you feel?")
        session.send("b")
        assert session.exit_code() == 0
    (after,) = json.loads(run("history", "--json").stdout)["sessions"]
    assert (after["status"], after["feel"], after["id"]) == ("finished", "better", listed[0]["id"])
    assert after["practiced"] >= listed[0]["practiced"]


@pytest.mark.slow
def test_a_killed_session_goes_on_with_resume_unless_the_routine_has_changed(short: str, run: Run) -> None:
    with stretchguide("start", short, "--now", "--mute") as session:
        session.wait("GET READY")
        os.kill(session.pid, signal.SIGKILL)
        session.child.wait()
    path = settings.user_routines()
    assert path is not None
    (path / "short.yaml").write_text(SHORT.replace("2s", "3s"), encoding="utf-8")
    changed = run("start", "--resume", "--speed", "1000")
    assert (changed.exit_code, "has changed since" in changed.stderr) == (4, True)
    (path / "short.yaml").write_text(SHORT, encoding="utf-8")
    assert run("start", "--resume", "--speed", "1000").exit_code == 0
    assert run("start", "--resume", "--speed", "1000").exit_code == 3
    assert run("start", "--resume", short).exit_code == 2


@pytest.mark.slow
def test_a_terminal_that_is_closed_leaves_a_session_that_can_go_on(short: str, run: Run) -> None:
    with stretchguide("start", short, "--now", "--mute") as session:
        session.wait("GET READY")
        assert session.hang_up() == 129
    (one,) = json.loads(run("history", "--json").stdout)["sessions"]
    assert one["status"] == "interrupted"


@pytest.mark.slow
def test_a_session_that_runs_elsewhere_is_left_alone(short: str, run: Run) -> None:
    with stretchguide("start", short, "--now", "--mute") as session:
        session.wait("GET READY")
        assert json.loads(run("history", "--json").stdout)["sessions"] == []
        session.send("q")
        assert session.exit_code() == 6
    assert len(json.loads(run("history", "--json").stdout)["sessions"]) == 1


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def three() -> list[Session]:
    now = datetime.now().astimezone().replace(microsecond=0)
    made = [session(now - timedelta(days=days), 60 + days, id=f"{20260101 + days}-abcde{days}") for days in (0, 40, 400)]
    open_store().append(*made)
    return made


def test_the_last_sessions_are_a_table_that_fits(run: Run, three: list[Session]) -> None:
    done = run("history")
    assert done.exit_code == 0
    assert all(one.id in done.stdout for one in three)
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "3 sessions" in done.stdout


@pytest.mark.parametrize(("options", "count"), [(["--week"], 1), (["--since", "2000-01-01"], 3), (["--since", "2100-01-01"], 0)])
def test_a_span_of_time_narrows_it_down(run: Run, three: list[Session], options: list[str], count: int) -> None:
    assert len(json.loads(run("history", *options, "--json").stdout)["sessions"]) == count
    assert run("history", *options).exit_code == 0


@pytest.mark.parametrize("options", [["--since", "yesterday"], ["--week", "--month"], ["--json", "--csv"]])
def test_a_span_that_makes_no_sense_is_a_usage_error(run: Run, options: list[str]) -> None:
    assert run("history", *options).exit_code == 2


def test_a_table_for_spreadsheets(run: Run, three: list[Session]) -> None:
    lines = run("history", "--csv").stdout.splitlines()
    assert lines[0].startswith("id,began,routine,status")
    assert len(lines) == 4


def test_one_session_by_its_id_or_a_part_of_it(run: Run, three: list[Session]) -> None:
    for id in (three[0].id, "20260101", "abcde0", "last"):
        assert three[0].id in run("history", "show", id).stdout
    assert json.loads(run("history", "show", "last", "--json").stdout)["id"] == three[0].id
    assert run("history", "show", "2026").exit_code == 3
    assert run("history", "show", "nothing").exit_code == 3


def test_a_note_is_put_on_a_session_and_taken_away(run: Run, three: list[Session]) -> None:
    assert run("history", "note", "last", "felt", "good \x1b[31m").exit_code == 0
    shown = run("history", "show", "last").stdout
    assert "Note: felt good [31m" in shown
    assert run("history", "note", "last", "").exit_code == 0
    assert "Note" not in run("history", "show", "last").stdout
    assert run("history", "note", "last", "x" * 401).exit_code == 2
    assert run("history", "note", "last").exit_code == 2


@pytest.mark.slow
def test_deleting_asks_first(run: Run, three: list[Session]) -> None:
    assert run("history", "delete", three[1].id).exit_code == 2
    with stretchguide("history", "delete", three[1].id) as terminal:
        terminal.wait("y or n")
        terminal.send("n\r")
        assert terminal.exit_code() == 6
    assert len(open_store().log().heads) == 3
    with stretchguide("history", "delete", three[1].id) as terminal:
        terminal.wait("y or n")
        terminal.send("y\r")
        assert terminal.exit_code() == 0
    assert run("history", "delete", three[2].id, "--yes").exit_code == 0
    assert [head.id for head in open_store().log().heads] == [three[0].id]
    assert run("history", "show", three[1].id).exit_code == 3


def test_hostile_lines_do_not_reach_the_terminal(run: Run) -> None:
    store = open_store()
    store.append(session(datetime.now(UTC), routine="evil\x1b[2J\nname", note="\x07bell", id="\x1b]0;x"))
    for command in (["history"], ["history", "show", "last"], ["progress"]):
        assert "\x1b" not in run(*command).stdout


def test_what_cannot_be_read_is_counted_aloud(run: Run, three: list[Session]) -> None:
    store = open_store()
    with store.path.open("a", encoding="utf-8") as file:
        file.write('{"format":"stretchguide/session","version":9}\nrubbish\n')
    for command in (["history"], ["progress"], ["measure"]):
        told = run(*command).stderr
        assert "1 line of the history cannot be read" in told
        assert "newer stretchguide" in told


def test_the_path_is_where_the_files_are(run: Run, three: list[Session]) -> None:
    assert Path(run("history", "path").stdout.strip()) == open_store().folder
