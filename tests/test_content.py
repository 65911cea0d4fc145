"""What holds for every file under `routines/`: doses, balance of the sides, order, wording, references."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel

from stretchguide.library.files import Entry, Kind, Origin, Root, entries
from stretchguide.library.library import Library, stretch_ids
from stretchguide.model.anatomy import Condition, Context, Method, Position, Region, Side, Sides
from stretchguide.model.measurement import Measurements
from stretchguide.model.pose import Angles, Pose, Sided
from stretchguide.model.routine import Routine
from stretchguide.model.safety import Avoid, Safety, Sources
from stretchguide.model.stretch import Dose, Stretch
from stretchguide.timeline import PhaseKind, Timeline

FOLDER = Path(__file__).resolve().parents[1] / "routines"
ENTRIES = list(entries(Root(FOLDER, Origin.BUNDLED)))

EXPECTED_ROUTINES = {
    "after-ride",
    "after-run",
    "bedtime",
    "before-lifting",
    "before-run",
    "before-workout",
    "chair-session",
    "desk-reset",
    "full-body",
    "hamstrings-and-quads",
    "hips",
    "morning-back",
    "safe-hamstrings",
    "shoulders-and-upper-back",
}

LONGER_HOLDS = {("bedtime", "lying-butterfly"): 75.0}
"""Resting positions held for more than a minute; the reason is in `routines/README.md`."""

GENERAL_SOURCES = {
    "acog-2020",
    "adams-1994",
    "gou-2024",
    "hori-2021",
    "ingram-2025",
    "johnson-thomas-2010",
    "muyor-2011",
    "sadler-2017",
    "sinaki-mikkelsen-1984",
}
"""Sources behind the rules and the background texts rather than behind one file."""

JARGON = (
    r"abduct\w*",
    r"adduction",
    r"anterior",
    r"articular",
    r"bilateral\w*",
    r"cervical",
    r"concentric\w*",
    r"contralateral\w*",
    r"distal",
    r"dorsiflex\w*",
    r"eccentric\w*",
    r"end[- ]range",
    r"flexion",
    r"gastrocnemius",
    r"glute(s|us)",
    r"hyperextend\w*",
    r"iliopsoas",
    r"ipsilateral\w*",
    r"isometric",
    r"kinetic chain",
    r"lateral(ly)?",
    r"lumbar",
    r"lumbopelvic",
    r"medial(ly)?",
    r"neutral spine",
    r"pecs?",
    r"piriformis",
    r"plantarflex\w*",
    r"pnf",
    r"posterior",
    r"prone",
    r"proprioception",
    r"proximal",
    r"quadruped",
    r"range of motion",
    r"rectus femoris",
    r"rom",
    r"sacr(um|al)",
    r"scapul\w+",
    r"soleus",
    r"supine",
    r"thoracic",
    r"tibia\w*",
    r"unilateral\w*",
    r"valgus",
    r"varus",
)
"""Words that people without training would have to look up. Aliases may use them: people search for them."""

PROMISES = (
    r"always safe",
    r"avoids injur\w+",
    r"balanc\w+ (the|your) (body|hips|muscles|pelvis)",
    r"boosts?",
    r"completely safe",
    r"correct\w*",
    r"cur(e|es|ed|ing)",
    r"damag\w+",
    r"dangerous",
    r"detox\w*",
    r"eliminat\w+",
    r"ensur\w+",
    r"(fix|fixes|fixed|fixing)",
    r"guarantee\w*",
    r"heal(s|ed|ing)?",
    r"hypermobile",
    r"improves? (your )?posture",
    r"lengthens?",
    r"melts?",
    r"perfectly safe",
    r"prevent\w*",
    r"protect\w*",
    r"realign\w*",
    r"re-?balanc\w+",
    r"reduces? the risk",
    r"restor\w+",
    r"ruptur\w+",
    r"safe for everyone",
    r"speeds? (up )?(your )?recovery",
    r"undo(es|ne|ing)?",
    r"unstable",
)
"""More than the evidence says, in either direction: what a stretch is sure to do for you, or how bad another one is."""

NOT_A_SIDE = (
    r"(left|right) angles?",
    r"right away",
    r"right (now|here|there|after)",
    r"chang\w* sides",
    r"other (side|arm|leg|hand|foot|knee)",
)
"""Wordings that go wrong where left and right change places, or that the program says by itself."""

ONLY: dict[str, set[str]] = {
    r"only the left knee moves|leg extension is the only movement": {"knee.left"},
    r"only the ankles move": {"ankle.left", "ankle.right"},
    r"only the left ankle moves": {"ankle.left"},
    r"only the left wrist bends": {
        "out_of_plane.wrist-flexion.left",
        "out_of_plane.wrist-extension.left",
        "shoulder.right",  # the hand that helps
        "elbow.right",
    },
}
"""What may differ between the start and the hold of a pose, where the file says that nothing else moves."""

NOT_TEXT = {
    "aliases",
    "anchor",
    "avoid_with",
    "caution_with",
    "cite",
    "context",
    "doi",
    "equipment",
    "evidence",
    "grade",
    "instead",
    "kind",
    "level",
    "limits",
    "method",
    "pose",
    "position",
    "region",
    "sides",
    "stretch",
    "targets",
    "url",
    "worst_for",
}
"""Fields whose value is a word of the format, a citation or an angle."""


def files(*kinds: Kind) -> pytest.MarkDecorator:
    """Runs a test for every file of these kinds."""
    wanted = [entry for entry in ENTRIES if entry.kind in kinds]
    return pytest.mark.parametrize("entry", wanted, ids=[entry.path.relative_to(FOLDER).as_posix() for entry in wanted])


def load(library: Library, entry: Entry) -> Stretch | Routine | Avoid | Safety | Sources | Measurements:
    match entry.kind:
        case Kind.STRETCH:
            return library.stretch(entry)
        case Kind.ROUTINE:
            return library.routine(entry)
        case Kind.AVOID:
            return library.avoided(entry)
        case Kind.SAFETY:
            return library.safety()
        case Kind.SOURCES:
            return library.sources()
        case Kind.MEASUREMENTS:
            return library.measurements()
        case Kind.PROFILE | Kind.SETTINGS:
            raise AssertionError(f"no {entry.kind} comes with the program")


def texts(model: BaseModel) -> list[tuple[str, str]]:
    """Every text of a file that is shown or spoken, with its field."""

    def walk(value: object, where: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, str):
            yield where, value
        elif isinstance(value, dict):
            for key, inner in value.items():
                if key not in NOT_TEXT and not (key == "sources" and isinstance(inner, list)):
                    yield from walk(inner, f"{where}.{key}".lstrip("."))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from walk(inner, f"{where}[{index}]")

    return list(walk(model.model_dump(mode="json", exclude_none=True), ""))


def found(patterns: tuple[str, ...], model: BaseModel) -> list[str]:
    pattern = re.compile(rf"\b({'|'.join(patterns)})\b", re.IGNORECASE)
    return [f"{where}: {hit[0]!r} in {text!r}" for where, text in texts(model) for hit in pattern.finditer(text)]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


def spread(angles: Angles) -> dict[str, float]:
    """The angles by joint and side: `knee.left`."""
    flat: dict[str, float] = {}
    joints: dict[str, object] = {name: getattr(angles, name) for name in Angles.model_fields if name != "out_of_plane"}
    joints |= {f"out_of_plane.{name.value}": value for name, value in angles.out_of_plane.items()}
    for name, value in joints.items():
        if isinstance(value, Sided):
            flat |= {f"{name}.{side}": angle for side, angle in (("left", value.left), ("right", value.right)) if angle is not None}
        elif isinstance(value, int | float):
            flat[name] = float(value)
    return flat


def moving(pose: Pose) -> set[str]:
    """What differs between the start and the hold."""
    hold = spread(pose.hold)
    return {joint for joint, angle in spread(pose.start).items() if hold.get(joint, 0.0) != angle}


def work_seconds(stretch: Stretch, dose: Dose) -> float:
    """Length of the phase that the cues belong to."""
    return (dose.reps or 0) * (dose.tempo or 0.0) if stretch.method is Method.DYNAMIC else dose.hold or 0.0


def normal(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


def transfers(session: Timeline) -> int:
    """How often the session goes down to the floor or up from it."""
    floors = [planned.stretch.position.on_floor for planned in session.stretches]
    return sum(before != after for before, after in pairwise(floors))


def held(session: Timeline, *, each: str) -> Counter[tuple[str, Side]]:
    """Seconds of still holding on each side, by `muscle` (primary targets) or by `stretch`."""
    seconds: Counter[tuple[str, Side]] = Counter()
    for phase in session.phases:
        if phase.kind is not PhaseKind.HOLD or phase.planned is None:
            continue
        names = [phase.planned.id] if each == "stretch" else list(phase.planned.stretch.targets.primary)
        for side in (Side.LEFT, Side.RIGHT) if phase.side is Side.BOTH else (phase.side,):
            for name in names:
                seconds[str(name), side] += round(phase.seconds)
    return seconds


# --- the library as a whole ------------------------------------------------------------------------------------------


def test_the_library_has_no_problems(library: Library) -> None:
    assert [str(problem) for problem in library.check_all()] == []


def test_the_routines_are_all_there() -> None:
    assert {entry.id for entry in ENTRIES if entry.kind is Kind.ROUTINE} == EXPECTED_ROUTINES


def test_every_stretch_is_in_a_routine_or_stands_alone(library: Library) -> None:
    used = {id for entry in ENTRIES if entry.kind is Kind.ROUTINE for id in stretch_ids(library.routine(entry))}
    alone = {entry.id for entry in ENTRIES if entry.kind is Kind.STRETCH and library.stretch(entry).stands_alone}
    assert {entry.id for entry in ENTRIES if entry.kind is Kind.STRETCH} - used == alone


def test_no_two_entries_can_be_meant_by_one_name(library: Library) -> None:
    owners: dict[str, set[str]] = {}
    for entry in ENTRIES:
        model = load(library, entry)
        if isinstance(model, Stretch | Avoid):
            assert entry.id not in model.aliases
            assert model.name.casefold() not in [alias.casefold() for alias in model.aliases], f"{entry.id}: its own name is an alias"
            assert len(set(map(normal, model.aliases))) == len(model.aliases), f"{entry.id}: an alias twice"
            for name in (entry.id, model.name, *model.aliases):
                owners.setdefault(normal(name), set()).add(entry.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_every_source_is_cited_or_general(library: Library) -> None:
    cited = {key for entry in ENTRIES if entry.kind is not Kind.SOURCES for key in getattr(load(library, entry), "sources", ())}
    known = set(library.sources().sources)
    assert cited <= known
    assert known - cited == GENERAL_SOURCES


def test_every_folder_of_stretches_is_a_region() -> None:
    assert {entry.region for entry in ENTRIES if entry.kind is Kind.STRETCH} == {region.value for region in Region}


# --- wording ---------------------------------------------------------------------------------------------------------


@files(*Kind)
def test_sentences_are_short(library: Library, entry: Entry) -> None:
    long = [
        f"{where}: {len(sentence.split())} words: {sentence}"
        for where, text in texts(load(library, entry))
        for sentence in sentences(text)
        if len(sentence.split()) > 20
    ]
    assert long == []


@files(*Kind)
def test_words_are_plain(library: Library, entry: Entry) -> None:
    assert found(JARGON, load(library, entry)) == []


@files(*Kind)
def test_nothing_is_promised(library: Library, entry: Entry) -> None:
    assert found(PROMISES, load(library, entry)) == []


@files(Kind.STRETCH, Kind.ROUTINE, Kind.AVOID)
def test_names_fit_on_a_line(library: Library, entry: Entry) -> None:
    model = load(library, entry)
    assert isinstance(model, Stretch | Routine | Avoid)
    assert len(model.name) <= 40


@files(Kind.STRETCH, Kind.ROUTINE, Kind.AVOID)
def test_editors_find_the_schema(entry: Entry) -> None:
    up = "../" * (len(entry.path.relative_to(FOLDER).parts) - 1)
    first = entry.path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={up}schema/{entry.kind}.json"


# --- stretches -------------------------------------------------------------------------------------------------------


@files(Kind.STRETCH)
def test_a_stretch_is_complete(library: Library, entry: Entry) -> None:
    stretch = library.stretch(entry)
    assert stretch.why
    assert stretch.mistakes
    assert stretch.easier
    assert stretch.harder
    assert 3 <= len(stretch.steps) <= 5
    assert len(stretch.safety[0]) <= 90


@files(Kind.STRETCH)
def test_sides_can_be_swapped(library: Library, entry: Entry) -> None:
    stretch = library.stretch(entry)
    if stretch.sides is Sides.EACH:
        assert found(NOT_A_SIDE, stretch) == []
        said = " ".join([stretch.setup, *stretch.steps])
        assert re.search(r"\bleft\b", said), "the side that works is never named"


@files(Kind.STRETCH)
def test_cues_have_room(library: Library, entry: Entry) -> None:
    stretch = library.stretch(entry)
    assert stretch.cues or stretch.method is not Method.STATIC, "a held stretch needs a cue"
    assert all(after.at - before.at >= 8 for before, after in pairwise(stretch.cues))
    length = work_seconds(stretch, stretch.dose)
    assert all(cue.at <= length - 5 for cue in stretch.cues)


@files(Kind.STRETCH)
def test_holds_are_neither_short_nor_long(library: Library, entry: Entry) -> None:
    stretch = library.stretch(entry)
    if stretch.method in (Method.STATIC, Method.PNF):
        assert stretch.dose.hold is not None
        assert 10 <= stretch.dose.hold <= 60
    if stretch.method is Method.PNF:
        assert stretch.dose.contract is not None
        assert stretch.dose.effort is not None
        assert 3 <= stretch.dose.contract <= 6
        assert stretch.dose.effort <= 40
    if stretch.method is Method.DYNAMIC:
        assert stretch.dose.tempo is not None
        assert stretch.dose.tempo >= 1.2, "too quick to be smooth"


@files(Kind.STRETCH)
def test_a_pose_shows_the_movement(library: Library, entry: Entry) -> None:
    stretch = library.stretch(entry)
    assert stretch.pose is not None
    moves = moving(stretch.pose)
    assert moves, "nothing moves between start and hold"
    assert moves == set(spread(stretch.pose.start)), "the start names joints that do not move"
    if stretch.only_movement is None:
        return
    for words, joints in ONLY.items():
        if re.search(words, stretch.only_movement, re.IGNORECASE):
            assert moves <= joints


# --- routines --------------------------------------------------------------------------------------------------------


@files(Kind.ROUTINE)
def test_the_stated_minutes_are_true(library: Library, entry: Entry) -> None:
    minutes = library.routine(entry).minutes
    seconds = library.timeline(entry).seconds
    assert minutes is not None
    assert minutes * 2 == int(minutes * 2), "whole or half minutes"
    assert abs(minutes * 60 - seconds) <= 0.05 * seconds, f"it takes {seconds / 60:.2f} min"


@files(Kind.ROUTINE)
def test_left_and_right_work_equally(library: Library, entry: Entry) -> None:
    work: Counter[tuple[str, Side]] = Counter()
    for phase in library.timeline(entry).phases:
        if phase.kind.is_work and phase.planned is not None and phase.planned.stretch.sides is not Sides.BOTH:
            sides = (Side.LEFT, Side.RIGHT) if phase.side is Side.BOTH else (phase.side,)
            for side in sides:
                work[phase.planned.id, side] += round(phase.seconds * 10)
    for id, side in list(work):
        assert work[id, Side.LEFT] == work[id, Side.RIGHT], f"{id}: more on the {side}"


@files(Kind.ROUTINE)
def test_there_are_at_most_two_floor_transfers(library: Library, entry: Entry) -> None:
    assert transfers(library.timeline(entry)) <= 2


@files(Kind.ROUTINE)
def test_holds_of_a_routine_are_neither_short_nor_long(library: Library, entry: Entry) -> None:
    for planned in library.timeline(entry).stretches:
        if planned.stretch.method in (Method.STATIC, Method.PNF):
            hold = planned.dose.hold or 0.0
            assert 10 <= hold <= LONGER_HOLDS.get((entry.id, planned.id), 60), planned.id
            pose = planned.stretch.pose
            assert pose is None or hold <= 60 or (pose.hold.lumbar or 0.0) <= 15, f"{planned.id}: the back is rounded too long"


@files(Kind.ROUTINE)
def test_a_routine_with_holds_begins_with_a_warm_up(library: Library, entry: Entry) -> None:
    session = library.timeline(entry)
    holds = any(planned.stretch.method in (Method.STATIC, Method.PNF) for planned in session.stretches)
    if not holds or session.routine.context in (Context.BEDTIME, Context.DESK):
        return
    first = session.stretches[0]
    warm_up = library.find(first.id, (Kind.STRETCH,)).region == Region.WARM_UP
    moves = first.stretch.method is Method.DYNAMIC and work_seconds(first.stretch, first.dose) >= 40
    assert warm_up or moves, f"{first.id} comes first"


@files(Kind.ROUTINE)
def test_before_training_nothing_is_held_for_long(library: Library, entry: Entry) -> None:
    session = library.timeline(entry)
    if session.routine.context is not Context.BEFORE:
        return
    assert all(planned.stretch.method is not Method.PNF for planned in session.stretches)
    assert {muscle: seconds for muscle, seconds in held(session, each="muscle").items() if seconds >= 60} == {}
    assert session.stretches[-1].stretch.method is Method.DYNAMIC, "movement follows the holds"


def test_the_routine_before_a_workout_is_short_and_light(library: Library) -> None:
    session = library.timeline(library.find("before-workout"))
    assert 5 * 60 <= session.seconds <= 7 * 60
    assert max(held(session, each="stretch").values(), default=0) <= 20


@files(Kind.ROUTINE)
def test_a_desk_routine_stays_on_the_chair(library: Library, entry: Entry) -> None:
    session = library.timeline(entry)
    if session.routine.context is Context.DESK:
        assert {planned.stretch.position for planned in session.stretches} == {Position.CHAIR}


@files(Kind.ROUTINE)
def test_in_the_morning_the_low_back_does_not_bend_far(library: Library, entry: Entry) -> None:
    session = library.timeline(entry)
    if session.routine.context is Context.MORNING:
        for planned in session.stretches:
            pose = planned.stretch.pose
            assert pose is not None
            assert max(spread(pose.hold).get("lumbar", 0.0), spread(pose.start).get("lumbar", 0.0)) <= 10, planned.id


def test_the_chair_session_never_goes_to_the_floor(library: Library) -> None:
    session = library.timeline(library.find("chair-session"))
    assert not any(planned.stretch.position.on_floor for planned in session.stretches)


# --- the guide for writers -------------------------------------------------------------------------------------------


def test_the_examples_of_the_guide_are_right(bundled: Path, tmp_path: Path) -> None:
    guide = (bundled / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"^`([\w/-]+\.yaml)`:\n\n```yaml\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert guide.count("```yaml\n") == len(examples) == 2
    for path, text in examples:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    library = Library([Root(bundled, Origin.BUNDLED), Root(tmp_path, Origin.USER)])
    own = [entry for entry in library.entries(Kind.ROUTINE, Kind.STRETCH) if entry.origin is Origin.USER]
    assert [entry.kind for entry in own] == [Kind.ROUTINE, Kind.STRETCH]
    assert [str(problem) for entry in own for problem in library.check(entry)] == []
    routine, stretch = own
    assert stretch.id in stretch_ids(library.routine(routine))
    for entry in own:
        test_sentences_are_short(library, entry)
        test_words_are_plain(library, entry)
        test_nothing_is_promised(library, entry)
    test_a_stretch_is_complete(library, stretch)
    test_sides_can_be_swapped(library, stretch)
    test_cues_have_room(library, stretch)
    test_holds_are_neither_short_nor_long(library, stretch)
    test_a_pose_shows_the_movement(library, stretch)
    test_the_stated_minutes_are_true(library, routine)


@pytest.mark.parametrize("model", [Stretch, Routine], ids=["stretch", "routine"])
def test_the_guide_names_every_field(bundled: Path, model: type[Stretch] | type[Routine]) -> None:
    guide = (bundled / "README.md").read_text(encoding="utf-8")
    assert {field for field in model.model_fields if f"`{field}`" not in guide} == set()


def test_every_condition_has_plain_words_and_the_limits_are_there(library: Library) -> None:
    safety = library.safety()
    assert set(safety.conditions) == set(Condition)
    limits = safety.limits
    assert limits.nothing_with == (Condition.DVT_SUSPECTED,)
    for limit in (limits.effort, limits.lumbar_flexion, limits.lumbar_flexion_supported, limits.lumbar_extension):
        assert limit.default is not None
        assert all(stricter < limit.default for stricter in limit.conditions.values())


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.kind is Kind.STRETCH], ids=lambda entry: entry.id)
def test_every_bundled_stretch_keeps_the_limits_for_everybody(library: Library, entry: Entry) -> None:
    limits, pose = library.safety().limits, library.stretch(entry).pose
    assert pose is not None
    bend = pose.hold.lumbar or 0.0
    most = limits.lumbar_flexion_supported if pose.support >= 0.5 else limits.lumbar_flexion
    assert bend <= (most.default or 0.0)
    assert -bend <= (limits.lumbar_extension.default or 0.0)
